"""What a chapter is given: an area's tables, the files they were made from, and what is wrong with them."""

import hashlib
import json
import pickle
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assessment.errors import AssessmentError
from assessment.problems import Problem
from assessment.store import held

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

MANIFEST = "manifest.json"
EVERYTHING = "everything"
RECORDS, SMALL = ("crime", "asb"), 20_000  # rows: a national table is memory that few chapters use


@dataclass(frozen=True)
class SourceFile:
    """A raw file as one format read it; `rows_kept` and `rows_set_aside` make up `rows_read`.

    `tables` names the tables that hold rows of it. `format` is empty where the file was not recognised.
    """

    file: str
    sha256: str
    format: str
    label: str
    publisher: str
    licence: str
    release: str
    period: str
    rows_read: int
    rows_kept: int
    rows_set_aside: int
    illustrative: bool
    note: str
    tables: tuple[str, ...]


class Prepared:
    """The data of an area, as `prepare` left them in `folder`."""

    def __init__(self, folder: Path, files: list[SourceFile], problems: list[Problem], told: dict) -> None:
        self.folder, self._files, self._problems = folder, files, problems
        self.heights: dict[str, int] = told["tables"]  # rows of each table that is there
        self.months: list[str] = told["months"]  # in which crime is recorded, in their order
        self.asked: set[str] = set()  # what was asked of the data: "table: crime", "problems: crime", "format: …"
        self._tables: dict[str, pd.DataFrame] = {}

    @classmethod
    def open(cls, folder: Path) -> "Prepared":
        """Open what was prepared before, from the manifest written there."""
        try:
            told = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            what, mend = (
                "The processed tables are not there",
                "Build again: they are made from the raw files.",
            )
            raise AssessmentError(what, str(folder), mend) from None
        files = [SourceFile(**{**file, "tables": tuple(file["tables"])}) for file in told["files"]]
        return cls(folder, files, [Problem(**problem) for problem in told["problems"]], told)

    @property
    def files(self) -> list[SourceFile]:
        """Every raw file."""
        self.asked.add(EVERYTHING)
        return self._files

    @property
    def problems(self) -> list[Problem]:
        """All that is wrong with the files, the gravest first."""
        self.asked.add(EVERYTHING)
        return self._problems

    def problems_of(self, tables: Collection[str]) -> list[Problem]:
        """What is wrong with some tables, the gravest first."""
        self.asked |= {f"problems: {name}" for name in tables}
        return [problem for problem in self._problems if not set(tables).isdisjoint(problem.tables)]

    def supplied(self, format: str) -> bool:
        """Whether any raw file is of a format."""
        self.asked.add(f"format: {format}")
        return any(file.format == format for file in self._files)

    def illustrative(self, names: Collection[str]) -> bool:
        """Whether one of some files, known from the tables that they gave, holds made-up data."""
        return any(file.illustrative and file.file in names for file in self._files)

    def table(self, name: str) -> "pd.DataFrame | None":
        """A table of those that `assessment.sources.tables` lists; None where no source gave it."""
        self.asked.add(f"table: {name}")
        if name not in self.heights:
            return None
        if name not in self._tables:
            self._tables[name] = self._read(name)
        return self._tables[name].copy(deep=False)

    def _read(self, name: str) -> "pd.DataFrame":
        found = held.table(self.folder, name)
        if found is not None:
            return found
        from assessment.store.frames import to_pandas  # here, for it imports Polars

        return to_pandas(self.polars(name))

    def write_for_holding(self, file: Path) -> None:
        """Write the tables that most chapters read, for `assessment.store.held`; the file is there when it is whole."""
        names = [name for name, rows in self.heights.items() if name in RECORDS or rows <= SMALL]
        part = file.with_suffix(".part")
        part.write_bytes(pickle.dumps({name: self.table(name) for name in names}, protocol=5))
        part.replace(file)

    def polars(self, name: str) -> "pl.DataFrame":
        """A table as it lies in the store. Raises KeyError where no source gave it."""
        self.asked.add(f"table: {name}")
        if name not in self.heights:
            raise KeyError(name)
        import polars as pl  # here, for it starts threads, and the process that forks kernels can have none

        return pl.read_parquet(self.folder / f"{name}.parquet")

    def sources_of(self, name: str) -> list[SourceFile]:
        """The files that a table holds rows of."""
        self.asked.add(f"table: {name}")
        return [file for file in self._files if name in file.tables]

    @property
    def blockers(self) -> list[Problem]:
        """The problems for which nothing should be built."""
        return [problem for problem in self._problems if problem.severity == "blocker"]

    def fingerprint(self, asked: str) -> str:
        """A hash that changes where the answer to one of `asked` would; nothing is read into memory as a table."""
        kind, _, name = asked.partition(": ")
        told = hashlib.sha256()
        if kind == "table":
            told.update((self.folder / f"{name}.parquet").read_bytes() if name in self.heights else b"")
            told.update(_text(asdict(file) for file in self._files if name in file.tables))
        elif kind == "problems":
            told.update(_text(asdict(problem) for problem in self._problems if name in problem.tables))
        elif kind == "format":
            told.update(_text([any(file.format == name for file in self._files)]))
        else:
            for path in (self.folder / MANIFEST, *(self.folder / f"{name}.parquet" for name in sorted(self.heights))):
                told.update(path.read_bytes())
        return told.hexdigest()


def _text(told: Iterable[object]) -> bytes:
    return json.dumps(list(told), sort_keys=True).encode()


def write_manifest(
    folder: Path, files: list[SourceFile], problems: list[Problem], tables: "dict[str, pl.DataFrame]"
) -> None:
    """Write the tables and, last, the manifest that names them."""
    for name, frame in tables.items():
        frame.write_parquet(folder / f"{name}.parquet", compression="zstd", compression_level=1)
    told = {
        "files": [asdict(file) for file in files],
        "problems": [asdict(problem) for problem in problems],
        "tables": {name: frame.height for name, frame in tables.items()},
        "months": tables["crime"]["month"].unique().sort().to_list() if "crime" in tables else [],
    }
    (folder / MANIFEST).write_text(json.dumps(told, indent=1, ensure_ascii=False), encoding="utf-8")
