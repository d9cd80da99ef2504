"""The figures of a subject's year: count, change on the year before, share and rate; and the change in words."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from assessment.chapters.base import Chapter
from assessment.chapters.crime.hidden import hides, share_of, shown_months
from assessment.chapters.crime.subjects import (
    ALL_CRIME,
    ASB,
    DOMESTIC,
    EXPLOITATION,
    SEXUAL,
    VIOLENCE,
    Subject,
    category,
    inside,
)
from assessment.chapters.disclosed import SYMBOL
from assessment.figures import Figure
from assessment.measures.change import LikeForLike, compare, dispersion_of, like_for_like
from assessment.measures.rates import rate
from assessment.periods import FinancialYear, month_name, shift_month
from assessment.present import wording
from assessment.present.wording.numbers import SMALL_BASE

EXACT = "two-sided exact conditional test, counts taken as Poisson"
NOT_TOLD = "the number is not shown, so that no person can be recognised"
DISPERSION = "Pearson's chi-squared of the months over its degrees of freedom, season and change taken out, 1 or more"
ALLOWING = "two-sided, from the interval of the rate ratio, which allows for the scatter of the months (Student's t)"
# What the subjects ask whose months are shown.
MONTHLY = [one.where for one in (ALL_CRIME, ASB, VIOLENCE, SEXUAL, DOMESTIC, EXPLOITATION, category("Drug offences"))]


@dataclass(frozen=True)
class YearChange:
    """A subject's count in the edition's year and, where the year before has months in common, the change."""

    subject: Subject
    count: int | None
    period: str
    like: LikeForLike | None
    year: FinancialYear
    withheld: bool = False  # the count (then None), or that of the year before, is not to be told

    @property
    def tested(self) -> float | None:
        """The p that belongs to the interval of the change: it allows for how much the months scatter."""
        if self.like is None:
            return None
        change = self.like.change
        return change.p_exact if change.p is None else change.p

    @property
    def unclear(self) -> bool:
        """Whether chance alone could explain the change; False where nothing could be compared."""
        return wording.unclear(self.tested)

    @property
    def ends(self) -> tuple[float | None, float | None]:
        """The interval of the change in per cent."""
        if self.like is None or self.like.change.ratio is None:
            return None, None
        change = self.like.change
        return tuple(None if end is None else 100 * (end - 1) for end in (change.low, change.high))

    @property
    def difference_ends(self) -> tuple[float | None, float | None]:
        """The interval of the change in offences, from that of the ratio and the count before."""
        return tuple(None if end is None else end / 100 * self.like.before for end in self.ends)

    @property
    def when(self) -> str:
        """The period in words, as a sentence has it: `2014/15`, `July 2014 to August 2014`."""
        return re.sub(r"\d{4}-\d\d", lambda month: month_name(month[0]), self.period)

    @property
    def over(self) -> str:
        """` over the nine months that both years have`; empty where both years have all that the edition is of."""
        lacking = self.like is not None and [*self.like.months] != self.year.months
        return f" {wording.like_for_like(self.like.months)}" if lacking else ""


def year_change(chapter: Chapter, subject: Subject) -> YearChange | None:
    """Count a subject and compare it like for like with the year before, each number a figure; None where unknown."""
    counts, year = chapter.counts, chapter.year
    if not counts.known(subject) or not counts.present(subject, year):
        return None
    period, count = counts.period(subject, year), counts.total(subject, year)
    told = {"of": subject.kind, "period": period, "method": "count"}
    if hides(chapter, subject, year):
        chapter.figure(f"{subject.id}.count", subject.label, None, "count", suppressed=True, **told)
        return _withheld(chapter, YearChange(subject, None, period, None, year, withheld=True))
    chapter.figure(f"{subject.id}.count", subject.label, count, "count", **told)
    like = like_for_like(counts.months(subject), year.full) if _comparable(chapter, subject) else None
    if like is not None and hides(chapter, subject, year.before):
        return _withheld(chapter, YearChange(subject, count, period, None, year, withheld=True))
    if like is not None and subject.where in MONTHLY:
        like = _of_shown_months(chapter, subject, like)
    found = YearChange(subject, count, period, like, year)
    if like is not None:
        _change_figures(chapter, found)
    return found


def _of_shown_months(chapter: Chapter, subject: Subject, like: LikeForLike) -> LikeForLike:
    """The change with the scatter of what a reader knows: hidden months stand as one, so that it tells none of them."""
    months = chapter.counts.months(subject)
    shown = shown_months(chapter, subject, months[months.index >= chapter.year.before.first_month])
    pairs = [(shift_month(month, -12), month) for month in like.months]
    kept = [pair for pair in pairs if SYMBOL not in (shown[pair[0]], shown[pair[1]])]
    if len(kept) == len(pairs):
        return like
    sides = [[int(months[pair[side]]) for pair in kept] for side in (0, 1)]
    for side, total in zip(sides, (like.before, like.after), strict=True):
        side.append(int(total) - sum(side))
    try:
        scatter = dispersion_of(*sides)
    except ValueError:  # too few months
        scatter = 1
    return replace(like, change=compare(like.before, like.after, dispersion=scatter))


def _withheld(chapter: Chapter, found: YearChange) -> YearChange:
    """A subject of which one side of the change is not to be told, nor then the change."""
    label = f"{found.subject.label}: change on the year before"
    told = {"of": found.subject.kind, "period": found.period, "suppressed": True}
    chapter.figure(f"{found.subject.id}.change", label, None, "count", **told)
    return found


def rated_change(chapter: Chapter, subject: Subject | None) -> YearChange | None:
    """The change of a subject, its rate and, of crime, its share of all crime; None without a subject to count."""
    found = year_change(chapter, subject) if subject else None
    if found is not None:
        rate_per_1000(chapter, found.subject)
        if found.subject.kind == "crime" and found.subject is not ALL_CRIME:
            share_of_crime(chapter, found.subject)
    return found


def _comparable(chapter: Chapter, subject: Subject) -> bool:
    now, before = (chapter.counts.present(subject, year) for year in (chapter.year, chapter.year.before))
    return bool({month[5:] for month in now} & {month[5:] for month in before})


def _change_figures(chapter: Chapter, found: YearChange) -> None:
    id, like, (low, high) = found.subject.id, found.like, found.ends
    change, label = like.change, f"{found.subject.label}: change on the year before{found.over}"
    told = {"of": found.subject.kind, "period": found.period, "numerator": like.after, "denominator": like.before}
    method = f"like for like over {len(like.months)} months"
    chapter.figure(f"{id}.change", label, int(change.difference), "count", **told, method=method)
    if change.percent is not None:
        ends = {"low": low, "high": high, "confidence": 0.95}
        method += f"; interval of the rate ratio, dispersion {change.dispersion:.2f}"
        chapter.figure(f"{id}.change_percent", label, change.percent, "percent", **told, **ends, method=method)
    chapter.figure(f"{id}.change_p", f"{label}, p", change.p_exact, "probability", **told, method=EXACT)
    if change.p is not None:
        name = f"{label}, p allowing for the scatter of the months"
        chapter.figure(f"{id}.change_p_dispersion", name, change.p, "probability", **told, method=ALLOWING)
    name = f"{label}, dispersion of the months"
    chapter.figure(f"{id}.change_dispersion", name, change.dispersion, "times", **told, method=DISPERSION)


def change_sentence(found: YearChange, label: str = "") -> str:
    """The change as a sentence that cannot contradict its figures."""
    like, (low, high) = found.like, found.ends
    sure = {"p": found.tested, "low": low, "high": high}
    name = label or inside(found.subject.label)
    told = wording.change_sentence(name, like.before, like.after, **sure, unit=found.subject.noun)
    months = found.over.strip() or ("" if found.year.whole else f"in {found.year}")
    return f"{months[0].upper()}{months[1:]}, {inside(told)}" if months else told


def count_sentence(found: YearChange) -> str:
    """The change where there is a year before to compare, else the count alone."""
    if found.like is not None:
        return change_sentence(found)
    if found.count is None:
        return f"{found.subject.label}: {NOT_TOLD} ({found.when})."
    told = f"{found.subject.label}: {found.subject.counted(found.count)} in {found.when}"
    if found.withheld:
        return f"{told}; the change on the year before is not shown, so that no person can be recognised."
    return f"{told}; the files have no month of the year before to compare."


def clear_sentences(found: Iterable[YearChange]) -> Iterable[str]:
    """The changes larger than chance would explain, a sentence for those that rose and one for those that fell."""
    clear = sorted((one for one in found if not one.unclear), key=lambda one: -abs(one.like.change.percent or 0))
    for word, sign in (("Rises", 1), ("Falls", -1)):
        moved = [one for one in clear if sign * one.like.change.difference > 0]
        if len(moved) == 1:
            yield change_sentence(moved[0])
        elif moved:
            yield f"{word} {wording.LARGER}: {wording.listed(map(_in_short, moved))}."


def _in_short(found: YearChange) -> str:
    """`sexual offences +33.7% (516 to 690; p < 0.001)`."""
    like, label = found.like, inside(found.subject.label)
    percent = "" if like.before < SMALL_BASE else f" {wording.signed_percent(like.change.percent)}"
    ends = f"{wording.number(like.before)} to {wording.number(like.after)}{found.over}"
    return f"{label}{percent} ({ends}; {wording.p_value(found.tested)})"


def share_of_crime(chapter: Chapter, subject: Subject) -> Figure | None:
    """The subject's share of all recorded crime (0 to 1) over the months that tell it; None where none was recorded."""
    part, whole = chapter.counts.part_of(subject, ALL_CRIME, chapter.year)
    if not whole:
        return None
    label, period = f"{subject.label} as a share of all recorded crime", chapter.counts.period(subject, chapter.year)
    return share_of(chapter, subject, label, part, whole, period=period)


