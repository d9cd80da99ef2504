"""police.uk's street rows of every force and month, never held whole: where each lies, and which IDs recur.

The rows stay in the pieces that were written when their files were read, each in order of LSOA. A folder of this holds

    months.parquet    the wanted months of each force, and which `part` of which piece each is
    index.parquet     by LSOA the pieces that have it, from which row on and how many rows, and its district
    away.parquet      the rows of places where their force has few, lest a place be looked for in every piece
    again.parquet     every row whose ID recurs, with the ID's latest outcome

so that an area is read from the few row groups that hold its LSOAs, and totals without reading a row.
"""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import polars as pl

from assessment.sources.recurring import Often
from assessment.sources.sound import numbered
from assessment.sources.tables import SHORT

GROUP = 8_192  # rows of a row group: what is read at least of a piece that has the area
BATCH = 32  # pieces whose counts are in memory at once
AT_ONCE = 2  # pieces that are read at once
FEW = 0.1  # of an LSOA's rows: a force with fewer is away there
ROW = ("record", "month", "category", "lsoa", "outcome", "force")
ID, COUNTS = ["force", "record"], ("rows", "unnamed", "repeated")
TABLES = ("index", "away", "again")
# What police.uk writes where it has no outcome yet or has lost it: anything else in the same month says more.
UNSETTLED = ("Status update unavailable", "Under investigation")


@dataclass(frozen=True)
class Piece:
    """The rows of one member of one file, in order of LSOA; `months` has part, force, month and rows of those wanted.

    `whole` says that every month of it is wanted.
    """

    path: Path
    months: pl.DataFrame
    whole: bool = True

    def beside(self, table: str) -> Path:
        """Where another table of the same member lies: `counts`, `places`."""
        return self.path.with_name(self.path.name.replace("street", table))

    def hashes(self) -> np.ndarray:
        """Of each row that of its ID, 0 where it has none."""
        return np.load(self.path.with_suffix(".npy"))

    def scan(self) -> pl.LazyFrame:
        """The rows of its wanted months, with their `row` in the piece."""
        rows = pl.scan_parquet(self.path, row_index_name="row")
        return rows if self.whole else rows.filter(pl.col("part").is_in(self.months["part"].implode()))


def gather(pieces: Sequence[Piece], folder: Path) -> None:
    """Write what is to be known of the pieces into an empty folder, from which they are found again."""
    index = _index(pieces)
    index.write_parquet(folder / "index.parquet", row_group_size=GROUP)
    months = pl.concat(
        piece.months.with_columns(piece=pl.lit(at, SHORT), path=pl.lit(os.path.relpath(piece.path, folder)))
        for at, piece in enumerate(pieces)
    )
    months = months.cast({"part": SHORT}).sort("force", "month")
    months.write_parquet(folder / "months.parquet")
    away = {at: told for (at,), told in index.filter("away").select("piece", "begin", "rows").group_by("piece")}
    with ThreadPoolExecutor(AT_ONCE) as pool:
        often = _often(pieces, pool)
        found = pool.map(lambda told: _chosen(told[1], told[0], away.get(told[0]), often), enumerate(pieces))
        chosen = pl.concat(found)
    recurring = _dated(chosen.filter("recurs").drop("recurs", "away"), months)
    tables = {"away": chosen.filter("away").drop("recurs", "away"), "again": _identified(recurring)}
    for name, rows in tables.items():
        rows = rows.with_columns(pl.col("lsoa").cast(pl.String)).sort("lsoa", nulls_last=True, maintain_order=True)
        rows.write_parquet(folder / f"{name}.parquet", row_group_size=GROUP)


def _index(pieces: Sequence[Piece]) -> pl.DataFrame:
    """By LSOA in which pieces it is, from which row on, and how many rows; `away` where their force has few."""
    told = pl.collect_all(
        pl.scan_parquet(piece.beside("places")).with_columns(
            piece=pl.lit(at, SHORT), force=pl.lit(piece.months["force"][0])
        )
        for at, piece in enumerate(pieces)
    )
    rows = pl.col("rows").sum()
    away = rows.over("lsoa", "force") < FEW * rows.over("lsoa")
    return pl.concat(told).sort("lsoa", "piece").with_columns(away=away).drop("force")


