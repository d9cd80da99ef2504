"""Trends: Mann-Kendall and Theil-Sen, the words for them, OHID's recent trend, season and forecast."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pymannkendall
from scipy import stats

from assessment.measures._checks import Numbers, number, numbers, same_order, share
from assessment.measures._times import Times, by_time, times_of
from assessment.measures.forecast import Forecast, forecast
from assessment.measures.recent import (
    RecentTrend,
    chi_squared_for_trend,
    recent_trend,
    recent_trend_proportion,
)
from assessment.measures.seasonality import Seasonality, seasonality

__all__ = [
    "Forecast",
    "MannKendall",
    "RecentTrend",
    "Seasonality",
    "TrendWords",
    "chi_squared_for_trend",
    "describe",
    "forecast",
    "mann_kendall",
    "recent_trend",
    "recent_trend_proportion",
    "seasonal_mann_kendall",
    "seasonality",
]

FEWEST_POINTS = 4
FEWEST_FOR_AUTOCORRELATION = 10


@dataclass(frozen=True)
class MannKendall:
    """A test of whether values mostly rise or fall with time.

    `s` rises less falls over all pairs, its `variance` (ties allowed for), `z` with continuity correction,
    `p` two-sided, `tau` = s over the pairs (-1 falls throughout, 1 rises throughout), `slope` Theil and Sen's
    median slope a year, in the values' unit. `points` and `median` are those of the values.
    """

    s: float
    variance: float
    z: float
    p: float
    tau: float
    slope: float
    points: int
    median: float

    @property
    def slope_share(self) -> float | None:
        """The slope a year as a share of the median; None where the median is 0."""
        return self.slope / abs(self.median) if self.median else None


def mann_kendall(values: Numbers, times: Times | None = None, *, autocorrelated: bool = False) -> MannKendall:
    """Test `values` for a trend over `times`, and measure it.

    `values`: 4 or more, in any order if they have times. `times`: years as numbers, dates, or months as text; None
    for the index of a Series, which may be any of these, else for one a year.
    A gap in the times counts in the slope. `autocorrelated` corrects the variance
    after Hamed and Rao (1998): 10 or more values, evenly spaced. Constant values have p 1 and slope 0.
    ValueError for NaN, too few values, or a time that comes twice. Not for monthly values with a season
    (`seasonal_mann_kendall`). Sources: Mann (1945); Kendall (1975); Theil (1950) and Sen (1968); computed by
    pymannkendall and SciPy.
    """
    same_order(values=values, times=times)
    ordered, years = by_time(numbers(values, "values", points=FEWEST_POINTS), times_of(values, times))
    if autocorrelated:
        _evenly_spaced(years)
    constant = bool((ordered == ordered[0]).all())
    test = pymannkendall.hamed_rao_modification_test if autocorrelated and not constant else _plain
    with np.errstate(invalid="ignore", divide="ignore"):  # values on a straight line, whose ranks leave no residual
        found = test(ordered)
    if np.isnan(found.var_s):
        found = _plain(ordered)
    slope = float(stats.theilslopes(ordered, years).slope)
    return _result(found.s, found.var_s, found.Tau, slope, ordered)


def _plain(values: np.ndarray):
    return pymannkendall.original_test(values)


def _evenly_spaced(years: np.ndarray) -> None:
    if len(years) < FEWEST_FOR_AUTOCORRELATION:
        message = f"{len(years)} values are too few to correct for autocorrelation: give 10, or leave it off"
        raise ValueError(message)
    steps = np.diff(years)
    if steps.max() - steps.min() > 0.02 * steps.mean():
        message = "autocorrelation needs evenly spaced values: give the stretch without gaps, or leave it off"
        raise ValueError(message)


def _result(s: float, variance: float, tau: float, slope: float, values: np.ndarray) -> MannKendall:
    """The z and p that S and its variance give; no variation at all, or none left, is no trend."""
    if variance < 0 or (variance == 0 and s != 0):
        message = "the corrected variance is not positive: leave the autocorrelation off, or give more values"
        raise ValueError(message)
    z = float((s - np.sign(s)) / np.sqrt(variance)) if variance else 0.0
    p = float(2 * stats.norm.sf(abs(z)))
    return MannKendall(float(s), float(variance), z, p, float(tau), slope, len(values), float(np.median(values)))


def seasonal_mann_kendall(
    values: Numbers, times: Times | None = None, *, period: int = 12, autocorrelated: bool = False
) -> MannKendall:
    """Mann-Kendall for values with a season: each month is compared with the same month of other years only.

    `times` as for `mann_kendall` (None without an index: one value a season without a gap, `period` of them a year;
    an index of whole numbers counts the seasons); missing months are left out, never filled.
    `slope` is the median of the slopes a year within the months.
    `autocorrelated` allows for months that move together (whole years only). ValueError as for
    `mann_kendall`, and where no season comes twice. Sources: Hirsch, Slack and Smith (1982); Hirsch and Slack
    (1984); computed by pymannkendall and SciPy.
    """
    same_order(values=values, times=times)
    given = numbers(values, "values", points=FEWEST_POINTS)
    period = int(number(period, "period", least=2, whole=True))
    ordered, years = by_time(given, _seasons(values, times, len(given), period))
    steps = np.floor(years * period + 1e-6).astype(int)
    rows = [np.flatnonzero(steps % period == season) for season in np.unique(steps % period)]
    if len(np.unique(steps)) < len(steps):
        message = "a season comes twice in a year: add up or average what belongs to one"
        raise ValueError(message)
    rows = [row for row in rows if len(row) > 1]
    if not rows:
        message = "no season comes twice: give two years of the same months at least"
        raise ValueError(message)
    slopes = np.concatenate([_slopes(ordered[row], steps[row] / period) for row in rows])
    s, variance, pairs = _over_seasons([ordered[row] for row in rows])
    if autocorrelated:
        variance = _covarying(ordered, steps, period)
    return _result(s, variance, s / pairs, float(np.median(slopes)), ordered)


def _seasons(values: Numbers, times: Times | None, points: int, period: int) -> Times:
    """The time of each value; seasons that are only counted, by the place of each or by an index of whole numbers."""
    found = times_of(values, times)
    if found is None:
        return np.arange(points) / period
    counted = times is None and isinstance(values, pd.Series) and pd.api.types.is_integer_dtype(values.index)
    return np.asarray(found) / period if counted else found


def _over_seasons(seasons: list[np.ndarray]) -> tuple[float, float, int]:
    tests = [_plain(season) for season in seasons]
    pairs = sum(len(season) * (len(season) - 1) // 2 for season in seasons)
    return sum(test.s for test in tests), sum(test.var_s for test in tests), pairs


def _slopes(values: np.ndarray, years: np.ndarray) -> np.ndarray:
    first, second = np.triu_indices(len(values), 1)
    return (values[second] - values[first]) / (years[second] - years[first])


def _covarying(values: np.ndarray, steps: np.ndarray, period: int) -> float:
    if len(values) % period or (np.diff(steps) != 1).any():
        message = "autocorrelated seasons need whole years without gaps: give those, or leave it off"
        raise ValueError(message)
    with np.errstate(invalid="ignore"):  # constant values, whose z it divides by a variance of 0
        return float(pymannkendall.correlated_seasonal_test(values, period=period).var_s)


@dataclass(frozen=True)
class TrendWords:
    """The words for a trend ("weak upward"), the thresholds they follow as a sentence, and the test behind
    them.
    """

    words: str
    thresholds: str
    test: MannKendall


def describe(
    trend: MannKendall | Numbers,
    times: Times | None = None,
    *,
    strong_tau: float = 0.5,
    strong_p: float = 0.01,
    weak_p: float = 0.05,
) -> TrendWords:
    """Words for a trend: "strong" or "weak" with "upward" or "downward", or "static".

    `trend`: the result of `mann_kendall` or `seasonal_mann_kendall`, or values with their `times`. Strong is
    |tau| ≥ .5 and p < .01, weak any other p < .05. Four values can never be other than static, five never
    strong. The rule is this project's own; no public one was found for the words police forces use.
    """
    test = trend if isinstance(trend, MannKendall) else mann_kendall(trend, times)
    strong_p, weak_p = share(strong_p, "strong_p"), share(weak_p, "weak_p")
    strong_tau = number(strong_tau, "strong_tau", least=0)
    if strong_p > weak_p:
        message = f"strong_p {strong_p:g} exceeds weak_p {weak_p:g}: give a strong trend the smaller one"
        raise ValueError(message)
    thresholds = (
        f"strong: |tau| at least {strong_tau:g} and p under {strong_p:g}; weak: p under {weak_p:g}; otherwise static"
    )
    direction = "upward" if test.s > 0 else "downward"
    if test.p < strong_p and abs(test.tau) >= strong_tau:
        words = f"strong {direction}"
    else:
        words = f"weak {direction}" if test.p < weak_p else "static"
    return TrendWords(words, thresholds, test)
