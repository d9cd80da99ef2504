"""Counting: a month without a file is a gap, a marker that did not exist is unknown, nothing is seen after March."""

import pytest
from held import AREA, Held, monthly, rows, together, year_of

from assessment.chapters.crime import subjects as s
from assessment.chapters.crime.cautions import cautions_of
from assessment.chapters.crime.counts import STREET, Counts
from assessment.periods import FinancialYear

YEAR = FinancialYear.parse("2014/15")
VIOLENCE = "Violence against the person"


def counts_of(crime=None, asb=None, coverage=None, year="2014/15") -> Counts:
    tables = {"crime": crime, "asb": asb, "coverage": coverage}
    return Counts(Held(**tables), AREA, FinancialYear.parse(year))


def violence(counts, **values):
    return monthly("crime", counts, category=VIOLENCE, **values)


def test_a_month_without_a_file_is_a_gap_and_never_a_zero():
    months = year_of("2014/15", 5)
    del months["2014-06"]
    counts = counts_of(violence(months))
    assert "2014-06" not in counts.months(s.ALL_CRIME).index
    assert counts.total(s.ALL_CRIME, YEAR) == 55
    assert not counts.complete(s.ALL_CRIME, YEAR)
    assert counts.years(s.ALL_CRIME).empty


def test_a_month_that_the_force_covers_and_the_area_has_nothing_in_is_a_zero():
    covered = rows("coverage", source="force_extract", kind="crime", month=list(YEAR.months), rows=900)
    counts = counts_of(violence({"2014-04": 3}), coverage=covered)
    assert counts.months(s.ALL_CRIME).to_dict() == {"2014-04": 3} | dict.fromkeys(YEAR.months[1:], 0)
    assert counts.period(s.ALL_CRIME, YEAR) == "2014/15"


@pytest.mark.parametrize(
    ("source", "kind", "rows_there"),
    [("another_format", "crime", 900), ("force_extract", "asb", 900), ("force_extract", "crime", 0)],
)
def test_coverage_of_another_source_or_kind_or_without_rows_covers_nothing(source, kind, rows_there):
    told = rows("coverage", source=source, kind=kind, month=list(YEAR.months), rows=rows_there)
    assert counts_of(violence({"2014-04": 3}), coverage=told).span(s.ALL_CRIME) == ["2014-04"]


def test_a_marker_is_unknown_before_it_was_brought_in():
    before = violence({"2014-04": 10, "2014-05": 10})
    after = together(violence({"2014-06": 4}, cse=True), violence({"2014-06": 6, "2014-07": 8}, cse=False))
    counts = counts_of(together(before, after))
    assert counts.months(s.EXPLOITATION).to_dict() == {"2014-06": 4, "2014-07": 0}
    assert counts.months(s.ALL_CRIME).sum() == 38
    assert counts.period(s.EXPLOITATION, YEAR) == "2014-06 to 2014-07"
    assert counts.part_of(s.EXPLOITATION, s.ALL_CRIME, YEAR) == (4, 18)


def test_a_column_that_no_record_bears_makes_a_subject_unknown():
    counts = counts_of(violence({"2014-04": 3}))
    assert not counts.known(s.EXPLOITATION) and not counts.known(s.RAPE) and not counts.known(s.SEXUAL)
    assert counts.known(s.VIOLENCE) and counts.known(s.ALL_CRIME)
    assert counts.total(s.RAPE, YEAR) == 0 and counts.span(s.RAPE) == []
    assert not counts_of(asb=rows("asb", 2, month="2014-04")).known(s.ALL_CRIME)


def test_an_edition_sees_nothing_after_its_march():
    crime = violence({"2015-03": 7, "2015-04": 9, "2016-01": 9})
    covered = rows("coverage", source="force_extract", kind="crime", month=["2015-03", "2015-04", "2016-01"], rows=99)
    counts = counts_of(crime, asb=monthly("asb", {"2015-03": 1, "2015-05": 5}), coverage=covered)
    assert counts.span(s.ALL_CRIME) == ["2015-03"] and len(counts.records(s.ALL_CRIME)) == 7
    assert counts.span(s.ASB) == ["2015-03"]
    assert counts_of(crime, year="2015/16").total(s.ALL_CRIME, FinancialYear(2015)) == 18


@pytest.mark.parametrize(
    ("months", "period"),
    [
        (YEAR.months, "2014/15"),
        (YEAR.months[:7], "2014-04 to 2014-10"),
        (["2014-12"], "2014-12"),
        ([*YEAR.months[:2], *YEAR.months[5:]], "2014/15 (9 of 12 months)"),
        ([], "2014/15 (0 of 12 months)"),
    ],
)
def test_a_part_year_is_never_named_as_the_whole(months, period):
    counts = counts_of(violence(dict.fromkeys([*months, "2013-04"], 2)))
    assert counts.period(s.ALL_CRIME, YEAR) == period


