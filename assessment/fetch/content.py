"""Whether what came is what was asked for: a web page, an error message or half an archive is not a table."""

import json
import zipfile
from pathlib import Path

PAGES = (b"<!doctype html", b"<html", b"<head", b"<body")
ARCHIVES = (".zip", ".xlsx", ".ods", ".gpkg.zip")
MAPS = (".geojson", ".json")


def fault(path: Path, name: str) -> str:
    """Why a file is not what its name says; empty where nothing speaks against it."""
    with path.open("rb") as file:
        start = file.read(2000).lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    lower = name.lower()
    if not start:
        return "the file is empty"
    if start.startswith(PAGES) or (start.startswith(b"<?xml") and b"<html" in start):
        return "a web page came in place of the file"
    if lower.endswith(ARCHIVES):
        return "" if zipfile.is_zipfile(path) else "what came is not a whole archive"
    if lower.endswith(".gz"):
        return "" if start.startswith(b"\x1f\x8b") else "what came is not compressed as its name says"
    if lower.endswith(MAPS):
        return _map_fault(path)
    if start.startswith((b"{", b"<?xml", b"pk\x03\x04")):
        return "an error message or another kind of file came in place of the table"
    return ""


def _map_fault(path: Path) -> str:
    try:
        told = json.loads(path.read_bytes())
        count = len(told["features"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return "what came is not a whole map in GeoJSON"
    cut = told.get("exceededTransferLimit") or (told.get("properties") or {}).get("exceededTransferLimit")
    if cut:
        return f"the publisher cut the map off after {count} outlines"
    return "" if count else "the map has no outlines"
