"""What an area's tables are to be made from: the raw files by their hashes, and the name that these give the tables.

Whether anything is to be made is known from this alone, so nothing heavy is imported here.
"""

import hashlib
import importlib.util
import json
import os
import sysconfig
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import assessment
from assessment import project
from assessment.errors import AssessmentError
from assessment.problems import AHEAD
from assessment.project import Area
from assessment.sources.folder import digest, found, read_whole, shown
from assessment.sources.provenance import Provenance, Sidecars
from assessment.store.clearing import touched
from assessment.store.folders import private, whole, write_privately
from assessment.store.prepared import MANIFEST, Prepared

WEIGHTS = "config/harm"
LARGE = 8_000_000  # bytes: a smaller file is hashed each time
RECENT = 2_000_000_000  # nanoseconds: a file that was changed so shortly before is hashed again
READERS = ("geopandas", "numpy", "polars", "pyogrio", "python_calamine", "shapely")


@dataclass(frozen=True)
class Input:
    """A raw file, its name as it is told to users, its hash, and where it comes from.

    The hash of a large new file is empty: it is taken when the file is read.
    """

    path: Path
    name: str
    sha256: str
    provenance: Provenance


@dataclass(frozen=True)
class Wanted:
    """An area's tables: what they are made from, and their `place` in the store, which is named after all of it."""

    area: Area
    inputs: list[Input]

    @classmethod
    def of(cls, area: Area, raw: Path) -> "Wanted":
        """From the files below `raw` and the weights of `config/harm`. Raises AssessmentError where nothing is."""
        return cls(area, _inputs(raw, private(project.processed_folder())))

    @property
    def place(self) -> Path:
        """Where the tables lie, or will."""
        plain = project.processed_folder() / "areas" / f"{self.area.slug}-{_key(self.area, self.inputs)}"
        month = f"{datetime.now(UTC):%Y-%m}"
        return plain.with_name(plain.name + month.replace("-", "")) if _outlived(plain, month) else plain

    def there(self) -> Prepared | None:
        """The tables as an earlier build made them from all the same; None where they must be made."""
        place = self.place
        if not all(item.sha256 for item in self.inputs) or not whole(place):
            return None
        touched(place)
        return Prepared.open(place)


def _outlived(place: Path, month: str) -> bool:
    """Whether tables were made when a month of theirs that has now come was still to come: they tell it as an error."""
    try:
        told = json.loads((place / MANIFEST).read_text(encoding="utf-8"))["problems"]
        return any(one["check"] == AHEAD and one["months"][0] <= month for one in told)
    except (OSError, ValueError, LookupError, TypeError):
        return False


def _inputs(raw: Path, folder: Path) -> list[Input]:
    hashes, sidecars, paths = Hashes(folder), Sidecars(raw), found(raw)
    with ThreadPoolExecutor(2) as pool:
        taken = zip(paths, pool.map(hashes.known, paths), strict=True)
        inputs = [Input(path, shown(path.relative_to(raw)), sha256, sidecars.of(path)) for path, sha256 in taken]
    shipped = ((path, hashes.known(path)) for path in sorted((project.root() / WEIGHTS).glob("*.csv")))
    weights = [Input(path, f"{WEIGHTS}/{path.name}", sha256, Provenance()) for path, sha256 in shipped]
    hashes.keep()
    known = {item.sha256 for item in inputs} - {""}
    return [*inputs, *(item for item in weights if item.sha256 not in known)]


def _key(area: Area, inputs: list[Input]) -> str:
    """A hash of everything that the area's tables follow from."""
    told = [
        reader_version(),
        area.model_dump_json(),
        [[item.name, item.sha256, item.provenance.model_dump()] for item in inputs],
        {name: entry.model_dump() for name, entry in project.sources().items()},
        [project.recording_changes(area.force, kind) for kind in ("crime", "asb")],
    ]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:20]


class Hashes:
    """The SHA-256 of each file; that of a large one is kept with its size and times, and taken again where they differ.

    Times can be set, and so a file is trusted to be the same only where hashing would take long.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / "hashes.json"
        self.told = {key: told for key, told in _json(self.path).items() if isinstance(told, list) and told}
        self.changed = False

    def known(self, path: Path) -> str:
        """The hash of a file; empty where it is large and new, and will be read. Raises AssessmentError."""
        with _readable(path):
            stamp = _stamp(path)
            if stamp[0] < LARGE:
                return digest(path)
            told = self.told.get(_key_of(path), [None])
            if told[:-1] == stamp:
                return told[-1]
            return "" if read_whole(path) else self._noted(path, stamp, digest(path))

    def read(self, path: Path) -> tuple[bytes, str]:
        """A file's bytes, and the hash of just these. Raises AssessmentError where it cannot be read."""
        with _readable(path):
            stamp, data = _stamp(path), path.read_bytes()
        return data, self._noted(path, stamp, hashlib.sha256(data).hexdigest())

    def _noted(self, path: Path, stamp: list[int], sha256: str) -> str:
        if stamp[0] >= LARGE and max(stamp[1:3]) < time.time_ns() - RECENT:
            self.told[_key_of(path)], self.changed = [*stamp, sha256], True
        return sha256

    def keep(self) -> None:
        """Write down what was learnt."""
        if self.changed:
            write_privately(self.path, json.dumps(self.told))


def _stamp(path: Path) -> list[int]:
    about = path.stat()
    return [about.st_size, about.st_mtime_ns, about.st_ctime_ns, about.st_ino]


def _key_of(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path.resolve())).hexdigest()[:24]


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    """Raises AssessmentError where the file cannot be read."""
    try:
        yield
    except OSError as error:
        what, mend = f"A raw file cannot be read: {error.strerror}", "Give yourself the right to read it."
        if path.is_symlink():
            mend = "It is a link: mend what it points to, or take the link away."
        raise AssessmentError(what, shown(path), mend) from None


def _json(path: Path) -> dict:
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


@cache
def reader_version() -> str:
    """A hash of what reads: our own text and the packages; what another version of them read is read again."""
    rooms = (Path(assessment.__file__).parent / room for room in ("sources", "store"))
    texts = [path.read_bytes() for room in rooms for path in sorted(room.rglob("*.py"))]
    installed = sorted(path.name for path in Path(sysconfig.get_path("purelib")).glob("*.dist-info"))
    packages = [name for name in installed if name.startswith(READERS)]
    maps = importlib.util.find_spec("geopandas") is not None  # what could not be read without it is read again with it
    return hashlib.sha256(b"".join(texts) + repr((packages, maps)).encode()).hexdigest()[:12]
