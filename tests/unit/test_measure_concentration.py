"""Concentration: properties that hold for any counts, and what bad input gets."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.measures.concentration import beyond_chance, gini, lorenz, places_holding, top_share

COUNTS = st.lists(st.integers(0, 50), min_size=1, max_size=30).filter(any)
EXACT = settings(derandomize=True, deadline=None, max_examples=150)


@EXACT
@given(COUNTS, st.integers(2, 5))
def test_gini_is_0_to_1_and_the_same_for_many_times_the_crimes(counts, times):
    assert -1e-12 <= gini(counts) < 1
    assert gini([times * count for count in counts]) == pytest.approx(gini(counts), abs=1e-12)
    assert gini(counts * times) == pytest.approx(gini(counts), abs=1e-12)


@EXACT
@given(COUNTS)
def test_the_generalised_gini_is_0_to_the_plain_one(counts):
    assert -1e-9 <= gini(counts, generalised=True) <= gini(counts) + 1e-12


@EXACT
@given(COUNTS)
def test_beyond_chance_is_below_the_plain_gini_and_never_above_one(counts):
    assert beyond_chance(counts) <= gini(counts) + 1e-12 < 1 + 1e-12


@EXACT
@given(COUNTS, st.randoms())
def test_nothing_depends_on_the_order_of_the_places(counts, random):
    turned = random.sample(counts, len(counts))
    assert gini(turned) == gini(counts)
    assert top_share(turned, 0.3) == top_share(counts, 0.3)


@EXACT
@given(COUNTS)
def test_the_curve_rises_ever_faster_from_nothing_to_all(counts):
    curve = lorenz(counts)
    assert (curve.places[0], curve.events[0], curve.places[-1], curve.events[-1]) == (0, 0, 1, pytest.approx(1))
    assert (curve.events <= curve.places + 1e-12).all()


@EXACT
@given(COUNTS, st.integers(1, 100))
def test_the_places_that_hold_a_share_are_the_fewest(counts, percent):
    found = places_holding(counts, percent / 100)
    ordered = sorted(counts, reverse=True)
    assert 100 * sum(ordered[:found]) >= percent * sum(counts)
    assert 100 * sum(ordered[: found - 1]) < percent * sum(counts)


@EXACT
@given(COUNTS, st.floats(0.01, 1))
def test_the_worst_places_hold_at_least_their_share(counts, share):
    assert share - 1e-9 <= top_share(counts, share) <= 1 + 1e-9


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (lambda: gini([]), "1 or more"),
        (lambda: gini([0, 0]), "no events"),
        (lambda: gini([1, None]), "without gaps|finite"),
        (lambda: gini([1, float("nan")]), "finite"),
        (lambda: gini([1, -1]), "0 or more"),
        (lambda: lorenz([0]), "no events"),
        (lambda: top_share([1, 2], 0), "more than 0"),
        (lambda: top_share([1, 2], 2), "up to 1"),
        (lambda: places_holding([1, 2], -1), "more than 0"),
    ],
)
def test_bad_input_says_what_to_give(call, told):
    with pytest.raises(ValueError, match=told):
        call()
