"""checksums.json in the raw folder: address, SHA-256, bytes, date and ETag of each file as it was first fetched."""

import json
from pathlib import Path

from assessment.errors import AssessmentError
from assessment.sources.folder import CHECKSUMS


class Ledger:
    """The checksums recorded in a raw folder, by the file's name."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / CHECKSUMS
        self.records = self._read()

    def _read(self) -> dict[str, dict]:
        try:
            records = json.loads(self.path.read_text(encoding="utf-8"))
            sound = all(isinstance(record["sha256"], str) for record in records.values())
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, AttributeError, KeyError, TypeError):
            sound = False
        if not sound:
            what = "The recorded checksums cannot be read"
            raise AssessmentError(what, str(self.path), "Restore the file, or take it away to record them anew.")
        return records

    def of(self, file: str) -> dict | None:
        """What is recorded of a file; None where it was never fetched."""
        return self.records.get(file)

    def record(self, file: str, facts: dict) -> None:
        """Record a file; the whole record is written beside its place and moved in at once."""
        self.records[file] = facts
        stage = self.path.with_name(f"{CHECKSUMS}.part")
        text = json.dumps(self.records, indent=2, sort_keys=True, ensure_ascii=False)
        stage.write_text(text + "\n", encoding="utf-8")
        stage.replace(self.path)
