"""A subject month by month: the control chart with changes of recording, and the season."""

from collections.abc import Collection, Iterable, Sequence

import numpy as np
import pandas as pd

from assessment import project
from assessment.chapters.base import Chapter
from assessment.chapters.crime.changes import YearChange
from assessment.chapters.crime.hidden import hides_months, shown_months
from assessment.chapters.crime.series import months_picture, trend_months
from assessment.chapters.crime.subjects import Subject, inside
from assessment.chapters.disclosed import COARSE
from assessment.measures.seasonality import Seasonality, seasonality
from assessment.measures.spc import FEWEST_FOR_FIRM_LIMITS, FEWEST_POINTS, xmr
from assessment.periods import MONTHS, months_between
from assessment.present import charts, wording
from assessment.present.parts import Prose, Section

FEWEST_A_MONTH = 5  # on average: nearer to nought an XmR chart's limits mean nothing
SEASON_MONTHS = 36  # of two years STL makes a season of whatever the months did
LITTLE = 0.3  # a season of less strength is not named
METHOD = "XmR chart, limits mean ± 2.66 mean moving ranges"
RULES = {
    "outside limits": "outside the limits",
    "trend": "in a run of seven months or more that only rise or only fall",
    "two in three": "among three months of which two are near a limit",
    "shift": "in a run of seven months or more on one side of the mean",
}
READING = (
    "A month is marked where it is outside the limits, or in a run or a cluster that chance alone would seldom make. "
    "The season is not taken out: a month that is high every year can be marked. The limits begin anew after months "
    "that are missing, and at a change of recording once twelve months stand on either side of it."
)
PROVISIONAL = "The limits rest on fewer than twelve months and are provisional."


def stretches(months: Sequence[str], changes: Collection[str]) -> list[list[str]]:
    """The months in stretches that one set of limits may hold.

    A gap ends one, and so does a change of recording with twelve months or more on either side.
    """
    found: list[list[str]] = []
    for run in _runs(months):
        starts = [0]
        for at, month in enumerate(run):
            if month in changes and min(at - starts[-1], len(run) - at) >= FEWEST_FOR_FIRM_LIMITS:
                starts.append(at)
        found += [run[first:end] for first, end in zip(starts, [*starts[1:], len(run)], strict=True)]
    return found


def _runs(months: Sequence[str]) -> list[list[str]]:
    runs: list[list[str]] = []
    for month in months:
        if runs and len(months_between(runs[-1][-1], month)) == 2:
            runs[-1].append(month)
        else:
            runs.append([month])
    return runs


def controlled(months: pd.Series, changes: Collection[str]) -> pd.DataFrame:
    """A row a month as `charts.xmr_chart` takes it, and `trial` where its limits are provisional."""
    rows = []
    for stretch in stretches(list(months.index), changes):
        values = [float(months[month]) for month in stretch]
        found = xmr(values) if len(values) >= FEWEST_POINTS else None
        for at, month in enumerate(stretch):
            limits = (found.mean, found.lower, found.upper) if found else (np.nan,) * 3
            marked = found.special_cause[at] if found else ""
            rows.append((month, values[at], *limits, marked, found is None or found.trial))
    return pd.DataFrame(rows, columns=["month", "value", "mean", "lower", "upper", "special_cause", "trial"])


def _changes_of(chapter: Chapter, subject: Subject) -> dict[str, str]:
    return project.recording_changes(chapter.area.force, subject.kind)


def control_section(chapter: Chapter, found: YearChange, measure: str) -> Section:
    """The months of up to four years on a control chart, and which of the year's stand out."""
    subject, months = found.subject, trend_months(chapter, found.subject)
    short = len(months) < FEWEST_POINTS or months.mean() < FEWEST_A_MONTH
    if short or hides_months(chapter, subject, months):
        few = f"There are too few {subject.noun} or months for a control chart of {inside(subject.label)}."
        return Section((Prose(few),))
    changes = _changes_of(chapter, subject)
    frame = controlled(months, changes)
    if frame["mean"].isna().all():
        return Section((Prose("No three months follow each other without a gap, so no control chart is drawn."),))
    ours = frame[frame["month"].isin(chapter.year.months)]
    marked = ours[ours["special_cause"] != ""]
    _control_figures(chapter, subject, ours, len(marked))
    picture = charts.xmr_chart(
        frame,
        unit=subject.noun,
        measure=measure,
        events={month: label for month, label in changes.items() if month in months.index},
        title=_title(subject, len(marked), len(ours), str(chapter.year)),
        subtitle=f"{subject.label}: {subject.noun} by month, {wording.span(months.index[0], months.index[-1])}",
        **chapter.about(subject.kind),
    )
    provisional = (PROVISIONAL,) if ours["trial"].any() else ()
    return Section((picture, Prose((*_marked_sentences(marked), READING, *provisional))))


