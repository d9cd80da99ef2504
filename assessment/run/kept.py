"""What chapters left in earlier builds, so that building one chapter leaves the others of the edition standing.

A chapter is taken from here only where nothing that it follows from has changed: data, configuration, notebooks, code.
"""

import hashlib
import json
import shutil
from contextlib import suppress
from pathlib import Path

from assessment import project
from assessment.periods import FinancialYear
from assessment.project import Area, ChapterEntry
from assessment.run.chapter import ChapterRun
from assessment.run.record import told_by
from assessment.store import Prepared

CODE = ("assessment", "notebooks", "config")


class Kept:
    """The leavings of one edition's chapters, under a key of all that they follow from."""

    def __init__(self, area: Area, year: FinancialYear, prepared: Prepared) -> None:
        name = f"{area.slug}-{year.slug}"
        self.home = project.processed_folder() / "editions" / name
        self.folder = self.home / _key(prepared)

    def keep(self, run: ChapterRun, stage: Path) -> None:
        """Copy what a chapter left in a build; what was kept under other keys goes.

        It saves time later: a build that cannot keep a chapter, for want of room or right, is none the worse.
        """
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            for other in self.home.iterdir():
                if other != self.folder:
                    shutil.rmtree(other, ignore_errors=True)
            left = {path.name: path.read_bytes() for path in _leavings(run.entry, stage)}
            for name, data in left.items():
                (self.folder / name).write_bytes(data)
            told = {"run": run.told(), "files": {name: _sha256(data) for name, data in left.items()}}
            self._record(run.entry).write_text(json.dumps(told), encoding="utf-8")

    def bring(self, entry: ChapterEntry, stage: Path) -> ChapterRun | None:
        """Put what the chapter left into a build; None where it is not here, or not as it was recorded."""
        try:
            told = json.loads(self._record(entry).read_text(encoding="utf-8"))
            left = {path: (self.folder / path.name).read_bytes() for path in _leavings(entry, stage)}
            run = ChapterRun(entry, **{**told["run"], "kept": True})
            sound = all(told["files"][path.name] == _sha256(data) for path, data in left.items())
        except (OSError, ValueError, KeyError, TypeError):
            return None
        if not sound:
            return None
        for path, data in left.items():
            path.write_bytes(data)
        return run

    def _record(self, entry: ChapterEntry) -> Path:
        return self.folder / f"{entry.name}.run.json"


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


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def chapters_of(edition: Path) -> set[str]:
    """The names of the chapters that are whole in an edition that is there already."""
    told = told_by(edition) or {"chapters": []}
    return {chapter["name"] for chapter in told["chapters"] if chapter["state"] == "done"}
