"""Rates, proportions and standardised rates with their intervals, and the limits of a funnel plot.

Source of the methods: the technical guidance on public health statistics of the Office for Health Improvement
and Disparities (OHID), "Commonly used public health statistics and their confidence intervals" (2018, revised
2023).
"""

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import special, stats

from assessment.measures._checks import Numbers, number, numbers, same_length, same_order, share

FEWEST_EVENTS = 10
"""Below this count limits are exact instead of Byar's, and no directly standardised rate is given."""
VAST = 1e9
"""From this expected count on a funnel's limits are the normal's: a count off the exact, which SciPy loses."""


@dataclass(frozen=True)
class Estimate:
    """A value with the ends of its interval, all in one unit, and the name of the interval's method."""

    value: float
    low: float
    high: float
    method: str


def count_limits(count: float, confidence: float = 0.95) -> tuple[float, float, str]:
    """Limits of a Poisson count, and the method: Byar's from 10 events, exact (chi-squared) below.

    Byar's limits differ from the exact ones by under 0.2% from 10 events on, under 0.003% from 100. Sources:
    Breslow and Day (1987), Statistical methods in cancer research II, page 69; Armitage and Berry (2002),
    section 5.2. `count` 0 or more, `confidence` a share; ValueError for anything else.
    """
    count, confidence = number(count, "count", least=0), share(confidence, "confidence")
    if count < FEWEST_EVENTS:
        tail = (1 - confidence) / 2
        low = stats.chi2.ppf(tail, 2 * count) / 2 if count > 0 else 0.0
        return float(low), float(stats.chi2.isf(tail, 2 * count + 2) / 2), "exact Poisson"
    z = _z(confidence)
    above = count + 1
    low = count * (1 - 1 / (9 * count) - z / (3 * math.sqrt(count))) ** 3
    high = above * (1 - 1 / (9 * above) + z / (3 * math.sqrt(above))) ** 3
    return low, high, "Byar"


def rate(count: float, population: float, *, per: float = 1000, confidence: float = 0.95) -> Estimate:
    """Events `per` so many people (or households, or days), with the limits of a Poisson count.

    `count` 0 or more (it may exceed the population), `population` over 0, of the same period. A count of 0
    has the lower limit 0. Raises ValueError for anything else. Source: OHID technical guidance; see
    `count_limits`.
    """
    count = number(count, "count", least=0)
    population = number(population, "population", above=0)
    scale = number(per, "per", above=0) / population
    if math.isinf(scale):
        message = f"population is {population:g}: give people, households or days"
        raise ValueError(message)
    low, high, method = count_limits(count, confidence)
    return Estimate(count * scale, low * scale, high * scale, method)


def proportion(count: float, total: float, *, per: float = 1, confidence: float = 0.95) -> Estimate:
    """The share of `total` that `count` is, from 0 to `per` (100 for per cent), with Wilson's limits.

    `count` from 0 to `total`, `total` over 0; a count may not exceed its total: that is a `rate`. Not for
    opinions of people who chose themselves to answer. Source: Wilson (1927); OHID technical guidance.
    """
    count = number(count, "count", least=0)
    total = number(total, "total", above=0)
    per = number(per, "per", above=0)
    if count > total:
        message = f"count {count:g} exceeds total {total:g}: give the whole as total, or use rate()"
        raise ValueError(message)
    z2 = _z(share(confidence, "confidence")) ** 2
    half = math.sqrt(z2 * (z2 + 4 * count * (1 - count / total)))
    low, high = ((2 * count + z2 + sign * half) / (2 * (total + z2)) for sign in (-1, 1))
    # At 0 and at the whole the formula is exact but for the last bit, which would fall outside.
    low, high = (0.0 if count == 0 else low), (1.0 if count == total else high)
    return Estimate(count / total * per, low * per, high * per, "Wilson")


