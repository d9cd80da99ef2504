"""A subject over time: its years, its months, and the words for its trend."""

from collections.abc import Iterable

import pandas as pd

from assessment import project
from assessment.chapters.base import Chapter
from assessment.chapters.changes import YearChange
from assessment.chapters.subjects import Subject, inside
from assessment.measures.trend import TrendWords, describe, seasonal_mann_kendall
from assessment.present import charts, wording
from assessment.present.parts import Section
from assessment.present.pictures import Picture

YEARS = 4
FEWEST_MONTHS = 24


def over_time(chapter: Chapter, found: YearChange, measure: str = "") -> Section:
    """The subject by year, where two years or more are whole, and by month."""
    return Section((years_picture(chapter, found, measure), months_picture(chapter, found, measure)))


def years_picture(chapter: Chapter, found: YearChange, measure: str = "") -> Picture | None:
    """The last four financial years as a line; None with fewer than two whole years."""
    years = chapter.counts.years(found.subject, YEARS)
    if len(years) < 2 or years.index[-1] != str(chapter.year):
        return None
    for year, count in years.items():
        of = found.subject.kind
        chapter.figure(
            f"{found.subject.id}.count",
            found.subject.label,
            int(count),
            "count",
            of=of,
            period=year,
            method="count",
        )
    return charts.year_line(
        years.to_frame(chapter.area.name),
        ours=chapter.area.name,
        measure=measure,
        axis=found.subject.noun.capitalize(),
        zero=True,
        title=_years_title(found.subject, years),
        subtitle=f"{found.subject.label}: {found.subject.noun} by financial year",
        **chapter.about(found.subject.kind),
    )


def _years_title(subject: Subject, years: pd.Series) -> str:
    last, of = int(years.iloc[-1]), f"of the last {wording.small(len(years))} years"
    told = f"{subject.label}: {wording.number(last)} {subject.noun} in {years.index[-1]}"
    if last == years.min():
        return f"{told}, the fewest {of}"
    place = int((years > last).sum()) + 1
    return f"{told}, the {'' if place == 1 else f'{wording.ordinal_word(place)} '}most {of}"


def months_picture(chapter: Chapter, found: YearChange, measure: str = "") -> Picture | None:
    """The year's months over those of the year before; None where the year has one month only."""
    subject, year = found.subject, chapter.year
    if len(chapter.counts.present(subject, year)) < 2:
        return None
    if found.like is None:
        title = f"{subject.label} by month in {year}"
    else:
        title = _months_title(found)
    changes = project.recording_changes(chapter.area.force)
    return charts.month_line(
        chapter.counts.months(subject),
        year=str(year),
        measure=measure,
        unit=subject.noun,
        events={month: label for month, label in changes.items() if month in year.months},
        title=title,
        subtitle=f"{subject.label}: {subject.noun} by month, {year} and the year before",
        **chapter.about(subject.kind),
    )


def _months_title(found: YearChange) -> str:
    fell, rose, of = found.like.fell, found.like.rose, len(found.like.months)
    verb, number = ("fell", fell) if fell >= rose else ("rose", rose)
    return f"{found.subject.label} {verb} on the same month a year before in {number} of {of} months"


def trend_of(chapter: Chapter, subject: Subject) -> TrendWords | None:
    """The trend over up to four years of months, season allowed for; None with fewer than two years of months."""
    months = chapter.counts.months(subject)
    wanted = {month for year in chapter.year.back(YEARS) for month in year.months}
    used = months[months.index.isin(wanted)]
    if len(used) < FEWEST_MONTHS:
        return None
    whole = len(used) == 12 * YEARS
    return describe(seasonal_mann_kendall(used, list(used.index), autocorrelated=whole))


def trend_sentences(chapter: Chapter, subject: Subject, *, explained: bool = False) -> Iterable[str]:
    """The trend in words; `explained` adds the rule that the words follow."""
    found = trend_of(chapter, subject)
    if found is None:
        return
    told = {
        "of": subject.kind,
        "method": f"seasonal Mann-Kendall on {found.test.points} months; {found.thresholds}",
    }
    chapter.figure(
        f"{subject.id}.trend_slope",
        f"Trend of {inside(subject.label)}: {found.words}",
        found.test.slope,
        f"{subject.noun} a month, a year",
        **told,
    )
    chapter.figure(
        f"{subject.id}.trend_tau",
        f"Trend of {inside(subject.label)}: Kendall's tau",
        found.test.tau,
        "ratio",
        **told,
    )
    chapter.figure(f"{subject.id}.trend_p", f"Trend of {inside(subject.label)}: p", found.test.p, "probability", **told)
    yield f"Judged on {found.test.points} months with their season, the trend is {found.words} ({wording.p_value(found.test.p)})."
    if explained:
        yield f"The words for a trend follow one rule: {found.thresholds}."
