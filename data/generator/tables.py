"""Where the generator's scripts write, and how: UTF-8, line feeds, one header."""

import csv
from collections.abc import Iterable
from pathlib import Path

RAW = Path(__file__).resolve().parents[1] / "raw"


def write_csv(name: str, header: Iterable[str], rows: Iterable[Iterable]) -> None:
    """Write a table as a CSV file of data/raw."""
    with (RAW / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def read_csv(name: str) -> list[dict[str, str]]:
    """The rows of a CSV file of data/raw, values as text."""
    with (RAW / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
