"""A build told to other programs: `--json` writes an object a line to standard output. `docs/events.md` lists them."""

import json
import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from assessment.errors import AssessmentError
from assessment.project import ChapterEntry
from assessment.run.progress import PlainProgress
from assessment.run.record import told_by

if TYPE_CHECKING:
    from assessment.run.chapter import ChapterRun
    from assessment.run.edition import Edition
    from assessment.run.request import Request


class Events(PlainProgress):
    """Each thing that happens as an object of its own line; nothing else is written."""

    def __init__(self, console: Console, *, several: bool = False) -> None:
        super().__init__(console, several=several)
        self.one_at_a_time = threading.Lock()

    def tell(self, event: str, **fields: object) -> None:
        """Write one event: its name, the time, and the area that it is of."""
        told = {"event": event, "time": datetime.now(UTC).isoformat(timespec="milliseconds")}
        told |= {"area": self.area} if self.area else {}
        with self.one_at_a_time:
            self.console.file.write(json.dumps(told | fields) + "\n")
            self.console.file.flush()

    def begin(self, areas: list[str], workers: int) -> None:
        """`started`."""
        self.tell("started", areas=areas, workers=workers)

    def say(self, text: str) -> None:
        """`note`."""
        self.tell("note", text=text)

    def expect(self, why: Mapping[ChapterEntry, str], seconds: Mapping[ChapterEntry, float], workers: int) -> None:
        """`chapters`."""
        chapters = [
            {"chapter": entry.name, "why": reason, "expected_seconds": seconds.get(entry)}
            for entry, reason in why.items()
        ]
        if chapters:
            self.tell("chapters", chapters=chapters)

    def start(self, entry: ChapterEntry, cells: int) -> None:
        """`chapter-started`."""
        self.tell("chapter-started", chapter=entry.name, cells=cells)

    def cell(self, entry: ChapterEntry, number: int, heading: str) -> None:
        """`cell`."""
        self.tell("cell", chapter=entry.name, cell=number, heading=heading)

    def done(self, run: "ChapterRun") -> None:
        """`chapter-done` or `chapter-failed`."""
        failed = {"error": run.error} if run.state == "failed" else {}
        self.tell(f"chapter-{run.state}", chapter=run.entry.name, seconds=run.seconds, **failed)

    def built(self, request: "Request", edition: "Edition") -> None:
        """`page`, for each, then `edition`."""
        for name in (told_by(edition.folder) or {}).get("files", ()):
            if name.endswith(".html"):
                self.tell("page", file=str(edition.folder / name))
        chapters = edition.chapters
        counts = {"chapters": len(chapters), "kept": sum(run.kept for run in chapters), "figures": len(edition.figures)}
        failed = [run.entry.name for run in edition.failed]
        self.tell("edition", year=str(request.year), folder=str(edition.folder), **counts, failed=failed)

    def error(self, error: AssessmentError) -> None:
        """`error`."""
        self.tell("error", what=error.what, where=error.where, mend=error.mend)

    def overview(self, path: Path) -> None:
        """`page`, of no area."""
        self.tell("page", file=str(path))

    def ended(self, faults: Mapping[str, str], areas: int) -> None:
        """`ended`."""
        self.tell("ended", areas=areas, failed=[*faults])
