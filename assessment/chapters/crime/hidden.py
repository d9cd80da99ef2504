"""Which subjects' counts of a year the edition may not tell: small ones, and others that would tell them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from assessment.chapters.base import Chapter
from assessment.chapters.crime import kinds
from assessment.chapters.crime.ages import hides_children
from assessment.chapters.crime.cuts import beside, cuts, few_between, gaps, in_pieces, tells_months, total_in
from assessment.chapters.crime.subjects import ALL_CRIME, Subject, category
from assessment.chapters.disclosed import SYMBOL, THRESHOLD
from assessment.figures import Figure
from assessment.measures.linked import Line, widths
from assessment.periods import FinancialYear


def hides(chapter: Chapter, subject: Subject, year: FinancialYear) -> bool:
    """Whether the count of a subject in a year is hidden: in every chapter alike, for it follows from the records."""
    if not chapter.disclosure.guards(subject.kind) or not chapter.counts.present(subject, year):
        return False
    lost = _alone(chapter, subject, year) or _asks(subject) in _together(chapter, subject, year)
    if lost:
        chapter.told.withhold(subject.label, _period(chapter, year), chapter.counts.total(subject, year))
    return lost


def _alone(chapter: Chapter, subject: Subject, year: FinancialYear) -> bool:
    """Whether a count is small, or tells one with the count of a part of the same year, or of more of it."""
    small = chapter.disclosure.small(chapter.counts.total(subject, year), subject.kind)
    between = few_between(chapter, subject, year) or tells_months(chapter, subject, year)
    return small or between or hides_children(chapter, subject, year)


def _period(chapter: Chapter, year: FinancialYear) -> str:
    return replace(chapter.year, starts=year.starts).period


def _asks(subject: Subject) -> str:
    """What a subject counts, whatever it is called."""
    return repr((subject.kind, subject.where))


@dataclass(frozen=True)
class Family:
    """A whole and kinds of it, with their counts of a year, by what they ask; `all`: there are no other kinds."""

    whole: Subject
    parts: tuple[Subject, ...]
    counts: dict[str, int]
    all: bool
    between: bool = False  # of two totals: of its counts only the small ones are to be kept

    @cached_property
    def asks(self) -> list[str]:
        """What its kinds ask, the dearest to a reader first."""
        return [_asks(part) for part in self.parts]

    @property
    def all_of_it(self) -> tuple[Subject, ...]:
        """The whole and its kinds."""
        return (self.whole, *self.parts)

    def over(self, chapter: Chapter, months: Sequence[str]) -> "Family":
        """The same, counted over the months by which two totals differ: a reader has the difference of each."""
        counts = {_asks(one): total_in(chapter, one, months) for one in self.all_of_it}
        return replace(self, counts=counts, between=True)

    @property
    def rest(self) -> int:
        """What the whole has beyond its kinds; nought where they overlap."""
        return max(0, self.counts[_asks(self.whole)] - sum(self.counts[ask] for ask in self.asks))

    def line(self, hidden: set[str]) -> Line:
        """What a reader knows of those of its counts that are hidden."""
        whole = _asks(self.whole)
        signs = {ask: 1 for ask in self.asks if ask in hidden} | ({whole: -1} if whole in hidden else {})
        known = 0 if whole in hidden else self.counts[whole]
        return Line(signs, known - sum(self.counts[ask] for ask in self.asks if ask not in hidden), not self.all)


def _families(chapter: Chapter, year: FinancialYear) -> Iterator[Family]:
    """The wholes whose kinds a reader is told, with those kinds that the records tell apart."""
    named = [category(name) for name in chapter.counts.categories(year)]
    for whole, parts in (*kinds.FAMILIES, (ALL_CRIME, named)):
        known = tuple(part for part in parts if chapter.counts.known(part))
        if known and chapter.counts.known(whole):
            counts = {_asks(one): chapter.counts.total(one, year) for one in (whole, *known)}
            yield Family(whole, known, counts, whole is ALL_CRIME)


def _together(chapter: Chapter, subject: Subject, year: FinancialYear) -> set[str]:
    """What is hidden beside small counts of a subject's kind: first in each family, then for all of them together."""
    key = (subject.kind, str(year))
    if key not in chapter.told.hidden:
        families = [one for one in _families(chapter, year) if one.whole.kind == subject.kind]
        sums = [families, *([one.over(chapter, gap) for one in families] for gap in gaps(chapter, year))]
        hidden = {ask for table in sums for one in table for ask in _hidden_in(chapter, one)}
        hidden |= {_asks(one) for family in families for one in family.all_of_it if _alone(chapter, one, year)}
        hidden |= _more(sums, hidden)
        chapter.told.hidden[key] = hidden
        for one in families:
            if hidden & {*one.asks}:
                _tell(chapter, one, _period(chapter, year))
    return chapter.told.hidden[key]