def _title(subject: Subject, marked: int, of: int, year: str) -> str:
    number = "none" if not marked else "all" if marked == of else wording.small(marked)
    months = wording.counted(of, "month")
    stands = "stands" if marked == 1 or of == 1 else "stand"
    return f"{subject.label}: {number} of the {months} of {year} {stands} out from the run of the months"


def _control_figures(chapter: Chapter, subject: Subject, ours: pd.DataFrame, marked: int) -> None:
    told, label = {"of": subject.kind, "method": METHOD}, f"{subject.label}: control chart"
    limited = ours.dropna(subset=["mean"])
    if limited.empty:
        return
    last = limited.iloc[-1]
    for name, words in (("mean", "mean"), ("lower", "lower limit"), ("upper", "upper limit")):
        unit = f"{subject.noun} a month"
        chapter.figure(f"{subject.id}.control_{name}", f"{label}, {words}", float(last[name]), unit, **told)
    chapter.figure(
        f"{subject.id}.months_unusual", f"{label}, months marked", marked, "months", denominator=len(ours), **told
    )


def _marked_sentences(marked: pd.DataFrame) -> Iterable[str]:
    """Which months are marked, by which rule and on which side of the mean."""
    if marked.empty:
        return ("No month of the year is more than chance would explain.",)
    told = []
    sides = np.where(marked["value"] >= marked["mean"], "above", "below")
    for (rule, side), rows in marked.groupby([marked["special_cause"], sides], sort=False):
        verb = "lies" if len(rows) == 1 else "lie"
        told.append(f"{wording.months_listed(rows['month'])} {verb} {side} the mean, {RULES[rule]}")
    return (wording.sentence("; ".join(told)),)


def season_section(chapter: Chapter, found: YearChange, measure: str) -> Section:
    """The year's months over those of the year before, all years' months as shades, and when it peaks."""
    subject, months = found.subject, trend_months(chapter, found.subject)
    picture = months_picture(chapter, found, measure)
    if len(months) < SEASON_MONTHS / 2:
        few = "The files hold too few of its months for a season to be told."
        return Section((picture, Prose(few)))
    season = _season_of(months)
    if season is not None:
        _season_figures(chapter, subject, season, len(months))
    grid = charts.calendar(
        shown_months(chapter, subject, months),
        unit=subject.noun,
        title=season_title(subject, season),
        subtitle=f"{subject.label}: {subject.noun} by month, {wording.span(months.index[0], months.index[-1])}",
        **chapter.about(subject.kind),
    )
    words = (
        season_sentence(season) if season else "The files hold no three years of its months without a gap: no season."
    )
    return Section((picture, grid, Prose(words)))


def _season_of(months: pd.Series) -> Seasonality | None:
    """The season of the longest stretch without a gap; None under three years of it."""
    longest = max(_runs(list(months.index)), key=len)
    return seasonality(months.loc[longest].astype(float)) if len(longest) >= SEASON_MONTHS else None


def _season_figures(chapter: Chapter, subject: Subject, season: Seasonality, months: int) -> None:
    told = {"of": subject.kind, "method": f"STL over {months} months; strength after Wang, Smith and Hyndman (2006)"}
    label = f"Season of {inside(subject.label)}"
    hidden = hides_months(chapter, subject, trend_months(chapter, subject))
    strength = round(season.strength, COARSE) if hidden else season.strength
    chapter.figure(f"{subject.id}.season_strength", f"{label}: strength, 0 to 1", strength, "strength", **told)
    for name, month in (("peak", season.peak), ("trough", season.trough)):
        if month is not None:
            chapter.figure(f"{subject.id}.season_{name}", f"{label}: {name}", MONTHS[month - 1], "month", **told)


def season_title(subject: Subject, season: Seasonality | None) -> str:
    """When it peaks, or that it hardly has a season."""
    if season is None:
        return f"{subject.label}: month by month"
    if season.strength < LITTLE or season.peak is None:
        return f"{subject.label}: the months differ little by season"
    return f"{subject.label}: highest in {MONTHS[season.peak - 1]}, lowest in {MONTHS[season.trough - 1]}, as a rule"


def season_sentence(season: Seasonality) -> str:
    """The strength of the season, and its peak where it is worth naming."""
    strength = f"strength {wording.number(season.strength, 2)}, where nought is none and one is nothing else"
    if season.strength < LITTLE or season.peak is None:
        return f"Trend and chance leave little to the season ({strength})."
    peak, trough = (MONTHS[month - 1] for month in (season.peak, season.trough))
    return f"With the trend taken out it is highest in {peak} and lowest in {trough} ({strength})."
