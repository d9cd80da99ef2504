"""The last look at a public edition: can a reader work out what it hides, from all that it and earlier ones show?

Tried are the sums of kinds, the changes between years, shares and rates of what is hidden, the lines of every table
and the figures of the editions beside it. Each hidden count must stay possible over a range as wide as the threshold;
the ends are those of a linear programme over all sums together. Not tried: sentences, which are worded from figures
already hidden, and periods that lie inside one another.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.optimize import linprog

from assessment.errors import AssessmentError
from assessment.figures import Figure, read_figures
from assessment.measures.disclosure import audit

THRESHOLD = 5
HIDDEN = "[c]"
YEAR = re.compile(r"(\d{4})/\d\d")
TELLS = ("share", "rate", "change_percent", "contribution")  # of a count: whoever has them has it
MEND = (
    "Nothing was published, and the edition before stands as it was. Merge the categories or leave the chapter out "
    "with --chapter; --restricted builds one that is not published. docs/methods.md says how it is found."
)
Count = tuple[str, str]  # the id of a count and its period


@dataclass(frozen=True)
class Sum:
    """A whole and its kinds: `parts` come to the whole, or to less where there are more kinds than those."""

    whole: Count
    parts: tuple[Count, ...]
    all: bool = False


def refuse_what_tells(
    figures: Sequence[Figure], tables: Iterable[Mapping], sums: Iterable[Mapping], beside: Iterable[Path]
) -> None:
    """Raise AssessmentError where a hidden count can be worked out.

    `tables` are records of the chapters' tables, `sums` of `whole`, `parts` (ids), `period` and whether they are `all`;
    `beside` are the folders of the area's other public editions.
    """
    known = list(map(_sum, sums))
    found = [*recovered(figures, known, _shown_in(beside)), *telling(figures)]
    found += [f"{table['caption']}: {fault}" for table in tables for fault in told_by_table(table)]
    if found:
        what = f"The public edition would tell {len(found)} of the numbers that it hides"
        raise AssessmentError(what, "; ".join(found[:5]), MEND)


def public_editions(area: Path, but: str) -> Iterator[Path]:
    """The editions of an area that may be published, but for that of one year.

    Those of before small counts were hidden say nothing of it in their run.json: they were not for publication.
    """
    for path in sorted(area.glob("*/run.json")):
        try:
            told = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            continue
        if isinstance(told, dict) and told.get("restricted") is False and told.get("year") != but:
            yield path.parent


def _sum(told: Mapping) -> Sum:
    period = told["period"]
    return Sum((told["whole"], period), tuple((part, period) for part in told["parts"]), told["all"])


def _shown_in(editions: Iterable[Path]) -> dict[Count, float]:
    """The counts that other editions show."""
    found: dict[Count, float] = {}
    for folder in editions:
        try:
            figures = read_figures(folder / "figures.json")
        except (OSError, ValueError, TypeError, KeyError):
            continue  # not an edition, or one of before figures were as they are now
        found |= {(one.id, one.period): one.value for one in figures if _is_count(one) and not one.suppressed}
    return found


def _is_count(figure: Figure) -> bool:
    number = isinstance(figure.value, (int, float)) or figure.suppressed
    return figure.unit == "count" and figure.id.endswith(".count") and number


def recovered(figures: Sequence[Figure], sums: Sequence[Sum], elsewhere: Mapping[Count, float]) -> Iterator[str]:
    """The hidden counts that the sums and changes shown bring to a range narrower than the threshold."""
    counts = {(one.id, one.period): one for one in figures if _is_count(one)}
    hidden = [place for place, one in counts.items() if one.suppressed]
    for place in hidden:
        if place in elsewhere:
            yield f"{place[0]} ({place[1]}) stands in another edition of this area"
    shown = {place: float(one.value) for place, one in counts.items() if not one.suppressed}
    changes = {(one.id, one.period): one.value for one in figures if one.id.endswith(".change") and not one.suppressed}
    lines = [*_of_sums(sums, shown), *_of_changes(hidden, shown, changes)]
    for place, width in _widths(hidden, lines).items():
        if width < THRESHOLD:
            yield f"{place[0]} ({place[1]}) follows from the sums and changes shown"


Line = tuple[dict[Count, int], float, bool]  # hidden counts with their signs, what they come to, or (True) come under


def _of_sums(sums: Sequence[Sum], shown: Mapping[Count, float]) -> Iterator[Line]:
    for one in sums:
        if one.whole in shown:
            lacking = {part: 1 for part in one.parts if part not in shown}
            rest = shown[one.whole] - sum(shown.get(part, 0) for part in one.parts)
            if lacking:
                yield lacking, rest, not one.all


def _of_changes(
    hidden: Sequence[Count], shown: Mapping[Count, float], changes: Mapping[Count, float]
) -> Iterator[Line]:
    """This year less the one before is the change, where that is shown."""
    for id, period in hidden:
        change, before = changes.get((id.removesuffix("count") + "change", period)), _before(period)
        if change is not None and before:
            known = shown.get((id, before))
            signs = {(id, period): 1} | ({} if known is not None else {(id, before): -1})
            yield signs, change + (known or 0), False


def _before(period: str) -> str:
    year = YEAR.fullmatch(period)
    return f"{int(year[1]) - 1}/{int(year[1]) % 100:02d}" if year else ""


def _widths(hidden: Sequence[Count], lines: Sequence[Line]) -> dict[Count, float]:
    """How wide the range of each hidden count is that some line speaks of: none is below one, for noughts are shown.

    What a whole has beyond the kinds told stands for itself as a hidden number of nought or more.
    """
    asked = list(dict.fromkeys([place for signs, *_ in lines for place in signs]))
    slack = [at for at, (*_, under) in enumerate(lines) if under]
    matrix = np.zeros((len(lines), len(asked) + len(slack)))
    for row, (signs, *_) in enumerate(lines):
        for place, sign in signs.items():
            matrix[row, asked.index(place)] = sign
    for column, row in enumerate(slack, len(asked)):
        matrix[row, column] = 1
    right, bounds = [total for _, total, _ in lines], [(1, None)] * len(asked) + [(0, None)] * len(slack)
    return {place: _width(matrix, right, bounds, asked.index(place)) for place in asked if place in hidden}


def _width(matrix: np.ndarray, right: list[float], bounds: list[tuple], at: int) -> float:
    ends = []
    for sign in (1, -1):
        aim = np.zeros(matrix.shape[1])
        aim[at] = sign
        found = linprog(aim, A_eq=matrix, b_eq=right, bounds=bounds, method="highs")
        if found.status != 0:
            return np.inf  # without an end, or kinds that overlap and so bind nothing
        ends.append(sign * found.fun)
    return ends[1] - ends[0]


def telling(figures: Sequence[Figure]) -> Iterator[str]:
    """What is shown that was made from a hidden count."""
    hidden = {(one.id.removesuffix("count"), one.period) for one in figures if _is_count(one) and one.suppressed}
    for one in figures:
        start, _, last = one.id.rpartition(".")
        if not one.suppressed and last in TELLS and (f"{start}.", one.period) in hidden:
            yield f"{one.id} ({one.period}) is shown, and its count is hidden"
    for one in figures:
        if one.suppressed and any(n is not None for n in (one.value, one.low, one.high, one.numerator)):
            yield f"{one.id} ({one.period}) is marked as hidden and holds a number"


def told_by_table(table: Mapping) -> Iterator[str]:
    """The hidden cells of a table that its own lines tell."""
    rows, columns = table["rows"], table["columns"]
    if not any(HIDDEN in row for row in rows):
        return
    for row in rows:
        yield from _told_in_row(dict(zip(columns, row, strict=True)))
    yield from _told_in_columns(table)


def _told_in_row(row: Mapping[str, object]) -> Iterator[str]:
    """A change beside one of its sides, a share beside its count."""
    name, years = next(iter(row.values())), [head for head in row if YEAR.fullmatch(head)]
    sides = [*years[:2], "Change"]
    if len(years) == 2 and "Change" in row and [row[head] for head in sides].count(HIDDEN) == 1:
        yield f"{name}: the other two of {', '.join(sides)} tell the third"
    for head in row:
        part = row.get(head.removesuffix(", %")) if head.endswith(", %") else None
        if part == HIDDEN and isinstance(row[head], (int, float)):
            yield f"{name}: {head} tells the number beside it"


def _told_in_columns(table: Mapping) -> Iterator[str]:
    """The parts of a whole that stands above them, or below as a total."""
    levels, rows = table.get("levels") or (), table["rows"]
    named = [str(row[0]).strip().casefold() for row in rows]
    for at, head in enumerate(table["columns"]):
        cells = [row[at] for row in rows]
        if at == 0 or HIDDEN not in cells or not (YEAR.fullmatch(head) or head in ("Offences", "Crimes", "Number")):
            continue
        if "total" in named:
            whole, parts = named.index("total"), [n for n, name in enumerate(named) if name != "total"]
        elif levels and levels[0] == 0 and 0 not in levels[1:]:
            whole, parts = 0, [n for n, level in enumerate(levels) if level == 1]
        else:
            continue
        if isinstance(cells[whole], (int, float)) and _worked_out([cells[n] for n in parts], cells[whole]):
            yield f"{head}: what is hidden follows from {rows[whole][0]}"


def _worked_out(parts: list[object], whole: float) -> bool:
    """Whether the parts shown and their whole bring a hidden part to a range narrower than the threshold."""
    counts = [float(part) if isinstance(part, (int, float)) else np.nan for part in parts]
    rest = {} if np.nansum(counts) > whole else {"rest": np.nan}
    given = pd.Series({**dict(enumerate(counts)), **rest, "Total": float(whole)})
    try:
        found = audit(given, threshold=THRESHOLD)
    except ValueError:
        return False  # kinds that overlap: they bind nothing
    return not found.loc[found["row"] != "rest", "protected"].all()
