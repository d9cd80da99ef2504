"""run.json: what an edition was made from, with what, when, and how each chapter ended."""

import json
import platform
from dataclasses import asdict
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from assessment import __version__, project
from assessment.neighbours import GAVE_WAY, told_in

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assessment.publish.narratives import Narrative
    from assessment.run.chapter import ChapterRun
    from assessment.run.request import Request
    from assessment.store import Prepared

RUN = "run.json"
CHAPTER = {"name", "state", "seconds"}
PACKAGES = ("pandas", "polars", "scipy", "statsmodels", "seaborn", "papermill", "nbconvert")


def write_run(
    path: Path,
    request: "Request",
    prepared: "Prepared",
    runs: "list[ChapterRun]",
    made: datetime,
    words: "Iterable[Narrative]" = (),
) -> None:
    """Write run.json. It names no path, user or host of the machine."""
    known = project.sources()
    told = {
        "area": request.area.slug,
        "name": request.area.name,
        "year": str(request.year),
        "made": made.isoformat(),
        "standing": request.area.standing(request.year).model_dump(mode="json", exclude={"year"}),
        "restricted": request.restricted,
        GAVE_WAY: [one["year"] for one in told_in(path.parent) if one["first"]],
        "pdf": request.pdf,
        "parameters": {"chapters": [run.entry.name for run in runs]},
        "versions": {"assessment": __version__, "python": platform.python_version()}
        | {name: version(name) for name in PACKAGES},
        "chapters": [{"name": run.entry.name, **run.told()} for run in runs],
        "sources": [asdict(file) for file in prepared.files if file.format in known],
        "narratives": [one.told() for one in words if one.places],
        "problems": [asdict(problem) for problem in prepared.problems],
    }
    _write(path, told)


def list_files(edition: Path) -> None:
    """Add to run.json what the edition is made of; all else in its folder is then known to be somebody's own."""
    told = json.loads((edition / RUN).read_text(encoding="utf-8"))
    files = sorted(path.relative_to(edition).as_posix() for path in edition.rglob("*") if path.is_file())
    _write(edition / RUN, {**told, "files": files})


def told_by(edition: Path) -> dict | None:
    """What the run.json of an edition says; None where there is none, or not one that a build wrote."""
    try:
        told = json.loads((edition / RUN).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    ours = isinstance(told, dict) and {"area", "year", "chapters", "sources"} <= set(told)
    chapters = told["chapters"] if ours else None
    if not isinstance(chapters, list) or not all(isinstance(one, dict) and set(one) >= CHAPTER for one in chapters):
        return None
    return told


def _write(path: Path, told: dict) -> None:
    path.write_text(json.dumps(told, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
