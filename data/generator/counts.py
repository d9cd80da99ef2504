"""Reads the numbers of `counts.toml` and the shapes of the tables beside it."""

import csv
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

HERE = Path(__file__).resolve().parent


@cache
def tables(name: str) -> dict:
    """The content of a TOML file of this folder."""
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a CSV file of this folder."""
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def profile(*path: str):
    """A value of `profiles.toml` by its table and key."""
    found = tables("profiles.toml")
    for key in path:
        found = found[key]
    return found


YEARS: list[str] = tables("counts.toml")["years"]
SEED: int = tables("counts.toml")["seed"]
BANDS: list[str] = tables("counts.toml")["violence_ages"]["bands"]
UNDER_16 = BANDS[:3]


def count(what: str, year: str) -> int:
    """The count of a row of `counts.toml` in a financial year such as `2014/15`."""
    return tables("counts.toml")["counts"][what][YEARS.index(year)]


def by_month(what: str, year: str) -> list[int] | None:
    """The twelve months of a count, April first, where `counts.toml` fixes them."""
    found = tables("counts.toml")["months"].get(f"{what}.{year}")
    return found[:12] if found else None


def fixed_codes(year: str) -> dict[str, int]:
    """The offence codes that have a count of their own in the year."""
    names = [name for name in tables("counts.toml")["counts"] if name.startswith("code.")]
    return {name.removeprefix("code."): count(name, year) for name in names}


@dataclass(frozen=True)
class Kind:
    """A kind of offence, the finest unit with a count: a row of `kinds.csv`."""

    name: str
    group: str
    words: dict[str, str]

    def word(self, column: str) -> str:
        """The name of a profile, empty where the kind has none."""
        return self.words[column]

    def weight(self, column: str) -> float:
        """A weight or a share."""
        return float(self.words[column])


@cache
def kinds() -> dict[str, Kind]:
    """The kinds of offence by name, in the order of `kinds.csv`."""
    return {row["kind"]: Kind(row["kind"], row["group"], row) for row in rows("kinds.csv")}


@cache
def offences() -> dict[str, dict[str, str]]:
    """The rows of `offences.csv` by offence code."""
    return {row["code"]: row for row in rows("offences.csv")}