def _often(pieces: Sequence[Piece], pool: Executor) -> dict[str, Often]:
    """For each force the hashes that come more than once in its pieces."""
    theirs: dict[str, list[Piece]] = {}
    for piece in pieces:
        for force in piece.months["force"].unique():
            theirs.setdefault(force, []).append(piece)
    return dict(zip(theirs, pool.map(lambda of: Often.of([p.hashes for p in of]), theirs.values()), strict=True))


def _chosen(piece: Piece, at: int, away: pl.DataFrame | None, often: dict[str, Often]) -> pl.DataFrame:
    """The rows of a piece whose ID may recur (`recurs`), and those of places where its force has few (`away`)."""
    told = away.select("begin", "rows").iter_rows() if away is not None else ()
    apart = np.concatenate([np.arange(0), *(np.arange(begin, begin + count) for begin, count in told)])
    hashes = piece.hashes()
    recurs = np.concatenate([often[force].rows(hashes) for force in piece.months["force"].unique()])
    rows = np.union1d(recurs, apart)
    found = pl.read_parquet(piece.path)[rows].with_columns(
        pl.Series("row", rows, SHORT),
        pl.Series("recurs", np.isin(rows, recurs)),
        pl.Series("away", np.isin(rows, apart)),
        piece=pl.lit(at, SHORT),
    )
    if not piece.whole:
        found = found.filter(pl.col("part").is_in(piece.months["part"].implode()))
    # Without the text of the whole piece, which the rows would hold in memory.
    return found.with_columns(pl.Series("record", found["record"].to_list(), pl.String))


def _dated(rows: pl.DataFrame, months: pl.DataFrame) -> pl.DataFrame:
    """The rows of months that are wanted, with their force and month, whose place in order is `order`."""
    told = months.select("piece", "part", "force", "month").with_row_index("order")
    return rows.join(told, on=["piece", "part"], maintain_order="left")


def _identified(rows: pl.DataFrame) -> pl.DataFrame:
    """Of rows that may, those whose ID does recur in a force, with `repeat` (it was seen before) and `latest`.

    Months are in order, and within one the file's own order holds. `latest` is the outcome that the last month which
    states one states, one that is settled before one that is not.
    """
    rows = rows.filter(pl.struct(ID).is_duplicated()).sort("month", "line")
    rows = rows.with_columns(repeat=~pl.struct(ID).is_first_distinct())
    settled = ~pl.col("outcome").cast(pl.String).is_in(UNSETTLED)
    stated = rows.filter(pl.col("outcome").is_not_null()).with_columns(settled=settled)
    latest = stated.sort("month", "settled", maintain_order=True).group_by(ID).agg(latest=pl.col("outcome").last())
    return rows.join(latest, on=ID, how="left", maintain_order="left")


def _in_order(rows: pl.DataFrame, lsoas: pl.Series) -> pl.DataFrame:
    """The rows of these LSOAs, which are in order, by force and month and then by LSOA."""
    numbers, known = numbered(rows, ["lsoa"])["lsoa"], lsoas.cast(pl.Categorical).to_physical().to_numpy() + 1
    ranks = np.full(int(max(numbers.max(initial=0), known.max(initial=0))) + 1, len(lsoas), np.int64)
    ranks[known] = np.arange(len(lsoas))
    rank, key = ranks[numbers], rows["order"].to_numpy().astype(np.int64) * (len(lsoas) + 1) + ranks[numbers]
    if (key[1:] < key[:-1]).any() or (rank == len(lsoas)).any():  # mostly it is so already
        order = np.argsort(key, kind="stable")
        return rows[order[rank[order] < len(lsoas)]]
    return rows


