"""A forecast of counts with its interval, and the back-test that says how far to trust it."""

import math
import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from assessment.measures._checks import number, numbers, series_of, share
from assessment.measures._times import by_month, evenly, is_month

ORIGINS = 6
FEWEST_ORIGINS = 3
FEWEST_YEARS = 8
HARMONICS = 3
MOST_WIDENED = 5
MOST_STEPS = 1000
YEARLY_CHANGE = 0.15
"""The least a level is taken to move in a year (standard deviation of its logarithm).

Net of chance, counts of one category in one district of Lancashire moved by .14 to .21 from a year to the next.
"""


@dataclass(frozen=True)
class Forecast:
    """What to expect of each of the next periods, and how such forecasts did on the series itself.

    `periods` names them where the series did ("2017-04"), else counts on from its length. `value`, `low` and
    `high`: arrays, the median and the interval at `confidence` of one period each (not of their sum). `mase`
    is the mean absolute error of forecasts from earlier origins over that of last year's value inside the
    series before them, and `naive_mase` the same for forecasting last year's value; under 1 and under
    `naive_mase` is good. `coverage` is the share of the `tested` values that lay in the model's own
    intervals; where that is too few the interval given is `widened` times as wide as the model's (1 where not).
    """

    periods: tuple
    value: np.ndarray
    low: np.ndarray
    high: np.ndarray
    confidence: float
    mase: float
    naive_mase: float
    coverage: float
    tested: int
    widened: float

    @property
    def beats_naive(self) -> bool:
        """Whether the back-test's errors were smaller than those of saying "as a year before"."""
        return self.mase < self.naive_mase


def forecast(
    series: pd.Series,
    horizon: int = 12,
    *,
    period: int = 12,
    confidence: float = 0.95,
    since: str | None = None,
) -> Forecast:
    """Forecast `horizon` periods of counts from a level that wanders and a season that stays.

    `series`: counts, indexed by month as text where `period` is 12 (a missing month is absent or NaN: a gap,
    not a zero), else evenly spaced. `period` 12 for months, 4 for quarters, 1 for years. `since`: the first
    month to use; give the month of the last change of recording, never forecast across one. Two full seasons
    (8 values for `period` 1) and 3 values more are needed. The model is an ARIMA(0,1,1) of the square roots
    with up to three harmonics, its interval on Student's t; the level of months and quarters may always move
    in a year as far as it once did, and by 15% at least. The back-test forecasts from up to six earlier
    origins, and the interval is widened until it would have held `confidence` of the values tested (split
    conformal prediction). Not for counts under about 5 a period. ValueError for too few values, constants,
    negatives, and where the interval would have to be over five times as wide. Sources: Harvey (1989);
    Hyndman and Athanasopoulos, Forecasting: Principles and Practice, chapters 5 and 10; MASE of Hyndman and
    Koehler (2006); Vovk, Gammerman and Shafer (2005) for the widening.
    """
    steps, season = _steps(horizon), int(number(period, "period", least=1, whole=True))
    counts = _regular(series, season, since)
    values, least = counts.to_numpy(), max(2 * season, FEWEST_YEARS)
    _enough(values, least)
    level = share(confidence, "confidence")
    origins = _origins(len(values), least, steps)
    errors, naive, missed = _back_test(values, origins, steps, season, level)
    middle, reach = _predict(values, steps, season, level)
    widened = _widening(missed, level)
    return Forecast(
        periods=_next_periods(counts.index, steps),
        value=_squared(middle),
        low=_squared(middle - widened * reach),
        high=_squared(middle + widened * reach),
        confidence=level,
        mase=float(errors.mean()),
        naive_mase=float(naive.mean()),
        coverage=float((missed <= 1).mean()),
        tested=len(missed),
        widened=widened,
    )


def _steps(horizon: int) -> int:
    steps = int(number(horizon, "horizon", least=1, whole=True))
    if steps > MOST_STEPS:
        message = f"horizon is {steps:g}: give {MOST_STEPS} or fewer, and no more than can be foreseen"
        raise ValueError(message)
    return steps


def _regular(series: pd.Series, period: int, since: str | None) -> pd.Series:
    """The series from `since` on as floats, each period once and in order, NaN where it is missing."""
    given = by_month(series_of(series, "series"), "series")
    numbers(given.dropna(), "series", least=0)
    if given.index.has_duplicates:
        message = f"{given.index[given.index.duplicated()][0]} comes twice: add its counts up first"
        raise ValueError(message)
    named = is_month(given.index[0])
    if named:
        if period != 12:
            message = "a series named by text must be months: index quarters and years by numbers"
            raise ValueError(message)
        months = pd.PeriodIndex(given.index, freq="M")
        given.index = months
        given = given.reindex(pd.period_range(months.min(), months.max(), freq="M"))
        given.index = given.index.astype(str)
    else:
        given = evenly(given, "series")
    if since is not None:
        if named != is_month(since):
            message = f"since is {since!r}: give it as the series names its periods, such as {given.index[0]!r}"
            raise ValueError(message)
        given = given[given.index >= since]
    known = np.flatnonzero(given.notna())
    return given.iloc[known[0] : known[-1] + 1] if len(known) else given.iloc[:0]


