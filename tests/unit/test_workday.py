"""Rates on those who are there by day: where a ward fills by day; asked for where no file tells; never as residents."""

import pandas as pd
import pytest
from held import Held, opened, rows, shown, small_town, text_of

from assessment.chapters.residents import lsoa_residents, residents_of
from assessment.measures.rates import rate
from assessment.periods import FinancialYear
from assessment.present.parts import Notice

CODES = [f"E0100{n:04d}" for n in range(12)]
WARDS = [f"E0500000{n // 4}" for n in range(12)]
NAMES = {"E05000000": "Pier", "E05000001": "Park", "E05000002": "Moor"}
BY_DAY = [6000, 2000, 1500, 1500, *[1200] * 8]  # Pier: 11,000 by day and 6,000 residents


def town(people: list[int] | None = BY_DAY) -> Held:
    made = small_town("2013/14", "2014/15")
    wards = rows("lsoa_wards", lsoa=CODES, ward=WARDS, ward_name=[NAMES[ward] for ward in WARDS], authority="E06000999")
    day = people and rows("population_workday", lsoa=CODES[: len(people)], year=2011, people=people,
                          basis="Workday population 2011")  # fmt: skip
    tables = made.tables | {"lsoa_wards": wards} | ({"population_workday": day} if people else {})
    return Held(**tables)


def where(name: str, held: Held) -> tuple[list, dict]:
    chapter = opened(name, held)
    parts = [part for call, part in shown(chapter) if call == "chapter.where()"]
    return parts, {figure.id: figure for figure in chapter.ledger}


@pytest.mark.parametrize(("name", "subject", "kind"), [("antisocial_behaviour", "asb.all", "asb")])
@pytest.mark.usefixtures("undrawn")
def test_a_ward_that_fills_by_day_has_its_rate_on_both_numbers(name, subject, kind):
    held = town()
    parts, figures = where(name, held)
    table = held.tables[kind]
    count = int((table["lsoa"].isin(CODES[:4]) & (table["month"] >= "2014-04")).sum())
    by_day, live = (figures[f"{subject}.busiest_ward_{on}.rate"] for on in ("workday", "residents"))
    assert (by_day.numerator, by_day.denominator, live.denominator) == (count, 11000, 6000)
    assert by_day.value == pytest.approx(1000 * count / 11000)
    assert (by_day.low, by_day.high) == pytest.approx((rate(count, 11000).low, rate(count, 11000).high))
    text = " ".join(map(text_of, parts))
    assert "Pier has" in text
    assert "11,000 people by day, 6,000 residents" in text
    assert "population_workday" in {file.removesuffix(".csv") for file in by_day.sources}


@pytest.mark.parametrize("people", [None, BY_DAY[:11]], ids=["no file", "an LSOA is missing"])
@pytest.mark.parametrize("name", ["antisocial_behaviour", "violence"])
@pytest.mark.usefixtures("undrawn")
def test_without_the_number_of_every_lsoa_the_page_says_how_to_get_it(name, people):
    parts, figures = where(name, town(people))
    asked = [part for part in parts if isinstance(part, Notice) and "those who are there by day" in part.text]
    assert len(asked) == 1
    assert "WD101EW" in asked[0].mend
    assert not [id for id in figures if "busiest_ward" in id]


@pytest.mark.usefixtures("undrawn")
def test_where_nobody_comes_by_day_it_says_so():
    parts, figures = where("antisocial_behaviour", town([1500] * 12))
    assert "No ward has many more people by day than residents" in " ".join(map(text_of, parts))
    assert not [id for id in figures if "busiest_ward" in id]


def test_those_who_are_there_by_day_are_never_taken_for_residents():
    held, year = town(), FinancialYear(2011)
    assert residents_of(held, ("E06000999",), year).number == 17000
    residents, basis = lsoa_residents(held, ("E06000999",), year)
    assert (set(residents), basis) == ({1500}, "Census 2011")
    assert isinstance(residents, pd.Series)
