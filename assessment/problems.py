"""What is wrong with the data, or good to know of it: found by the sources, told by `check` and by the chapters."""

from dataclasses import dataclass
from typing import Literal

Severity = Literal["blocker", "warning", "information"]
SEVERITIES: tuple[Severity, ...] = ("blocker", "warning", "information")
AHEAD = "future-dates"  # the check that looks at today's date


@dataclass(frozen=True)
class Problem:
    """Something to know of the data: `check` is its slug, `message` what is so, `mend` what to do.

    `tables` are those that it touches, so that a chapter can tell it beside what it draws from them; `months` the first
    and last month that it is of, where it is of some only.
    """

    severity: Severity
    check: str
    message: str
    mend: str = ""
    file: str = ""
    line: int | None = None
    column: str = ""
    format: str = ""
    tables: tuple[str, ...] = ()
    months: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name in ("tables", "months"):  # from JSON they come as lists
            object.__setattr__(self, name, tuple(getattr(self, name)))
