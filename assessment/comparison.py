"""What changed between two editions: every figure of either in exactly one class, the largest change first."""

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from assessment.figures import Figure

REVISED, MOVED, APPEARED, VANISHED = "revised", "moved", "appeared", "vanished"
WITHHELD, METHOD, SAME = "withheld", "method", "same"
KINDS = (REVISED, WITHHELD, METHOD, MOVED, APPEARED, VANISHED, SAME)  # in the order in which they are told
LEAST = 20  # a count below this is taken as this: of so few, one more or less is no large change
SHARES = frozenset({"ratio", "share", "proportion", "probability"})
NUMBERS = ("value", "low", "high", "numerator", "denominator")
YEAR = re.compile(r"\b(?:19|20)\d\d/\d\d\b|^(?:19|20)\d\d$")
MONTH = re.compile(r"\b(?:19|20)\d\d-(?:0[1-9]|1[0-2])\b")
DIGITS = re.compile(r"\d[\d.,]*")
DERIVED = re.compile(r"change|trend|contribution|residual|dispersion|slope|_p(_|$)|(^|_)tau")
ASIDE = frozenset({"rank", "months", "districts", "categories"})  # units of what is small and tells little by its size
INWARD = ("summary.", "priorities.", "horizon.", "quality.", "last_plan.")  # what the workbook says of its own work
Key = tuple[str, str]


@dataclass(frozen=True)
class Difference:
    """One figure in the older and the newer edition; None where an edition has not got it.

    `also` names what else than the value is other: "interval", "counts", "unit", "method", "sources". `latest` is what
    a reader compares where a series went on: the last of it in each edition.
    """

    kind: str
    old: Figure | None
    new: Figure | None
    also: tuple[str, ...] = ()
    latest: tuple[Figure, Figure] | None = None

    @property
    def pair(self) -> tuple[Figure | None, Figure | None]:
        """The two that a reader compares."""
        return self.latest or (self.old, self.new)

    @property
    def figure(self) -> Figure:
        """The newer one, or the older one where it vanished."""
        return self.new or self.old

    @property
    def size(self) -> float | None:
        """How large the change of value is, 0 for none; None where there are not two numbers of one unit.

        Shares and percentages count by the difference of the two (5 percentage points are 0.05), everything else by the
        difference over the larger of the two; counts over 20 at least.
        """
        old, new = self.pair
        if old is None or new is None or old.unit != new.unit:
            return None
        before, after = old.value, new.value
        if not _is_number(before) or not _is_number(after):
            return None
        difference = abs(after - before)
        if is_percentage(new):
            return difference / 100
        larger = max(abs(before), abs(after))
        if new.unit in SHARES and larger <= 1:
            return difference
        whole = float(before).is_integer() and float(after).is_integer()
        return difference / max(larger, LEAST if whole else larger) if difference else 0.0


def is_percentage(figure: Figure) -> bool:
    """Whether a figure runs from 0 to 100, or is a change in per cent."""
    return figure.unit in ("percent", "per cent") or figure.id.endswith("_percent")


def compare(
    old: Iterable[Figure],
    new: Iterable[Figure],
    files: tuple[Mapping[str, str], Mapping[str, str]] = ({}, {}),
) -> list[Difference]:
    """Put every figure of two editions into one class: by kind in the order of KINDS, the largest change first.

    `revised`: the same id and period, another number; `withheld`: suppressed in one of the two alone; `method`: the
    same numbers, another method or other sources; `moved`: the same id, another period; `appeared` and `vanished`: only
    in the newer, only in the older; `same`. `files` give for each edition the fingerprints of source files by name.
    """
    before, after = ({(one.id, one.period): one for one in figures} for figures in (old, new))
    both = [key for key in after if key in before]
    found = [_of_one_period(before[key], after[key], files) for key in both]
    found += _of_other_periods(before, after)
    return sorted(found, key=_place)


def _place(found: Difference) -> tuple:
    """By kind; what is itself a change, a rank or a score after what was counted; by size."""
    figure = found.figure
    return KINDS.index(found.kind), is_derived(figure), -(found.size or 0), figure.id, figure.period


def is_derived(figure: Figure) -> bool:
    """Whether a figure is a change, a trend, a rank or a score, and not itself counted or measured."""
    last = figure.id.rsplit(".", 1)[-1]
    return figure.unit in ASIDE or figure.id.startswith(INWARD) or bool(DERIVED.search(last))


