"""Two shares compared: Fisher's exact test, and Newcombe's interval of the difference."""

import math
from dataclasses import dataclass

from scipy import stats

from assessment.measures._checks import share, two
from assessment.measures.rates import proportion

VAST = 10**9
"""From so many people or cases on, Fisher's p is the normal's: SciPy's is wrong for ten times as many."""


@dataclass(frozen=True)
class ShareChange:
    """How one share (0 to 1) differs from another: `difference` is after less before, with its interval."""

    before: float
    after: float
    difference: float
    low: float
    high: float
    p: float


def compare_shares(before: tuple[float, float], after: tuple[float, float], *, confidence: float = 0.95) -> ShareChange:
    """Compare two shares, each a pair (part, whole) of whole counts of different people or cases.

    `p` is Fisher's, two-sided; the interval is Newcombe's from the two Wilson intervals, without correction for
    continuity, so that near .05 the two can differ. Not for shares of the same people asked twice, nor where one
    whole holds the other. Sources: Fisher (1935), The Design of Experiments, chapter 2; Newcombe (1998), Statistics
    in Medicine 17, 873-890, method 10.
    """
    confidence = share(confidence, "confidence")
    (a, m), (b, n) = (map(int, two(pair, name, whole=True)) for pair, name in ((before, "before"), (after, "after")))
    first, second = (proportion(part, whole, confidence=confidence) for part, whole in ((a, m), (b, n)))
    difference = second.value - first.value
    below = math.hypot(second.value - second.low, first.high - first.value)
    above = math.hypot(second.high - second.value, first.value - first.low)
    p = _fisher(a, m, b, n) if m + n < VAST else _normal(a, m, b, n)
    return ShareChange(first.value, second.value, difference, difference - below, difference + above, min(p, 1.0))


def _fisher(a: int, m: int, b: int, n: int) -> float:
    return float(stats.fisher_exact([[a, m - a], [b, n - b]]).pvalue)


def _normal(a: int, m: int, b: int, n: int) -> float:
    """Two-sided p of two shares of very many: the normal's with the pooled share."""
    pooled = (a + b) / (m + n)
    error = math.sqrt(pooled * (1 - pooled) * (1 / m + 1 / n))
    return float(2 * stats.norm.sf(abs(a / m - b / n) / error)) if error else 1.0
