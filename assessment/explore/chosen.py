"""Weights chosen in a panel, written into an area's configuration: its comments stay, and a fault changes nothing."""

import os
import tempfile
import tomllib
from collections.abc import Mapping
from pathlib import Path

from pydantic import ValidationError

from assessment import project
from assessment.areas import Area, in_words
from assessment.errors import AssessmentError

WEIGHTS, REASON = "priorities_weights", "priorities_weights_reason"


def save_weights(slug: str, weights: Mapping[str, float], reason: str) -> Path:
    """Set an area's weights of the criteria and the reason for them, at once; the file that was changed.

    `weights` are numbers of 0 or more by criterion, one above 0; `reason` is a sentence that the chapter on priorities
    shows. Raises AssessmentError where they would not be a valid configuration, or the file cannot be written; then it
    is as it was.
    """
    project.area(slug)
    path = project.root() / "config" / "areas" / f"{slug}.toml"
    with path.open(encoding="utf-8-sig", newline="") as file:
        old = file.read()
    new = with_weights(old, weights, reason)
    _checked(slug, old, new, path)
    _replace(path, new)
    return path


def with_weights(text: str, weights: Mapping[str, float], reason: str) -> str:
    """The text of a configuration with those weights and that reason in the place of its own; all else as it was."""
    import tomlkit

    told = tomlkit.parse(text)
    own = told.get(WEIGHTS)
    if own is None:
        own = tomlkit.table()
        told[WEIGHTS] = own
    for name, weight in weights.items():
        own[name] = int(weight) if float(weight).is_integer() else round(float(weight), 4)
    if REASON in told:
        told[REASON] = reason.strip()
        return tomlkit.dumps(told)
    line = tomlkit.dumps({REASON: reason.strip()})
    return _before_tables(tomlkit.dumps(told), line)


def _before_tables(text: str, line: str) -> str:
    """A setting of the area itself stands before the first table, above the comments that belong to that."""
    lines = text.splitlines(keepends=True)
    first = next((n for n, one in enumerate(lines) if one.startswith("[")), len(lines))
    while first and lines[first - 1].startswith("#"):
        first -= 1
    end = "\r\n" if "\r\n" in text else "\n"
    return "".join([*lines[:first], line.strip() + end + end, *lines[first:]])


def _checked(slug: str, old: str, new: str, path: Path) -> None:
    """Refuse a text that is no valid configuration, or in which anything but the weights and the reason differs."""
    try:
        before, after = tomllib.loads(old), tomllib.loads(new)
        Area.model_validate({"slug": slug, **after})
    except ValidationError as error:
        what = f"The weights cannot be saved: {'; '.join(in_words(error.errors()))}"
        raise AssessmentError(what, str(path), "The configuration is as it was.") from None
    if any(before.get(name) != after.get(name) for name in (before.keys() | after.keys()) - {WEIGHTS, REASON}):
        what = "The weights cannot be saved without changing another setting"
        raise AssessmentError(what, str(path), f"Write them there yourself, under [{WEIGHTS}].")


def _replace(path: Path, text: str) -> None:
    """The file as a whole or as it was, with the rights that it had."""
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
