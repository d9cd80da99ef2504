"""A text as the auditor reads it: lines, sentences with their numbers, and where each stands."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from assessment.measures.audit.numbers import Number, numbers
from assessment.measures.audit.tables import Table, tables

LONGEST = 1500
"""Characters of the longest piece read as one sentence; longer ones are cut at a space."""

MOST_NUMBERS = 40
"""A sentence with more numbers than this is a table that lost its lines, and is left alone."""

# One character for one, so that a place in the reading is the same place in the text.
_PLAIN = str.maketrans(
    "\u2212\u2013\u2014\u2010\u2011\u00a0\u2007\u202f\u2009\f\v\x85\u2028\u2029\x00", "-----" + " " * 10
)
_END = re.compile(r"[.!?][\"'’”)\]]{0,3}(?=\s)")
_ABBREVIATION = re.compile(r"(?:\b(?:e\.g|i\.e|approx|vs|cf|etc|no|dr|mr|mrs|ms|st|incl|excl|[a-z])\.)$", re.IGNORECASE)
_BULLET = re.compile(r"[ \t]*(?:(?:[-•*▪#>]{1,6}|\(?[a-z]\)|[0-9]{1,3}(?:\.[0-9]{1,3}){1,4}[a-z]?\.?)[ \t]+){1,3}")
_STARTS_AFRESH = re.compile(r"[ \t]*(?:[-•*▪#>]|[0-9]{1,3}\.[0-9]|[0-9]{1,6} ?[x×] |\(?[a-z]\) )")


@dataclass(frozen=True)
class Sentence:
    """`start` to `end` in the text, the paragraph (`block`) it belongs to, its numbers and its place in the list."""

    start: int
    end: int
    block: int
    place: int
    numbers: tuple[Number, ...]


@dataclass
class Document:
    """The text with one character for one, its sentences and tables; `facts` is filled by the facts module."""

    text: str
    original: str
    line_starts: list[int]
    sentences: list[Sentence]
    tables: list[Table]
    facts: Any = field(default=None, repr=False)

    def words(self, start: int, end: int) -> str:
        """The text as it stands from `start` to `end`, white space made single."""
        return " ".join(self.original[start:end].split())

    def line(self, place: int) -> int:
        """The number, from 1, of the line on which this place lies."""
        return bisect_right(self.line_starts, place)

    def near(self, first: int, last: int) -> list[Sentence]:
        """The sentences that begin on these lines."""
        begin = self.line_starts[min(max(first, 1), len(self.line_starts)) - 1]
        end = self.line_starts[last] if last < len(self.line_starts) else len(self.text)
        low = bisect_left(self.sentences, begin, key=lambda sentence: sentence.start)
        high = bisect_left(self.sentences, end, key=lambda sentence: sentence.start)
        return self.sentences[low:high]

    def paragraph(self, sentence: Sentence, reach: int = 50) -> list[Sentence]:
        """The sentences of this one's paragraph, at most `reach` either way."""
        around = self.sentences[max(0, sentence.place - reach) : sentence.place + reach]
        return [other for other in around if other.block == sentence.block]

    def before(self, sentence: Sentence) -> Sentence | None:
        """The sentence before, in this paragraph or the one before."""
        return self.sentences[sentence.place - 1] if sentence.place else None


def decode(content: bytes) -> str:
    """The text of a file in UTF-8, or in UTF-16 where its first two bytes say so; ValueError for anything else."""
    message = "is not UTF-8 text"
    try:
        text = content.decode("utf-16" if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError(message) from None
    if "\0" in text:
        raise ValueError(message)
    return text


def read(text: str) -> Document:
    """Read a text: any line ends, minus signs and spaces; linear in its length."""
    original = text.replace("\r\n", "\n").replace("\r", "\n")
    plain = original.translate(_PLAIN)
    starts = [0, *(match.end() for match in re.finditer("\n", plain))]
    found = tables(plain, starts)
    taken = {row for table in found for row in range(table.first_line, table.last_line + 1)}
    sentences = list(_sentences(plain, starts, taken))
    return Document(plain, original, starts, sentences, found)


def _sentences(text: str, starts: list[int], taken: set[int]) -> Iterator[Sentence]:
    stream = numbers(text)
    ahead = next(stream, None)
    place = 0
    for block, (first, last) in enumerate(_runs(text, starts, taken)):
        for start, end in _pieces(text, first, last):
            inside = []
            while ahead and ahead.start < end:
                if ahead.start >= start:
                    inside.append(ahead)
                ahead = next(stream, None)
            yield Sentence(start, end, block, place, tuple(inside))
            place += 1


def _runs(text: str, starts: list[int], taken: set[int]) -> Iterator[tuple[int, int]]:
    """Paragraphs: lines that run on into one another, without blank lines and table rows."""
    run: tuple[int, int] | None = None
    for number, start in enumerate(starts):
        end = starts[number + 1] - 1 if number + 1 < len(starts) else len(text)
        line = text[start:end]
        blank = number in taken or not line.strip()
        if run and not blank and _runs_on(text, run, line):
            run = (run[0], end)
            continue
        if run:
            yield run
        run = None if blank else (start + _bullet(line), end)
    if run:
        yield run


def _bullet(line: str) -> int:
    found = _BULLET.match(line)
    return found.end() if found else 0


def _runs_on(text: str, run: tuple[int, int], line: str) -> bool:
    """Whether a wrapped sentence goes on in this line: a small letter, or a full line before it without an end."""
    tail = text[max(run[0], run[1] - 400) : run[1]].rstrip()
    if not tail or tail[-1] in ".!?:;" or _STARTS_AFRESH.match(line):
        return False
    first = line.lstrip()[0]
    last_line = tail.rsplit("\n", 1)[-1]
    return first.islower() or (len(last_line) >= 60 and (tail[-1].islower() or tail[-1] in ","))


def _pieces(text: str, first: int, last: int) -> Iterator[tuple[int, int]]:
    start = first
    for match in _END.finditer(text, first, last):
        if _ABBREVIATION.search(text[max(start, match.start() - 8) : match.start() + 1]):
            continue
        yield from _bounded(text, start, match.end())
        start = match.end()
    yield from _bounded(text, start, last)


def _bounded(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > LONGEST:
        cut = text.rfind(" ", start + 1, start + LONGEST)
        cut = cut if cut > start else start + LONGEST
        yield start, cut
        start = cut
    if text[start:end].strip():
        yield start + len(text[start:end]) - len(text[start:end].lstrip()), end
