"""The other public editions that a reader may lay beside the one that is built: of its area and of overlapping ones."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace

from assessment.figures import Figure
from assessment.neighbours import Neighbour, beside, figures_of, overlapping_areas, public_editions, same_area
from assessment.periods import FinancialYear
from assessment.project import Area
from assessment.publish import twins
from assessment.publish.spreadsheet import sheet_names

HIDDEN = "[c]"
Count = tuple[str, str]  # the id of a count and its period


def overlapping(out: Path, area: Area) -> Iterator[tuple[Path, frozenset[str]]]:
    """The public editions of other areas that share an authority with this one, and the authorities of each."""
    for slug, other in overlapping_areas(area):
        yield from ((edition, other) for edition, _, _ in public_editions(out / slug))


def is_count(figure: Figure) -> bool:
    """Whether a figure counts people, offences or incidents, hidden or shown."""
    number = isinstance(figure.value, (int, float)) or figure.suppressed
    return figure.unit == "count" and figure.id.endswith(".count") and number


@dataclass(frozen=True)
class Beside:
    """The `counts` that other editions of the area show; their `tables` by file and year; those of other `areas`.

    The last are by the authorities that they are of, and of areas alone that have one in common with this one.
    `neighbours` are those editions of the area that count other months.
    """

    year: str = ""
    counts: Mapping[Count, float] = field(default_factory=dict)
    tables: tuple[tuple[Path, str], ...] = ()
    areas: tuple[tuple[frozenset[str], Mapping[Count, float | None]], ...] = ()
    neighbours: tuple[Neighbour, ...] = ()

    @classmethod
    def of(cls, folder: Path, area: Area, year: str) -> "Beside":
        """The editions around that of a year in the folder of an area's editions."""
        own = FinancialYear.parse(year)
        found = [one for place in same_area(folder, area) for one in public_editions(place, own)]
        editions = [(path, str(its)) for path, _, its in found if its != own]
        counts = _shown(path for path, _ in editions)
        others = tuple(map(Neighbour.of, beside(folder, area, own, {})))
        areas = tuple((codes, _counts(edition)) for edition, codes in overlapping(folder.parent, area))
        tables = tuple((path / twins.FOLDER, its) for path, its in editions)
        return cls(year, counts, tables, areas, others)

    @property
    def period(self) -> str:
        """The year as figures name it."""
        return FinancialYear.parse(self.year).period if self.year else ""

    def alike(self, tables: Iterable[Mapping]) -> Iterator[tuple[Mapping, list[list[str]], str]]:
        """Each table with rows, the rows of that of its name in each other edition, heads first, and the year of it."""
        kept = [table for table in tables if table["rows"] and table["columns"]]
        names = sheet_names([SimpleNamespace(name=table["name"]) for table in kept])
        for table, name in zip(kept, names, strict=True):
            for folder, year in self.tables:
                yield table, _rows(folder / f"{name}.csv"), year

    def told_by(self, tables: Iterable[Mapping]) -> Iterator[str]:
        """Cells that this edition hides and another one shows, or the other way round, each in its own year."""
        for table, theirs, year in self.alike(tables):
            yield from _told_beside(table, theirs, self.year, year)


def _told_beside(table: Mapping, theirs: list[list[str]], year: str, their_year: str) -> Iterator[str]:
    if not theirs or (year not in theirs[0] and their_year not in table["columns"]):
        return
    cells = {(row[0], head): cell for row in theirs[1:] for head, cell in zip(theirs[0], row, strict=False)}
    for row in table["rows"]:
        for head, cell in zip(table["columns"], row, strict=True):
            other = cells.get((str(row[0]), head), "")
            ours_tells = head == their_year and other == HIDDEN and isinstance(cell, (int, float))
            if ours_tells or (head == year and cell == HIDDEN and other[:1].isdigit()):
                yield f"{table['caption']}: {row[0]}, {head}, is hidden in one edition and shown in another"


def _rows(path: Path) -> list[list[str]]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.reader(file))
    except (OSError, ValueError):
        return []


def _shown(editions: Iterable[Path]) -> dict[Count, float]:
    return {place: count for path in editions for place, count in _counts(path).items() if count is not None}


def _counts(edition: Path) -> dict[Count, float | None]:
    """The counts of an edition, None where one is hidden."""
    return {(one.id, one.period): one.value for one in figures_of(edition) if is_count(one)}
