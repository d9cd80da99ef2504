"""A subject over time: its years, its months, and the words for its trend."""

from collections.abc import Collection, Iterable
from dataclasses import replace

import pandas as pd

from assessment import project
from assessment.chapters.base import Chapter
from assessment.chapters.crime.changes import YearChange
from assessment.chapters.crime.hidden import hidden_years, hides_months, shown_months
from assessment.chapters.crime.subjects import Subject, inside
from assessment.chapters.disclosed import SYMBOL
from assessment.measures.trend import TrendWords, describe, seasonal_mann_kendall
from assessment.periods import FinancialYear, month_name
from assessment.present import charts, wording
from assessment.present.parts import Prose, Section
from assessment.present.pictures import Picture

YEARS = 4
FEWEST_MONTHS = 24
FELL = "months compared with the same month a year before"
ONE_MONTH = "The files have one month of this year alone: there is no course over time to draw."


def over_time(chapter: Chapter, found: YearChange, measure: str = "") -> Section:
    """The subject by year, where two years or more are whole, and by month."""
    section = Section((years_picture(chapter, found, measure), months_picture(chapter, found, measure)))
    return section if section.parts else Section((Prose(ONE_MONTH),))


def years_picture(chapter: Chapter, found: YearChange, measure: str = "") -> Picture | None:
    """The last four financial years as a line; None with fewer than two whole years, this one among them."""
    subject, years = found.subject, chapter.counts.years(found.subject, YEARS)
    if len(years) < 2 or years.index[-1] != str(chapter.year.full):
        return None
    if years_figures(chapter, subject, years):
        return None
    return charts.year_line(
        years.to_frame(chapter.area.name),
        ours=chapter.area.name,
        measure=measure,
        axis=subject.noun.capitalize(),
        zero=True,
        title=years_title(subject, years, str(chapter.year)),
        subtitle=f"{subject.label}: {subject.noun} by financial year{same_months(chapter.year)}",
        **chapter.about(subject.kind),
    )


def years_figures(chapter: Chapter, subject: Subject, years: pd.Series) -> Collection[str]:
    """The counts of some years as figures; those years of which the count is hidden."""
    hidden = hidden_years(chapter, subject, years.index)
    for year, count in years.items():
        period = replace(chapter.year, starts=int(year[:4])).period
        told = {"of": subject.kind, "period": period, "method": "count", "suppressed": year in hidden}
        chapter.figure(f"{subject.id}.count", subject.label, None if year in hidden else int(count), "count", **told)
    return hidden


def same_months(year: FinancialYear) -> str:
    """` (April to December of each)` for a year to date; nothing for a whole one."""
    if year.whole:
        return ""
    ends = dict.fromkeys(month_name(month).split()[0] for month in (year.first_month, year.last_month))
    return f" ({' to '.join(ends)} of each)"


def years_title(subject: Subject, years: pd.Series, when: str = "") -> str:
    """`Rape: 137 offences in 2014/15, the most of the last four years`."""
    last, of = int(years.iloc[-1]), f"the last {wording.small(len(years))} years"
    told = f"{subject.label}: {subject.counted(last)} in {when or years.index[-1]}"
    if years.min() == years.max():
        return f"{told}, as many as in each of {of}"
    if last == years.min():
        return f"{told}, the fewest of {of}"
    place = int((years > last).sum()) + 1
    return f"{told}, the {'' if place == 1 else f'{wording.ordinal_word(place)} '}most of {of}"


def months_picture(chapter: Chapter, found: YearChange, measure: str = "") -> Picture | None:
    """The year's months over those of the year before; None where the year has one month only."""
    subject, year = found.subject, chapter.year
    if len(chapter.counts.present(subject, year)) < 2:
        return None
    months, force = chapter.counts.months(subject), chapter.area.force
    changes = project.recording_changes(force, subject.kind)
    months_figures(chapter, found)
    shown = shown_months(chapter, subject, months)
    return charts.month_line(
        shown,
        year=str(year),
        measure=measure,
        unit=subject.noun,
        events={month: label for month, label in changes.items() if month in year.months},
        title=months_title(found, shown[shown.index.isin(year.months)]),
        subtitle=f"{subject.label}: {subject.noun} by month, {year} and the year before",
        **chapter.about(subject.kind),
    )


def months_figures(chapter: Chapter, found: YearChange) -> None:
    """In how many months a subject fell and rose, of those that both years have."""
    if found.like is not None:
        told = {"of": found.subject.kind, "denominator": len(found.like.months), "method": FELL}
        for word, name, number in (("down", "fewer", found.like.fell), ("up", "more", found.like.rose)):
            label = f"{found.subject.label}: months with {name} than a year before"
            chapter.figure(f"{found.subject.id}.months_{word}", label, number, "months", **told)


