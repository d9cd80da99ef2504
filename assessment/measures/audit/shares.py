"""Shares without a count beside them: "8 of the 12", "of the 105 only nine: 91%", "19% of all crimes"."""

import re
from collections.abc import Iterator
from itertools import pairwise

from assessment.measures.audit.claim import CONSISTENT, INCONSISTENT, UNVERIFIABLE, Draft
from assessment.measures.audit.context import direction, part_and_whole, phrase
from assessment.measures.audit.facts import Fact
from assessment.measures.audit.numbers import Number
from assessment.measures.audit.reading import Document, Sentence
from assessment.measures.audit.sums import agrees, half_digit, overlap, ratio, shown

FAR, NEAR = 3.0, 25
"""A share is inconsistent with counts elsewhere only if it is over three times the largest share they allow (they may
be of other years) and the counts of the part stand in a table of years within 25 lines."""

_OF = re.compile(r"\s(?:out )?of (?:the |all |all the |these |those |its |our )?", re.IGNORECASE)
_REFERENCE = re.compile(
    r"\b(?:page|part|section|step|table|figure|appendix|phase|volume|day|week|no\.)\s$", re.IGNORECASE
)
_OF_ANOTHER = re.compile(r"\sof (?!the\b|these\b|those\b|them\b|which\b|whom\b)", re.IGNORECASE)
_WHOLE = re.compile(r"\b(?:of|out of) (?:the |these |those |all |all the )?$", re.IGNORECASE)
_SAID = re.compile(
    r"\bwhich (?:is|was|gives|means|demonstrates|represents|shows) (?:an? )?(?:[a-z]{3,14} )?"
    r"(?:rate|share|proportion) of\s$"
    r"|\b(?:which is|which was|representing|or|equal to|that is|i\.e\.)\s$",
    re.IGNORECASE,
)
_RANKED = re.compile(r"\b(?:most|least) [a-z]{3,12} $|\b(?:top|bottom|highest|lowest|first|last) $", re.IGNORECASE)
_RANK_OF = re.compile(r"\sof (?:the )?(?:most|least) ", re.IGNORECASE)
_SHARED = re.compile(
    r"\s{1,2}(?:of\b|success\b|either\b|were\b|was\b|are\b|is\b|strongly\b|agreed\b|had\b)", re.IGNORECASE
)


def a_of_b(document: Document, sentence: Sentence, taken: set[int]) -> Iterator[Draft]:
    """ "Eight of the twelve months": no more than there are, and as many per cent as printed beside it."""
    text = document.text
    for first, second in pairwise(sentence.numbers):
        if not (_whole_number(first) and (_whole_number(second) or _months(text, second))) or not second.value:
            continue
        joined = _OF.fullmatch(text, first.end, second.start)
        if not joined or _REFERENCE.search(text[max(sentence.start, first.start - 12) : first.start]):
            continue
        beside = _percent_beside(document, sentence, first, second, taken)
        uses = (first.start, second.start, *([beside.start] if beside else []))
        verdict, sums = _part_of(first, second, beside)
        start, end = phrase(document, sentence, first.start, (beside or second).end)
        yield Draft(start, max(end, second.end), "a of b", verdict, sums, second.value, second.value, uses)


def _whole_number(number: Number) -> bool:
    """A count, or a spelled number (of months, say)."""
    return number.low == number.high and (number.unit == "count" or number.spelled) and number.unit != "fraction"


def _months(text: str, number: Number) -> bool:
    """A whole number of months and the like: 8 of the 12 months."""
    return number.unit == "other" and not number.decimals and text[number.start].isdigit()


def _part_of(first: Number, second: Number, beside: Number | None) -> tuple:
    share = 100 * first.value / second.value
    sums = f"{shown(first.value)}/{shown(second.value)} = {share:.2f}%"
    if first.value > second.value:
        return INCONSISTENT, f"{sums}: more than the whole"
    if beside is None:
        return CONSISTENT, sums
    holds = overlap((share, share), (beside.low, beside.high))
    return (CONSISTENT if holds else INCONSISTENT), f"{sums}, printed {shown(beside.value, beside.decimals)}%"


def _percent_beside(
    document: Document, sentence: Sentence, first: Number, second: Number, taken: set[int]
) -> Number | None:
    """The percentage in brackets after "a of b" and its noun, or before it: 67% (8 of 12)."""
    for number in sentence.numbers:
        if number.unit != "percent" or number.start in taken:
            continue
        after = document.text[second.end : number.start] if number.start > second.end else "."
        before = document.text[number.end : first.start] if number.end < first.start else "."
        closed = document.text[number.end : number.end + 1] == ")"
        if re.fullmatch(r"[A-Za-z' -]{0,40}(?:, or |\()", after) and (closed or after.endswith("or ")):
            return number
        if re.fullmatch(r" ?\(", before):
            return number
    return None