def standardised_rate(
    counts: Numbers,
    populations: Numbers,
    standard: Numbers,
    *,
    per: float = 100_000,
    confidence: float = 0.95,
) -> Estimate:
    """Directly standardised rate: what the rate would be if the area had the age bands of a standard
    population.

    One number a band in each of `counts` (0 or more), `populations` (over 0) and `standard` (0 or more; the
    European Standard Population 2013, say), in one order. Limits of Dobson with Byar's on the total count.
    Under 10 events in all, ValueError: OHID gives no such rate. Sources: Dobson and others (1991); OHID
    technical guidance.
    """
    same_order(counts=counts, populations=populations, standard=standard)
    named = [tuple(one.index) for one in (counts, populations, standard) if isinstance(one, pd.Series)]
    if len(set(named)) > 1:
        message = "the age bands are not the same: give counts, populations and standard with the same labels"
        raise ValueError(message)
    counts = numbers(counts, "counts", least=0)
    populations = numbers(populations, "populations", above=0)
    weights = numbers(standard, "standard", least=0)
    same_length(counts=counts, populations=populations, standard=weights)
    per = number(per, "per", above=0)
    total, standard_total = float(counts.sum()), number(weights.sum(), "the sum of standard", above=0)
    if total < FEWEST_EVENTS:
        message = f"{total:g} events are too few to standardise (10 at least): use rate() or standardised_ratio()"
        raise ValueError(message)
    value = float((weights * counts / populations).sum() / standard_total)
    variance = float((weights**2 * counts / populations**2).sum() / standard_total**2)
    low, high, _ = count_limits(total, confidence)
    step = math.sqrt(variance / total)
    return Estimate(
        value * per,
        (value + step * (low - total)) * per,
        (value + step * (high - total)) * per,
        "Dobson, Byar",
    )


def standardised_ratio(
    observed: float | Numbers,
    expected: float | Numbers,
    *,
    per: float = 100,
    confidence: float = 0.95,
) -> Estimate:
    """Indirectly standardised ratio: events observed over those expected at the reference's rates, `per` 100.

    Each of `observed` (0 or more) and `expected` (over 0 in all) is a number or one number a band, which are
    added up. Two areas' ratios are not comparable with each other, only with the reference. Source: OHID
    technical guidance.
    """
    seen = float(numbers(np.atleast_1d(observed), "observed", least=0).sum())
    due = number(numbers(np.atleast_1d(expected), "expected", least=0).sum(), "expected", above=0)
    return rate(seen, due, per=per, confidence=confidence)


def funnel_limits(
    size: float | Numbers,
    average: float,
    *,
    kind: str = "rate",
    per: float | None = None,
    confidence: float = 0.95,
) -> Estimate:
    """Between which values an area of this `size` lies, where it differs from `average` only by chance.

    `kind` "rate": `size` a population, `average` the pooled rate `per` 1,000; "proportion": `size` a total,
    `average` the pooled share, from 0 to `per` (1); "ratio": `size` an expected count, `average` `per` 100.
    `value` is the average; `low` and `high` are floats, or arrays where `size` has more than one. Draw them
    at .95 and .998. An area is outside just where its own exact Poisson (or Wilson) interval leaves out the
    average. Not for over-dispersed counts without saying so. Sources: Spiegelhalter (2005); OHID technical
    guidance and its funnel plot template.
    """
    scales = {"rate": 1000, "ratio": 100, "proportion": 1}
    if kind not in scales:
        message = f"kind is {kind!r}: give one of {', '.join(scales)}"
        raise ValueError(message)
    sizes = numbers(np.atleast_1d(size), "size", above=0)
    scale = number(scales[kind] if per is None else per, "per", above=0)
    average = number(average, "average", above=0)
    limits = _share_funnel if kind == "proportion" else _count_funnel
    low, high = limits(sizes, average / scale, share(confidence, "confidence"))
    if np.ndim(size) == 0:
        low, high = float(low[0]), float(high[0])
    return Estimate(average, low * scale, high * scale, "Wilson" if kind == "proportion" else "exact Poisson")


def _count_funnel(sizes: np.ndarray, average: float, confidence: float) -> tuple[np.ndarray, np.ndarray]:
    expected, tail = sizes * average, (1 - confidence) / 2
    # Where even no event at all is likely enough there is no lower limit but 0.
    possible, vast = np.exp(-expected) < tail, expected >= VAST
    within = np.where(possible & ~vast, expected, 100.0)
    half = _z(confidence) * np.sqrt(expected)
    low = np.select([vast, possible], [expected - half, special.pdtrik(tail, within)], 0.0)
    high = np.where(vast, expected + half, special.pdtrik(1 - tail, np.where(vast, 100.0, expected)) + 1)
    return low / sizes, high / sizes


def _share_funnel(sizes: np.ndarray, average: float, confidence: float) -> tuple[np.ndarray, np.ndarray]:
    if average >= 1:
        message = "the average share is the whole: give an average under it"
        raise ValueError(message)
    half = _z(confidence) * np.sqrt(average * (1 - average) / sizes)
    return np.maximum(average - half, 0), np.minimum(average + half, 1)


def _z(confidence: float) -> float:
    return float(stats.norm.isf((1 - confidence) / 2))
