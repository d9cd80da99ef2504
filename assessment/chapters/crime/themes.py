"""What the records of a priority tell beyond its count: non-recent offences, peaks, months that fell, youth."""

from collections.abc import Callable, Iterable, Iterator

import pandas as pd

from assessment.chapters.base import Chapter
from assessment.chapters.crime import subjects as s
from assessment.chapters.crime.cautions import recording_of
from assessment.chapters.crime.changes import YearChange, share_of_crime
from assessment.chapters.crime.hidden import hides_months, share_of
from assessment.chapters.crime.occurrence import Occurrence, told_occurrence
from assessment.chapters.crime.series import FELL, YEARS
from assessment.figures import Figure
from assessment.measures.change import LikeForLike
from assessment.periods import month_name
from assessment.present import wording

LARGEST = "largest count of the year"


def theme_sentences(chapter: Chapter, priority: str, found: YearChange) -> Iterable[str]:
    """The sentences that only this priority has, each number a figure."""
    return THEMES[priority](chapter, found) if priority in THEMES else ()


def told_share(figure: Figure) -> str:
    """A share with its counts: `32.4% (1,312 of 4,048)`; in words where it is suppressed."""
    if figure.suppressed:
        return wording.HIDDEN_SHARE
    return wording.share(figure.numerator, figure.denominator)


def alcohol_in_violence(chapter: Chapter) -> Figure | None:
    """The share of violence that is marked as alcohol-related; None where the records cannot tell or hold none."""
    subject = s.ALCOHOL_VIOLENCE
    part, whole = chapter.counts.part_of(subject, s.VIOLENCE, chapter.year)
    if not whole:
        return None
    label, period = f"{subject.label} as a share of violence", chapter.counts.period(subject, chapter.year)
    return share_of(chapter, subject, label, part, whole, period=period)


def _violence(chapter: Chapter, found: YearChange) -> Iterator[str]:
    share = alcohol_in_violence(chapter) if found.subject is s.VIOLENCE else None
    if share is not None:
        yield f"Alcohol was marked in {told_share(share)} of {s.inside(s.VIOLENCE.label)}."


def _sexual_offences(chapter: Chapter, found: YearChange) -> Iterator[str]:
    for subject, plural in ((s.SEXUAL, "sexual offences"), (s.RAPE, "rapes")):
        told = _occurrence(chapter, subject, chapter.year)
        if told is not None:
            share = wording.share(told.non_recent, told.recorded)
            yield f"{share} of the {plural} recorded took place more than twelve months before they were reported."
    now, before = (_occurrence(chapter, s.RAPE, year) for year in (chapter.year, chapter.year.before))
    if now and before:
        then = "that year" if chapter.year.whole else "those months"
        yield (
            f"By the date on which they took place, {wording.number(now.in_year)} rapes recorded in {chapter.year} "
            f"took place in {then}, against {wording.number(before.in_year)} in the year before. Records of a year "
            "hold reports of older offences, so the two can move apart."
        )


def _occurrence(chapter: Chapter, subject: s.Subject, year: object) -> Occurrence | None:
    """When a whole year's crimes of a subject were committed, as figures; None where the records do not tell."""
    if not chapter.counts.complete(subject, year):
        return None
    found = told_occurrence(chapter, subject, year)
    if found is None:
        return None
    id, label = subject.id, subject.label
    told = {"period": year.period, "method": "committed date against recorded date"}
    older, inside = (
        f"{label}: took place over 12 months before the report",
        f"{label}: recorded and committed in the year",
    )
    chapter.figure(f"{id}_non_recent.count", older, found.non_recent, "count", **told)
    chapter.share(f"{id}_non_recent.share", f"{older}, share", found.non_recent, found.recorded, period=year.period)
    chapter.figure(f"{id}_committed_in_year.count", inside, found.in_year, "count", **told)
    return found