def of_n_only_k(document: Document, sentence: Sentence, taken: set[int]) -> Iterator[Draft]:
    """ "Of the 105 only nine went on, a success rate of 91%": the share or what is left of it."""
    text = document.text
    percents = [n for n in sentence.numbers if n.unit == "percent" and n.start not in taken]
    counts = [n for n in sentence.numbers if _whole_number(n) and n.unit == "count" and n.start not in taken]
    wholes = [n for n in counts if _WHOLE.search(text[max(sentence.start, n.start - 20) : n.start]) and n.value]
    parts = [n for n in counts if wholes and n.start > wholes[0].end and n.value <= wholes[0].value]
    if len(wholes) != 1 or len(parts) != 1 or not percents:
        return
    whole, part, percent = wholes[0], parts[0], percents[0]
    if percent.start < whole.end or direction(document, sentence, percent.start, percent.end):
        return
    yield _one_of_both(document, sentence, whole, part, percent)


def _one_of_both(document: Document, sentence: Sentence, whole: Number, part: Number, percent: Number) -> Draft:
    holds = [
        left
        for left in (part.value, whole.value - part.value)
        if overlap((100 * left / whole.value,) * 2, (percent.low, percent.high))
    ]
    gap = document.text[part.end : percent.start]
    plain = len(gap) <= 120 and not re.search(r"[.;]", gap) and _SAID.search(gap)
    share = 100 * part.value / whole.value
    sums = (
        f"{shown(part.value)}/{shown(whole.value)} = {share:.2f}%, the rest {100 - share:.2f}%,"
        f" printed {shown(percent.value, percent.decimals)}%"
    )
    verdict = CONSISTENT if holds else INCONSISTENT if plain else UNVERIFIABLE
    uses = (whole.start, part.start, percent.start)
    _, end = phrase(document, sentence, whole.start, percent.end)
    return Draft(sentence.start, end, "share of a stated whole", verdict, sums, whole.value, whole.value, uses)


def of_all(document: Document, sentence: Sentence, taken: set[int]) -> Iterator[Draft]:
    """A share said of a whole that the text counts elsewhere: "S accounts for 19% of all crimes"."""
    for number in sentence.numbers:
        if number.unit not in {"percent", "fraction"} or number.start in taken:
            continue
        if direction(document, sentence, number.start, number.end):
            continue
        part, whole = part_and_whole(document, sentence, number, number.end, document.facts.forms)
        if not (part and whole):
            continue
        parts, wholes = document.facts.within(part, whole), document.facts.exactly(whole)
        found = _against_facts(document, number, parts, wholes)
        if found:
            start, end = phrase(document, sentence, number.start, number.end)
            yield Draft(start, end, "share of a whole counted elsewhere", *found, uses=(number.start,))


def _against_facts(document: Document, number: Number, parts: list[Fact], wholes: list[Fact]) -> tuple | None:
    wholes = [fact for fact in wholes if fact.low > 0]
    parts = [fact for fact in parts if fact not in wholes]
    if not parts or not wholes:
        return None
    part = (min(fact.low for fact in parts), max(fact.high for fact in parts))
    whole = (min(fact.low for fact in wholes), max(fact.high for fact in wholes))
    low, high = (100 * bound for bound in ratio(part, whole))
    lines = sorted({document.line(fact.start) for fact in [*parts, *wholes]})
    sums = (
        f"{_range(*part)} of {_range(*whole)} (lines {', '.join(map(str, lines[:6]))}) is {low:.2f}% to {high:.2f}%,"
        f" printed {' '.join(document.text[number.start : number.end].split())}"
    )
    if overlap((low, high), (number.low, number.high)):
        return CONSISTENT, sums, *whole
    near = not all(fact.worked_out for fact in wholes) and all(
        fact.yearly and abs(document.line(fact.start) - document.line(number.start)) <= NEAR for fact in parts
    )
    if near and number.low > FAR * high:
        return INCONSISTENT, f"{sums}: another whole is meant", *whole
    return UNVERIFIABLE, sums, *whole


def _range(low: float, high: float) -> str:
    return shown(low) if low == high else f"{shown(low)} to {shown(high)}"


