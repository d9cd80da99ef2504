"""The figures of a subject's year: count, change on the year before, share and rate; and the change in words."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from assessment.chapters.base import Chapter
from assessment.chapters.crime.subjects import ALL_CRIME, Subject, inside
from assessment.figures import Figure
from assessment.measures.change import LikeForLike, like_for_like
from assessment.measures.rates import rate
from assessment.periods import FinancialYear, month_name
from assessment.present import wording
from assessment.present.tables import Table
from assessment.present.wording.numbers import SMALL_BASE

EXACT = "two-sided exact conditional test, counts taken as Poisson"
INTERVAL = ("95% interval from, %", "to, %")
DISPERSION = "Pearson's chi-squared of the months over its degrees of freedom, season and change taken out, 1 or more"
ALLOWING = "two-sided, from the interval of the rate ratio, which allows for the scatter of the months"


@dataclass(frozen=True)
class YearChange:
    """A subject's count in the edition's year and, where the year before has months in common, the change."""

    subject: Subject
    count: int
    period: str
    like: LikeForLike | None

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
        """` over the nine months that both years have`; empty where both years are whole."""
        return f" {wording.like_for_like(self.like.months)}" if self.like and self.like.part_year else ""


def year_change(chapter: Chapter, subject: Subject) -> YearChange | None:
    """Count a subject and compare it like for like with the year before, each number a figure; None where unknown."""
    counts, year = chapter.counts, chapter.year
    if not counts.known(subject) or not counts.present(subject, year):
        return None
    period, count = counts.period(subject, year), counts.total(subject, year)
    chapter.figure(f"{subject.id}.count", subject.label, count, "count", of=subject.kind, period=period, method="count")
    like = like_for_like(counts.months(subject), year) if _comparable(chapter, subject) else None
    found = YearChange(subject, count, period, like)
    if like is not None:
        _change_figures(chapter, found)
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
    months = found.over.strip()
    return f"{months[0].upper()}{months[1:]}, {inside(told)}" if months else told


def count_sentence(found: YearChange) -> str:
    """The change where there is a year before to compare, else the count alone."""
    if found.like is not None:
        return change_sentence(found)
    told = f"{found.subject.label}: {found.subject.counted(found.count)} in {found.when}"
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
    return chapter.share(f"{subject.id}.share", label, part, whole, period=period)


def rate_per_1000(chapter: Chapter, subject: Subject) -> Figure | None:
    """Recorded per 1,000 residents in a whole year; None for a part year or where no population is known."""
    residents = chapter.residents
    if residents is None or not chapter.counts.complete(subject, chapter.year):
        return None
    count = chapter.counts.total(subject, chapter.year)
    found = rate(count, residents.number)
    made_from = {"numerator": count, "denominator": residents.number, "of": (subject.kind, residents.source)}
    ends = {"low": found.low, "high": found.high, "confidence": 0.95}
    method, label = f"{found.method}; residents: {residents.basis}", f"{subject.label} per 1,000 residents"
    return chapter.figure(f"{subject.id}.rate", label, found.value, "per 1,000", **made_from, **ends, method=method)


def rate_sentence(chapter: Chapter, found: YearChange) -> Iterable[str]:
    """The rate of a whole year beside its count; nothing where there is none."""
    rate_figure = rate_per_1000(chapter, found.subject)
    if rate_figure is not None:
        told = f"{wording.counted(found.count, found.subject.noun.removesuffix('s'))} in {found.when}"
        words = wording.rate(rate_figure.value, rate_figure.low, rate_figure.high)
        yield f"{told} {'is' if found.count == 1 else 'are'} {words}."


def dispersion_sentences(whole: YearChange, parts: Sequence[YearChange]) -> tuple[str, ...]:
    """How p and the intervals allow for the scatter of the months, and by how much."""
    sizes = sorted(one.like.change.dispersion for one in parts)
    ends = " to ".join(dict.fromkeys(wording.number(size, 1) for size in (sizes[0], sizes[-1])))
    of_all = wording.number(whole.like.change.dispersion, 1)
    return (
        "The tests and intervals allow for months that scatter more than chance would explain. The dispersion is how "
        "many times as much they scatter, once the season and the change itself are taken out (Pearson's "
        "chi-squared over its degrees of freedom, never less than one); intervals widen by its square root.",
        f"The dispersion is {of_all} for {inside(whole.subject.label)} and {ends} for the categories; the tables have "
        "it for each row.",
    )


def changes_table(chapter: Chapter, found: Iterable[YearChange | None], caption: str, name: str) -> Table | None:
    """The change of a subject and of its parts as a table, in the order given; what cannot be compared is left out."""
    given = [one for one in found if one is not None]
    known = [one for one in given if one.like is not None]
    if not known:
        return None
    frame = pd.DataFrame([_row(one, chapter.year) for one in known])
    levels = _levels([one.subject for one in known]) if known[0] is given[0] else ()
    overs = list(dict.fromkeys(one.over for one in known))
    over = overs[0] if len(overs) == 1 else " over the months that both years have"
    told = f"{caption}, {chapter.area.name}, {chapter.year} and the year before{over}"
    subject = known[0].subject
    decimals = dict.fromkeys(("Change, %", *INTERVAL, "Dispersion"), 1)
    return chapter.table(frame, told, subject.noun, name, of=subject.kind, decimals=decimals, levels=levels)


def _levels(subjects: Sequence[Subject]) -> tuple[int, ...]:
    """0 for the whole, which is the first; 1 for its parts; 2 for a part that is inside another part."""
    asked = [set(subject.where) for subject in subjects]
    return (0, *(1 + any(asked[other] < asked[at] for other in range(1, at)) for at in range(1, len(asked))))


def _row(found: YearChange, year: FinancialYear) -> dict:
    """A row of the table; of too few before there is no percentage."""
    like, (low, high) = found.like, found.ends
    enough = like.before >= SMALL_BASE and high is not None
    return {
        "Recorded": found.subject.label,
        str(year.before): int(like.before),
        str(year): int(like.after),
        "Change": int(like.change.difference),
        "Change, %": round(like.change.percent, 1) if enough else None,
        **dict(zip(INTERVAL, (low, high) if enough else (None, None), strict=True)),
        wording.SIGNIFICANT: "no" if found.unclear else "yes",
        "Dispersion": round(like.change.dispersion, 1),
    }
