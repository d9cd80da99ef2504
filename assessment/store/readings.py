"""Reads each raw file once: what it gave is kept under the hash of its bytes and of the readers."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import polars as pl

from assessment.errors import AssessmentError
from assessment.project import Extract
from assessment.sources import nearest, recognised, schemas
from assessment.sources.base import REJECTS, Problem, RawFile, Reading, merged
from assessment.sources.files import AGAIN, Opened, opened
from assessment.sources.folder import digest, read_whole
from assessment.sources.lengths import shortened
from assessment.sources.mapping import key as mapping_key
from assessment.sources.mapping import mapped, may_matter
from assessment.sources.text import TORN, doubled
from assessment.store.clearing import touched
from assessment.store.folders import made_beside, private, whole
from assessment.store.pieces import Pieces
from assessment.store.wanted import Hashes, Input, reader_version

_Member = tuple[str, Reading | None, list[Problem]]  # a format, what it read, what was wrong
HEADER = 300  # letters of a header that are told, whole names only


@dataclass(frozen=True)
class Read:
    """What one format read from one file: where its tables lie, and how many rows it kept.

    `pieces` are its street rows: where they lie, and the months that they are of (the table `street_months`).
    """

    format: str
    rows_read: int
    rows_kept: int
    release: str
    months: tuple[str, ...]
    tables: dict[str, Path]
    pieces: tuple[tuple[Path, list[dict]], ...]


@dataclass(frozen=True)
class FileReading:
    """Everything that was read from one raw file, its name put before what is said of its members."""

    name: str
    sha256: str
    reads: tuple[Read, ...]
    problems: tuple[Problem, ...]
    rejects: pl.DataFrame
    place: Path


def read_once(one: Input, hashes: Hashes, folder: Path, extract: Extract | None = None) -> FileReading:
    """What is in a raw file; it is read only where the same readers have not read the same bytes before.

    `extract` maps the columns of an area's own extract: what another mapping could read otherwise is read by each.
    Raises AssessmentError where the file changes meanwhile.
    """
    if one.sha256 and (known := _known(one.name, one.sha256, folder, extract)):
        return known
    data, sha256 = hashes.read(one.path) if read_whole(one.path) else (None, one.sha256)
    if not one.sha256 and (known := _known(one.name, sha256, folder, extract)):
        return known
    plain, own = _places(sha256, folder, extract)
    place = plain
    with made_beside(lambda: place) as stage:
        pieces = Pieces(stage)
        found, problems = _read(one.path, extract, pieces, data, sha256)
        _same(one, digest(one.path) if data is None else sha256)
        place = own if may_matter(list(found), problems) else plain
        _write(stage, found, problems, pieces)
    return _open(place, one.name, sha256)


def _same(one: Input, sha256: str) -> None:
    """What was read would be kept for good under the hash of other bytes: raises AssessmentError."""
    if one.sha256 and one.sha256 != sha256:
        what = "A raw file changed while it was read"
        raise AssessmentError(what, one.name, "Wait until it is written whole, and call again.")


def _places(sha256: str, folder: Path, extract: Extract | None) -> tuple[Path, Path]:
    """Where what is read of a file is kept: for every area, and for those with this mapping."""
    plain = private(folder / "files") / f"{sha256[:32]}-{reader_version()}"
    return plain, plain.with_name(f"{plain.name}-{mapping_key(extract)}") if extract else plain


def _known(name: str, sha256: str, folder: Path, extract: Extract | None) -> FileReading | None:
    """What was read of the same bytes before."""
    plain, own = _places(sha256, folder, extract)
    if whole(own):
        return _open(own, name, sha256)
    if whole(plain):
        told = _open(plain, name, sha256)
        if not may_matter([read.format for read in told.reads], told.problems):
            return told
    return None


def _read(
    path: Path,
    extract: Extract | None = None,
    pieces: Pieces | None = None,
    data: bytes | None = None,
    sha256: str = "",
) -> tuple[dict[str, Reading], list[Problem]]:
    """The readings of a file by format, and what is wrong with the file itself.

    `data` are its bytes where they are in memory, with their hash. While one member is read, the next is unpacked in
    another thread; this one reads them all, for Polars compiles each pattern anew for every thread.
    """
    found: dict[str, list[Reading]] = {}
    problems: list[Problem] = []
    items = opened(path, lambda raw: mapped(raw, extract), data)
    with ThreadPoolExecutor(1) as pool:
        ahead = pool.submit(next, items, None)
        while (item := ahead.result()) is not None:
            ahead = pool.submit(next, items, None)
            if isinstance(item, RawFile) and item.data is data:
                item = replace(item, hashed=sha256)
            _collect(_member(item, extract, pieces), found, problems)
    return {name: merged(readings) for name, readings in found.items()}, problems


def _collect(told: _Member, found: dict[str, list[Reading]], problems: list[Problem]) -> None:
    form, reading, faults = told
    problems += faults
    if reading is not None:
        found.setdefault(form, []).append(reading)


def _member(item: Opened, extract: Extract | None, pieces: Pieces | None) -> _Member:
    """What one table or map was read as, if it was, and what keeps it from being read."""
    if isinstance(item, Problem):
        return "", None, [item]
    item = mapped(item, extract)
    form = recognised(item)
    if form is None:
        return "", None, [_unrecognised(item)]
    if twice := doubled(item):
        return "", None, twice
    reading = form.read(item)
    reading.problems += [*item.notes, *_set_aside(item, reading), *shortened(reading, item.name)]
    return form.name, pieces.take(form.name, reading) if pieces else reading, []


def _unrecognised(raw: RawFile) -> Problem:
    """A blocker where the header is nearly that of a format, naming both; otherwise for information."""
    header = ", ".join(raw.header)
    if len(header) > HEADER:
        header = f"{header[:HEADER].rpartition(',')[0] or header[:HEADER]} …"
    near = nearest(raw)
    if near:
        message = (
            f"the header is nearly that of {near.name}, but has no column {', '.join(near.missing(raw))} "
            f"(expected {', '.join(near.needs)}; found {header})"
        )
        mend = "Name the columns as docs/data.md has them, or take the file out of the folder."
        return Problem("blocker", "wrong-header", message, mend, raw.name, 1)
    mend = "If it should be read, compare its header with docs/data.md."
    return Problem("information", "not-recognised", f"not recognised; its header is: {header}", mend, raw.name, 1)


def _set_aside(raw: RawFile, reading: Reading) -> list[Problem]:
    """How many rows were set aside and why the first one was.

    A blocker where none is left, and where a row is torn: such a file was cut or damaged, and what else it lacks cannot
    be seen.
    """
    if not reading.rows_read:
        return [Problem("warning", "no-rows", "there is a header and not one row below it", AGAIN, raw.name)]
    if not reading.rejects.height:
        return []
    torn = reading.rejects.filter(pl.col("reason").str.contains(TORN, literal=True))
    first = (torn if torn.height else reading.rejects).sort("line").row(0, named=True)
    where = f", in column '{first['column']}'" if first["column"] else ""
    words = "1 row was" if reading.rejects.height == 1 else f"{reading.rejects.height:,} rows were"
    message = f"{words} set aside; the first{where}: {first['reason']}"
    if torn.height:
        message = f"{torn.height:,} {'row is' if torn.height == 1 else 'rows are'} torn: {first['reason']}"
        return [Problem("blocker", "torn-rows", message, AGAIN, raw.name, first["line"])]
    severity = "warning" if reading.rows_kept else "blocker"
    mend = "See rejects.csv beside the processed tables, mend the rows at their source, and send the file again."
    return [Problem(severity, "rows-set-aside", message, mend, raw.name, first["line"], first["column"])]


def _write(stage: Path, found: dict[str, Reading], problems: list[Problem], pieces: Pieces) -> None:
    reads = []
    for name, reading in found.items():
        tables = {}
        for table, frame in reading.tables.items():
            tables[table] = f"{len(reads)}.{table}.parquet"
            schemas.kept(frame, table, name).write_parquet(stage / tables[table], compression="lz4", statistics=False)
        told = {key: getattr(reading, key) for key in ("rows_read", "rows_kept", "release", "months")}
        reads.append({"format": name, **told, "tables": tables, "pieces": pieces.told.get(name, [])})
    every = [*problems, *(problem for reading in found.values() for problem in reading.problems)]
    rejects = pl.concat([pl.DataFrame(schema=REJECTS), *(reading.rejects for reading in found.values())])
    if rejects.height:
        rejects.write_parquet(stage / "rejects.parquet")
    told = {"reads": reads, "problems": [asdict(problem) for problem in every]}
    (stage / "reading.json").write_text(json.dumps(told), encoding="utf-8")


def _open(place: Path, name: str, sha256: str) -> FileReading:
    touched(place)
    told = json.loads((place / "reading.json").read_text(encoding="utf-8"))
    reads = tuple(
        Read(
            **{
                **read,
                "months": tuple(read["months"]),
                "tables": {t: place / f for t, f in read["tables"].items()},
                "pieces": tuple((place / f, months) for f, months in read["pieces"]),
            }
        )
        for read in told["reads"]
    )
    problems = (Problem(**problem) for problem in told["problems"])
    rejects = pl.concat([pl.DataFrame(schema=REJECTS), *map(pl.read_parquet, place.glob("rejects.parquet"))])
    rejects = rejects.with_columns((pl.lit(name) + pl.col("file")).alias("file"))
    return FileReading(name, sha256, reads, tuple(replace(p, file=name + p.file) for p in problems), rejects, place)
