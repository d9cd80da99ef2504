"""Writes CSV, plain or compressed, with the same bytes each time."""

import csv
import gzip
import io
from collections.abc import Iterable
from pathlib import Path


def table(header: str, rows: Iterable[list[str]]) -> bytes:
    """A CSV file in UTF-8 with Unix line ends."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header.split(","))
    writer.writerows(rows)
    return text.getvalue().encode("utf-8")


def compressed(path: Path, content: bytes) -> None:
    """Gzip without the time and without the file's name, so that the same content is the same file."""
    with (
        path.open("wb") as file,
        gzip.GzipFile(filename="", mode="wb", fileobj=file, compresslevel=6, mtime=0) as out,
    ):
        out.write(content)
