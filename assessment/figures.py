"""A figure: a number with its unit, interval, method, period, denominator and sources; and the ledger of a chapter."""

import json
import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from assessment.errors import AssessmentError

PEOPLE = frozenset({"count", "people", "offences", "incidents", "answers", "claimants"})
MADE_OF_PEOPLE = frozenset({"ratio", "percent", "probability", "times", "percentage points", *PEOPLE})
QUOTED = "profile."  # returns that quote what is published of the residents
DIFFERENCE = re.compile(r"(^|[._])(change|residual)$")
FIGURE_ID = re.compile(r"[a-z0-9_]+(\.[a-z0-9_]+)+")


def snake(name: str) -> str:
    """A category's own name as part of a figure's id: `Drug offences` is `drug_offences`."""
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")


@dataclass(frozen=True)
class Figure:
    """One number that may leave the workbook.

    `value` is in `unit` (never empty); `low` to `high` is its interval at `confidence` (0.95); `numerator` over
    `denominator` is what it was made from. Shares run from 0 to 1, `…_percent` from 0 to 100. A suppressed
    figure has no value, interval, numerator or denominator. `sources` are names of the source files that the value
    rests on; `illustrative` says that one of them was made up.
    """

    id: str
    label: str
    value: float | int | str | None
    unit: str
    period: str
    chapter: str = ""
    area: str = ""
    low: float | None = None
    high: float | None = None
    confidence: float | None = None
    method: str = ""
    numerator: float | int | None = None
    denominator: float | int | None = None
    sources: tuple[str, ...] = ()
    suppressed: bool = False
    illustrative: bool = False

    def __post_init__(self) -> None:
        if not FIGURE_ID.fullmatch(self.id):
            message = f"'{self.id}' is not a figure's id: write topic.subject.measure in lower snake case."
            raise ValueError(message)
        if not self.unit or not self.period:
            message = f"figure {self.id} has no unit or no period: give both"
            raise ValueError(message)
        numbers = [self.value, self.low, self.high, self.numerator, self.denominator]
        if any(isinstance(n, float) and not math.isfinite(n) for n in numbers):
            message = f"figure {self.id} ({self.period}) is not a finite number: leave it out and say why."
            raise ValueError(message)
        if self.suppressed and any(n is not None for n in numbers):
            message = f"figure {self.id} is suppressed and yet holds a number: call suppress()"
            raise ValueError(message)

    def suppress(self) -> "Figure":
        """The same figure with nothing in it that could be worked back to the number."""
        empty = dict.fromkeys(("value", "low", "high", "confidence", "numerator", "denominator"))
        return replace(self, suppressed=True, **empty)


def of_people(figure: Figure, *numbers: float | None) -> list[float | None]:
    """The value of a figure, what it was made from and what is left, None for each that does not count people.

    `numbers`, the value with numerator and denominator, stand in the place of its own.
    """
    if figure.id.startswith(QUOTED) or figure.id.endswith(".contribution"):  # the second is made of changes
        return [None] * 4
    value, part, whole = numbers or (figure.value, figure.numerator, figure.denominator)
    of_people = figure.unit in PEOPLE and not DIFFERENCE.search(figure.id) and not isinstance(value, str)
    made = figure.unit in MADE_OF_PEOPLE or figure.unit.startswith("per ")
    part, whole = (part, whole) if made else (None, None)
    rest = whole - part if figure.unit == "ratio" and None not in (part, whole) else None
    return [value if of_people else None, part, whole, rest]


class Ledger:
    """The figures of a chapter, in the order in which they were made; an id and a period name one figure."""

    def __init__(self, chapter: str = "", area: str = "") -> None:
        self.chapter, self.area = chapter, area
        self._figures: dict[tuple[str, str], Figure] = {}

    def add(self, figure: Figure) -> Figure:
        """Keep a figure, named with this chapter and area. Raises AssessmentError where it contradicts one kept before.

        The error names no value: one of the two may be hidden.
        """
        figure = replace(figure, chapter=figure.chapter or self.chapter, area=figure.area or self.area)
        kept = self._figures.setdefault((figure.id, figure.period), figure)
        if kept.value != figure.value:
            shown = "is hidden once and shown once" if kept.suppressed != figure.suppressed else "has two values"
            chapters = " and ".join(dict.fromkeys(filter(None, (kept.chapter, figure.chapter))))
            what, mend = f"The figure {figure.id} ({figure.period}) {shown}", "Find out which holds: see docs/faq.md."
            raise AssessmentError(what, chapters and f"chapters {chapters}", mend)
        return kept

    def get(self, id: str, period: str) -> Figure:
        """The figure of that id and period. Raises KeyError where there is none."""
        return self._figures[id, period]

    def __iter__(self) -> Iterator[Figure]:
        return iter(self._figures.values())

    def __len__(self) -> int:
        return len(self._figures)


def _plain(number: object) -> object:
    """A number of numpy's as Python's own; everything else as it is."""
    return number.item() if hasattr(number, "item") else number


def write_figures(figures: Iterable[Figure], path: Path) -> None:
    """Write figures as JSON, indented, one key a line."""
    rows = [{key: _plain(value) for key, value in asdict(figure).items()} for figure in figures]
    path.write_text(json.dumps(rows, indent=2, ensure_ascii=False, allow_nan=False) + "\n", encoding="utf-8")


def read_figures(path: Path) -> list[Figure]:
    """Read what `write_figures` wrote."""
    rows = json.loads(path.read_text(encoding="utf-8"))
    return [Figure(**{**row, "sources": tuple(row["sources"])}) for row in rows]
