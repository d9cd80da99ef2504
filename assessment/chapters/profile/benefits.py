"""Who claims which benefit, and whether the printed table adds up: parts against totals, numbers against rates."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from assessment.chapters.base import Chapter
from assessment.chapters.profile.comparisons import Compared, compared
from assessment.chapters.returns.returned import Returned, latest, returns_of
from assessment.figures import snake
from assessment.measures.audit.sums import add_up, implied_base, overlap
from assessment.present import wording
from assessment.present.tables import Table

START = "profile.benefits."
TOTALS = {"total": "All claimants", "out_of_work": "Key out-of-work benefits"}
LEVELS = {"total": 0, "out_of_work": 1, "job_seekers": 2, "esa": 2, "lone_parents": 2, "others": 2}  # else 1
GROUPS = {
    "job_seekers": "Job seekers",
    "esa": "ESA and incapacity benefits",
    "lone_parents": "Lone parents",
    "others": "Others on income-related benefits",
    "carers": "Carers",
    "disabled": "Disabled",
    "bereaved": "Bereaved",
}
PARTS = {"total": tuple(GROUPS), "out_of_work": ("job_seekers", "esa", "lone_parents", "others")}
LABELS = TOTALS | GROUPS
IMPLIED = "claimants over the printed rate; limits: the rounding of the rate"
SUMS = "sum of the groups as printed, less the printed total"
TEXT = re.compile(r"the text says ([\d,]+)")  # so a return's note says that its source contradicts itself


@dataclass(frozen=True)
class Benefits:
    """The claimants by group, and the rates of residents of working age."""

    claimants: dict[str, Returned]
    rates: dict[str, Compared]

    @property
    def decimals(self) -> int:
        """The decimals to which the rates are printed."""
        return max((one.decimals for one in self.rates.values()), default=0)

    def implied(self, name: str) -> tuple[float, float] | None:
        """The residents of working age of which the claimants of a group are the printed rate."""
        if name not in self.claimants or name not in self.rates:
            return None
        low, high = implied_base(self.claimants[name].value, self.rates[name].ours.value, self.decimals)
        return None if high == float("inf") else (low, high)

    def contradicted(self) -> dict[str, int]:
        """The groups of which the source's text has another number than its table, and that number."""
        said = {name: TEXT.search(one.note) for name, one in self.claimants.items()}
        return {name: int(text[1].replace(",", "")) for name, text in said.items() if text}

    def apart(self) -> list[str]:
        """The groups whose number and rate cannot be of the residents that the total's are."""
        whole = self.implied("total")
        found = [name for name in GROUPS if whole and self.implied(name)]
        return [name for name in found if not overlap(self.implied(name), whole)]


@dataclass(frozen=True)
class Excess:
    """By how much the groups of a total pass it (below it where negative), and what rounding allows."""

    total: str
    place: str
    printed: float
    added: float
    slack: float
    unit: str

    @property
    def off(self) -> float:
        """The sum of the groups less the total."""
        return round(self.added - self.printed, 6)


def benefits_of(chapter: Chapter) -> Benefits | None:
    """The table of benefits, as figures; None where it was not returned."""
    numbers = {one.measure: one for one in latest(returns_of(chapter, START)).values() if one.unit == "people"}
    claimants = {name: numbers[START + name] for name in LABELS if START + name in numbers}
    rates = {
        one.ours.measure.removeprefix(START).removesuffix("_share"): one
        for one in compared(chapter, {f"{START}{name}_share": _of_residents(name) for name in LABELS})
    }
    if not claimants and not rates:
        return None
    found = Benefits(claimants, rates)
    for name, one in claimants.items():
        chapter.figure(f"{one.measure}.count", f"{LABELS[name]}: claimants", int(one.value), "count", **one.told)
        _implied_figures(chapter, found, name)
    for name, number in found.contradicted().items():
        label = f"{LABELS[name]}: claimants, as the source's text has it"
        chapter.figure(f"{START}{name}.text_count", label, number, "count", **found.claimants[name].told)
    _excess_figures(chapter, found)
    return found


def _of_residents(name: str) -> str:
    """What a rate is of: `Residents of working age on key out-of-work benefits`."""
    benefits = {"total": "on any of the benefits", "out_of_work": "on key out-of-work benefits"}
    return f"Residents of working age {benefits.get(name, 'who claim: ' + LABELS[name].lower())}"


def _implied_figures(chapter: Chapter, found: Benefits, name: str) -> None:
    ends = found.implied(name)
    if ends is None:
        return
    told = found.claimants[name].told | {"method": IMPLIED, "low": ends[0], "high": ends[1]}
    told |= {"numerator": found.claimants[name].value, "denominator": found.rates[name].ours.value}
    middle = 100 * found.claimants[name].value / found.rates[name].ours.value
    label = f"{LABELS[name]}: residents of working age that number and rate imply"
    chapter.figure(f"{START}{name}.implied_residents", label, middle, "people", **told)


