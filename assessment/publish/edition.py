"""Turns what the chapters left in a build's folder into the edition: pages, index and figures.json."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

from assessment.figures import Figure, Ledger, read_figures, write_figures
from assessment.periods import FinancialYear
from assessment.project import Area, ChapterEntry
from assessment.publish import exporter, index, pages, paper, statement
from assessment.publish.beside import Beside, overlapping
from assessment.publish.clean import clean_notebook, machine_folders
from assessment.publish.narratives import Narrative, View, contradicted
from assessment.publish.pages import FAILED
from assessment.publish.parts import Parts
from assessment.publish.quoted import Quoted
from assessment.publish.refusal import refuse
from assessment.publish.spoken import said, texts_of
from assessment.publish.spreadsheet import RESTRICTED

QUALITY = "data_quality"  # the chapter that says what the words of the others have wrong


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
    parts: Parts | None = None,
) -> list[Figure]:
    """Write an edition's pages and figures into `stage`; the figures of all chapters together are returned.

    `narratives` are the analyst's own words by chapter; `tell` says to the analyst what in them does not hold.
    `parts` are those of the edition before: what follows from the same as then is taken from it.
    """
    parts = parts or Parts()
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
        others = [(path / "run.json").read_text(encoding="utf-8") for path, _ in overlapping(stage.parent.parent, area)]
        told_from = [left, figures, parts.beside, others]
        parts.part("audit", told_from, lambda: _refuse_what_tells(stage, area, left.values(), figures), stage)
    write_figures(figures, stage / "figures.json")
    views = {name: View(one, Quoted(figures, year)) for name, one in narratives.items()}
    _write_pages(stage, runs, page, views, tell, parts)
    summaries = [index.ChapterSummary(run.entry, run.state, _findings(left, run)) for run in runs]
    (stage / "index.html").write_text(index.index_page(summaries, figures, told, **page), encoding="utf-8")
    (stage / pages.STATEMENT).write_text(statement.statement_page(**page), encoding="utf-8")
    if not page["restricted"]:
        _refuse_what_is_said(stage, left.values(), figures)
    if told.get("pdf"):
        tell("Printing the PDF")
        paper.write(stage, **page)
    _clean_notebooks(stage, RESTRICTED if page["restricted"] else "", parts)
    return figures


def _write_pages(
    stage: Path, runs: Sequence[Run], page: dict, views: Mapping[str, View], tell: Callable[[str], None], parts: Parts
) -> None:
    """Write the chapters' pages, and tell the analyst what in the own words of a chapter does not hold.

    A page shows no more of the moment than its day. One with own words is made each time: they quote any figure.
    """
    told = [*(value for name, value in page.items() if name != "generated"), page["generated"].date()]
    titles = {run.entry.name: run.entry.title for run in runs}
    wrong = {name: view.contradictions() for name, view in views.items() if name in titles}
    box = contradicted({titles[name]: claims for name, claims in wrong.items()})
    for run in runs:
        care = box if run.entry.name == QUALITY else ""
        name, view = f"{run.entry.file}.html", views.get(run.entry.name)
        notebook = stage / "notebooks" / f"{run.entry.file}.ipynb"
        write = partial(_write_page, stage / name, notebook, run, page, view, care)
        if run.state == FAILED or view:
            write()
        else:
            parts.part(name, [*told, run.entry, care, notebook.read_text(encoding="utf-8")], write, stage, name)
    for name, view in views.items():
        claims = [f"{view.narrative.file}: {claim}" for claim in wrong.get(name, [])]
        parts.warnings += [*(view.warnings or view.narrative.faults), *claims]
    for warning in parts.warnings:
        tell(warning)


def _refuse_what_tells(stage: Path, area: Area, left: Iterable[dict], figures: Sequence[Figure]) -> None:
    """Raise AssessmentError where the edition, with the other public ones, would tell what it hides."""
    from assessment.publish.recovery import refuse_what_tells  # here, for it takes half a second

    year = json.loads((stage / "run.json").read_text(encoding="utf-8"))["year"]
    refuse_what_tells(figures, left, Beside.of(stage.parent, area, year), area.authorities)


def _refuse_what_is_said(stage: Path, left: Iterable[dict], figures: Sequence[Figure]) -> None:
    """Raise AssessmentError where a sentence of the edition, the analyst's own among them, says a hidden number.

    One that is told of the same thing in another period may be said.
    """
    told = {(one.label, one.value) for one in figures}
    withheld = [one for chapter in left for one in chapter.get("withheld", ()) if (one[0], one[2]) not in told]
    if found := list(said(withheld, texts_of(stage)) if withheld else ()):
        refuse(found)


def _left_by(stage: Path, entry: ChapterEntry) -> dict:
    return json.loads((stage / "chapters" / f"{entry.name}.json").read_text(encoding="utf-8"))


def _write_page(path: Path, notebook: Path, run: Run, page: dict, view: View | None, care: str) -> None:
    if run.state == FAILED:
        mend = "Mend it and build the edition again; the other chapters are not affected."
        written = exporter.failed_page(run.error, mend, chapter=run.entry, **page)
    else:
        written = exporter.chapter_page(notebook, chapter=run.entry, view=view, care=care, **page)
    path.write_text(written, encoding="utf-8")


def _clean_notebooks(stage: Path, mark: str, parts: Parts) -> None:
    known = machine_folders()
    for path in sorted((stage / "notebooks").glob("*.ipynb")):
        name, told = f"notebooks/{path.name}", [path.read_text(encoding="utf-8"), mark, known]
        parts.part(name, told, partial(clean_notebook, path, (stage,), mark), stage, name)


def _findings(left: dict[str, dict], run: Run) -> tuple[str, ...]:
    return tuple(left[run.entry.name]["findings"]) if run.entry.name in left else ()


def gathered(stage: Path, chapters: Iterable[str]) -> list[Figure]:
    """The figures of all chapters: one that two chapters give is kept once, and must be the same in both."""
    ledger = Ledger()
    for name in chapters:
        for figure in read_figures(stage / "chapters" / f"{name}.figures.json"):
            ledger.add(figure)
    return list(ledger)
