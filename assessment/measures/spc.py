"""The XmR chart (individual values and moving ranges) with the rules of NHS England's Making Data Count."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from assessment.measures._checks import Numbers, number, numbers
from assessment.measures._times import order_in_time

FEWEST_POINTS = 3
FEWEST_FOR_FIRM_LIMITS = 12
LIMIT = 2.66
SCREEN = 3.267


@dataclass(frozen=True)
class XmR:
    """Limits of an XmR chart and what each point is a part of.

    `mean`, `lower` and `upper` in the values' unit (`lower` may be below 0 and is shown as it is).
    `special_cause` has a label a point: "" for common cause, else "outside limits", "trend", "two in three"
    or "shift", the first of those that holds. `moving_range` is the mean the limits rest on, `screened` how
    many ranges were left out of it. `trial`: under 12 points, so the limits are provisional.
    """

    mean: float
    lower: float
    upper: float
    special_cause: tuple[str, ...]
    moving_range: float
    screened: int
    trial: bool


def xmr(values: Numbers, *, screen: bool = True, shift: int = 7, trend: int = 7) -> XmR:
    """Limits mean ± 2.66 × mean moving range, and the points that are not common cause.

    `values`: 3 or more in order of time, or a Series indexed by months, years, dates or numbers in any order;
    evenly spaced (ValueError for a gap in the index), without changes of recording (chart the stretches apart).
    `screen`: leave moving ranges of 3.267 times their mean or more out of it, once (not where
    nothing but 0 would be left: limits without width would mark every point). Rules, in their order: a point
    outside the limits; `trend` points that rise or fall without a pause; two of three beyond two thirds of a
    limit with all three on that side of the mean; `shift` points on one side of the mean, a point on it breaking
    the run. All points of a run are marked. Not for counts near 0 nor values that trend. Sources: NHS England,
    Making Data Count; Wheeler (1993), Understanding Variation.
    """
    given = numbers(values, "values", points=FEWEST_POINTS)
    order = order_in_time(values, "values") if isinstance(values, pd.Series) else np.arange(len(given))
    points = given[order]
    runs = {name: int(number(size, name, least=2, whole=True)) for name, size in (("shift", shift), ("trend", trend))}
    ranges = np.abs(np.diff(points))
    kept = _screened(ranges) if screen else ranges
    mean, moving = float(points.mean()), float(kept.mean())
    reach = LIMIT * moving
    # Sums of decimals such as 0.1 differ in their last bit: such a point is on the mean, or on the limit.
    off = np.where(np.isclose(points, mean, rtol=1e-12, atol=1e-12 * np.abs(points).max()), 0.0, points - mean)
    outside = (np.abs(off) > reach) & ~np.isclose(np.abs(off), reach, rtol=1e-12)
    marks = {
        "outside limits": outside,
        "trend": _trend(points, runs["trend"]),
        "two in three": _two_in_three(off, reach),
        "shift": _runs(np.sign(off), runs["shift"]),
    }
    # The labels stand as the values were given.
    labels = tuple(next((name for name, mark in marks.items() if mark[n]), "") for n in np.argsort(order))
    return XmR(
        mean=mean,
        lower=mean - reach,
        upper=mean + reach,
        special_cause=labels,
        moving_range=moving,
        screened=len(ranges) - len(kept),
        trial=len(points) < FEWEST_FOR_FIRM_LIMITS,
    )


def _screened(ranges: np.ndarray) -> np.ndarray:
    """The moving ranges without the large ones; all of them where only ranges of 0 would be left."""
    kept = ranges[ranges < SCREEN * ranges.mean()]
    return kept if kept.any() else ranges


def _runs(signs: np.ndarray, size: int) -> np.ndarray:
    """True for every member of each run of `size` or more equal signs that are not 0."""
    marked = np.zeros(len(signs), bool)
    for start in range(len(signs) - size + 1):
        if abs(signs[start : start + size].sum()) == size:
            marked[start : start + size] = True
    return marked


def _trend(points: np.ndarray, size: int) -> np.ndarray:
    """True for every point of each stretch of `size` or more points that only rise or only fall."""
    steps = _runs(np.sign(np.diff(points)), size - 1)
    return np.append(steps, False) | np.insert(steps, 0, False)


def _two_in_three(off: np.ndarray, reach: float) -> np.ndarray:
    """True for all three of each three points on one side of the mean with two beyond two thirds."""
    sides, far = np.sign(off), np.abs(off) > reach * 2 / 3
    marked = np.zeros(len(off), bool)
    for start in range(len(off) - 2):
        three = slice(start, start + 3)
        if abs(sides[three].sum()) == 3 and far[three].sum() >= 2:
            marked[three] = True
    return marked