def test_antisocial_behaviour_is_never_counted_as_crime():
    counts = counts_of(violence(year_of("2014/15", 2)), monthly("asb", year_of("2014/15", 50), youth=True))
    assert counts.total(s.ALL_CRIME, YEAR) == 24
    assert counts.total(s.ASB, YEAR) == counts.total(s.ASB_YOUTH, YEAR) == 600
    assert counts.categories(YEAR) == [VIOLENCE]


def test_the_last_whole_years_and_no_others():
    months = {m: 1 for year in ("2010/11", "2011/12", "2013/14", "2014/15") for m in year_of(year, 1)}
    del months["2013-09"]
    assert counts_of(violence(months)).years(s.ALL_CRIME, 4).to_dict() == {"2011/12": 12, "2014/15": 12}


def test_categories_are_those_of_the_year_the_most_frequent_first():
    other = monthly("crime", {"2014-04": 5, "2013-04": 90}, category="Theft offences")
    old = monthly("crime", {"2013-04": 2}, category="Robbery")
    assert counts_of(together(violence({"2014-04": 3}), other, old)).categories(YEAR) == ["Theft offences", VIOLENCE]


def of_a_force(shares: dict[str, tuple[int, int]], source=STREET) -> Counts:
    blank, number = [list(values) for values in zip(*shares.values(), strict=True)]
    covered = rows("coverage", source=source, kind="crime", month=list(shares), rows=number, blank_lsoa=blank)
    return counts_of(violence(dict.fromkeys(shares, 1), source=source), coverage=covered)


def test_rows_without_a_place_are_a_share_of_the_forces_file():
    counts = of_a_force({"2013-05": (10, 100), "2014-05": (30, 120), "2012-05": (9, 9), "2014-06": (0, 50)})
    assert counts.blank_share(YEAR)["share"].round(3).to_dict() == {"2013-05": 0.1, "2014-05": 0.25, "2014-06": 0}
    assert any("0.0% and 25.0% (in May 2014) of the force's crimes" in text for text in cautions_of(counts, ["crime"]))


def test_an_extract_keeps_its_rows_without_a_place():
    counts = of_a_force({"2014-05": (30, 120)}, source="force_extract")
    assert counts.blank_share(YEAR).empty
    assert not any("no place" in text for text in cautions_of(counts, ["crime"]))


def cautions(*months: str, kinds=("crime", "asb")) -> list[str]:
    return list(cautions_of(counts_of(violence(dict.fromkeys(months, 1))), kinds))


def test_a_missing_month_is_named_and_so_is_what_follows_from_it():
    whole = [*YEAR.before.months, *YEAR.months]
    assert not any("lacks" in text for text in cautions(*whole))
    now, then = (cautions(*(m for m in whole if m != gone)) for gone in ("2014-06", "2013-06"))
    assert "Recorded crime of 2014/15 lacks June 2014: this is a part year and is not to be read as a whole one." in now
    assert "Recorded crime of 2013/14 lacks June 2013: changes compare only the months that both years have." in then
    few = cautions(*YEAR.before.months, "2014-05", "2014-06")
    assert few[0].startswith("Recorded crime of 2014/15 is there for May and June 2014 only: this is a part year")


def test_a_year_that_is_not_there_is_said_to_be_missing():
    assert cautions(*YEAR.months)[0] == (
        "Recorded crime of 2013/14 is not in the files: no change on the year before can be given."
    )
    assert "nothing can be said of it" in cautions(*YEAR.before.months)[0]


def test_a_change_of_recording_between_the_two_years_is_said_where_both_are_there():
    inspection = "Inspection of crime recording (November 2014)"
    assert any(inspection in text for text in cautions(*YEAR.before.months, *YEAR.months))
    assert not any(inspection in text for text in cautions(*YEAR.months))
    assert cautions(*YEAR.before.months, *YEAR.months, kinds=("asb",)) == []


def test_lockdown_breaches_are_a_caution_for_antisocial_behaviour_alone():
    months = year_of("2020/21", 5) | year_of("2021/22", 5)
    both = counts_of(violence(months), monthly("asb", months), year="2021/22")
    told = {kind: " ".join(cautions_of(both, [kind])) for kind in ("crime", "asb")}
    assert "lockdown breaches logged as ASB (April 2020)" in told["asb"]
    assert "lockdown" not in told["crime"]
    later = counts_of(asb=monthly("asb", year_of("2021/22", 5) | year_of("2022/23", 5)), year="2022/23")
    assert "lockdown" not in " ".join(cautions_of(later, ["asb"]))
