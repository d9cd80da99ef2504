"""Percentages printed with a count: "fell 6.6% (n=1,086)", "31.2% (n=215) of these", "24 offences (12%)"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from assessment.measures.audit.claim import Draft
from assessment.measures.audit.context import direction, phrase
from assessment.measures.audit.counted_change import judge_change
from assessment.measures.audit.counted_share import judge_share
from assessment.measures.audit.numbers import Number
from assessment.measures.audit.reading import Document, Sentence

_OPEN = re.compile(
    r"(?:\s{1,2}of\s[A-Za-z' ]{2,40})?\s{0,2}\(\s?(?:n\s?=\s?)?"
    r"(?:(?:approximately|approx\.?|around|about|or|by|some)\s)?(?:[+-]\s)?",
    re.IGNORECASE,
)
_CLOSE = re.compile(r"(?P<noun>[^()0-9;%]{0,40})\)")
_OTHER_COUNT = re.compile(
    r"\b(?:in|last|previous|prior|from|compared|year|total|now|to|before|was|were)\b", re.IGNORECASE
)
_RANGE = re.compile(r"\bbetween [0-9.]{1,8} ?%? and $", re.IGNORECASE)
_LEVEL = re.compile(r"\b(?:to|from|than)\s$", re.IGNORECASE)
_REVERSE = re.compile(r"[A-Za-z' -]{0,40}\(\s?(?:(?:approximately|around|about|or|by)\s)?", re.IGNORECASE)


@dataclass(frozen=True)
class Pair:
    """A percentage and its count; `start` to `end` takes in both and the closing bracket."""

    percent: Number
    count: Number
    start: int
    end: int


def counted(document: Document, sentence: Sentence, taken: set[int]) -> Iterator[Draft]:
    """Every percentage with a count beside it, as a change or as a share."""
    for pair in pairs(document, sentence):
        if pair.percent.start in taken:
            continue
        towards = direction(document, sentence, pair.percent.start, pair.end)
        towards = towards or _reversed_direction(document, sentence, pair)
        towards = towards or {"+": 1, "-": -1}.get(pair.count.sign or pair.percent.sign, 0)
        judge = judge_change if towards else judge_share
        draft = judge(document, sentence, pair.percent, pair.count, pair.end, towards)
        start, end = phrase(document, sentence, pair.start, pair.end)
        yield replace(draft, start=start, end=end, uses=(pair.percent.start, pair.count.start))


def _reversed_direction(document: Document, sentence: Sentence, pair: Pair) -> int:
    """In "an increase of 24 offences (12%)" the word stands before the count."""
    if pair.percent.start < pair.count.start:
        return 0
    return direction(document, sentence, pair.count.start, pair.end)


def pairs(document: Document, sentence: Sentence) -> Iterator[Pair]:
    """Neighbouring numbers of which one is a percentage and the other a count, one of them in brackets."""
    for first, second in pairwise(sentence.numbers):
        if first.unit == "percent" and _countable(document, second):
            opened = _OPEN.fullmatch(document.text, first.end, second.start)
        elif second.unit == "percent" and first.unit == "count" and not first.spelled:
            level = _LEVEL.search(document.text[max(sentence.start, first.start - 12) : first.start])
            opened = None if level else _REVERSE.fullmatch(document.text, first.end, second.start)
        else:
            continue
        closed = _CLOSE.match(document.text, second.end, sentence.end)
        if _RANGE.search(document.text[max(sentence.start, first.start - 24) : first.start]):
            continue
        if opened and closed and not (first.unit == "percent" and _OTHER_COUNT.search(closed["noun"])):
            yield Pair(*_in_order(first, second), first.start, closed.end())


def stands_alone(document: Document, sentence: Sentence, number: Number) -> bool:
    """Whether a count in brackets is only that: (19 offences), not (19 in the year before)."""
    closed = _CLOSE.match(document.text, number.end, sentence.end)
    return bool(closed and not _OTHER_COUNT.search(closed["noun"]))


def _in_order(first: Number, second: Number) -> tuple[Number, Number]:
    percent, count = (first, second) if first.unit == "percent" else (second, first)
    if count.unit == "year":
        count = replace(count, unit="count")
    return percent, count


def _countable(document: Document, number: Number) -> bool:
    """A count, or four figures that look like a year but are followed by what they count: (2013 offences)."""
    if number.unit == "count":
        return True
    following = document.text[number.end : number.end + 12].strip()
    return number.unit == "year" and number.value > 0 and following[:1].isalpha()
