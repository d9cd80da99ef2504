"""Percentage points printed as per cent: a level and its change in one sentence, the counts of both in those after."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from assessment.measures.audit.claim import CONSISTENT, INCONSISTENT, UNVERIFIABLE, Draft
from assessment.measures.audit.context import direction, end_of_clause
from assessment.measures.audit.numbers import Number
from assessment.measures.audit.reading import Document, Sentence
from assessment.measures.audit.sums import agrees, overlap, shown

_THEN = re.compile(r"\s(?:an? |the )?(?:decrease|reduction|fall|drop|increase|rise|growth) of\s$", re.IGNORECASE)
_BY = re.compile(r"\s(?P<word>decreased|reduced|fell|fallen|increased|risen|rose|grew) by\s$", re.IGNORECASE)
_FALL = re.compile(r"decrease|reduc|fall|fell|drop", re.IGNORECASE)


@dataclass(frozen=True)
class _Moved:
    """A count of now and of before, worked out from the change printed with it."""

    now: float
    before: float


def points(document: Document, sentence: Sentence, taken: set[int]) -> Iterator[Draft]:
    """Judge "is 29.1%, a 2.1% decrease" by the counts in the paragraph, where they give the level of both years."""
    percents = [n for n in sentence.numbers if n.unit in {"percent", "points"} and n.start not in taken]
    for level, change in pairwise(percents):
        said = direction(document, sentence, change.start, change.end)
        if not said or level.unit == "points" or direction(document, sentence, level.start, level.end):
            continue
        if not re.search(
            r"\b(?:representing|which (?:is|was|represents)|, an?|this (?:is|was|represents))\b",
            document.text[level.end : change.start],
        ):
            continue
        verdict, sums, base = _judge(document, sentence, level, change, said)
        end = end_of_clause(document, sentence, change.end)
        yield Draft(sentence.start, end, "level and its change", verdict, sums, *base, uses=(level.start, change.start))


def _judge(document: Document, sentence: Sentence, level: Number, change: Number, said: int) -> tuple:
    moved = list(_moved(document, sentence))
    found = [
        (part, whole)
        for part in moved
        for whole in moved
        if part.now < whole.now and agrees(part.now, whole.now, level.value, level.decimals)
    ]
    if len(found) != 1:
        return UNVERIFIABLE, _either(level, change, said), (None, None)
    part, whole = found[0]
    then, now = 100 * part.before / whole.before, 100 * part.now / whole.now
    sums = (
        f"{shown(part.before)}/{shown(whole.before)} = {then:.2f}% then,"
        f" {shown(part.now)}/{shown(whole.now)} = {now:.2f}% now: {now - then:+.2f} percentage points,"
        f" {100 * (now / then - 1):+.2f}%, printed {shown(change.value, change.decimals)}"
    )
    base = (whole.before, whole.before)
    printed = (change.low, change.high) if said > 0 else (-change.high, -change.low)
    as_points = overlap((now - then,) * 2, printed)
    as_change = overlap((100 * (now / then - 1),) * 2, printed)
    if as_points if change.unit == "points" else as_change:
        return CONSISTENT, sums, base
    if as_points and change.unit == "percent":
        return INCONSISTENT, f"{sums}%: percentage points printed as per cent", base
    return UNVERIFIABLE, sums, base


def _either(level: Number, change: Number, said: int) -> str:
    of_itself = level.value / (1 + said * change.value / 100) if change.value < 100 or said > 0 else float("nan")
    return (
        f"whether per cent (from {of_itself:.1f}%) or percentage points (from {level.value - said * change.value:.1f}%)"
        " is meant is not said, and no counts of both periods are printed"
    )


def _moved(document: Document, sentence: Sentence) -> Iterator[_Moved]:
    """Counts of the paragraph from this sentence on that are printed with the change since before."""
    for place in range(sentence.place, min(sentence.place + 6, len(document.sentences))):
        later = document.sentences[place]
        if later.block != sentence.block:
            return
        counts = [n for n in later.numbers if n.unit == "count" and not n.spelled]
        for first, second in pairwise(counts):
            found = _pair(document, first, second)
            if found and found.before > 0 and found.now > 0:
                yield found


def _pair(document: Document, first: Number, second: Number) -> _Moved | None:
    """ "788 offenders, a decrease of 216", or "decreased by 437 to 2,720"."""
    between = document.text[first.end : second.start]
    if len(between) > 120:
        return None
    then = _THEN.search(between)
    if then:
        return _Moved(first.value, first.value + (second.value if _FALL.search(then[0]) else -second.value))
    by = _BY.search(document.text[max(0, first.start - 24) : first.start])
    if by and re.fullmatch(r"(?: [a-z]{1,14}){0,2} to ", between):
        return _Moved(second.value, second.value + (first.value if _FALL.search(by["word"]) else -first.value))
    return None
