"""Weights chosen in a panel, written into an area's configuration: its comments stay, and a fault changes nothing."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

from pydantic import ValidationError

from assessment import project
from assessment.areas import Area, in_words
from assessment.errors import AssessmentError
from assessment.new.written import replace
from assessment.versions import ended_as

WEIGHTS = "priorities_weights"


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
    replace(path, new)
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
    own["reason"] = reason.strip()
    return ended_as(text, tomlkit.dumps(told))


def _checked(slug: str, old: str, new: str, path: Path) -> None:
    """Refuse a text that is no valid configuration, or in which anything but the weights and the reason differs."""
    try:
        before, after = tomllib.loads(old), tomllib.loads(new)
        Area.model_validate({"slug": slug, **after})
    except ValidationError as error:
        what = f"The weights cannot be saved: {'; '.join(in_words(error.errors()))}"
        raise AssessmentError(what, str(path), "The configuration is as it was.") from None
    if any(before.get(name) != after.get(name) for name in (before.keys() | after.keys()) - {WEIGHTS}):
        what = "The weights cannot be saved without changing another setting"
        raise AssessmentError(what, str(path), f"Write them there yourself, under [{WEIGHTS}].")
