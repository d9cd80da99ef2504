"""Makes street-level files in the form of police.uk from a seed: places, crimes and people in them are invented.

What the real files are like is kept: antisocial behaviour without an ID and in front, 2.5% of rows without a place, a
few of another force's places, IDs that come again in the same month or in a later one with another outcome.
"""

import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl

HEADER = "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type"
HEADER += ",Last outcome category,Context\n"
TYPES = {
    "Anti-social behaviour": 0.30,
    "Violence and sexual offences": 0.24,
    "Criminal damage and arson": 0.09,
    "Other theft": 0.08,
    "Burglary": 0.07,
    "Vehicle crime": 0.06,
    "Shoplifting": 0.05,
    "Public order": 0.05,
    "Drugs": 0.02,
    "Other crime": 0.015,
    "Bicycle theft": 0.01,
    "Theft from the person": 0.008,
    "Robbery": 0.004,
    "Possession of weapons": 0.003,
}
OUTCOMES = (
    "Investigation complete; no suspect identified",
    "Unable to prosecute suspect",
    "Status update unavailable",
    "Under investigation",
    "Offender given a caution",
    "Local resolution",
    "Awaiting court outcome",
)
STREETS = tuple(f"On or near {word} {kind}" for word in ("Mill", "Church", "Station", "Park", "Victoria", "School")
                for kind in ("Street", "Road", "Lane", "Avenue", "Close", "Parking Area"))  # fmt: skip
PLACES = 32_844  # LSOAs of England in 2011
FIRST = 1_012_000  # the number in the first one's code
HEX = np.frombuffer(b"0123456789abcdef", np.uint8)


def places(force: int, forces: int) -> range:
    """The numbers of a force's LSOAs."""
    each = PLACES // forces
    return range(FIRST + force * each, FIRST + (force + 1) * each)


def month_name(number: int) -> str:
    """The month of that number from January 2014 on."""
    return f"{2014 + number // 12}-{number % 12 + 1:02d}"


class Force:
    """The files of one force, month by month; IDs of a month may come again in later ones."""

    def __init__(self, number: int, forces: int, rows: int, seed: int = 2014) -> None:
        self.name, self.rows = f"Force {number:02d} Constabulary", rows
        self.places = places(number, forces)
        self.draw = np.random.default_rng([seed, number])
        self.earlier = np.empty(0, dtype="S64")

    def month(self, month: str) -> bytes:
        """The text of one month's file."""
        draw, rows = self.draw, self.rows
        shares = np.array([*TYPES.values()]) / sum(TYPES.values())
        which = draw.choice(len(TYPES), rows, p=shares)
        which = np.concatenate([which[which == 0], which[which > 0]])  # antisocial behaviour first
        kinds = which > 0
        lsoa = self._where()
        lsoa = np.concatenate([np.sort(lsoa[~kinds]), np.sort(lsoa[kinds])])
        places_, known = pl.Series(lsoa), pl.Series(draw.random(rows) > 0.025)
        words = {name: pl.Series(values) for name, values in (("t", [*TYPES]), ("o", OUTCOMES), ("s", STREETS))}
        outcome = words["o"].gather(draw.integers(0, len(OUTCOMES), rows))
        street = words["s"].gather(draw.integers(0, len(STREETS), rows))
        frame = pl.DataFrame({"id": self._ids(which > 0), "lsoa": places_, "known": known, "crime": which > 0})
        name = pl.format("Town {} {}A", pl.col("lsoa") // 140, (pl.col("lsoa") % 999).cast(pl.String).str.zfill(3))
        longitude, latitude = (pl.Series(np.round(low + draw.random(rows), 6)) for low in (-3.0, 53.0))
        cells = [
            *(pl.when("crime").then("id").otherwise(pl.lit("")), pl.lit(month), pl.lit(self.name), pl.lit(self.name)),
            *(pl.when("known").then(place.cast(pl.String)).otherwise(pl.lit("")) for place in (longitude, latitude)),
            pl.when("known").then(street).otherwise(pl.lit("No Location")),
            pl.when("known").then(pl.format("E0{}", "lsoa")).otherwise(pl.lit("")),
            pl.when("known").then(name).otherwise(pl.lit("")),
            words["t"].gather(which),
            pl.when("crime").then(outcome).otherwise(pl.lit("")),
            pl.lit(""),
        ]
        lines = frame.select(line=pl.concat_str(cells, separator=","))["line"]
        return HEADER.encode() + lines.str.join("\n")[0].encode() + b"\n"

    def _where(self) -> np.ndarray:
        """An LSOA for each row, a few of them far away."""
        lsoa = self.draw.choice(np.array(self.places), self.rows)
        away = self.draw.random(self.rows) < 0.001
        return np.where(away, self.draw.integers(FIRST, FIRST + PLACES, self.rows), lsoa)

    def _ids(self, crimes: np.ndarray) -> pl.Series:
        """An ID for each row: 0.8% come twice in the month, 0.3% came in an earlier one."""
        raw = self.draw.integers(0, 256, (self.rows, 32), dtype=np.uint8)
        ids = np.stack([HEX[raw >> 4], HEX[raw & 15]], axis=2).reshape(self.rows, 64).copy().view("S64").ravel()
        again = np.flatnonzero(crimes & (self.draw.random(self.rows) < 0.008))
        ids[again] = ids[np.maximum(again - 1, 0)]
        if len(self.earlier):
            old = np.flatnonzero(self.draw.random(self.rows) < 0.003)
            ids[old] = self.draw.choice(self.earlier, len(old))
        fresh = ids[crimes][::50]
        self.earlier = np.concatenate([self.earlier, fresh])[-5_000:]
        return pl.Series(ids.astype(str))


def make(folder: Path, *, rows: int, months: int, forces: int, zipped: bool = False) -> int:
    """Write the files of `forces` forces over `months` months, `rows` in all; how many bytes of text they hold."""
    size = 0
    for number in range(forces):
        force = Force(number, forces, rows // (months * forces))
        for month, data in ((name, force.month(name)) for name in map(month_name, range(months))):
            size += len(data)
            name = f"{month}/{month}-force-{number:02d}-street.csv"
            if zipped:
                folder.mkdir(parents=True, exist_ok=True)
                with zipfile.ZipFile(folder / f"force-{number:02d}.zip", "a", zipfile.ZIP_DEFLATED) as archive:
                    archive.writestr(name, data)
            else:
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                (folder / name).write_bytes(data)
    return size


def members(folder: Path) -> Iterator[tuple[Path, str]]:
    """Each file of a folder, or each member of its zips, with the name of the member."""
    for path in sorted(folder.rglob("*-street.csv")):
        yield path, ""
    for path in sorted(folder.rglob("*.zip")):
        with zipfile.ZipFile(path) as archive:
            yield from ((path, name) for name in sorted(archive.namelist()))
