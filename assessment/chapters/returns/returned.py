"""Partners' returns by measure: the values known by the edition's March, the latest last, with what their notes say."""

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from assessment.chapters.base import Chapter
from assessment.chapters.public_health.indicators import MADE_UP, UNDATED, period_of
from assessment.periods import months_in_words

NO_YEAR = "Where the year is not printed, the source names none for that figure and none is guessed here."


@dataclass(frozen=True)
class Returned:
    """One returned number; `months` is the length of its period."""

    measure: str
    area: str
    value: float
    unit: str
    period: str
    months: int
    note: str = ""
    numerator: float | None = None
    denominator: float | None = None

    @property
    def undated(self) -> bool:
        """Whether the source names no year for it."""
        return self.period == UNDATED

    @property
    def when(self) -> str:
        """The period in words."""
        return months_in_words(self.period)

    @property
    def decimals(self) -> int:
        """As many as were printed, two at most."""
        return 2 if self.unit == "pounds" else printed_decimals(self.value)

    @property
    def told(self) -> dict:
        """What a figure made from it says of its origin."""
        method = self.note or "as returned"
        return {"of": "returns", "period": self.period, "method": method, "illustrative": MADE_UP in self.note}


def printed_decimals(*values: float | None) -> int:
    """The decimals that some numbers need to be printed alike, two at most; a nought at the end is not seen."""
    known = [value for value in values if value is not None]
    return next((places for places in (0, 1) if all(abs(v - round(v, places)) < 1e-9 for v in known)), 2)


def returns_of(chapter: Chapter, start: str, area: str | None = "") -> list[Returned]:
    """The returns whose measure begins so and whose period had ended by the edition's March, by end of period.

    `area`: the edition's own where empty; None for every area.
    """
    table = chapter.prepared.table("returns")
    if table is None:
        return []
    rows = table[table["measure"].str.startswith(start) & table["value"].notna()]
    if area is not None:
        rows = rows[rows["area"] == (area or chapter.area.name)]
    rows = rows.assign(ended=pd.to_datetime(rows["period_end"]))
    known = rows[rows["ended"] <= pd.Timestamp(chapter.year.last_day)]
    return list(_each(known.sort_values("ended", kind="stable")))


def _each(rows: pd.DataFrame) -> Iterator[Returned]:
    for row in rows.itertuples():
        note = "" if pd.isna(row.note) else str(row.note)
        first, last = pd.Timestamp(row.period_start), pd.Timestamp(row.period_end)
        yield Returned(
            row.measure,
            row.area,
            float(row.value),
            row.unit or "count",
            UNDATED if UNDATED in note else period_of(first, last),
            12 * (last.year - first.year) + last.month - first.month + 1,
            note,
            None if pd.isna(row.numerator) else float(row.numerator),
            None if pd.isna(row.denominator) else float(row.denominator),
        )


def latest(found: list[Returned]) -> dict[str, Returned]:
    """By measure, the last of some returns."""
    return {one.measure: one for one in found}
