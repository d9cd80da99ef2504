"""Victims and suspects by age band, and which bands the edition hides: what is told of children is their sum."""

from collections.abc import Sequence

import pandas as pd

from assessment.chapters.base import Chapter
from assessment.chapters.crime.cuts import gaps, records_in
from assessment.chapters.crime.subjects import SEXUAL, UNDER_16, Subject
from assessment.periods import FinancialYear

BANDS = ("0-9", "10-14", "15", "16-19", "20-24", "25-29", "30-34", "35-44", "45-54", "55-64", "65+")
CHILDREN, GROWN = BANDS[:3], BANDS[3:]


def by_band(records: pd.DataFrame, column: str) -> pd.Series:
    """How many are in each age band, of those whose age is known."""
    known = records[column].dropna() if column in records else pd.Series(dtype=object)
    return known.astype(str).value_counts().reindex(BANDS, fill_value=0).astype(int)


def hidden_bands(chapter: Chapter, subject: Subject, column: str) -> pd.Series:
    """Which bands of the year are hidden.

    Of the victims of sexual offences all those under 16 are told too: so these bands are hidden among themselves, and
    the others likewise. Where that does not suffice it is the sum that is not told (`hides_children`).
    """
    tables = _tables(chapter, subject, column, chapter.year)
    apart = _apart(chapter, tables) if subject == SEXUAL and column == "victim_age" else None
    return _lost(chapter, subject, tables, BANDS) if apart is None else apart


def hides_children(chapter: Chapter, subject: Subject, year: FinancialYear) -> bool:
    """Whether the sexual offences against children would tell one of their bands."""
    return subject == UNDER_16 and _apart(chapter, _tables(chapter, SEXUAL, "victim_age", year)) is None


def _apart(chapter: Chapter, tables: Sequence[pd.Series]) -> pd.Series | None:
    """Which bands are hidden where the sum of the children's is told; None where it cannot be."""
    sides = [_lost(chapter, SEXUAL, tables, bands) for bands in (CHILDREN, GROWN)]
    return None if any(side.all() for side in sides) else pd.concat(sides)


def _tables(chapter: Chapter, subject: Subject, column: str, year: FinancialYear) -> list[pd.Series]:
    """The bands of a year, and of the months between its total and others; an edition tells those of its own year."""
    editions = (chapter.year, *(one.year for one in chapter.disclosure.beside))
    between = gaps(chapter, year) if any(one.starts == year.starts for one in editions) else []
    own = chapter.counts.records(subject, year)
    return [by_band(one, column) for one in (own, *(records_in(chapter, subject, gap) for gap in between))]


def _lost(chapter: Chapter, subject: Subject, tables: Sequence[pd.Series], bands: Sequence[str]) -> pd.Series:
    hidden = [chapter.disclosure.hidden(one[list(bands)], subject.kind) for one in tables]
    return pd.concat(hidden, axis=1).any(axis=1)
