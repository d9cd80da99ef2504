"""Finds the data files below a folder; imports nothing heavy, for an unchanged edition is known by this alone."""

import errno
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from assessment.errors import AssessmentError

WORKBOOKS, GEOPACKAGE = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"), ".gpkg"
CHECKSUMS = "checksums.json"  # what `assessment fetch` writes beside the files that it fetched
READ = (".csv", ".gz", ".zip", ".geojson", ".json", ".tsv", ".txt", GEOPACKAGE, *WORKBOOKS)
UNREAD = "this kind of file is not read"
PACKED, PROSE = (
    (".7z", ".rar", ".tar", ".tgz", ".bz2", ".xz"),
    (".pdf", ".docx", ".doc", ".rtf", ".pptx", ".html", ".htm"),
)
NOT_READ = {
    ".parquet": (UNREAD, "Save its table as CSV."),
    ".shp": ("a shapefile is several files", "Put all of them into one zip, which is read as it is."),
    **dict.fromkeys(PACKED, (UNREAD, "Unpack it, and put the files that it holds into the folder.")),
    **dict.fromkeys(PROSE, (UNREAD, "Where it holds a table, ask for that as CSV or as a workbook.")),
    **dict.fromkeys((".kml", ".kmz", ".tab"), (UNREAD, "Save the layer as GeoJSON in WGS84.")),
    **dict.fromkeys((".mdb", ".accdb", ".sav", ".dta"), (UNREAD, "Save its tables as CSV.")),
}


def found(folder: Path) -> list[Path]:
    """Every file below the folder that may hold data, by name; texts, programs and hidden files are not.

    Raises AssessmentError where there is no such folder or nothing in it.
    """
    if not folder.is_dir():
        what, mend = (
            "There is no such raw folder",
            "Name a folder of data files with --raw, or leave the option out.",
        )
        raise AssessmentError(what, str(folder), mend)
    names = (path.relative_to(folder) for path in _walked(folder))
    told = (name for name in names if not any(part.startswith(".") for part in name.parts) and name.name != CHECKSUMS)
    data = sorted(folder / name for name in told if name.name.lower().endswith((*READ, *NOT_READ)))
    if not data:
        what, mend = (
            "The raw folder holds no data file",
            "Put the files there as they were sent: docs/data.md has the list.",
        )
        raise AssessmentError(what, str(folder), mend)
    return data


def _walked(folder: Path) -> Iterator[Path]:
    """Every file below the folder; folders that links lead to are walked through too, each once."""
    seen = set()
    for place, below, files in os.walk(folder, onerror=_refused, followlinks=True):
        real = os.path.realpath(place)
        if real in seen:
            below.clear()
            continue
        seen.add(real)
        yield from (Path(place) / name for name in files)


def shown(path: Path) -> str:
    """A file's name as it is told: a byte that is no UTF-8 as `\\xe9`, for such a name can be written nowhere."""
    return os.fsencode(path.as_posix()).decode("utf-8", errors="backslashreplace")


def _refused(error: OSError) -> None:
    what, mend = "A folder cannot be read", "Give yourself the right to read it, or take it away."
    raise AssessmentError(what, shown(Path(error.filename)), mend) from None


def read_whole(path: Path) -> bool:
    """Are all bytes of the file in memory when it is read? Not those of an archive, nor of what is not read."""
    return path.suffix.lower() not in (".zip", *NOT_READ)


def digest(path: Path) -> str:
    """The SHA-256 of a file's bytes."""
    if not path.is_file() and path.exists():  # to read from a pipe or a device would never end
        raise OSError(errno.EINVAL, "it is a pipe or a device", str(path))
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
