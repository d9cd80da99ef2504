"""The districts of the force: like for like, the area's place, and words that cannot be read the other way round."""

import pandas as pd
import pytest
from held import AREA, Held, opened, rows, together, year_of

from assessment.chapters.crime import subjects as s
from assessment.chapters.crime.districts import districts_of
from assessment.chapters.crime.standing import how_many, place_in_words, standing_among_districts
from assessment.periods import FinancialYear

YEAR = FinancialYear.parse("2014/15")
OURS, THEIRS = (district.code for district in AREA.districts)


def force(ours: dict, theirs: dict, category="Theft", kind="crime") -> pd.DataFrame:
    return together(
        *(
            rows(
                "district_months",
                month=list(counts),
                authority=code,
                category=category,
                kind=kind,
                count=list(counts.values()),
            )
            for code, counts in ((OURS, ours), (THEIRS, theirs))
        )
    )


def both(before: int, after: int) -> dict:
    return year_of("2013/14", before) | year_of("2014/15", after)


def found_in(subject=s.ALL_CRIME, **tables):
    return districts_of(Held(**tables), AREA, subject, YEAR)


def test_the_forces_own_months_give_every_districts_change():
    found = found_in(district_months=force(both(10, 12), both(20, 18)))
    assert found.counts.to_dict("index") == {
        "Sandmouth": {"before": 120, "after": 144, "percent": pytest.approx(20)},
        "Dunely": {"before": 240, "after": 216, "percent": pytest.approx(-10)},
    }
    assert (found.total, found.rose, found.months) == ((360, 360), 1, 12)
    assert (found.place("Dunely"), found.place("Sandmouth"), found.percent) == (1, 2, 0)


def test_only_months_that_the_force_has_in_both_years_are_compared():
    lacking = {month: count for month, count in both(10, 12).items() if month not in ("2013-06", "2014-09")}
    found = found_in(district_months=force(lacking, lacking))
    assert found.months == 10 and found.counts["before"].to_list() == [100, 100]


def test_a_category_is_counted_by_itself_and_a_marker_not_at_all():
    table = together(force(both(10, 12), both(20, 18)), force(both(1, 2), both(1, 1), "Robbery"))
    assert found_in(s.category("Robbery"), district_months=table).total == (24, 36)
    assert found_in(s.DOMESTIC, district_months=table) is None
    assert found_in(s.ASB, district_months=table) is None
    assert found_in(s.ASB, district_months=force(both(3, 3), both(3, 3), kind="asb")).total == (72, 72)


def test_a_district_without_a_count_before_leaves_no_rank():
    assert found_in(district_months=force(both(10, 12), year_of("2014/15", 5))) is None
    assert found_in(district_months=force(year_of("2014/15", 5), year_of("2014/15", 5))) is None
    assert found_in() is None


def returned(values: dict, measure="district.crime.all"):
    """Values by (area, year)."""
    years = [FinancialYear.parse(year) for _, year in values]
    ends = {"period_start": [year.first_day for year in years], "period_end": [year.last_day for year in years]}
    areas, numbers = [area for area, _ in values], [float(value) for value in values.values()]
    return rows("returns", measure=measure, area=areas, value=numbers, **ends)


def test_returns_stand_in_where_the_force_gives_no_months():
    values = {
        ("Sandmouth", "2013/14"): 100,
        ("Sandmouth", "2014/15"): 90,
        ("Dunely", "2013/14"): 50,
        ("Dunely", "2014/15"): 60,
    }
    found = found_in(returns=returned(values))
    assert found.source == "returns" and found.counts["percent"].round(6).to_dict() == {"Sandmouth": -10, "Dunely": 20}
    del values["Dunely", "2013/14"]
    assert found_in(returns=returned(values)) is None


RISE, FALL = "percentage rise in theft of the", "percentage fall in theft of the"


@pytest.mark.parametrize(
    ("ours", "others", "told"),
    [
        (2, [1, 3, 4, 5], f"had the second lowest {RISE} 5 districts"),
        (5, [1, 3, 4], f"had the highest {RISE} 4 districts"),
        (3, [3, 3], f"had the lowest {RISE} 3 districts"),
        (-6, [-1, -3], f"had the largest {FALL} 3 districts"),
        (-2, [-9, -3, -1], f"had the second smallest {FALL} 4 districts"),
        (-1, [-9, -3, -4], f"had the smallest {FALL} 4 districts"),
        (-2, [-9, 3, 1], f"had the smallest {FALL} 2 districts that fell"),
        (2, [-9, 3, 1], f"had the second lowest {RISE} 3 districts that rose"),
        (-2, [9, 3], "was the only one of 3 districts where theft fell"),
        (2, [-9, 0], "was the only one of 3 districts where theft rose"),
        (0, [3, -3], "had no change in theft, which rose in 1 of the 3 districts"),
        (0, [-3], "had no change in theft, which rose in none of the 2 districts"),
        (0, [3, 3], "had no change in theft, which rose in 2 of the 3 districts"),
    ],
)
def test_the_place_in_words(ours, others, told):
    percent = pd.Series([ours, *others], index=["Ours", *map(str, range(len(others)))])
    assert place_in_words(percent, "Ours", "theft") == f"Ours {told}"


def test_how_many_is_never_all_of_them_in_another_form():
    assert [how_many(number, 14) for number in (0, 3, 14)] == ["none of the 14", "3 of the 14", "all 14"]


def test_the_section_says_why_there_is_no_rank(undrawn):
    chapter = opened("priority_trends", Held(crime=rows("crime", month="2014-04")))
    assert "do not hold the counts of all districts" in standing_among_districts(chapter, s.ALL_CRIME).to_text()
    alone = opened(
        "priority_trends", Held(crime=rows("crime", month="2014-04")), area=AREA.model_copy(update={"districts": ()})
    )
    assert "config/areas/sandmouth.toml" in standing_among_districts(alone, s.ALL_CRIME).to_text()


def test_the_section_tells_the_county_and_keeps_its_figures(undrawn):
    held = Held(crime=rows("crime", month="2014-04"), district_months=force(both(10, 12), both(20, 18)))
    chapter = opened("priority_trends", held)
    told = standing_among_districts(chapter, s.ALL_CRIME).to_text()
    assert (
        "Over all 2 districts of Sandshire, all recorded crime went from 360 to 360 (0.0%); it rose in 1 of the 2."
        in told
    )
    assert {one.id: one.value for one in chapter.ledger} == {
        "crime.all.county_change": 0,
        "crime.all.county_change_percent": 0,
        "crime.all.county_rank": 2,
        "crime.all.districts_up": 1,
    }


def test_an_area_of_several_authorities_is_one_district_among_those_left():
    together_ = AREA.model_copy(update={"name": "Coast", "authorities": (OURS, THEIRS)})
    found = districts_of(Held(district_months=force(both(10, 12), both(20, 18))), together_, s.ALL_CRIME, YEAR)
    assert found.counts.to_dict("index") == {"Coast": {"before": 360, "after": 360, "percent": 0}}
    assert found.place("Coast") == 1
