"""The parts of an edition that follow from nothing that has changed: they are taken from the edition before."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Parts:
    """The edition before, in `folder`: the hash of each of its `files`, and of all that each part `follows` from.

    `code` stands for what every part follows from, `beside` for the editions beside this one. `now` gathers what the
    parts of the new edition follow from, `made` those that were made anew, `warnings` what the analyst was told.
    """

    folder: Path = Path()
    code: str = ""
    files: Mapping[str, str] = field(default_factory=dict)
    follows: Mapping[str, str] = field(default_factory=dict)
    beside: Mapping[str, str] = field(default_factory=dict)
    now: dict[str, str] = field(default_factory=dict)
    made: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def part(self, name: str, told: Sequence[object], make: Callable[[], None], stage: Path, *places: str) -> None:
        """Have files or folders of the edition at `places` in `stage`: the former ones, or those that `make` makes.

        The former ones stand where the part follows from the same: from what is `told`, and the code. A part without
        places, such as a check that was passed, is not made again either. Whatever `make` raises is raised.
        """
        self.now[name] = _hash(json.dumps([self.code, *told], default=repr).encode())
        if self.follows.get(name) != self.now[name] or not self._taken(stage, places):
            make()
            self.made.append(name)

    def _taken(self, stage: Path, places: Sequence[str]) -> bool:
        """Copy files of the edition before; False where one of them is not as it was built."""
        own = {place: [name for name in self.files if f"{name}/".startswith(f"{place}/")] for place in places}
        if not all(own.values()):
            return False
        try:
            found = {name: (self.folder / name).read_bytes() for names in own.values() for name in names}
        except OSError:
            return False
        if any(_hash(data) != self.files[name] for name, data in found.items()):
            return False
        for name, data in found.items():
            (stage / name).parent.mkdir(parents=True, exist_ok=True)
            (stage / name).write_bytes(data)
        return True


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