def _enough(values: np.ndarray, least: int) -> None:
    if len(values) < least + FEWEST_ORIGINS:
        message = f"{len(values)} values are too few for a forecast: give {least + FEWEST_ORIGINS} at least"
        raise ValueError(message)
    known = values[~np.isnan(values)]
    if len(known) < 0.75 * len(values):
        missing = len(values) - len(known)
        message = f"{missing} of {len(values)} values are missing: forecast a stretch with fewer gaps"
        raise ValueError(message)
    if (known == known[0]).all():
        message = "the series is constant: say so instead of forecasting it"
        raise ValueError(message)


def _origins(size: int, least: int, horizon: int) -> list[int]:
    """Up to six places to forecast from, over the last `horizon` values, each with enough before it."""
    first = max(least, size - max(horizon, FEWEST_ORIGINS))
    return sorted({int(place) for place in np.linspace(first, size - 1, ORIGINS)})


def _back_test(values: np.ndarray, origins: list[int], *how: float) -> tuple[np.ndarray, ...]:
    tests = [_test(values, origin, *how) for origin in origins]
    errors, naive, missed = (np.concatenate([test[part] for test in tests]) for part in range(3))
    if not len(errors) or not len(naive):
        message = "no value is known where the back-test needs it: give a series with fewer gaps at its end"
        raise ValueError(message)
    return errors, naive, missed


def _test(values: np.ndarray, origin: int, horizon: int, period: int, confidence: float) -> tuple[np.ndarray, ...]:
    """From one origin the scaled errors of the model and of last year's value, and how far off each truth was,
    the reach of its interval being 1.
    """
    before, truth = values[:origin], values[origin : origin + horizon]
    middle, reach = _predict(before, len(truth), period, confidence)
    cycle = values[origin - period : origin]
    naive = np.resize(cycle, len(truth))
    scale = np.nanmean(np.abs(before[period:] - before[:-period]))
    known, both = ~np.isnan(truth), ~np.isnan(truth - naive)
    scale = scale if scale > 0 else 1.0
    miss = np.abs(np.sqrt(truth) - np.maximum(middle, 0))
    off = np.divide(miss, reach, out=np.where(miss > 0, np.inf, 0.0), where=reach > 0)
    return np.abs(truth - _squared(middle))[known] / scale, np.abs(truth - naive)[both] / scale, off[known]


def _widening(off: np.ndarray, confidence: float) -> float:
    """By what an interval's reach must grow to hold `confidence` of the values tested; never under 1."""
    wanted = min(math.ceil((len(off) + 1) * confidence), len(off))
    needed = float(np.sort(off)[wanted - 1])
    if needed > MOST_WIDENED:
        message = (
            f"forecasts of the series' own end missed it by {needed:.0f} times the reach of their intervals, so none "
            "can be promised: give the months since it changed, or say how it has varied"
        )
        raise ValueError(message)
    return max(1.0, needed)


def _squared(roots: np.ndarray) -> np.ndarray:
    return np.maximum(roots, 0) ** 2


def _predict(values: np.ndarray, steps: int, period: int, confidence: float) -> tuple[np.ndarray, np.ndarray]:
    """Square roots of the next `steps` values, from a local level and fixed harmonics, and their limits' reach."""
    harmonics = min(HARMONICS, period // 2)
    ahead = _fitted(values, period, harmonics).get_forecast(steps)
    known = int((~np.isnan(values)).sum())
    # The likelihood is diffuse, so the variances have the fitted level and season taken off already.
    reach = stats.t.isf((1 - confidence) / 2, known - 2 - 2 * harmonics) * np.asarray(ahead.se_mean)
    return np.asarray(ahead.predicted_mean), reach


def _fitted(values: np.ndarray, period: int, harmonics: int) -> Any:
    """The model fitted to the square roots, its level no steadier than levels are."""
    from statsmodels.tsa.statespace.structural import UnobservedComponents

    season = {
        "freq_seasonal": [{"period": period, "harmonics": harmonics}],
        "stochastic_freq_seasonal": [False],
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # an optimum on the edge (no noise, or no drift) is an answer, not a fault
        model = UnobservedComponents(np.sqrt(values), level="llevel", **(season if harmonics else {}))
        fit = model.fit(disp=False)
        place = model.param_names.index("sigma2.level")
        least = _least_drift(values, period)
        if fit.params[place] >= least:
            return fit
        loosened = np.array(fit.params)
        loosened[place] = least
        return model.smooth(loosened)


def _least_drift(values: np.ndarray, period: int) -> float:
    """The least variance a period of the level of the square roots; none asked where a period is a year.

    A few quiet years look like a level that cannot move. In a year it is taken to move by `YEARLY_CHANGE`, or
    as far as the total of any twelve months lay at most from that of the twelve before.
    """
    if period == 1:
        return 0.0
    year = pd.Series(values).rolling(period, min_periods=period - period // 4).mean().to_numpy()
    with np.errstate(divide="ignore", invalid="ignore"):  # a year without any event has no logarithm
        changes = np.abs(np.log(year[period:] / year[:-period]))
    seen = changes[np.isfinite(changes)].max(initial=YEARLY_CHANGE)
    return float((seen / 2 * np.nanmean(np.sqrt(values[-2 * period :]))) ** 2 / period)


def _next_periods(index: pd.Index, steps: int) -> tuple:
    last = index[-1]
    if isinstance(last, str):
        ahead = pd.period_range(pd.Period(last, freq="M") + 1, periods=steps, freq="M")
        return tuple(str(month) for month in ahead)
    step = index[-1] - index[-2]
    ahead = [float(last + step * n) for n in range(1, steps + 1)]
    return tuple(int(place) if place.is_integer() else place for place in ahead)
