"""Turns what the chapters left in a build's folder into the edition: pages, index, spreadsheet and figures.json."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

from assessment.figures import Figure, Ledger, read_figures, write_figures
from assessment.periods import FinancialYear
from assessment.present.tables import Table
from assessment.project import Area, ChapterEntry
from assessment.publish import exporter, index, pages, paper, spreadsheet, statement, twins
from assessment.publish.clean import clean_notebook
from assessment.publish.narratives import Narrative, View
from assessment.publish.pages import FAILED
from assessment.publish.quoted import Quoted
from assessment.publish.recovery import public_editions, refuse_what_tells
from assessment.publish.spreadsheet import RESTRICTED


class Run(Protocol):
    """How a chapter ended."""

    entry: ChapterEntry
    state: str
    error: str


def publish(
    stage: Path,
    area: Area,
    year: FinancialYear,
    runs: Sequence[Run],
    made: datetime,
    narratives: Mapping[str, Narrative] = MappingProxyType({}),
    tell: Callable[[str], None] = print,
) -> list[Figure]:
    """Write an edition's pages and tables into `stage`; the figures of all chapters together are returned.

    `narratives` are the analyst's own words by chapter; `tell` says to the analyst what in them does not hold.
    """
    left = {run.entry.name: _left_by(stage, run.entry) for run in runs if run.state != FAILED}
    told = json.loads((stage / "run.json").read_text(encoding="utf-8"))
    page = {
        "area": area,
        "year": year,
        "navigation": [(run.entry, run.state) for run in runs],
        "generated": made,
        "illustrative": any(chapter["illustrative"] for chapter in left.values()),
        "restricted": told.get("restricted", False),
    }
    figures = gathered(stage, left)
    if not page["restricted"]:
        _refuse_what_tells(stage, left.values(), figures)
    write_figures(figures, stage / "figures.json")
    views = {name: View(one, Quoted(figures, year)) for name, one in narratives.items()}
    _write_pages(stage, runs, page, views, tell)
    tables = [Table.from_record(record) for chapter in left.values() for record in chapter["tables"]]
    spreadsheet.write(tables, stage / "tables.xlsx", area, year, made, restricted=page["restricted"])
    twins.write(tables, stage)
    summaries = [index.ChapterSummary(run.entry, run.state, _findings(left, run)) for run in runs]
    (stage / "index.html").write_text(index.index_page(summaries, figures, told, **page), encoding="utf-8")
    (stage / pages.STATEMENT).write_text(statement.statement_page(**page), encoding="utf-8")
    if told.get("pdf"):
        tell("Printing the PDF")
        paper.write(stage, **page)
    for notebook in (stage / "notebooks").glob("*.ipynb"):
        clean_notebook(notebook, folders=(stage,), mark=RESTRICTED if page["restricted"] else "")
    return figures


def _write_pages(
    stage: Path, runs: Sequence[Run], page: dict, views: Mapping[str, View], tell: Callable[[str], None]
) -> None:
    """Write the chapters' pages, and tell the analyst what in the own words of a chapter does not hold."""
    for run in runs:
        view = views.get(run.entry.name)
        page_of = _failed_page(run, page) if run.state == FAILED else _chapter_page(stage, run, page, view)
        (stage / f"{run.entry.file}.html").write_text(page_of, encoding="utf-8")
    for view in views.values():
        for warning in view.warnings or view.narrative.faults:
            tell(warning)


def _refuse_what_tells(stage: Path, left: Iterable[dict], figures: Sequence[Figure]) -> None:
    """Raise AssessmentError where the edition, with the area's other public ones, would tell what it hides."""
    chapters = list(left)
    tables = [table for chapter in chapters for table in chapter["tables"]]
    sums = [one for chapter in chapters for one in chapter.get("sums", ())]
    year = json.loads((stage / "run.json").read_text(encoding="utf-8"))["year"]
    refuse_what_tells(figures, tables, sums, public_editions(stage.parent, but=year))


def _left_by(stage: Path, entry: ChapterEntry) -> dict:
    return json.loads((stage / "chapters" / f"{entry.name}.json").read_text(encoding="utf-8"))


def _chapter_page(stage: Path, run: Run, page: dict, view: View | None) -> str:
    return exporter.chapter_page(stage / "notebooks" / f"{run.entry.file}.ipynb", chapter=run.entry, view=view, **page)


def _failed_page(run: Run, page: dict) -> str:
    mend = "Mend it and build the edition again; the other chapters are not affected."
    return exporter.failed_page(run.error, mend, chapter=run.entry, **page)


def _findings(left: dict[str, dict], run: Run) -> tuple[str, ...]:
    return tuple(left[run.entry.name]["findings"]) if run.entry.name in left else ()


def gathered(stage: Path, chapters: Iterable[str]) -> list[Figure]:
    """The figures of all chapters: one that two chapters give is kept once, and must be the same in both."""
    ledger = Ledger()
    for name in chapters:
        for figure in read_figures(stage / "chapters" / f"{name}.figures.json"):
            ledger.add(figure)
    return list(ledger)
