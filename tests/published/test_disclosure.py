"""Suppression and its audit against the standard worked tables and exhaustive search."""

import itertools

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from assessment.measures.disclosure import audit, suppress

# Fischetti and Salazar (2001), Management Science 47, 1008-1027: activities by region. The tests of an R package that
# solves their model (tests of determine_cell_suppression) hide counts up to 9, and find the four below.
TERRITORY = pd.DataFrame(
    [[20, 50, 10, 80], [8, 19, 22, 49], [17, 32, 12, 61], [45, 101, 44, 190]],
    ["I", "II", "III", "Total"],
    ["A", "B", "C", "Total"],
    dtype=float,
)
PATTERN = {"II": ["A", "C"], "III": ["A", "C"]}

# Ours: two or more are asked for in every row and column.
LEVELS = ["Low", "Medium", "High", "Very high", "Total"]
COUNTIES = ["Alpha", "Beta", "Gamma", "Delta", "Total"]
CHILDREN = pd.DataFrame(
    [[15, 1, 3, 1, 20], [20, 10, 10, 15, 55], [3, 10, 10, 2, 25], [12, 14, 7, 2, 35], [50, 35, 30, 20, 135]],
    COUNTIES,
    LEVELS,
    dtype=float,
)
ASKED = {"Alpha": LEVELS[1:4], "Beta": ["Medium", "High"], "Gamma": ["Low", "Very high"], "Delta": ["Low", "Very high"]}


def hide(table, places):
    shown = table.copy()
    for row, columns in places.items():
        shown.loc[row, columns] = np.nan
    return shown


def test_the_hidden_counts_are_those_of_fischetti_and_salazars_model():
    shown = suppress(TERRITORY, threshold=10)
    pd.testing.assert_frame_equal(shown, hide(TERRITORY, PATTERN))
    assert audit(shown, threshold=10).protected.all()


def test_one_count_alone_is_found_by_subtraction():
    # The README of a solver of the same model: 49 - 19 - 8 is the 22 of II and C.
    found = audit(hide(TERRITORY, {"II": ["C"]}))
    assert found[["low", "high", "protected"]].to_numpy().tolist() == [[22, 22, False]]


def test_two_hidden_in_every_row_and_column_may_give_one_away():
    # Rows Alpha and Beta added, columns Medium and High taken off: the count of Alpha and Very high is 1.
    found = audit(hide(CHILDREN, ASKED)).set_index(["row", "column"])
    assert tuple(found.loc[("Alpha", "Very high"), ["low", "high"]]) == (1, 1)
    assert not found.loc[("Alpha", "Very high"), "protected"]


def test_the_same_table_is_protected_by_ours():
    found = suppress(CHILDREN)
    assert found.isna().to_numpy()[(CHILDREN > 0) & (CHILDREN < 5)].all()
    assert audit(found).protected.all()
    assert (audit(found, least=1).protected).all()
    assert found["Total"].notna().all()
    assert found.loc["Total"].notna().all()


def test_a_table_of_totals_alone_has_frechets_bounds():
    # Fréchet (1940), as in Dobra and Fienberg (2000), PNAS 97, 11885-11892: max(0, r + c - n) to min(r, c).
    rows, columns = [20, 55, 25, 35], [50, 35, 30, 20]
    hidden = hide(CHILDREN, dict.fromkeys(COUNTIES[:4], LEVELS[:4]))
    found = audit(hidden)
    bounds = [(max(0, r + c - 135), min(r, c)) for r, c in itertools.product(rows, columns)]
    assert list(zip(found.low, found.high, strict=True)) == bounds


def test_one_hidden_count_in_a_row_with_a_total_is_found_by_subtraction():
    found = audit(pd.Series({"a": 10, "b": None, "c": 7, "Total": 20}, name="count"))
    assert (found.low.item(), found.high.item(), found.protected.item()) == (3, 3, False)


def sums(shape):
    """Every sum of a table with totals in the last row and column, over its counts in the order of reading."""
    places = np.arange(shape[0] * shape[1]).reshape(shape)
    lines = [(*line[:-1], line[-1]) for line in (*places, *places.T)]
    matrix = np.zeros((len(lines), places.size))
    for row, line in zip(matrix, lines, strict=True):
        row[list(line[:-1])], row[line[-1]] = 1, -1
    return matrix


def by_integer_programme(shown, least=0):
    values = shown.to_numpy().ravel()
    hidden = np.isnan(values)
    low = np.where(hidden, least, values)
    high = np.where(hidden, np.inf, values)
    matrix = sums(shown.shape)
    for place in np.flatnonzero(hidden):
        ends = []
        for sign in (1, -1):
            aim = np.zeros(len(values))
            aim[place] = sign
            found = milp(
                aim,
                constraints=LinearConstraint(matrix, 0, 0),
                bounds=Bounds(low, high),
                integrality=np.ones(len(values)),
            )
            ends.append(np.inf if found.fun is None else sign * round(found.fun))
        yield tuple(ends)


def by_search(shown, most):
    """Every table of whole numbers up to `most` that agrees with what is shown; the range of each hidden count."""
    values = shown.to_numpy().ravel()
    hidden = np.flatnonzero(np.isnan(values))
    tables = np.repeat(values[None, :], (most + 1) ** len(hidden), axis=0)
    tables[:, hidden] = list(itertools.product(range(most + 1), repeat=len(hidden)))
    right = tables[~(tables @ sums(shown.shape).T).any(axis=1)][:, hidden]
    return list(zip(right.min(axis=0), right.max(axis=0), strict=True))


def with_totals(values):
    table = pd.DataFrame(values, dtype=float)
    table.columns = table.columns.astype(str)
    table["Total"] = table.sum(axis=1)
    table.loc["Total"] = table.sum()
    return table


@pytest.mark.parametrize("seed", range(12))
def test_audit_agrees_with_an_integer_programme_and_with_search(seed):
    random = np.random.default_rng(seed)
    table = with_totals(random.integers(0, 6, (2, 3)))
    shown = table.mask(pd.DataFrame(random.random(table.shape) < 0.35, table.index, table.columns))
    shown.loc["Total", "Total"] = table.loc["Total", "Total"]
    found = audit(shown)
    ends = list(zip(found.low, found.high, strict=True))
    assert ends == list(by_integer_programme(shown))
    most = int(table.loc["Total", "Total"])
    if (most + 1) ** len(ends) <= 200_000:
        assert ends == by_search(shown, most)


@pytest.mark.parametrize("seed", range(12))
def test_no_suppressed_count_can_be_worked_out_by_an_integer_programme(seed):
    random = np.random.default_rng(seed)
    table = with_totals(random.negative_binomial(1, 0.08, (4, 3)))
    shown = suppress(table)
    # The reader knows that zeros are shown, so hidden counts are at least 1.
    for low, high in by_integer_programme(shown, least=1):
        assert high - low >= 5
