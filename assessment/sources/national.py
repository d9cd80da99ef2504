"""police.uk's street rows of every force and month, never held whole: in blocks in order of LSOA, with their counts.

A folder of it holds

    block.00000.parquet …    about a million rows each, months in order, each block sorted by LSOA (`place`)
    counts.00000.parquet …   the rows of each block by force, month, category and LSOA
    counts.again.parquet     the rows that repeat an ID seen before, to be taken from those counts
    again.parquet            every row whose ID recurs, with its row in its block and the ID's latest outcome
    places.parquet           the LSOA of each `place`, and in which row of each block it begins

so that an area is read from the few row groups that hold its LSOAs, and totals without reading a row.
"""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from assessment.sources.sound import distinct

BLOCK = 1_000_000  # rows that are in memory at once, unless one piece has more
GROUP = 16_384  # rows of a row group: what is read at least of a block that has the area
SHARE = 4_000_000  # IDs whose hashes are compared at once
AT_ONCE = 2  # blocks that are made at once: what they hold is in memory together
ROW = ("record", "month", "category", "lsoa", "outcome", "force")
COUNTED = ("force", "month", "category", "place")
# What police.uk writes where it has no outcome yet or has lost it: anything else in the same month says more.
UNSETTLED = ("Status update unavailable", "Under investigation")


@dataclass(frozen=True)
class Piece:
    """The rows of one member of one file; where not all its months are wanted, `only` has force and month of those."""

    path: Path
    rows: int
    only: pl.DataFrame | None = None

    def read(self, columns: Iterable[str]) -> pl.DataFrame:
        """Its rows in the file's order."""
        columns = list(columns)
        if self.only is None:
            return pl.read_parquet(self.path, columns=columns)
        months = self.only.cast(pl.Categorical)
        frame = pl.read_parquet(self.path, columns=[*dict.fromkeys([*columns, *months.columns])])
        return frame.join(months, on=months.columns, how="semi", maintain_order="left").select(columns)


def gather(pieces: Sequence[Piece], lsoas: pl.Series, folder: Path) -> None:
    """Write the pieces, which are in order of month, into an empty folder. `lsoas` are all codes in them."""
    places = pl.DataFrame({"lsoa": lsoas.cast(pl.String).drop_nulls().unique().sort()}).with_row_index("place")
    ranks = places.select("place", pl.col("lsoa").cast(pl.Categorical))
    with ThreadPoolExecutor(AT_ONCE) as pool:
        often = _often(pieces, folder, pool)
        found = [*pool.map(lambda told: _block(told[1], told[0], ranks, often, folder), enumerate(_batches(pieces)))]
    again = _identified(pl.concat(again for again, _ in found)).sort("place", nulls_last=True)
    again.write_parquet(folder / "again.parquet", row_group_size=GROUP, statistics=False)
    begins = [begin.alias(_called(number)) for number, (_, begin) in enumerate(found)]
    begins.append(_begin(again["place"], places.height).alias("again"))
    places.with_columns(begins).write_parquet(folder / "places.parquet", compression="lz4", statistics=False)
    repeats = again.filter("repeat").group_by(COUNTED).agg(rows=pl.lit(0, pl.UInt32), repeated=pl.len())
    repeats.with_columns(unnamed=pl.lit(0, pl.UInt32)).write_parquet(folder / "counts.again.parquet")


