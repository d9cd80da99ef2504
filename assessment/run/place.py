"""Where an edition stands: it is built beside its place and moved in at the end."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from assessment.errors import AssessmentError

WORKINGS = ("context.json", "chapters")


@dataclass(frozen=True)
class Place:
    """`out`/`area`/`year`, the folder of one edition."""

    out: Path
    area: str
    year: str

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
        """A build with failed chapters, kept apart where a whole edition stands in the place."""
        return self.folder.with_name(f"{self.year}.failed")

    def make_ready(self) -> None:
        """Make the folder above; take back an edition that an interrupted move left aside."""
        try:
            self.folder.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=self.folder.parent):
                pass
            if self.former.exists() and not self.folder.exists():
                self.former.rename(self.folder)
        except OSError as error:
            what, mend = "The folder for the edition cannot be written", "Choose another with --out."
            raise AssessmentError(what, f"{self.folder.parent}: {error.strerror}", mend) from None

    @contextmanager
    def stage(self) -> Iterator[Path]:
        """A folder beside the place, gone when the build ends however it ends."""
        stage = Path(tempfile.mkdtemp(prefix=f".{self.year}.", suffix=".part", dir=self.folder.parent))
        try:
            yield stage
        finally:
            shutil.rmtree(stage, ignore_errors=True)

    def move_in(self, stage: Path, *, whole: bool) -> Path:
        """Put the built edition into its place; one with failed chapters never takes the place of a whole one."""
        stage.chmod(0o755)  # a temporary folder is its maker's alone; an edition is for its readers
        target = self.folder if whole or not self.folder.exists() else self.failed
        aside = self.former if target == self.folder else None
        if aside:
            shutil.rmtree(aside, ignore_errors=True)
            if target.exists():
                target.rename(aside)
        else:
            shutil.rmtree(target, ignore_errors=True)
        stage.rename(target)
        shutil.rmtree(self.former, ignore_errors=True)
        if whole:
            shutil.rmtree(self.failed, ignore_errors=True)
        return target


def remove_workings(stage: Path) -> None:
    """Remove what chapters and pages handed each other."""
    for name in WORKINGS:
        path = stage / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
