"""The last look at a public edition: can a reader work out what it hides, from all that it and earlier ones show?

Tried are the sums of kinds, the changes between years, shares and rates of what is hidden (here), the lines of every
table (`table_lines`), months, places and areas inside one another (`inside`) and all at once (`together`), the editions
beside it (`beside`, `part_tables`), and every sentence of the pages (`spoken`). Each hidden count must stay possible
over a range as wide as the threshold; the ends are those of linear programmes over all sums of a kind together.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from assessment.figures import Figure
from assessment.measures.linked import Line, widths
from assessment.publish.beside import Beside, Count, is_count
from assessment.publish.inside import told_beside, told_by_areas, told_by_numbers, told_by_parts, told_together
from assessment.publish.part_tables import differ_by_few
from assessment.publish.refusal import refuse
from assessment.publish.table_lines import told_by_table, told_in_rows

THRESHOLD = 5
YEAR = re.compile(r"(\d{4})/\d\d")
TELLS = ("share", "rate", "change_percent", "contribution")  # of a count: whoever has them has it


@dataclass(frozen=True)
class Sum:
    """A whole and its kinds: `parts` come to the whole, or to less where there are more kinds than those."""

    whole: Count
    parts: tuple[Count, ...]
    all: bool = False

    @classmethod
    def of(cls, told: Mapping) -> "Sum":
        """What a chapter left of a whole: its id, those of its `parts`, the `period`, whether they are `all`."""
        period = told["period"]
        return cls((told["whole"], period), tuple((part, period) for part in told["parts"]), told["all"])


def refuse_what_tells(
    figures: Sequence[Figure], chapters: Iterable[Mapping], beside: Beside, authorities: Iterable[str] = ()
) -> None:
    """Raise AssessmentError where a hidden count can be worked out.

    `chapters` are what the chapters left: their `tables` as records, and what they told the audit (`sums`, `cells`,
    `withheld`). `beside` are the other public editions, `authorities` those of the area.
    """
    left = list(chapters)
    tables, sums, cells, withheld, guarded, guarded_tables = (
        [one for chapter in left for one in chapter.get(name, ())]
        for name in ("tables", "sums", "cells", "withheld", "guarded", "guarded_tables")
    )
    found = [*recovered(figures, list(map(Sum.of, sums)), beside.counts), *telling(figures)]
    found += [
        *told_by_parts(cells, figures, THRESHOLD),
        *told_together(cells, figures, sums, THRESHOLD),
        *told_beside({*guarded}, figures, beside.counts, THRESHOLD),
        *told_by_numbers({*guarded}, figures, beside.neighbours, THRESHOLD),
        *differ_by_few(tables, {*guarded_tables}, beside, THRESHOLD),
        *told_in_rows(tables, withheld, beside.period),
        *beside.told_by(tables),
    ]
    found += told_by_areas({one[0] for one in cells}, figures, frozenset(authorities), beside.areas, THRESHOLD)
    families = {tuple(one["labels"]) for one in sums if "labels" in one}
    found += [f"{table['caption']}: {fault}" for table in tables for fault in told_by_table(table, THRESHOLD, families)]
    refuse(found)


def recovered(figures: Sequence[Figure], sums: Sequence[Sum], elsewhere: Mapping[Count, float]) -> Iterator[str]:
    """The hidden counts that the sums and changes shown bring to a range narrower than the threshold."""
    counts = {(one.id, one.period): one for one in figures if is_count(one)}
    hidden = [place for place, one in counts.items() if one.suppressed]
    for place in hidden:
        if place in elsewhere:
            yield f"{place[0]} ({place[1]}) stands in another edition of this area"
    shown = {place: float(one.value) for place, one in counts.items() if not one.suppressed}
    changes = {(one.id, one.period): one.value for one in figures if one.id.endswith(".change") and not one.suppressed}
    lines = [*_of_sums(sums, shown), *_of_changes(hidden, shown, changes)]
    for place, width in widths(lines).items():
        if width < THRESHOLD and place in counts:
            yield f"{place[0]} ({place[1]}) follows from the sums and changes shown"


def _of_sums(sums: Sequence[Sum], shown: Mapping[Count, float]) -> Iterator[Line]:
    for one in sums:
        lacking = {part: 1 for part in one.parts if part not in shown}
        if lacking and one.whole not in shown:
            lacking[one.whole] = -1
        if lacking:
            rest = shown.get(one.whole, 0) - sum(shown.get(part, 0) for part in one.parts)
            yield Line(lacking, rest, not one.all)


def _of_changes(
    hidden: Sequence[Count], shown: Mapping[Count, float], changes: Mapping[Count, float]
) -> Iterator[Line]:
    """This year less the one before is the change, where that is shown."""
    for id, period in hidden:
        change, before = changes.get((id.removesuffix("count") + "change", period)), _before(period)
        if change is not None and before:
            known = shown.get((id, before))
            signs = {(id, period): 1} | ({} if known is not None else {(id, before): -1})
            yield Line(signs, change + (known or 0))


def _before(period: str) -> str:
    year = YEAR.fullmatch(period)
    return f"{int(year[1]) - 1}/{int(year[1]) % 100:02d}" if year else ""


def telling(figures: Sequence[Figure]) -> Iterator[str]:
    """What is shown that was made from a hidden count."""
    hidden = {(one.id.removesuffix("count"), one.period) for one in figures if is_count(one) and one.suppressed}
    for one in figures:
        start, _, last = one.id.rpartition(".")
        if not one.suppressed and last in TELLS and (f"{start}.", one.period) in hidden:
            yield f"{one.id} ({one.period}) is shown, and its count is hidden"
    for one in figures:
        if one.suppressed and any(n is not None for n in (one.value, one.low, one.high, one.numerator)):
            yield f"{one.id} ({one.period}) is marked as hidden and holds a number"
