"""Tells a workbook with a password, and one that unpacks to far more than a table holds, before it is opened."""

import io
import re
import zipfile
from collections.abc import Iterator

from assessment.sources.zips import FAULTS, LARGEST, bomb

CELLS = 100_000_000  # that the rectangle around one sheet's cells may have; each takes 24 bytes
CHUNK = 16_000_000
# The references of cells, as programs write them and, much slower to look for, as XML allows them.
COLUMN, COLUMN_ANYHOW = rb' r="([A-Z]{1,3})', rb"""\sr\s*=\s*["']([A-Z]{1,3})"""
ROW, ROW_ANYHOW = rb' r="[A-Z]{1,3}\d{%d}', rb"""\sr\s*=\s*["'][A-Z]{1,3}\d{%d}"""
UNUSUAL = (b" r='", b" r =", b" r= ", b"\tr=", b"\nr=")
REPEATED = rb"""number-(columns|rows)-repeated\s*=\s*["'](\d{4,})["'][^>]*>"""
# Where a workbook that is encrypted says so: the package of xlsx, the second record of xls, the manifest of ods.
PACKAGE = "EncryptedPackage".encode("utf-16-le")
FILEPASS = rb"\x09\x08\x10\x00\x00\x06.{14}\x2f\x00"


def has_password(data: bytes) -> bool:
    """Is the workbook encrypted? Sheets that are only locked against changes can be read."""
    if not data.startswith(b"PK"):
        return PACKAGE in data or bool(re.search(FILEPASS, data, flags=re.S))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if "META-INF/manifest.xml" not in archive.namelist():
                return False
            with archive.open("META-INF/manifest.xml") as told:
                return b"encryption-data" in told.read(CHUNK)
    except FAULTS:
        return False


def far_too_large(data: bytes) -> bool:
    """Is it a zipped workbook (xlsx, ods) of more bytes or cells than any table has? Damaged ones are not told here."""
    if not data.startswith(b"PK"):
        return False  # xls holds 65,536 rows of 256 cells a sheet at most
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            if sum(member.file_size for member in members) > LARGEST or any(map(bomb, members)):
                return True
            return any(_swells(archive, member) for member in members)
    except FAULTS:
        return False


def _swells(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bool:
    if member.filename == "content.xml":
        return any(_repeats_values(piece) for piece in _pieces(archive, member))
    if re.fullmatch(r"xl/worksheets/[^/]+\.xml", member.filename):
        return _rectangle(_pieces(archive, member)) > CELLS
    return False


def _pieces(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """The member's bytes, a little of each piece again at the start of the next."""
    with archive.open(member) as file:
        before = b""
        while piece := file.read(CHUNK):
            yield before + piece
            before = piece[-4000:]


def _rectangle(pieces: Iterator[bytes]) -> int:
    """At most how many cells the rectangle from the first cell to the last row and column has."""
    width, digits = 1, 1
    for piece in pieces:
        unusual = any(mark in piece for mark in UNUSUAL)
        column, row = (COLUMN_ANYHOW, ROW_ANYHOW) if unusual else (COLUMN, ROW)
        width = max([width, *map(_place, set(re.findall(column, piece)))])
        while digits < 7 and re.search(row % (digits + 1), piece):
            digits += 1
    return width * min(10**digits, 1_048_576)


def _place(column: bytes) -> int:
    """`A` is 1, `AA` is 27."""
    place = 0
    for letter in column:
        place = 26 * place + letter - 64
    return place


def _repeats_values(piece: bytes) -> bool:
    """Does it repeat a cell with something in it thousands of times? Empty ones are repeated up to a sheet's edge."""
    for found in re.finditer(REPEATED, piece):
        start = piece.rfind(b"<", 0, found.start())
        end = piece.find(b"</table:table-row>", found.end()) if found[1] == b"rows" else found.end()
        if b"value-type" in piece[start : end if end > 0 else len(piece)]:
            return True
    return False