def _batches(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    batch: list[Piece] = []
    for piece in pieces:
        if batch and sum(one.rows for one in batch) + piece.rows > BLOCK:
            yield batch
            batch = []
        batch.append(piece)
    yield batch


def _often(pieces: Sequence[Piece], folder: Path, pool: Executor) -> pl.Series:
    """The hashes that more than one row's ID has: those of every ID that recurs, and perhaps a few others.

    They are shared out to files by their remainder, so that only a part of them is in memory at once.
    """
    shares = 1 + sum(piece.rows for piece in pieces) // SHARE
    files = [tempfile.TemporaryFile(dir=folder) for _ in range(shares)]  # noqa: SIM115

    def share_out(piece: Piece) -> None:
        hashes = _hashed(piece.read(["record"])).drop_nulls().to_numpy()
        for share, file in enumerate(files):
            file.write((hashes[hashes % shares == share] if shares > 1 else hashes).tobytes())

    try:
        list(pool.map(share_out, pieces))
        return pl.concat([pl.Series("often", found, dtype=pl.UInt64) for found in pool.map(_doubled, files)])
    finally:
        for file in files:
            file.close()


def _doubled(file: "tempfile._TemporaryFileWrapper") -> np.ndarray:
    file.seek(0)
    hashes = np.sort(np.frombuffer(file.read(), np.uint64))
    return np.unique(hashes[1:][hashes[1:] == hashes[:-1]])


def _hashed(rows: pl.DataFrame) -> pl.Series:
    return pl.select(pl.when(rows["record"].is_not_null()).then(rows["record"].hash())).to_series()


def _called(number: int) -> str:
    return f"block.{number:05d}"


def _begin(sorted_places: pl.Series, count: int) -> pl.Series:
    """The first row of each place in a table that is sorted by place, those without one at the end."""
    told = sorted_places.fill_null(count).to_numpy()
    return pl.Series(np.searchsorted(told, np.arange(count)), dtype=pl.UInt32)


def _block(
    batch: Sequence[Piece], number: int, ranks: pl.DataFrame, often: pl.Series, folder: Path
) -> tuple[pl.DataFrame, pl.Series]:
    """Write one block and its counts; the rows whose ID may recur, with where they are, and where each place begins."""
    rows = pl.concat([piece.read(ROW) for piece in batch], rechunk=True).with_row_index("at")
    codes, _ = _numbered(rows["lsoa"], ranks["lsoa"])
    order = np.argsort(codes.astype(np.min_scalar_type(ranks.height)), kind="stable")  # short numbers sort fast
    rows = rows.drop("lsoa").with_columns(pl.Series("place", codes))[order]
    rows = rows.with_columns(pl.when(pl.col("place") < ranks.height).then("place"))
    path = folder / f"{_called(number)}.parquet"
    rows.drop("at").write_parquet(path, compression="uncompressed", row_group_size=GROUP, statistics=False)
    _counted(rows, ranks.height).write_parquet(folder / f"counts.{number:05d}.parquet", compression="lz4")
    recurs = _hashed(rows).is_in(often.implode()).fill_null(False)
    again = rows.with_row_index("row").filter(recurs).with_columns(block=pl.lit(number, pl.UInt32))
    # As rows of their own: those that were chosen would hold the text of the whole block in memory.
    again = again.with_columns(pl.Series("record", again["record"].to_list(), pl.String))
    return again, _begin(rows["place"], ranks.height)


def _numbered(cells: pl.Series, words: pl.Series) -> tuple[np.ndarray, pl.Series]:
    """For each cell of a column of categories its place among the `words`; an empty one comes after the last."""
    codes, known = cells.to_physical(), words.to_physical().to_numpy()
    empty = int(max(codes.max() or 0, known.max(initial=0))) + 1
    places = np.full(empty + 1, len(known), np.uint32)
    places[known] = np.arange(len(known), dtype=np.uint32)
    return places[codes.fill_null(empty).to_numpy()], words


def _counted(rows: pl.DataFrame, last: int) -> pl.DataFrame:
    """The rows of a block by force, month, category and place: together one number a row, which sorts fast."""
    key = rows["place"].fill_null(last).to_numpy().astype(np.uint64)
    parts = [_numbered(rows[name], rows[name].gather(distinct(rows[name]))) for name in COUNTED[:-1]]
    for codes, words in parts:
        key = key * len(words) + codes
    key = np.sort(key * 2 + rows["record"].is_null().to_numpy())
    unnamed, key = key & 1, key >> 1
    starts = np.flatnonzero(np.concatenate([[True], key[1:] != key[:-1]]))
    told = {"rows": np.diff(starts, append=len(key)), "unnamed": np.add.reduceat(unnamed, starts), "repeated": 0}
    key, columns = key[starts], []
    for name, (_, words) in reversed([*zip(COUNTED[:-1], parts, strict=True)]):
        columns.append(words.gather(key % len(words)).alias(name))
        key = key // len(words)
    counts = pl.DataFrame([*columns, pl.Series("place", key)]).with_columns(
        pl.Series(n, told[n]) if n != "repeated" else pl.lit(0).alias(n) for n in told
    )
    counts = counts.with_columns(pl.when(pl.col("place") < last).then("place").cast(pl.UInt32).alias("place"))
    return counts.select(*COUNTED, pl.col(*told).cast(pl.UInt32))


def _identified(rows: pl.DataFrame) -> pl.DataFrame:
    """Of rows that may, those whose ID does recur in a force, with `repeat` (it was seen before) and `latest`.

    Months are in order, and within one the files' own order holds. `latest` is the outcome that the last month which
    states one states, one that is settled before one that is not.
    """
    rows = rows.sort(pl.col("month").cast(pl.String), "block", "at")
    identity = ("force", "record")
    rows = rows.filter(pl.struct(identity).is_duplicated())
    rows = rows.with_columns(repeat=~pl.struct(identity).is_first_distinct())
    stated = rows.filter(pl.col("outcome").is_not_null()).with_columns(
        order=pl.col("month").cast(pl.String), settled=~pl.col("outcome").cast(pl.String).is_in(UNSETTLED)
    )
    stated = stated.sort("order", "settled", maintain_order=True)
    latest = stated.group_by(identity).agg(latest=pl.col("outcome").last())
    return rows.join(latest, on=identity, how="left", maintain_order="left").drop("at")


def _in_order(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows by force and month, of which there are few different ones: their numbers are sorted, not the words."""
    key = np.zeros(rows.height, np.uint32)
    for name in ("force", "month"):
        words = rows[name].gather(distinct(rows[name]))
        words = words.gather(words.cast(pl.String).arg_sort())
        key = key * len(words) + _numbered(rows[name], words)[0]
    return rows[np.argsort(key, kind="stable")]


@dataclass(frozen=True)
class National:
    """What `gather` wrote into a folder."""

    folder: Path

    def rows(self, lsoas: Sequence[str]) -> pl.DataFrame:
        """The rows of some LSOAs, by force and month, each LSOA's in its files' order; words as categories.

        `recurs`: the ID has several rows; `repeat`: it was seen before; `last_outcome`: the ID's latest.
        """
        places = pl.read_parquet(self.folder / "places.parquet")
        wanted = places.filter(pl.col("lsoa").is_in(pl.Series(lsoas, dtype=pl.String).implode()))
        blocks = [name for name in places.columns if name.startswith("block.")]
        *frames, again = pl.collect_all([self._slice(name, places, wanted["place"]) for name in (*blocks, "again")])
        rows = pl.concat(frame.with_columns(block=pl.lit(at, pl.UInt32)) for at, frame in enumerate(frames))
        rows = _in_order(rows.filter(pl.col("place").is_in(wanted["place"].implode())))
        rows = rows.join(wanted.select("place", "lsoa"), on="place", maintain_order="left")
        again = again.select("block", "row", "repeat", "latest", recurs=True)
        rows = rows.join(again, on=["block", "row"], how="left", maintain_order="left")
        return rows.select(
            *ROW,
            pl.col("repeat", "recurs").fill_null(False),
            pl.coalesce("latest", "outcome").alias("last_outcome"),
        )

    def _slice(self, name: str, places: pl.DataFrame, wanted: pl.Series) -> pl.LazyFrame:
        """Of a table in order of place the rows from the first to the last that is wanted, with `row` in a block."""
        first, after = wanted.min() or 0, (wanted.max() if len(wanted) else -1) + 1
        begin = places[name]
        start = begin[first] if len(begin) else 0
        table = pl.scan_parquet(self.folder / f"{name}.parquet")
        if after < len(begin):
            table = table.slice(start, max(begin[after] - start, 0))
        else:  # to the last row that has a place
            table = table.slice(start).filter(pl.col("place").is_not_null())
        return table if name == "again" else table.with_row_index("row", offset=start)

    def recurring(self) -> pl.DataFrame:
        """Every row whose ID recurs in its force: force, record, month, category, lsoa, outcome, repeat."""
        places = pl.read_parquet(self.folder / "places.parquet")
        again = pl.read_parquet(self.folder / "again.parquet").join(places, on="place", how="left")
        return again.select(*(pl.col(name).cast(pl.String) for name in ROW), "repeat")

    def counts(self) -> Iterator[pl.DataFrame]:
        """By force, month, category and lsoa (words as categories) `rows`, `unnamed` and `repeated`, a block at a time.

        A month that lies in two blocks is in both, and what is `repeated` comes by itself: add them up.
        """
        lsoas = pl.read_parquet(self.folder / "places.parquet", columns=["lsoa"])["lsoa"].cast(pl.Categorical)
        whole = pl.col("rows", "unnamed", "repeated").cast(pl.Int64)
        for path in sorted(self.folder.glob("counts.*.parquet")):
            counts = pl.read_parquet(path)
            yield counts.select("force", "month", "category", lsoas.gather(counts["place"]).alias("lsoa"), whole)
