"""Street rows, too many to hold: a piece for each member of a file, written when it was read and gathered later."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from assessment.sources import schemas
from assessment.sources.base import Reading
from assessment.sources.combine import Part, copies
from assessment.sources.force_months import each_month_once
from assessment.sources.national import National, Piece, gather
from assessment.sources.sound import distinct
from assessment.sources.tables import TABLES
from assessment.store.folders import made_beside, whole

TABLE = "street"


class Pieces:
    """Writes the street rows of each reading into a folder, and holds what they are against their promise."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.told: dict[str, list[tuple[str, str]]] = {}  # by format, the member's name and the file with its rows
        self.words = {name: pl.Series(name, [], pl.String) for name in TABLES[TABLE] if name != "record"}

    def take(self, format_: str, member: str, reading: Reading) -> Reading:
        """Write the reading's street rows, and leave it without them."""
        rows = reading.tables.pop(TABLE, None)
        if rows is None:
            return reading
        written = self.told.setdefault(format_, [])
        name = f"{TABLE}.{len(written):05d}.parquet"
        rows.write_parquet(self.folder / name, compression="uncompressed", statistics=False)
        written.append((member, name))
        for column, seen in self.words.items():
            self.words[column] = pl.concat([seen, _words(rows[column])]).unique()
        return reading

    def keep_promise(self) -> None:
        """Hold the words of all pieces against the table's promise; raises BrokenPromise."""
        most = max(len(words) for words in self.words.values())
        if most:
            filled = [pl.concat([words, words.gather([0] * (most - len(words)))]) for words in self.words.values()]
            frame = pl.DataFrame({"record": pl.Series([None] * most, dtype=pl.String)}).with_columns(filled)
            schemas.kept(frame.select(TABLES[TABLE].keys()), TABLE, ", ".join(self.told))


def _words(cells: pl.Series) -> pl.Series:
    """The different words of a column, and a null where a cell is empty."""
    words = cells.gather(distinct(cells)).cast(pl.String)
    return pl.concat([words, pl.Series(words.name, [None], pl.String)]) if cells.has_nulls() else words


def gathered(folder: Path, parts: Sequence[Part]) -> National | None:
    """The street rows of all parts, gathered once for every area below `folder`; None where there are none."""
    if not any(part.pieces for part in parts):
        return None
    places = [str(path.relative_to(folder)) for part in parts for _, path in part.pieces]
    target = folder / "streets" / hashlib.sha256("\n".join(places).encode()).hexdigest()[:20]
    if not whole(target):
        lsoas = pl.concat(part.table("street_places")["lsoa"].unique() for part in parts if part.pieces)
        with made_beside(target) as stage:
            gather(pieces(parts, copies(parts)), lsoas, stage)
    return National(target)


def pieces(parts: Sequence[Part], every: pl.DataFrame) -> list[Piece]:
    """The pieces in order of month, each with the months that it is read for. `every` are the `copies` of the parts."""
    chosen, _ = each_month_once(every)
    place, month = ["source", "member"], ["force", "month"]
    told = every.group_by(place).agg(all=pl.len(), first=pl.col("month").min(), force=pl.col("force").first())
    paths = {(source, member): path for source, part in enumerate(parts) for member, path in part.pieces}
    found = []
    for source, member, count, *_ in told.sort("first", "force", *place).iter_rows():
        months = chosen.filter((pl.col("source") == source) & (pl.col("member") == member))
        if months.height:
            only = months.select(month) if months.height < count else None
            found.append(Piece(paths[source, member], months["rows"].sum(), only))
    return found
