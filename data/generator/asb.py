"""Antisocial behaviour: incidents of three types, with youth as a marker. They are never crimes."""

from collections.abc import Iterator

import numpy as np

from . import dates, places
from .counts import by_month, count
from .draw import dealt, spread, stream

HEADER = "incident_number,recorded_date,type,youth,lsoa"
TYPES = ("Personal", "Nuisance", "Environmental")


def month_counts(year: str) -> np.ndarray | list[int]:
    """The incidents of each month, April first: fixed where months are compared, otherwise by season."""
    fixed = by_month("asb", year)
    return fixed or spread(count("asb.all", year), dates.season("asb", "asb.all", year))


def lines(year: str) -> Iterator[list[str]]:
    """The rows of the year's file, as text in the columns of HEADER."""
    total, young = count("asb.all", year), count("asb.youth", year)
    months = dealt(stream("asb months", year), range(12), month_counts(year))
    days = np.sort(dates.days_in(months, "asb", year, stream("asb days", year)))
    kind = dealt(stream("asb types", year), TYPES, [count(f"asb.{name.lower()}", year) for name in TYPES])
    youth = dealt(stream("asb youth", year), ("Y", "N"), (young, total - young))
    lsoa = places.lsoas(stream("asb lsoa", year), "asb", total)
    columns = (np.datetime_as_string(days), kind, youth, lsoa)
    for number, row in enumerate(zip(*(column.tolist() for column in columns), strict=True), start=1):
        yield [f"AS{year[2:4]}{year[5:]}-{number:05d}", *row]
