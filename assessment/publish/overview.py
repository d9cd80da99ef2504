"""The page over the editions of several areas: what was built, its state, and its headline rates with intervals."""

import os
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from assessment.errors import AssessmentError, storage
from assessment.figures import Figure, read_figures
from assessment.periods import FinancialYear
from assessment.present.wording.numbers import number
from assessment.publish.pages import INDEX, environment

RATES = (
    "crime.all.rate",
    "crime.violence_against_the_person.rate",
    "crime.violence_and_sexual_offences.rate",
    "asb.all.rate",
)
MARK = "All areas – strategic assessment"  # the page's title, by which it is known as ours
RESTRICTED = "index-restricted.html"


@dataclass(frozen=True)
class Row:
    """An area on the page: the edition that stands in its place, if any, and what became of this build (`fault`).

    `folder` is the edition's, relative to the page; `standing` says draft, final or withdrawn.
    """

    name: str
    year: str = ""
    folder: str = ""
    standing: str = ""
    figures: int = 0
    rates: Mapping[str, Figure] = field(default_factory=dict)
    illustrative: bool = False
    fault: str = ""

    def rate(self, id: str) -> str:
        """A rate with its interval; `[c]` where it may not be shown, empty where there is none."""
        figure = self.rates.get(id)
        if figure is None or figure.value is None:
            return "[c]" if figure and figure.suppressed else ""
        if figure.low is None or figure.high is None:
            return number(figure.value, 1)
        return f"{number(figure.value, 1)} ({number(figure.low, 1)} to {number(figure.high, 1)})"


def row_of(out: Path, place: str, name: str, year: FinancialYear, told: Mapping | None, fault: str) -> Row:
    """The row of an area whose edition goes to `place` below `out`.

    `told` is what run.json of the edition that stands there says; None where none stands.
    """
    if told is None:
        return Row(name, str(year), fault=fault)
    figures = read_figures(out / place / "figures.json")
    return Row(
        name,
        str(year),
        place,
        told.get("standing", {}).get("state", "draft"),
        len(figures),
        {figure.id: figure for figure in figures if figure.id in RATES and figure.period == year.period},
        any(figure.illustrative for figure in figures),
        fault,
    )


def page_of(rows: Iterable[Row], made: datetime, *, restricted: bool = False) -> str:
    """The HTML of the page, the areas in alphabetical order; one over restricted editions says that it is."""
    told = sorted(rows, key=lambda row: (row.name, row.year))
    labels = {id: figure.label for row in told for id, figure in row.rates.items()}
    columns = [(id, labels[id]) for id in RATES if id in labels]
    page = {"rows": told, "columns": columns, "generated": made, "title": MARK, "here": INDEX, "restricted": restricted}
    return environment().get_template("overview.html.j2").render(page=page)


def refuse_what_is_not_ours(path: Path) -> None:
    """Raise AssessmentError where a file that is no such page stands in its place."""
    ours = path.is_file() and MARK in path.read_text(encoding="utf-8", errors="replace")
    if os.path.lexists(path) and not ours:
        what = "A file that the workbook did not write stands where the page over all areas goes"
        raise AssessmentError(what, str(path), "Move it away, or build elsewhere with --out.")


def write(rows: Collection[Row], path: Path, made: datetime) -> None:
    """Put the page into its place, at once."""
    part = path.with_name(f".{path.name}.part")
    with storage(path):
        part.write_text(page_of(rows, made, restricted=path.name == RESTRICTED), encoding="utf-8")
        part.replace(path)
