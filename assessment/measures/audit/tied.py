"""Whether a percentage printed near two figures is that of the move between them, or of something else."""

import re
from dataclasses import dataclass

from assessment.measures.audit.context import direction
from assessment.measures.audit.numbers import Number
from assessment.measures.audit.reading import Document, Sentence

_NOUNS = r"(?:increase|decrease|reduction|rise|fall|drop|change|growth)"
_TIED_AFTER = re.compile(
    r"(?:\s[A-Za-z]{1,20}|\s(?:19|20)[0-9]{2}(?: ?/ ?[0-9]{2,4})?){0,6}"
    r"(?:(?P<bracket>\s?\()|[,;]?\s)(?:which (?:is|was|represents) |representing |or |equating to |this is )?"
    rf"(?:an? (?:[a-z]{{1,12}} )?|(?:up|down) (?:by )?)?(?:{_NOUNS} of )?"
    r"(?:about |approximately |around |nearly |almost |over |just )?[+-]?",
    re.IGNORECASE,
)
_REWORDED = re.compile(r",? or [0-9.]{1,8} ?(?:%|per cent)(?! ?of)")
_TIED_BEFORE = re.compile(
    rf"(?: {_NOUNS})?(?:\s(?:in|of|on|during|between|year)\b[A-Za-z0-9/' -]{{0,60}})?\s?[,;:]?\s?", re.IGNORECASE
)
_TIED_COMPARED = re.compile(
    rf"(?: {_NOUNS})?(?:\s(?:in|of)\b[A-Za-z' -]{{0,60}})?\s?[,;:]\s?(?:with |there were |from )?"
    rf"|(?: {_NOUNS}| higher| lower| more| fewer)?(?: (?:than|in|on)\b[A-Za-z' -]{{0,60}})? \(",
    re.IGNORECASE,
)
ANOTHER = re.compile(
    r"\b(?:(?:and|while|whilst|but|as|whereas|although|though|when|where|with|yet|because|alongside|amid|despite"
    r"|compared|against|versus)\b(?! (?:(?:19|20)[0-9]{2}|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))"
    r"|(?:rose|fell|grew|increased|decreased|declined|dropped|reduced|went)\b)",
    re.IGNORECASE,
)
"""What begins another statement: a figure beyond it is of something else."""


@dataclass(frozen=True)
class Move:
    """A figure before and after, both of one unit, as the text words it."""

    before: Number
    after: Number
    start: int
    end: int
    kind: str


def tied(document: Document, sentence: Sentence, move: Move, number: Number) -> bool:
    """Whether the percentage is the move's: straight after (", a rise of 50%", "(50%)") or before ("by 5%, from")."""
    said = direction(document, sentence, number.start, number.end)
    if number.start >= move.end:
        after = _TIED_AFTER.fullmatch(document.text, move.end, number.start)
        reworded = _REWORDED.match(document.text, move.end, number.end + 8)
        another = ANOTHER.search(document.text, move.end, number.start)
        return bool(after and not another and (said or after["bracket"] or reworded))
    if number.end > move.start or number.end <= sentence.start or not said:
        return False
    between = re.sub(r"\([^()]{0,40}\)", "", document.text[number.end : move.start])
    pattern = _TIED_COMPARED if move.kind == "a compared with b" else _TIED_BEFORE
    return bool(pattern.fullmatch(between)) and not ANOTHER.search(between)
