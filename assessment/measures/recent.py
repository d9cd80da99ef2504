"""The recent trend as OHID marks it on Fingertips: the last five years, each of them left out in turn."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from scipy import stats

from assessment.measures._checks import Numbers, numbers, same_length, same_order, series_of, share

POINTS = 5
SIGNIFICANT = float(stats.chi2.isf(0.002, 1))
"""9.5495: chi-squared with one degree of freedom at 99.8%."""


@dataclass(frozen=True)
class RecentTrend:
    """The marker of a recent trend, the statistic it rests on and the slope a year.

    `label` is "Increasing", "Decreasing", "No significant change" or "Cannot be calculated"; for the last,
    `statistic` and `slope` are None and `reason` says why. `statistic` is chi-squared on one degree of
    freedom.
    """

    statistic: float | None
    slope: float | None
    label: str
    reason: str = ""


def recent_trend(
    values: Numbers, low: Numbers, high: Numbers, *, years: Numbers | None = None, confidence: float = 0.95
) -> RecentTrend:
    """OHID's marker for rates: regression of the last five values on the year, weighted by their intervals.

    `values` with their limits `low` and `high` (at `confidence`, 95%), one a year and of years that do not
    overlap; `years` in any order, None for consecutive ones. Missing values are NaN or None. The slope is in
    the values' unit a year, the statistic its square over its variance. Source: OHID Fingertips technical
    guidance, Recent trends.
    """
    columns = _columns(years, values=values, low=low, high=high)
    z = float(stats.norm.isf((1 - share(confidence, "confidence")) / 2))
    chosen, reason = _last_five(columns)
    if reason:
        return _cannot(reason)
    value, below, above, time = (chosen[name] for name in ("values", "low", "high", "years"))
    if ((below > value) | (value > above)).any():
        message = "a value lies outside its own interval: give low, value and high in one unit"
        raise ValueError(message)
    if (above == below).any():
        return _cannot("an interval has no width: give the limits unrounded")
    weights = (2 * z / (above - below)) ** 2
    slope, variance = _weighted_slope(time, value, weights)
    others = [_weighted_slope(*_without(n, time, value, weights))[0] for n in range(POINTS)]
    return _marked(slope**2 / variance, slope, others)


def recent_trend_proportion(counts: Numbers, totals: Numbers, *, years: Numbers | None = None) -> RecentTrend:
    """OHID's marker for proportions: chi-squared for trend over the last five years.

    `counts` from 0 to `totals` (which need not be whole), one a year; `years` and missing values as
    `recent_trend`. The slope is the least-squares slope of ln(p/(1 − p)) a year; a share of 0 or 1 has none,
    so the trend cannot be calculated. Source: OHID Fingertips technical guidance, Recent trends.
    """
    columns = _columns(years, counts=counts, totals=totals)
    chosen, reason = _last_five(columns)
    if reason:
        return _cannot(reason)
    count, total, time = (chosen[name] for name in ("counts", "totals", "years"))
    if (count < 0).any() or (total <= 0).any() or (count > total).any():
        message = "counts must lie between 0 and their totals, and totals over 0: for rates use recent_trend()"
        raise ValueError(message)
    if ((count == 0) | (count == total)).any():
        return _cannot("a share of none or of all has no slope: use the counts with their intervals")
    logit = np.log(count / (total - count))
    even = np.ones(POINTS)
    slope = _weighted_slope(time, logit, even)[0]
    others = [_weighted_slope(*_without(n, time, logit, even))[0] for n in range(POINTS)]
    return _marked(chi_squared_for_trend(count, total, time), slope, others)


def chi_squared_for_trend(counts: Numbers, totals: Numbers, scores: Numbers) -> float:
    """Cochran and Armitage's chi-squared for a linear trend of proportions over `scores`.

    One degree of freedom, any number of groups from two on. Sources: Armitage (1955); R's prop.trend.test.
    """
    c, d, t = (
        numbers(counts, "counts", least=0, points=2),
        numbers(totals, "totals", above=0),
        numbers(scores, "scores"),
    )
    same_length(counts=c, totals=d, scores=t)
    same_order(counts=counts, totals=totals, scores=scores)
    if (c > d).any():
        message = "a count exceeds its total: give the whole as the total"
        raise ValueError(message)
    t = t - t.min()  # or squares of 2014 swallow digits
    everyone, cases = d.sum(), c.sum()
    spread = cases * (everyone - cases) * (everyone * (d * t**2).sum() - (d * t).sum() ** 2)
    if spread <= 0:
        message = "no spread: give scores that differ and counts that are neither none nor all"
        raise ValueError(message)
    return float(everyone * (everyone * (c * t).sum() - cases * (d * t).sum()) ** 2 / spread)


def _columns(years: Numbers | None, **given: Iterable) -> dict[str, np.ndarray]:
    same_order(**given)
    columns = {name: _known(values, name) for name, values in given.items()}
    first = next(iter(columns.values()))
    columns["years"] = np.arange(len(first)) if years is None else numbers(years, "years", points=0)
    same_length(**columns)
    return columns


def _known(values: Iterable, name: str) -> np.ndarray:
    """Values as floats, NaN where one is missing; ValueError for others that are no finite numbers."""
    found = series_of(values, name)
    numbers(found.dropna(), name, points=0)
    return found.to_numpy()


def _last_five(columns: dict[str, np.ndarray]) -> tuple[dict[str, np.ndarray], str]:
    """The last five points in the order of their years, and why there can be no trend (empty where there
    can).
    """
    order = np.argsort(columns["years"], kind="stable")[-POINTS:]
    chosen = {name: values[order] for name, values in columns.items()}
    steps = np.diff(chosen["years"])
    chosen["years"] = chosen["years"] - chosen["years"][:1]  # from 0, or squares of 2014 swallow digits
    if len(order) < POINTS:
        return chosen, f"{len(order)} points: five are needed"
    if any(np.isnan(values).any() for values in chosen.values()):
        return chosen, "a value of the last five is missing"
    if (steps == 0).any():
        return chosen, "a year comes twice"
    if not np.allclose(steps, 1):
        return chosen, "a year of the last five is missing"
    return chosen, ""


def _weighted_slope(time: np.ndarray, value: np.ndarray, weights: np.ndarray) -> tuple[float, float]:
    """Slope of the weighted regression and its variance, the weights being one over each value's variance."""
    w, wt = weights.sum(), (weights * time).sum()
    spread = w * (weights * time**2).sum() - wt**2
    slope = (w * (weights * time * value).sum() - wt * (weights * value).sum()) / spread
    return float(slope), float(w / spread)


def _without(position: int, *arrays: np.ndarray) -> tuple[np.ndarray, ...]:
    return tuple(np.delete(values, position) for values in arrays)


def _marked(statistic: float, slope: float, others: list[float]) -> RecentTrend:
    steady = all(np.sign(other) == np.sign(slope) for other in others)
    label = "No significant change"
    if statistic > SIGNIFICANT and steady:
        label = "Increasing" if slope > 0 else "Decreasing"
    return RecentTrend(float(statistic), slope, label)


def _cannot(reason: str) -> RecentTrend:
    return RecentTrend(None, None, "Cannot be calculated", reason)
