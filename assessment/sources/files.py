"""Finds the data files below a folder and opens them, archives member by member, nothing on disk."""

import hashlib
import io
import json
import os
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from assessment.errors import AssessmentError
from assessment.sources import layers, workbooks
from assessment.sources.base import Problem, RawFile
from assessment.sources.text import decode, head

CHECKSUMS = "checksums.json"  # what `assessment fetch` writes beside the files that it fetched
READ = (".csv", ".csv.gz", ".zip", ".geojson", ".json", ".tsv", layers.GEOPACKAGE, *workbooks.NAMES)
NOT_READ = {
    ".parquet": ("this kind of file is not read", "Save its table as CSV."),
    ".shp": ("a shapefile is several files", "Put all of them into one zip, which is read as it is."),
}
LARGEST = 4_000_000_000  # bytes that one member may unpack to
AGAIN = "Download it again, or take it out of the folder."
Opened = RawFile | Problem


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
    names = [Path(place) / name for place, _, files in os.walk(folder, onerror=_refused) for name in files]
    data = sorted(path for path in names if path.name.lower().endswith((*READ, *NOT_READ)))
    data = [path for path in data if not any(part.startswith(".") for part in path.relative_to(folder).parts)]
    data = [path for path in data if path.name != CHECKSUMS]
    if not data:
        what, mend = (
            "The raw folder holds no data file",
            "Put the files there as they were sent: docs/data.md has the list.",
        )
        raise AssessmentError(what, str(folder), mend)
    return data


def _refused(error: OSError) -> None:
    what, mend = "A folder cannot be read", "Give yourself the right to read it, or take it away."
    raise AssessmentError(what, str(error.filename), mend) from None


def digest(path: Path) -> str:
    """The SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def opened(path: Path, seen: workbooks.Seen = lambda raw: raw) -> Iterator[Opened]:
    """The tables and maps in a file, each ready to be recognised; a problem for each that cannot be opened.

    `seen` is what a table is looked at as before it is recognised: with its columns renamed.

    Their names are relative to the file: empty for the file itself, `/member.csv` for a member of an archive.
    """
    name, lower = "", path.name.lower()
    if path.suffix.lower() in NOT_READ:
        yield Problem("information", "not-read", *NOT_READ[path.suffix.lower()], name)
    elif lower.endswith(".zip"):
        yield from _members(path, name, seen)
    else:
        yield from _single(path.read_bytes(), name, lower, seen)


def _single(data: bytes, name: str, called: str, seen: workbooks.Seen) -> Iterator[Opened]:
    """The table or map in a file, or the tables of a workbook; `called` is the file's own name."""
    if workbooks.is_workbook(called, data):
        yield from workbooks.sheets(data, name, seen)
        return
    if layers.is_map(called, data):
        yield from layers.maps(data, name)
        return
    if data[:2] == b"\x1f\x8b":
        unpacked = _gunzip(data)
        if unpacked is None:
            yield Problem("blocker", "damaged", "the compressed file is damaged or cut short", AGAIN, name)
            return
        data = unpacked
    yield raw_file(data, name)


def _gunzip(data: bytes) -> bytes | None:
    """The unpacked bytes; None where they are damaged, cut short, or more than any table should be."""
    parts, left = [], LARGEST
    while data:
        stream = zlib.decompressobj(wbits=31)
        try:
            parts.append(stream.decompress(data, left))
        except zlib.error:
            return None
        left -= len(parts[-1])
        if not stream.eof or left <= 0:
            return None
        data = stream.unused_data.lstrip(b"\0")
    return b"".join(parts)


def _members(path: Path, name: str, seen: workbooks.Seen) -> Iterator[Opened]:
    """The members of a zip, in order of name, each read into memory by itself."""
    try:
        with zipfile.ZipFile(path) as archive:
            for member in sorted(archive.infolist(), key=lambda info: info.filename):
                if not member.is_dir() and not _passed_over(member.filename):
                    yield from _member(archive, member, f"{name}/{member.filename}", seen)
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError) as error:
        yield Problem("blocker", "damaged", f"the archive is damaged: {str(error)[:80]}", AGAIN, name)


def _passed_over(member: str) -> bool:
    parts = PurePosixPath(member).parts
    hidden = any(part.startswith((".", "__MACOSX")) and part != ".." for part in parts)
    return hidden or not member.lower().endswith((*READ, *NOT_READ))


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, seen: workbooks.Seen) -> Iterator[Opened]:
    fault = _fault(member)
    if member.flag_bits & 1:
        mend = "Ask for it without one, or unpack it."
        yield Problem("blocker", "password", "it is protected by a password", mend, name)
        return
    if fault:
        mend = "Unpack the archive yourself, look at what is in it, and put the data files into the folder."
        yield Problem("warning", "archive", fault, mend, name)
        return
    try:
        data = _unpacked(archive, member)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError):
        yield Problem("blocker", "damaged", "this member of the archive is damaged", AGAIN, name)
        return
    yield from _single(data, name, member.filename, seen)


def _unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """A member's bytes; those of a shapefile with its other parts, which it is nothing without."""
    if not member.filename.lower().endswith(layers.SHAPEFILE):
        return archive.read(member)
    return layers.bundled(archive, member, (i for i in archive.infolist() if not _fault(i) and not i.flag_bits & 1))


def _fault(member: zipfile.ZipInfo) -> str:
    """Why a member of an archive is left alone; empty for a sound one."""
    path, lower = PurePosixPath(member.filename.replace("\\", "/")), member.filename.lower()
    if path.is_absolute() or ".." in path.parts or re.match(r"[A-Za-z]:", member.filename):
        return "its path leads out of the archive; it was not read"
    if (member.external_attr >> 16) & 0o170000 == 0o120000:
        return "it is a link; it was not read"
    if lower.endswith(".zip"):
        return "it is an archive inside an archive; it was not read"
    if lower.endswith(".parquet"):
        return NOT_READ[".parquet"][0]
    if member.file_size > LARGEST or member.file_size > 1000 * max(member.compress_size, 1) > 1e8:
        return "it unpacks to far more than a table holds; it was not read"
    return ""


def raw_file(data: bytes, name: str) -> Opened:
    """Sniff one table or map: its encoding, its kind and its header. A problem where it is neither."""
    start = data[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not start:
        return Problem("blocker", "empty", "the file is empty", AGAIN, name)
    if start.startswith((b"<!doctype", b"<html", b"<?xml", b"<head", b"<body")):
        message = "this is a web page, not a table: the download failed"
        return Problem("blocker", "web-page", message, AGAIN, name)
    if start.startswith((b"pk\x03\x04", b"\xd0\xcf\x11\xe0", b"%pdf", b"par1")):
        message = "this is not a text file, whatever its name says"
        return Problem("blocker", "not-text", message, "Save its table as CSV (UTF-8) and take this one out.", name)
    if start.startswith(b"{"):
        return _geojson(data, name)
    text, encoding = decode(data)
    header, separator = head(text)
    notes = (_encoding(encoding, name),) if encoding else ()
    return RawFile(name, text, header, "csv", separator, notes)


def _encoding(encoding: str, name: str) -> Problem:
    return Problem("information", "encoding", f"read as {encoding}", "Save it as UTF-8 if names look wrong.", name)


def _geojson(data: bytes, name: str) -> Opened:
    try:
        told = json.load(io.BytesIO(data))
        properties = next((f["properties"] for f in told["features"] if f.get("properties")), {})
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return Problem("blocker", "damaged", "this is not a whole GeoJSON of features", AGAIN, name)
    return RawFile(name, data, tuple(properties), "geojson")
