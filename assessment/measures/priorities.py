"""Priorities: a weighted sum of criteria, and how far its order hangs on the weights.

Sources: Fishburn (1967), Operations Research 15(3), 537-542 (the weighted sum); Lahdelma, Hokkanen and
Salminen (1998), European Journal of Operational Research 106, 137-143 (acceptability over all weightings).
"""

from typing import Literal

import numpy as np
import pandas as pd
from scipy.stats import rankdata

from assessment.measures._checks import draws_of, number, numbers
from assessment.measures._labels import Labelled, labelled

LAST_BIT = 1e-12
"""Less than this share of the largest number is the rounding of a sum, and no difference."""

Scale = Literal["min-max", "rank", "none"]


def scaled(criteria: pd.DataFrame, scale: Scale = "min-max") -> pd.DataFrame:
    """Each criterion brought to 0 to 1, 1 the greatest priority.

    `criteria` has a row a priority and a column a criterion, larger always the greater priority (turn a
    measure where less is worse before). "min-max": (x - least) / (greatest - least). "rank": the same of the
    ranks, ties sharing the mean. "none": scores given as they are to count. A criterion that is the same for
    all gives 0 to all, for it sets none apart. Raises ValueError for gaps, for labels that come twice, and
    for no rows or columns.
    """
    if (
        not isinstance(criteria, pd.DataFrame)
        or criteria.empty
        or criteria.index.has_duplicates
        or criteria.columns.has_duplicates
    ):
        message = "criteria must be a table with at least one row and one column, and no label twice"
        raise ValueError(message)
    checked = criteria.apply(lambda column: pd.Series(numbers(column, str(column.name)), criteria.index))
    if scale == "none":
        return checked
    if scale not in ("min-max", "rank"):
        message = f"the scale {scale!r} is not known: give 'min-max', 'rank' or 'none'"
        raise ValueError(message)
    # Sums of decimals such as 0.1 differ in their last bit, which must set none apart.
    largest = checked.abs().max()
    even = (checked / largest.where(largest > 0, 1)).round(12)
    values = even.rank() if scale == "rank" else checked * (even.max() > even.min())
    spread = values.max() - values.min()
    return (values - values.min()) / spread.where(spread > 0, 1)


def score(criteria: pd.DataFrame, weights: Labelled | None = None, *, scale: Scale = "min-max") -> pd.Series:
    """The weighted sum of each priority's criteria, in the order of the rows; 0 to 1 unless the scale is
    "none".

    `weights` has a number of 0 or more for every criterion (only their proportions matter); None weighs all
    alike. Raises ValueError as `scaled` does, and for weights that miss a criterion, name another, or are
    all zero.
    """
    table = scaled(criteria, scale)
    return table @ _shares(weights, table.columns)


def sensitivity(
    criteria: pd.DataFrame,
    draws: int = 10_000,
    *,
    top: int = 3,
    scale: Scale = "min-max",
    seed: int = 20150401,
) -> pd.DataFrame:
    """How the order fares over `draws` weightings, every weighting as likely as any other (Dirichlet, all
    ones).

    A row a priority, in the order given: `in_top` the share of weightings that put it among the first `top`,
    `first` the share that put it first, `mean_rank`, `rank_low` and `rank_high` (the middle 95%), and
    `equal_weights_rank`. Rank 1 is the greatest priority; ties share the better rank.
    """
    table = scaled(criteria, scale)
    top, draws = int(number(top, "top", least=1, whole=True)), draws_of(draws, "draws")
    in_order = table.sort_index(axis=1, key=lambda names: names.astype(str))
    weightings = np.random.default_rng(seed).dirichlet(np.ones(table.shape[1]), draws)
    ranks = _ranks(weightings @ in_order.to_numpy().T)
    low, high = np.quantile(ranks, [0.025, 0.975], axis=0, method="inverted_cdf")
    columns = {
        "in_top": (ranks <= top).mean(axis=0),
        "first": (ranks == 1).mean(axis=0),
        "mean_rank": ranks.mean(axis=0),
        "rank_low": low.astype(int),
        "rank_high": high.astype(int),
        "equal_weights_rank": _ranks(table.mean(axis=1).to_numpy()).astype(int),
    }
    return pd.DataFrame(columns, index=table.index)


def swap_weights(
    criteria: pd.DataFrame, weights: Labelled | None, first: str, second: str, *, scale: Scale = "min-max"
) -> pd.DataFrame:
    """The weight of each criterion at which two priorities change places, the others keeping their
    proportions.

    A row for each criterion where such a weight lies between 0 and 1: `weight` as it is now and `swap`, both
    as shares of all the weights. A criterion without a row cannot change their order by itself. Raises
    ValueError as `score` does, and where `first` or `second` is not a row.
    """
    table = scaled(criteria, scale)
    missing = [name for name in (first, second) if name not in list(table.index)]
    if missing:
        message = f"no priority is named {missing[0]!r}: give two of {', '.join(map(str, table.index))}"
        raise ValueError(message)
    largest = float(table.abs().to_numpy().max()) or 1
    shares, gap = _shares(weights, table.columns), (table.loc[first] - table.loc[second]) / largest
    gap = gap.where(gap.abs() > LAST_BIT, 0)
    swaps = {name: _swap(shares, gap, name) for name in table.columns}
    found = {name: swap for name, swap in swaps.items() if swap is not None}
    return pd.DataFrame({"weight": shares[list(found)], "swap": pd.Series(found, dtype=float)}, index=list(found))


def _swap(shares: pd.Series, gap: pd.Series, name: str) -> float | None:
    others = shares.drop(name)
    if not len(others):
        return None
    rest = others / others.sum() if others.sum() else pd.Series(1 / len(others), others.index)
    of_rest = float(rest @ gap.drop(name))
    of_rest = of_rest if abs(of_rest) > LAST_BIT else 0.0
    if of_rest == gap[name]:
        return None
    swap = of_rest / (of_rest - float(gap[name]))
    return swap if 0 <= swap <= 1 else None


def _shares(weights: Labelled | None, criteria: pd.Index) -> pd.Series:
    if weights is None:
        return pd.Series(1 / len(criteria), criteria)
    given = labelled(weights, "weights")
    if set(given.index) != set(criteria) or not given.sum():
        message = f"weights must name each of {', '.join(map(str, criteria))} and nothing else, one above 0"
        raise ValueError(message)
    return given.loc[criteria] / given.sum()


def _ranks(scores: np.ndarray) -> np.ndarray:
    # Rounded, so that sums that differ by the order of addition alone are ties.
    largest = np.abs(scores).max() or 1
    return rankdata(-np.round(scores / largest, 12), method="min", axis=-1)
