"""The Knox test in bands, as the Near Repeat Calculator has it.

Sources: Knox (1964), "The detection of space-time interactions", Applied Statistics 13, 25-29; Ratcliffe and
Rengert (2008), "Near-repeat patterns in Philadelphia shootings", Security Journal 21, 58-76.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

import numpy as np
import pandas as pd
from scipy.spatial import KDTree

from assessment.measures._checks import draws_of, numbers, same_length
from assessment.measures._times import day

SEED = 20150401


@dataclass(frozen=True, eq=False)
class NearRepeat:
    """Pairs of events by distance band (rows) and time band (columns).

    `expected` is the mean over all orders of the times, `ratio` = observed / expected (1 where nothing could
    be expected), `p` one-sided: the chance of at least as many.
    """

    observed: np.ndarray
    expected: np.ndarray
    ratio: np.ndarray
    p: np.ndarray


def near_repeat(
    x: Iterable[float],
    y: Iterable[float],
    t: Iterable[Any],
    distances: Iterable[float],
    days: Iterable[float],
    *,
    metric: Literal["manhattan", "euclidean"] = "manhattan",
    permutations: int = 999,
    seed: int = SEED,
) -> NearRepeat:
    """The Knox test in bands: are events near in space nearer in time than chance gives?

    `x`, `y` in metres (or any one unit), `t` in days or as dates (the time of day left out). `distances` and
    `days` are the upper ends of the bands, rising, each band from above the last end up to and with its own; a
    first end of 0 is the same place or day. Times are put in random order `permutations` times. Raises
    ValueError for fewer than three events, ends that do not rise, and lists of unequal length.
    """
    east, north, times = numbers(x, "x", points=3), numbers(y, "y", points=3), _days(t)
    same_length(x=east, y=north, t=times)
    order = np.lexsort((times, north, east))  # so that the same draws meet the same events in whatever order they come
    east, north, times = east[order], north[order], times[order]
    far, long = _ends(distances, "distances"), _ends(days, "days")
    if metric not in ("manhattan", "euclidean"):
        message = f"the metric {metric!r} is not known: give 'manhattan' or 'euclidean'"
        raise ValueError(message)
    pairs, band = _near_pairs(np.column_stack([east, north]), far, 1 if metric == "manhattan" else 2)
    random, permutations = np.random.default_rng(seed), draws_of(permutations, "permutations")
    observed = _tabulate(pairs, band, times, far, long)
    as_many = sum(_tabulate(pairs, band, random.permutation(times), far, long) >= observed for _ in range(permutations))
    expected = _expected(np.bincount(band, minlength=len(far)), times, long)
    ratio = np.divide(observed, expected, out=np.ones_like(expected), where=expected > 0)
    return NearRepeat(observed, expected, ratio, (1 + as_many) / (1 + permutations))


def _near_pairs(points: np.ndarray, far: np.ndarray, power: int) -> tuple[np.ndarray, np.ndarray]:
    pairs = KDTree(points).query_pairs(far[-1] * (1 + 1e-9), p=power, output_type="ndarray")
    apart = np.linalg.norm(points[pairs[:, 0]] - points[pairs[:, 1]], ord=power, axis=1)
    band = np.searchsorted(far, apart)
    return pairs[band < len(far)], band[band < len(far)]


def _tabulate(pairs: np.ndarray, band: np.ndarray, times: np.ndarray, far: np.ndarray, long: np.ndarray) -> np.ndarray:
    gap = np.searchsorted(long, np.abs(times[pairs[:, 0]] - times[pairs[:, 1]]))
    cells = np.bincount(band * (len(long) + 1) + gap, minlength=len(far) * (len(long) + 1))
    return cells.reshape(len(far), len(long) + 1)[:, :-1]


def _expected(near: np.ndarray, times: np.ndarray, long: np.ndarray) -> np.ndarray:
    ordered, n = np.sort(times), len(times)
    within = [(np.searchsorted(ordered, ordered + end, side="right") - np.arange(1, n + 1)).sum() for end in long]
    return np.outer(near, np.diff(within, prepend=0)) / (n * (n - 1) / 2)


def _days(t: Iterable[Any]) -> np.ndarray:
    listed = list(t)
    dated = [
        isinstance(time, date | np.datetime64 | str) or time is None or time is pd.NaT or time is pd.NA
        for time in listed
    ]
    if any(dated):
        if not all(dated):
            message = "t mixes dates and numbers: give all as dates, or all as days"
            raise ValueError(message)
        read = [day(time) if isinstance(time, str) else time for time in listed]
        read = [time.replace(tzinfo=None) if isinstance(time, datetime) else time for time in read]
        dates = pd.to_datetime(pd.Series(read, dtype=object), errors="coerce")
        if dates.isna().any():
            message = "t lacks a date, or has one that cannot be read: leave the event out, and say how many were"
            raise ValueError(message)
        listed = dates.to_numpy().astype("datetime64[D]").astype(float)
    return numbers(listed, "t", points=3)


def _ends(ends: Iterable[float], name: str) -> np.ndarray:
    found = numbers(ends, name, least=0)
    if (np.diff(found) <= 0).any():
        message = f"{name} must rise from one end to the next, such as 100, 200, 400"
        raise ValueError(message)
    return found
