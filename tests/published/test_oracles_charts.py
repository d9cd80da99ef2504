"""The XmR chart against two packages as live oracles, and where they differ from the rules that ours follows.

Ours are NHS England's rules as the project's reference of methods gives them. pyqicharts and clinical-qikit
take their limits at 3/1.128 = 2.6596 mean moving ranges, where the rules say 2.66, so only a point between the two
could be judged differently. Runs of seven are asked for; both have other lengths by themselves.
"""

import numpy as np
import pandas as pd
import pytest

from assessment.measures.spc import _runs, _trend, _two_in_three, xmr

BETWEEN = 3 / 1.128 / 2.66


def wandering(seed, charts, points):
    """Charts of values that wander, so that all rules find something, without ties."""
    random = np.random.default_rng(seed)
    drift = random.normal(0, 6, (charts, points)).cumsum(axis=1) * random.uniform(0, 1, (charts, 1))
    drift[:, 10:18] += 12 * np.arange(8) * (random.random((charts, 1)) < 0.3)
    return random.normal(100, 10, (charts, points)) + drift


def close_call(values, found):
    """Points that lie between the two packages' limit and ours."""
    apart = np.abs(values - found.mean) / (found.upper - found.mean)
    return (apart > BETWEEN - 1e-9) & (apart < 1 + 1e-9)


@pytest.fixture(scope="module")
def charts():
    """Charts and what pyqicharts makes of them: shift and trend of seven points, moving ranges not screened."""
    from pyqicharts.tables import qic_table

    pairs = []
    for values in wandering(2017, 12, 36):
        table = pd.DataFrame({"x": range(len(values)), "y": values})
        pairs.append((values, qic_table(table, "x", "y", chart="i", shift_points=7, trend_points=7)))
    return pairs


class TestAgainstPyqicharts:
    def test_limits(self, charts):
        for values, table in charts:
            found = xmr(values, screen=False)
            assert found.mean == pytest.approx(table["centre"][0], rel=1e-12)
            assert found.moving_range == pytest.approx(table["mrbar"][0], rel=1e-12)
            assert (found.upper - found.mean) * BETWEEN == pytest.approx(table["ucl"][0] - found.mean, rel=1e-9)

    def test_every_label_but_two_in_three(self, charts):
        """Its rules in our order of precedence; of "two in three" it marks only the points beyond two thirds."""
        seen = set()
        for values, table in charts:
            found = xmr(values, screen=False)
            sure, labels = ~close_call(values, found), np.array(found.special_cause)
            oracle = np.select(
                [table["outside_ucl"] | table["outside_lcl"], table["trend"], labels == "two in three", table["shift"]],
                ["outside limits", "trend", "two in three", "shift"],
                "",
            )
            assert (labels[sure] == oracle[sure]).all()
            seen |= set(labels)
        assert seen == {"", "outside limits", "trend", "two in three", "shift"}

    def test_two_in_three_but_for_which_of_the_three_are_marked(self, charts):
        thirds = 0
        for values, table in charts:
            off, reach = values - values.mean(), 2.66 * np.abs(np.diff(values)).mean()
            far = np.abs(off) > reach * BETWEEN * 2 / 3
            ours = _two_in_three(off, reach * BETWEEN)
            assert (ours & far == table["two_sigma"]).all()
            thirds += ours[~far].sum()  # the third of each three, which NHS England's rule marks too
        assert thirds

    def test_runs_of_thousands_of_charts(self):
        from pyqicharts.xmr_rules import _mark_shift, _mark_trend

        marked = 0
        for values in wandering(1956, 600, 30):
            series = pd.Series(values)
            shift, _ = _mark_shift(series, values.mean(), 7)
            trend, _ = _mark_trend(series, 7)
            assert (_runs(np.sign(values - values.mean()), 7) == shift).all()
            assert (_trend(values, 7) == trend).all()
            marked += shift.any() + trend.any()
        assert marked > 200

    @pytest.mark.parametrize(
        ("values", "label"),
        [
            # By methods.md a point on the mean breaks a shift, and a trend rises "without a pause".
            pytest.param([4, 2, 3, 5, 3, 2, 4, 4, 9, 6, 8, 3, 9, 4, 9], "shift", id="a point on the mean"),
            pytest.param([5, 1, 2, 3, 4, 4, 5, 6, 7, 2, 9, 1, 8, 3, 6], "trend", id="a pause"),
        ],
    )
    def test_where_it_passes_over_what_breaks_a_run(self, values, label):
        from pyqicharts.xmr_rules import XmrRuleConfig, xmr_signals

        found = xmr(values, screen=False)
        oracle = xmr_signals(pd.Series(values), found.mean, found.lower, found.upper, config=XmrRuleConfig(7, 7))
        assert oracle[label].any()
        assert label not in found.special_cause


class TestAgainstClinicalQikit:
    """It screens moving ranges once, as ours does; its IHI rules are a shift of eight and a trend of six."""

    def test_limits_and_runs_of_thousands_of_charts(self):
        from qikit.spc.compute import compute

        screened, runs = 0, 0
        for values in wandering(1984, 1500, 36):
            found, oracle = xmr(values, shift=8, trend=6), compute("i", values, method="ihi")
            assert found.mean == pytest.approx(oracle["cl"][0], rel=1e-12)
            assert (found.upper - found.mean) * BETWEEN == pytest.approx(oracle["ucl"][0] - found.mean, rel=1e-9)
            sure, labels = ~close_call(values, found), np.array(found.special_cause)
            assert ((labels == "outside limits") == oracle["sigma_signal"])[sure].all()
            # A point has one label with us: where an earlier rule holds, the run is not seen in it.
            free = sure & ~np.isin(labels, ["outside limits", "two in three"])
            assert (np.isin(labels, ["trend", "shift"]) == oracle["runs_signal"])[free].all()
            screened, runs = screened + found.screened, runs + oracle["runs_signal"].any()
        assert screened > 300 and runs > 300

    def test_screening_that_would_leave_no_variation_is_not_done(self):
        from qikit.spc.compute import compute

        step = [5] * 20 + [6] * 20
        found, oracle = xmr(step), compute("i", np.array(step, float), method="ihi")
        assert (found.upper - found.mean) * BETWEEN == pytest.approx(oracle["ucl"][0] - found.mean, rel=1e-9)
        assert found.upper > found.mean and found.screened == 0

    def test_where_its_zone_rule_forgets_the_third_point(self):
        """Its Western Electric rule takes two of three beyond two thirds with the third on the other side."""
        from qikit.spc.signals import _mark_zones

        off, reach = np.array([0.5, 2.5, -0.5, 2.5, 0.5]), 3.0
        assert _mark_zones(off, np.zeros(5), np.full(5, reach), 2, 3, 2.0).any()
        assert not _two_in_three(off, reach).any()
