"""What the other chapters left: in a build from its folder, elsewhere from a few of them, opened here."""

import importlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from assessment import project
from assessment.chapters.base import Chapter
from assessment.errors import AssessmentError
from assessment.figures import Figure, read_figures
from assessment.project import ChapterEntry
from assessment.store import SourceFile

HERE = ("priority_trends", "harm", "priorities")  # what a summary opened by itself is made of


@dataclass(frozen=True)
class Left:
    """What one chapter found: its key findings, its figures, and the files that they rest on."""

    entry: ChapterEntry
    findings: tuple[str, ...]
    figures: tuple[Figure, ...]
    files: tuple[SourceFile, ...]


def left_by_others(chapter: Chapter) -> dict[str, Left]:
    """What the chapters that run before this one left, by name in the edition's order."""
    others = before(chapter.entry)
    found = _opened(chapter, others) if chapter.edition is None else _read(chapter.edition, others)
    return {left.entry.name: left for left in found}


def before(entry: ChapterEntry) -> list[ChapterEntry]:
    """The chapters of the waves before a chapter's own, in the edition's order."""
    earlier = project.WAVES[: project.WAVES.index(entry.after)]
    return [other for other in project.chapters() if other.after in earlier]


def _read(edition: Path, others: list[ChapterEntry]) -> Iterator[Left]:
    """From the folder of the build; a chapter that failed or was not asked for left nothing."""
    for entry in others:
        told, figures = (edition / "chapters" / f"{entry.name}.{end}" for end in ("json", "figures.json"))
        if told.is_file() and figures.is_file():
            saved = json.loads(told.read_text(encoding="utf-8"))
            files = tuple(SourceFile(**{**file, "tables": tuple(file["tables"])}) for file in saved["files"])
            yield Left(entry, tuple(saved["findings"]), tuple(read_figures(figures)), files)


def _opened(chapter: Chapter, others: list[ChapterEntry]) -> Iterator[Left]:
    """Opened here on the same data, for their key findings alone; one that cannot be written is left out."""
    for entry in (entry for entry in others if entry.name in HERE):
        module = importlib.import_module(f"assessment.chapters.{entry.name}")
        told = (chapter.disclosure.restricted, chapter.disclosure.beside)
        opened = module.Chapter(entry, chapter.area, chapter.year, chapter.prepared, None, *told)
        try:
            opened.check()
            opened.findings()
        except AssessmentError:
            continue
        yield Left(entry, tuple(opened.sentences), tuple(opened.ledger), tuple(opened.used.values()))
