"""Turns what the chapters left in a build's folder into the edition: pages, index, spreadsheet and figures.json."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Protocol

from assessment.figures import Figure, Ledger, read_figures, write_figures
from assessment.periods import FinancialYear
from assessment.present.tables import Table
from assessment.project import Area, ChapterEntry
from assessment.publish import exporter, index, spreadsheet
from assessment.publish.clean import clean_notebook
from assessment.publish.pages import FAILED


class Run(Protocol):
    """How a chapter ended."""

    entry: ChapterEntry
    state: str
    error: str


def publish(stage: Path, area: Area, year: FinancialYear, runs: Sequence[Run], made: datetime) -> list[Figure]:
    """Write an edition's pages and tables into `stage`; the figures of all chapters together are returned."""
    left = {run.entry.name: _left_by(stage, run.entry) for run in runs if run.state != FAILED}
    page = {
        "area": area,
        "year": year,
        "navigation": [(run.entry, run.state) for run in runs],
        "generated": made,
        "illustrative": any(chapter["illustrative"] for chapter in left.values()),
    }
    for run in runs:
        page_of = _failed_page(run, page) if run.state == FAILED else _chapter_page(stage, run, page)
        (stage / f"{run.entry.file}.html").write_text(page_of, encoding="utf-8")
    figures = gathered(stage, left)
    write_figures(figures, stage / "figures.json")
    tables = [Table.from_record(record) for chapter in left.values() for record in chapter["tables"]]
    spreadsheet.write(tables, stage / "tables.xlsx", area, year, made)
    summaries = [index.ChapterSummary(run.entry, run.state, _findings(left, run)) for run in runs]
    told = json.loads((stage / "run.json").read_text(encoding="utf-8"))
    (stage / "index.html").write_text(index.index_page(summaries, figures, told, **page), encoding="utf-8")
    for notebook in (stage / "notebooks").glob("*.ipynb"):
        clean_notebook(notebook, folders=(stage,))
    return figures


def _left_by(stage: Path, entry: ChapterEntry) -> dict:
    return json.loads((stage / "chapters" / f"{entry.name}.json").read_text(encoding="utf-8"))


def _chapter_page(stage: Path, run: Run, page: dict) -> str:
    return exporter.chapter_page(stage / "notebooks" / f"{run.entry.file}.ipynb", chapter=run.entry, **page)


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
