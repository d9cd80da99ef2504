"""A view of the records: the same counts as the chapters', in a panel and as a chapter's cell."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from held import AREA, Held, opened, rows, small_town, source, text_of, together

from assessment.chapters.crime.cube import cube_of
from assessment.chapters.crime.subjects import ALL_CRIME, ASB, DRUGS
from assessment.chapters.crime.view import View, asked_of, call_of
from assessment.errors import UsageError
from assessment.periods import FinancialYear
from assessment.present.pictures import Picture
from assessment.present.tables import Table
from assessment.publish.inside import told_by_parts

YEAR = FinancialYear.parse("2014/15")


def town(*years: str) -> Held:
    """The small town with two wards, and outlines of its LSOAs."""
    held = small_town(*(years or ("2013/14", "2014/15")))
    lsoas = sorted(held.tables["deprivation"]["lsoa"])
    wards = rows("lsoa_wards", lsoa=lsoas, lsoa_name=[f"Sandmouth 00{n}A" for n in range(12)],
                 ward=["W1"] * 5 + ["W2"] * 7, ward_name=["East"] * 5 + ["West"] * 7, authority="E06000999",
                 authority_name="Sandmouth")  # fmt: skip
    return Held(**held.tables, lsoa_wards=wards)


@pytest.fixture
def chapter():
    return opened("priority_trends", town())


def asked(cube, **words):
    return asked_of(cube, YEAR, **{"category": "", "ward": "", "months": "", "measure": "count"} | words)


def test_every_count_of_the_cube_is_the_chapters_own(chapter):
    cube = cube_of(chapter)
    for subject in (ALL_CRIME, ASB, DRUGS):
        for year in (YEAR, YEAR.before):
            found = View(cube, asked(cube, category=subject.label, months=str(year)))
            assert found.total == chapter.counts.total(subject, year)
            assert found.series.astype(int).to_dict() == chapter.counts.months(subject).reindex(year.months).to_dict()


def test_antisocial_behaviour_is_no_part_of_crime(chapter):
    cube = cube_of(chapter)
    parts = [subject for subject in cube.subjects if subject not in (ALL_CRIME, ASB)]
    assert sum(View(cube, asked(cube, category=one.label)).total for one in parts) == View(cube, asked(cube)).total


def test_wards_are_the_sums_of_their_lsoas_and_add_up(chapter):
    cube = cube_of(chapter)
    whole, east, west = (View(cube, asked(cube, ward=ward)) for ward in ("", "East", "West"))
    assert len(east.places) == 5
    assert whole.wards["count"].to_dict() == {"East": east.total, "West": west.total}
    assert east.total + west.total + whole.unplaced == whole.total


def test_rates_are_counts_per_thousand_residents(chapter):
    cube = cube_of(chapter)
    whole, east = (View(cube, asked(cube, ward=ward, measure="rate")) for ward in ("", "East"))
    assert whole.course.sum() == pytest.approx(1000 * whole.total / 18000)
    assert east.course.sum() == pytest.approx(1000 * east.total / (5 * 1500))
    assert whole.worth(whole.places).to_numpy() == pytest.approx(whole.places["count"].to_numpy() / 1.5)


def test_a_month_without_a_file_is_a_gap_and_said():
    held = town()
    held = held.but(crime=lambda table: table[table["month"] != "2014-08"],
                    coverage=lambda table: table[table["month"] != "2014-08"])  # fmt: skip
    cube = cube_of(opened("priority_trends", held))
    found = View(cube, asked(cube))
    assert np.isnan(found.series["2014-08"])
    assert found.series.drop("2014-08").notna().all()
    assert found.when == "April 2014 to March 2015 (1 month missing)"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ({"category": "Piracy"}, "no category 'Piracy'"),
        ({"ward": "North"}, "no ward 'North'"),
        ({"measure": "share"}, "no measure 'share'"),
        ({"months": "2019/20"}, "no record of '2019/20'"),
        ({"months": "yesterday"}, "not a financial year"),
    ],
)
def test_what_the_files_have_not_is_refused_with_what_they_have(chapter, words, says):
    with pytest.raises(UsageError, match=says) as told:
        asked(cube_of(chapter), **words)
    assert told.value.mend


def test_a_rate_without_residents_is_refused():
    held = Held(**{n: t for n, t in town().tables.items() if not n.startswith("population")})
    with pytest.raises(UsageError, match="needs residents"):
        asked(cube_of(opened("priority_trends", held)), measure="rate")


@pytest.mark.parametrize(
    ("months", "named"),
    [
        ("", ""),
        ("2014/15", ""),
        ("the last two years", "the last two years"),
        ("2014-05 to 2014-07", "2014-05 to 2014-07"),
        ("2014-06", "2014-06"),
    ],
)
def test_the_call_shows_the_same_view_again(chapter, months, named):
    cube = cube_of(chapter)
    first = asked(cube, category="Drug offences", ward="East", months=months, measure="rate")
    call = call_of(chapter, cube, first)
    assert (f'months="{named}"' in call) == bool(named)
    seen = []
    chapter.view = lambda **words: seen.append(asked(cube, **words))
    eval(call, {"chapter": chapter})
    assert seen == [first]


def test_a_chapters_cell_has_pictures_and_a_figure(chapter):
    section = chapter.view("Drug offences", months="the last two years")
    pictures = [part for part in section if isinstance(part, Picture)]
    assert len(pictures[0].data) == 24
    figure = chapter.ledger.get("view.drug_offences.count", "2013-04 to 2015-03")
    assert figure.value == sum(chapter.counts.total(DRUGS, year) for year in (YEAR, YEAR.before))
    assert f"{figure.value} offences, April 2013 to March 2015" in section.to_text()


def small_counts(**more: object) -> Held:
    """Drug offences of one month: three in an LSOA of the East, many in the others of both wards."""
    held = town()
    lsoas = sorted(held.tables["deprivation"]["lsoa"])
    counts = [3, 40, 20, 30, 50, 9, 8, 40, 30, 20, 10, 60]
    codes = [code for code, number in zip(lsoas, counts, strict=True) for _ in range(number)]
    crime = rows("crime", month="2014-06", lsoa=codes, category="Drug offences", authority="E06000999")
    return Held(**{**held.tables, "crime": crime}, **more)


def test_small_counts_of_partners_records_are_hidden_and_cannot_be_worked_out():
    chapter = opened("priority_trends", small_counts())
    for ward in ("", "East"):
        section = chapter.view("Drug offences", ward=ward, months="2014-06")
        tables = [part.frame if isinstance(part, Table) else part.data for part in section if hasattr(part, "title")
                  or isinstance(part, Table)]  # fmt: skip
        shown = pd.concat([table.iloc[:, -1].astype(object) for table in tables])
        assert 3 not in set(shown)
        assert "Small counts" in section.to_text()
    hidden = chapter.view("Drug offences", ward="East", months="2014-06")
    table = next(part for part in hidden if isinstance(part, Table))
    assert (table.frame.iloc[:, -1] == "[c]").sum() >= 2


def test_open_data_are_shown_as_published():
    tables = small_counts().tables
    files = {name: [source(f"{name}.csv", name, name)] for name in tables}
    files["crime"] = [replace(files["crime"][0], licence="Open Government Licence v3.0")]
    chapter = opened("priority_trends", Held(files, **tables))
    section = chapter.view("Drug offences", ward="East", months="2014-06")
    table = next(part for part in section if isinstance(part, Table))
    assert 3 in set(table.frame.iloc[:, -1])


def test_sexual_offences_of_partners_records_have_no_place_finer_than_a_ward(chapter):
    for words in ({}, {"ward": "East"}):
        section = chapter.view("Sexual offences", **words)
        assert "Sandmouth 00" not in " ".join(text_of(part) for part in section)
    assert "East" in " ".join(text_of(part) for part in chapter.view("Sexual offences"))


def test_it_is_the_area_of_the_chapter(chapter):
    assert AREA.name in chapter.view().to_text()


def found_in(chapter) -> list[str]:
    """What the last look at the edition finds in the cells that a chapter told."""
    return list(told_by_parts(chapter.told.record()["cells"], chapter.ledger, 5))


def test_two_views_whose_months_differ_by_a_small_number_are_found_at_the_end():
    drugs = {"category": DRUGS.label, "lsoa": sorted(town().tables["deprivation"]["lsoa"])[0]}
    few = together(
        *(rows("crime", 30, month=f"2014-{month:02d}", **drugs) for month in range(4, 12)),
        rows("crime", 3, month="2014-12", **drugs),
    )
    held = town().but(crime=lambda table: together(table[table["category"] != DRUGS.label], few))
    chapter = opened("priority_trends", held)
    chapter.view(category=DRUGS.label, months="2014-04 to 2014-11")
    assert found_in(chapter) == []
    chapter.view(category=DRUGS.label, months="2014-04 to 2014-12")
    assert any("(2014-04 to 2014-12) and (2014-04 to 2014-11) differ by a number" in one for one in found_in(chapter))
