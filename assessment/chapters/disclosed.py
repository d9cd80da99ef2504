"""Which numbers the public edition of a chapter may hold: the one place that decides.

Counts of people and of offences from 1 to 4 are hidden, with what would tell them: shares, rates and changes made from
them, and as many others that a reader who adds and subtracts comes no nearer than five. Nought is shown. What a
publisher has published already (files under the Open Government Licence) is shown as it is; the restricted edition
shows all. Actions, places, months and files are nobody.
"""

from collections.abc import Collection, Hashable, Iterable
from dataclasses import dataclass

import pandas as pd

from assessment.figures import PEOPLE, QUOTED, Figure, of_people
from assessment.measures.disclosure import suppress
from assessment.neighbours import Neighbour
from assessment.present import wording
from assessment.store import Prepared, SourceFile

THRESHOLD = 5
NOTE = (
    "This is the public edition: numbers of people and of offences from one to four are not shown, nor others that "
    "would tell them. In tables [c] stands in their place."
)
BESIDE = "Nor are those that would tell one together with the edition of this area for {}, which was there before."
SYMBOL = "[c]"
NOWHERE = "elsewhere"  # the place of records without one
COARSE = 2  # decimals of a measure over places: to the last digit it would tell the number of each
PERSONAL = frozenset({"crime", "asb", "outcomes", "stops", "cases", "survey", "survey_text", "returns"})
PUBLISHED = "Open Government Licence"
ACTIONS = ("powers.", "cctv.")  # returns that count what was done, not to whom


@dataclass(frozen=True)
class Disclosure:
    """What holds in one edition of some data."""

    restricted: bool
    prepared: Prepared
    beside: tuple[Neighbour, ...] = ()

    @property
    def first(self) -> list[Neighbour]:
        """The editions beside this one that it gives way to."""
        return [one for one in self.beside if one.first]

    def guards(self, *tables: str) -> bool:
        """Whether small counts that rest on these tables are to be hidden."""
        return not self.restricted and any(self._personal(table) for table in tables)

    def _personal(self, table: str) -> bool:
        files = self.prepared.sources_of(table) if table in PERSONAL else []
        return not all(file.licence.startswith(PUBLISHED) for file in files)

    def small(self, count: float | None, *tables: str) -> bool:
        """Whether a count of people or offences is not to be shown."""
        return count is not None and 0 < count < THRESHOLD and self.guards(*tables)

    def telling(self, part: float, whole: float, *tables: str) -> bool:
        """Whether a share would tell a small count, what is left of the whole among them, or is all of it."""
        return self.guards(*tables) and (part == whole > 0 or any(0 < n < THRESHOLD for n in (part, whole - part)))

    def hidden(self, counts: pd.Series, *tables: str, rest: float = 0, dear: Collection[Hashable] = ()) -> pd.Series:
        """Which of some counts, whose total with `rest` is known, are not to be shown.

        `dear` are hidden only where the others do not suffice to keep a small count.
        """
        none = pd.Series(False, index=counts.index)
        small = [name for name in counts.index if 0 < counts[name] < THRESHOLD]
        if not self.guards(*tables) or not (small or (len(counts) and 0 < rest < THRESHOLD)):
            return none
        kept = [name for name in counts.index if name not in dear or name in small]
        for tried in (kept, list(counts.index)):
            found = _suppressed(counts[tried], rest)
            if found is not None:
                return none | found.reindex(counts.index, fill_value=False)
        return ~none

    def treated(self, figure: Figure, *tables: str) -> Figure:
        """A figure as the edition may hold it."""
        return figure.suppress() if self.guards(*tables) and (_tells(figure) or self.near(figure)) else figure

    def notes(self, files: Iterable[SourceFile]) -> list[str]:
        """What the page says of what it hides, where it rests on files of which small counts are hidden."""
        if not any(PERSONAL & set(file.tables) and self.guards(*file.tables) for file in files):
            return []
        beside = wording.listed(dict.fromkeys(str(one.year) for one in self.first))
        return [NOTE, *([BESIDE.format(beside)] if beside else [])]

    def near(self, figure: Figure) -> bool:
        """Whether an edition beside has the figure over a part of its months, or over more, and they differ by few."""
        return any(one.differs_by_few(figure, THRESHOLD) for one in self.beside)


class Told:
    """What a chapter tells of guarded counts, and what it hides, for the last look at the edition; never published."""

    def __init__(self) -> None:
        self.cells: set[tuple[str, str, tuple[str, ...], int | None]] = set()
        self.kinds: dict[tuple[str, ...], dict] = {}  # wholes whose kinds are hidden
        self.hidden: dict[tuple[str, str], set[str]] = {}  # what is hidden of a kind of records in a year
        self.tables: set[str] = set()  # the names of tables of guarded counts
        self.guarded: set[str] = set()  # the ids of counts of which small ones are hidden
        self.withheld: set[tuple[str, str, int]] = set()  # hidden numbers, with what they are called and their period

    def tell(self, id: str, period: str, count: object, places: Iterable[str] = ()) -> None:
        """A count of a figure's id over a period in some places (none: the whole area), `[c]` where it is hidden."""
        self.cells.add((id, period, tuple(sorted(places)), None if count == SYMBOL else int(count)))

    def heard(self, made: Figure, disclosure: Disclosure, tables: Iterable[str]) -> Figure:
        """A figure as the edition has it, the number withheld that it had when it was made."""
        shown = disclosure.treated(made, *tables)
        if disclosure.guards(*tables):
            self.guarded.add(made.id)
        if shown.suppressed and made.unit in PEOPLE and isinstance(made.value, int):
            self.withhold(made.label.partition(":")[0], made.period, made.value)
        return shown

    def withhold(self, label: str, period: str, count: int) -> None:
        """A number that stands nowhere in the edition beside what it counts."""
        self.withheld.add((label, period, count))

    def record(self) -> dict[str, list]:
        """All of it as JSON holds it."""
        return {"sums": list(self.kinds.values()), "cells": sorted(self.cells, key=repr),
                "withheld": sorted(self.withheld), "guarded": sorted(self.guarded),
                "guarded_tables": sorted(self.tables)}  # fmt: skip


class Guarded:
    """Prepared data of which partners' small counts of people are not there, as if they had not been returned."""

    def __init__(self, prepared: Prepared) -> None:
        self._prepared = prepared

    def __getattr__(self, name: str) -> object:
        """Everything else, as it was prepared."""
        return getattr(self._prepared, name)

    def table(self, name: str) -> pd.DataFrame | None:
        """A table as the public edition may use it."""
        found = self._prepared.table(name)
        if name != "returns" or found is None or not Disclosure(restricted=False, prepared=self._prepared).guards(name):
            return found
        of_people = found["unit"].fillna("count").isin(PEOPLE) & ~found["measure"].str.startswith((*ACTIONS, QUOTED))
        return found.assign(value=found["value"].mask(of_people & found["value"].between(0, THRESHOLD, "neither")))


def _suppressed(counts: pd.Series, rest: float) -> pd.Series | None:
    """Which are hidden, their total staying; None where the total would have to go too."""
    given = pd.Series([*counts, rest, counts.sum() + rest], index=[*range(len(counts)), "rest", "Total"]).astype(int)
    lost = suppress(given, threshold=THRESHOLD).isna()
    return None if lost["Total"] else pd.Series(lost.to_numpy()[: len(counts)], counts.index)


def _tells(figure: Figure) -> bool:
    """Whether a small count is the figure, or what it was made from."""
    return any(n is not None and 0 < n < THRESHOLD for n in of_people(figure)[:3])
