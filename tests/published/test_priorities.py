"""The weighted sum and its sensitivity against published decision tables and exact probabilities."""

import itertools

import numpy as np
import pandas as pd
import pytest

from assessment.measures.priorities import score, sensitivity, swap_weights

# Triantaphyllou (2000), "Multi-criteria decision making methods: a comparative study", the weighted sum model's
# example (also in Wikipedia, "Weighted sum model").
TEXTBOOK = pd.DataFrame(
    [[25, 20, 15, 30], [10, 30, 20, 30], [30, 10, 30, 10]], ["A1", "A2", "A3"], ["C1", "C2", "C3", "C4"]
)
WEIGHTS = {"C1": 0.20, "C2": 0.15, "C3": 0.40, "C4": 0.25}


def test_the_textbooks_weighted_sums():
    found = score(TEXTBOOK, WEIGHTS, scale="none")
    assert found.to_dict() == pytest.approx({"A1": 21.50, "A2": 22.00, "A3": 22.00}, abs=1e-12)


def test_the_scores_of_jmcdms_first_example():
    # JMcDM (Julia), test of SAW, "Example 1": four criteria, the third to be small; values over the greatest (the
    # least over values) beforehand, equal weights; its results to four decimals.
    table = pd.DataFrame({"c1": [25, 21, 19, 22], "c2": [65, 78, 53, 25], "c3": [7, 6, 5, 2], "c4": [20, 24, 33, 31]})
    ready = (table / table.max()).assign(c3=table.c3.min() / table.c3)
    assert score(ready, scale="none").tolist() == pytest.approx([0.681277, 0.725151, 0.709871, 0.784976], abs=1e-6)


def test_min_max_agrees_with_the_package_mcdm():
    # The Python package mcdm, documented output of rank(..., n_method="Linear2", w_method="CRITIC", s_method="SAW")
    # on three alternatives, the first and third criterion to be small.
    table = pd.DataFrame({"a": [-80, -65, -83], "b": [90, 58, 60], "c": [-600, -200, -400]}, ["A1", "A2", "A3"])
    ready = (table - table.min()) / (table.max() - table.min())
    critic = ready.std() * (1 - ready.corr()).sum()
    found = score(table, critic)
    assert found.to_dict() == pytest.approx(
        {"A1": 0.5277237514195846, "A2": 0.510823688735553, "A3": 0.17034304335639175}, abs=1e-12
    )


def test_two_criteria_have_exact_probabilities():
    # With two criteria the weight of the first is even on 0 to 1. A (1, 0) beats B (0, 1) from weight 1/2 up, and
    # C (.6, .6) beats A below .6 and B above .4: A first .4, B first .4, C first .2.
    table = pd.DataFrame([[1, 0], [0, 1], [0.6, 0.6]], list("ABC"), ["x", "y"])
    found = sensitivity(table, 20_000, top=1, scale="none")
    assert found["first"].tolist() == pytest.approx([0.4, 0.4, 0.2], abs=0.012)
    assert found.in_top.sum() == pytest.approx(1)


def test_three_criteria_against_a_grid_of_weights():
    # SMAA's rank acceptability as an area of the triangle of weights, on a fine grid of its own.
    table = pd.DataFrame(
        [[0.9, 0.2, 0.4], [0.3, 0.8, 0.5], [0.5, 0.5, 0.6], [0.1, 0.3, 0.9]], list("ABCD"), list("xyz")
    )
    steps = 120
    grid = [
        ((i + 1 / 3) / steps, (j + 1 / 3) / steps)
        for i, j in itertools.product(range(steps), repeat=2)
        if i + j < steps
    ]
    weightings = np.array([(a, b, 1 - a - b) for a, b in grid])
    sums = weightings @ table.to_numpy().T
    ranks = (sums[:, :, None] < sums[:, None, :]).sum(axis=2) + 1
    found = sensitivity(table, 20_000, top=2, scale="none")
    assert found["first"].tolist() == pytest.approx((ranks == 1).mean(axis=0).tolist(), abs=0.015)
    assert found.in_top.tolist() == pytest.approx((ranks <= 2).mean(axis=0).tolist(), abs=0.015)


def test_at_the_swap_weight_both_score_the_same():
    swaps = swap_weights(TEXTBOOK, WEIGHTS, "A1", "A3", scale="none")
    assert set(swaps.index) == {"C1", "C2", "C3", "C4"}
    for name, swap in swaps.swap.items():
        others = {key: value for key, value in WEIGHTS.items() if key != name}
        shared = {key: value / sum(others.values()) * (1 - swap) for key, value in others.items()}
        found = score(TEXTBOOK, shared | {name: swap}, scale="none")
        assert found["A1"] == pytest.approx(found["A3"], abs=1e-12), name


def test_a_criterion_without_a_swap_weight_cannot_change_the_order():
    swaps = swap_weights(TEXTBOOK, WEIGHTS, "A1", "A3")
    assert "C1" not in swaps.index
    for share in np.linspace(0, 0.999, 50):
        others = {key: value / 0.8 * (1 - share) for key, value in WEIGHTS.items() if key != "C1"}
        found = score(TEXTBOOK, others | {"C1": share})
        assert found["A3"] > found["A1"]


def test_a2_and_a3_of_the_textbook_are_level_so_they_swap_where_they_stand():
    swaps = swap_weights(TEXTBOOK, WEIGHTS, "A2", "A3", scale="none")
    assert swaps.swap.to_dict() == pytest.approx(swaps.weight.to_dict(), abs=1e-12)
