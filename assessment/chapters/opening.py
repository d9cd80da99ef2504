"""Opening a chapter by its name: in a build with what the build prepared, elsewhere with the raw folder."""

import importlib
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

from assessment import project, store
from assessment.errors import UsageError
from assessment.neighbours import Neighbour
from assessment.periods import FinancialYear

if TYPE_CHECKING:
    from assessment.chapters.base import Chapter

CONTEXT = "ASSESSMENT_EDITION"


def open_chapter(name: str, *, area: str, year: str, restricted: bool = False, **unknown: object) -> "Chapter":
    """Open a chapter of `notebooks/`, such as `harm`, for a configured area and a financial year such as `2014/15`.

    Small counts are hidden, in a build of the restricted edition and with `restricted` alone they are shown.

    Raises UsageError for an unknown chapter, area or parameter and for a malformed year, Blocked where the files
    hold nothing of that year.
    """
    if unknown:
        what = f"open_chapter has no parameter '{next(iter(unknown))}'"
        raise UsageError(what, mend="Its parameters are: area, year, restricted.")
    entry = project.chapter(name)
    found, when = project.area(area), FinancialYear.parse(year)
    module = importlib.import_module(f"assessment.chapters.{entry.name}")
    prepared, edition, whole, beside = _context(found, when)
    return module.Chapter(entry, found, when, prepared, edition, restricted or whole, beside)


def _context(
    area: project.Area, year: FinancialYear
) -> tuple[store.Prepared, Path | None, bool, tuple[Neighbour, ...]]:
    """The prepared data, the edition being built (None outside a build), whether it is restricted, those beside it."""
    folder = os.environ.get(CONTEXT)
    if not folder:
        return store.prepare(area, project.raw_or_default()), None, False, ()
    context = json.loads((Path(folder) / "context.json").read_text(encoding="utf-8"))
    if (context["area"], context["year"]) != (area.slug, str(year)):
        what = f"This build is of {context['area']} {context['year']}, not of {area.slug} {year}"
        raise UsageError(what, mend="Let the notebook pass on its own parameters to open_chapter.")
    prepared, beside = store.Prepared.open(Path(context["prepared"])), tuple(map(Neighbour.of, context["beside"]))
    return prepared, Path(folder), context["restricted"], beside
