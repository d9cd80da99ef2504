"""The weighted displacement difference: properties, and what bad input gets."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.measures.evaluation import displacement_difference

PAIR = st.tuples(st.integers(0, 500), st.integers(1, 500))
EXACT = settings(derandomize=True, deadline=None, max_examples=120)


@EXACT
@given(PAIR, PAIR, PAIR, PAIR)
def test_the_whole_is_the_local_and_the_displaced_part(treated, control, displaced, spared):
    whole = displacement_difference(treated, control, displaced, spared)
    local, moved = displacement_difference(treated, control), displacement_difference(displaced, spared)
    assert whole.difference == local.difference + moved.difference
    assert whole.standard_error**2 == pytest.approx(local.standard_error**2 + moved.standard_error**2)
    assert whole.low <= whole.difference <= whole.high


@EXACT
@given(PAIR, PAIR)
def test_to_change_the_areas_about_turns_the_sign(treated, control):
    one, other = displacement_difference(treated, control), displacement_difference(control, treated)
    assert (one.difference, one.z) == (-other.difference, -other.z)
    assert one.low == pytest.approx(-other.high)


def test_the_interval_covers_no_effect_as_often_as_it_says():
    random = np.random.default_rng(4)
    held = 0
    for _ in range(2000):
        found = displacement_difference(random.poisson(60, 2), random.poisson(60, 2))
        held += found.low <= 0 <= found.high
    assert held / 2000 == pytest.approx(0.95, abs=0.015)


def test_a_wider_confidence_is_a_wider_interval():
    narrow, wide = (displacement_difference((30, 20), (30, 25), confidence=level) for level in (0.9, 0.99))
    assert wide.low < narrow.low < narrow.high < wide.high


@pytest.mark.parametrize(
    ("areas", "told"),
    [
        ([(1, 2), (0,)], "control has 1 values: give two"),
        ([(1, 2, 3), (0, 1)], "treated has 3 values: give two"),
        ([(1, -2), (0, 1)], r"treated\[1\] is -2"),
        ([(1, 2), (float("nan"), 1)], "finite"),
        ([(1, 2), (None, 1)], "finite"),
        ([(1, 2), (3, 4), (5, 6)], "both displacement areas or neither"),
        ([(1, 2), (3, 4), None, (5, 6)], "both displacement areas or neither"),
        ([(0, 0), (0, 0)], "every count is zero"),
    ],
)
def test_bad_input_says_what_to_give(areas, told):
    with pytest.raises(ValueError, match=told):
        displacement_difference(*areas)
