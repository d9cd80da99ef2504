"""Street rows, too many to hold: a piece for each member of a file, written when it was read and gathered later."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import polars as pl

from assessment.sources import schemas
from assessment.sources.base import Reading
from assessment.sources.combine import Part, copies
from assessment.sources.force_months import each_month_once
from assessment.sources.national import GROUP, National, Piece, gather
from assessment.sources.police_uk import STREET
from assessment.sources.tables import conformed
from assessment.store.clearing import touched
from assessment.store.folders import made_beside, whole


class Pieces:
    """Writes the street rows of each reading into a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.told: dict[str, list[tuple[str, list[dict]]]] = {}  # by format, the file with the rows and their months

    def take(self, format_: str, reading: Reading) -> Reading:
        """Write the reading's street rows with their counts and places, and leave it without them."""
        if "street" not in reading.tables:
            return reading
        written = self.told.setdefault(format_, [])
        np.save(self.folder / f"street.{len(written):05d}.npy", reading.tables.pop("street_ids")["hash"].to_numpy())
        for table in ("street", "street_counts", "street_places"):
            path = self.folder / f"{table.removeprefix('street_')}.{len(written):05d}.parquet"
            rows = reading.tables.pop(table)
            rows.write_parquet(path, compression="uncompressed", statistics=False, row_group_size=GROUP)
        written.append((f"street.{len(written):05d}.parquet", reading.tables.pop("street_months").to_dicts()))
        return reading


def gathered(folder: Path, parts: Sequence[Part]) -> National | None:
    """The street rows of all parts, gathered once for every area below `folder`; None where there are none.

    The promises of their months and places are held here, over all of them at once. Raises BrokenPromise.
    """
    if not any(part.pieces for part in parts):
        return None
    places = [str(path.relative_to(folder)) for part in parts for path, _ in part.pieces]
    target = folder / "streets" / hashlib.sha256("\n".join(places).encode()).hexdigest()[:20]
    if not whole(target):
        every = copies(parts)
        schemas.kept(every.drop("source"), "street_months", STREET)
        with made_beside(target) as stage:
            gather(pieces(parts, every), stage)
            schemas.kept(conformed(National(stage).places(), "street_places"), "street_places", STREET)
    touched(target)
    return National(target)


def pieces(parts: Sequence[Part], every: pl.DataFrame) -> list[Piece]:
    """The pieces, each with the months that it is read for. `every` are the `copies` of the parts."""
    chosen, _ = each_month_once(every)
    place = ["source", "member"]
    paths = {
        (source, told[0]["member"]): path for source, part in enumerate(parts) for path, told in part.pieces if told
    }
    count = {(source, member): months for source, member, months in every.group_by(place).len().iter_rows()}
    return [
        Piece(paths[key], months.select("part", "force", "month", "rows"), months.height == count[key])
        for key, months in chosen.sort("force", "month").group_by(place, maintain_order=True)
    ]
