"""An edition that is asked for again, with nothing changed that it follows from, stays as it was built."""

import json
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import fields
from pathlib import Path

from assessment import project
from assessment.errors import AssessmentError
from assessment.figures import Figure, read_figures
from assessment.run.chapter import ChapterRun
from assessment.run.inputs import Snapshot, packages, sha256
from assessment.run.record import told_by
from assessment.run.request import Request
from assessment.store import Prepared
from assessment.store.folders import write_privately

ELSEWHERE = ("area", "raw", "out", "chapters", "workers", "fresh")  # fields told otherwise, or changing no edition
AREAS = "config/areas/"


class AsBuilt:
    """An edition's folder, and a record of what it was built from and of how its files were when it moved in."""

    def __init__(self, request: Request, prepared: Prepared, files: Snapshot, folder: Path) -> None:
        self.request, self.folder = request, folder
        self.record = project.processed_folder() / "editions" / f"{request.area.slug}-{folder.name}" / "edition.json"
        beside = [path for path in folder.parent.glob("[!.]*/*.json") if path.parent != folder]
        own = (f"{AREAS}{request.area.slug}.toml", f"{AREAS}{request.area.slug}/")
        hashes = files.hashes.items()
        asked = {one.name: getattr(request, one.name) for one in fields(request) if one.name not in ELSEWHERE}
        told = {
            "asked": {name: str(value) for name, value in asked.items()},
            "project": {name: mark for name, mark in hashes if not name.startswith(AREAS) or name.startswith(own)},
            "packages": packages(),
            "data": prepared.fingerprint("everything"),
            "editions beside it": _marks(beside),
        }
        self.key = sha256(json.dumps(told, sort_keys=True).encode())

    def unchanged(self) -> list[ChapterRun]:
        """The chapters, where all stands file for file as it was built from the same and has what is asked for."""
        if self.request.fresh:
            return []
        try:
            told = json.loads(self.record.read_text(encoding="utf-8"))
            if told["key"] != self.key or told["files"] != _marks(self.folder.rglob("*")):
                return []
            run = told_by(self.folder) or {}
            left = {one.pop("name"): one for one in run["chapters"]}
            runs = [ChapterRun(project.chapter(name), **{**one, "kept": True}) for name, one in left.items()]
        except (OSError, ValueError, KeyError, TypeError):
            return []
        return runs if {entry.name for entry in self.request.chapters} <= left.keys() else []

    @property
    def figures(self) -> list[Figure]:
        """The edition's figures."""
        return read_figures(self.folder / "figures.json")

    def note(self) -> None:
        """Write down how the edition stands. It saves time later: one that cannot be noted is none the worse."""
        with suppress(OSError, AssessmentError):
            write_privately(self.record, json.dumps({"key": self.key, "files": _marks(self.folder.rglob("*"))}))


def _marks(paths: Iterable[Path]) -> dict[str, str]:
    return {str(path): sha256(path.read_bytes()) for path in sorted(paths) if path.is_file()}
