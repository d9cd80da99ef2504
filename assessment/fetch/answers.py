"""What a publisher's answer means: redirects, statuses, ranges, encodings."""

import re
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin, urlsplit

import requests
import urllib3

from assessment.fetch.faults import Failed, Passing

REDIRECTS = 5
BUSY = (429, 503)
PASSING = {408: "timed out", 425: "is not ready", 500: "failed", 502: "failed", 504: "timed out"}
REFUSED = {401: "asks for a password", 403: "refuses the file", 404: "has no such file", 410: "has taken the file away"}


@contextmanager
def answer(
    session: requests.Session, url: str, headers: Mapping[str, str], timeout: tuple[float, float]
) -> Iterator[requests.Response]:
    """Ask for an address and follow redirects, a few and never to another scheme. Raises Failed."""
    asked = url
    for _ in range(REDIRECTS + 1):
        response = session.get(asked, headers=dict(headers), stream=True, timeout=timeout, allow_redirects=False)
        with response:
            if not response.is_redirect:
                yield response
                return
            asked = _led(asked, response.headers["location"])
    reason = f"the address leads on more than {REDIRECTS} times"
    raise Failed(reason, "Mend it in config/sources.toml.")


def _led(asked: str, location: str) -> str:
    target = urljoin(asked, location)
    if urlsplit(target).scheme != urlsplit(asked).scheme:
        reason = f"the address leads from {urlsplit(asked).scheme} to {urlsplit(target).scheme}, which is refused"
        raise Failed(reason, "Mend it in config/sources.toml.")
    return target


def judge(response: requests.Response) -> None:
    """Let a file pass. Raises Passing where it is worth another attempt, Failed where it is not."""
    status = response.status_code
    if status in BUSY:
        reason = f"the publisher is busy ({status})"
        raise Passing(reason, wait_asked(response.headers.get("Retry-After", "")))
    if status in PASSING:
        reason = f"the publisher's server {PASSING[status]} ({status})"
        raise Passing(reason)
    if status == 202:
        reason = "the publisher is still making the file (202)"
        raise Passing(reason)
    if status == 416:
        reason = "the publisher has no such part of the file (416)"
        raise Passing(reason)
    if status not in (200, 206):
        reason = f"the publisher's server {REFUSED.get(status, 'does not give the file')} ({status})"
        raise Failed(reason)


def wait_asked(text: str) -> float | None:
    """The seconds that a Retry-After asks for, which may be a number or a date; None where it says nothing."""
    if re.fullmatch(r"\d{1,9}", text.strip()):
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max((aware - datetime.now(UTC)).total_seconds(), 0)


def broken(error: Exception, connect: float, read: float) -> str:
    """In words, how a connection failed."""
    if isinstance(error, requests.exceptions.ConnectTimeout):
        return f"the publisher's server did not answer within {connect:g} seconds"
    if isinstance(error, requests.exceptions.ReadTimeout | urllib3.exceptions.ReadTimeoutError):
        return f"the publisher's server sent nothing for {read:g} seconds"
    if isinstance(error, requests.exceptions.ConnectionError) and "NewConnection" in repr(error):
        return "the publisher's server cannot be reached"
    return "the connection broke off"


class Told:
    """What an answer tells of a file: where this part starts, the whole length, the validator, the encoding."""

    def __init__(self, response: requests.Response) -> None:
        self.response = response
        self.etag = response.headers.get("ETag", "")
        self.encoded = response.headers.get("Content-Encoding", "identity").lower() not in ("", "identity")
        self.starts, self.length = self._extent(response)
        self.validator = "" if self.encoded else self._validator()
        self.complete = True

    def _extent(self, response: requests.Response) -> tuple[int, int | None]:
        if response.status_code == 206:
            found = re.fullmatch(r"bytes (\d+)-\d+/(\d+|\*)", response.headers.get("Content-Range", "").strip())
            if not found:
                return -1, None
            return int(found[1]), None if found[2] == "*" else int(found[2])
        length = response.headers.get("Content-Length", "")
        return 0, int(length) if re.fullmatch(r"\d{1,18}", length) and not self.encoded else None

    def _validator(self) -> str:
        """A strong ETag or a date: a weak ETag does not promise the same bytes."""
        strong = self.etag.startswith('"')
        return self.etag if strong else self.response.headers.get("Last-Modified", "")

    def chunks(self, size: int) -> Iterator[bytes]:
        """The bytes of the file as they come, unpacked where the server packed them unasked."""
        raw = self.response.raw.stream(size, decode_content=False)
        return self._unpacked(raw) if self.encoded else raw

    def _unpacked(self, raw: Iterator[bytes]) -> Iterator[bytes]:
        encoding = self.response.headers["Content-Encoding"].lower()
        if encoding not in ("gzip", "x-gzip", "deflate"):
            reason = f"the publisher sends the file packed in a way that is not known ({encoding})"
            raise Failed(reason)
        unpacker = zlib.decompressobj(wbits=47 if "gzip" in encoding else 15)
        try:
            for chunk in raw:
                yield from self._pieces(unpacker, chunk)
        except zlib.error:
            reason = "the file came damaged"
            raise Passing(reason) from None
        self.complete = unpacker.eof

    def _pieces(self, unpacker: "zlib._Decompress", chunk: bytes) -> Iterator[bytes]:
        """A packed chunk may hold a thousand times its size: it is handed on a megabyte at a time."""
        while chunk:
            yield unpacker.decompress(chunk, 1 << 20)
            chunk = unpacker.unconsumed_tail
