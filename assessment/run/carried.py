"""A user's own files in an edition's folder: they come along into the edition that takes its place."""

import shutil
from pathlib import Path

from assessment.errors import AssessmentError
from assessment.run.record import told_by


def foreign(edition: Path) -> list[str]:
    """The files in an edition's folder that no build wrote: those that its run.json does not list."""
    own = set((told_by(edition) or {}).get("files", ()))
    found = (path for path in edition.rglob("*") if path.is_symlink() or path.is_file())
    return sorted(name for name in (path.relative_to(edition).as_posix() for path in found) if name not in own)


def over(edition: Path, stage: Path) -> list[str]:
    """Copy the foreign files of an edition into the one that is to take its place; their names.

    Raises AssessmentError where the new edition has a file of that name.
    """
    if not edition.is_dir():
        return []
    taken = []
    listed = "files" in (told_by(edition) or {})
    for name in foreign(edition):
        target = stage / name
        if target.exists() and not listed:
            continue  # an edition from before run.json listed its files: this is one of them
        if target.exists():
            what = "A file of yours has the name of one that the edition writes"
            raise AssessmentError(what, str(edition / name), "Move it away, and build again.")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(edition / name, target, follow_symlinks=False)
        taken.append(name)
    return taken
