"""Tables as they came, of no area in particular: what a configuration is made from before there is one."""

from collections.abc import Collection
from pathlib import Path

import polars as pl

from assessment import project
from assessment.sources.folder import found, shown
from assessment.sources.provenance import Provenance
from assessment.sources.tables import TABLES
from assessment.store.folders import private
from assessment.store.readings import Read, read_once
from assessment.store.wanted import Hashes, Input


def tables_of(raw: Path, names: Collection[str]) -> dict[str, pl.DataFrame]:
    """Some tables of all files below `raw` together, without rows that are there twice; empty where no file has them.

    A file is read only where its bytes were not read before. Raises AssessmentError where there is nothing to read.
    """
    folder = private(project.processed_folder())
    hashes, paths = Hashes(folder), found(raw)
    inputs = [Input(path, shown(path.relative_to(raw)), hashes.known(path), Provenance()) for path in paths]
    readings = [read_once(one, hashes, folder) for one in inputs]
    hashes.keep()
    given = [read for reading in readings for read in reading.reads]
    return {name: _together(name, given) for name in names}


def _together(name: str, given: list[Read]) -> pl.DataFrame:
    frames = [pl.DataFrame(schema=TABLES[name]), *(pl.read_parquet(r.tables[name]) for r in given if name in r.tables)]
    if name == "street_months":  # which lie with the pieces of street rows that they are of
        frames += [pl.DataFrame(months, TABLES[name]) for read in given for _, months in read.pieces]
    return pl.concat(frames, how="diagonal").unique(maintain_order=True)
