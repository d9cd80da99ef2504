"""An edition that is asked for, checked before anything is read."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from assessment import project
from assessment.errors import UsageError
from assessment.periods import FinancialYear
from assessment.project import Area, ChapterEntry
from assessment.run.chapter import notebook_of


def cores() -> int:
    """The cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@dataclass(frozen=True)
class Request:
    """An edition that is asked for: all of it is known to be sound before anything is read."""

    area: Area
    year: FinancialYear
    raw: Path
    out: Path
    chapters: tuple[ChapterEntry, ...]
    workers: int = field(default_factory=cores)
    fresh: bool = False  # run every chapter anew
    restricted: bool = False  # all counts shown, in a folder of its own
    pdf: bool = False  # the edition for paper too

    @property
    def folder(self) -> str:
        """The name of the edition's folder under its area: `2014-15`, or `2014-15-restricted`."""
        return f"{self.year.slug}{'-restricted' if self.restricted else ''}"

    @classmethod
    def of(
        cls,
        area: str,
        year: str | None,
        raw: Path | None,
        out: Path | None,
        names: Sequence[str],
        workers: int | None = None,
        fresh: bool = False,
        restricted: bool = False,
        to: str | None = None,
        pdf: bool = False,
    ) -> "Request":
        """Check the words of a request. Raises UsageError, or AssessmentError for folders or a browser not there."""
        found = project.area(area)
        when = FinancialYear.parse(found.year if year is None else year)
        when = when if to is None else when.until(to)
        wanted = [project.chapter(name) for name in names]
        chapters = tuple(entry for entry in project.chapters() if not wanted or entry in wanted)
        for entry in chapters:
            notebook_of(entry)
        folder = project.raw_or_default(raw)
        home = (out or project.root() / project.OUTPUTS).absolute()
        asked = cls(found, when, folder, home, chapters, workers or cores(), fresh, restricted, pdf)
        if pdf:
            from assessment.publish import paper

            paper.browser()
        refuse_each_in_the_other(home / found.slug / asked.folder, folder)
        return asked


def refuse_each_in_the_other(edition: Path, raw: Path) -> None:
    """Raise UsageError where an edition would lie among the raw files, or they in it: the next build would read it."""
    here, there = (Path(os.path.realpath(one)) for one in (edition, raw))
    if here.is_relative_to(there) or there.is_relative_to(here):
        what = "The edition would stand among the raw files, and the next build would read it as data"
        raise UsageError(what, f"{edition}; raw files in {raw}", "Choose another folder with --out or --raw.")
