"""The Indices of Deprivation: an authority's five summaries, and the gradient of a rate across deprivation.

Rank 1 is the most deprived. Sources: Ministry of Housing, Communities and Local Government (2019), "The
English Indices of Deprivation 2019: research report", on the summary measures of higher-level areas; Office
for Health Improvement and Disparities, "Slope index of inequality" (and its R package PHEindicatormethods,
`phe_sii`).
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import norm, spearmanr

from assessment.measures._checks import number, numbers, same_length, same_order
from assessment.measures._checks import share as confidence_level


@dataclass(frozen=True)
class Summary:
    """The five authority summaries; more deprived is larger in all. None where the table has no populations.

    `average_score`: the release's score of the average resident. `average_rank`: the same of the reversed
    rank (N is the most deprived). `proportion`, `extent`: 0 to 1. `local_concentration`: reversed rank of
    the most deprived tenth of the residents.
    """

    average_score: float | None
    average_rank: float | None
    proportion: float
    extent: float | None
    local_concentration: float | None


@dataclass(frozen=True)
class Slope:
    """`slope`: the value at the least deprived end less that at the most deprived; `relative`: their ratio.

    `intercept` is the value at the most deprived end.
    """

    slope: float
    relative: float | None
    intercept: float


@dataclass(frozen=True)
class Correlation:
    """Spearman's rank correlation, -1 to 1, with its interval and the number of pairs."""

    value: float
    low: float
    high: float
    pairs: int


def summarise(lsoas: pd.DataFrame, lsoas_in_england: int) -> Summary:
    """The five summaries of one authority from its LSOAs, in any order.

    `lsoas` has a row an LSOA with `rank` (1 to `lsoas_in_england`), `decile` (1 to 10), `score` and
    `population`. A `score` or `population` column that is not there or wholly empty makes None of the
    summaries that need it; one with gaps is a ValueError, as are ranks or deciles out of range. Scores of
    two releases cannot be compared.
    """
    lsoas_in_england = int(number(lsoas_in_england, "lsoas_in_england", least=1, whole=True))
    rank = _within(lsoas, "rank", lsoas_in_england)
    proportion = float((_within(lsoas, "decile", 10) == 1).mean())
    people, score = _optional(lsoas, "population", least=0), _optional(lsoas, "score")
    if people is None:
        return Summary(None, None, proportion, None, None)
    if not people.sum():
        message = "population is zero in every LSOA: give the residents, or leave the column out"
        raise ValueError(message)
    reversed_rank = lsoas_in_england + 1 - rank
    return Summary(
        average_score=None if score is None else float(np.average(score, weights=people)),
        average_rank=float(np.average(reversed_rank, weights=people)),
        proportion=proportion,
        extent=float(np.average(_extent_weights(rank, lsoas_in_england), weights=people)),
        local_concentration=_local_concentration(reversed_rank, people),
    )


def _extent_weights(rank: np.ndarray, lsoas_in_england: int) -> np.ndarray:
    percentile = np.ceil(100 * rank / lsoas_in_england)
    falling = 0.95 - (percentile - 11) * 0.9 / 19
    return np.select([percentile <= 10, percentile <= 30], [1.0, falling], 0.0)


def _local_concentration(reversed_rank: np.ndarray, people: np.ndarray) -> float:
    order = np.argsort(-reversed_rank, kind="stable")
    before = people[order].cumsum() - people[order]
    taken = np.clip(people.sum() / 10 - before, 0, people[order])
    return float(np.average(reversed_rank[order], weights=taken))


def _within(lsoas: pd.DataFrame, column: str, most: int) -> np.ndarray:
    if not isinstance(lsoas, pd.DataFrame) or column not in lsoas:
        message = f"the table has no column {column}: give rank, decile, score and population"
        raise ValueError(message)
    array = numbers(lsoas[column], column, least=1, whole=True)
    if (array > most).any():
        message = f"{column} holds {array.max():g}: the most there can be is {most}, so correct it"
        raise ValueError(message)
    return array


def _optional(lsoas: pd.DataFrame, column: str, least: float | None = None) -> np.ndarray | None:
    if column not in lsoas or lsoas[column].isna().all():
        return None
    return numbers(lsoas[column], column, least=least)


def slope_index(populations: Iterable[float], values: Iterable[float]) -> Slope:
    """The slope index of inequality and its relative index, of groups from most to least deprived, in that
    order.

    `populations` are the groups' people, `values` one rate a group. Least squares, weighted by population,
    on the midpoint of each group's cumulative share of people (0 the most deprived end, 1 the least). A
    negative slope means that the more deprived have more. `relative` = (intercept + slope) / intercept.
    It is None where the line ends below zero, for there is no ratio of rates below zero. Raises ValueError
    for fewer than three groups, a group without people, and a line of zero or less at the most deprived end.
    """
    same_order(populations=populations, values=values)
    people = numbers(populations, "populations", above=0, points=3)
    rates = numbers(values, "values", points=3)
    same_length(populations=people, values=rates)
    share = people / people.sum()
    middle = share.cumsum() - share / 2
    pull = share * (middle - share @ middle)
    slope = float(pull @ rates / (pull @ middle))
    intercept = float(share @ rates - slope * (share @ middle))
    if intercept <= 0:
        message = "the fitted line is not above zero at the most deprived end: give rates, not changes"
        raise ValueError(message)
    least = intercept + slope
    return Slope(slope, None if least < -1e-12 * intercept else max(0.0, least) / intercept, intercept)


def rank_correlation(first: Iterable[float], second: Iterable[float], *, confidence: float = 0.95) -> Correlation:
    """Spearman's rank correlation of two lists with an interval by Fisher's transformation.

    Standard error √((1 + r²/2) / (n - 3)) (Bonett and Wright 2000, Psychometrika 65, 23-28). Perfect
    agreement has no interval but itself. Raises ValueError for fewer than four pairs or a list that never
    varies.
    """
    same_order(first=first, second=second)
    first, second = numbers(first, "first", points=4), numbers(second, "second", points=4)
    same_length(first=first, second=second)
    if not np.ptp(first) or not np.ptp(second):
        message = "a list is the same throughout: it has no order to compare, so leave the correlation out"
        raise ValueError(message)
    r, pairs = float(spearmanr(first, second).statistic), len(first)
    if abs(r) > 1 - 1e-12:
        return Correlation(float(round(r)), float(round(r)), float(round(r)), pairs)
    spread = np.sqrt((1 + r * r / 2) / (pairs - 3))
    reach = norm.ppf((1 + confidence_level(confidence, "confidence")) / 2) * spread
    return Correlation(r, float(np.tanh(np.arctanh(r) - reach)), float(np.tanh(np.arctanh(r) + reach)), pairs)
