"""A number of the area beside that of England or of another comparator: gap, ratio, and the words that fit them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from assessment.chapters.base import Chapter
from assessment.chapters.returns.returned import NO_YEAR, Returned, latest, printed_decimals, returns_of
from assessment.figures import snake
from assessment.present import wording
from assessment.present.tables import Table

OTHERS = ("England", "Great Britain", "England and Wales", "sub-region")  # the first that has the measure is taken
NAMES = {"sub-region": "the sub-region"}
UNITS = {"percent": "%", "pounds": "pounds"}
POINTS = "percentage points"
NO_RATIO = ("years", "rank")  # units in which how many times one is the other says nothing


@dataclass(frozen=True)
class Compared:
    """A returned number, and the comparator's where there is one."""

    label: str
    ours: Returned
    other: float | None = None
    other_name: str = ""

    @property
    def id(self) -> str:
        """The id of its figure; a per cent says so."""
        return f"{self.ours.measure.removesuffix('_share')}_percent" if self.percent else self.ours.measure

    @property
    def percent(self) -> bool:
        """Whether it is a percentage."""
        return self.ours.unit == "percent"

    @property
    def unit(self) -> str:
        """Its unit as text: `%`, `per 10,000 children`."""
        return UNITS.get(self.ours.unit, self.ours.unit)

    @property
    def decimals(self) -> int:
        """The decimals that both numbers need."""
        return max(self.ours.decimals, printed_decimals(self.other))

    @property
    def gap(self) -> float | None:
        """The area's number less the comparator's."""
        return None if self.other is None else self.ours.value - self.other

    @property
    def ratio(self) -> float | None:
        """How many times the comparator's the area's number is; None where that says nothing."""
        return self.ours.value / self.other if self.other and self.ours.unit not in NO_RATIO else None

    def sentence(self) -> str:
        """Both numbers, the gap, and the word for the ratio."""
        suffix = "%" if self.percent else f" {self.unit}"
        if self.other is None:
            return wording.sentence(f"{self.label}: {wording.number(self.ours.value, self.decimals)}{suffix}")
        told = {"other_name": self.other_name, "suffix": suffix, "decimals": self.decimals}
        return wording.gap_sentence(self.label, self.ours.value, self.other, ratio=self.ratio is not None, **told)


def compared(chapter: Chapter, labels: dict[str, str]) -> list[Compared]:
    """The latest return of each measure of `labels`, with a comparator's of the same period, all as figures."""
    known = latest(returns_of(chapter, ""))
    everywhere = {(one.measure, one.area, one.period): one for one in returns_of(chapter, "", area=None)}
    found = []
    for measure, label in labels.items():
        ours = known.get(measure)
        if ours is None:
            continue
        beside = (everywhere.get((measure, name, ours.period)) for name in OTHERS)
        other = next((one for one in beside if one is not None and one.unit == ours.unit), None)
        told = (other.value, NAMES.get(other.area, other.area)) if other else ()
        found.append(Compared(label, ours, *told))
    for one in found:
        comparison_figures(chapter, one)
    return found


def comparison_figures(chapter: Chapter, one: Compared) -> None:
    """The area's number, the comparator's, the gap and the ratio."""
    told, unit = one.ours.told, one.ours.unit
    chapter.figure(one.id, one.label, one.ours.value, unit, **told)
    if one.other is None:
        return
    name = f"{one.id}.{snake(one.other_name.removeprefix('the '))}"
    chapter.figure(name, f"{one.label}: {one.other_name}", one.other, unit, **told)
    beside = f"{chapter.area.name} less {one.other_name}"
    gap = told | {"method": "difference of the two numbers as returned"}
    rounded = wording.rounded(one.gap, one.decimals)
    chapter.figure(f"{one.id}.gap", f"{one.label}: {beside}", rounded, POINTS if one.percent else unit, **gap)
    if one.ratio is not None:
        over = f"{one.label}: {chapter.area.name} over {one.other_name}"
        made_from = {"numerator": one.ours.value, "denominator": one.other}
        ratio = told | {"method": "ratio of the two numbers as returned"}
        chapter.figure(f"{one.id}.ratio", over, one.ratio, "ratio", **ratio, **made_from)


def comparison_table(chapter: Chapter, found: Sequence[Compared], caption: str, name: str) -> Table | None:
    """The numbers side by side with gap and ratio; a row's unit stands in the row."""
    if not found:
        return None
    frame = pd.DataFrame([_row(chapter.area.name, one) for one in found])
    told = {"of": "returns", "illustrative": any(one.ours.told["illustrative"] for one in found)}
    told |= {"notes": (NO_YEAR,)} if any(one.ours.undated for one in found) else {}
    empty = [head for head in ("Comparator", "Its value", "Gap", "Ratio") if frame[head].isna().all()]
    return chapter.table(
        frame.drop(columns=empty), f"{caption}, {chapter.area.name}", "as named in each row", name, **told
    )


def _row(area: str, one: Compared) -> dict:
    """A row of the table; numbers are text, since each has its own decimals."""
    return {
        "Measure": one.label,
        "Unit": "per cent" if one.percent else one.unit,
        area: wording.number(one.ours.value, one.decimals),
        "Comparator": one.other_name.removeprefix("the ") or None,
        "Its value": None if one.other is None else wording.number(one.other, one.decimals),
        "Gap": None if one.gap is None else wording.signed(one.gap, one.decimals),
        "Ratio": None if one.ratio is None else wording.number(one.ratio, 2),
        "Period": one.ours.when,
    }


def furthest(found: Iterable[Compared]) -> list[Compared]:
    """Those with a ratio, the furthest from the comparator first, whichever way."""
    known = [one for one in found if one.ratio]
    return sorted(known, key=lambda one: -max(one.ratio, 1 / one.ratio))
