"""The processed tables, keyed by the hash of what they were made from: nothing is read twice or half there.

Under `project.processed_folder()`, the user's alone:

    hashes.json                   the SHA-256 of each raw file with its size and times: it is taken once
    files/<SHA-256>-<reader>/     what was read from one raw file: reading.json, rejects and tables in Parquet
    areas/<slug>-<key>/           an area's tables in Parquet, manifest.json and rejects.csv
"""

from assessment.store.frames import to_pandas
from assessment.store.making import prepare
from assessment.store.prepared import Prepared, Problem, SourceFile

__all__ = ["Prepared", "Problem", "SourceFile", "prepare", "to_pandas"]
