"""Where the project is and what its configuration says, validated."""

import os
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from assessment.errors import AssessmentError, UsageError
from assessment.periods import FinancialYear

Model = TypeVar("Model", bound=BaseModel)

DEMONSTRATION = "blackpool"
RAW, OUTPUTS, PROCESSED = "data/raw", "outputs", "data/processed"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ChapterEntry(_Strict):
    """One chapter, as `config/chapters.toml` lists it."""

    number: str
    name: str
    title: str
    question: str

    @property
    def file(self) -> str:
        """The name of its notebook and page without the ending: `02_deprivation`."""
        return f"{self.number}_{self.name}"


class SourceEntry(_Strict):
    """What is known of a publisher's format, as `config/sources.toml` lists it."""

    label: str
    publisher: str
    licence: str
    how_to_get: str
    coverage: str = ""
    downloads: tuple[dict[str, str], ...] = ()  # read by the fetch room


class District(_Strict):
    """A neighbour in the same police force area."""

    code: str
    name: str


class RecordingChange(_Strict):
    """A change in how crime is recorded, as `config/recording_changes.toml` lists it."""

    month: str
    label: str
    force: str


class Assumption(_Strict):
    """What the workbook takes for granted, as `config/assumptions.toml` lists it, with its two ratings."""

    id: str
    assumption: str
    why: str
    effect: str
    evidence: Literal["green", "amber", "red"]
    impact: Literal["green", "amber", "red"]


class Extract(_Strict):
    """How a police force's own extract is written: its names for the columns, its marks for yes, no and unknown."""

    columns: dict[str, tuple[str, ...]] = {}
    values: dict[Literal["yes", "no", "unknown"], tuple[str, ...]] = {}

    @field_validator("columns", "values", mode="before")
    @classmethod
    def _one_or_several(cls, told: object) -> object:
        one = isinstance(told, dict)
        return {name: (own,) if isinstance(own, str) else own for name, own in told.items()} if one else told

    @field_validator("columns", "values")
    @classmethod
    def _each_once(cls, told: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        named = [own.strip().lower() for owns in told.values() for own in owns]
        twice = next((own for own in named if named.count(own) > 1 or not own), None)
        if twice is not None:
            message = f"'{twice}' may stand for one thing only, and must not be empty"
            raise ValueError(message)
        return told


class Area(_Strict):
    """A community safety partnership, as `config/areas/<slug>.toml` describes it."""

    slug: str
    name: str
    authorities: tuple[str, ...]
    partnership: str = ""
    force: str = ""
    year: str
    districts: tuple[District, ...] = ()
    priorities: tuple[str, ...] = ()
    extract: Extract | None = None

    @field_validator("year")
    @classmethod
    def _a_financial_year(cls, text: str) -> str:
        try:
            return str(FinancialYear.parse(text))
        except UsageError as error:
            raise ValueError(str(error)) from None

    @field_validator("authorities")
    @classmethod
    def _at_least_one(cls, codes: tuple[str, ...]) -> tuple[str, ...]:
        if not codes:
            message = "an area needs the code of at least one local authority, such as E06000009"
            raise ValueError(message)
        return codes


def root() -> Path:
    """The project's root: the nearest folder upward from the working folder that holds `config/chapters.toml`."""
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "config" / "chapters.toml").is_file():
            return folder
    what = "There is no workbook here"
    raise AssessmentError(what, str(here), "Go into the folder that holds config/chapters.toml and call again.")


def chapters() -> list[ChapterEntry]:
    """The chapters in the order of the edition."""
    return _chapters(root())


@cache
def _chapters(folder: Path) -> list[ChapterEntry]:
    path = folder / "config" / "chapters.toml"
    entries = _read_toml(path).get("chapter", [])
    return [_validated(ChapterEntry, entry, path) for entry in entries]


def chapter(name: str) -> ChapterEntry:
    """The chapter of that name, such as `harm`. Raises UsageError where there is none."""
    for entry in chapters():
        if entry.name == name:
            return entry
    what, known = f"There is no chapter '{name}'", ", ".join(entry.name for entry in chapters())
    raise UsageError(what, mend=f"The chapters are: {known}.")


def sources() -> dict[str, SourceEntry]:
    """The known formats by name."""
    return _sources(root())


@cache
def _sources(folder: Path) -> dict[str, SourceEntry]:
    path = folder / "config" / "sources.toml"
    return {name: _validated(SourceEntry, entry, path) for name, entry in _read_toml(path).items()}


def recording_changes(force: str) -> dict[str, str]:
    """By month, the changes of recording that a force's series show: the national ones and its own."""
    path = root() / "config" / "recording_changes.toml"
    entries = [_validated(RecordingChange, entry, path) for entry in _read_toml(path)["change"]]
    return {entry.month: entry.label for entry in entries if entry.force in ("", force)}


def assumptions() -> list[Assumption]:
    """What the workbook takes for granted."""
    path = root() / "config" / "assumptions.toml"
    return [_validated(Assumption, entry, path) for entry in _read_toml(path)["assumption"]]


def area_names() -> list[str]:
    """The configured areas, in alphabetical order."""
    return sorted(path.stem for path in (root() / "config" / "areas").glob("*.toml"))


def area(slug: str) -> Area:
    """The configuration of an area. Raises UsageError for one that is not configured, `../../etc` included."""
    path = root() / "config" / "areas" / f"{slug}.toml"
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]*", slug, re.ASCII) or not path.is_file():
        what, known = f"There is no area '{slug}'", ", ".join(area_names())
        raise UsageError(what, mend=f"The configured areas are: {known}.")
    return _validated(Area, {"slug": slug, **_read_toml(path)}, path)


def raw_or_default(folder: Path | None = None) -> Path:
    """The folder of raw files: the one named, else the project's. Raises AssessmentError where it is not a folder."""
    found = (folder or root() / RAW).absolute()
    if not found.is_dir():
        what, mend = (
            "There is no folder of raw files",
            "Name one that exists with --raw, or restore data/raw.",
        )
        raise AssessmentError(what, str(folder or RAW), mend)
    return found


def processed_folder() -> Path:
    """Where tables made from raw files are kept; the user's alone."""
    return Path(os.environ.get("ASSESSMENT_PROCESSED") or root() / PROCESSED)


def _read_toml(path: Path) -> dict:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        what, mend = "A configuration file is missing", "Restore it from the project's repository."
        raise AssessmentError(what, str(path), mend) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        what = "A configuration file cannot be read"
        raise AssessmentError(what, f"{path}: {error}", "Mend that line; the format is TOML in UTF-8.") from None


def _validated(model: type[Model], entry: dict, path: Path) -> Model:
    try:
        return model.model_validate(entry)
    except ValidationError as error:
        first = error.errors()[0]
        setting = ".".join(str(part) for part in first["loc"])
        what = f"A setting is wrong: {setting}, {first['msg']}"
        raise AssessmentError(what, str(path), "Mend that setting and call again.") from None
