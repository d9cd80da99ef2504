"""A partner's count of the year beside that of the year before: like for like, or as a pace where the months differ."""

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from assessment.chapters.base import Chapter
from assessment.chapters.crime.subjects import inside
from assessment.chapters.disclosed import ACTIONS
from assessment.chapters.public_health.indicators import MADE_UP, period_of
from assessment.measures.counts import Change, compare
from assessment.periods import FinancialYear, months_in_words
from assessment.present import charts, wording
from assessment.present.pictures import Picture
from assessment.present.tables import Table
from assessment.present.wording.numbers import SMALL_BASE

EXACT = "two-sided exact conditional test, counts taken as Poisson and of independent people or cases"
INTERVAL = ("95% interval from, %", "to, %")
NOT_PRINTED = "not printed"  # so a return says in its note what its source leaves out


@dataclass(frozen=True)
class Counted:
    """One returned count and the months that it is of."""

    value: int
    first: pd.Timestamp
    last: pd.Timestamp
    note: str = ""

    @property
    def months(self) -> int:
        """How many months the period has."""
        return 12 * (self.last.year - self.first.year) + self.last.month - self.first.month + 1

    @property
    def period(self) -> str:
        """As figures name it: `2016/17`, `2016-04 to 2016-12`."""
        return period_of(self.first, self.last)

    @property
    def when(self) -> str:
        """In words: `2016/17`, `April 2016 to December 2016`."""
        return months_in_words(self.period)


@dataclass(frozen=True)
class Yearly:
    """A measure's count in the edition's year and, where one was returned, in the year before."""

    measure: str
    label: str
    noun: str
    now: Counted
    before: Counted | None
    change: Change | None

    @property
    def alike(self) -> bool:
        """Whether both counts are of the same months."""
        return self.before is not None and self.now.months == self.before.months

    @property
    def ends(self) -> tuple[float | None, float | None]:
        """The interval of the change in per cent."""
        found = self.change
        if found is None or found.ratio is None or found.high is None:
            return None, None
        return 100 * (found.low - 1), 100 * (found.high - 1)

    def sentence(self) -> str:
        """The change in words, or the count alone where no year before was returned."""
        name, value = in_sentence(self.label), self.now.value
        if self.change is None:
            told = f"{self.label}: {wording.number(value)} in {self.now.when}"
            return f"{told}; no count of the year before was returned."
        if not self.alike:
            return _pace(self, name)
        sure = dict(zip(("p", "low", "high"), (self.change.p_exact, *self.ends), strict=True))
        told = wording.change_sentence(name, self.before.value, value, unit=self.noun, **sure)
        if self.now.months == 12:
            return told
        return f"Over the same {wording.small(self.now.months)} months of both years, {in_sentence(told)}"


def in_sentence(label: str) -> str:
    """A label as it stands inside a sentence; an abbreviation keeps its capitals."""
    return label if label[:2].isupper() else inside(label)


def _pace(found: Yearly, name: str) -> str:
    """Counts of unequal periods, each as what it would be in a whole year."""
    now, before = found.now, found.before
    told = f"{wording.annualised(now.value, now.months, unit=found.noun)}, against "
    told += wording.annualised(before.value, before.months, unit=found.noun) + " the year before"
    verdict = "no clear change" if wording.unclear(found.change.p_exact) else f"a change {wording.LARGER}"
    return wording.sentence(f"{name}: {told}; {verdict} in the pace ({wording.p_value(found.change.p_exact)})")


def counted_in(chapter: Chapter, measure: str, year: FinancialYear | None = None) -> list[Counted]:
    """What was returned of a measure inside a year (the edition's), the longest period first."""
    table, year = chapter.prepared.table("returns"), year or chapter.year
    if table is None:
        return []
    rows = table[(table["measure"] == measure) & (table["area"] == chapter.area.name) & table["value"].notna()]
    starts, ends = (pd.to_datetime(rows[f"period_{end}"]) for end in ("start", "end"))
    rows = rows[(starts >= pd.Timestamp(year.first_day)) & (ends <= pd.Timestamp(year.last_day))]
    found = [
        Counted(round(row.value), pd.Timestamp(row.period_start), pd.Timestamp(row.period_end), _text(row.note))
        for row in rows.itertuples()
        if row.value >= 0 and row.value == round(row.value)
    ]
    return sorted(found, key=lambda one: (-one.months, one.first))


def _text(note: object) -> str:
    return "" if note is None or pd.isna(note) else str(note)


def yearly(chapter: Chapter, measure: str, label: str, noun: str) -> Yearly | None:
    """A measure's count with its change, each number a figure; None where none was returned for the year."""
    here, past = counted_in(chapter, measure), counted_in(chapter, measure, chapter.year.before)
    if not here:
        return None
    now = here[0]
    shifted = {(one.first.month, one.last.month): one for one in reversed(past)}
    before = shifted.get((now.first.month, now.last.month)) or (past[0] if past else None)
    change = compare(before.value, now.value, exposure=(before.months, now.months)) if before else None
    found = Yearly(measure, label, noun, now, before, change)
    _figures(chapter, found)
    return found


