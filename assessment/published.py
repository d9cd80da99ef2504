"""Reading what an earlier build published: an edition's figures and what its run.json says of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from assessment.errors import AssessmentError
from assessment.figures import Figure, Ledger
from assessment.periods import FinancialYear

FIGURES, RUN = "figures.json", "run.json"
MOST = 100_000_000  # bytes: an edition's figures take about one million
MEND = "Build that edition again, or name another: the folder of an edition, or its figures.json."


class Read(BaseModel):
    """A part of run.json; what else stands there is not read."""

    model_config = ConfigDict(extra="ignore")


class File(Read):
    """A source file and its fingerprint."""

    file: str
    sha256: str = ""


class State(Read):
    """Whether the edition is draft, final or withdrawn."""

    state: str = ""


class Run(Read):
    """What run.json says of an edition."""

    area: str = ""
    name: str = ""
    year: str = ""
    made: datetime | None = None
    restricted: bool = False
    sources: list[File] = []
    standing: State = State()


@dataclass(frozen=True)
class Published:
    """An edition that stands: its figures, and what its run.json says where there is one."""

    path: Path
    figures: tuple[Figure, ...]
    run: Run = field(default_factory=Run)

    @property
    def year(self) -> str:
        """Its financial year; where no run.json tells, the name of its folder."""
        return self.run.year or self.path.parent.name

    @property
    def area(self) -> str:
        """The name of its area."""
        return self.run.name or next((one.area for one in self.figures if one.area), "")

    @property
    def files(self) -> Mapping[str, str]:
        """The fingerprints of its source files by name."""
        return {one.file: one.sha256 for one in self.run.sources}


def year_before(edition: Path, year: FinancialYear, *, restricted: bool = False) -> Path:
    """Where the edition of the year before stands, beside an edition; a public one never looks at a restricted one."""
    public = edition.parent / year.full.before.slug
    full = public.with_name(f"{public.name}-restricted")
    return full if restricted and full.is_dir() else public


def read(place: Path) -> Published:
    """The edition in a folder, or of a figures.json. Raises AssessmentError where there is none that can be read."""
    path = _figures_of(place)
    figures = _validated(TypeAdapter(list[Figure]), path, _bytes(path))
    ledger = Ledger()
    try:
        for figure in figures:
            ledger.add(figure)
    except AssessmentError as error:
        raise AssessmentError(error.what, str(path), MEND) from None
    if not figures:
        what = "There is no figure in this edition"
        raise AssessmentError(what, str(path), MEND)
    run = path.with_name(RUN)
    return Published(path, tuple(ledger), _validated(TypeAdapter(Run), run, _bytes(run)) if run.is_file() else Run())


def _figures_of(place: Path) -> Path:
    try:
        return place / FIGURES if place.is_dir() else place
    except (OSError, ValueError) as error:
        raise _unreadable(place, error) from None


def _unreadable(path: Path, error: Exception) -> AssessmentError:
    what = "The figures of an edition cannot be read"
    return AssessmentError(what, f"{str(path)[:300]}: {getattr(error, 'strerror', None) or error}", MEND)


def _bytes(path: Path) -> bytes:
    """What a file holds. Raises AssessmentError where it cannot be read, is no file or is far too long."""
    try:
        if not path.is_file():
            what = "There is no edition here"
            raise AssessmentError(what, str(path), MEND)
        if path.stat().st_size > MOST:
            what = f"This file is longer than {MOST // 1_000_000} million bytes and holds no edition's figures"
            raise AssessmentError(what, str(path), MEND)
        return path.read_bytes()
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from None


def _validated(known: TypeAdapter, path: Path, text: bytes) -> object:
    try:
        return known.validate_json(text, strict=True)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        at = ", ".join(f"entry {part + 1}" if isinstance(part, int) else str(part)[:40] for part in first["loc"])
        what = f"This is not an edition's {path.name if path.name in (FIGURES, RUN) else FIGURES}"
        said = first["msg"].removeprefix("Value error, ").rstrip(".")[:300]
        raise AssessmentError(what, f"{path}{f': {at}' if at else ''}: {said}", MEND) from None
