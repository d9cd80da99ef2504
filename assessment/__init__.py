"""The strategic assessment workbook: a small helper package behind the chapter notebooks."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assessment.chapters.opening import open_chapter as open_chapter

__version__ = "0.1.0"


def __getattr__(name: str) -> object:
    """`open_chapter`, imported when it is asked for: `import assessment` stays light."""
    if name == "open_chapter":
        return import_module("assessment.chapters.opening").open_chapter
    raise AttributeError(name)
