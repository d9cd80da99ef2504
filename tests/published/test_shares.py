"""Two shares compared, and the weights of a survey, against published numbers."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from scipy.optimize import minimize

from assessment.measures.shares import compare_shares
from assessment.measures.weighting import effective_size, rake

TABLE = np.array([[40, 30, 20, 10], [35, 50, 100, 75], [30, 80, 70, 120], [20, 30, 40, 50]])
ROWS, COLUMNS = [150, 300, 400, 150], [200, 300, 400, 100]
FITTED = np.array([[64.56, 46.24, 35.38, 3.83], [49.97, 68.16, 156.49, 25.37], [56.72, 144.43, 145.08, 53.77],
                   [28.75, 41.18, 63.03, 17.03]])  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after", "low", "high"),
    [((48, 80), (56, 70), 0.0524, 0.3339), ((3, 10), (9, 10), 0.1705, 0.8090), ((0, 10), (10, 10), 0.6075, 1.0)],
)
def test_the_interval_is_newcombes(before, after, low, high):
    found = compare_shares(before, after)
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)
    other = compare_shares(after, before)
    assert (other.difference, other.low, other.high) == pytest.approx((-found.difference, -found.high, -found.low))


def test_p_is_fishers_for_the_lady_tasting_tea():
    assert compare_shares((1, 4), (3, 4)).p == pytest.approx(34 / 70)  # both sides; one side is 17 of 70


def test_p_agrees_with_the_hypergeometric_distribution_added_up():
    found = stats.hypergeom(138, 86, 66).pmf(range(67))
    expected = found[found <= found[49] * (1 + 1e-9)].sum()
    assert compare_shares((37, 72), (49, 66)).p == pytest.approx(expected, rel=1e-9)


def test_the_risk_of_the_cases_of_2014_15():
    """claims.md P34: 51.4% and 74.2% at high risk, Fisher's p .0081."""
    found = compare_shares((37, 72), (49, 66))
    assert (100 * found.before, 100 * found.after) == pytest.approx((51.4, 74.2), abs=0.05)
    assert found.p == pytest.approx(0.0081, abs=5e-5)


def people(table: np.ndarray) -> pd.DataFrame:
    rows = [(row, column) for row, column in np.ndindex(table.shape) for _ in range(table[row, column])]
    return pd.DataFrame(rows, columns=["row", "column"])


def test_raking_fits_the_textbooks_table():
    answers = people(TABLE)
    found = rake(answers, {"row": dict(enumerate(ROWS)), "column": dict(enumerate(COLUMNS))})
    fitted = answers.assign(w=found.weights).pivot_table(index="row", columns="column", values="w", aggfunc="sum")
    assert fitted.to_numpy() * 1000 / len(answers) == pytest.approx(FITTED, abs=0.02)


def test_raked_weights_are_the_nearest_to_even_ones():
    """Deming and Stephan's weights are those of least relative entropy among all that meet the margins."""
    answers = people(np.array([[8, 5], [3, 9]]))
    found = rake(answers, {"row": {0: 6, 1: 4}, "column": {0: 3, 1: 7}})
    counts, total = np.array([8, 5, 3, 9]), 25
    even = counts / total

    def entropy(shares: np.ndarray) -> float:
        return float((shares * np.log(shares / even)).sum())

    margins = {"type": "eq", "fun": lambda s: [s[0] + s[1] - 0.6, s[0] + s[2] - 0.3, s.sum() - 1]}
    best = minimize(entropy, even, constraints=margins, bounds=[(1e-6, 1)] * 4, options={"ftol": 1e-12}).x
    ours = answers.assign(w=found.weights / total).groupby(["row", "column"])["w"].sum()
    assert ours.to_numpy() == pytest.approx(best, abs=1e-4)


def test_a_sample_that_is_as_the_residents_are_keeps_even_weights():
    found = rake(people(TABLE), {"row": dict(enumerate(TABLE.sum(axis=1)))})
    assert found.weights == pytest.approx(np.ones(TABLE.sum()))
    assert effective_size(found.weights) == pytest.approx(TABLE.sum())


@pytest.mark.parametrize(
    ("margins", "told"),
    [
        ({"row": {0: 1, 1: 1, 2: 1}}, "without residents' numbers"),
        ({"row": {0: 1, 1: 1, 2: 1, 3: 1, 4: 1}}, "without a respondent"),
        ({"age": {0: 1}}, "not a division"),
        ({}, "at least one division"),
    ],
)
def test_groups_that_do_not_meet_are_refused(margins, told):
    with pytest.raises(ValueError, match=told):
        rake(people(TABLE), margins)


def test_margins_that_cannot_be_met_together_are_refused():
    with pytest.raises(ValueError, match="cannot be met together"):
        rake(people(np.array([[5, 0], [0, 5]])), {"row": {0: 1, 1: 1}, "column": {0: 1, 1: 3}})


@pytest.mark.parametrize(("weights", "loss"), [((0, 1, 2, 3), 1.5555555555555556), ((1, 1, 1000), 2.9880418803112336)])
def test_the_effective_size_is_that_of_the_package_balance(weights, loss):
    """Meta's balance, weights_stats.py, documented output of design_effect: answers over the effective size."""
    assert len(weights) / effective_size(weights) == pytest.approx(loss, rel=1e-12)


def test_the_effective_size_is_kishs():
    """Kish: one plus the squared coefficient of variation of the weights is the loss."""
    weights = np.array([0.5, 0.5, 1.0, 2.0, 3.5])
    assert effective_size(weights) == pytest.approx(5 / (1 + weights.var() / weights.mean() ** 2))
    assert effective_size([2, 2, 2, 0]) == 3
