"""What the ONS Health Index says, without the years whose value was only carried forward."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from assessment.chapters.base import Chapter
from assessment.figures import snake
from assessment.periods import FinancialYear
from assessment.present import wording
from assessment.present.tables import Table
from assessment.project import Area
from assessment.store import Prepared

INDICATORS = ("Alcohol misuse", "Drug misuse")
OWN_UNIT = "the indicator's own unit"


@dataclass(frozen=True)
class Measured:
    """An indicator's latest value that was measured, and the later years that only repeat it.

    `median` is the middle of the `authorities` that have a value in that year, `place` this one's among them, 1 the
    largest; larger is worse in all indicators that are used. `years` are the values measured, by year.
    """

    indicator: str
    value: float
    year: int
    carried: tuple[int, ...]
    median: float
    authorities: int
    place: int
    years: pd.Series
    topic: str

    @property
    def id(self) -> str:
        """The id of its figures."""
        return f"{self.topic}.health_index_{snake(self.indicator)}"


def measured(
    prepared: Prepared, area: Area, year: FinancialYear, of: Sequence[str] = INDICATORS, topic: str = "substance"
) -> list[Measured]:
    """Some indicators as last measured by the edition's March; none for an area of several authorities.

    A year was carried forward where every authority has the value of the year before, to the last digit.
    """
    table = prepared.table("health_index")
    if table is None or len(area.authorities) != 1:
        return []
    found = []
    for name in of:
        rows = table[(table["indicator"] == name) & (table["year"] <= year.starts)]
        wide = rows.pivot_table(index="authority", columns="year", values="value").sort_index(axis=1)
        if area.authorities[0] in wide.index:
            found += _latest(name, wide, area.authorities[0], topic)
    return found


def _latest(name: str, wide: pd.DataFrame, authority: str, topic: str) -> list[Measured]:
    values = wide.loc[authority].dropna()
    if values.empty:
        return []
    carried = []
    for before, year in zip(reversed(wide.columns[:-1]), reversed(wide.columns[1:]), strict=True):
        both = wide[[before, year]].dropna()
        if both.empty or len(wide) < 2 or (both[before] != both[year]).any():
            break
        carried.append(int(year))
    own = values[~values.index.isin(carried)]
    last, value = own.index.max(), float(own.iloc[-1])
    others = wide[last].dropna()
    among = float(others.median()), len(others), int((others > value).sum()) + 1
    return [Measured(name, value, int(last), tuple(sorted(carried)), *among, own, topic)]


def health_index_figures(chapter: Chapter, found: list[Measured]) -> None:
    """Each indicator as last measured, and the middle of all authorities."""
    for one in found:
        told = {"of": "health_index", "period": str(one.year), "method": "as published; carried-forward years left out"}
        label = f"{one.indicator}, ONS Health Index"
        chapter.figure(one.id, label, one.value, OWN_UNIT, **told)
        median = f"{label}: median of the authorities"
        chapter.figure(f"{one.id}.median", median, one.median, OWN_UNIT, **told, denominator=one.authorities)


def health_index_table(chapter: Chapter, found: list[Measured], name: str = "substance_health_index") -> Table | None:
    """The indicators beside the middle of all authorities, with the years that were carried forward."""
    if not found:
        return None
    rows = [(one.indicator, one.value, one.median, one.year, _years(one)) for one in found]
    columns = ["Indicator", chapter.area.name, "Median of authorities", "Year measured", "Carried forward, left out"]
    frame, caption = pd.DataFrame(rows, columns=columns), f"ONS Health Index, {chapter.area.name}"
    return chapter.table(frame, caption, OWN_UNIT, name, of="health_index")


def carried_caution(found: list[Measured]) -> str:
    """Which years repeat the year before; empty where none does."""
    told = [f"{one.indicator} ({_years(one)})" for one in found if one.carried]
    if not told:
        return ""
    return (
        f"In the ONS Health Index later years of {wording.listed(told)} repeat the year before in every authority: "
        "they were carried forward, not measured, and are left out."
    )


def _years(one: Measured) -> str:
    return wording.listed(one.carried) or "none"
