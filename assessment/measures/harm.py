"""Harm: counts times days, the few categories that hold most of it, and how sure their ranks are.

Source: Sherman, Neyroud and Neyroud (2016), "The Cambridge Crime Harm Index", Policing 10(3), 171-183.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import rankdata

from assessment.measures._checks import draws_of
from assessment.measures._checks import share as confidence_level
from assessment.measures._labels import Labelled, labelled, part


@dataclass(frozen=True)
class HarmSet:
    """The fewest categories that together hold the wanted share of harm, most harmful first.

    `share_of_harm` and `share_of_crime` run from 0 to 1; `share_of_crime` is None where no counts were given.
    """

    categories: tuple[str, ...]
    share_of_harm: float
    share_of_crime: float | None

    def __iter__(self) -> Iterator[str]:
        return iter(self.categories)

    def __len__(self) -> int:
        return len(self.categories)


def weigh(counts: Labelled, weights: Labelled) -> pd.Series:
    """Days of harm by category: count times weight, in the order of `counts`.

    `counts` are crimes by category, `weights` days by category (0 for offences found by police activity
    alone, which the index leaves out); weights of other categories are passed over. Lists are matched by
    position. Raises ValueError for a category without a weight and for a missing, infinite or negative
    number.
    """
    counts, weights = labelled(counts, "counts"), labelled(weights, "weights")
    unweighted = counts.index.difference(weights.index)
    if len(unweighted):
        names = ", ".join(map(str, unweighted))
        message = f"no weight for {names}: give one, or 0 to leave the category out of the harm"
        raise ValueError(message)
    return counts * weights.loc[counts.index]


def smallest_set(harm: Labelled, share: float = 0.9, counts: Labelled | None = None) -> HarmSet:
    """The fewest categories that together hold at least `share` (above 0, up to 1) of the harm.

    Of sets as small it is the one with the most harm; equal harms are taken in the order of their names.
    With `counts` (crimes by category) the set's share of all crimes is worked out too. Raises ValueError
    where there is no harm, or where `counts` lacks one of the categories found.
    """
    harm, share = labelled(harm, "harm"), part(share, "share")
    if not harm.sum():
        message = "there is no harm to share out: give at least one category with a count and a weight"
        raise ValueError(message)
    by_name = harm.sort_index(key=lambda names: names.astype(str))
    ordered = by_name.sort_values(ascending=False, kind="stable")
    reached = ordered.cumsum() >= share * ordered.sum() * (1 - 1e-12)
    chosen = ordered.index[: int(reached.to_numpy().argmax()) + 1]
    held = float(ordered[chosen].sum() / ordered.sum())
    return HarmSet(tuple(chosen), held, None if counts is None else _share_of_crime(counts, chosen))


def _share_of_crime(counts: Labelled, chosen: pd.Index) -> float:
    crimes = labelled(counts, "counts")
    if len(chosen.difference(crimes.index)) or not crimes.sum():
        message = "counts must hold a number for every category of the harm, and at least one crime"
        raise ValueError(message)
    return float(crimes[chosen].sum() / crimes.sum())


def rank_intervals(
    counts: Labelled,
    weights: Labelled,
    low: Labelled | None = None,
    high: Labelled | None = None,
    *,
    draws: int = 4000,
    confidence: float = 0.95,
    seed: int = 20150401,
) -> pd.DataFrame:
    """How sure each category's harm and rank are: a row a category, in the order of `counts`.

    Counts are drawn from a Poisson distribution about the count. Where `low` and `high` (days by category,
    the range inside a subgroup) are given, the weight is drawn too: half the draws evenly from low to the
    weight, half from the weight to high. All crimes of a subgroup take the same draw, the widest reading of
    a range whose mix is not known. Columns: `harm harm_low harm_high rank rank_low rank_high`; rank 1 is the
    most harm, ties share the better rank. Intervals are percentiles, widened to hold the value itself.
    Raises ValueError as `weigh` does, and where a weight lies outside its low and high.
    """
    harm = weigh(counts, weights).sort_index(key=lambda names: names.astype(str))
    crimes, days = (labelled(side, "counts").loc[harm.index] for side in (counts, weights))
    bottom, top = (days if side is None else _aligned(side, harm.index) for side in (low, high))
    if not (bottom.le(days) & top.ge(days)).all():
        message = "low and high must be given for every category, with its weight between them"
        raise ValueError(message)
    random = np.random.default_rng(seed)
    size = (draws_of(draws, "draws"), len(harm))
    drawn = random.poisson(crimes, size) * _draw_weights(days, bottom, top, random.random(size))
    tail = (1 - confidence_level(confidence, "confidence")) / 2
    ranks = pd.Series(rankdata(-harm, method="min"), harm.index)
    drawn_ranks = rankdata(-drawn, method="min", axis=1)
    table = _interval("harm", harm, drawn, tail).join(_interval("rank", ranks, drawn_ranks, tail).astype(int))
    return table.loc[labelled(counts, "counts").index]


def _aligned(side: Labelled, index: pd.Index) -> pd.Series:
    return labelled(side, "low and high").reindex(index)


def _draw_weights(days: pd.Series, low: pd.Series, high: pd.Series, chance: np.ndarray) -> np.ndarray:
    below, above = (days - low).to_numpy(), (high - days).to_numpy()
    return days.to_numpy() + np.where(chance < 0.5, below, above) * (2 * chance - 1)


def _interval(name: str, values: pd.Series, drawn: np.ndarray, tail: float) -> pd.DataFrame:
    low, high = np.quantile(drawn, [tail, 1 - tail], axis=0, method="inverted_cdf")
    ends = {name: values, f"{name}_low": np.minimum(low, values), f"{name}_high": np.maximum(high, values)}
    return pd.DataFrame(ends, index=values.index)
