"""What chapters left in earlier builds: one runs again only where something that it follows from has changed."""

import json
from contextlib import suppress
from pathlib import Path

from assessment import project
from assessment.errors import AssessmentError
from assessment.neighbours import told_in
from assessment.periods import FinancialYear
from assessment.project import Area, ChapterEntry
from assessment.published import FIGURES, RUN, year_before
from assessment.run.chapter import ChapterRun
from assessment.run.inputs import Snapshot, changed, packages, read_of, sha256
from assessment.run.record import told_by
from assessment.store import Prepared
from assessment.store.folders import private

GATHERED = ("findings", "files")  # and the figures


class Kept:
    """The leavings of one edition's chapters, each with hashes of all that it follows from."""

    def __init__(self, area: Area, edition: str, prepared: Prepared, files: Snapshot) -> None:
        self.folder = project.processed_folder() / "editions" / f"{area.slug}-{edition}"
        self.area, self.edition, self.prepared, self.files = area, edition, prepared, files

    def keep(self, run: ChapterRun, stage: Path) -> None:
        """Copy what a chapter left in a build.

        It saves time later: a build that cannot keep a chapter, for want of room or right, is none the worse.
        """
        with suppress(OSError, AssessmentError):
            for folder in (project.processed_folder(), self.folder.parent, self.folder):
                private(folder)
            self._record(run.entry).unlink(missing_ok=True)  # half a chapter is none
            left = {path.name: path.read_bytes() for path in leavings(run.entry, stage)}
            for name, data in left.items():
                (self.folder / name).write_bytes(data)
            asked = json.loads(left[f"{run.entry.name}.json"])["asked"]
            told = {"run": run.told(), "files": {name: sha256(data) for name, data in left.items()}}
            told["inputs"] = {"asked": asked, "hashes": self._inputs(run.entry, asked, stage)}
            self._record(run.entry).write_text(json.dumps(told), encoding="utf-8")

    def bring(self, entry: ChapterEntry, stage: Path) -> ChapterRun | str:
        """Put what a chapter left into a build, or say in a few words why it must run."""
        try:
            told = json.loads(self._record(entry).read_text(encoding="utf-8"))
            left = {path: (self.folder / path.name).read_bytes() for path in leavings(entry, stage)}
            run = ChapterRun(entry, **{**told["run"], "kept": True, "why": ""})
            sound = all(told["files"][path.name] == sha256(data) for path, data in left.items())
            before, asked = told["inputs"]["hashes"], told["inputs"]["asked"]
            why = changed(before, self._inputs(entry, asked, stage)) if sound else "what it left before is damaged"
        except FileNotFoundError:
            return "nothing of an earlier build is kept"
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return "what it left before is damaged"
        if why:
            return why
        for path, data in left.items():
            path.write_bytes(data)
        return run

    def _inputs(self, entry: ChapterEntry, asked: list[str], stage: Path) -> dict[str, str]:
        """All that a chapter follows from; one that runs after the others, from what those left in the build too."""
        told = self.files.of(entry, self.area) | read_of(self.prepared, asked) | {"packages": packages()}
        told["the editions beside it"] = sha256(json.dumps(told_in(stage)).encode())
        if entry.after:
            earlier = project.WAVES[: project.WAVES.index(entry.after)]
            others = [one for one in project.chapters() if one.after in earlier]
            found = [_found(one, stage) for one in others]
            told["what the other chapters found"] = sha256(json.dumps(found).encode())
            told["the edition of the year before"] = self._year_before(stage)
        return told

    def _year_before(self, stage: Path) -> str:
        """A hash of what the edition of the year before published, where it stands beside this one."""
        restricted = self.edition.endswith("-restricted")
        place = year_before(stage, FinancialYear.parse(self.edition[:7]), restricted=restricted)
        left = [place / name for name in (FIGURES, RUN)]
        return sha256(b"".join(path.read_bytes() for path in left if path.is_file()))

    def _record(self, entry: ChapterEntry) -> Path:
        return self.folder / f"{entry.name}.run.json"


def _found(entry: ChapterEntry, stage: Path) -> list[object]:
    """What those that run after a chapter read of what it left: see `assessment.chapters.gathering`."""
    saved, figures, _ = leavings(entry, stage)
    if not saved.is_file() or not figures.is_file():
        return [entry.name]
    told = json.loads(saved.read_text(encoding="utf-8"))
    return [entry.name, *(told.get(name) for name in GATHERED), figures.read_text(encoding="utf-8")]


def leavings(entry: ChapterEntry, stage: Path) -> list[Path]:
    """What a chapter leaves in a build: its record, its figures, its notebook."""
    chapters = stage / "chapters"
    return [
        chapters / f"{entry.name}.json",
        chapters / f"{entry.name}.figures.json",
        stage / "notebooks" / f"{entry.file}.ipynb",
    ]


def chapters_of(edition: Path) -> set[str]:
    """The names of the chapters that are whole in an edition that is there already."""
    told = told_by(edition) or {"chapters": []}
    return {chapter["name"] for chapter in told["chapters"] if chapter["state"] == "done"}
