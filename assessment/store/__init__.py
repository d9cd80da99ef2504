"""The processed tables, keyed by the hash of what they were made from: nothing is read twice or half there.

Under `project.processed_folder()`, the user's alone:

    hashes.json                   the SHA-256 of each raw file with its size and times: it is taken once
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

__all__ = ["Prepared", "Problem", "SourceFile", "prepare"]


def prepare(area: Area, raw: Path) -> Prepared:
    """Read what is new in a raw folder, and put together an area's tables: see `assessment.store.making`."""
    from assessment.store import making  # here, for the readers take half a second to import, and kernels need none

    return making.prepare(area, raw)