def part_of_n(document: Document, sentence: Sentence, taken: set[int]) -> Iterator[Draft]:
    """ "1,262 outcomes, 7.5% of the 16,837 crimes": the share is of the count after it, not of one before."""
    numbers = sentence.numbers
    for part, percent, whole in zip(numbers, numbers[1:], numbers[2:], strict=False):
        units = (part.unit, percent.unit, whole.unit)
        if units != ("count", "percent", "count") or percent.start in taken or not whole.value:
            continue
        if not _OF.fullmatch(document.text, percent.end, whole.start):
            continue
        low, high = ratio((part.low, part.high), (whole.low, whole.high))
        holds = part.value <= whole.value and overlap((100 * low, 100 * high), (percent.low, percent.high))
        sums = f"{shown(part.value)}/{shown(whole.value)} = {100 * part.value / whole.value:.2f}%"
        sums += "" if holds else f", printed {shown(percent.value, percent.decimals)}%: another part may be meant"
        start, end = phrase(document, sentence, part.start, whole.end)
        verdict = CONSISTENT if holds else UNVERIFIABLE
        yield Draft(start, end, "a of b", verdict, sums, whole.value, whole.value, (percent.start,))


def share_of_n(document: Document, sentence: Sentence, taken: set[int]) -> Iterator[Draft]:
    """ "Out of the 131 referrals 55% complied": is there a whole number of them that is 55%?"""
    for whole, percent in pairwise(sentence.numbers):
        named = _WHOLE.search(document.text[max(sentence.start, whole.start - 20) : whole.start])
        if whole.unit != "count" or percent.unit != "percent" or percent.start in taken or not named:
            continue
        if not whole.value or direction(document, sentence, percent.start, percent.end):
            continue
        if _OF_ANOTHER.match(document.text, percent.end):
            continue
        near = round(percent.value * whole.value / 100)
        fitting = [
            k for k in range(max(0, near - 1), near + 2) if agrees(k, whole.value, percent.value, percent.decimals)
        ]
        verdict = CONSISTENT if fitting else UNVERIFIABLE
        sums = (
            f"{shown(fitting[0])}/{shown(whole.value)} = {100 * fitting[0] / whole.value:.2f}%"
            if fitting
            else (f"no whole number of {shown(whole.value)} is {shown(percent.value, percent.decimals)}%")
        )
        _, end = phrase(document, sentence, percent.start, percent.end)
        yield Draft(
            sentence.start, end, "share of a stated whole", verdict, sums, whole.value, whole.value, (percent.start,)
        )


def uncounted(document: Document, sentence: Sentence, taken: set[int]) -> Iterator[Draft]:
    """Shares and changes without any count: nothing to check them by."""
    for number in sentence.numbers:
        if number.unit != "percent" or number.start in taken:
            continue
        before = document.text[max(sentence.start, number.start - 24) : number.start]
        changed = direction(document, sentence, number.start, number.end)
        shared = _SHARED.match(document.text, number.end, sentence.end)
        if _RANKED.search(before) or _RANK_OF.match(document.text, number.end) or not (changed or shared):
            continue
        kind, what = ("change", "the change") if changed else ("share", "the share")
        others = any(n.unit in {"count", "rate", "other"} and not n.spelled for n in sentence.numbers)
        told = "no count can be put to" if others else "no count is printed with"
        sums = f"{told} {what}, so neither base nor interval can be told"
        start, end = phrase(document, sentence, number.start, number.end)
        yield Draft(start, end, kind, UNVERIFIABLE, sums, uses=(number.start,))


def complements(document: Document, sentence: Sentence, taken: set[int]) -> Iterator[Draft]:
    """ "Of these 77% were under 16 and 23% over": two shares of one group that make up the whole."""
    percents = [n for n in sentence.numbers if n.unit == "percent" and n.start not in taken]
    for first, second in pairwise(percents):
        before = document.text[max(sentence.start, first.start - 24) : first.start]
        between = document.text[first.end : second.start]
        if not re.search(r"\bof (?:these|those|them|which|whom)[ ,]{1,2}$", before, re.IGNORECASE):
            continue
        if not re.search(r"\b(?:and|while|with)\s(?:the (?:other|remaining) )?$", between) or len(between) > 120:
            continue
        places = half_digit(first.decimals) + half_digit(second.decimals)
        total = first.value + second.value
        holds = abs(total - 100) <= places
        added = f"{shown(first.value, first.decimals)} + {shown(second.value, second.decimals)}"
        sums = f"{added} = {shown(total, first.decimals)}"
        verdict = CONSISTENT if holds else UNVERIFIABLE
        start, end = phrase(document, sentence, first.start, second.end)
        yield Draft(start, end, "shares of one whole", verdict, sums, uses=(first.start, second.start))
