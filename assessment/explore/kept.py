"""What was chosen in a panel, kept beside the processed tables until the panel is opened again."""

import json
from dataclasses import dataclass
from pathlib import Path

from assessment import project
from assessment.store.folders import write_privately


@dataclass(frozen=True)
class Kept:
    """The choices of one panel for one area and year: a small file that only the user can read."""

    path: Path

    @classmethod
    def of(cls, panel: str, area: str, year: str) -> "Kept":
        """Where the choices of a panel lie."""
        name = f"{panel}-{area}-{year.replace('/', '-').replace(' ', '-')}.json"
        return cls(project.processed_folder() / "explore" / name)

    def read(self) -> dict[str, object]:
        """The choices; none where there are none, or where the file cannot be read."""
        try:
            told = json.loads(self.path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return told if isinstance(told, dict) else {}

    def write(self, choices: dict[str, object]) -> None:
        """Keep the choices. Raises AssessmentError where the folder cannot be written."""
        write_privately(self.path, json.dumps(choices, ensure_ascii=False, indent=1))
