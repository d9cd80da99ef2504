"""How the order hangs on the weights: JSMAA's and Goodwin and Wright's numbers, exact volumes, linear programmes."""

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import linprog
from scipy.spatial import ConvexHull, HalfspaceIntersection

from assessment.measures.priorities import score, sensitivity, swap_weights

# JSMAA (github.com/tommite/jsmaa), SMAA2SimulationTest.java, testCorrectResultsWithBRModel: four antidepressants, the
# ratio of those who are better (log-normal) and five side effects in per cent (normal), each with mean and deviation;
# the scale that JSMAA takes for each; and how often each is first to fourth where every weighting is as likely.
DRUGS = {
    "fluoxetine": [(0, 0), (11.7, 2.5), (7.2, 1.45), (16.6, 3.27), (13.7, 1.89), (18.6, 1.79)],
    "paroxetine": [(0.086, 0.056), (9.2, 1.86), (10.6, 1.58), (21.2, 5.15), (14.3, 2.93), (18.3, 3.7)],
    "sertraline": [(0.095, 0.044), (15.4, 2.65), (7.5, 1.48), (20.2, 3.78), (15.0, 3.21), (19.5, 2.6)],
    "venlafaxine": [(0.113, 0.048), (5.5, 2.32), (15.7, 4.44), (12.8, 2.45), (11.2, 3.98), (31.0, 1.68)],
}
SCALES = [(0.98, 1.23), (20.6, 1.0), (24.4, 4.4), (31.3, 8.0), (21.3, 3.4), (34.0, 11.1)]  # from worst to best
RANKS = {
    "fluoxetine": [0.20, 0.28, 0.30, 0.22],
    "paroxetine": [0.25, 0.29, 0.27, 0.19],
    "sertraline": [0.17, 0.25, 0.29, 0.30],
    "venlafaxine": [0.39, 0.18, 0.15, 0.29],
}


def test_rank_acceptabilities_are_jsmaas():
    random, rounds = np.random.default_rng(2011), 150
    mean, spread = np.moveaxis(np.array(list(DRUGS.values()), dtype=float), 2, 0)
    worst, best = np.array(SCALES).T
    reached = pd.DataFrame(0.0, list(DRUGS), [1, 2, 3, 4])
    for seed in range(rounds):
        drawn = random.normal(mean, spread)
        drawn[:, 0] = np.exp(drawn[:, 0])
        table = pd.DataFrame(np.clip((drawn - worst) / (best - worst), 0, 1), list(DRUGS))
        for top in (2, 3):
            found = sensitivity(table, 40, top=top, scale="none", seed=seed)
            reached[top] += found.in_top / rounds
        reached[1] += found["first"] / rounds
    reached[4] = 1.0
    shares = np.diff(reached.to_numpy(), axis=1, prepend=0)
    # JSMAA's own test allows .02 of its 10,000 draws; the values drawn here are 150.
    assert np.abs(shares - np.array(list(RANKS.values()))).max() < 0.035


def first_by_volume(values: np.ndarray) -> np.ndarray:
    """The exact share of the simplex of weights in which each row has the greatest weighted sum, by Qhull."""
    rows, criteria = values.shape
    free = criteria - 1  # the last weight is what the others leave
    simplex = [np.append(-row, 0.0) for row in np.eye(free)] + [np.append(np.ones(free), -1.0)]
    shares = []
    for row in range(rows):
        gaps = np.delete(values, row, axis=0) - values[row]
        ahead = [np.append(gap[:free] - gap[free], gap[free]) for gap in gaps]
        planes = np.array(simplex + ahead)
        length = np.linalg.norm(planes[:, :free], axis=1)
        inner = linprog([0] * free + [-1], np.c_[planes[:, :free], length], -planes[:, free], bounds=(None, None))
        if inner.x[-1] < 1e-6:
            shares.append(0.0)
            continue
        corners = HalfspaceIntersection(planes, inner.x[:-1]).intersections
        shares.append(ConvexHull(corners).volume)
    return np.array(shares) / np.prod(np.arange(1, free + 1, dtype=float)) ** -1


@pytest.mark.parametrize("seed", range(8))
def test_how_often_each_is_first_is_its_exact_volume_of_weights(seed):
    random = np.random.default_rng(seed)
    values = random.random((random.integers(3, 7), random.integers(3, 5)))
    exact = first_by_volume(values)
    assert exact.sum() == pytest.approx(1, abs=1e-6)
    found = sensitivity(pd.DataFrame(values), 20_000, scale="none")
    assert found["first"].to_numpy() == pytest.approx(exact, abs=0.015)


# Goodwin and Wright (2004), Decision Analysis for Management Judgment, 3rd edition, chapter 3, figure 3.7 and the page
# after it: Addison Square's values, by swing weights of 100, 80 and 70 (printed as 32, 26 and 23 of 100) and of 30, 20
# and 10, and Elton Street's values where turnover weighs nothing (81.7) and all (60.4). Elton Street is ahead where
# turnover weighs less than 52.1 of 100, and Addison Square where more.
TURNOVER, CONDITIONS = np.average([100, 60, 100], weights=[100, 80, 70]), np.average([75, 0, 90], weights=[30, 20, 10])


def test_the_swap_weight_is_goodwin_and_wrights():
    names, criteria = ["Addison Square", "Elton Street"], ["turnover", "working conditions"]
    offices = pd.DataFrame([[TURNOVER, CONDITIONS], [60.4, 81.7]], names, criteria)
    weights = {"turnover": 250, "working conditions": 60}
    assert score(offices, weights, scale="none")["Addison Square"] == pytest.approx(80.8, abs=0.5)  # weights rounded
    swaps = swap_weights(offices, weights, *offices.index, scale="none")
    assert round(100 * swaps.loc["turnover", "weight"]) == 81
    assert round(100 * swaps.loc["turnover", "swap"], 1) == 52.1


def swap_by_programme(shares: np.ndarray, gap: np.ndarray, place: int) -> float | None:
    """The weight at which a gap closes, the other weights in proportion, as the one point of a linear programme."""
    others = np.delete(np.arange(len(shares)), place)
    rows = [np.ones(len(shares)), gap]
    for other in others[1:]:  # w_other / share_other = w_first / share_first
        row = np.zeros(len(shares))
        row[other], row[others[0]] = shares[others[0]], -shares[other]
        rows.append(row)
    found = linprog(np.zeros(len(shares)), A_eq=rows, b_eq=[1] + [0] * (len(rows) - 1), bounds=(0, 1))
    return float(found.x[place]) if found.status == 0 else None


def test_swap_weights_are_the_points_of_linear_programmes():
    random, met = np.random.default_rng(1997), 0
    for _ in range(60):
        criteria = int(random.integers(2, 6))
        table = pd.DataFrame(random.random((3, criteria)), list("abc"), [f"c{n}" for n in range(criteria)])
        shares = random.dirichlet(np.ones(criteria))
        found = swap_weights(table, dict(zip(table, shares, strict=True)), "a", "b", scale="none")
        gap = (table.loc["a"] - table.loc["b"]).to_numpy()
        for place, name in enumerate(table):
            point = swap_by_programme(shares, gap, place)
            assert (point is None) == (name not in found.index)
            if point is not None:
                assert found.loc[name, "swap"] == pytest.approx(point, abs=1e-7)
                met += 1
    assert met > 60
