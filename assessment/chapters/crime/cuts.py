"""What a reader subtracts: totals of a financial year up to other months, in editions beside this one and in its own.

All totals begin in April, so that two differ by the months between their ends: a gap, which is counted like a year. And
months of which some are hidden are told by a total that ends among them.
"""

from collections.abc import Collection
from functools import lru_cache

import pandas as pd

from assessment.chapters.base import Chapter
from assessment.chapters.crime.counts import Counts
from assessment.chapters.crime.subjects import Subject
from assessment.chapters.disclosed import THRESHOLD
from assessment.periods import FinancialYear


def cuts(chapter: Chapter, year: FinancialYear) -> set[int]:
    """How many months the other totals of a financial year have: those of this edition and of those it gives way to."""
    found = {chapter.year.length}
    for one in chapter.disclosure.first:
        found |= _lengths(one.year, year.starts)
    return found - {year.length}


def _lengths(edition: FinancialYear, starts: int) -> set[int]:
    """An edition counts the same months of the years before its own, and may count those whole."""
    return {edition.length, 12} if starts < edition.starts else {edition.length} if starts == edition.starts else set()


def gaps(chapter: Chapter, year: FinancialYear) -> list[list[str]]:
    """The months by which other totals of a financial year differ from that of `year`."""
    ends = [sorted((year.length, other)) for other in sorted(cuts(chapter, year))]
    return [year.full.months[first:last] for first, last in ends]


@lru_cache(maxsize=1)
def all_counts(chapter: Chapter) -> Counts:
    """The counts of months that this edition does not show too: another one may."""
    return chapter.counts if chapter.year.whole else Counts(chapter.prepared, chapter.area, chapter.year.full)


def records_in(chapter: Chapter, subject: Subject, months: Collection[str]) -> pd.DataFrame:
    """The records of a subject in some months."""
    records = all_counts(chapter).records(subject)
    return records[records["month"].isin(months)]


def total_in(chapter: Chapter, subject: Subject, months: Collection[str]) -> int:
    """The count of a subject in some months."""
    return int(all_counts(chapter).months(subject).reindex(months).sum())


def few_between(chapter: Chapter, subject: Subject, year: FinancialYear) -> bool:
    """Whether a small count is what a year's total and another one differ by."""
    return any(0 < total_in(chapter, subject, gap) < THRESHOLD for gap in gaps(chapter, year))


def share_between(chapter: Chapter, part: Subject, whole: Subject, year: FinancialYear) -> bool:
    """Whether a share of a year tells a small count with that of a part of the year, or of more of it."""
    pairs = [[total_in(chapter, one, gap) for one in (part, whole)] for gap in gaps(chapter, year)]
    return any(chapter.disclosure.small(n, part.kind) for some, all_ in pairs for n in (some, all_ - some))


def in_pieces(chapter: Chapter, subject: Subject, months: pd.Series, ends: Collection[int]) -> pd.Series:
    """Which months of a financial year are hidden, where a reader has the totals up to some of them."""
    number = [(int(month[5:]) - 4) % 12 for month in months.index]
    piece = pd.Series([sum(one >= end for end in ends) for one in number], index=months.index)
    return pd.concat([chapter.disclosure.hidden(own, subject.kind) for _, own in months.groupby(piece)])


@lru_cache(maxsize=512)
def beside(chapter: Chapter, subject: Subject, starts: int) -> list[tuple[pd.Series, pd.Series]]:
    """The months of a financial year in each edition that this one gives way to, and which of them it hides."""
    found = []
    for one in chapter.disclosure.first:
        if starts <= one.year.starts:
            shown = one.year if starts == one.year.starts else FinancialYear(starts)
            own = all_counts(chapter).months(subject)
            own = own[own.index.isin(shown.months)]
            ends = _lengths(one.year, starts).union(*(_lengths(other, starts) for other in one.gave_way))
            if len(own):
                found.append((own, in_pieces(chapter, subject, own, ends)))
    return found


def tells_months(chapter: Chapter, subject: Subject, year: FinancialYear) -> bool:
    """Whether a year's total would tell months that an edition beside it hides."""
    for own, hidden in beside(chapter, subject, year.starts):
        inside = own.index.isin(year.months)
        if not inside.all() and any(_near(own[side], hidden[side]) for side in (inside, ~inside)):
            return True
    return False


def _near(months: pd.Series, hidden: pd.Series) -> bool:
    """Whether hidden months whose sum is known are brought too near; noughts are shown where another month is."""
    lost = months[hidden]
    return bool(lost.sum()) and (len(lost) == 1 or lost.sum() - len(lost) * (not hidden.all()) < THRESHOLD)
