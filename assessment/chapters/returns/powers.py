"""Tools and powers as steps: each step's share is of the step before, and of a register it follows the cases."""

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from assessment.chapters.base import Chapter
from assessment.chapters.public_health.indicators import MADE_UP
from assessment.chapters.returns.yearly import Counted, counted_in
from assessment.periods import FinancialYear, shift_month


@dataclass(frozen=True)
class Step:
    """One step: the measure that counts it, its name, and what one of them is called."""

    measure: str
    label: str
    noun: str


@dataclass(frozen=True)
class Cascade:
    """Steps that follow from one another; `printed` says which share of a step going no further a document prints."""

    id: str
    about: str
    colour: str
    steps: tuple[Step, ...]
    printed: tuple[str, ...]


ASB_POWERS = Cascade(
    "powers",
    "Community protection, antisocial behaviour",
    "asb",
    (
        Step("powers.warnings", "Community protection warnings", "warnings"),
        Step("powers.notices", "Community protection notices", "notices"),
        Step("powers.notice_breaches", "Breaches of a notice", "breaches"),
    ),
    ("powers.warnings_stopped_share", "powers.notices_stopped_share"),
)
CSE_POWERS = Cascade(
    "powers.cse",
    "Community protection, risk of child sexual exploitation",
    "exploitation",
    (
        Step("powers.cse_warnings", "Warnings about a risk of exploitation", "warnings"),
        Step("powers.cse_notices", "Notices about a risk of exploitation", "notices"),
    ),
    ("powers.cse_warnings_stopped_share",),
)


@dataclass(frozen=True)
class Served:
    """The steps of one period, counted: as returned, or the same cases followed through a register."""

    cascade: Cascade
    when: str
    counts: tuple[int, ...]
    followed: bool = False

    @property
    def pairs(self) -> Iterator[tuple[Step, Step, int, int]]:
        """Each step, the one after it, and their counts."""
        steps = self.cascade.steps[: len(self.counts)]
        return zip(steps, steps[1:], self.counts, self.counts[1:], strict=False)

    @property
    def sound(self) -> bool:
        """Whether no step is larger than the one before it."""
        return all(after <= before for _, _, before, after in self.pairs)


def served(chapter: Chapter, cascade: Cascade) -> list[Served]:
    """The steps as returned for the year, and for parts of it, each count and share a figure."""
    found: dict[tuple[pd.Timestamp, pd.Timestamp], list[Counted]] = {}
    for at, step in enumerate(cascade.steps):
        for one in counted_in(chapter, step.measure):
            row = found.setdefault((one.first, one.last), [])
            if len(row) == at:
                row.append(one)
    told = []
    for counts in found.values():
        if len(counts) > 1:
            made = Served(cascade, counts[0].when, tuple(one.value for one in counts))
            if made.sound:
                _figures(chapter, made, counts[0].period, "returns", any(MADE_UP in one.note for one in counts))
                told.append(made)
    return told


def followed(chapter: Chapter, cascade: Cascade) -> Served | None:
    """The cases of a register whose first step was in the year, and how far they went by its March; as figures."""
    days = _days(chapter, cascade)
    if days is None:
        return None
    first = cascade.steps[0].measure
    ours = days[_inside(days[first], chapter.year)]
    counts = []
    for step in cascade.steps:
        ours = ours[ours[step.measure].notna()]
        counts.append(len(ours))
    if not counts[0]:
        return None
    found = Served(cascade, str(chapter.year), tuple(counts), followed=True)
    _figures(chapter, found, chapter.year.period, "cases", None)
    _register_figures(chapter, cascade, days)
    return found


def _days(chapter: Chapter, cascade: Cascade) -> pd.DataFrame | None:
    """A row a case with the first day of each step, up to the edition's March; None where no register is there."""
    table = chapter.prepared.table("cases")
    if table is None:
        return None
    known = table[pd.to_datetime(table["date"]) <= pd.Timestamp(chapter.year.last_day)]
    steps = [step.measure for step in cascade.steps]
    ours = known[known["measure"].isin(steps)]
    if ours.empty:
        return None
    dated = ours.assign(date=pd.to_datetime(ours["date"]))
    return dated.pivot_table(index="case", columns="measure", values="date", aggfunc="min").reindex(columns=steps)


def _inside(days: pd.Series, year: FinancialYear) -> pd.Series:
    return days.between(pd.Timestamp(year.first_day), pd.Timestamp(year.last_day))


def _figures(chapter: Chapter, found: Served, period: str, of: str, made_up: bool | None) -> None:
    told = {"of": of, "period": period, "counted": False} | ({} if made_up is None else {"illustrative": made_up})
    cohort, whose = (".cohort", ", cases first warned in the year") if found.followed else ("", "")
    for step, count in zip(found.cascade.steps, found.counts, strict=False):
        chapter.figure(f"{step.measure}{cohort}.count", f"{step.label}{whose}", count, "count", **told)
    for step, after, whole, part in found.pairs:
        if whole:
            label = f"{after.label}, share of {step.noun}{whose}"
            chapter.share(f"{after.measure}{cohort}.share", label, part, whole, **told)
            label = f"{step.label} that went no further{whose}"
            chapter.share(f"{step.measure}{cohort}.stopped_share", label, whole - part, whole, **told)


def _register_figures(chapter: Chapter, cascade: Cascade, days: pd.DataFrame) -> None:
    """How many second steps of the year follow a first one of an earlier year, and how many first ones were late."""
    first, second = (step.measure for step in cascade.steps[:2])
    inside = days[_inside(days[second], chapter.year)]
    earlier = int((inside[first] < pd.Timestamp(chapter.year.first_day)).sum())
    told = {"of": "cases", "method": "days of the register's steps", "counted": False}
    label = cascade.steps[1].label
    chapter.figure(f"{second}.register_count", f"{label} in the register", len(inside), "count", **told)
    chapter.figure(f"{second}.after_earlier", f"{label} that follow an earlier year's", earlier, "count", **told)
    late = int((days[first] >= pd.Timestamp(shift_month(chapter.year.last_month, -2))).sum())
    chapter.figure(f"{first}.late", f"{cascade.steps[0].label} of the last three months", late, "count", **told)
