"""Which subjects' counts of a year the edition may not tell: small ones, and others that would tell them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import pandas as pd

from assessment.chapters.base import Chapter
from assessment.chapters.crime import kinds
from assessment.chapters.crime.subjects import ALL_CRIME, Subject, category
from assessment.chapters.disclosed import SYMBOL
from assessment.periods import FinancialYear

Family = tuple[Subject, Sequence[Subject]]


def hides(chapter: Chapter, subject: Subject, year: FinancialYear) -> bool:
    """Whether the count of a subject in a year is hidden: in every chapter alike, for it follows from the records."""
    if not chapter.disclosure.guards(subject.kind) or not chapter.counts.present(subject, year):
        return False
    if chapter.disclosure.small(chapter.counts.total(subject, year), subject.kind):
        return True
    return any(_hidden_in(chapter, family, subject, year) for family in _families(chapter, subject, year))


def _families(chapter: Chapter, subject: Subject, year: FinancialYear) -> Iterator[Family]:
    """The wholes that a subject is a kind of, each with its kinds."""
    told = "category" in chapter.counts.records(ALL_CRIME, year)
    named = [category(name) for name in chapter.counts.categories(year)] if told else []
    for whole, parts in (*kinds.FAMILIES, (ALL_CRIME, named)):
        if _asks(subject) in map(_asks, parts) and chapter.counts.known(whole):
            yield whole, [part for part in parts if chapter.counts.known(part)]


def _asks(subject: Subject) -> str:
    """What a subject counts, whatever it is called."""
    return repr((subject.kind, subject.where))


def _hidden_in(chapter: Chapter, family: Family, subject: Subject, year: FinancialYear) -> bool:
    whole, parts = family
    counts = pd.Series({_asks(part): chapter.counts.total(part, year) for part in parts})
    rest = max(0, chapter.counts.total(whole, year) - int(counts.sum()))
    dear = [] if whole is ALL_CRIME else [_asks(part) for part in parts[:-1]]
    hidden = chapter.disclosure.hidden(counts, subject.kind, rest=rest, dear=dear)
    if hidden.any():
        period = replace(chapter.year, starts=year.starts).period
        told = {"whole": f"{whole.id}.count", "parts": [f"{part.id}.count" for part in parts], "period": period}
        told["all"] = whole is ALL_CRIME
        chapter.sums.setdefault((whole.id, period), told)
    return bool(hidden[_asks(subject)])


def hidden_years(chapter: Chapter, subject: Subject, years: Iterable[str]) -> list[str]:
    """Those of some years, such as `2014/15`, whose counts are hidden; over the months that the edition is of."""
    return [year for year in years if hides(chapter, subject, replace(chapter.year, starts=int(year[:4])))]


def shown_months(chapter: Chapter, subject: Subject, months: pd.Series) -> pd.Series:
    """Counts by month, `[c]` where one is hidden, so that the totals of the years do not tell it."""
    if not chapter.disclosure.guards(subject.kind):
        return months
    told = months.astype(object)
    for year, own in months.groupby(months.index.map(FinancialYear.of_month)):
        lost = chapter.disclosure.hidden(own, subject.kind) | hides(chapter, subject, year)
        told[lost.index[lost]] = SYMBOL
    return told


def hides_months(chapter: Chapter, subject: Subject, months: pd.Series) -> bool:
    """Whether one of some months is hidden."""
    return bool(shown_months(chapter, subject, months).eq(SYMBOL).any())
