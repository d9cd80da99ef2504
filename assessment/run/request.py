"""An edition that is asked for, checked before anything is read."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assessment import project
from assessment.periods import FinancialYear
from assessment.project import Area, ChapterEntry
from assessment.run.chapter import notebook_of


@dataclass(frozen=True)
class Request:
    """An edition that is asked for: all of it is known to be sound before anything is read."""

    area: Area
    year: FinancialYear
    raw: Path
    out: Path
    chapters: tuple[ChapterEntry, ...]

    @classmethod
    def of(cls, area: str, year: str | None, raw: Path | None, out: Path | None, names: Sequence[str]) -> "Request":
        """Check the words of a request. Raises UsageError, or AssessmentError for folders that are not there."""
        found = project.area(area)
        when = FinancialYear.parse(year or found.year)
        wanted = [project.chapter(name) for name in names]
        chapters = tuple(entry for entry in project.chapters() if not wanted or entry in wanted)
        for entry in chapters:
            notebook_of(entry)
        folder = project.raw_or_default(raw)
        return cls(found, when, folder, out or project.root() / project.OUTPUTS, chapters)
