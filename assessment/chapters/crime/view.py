"""One view of the records: a subject in a place over some months, as counts or as rates of residents."""

import re
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from assessment.chapters.base import Chapter
from assessment.chapters.crime.cube import Cube
from assessment.chapters.crime.subjects import ALL_CRIME, SEXUAL, Subject
from assessment.errors import UsageError
from assessment.periods import FinancialYear, months_between
from assessment.present import wording

MEASURES = ("count", "rate")
ALL = "all"  # every month that the chapter sees
SPAN = re.compile(r"((?:19|20)\d\d-\d\d)(?: to ((?:19|20)\d\d-\d\d))?", re.ASCII)
BACK = {f"the last {wording.small(number)} years": number for number in range(2, 13)}


@dataclass(frozen=True)
class Asked:
    """What is to be seen: a subject by its name, a ward by its name (the whole area if empty), months, a measure."""

    category: str
    ward: str
    months: tuple[str, ...]
    measure: str


def asked_of(cube: Cube, year: FinancialYear, category: str, ward: str, months: str, measure: str) -> Asked:
    """What a call asks for, checked. `months` is as `chapter.view` says; none stands for the edition's year.

    Raises UsageError for names that the files do not have, months outside them, and rates without residents.
    """
    subject, rows = cube.subject(category or ALL_CRIME.label), cube.rows(ward)
    if measure not in MEASURES:
        what = f"There is no measure '{measure}'"
        raise UsageError(what, mend=f"Name one of: {', '.join(MEASURES)}.")
    if measure == "rate" and residents_in(cube, ward, rows) is None:
        what = "A rate needs residents, and the files do not tell those of this place"
        raise UsageError(what, mend="Ask for the measure 'count', or add the residents by LSOA to the raw folder.")
    return Asked(subject.label, ward, _months(cube, year, months), measure)


def _months(cube: Cube, year: FinancialYear, months: str) -> tuple[str, ...]:
    """The months that the words name, those alone that the files can have."""
    told = str(months).strip() or str(year)
    if told == ALL:
        return tuple(cube.months)
    if told in BACK:
        first = FinancialYear(year.starts - BACK[told] + 1).first_month
        wanted = months_between(first, year.last_month)
    elif span := SPAN.fullmatch(told):
        wanted = months_between(span[1], span[2] or span[1])
    else:
        wanted = FinancialYear.parse(told).months
    if not set(wanted) & set(cube.months):
        ends = wording.span(cube.months[0], cube.months[-1]) if cube.months else "no month"
        what = f"The chapter sees no record of '{told}'"
        raise UsageError(what, mend=f"It sees {ends}: name months of these, or open it for another year.")
    return tuple(wanted)


def in_words(cube: Cube, year: FinancialYear, first: str, last: str) -> str:
    """The months as a call names them: best by the edition's year, so that the call moves on with it."""
    if months_between(first, last) == year.months:
        return ""
    for told, number in BACK.items():
        if (first, last) == (FinancialYear(year.starts - number + 1).first_month, year.last_month):
            return told
    if [first, last] == [cube.months[0], cube.months[-1]]:
        return ALL
    return first if first == last else f"{first} to {last}"


def residents_in(cube: Cube, ward: str, rows: np.ndarray) -> float | None:
    """How many live in the area, or in the places of a ward; None where no file tells."""
    if not ward and cube.residents is not None:
        return float(cube.residents.number)
    people = cube.places.loc[rows, "residents"]
    return float(people.sum()) if len(people) and people.gt(0).all() else None


