"""What must hold of every XmR chart, rule by rule, and what is refused."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.measures.spc import xmr

few = settings(derandomize=True, max_examples=60, deadline=None)
values = st.lists(st.integers(0, 300), min_size=3, max_size=40)


@few
@given(values)
def test_limits_lie_about_the_mean_and_screening_only_narrows(points):
    found, plain = xmr(points), xmr(points, screen=False)
    assert found.lower <= found.mean <= found.upper
    assert found.mean - found.lower == pytest.approx(found.upper - found.mean)
    assert found.moving_range <= plain.moving_range + 1e-9
    assert len(found.special_cause) == len(points)
    assert set(found.special_cause) <= {"", "outside limits", "trend", "two in three", "shift"}


@few
@given(values, st.integers(1, 50), st.integers(-200, 200))
def test_the_unit_of_the_values_does_not_matter(points, times, more):
    found, moved = xmr(points), xmr([point * times + more for point in points])
    assert moved.special_cause == found.special_cause
    assert moved.upper == pytest.approx(found.upper * times + more)


@few
@given(values)
def test_a_chart_read_backwards_marks_the_same_points(points):
    found, back = xmr(points), xmr(points[::-1])
    assert back.special_cause == found.special_cause[::-1]


def marks(points, **options):
    return [label[:2] for label in xmr(points, **options).special_cause]


STEADY = [10, 14, 9, 15, 11, 13, 10, 14, 9, 15, 11, 13]


def test_a_point_outside():
    assert xmr([*STEADY, 40]).special_cause == ("",) * 12 + ("outside limits",)


def test_seven_on_one_side_and_six():
    high = [13.5, 14, 13.2, 13.8, 13.1, 14.2, 13.3]
    assert marks([*STEADY, *STEADY, *high], screen=False).count("sh") == 8  # the 13 before them is above the mean too
    assert "sh" not in marks([*STEADY, *STEADY[:-1], *high[:5]], screen=False)
    assert marks([*STEADY, *high], shift=9).count("sh") == 0


def test_a_point_on_the_mean_breaks_a_shift():
    points = [*[0, 10] * 5, *[6, 6, 6, 5, 6, 6, 6], *[4, 4, 4, 5, 4, 4, 4]]
    found = xmr(points)
    assert found.mean == 5 and "shift" not in found.special_cause
    assert "shift" in xmr([6 if point == 5 and n < 15 else point for n, point in enumerate(points)]).special_cause


def test_seven_rising_and_a_pause():
    rising = [10, 15, 8, 14, 9, 10, 11, 12, 13, 14, 15, 9, 14, 10, 13]
    assert marks(rising)[4:11] == ["tr"] * 7 and marks(rising).count("tr") == 7
    pause = [10, 15, 8, 14, 9, 10, 11, 11, 13, 14, 15, 9, 14, 10, 13]
    assert "tr" not in marks(pause)
    assert marks(rising, trend=8).count("tr") == 0


def test_two_in_three_marks_all_three():
    points = [10, 14, 9, 15, 11, 13, 10, 14, 9, 15, 11, 13, 23, 14, 23, 9, 14, 8, 13, 9]
    found = xmr(points, screen=False)
    assert found.special_cause[12:15] == ("two in three",) * 3
    assert found.special_cause.count("two in three") == 3


def test_outside_comes_before_trend_and_trend_before_shift():
    labels = xmr(range(1, 21)).special_cause
    assert labels[0] == labels[-1] == "outside limits"
    assert set(labels[8:12]) == {"trend"}


def test_limits_under_zero_are_shown():
    assert xmr([0, 3, 0, 4, 1, 0, 5, 0]).lower < 0


def test_a_constant_series_has_no_special_cause():
    found = xmr([0.1] * 15)
    assert found.lower == found.mean == found.upper
    assert set(found.special_cause) == {""}


def test_fewer_than_twelve_points_give_trial_limits():
    assert xmr(STEADY[:11]).trial and not xmr(STEADY).trial


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: xmr([1, 2]), "values has 2 values: give 3 or more"),
        (lambda: xmr([1, np.nan, 2]), "values.1. is nan"),
        (lambda: xmr([1, np.inf, 2]), "values.1. is inf"),
        (lambda: xmr([1, None, 2]), "values.1. is nan|values must be a list of numbers"),
        (lambda: xmr(STEADY, shift=1), "shift is 1: give 2 or more"),
        (lambda: xmr(STEADY, trend=6.5), "trend is 6.5: give a whole number"),
    ],
)
def test_what_is_refused_and_what_is_said(call, said):
    with pytest.raises(ValueError, match=said):
        call()


INDEXES = {
    "months": [str(month) for month in pd.period_range("2014-04", periods=13, freq="M")],
    "years": [f"{year}/{(year + 1) % 100:02d}" for year in range(2003, 2016)],
    "weeks": pd.date_range("2014-01-05", periods=13, freq="W"),
    "first days": pd.date_range("2014-01-01", periods=13, freq="MS"),
    "numbers": range(2003, 2016),
}


@pytest.mark.parametrize("index", INDEXES.values(), ids=INDEXES)
def test_an_index_is_the_order_of_the_points(index):
    points = [10, 14, 9, 15, 11, 13, 10, 14, 9, 15, 11, 13, 40]
    plain, mixed = xmr(points), pd.Series(points, index).sample(frac=1, random_state=1)
    found = xmr(mixed)
    assert (found.mean, found.upper) == (plain.mean, plain.upper)
    assert dict(zip(mixed.index, found.special_cause, strict=True)) == dict(
        zip(pd.Series(points, index).index, plain.special_cause, strict=True)
    )
    with pytest.raises(ValueError, match=r"missing|evenly|twice"):
        xmr(pd.Series(points, index).drop(pd.Series(points, index).index[4]))
