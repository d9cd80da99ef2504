"""Counts of the area's crime and antisocial behaviour by month and year, up to the edition's March."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from assessment.chapters.crime.coded import Coded
from assessment.chapters.crime.subjects import Subject
from assessment.periods import FinancialYear, months_between
from assessment.project import Area
from assessment.store import Prepared

KINDS = ("crime", "asb")
STREET = "police_uk_street"  # a force's file, whose rows without an LSOA can be given to no area


@dataclass(frozen=True, eq=False)
class _Asked:
    """What the records hold of one subject; `rows` of the `table` are its own."""

    known: bool
    table: pd.DataFrame
    rows: np.ndarray
    span: list[str]
    by_month: dict[str, int]

    @cached_property
    def records(self) -> pd.DataFrame:
        """Its records; a copy of them all would be memory for nothing."""
        return self.table if self.rows.all() else self.table[self.rows]


class Counts:
    """A view of the records that knows which months the sources cover: a month without a file is a gap, not a zero."""

    def __init__(self, prepared: Prepared, area: Area, year: FinancialYear) -> None:
        self.prepared, self.area, self.year = prepared, area, year
        self._asked: dict[Subject, _Asked] = {}
        self._silent: dict[tuple[str, str], set[str]] = {}

    @cached_property
    def _records(self) -> dict[str, Coded]:
        found = {kind: self.prepared.table(kind) for kind in KINDS}
        return {kind: Coded(table).until(self.year.last_month) for kind, table in found.items() if table is not None}

    @cached_property
    def _covered(self) -> dict[str, list[str]]:
        """By kind, the months that the sources of the area's records cover, those without a record too."""
        months = {kind: set(records.of("month")[1]) for kind, records in self._records.items()}
        coverage = self.prepared.table("coverage")
        if coverage is not None:
            filled = coverage[(coverage["rows"] > 0) & (coverage["month"] <= self.year.last_month)]
            for kind, records in self._records.items():
                ours = (filled["kind"] == kind) & filled["source"].isin(records.of("source")[1])
                months[kind] |= set(filled.loc[ours, "month"])
        return {kind: sorted(found) for kind, found in months.items()}

    def _silent_months(self, kind: str, column: str) -> set[str]:
        """The months none of whose records bear a column: before a marker was brought in it is unknown, not absent."""
        if not self.has(kind) or column not in self._records[kind].table:
            return set(self._covered.get(kind, []))
        if (kind, column) not in self._silent:
            records = self._records[kind]
            told = records.count("month", records.of(column)[0] >= 0)
            self._silent[kind, column] = set(told.index[told == 0])
        return self._silent[kind, column]

    def _of(self, subject: Subject) -> "_Asked":
        if subject not in self._asked:
            self._asked[subject] = self._ask(subject)
        return self._asked[subject]

    def _ask(self, subject: Subject) -> "_Asked":
        """What the records hold of a subject; worked out once."""
        silent = [self._silent_months(subject.kind, column) for column, _ in subject.where]
        span = [month for month in self._covered.get(subject.kind, []) if not any(month in months for months in silent)]
        if not self.has(subject.kind) or not subject.known(self._records[subject.kind]):
            return _Asked(False, pd.DataFrame(columns=["month"]), np.zeros(0, dtype=bool), span, dict.fromkeys(span, 0))
        records = self._records[subject.kind]
        rows = subject.rows(records)
        found = records.count("month", rows).to_dict()
        return _Asked(True, records.table, rows, span, {month: found.get(month, 0) for month in span})

    def has(self, kind: str) -> bool:
        """Whether there are records of that kind, "crime" or "asb", at all."""
        return kind in self._records

    def known(self, subject: Subject) -> bool:
        """Whether the sources can tell this subject apart."""
        return self._of(subject).known

    def records(self, subject: Subject, year: FinancialYear | None = None) -> pd.DataFrame:
        """The records of a subject, of one year or of all; none where the sources cannot tell."""
        found = self._of(subject)
        if year is None or not found.known:
            return found.records
        return found.table[found.rows & self._records[subject.kind].holding("month", tuple(year.months))]

    def size(self, subject: Subject) -> int:
        """How many records of a subject there are."""
        return int(self._of(subject).rows.sum())

    def span(self, subject: Subject) -> list[str]:
        """The months in which the sources can tell this subject, in order."""
        return self._of(subject).span

    def present(self, subject: Subject, year: FinancialYear) -> list[str]:
        """The months of a year in which the sources can tell this subject."""
        covered = set(self.span(subject))
        return [month for month in year.months if month in covered]

    def complete(self, subject: Subject, year: FinancialYear) -> bool:
        """Whether the sources can tell this subject in all months of a year, or of a year to date."""
        return self.present(subject, year) == year.months

    def period(self, subject: Subject, year: FinancialYear) -> str:
        """What a count of a year stands for: `2014/15`, or the part of it that there is, never a part as the whole."""
        months = self.present(subject, year)
        if months == year.months:
            return year.period
        if not months or months != months_between(months[0], months[-1]):
            return f"{year} ({len(months)} of {year.length} months)"
        return months[0] if len(months) == 1 else f"{months[0]} to {months[-1]}"

    def months(self, subject: Subject) -> pd.Series:
        """Counts by month, indexed `2014-12`; a covered month without a record is 0, an uncovered one is absent."""
        return pd.Series(self._of(subject).by_month, dtype=int, name=subject.label)

    def total(self, subject: Subject, year: FinancialYear) -> int:
        """The count of a year, over the months that the sources cover."""
        return self._sum(subject, year.months)

    def _sum(self, subject: Subject, months: Iterable[str]) -> int:
        found = self._of(subject).by_month
        return sum(found.get(month, 0) for month in months)

    def part_of(self, part: Subject, whole: Subject, year: FinancialYear) -> tuple[int, int]:
        """A subject and what it is a part of, both counted over the months of a year that can tell the part."""
        months = self.present(part, year)
        return tuple(self._sum(one, months) for one in (part, whole))

    def years(self, subject: Subject, number: int = 4) -> pd.Series:
        """Counts of the last complete financial years up to the edition's, oldest first, indexed `2014/15`.

        Of a year to date the counts are of the same months of each year.
        """
        found = [year for year in self.year.alike(number) if self.complete(subject, year)]
        return pd.Series({str(year.full): self.total(subject, year) for year in found}, dtype=int, name=subject.label)

    def categories(self, year: FinancialYear) -> list[str]:
        """The publisher's own crime categories, the most frequent of that year first; none where it tells none."""
        if "crime" not in self._records or "category" not in self._records["crime"].table:
            return []
        crime = self._records["crime"]
        found = crime.table["category"][crime.rows & crime.holding("month", tuple(year.months))]
        return list(found.value_counts().index)

    def blank_share(self, year: FinancialYear) -> pd.DataFrame:
        """By month of a year and the year before: `blank` of the force's `rows` of crime, and their `share` (0 to 1).

        Blank rows have no LSOA and can be given to no area. No rows for a partnership's own extract, whose rows without
        an LSOA stay in its totals.
        """
        coverage = self.prepared.table("coverage")
        if coverage is None or not self.has("crime") or STREET not in self._records["crime"].of("source")[1]:
            return pd.DataFrame(columns=["blank", "rows", "share"])
        wanted = coverage["month"].isin([*year.before.months, *year.months]) & (coverage["rows"] > 0)
        ours = coverage[wanted & (coverage["kind"] == "crime") & (coverage["source"] == STREET)]
        found = ours.groupby("month")[["blank_lsoa", "rows"]].sum().rename(columns={"blank_lsoa": "blank"})
        return found.assign(share=found["blank"] / found["rows"])
