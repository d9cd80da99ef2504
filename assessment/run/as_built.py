"""An edition that is asked for again, with nothing changed that it follows from, stays as it was built."""

import json
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import fields
from pathlib import Path

from assessment import project
from assessment.errors import AssessmentError
from assessment.figures import Figure, read_figures
from assessment.publish.parts import Parts
from assessment.run.chapter import ChapterRun
from assessment.run.inputs import Snapshot, packages, sha256
from assessment.run.record import told_by
from assessment.run.request import Request
from assessment.store import Prepared
from assessment.store.folders import write_privately

ELSEWHERE = ("area", "raw", "out", "chapters", "workers", "fresh")  # fields told otherwise, or changing no edition
AREAS = "config/areas/"
TOLD = ("[!.]*/*.json", "[!.]*/tables/*.csv")  # what is read of the editions beside one


class AsBuilt:
    """An edition's folder, and a record of what it was built from and of how its files were when it moved in."""

    def __init__(self, request: Request, prepared: Prepared, files: Snapshot, folder: Path) -> None:
        self.request, self.folder, self.files = request, folder, files
        self.record = project.processed_folder() / "editions" / f"{request.area.slug}-{folder.name}" / "edition.json"
        own = (folder, folder.with_name(f"{folder.name}.failed"))
        told = (path for kind in TOLD for path in folder.parent.glob(kind))
        beside = (path for path in told if not {*own} & {*path.parents})
        self.beside = {str(path): sha256(path.read_bytes()) for path in sorted(beside)}
        own = (f"{AREAS}{request.area.slug}.toml", f"{AREAS}{request.area.slug}/")
        hashes = files.hashes.items()
        asked = {one.name: getattr(request, one.name) for one in fields(request) if one.name not in ELSEWHERE}
        told = {
            "asked": {name: str(value) for name, value in asked.items()},
            "project": {name: mark for name, mark in hashes if not name.startswith(AREAS) or name.startswith(own)},
            "packages": packages(),
            "data": prepared.fingerprint("everything"),
            "editions beside it": self.beside,
        }
        self.key = sha256(json.dumps(told, sort_keys=True).encode())

    def unchanged(self) -> list[ChapterRun]:
        """The chapters, where all stands file for file as it was built from the same and has what is asked for."""
        told, run = self._noted, told_by(self.folder)
        if self.request.fresh or not run or told.get("key") != self.key or told["files"] != _marks(self.folder):
            return []
        left = {one.pop("name"): one for one in run["chapters"]}
        if not {entry.name for entry in self.request.chapters} <= left.keys():
            return []
        try:
            return [ChapterRun(project.chapter(name), **{**one, "kept": True}) for name, one in left.items()]
        except TypeError:  # of a version that told other things of a chapter
            return []

    @property
    def parts(self) -> Parts:
        """What may be taken over from the edition that stands; nothing where all is asked for anew."""
        told, run = self._noted, told_by(self.folder)
        parts = Parts(self.folder, self.files.publishing(), beside=self.beside)
        if run and told and not self.request.fresh:
            listed = set(run.get("files", ()))  # the others are the user's own
            parts.files = {name: mark for name, mark in told["files"].items() if name in listed}
            parts.follows = told["parts"]
        return parts

    @property
    def figures(self) -> list[Figure]:
        """The edition's figures."""
        return read_figures(self.folder / "figures.json")

    @property
    def warnings(self) -> list[str]:
        """What its analyst was told of the partnership's own words when it was built."""
        return self._noted.get("warnings", [])

    def note(self, parts: Parts) -> None:
        """Write down how the edition stands and what its parts follow from.

        It saves time later: one that cannot be noted is none the worse.
        """
        told = {"key": self.key, "parts": parts.now, "files": _marks(self.folder), "warnings": parts.warnings}
        with suppress(OSError, AssessmentError):
            write_privately(self.record, json.dumps(told))

    @property
    def _noted(self) -> dict:
        """The record of the edition that stands; empty where there is none that holds."""
        try:
            told = json.loads(self.record.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        whole = isinstance(told, dict) and isinstance(told.get("key"), str)
        return told if whole and all(isinstance(told.get(name), dict) for name in ("files", "parts")) else {}


def _marks(folder: Path) -> dict[str, str]:
    found: Iterable[Path] = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): sha256(path.read_bytes()) for path in found}
