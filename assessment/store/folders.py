"""Folders that appear whole or not at all, and that only the user can read."""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from assessment.errors import AssessmentError

CONTENTS = "contents.json"
MAKING = ".making-"
HASHED = 1_000_000  # bytes
MEND = "Free some space, give yourself the right to write there, or name another folder in ASSESSMENT_PROCESSED."


def private(folder: Path) -> Path:
    """Make a folder that only the user can read. Raises AssessmentError where that is not possible."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
    except OSError as error:
        raise _unwritable(error) from None
    return folder


@contextmanager
def made_beside(target: Path | Callable[[], Path]) -> Iterator[Path]:
    """A folder to fill beside `target`; it takes its place at the end, or vanishes on an error.

    Where the name follows from what is made, `target` is asked for it again at the end.
    """
    parent = (target() if callable(target) else target).parent
    private(parent)
    try:
        stage = Path(tempfile.mkdtemp(prefix=MAKING, dir=parent))
        try:
            yield stage
            _seal(stage)
            _move_in(stage, target() if callable(target) else target)
        finally:
            shutil.rmtree(stage, ignore_errors=True)
    except OSError as error:
        raise _unwritable(error) from None


def _seal(stage: Path) -> None:
    """Write down what is in the folder, and take it from everyone else."""
    marks = {path.name: _mark(path) for path in stage.iterdir()}
    (stage / CONTENTS).write_text(json.dumps(marks), encoding="utf-8")
    for path in stage.iterdir():
        path.chmod(0o600)


def _move_in(stage: Path, target: Path) -> None:
    if target.exists() and not whole(target):
        shutil.rmtree(target, ignore_errors=True)
    try:
        stage.rename(target)
    except OSError:
        if not whole(target):  # another build may have made the same folder first
            raise


def whole(folder: Path) -> bool:
    """Is everything there as it was sealed?"""
    try:
        marks = json.loads((folder / CONTENTS).read_text(encoding="utf-8"))
        return all(_mark(folder / name) == mark for name, mark in marks.items())
    except (OSError, ValueError, AttributeError):
        return False


def _mark(path: Path) -> list:
    """The size of a file and its hash; of a large one the size alone, for it would take longer than reading it."""
    size = path.stat().st_size
    if size > HASHED:
        return [size]
    with path.open("rb") as file:
        return [size, hashlib.file_digest(file, "sha256").hexdigest()]


def write_privately(path: Path, text: str) -> None:
    """Replace a file at once by one that only the user can read."""
    private(path.parent)
    try:
        number, name = tempfile.mkstemp(prefix=".writing-", dir=path.parent)
        with os.fdopen(number, "w", encoding="utf-8") as file:
            file.write(text)
        Path(name).replace(path)
    except OSError as error:
        raise _unwritable(error) from None


def _unwritable(error: OSError) -> AssessmentError:
    what = "The folder of processed tables cannot be written"
    return AssessmentError(what, f"{error.filename or ''}: {error.strerror}".strip(": "), MEND)
