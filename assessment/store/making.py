"""Prepares an area's data: reads the raw files that were not read before, and combines them for the area."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import polars as pl

from assessment import project
from assessment.problems import SEVERITIES, Problem
from assessment.project import Area
from assessment.sources import schemas
from assessment.sources.combine import Part, combined
from assessment.sources.mapping import mapping
from assessment.sources.months import runs
from assessment.store.clearing import clear, made_from, touched
from assessment.store.folders import made_beside
from assessment.store.pieces import gathered
from assessment.store.prepared import Prepared, SourceFile, write_manifest
from assessment.store.readings import FileReading, Read, read_once
from assessment.store.wanted import WEIGHTS, Hashes, Input, Wanted

AT_ONCE = 2  # files that are read at once: what they hold is in memory together


def make(wanted: Wanted) -> Prepared:
    """The tables of an area; only files whose bytes were not read before are read.

    What is wrong with single files is in `Prepared.problems`, blockers included.
    """
    folder, extract = project.processed_folder(), mapping(wanted.area)
    hashes = Hashes(folder)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        readings = [*pool.map(lambda one: read_once(one, hashes, folder, extract), wanted.inputs)]
    hashes.keep()
    inputs = [replace(one, sha256=reading.sha256) for one, reading in zip(wanted.inputs, readings, strict=True)]
    wanted = Wanted(wanted.area, inputs)
    if there := wanted.there():
        return there
    with made_beside(wanted.place) as stage:
        _combine(wanted.area, inputs, readings, stage, folder)
    clear(folder)
    touched(wanted.place)
    return Prepared.open(wanted.place)


def _combine(area: Area, inputs: list[Input], readings: list[FileReading], stage: Path, folder: Path) -> None:
    reads = [(item, reading, read) for item, reading in zip(inputs, readings, strict=True) for read in reading.reads]
    parts = [
        Part(item.name, read.format, item.provenance.illustrative, read.rows_kept, read.tables, read.pieces)
        for item, _, read in reads
    ]
    national = gathered(folder, parts)
    result = combined(area, parts, national)
    made_from(stage, [*(reading.place for reading in readings), *([national.folder] if national else [])])
    for name, frame in result.tables.items():
        schemas.kept(frame, name, "combine", combined=True)
    used = [tuple(name for name, places in result.made_from.items() if place in places) for place in range(len(reads))]
    illustrative = _illustrative(result.tables)
    files = [_source(*told, tables, illustrative) for told, tables in zip(reads, used, strict=True)]
    files += [_unread(item, reading) for item, reading in zip(inputs, readings, strict=True) if not reading.reads]
    problems = [*(problem for reading in readings for problem in reading.problems), *result.problems]
    problems += _nothing(files, parts)
    pl.concat([reading.rejects for reading in readings]).write_csv(stage / "rejects.csv")
    write_manifest(stage, files, sorted(problems, key=lambda p: SEVERITIES.index(p.severity)), result.tables)


def _illustrative(tables: dict[str, pl.DataFrame]) -> set[str]:
    """The versions of harm weights that say of themselves that they are illustrative."""
    weights = tables.get("harm_weights")
    return set(weights.filter(pl.col("illustrative"))["version"]) if weights is not None else set()


def _source(
    item: Input, reading: FileReading, read: Read, tables: tuple[str, ...], illustrative: set[str]
) -> SourceFile:
    entry, told = project.sources().get(read.format), item.provenance
    months = list(read.months)
    return SourceFile(
        file=item.name,
        sha256=item.sha256,
        format=read.format,
        label=entry.label if entry else read.format.replace("_", " "),
        publisher=told.publisher or (entry.publisher if entry else ""),
        licence=told.licence or (entry.licence if entry else ""),
        release=told.release or read.release,
        period=runs(months) if months else read.release,
        rows_read=read.rows_read,
        rows_kept=read.rows_kept,
        rows_set_aside=read.rows_read - read.rows_kept,
        illustrative=told.illustrative or read.release in illustrative,
        note=told.note,
        tables=tables,
    )


def _unread(item: Input, reading: FileReading) -> SourceFile:
    """A file of which nothing was recognised."""
    told = item.provenance
    about = (told.publisher, told.licence, told.release)
    return SourceFile(item.name, item.sha256, "", "", *about, "", 0, 0, 0, told.illustrative, told.note, ())


def _nothing(files: list[SourceFile], parts: list[Part]) -> Iterator[Problem]:
    """A blocker where nothing in the raw folder was recognised."""
    if not any(not part.file.startswith(f"{WEIGHTS}/") for part in parts):
        mend = "Compare the files with docs/data.md: they are recognised by their headers."
        yield Problem("blocker", "nothing-recognised", "nothing in the raw folder was recognised", mend)
