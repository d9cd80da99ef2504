"""What a machine of a cluster does: it keeps what it was sent, runs chapters in kernels of its own, and forgets all.

Nothing here knows of Dask. One `Keeper` holds what a build sent, in a folder that is the user's alone; it goes at the
end of the build, or where nothing was heard of it for a quarter of an hour.
"""

import json
import os
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from uuid import uuid4

from assessment import project
from assessment.errors import AssessmentError
from assessment.run.chapter import ChapterRun, quiet, run_chapter
from assessment.run.inputs import Snapshot, packages, sha256
from assessment.run.kept import leavings
from assessment.run.warm.kernels import PREFIX, WarmKernels, clear_dead

IDLE = 900  # seconds
AREAS = "config/areas/"
SILENT = SimpleNamespace(say=lambda *_: None, start=lambda *_: None, cell=lambda *_: None)


@dataclass(frozen=True)
class Job:
    """A chapter of a build: `files` are what it may read, each by its place below the job's folder with its hash.

    `edition` is the name of the folder that is being built, `context` what its chapters are told of it beside their
    parameters; `mark` tells the project's code and packages.
    """

    build: str
    mark: str
    chapter: str
    parameters: dict[str, str]
    edition: str
    context: dict[str, object]
    files: dict[str, str]


@dataclass(frozen=True)
class Answer:
    """How a chapter ended and what it left, or what is missing here, or that this machine has another project."""

    worker: str
    run: ChapterRun | None = None
    left: dict[str, bytes] = field(default_factory=dict)
    stage: str = ""
    missing: tuple[str, ...] = ()
    other: bool = False


@cache
def as_imported() -> Snapshot:
    """The project's files as they were when this process first looked: it runs no other."""
    return Snapshot()


def mark_of(files: Snapshot, area: str) -> str:
    """A hash of the project's code, notebooks and settings, an area's among them, and of the packages installed."""
    own = (f"{AREAS}{area}.toml", f"{AREAS}{area}/")
    told = {name: mark for name, mark in files.hashes.items() if not name.startswith(AREAS) or name.startswith(own)}
    told = {name: mark for name, mark in told.items() if "/narrative/" not in name}
    return sha256(json.dumps([told, packages()], sort_keys=True).encode())


def mark_here() -> str:
    """The mark of this process's project, without any area's settings; empty where its files have changed since."""
    return mark_of(as_imported(), "") if Snapshot().hashes == as_imported().hashes else ""


class Keeper:
    """What one build sent to this machine, and the process that forks its kernels."""

    def __init__(self, build: str) -> None:
        clear_dead()
        self.build = build
        self.folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))  # 0700
        (self.folder / "held").mkdir()
        self.sound = Snapshot().hashes == as_imported().hashes
        self._lock = threading.Lock()
        self._warm: WarmKernels | None = None
        self._timer = threading.Timer(0, lambda: None)
        self.heard()

    def heard(self) -> None:
        """Stay for a while longer."""
        self._timer.cancel()
        self._timer = threading.Timer(IDLE, forget, [self.build])
        self._timer.daemon = True
        self._timer.start()

    def held(self, mark: str) -> Path:
        """Where something that was sent lies."""
        return self.folder / "held" / mark

    def keep(self, contents: Iterable[bytes]) -> None:
        """Keep what was sent, each under its hash."""
        for data in contents:
            part = self.folder / uuid4().hex
            part.write_bytes(data)
            part.replace(self.held(sha256(data)))

    def kernels(self) -> WarmKernels | None:
        """What forks kernels here; None where there can be none."""
        if sys.platform != "linux":
            return None
        with self._lock:
            if self._warm is None or self._warm.lost():
                self._warm = WarmKernels()
            return None if self._warm.fault else self._warm

    def run(self, job: Job, worker: str) -> Answer:
        """Run a chapter in a folder of its own, which is gone afterwards."""
        home = self.folder / uuid4().hex[:8]
        stage = home / job.edition
        for folder in ("notebooks", "chapters"):
            (stage / folder).mkdir(parents=True)
        try:
            for name, mark in job.files.items():
                (home / name).parent.mkdir(parents=True, exist_ok=True)
                os.link(self.held(mark), home / name)
            context = {**job.context, **job.parameters, "prepared": str(home / "tables")}
            (stage / "context.json").write_text(json.dumps(context), encoding="utf-8")
            entry = project.chapter(job.chapter)
            ran = run_chapter(entry, job.parameters, stage, SILENT, self.kernels())
            left = {p.relative_to(stage).as_posix(): p.read_bytes() for p in leavings(entry, stage) if p.is_file()}
            return Answer(worker, ran, left, str(stage))
        finally:
            shutil.rmtree(home, ignore_errors=True)

    def close(self) -> None:
        """End the kernels, and remove what was sent."""
        self._timer.cancel()
        if self._warm:
            self._warm.__exit__()
        shutil.rmtree(self.folder, ignore_errors=True)


keepers: dict[str, Keeper] = {}
over: set[str] = set()  # builds that have ended
_one_at_a_time = threading.Lock()


def keeper_of(build: str) -> Keeper:
    """What keeps a build's things here. Raises AssessmentError for what comes after its end."""
    with _one_at_a_time:
        if build in over:
            what = "The build has ended"
            raise AssessmentError(what)
        if build not in keepers:
            if not keepers:
                quiet().__enter__()
            keepers[build] = Keeper(build)
        keepers[build].heard()
        return keepers[build]


def run(job: Job, worker: str) -> Answer:
    """Run a chapter here, or say what is missing for it."""
    keeper = keeper_of(job.build)
    if not keeper.sound or mark_of(as_imported(), job.parameters["area"]) != job.mark:
        return Answer(worker, other=True)
    lacks = missing(job.build, sorted(set(job.files.values())))
    return Answer(worker, missing=lacks) if lacks else keeper.run(job, worker)


def missing(build: str, marks: Iterable[str]) -> tuple[str, ...]:
    """Which of some hashes nothing was sent for."""
    keeper = keeper_of(build)
    return tuple(mark for mark in marks if not keeper.held(mark).is_file())


def keep(build: str, contents: list[bytes]) -> None:
    """Keep what a build sent."""
    keeper_of(build).keep(contents)


def end(build: str) -> None:
    """A build has ended: forget it, and take nothing more of it."""
    over.add(build)
    forget(build)


def forget(build: str) -> None:
    """Remove all that a build sent, end its kernels, and clear up after processes that were killed."""
    with _one_at_a_time:
        keeper = keepers.pop(build, None)
    if keeper:
        keeper.close()
    clear_dead()
