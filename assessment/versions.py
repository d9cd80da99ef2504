"""Versions of an area's configuration: what each changed, so that an older file is refused and migrated, never guessed.

A file says its version; one that does not is of the first. What changes the form of a setting adds a step here.
"""

import copy
import re
from collections.abc import Callable, MutableMapping
from dataclasses import dataclass

from assessment.errors import AssessmentError

VERSION = 2
Told = MutableMapping[str, object]


@dataclass(frozen=True)
class Step:
    """What a version changed in words, and the change; `change` says whether there was anything to it."""

    to: int
    told: str
    change: Callable[[Told], bool]


def _reason_beside_the_weights(told: Told) -> bool:
    if "priorities_weights_reason" not in told:
        return False
    reason = told.pop("priorities_weights_reason")
    told.setdefault("priorities_weights", {})
    told["priorities_weights"]["reason"] = reason
    return True


STEPS = (
    Step(2, "priorities_weights_reason is reason, inside [priorities_weights]", _reason_beside_the_weights),
)  # the oldest first


def due(told: Told) -> list[str]:
    """What has to change in a configuration, in words; nothing where it says nothing in an older form."""
    tried = copy.deepcopy(dict(told))
    return [step.told for step in STEPS if step.change(tried)]


def refuse_older(told: Told, slug: str, where: str) -> None:
    """Raise AssessmentError for a configuration in an older form, with the command that mends it."""
    changes = due(told)
    if changes:
        what = f"The configuration is of an older version of the workbook: {'; '.join(changes)}"
        raise AssessmentError(what, where, f"assessment new {slug} --migrate shows the change and makes it.")


def refuse_newer(told: Told, where: str) -> None:
    """Raise AssessmentError for a configuration that was written for a later workbook: nothing here can read it."""
    version = told.get("version", 1)
    if isinstance(version, int) and version > VERSION:
        what = f"The configuration is of version {version}, and this workbook reads versions up to {VERSION}"
        raise AssessmentError(what, where, "Update the workbook; the file stays as it is.")


def migrated(text: str) -> str:
    """The text of a configuration in the form of this version; its comments, and all that holds, as they were."""
    import tomlkit

    told = tomlkit.parse(text)
    for step in STEPS:
        step.change(told)
    if "version" in told:
        told["version"] = VERSION
        return ended_as(text, tomlkit.dumps(told))
    lines = tomlkit.dumps(told).splitlines(keepends=True)
    first = next((n for n, line in enumerate(lines) if line.strip() and not line.startswith("#")), len(lines))
    return ended_as(text, "".join([*lines[:first], f"version = {VERSION}\n", *lines[first:]]))


def ended_as(old: str, new: str) -> str:
    """A text with the ends of lines of another: those of Windows stay what they are."""
    return re.sub(r"(?<!\r)\n", "\r\n", new) if "\r\n" in old else new
