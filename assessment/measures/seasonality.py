"""How much of a series is season, and when in the year it peaks."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from assessment.measures._checks import number, numbers, series_of
from assessment.measures._times import by_month, without_gap


@dataclass(frozen=True)
class Seasonality:
    """A series split into `trend`, `seasonal` and `residual`: arrays in order of time that add up to it.

    `strength` from 0 (no season) to 1 (nothing but season and trend). `profile` is the mean seasonal part by
    month of the year, 1 to 12 (by place in the cycle where the series has no months); `peak` and `trough` are
    its highest and lowest, None where nothing is seasonal.
    """

    trend: np.ndarray
    seasonal: np.ndarray
    residual: np.ndarray
    strength: float
    profile: pd.Series
    peak: int | None
    trough: int | None


def seasonality(series: pd.Series, *, period: int = 12) -> Seasonality:
    """Split a series by STL (robust loess) and measure its season.

    `series`: values indexed by month as text in any order, or values in order of time; at least three whole
    cycles of `period`, none missing (of two, noise alone has strength 1).
    Strength is max(0, 1 − Var(R)/Var(S+R)). Not for a series with a gap or
    a change of recording inside it: ValueError for the gap. Sources: Cleveland and others (1990); Wang, Smith
    and Hyndman (2006); computed by statsmodels.
    """
    cycle = int(number(period, "period", least=2, whole=True))
    given = without_gap(by_month(series_of(series, "series"), "series"), "series")
    values = numbers(given, "series", points=3 * cycle)
    trend, seasonal, residual = _stl(values, cycle)
    strength = _strength(seasonal, residual, values)
    places = _places(given.index, cycle)
    profile = pd.Series(seasonal).groupby(places).mean()
    profile.index.name = "month" if isinstance(given.index[0], str) else "place"
    peak, trough = (int(profile.idxmax()), int(profile.idxmin())) if strength > 0 else (None, None)
    return Seasonality(trend, seasonal, residual, strength, profile, peak, trough)


def _stl(values: np.ndarray, period: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    from statsmodels.tsa.seasonal import STL

    if (values == values[0]).all():
        return values, np.zeros(len(values)), np.zeros(len(values))
    fitted = STL(values, period=period, robust=True).fit()
    return tuple(np.asarray(part) for part in (fitted.trend, fitted.seasonal, fitted.resid))


def _strength(seasonal: np.ndarray, residual: np.ndarray, values: np.ndarray) -> float:
    detrended = np.var(seasonal + residual)
    if detrended <= 1e-12 * max(np.var(values), np.finfo(float).tiny):
        return 0.0
    return float(max(0.0, 1 - np.var(residual) / detrended))


def _places(index: pd.Index, period: int) -> np.ndarray:
    if isinstance(index[0], str) and period == 12:
        return np.array([int(month[5:7]) for month in index])
    return np.arange(len(index)) % period + 1
