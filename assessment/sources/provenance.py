"""Where a raw file comes from: a provenance.toml in its folder or above."""

import fnmatch
import tomllib
from dataclasses import dataclass
from pathlib import Path

from assessment.errors import AssessmentError

SIDECAR = "provenance.toml"


@dataclass(frozen=True)
class Provenance:
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
        return {pattern: Provenance(**entry) for pattern, entry in told.items()}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, TypeError) as error:
        what, mend = (
            "A provenance.toml cannot be read",
            "Its tables may hold: publisher, licence, release, illustrative, note.",
        )
        raise AssessmentError(what, f"{path.name}: {error}", mend) from None
