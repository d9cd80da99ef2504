"""A publisher on 127.0.0.1 that behaves as badly as it is told to."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Answer:
    """One answer: what is sent of which body under which status and headers."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    etag: str = '"one"'
    ranges: bool = True  # answers a Range with 206
    condition: bool = True  # heeds If-Range
    sent: int | None = None  # bytes after which the connection drops
    length: int | str | None = "own"  # None tells none; a number lies
    stalls: bool = False  # sends `sent` bytes and then nothing more
    chunked: bool = False


class Publisher:
    """Gives each path its answers one after another, the last one for ever; keeps the requests."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.answers: dict[str, list[Answer]] = {}
        self.requests: list[tuple[str, dict[str, str]]] = []
        self.over = threading.Event()

    def gives(self, path: str, *answers: Answer | bytes) -> str:
        """Set the answers of a path; its address."""
        self.answers[path] = [one if isinstance(one, Answer) else Answer(one) for one in answers]
        return self.address + path

    def asked(self, path: str) -> list[dict[str, str]]:
        """The headers of each request for a path."""
        return [headers for asked, headers in self.requests if asked == path]

    def answer(self, path: str) -> Answer:
        """The next answer of a path."""
        answers = self.answers.get(path) or [Answer(status=404)]
        return answers.pop(0) if len(answers) > 1 else answers[0]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    publisher: Publisher

    def do_GET(self) -> None:
        self.publisher.requests.append((self.path, dict(self.headers)))
        answer = self.publisher.answer(self.path)
        start = self.start_of(answer)
        if start is not None and start >= len(answer.body):
            answer, start = Answer(status=416), None
        rest = answer.body[start or 0 :]
        self.head(answer, start, rest)
        self.send_body(answer, rest)

    def start_of(self, answer: Answer) -> int | None:
        asked = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
        same = self.headers.get("If-Range") in (None, answer.etag) or not answer.condition
        return int(asked[1]) if asked and answer.ranges and answer.status == 200 and same else None

    def head(self, answer: Answer, start: int | None, rest: bytes) -> None:
        self.send_response(206 if start is not None else answer.status)
        if start is not None:
            self.send_header("Content-Range", f"bytes {start}-{len(answer.body) - 1}/{len(answer.body)}")
        if answer.etag:
            self.send_header("ETag", answer.etag)
        if answer.chunked:
            self.send_header("Transfer-Encoding", "chunked")
        elif answer.length is not None:
            self.send_header("Content-Length", str(len(rest) if answer.length == "own" else answer.length))
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("Connection", "close")
        self.end_headers()

    def send_body(self, answer: Answer, rest: bytes) -> None:
        sent = rest if answer.sent is None else rest[: answer.sent]
        if answer.chunked:
            ended = b"0\r\n\r\n" if answer.sent is None else b""
            sent = b"%x\r\n%s\r\n" % (len(rest), sent) + ended
        self.wfile.write(sent)
        self.wfile.flush()
        if answer.stalls:
            self.publisher.over.wait(10)
        self.close_connection = True

    def log_message(self, *words: object) -> None:
        """Say nothing."""


@contextmanager
def publisher() -> Iterator[Publisher]:
    """A publisher that answers while the block runs."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found = Publisher(f"http://127.0.0.1:{server.server_address[1]}")
    server.RequestHandlerClass = type("Own", (Handler,), {"publisher": found})
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield found
    finally:
        found.over.set()
        server.shutdown()
        server.server_close()
        thread.join()