@dataclass(frozen=True)
class National:
    """What `gather` wrote into a folder."""

    folder: Path

    @cached_property
    def _months(self) -> pl.DataFrame:
        return pl.read_parquet(self.folder / "months.parquet").cast({"force": pl.Categorical, "month": pl.Categorical})

    @cached_property
    def _paths(self) -> dict[int, Path]:
        return {at: self.folder / path for at, path in self._months.select("piece", "path").unique().iter_rows()}

    def rows(self, lsoas: Sequence[str]) -> pl.DataFrame:
        """The rows of some LSOAs, by force, month and LSOA, in their files' order; words as categories.

        `recurs`: the ID has several rows; `repeat`: it was seen before; `last_outcome`: the ID's latest.
        """
        wanted = pl.Series(lsoas, dtype=pl.String)
        near = pl.col("lsoa").is_between(pl.lit(wanted.min()), pl.lit(wanted.max()))
        index, away, again = (pl.scan_parquet(self.folder / f"{n}.parquet").filter(near) for n in TABLES)
        index = index.filter(pl.col("lsoa").is_in(wanted.implode()) & ~pl.col("away"))
        runs = index.group_by("piece").agg(begin=pl.col("begin").min(), end=(pl.col("begin") + pl.col("rows")).max())
        first = self._months.lazy().with_row_index("order").group_by("piece").agg(pl.col("order").min())
        runs = runs.join(first, on="piece").sort("order").collect()
        among = pl.col("row").is_between("begin", "end", closed="left").fill_null(False)  # of rows that are read anyway
        away = away.join(runs.lazy(), on="piece", how="left").filter(~among).drop("begin", "end", "order")
        again = again.select("piece", "row", "repeat", "latest", recurs=True)
        *home, away, again = pl.collect_all([*(self._run(*run) for run in runs.iter_rows()), away, again])
        rows = pl.concat([*home, away.cast({"lsoa": pl.Categorical})], how="diagonal")
        rows = _in_order(_dated(rows, self._months), wanted.unique().sort())
        rows = rows.join(again, on=["piece", "row"], how="left", maintain_order="left")
        return rows.select(
            *ROW,
            pl.col("repeat", "recurs").fill_null(False),
            pl.coalesce("latest", "outcome").alias("last_outcome"),
        )

    def _run(self, piece: int, begin: int, end: int, _: int) -> pl.LazyFrame:
        """Some rows of a piece, one after another."""
        rows = pl.scan_parquet(self._paths[piece]).slice(begin, end - begin)
        return rows.with_row_index("row", offset=begin).with_columns(piece=pl.lit(piece, SHORT))

    def recurring(self) -> pl.DataFrame:
        """Every row whose ID recurs in its force: force, record, month, category, lsoa, outcome, repeat."""
        again = pl.read_parquet(self.folder / "again.parquet")
        return again.select(*(pl.col(name).cast(pl.String) for name in ROW), "repeat")

    def places(self) -> pl.DataFrame:
        """The LSOAs with the districts that rows name: `lsoa`, `district`."""
        return pl.read_parquet(self.folder / "index.parquet", columns=["lsoa", "district"]).unique(maintain_order=True)

    def counts(self, force: str = "") -> Iterator[pl.DataFrame]:
        """By force, month, category and lsoa (words as categories) `rows`, `unnamed` and `repeated`, some at a time.

        One cell may come several times, and what is `repeated` comes by itself: add them up. One `force` or all.
        """
        months = self._months.filter(pl.col("force") == force) if force else self._months
        places = months["piece"].unique(maintain_order=True).to_list()
        rows, unnamed = pl.col("rows").cast(pl.Int64), pl.when(~pl.col("named")).then("rows").otherwise(0)
        keys = ["force", "month", "category", "lsoa"]
        for at in range(0, len(places), BATCH):
            told = pl.collect_all(
                pl.scan_parquet(Piece(self._paths[p], months).beside("counts")).with_columns(piece=pl.lit(p, SHORT))
                for p in places[at : at + BATCH]
            )
            counts = _dated(pl.concat(told), months)
            yield counts.select(*keys, rows, unnamed.cast(pl.Int64).alias("unnamed"), repeated=pl.lit(0, pl.Int64))
        again = pl.read_parquet(self.folder / "again.parquet").filter("repeat")
        again = again.filter(pl.col("force") == force) if force else again
        counts = again.group_by(keys).agg(rows=pl.lit(0), unnamed=pl.lit(0), repeated=pl.len())
        yield counts.cast({**dict.fromkeys(keys, pl.Categorical), **dict.fromkeys(COUNTS, pl.Int64)})
