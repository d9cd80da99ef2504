"""Figures held against others printed further up or down: lists with a total, the same count twice, splits."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assessment.measures.audit.claim import CONSISTENT, INCONSISTENT, UNVERIFIABLE, Draft, Verdict
from assessment.measures.audit.context import direction, end_of_clause
from assessment.measures.audit.counted import pairs
from assessment.measures.audit.numbers import Number
from assessment.measures.audit.phrases import stems
from assessment.measures.audit.reading import Document, Sentence
from assessment.measures.audit.sums import implied_base, overlap, shown

_ONLY = re.compile(r"\bonly\s$", re.IGNORECASE)
_OF_WHOM = re.compile(r"\s{1,2}of\s(?P<whole>[A-Za-z][A-Za-z' ]{2,60})")
_ALL = re.compile(r"(?:all|total|overall)\b", re.IGNORECASE)
_SPLIT = re.compile(r"\b(?:splitting|split|broken down|breaking (?:this|it) down)\b", re.IGNORECASE)


@dataclass(frozen=True)
class _Item:
    """A line of a list: a label with one change, its signed count and the base it implies."""

    sentence: Sentence
    count: float
    base: tuple[float, float]


def only_k(document: Document, sentence: Sentence, taken: set[int]) -> Iterator[Draft]:
    """ "93% of people with a CPW stopped, only 5 going on": the whole is a count of the same words before."""
    percents = [n for n in sentence.numbers if n.unit == "percent" and n.start not in taken]
    counts = [n for n in sentence.numbers if n.unit == "count"]
    if len(percents) != 1 or len(counts) != 1:
        return
    percent, part = percents[0], counts[0]
    named = _OF_WHOM.match(document.text, percent.end, sentence.end)
    if not named or not _ONLY.search(document.text[max(0, part.start - 8) : part.start]):
        return
    words = stems(named["whole"], document.facts.forms)
    for whole in document.facts.latest(words, sentence.start):
        left = 100 * (whole.low - part.value) / whole.low
        if overlap((left, left), (percent.low, percent.high)) or overlap(
            (100 - left,) * 2, (percent.low, percent.high)
        ):
            sums = (
                f"{shown(part.value)} of {shown(whole.low)} (line {document.line(whole.start)}) is {100 - left:.2f}%,"
                f" the rest {left:.2f}%, printed {shown(percent.value, percent.decimals)}%"
            )
            end = end_of_clause(document, sentence, max(percent.end, part.end))
            uses = (percent.start, part.start)
            yield Draft(sentence.start, end, "share of a stated whole", CONSISTENT, sums, whole.low, whole.low, uses)
            return


def splits(document: Document, sentence: Sentence, taken: set[int]) -> Iterator[Draft]:
    """ "Splitting this showed 1%, 4% and 2%": the change of the whole lies between those of its parts."""
    earlier = document.before(sentence)
    if earlier is None or not _SPLIT.search(document.text, sentence.start, sentence.end):
        return
    parts = list(_changes(document, sentence))
    wholes = list(_changes(document, earlier))
    if len(parts) < 2 or len(wholes) != 1:
        return
    (whole, sign), bounds = wholes[0], [_bounds(*part) for part in parts]
    low, high = min(low for low, _ in bounds), max(high for _, high in bounds)
    printed = ", ".join(f"{'+-'[s < 0]}{shown(n.value, n.decimals)}%" for n, s in parts)
    holds = overlap(_bounds(whole, sign), (low, high))
    said = "lies" if holds else "should lie"
    all_of_it = f"{'+-'[sign < 0]}{shown(whole.value, whole.decimals)}%"
    sums = f"{all_of_it} for all, parts {printed}: the whole {said} between its parts"
    uses = tuple(n.start for n, _ in parts)
    complete = any(n.unit == "count" and n.value == len(parts) for n in sentence.numbers)
    verdict: Verdict = CONSISTENT if holds else INCONSISTENT if complete else UNVERIFIABLE
    yield Draft(sentence.start, sentence.end, "parts of a change", verdict, sums, uses=uses)


def _changes(document: Document, sentence: Sentence) -> Iterator[tuple[Number, int]]:
    for number in sentence.numbers:
        following = document.text.find(")", number.end, number.end + 14)
        said = direction(document, sentence, number.start, number.end if following < 0 else following + 1)
        said = said or direction(document, sentence, number.start, number.end)
        if number.unit == "percent" and said:
            yield number, said


def _bounds(number: Number, sign: int) -> tuple[float, float]:
    return (number.low, number.high) if sign > 0 else (-number.high, -number.low)


def lists(document: Document) -> Iterator[Draft]:
    """Lines such as "All assaults +87", "Serious +4", ...: do the changes and the bases of the parts add up?"""
    run: list[_Item] = []
    for sentence in document.sentences:
        item = _item(document, sentence)
        adjoining = run and document.line(sentence.start) - document.line(run[-1].sentence.start) == 1
        if run and not (item and adjoining):
            yield from _list(document, run)
            run = []
        if item:
            run.append(item)
    yield from _list(document, run)


def _item(document: Document, sentence: Sentence) -> _Item | None:
    """A line that is a label with one change and its count: the signed count and the base it implies."""
    found = list(pairs(document, sentence)) if len(sentence.numbers) <= 4 else []
    if len(found) != 1 or sentence.end - sentence.start > 160:
        return None
    pair = found[0]
    said = direction(document, sentence, pair.percent.start, pair.end)
    if not said or pair.end < sentence.end - 3:
        return None
    base = implied_base(pair.count.value, pair.percent.value, pair.percent.decimals)
    return _Item(sentence, said * pair.count.value, base)


def _list(document: Document, run: list[_Item]) -> Iterator[Draft]:
    if len(run) < 3:
        return
    headed = _ALL.match(document.text, run[0].sentence.start)
    whole = (run[0].count, run[0].base) if headed else _named_whole(document, run[0].sentence)
    if whole is None:
        return
    parts = run[1:] if headed else run
    added = sum(part.count for part in parts)
    low, high = sum(part.base[0] for part in parts), sum(part.base[1] for part in parts)
    sums = f"{' '.join(f'{part.count:+,.0f}' for part in parts)} = {added:+,.0f} against {whole[0]:+,.0f}"
    if whole[1]:
        sums += f"; bases {shown(low)} to {shown(high)} against {shown(whole[1][0])} to {shown(whole[1][1])}"
    holds = added == whole[0] and (whole[1] is None or overlap((low, high), whole[1]))
    rest = f"; {whole[0] - added:+,.0f} is not in the list or counted twice in it" if added != whole[0] else ""
    verdict: Verdict = CONSISTENT if holds else UNVERIFIABLE
    yield Draft(run[0].sentence.start, run[-1].sentence.end, "parts and total", verdict, sums + rest)


def _named_whole(document: Document, first: Sentence) -> tuple[float, None] | None:
    """The change of what the line over the list names, printed elsewhere: its parts are listed here."""
    lead = document.before(first)
    if lead is None or document.line(first.start) - document.line(lead.start) > 4:
        return None
    words = stems(document.text[lead.start : lead.end], document.facts.forms)
    named = [change for change in document.facts.changes if change.words <= words and change.start < lead.start]
    return (named[-1].low, None) if named else None
