"""What an agreement with a partner says must go: an area's processed records and its restricted editions."""

import json
import re
import shutil
from collections.abc import Iterable
from pathlib import Path

from assessment import project
from assessment.errors import AssessmentError

RESTRICTED = "-restricted"
USES = "uses.json"  # in the folder of an area's tables: what of the store they were made from


def held(slug: str, out: Path) -> list[Path]:
    """The folders that hold records, set-aside rows or small counts of an area, and what was made from them alone.

    Raw files are the partners' own and stay; so do public editions.
    """
    store = project.processed_folder()
    tables = _of_area(store / "areas", slug)
    edition = re.compile(rf"{re.escape(slug)}-\d{{4}}-.*")
    kept = [path for path in _folders(store / "editions") if edition.fullmatch(path.name)]
    others = [path for path in _folders(store / "areas") if path not in tables]
    shared = {name for path in others for name in _uses(path)}
    parts = {name for path in tables for name in _uses(path)} - shared
    editions = [path for path in _folders(out / slug) if RESTRICTED in path.name]
    return [*tables, *kept, *(store / name for name in sorted(parts) if (store / name).is_dir()), *editions]


def remove(folders: Iterable[Path]) -> None:
    """Remove the folders. Raises AssessmentError where one cannot be removed; what went before is gone."""
    for folder in folders:
        try:
            shutil.rmtree(folder)
        except OSError as error:
            what, mend = "A folder cannot be removed", "Close its files in other programs, and purge again."
            raise AssessmentError(what, f"{folder}: {error.strerror}", mend) from None


def _of_area(parent: Path, slug: str) -> list[Path]:
    return [path for path in _folders(parent) if path.name.rpartition("-")[0] == slug]


def _folders(parent: Path) -> list[Path]:
    found = sorted(parent.iterdir()) if parent.is_dir() else []
    return [path for path in found if path.is_dir() and not path.is_symlink()]


def _uses(tables: Path) -> list[str]:
    try:
        return json.loads((tables / USES).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
