"""What to expect of the next twelve months: forecasts with intervals, and how such forecasts did before."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pandas as pd

from assessment import project
from assessment.chapters.base import Chapter
from assessment.chapters.crime.hidden import hides_months
from assessment.chapters.crime.subjects import Subject, inside
from assessment.measures.forecast import Forecast, forecast
from assessment.periods import month_name, shift_month
from assessment.present import charts, wording
from assessment.present.pictures import Picture
from assessment.present.tables import Table

MONTHS = 12
NEEDED = 27  # months since the last change of recording: two seasons, and three to try the forecast on
FEWEST = 5  # a month on average
METHOD = "ARIMA(0,1,1) of square roots with harmonics; interval widened by the back-test"
TRIED = (
    "Each forecast was first tried on the months already seen: made again and again as if later months were unknown, "
    "and held against them, beside saying that a month will be like the same month a year before."
)


@dataclass(frozen=True)
class Expected:
    """The forecast of a subject, or why there is none; `since` is the first month it was made from."""

    subject: Subject
    found: Forecast | None
    since: str
    months: int
    why_not: str = ""

    @property
    def better(self) -> bool:
        """Whether it did better in the back-test than saying that a month will be as a year before."""
        return self.found is not None and self.found.beats_naive


def expected(chapter: Chapter, subject: Subject) -> Expected | None:
    """The forecast from the months since recording last changed, as figures; None where the subject is not known."""
    months = chapter.counts.months(subject)
    if months.empty:
        return None
    since = max([months.index[0], *(month for month in _changes(chapter, subject) if month <= months.index[-1])])
    used = months[months.index >= since]
    _months_figure(chapter, subject, len(used))
    if months.index[-1] != chapter.year.last_month:
        return Expected(subject, None, since, len(used), f"the months end in {month_name(months.index[-1])}")
    if used.mean() < FEWEST:
        return Expected(subject, None, since, len(used), f"it counts fewer than {FEWEST} a month")
    if hides_months(chapter, subject, months):
        return Expected(subject, None, since, len(used), "some of its months are too few to be shown")
    if len(used) < NEEDED:
        return Expected(subject, None, since, len(used), _too_few(months, since, len(used)))
    try:
        found = forecast(months, MONTHS, since=since)
    except ValueError as error:
        return Expected(subject, None, since, len(used), str(error).partition(":")[0])
    made = Expected(subject, found, since, len(used))
    _figures(chapter, made)
    return made


def _changes(chapter: Chapter, subject: Subject) -> list[str]:
    """The months in which recording of this kind changed."""
    return list(project.recording_changes(chapter.area.force, subject.kind))


def _too_few(months: pd.Series, since: str, number: int) -> str:
    told = wording.counted(number, "month is", "months are")
    begun = "there" if since == months.index[0] else f"known since recording last changed, in {month_name(since)}"
    return f"{told} {begun}, and {NEEDED} are needed"


def _figures(chapter: Chapter, made: Expected) -> None:
    subject, found = made.subject, made.found
    id, label = f"horizon.{subject.id.replace('.', '_')}", f"{subject.label}, expected a month"
    for month, value, low, high in zip(found.periods, found.value, found.low, found.high, strict=True):
        ends = {"low": float(low), "high": float(high), "confidence": found.confidence}
        told = {"of": subject.kind, "period": chapter.year.period, "method": METHOD}
        chapter.figure(f"{id}.expected_{month.replace('-', '_')}", f"{label}: {month_name(month)}", float(value),
                       subject.noun, **told, **ends)  # fmt: skip
    about = {"of": subject.kind, "method": "back-test from earlier origins"}
    chapter.figure(
        f"{id}.months", f"{subject.label}: months that the forecast rests on", made.months, "months", **about
    )
    chapter.figure(f"{id}.error", f"{subject.label}: scaled error (MASE)", found.mase, "times", **about)
    chapter.figure(f"{id}.error_of_last_year", f"{subject.label}: scaled error of last year's value", found.naive_mase,
                   "times", **about)  # fmt: skip
    inside_interval = {"numerator": round(found.coverage * found.tested), "denominator": found.tested}
    label = f"{subject.label}: share of tested months in the interval"
    chapter.figure(f"{id}.coverage", label, found.coverage, "ratio", **about, **inside_interval, counted=False)


def _months_figure(chapter: Chapter, subject: Subject, months: int) -> None:
    told = {"of": subject.kind, "numerator": months, "denominator": NEEDED, "method": "count; below: those needed"}
    label = f"{subject.label}: months since recording last changed"
    chapter.figure(f"horizon.{subject.id.replace('.', '_')}.months", label, months, "months", **told)


def expected_sentence(made: Expected) -> str:
    """What to expect at the start and the end of the twelve months."""
    found = made.found
    told = []
    for at, name in ((0, "95% interval "), (-1, "")):
        ends = f"{wording.number(found.low[at])} to {wording.number(found.high[at])}"
        month = month_name(found.periods[at])
        told.append(f"{wording.number(found.value[at])} {'expected ' if not at else ''}in {month} ({name}{ends})")
    noun = made.subject.noun
    first = told[0].replace(" expected", f" {noun} expected", 1)
    return f"{made.subject.label}: {first} and {told[1]}, if nothing but chance changes."


def none_sentences(found: Iterable[Expected]) -> Iterator[str]:
    """Of which subjects no forecast is made, and why: a sentence a reason."""
    reasons: dict[str, list[str]] = {}
    for one in found:
        if one.found is None:
            reasons.setdefault(one.why_not, []).append(inside(one.subject.label))
    for why, names in reasons.items():
        yield f"No forecast is made of {wording.listed(names)}: {why}."


def back_test_sentence(made: Expected) -> str:
    """How the forecast did on months already seen, against last year's value."""
    found = made.found
    held = wording.share(round(found.coverage * found.tested), found.tested)
    errors = f"{wording.number(found.mase, 2)} against {wording.number(found.naive_mase, 2)}"
    word = "smaller" if made.better else "no smaller"
    trust = "" if made.better else ", so the same month of last year is the better guide"
    return (
        f"{made.subject.label}: of the months it was tried on {held} lay in its interval; its errors were {word} than "
        f"those of last year's value (scaled errors {errors}){trust}."
    )


