"""run.json: what an edition was made from, with what, when, and how each chapter ended."""

import json
import platform
from dataclasses import asdict
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from assessment import __version__, project, store
from assessment.run.chapter import ChapterRun
from assessment.run.request import Request

PACKAGES = ("pandas", "polars", "scipy", "statsmodels", "seaborn", "papermill", "nbconvert")


def write_run(path: Path, request: Request, prepared: store.Prepared, runs: list[ChapterRun], made: datetime) -> None:
    """Write run.json. It names no path, user or host of the machine."""
    known = project.sources()
    told = {
        "area": request.area.slug,
        "name": request.area.name,
        "year": str(request.year),
        "made": made.isoformat(),
        "parameters": {"chapters": [run.entry.name for run in runs]},
        "versions": {"assessment": __version__, "python": platform.python_version()}
        | {name: version(name) for name in PACKAGES},
        "chapters": [
            {"name": run.entry.name, "state": run.state, "seconds": run.seconds, "error": run.error} for run in runs
        ],
        "sources": [asdict(file) for file in prepared.files if file.format in known],
        "problems": [asdict(problem) for problem in prepared.problems],
    }
    path.write_text(json.dumps(told, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
