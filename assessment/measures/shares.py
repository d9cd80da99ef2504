"""Two shares compared: Fisher's exact test, and Newcombe's interval of the difference."""

import math
from dataclasses import dataclass

from scipy import stats

from assessment.measures._checks import number, share
from assessment.measures.rates import proportion


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
    (a, m), (b, n) = _pair(before, "before"), _pair(after, "after")
    first, second = (proportion(part, whole, confidence=confidence) for part, whole in ((a, m), (b, n)))
    difference = second.value - first.value
    below = math.hypot(second.value - second.low, first.high - first.value)
    above = math.hypot(second.high - second.value, first.value - first.low)
    p = float(stats.fisher_exact([[a, m - a], [b, n - b]]).pvalue)
    return ShareChange(first.value, second.value, difference, difference - below, difference + above, min(p, 1.0))


def _pair(counts: tuple[float, float], name: str) -> tuple[int, int]:
    if not hasattr(counts, "__len__") or len(counts) != 2:
        message = f"{name} must be two counts: give (part, whole)"
        raise ValueError(message)
    part, whole = counts
    return (
        int(number(part, f"{name}'s part", least=0, whole=True)),
        int(number(whole, f"{name}'s whole", least=1, whole=True)),
    )
