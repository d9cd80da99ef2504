"""Opens data files, archives member by member, nothing on disk."""

import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath

from assessment.sources import layers, workbooks
from assessment.sources.base import Problem, RawFile
from assessment.sources.folder import NOT_READ, READ
from assessment.sources.text import decode, head
from assessment.sources.zips import FAULTS, LARGEST, bomb

GZIP, TWICE = b"\x1f\x8b", 2  # how such files begin; no sender compresses one more often than by mistake
PAGE = (b"<!doctype", b"<html", b"<head", b"<body", b"<script", b"<meta", b"<div", b"<!--")
JSON = rb"""\{\s*["}]|\[\s*[\[{"\]]|\[\s*(?:-?\d[\d.]*|null|true|false)\s*[,\]]"""
AGAIN = "Download it again, or take it out of the folder."
Opened = RawFile | Problem


def opened(path: Path, seen: workbooks.Seen = lambda raw: raw, data: bytes | None = None) -> Iterator[Opened]:
    """The tables and maps in a file, each ready to be recognised; a problem for each that cannot be opened.

    `seen` is what a table is looked at as before it is recognised: with its columns renamed. `data` are the file's
    bytes, where they were read before.

    Their names are relative to the file: empty for the file itself, `/member.csv` for a member of an archive.
    """
    name, lower = "", path.name.lower()
    if path.suffix.lower() in NOT_READ:
        yield Problem("information", "not-read", *NOT_READ[path.suffix.lower()], name)
    elif lower.endswith(".zip"):
        yield from _members(path, name, seen)
    else:
        yield from _single(path.read_bytes() if data is None else data, name, lower, seen)


def _single(data: bytes, name: str, called: str, seen: workbooks.Seen) -> Iterator[Opened]:
    """The table or map in a file, or the tables of a workbook; `called` is the file's own name."""
    if workbooks.is_workbook(called, data):
        yield from workbooks.sheets(data, name, seen)
        return
    if layers.is_map(called, data):
        yield from layers.maps(data, name)
        return
    times = 0
    while data[:2] == GZIP and times < TWICE:
        unpacked, times = _gunzip(data), times + 1
        if unpacked is None:
            yield Problem("blocker", "damaged", "the compressed file is damaged or cut short", AGAIN, name)
            return
        data = unpacked
    item = raw_file(data, name)
    yield _compressed_twice(item) if times == TWICE and isinstance(item, RawFile) else item


def _compressed_twice(raw: RawFile) -> RawFile:
    note = Problem("information", "compressed-twice", "it was compressed twice; both were undone", "", raw.name)
    return replace(raw, notes=(*raw.notes, note))


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
        archive = zipfile.ZipFile(path)
    except FAULTS as error:
        yield Problem("blocker", "damaged", f"the archive is damaged: {str(error)[:80]}", AGAIN, name)
        return
    with archive:
        members = [one for one in archive.infolist() if not _passed_over(one.filename) and not one.is_dir()]
        for member in sorted(members, key=lambda info: info.filename):
            yield from _member(archive, member, f"{name}/{member.filename}", seen)
    if not members:  # the names of its members may be damaged
        yield Problem("warning", "not-read", "nothing in the archive is a table or a map by its name", AGAIN, name)


def _passed_over(member: str) -> bool:
    parts = PurePosixPath(member).parts
    hidden = any(part.startswith((".", "__MACOSX")) and part != ".." for part in parts)
    return hidden or not member.lower().endswith((*READ, *NOT_READ))


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, seen: workbooks.Seen) -> Iterator[Opened]:
    fault, ending = _fault(member), PurePosixPath(member.filename).suffix.lower()
    if ending in NOT_READ and ending != layers.SHAPEFILE and not fault:
        yield Problem("information", "not-read", *NOT_READ[ending], name)
        return
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
    except FAULTS:
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
    if bomb(member):
        return "it unpacks to far more than a table holds; it was not read"
    return ""


def raw_file(data: bytes, name: str) -> Opened:
    """Sniff one table or map: its encoding, its kind and its header. A problem where it is neither."""
    start = data[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not start:
        return Problem("blocker", "empty", "the file is empty", AGAIN, name)
    if start.startswith((*PAGE, b"<?xml")):
        kind = "a web page" if start.startswith(PAGE) or b"<html" in start else "XML"
        return Problem("blocker", "web-page", f"this is {kind}, not a table: the download failed", AGAIN, name)
    if data[257:262] == b"ustar" or start.startswith((GZIP, b"pk\x03\x04", b"\xd0\xcf\x11\xe0", b"%pdf", b"par1")):
        message = "this is not a text file, whatever its name says"
        return Problem("blocker", "not-text", message, "Save its table as CSV (UTF-8) and take this one out.", name)
    text, encoding = decode(data)
    if re.match(JSON, text.lstrip()[:2000]):
        return _geojson(text, name)
    header, separator = head(text)
    notes = (_encoding(encoding, name),) if encoding else ()
    return RawFile(name, text, header, "csv", separator, notes)


def _encoding(encoding: str, name: str) -> Problem:
    return Problem("information", "encoding", f"read as {encoding}", "Save it as UTF-8 if names look wrong.", name)


def _geojson(data: bytes, name: str) -> Opened:
    try:
        told = json.load(io.BytesIO(data))
    except (ValueError, RecursionError):
        return Problem("blocker", "damaged", "this is JSON or GeoJSON that is damaged or cut short", AGAIN, name)
    try:
        properties = next((f["properties"] for f in told["features"] if f.get("properties")), {})
        header = tuple(map(str, properties))
    except (KeyError, TypeError, AttributeError):
        words = f": {json.dumps(told, ensure_ascii=False)[:100]}" if isinstance(told, dict) else ""
        message = f"this is JSON without outlines (an answer of a website{words}), not a table and not a map"
        mend = "Download the table as CSV or the map as GeoJSON, and take this file out of the folder."
        return Problem("blocker", "json", message, mend, name)
    return RawFile(name, data, header, "geojson")
