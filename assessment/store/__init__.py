"""The processed tables, keyed by the hash of what they were made from: nothing is read twice or half there.

Under `project.processed_folder()`, the user's alone:

    hashes.json                   the SHA-256 of each large raw file with its size and times: it is taken once
    files/<SHA-256>-<reader>/     what was read from one raw file: reading.json, rejects and tables in Parquet
    streets/<key>/                where the street rows of all those files lie, and which IDs recur, for every area
                                  (assessment.sources.national)
    areas/<slug>-<key>/           an area's tables in Parquet, manifest.json, uses.json and rejects.csv

After a build that made something the rest is cleared: of each area the three sets of tables that were used last stay,
with what they were made from, and everything that was used in the last seven days.
"""

from pathlib import Path

from assessment.problems import Problem
from assessment.project import Area
from assessment.store.prepared import Prepared, SourceFile
from assessment.store.wanted import Wanted

__all__ = ["Prepared", "Problem", "SourceFile", "Wanted", "made", "prepare"]


def prepare(area: Area, raw: Path) -> Prepared:
    """An area's tables from the files below `raw`: those of an earlier build from all the same, or made anew.

    Raises AssessmentError where there is nothing to read.
    """
    wanted = Wanted.of(area, raw)
    return wanted.there() or made(wanted)


def made(wanted: Wanted) -> Prepared:
    """Read what is new of the raw files, and put together an area's tables."""
    from assessment.store.making import make  # here, for the readers take half a second to import

    return make(wanted)
