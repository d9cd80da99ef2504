"""Refuses files that hold people's records before they are committed: `python -m assessment.no_records FILE …`.

A hook of .pre-commit-config.yaml calls it. Records that a provenance.toml calls illustrative may be
committed, and those of made-up people that tests read.
"""

import sys
from collections.abc import Iterable
from pathlib import Path

from assessment import project
from assessment.errors import AssessmentError
from assessment.sources import files, recognised
from assessment.sources.base import RawFile
from assessment.sources.provenance import Sidecars

RECORDS = "not for publication by row"  # so the licence of a format of records says in config/sources.toml
READ = (".csv", ".tsv", ".gz", ".zip", ".xlsx", ".xls", ".ods", ".txt")
MADE = ("data/processed", "outputs")  # by the workbook, from records
TESTS = "tests"


def reason(path: Path) -> str:
    """Why a file, named from the project's root, is not to be committed; empty where it may be."""
    name = path.as_posix()
    if name.startswith(MADE) or path.suffix == ".parquet" or path.name == "rejects.csv":
        return "it is made from records"
    if path.suffix.lower() not in READ or path.parts[0] == TESTS or not path.is_file():
        return ""
    held = {form for form in map(recognised, _tables(path)) if form}
    known = project.sources()
    labels = sorted(known[form.name].label for form in held if RECORDS in known[form.name].licence)
    if not labels or Sidecars(path.parent).of(path).illustrative:
        return ""
    return f"it was recognised as {labels[0]}, which is {RECORDS}"


def _tables(path: Path) -> Iterable[RawFile]:
    return (item for item in files.opened(path) if isinstance(item, RawFile))


def main(names: Iterable[str]) -> int:
    """Say which of some files are not to be committed; 1 where one is."""
    refused = {name: why for name in names if (why := _told(Path(name)))}
    for name, why in refused.items():
        print(f"{name}: not to be committed, for {why}. Take it out of the commit: git restore --staged -- '{name}'")
    return 1 if refused else 0


def _told(path: Path) -> str:
    try:
        return reason(path)
    except (AssessmentError, OSError) as error:
        return f"it cannot be read ({error})"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
