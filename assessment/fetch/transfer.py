"""Brings one file over HTTP: with patience, from where an earlier attempt stopped, and never more than it should."""

import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import requests
import urllib3

from assessment import __version__
from assessment.fetch import answers
from assessment.fetch.faults import Failed, Passing
from assessment.fetch.part import Part

LATER = "Call again: what has come is kept, and the download goes on from there."
CHUNK = 1 << 16


@dataclass(frozen=True)
class Manners:
    """How long to wait (seconds), how often to try, and how much to take (bytes)."""

    connect: float = 10
    read: float = 60
    attempts: int = 5
    first_wait: float = 1
    longest_wait: float = 60
    patience: float = 180  # the longest wait that a publisher may ask for
    progress: int = 1_000_000  # an attempt that brought this much does not count as failed
    largest: int = 8_000_000_000
    sleep: Callable[[float], None] = field(default=time.sleep)
    chance: Callable[[], float] = field(default=random.random)

    def wait(self, tries: int, asked: float | None) -> None:
        """Wait after so many attempts in a row that brought nothing, or as long as the publisher asked."""
        own = min(self.first_wait * 2 ** max(tries - 1, 0), self.longest_wait) * (0.5 + self.chance() / 2)
        if asked is not None and asked > self.patience:
            reason = f"the publisher asks to wait {asked:.0f} seconds"
            raise Failed(reason, "Call again after that time.")
        self.sleep(max(own, asked or 0))


class Transfer:
    """Brings one file; called as pooch calls a downloader. `moved` is told the bytes so far and those expected."""

    def __init__(
        self,
        part: Part,
        manners: Manners,
        session: requests.Session,
        check: Callable[[Path], str] = lambda path: "",
        moved: Callable[[int, int | None], None] = lambda size, length: None,
    ) -> None:
        self.part, self.manners, self.session, self.check, self.moved = part, manners, session, check, moved
        self.resumed = False
        self.etag = ""

    def __call__(self, url: str, output_file: str, pooch: object = None) -> None:
        """Bring the file to `output_file` at once when it is whole. Raises Failed."""
        self._bring(url)
        fault = self.check(self.part.path)
        if fault:
            self.part.forget()
            raise Failed(fault, "Open the address in a browser to see what the publisher says.")
        self.part.path.replace(output_file)
        self.part.done()

    def _bring(self, url: str) -> None:
        """Try until the file is whole; attempts that bring nothing are counted."""
        tries = 0
        while True:
            before = self.part.size
            try:
                return self._attempt(url)
            except Passing as fault:
                tries = 0 if self.part.size - before >= self.manners.progress else tries + 1
                if tries >= self.manners.attempts:
                    reason = f"{fault.reason}, {tries} times"
                    raise Failed(reason, LATER) from None
                self.manners.wait(tries, fault.after)

    def _attempt(self, url: str) -> None:
        headers = self.part.going_on(url)
        if self.part.whole:
            self.resumed, self.etag = True, self.part.etag
            return
        try:
            with answers.answer(self.session, url, self._headers(headers), self._timeout()) as response:
                if response.status_code == 416:
                    self.part.forget()
                answers.judge(response)
                self._take(url, response)
        except requests.exceptions.SSLError:
            mend = "Check the clock and the network's certificates; REQUESTS_CA_BUNDLE names a file of your own."
            reason = "the publisher's certificate cannot be trusted"
            raise Failed(reason, mend) from None
        except (requests.RequestException, urllib3.exceptions.HTTPError) as error:
            if isinstance(error, ValueError):
                reason = "the address is not one"
                raise Failed(reason, "Mend it in config/sources.toml.") from None
            raise Passing(answers.broken(error, self.manners.connect, self.manners.read)) from None
        except OSError as error:
            reason = f"the file cannot be written: {error.strerror}"
            raise Failed(reason, "Make room in the raw folder or name another with --raw.") from None

    def _headers(self, more: Mapping[str, str]) -> dict[str, str]:
        agent = f"strategic-assessment-workbook/{__version__}"
        return {"User-Agent": agent, "Accept-Encoding": "identity", "Accept": "*/*", **more}

    def _timeout(self) -> tuple[float, float]:
        return self.manners.connect, self.manners.read

    def _take(self, url: str, response: requests.Response) -> None:
        """Write what an accepted answer brings, and see that it is all of it."""
        told = answers.Told(response)
        if response.status_code == 206:
            self._go_on(told)
        else:
            self.part.begin(url, told.validator, told.length, told.etag)
        self.etag = told.etag or self.part.etag
        if self.part.length is not None and self.part.length > self.manners.largest:
            self._too_large()
        self._write(told)
        self._all_there(told)

    def _go_on(self, told: answers.Told) -> None:
        """Whether the rest belongs to what has come; if not, both are dropped."""
        another = told.validator and told.validator != self.part.validator
        longer = None not in (told.length, self.part.length) and told.length != self.part.length
        if told.starts != self.part.size or another or longer or told.encoded:
            self.part.forget()
            reason = "the file changed while it came"
            raise Passing(reason)
        self.resumed = True

    def _write(self, told: answers.Told) -> None:
        with self.part.path.open("ab") as file:
            size = file.tell()
            for chunk in told.chunks(CHUNK):
                file.write(chunk)
                size += len(chunk)
                if size > self.manners.largest:
                    self._too_large()
                self.moved(size, self.part.length)

    def _too_large(self) -> None:
        self.part.forget()
        reason = f"the file is larger than {self.manners.largest:,} bytes"
        raise Failed(reason, "Look at the address in config/sources.toml: this is not the file that it should be.")

    def _all_there(self, told: answers.Told) -> None:
        whole = told.length if told.length is not None else self.part.length
        if not told.complete or (whole is not None and self.part.size != whole):
            length = f" of {whole:,}" if whole is not None else ""
            reason = f"the file was cut short at {self.part.size:,}{length} bytes"
            raise Passing(reason)
