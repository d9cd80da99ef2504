"""Where the project is and what its configuration says, validated."""

import os
import re
import tomllib
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import BaseModel, Field, ValidationError

from assessment import versions
from assessment.areas import Area as Area
from assessment.areas import District as District
from assessment.areas import Extract as Extract
from assessment.areas import Strict, in_words, shared
from assessment.errors import AssessmentError, UsageError

Model = TypeVar("Model", bound=BaseModel)

DEMONSTRATION = "blackpool"
WAVES = ("", "all", "last")  # of chapters, one after another
RAW, OUTPUTS, PROCESSED = "data/raw", "outputs", "data/processed"
START = "notebooks/explore/start_here.ipynb"  # what JupyterLab opens on


class ChapterEntry(Strict):
    """One chapter, as `config/chapters.toml` lists it."""

    number: str
    name: str
    title: str
    question: str
    after: Literal["", "all", "last"] = ""  # the wave in which it runs: "all" reads what those before left, "last" all

    @property
    def file(self) -> str:
        """The name of its notebook and page without the ending: `02_deprivation`."""
        return f"{self.number}_{self.name}"


class SourceEntry(Strict):
    """What is known of a publisher's format, as `config/sources.toml` lists it."""

    label: str
    publisher: str
    licence: str
    how_to_get: str
    coverage: str = ""
    downloads: tuple[dict[str, str], ...] = ()  # read by the fetch room


class RecordingChange(Strict):
    """A change in how crime is recorded, as `config/recording_changes.toml` lists it."""

    month: str
    label: str
    force: str
    kind: Literal["", "crime", "asb"] = ""


class Assumption(Strict):
    """What the workbook takes for granted, as `config/assumptions.toml` lists it, with its two ratings."""

    id: str
    assumption: str
    why: str
    effect: str
    evidence: Literal["green", "amber", "red"]
    impact: Literal["green", "amber", "red"]
    of_made_up_data: bool = False  # holds only where such data are among the files


class Scale(Strict):
    """Answers to a question, as `config/consultation.toml` sorts them: the strongest for it first, against it last."""

    name: str
    share: str
    for_: tuple[str, ...] = Field(alias="for")
    middle: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()


class Theme(Strict):
    """A theme of comments, and the beginnings of words by which a comment belongs to it."""

    name: str
    words: tuple[str, ...] = Field(min_length=1)


class Consultation(Strict):
    """How the answers of surveys are read, as `config/consultation.toml` says."""

    scale: tuple[Scale, ...] = ()
    questions: dict[str, str] = Field(default_factory=dict)
    theme: tuple[Theme, ...] = ()
    printed: dict[str, str] = Field(default_factory=dict)


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


def recording_changes(force: str, kind: str) -> dict[str, str]:
    """By month, the changes that a force's series of a kind ("crime" or "asb") show: the national ones and its own."""
    path = root() / "config" / "recording_changes.toml"
    entries = [_validated(RecordingChange, entry, path) for entry in _read_toml(path)["change"]]
    return {entry.month: entry.label for entry in entries if entry.force in ("", force) and entry.kind in ("", kind)}


def assumptions() -> list[Assumption]:
    """What the workbook takes for granted."""
    path = root() / "config" / "assumptions.toml"
    return [_validated(Assumption, entry, path) for entry in _read_toml(path)["assumption"]]


def consultation() -> Consultation:
    """How the answers of surveys are read."""
    path = root() / "config" / "consultation.toml"
    return _validated(Consultation, _read_toml(path), path)


def area_names() -> list[str]:
    """The configured areas, in alphabetical order."""
    return sorted(path.stem for path in (root() / "config" / "areas").glob("*.toml"))


def area(slug: str) -> Area:
    """The configuration of an area. Raises UsageError where there is none, AssessmentError where it does not hold."""
    path, found = root() / "config" / "areas" / f"{slug}.toml", told(slug)
    if "slug" in found:
        what = "A setting is wrong: slug: there is no such setting"
        raise AssessmentError(what, str(path), "Take it out: an area is called as its file is.")
    versions.refuse_older(found, slug, str(path))
    return _validated(Area, {"slug": slug, **found}, path)


def shared_authorities(own: Area) -> list[str]:
    """What is told of an area's authorities that are another configured area's too, of those that can be read."""
    found = {}
    for slug in area_names():
        with suppress(AssessmentError):
            codes = told(slug).get("authorities", ())
            found[slug] = {str(code) for code in codes} if isinstance(codes, list) else ()
    return [said for code, said in shared(found).items() if code in own.authorities and own.slug in found]


def told(slug: str) -> dict:
    """What the configuration of an area says. Raises UsageError for one that is not there, `../../etc` included."""
    path = root() / "config" / "areas" / f"{slug}.toml"
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,59}", slug, re.ASCII) or not path.is_file():
        what, known = f"There is no area '{slug[:60]}'", ", ".join(area_names())
        raise UsageError(what, mend=f"The configured areas are: {known}.")
    return _read_toml(path)


def raw_or_default(folder: Path | None = None) -> Path:
    """The folder of raw files: the one named, else the project's. Raises AssessmentError where it is not a folder."""
    found = (folder or root() / RAW).absolute()
    if not found.is_dir():
        what, mend = (
            "There is no folder of raw files",
            "Name one that exists with --raw, or restore data/raw.",
        )
        raise AssessmentError(what, str(folder or RAW), mend)
    if Path(os.path.realpath(processed_folder())).is_relative_to(os.path.realpath(found)):
        what = "The folder of raw files holds the tables that the workbook makes of them"
        raise AssessmentError(what, str(found), f"Name a folder of raw files alone with --raw, such as {RAW}.")
    return found


def processed_folder() -> Path:
    """Where tables made from raw files are kept; the user's alone."""
    return Path(os.environ.get("ASSESSMENT_PROCESSED") or root() / PROCESSED).absolute()


def _read_toml(path: Path) -> dict:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        what, mend = "A configuration file is missing", "Restore it from the project's repository."
        raise AssessmentError(what, str(path), mend) from None
    except OSError as error:
        what, mend = "A configuration file cannot be read", "Give yourself the right to read it."
        raise AssessmentError(what, f"{path}: {error.strerror}", mend) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        what = "A configuration file cannot be read"
        raise AssessmentError(what, f"{path}: {error}", "Mend that line; the format is TOML in UTF-8.") from None


def _validated(model: type[Model], entry: dict, path: Path) -> Model:
    try:
        return model.model_validate(entry)
    except ValidationError as error:
        wrong = in_words(error.errors())
        what = f"{'A setting is' if len(wrong) == 1 else 'Settings are'} wrong: {'; '.join(wrong)}"
        raise AssessmentError(what, str(path), "Mend that and call again.") from None