def _of_one_period(old: Figure, new: Figure, files: tuple[Mapping[str, str], Mapping[str, str]]) -> Difference:
    differ = {name: not alike(getattr(old, name), getattr(new, name)) for name in NUMBERS}
    also = {
        "interval": differ["low"] or differ["high"],
        "counts": differ["numerator"] or differ["denominator"],
        "unit": old.unit != new.unit,
        "method": (old.method, old.confidence) != (new.method, new.confidence),
        "sources": _other_sources(old, new, files),
    }
    if old.suppressed != new.suppressed:
        kind = WITHHELD
    elif any(differ.values()) or also["unit"]:
        kind = REVISED
    else:
        kind = METHOD if any(also.values()) else SAME
    return Difference(kind, old, new, tuple(name for name, is_other in also.items() if is_other))


def _other_sources(old: Figure, new: Figure, files: tuple[Mapping[str, str], Mapping[str, str]]) -> bool:
    """Whether each edition has a source that the other lacks, or the same file with other content.

    Files that one edition merely has more of, as the months that came since, are no other source.
    """
    before, after = (
        {known.get(name) or name for name in one.sources} for one, known in zip((old, new), files, strict=True)
    )
    return not (before <= after or after <= before)


def alike(one: object, other: object) -> bool:
    """Whether two values are the same but for the last digits of the machine."""
    if _is_number(one) and _is_number(other):
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-12)
    return one == other


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _of_other_periods(before: Mapping[Key, Figure], after: Mapping[Key, Figure]) -> Iterator[Difference]:
    """Pair what one id has in other periods of one length: the same months of other years first, then the latest.

    Nine months are never set beside twelve, nor a quarter beside a year.
    """
    sides = _by_id(before), _by_id(after)
    for id in dict.fromkeys((*sides[0], *sides[1])):
        whole = [side.get(id, []) for side in sides]
        left = [one for one in whole[0] if (id, one.period) not in after]
        right = [one for one in whole[1] if (id, one.period) not in before]
        told: set[tuple[str, str]] = set()  # periods that a reader has seen compared
        for pair in [*_paired(left, right, _calendar), *_paired(left, right, months_long)]:
            last = _latest(pair, whole)
            shown = pair if (last[0].period, last[1].period) in told else last
            told.add((shown[0].period, shown[1].period))
            yield Difference(MOVED, *pair, _moved_also(*shown), shown)
        yield from (Difference(VANISHED, one, None) for one in left)
        yield from (Difference(APPEARED, None, one) for one in right)


def _by_id(figures: Mapping[Key, Figure]) -> dict[str, list[Figure]]:
    found: dict[str, list[Figure]] = {}
    for one in figures.values():
        found.setdefault(one.id, []).append(one)
    return found


def _latest(pair: tuple[Figure, Figure], whole: list[list[Figure]]) -> tuple[Figure, Figure]:
    """Of a series that went on, the last that each edition has: the year that fell out at its start is not told."""
    last = [
        max(
            (other for other in side if _calendar(other.period) == _calendar(one.period)),
            key=lambda other: other.period,
        )
        for one, side in zip(pair, whole, strict=True)
    ]
    return pair if last[0].period == last[1].period else (last[0], last[1])


def _paired(left: list[Figure], right: list[Figure], part: object) -> list[tuple[Figure, Figure]]:
    """Take out of both lists, and pair, what is of the same part of a year, from the latest backward."""
    pairs = []
    for name in dict.fromkeys(part(one.period) for one in left):
        sides = [
            sorted((one for one in side if part(one.period) == name), key=lambda one: one.period, reverse=True)
            for side in (left, right)
        ]
        pairs += zip(*sides, strict=False)
    for one, other in pairs:
        left.remove(one)
        right.remove(other)
    return pairs


def _calendar(period: str) -> str:
    """A period without its years: `2016-10 to 2016-12` is `-10 to -12`, `2014/15` is `/`."""
    return re.sub(r"(?:19|20)\d\d(/\d\d)?", lambda year: "/" if year[1] else "", period)


def months_long(period: str) -> int:
    """How many months a period has; 0 for one that is told otherwise, as a census."""
    years, months = ([int(one[:4]) * 12 for one in rule.findall(period)] for rule in (YEAR, MONTH))
    if years:
        return years[-1] - years[0] + 12
    places = [start + int(one[5:]) for start, one in zip(months, MONTH.findall(period), strict=True)]
    return places[-1] - places[0] + 1 if places else 0


def _moved_also(old: Figure, new: Figure) -> tuple[str, ...]:
    """What else is other between two periods; the numbers in a method belong to its period."""
    other = DIGITS.sub("", old.method) != DIGITS.sub("", new.method)
    return ("unit",) * (old.unit != new.unit) + ("method",) * other


def of_kind(found: Iterable[Difference], kind: str) -> list[Difference]:
    """Those of one class, in their order."""
    return [one for one in found if one.kind == kind]
