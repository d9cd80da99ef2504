"""Errors that a user reads: what is wrong, where, and the mend."""


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


class Blocked(AssessmentError):
    """A chapter cannot be written from these data; the mend says what is needed."""
