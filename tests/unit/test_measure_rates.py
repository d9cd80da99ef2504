"""What must hold of every rate, proportion and limit, and what is refused."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.measures.rates import (
    count_limits,
    funnel_limits,
    proportion,
    rate,
    standardised_rate,
    standardised_ratio,
)

few = settings(derandomize=True, max_examples=60, deadline=None)
counts = st.integers(0, 100_000)
people = st.integers(1, 1_000_000)
levels = st.floats(0.5, 0.999)


@few
@given(counts, people, levels)
def test_intervals_contain_the_estimate(count, population, confidence):
    found = rate(count, population, confidence=confidence)
    assert 0 <= found.low <= found.value <= found.high
    assert found.low < found.high


@few
@given(counts, people, st.sampled_from([1, 100, 10_000, 100_000]))
def test_rates_scale_with_per(count, population, per):
    one, many = rate(count, population, per=1), rate(count, population, per=per)
    assert (many.value, many.low, many.high) == pytest.approx((one.value * per, one.low * per, one.high * per))


@few
@given(st.integers(1, 5000), st.integers(2, 50))
def test_intervals_shrink_with_size(count, times):
    small, large = rate(count, 1000), rate(count * times, 1000 * times)
    assert large.high - large.low < small.high - small.low
    part, whole = proportion(count, 5000), proportion(count * times, 5000 * times)
    assert whole.high - whole.low < part.high - part.low


@few
@given(st.integers(0, 4000), st.integers(0, 4000), levels)
def test_proportions_stay_within_the_whole(count, rest, confidence):
    if count + rest == 0:
        return
    found = proportion(count, count + rest, confidence=confidence)
    assert 0 <= found.low <= found.value <= found.high <= 1
    other = proportion(rest, count + rest, confidence=confidence)
    assert (other.low, other.high) == pytest.approx((1 - found.high, 1 - found.low), abs=1e-12)


@few
@given(st.integers(1, 3000))
def test_limits_rise_with_the_count(count):
    before, after = count_limits(count - 1), count_limits(count)
    assert before[0] < after[0] and before[1] < after[1]


@few
@given(st.permutations(range(6)))
def test_standardised_rates_do_not_depend_on_the_order_of_bands(order):
    columns = (
        [4, 9, 12, 30, 22, 7],
        [900, 1500, 2500, 3000, 2000, 400],
        [5500, 6000, 6500, 7000, 5000, 1000],
    )
    found = standardised_rate(*([column[n] for n in order] for column in columns))
    straight = standardised_rate(*columns)
    assert (found.value, found.low, found.high) == pytest.approx(
        (straight.value, straight.low, straight.high), rel=1e-12
    )


@few
@given(st.floats(5, 50_000), st.sampled_from([0.95, 0.998]))
def test_a_funnel_holds_the_average_and_narrows(expected, confidence):
    found = funnel_limits([expected, expected * 2], 100, kind="ratio", confidence=confidence)
    assert (found.low <= 100).all() and (found.high >= 100).all()
    assert found.high[1] < found.high[0] and found.low[1] >= found.low[0]
    wider = funnel_limits([expected], 100, kind="ratio", confidence=0.9999)
    assert wider.high[0] > found.high[0]


def test_an_area_outside_the_funnel_is_one_whose_interval_leaves_out_the_average():
    for count in range(10):
        limits = funnel_limits(1000, 4.0)
        interval = rate(count, 1000)
        outside = not limits.low <= count <= limits.high
        assert outside == (not interval.low <= 4.0 <= interval.high)


def test_a_count_may_exceed_its_population_but_not_its_total():
    assert rate(250, 100).value == 2500
    with pytest.raises(ValueError, match=r"exceeds total 100: give the whole"):
        proportion(250, 100)


def test_zero_events_have_a_lower_limit_of_zero():
    found = rate(0, 1000)
    assert (found.value, found.low) == (0, 0) and found.high == pytest.approx(3.688879)
    assert proportion(0, 10).low == 0 and proportion(10, 10).high == 1


def test_results_are_plain_numbers():
    numpy_made = rate(np.int64(20), np.float64(1000.0))
    assert all(type(n) is float for n in (numpy_made.value, numpy_made.low, numpy_made.high))
    made = standardised_rate(np.array([5, 9]), np.array([100, 200]), np.array([1, 2]))
    assert all(type(n) is float for n in (made.value, made.low, made.high))
    one = funnel_limits(1000, 4.0)
    assert type(one.low) is float and type(one.high) is float


BAD = [
    (lambda: rate(float("nan"), 10), "count is nan: give a finite number"),
    (lambda: rate(float("inf"), 10), "count is inf"),
    (lambda: rate(None, 10), "count is None: give a number"),
    (lambda: rate("many", 10), "count is 'many': give a number"),
    (lambda: rate(-1, 10), "count is -1: give 0 or more"),
    (lambda: rate(1, 0), "population is 0: give more than 0"),
    (lambda: rate(1, float("nan")), "population is nan"),
    (lambda: rate(1, 10, per=0), "per is 0"),
    (lambda: rate(1, 10, confidence=95), "confidence is 95: give a share between 0 and 1"),
    (lambda: proportion(0, 0), "total is 0"),
    (lambda: standardised_rate([5, 6], [10], [1, 1]), "populations has 1"),
    (lambda: standardised_rate([5, 4], [10, 10], [1, 1]), "9 events are too few to standardise"),
    (lambda: standardised_rate([5, 6], [10, 0], [1, 1]), "populations.1. is 0"),
    (lambda: standardised_rate([5, float("nan")], [10, 10], [1, 1]), "counts.1. is nan"),
    (lambda: standardised_rate([5, 6], [10, 10], [0, 0]), "the sum of standard is 0"),
    (lambda: standardised_rate([], [], []), "counts has 0 values"),
    (lambda: standardised_ratio(5, 0), "expected is 0"),
    (lambda: funnel_limits(0, 4), "size.0. is 0"),
    (lambda: funnel_limits(10, 0), "average is 0"),
    (lambda: funnel_limits(10, 1, kind="proportion"), "the average share is the whole"),
    (lambda: funnel_limits(10, 1, kind="odds"), "give one of rate, ratio, proportion"),
]


@pytest.mark.parametrize(("call", "said"), BAD, ids=[said for _, said in BAD])
def test_what_is_refused_and_what_is_said(call, said):
    with pytest.raises(ValueError, match=said):
        call()


def test_age_bands_of_other_names_are_not_taken_by_their_place():
    counts, people = (pd.Series(numbers, ["0-9", "10-19"]) for numbers in ([20, 30], [900, 800]))
    with pytest.raises(ValueError, match="age bands are not the same"):
        standardised_rate(counts, people, pd.Series([1000, 1000], ["0-14", "15-24"]))
    assert standardised_rate(counts, people, [1000, 1000]).value > 0
