"""Street rows, too many to hold: a piece for each member of a file, written when it was read and gathered later."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from assessment.sources import schemas
from assessment.sources.base import Reading
from assessment.sources.combine import Part, copies, together
from assessment.sources.force_months import each_month_once
from assessment.sources.national import GROUP, National, Piece, gather
from assessment.sources.police_uk import STREET
from assessment.sources.tables import conformed
from assessment.store.clearing import touched
from assessment.store.folders import made_beside, whole

TABLE = "street"
TOLD = ("street_months", "street_places")  # what goes with it


class Pieces:
    """Writes the street rows of each reading into a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.told: dict[str, list[tuple[str, str]]] = {}  # by format, the member's name and the file with its rows

    def take(self, format_: str, member: str, reading: Reading) -> Reading:
        """Write the reading's street rows, and leave it without them."""
        rows = reading.tables.pop(TABLE, None)
        if rows is not None:
            written = self.told.setdefault(format_, [])
            written.append((member, f"{TABLE}.{len(written):05d}.parquet"))
            rows.write_parquet(
                self.folder / written[-1][1], compression="uncompressed", statistics=False, row_group_size=GROUP
            )
        return reading


def gathered(folder: Path, parts: Sequence[Part]) -> National | None:
    """The street rows of all parts, gathered once for every area below `folder`; None where there are none.

    Their promises are held here, over all of them at once. Raises BrokenPromise.
    """
    if not any(part.pieces for part in parts):
        return None
    places = [str(path.relative_to(folder)) for part in parts for _, path in part.pieces]
    target = folder / "streets" / hashlib.sha256("\n".join(places).encode()).hexdigest()[:20]
    if not whole(target):
        every = copies(parts)
        lsoas = together(parts, "street_places").drop("source")
        schemas.kept(every.drop("source"), "street_months", STREET)
        schemas.kept(lsoas.unique(), "street_places", STREET)
        with made_beside(target) as stage:
            gather(pieces(parts, every), lsoas["lsoa"], stage)
            seen = pl.concat(_seen(counts) for counts in National(stage).counts()).unique()
            schemas.kept(conformed(seen, TABLE), TABLE, STREET)
    touched(target)
    return National(target)


def _seen(counts: pl.DataFrame) -> pl.DataFrame:
    """The months, categories and forces of a block as they come together, and its LSOAs."""
    words = counts.select("month", "category", "force").unique()
    lsoas = counts.select("lsoa").unique()
    every = words.head(1).join(lsoas, how="cross")
    return pl.concat([words.with_columns(lsoa=pl.lit(None, pl.Categorical)), every])


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
