"""An area's tables read once for many processes: one that forks holds them, and its forks find them there.

Polars, which reads them, starts threads, and a process that forks can have none: another reads them into a file for it.
"""

import pickle
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

_held: "dict[str, dict[str, pd.DataFrame]]" = {}


def table(folder: Path, name: str) -> "pd.DataFrame | None":
    """A table of a folder of the store; None where this process does not hold it."""
    return _held.get(str(folder), {}).get(name)


def hold(folder: str, file: Path) -> None:
    """Hold the tables of a folder, out of a file of the same build."""
    with file.open("rb") as source:
        found = pickle.load(source)
    file.unlink()
    for frame in found.values():
        for name in frame.select_dtypes("str"):
            frame[name] = frame[name].where(frame[name].notna())  # one NaN for all, where each came as its own
    _held[folder] = found


def release(folder: str) -> None:
    """Hold the tables of a folder no longer."""
    _held.pop(folder, None)
