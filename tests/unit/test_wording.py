"""Sentences cannot contradict their numbers, and never say "nan" or "None"."""

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.present import wording

COUNTS = st.integers(0, 200_000)
CHANCES = st.one_of(st.none(), st.floats(0, 1))


@pytest.mark.parametrize(
    ("value", "decimals", "told"),
    [
        (15246, 0, "15,246"),
        (-382, 0, "−382"),
        (2.5, 0, "3"),  # halves away from zero, where Python says 2
        (0.25, 1, "0.3"),
        (1.005, 2, "1.01"),
        (-0.04, 1, "0.0"),
        (1234567.891, 1, "1,234,567.9"),
    ],
)
def test_numbers(value, decimals, told):
    assert wording.number(value, decimals) == told


@pytest.mark.parametrize("missing", [None, math.nan, math.inf])
def test_a_missing_number_is_refused(missing):
    with pytest.raises(ValueError, match="cannot be printed"):
        wording.number(missing)


def test_signs_percentages_and_points():
    assert wording.signed(101) == "+101"
    assert wording.signed(-1086) == "−1,086"
    assert wording.signed(0.001, 1) == "0.0"
    assert wording.signed_percent(-6.6495) == "−6.6%"
    assert wording.points(-2.1) == "2.1 percentage points"
    assert wording.points(1.0) == "1.0 percentage point"


def test_a_share_gives_its_numbers_and_refuses_a_percentage_of_few():
    assert wording.share(4048, 15246) == "26.6% (4,048 of 15,246)"
    assert wording.share(9, 9) == "9 of 9"
    assert wording.share(5, 20) == "25.0% (5 of 20)"
    with pytest.raises(ValueError, match="not a part"):
        wording.share(8, 4)
    with pytest.raises(ValueError, match="not a part"):
        wording.share(0, 0)


def test_the_rate_of_the_plan():
    told = "107.8 per 1,000 residents (95% interval 106.1 to 109.5)"
    assert wording.rate(107.82, 106.12, 109.55 - 0.01) == told


@pytest.mark.parametrize(
    ("p", "told"),
    [(0.0005, "p < 0.001"), (0.26, "p = 0.26"), (0.0497, "p = 0.0497"), (0.0503, "p = 0.0503"), (0.05, "p = 0.050")],
)
def test_chances(p, told):
    assert wording.p_value(p) == told


@given(st.floats(0, 1))
def test_a_printed_chance_lies_on_the_side_of_the_true_one(p):
    told = float(re.search(r"[\d.]+$", wording.p_value(p))[0])
    assert (told > 0.05) == (p > 0.05) or wording.p_value(p) == "p < 0.001"


@pytest.mark.parametrize(("place", "told"), [(1, "1st"), (2, "2nd"), (11, "11th"), (112, "112th"), (23, "23rd")])
def test_ordinals(place, told):
    assert wording.ordinal(place) == told


def test_lists_and_months():
    assert wording.listed(["a"]) == "a"
    assert wording.listed(["a", "b", "c"]) == "a, b and c"
    assert wording.listed([]) == ""
    months = ["2020-06", "2020-09", "2020-08", "2021-01"]
    assert wording.months_listed(months) == "June, August and September 2020 and January 2021"
    assert wording.span("2014-04", "2015-03") == "April 2014 to March 2015"


def test_a_clear_fall_of_the_plan():
    told = wording.change_sentence("all crime", 16332, 15246, p=1e-9, low=-8.6, high=-4.6)
    assert told.startswith("All crime fell by 6.6% (1,086 fewer offences), from 16,332 to 15,246")
    assert told.endswith("(p < 0.001; 95% interval −8.6% to −4.6%).")


def test_no_clear_change_still_gives_its_numbers():
    told = wording.change_sentence("violence", 3947, 4048, p=0.26, low=-2.1, high=7.4)
    assert told.startswith("No clear change in violence")
    for part in ("95% interval −2.1% to +7.4%", "3,947", "4,048", "+2.6%", "101 more", "p = 0.26"):
        assert part in told
    assert "rose" not in told


def test_one_more_of_many_is_not_nothing():
    told = wording.change_sentence("all crime", 16332, 16333)
    assert told == "All crime rose by less than 0.1% (1 more offence), from 16,332 to 16,333."


def test_a_small_base_has_no_percentage():
    told = wording.change_sentence("homicide", 3, 7)
    assert told == "Homicide rose from 3 to 7 offences, too few for a percentage."


@pytest.mark.parametrize("missing", [None, math.nan])
def test_a_suppressed_side_hides_the_change(missing):
    told = wording.change_sentence("trafficking", missing, 12)
    assert "not shown" in told
    assert "12" not in told


@given(COUNTS, COUNTS, CHANCES)
def test_a_change_never_contradicts_its_numbers(before, after, p):
    told = wording.change_sentence("crime", before, after, p=p)
    assert ("rose" in told) == (after > before and not wording.unclear(p))
    assert ("fell" in told) == (after < before and not wording.unclear(p))
    assert ("did not change" in told) == (after == before)
    assert wording.number(after) in told
    assert not re.search(r"nan|None|inf\b", told)
    title = wording.change_title("crime", before, after, year="2014/15", p=p)
    assert ("rose" in title, "fell" in title) == ("rose" in told, "fell" in told)


def test_reoffending_falls_by_points_not_per_cent():
    told = wording.points_sentence("the reoffending rate", (1004, 3213), (788, 2704))
    assert told == (
        "The reoffending rate fell by 2.1 percentage points, from 31.2% (1,004 of 3,213) to 29.1% (788 of 2,704)."
    )
    unclear = wording.points_sentence("the reoffending rate", (1004, 3213), (788, 2704), p=0.079)
    assert unclear.startswith("No clear change")
    assert "−2.1 percentage points" in unclear


