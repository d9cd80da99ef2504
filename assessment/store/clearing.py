"""Clears what the store no longer needs: an area's older tables, and what no area's tables are made from."""

import json
import os
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from assessment.store.folders import MAKING

KEPT = 3  # of each area the tables of so many builds, the last used first
GRACE = 7 * 24 * 3600  # seconds: what was used so lately stays, for another build or a notebook may have it open
USES = "uses.json"


def made_from(place: Path, uses: Iterable[Path]) -> None:
    """Write into an area's folder, while it is made, which folders of the store it was made from."""
    names = sorted({f"{one.parent.name}/{one.name}" for one in uses})
    (place / USES).write_text(json.dumps(names), encoding="utf-8")


def touched(place: Path) -> None:
    """What is in a folder of the store was asked for: it counts as new."""
    with suppress(OSError):
        os.utime(place)


def clear(folder: Path) -> None:
    """Take away what is old and not needed. What cannot be taken away stays, without a word."""
    before = time.time() - GRACE
    areas: dict[str, list[Path]] = {}
    for place in _folders(folder / "areas"):
        areas.setdefault(place.name.rpartition("-")[0], []).append(place)
    kept = []
    for places in areas.values():
        newest = sorted(places, key=_time, reverse=True)
        old = {place for place in newest[KEPT:] if _time(place) < before}
        kept += [place for place in newest if place not in old]
        _remove(old)
    needed = {name for place in kept for name in _uses(place)}
    parts = [place for part in ("files", "streets") for place in _folders(folder / part)]
    _remove(place for place in parts if f"{place.parent.name}/{place.name}" not in needed and _time(place) < before)


def _folders(parent: Path) -> Iterator[Path]:
    """The folders in it; those that a build left unfinished long ago are taken away."""
    for place in sorted(parent.iterdir()) if parent.is_dir() else ():
        if place.name.startswith(MAKING):
            _remove([place] if _time(place) < time.time() - GRACE else [])
        elif place.is_dir():
            yield place


def _time(place: Path) -> float:
    try:
        return place.stat().st_mtime
    except OSError:  # another build has taken it away
        return time.time()


def _uses(place: Path) -> list[str]:
    try:
        return json.loads((place / USES).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []


def _remove(places: Iterable[Path]) -> None:
    for place in places:
        shutil.rmtree(place, ignore_errors=True)
