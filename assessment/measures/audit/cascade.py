"""Stages of a cascade: each share must be of the stage before it, not of the first."""

import re
from collections.abc import Iterator

from assessment.measures.audit.claim import CONSISTENT, INCONSISTENT, UNVERIFIABLE, Draft
from assessment.measures.audit.numbers import Number
from assessment.measures.audit.phrases import stems
from assessment.measures.audit.reading import Document, Sentence
from assessment.measures.audit.sums import overlap, shown

REACH = 30
"""Sentences back from the one that speaks of the stages in which their list is looked for."""

_ITEM = re.compile(r"\s*[x×]?\s*(?P<label>[A-Za-z][A-Za-z /'-]{3,80})\s*")
_NESTED = re.compile(r"\bof (?:the|these|those|this)\s$", re.IGNORECASE)


def cascade(document: Document, sentence: Sentence, taken: set[int]) -> Iterator[Draft]:
    """Judge "stopped 77%; of the 23% that went on, 98% stopped with only 2% going on" against the listed stages."""
    percents = [n for n in sentence.numbers if n.unit == "percent" and n.start not in taken]
    nested = [n for n in percents if _NESTED.search(document.text[max(sentence.start, n.start - 12) : n.start])]
    if len(percents) < 2 or len(nested) != 1:
        return
    stages = _stages(document, sentence)
    share = _share(stages, 0)
    if len(stages) < 3 or not _is(nested[0], share):
        return
    first = [n for n in percents if n.start <= nested[0].start]
    second = [n for n in percents if n.start > nested[0].start]
    yield _stage(stages, 0, first, sentence.start, _before(document, nested[0]))
    if second:
        yield _stage(stages, 1, second, _before(document, nested[0]), sentence.end)


def _before(document: Document, number: Number) -> int:
    opened = _NESTED.search(document.text[max(0, number.start - 12) : number.start])
    return number.start - (len(opened[0]) if opened else 0)


def _stages(document: Document, sentence: Sentence) -> list[tuple[float, str]]:
    """Listed counts (408 x Warnings), in their order, whose every word stands in the sentence."""
    forms = document.facts.forms
    said = stems(document.text[sentence.start : sentence.end], forms)
    found = []
    for item in document.sentences[max(0, sentence.place - REACH) : sentence.place]:
        count = item.numbers[0] if len(item.numbers) == 1 else None
        label = _ITEM.fullmatch(document.text, count.end, item.end) if count and count.start == item.start else None
        if count and label and count.unit == "count" and count.value > 0:
            words = stems(label["label"], forms)
            if words and words <= said:
                found.append((count.value, label["label"].strip()))
    return found


def _share(stages: list[tuple[float, str]], level: int, base: int | None = None) -> float:
    if level + 1 >= len(stages):
        return float("nan")
    return 100 * stages[level + 1][0] / stages[level if base is None else base][0]


def _is(number: Number, share: float) -> bool:
    """Whether the figure is this share, or what is left of it."""
    printed = (number.low, number.high)
    return overlap((share, share), printed) or overlap((100 - share, 100 - share), printed)


def _stage(stages: list[tuple[float, str]], level: int, percents: list[Number], start: int, end: int) -> Draft:
    share, whole = _share(stages, level), stages[level][0]
    part = stages[level + 1][0]
    printed = " and ".join(f"{shown(n.value, n.decimals)}%" for n in percents)
    sums = f"{shown(part)}/{shown(whole)} = {share:.2f}%, the rest {100 - share:.2f}%, printed {printed}"
    if all(_is(number, share) for number in percents):
        verdict = CONSISTENT
    elif level and all(_is(number, _share(stages, level, 0)) for number in percents):
        verdict = INCONSISTENT
        first = stages[0][0]
        switched = f"{shown(part)}/{shown(first)} = {100 * part / first:.2f}%"
        sums += f": these are shares of the {shown(first)} of the first stage, {switched}"
    else:
        verdict = UNVERIFIABLE
    uses = tuple(number.start for number in percents)
    return Draft(start, end, "stages of a cascade", verdict, sums, whole, whole, uses)
