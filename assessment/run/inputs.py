"""What a chapter follows from: its notebook, the code it imports, the settings, the packages, what it read of the data.

All is told by hashes, under names that a user knows: where one of them changed, the chapter runs again and says which.
"""

import hashlib
import json
import re
import sys
import sysconfig
import tomllib
from collections.abc import Iterable
from functools import cache, cached_property
from pathlib import Path, PurePosixPath

from assessment import project
from assessment.project import Area, ChapterEntry
from assessment.store import Prepared

ROOMS = ("assessment", "notebooks", "config")
ALWAYS = ("assessment/chapters/opening.py", "assessment/run/engine.py", "assessment/run/chapter.py")
# What these do reaches a chapter only through the tables that it reads.
THROUGH_TABLES = ("assessment/sources/", "assessment/fetch/", "config/harm/")
NOT_READ = (
    "config/jupyter/",
    "config/partners.toml",
)  # settings of JupyterLab, of `assessment new` and what it asks for
ON_PAGES = {"edition", "contact"}  # settings of an area: the states of its editions, and whom readers ask
PUBLISHING = "assessment/publish/"
IMPORT = re.compile(r"^[ \t]*from (assessment[\w.]*) import (\([^)]*\)|[^\n]*)|^[ \t]*import (assessment[\w.]*)", re.M)
FOR_TYPES = re.compile(r"^if TYPE_CHECKING:\n(?:(?:[ \t]+.*)?\n)+", re.M)  # never imported while anything runs
NAME = re.compile(r"\w+")


class Snapshot:
    """The project's own files as they are when a build begins, before anything of them is imported by a kernel."""

    def __init__(self) -> None:
        root = project.root()
        paths = (path for room in ROOMS for path in sorted((root / room).rglob("*")))
        files = (path for path in paths if path.is_file() and "__pycache__" not in path.parts)
        self.files = {path.relative_to(root).as_posix(): path.read_bytes() for path in files}

    @cached_property
    def hashes(self) -> dict[str, str]:
        """The hash of each file."""
        return {name: sha256(data) for name, data in self.files.items()}

    def of(self, entry: ChapterEntry, area: Area) -> dict[str, str]:
        """The files that a chapter of an area follows from, and their hashes."""
        code, own = self.imported(f"assessment/chapters/{entry.name}.py", *ALWAYS), f"config/areas/{area.slug}.toml"
        told = {name: mark for name, mark in self.hashes.items() if name in code or _is_of(name, entry, area)}
        return told | {name: _settings(self.files[name]) for name in told if name == own}

    def publishing(self) -> str:
        """A hash of what makes pages of chapters: the code, the templates, the packages."""
        code = self.imported(f"{PUBLISHING}edition.py", f"{PUBLISHING}recovery.py")
        told = {name: mark for name, mark in self.hashes.items() if name in code or name.startswith(PUBLISHING)}
        return sha256(json.dumps([told, packages()]).encode())

    def imported(self, *modules: str) -> set[str]:
        """The files of some modules and of all that they import of ours, at whatever depth."""
        found, left = set(), [*modules]
        while left:
            name = left.pop()
            if name in self.files and name not in found and not name.startswith(THROUGH_TABLES):
                found.add(name)
                left += self.imports(name)
        return found

    @cache  # noqa: B019 - a build has one snapshot
    def imports(self, name: str) -> list[str]:
        """The files that one module may import: what it names, and the packages around them."""
        named = [str(parent / "__init__.py") for parent in PurePosixPath(name).parents]
        text = FOR_TYPES.sub("", self.files[name].decode("utf-8", "replace"))
        for module, parts, plain in IMPORT.findall(text):
            place = (module or plain).replace(".", "/")
            inside = [f"{place}/{part}" for part in NAME.findall(parts)]
            named += [f"{one}{end}" for one in (place, *inside) for end in (".py", "/__init__.py")]
        return named


def _is_of(name: str, entry: ChapterEntry, area: Area) -> bool:
    """Whether a notebook or a setting is a chapter's or an area's own, or everyone's."""
    room, *rest = PurePosixPath(name).parts
    if room == "notebooks":
        return name == f"notebooks/{entry.file}.ipynb"
    if room != "config" or name.startswith((*THROUGH_TABLES, *NOT_READ)):
        return False
    if rest[0] != "areas":
        return True
    own = rest[1] in (f"{area.slug}.toml", area.slug)
    return own and "narrative" not in rest  # the analyst's own words meet a chapter on its page alone


@cache
def _settings(data: bytes) -> str:
    """A hash of an area's settings, but for those that meet a chapter on its page alone."""
    try:
        told = tomllib.loads(data.decode("utf-8"))
    except ValueError:
        return sha256(data)
    return sha256(repr([(name, told[name]) for name in sorted(told.keys() - ON_PAGES)]).encode())


@cache
def packages() -> str:
    """A hash of Python's version and of the names and versions of the packages installed."""
    installed = sorted(path.name for path in Path(sysconfig.get_path("purelib")).glob("*.dist-info"))
    return sha256("\n".join([sys.version, *installed]).encode())


def read_of(prepared: Prepared, asked: Iterable[str]) -> dict[str, str]:
    """What a chapter asked of the data, and a hash of each answer."""
    return {f"data: {one}": prepared.fingerprint(one) for one in asked}


def changed(before: dict[str, str], now: dict[str, str]) -> str:
    """What differs, in a few words; empty where nothing does."""
    names = sorted(name for name in before.keys() | now.keys() if before.get(name) != now.get(name))
    more = f" and {len(names) - 1} more" if len(names) > 1 else ""
    return f"{names[0]} changed{more}" if names else ""


def sha256(data: bytes) -> str:
    """The hash of some bytes, as text."""
    return hashlib.sha256(data).hexdigest()
