"""Many tests at once, by the examples of those who print theirs."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests

from assessment.measures.many import hold_false_alarms

# Benjamini and Hochberg (1995), section 3: fifteen tests of thrombolytic treatments; at 5% four are clear.
THROMBOLYSIS = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528,
                0.7590, 1.0]  # fmt: skip


def test_as_many_are_clear_as_benjamini_and_hochberg_print():
    mixed = np.random.default_rng(1).permutation(THROMBOLYSIS)
    found = hold_false_alarms(mixed)
    assert sorted(mixed[found.clear]) == THROMBOLYSIS[:4]


@settings(derandomize=True)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=60))
def test_adjusted_p_are_those_of_statsmodels(p):
    found = hold_false_alarms(p)
    np.testing.assert_allclose(found.adjusted, multipletests(p, method="fdr_bh")[1], rtol=1e-12)


@settings(derandomize=True)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=40), st.sampled_from([0.01, 0.05, 0.25]))
def test_clear_is_what_the_step_up_rule_calls_clear(p, rate):
    """The rule as printed: the largest rank i with p(i) <= i/m times the rate, and all below it."""
    ordered, m = sorted(p), len(p)
    passed = [one for i, one in enumerate(ordered, 1) if one <= i / m * rate * (1 - 1e-12)]
    found = hold_false_alarms(p, rate=rate)
    assert int(found.clear.sum()) >= sum(one <= max(passed, default=-1) for one in p)
    loose = [one for i, one in enumerate(ordered, 1) if one <= i / m * rate * (1 + 1e-12)]
    assert int(found.clear.sum()) <= sum(one <= max(loose, default=-1) for one in p)


def test_one_test_alone_is_left_as_it_is():
    assert hold_false_alarms([0.05]).clear.tolist() == [True]
    assert hold_false_alarms([0.0500001]).clear.tolist() == [False]
