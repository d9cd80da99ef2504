"""The measures of huge counts, of which SciPy gives no number or a wrong one; and of numbers unlike in the last bit."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from assessment.measures import change, concentration, disclosure, priorities, rates, shares, trend, weighting
from assessment.measures.change import compare, e_test

HUGE = (1e9, 1e10, 1e12, 1e15)


@pytest.mark.parametrize("expected", HUGE)
def test_the_funnel_of_a_huge_expected_count_is_the_normal(expected):
    found = rates.funnel_limits(expected, 1000, per=1000, confidence=0.998)
    reach = stats.norm.isf(0.001) * np.sqrt(expected)
    assert (found.low - 1000) * expected / 1000 == pytest.approx(-reach, rel=1e-3, abs=2)
    assert (found.high - 1000) * expected / 1000 == pytest.approx(reach, rel=1e-3, abs=2)


def test_huge_and_common_expected_counts_may_stand_in_one_funnel():
    found = rates.funnel_limits([5, 1e12], 1000, per=1000)
    assert found.low[0] == rates.funnel_limits(5, 1000, per=1000).low
    assert found.high[0] == rates.funnel_limits(5, 1000, per=1000).high
    assert found.low[1] < 1000 < found.high[1]


@pytest.mark.parametrize("count", HUGE[:3])
@pytest.mark.parametrize("exposure", [(1, 1), (12, 8), (1, 40)])
def test_huge_counts_are_compared_as_the_normal_compares_them(count, exposure):
    after = round(count * exposure[1] / exposure[0] + 2 * count**0.5)
    found = compare(count, after, exposure=exposure)
    assert found.p_e_test == pytest.approx(found.p, rel=1e-3)
    assert found.p_exact == pytest.approx(found.p, rel=1e-3)


@pytest.mark.parametrize(("a", "n1", "b", "n2"), [(6000, 1, 4100, 0.7), (9000, 1000, 14, 1), (20_000, 3, 6900, 1)])
def test_the_e_test_does_not_care_which_comes_first(a, n1, b, n2):
    assert e_test(a, b, exposure=(n1, n2)) == pytest.approx(e_test(b, a, exposure=(n2, n1)), rel=1e-9)


@pytest.mark.parametrize("whole", [10**9, 10**10, 10**12])
def test_shares_of_very_many_are_compared_as_the_normal_compares_them(whole):
    found = shares.compare_shares((whole // 2, whole), (whole // 2 + int(whole**0.5), whole))
    assert found.p == pytest.approx(2 * stats.norm.sf(2**0.5), rel=1e-3)


def test_fishers_p_meets_the_normal_where_it_ends():
    half = shares.VAST // 2
    before, after = (half // 4, half - 1), (half // 4 + 40_000, half - 1)
    exact = shares.compare_shares(before, after).p
    assert shares._normal(*before, *after) == pytest.approx(exact, rel=1e-3)


def test_concentration_beyond_chance_of_huge_counts():
    assert concentration.beyond_chance([10**12, 0]) == pytest.approx(0.5, abs=1e-5)
    below, above = (concentration.beyond_chance([mean, mean]) for mean in (49_999_999, 50_000_001))
    assert above == pytest.approx(below, rel=1e-6)
    with pytest.raises(ValueError, match="whole counts"):
        concentration.beyond_chance([1e-300, 0])


def test_the_share_of_a_tiny_share_of_places():
    assert concentration.top_share([1, 2, 3], 1e-12) == pytest.approx(1.5e-12, rel=1e-12)


def test_weights_as_small_as_numbers_are_have_a_size():
    assert weighting.effective_size([1e-200, 1e-200]) == 2


def test_chi_squared_for_trend_does_not_care_where_scores_begin():
    found = [trend.chi_squared_for_trend([50, 60, 70], [100] * 3, [n, n + 1, n + 2]) for n in (0, 2014, 10**9)]
    assert found == pytest.approx([25 / 3] * 3, rel=1e-12)
    with pytest.raises(ValueError, match="exceeds its total"):
        trend.chi_squared_for_trend([5, 2], [3, 40], [1, 2])


@pytest.mark.parametrize(
    "ask",
    [
        lambda: priorities.sensitivity(pd.DataFrame({"x": [1, 2]}), 10**12),
        lambda: trend.forecast([50, 60] * 20, 10**12),
        lambda: trend.seasonal_mann_kendall([50, 60] * 20, period=10**12),
    ],
    ids=["draws", "horizon", "period"],
)
def test_what_would_never_end_is_refused_at_once(ask):
    with pytest.raises(ValueError, match="give"):
        ask()


def test_a_dispersion_beyond_all_sense_leaves_an_interval():
    found = compare(40, 52, dispersion=1e12)
    assert 0 < found.low < 1e-200
    assert 1e200 < found.high < float("inf")


# The last bit of a sum sets nothing apart.


@pytest.mark.parametrize("scale", ["min-max", "rank"])
def test_a_criterion_that_differs_in_its_last_bit_sets_none_apart(scale):
    criteria = pd.DataFrame({"x": [0.1 + 0.2, 0.3], "y": [1, 2]}, ["a", "b"])
    assert priorities.scaled(criteria, scale)["x"].tolist() == [0, 0]
    assert priorities.score(criteria, {"x": 9, "y": 1}, scale=scale).tolist() == pytest.approx(
        priorities.score(criteria.assign(x=0.3), {"x": 9, "y": 1}, scale=scale).tolist()
    )


@pytest.mark.parametrize("unit", [1e-14, 1, 1e14])
def test_the_unit_of_the_scores_does_not_matter(unit):
    criteria = pd.DataFrame({"x": [1.0, 5, 3], "y": [2.0, 2, 9]}, ["a", "b", "c"])
    found = priorities.sensitivity(criteria * unit, 200, scale="none")
    assert found.equals(priorities.sensitivity(criteria, 200, scale="none"))
    swaps = priorities.swap_weights(criteria * unit, None, "b", "c", scale="none")
    assert swaps["swap"].tolist() == pytest.approx([7 / 9, 2 / 9])


def test_totals_that_differ_in_their_last_bit_are_no_change():
    found = change.decompose({"a": 0.1, "b": 0.2}, {"a": 0.3, "b": 0})
    assert found.difference == 0
    assert found.residual_share is None
    assert found.parts["share"].isna().all()


def test_no_count_is_shown_as_minus_nought():
    shown = disclosure.suppress(pd.Series({"a": -0.0, "b": 7.0}))
    assert not np.signbit(shown).any()


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (lambda: rates.rate(0, 5e-324), "population is 4.94066e-324: give people"),
        (lambda: compare(5, 6, exposure=(1e15, 1e-320)), "give two lengths or populations that compare"),
    ],
)
def test_a_population_of_next_to_nothing_is_refused(call, told):
    with pytest.raises(ValueError, match=told):
        call()
