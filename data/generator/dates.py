"""Recorded dates by season, weekday and the year's own drift; committed dates by how long a record takes."""

import numpy as np

from .counts import YEARS, Kind, by_month, count, profile
from .draw import dealt, drawn, ranged, shuffled, spread, stream

DAY = np.timedelta64(1, "D")


def months_of(year: str) -> np.ndarray:
    """The twelve months of a financial year, April first."""
    return np.datetime64(f"{year[:4]}-04", "M") + np.arange(12)


def season(name: str, what: str, year: str) -> np.ndarray:
    """The weight of each month: season, days in it, the drift between the years, and a little noise."""
    noise = stream("season", what, year).random((12, 12)).sum(axis=1) - 6
    level = np.exp(noise * profile("season", "month_noise"))
    months = months_of(year)
    days = ((months + 1).astype("M8[D]") - months.astype("M8[D]")).astype(int)
    return np.array(profile("season", name)) * days * level * drift(what, year)


def drift(what: str, year: str) -> np.ndarray:
    """A straight line through the year with the slope of the counts around it, so that years do not step."""
    place = YEARS.index(year)
    before, after = YEARS[max(place - 1, 0)], YEARS[min(place + 1, len(YEARS) - 1)]
    slope = (count(what, after) - count(what, before)) / 2 / count(what, year)
    return 1 + np.clip(slope, -0.25, 0.25) * (np.arange(12) - 5.5) / 12


def domestic_months(year: str) -> np.ndarray:
    """A month (0 is April) for each domestic abuse crime of the year; exact by month."""
    counts = by_month("domestic", year)
    if counts is None:
        counts = spread(count("domestic.all", year), season("domestic", "domestic.all", year))
    return dealt(stream("domestic months", year), range(12), counts)


def crime_months(kind: np.ndarray, domestic: np.ndarray, year: str, kinds: dict[str, Kind]) -> np.ndarray:
    """A month (0 is April) for each crime: domestic abuse by its own months, others by season."""
    months = np.zeros(len(kind), dtype=int)
    months[domestic] = domestic_months(year)
    for name, each in kinds.items():
        rows = np.flatnonzero((kind == name) & ~domestic)
        weights = season(each.word("season"), f"group.{each.group}", year)
        months[rows] = drawn(stream("months", name, year), range(12), weights, len(rows))
    return months


def days_in(months: np.ndarray, weekday: str, year: str, generator: np.random.Generator) -> np.ndarray:
    """A date in each month (0 is April), by weekday."""
    dates = np.empty(len(months), dtype="M8[D]")
    for number, month in enumerate(months_of(year)):
        rows = np.flatnonzero(months == number)
        days = np.arange(month, month + 1, dtype="M8[D]")
        weights = np.array(profile("weekday", weekday))[weekday_of(days)]
        dates[rows] = drawn(generator, days, weights, len(rows))
    return dates


def weekday_of(dates: np.ndarray) -> np.ndarray:
    """0 is Monday; 1 January 1970 was a Thursday."""
    return (dates.astype(int) + 3) % 7


def committed(kind: Kind, recorded: np.ndarray, generator: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """The first and the last day of each offence that is not sexual."""
    lag = ranged(generator, profile("lag", kind.word("lag")), len(recorded))
    span = ranged(generator, profile("span", kind.word("lag")), len(recorded))
    return recorded - (lag + span) * DAY, recorded - lag * DAY


def recent(recorded: np.ndarray, generator: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """The first and the last day of sexual offences recorded within 12 months."""
    most = profile("committed", "within_days")
    lag = ranged(generator, profile("lag", "sexual"), len(recorded))
    span = ranged(generator, profile("span", "sexual"), len(recorded))
    return recorded - np.minimum(lag + span, most) * DAY, recorded - lag * DAY


def in_year(recorded: np.ndarray, year: str, generator: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """The same, with both days in the financial year of the record."""
    first, last = recent(recorded, generator)
    opening = months_of(year)[0].astype("M8[D]")
    return np.maximum(first, opening), np.maximum(last, opening)


def before_year(recorded: np.ndarray, year: str, generator: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """The same, with both days before the financial year of the record."""
    least = (recorded - months_of(year)[0].astype("M8[D]")).astype(int) + 1
    room = profile("committed", "within_days") - least + 1
    day = recorded - (least + np.floor(generator.random(len(recorded)) ** 2 * room).astype(int)) * DAY
    return day, day


def non_recent(recorded: np.ndarray, generator: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """The first and the last day of sexual offences recorded more than 12 months after."""
    settings = profile("committed")
    years = -np.log(1 - generator.random(len(recorded))) * settings["non_recent_mean_years"]
    lag = settings["non_recent_days"] + np.minimum(years, settings["non_recent_most_years"]) * 365
    span = ranged(generator, [[0, 0, 0.45], [1, 60, 0.2], [61, 900, 0.35]], len(recorded))
    last = recorded - np.floor(lag).astype(int) * DAY
    return last - span * DAY, last


def same_order(generator: np.random.Generator, dates: np.ndarray) -> np.ndarray:
    """The order of the records by date, at random within a day."""
    rows = shuffled(generator, np.arange(len(dates)))
    return rows[np.argsort(dates[rows], kind="stable")]