def _hidden_in(chapter: Chapter, family: Family) -> Iterator[str]:
    counts = pd.Series({ask: family.counts[ask] for ask in family.asks})
    dear = [] if family.all else family.asks[:-1]
    hidden = chapter.disclosure.hidden(counts, family.whole.kind, rest=family.rest, dear=dear)
    yield from counts.index[hidden]


def _more(sums: list[list[Family]], hidden: set[str]) -> set[str]:
    """What else to hide, so that none of several tables brings a hidden count too near; of two, no more than needed."""
    added: list[str] = []
    while hidden and (more := next(filter(None, (_beside(one, {*hidden, *added}) for one in sums)), "")):
        added.append(more)
    for one in [*added] if len(sums) > 1 else ():
        without = {*added} - {one}
        if not any(_beside(families, hidden | without) for families in sums):
            added.remove(one)
    return {*added}


def _beside(families: list[Family], hidden: set[str]) -> str:
    """What to hide next so that no hidden count is brought too near by all sums together; empty where none is.

    The smallest kind beside it that is left, else the whole of one that is not all crime.
    """
    between = any(one.between for one in families)
    found = widths((one.line(hidden) for one in families), least=0 if between else 1)
    near = {ask for ask, width in found.items() if width < THRESHOLD}
    if between:
        near &= {ask for one in families for ask, count in one.counts.items() if 0 < count < THRESHOLD}
    touched = [one for one in families if near & {*one.asks, _asks(one.whole)}]
    left = {ask: one.counts[ask] for one in touched for ask in one.asks if ask not in hidden and one.counts[ask]}
    wholes = {_asks(one.whole): one.counts[_asks(one.whole)] for one in touched if not one.all}
    left = left or {ask: count for ask, count in wholes.items() if ask not in hidden}
    return min(left, key=lambda ask: (left[ask], ask)) if left else ""


def _tell(chapter: Chapter, family: Family, period: str) -> None:
    whole, parts = family.whole, family.parts
    told = {"whole": f"{whole.id}.count", "parts": [f"{part.id}.count" for part in parts], "period": period}
    told |= {"all": family.all, "labels": [whole.label, *(part.label for part in parts)]}
    chapter.told.kinds.setdefault((*told["parts"], period), told)


def share_of(chapter: Chapter, subject: Subject, label: str, part: int, whole: int, **told: object) -> Figure:
    """The share (0 to 1) that a subject has of a whole in the year; hidden where the subject's count is."""
    id = f"{subject.id}.share"
    if hides(chapter, subject, chapter.year):
        return chapter.figure(id, label, None, "ratio", suppressed=True, **told)
    return chapter.share(id, label, part, whole, **told)


def hidden_years(chapter: Chapter, subject: Subject, years: Iterable[str]) -> list[str]:
    """Those of some years, such as `2014/15`, whose counts are hidden; over the months that the edition is of."""
    return [year for year in years if hides(chapter, subject, replace(chapter.year, starts=int(year[:4])))]


def shown_months(chapter: Chapter, subject: Subject, months: pd.Series) -> pd.Series:
    """Counts by month, `[c]` where one is hidden, so that the totals of the years do not tell it."""
    if not chapter.disclosure.guards(subject.kind):
        return months
    told = months.astype(object)
    for full, own in months.groupby(months.index.map(FinancialYear.of_month)):
        lost = _lost_months(chapter, subject, full, own)
        told[lost.index[lost]] = SYMBOL
    for month, count in told.items():
        chapter.told.tell(f"{subject.id}.count", month, count)
    return told


def _lost_months(chapter: Chapter, subject: Subject, full: FinancialYear, own: pd.Series) -> pd.Series:
    """Which of the months of a financial year are hidden, here or in an edition that this one gives way to."""
    year = replace(chapter.year, starts=full.starts)
    totals = {year, full} if full < chapter.year.full else {year}
    lost = in_pieces(chapter, subject, own, {year.length, *cuts(chapter, year)})
    lost |= any(hides(chapter, subject, one) for one in totals)
    for _, theirs in beside(chapter, subject, full.starts):
        lost |= theirs.reindex(lost.index, fill_value=False)
    return lost


def hides_months(chapter: Chapter, subject: Subject, months: pd.Series) -> bool:
    """Whether one of some months is hidden."""
    return bool(shown_months(chapter, subject, months).eq(SYMBOL).any())