def returned(chapter: Chapter, asked: Iterable[tuple[str, str, str]]) -> dict[str, Yearly]:
    """By measure, those of some (measure, label, noun) that were returned for the year."""
    found = {measure: yearly(chapter, measure, label, noun) for measure, label, noun in asked}
    return {measure: one for measure, one in found.items() if one is not None}


def percentages(chapter: Chapter, measure: str) -> list[tuple[float, str]]:
    """What was returned of a percentage by the edition's March, each with its note, the latest last."""
    table = chapter.prepared.table("returns")
    if table is None:
        return []
    rows = table[(table["measure"] == measure) & (table["area"] == chapter.area.name) & table["value"].notna()]
    ends = pd.to_datetime(rows["period_end"])
    rows = rows.assign(ended=ends)[ends <= pd.Timestamp(chapter.year.last_day)].sort_values("ended", kind="stable")
    return [(float(row.value), _text(row.note)) for row in rows.itertuples()]


def _figures(chapter: Chapter, found: Yearly) -> None:
    made_up = any(MADE_UP in one.note for one in (found.now, found.before) if one)
    for one in filter(None, (found.now, found.before)):
        told = {"of": "returns", "period": one.period, "method": one.note or "as returned", "illustrative": made_up}
        told["counted"] = not found.measure.startswith(ACTIONS)
        chapter.figure(f"{found.measure}.count", found.label, one.value, "count", **told)
        if not found.alike and one.months < 12:
            pace, told["method"] = one.value * 12 / one.months, f"12/{one.months} of the count"
            chapter.figure(f"{found.measure}.annualised", f"{found.label}: a year's pace", pace, "count", **told)
    if found.change is None:
        return
    told = {"of": "returns", "period": found.now.period, "illustrative": made_up}
    told |= {"numerator": found.now.value, "denominator": found.before.value}
    told["counted"] = not found.measure.startswith(ACTIONS)
    label, change = f"{found.label}: change on the year before", found.change
    how = "like for like" if found.alike else f"pace of {found.now.months} months against {found.before.months}"
    if found.alike:
        chapter.figure(f"{found.measure}.change", label, int(change.difference), "count", method=how, **told)
    if change.percent is not None:
        low, high = found.ends
        ends = {} if low is None else {"low": low, "high": high, "confidence": 0.95}
        chapter.figure(f"{found.measure}.change_percent", label, change.percent, "percent", method=how, **ends, **told)
    chapter.figure(f"{found.measure}.change_p", f"{label}, p", change.p_exact, "probability", method=EXACT, **told)


def yearly_table(chapter: Chapter, found: Iterable[Yearly], caption: str, name: str) -> Table | None:
    """Counts of this year and the last with their change; None where nothing was returned."""
    rows = [_row(one) for one in found]
    if not rows:
        return None
    columns = ["Counted", "Period", "Year before", "This year", "Change, %", *INTERVAL, wording.SIGNIFICANT]
    frame = pd.DataFrame(rows, columns=columns).dropna(axis="columns", how="all")
    notes = [f"{one.label}: its source does not print when the period ends." for one in found if _open(one)]
    decimals = {column: 1 for column in ("Change, %", *INTERVAL) if column in frame}
    told = f"{caption}, {chapter.area.name}, {chapter.year} and the year before"
    return chapter.table(frame, told, "number", name, of="returns", decimals=decimals, notes=tuple(notes))


def yearly_picture(chapter: Chapter, found: Iterable[Yearly], about: str) -> Picture | None:
    """The changes on the same months of the year before as bars; None with fewer than two of them."""
    known = [one for one in found if one.alike and one.ends[0] is not None]
    if len(known) < 2:
        return None
    rows = [
        (one.label, one.before.value, one.now.value, *(end / 100 * one.before.value for end in one.ends))
        for one in known
    ]
    first, months = known[0], {one.now.period for one in known}
    periods = (first.before.when, first.now.when) if len(months) == 1 else (str(chapter.year.before), str(chapter.year))
    change = {"year": str(chapter.year), "p": first.change.p_exact}
    return charts.change_bars(
        pd.DataFrame(rows, columns=["category", "before", "after", "low", "high"]),
        periods=periods,
        unit="numbers",
        title=wording.change_title(in_sentence(first.label), first.before.value, first.now.value, **change),
        subtitle=f"{about}: {periods[1]} against {periods[0]}",
        **chapter.about("returns"),
    )


def _open(found: Yearly) -> bool:
    return f"end of the period {NOT_PRINTED}" in found.now.note


def _row(found: Yearly) -> tuple:
    """A row; of too few before there is no percentage, and of unequal months the change is that of the pace."""
    change, (low, high) = found.change, found.ends
    enough = found.before is not None and found.before.value >= SMALL_BASE and change.percent is not None
    sure = None if change is None else "no" if wording.unclear(change.p_exact) else "yes"
    before = found.before.value if found.before else None
    when = found.now.when if found.alike or not found.before else f"{found.now.when}; before: {found.before.when}"
    size = (change.percent, low, high) if enough else (None, None, None)
    return (found.label, when, before, found.now.value, *size, sure)