def test_shares_of_few_are_not_compared_in_per_cent():
    told = wording.points_sentence("breach", (1, 9), (2, 12))
    assert "%" not in told
    assert "too few" in told


def test_part_years_say_so():
    assert wording.annualised(192, 8, unit="referrals") == (
        "192 referrals in eight months of the year, 288 a year at the same pace (annualised)"
    )
    assert wording.annualised(5140, 12) == "5,140"
    assert wording.part_year(1) == "one month of the year"
    nine = [f"2014-{month:02d}" for month in range(4, 13)]
    assert wording.like_for_like(nine) == "over the nine months that both years have"
    assert wording.like_for_like(["2014-04"]) == "over April alone, the one month that both years have"
    with pytest.raises(ValueError, match="no month"):
        wording.like_for_like([])


@pytest.mark.parametrize(
    ("value", "other", "told"),
    [
        (18.7, 10.0, "almost twice"),  # the plan's benefits: 1.87
        (26.1, 16.8, "1.6 times"),  # the plan's "almost double" private rent, which is not
        (152.4, 60, "about two and a half times"),
        (100, 100, "about the same as"),
        (64.9, 72.4, "0.90 times"),
    ],
)
def test_ratios_get_the_right_word(value, other, told):
    assert wording.ratio_words(value, other) == told


def test_gaps_are_in_points_where_the_unit_is_per_cent():
    told = wording.gap_sentence("employment", 64.9, 72.4, other_name="Great Britain")
    assert "7.5 percentage points less" in told
    rate = wording.gap_sentence("looked-after children", 152.4, 60, other_name="England", suffix=" per 10,000")
    assert "percentage" not in rate
    assert "(92.4 more, about two and a half times as much)" in rate, "the unit and the comparator stand before"


@pytest.mark.parametrize(
    ("part", "whole", "told"),
    [(0, 5, "Not one of five"), (2, 5, "Two of five"), (2, 2, "Both"), (5, 5, "All five"), (1, 1, "One of one")],
)
def test_how_many_of_how_many_begin_a_title(part, whole, told):
    assert wording.out_of(part, whole, "priorities") == f"{told} priorities"


def test_deprivation_is_more_or_less_never_higher():
    told = wording.deprivation_change("Blackpool", 6, 1, releases=("2010", "2015"))
    assert "more deprived" in told
    assert not re.search(r"higher|lower|highest|lowest", told)
    assert "less deprived" in wording.deprivation_change("Blackpool", 1, 6, releases=("2010", "2015"))
    assert wording.deprivation_rank("Blackpool", 1, 326, release="2015") == (
        "Blackpool is the most deprived of 326 authorities in England (2015)"
    )


def test_places_and_concentration():
    told = wording.rank_phrase(4, 14, what="increase", end="lowest")
    assert told == "fourth lowest increase of the 14 districts"
    assert wording.rank_phrase(1, 14, what="rate") == "highest rate of the 14 districts"
    many = wording.concentration("the crimes", 20, 94, plural=True)
    assert many == "Half of the crimes are in 20 of 94 LSOAs (21.3% of them)"
    assert wording.concentration("the crime", 11, 94) == "Half of the crime is in 11 of 94 LSOAs (11.7% of them)"
    with pytest.raises(ValueError, match="does not exist"):
        wording.rank_phrase(15, 14, what="rate")


def test_a_trend_carries_its_months_and_says_what_is_missing():
    months = ["2020-01", "2020-02", "2020-05"]
    told = wording.trend_sentence("weak upward", 0.012, months)
    assert told == (
        "Over 3 months (January 2020 to May 2020, two of them missing), allowing for season, the trend is weak upward "
        "(p = 0.012)."
    )
    assert "missing" not in wording.trend_sentence("static", 0.5, months[:2])


@pytest.mark.parametrize(
    ("words", "difference", "p", "told"),
    [
        ("strong downward", -86, 0.13, "too small to tell from chance"),
        ("weak upward", 1, 0.97, "too small to tell from chance"),
        ("static", 140, 0.001, "not yet a steady course"),
        ("weak upward", -140, 0.001, "this year went down, against the longer course"),
        ("strong downward", -140, 0.001, ""),
        ("static", 3, 0.86, ""),
    ],
)
def test_a_trend_that_says_otherwise_than_the_change_is_reconciled_with_it(words, difference, p, told):
    found = wording.trend_beside_change(words, difference, p)
    assert told in found
    assert bool(found) == bool(told)


def test_what_is_not_nothing_is_never_printed_as_nothing():
    assert wording.percent(0.0066) == "less than 0.1%"
    assert wording.percent(0) == "0.0%"
    assert wording.share(1, 15246) == "less than 0.1% (1 of 15,246)"
    assert wording.share(15245, 15246) == "more than 99.9% (15,245 of 15,246)"
    assert wording.share(15246, 15246) == "100.0% (15,246 of 15,246)"


@given(COUNTS, COUNTS, CHANCES)
def test_the_noun_agrees_with_its_number(before, after, p):
    told = wording.change_sentence("crime", before, after, p=p) + wording.annualised(after, 8, unit="offences")
    assert not re.search(r"\b1 (?:more |fewer )?offences", told)
    assert not re.search(r"(?<!\b1)(?<!\b1 more)(?<!\b1 fewer) offence\b", told)
