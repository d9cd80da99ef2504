"""The headings of a page's body: its title taken out, an id for each of the others, the list of contents."""

import html
import re
import unicodedata
from collections.abc import Iterator
from itertools import count
from typing import NamedTuple

HEADING = re.compile(r"<h([1-6])([^>]*)>(.*?)</h\1>", re.DOTALL)
ID = re.compile(r'\bid="([^"]*)"')
TAKEN = frozenset({"main", "top", "contents", "chapters", "accessibility"})  # ids of the templates


class Heading(NamedTuple):
    """A heading: its level, its id and its text."""

    level: int
    id: str
    text: str


def take_title(body: str) -> tuple[str, str]:
    """The text of the first level 1 heading, and the body without it; an empty text where there is none."""
    for match in HEADING.finditer(body):
        if match[1] == "1":
            return _text(match[3]), body[: match.start()] + body[match.end() :]
    return "", body


def headings_of(part: str) -> list[Heading]:
    """The headings in a part of a page, without ids."""
    return [Heading(int(match[1]), "", _text(match[3])) for match in HEADING.finditer(part)]


def with_ids(body: str) -> tuple[str, list[Heading]]:
    """The body with an id on every heading, made from its text so that links to it last; and the headings."""
    taken = set(ID.findall(body)) | TAKEN
    found: list[Heading] = []

    def marked(match: re.Match[str]) -> str:
        level, attributes, inner = match.groups()
        own = ID.search(attributes)
        id = own[1] if own else next(free for free in _candidates(_text(inner)) if free not in taken)
        taken.add(id)
        found.append(Heading(int(level), id, _text(inner)))
        return match[0] if own else f'<h{level}{attributes} id="{id}">{inner}</h{level}>'

    return HEADING.sub(marked, body), found


def _candidates(text: str) -> Iterator[str]:
    """`key-findings`, `key-findings-2`, …"""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii").lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60] or "section"
    slug = slug if slug[0].isalpha() else f"section-{slug}"
    yield slug
    yield from (f"{slug}-{number}" for number in count(2))


def _text(inner: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", inner)).strip()
