"""The public editions of an area that a reader may subtract from one that is built, and which of them it gives way to.

What stands has been read and does not change: the later edition hides what the two would tell. One that was itself
built beside an edition of this year, from the same files, gave way to it already; then this one need not.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from assessment.errors import AssessmentError
from assessment.figures import Figure, of_people, read_figures
from assessment.periods import FinancialYear, months_of
from assessment.published import FIGURES, RUN

GAVE_WAY = "gave_way"  # in run.json: the years of the editions that one gave way to
Numbers = Sequence[object]  # period, value, numerator, denominator


@dataclass(frozen=True)
class Neighbour:
    """A public edition beside the one that is built: its year, and the `numbers` of its figures by their ids.

    It was there `first` where this one is to give way to it; it had then `gave_way` to those of some years.
    """

    year: FinancialYear
    first: bool = True
    gave_way: tuple[FinancialYear, ...] = ()
    numbers: Mapping[str, Sequence[Numbers]] = field(default_factory=dict)

    @classmethod
    def of(cls, told: Mapping) -> "Neighbour":
        """What `neighbours` said of it."""
        gave_way = tuple(map(FinancialYear.parse, told[GAVE_WAY]))
        return cls(FinancialYear.parse(told["year"]), told["first"], gave_way, told["numbers"])

    def differs_by_few(self, figure: Figure, threshold: int) -> bool:
        """Whether it has a figure over some of the months, or over more, with fewer people than `threshold` between."""
        own = set(months_of(figure.period)) if figure.id in self.numbers else set()
        for period, *numbers in self.numbers.get(figure.id, ()):
            months = set(months_of(period))
            if months and (own < months or months < own):
                pairs = [*zip(of_people(figure), of_people(figure, *numbers), strict=True)]
                pairs = pairs if figure.numerator is not None else pairs[:1]  # a denominator alone counts months
                if any(None not in pair and 0 < abs(pair[0] - pair[1]) < threshold for pair in pairs):
                    return True
        return False


def neighbours(area: Path, year: FinancialYear, files: Mapping[str, str]) -> list[dict]:
    """The public editions in an area's folder that count other months than one of `year`, as JSON holds them.

    `files` are the hashes of the source files of the edition that is built, by name: one that gave way to it did so for
    good unless a file of both has changed. Two editions of whole years count the same months: nothing is left.
    """
    found = []
    for path in sorted(area.glob(f"[!.]*/{RUN}")):
        told, other = _told(path)
        if other is None or other == year or (other.whole and year.whole) or path.parent.name.endswith(".failed"):
            continue
        theirs, gave_way = {one["file"]: one["sha256"] for one in told["sources"]}, list(told.get(GAVE_WAY, ()))
        revised = any(theirs.get(name, mark) != mark for name, mark in files.items())
        first = revised or str(year) not in gave_way
        found.append({"year": str(other), "first": first, GAVE_WAY: gave_way, "numbers": _numbers(path.parent)})
    return found


def told_in(stage: Path) -> list[dict]:
    """What `neighbours` found for the edition that is built in a folder, as its chapters are told of it."""
    path = stage / "context.json"
    return json.loads(path.read_text(encoding="utf-8")).get("beside", []) if path.is_file() else []


def _told(path: Path) -> tuple[dict, FinancialYear | None]:
    """What the run.json of a public edition says, and its year; None where it is not one."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        public = told["restricted"] is False and all({"file", "sha256"} <= set(one) for one in told["sources"])
        return told, FinancialYear.parse(told["year"]) if public else None
    except (OSError, ValueError, KeyError, TypeError, AssessmentError):
        return {}, None


def _numbers(edition: Path) -> dict[str, list[Numbers]]:
    try:
        figures = read_figures(edition / FIGURES)
    except (OSError, ValueError, TypeError, KeyError):
        return {}
    found: dict[str, list[Numbers]] = {}
    for one in figures:
        value = None if isinstance(one.value, str) else one.value
        if value is not None:
            found.setdefault(one.id, []).append([one.period, value, one.numerator, one.denominator])
    return found
