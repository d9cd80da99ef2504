"""What chapters left in earlier builds, so that building one chapter leaves the others of the edition standing.

A chapter is taken from here only where nothing that it follows from has changed: data, configuration, notebooks, code.
"""

import hashlib
import json
import shutil
from pathlib import Path

from assessment import project
from assessment.periods import FinancialYear
from assessment.project import Area, ChapterEntry
from assessment.store import Prepared

CODE = ("assessment", "notebooks", "config")


class Kept:
    """The leavings of one edition's chapters, under a key of all that they follow from."""

    def __init__(self, area: Area, year: FinancialYear, prepared: Prepared) -> None:
        name = f"{area.slug}-{year.slug}"
        self.home = project.processed_folder() / "editions" / name
        self.folder = self.home / _key(prepared)

    def keep(self, entry: ChapterEntry, stage: Path) -> None:
        """Copy what a chapter left in a build; what was kept under other keys goes."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for other in self.home.iterdir():
            if other != self.folder:
                shutil.rmtree(other, ignore_errors=True)
        for path in _leavings(entry, stage):
            shutil.copyfile(path, self.folder / path.name)

    def holds(self, entry: ChapterEntry) -> bool:
        """Whether the chapter can be taken from here."""
        return all((self.folder / path.name).is_file() for path in _leavings(entry, self.folder))

    def bring(self, entry: ChapterEntry, stage: Path) -> None:
        """Put what the chapter left into a build."""
        for path in _leavings(entry, stage):
            shutil.copyfile(self.folder / path.name, path)


def _leavings(entry: ChapterEntry, stage: Path) -> list[Path]:
    chapters = stage / "chapters"
    return [
        chapters / f"{entry.name}.json",
        chapters / f"{entry.name}.figures.json",
        stage / "notebooks" / f"{entry.file}.ipynb",
    ]


def _key(prepared: Prepared) -> str:
    """A hash of the data's own key and of every file of the package, the notebooks and the configuration."""
    told = hashlib.sha256(prepared.folder.name.encode())
    for room in CODE:
        for path in sorted((project.root() / room).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                told.update(f"{path.relative_to(project.root())}\0".encode() + path.read_bytes())
    return told.hexdigest()[:16]


def chapters_of(edition: Path) -> set[str]:
    """The names of the chapters that are whole in an edition that is there already."""
    try:
        run = json.loads((edition / "run.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return set()
    return {chapter["name"] for chapter in run["chapters"] if chapter["state"] == "done"}
