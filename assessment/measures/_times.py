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


def in_years(times: Times | None, values: np.ndarray) -> np.ndarray:
    """The time of each value in years: 0, 1, 2 … where `times` is None; ValueError where one comes twice."""
    if times is None:
        return np.arange(len(values), dtype=float)
    listed = list(times)
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


def by_month(series: pd.Series, name: str) -> pd.Series:
    """The series with its periods or dates as months ("2014-12"), other indexes as they are; ValueError for text
    that is no month.
    """
    if isinstance(series.index, pd.DatetimeIndex | pd.PeriodIndex):
        return series.set_axis(series.index.strftime("%Y-%m"))
    wrong = [label for label in series.index if isinstance(label, str) and not re.fullmatch(_MONTH, label)]
    if wrong:
        message = f"{name} has {wrong[0]!r} for a month: give months as 2014-12"
        raise ValueError(message)
    return series


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
    if re.fullmatch(r"\d{4}(/\d\d)?", text):
        return float(text[:4])
    try:
        return _year_of_day(pd.Timestamp(text))
    except ValueError:
        message = f"time {text!r}: give a month as 2014-12, a year as 2014/15, or a date as 2014-12-31"
        raise ValueError(message) from None


def _year_of_day(day: pd.Timestamp) -> float:
    if pd.isna(day):
        message = "a time is missing: leave its value out too"
        raise ValueError(message)
    # By twelfths, so that the first of each month, and one day of each year, are evenly spaced.
    return day.year + (day.month - 1 + (day.day - 1) / day.days_in_month) / 12
