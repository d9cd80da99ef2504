"""The changes that an edition tests: which are clear, and how many would look so by chance alone."""

from collections.abc import Iterable
from dataclasses import dataclass

from assessment.figures import Figure
from assessment.periods import FinancialYear
from assessment.present import wording
from assessment.present.wording.numbers import SMALL_BASE

ALPHA = 0.05


@dataclass(frozen=True)
class Tested:
    """A change on the year before with its p; `percent` is its figure, None of too few before."""

    label: str
    before: float
    after: float
    p: float
    percent: Figure | None

    @property
    def clear(self) -> bool:
        """Whether chance alone would not explain it."""
        return not wording.unclear(self.p)


def changes_tested(figures: Iterable[Figure], year: FinancialYear) -> list[Tested]:
    """Every change on the year before that the figures of an edition test, once, the largest in per cent first.

    Where a test allows for the scatter of the months, its p holds. A change that two chapters give under two names
    counts once: it compares the same two counts.
    """
    held = {(figure.id, figure.period): figure for figure in figures if _inside(figure.period, year)}
    found: dict[tuple[float, float], Tested] = {}
    for (id, period), figure in held.items():
        if not id.endswith(".change_p") or figure.numerator is None or figure.denominator is None:
            continue
        stem = id.removesuffix("_p")
        test = held.get((f"{stem}_p_dispersion", period), figure)
        percent = held.get((f"{stem}_percent", period)) if figure.denominator >= SMALL_BASE else None
        ends = (figure.denominator, figure.numerator)
        label = figure.label.split(": change on the year before")[0]
        found.setdefault(ends, Tested(label, *ends, test.value, percent))
    return sorted(found.values(), key=lambda one: -abs(one.percent.value if one.percent else 0))


def every_test(figures: Iterable[Figure]) -> list[Figure]:
    """Every test that the figures hold, once: its p, of a change the one that allows for the scatter of the months.

    Two names for one comparison count once: they have the same p of the same counts.
    """
    held = [one for one in figures if one.unit == "probability" and one.value is not None]
    allowing = {(one.id.removesuffix("_dispersion"), one.period) for one in held if one.id.endswith("_p_dispersion")}
    found: dict[tuple, Figure] = {}
    for one in held:
        if (one.id, one.period) not in allowing:
            made_from = (one.numerator, one.denominator)
            found.setdefault((one.value, *made_from) if None not in made_from else (one.id, one.period), one)
    return list(found.values())


def _inside(period: str, year: FinancialYear) -> bool:
    """Whether a period is the year or some months of it."""
    return period.startswith((str(year), year.period)) or (len(period) >= 7 and period[:7] in year.months)
