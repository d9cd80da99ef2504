"""Where a raw file comes from: a provenance.toml in its folder or above."""

import fnmatch
import tomllib
from pathlib import Path

from pydantic import ValidationError

from assessment.errors import AssessmentError
from assessment.project import Strict, in_words

SIDECAR = "provenance.toml"
MEND = "It holds a table for each file, in which may stand: publisher, licence, release, illustrative, note."


class Provenance(Strict, strict=True):
    """What is told of a raw file; an empty text where nothing is."""

    publisher: str = ""
    licence: str = ""
    release: str = ""
    illustrative: bool = False
    note: str = ""


class Sidecars:
    """The provenance.toml files of a raw folder; the nearest one that names a file holds."""

    def __init__(self, raw: Path) -> None:
        self.raw = raw
        self.told = {path.parent: _read(path) for path in sorted(raw.rglob(SIDECAR))}

    def of(self, path: Path) -> Provenance:
        """What a sidecar tells of a file; empty where none names it."""
        for folder in path.parents:
            for pattern, provenance in self.told.get(folder, {}).items():
                name = path.relative_to(folder).as_posix()
                if fnmatch.fnmatch(path.name, pattern) or fnmatch.fnmatch(name, pattern):
                    return provenance
        return Provenance()


def _read(path: Path) -> dict[str, Provenance]:
    """Raises AssessmentError for a sidecar that is not TOML or says something that a file has not got."""
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise _wrong(path, str(error.strerror)) from None
    except RecursionError:
        raise _wrong(path, "its brackets go too deep") from None
    except ValueError as error:  # not TOML, or not UTF-8
        raise _wrong(path, str(error)) from None
    return {pattern: _entry(path, pattern, entry) for pattern, entry in told.items()}


def _entry(path: Path, pattern: str, told: object) -> Provenance:
    if not isinstance(told, dict):
        raise _wrong(path, f'"{pattern}" stands in no table: write ["name of the file"] above it')
    try:
        return Provenance.model_validate(told)
    except ValidationError as error:
        raise _wrong(path, f'["{pattern}"] {"; ".join(in_words(error.errors()))}') from None


def _wrong(path: Path, why: str) -> AssessmentError:
    what = "A provenance.toml cannot be read"
    return AssessmentError(what, f"{path}: {why}", MEND)