class View:
    """What a cube holds of what is asked."""

    def __init__(self, cube: Cube, asked: Asked) -> None:
        self.cube, self.asked = cube, asked
        self.subject: Subject = cube.subject(asked.category)
        self.inside = cube.rows(asked.ward)
        self._layer = cube.counts[cube.subjects.index(self.subject)]
        at = [cube.months.index(month) for month in asked.months if month in cube.months]
        known = cube.covered.get(self.subject.kind, np.zeros(len(cube.months), dtype=bool))
        self._columns = [column for column in at if known[column]]

    @cached_property
    def series(self) -> pd.Series:
        """Counts by month, every month asked for; NaN where no file has it."""
        rows = self._layer[:-1][self.inside] if self.asked.ward else self._layer
        sums = rows[:, self._columns].sum(axis=0).astype(float)
        known = pd.Series(sums, index=[self.cube.months[column] for column in self._columns])
        return known.reindex(list(self.asked.months))

    @cached_property
    def places(self) -> pd.DataFrame:
        """A row an LSOA of the place: `name ward residents count`."""
        counts = self._layer[:-1][:, self._columns].sum(axis=1)
        return self.cube.places.assign(count=counts)[self.inside]

    @property
    def wards(self) -> pd.DataFrame:
        """A row a ward, by its name: `name residents count`; empty where no file tells wards."""
        rows = self.places[self.places["ward"] != ""]
        sums = rows.groupby("ward")[["residents", "count"]].sum(min_count=1)
        return sums.assign(name=sums.index)

    @property
    def period(self) -> str:
        """As figures name the months asked for."""
        return " to ".join(dict.fromkeys((self.asked.months[0], self.asked.months[-1])))

    @property
    def total(self) -> int:
        """All of them in the place over the months."""
        return int(np.nansum(self.series.to_numpy()))

    @property
    def unplaced(self) -> int:
        """How many of the area's are in none of its LSOAs."""
        return 0 if self.asked.ward else self.total - int(self.places["count"].sum())

    @property
    def residents(self) -> float | None:
        """Who lives in the place; None where no file tells."""
        return residents_in(self.cube, self.asked.ward, self.inside)

    @property
    def rated(self) -> bool:
        """Whether rates are asked for."""
        return self.asked.measure == "rate"

    @property
    def gaps(self) -> int:
        """How many of the months asked for no file has."""
        return len(self.asked.months) - len(self._columns)

    def worth(self, rows: pd.DataFrame) -> pd.Series:
        """The counts of some places, or per 1,000 of their residents; NaN where those are not known."""
        counts = rows["count"].astype(float)
        return 1000 * counts / rows["residents"].where(rows["residents"] > 0) if self.rated else counts

    @property
    def course(self) -> pd.Series:
        """The counts by month, or per 1,000 residents."""
        return 1000 * self.series / self.residents if self.rated else self.series

    @property
    def decimals(self) -> int:
        """Of what is shown."""
        return 2 if self.rated else 0

    @property
    def unit(self) -> str:
        """What is shown: `offences`, `incidents per 1,000 residents`."""
        return f"{self.subject.noun} per 1,000 residents" if self.rated else self.subject.noun

    def place(self, area: str) -> str:
        """Where it is, in words."""
        return f"{self.asked.ward}, {area}" if self.asked.ward else area

    @property
    def when(self) -> str:
        """The months in words, and how many of them no file has."""
        told = wording.span(self.asked.months[0], self.asked.months[-1])
        return f"{told} ({wording.counted(self.gaps, 'month')} missing)" if self.gaps else told

    def level(self, guarded: bool) -> str:
        """The smallest places that may be published: of sexual offences in partners' own records, wards."""
        return "ward" if guarded and self.subject == SEXUAL else "lsoa"


def call_of(chapter: Chapter, cube: Cube, asked: Asked) -> str:
    """The cell of a chapter's notebook that shows this view."""
    months = in_words(cube, chapter.year, asked.months[0], asked.months[-1])
    told = {"category": asked.category, "ward": asked.ward, "months": months, "measure": asked.measure}
    words = ", ".join(f"{name}={value!r}" for name, value in told.items() if value)
    return f"chapter.view({words})".replace("'", '"') if '"' not in words else f"chapter.view({words})"
