"""Counts of the area's crime and antisocial behaviour by month and year, up to the edition's March."""

from collections.abc import Collection, Iterator
from functools import cached_property

import pandas as pd

from assessment.chapters.subjects import ALL_CRIME, ASB, MARKERS, Subject
from assessment.periods import FinancialYear, month_name, months_between
from assessment.present.wording import listed
from assessment.project import Area, recording_changes
from assessment.store import Prepared


class Counts:
    """A view of the records that knows which months the sources cover: a month without a file is a gap, not a zero."""

    def __init__(self, prepared: Prepared, area: Area, year: FinancialYear) -> None:
        self.prepared, self.area, self.year = prepared, area, year

    @cached_property
    def _records(self) -> dict[str, pd.DataFrame]:
        found = {kind: self.prepared.table(kind) for kind in ("crime", "asb")}
        last = self.year.last_month
        return {kind: table[table["month"] <= last] for kind, table in found.items() if table is not None}

    def records(self, subject: Subject, year: FinancialYear | None = None) -> pd.DataFrame:
        """The records of a subject, of one year or of all; none where the sources cannot tell."""
        if not self.known(subject):
            return pd.DataFrame(columns=["month"])
        chosen = subject.choose(self._records[subject.kind])
        return chosen if year is None else chosen[chosen["month"].isin(year.months)]

    def known(self, subject: Subject) -> bool:
        """Whether the sources can tell this subject apart."""
        return subject.kind in self._records and subject.known(self._records[subject.kind])

    @cached_property
    def _marked(self) -> dict[str, set[str]]:
        """By marker, the months in which the crime records bear it at all: before it was brought in it is unknown, not absent."""
        crime = self._records.get("crime", pd.DataFrame(columns=["month"]))
        return {name: set(crime.loc[crime[name].notna(), "month"]) for name in MARKERS if name in crime}

    @cached_property
    def _covered(self) -> dict[str, list[str]]:
        coverage = self.prepared.table("coverage")
        covered = {kind: set(table["month"]) for kind, table in self._records.items()}
        for kind, table in self._records.items():
            if coverage is None:
                continue
            of_kind = coverage[
                (coverage["kind"] == kind) & coverage["source"].isin(table["source"]) & (coverage["rows"] > 0)
            ]
            covered[kind] |= set(of_kind["month"])
        return {kind: sorted(m for m in months if m <= self.year.last_month) for kind, months in covered.items()}

    def span(self, subject: Subject) -> list[str]:
        """The months in which the sources can tell this subject, in order."""
        marked = [self._marked[column] for column, _ in subject.where if column in self._marked]
        return [month for month in self._covered.get(subject.kind, []) if all(month in months for months in marked)]

    def present(self, subject: Subject, year: FinancialYear) -> list[str]:
        """The months of a year in which the sources can tell this subject."""
        covered = set(self.span(subject))
        return [month for month in year.months if month in covered]

    def complete(self, subject: Subject, year: FinancialYear) -> bool:
        """Whether the sources can tell this subject in all twelve months of a year."""
        return len(self.present(subject, year)) == 12

    def period(self, subject: Subject, year: FinancialYear) -> str:
        """The period that a count of a year stands for: `2014/15`, or what there is of it, never a part as the whole."""
        months = self.present(subject, year)
        if len(months) == 12:
            return str(year)
        if months == months_between(months[0], months[-1]):
            return f"{months[0]} to {months[-1]}"
        return f"{year} ({len(months)} of 12 months)"

    def months(self, subject: Subject) -> pd.Series:
        """Counts by month, indexed `2014-12`; a covered month without a record is 0, an uncovered one is absent."""
        counted = self.records(subject)["month"].value_counts()
        return counted.reindex(self.span(subject), fill_value=0).astype(int).rename(subject.label)

    def total(self, subject: Subject, year: FinancialYear) -> int:
        """The count of a year, over the months that the sources cover."""
        return len(self.records(subject, year))

    def years(self, subject: Subject, number: int = 4) -> pd.Series:
        """Counts of the last complete financial years up to the edition's, oldest first, indexed `2014/15`."""
        found = [year for year in self.year.back(number) if self.complete(subject, year)]
        return pd.Series({str(year): self.total(subject, year) for year in found}, dtype=int, name=subject.label)

    def categories(self, year: FinancialYear) -> list[str]:
        """The publisher's own crime categories, the most frequent of that year first."""
        return list(self._records["crime"].loc[lambda r: r["month"].isin(year.months), "category"].value_counts().index)

    def cautions(self, year: FinancialYear, kinds: Collection[str]) -> Iterator[str]:
        """What the months and rows of those kinds of records make doubtful, a sentence each."""
        for subject, noun in ((ALL_CRIME, "Recorded crime"), (ASB, "Antisocial behaviour")):
            if subject.kind in self._records and subject.kind in kinds:
                yield from self._gaps(subject, noun, year)
        if "crime" in kinds:
            yield from self._without_place(year)
            yield from self._recording(year)

    def _recording(self, year: FinancialYear) -> Iterator[str]:
        """What changed between the first month of the year before and the last of this one, other than crime itself."""
        changes = recording_changes(self.area.force)
        inside = [month for month in changes if year.before.first_month <= month <= year.last_month]
        if inside:
            told = listed([f"{changes[month]} ({month_name(month)})" for month in sorted(inside)])
            yield f"Between the two years compared: {told}. A step in a series there may be that, and not crime."

    def _gaps(self, subject: Subject, noun: str, year: FinancialYear) -> Iterator[str]:
        for when, consequence in (
            (year, "this is a part year and is not to be read as a whole one"),
            (year.before, "changes compare only the months that both years have"),
        ):
            present = self.present(subject, when)
            lacking = [month_name(month) for month in when.months if month not in present]
            if not present:
                yield f"{noun} of {when} is not in the files: no change on the year before can be given."
            elif lacking:
                yield f"{noun} of {when} lacks {', '.join(lacking)}: {consequence}."

    def _without_place(self, year: FinancialYear) -> Iterator[str]:
        shares = self.blank_share(year)
        if shares.empty:
            return
        lowest, highest = shares.min(), shares.max()
        worst = month_name(shares.idxmax())
        yield (
            f"Between {lowest:.1%} and {highest:.1%} (in {worst}) of the force's crimes a month have no place and cannot be "
            "given to an area: the area is undercounted, and a change in that share looks like a change in crime."
        )

    def blank_share(self, year: FinancialYear) -> pd.Series:
        """By month, the share of the force's crimes that have no LSOA; empty for a partnership's own extract."""
        coverage = self.prepared.table("coverage")
        if coverage is None or "crime" not in self._records:
            return pd.Series(dtype=float)
        wanted = (coverage["kind"] == "crime") & coverage["month"].isin([*year.before.months, *year.months])
        used = coverage["source"].isin(self._records["crime"]["source"]) & (coverage["source"] == "police_uk_street")
        rows = coverage[wanted & used].groupby("month")[["blank_lsoa", "rows"]].sum()
        return rows["blank_lsoa"] / rows["rows"]
