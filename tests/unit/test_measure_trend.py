"""What must hold of every trend, season and forecast, and what is refused."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.measures import trend
from assessment.periods import FinancialYear, months_between

few = settings(derandomize=True, max_examples=40, deadline=None)
series = st.lists(st.integers(0, 500), min_size=4, max_size=20)


@few
@given(series)
def test_mann_kendall_has_bounds_and_turns_round(values):
    found, turned = trend.mann_kendall(values), trend.mann_kendall(values[::-1])
    assert -1 <= found.tau <= 1 and 0 < found.p <= 1
    assert (turned.s, turned.slope, turned.p) == (-found.s, -found.slope, found.p)


@few
@given(series, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter_where_times_are_given(values, random):
    pairs = [(date(2000 + n, 4, 1), value) for n, value in enumerate(values)]
    shuffled = random.sample(pairs, len(pairs))
    straight = trend.mann_kendall(values)
    found = trend.mann_kendall([value for _, value in shuffled], [day for day, _ in shuffled])
    assert found.s == straight.s
    assert found.slope == pytest.approx(straight.slope, abs=1e-9)


def test_a_constant_series_has_no_trend():
    for found in (
        trend.mann_kendall([7, 7, 7, 7, 7]),
        trend.mann_kendall([7] * 12, autocorrelated=True),
        trend.seasonal_mann_kendall([7] * 24),
        trend.seasonal_mann_kendall([7] * 24, autocorrelated=True),
    ):
        assert (found.s, found.variance, found.z, found.p, found.slope) == (0, 0, 0, 1, 0)
    assert trend.describe([7, 7, 7, 7]).words == "static"


@pytest.mark.parametrize(
    "times",
    [
        [2010, 2011, 2014, 2015],
        ["2010", "2011", "2014", "2015"],
        ["2010/11", "2011/12", "2014/15", "2015/16"],
        ["2010-04", "2011-04", "2014-04", "2015-04"],
        ["2010-04-01", "2011-04-01", "2014-04-01", "2015-04-01"],
        [date(year, 4, 1) for year in (2010, 2011, 2014, 2015)],
        np.array(["2010-04-01", "2011-04-01", "2014-04-01", "2015-04-01"], "datetime64[D]"),
        pd.to_datetime(["2010-04-01", "2011-04-01", "2014-04-01", "2015-04-01"]),
    ],
    ids=["years", "text years", "financial years", "months", "text dates", "dates", "datetime64", "timestamps"],
)
def test_the_slope_is_a_year_over_true_dates(times):
    # Rising by 10 a year: over the gap of three years by 30. By position the slope would be 20.
    found = trend.mann_kendall([100, 110, 140, 150], times)
    assert found.slope == pytest.approx(10)
    assert found.slope_share == pytest.approx(10 / 125)


def test_months_give_a_slope_a_year_and_a_missing_month_is_a_gap():
    months = months_between("2014-04", "2016-03")
    values = [100 + n for n in range(24)]
    assert trend.mann_kendall(values, months).slope == pytest.approx(12)
    kept = [n for n in range(24) if n not in (3, 4, 5, 11)]
    found = trend.mann_kendall([values[n] for n in kept], [months[n] for n in kept])
    assert found.slope == pytest.approx(12)


def test_seasonal_compares_each_month_with_itself_only():
    months = months_between("2012-04", "2016-03")
    season = np.tile([0, 0, 90, 90, 300, 300, 90, 0, 0, 0, 0, 400], 4)
    found = trend.seasonal_mann_kendall(season + np.repeat([0, 5, 10, 15], 12), months)
    assert (found.tau, found.slope) == (1, pytest.approx(5))
    with_gap = [n for n in range(48) if n not in (7, 8, 20)]
    values = season + np.repeat([0, 5, 10, 15], 12)
    gap = trend.seasonal_mann_kendall(values[with_gap], [months[n] for n in with_gap])
    assert (gap.tau, gap.slope) == (1, pytest.approx(5))
    days = [date(int(m[:4]), int(m[5:]), 28) for m in months]
    assert trend.seasonal_mann_kendall(values, days).s == found.s


def test_words_follow_the_printed_thresholds():
    made = trend.mann_kendall(range(10))
    for p, tau, s, words in [
        (0.005, 0.6, 9, "strong upward"),
        (0.005, 0.4, 9, "weak upward"),
        (0.02, 0.9, 9, "weak upward"),
        (0.02, -0.9, -9, "weak downward"),
        (0.001, -0.5, -9, "strong downward"),
        (0.05, 1.0, 9, "static"),
    ]:
        test = trend.MannKendall(s, made.variance, made.z, p, tau, s / 9, 10, 5.0)
        assert trend.describe(test).words == words
    assert trend.describe(made).thresholds == (
        "strong: |tau| at least 0.5 and p under 0.01; weak: p under 0.05; otherwise static"
    )
    assert trend.describe([1, 2, 3, 4]).words == "static"  # four values never suffice


class TestRecentTrend:
    values, low, high = [10, 12, 14, 16, 18], [9, 11, 13, 15, 17], [11, 13, 15, 17, 19]

    def test_order_and_earlier_years_do_not_matter(self):
        straight = trend.recent_trend(self.values, self.low, self.high)
        turned = trend.recent_trend(
            self.values[::-1], self.low[::-1], self.high[::-1], years=[2018, 2017, 2016, 2015, 2014]
        )
        assert (turned.label, turned.slope) == (straight.label, pytest.approx(straight.slope))
        more = trend.recent_trend([99, None, *self.values], [9, None, *self.low], [100, None, *self.high])
        assert more == straight
        assert (straight.label, straight.slope) == ("Increasing", pytest.approx(2))

    def test_one_year_that_carries_the_trend_is_not_a_trend(self):
        # Without the last value the slope falls: significant by chi-squared, and yet no change.
        found = trend.recent_trend([10, 9.8, 9.6, 9.4, 20], [9, 8.8, 8.6, 8.4, 19], [11, 10.8, 10.6, 10.4, 21])
        assert found.statistic > trend.recent_trend(self.values, self.low, self.high).statistic / 10 > 9.55
        assert found.label == "No significant change"

    @pytest.mark.parametrize(
        ("years", "reason"),
        [
            ([2014, 2015, 2016, 2017, 2019], "a year of the last five is missing"),
            ([2014, 2015, 2016, 2016, 2017], "a year comes twice"),
        ],
    )
    def test_gaps_and_repeats_cannot_be_calculated(self, years, reason):
        found = trend.recent_trend(self.values, self.low, self.high, years=years)
        assert (found.label, found.statistic, found.slope) == ("Cannot be calculated", None, None)
        assert found.reason == reason

    def test_what_has_no_answer_says_why(self):
        assert trend.recent_trend([1, 2], [0, 1], [2, 3]).reason == "2 points: five are needed"
        missing = trend.recent_trend([10, 12, np.nan, 16, 18], self.low, self.high)
        assert missing.reason == "a value of the last five is missing"
        rounded = trend.recent_trend([14, 14, 15, 15, 15], [14, 14, 15, 15, 15], [15, 15, 15, 15, 16])
        assert rounded.reason.startswith("an interval has no width")
        assert trend.recent_trend_proportion([0, 1, 2, 3, 4], [9] * 5).reason.startswith("a share of none or of all")


class TestForecast:
    months = months_between("2012-04", "2017-03")

    def made(self, seed=1):
        random = np.random.default_rng(seed)
        expected = 400 * np.exp(0.15 * np.sin(np.arange(60) * np.pi / 6))
        return pd.Series(random.poisson(expected), index=self.months)

    def test_it_names_the_months_to_come_and_holds_together(self):
        found = trend.forecast(self.made())
        assert found.periods == tuple(FinancialYear(2017).months)
        assert (found.low < found.value).all() and (found.value < found.high).all() and (found.low >= 0).all()
        assert found.mase > 0 and 0 <= found.coverage <= 1 and found.tested > 20
        assert found.beats_naive == (found.mase < found.naive_mase)
        narrower = trend.forecast(self.made(), confidence=0.5)
        assert (narrower.high < found.high).all()

    def test_rows_in_another_order_and_months_that_are_missing(self):
        straight = trend.forecast(self.made(), 3)
        shuffled = trend.forecast(self.made().sample(frac=1, random_state=2), 3)
        np.testing.assert_allclose(shuffled.value, straight.value)
        gaps = trend.forecast(self.made().drop(["2014-06", "2014-07", "2016-01"]), 3)
        np.testing.assert_allclose(gaps.value, straight.value, rtol=0.05)

    def test_nothing_before_a_change_of_recording_is_used(self):
        series = self.made()
        series[:"2013-12"] *= 10
        found = trend.forecast(series, 2, since="2014-01")
        assert found.high.max() < 700
        np.testing.assert_allclose(found.value, trend.forecast(series["2014-01":], 2).value)


GAP = pd.Series(range(30), index=months_between("2012-04", "2014-09"), dtype=float)
SEASONS = {
    "twenty": lambda: trend.seasonality(range(20)),
    "gap": lambda: trend.seasonality(GAP.drop("2013-07")),
    "nan": lambda: trend.seasonality(GAP.replace(5, np.nan)),
}


def test_a_season_is_found_whatever_the_order():
    months = months_between("2012-01", "2015-12")
    values = pd.Series([100 + 30 * (m.endswith("-12")) - 20 * (m.endswith("-02")) for m in months], index=months)
    found = trend.seasonality(values.sample(frac=1, random_state=3))
    assert (found.peak, found.trough) == (12, 2)
    assert found.strength == pytest.approx(1, abs=0.01)
    np.testing.assert_allclose(found.trend + found.seasonal + found.residual, values)
    flat = trend.seasonality([5.0] * 36)
    assert (flat.strength, flat.peak, flat.trough) == (0, None, None)


BAD = [
    (lambda: trend.mann_kendall([1, 2, 3]), "values has 3 values: give 4 or more"),
    (lambda: trend.mann_kendall([1, 2, np.nan, 4]), "values.2. is nan"),
    (lambda: trend.mann_kendall([1, 2, np.inf, 4]), "values.2. is inf"),
    (lambda: trend.mann_kendall([1, 2, 3, 4], [1, 2, 3]), "times has 3, values has 4"),
    (lambda: trend.mann_kendall([1, 2, 3, 4], [1, 2, 2, 3]), "a time comes twice"),
    (lambda: trend.mann_kendall([1, 2, 3, 4], ["2014", "2015", "2016", "spring"]), "time 'spring': give a month"),
    (lambda: trend.mann_kendall([1, 2, 3, 4], [1, 2, 3, None]), "time None: give a year"),
    (lambda: trend.mann_kendall([1, 2, 3, 4], [pd.NaT] * 4), "time is missing"),
    (lambda: trend.mann_kendall(range(8), autocorrelated=True), "8 values are too few to correct"),
    (
        lambda: trend.mann_kendall(range(10), [*range(9), 20], autocorrelated=True),
        "autocorrelation needs evenly spaced values",
    ),
    (lambda: trend.seasonal_mann_kendall(range(11)), "no season comes twice"),
    (lambda: trend.seasonal_mann_kendall(range(30), autocorrelated=True), "whole years without gaps"),
    (lambda: trend.seasonal_mann_kendall(range(30), period=1), "period is 1: give 2 or more"),
    (lambda: trend.recent_trend([1] * 5, [2] * 5, [3] * 5), "a value lies outside its own interval"),
    (lambda: trend.recent_trend([1] * 5, [0] * 4, [3] * 5), "low has 4"),
    (lambda: trend.recent_trend([1] * 5, [0] * 5, [np.inf] * 5), "finite"),
    (lambda: trend.recent_trend_proportion([5] * 5, [4] * 5), "counts must lie between 0 and their totals"),
    (lambda: trend.chi_squared_for_trend([1, 2], [3, 4], [1, 1]), "no spread"),
    (SEASONS["twenty"], "series has 20 values: give 36 or more"),
    (SEASONS["gap"], "2013-07 is missing: give a stretch of months without a gap"),
    (SEASONS["nan"], "2012-09 is missing"),
    (lambda: trend.seasonality(pd.concat([GAP, GAP[:1]])), "a month comes twice"),
    (lambda: trend.forecast(GAP[:26]), "26 values are too few for a forecast: give 27 at least"),
    (lambda: trend.forecast([5] * 40), "the series is constant"),
    (lambda: trend.forecast([-5, *range(40)]), "series.0. is -5"),
    (lambda: trend.forecast(GAP, 0), "horizon is 0"),
    (lambda: trend.forecast(GAP, period=4), "a series named by text must be months"),
    (lambda: trend.forecast(pd.concat([GAP, GAP[:1]])), "2012-04 comes twice"),
    (lambda: trend.forecast(GAP.iloc[::3].reindex(GAP.index)), "20 of 28 values|values are missing|too few"),
]


@pytest.mark.parametrize(("call", "said"), BAD, ids=[said for _, said in BAD])
def test_what_is_refused_and_what_is_said(call, said):
    with pytest.raises(ValueError, match=said):
        call()


@pytest.mark.parametrize("first", [2001, 2008, 2009])
def test_financial_years_with_a_hyphen_are_not_read_as_months(first):
    hyphened = [f"{year}-{(year + 1) % 100:02d}" for year in range(first, first + 4)]
    for call in (
        lambda: trend.mann_kendall([1, 2, 3, 5], hyphened),
        lambda: trend.mann_kendall(pd.Series([1, 2, 3, 5], hyphened)),
        lambda: trend.seasonality(pd.Series([1, 2, 3, 5], hyphened), period=2),
    ):
        with pytest.raises(ValueError, match="write years as 2009/10"):
            call()


def test_years_that_can_be_no_months_and_months_among_months_are_read():
    assert trend.mann_kendall([1, 2, 3, 4], ["2012-13", "2013-14", "2014-15", "2015-16"]).slope == 1
    assert trend.mann_kendall([1, 2, 3, 4], ["2009-09", "2009-10", "2009-11", "2009-12"]).slope == pytest.approx(12)


@few
@given(st.lists(st.integers(0, 500), min_size=24, max_size=40), st.randoms(use_true_random=False))
def test_an_index_is_the_time_of_a_series(values, random):
    months = [str(month) for month in pd.period_range("2014-04", periods=len(values), freq="M")]
    whole = pd.Series(values, months)
    gap = whole.drop(months[3])
    mixed = gap.loc[random.sample(list(gap.index), len(gap))]
    for test in (trend.mann_kendall, trend.seasonal_mann_kendall):
        assert test(mixed) == test(gap.to_list(), list(gap.index))
    assert trend.describe(mixed) == trend.describe(gap.to_list(), list(gap.index))
    counted = whole.reset_index(drop=True)
    assert trend.seasonal_mann_kendall(counted[::-1]) == trend.seasonal_mann_kendall(values)


def test_an_index_that_is_no_time_is_refused():
    with pytest.raises(ValueError, match="time 'a'"):
        trend.mann_kendall(pd.Series([1, 2, 3, 4], list("abcd")))


def test_a_recent_trend_needs_years_that_follow_one_another():
    values = np.array([10, 12, 14, 16, 18])
    found = trend.recent_trend(values, values - 1, values + 1, years=[2013, 2015, 2017, 2019, 2021])
    assert (found.label, found.reason) == ("Cannot be calculated", "a year of the last five is missing")


@pytest.mark.parametrize("values", [np.ma.array([1, 2, 3, 4], mask=[0, 1, 0, 0]), pd.date_range("2014", periods=4)])
def test_masked_values_and_dates_are_no_numbers(values):
    with pytest.raises(ValueError, match="list of numbers"):
        trend.mann_kendall(values)


def test_two_years_have_no_season():
    # Of two cycles STL makes a season of any noise, with a strength of 1.
    with pytest.raises(ValueError, match="give 36 or more"):
        trend.seasonality(np.random.default_rng(1).normal(size=24))
