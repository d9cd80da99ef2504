"""A configuration of an older version, brought up to this one: the difference is shown first, and the old file kept."""

import difflib
from collections.abc import Callable
from pathlib import Path

from assessment import project, versions
from assessment.errors import AssessmentError
from assessment.new.written import path_of, refuse_what_does_not_hold, replace


def migrate(slug: str, agreed: Callable[[], bool], tell: Callable[[str], object]) -> Path | None:
    """Show what changes, and write it where `agreed` says so; the file of the old text, None where nothing changes.

    Raises UsageError where there is no such area, AssessmentError where nobody agreed or the result would not hold.
    """
    told = project.told(slug)
    versions.refuse_newer(told, f"config/areas/{slug}.toml")
    path = path_of(slug)
    with path.open(encoding="utf-8-sig", newline="") as file:
        old = file.read()
    new = versions.migrated(old)
    if new == old:
        tell(f"config/areas/{slug}.toml is of this version already.")
        return None
    refuse_what_does_not_hold(slug, new)
    shown = difflib.unified_diff(old.splitlines(), new.splitlines(), "as it is", "migrated", lineterm="")
    tell("\n".join([f"config/areas/{slug}.toml", *shown]))
    if not agreed():
        what = "Nothing was changed"
        raise AssessmentError(what, mend="Say --yes to make the change that is shown.")
    kept = _kept(path, old)
    replace(path, new)
    tell(f"Changed config/areas/{slug}.toml; as it was: {kept.name}")
    return kept


def _kept(path: Path, text: str) -> Path:
    """The old text beside the file, under a name that no configuration has and nothing has yet."""
    names = (path.with_name(f"{path.name}.before-{number}") for number in range(versions.VERSION, 1000))
    kept = next(one for one in names if not one.exists())
    with kept.open("x", encoding="utf-8", newline="") as file:
        file.write(text)
    return kept
