"""Counts of every category in every place and month, made once: what is asked of them afterwards is a sum."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from assessment.chapters.base import Chapter
from assessment.chapters.crime.counts import KINDS
from assessment.chapters.crime.subjects import ALL_CRIME, ASB, Subject, category
from assessment.chapters.patterns.where import names_of, wards_of
from assessment.chapters.residents import Residents, lsoa_residents, lsoas_of
from assessment.errors import UsageError
from assessment.periods import months_between


@dataclass(frozen=True, eq=False)
class Cube:
    """`counts` has a layer a subject, a row a place and a column a month; its last row is what has no place.

    `places` has a row an LSOA: `name`, `ward` (empty where unknown), `residents` (NaN where unknown). `covered` says by
    kind, "crime" or "asb", of which months there are records: others are gaps and no zeros.
    """

    subjects: list[Subject]
    places: pd.DataFrame
    months: list[str]
    counts: np.ndarray
    covered: dict[str, np.ndarray]
    residents: Residents | None
    basis: str

    @property
    def labels(self) -> list[str]:
        """What may be asked for, by name."""
        return [subject.label for subject in self.subjects]

    @property
    def wards(self) -> list[str]:
        """The names of the wards, in alphabetical order; none where no file tells them."""
        return sorted(set(self.places["ward"]) - {""})

    def subject(self, label: str) -> Subject:
        """The subject of that name. Raises UsageError where the records have none."""
        return self.subjects[_place(label, self.labels, "category")]

    def rows(self, ward: str = "") -> np.ndarray:
        """Which places lie in a ward; all of them where none is named. Raises UsageError for an unknown one."""
        if not ward:
            return np.ones(len(self.places), dtype=bool)
        _place(ward, self.wards, "ward")
        return (self.places["ward"] == ward).to_numpy()


def _place(name: str, known: list[str], what: str) -> int:
    if name not in known:
        message, mend = f"There is no {what} '{name}' in these files", f"Name one of: {', '.join(known) or 'none'}."
        raise UsageError(message, mend=mend)
    return known.index(name)


def cube_of(chapter: Chapter) -> Cube:
    """The counts of what a chapter may see: crime as a whole, each category, antisocial behaviour."""
    counts, codes = chapter.counts, lsoas_of(chapter.prepared, chapter.area.authorities)
    spans = {kind: counts.span(whole) for kind, whole in zip(KINDS, (ALL_CRIME, ASB), strict=True) if counts.has(kind)}
    seen = sorted(month for span in spans.values() for month in span)
    months = months_between(seen[0], seen[-1]) if seen else []
    crime = counts.records(ALL_CRIME)
    named = [category(name) for name in crime.get("category", pd.Series(dtype=str)).value_counts().index]
    subjects = [*([ALL_CRIME] if "crime" in spans else []), *named, *([ASB] if "asb" in spans else [])]
    table = np.zeros((len(subjects), len(codes) + 1, len(months)), dtype=np.int64)
    for kind in spans:
        _fill(table, counts.records(ASB if kind == "asb" else ALL_CRIME), subjects, codes, months)
    residents = lsoa_residents(chapter.prepared, chapter.area.authorities, chapter.year)
    covered = {kind: np.isin(months, span) for kind, span in spans.items()}
    whole, basis = chapter.residents, residents[1] if residents else ""
    return Cube(subjects, _places(chapter, codes, residents), months, table, covered, whole, basis)


def _fill(
    table: np.ndarray, records: pd.DataFrame, subjects: list[Subject], codes: list[str], months: list[str]
) -> None:
    """Count the records of a kind into their category, and into the whole of their kind."""
    labels = [subject.label for subject in subjects]
    crimes = "category" in records
    place = pd.Index(codes).get_indexer(records["lsoa"]) if "lsoa" in records else np.full(len(records), -1)
    place = np.where(place < 0, len(codes), place)
    month = pd.Index(months).get_indexer(records["month"])
    whole = labels.index(ALL_CRIME.label if crimes else ASB.label)
    np.add.at(table, (np.full(len(records), whole), place, month), 1)
    if crimes:
        np.add.at(table, (pd.Index(labels).get_indexer(records["category"]), place, month), 1)


def _places(chapter: Chapter, codes: list[str], residents: tuple[pd.Series, str] | None) -> pd.DataFrame:
    wards = wards_of(chapter)
    named = pd.Series("", index=codes) if wards is None else wards.set_index("lsoa")["ward_name"].reindex(codes)
    people = residents[0].reindex(codes).astype(float) if residents else np.nan
    told = {"name": names_of(chapter, codes), "ward": named.fillna(""), "residents": people}
    return pd.DataFrame(told, index=pd.Index(codes, name="code"))
