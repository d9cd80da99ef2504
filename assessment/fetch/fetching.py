"""Fetches the files of a plan one after another: what is there and holds is left, what came is checked and recorded."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal
from urllib.parse import urlsplit

import pooch
import requests

from assessment.errors import AssessmentError
from assessment.fetch import archive, content
from assessment.fetch.faults import Failed
from assessment.fetch.ledger import Ledger
from assessment.fetch.part import Part
from assessment.fetch.plan import Plan, Wanted
from assessment.fetch.shown import Shown
from assessment.fetch.transfer import Manners, Transfer
from assessment.sources.folder import digest

State = Literal["fetched", "already there", "resumed", "failed"]
PAGE = 5_000_000  # bytes that a page of checksums may have


@dataclass(frozen=True)
class Outcome:
    """What became of one file; `told` is the reason where it failed, and `mend` what to do about it."""

    file: str
    state: State
    told: str = ""
    mend: str = ""

    def __str__(self) -> str:
        told = f": {self.told.rstrip('.')}." if self.told else ""
        return f"{self.state}  {self.file}{told}{f' {self.mend}' if self.mend else ''}"


class Fetch:
    """Fetches into a raw folder, which is made where there is none. Raises AssessmentError where it cannot be."""

    def __init__(self, folder: Path, shown: Shown, manners: Manners | None = None) -> None:
        self.folder, self.shown, self.manners = _made(folder), shown, manners or Manners()
        self.ledger = Ledger(folder)
        self.session = requests.Session()
        self.pages: dict[str, str] = {}
        pooch.get_logger().setLevel("WARNING")

    def all(self, plan: Plan) -> Iterator[Outcome]:
        """Every file of a plan, each with its outcome; a failed one does not stop the others."""
        with self.session:
            for wanted in plan.wanted:
                yield self.one(wanted)

    def one(self, wanted: Wanted) -> Outcome:
        """Fetch one file, unless it is there and holds."""
        self.shown.start(wanted.file, wanted.url)
        try:
            outcome = self._there(wanted) or self._fetched(wanted)
        except Failed as fault:
            outcome = Outcome(wanted.file, "failed", fault.reason, fault.mend or f"By hand: {wanted.how_to_get}")
        except OSError as error:
            mend = "Make room in the raw folder, or name another with --raw."
            outcome = Outcome(wanted.file, "failed", f"it cannot be written: {error.strerror}", mend)
        self.shown.done(wanted.file)
        return outcome

    def _there(self, wanted: Wanted) -> Outcome | None:
        """Already there, where the file holds against what is published or recorded of it."""
        place, record = self.folder / wanted.file, self.ledger.of(wanted.file)
        if not place.exists():
            return None
        if record is None and wanted.sha256 and not wanted.keep and digest(place) != wanted.sha256:
            reason = "the file there is not the one that the publisher published"
            raise Failed(reason, "Take it away and call again.")
        if record is None:
            return Outcome(wanted.file, "already there", "it was not fetched by this command, and is left as it is")
        if digest(place) == record.get("kept", record)["sha256"]:
            return Outcome(wanted.file, "already there", "its checksum holds")
        return None

    def _fetched(self, wanted: Wanted) -> Outcome:
        new = self.folder / f"{wanted.file}.new"
        transfer = Transfer(
            Part(self.folder / f"{wanted.file}.part"),
            self.manners,
            self.session,
            partial(content.fault, name=wanted.file),
            partial(self.shown.moved, wanted.file),
        )
        known = self._published(wanted)
        try:
            pooch.retrieve(wanted.url, known, new.name, self.folder, downloader=transfer)
        except ValueError:
            reason = "its checksum is not the one that the publisher published; what came was thrown away"
            raise Failed(reason, "Call again; if it stays so, tell the publisher.") from None
        told = self._placed(wanted, new, transfer.etag, known)
        return Outcome(wanted.file, "resumed" if transfer.resumed else "fetched", told)

    def _placed(self, wanted: Wanted, new: Path, etag: str, known: str | None) -> str:
        """Move what came into its place and record it; what differs from the record stays apart. Raises Failed."""
        place, record, sha256, size = self.folder / wanted.file, self.ledger.of(wanted.file), digest(new), _size(new)
        if record and record["sha256"] != sha256:
            self._kept_apart(wanted, record)
        facts = {"url": wanted.url, "sha256": sha256, "bytes": size, "etag": etag, "date": _today()}
        told = f"{size:,} bytes, {_checked(record, known)}"
        if wanted.keep:
            cut = self.folder / f"{wanted.file}.cut"
            count = archive.only(new, cut, wanted.keep)
            facts["kept"] = {"members": wanted.keep, "sha256": digest(cut), "bytes": _size(cut)}
            told += f", of which {count} members called {wanted.keep} are kept, {_size(cut):,} bytes"
        if place.exists():
            place.replace(place.with_name(f"{place.name}.old"))
            told += f"; the file that was there had been changed and is now {place.name}.old"
        (cut if wanted.keep else new).replace(place)
        self.ledger.record(wanted.file, facts)
        new.unlink(missing_ok=True)
        return told

    def _kept_apart(self, wanted: Wanted, record: dict) -> None:
        reason = (
            f"the publisher's file is not the one fetched on {record.get('date', 'an earlier day')}; "
            f"it lies beside it as {wanted.file}.new and is not used"
        )
        mend = (
            f"Compare the two. To take the new one, delete {wanted.file} and its entry in {self.ledger.path.name} "
            "and call again; to leave it, delete the new one."
        )
        raise Failed(reason, mend)

    def _published(self, wanted: Wanted) -> str | None:
        """The checksum that the publisher gives, as pooch writes it; None where there is none to be had."""
        if wanted.sha256:
            return f"sha256:{wanted.sha256.lower()}"
        if not wanted.checksums:
            return None
        if wanted.checksums not in self.pages:
            self.pages[wanted.checksums] = self._page(wanted.checksums)
        name = urlsplit(wanted.url).path.rpartition("/")[2]
        md5 = md5_of(name, self.pages[wanted.checksums])
        return f"md5:{md5}" if md5 else None

    def _page(self, url: str) -> str:
        """A page of checksums; empty where it cannot be had, for then the first download is recorded as it comes."""
        manners = Manners(**{**vars(self.manners), "largest": PAGE, "attempts": min(self.manners.attempts, 2)})
        with TemporaryDirectory() as folder:
            page = Path(folder) / "page"
            try:
                Transfer(Part(Path(folder) / "part"), manners, self.session)(url, str(page))
            except Failed:
                return ""
            return page.read_text(encoding="utf-8", errors="replace")


def md5_of(name: str, page: str) -> str:
    """The MD5 that stands after a file's name on a page, before the next file's name; empty where there is none."""
    for after in re.split(re.escape(name), page)[1:]:
        own = re.split(r"\d{4}-\d\d\.zip|latest\.zip", after)[0]
        found = re.search(r"(?<![\w-])[0-9a-f]{32}(?![\w-])", own)
        if found:
            return found[0]
    return ""


def _made(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        what = f"The raw folder cannot be made: {error.strerror}"
        raise AssessmentError(what, str(folder), "Name another folder with --raw.") from None
    return folder


def _checked(record: dict | None, known: str | None) -> str:
    if known:
        return f"checked against the publisher's {known.split(':')[0].upper()}"
    return "the same as before" if record else "checksum recorded"


def _size(path: Path) -> int:
    return path.stat().st_size


def _today() -> str:
    return datetime.now(UTC).date().isoformat()
