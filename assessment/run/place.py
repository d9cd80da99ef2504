"""Where an edition stands: it is built beside its place and moved in at the end.

Beside the edition `2014-15` there may be, while it is built or after a build that was killed:

    .2014-15.lock      held by the one build that may write here
    .2014-15.….part    a build in the making, or what is being removed
    .2014-15.former    the edition before, for the moment of the move
    2014-15.failed     a build with failed chapters, kept apart where an edition stands in the place
"""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from assessment.errors import AssessmentError
from assessment.run import carried
from assessment.run.record import told_by

WORKINGS = ("context.json", "chapters")
RESTRICTED = "-restricted"  # the end of a year's name: such an edition stays its maker's alone
ELSEWHERE = "Choose another with --out."


@dataclass(frozen=True)
class Place:
    """`out`/`area`/`year`, the folder of one edition; `say` tells the user what was put in order there."""

    out: Path
    area: str
    year: str
    say: Callable[[str], None] = lambda text: None

    @property
    def folder(self) -> Path:
        """The edition itself."""
        return self.out / self.area / self.year

    @property
    def former(self) -> Path:
        """The edition before this one, for the moment of the move."""
        return self.folder.with_name(f".{self.year}.former")

    @property
    def failed(self) -> Path:
        """A build with failed chapters, kept apart where an edition stands in the place."""
        return self.folder.with_name(f"{self.year}.failed")

    @property
    def _lock(self) -> Path:
        return self.folder.with_name(f".{self.year}.lock")

    def running(self) -> bool:
        """Whether a build holds the place."""
        from filelock import FileLock, Timeout

        if not self._lock.exists():
            return False
        try:
            with FileLock(self._lock, timeout=0):
                return False
        except (Timeout, OSError):
            return True

    def left(self) -> list[str]:
        """What a build that was killed left beside the edition."""
        return sorted(path.name for path in (self._lock, *self._parts()) if path.exists())

    def _parts(self) -> list[Path]:
        return [path for path in self.folder.parent.glob(f".{self.year}.*.part") if _is_folder(path)]

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the place for one build, put in order. Raises AssessmentError where that is not possible."""
        from filelock import FileLock, Timeout

        path = self._lock
        lock = FileLock(path, timeout=0)
        try:
            self.folder.parent.mkdir(parents=True, exist_ok=True)
            lock.acquire()
        except Timeout:
            what, mend = "Another build of this edition is running", "Wait until it has ended, or name another --out."
            raise AssessmentError(what, str(self.folder), mend) from None
        except OSError as error:
            raise self._unwritable(error) from None
        try:
            self.make_ready()
            yield
        finally:
            with suppress(OSError):  # while it is held, so that nobody else's lock is removed
                path.unlink()
            lock.release()

    def make_ready(self) -> None:
        """Refuse what is not an edition, take back one that a killed build left aside, clear the rest away."""
        for path in (self.folder, self.former, self.failed):
            _refuse_what_is_not_ours(path)
        try:
            with tempfile.TemporaryFile(dir=self.folder.parent):
                pass
            if self.former.exists() and not self.folder.exists():
                self.former.rename(self.folder)
                self.say(f"A build was stopped while it moved in: the edition before it is back in {self.folder}")
        except OSError as error:
            raise self._unwritable(error) from None
        if self.former.exists():
            self._discard(self.former)
        for path in self._parts():
            shutil.rmtree(path, ignore_errors=True)
            self.say(f"Removed what a stopped build had left: {path}")

    def _unwritable(self, error: OSError) -> AssessmentError:
        where = f"{error.filename or self.folder.parent}: {error.strerror}"
        return AssessmentError("The folder for the edition cannot be written", where, ELSEWHERE)

    @contextmanager
    def stage(self) -> Iterator[Path]:
        """A folder beside the place, gone when the build ends however it ends."""
        stage = self._part()
        try:
            yield stage
        finally:
            shutil.rmtree(stage, ignore_errors=True)

    def move_in(self, stage: Path, *, whole: bool) -> Path:
        """Put the built edition into its place; one with failed chapters never takes the place of another.

        Files of the user's own in the edition's folder come along. Raises AssessmentError where a file is held open
        or cannot be moved; what stood there then stands there as before.
        """
        target = self.folder if whole or not self.folder.exists() else self.failed
        for name in carried.over(target, stage):
            self.say(f"Kept a file of yours that stood in the edition's folder: {name}")
        if not self.year.endswith(RESTRICTED):
            stage.chmod(0o755)  # a temporary folder is its maker's alone; a public edition is for its readers
        _settle(stage)
        try:
            self._swap(stage, target)
        except OSError as error:
            what, mend = "The edition cannot be moved into its place", "Close its files in other programs, build again."
            raise AssessmentError(what, f"{target}: {error.strerror}", mend) from None
        if whole:
            self.clear_failed()
        return target

    def _swap(self, stage: Path, target: Path) -> None:
        try:
            if target.exists():
                target.rename(self.former)
            stage.rename(target)
        except BaseException:  # stopped or refused in between: what stood there goes back
            if self.former.exists() and not target.exists():
                self.former.rename(target)
            raise
        if self.former.exists():
            self._discard(self.former)

    def clear_failed(self) -> None:
        """Remove a build that failed, now that the edition is whole; it stays where it holds files of the user's."""
        if not self.failed.exists():
            return
        if carried.foreign(self.failed):
            self.say(f"{self.failed} stays: it holds files of yours")
        else:
            self._discard(self.failed)

    def _part(self) -> Path:
        return Path(tempfile.mkdtemp(prefix=f".{self.year}.", suffix=".part", dir=self.folder.parent))

    def _discard(self, path: Path) -> None:
        """Remove a folder; what a kill in the middle leaves of it bears a name that the next build clears."""
        with suppress(OSError):
            part = self._part()
            path.rename(part / path.name)
            shutil.rmtree(part, ignore_errors=True)


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _refuse_what_is_not_ours(path: Path) -> None:
    """Only an edition, known by its run.json, an empty folder or nothing may stand where an edition goes."""
    if not os.path.lexists(path) or (_is_folder(path) and (told_by(path) or not any(path.iterdir()))):
        return
    kind = "A folder without a run.json of an edition" if _is_folder(path) else "A file or a link"
    what = f"{kind} stands where the build puts an edition"
    raise AssessmentError(what, str(path), f"Move it away, or build elsewhere. {ELSEWHERE}")


def _settle(stage: Path) -> None:
    """Have the files on the disk itself before they count as the edition; here a full disk tells itself late."""
    for path in stage.rglob("*"):
        if path.is_file() and not path.is_symlink():
            with path.open("r+b") as file:
                os.fsync(file.fileno())


def remove_workings(stage: Path) -> None:
    """Remove what chapters and pages handed each other."""
    for name in WORKINGS:
        path = stage / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
