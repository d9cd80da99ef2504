"""The part of a file that has come, kept beside its place so that a later call goes on where this one stopped."""

import json
from pathlib import Path


class Part:
    """`<name>.part`, and `<name>.part.info` with the address, the validator and the length it was begun with."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.note = path.with_name(f"{path.name}.info")
        self.info: dict = self._read()

    def _read(self) -> dict:
        try:
            info = json.loads(self.note.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return info if isinstance(info, dict) else {}

    @property
    def size(self) -> int:
        """How many bytes have come."""
        return self.path.stat().st_size if self.path.is_file() else 0

    @property
    def validator(self) -> str:
        """What the publisher knows this version of the file by; empty where it cannot be told from another."""
        return str(self.info.get("validator") or "")

    @property
    def length(self) -> int | None:
        """The whole file's length in bytes; None where the publisher did not tell."""
        return self.info.get("length")

    @property
    def whole(self) -> bool:
        """Every byte has come, by the publisher's own count."""
        return bool(self.validator) and self.length is not None and self.size == self.length

    @property
    def etag(self) -> str:
        """The ETag that the publisher gave, if any."""
        return str(self.info.get("etag") or "")

    def begin(self, url: str, validator: str, length: int | None, etag: str = "") -> None:
        """Start from nothing."""
        self.path.write_bytes(b"")
        self.info = {"url": url, "validator": validator, "length": length, "etag": etag}
        self.note.write_text(json.dumps(self.info), encoding="utf-8")

    def going_on(self, url: str) -> dict[str, str]:
        """The request headers that ask for the rest only; what came from elsewhere or cannot be told is dropped."""
        if self.size and self.validator and self.info.get("url") == url:
            return {"Range": f"bytes={self.size}-", "If-Range": self.validator}
        self.forget()
        return {}

    def forget(self) -> None:
        """Throw away what has come."""
        self.path.unlink(missing_ok=True)
        self.done()

    def done(self) -> None:
        """The file has gone to its place: nothing is left to remember."""
        self.note.unlink(missing_ok=True)
        self.info = {}