def _domestic_abuse(chapter: Chapter, found: YearChange) -> Iterator[str]:
    share = share_of_crime(chapter, s.DOMESTIC)
    if share is not None:
        yield f"{s.DOMESTIC.label} was {told_share(share)} of all recorded crime."
    months = chapter.counts.months(s.DOMESTIC)
    if found.count is None or hides_months(chapter, s.DOMESTIC, months):
        return
    if found.count:
        yield _peak_month(chapter, months)
    if found.count and chapter.counts.complete(s.DOMESTIC, chapter.year) and chapter.year.quarters:
        yield _peak_quarter(chapter, months)


def _peak_month(chapter: Chapter, months: pd.Series) -> str:
    """The highest month of the year, and whether it is the highest of those shown."""
    shown = months[months.index.isin([month for year in chapter.year.back(YEARS) for month in year.months])]
    of_year = shown[shown.index.isin(chapter.year.months)]
    peak, most = of_year.idxmax(), int(of_year.max())
    label = "Domestic abuse: the highest month"
    chapter.figure("crime.domestic_abuse.peak_month", label, most, "count", period=peak, method=LARGEST)
    record = most > shown[~shown.index.isin(of_year.index)].max() if len(shown) > len(of_year) else False
    since = f", more than in any month since {month_name(shown.index[0])}" if record else ""
    return f"The highest month was {month_name(peak)} with {wording.counted(most, 'offence')}{since}."


def _peak_quarter(chapter: Chapter, months: pd.Series) -> str:
    quarters = {}
    for number, inside in chapter.year.quarters.items():
        period, count = f"{inside[0]} to {inside[-1]}", int(months.reindex(inside).sum())
        told = {"period": period, "method": "count"}
        chapter.figure("crime.domestic_abuse.count", f"Domestic abuse in quarter {number}", count, "count", **told)
        quarters[number] = (period, count)
    number = max(quarters, key=lambda one: quarters[one][1])
    period, count = quarters[number]
    label, told = f"Domestic abuse: the highest quarter, quarter {number}", {"period": period, "method": LARGEST}
    chapter.figure("crime.domestic_abuse.peak_quarter", label, count, "count", **told)
    span = wording.span(*period.split(" to "))
    return f"The highest quarter was quarter {number} ({span}) with {wording.counted(count, 'offence')}."


def _antisocial_behaviour(chapter: Chapter, found: YearChange) -> Iterator[str]:
    part, whole = chapter.counts.part_of(s.ASB_YOUTH, s.ASB, chapter.year)
    if chapter.counts.known(s.ASB_YOUTH) and whole:
        label, period = "Youth-related share of antisocial behaviour", chapter.counts.period(s.ASB_YOUTH, chapter.year)
        share = share_of(chapter, s.ASB_YOUTH, label, part, whole, of="asb", period=period)
        yield f"{told_share(share)} of the incidents were youth-related."
    if found.like is not None:
        yield from _months_that_fell(chapter, found.like)
        yield from recording_of(chapter.counts, s.ASB)


def _months_that_fell(chapter: Chapter, like: LikeForLike) -> Iterator[str]:
    """In how many months there were fewer incidents than a year before, and how likely that is by chance."""
    label, of = "Months with fewer incidents than a year before", len(like.months)
    told = {"of": "asb", "denominator": of, "method": FELL}
    chapter.figure("asb.all.months_down", label, like.fell, "months", **told)
    chapter.figure("asb.all.months_down_p", f"{label}, p", like.p, "probability", of="asb", method="sign test")
    if like.fell:
        most = [month_name(month).split()[0] for month in like.changes.nsmallest(2).index if like.changes[month] < 0]
        yield (
            f"{like.fell} of {wording.counted(of, 'month')} had fewer incidents than the same month a year before, "
            f"{wording.listed(most)} by the most (a split as uneven as that or more, by chance alone, has "
            f"{wording.p_value(like.p)})."
        )


def _exploitation(chapter: Chapter, found: YearChange) -> Iterator[str]:
    recognised = "The marker depends on an officer recognising exploitation, so the count measures recognition"
    yield f"{recognised} as much as the crime."


THEMES: dict[str, Callable[[Chapter, YearChange], Iterable[str]]] = {
    "violence": _violence,
    "sexual_offences": _sexual_offences,
    "domestic_abuse": _domestic_abuse,
    "antisocial_behaviour": _antisocial_behaviour,
    "exploitation": _exploitation,
}
