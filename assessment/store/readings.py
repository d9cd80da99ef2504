"""Reads each raw file once: what it gave is kept under the hash of its bytes and of the readers."""

import hashlib
import json
import time
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path

import polars as pl

from assessment import sources
from assessment.errors import AssessmentError
from assessment.sources import formats, nearest, recognised
from assessment.sources.base import REJECTS, Format, Problem, RawFile, Reading, merged
from assessment.sources.files import AGAIN, digest, opened
from assessment.sources.text import TORN, doubled
from assessment.store.folders import made_beside, whole, write_privately

RECENT = 2_000_000_000  # nanoseconds: a file that was changed so shortly before is hashed again


@dataclass(frozen=True)
class Read:
    """What one format read from one file: where its tables lie, and how many rows it kept."""

    format: str
    rows_read: int
    rows_kept: int
    release: str
    months: tuple[str, ...]
    tables: dict[str, Path]


@dataclass(frozen=True)
class FileReading:
    """Everything that was read from one raw file, its name put before what is said of its members."""

    name: str
    sha256: str
    reads: tuple[Read, ...]
    problems: tuple[Problem, ...]
    rejects: pl.DataFrame


class Hashes:
    """The SHA-256 of each file, kept with its size and times: a file that did not change is not read."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "hashes.json"
        self.known = _json(self.path)
        self.changed = False

    def of(self, path: Path) -> str:
        """The hash of a file. Raises AssessmentError where it cannot be read."""
        key = hashlib.sha256(str(path.resolve()).encode()).hexdigest()[:24]
        try:
            about = path.stat()
            stamp = [about.st_size, about.st_mtime_ns, about.st_ctime_ns, about.st_ino]
            if self.known.get(key, [None])[:-1] != stamp:
                sha256 = digest(path)
                if max(stamp[1:3]) < time.time_ns() - RECENT:
                    self.known[key], self.changed = [*stamp, sha256], True
                return sha256
        except OSError as error:
            what = "A raw file cannot be read"
            raise AssessmentError(what, str(path), f"{error.strerror}: give yourself the right to read it.") from None
        return self.known[key][-1]

    def keep(self) -> None:
        """Write down what was learnt."""
        if self.changed:
            write_privately(self.path, json.dumps(self.known))


def _json(path: Path) -> dict:
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


@cache
def reader_version() -> str:
    """A hash of the readers' own text: what an earlier version of them read is read again."""
    modules = sorted(Path(sources.__file__).parent.glob("*.py"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in modules)).hexdigest()[:12]


def read_once(path: Path, name: str, sha256: str, folder: Path) -> FileReading:
    """What is in a raw file; it is read only where the same readers have not read the same bytes before."""
    place = folder / "files" / f"{sha256[:32]}-{reader_version()}"
    if not whole(place):
        with made_beside(place) as stage:
            _write(stage, *_read(path))
    return _open(place, name, sha256)


def _read(path: Path) -> tuple[dict[str, Reading], list[Problem]]:
    """The readings of a file by format, and what is wrong with the file itself."""
    found: dict[str, list[Reading]] = {}
    problems: list[Problem] = []
    for item in opened(path):
        form = recognised(item) if isinstance(item, RawFile) else None
        if form is None:
            problems.append(item if isinstance(item, Problem) else _unrecognised(item))
        elif twice := doubled(item):
            problems += twice
        else:
            reading = form.read(item)
            reading.problems += [*item.notes, *_set_aside(item, reading)]
            found.setdefault(form.name, []).append(reading)
    return {name: merged(readings) for name, readings in found.items()}, problems


def _unrecognised(raw: RawFile) -> Problem:
    """A blocker where the header is nearly that of a format, naming both; otherwise for information."""
    header = ", ".join(raw.header)[:300]
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


def _write(stage: Path, found: dict[str, Reading], problems: list[Problem]) -> None:
    reads = []
    for name, reading in found.items():
        tables = {}
        for table, frame in reading.tables.items():
            tables[table] = f"{len(reads)}.{table}.parquet"
            frame.write_parquet(stage / tables[table], compression="lz4", statistics=False)
        told = {key: getattr(reading, key) for key in ("rows_read", "rows_kept", "release", "months")}
        reads.append({"format": name, **told, "tables": tables})
    every = [*problems, *(problem for reading in found.values() for problem in reading.problems)]
    rejects = pl.concat([pl.DataFrame(schema=REJECTS), *(reading.rejects for reading in found.values())])
    rejects.write_parquet(stage / "rejects.parquet")
    told = {"reads": reads, "problems": [asdict(problem) for problem in every]}
    (stage / "reading.json").write_text(json.dumps(told), encoding="utf-8")


def _open(place: Path, name: str, sha256: str) -> FileReading:
    told = json.loads((place / "reading.json").read_text(encoding="utf-8"))
    reads = tuple(
        Read(
            **{
                **read,
                "months": tuple(read["months"]),
                "tables": {t: place / f for t, f in read["tables"].items()},
            }
        )
        for read in told["reads"]
    )
    problems = (Problem(**problem) for problem in told["problems"])
    rejects = pl.read_parquet(place / "rejects.parquet").with_columns((pl.lit(name) + pl.col("file")).alias("file"))
    return FileReading(name, sha256, reads, tuple(replace(p, file=name + p.file) for p in problems), rejects)


def format_named(name: str) -> Format | None:
    """The format of that name; None where there is none."""
    return next((form for form in formats() if form.name == name), None)
