"""The configuration itself: a commented TOML file that is checked before it is there, and never put over another."""

import json
import os
import re
import tempfile
import tomllib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from assessment import project
from assessment.areas import in_words
from assessment.errors import AssessmentError, storage
from assessment.new.places import Place
from assessment.project import Area
from assessment.versions import VERSION

TEMPLATE = Path(__file__).parent / "area.toml"


@dataclass(frozen=True)
class Settings:
    """What the partnership itself decides."""

    year: str
    priorities: Sequence[str] = ()
    contact: str = ""


def path_of(slug: str) -> Path:
    """Where the configuration of an area lies."""
    return project.root() / "config" / "areas" / f"{slug}.toml"


def refuse_what_is_there(slug: str) -> None:
    """Raise AssessmentError where an area is called so already, in any case of letters."""
    there = {name.casefold() for name in project.area_names()}
    if slug in there or os.path.lexists(path_of(slug)):
        raise _there(slug)


def _there(slug: str) -> AssessmentError:
    what = f"There is a configuration called '{slug}' already, and it stays as it is"
    return AssessmentError(what, f"config/areas/{slug}.toml", "Change it by hand, or move it away and call again.")


def text_of(place: Place, settings: Settings, found: str = "") -> str:
    """The configuration as text. `found` says what the raw folder knows of the place."""
    districts = (f"  {{ code = {_quoted(code)}, name = {_quoted(name)} }}," for code, name in place.districts.items())
    about = [line for line in (place.note, found) if line]
    lines = {
        "about": "".join(f"\n# {line}" for line in about),
        "version": str(VERSION),
        "name": _quoted(place.name),
        "authorities": _list(place.authorities),
        "partnership": _setting("partnership", place.partnership, "E22000151"),
        "force": _setting("force", place.force, "Lancashire"),
        "year": _quoted(settings.year),
        "contact": _setting("contact", settings.contact, "an address and a telephone number"),
        "priorities": f"priorities = {_list(settings.priorities)}"
        if settings.priorities
        else '# priorities = ["violence", "domestic_abuse"]',
        "districts": "\n".join(["districts = [", *districts, "]"]) if place.districts else "districts = []",
    }
    return re.sub(r"<(\w+)>", lambda found: lines[found[1]], TEMPLATE.read_text(encoding="utf-8"))


def _setting(name: str, value: str, example: str) -> str:
    return f"{name} = {_quoted(value)}" if value else f"# {name} = {_quoted(example)}"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _list(told: Sequence[str]) -> str:
    return f"[{', '.join(map(_quoted, told))}]"


def write(slug: str, text: str) -> Area:
    """Put the configuration into its place, whole or not at all, and read it back as a build does.

    Raises AssessmentError where one is there already, where it cannot be written, and for settings that do not hold.
    """
    refuse_what_does_not_hold(slug, text)
    target = path_of(slug)
    try:
        with storage(target):
            target.parent.mkdir(exist_ok=True)
            _placed(target, text)
    except FileExistsError:
        raise _there(slug) from None
    return project.area(slug)


def refuse_what_does_not_hold(slug: str, text: str) -> None:
    """Raise AssessmentError for a text that is no valid configuration."""
    try:
        Area.model_validate({"slug": slug, **tomllib.loads(text)})
    except ValidationError as error:
        what = f"This cannot be a configuration: {'; '.join(in_words(error.errors()))}"
        raise AssessmentError(what, mend="Change what you gave to the command; nothing was written.") from None


def _placed(target: Path, text: str) -> None:
    """Write beside the place and link into it: what is there already is never replaced, whoever writes at once."""
    number, name = tempfile.mkstemp(prefix=f".{target.stem[:40]}.", suffix=".part", dir=target.parent)
    try:
        with os.fdopen(number, "w", encoding="utf-8") as file:
            file.write(text)
        Path(name).chmod(0o644)
        try:
            os.link(name, target)
        except FileExistsError:
            raise
        except OSError:  # a disk without links
            if os.path.lexists(target):
                raise FileExistsError(target) from None
            Path(name).rename(target)
    finally:
        with suppress(FileNotFoundError):
            Path(name).unlink()


def replace(path: Path, text: str) -> None:
    """Give a configuration another text, whole or not at all, with the rights that it had. Raises AssessmentError."""
    try:
        number, name = tempfile.mkstemp(prefix=".writing-", dir=path.parent)
        try:
            with os.fdopen(number, "w", encoding="utf-8", newline="") as file:
                file.write(text)
            Path(name).chmod(path.stat().st_mode & 0o777)
            Path(name).replace(path)
        finally:
            Path(name).unlink(missing_ok=True)
    except OSError as error:
        what = "The configuration cannot be written"
        raise AssessmentError(what, f"{path}: {error.strerror}", "Give yourself the right to it.") from None
