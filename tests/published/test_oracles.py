"""Rates against two packages as live oracles, over thousands of random inputs where they are right.

phstatsmethods (OHID; GPL, so for tests only) is right in what is used of it here; it raises for a count of 0,
and its `byars` called by itself takes the confidence for its complement (100 events: 99.0 to 101.3, where
`ph_rate` has 81.4 to 121.6), so neither is asked. clinical-qikit has exact and Byar's limits of a count.
"""

import warnings

import numpy as np
import pandas as pd
import pytest

from assessment.measures.change import compare
from assessment.measures.rates import funnel_limits, proportion, rate, standardised_rate, standardised_ratio

LEVELS = {0.95: ("lower_95_ci", "upper_95_ci"), 0.998: ("lower_99_8_ci", "upper_99_8_ci")}


def numbers_of(estimates):
    return np.array([(found.value, found.low, found.high) for found in estimates])


@pytest.fixture(scope="module")
def areas():
    """1,500 areas: a third of them with few events, the others with up to most of their people counted."""
    random = np.random.default_rng(20142015)
    people = random.integers(30, 200_000, 1500)
    chance = np.concatenate([random.uniform(0, 12, 500) / people[:500], random.uniform(0.0005, 0.95, 1000)])
    count = np.clip(random.binomial(people, np.minimum(chance, 1)), 1, people)
    return pd.DataFrame({"count": count, "people": people})


@pytest.mark.parametrize("level", LEVELS)
def test_rates_are_phstatsmethods(areas, level):
    from PHStatsMethods import ph_rate

    oracle = ph_rate(areas, "count", "people", multiplier=1000, confidence=level)
    ours = numbers_of(rate(*row, confidence=level) for row in areas.itertuples(index=False, name=None))
    np.testing.assert_allclose(ours, oracle[["Value", *LEVELS[level]]], rtol=1e-10)


@pytest.mark.parametrize("level", LEVELS)
def test_proportions_are_phstatsmethods(areas, level):
    from PHStatsMethods import ph_proportion

    oracle = ph_proportion(areas, "count", "people", confidence=level)
    ours = numbers_of(proportion(*row, confidence=level) for row in areas.itertuples(index=False, name=None))
    np.testing.assert_allclose(ours, oracle[["Value", *LEVELS[level]]], rtol=1e-10, atol=1e-15)


@pytest.fixture(scope="module")
def bands():
    """400 areas of 19 age bands each, with a standard population and a reference's events."""
    random = np.random.default_rng(1991)
    standard, reference = random.integers(1000, 7000, 19), random.integers(20, 900, 19)
    shape = (400, 19)
    return pd.DataFrame(
        {
            "area": np.repeat(np.arange(400), 19),
            "count": random.poisson(np.repeat(random.uniform(1, 8, 400), 19)),
            "people": random.integers(300, 9000, shape).ravel(),
            "standard": np.tile(standard, 400),
            "reference": np.tile(reference, 400),
        }
    )


def test_standardised_rates_are_phstatsmethods(bands):
    from PHStatsMethods import ph_dsr

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        oracle = ph_dsr(bands, "count", "people", "standard", group_cols="area", euro_standard_pops=False)
    areas = bands.groupby("area")
    ours = numbers_of(standardised_rate(one["count"], one["people"], one["standard"]) for _, one in areas)
    np.testing.assert_allclose(ours, oracle.sort_values("area")[["Value", *LEVELS[0.95]]], rtol=1e-9)


def test_standardised_ratios_are_phstatsmethods(bands):
    from PHStatsMethods import ph_ISRatio

    oracle = ph_ISRatio(bands, "count", "people", "reference", "standard", group_cols="area", refvalue=100)
    expected = bands["people"] * bands["reference"] / bands["standard"]
    areas = bands.assign(expected=expected).groupby("area")
    ours = numbers_of(standardised_ratio(one["count"], one["expected"]) for _, one in areas)
    np.testing.assert_allclose(ours, oracle.sort_values("area")[["Value", *LEVELS[0.95]]], rtol=1e-10)


@pytest.mark.parametrize(("tail", "level"), [(0.025, 0.95), (0.001, 0.998)])
def test_funnels_of_counts_are_phstatsmethods(tail, level):
    """Where so many events lie on a limit, by its search through the Poisson distribution (to seven decimals)."""
    from PHStatsMethods.utils_funnel import poisson_funnel

    events = np.unique(np.geomspace(1, 600, 60).astype(int))
    above = np.array([poisson_funnel(int(n), tail, "low") for n in events])
    below = np.array([poisson_funnel(int(n), tail, "high") for n in events])
    limits = [funnel_limits(expected, 1, per=1, confidence=level) for expected in (above, below)]
    np.testing.assert_allclose(limits[0].high * above, events, rtol=2e-5)
    np.testing.assert_allclose(limits[1].low * below, events, rtol=2e-5)


def test_funnels_of_shares_are_phstatsmethods():
    from PHStatsMethods.utils_funnel import sigma_adjustment

    random = np.random.default_rng(2005)
    for share in random.uniform(0.02, 0.98, 20):
        totals = random.integers(5, 90_000, 25)
        limits = funnel_limits(totals, share, kind="proportion", confidence=0.998)
        # phstatsmethods' own code keeps them within 0 and 1 where it draws them.
        for side, ours in (("low", limits.low), ("high", limits.high)):
            oracle = np.clip([sigma_adjustment(0.999, total, share, side, 1) for total in totals], 0, 1)
            np.testing.assert_allclose(ours, oracle, rtol=1e-9, atol=1e-12)


class TestAgainstClinicalQikit:
    def test_byars_limits(self):
        """It has Byar's closed form for counts that are not whole."""
        from qikit.spc.limits import oe_point_ci

        counts = np.random.default_rng(1987).uniform(10, 5000, 1000).round(3) + 0.0004
        ours = numbers_of(rate(count, 1, per=1) for count in counts)[:, 1:]
        np.testing.assert_allclose(ours, [oe_point_ci(count, 1) for count in counts], rtol=1e-12)

    def test_exact_limits(self):
        """It has exact limits for every whole count: ours under ten, and Byar's within 0.2% of them from there."""
        from qikit.spc.limits import oe_point_ci

        counts = np.concatenate([np.arange(10), np.random.default_rng(1936).integers(10, 400, 50)])
        ours = numbers_of(rate(count, 1, per=1) for count in counts)[:, 1:]
        exact = np.array([oe_point_ci(float(count), 1) for count in counts])
        np.testing.assert_allclose(ours[:10], exact[:10], rtol=1e-8)
        np.testing.assert_allclose(ours[10:], exact[10:], rtol=2e-3)

    def test_the_interval_of_a_change_to_nothing(self):
        """Clopper and Pearson's limits of a share, from which `compare` takes the ratio where a count is 0."""
        from qikit.spc.limits import binomial_point_ci

        for count in range(1, 60):
            low, high = binomial_point_ci(0, count)
            found = compare(count, 0)
            assert (found.low, found.high) == pytest.approx((low / (1 - low), high / (1 - high)), rel=1e-9)
