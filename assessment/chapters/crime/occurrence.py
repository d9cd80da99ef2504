"""When crimes were committed, as against when they were recorded: non-recent offences and those of the year itself."""

from dataclasses import dataclass

import pandas as pd

from assessment.chapters.base import Chapter
from assessment.chapters.crime.cuts import gaps, records_in
from assessment.chapters.crime.hidden import hides
from assessment.chapters.crime.subjects import Subject
from assessment.periods import FinancialYear


@dataclass(frozen=True)
class Occurrence:
    """Of `recorded` crimes, `non_recent` were committed more than 12 months before and `in_year` in the year itself."""

    recorded: int
    non_recent: int
    in_year: int


def occurrence_of(records: pd.DataFrame, year: FinancialYear) -> Occurrence | None:
    """How long before the recording a year's crimes were committed; None where the records bear no committed date.

    The last day on which a crime may have been committed counts; a crime without one counts as neither. Only crimes
    recorded by the end of the year are known, so the crimes committed in it are those known by then.
    """
    if records.empty or "committed_to" not in records:
        return None
    ended = pd.to_datetime(records["committed_to"]).fillna(pd.to_datetime(records["committed_from"]))
    if ended.isna().all():
        return None
    recorded = pd.to_datetime(records["recorded"])
    non_recent = ended < recorded - pd.DateOffset(months=12)
    in_year = (ended >= pd.Timestamp(year.first_day)) & (ended <= pd.Timestamp(year.last_day))
    return Occurrence(len(records), int(non_recent.sum()), int(in_year.sum()))


def told_occurrence(chapter: Chapter, subject: Subject, year: FinancialYear) -> Occurrence | None:
    """When a year's crimes of a subject were committed; None also where that would tell a small count."""
    found = occurrence_of(chapter.counts.records(subject, year), year)
    if found is None or hides(chapter, subject, year):
        return None
    between = [occurrence_of(records_in(chapter, subject, gap), year.full) for gap in gaps(chapter, year)]
    tells = _tells(chapter, subject, found) or any(_differ_by_few(chapter, subject, one) for one in between if one)
    return None if tells else found


def _tells(chapter: Chapter, subject: Subject, found: Occurrence) -> bool:
    parts = (found.non_recent, found.in_year)
    return any(chapter.disclosure.telling(part, found.recorded, subject.kind) for part in parts)


def _differ_by_few(chapter: Chapter, subject: Subject, gap: Occurrence) -> bool:
    """Whether two editions would differ by few, who are not all of those recorded in between."""
    parts = (gap.non_recent, gap.recorded - gap.non_recent, gap.in_year, gap.recorded - gap.in_year)
    return any(chapter.disclosure.small(part, subject.kind) for part in parts)