def expected_picture(chapter: Chapter, made: Expected, measure: str) -> Picture:
    """The months seen since recording last changed and the months expected."""
    found, months = made.found, chapter.counts.months(made.subject)
    columns = {"month": found.periods, "value": found.value, "low": found.low, "high": found.high}
    low, high = (wording.number(float(ends[-1])) for ends in (found.low, found.high))
    return charts.forecast_line(
        months[months.index >= made.since],
        pd.DataFrame(columns),
        measure=measure,
        unit=made.subject.noun,
        title=f"{made.subject.label}: {low} to {high} {made.subject.noun} expected in {month_name(found.periods[-1])}",
        subtitle=f"{made.subject.label} by month from {month_name(made.since)}, and the twelve months that follow",
        **chapter.about(made.subject.kind),
    )


def expected_table(chapter: Chapter, found: list[Expected]) -> Table | None:
    """What is expected at the end of the twelve months beside the year's average month, and the back-test."""
    rows = [_row(chapter, one) for one in found if one.found is not None]
    if not rows:
        return None
    kinds = tuple(dict.fromkeys(one.subject.kind for one in found if one.found is not None))
    caption = f"Expected in {month_name(shift_month(chapter.year.last_month, MONTHS))}, {chapter.area.name}"
    decimals = {"Error": 2, "Error of last year's value": 2}
    unit = "offences or incidents a month; errors scaled, less than one is good"
    return chapter.table(pd.DataFrame(rows), caption, unit, "horizon_expected", of=kinds, decimals=decimals)


def _row(chapter: Chapter, one: Expected) -> dict:
    found, year = one.found, chapter.year
    average = chapter.counts.total(one.subject, year) / year.length
    return {
        "Recorded": one.subject.label,
        f"Average month of {year}": round(average),
        "Expected": round(float(found.value[-1])),
        "95% interval from": round(float(found.low[-1])),
        "to": round(float(found.high[-1])),
        "Error": found.mase,
        "Error of last year's value": found.naive_mase,
    }


def unusual_levels(found: Iterable[Expected]) -> Iterator[str]:
    """Above or below which count the first months ahead would be outside what is expected, a sentence a subject."""
    for one in found:
        if one.found is None:
            continue
        month = month_name(one.found.periods[0])
        low, high = (wording.number(float(ends[0])) for ends in (one.found.low, one.found.high))
        yield f"{one.subject.label}: fewer than {low} or more than {high} {one.subject.noun} in {month}."
