"""Errors that a user reads: what is wrong, where, and the mend."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager


class AssessmentError(Exception):
    """Something failed or was refused; the command ends with exit code 1.

    `what` says what is wrong, `where` names the file, line or setting, `mend` says what to do about it.
    """

    exit_code = 1

    def __init__(self, what: str, where: str = "", mend: str = "") -> None:
        super().__init__(what, where, mend)
        self.what, self.where, self.mend = what, where, mend

    def __str__(self) -> str:
        place = f" ({self.where})" if self.where else ""
        mend = f" {self.mend}" if self.mend else ""
        return f"{self.what}{place}.{mend}"


class UsageError(AssessmentError):
    """The words of a command or a parameter are wrong; the command ends with exit code 2."""

    exit_code = 2


class Stopped(AssessmentError):
    """The user stopped the command; it ends with the exit code that shells have for that."""

    exit_code = 130


class Blocked(AssessmentError):
    """A chapter cannot be written from these data; the mend says what is needed."""


ROOM = "Free some space, or build on another disk with --out and ASSESSMENT_PROCESSED."
REFUSALS = {
    errno.ENOSPC: ("The disk is full", ROOM),
    errno.EDQUOT: ("Your share of the disk is used up", ROOM),
    errno.EFBIG: (
        "A file grew larger than this machine allows",
        "Raise the limit (ulimit -f), or build on another disk.",
    ),
    errno.EROFS: ("The disk can only be read", "Build on another disk with --out and ASSESSMENT_PROCESSED."),
    errno.EIO: ("The disk failed", "Have it looked after, and build on another with --out and ASSESSMENT_PROCESSED."),
}


def storage_fault(error: Exception | str, where: object = "") -> AssessmentError | None:
    """A write that the disk refused, whoever tells it: the system, or a library that only quotes its words.

    None for everything else. The name of the file, where the error has one, goes before `where`.
    """
    for code, (what, mend) in REFUSALS.items():
        if getattr(error, "errno", None) == code or os.strerror(code) in str(error):
            return AssessmentError(what, str(getattr(error, "filename", None) or where), mend)
    return None


def system_fault(error: Exception) -> AssessmentError | None:
    """What the system refused for another reason, or memory that is short; None for everything else."""
    if isinstance(error, MemoryError):
        return AssessmentError("Memory is short", mend="Close other programs, or take files out of the raw folder.")
    if not isinstance(error, OSError) or not error.strerror:
        return None
    mend = "Give yourself the right to it, or name another folder with --out, --raw or ASSESSMENT_PROCESSED."
    return AssessmentError(f"The system refused something: {error.strerror}", str(error.filename or ""), mend)


@contextmanager
def storage(where: object) -> Iterator[None]:
    """Within it a write that the disk refuses is told as what it is, with the place."""
    try:
        yield
    except Exception as error:
        refused = storage_fault(error, where)
        if refused is None:
            raise
        raise refused from None