def months_title(found: YearChange, months: pd.Series) -> str:
    """In how many months it fell or rose; without a year before, the highest and the lowest month."""
    label, same = found.subject.label, "the same month a year before"
    if found.like is None and SYMBOL in set(months):
        return f"{label}: month by month"
    if found.like is None and months.min() == months.max():
        return f"{label}: {wording.number(months.max())} in each of {wording.counted(len(months), 'month')}"
    if found.like is None:
        ends = f"most in {month_name(months.idxmax())} ({wording.number(months.max())})"
        return f"{label}: {ends}, fewest in {month_name(months.idxmin())} ({wording.number(months.min())})"
    fell, rose, of = found.like.fell, found.like.rose, wording.counted(len(found.like.months), "month")
    if not fell and not rose:
        return f"{label}: as many as in {same} in all of {of}"
    if fell == rose:
        return f"{label}: below {same} as often as above it, {wording.small(fell)} times each in {of}"
    told = f"{label}: {'below' if fell > rose else 'above'} {same} in {max(fell, rose)} of {of}"
    return f"{told} that both years have" if found.over else told


def trend_months(chapter: Chapter, subject: Subject) -> pd.Series:
    """The counts of the months of up to four years that a trend rests on, in order."""
    months = chapter.counts.months(subject)
    wanted = {month for year in chapter.year.back(YEARS) for month in year.months}
    return months[months.index.isin(wanted)].sort_index()


def trend_of(chapter: Chapter, subject: Subject) -> TrendWords | None:
    """The trend over up to four years of months, season allowed for; None with fewer than two years of months.

    The months are taken as independent of each other: what allows for their moving together needs ten years (Hirsch and
    Slack 1984), and over four could call nothing a trend.
    """
    used = trend_months(chapter, subject)
    return describe(seasonal_mann_kendall(used, list(used.index))) if len(used) >= FEWEST_MONTHS else None


def trend_words(chapter: Chapter, subject: Subject) -> TrendWords | None:
    """The trend with its slope, tau and p as figures; None with fewer than two years of months."""
    found = trend_of(chapter, subject)
    if found is not None:
        _trend_figures(chapter, subject, found)
    return found


def _trend_figures(chapter: Chapter, subject: Subject, found: TrendWords) -> None:
    test, label = found.test, f"Trend of {inside(subject.label)}"
    method = f"seasonal Mann-Kendall on {test.points} months, taken as independent; {found.thresholds}"
    told = {"of": subject.kind, "denominator": test.points, "method": method}
    if hides_months(chapter, subject, trend_months(chapter, subject)):
        test, told = replace(test, slope=None, tau=None, p=None), told | {"denominator": None, "suppressed": True}
    unit = f"{subject.noun} a month, a year"
    chapter.figure(f"{subject.id}.trend_slope", f"{label}: {found.words}", test.slope, unit, **told)
    chapter.figure(f"{subject.id}.trend_tau", f"{label}: Kendall's tau", test.tau, "ratio", **told)
    chapter.figure(f"{subject.id}.trend_p", f"{label}: p", test.p, "probability", **told)


def trend_sentences(chapter: Chapter, found: YearChange, *, explained: bool = False) -> Iterable[str]:
    """The trend in words, and how it fits with the change on the year before; `explained` adds the words' rule."""
    trend = trend_words(chapter, found.subject)
    if trend is None:
        return
    months = trend_months(chapter, found.subject)
    p = None if hides_months(chapter, found.subject, months) else trend.test.p
    yield wording.trend_sentence(trend.words, p, list(months.index))
    beside = found.like and wording.trend_beside_change(trend.words, found.like.change.difference, found.tested)
    if beside:
        yield beside
    if explained:
        yield f"The words for a trend follow one rule: {_rule_of(trend)}."


def _rule_of(trend: TrendWords) -> str:
    """The thresholds of the words for a trend, in words."""
    return trend.thresholds.replace("|tau|", "Kendall's tau, whichever its sign,")


def trends_together(chapter: Chapter, subjects: Iterable[Subject]) -> Iterable[str]:
    """One sentence on the trends of several subjects, those with the same words together."""
    groups: dict[str, list[str]] = {}
    for subject in subjects:
        trend = trend_words(chapter, subject)
        if trend is not None:
            groups.setdefault(trend.words, []).append(inside(subject.label))
    if groups:
        told = "; ".join(f"{words} for {wording.listed(labels)}" for words, labels in groups.items())
        yield f"Over a longer run, the months of up to four years, allowing for season, the trend is {told}."