def rate_per_1000(chapter: Chapter, subject: Subject) -> Figure | None:
    """Recorded per 1,000 residents in a whole year; None for a part year or where no population is known."""
    residents = chapter.residents
    if residents is None or not (chapter.year.whole and chapter.counts.complete(subject, chapter.year)):
        return None
    count = chapter.counts.total(subject, chapter.year)
    found = rate(count, residents.number)
    made_from = {"numerator": count, "denominator": residents.number, "of": (subject.kind, residents.source)}
    ends = {"low": found.low, "high": found.high, "confidence": 0.95}
    method, label = f"{found.method}; residents: {residents.basis}", f"{subject.label} per 1,000 residents"
    if hides(chapter, subject, chapter.year):
        return chapter.figure(f"{subject.id}.rate", label, None, "per 1,000", of=made_from["of"], suppressed=True)
    return chapter.figure(f"{subject.id}.rate", label, found.value, "per 1,000", **made_from, **ends, method=method)


def rate_sentence(chapter: Chapter, found: YearChange) -> Iterable[str]:
    """The rate of a whole year beside its count; nothing where there is none."""
    rate_figure = rate_per_1000(chapter, found.subject)
    if rate_figure is not None and not rate_figure.suppressed:
        told = f"{wording.counted(found.count, found.subject.noun.removesuffix('s'))} in {found.when}"
        words = wording.rate(rate_figure.value, rate_figure.low, rate_figure.high)
        yield f"{told} {'is' if found.count == 1 else 'are'} {words}."
