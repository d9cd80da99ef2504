"""The measures given columns as pandas has them, rows in another order, and times and labels that mislead."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from assessment.measures import change, concentration, disclosure, harm, rates, shares, trend, weighting
from assessment.measures.change import like_for_like
from assessment.measures.deprivation import rank_correlation, slope_index, summarise
from assessment.measures.evaluation import displacement_difference
from assessment.measures.forecast import forecast
from assessment.measures.seasonality import seasonality
from assessment.measures.spatial import near_repeat
from assessment.periods import FinancialYear, months_between

MONTHS = months_between("2012-04", "2016-03")
COUNTS = [50 + 9 * (n % 12 > 5) + (7 * n) % 11 for n in range(48)]
SERIES = pd.Series(COUNTS, MONTHS)
DATES = [date(int(month[:4]), int(month[5:]), 1) for month in MONTHS]

# Columns as pandas has them.


def test_columns_that_may_be_missing_are_read_as_others():
    whole = SERIES.astype("Int64")
    assert forecast(whole, 1).value == pytest.approx(forecast(SERIES, 1).value)
    assert seasonality(whole).strength == seasonality(SERIES).strength
    assert trend.mann_kendall(whole) == trend.mann_kendall(SERIES)
    assert concentration.gini(whole) == concentration.gini(COUNTS)
    table = pd.DataFrame({"a": [2, 40, 42], "b": [9, 44, 53]}, ["x", "y", "Total"])
    assert disclosure.suppress(table.astype("Int64")).equals(disclosure.suppress(table))


@pytest.mark.parametrize("gap", [None, np.nan, pd.NA])
@pytest.mark.parametrize("kind", [object, "Int64"])
def test_a_gap_is_a_gap_however_it_is_written(gap, kind):
    series = SERIES.astype(kind)
    series.iloc[30] = gap
    assert MONTHS[30] in like_for_like(series, "2014/15").left_out
    assert forecast(series, 1).periods == ("2016-04",)
    with pytest.raises(ValueError, match=f"{MONTHS[30]} is missing"):
        seasonality(series)
    found = trend.recent_trend([5, 6, 7, 8, gap], [1] * 5, [10] * 5)
    assert found.reason == "a value of the last five is missing"
    hidden = disclosure.audit(pd.Series({"a": gap, "b": gap, "Total": 9}, dtype=kind))
    assert hidden["high"].tolist() == [9, 9]


def test_values_may_come_one_by_one():
    rising = [5, 6, 7, 8, 9]
    low, high = [1] * 5, [10] * 5
    assert trend.recent_trend(iter(rising), iter(low), iter(high)) == trend.recent_trend(rising, low, high)
    assert trend.mann_kendall(n for n in rising) == trend.mann_kendall(rising)
    assert harm.weigh(iter([5, 2]), iter([1, 3])).tolist() == [5, 6]


TEXT = {
    "rate": lambda: rates.rate("12", 900),
    "funnel": lambda: rates.funnel_limits(["900", "1200"], 12),
    "trend": lambda: trend.mann_kendall("12345"),
    "column": lambda: concentration.gini(pd.Series(["3", "0", "1"])),
    "bytes": lambda: rates.rate(b"12", 900),
    "harm": lambda: harm.weigh({"a": "5"}, {"a": 2}),
    "months": lambda: like_for_like(SERIES.astype(str), 2014),
    "pair": lambda: displacement_difference("12", (3, 4)),
    "mapping": lambda: trend.mann_kendall({2011: 5, 2012: 7, 2013: 6, 2014: 9}),
    "set": lambda: shares.compare_shares({37, 72}, (49, 66)),
    "number for a list": lambda: harm.weigh(5, 2),
    "number for values": lambda: trend.recent_trend(1, 2, 3),
    "no table": lambda: summarise(None, 100),
}


@pytest.mark.parametrize("call", TEXT.values(), ids=TEXT)
def test_what_is_no_list_of_numbers_is_refused(call):
    with pytest.raises(ValueError, match=r"give|must"):
        call()


@pytest.mark.parametrize("measure", [lambda total: change.decompose({"a": 1}, {"a": 2}, total=total)])
@pytest.mark.parametrize("total", [(4,), (4, 5, 6)])
def test_a_pair_is_two(measure, total):
    with pytest.raises(ValueError, match="give two"):
        measure(total)


def test_a_pair_in_a_series_is_taken_by_position():
    pair = pd.Series([20, 10], index=[1, 0])
    assert displacement_difference(pair, (21, 22)) == displacement_difference((20, 10), (21, 22))


# Orders of rows.


@pytest.mark.parametrize("index", [MONTHS, DATES, range(48), np.arange(48) / 4], ids=["months", "dates", "0…", "¼…"])
def test_the_order_of_a_series_does_not_matter(index):
    series = SERIES.set_axis(index)
    mixed = series.sample(frac=1, random_state=4)
    assert forecast(mixed, 2).value.tolist() == forecast(series, 2).value.tolist()
    assert forecast(mixed, 2).periods == forecast(series, 2).periods
    assert seasonality(mixed).seasonal.tolist() == seasonality(SERIES).seasonal.tolist()


def test_python_dates_are_months():
    assert like_for_like(SERIES.set_axis(DATES), 2014) is not None
    assert forecast(SERIES.set_axis(DATES), 1).periods == ("2016-04",)


def test_near_repeats_do_not_depend_on_the_order_of_the_events():
    rng = np.random.default_rng(8)
    events = pd.DataFrame(rng.integers(0, 900, (60, 3)), columns=["x", "y", "t"])
    mixed = events.sample(frac=1, random_state=1)
    found = [near_repeat(e.x, e.y, e.t, [100, 300], [30, 90], permutations=99).p for e in (events, mixed)]
    assert found[0].tolist() == found[1].tolist()


BY_POSITION = {
    "dispersion": change.dispersion_of,
    "recent": lambda a, b: trend.recent_trend_proportion(a / 10, b),
    "trend": lambda a, b: trend.chi_squared_for_trend(a / 10, b, [1, 2, 3, 4]),
    "times": trend.mann_kendall,
    "slope": slope_index,
    "correlation": rank_correlation,
}


@pytest.mark.parametrize("measure", BY_POSITION.values(), ids=BY_POSITION)
def test_two_series_of_the_same_labels_must_stand_in_one_order(measure):
    first, second = pd.Series([9.0, 7, 8, 6], list("abcd")), pd.Series([90.0, 80, 70, 60], list("abcd"))
    measure(first, second)
    measure(first, second.set_axis(list("wxyz")))  # other labels are another matter: two years' months
    with pytest.raises(ValueError, match="another order"):
        measure(first, second.iloc[::-1])


def test_age_bands_must_be_the_same_and_in_one_order():
    counts, people = pd.Series([9.0, 7, 8, 6], list("abcd")), pd.Series([90.0, 80, 70, 60], list("abcd"))
    assert rates.standardised_rate(counts, people, [1, 2, 3, 4]).value > 0
    for other in (people.set_axis(list("wxyz")), people.iloc[::-1]):
        with pytest.raises(ValueError, match=r"the age bands are not the same|another order"):
            rates.standardised_rate(counts, other, [1, 2, 3, 4])


# Times and labels that mislead.


@pytest.mark.parametrize("time", ["now", "today", "01/02/2014", "2014/16", "2014-13", "2014-06-31", "", "14"])
def test_a_time_is_a_month_a_year_or_a_date_written_one_way(time):
    with pytest.raises(ValueError, match="give"):
        trend.mann_kendall([3, 5, 4, 8], [time, "2010", "2011", "2012"])


@pytest.mark.parametrize("time", ["2014-06-01", "2014-06-01 13:30", "2014-06-01T13:30:00"])
def test_a_date_may_have_a_time_of_day(time):
    found = trend.mann_kendall([3, 5, 4, 8], [time, "2010-06", "2011-06", "2012-06"])
    assert found == trend.mann_kendall([3, 5, 4, 8], ["2014-06", "2010-06", "2011-06", "2012-06"])


def test_near_repeats_take_no_day_for_a_month():
    with pytest.raises(ValueError, match="2014-12-31"):
        near_repeat([0, 1, 2], [0, 1, 2], ["01/02/2014", "02/02/2014", "03/02/2014"], [5], [5])


@pytest.mark.parametrize("year", ["2014/16", "2014-06", "14/15", -5, True, None, np.nan, "next"])
def test_a_year_is_written_one_way(year):
    with pytest.raises(ValueError, match="give 2014/15"):
        like_for_like(SERIES, year)


@pytest.mark.parametrize("year", ["2014/15", "2014-15", "2014", 2014, 2014.0, np.int64(2014), FinancialYear(2014)])
def test_a_year_may_be_a_number_or_a_financial_year(year):
    assert like_for_like(SERIES, year).months[0] == "2014-04"


def test_days_of_one_month_are_no_seasons():
    with pytest.raises(ValueError, match="comes twice"):
        trend.seasonal_mann_kendall(COUNTS, pd.date_range("2014-01-01", periods=48))


UNEVEN = {
    "a gap": [*range(30), *range(31, 49)],
    "twice": [0, *range(47)],
    "pairs": [("a", n) for n in range(48)],
    "half months": [*range(24), *MONTHS[24:]],
    "no time": pd.DatetimeIndex([*DATES[:-1], pd.NaT]),
}


@pytest.mark.parametrize("index", UNEVEN.values(), ids=UNEVEN)
@pytest.mark.parametrize("measure", [forecast, seasonality])
def test_an_index_that_is_no_time_is_refused(measure, index):
    with pytest.raises(ValueError, match=r"give|must|twice"):
        measure(SERIES.set_axis(index))


@pytest.mark.parametrize("since", ["Feb 2013", "2013-13", 2013])
def test_since_is_a_month(since):
    with pytest.raises(ValueError, match="as the series names"):
        forecast(SERIES, 1, since=since)


def test_strong_may_not_be_easier_than_weak():
    with pytest.raises(ValueError, match="smaller one"):
        trend.describe([3, 5, 4, 8, 9], weak_p=0.001)


def test_a_respondent_without_a_group_is_refused():
    answers = pd.DataFrame({"sex": ["f", np.nan, "m"]})
    with pytest.raises(ValueError, match="is missing"):
        weighting.rake(answers, {"sex": {"f": 5, "m": 5, np.nan: 3}})


def test_residents_may_be_a_series():
    answers = pd.DataFrame({"sex": ["f", "f", "m"]})
    found = weighting.rake(answers, {"sex": pd.Series({"f": 5, "m": 5})})
    assert found.weights.tolist() == [0.75, 0.75, 1.5]