def _excess_figures(chapter: Chapter, found: Benefits) -> None:
    for one in excesses(found, chapter.area.name):
        counts = one.unit == "claimants"
        kind = "claimants" if counts else "percent" if one.place == chapter.area.name else f"{snake(one.place)}_percent"
        told = next(iter((found.claimants if counts else found.rates).values()))
        told = (told if counts else told.ours).told | {"method": SUMS}
        id, label = f"{START}{one.total}.parts_{kind}", f"{TOTALS[one.total]}, {one.place}: sum of the groups"
        made_from = {"numerator": one.added, "denominator": one.printed}
        chapter.figure(id, label, one.added, one.unit, **told)
        chapter.figure(f"{id}.excess", f"{label} less the total", one.off, one.unit, **told, **made_from)


def excesses(found: Benefits, area: str) -> Iterator[Excess]:
    """For each total whose groups are all there: claimants, rates, and the comparator's rates."""
    for total, names in PARTS.items():
        needed = [total, *names]
        if all(name in found.claimants for name in needed):
            values = [found.claimants[name].value for name in needed]
            yield Excess(total, area, values[0], sum(values[1:]), 0.0, "claimants")
        if all(name in found.rates for name in needed):
            yield from _rates(found, total, needed, area)


def _rates(found: Benefits, total: str, needed: list[str], area: str) -> Iterator[Excess]:
    rates = [found.rates[name] for name in needed]
    others = {one.other_name for one in rates}
    sides = [(area, [one.ours.value for one in rates])]
    sides += [(others.pop(), [one.other for one in rates])] if len(others) == 1 and "" not in others else []
    for place, values in sides:
        added, slack = add_up(values[1:], [found.decimals] * len(values[1:]))
        yield Excess(total, place, values[0], round(added, 6), slack + 0.5 * 10**-found.decimals, "percentage points")


def doubt(found: Benefits, area: str) -> str:
    """That the table does not add up, in one sentence; empty where it does."""
    number = len(list(doubts(found, area)))
    if not number:
        return ""
    told = "in one place" if number == 1 else f"in {wording.small(number)} places"
    return f"The table of benefits contradicts itself {told}, each told below it: its rates are about right at best."


def doubts(found: Benefits, area: str) -> Iterator[str]:
    """What does not hold in the table as printed, a sentence each; nothing where it adds up."""
    for one in excesses(found, area):
        if abs(one.off) > one.slack + 1e-9 and one.unit == "claimants":
            yield (
                f"{TOTALS[one.total]}: the groups add up to {wording.number(one.added)} claimants, "
                f"{wording.number(abs(one.off))} {'more' if one.off > 0 else 'fewer'} than the printed "
                f"{wording.number(one.printed)}."
            )
        elif abs(one.off) > one.slack + 1e-9:
            yield (
                f"{TOTALS[one.total]}, rates of {one.place}: the groups add up to {wording.percent(one.added)}, "
                f"{wording.points(one.off)} {'more' if one.off > 0 else 'less'} than the printed "
                f"{wording.percent(one.printed)}."
            )
    for name in found.apart():
        yield _apart(found, name)
    for name, number in found.contradicted().items():
        printed = wording.number(found.claimants[name].value)
        yield f"{LABELS[name]}: the source's table has {printed} claimants, its text {wording.number(number)}."


def _apart(found: Benefits, name: str) -> str:
    rate, number = found.rates[name].ours.value, found.claimants[name].value
    own, whole = (" to ".join(map(wording.number, found.implied(each))) for each in (name, "total"))
    return (
        f"{LABELS[name]}: {wording.number(number)} claimants at {wording.percent(rate, found.decimals)} imply {own} "
        f"residents of working age, all claimants together {whole}; the two cannot both hold."
    )


def benefits_table(chapter: Chapter, found: Benefits) -> Table:
    """Claimants and rates by group, with the residents that each row implies."""
    other = next((one.other_name for one in found.rates.values() if one.other_name), "")
    frame = pd.DataFrame([_row(found, name, other) for name in _order(found)])
    frame = frame.dropna(axis="columns", how="all")
    period = next(iter([*found.claimants.values(), *(one.ours for one in found.rates.values())])).when
    told = {"of": "returns", "illustrative": False, "levels": tuple(LEVELS.get(name, 1) for name in _order(found))}
    decimals = {"Ratio": 2, "Implied residents from": 0, "to": 0}
    caption = f"Claimants of benefits, {chapter.area.name}, {period}"
    unit = "people, and per cent of residents of working age"
    return chapter.table(frame, caption, unit, "profile_benefits", decimals=decimals, **told)


def _order(found: Benefits) -> list[str]:
    return [name for name in LABELS if name in found.claimants or name in found.rates]


def _row(found: Benefits, name: str, other: str) -> dict:
    rate, ends = found.rates.get(name), found.implied(name) or (None, None)
    return {
        "Benefit": LABELS[name],
        "Claimants": found.claimants[name].value if name in found.claimants else None,
        "Rate, %": rate.ours.value if rate else None,
        f"{other}, %": rate.other if rate else None,
        "Ratio": rate.ratio if rate else None,
        "Implied residents from": ends[0],
        "to": ends[1],
    }
