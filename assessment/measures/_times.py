"""Times as numbers of years, so that a slope is a slope a year and a missing month is a gap."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from assessment.measures._checks import numbers, same_length

Times = Iterable[Any]
"""Years as numbers, dates, months as text ("2014-12") or financial years as text ("2014/15")."""


_MONTH = r"(\d{4})-(0[1-9]|1[0-2])"
_DAY = _MONTH + r"-\d\d([ T].*)?"


def in_years(times: Times | None, values: np.ndarray) -> np.ndarray:
    """The time of each value in years: 0, 1, 2 … where `times` is None; ValueError where one comes twice."""
    if times is None:
        return np.arange(len(values), dtype=float)
    listed = list(times)
    no_hyphened_years(listed, "times")
    found = numbers([_year(time) for time in listed], "times", points=0)
    same_length(times=found, values=values)
    if len(np.unique(found)) < len(found):
        message = "a time comes twice: give one value a time (add up or average those of one time)"
        raise ValueError(message)
    return found


def by_time(values: np.ndarray, times: Times | None) -> tuple[np.ndarray, np.ndarray]:
    """Values and their times in years, the earliest first: the order they are given in never matters."""
    years = in_years(times, values)
    order = np.argsort(years)
    return values[order], years[order]


def times_of(values: Any, times: Times | None) -> Times | None:
    """The times of values: those given, else the index of a Series; None (one after another) for values without one."""
    if times is not None or not isinstance(values, pd.Series) or _counts_rows(values.index):
        return times
    return list(values.index)


def order_in_time(series: pd.Series, name: str) -> np.ndarray:
    """The places of a Series' values, the earliest first, by its index; ValueError where it is not evenly spaced."""
    places = pd.Series(np.arange(len(series), dtype=float), series.index)
    if len(series) and all(isinstance(label, date) for label in series.index):
        days = pd.DatetimeIndex(series.index).asi8
        if len(set(np.diff(np.sort(days)))) <= 1:  # days or weeks; others are months
            return np.argsort(days)
    elif all(isinstance(label, str) and not is_month(label) for label in series.index):
        places.index = in_years(series.index, places.to_numpy())
    return without_gap(by_month(places, name), name).to_numpy().astype(int)


def without_gap(series: pd.Series, name: str) -> pd.Series:
    """The series in order of its months or numbers; ValueError that names a month which is missing."""
    if not len(series) or not is_month(series.index[0]):
        return evenly(series, name)
    if series.index.has_duplicates:
        message = "a month comes twice: add its values up first"
        raise ValueError(message)
    ordered = series.sort_index()
    wanted = [str(month) for month in pd.period_range(ordered.index[0], ordered.index[-1], freq="M")]
    missing = [month for month in wanted if month not in ordered.index or pd.isna(ordered[month])]
    if missing:
        message = f"{missing[0]} is missing: give a stretch of months without a gap"
        raise ValueError(message)
    return ordered


def _counts_rows(index: pd.Index) -> bool:
    return isinstance(index, pd.RangeIndex) and (index.start, index.step) == (0, 1)


def no_hyphened_years(labels: Iterable[Any], name: str) -> None:
    """Raise ValueError for financial years with a hyphen: 2009-10, 2010-11 and 2011-12 would be read as months."""
    written = [label for label in labels if isinstance(label, str) and re.fullmatch(r"\d{4}-\d\d", label)]
    years = [label for label in written if (int(label[:4]) + 1) % 100 == int(label[5:])]
    months = [label for label in written if is_month(label)]
    no_months = len(months) < len(written)
    if months and years and len(written) > 1 and (len(years) == len(written) or no_months):
        message = f"{name} has {years[0]!r}, a financial year or a month: write years as 2009/10, or give numbers"
        raise ValueError(message)


def by_month(series: pd.Series, name: str) -> pd.Series:
    """The series with its periods or dates as months ("2014-12"), other indexes as they are; ValueError where only
    some labels are months.
    """
    if len(series) and all(isinstance(label, date) for label in series.index):
        series = series.set_axis(pd.DatetimeIndex(series.index))
    if isinstance(series.index, pd.DatetimeIndex | pd.PeriodIndex):
        series = series.set_axis(series.index.strftime("%Y-%m"))
    else:
        no_hyphened_years(series.index, name)
    wrong = [label for label in series.index if not is_month(label)]
    if wrong and (len(wrong) < len(series) or any(isinstance(label, str) for label in wrong)):
        message = f"{name} has {wrong[0]!r} for a month: give months as 2014-12"
        raise ValueError(message)
    return series


def is_month(label: Any) -> bool:
    """Whether a label is a month as text, such as "2014-12"."""
    return isinstance(label, str) and re.fullmatch(_MONTH, label) is not None


def evenly(series: pd.Series, name: str) -> pd.Series:
    """A series without months in the order of its numbers; ValueError where they are not evenly spaced numbers."""
    places = numbers(series.index, f"the index of {name}")
    steps = np.diff(np.sort(places))
    if len(steps) and not (steps.min() > 0 and np.allclose(steps, steps[0])):
        message = f"{name} is not evenly spaced: give numbers without a gap, each once, or months as 2014-12"
        raise ValueError(message)
    return series.iloc[np.argsort(places)]


def year_from(year: Any) -> int:
    """The year in which a financial year starts, given as "2014/15", as that year or as a FinancialYear."""
    found = re.fullmatch(r"(\d{4})(?:\.0|[/-](\d\d))?", str(getattr(year, "starts", year)))
    if not found or (found[2] and (int(found[1]) + 1) % 100 != int(found[2])):
        message = f"the year is {year!r}: give 2014/15, or the year that it starts in"
        raise ValueError(message)
    return int(found[1])


def _year(time: Any) -> float:
    if isinstance(time, str):
        return _year_of_text(time)
    if isinstance(time, pd.Period):
        time = time.to_timestamp()
    if isinstance(time, date | np.datetime64):
        return _year_of_day(pd.Timestamp(time))
    try:
        return float(time)
    except (TypeError, ValueError):
        message = f"time {time!r}: give a year as a number, a date, or a month as 2014-12"
        raise ValueError(message) from None


def _year_of_text(text: str) -> float:
    month = re.fullmatch(_MONTH, text)
    if month:
        return int(month[1]) + (int(month[2]) - 1) / 12
    try:
        return _year_of_day(day(text)) if re.fullmatch(_DAY, text) else float(year_from(text))
    except ValueError:
        message = f"time {text!r}: give a month as 2014-12, a year as 2014/15, or a date as 2014-12-31"
        raise ValueError(message) from None


def day(text: str) -> pd.Timestamp:
    """A date as 2014-12-31, with or without a time of day; ValueError for others, whose days may pass for months."""
    if not re.fullmatch(_DAY, text):
        message = f"date {text!r}: give it as 2014-12-31"
        raise ValueError(message)
    return pd.Timestamp(text)


def _year_of_day(day: pd.Timestamp) -> float:
    if pd.isna(day):
        message = "a time is missing: leave its value out too"
        raise ValueError(message)
    # By twelfths, so that the first of each month, and one day of each year, are evenly spaced.
    return day.year + (day.month - 1 + (day.day - 1) / day.days_in_month) / 12
