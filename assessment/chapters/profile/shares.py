"""How a population is made up (age, ethnic group, tenure), beside England, and whether the shares add up to 100."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from assessment.chapters.base import Chapter
from assessment.chapters.profile.comparisons import Compared, compared
from assessment.chapters.returns.returned import printed_decimals
from assessment.measures.audit.sums import SLACK, add_up
from assessment.present import charts, wording
from assessment.present.pictures import Picture

ADDED = "sum of the shares as printed; limits: how far rounding may put it out"
GROUPS = {
    "age": {
        "aged_0_17": "Aged 0 to 17",
        "aged_18_24": "Aged 18 to 24",
        "aged_25_59": "Aged 25 to 59",
        "aged_60_plus": "Aged 60 or over",
    },
    "ethnicity": {
        "white_british": "White British",
        "white_other": "White, other",
        "mixed": "Mixed or multiple ethnic groups",
        "asian": "Asian or Asian British",
        "black": "Black, African, Caribbean or Black British",
        "other": "Other ethnic group",
    },
    "tenure": {
        "owned": "Owned or shared ownership",
        "social_rented": "Social rented",
        "private_rented": "Private rented",
    },
}


@dataclass(frozen=True)
class Total:
    """What the shares of one place add up to, and how far rounding may put that out of 100."""

    place: str
    value: float
    slack: float

    @property
    def rounding(self) -> bool:
        """Whether rounding explains what the sum is off."""
        return abs(self.value - 100) <= self.slack + SLACK


@dataclass(frozen=True)
class Composition:
    """The shares of a population; all of one source and period."""

    name: str
    parts: tuple[Compared, ...]

    @property
    def other_name(self) -> str:
        """The comparator of every part; empty where one lacks it."""
        names = {one.other_name for one in self.parts}
        return names.pop() if len(names) == 1 else ""

    def part(self, name: str) -> Compared | None:
        """The part of that name: `private_rented`."""
        return next((one for one in self.parts if one.ours.measure.endswith(f".{name}")), None)

    def totals(self, area: str) -> Iterator[Total]:
        """The sum of the area's shares and, where all have it, of the comparator's."""
        sides = [(area, [one.ours.value for one in self.parts])]
        sides += [(self.other_name, [one.other for one in self.parts])] if self.other_name else []
        for place, values in sides:
            yield Total(place, *add_up(values, [printed_decimals(value) for value in values]))


def composition(chapter: Chapter, name: str) -> Composition | None:
    """The shares of a group, as figures; None where fewer than two were returned."""
    found = compared(chapter, {f"profile.{name}.{part}": label for part, label in GROUPS[name].items()})
    if len(found) < 2 or len({one.ours.period for one in found}) > 1:
        return None
    made = Composition(name, tuple(found))
    for total in made.totals(chapter.area.name):
        id = f"profile.{name}.sum_percent{'' if total.place == chapter.area.name else '.comparator'}"
        ends = {"low": total.value - total.slack, "high": total.value + total.slack}
        told = found[0].ours.told | {"method": ADDED}
        chapter.figure(
            id, f"{name.capitalize()}: sum of the shares, {total.place}", total.value, "percent", **ends, **told
        )
        off = f"{name.capitalize()}: how far the sum of the shares is from 100, {total.place}"
        away = wording.rounded(total.value - 100, 1)
        chapter.figure(f"{id}.off", off, away, "percentage points", numerator=total.slack, **told)
    return made


def sum_sentences(found: Composition, area: str) -> Iterator[str]:
    """What shares add up to that do not make 100, and whether rounding explains it."""
    for total in found.totals(area):
        off = wording.rounded(total.value - 100, 1)
        told = f"The shares of {total.place} by {found.name} add up to {_percent(total.value)}"
        if not off:
            continue
        if total.rounding:
            yield f"{told}, which the rounding of each explains."
        else:
            word = "short of" if off < 0 else "over"
            yield (
                f"{told}, {wording.points(off)} {word} the whole and more than rounding can explain "
                f"({_number(total.slack)}): a group is left out, or a share is taken from another table."
            )


def _percent(value: float) -> str:
    return wording.percent(value, printed_decimals(wording.rounded(value, 2)))


def _number(value: float) -> str:
    return wording.number(value, printed_decimals(wording.rounded(value, 2)))


def composition_picture(chapter: Chapter, found: Composition, title: str, subtitle: str) -> Picture:
    """The shares as dots, the comparator's as upright bars."""
    rows = {"label": [one.label for one in found.parts], "value": [one.ours.value / 100 for one in found.parts]}
    if found.other_name:
        rows["other"] = [one.other / 100 for one in found.parts]
    told = chapter.about("returns") | {"illustrative": any(one.ours.told["illustrative"] for one in found.parts)}
    return charts.share_dots(
        pd.DataFrame(rows),
        ours=chapter.area.name,
        other=found.other_name,
        axis="Share",
        decimals=min(1, printed_decimals(*(value for one in found.parts for value in (one.ours.value, one.other)))),
        title=title,
        subtitle=f"{subtitle}, per cent, {found.parts[0].ours.when}",
        **told,
    )


def share_title(found: Composition) -> str:
    """The part that differs most from the comparator, in points; without one the largest part."""
    known = [one for one in found.parts if one.gap is not None]
    if not known:
        most = max(found.parts, key=lambda one: one.ours.value)
        return f"{most.label}: {wording.percent(most.ours.value, most.decimals)}, the largest group"
    most = max(known, key=lambda one: abs(one.gap))
    if not most.gap:
        return f"No group differs from {found.other_name}"
    ends = [wording.percent(value, most.decimals) for value in (most.ours.value, most.other)]
    return (
        f"{most.label}: {ends[0]} against {ends[1]} in {most.other_name}, the widest gap of the {_groups(found.parts)}"
    )


def _groups(parts: Sequence[Compared]) -> str:
    return wording.counted(len(parts), "group").replace(str(len(parts)), wording.small(len(parts)))
