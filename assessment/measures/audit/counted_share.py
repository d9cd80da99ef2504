"""A share printed with its count: is there a whole, and is it the one the text gives?"""

import re

from assessment.measures.audit.claim import CONSISTENT, INCONSISTENT, UNVERIFIABLE, Draft
from assessment.measures.audit.context import direction, part_and_whole
from assessment.measures.audit.facts import Fact
from assessment.measures.audit.numbers import Number
from assessment.measures.audit.reading import Document, Sentence
from assessment.measures.audit.sums import agrees, implied_base, interval, overlap, ratio, shown, whole_bases

KIND = "share with a count"
_OF_THESE = re.compile(r"\b(?:of|out of) (?:these|those|them|this|which|whom)\b", re.IGNORECASE)
_OF_BEFORE = re.compile(r"\b(?:of|out of)(?: the| all| all the| these| those)?\s$", re.IGNORECASE)
_MORE = re.compile(r"\s(?:more|fewer|less|additional|extra)\b", re.IGNORECASE)
_OPENS = re.compile(r"(?:out )?of(?: the| all| all the| these| those)?\s", re.IGNORECASE)


def judge_share(
    document: Document, sentence: Sentence, percent: Number, count: Number, end: int, _towards: int = 0
) -> Draft:
    """The verdict on "p% (n=d) of these": the whole implied, held against the whole the text gives."""
    part, whole = part_and_whole(document, sentence, percent, end, document.facts.forms)
    if not whole:
        part, whole = part_and_whole(document, sentence, percent, percent.end, document.facts.forms)
    if part and count.low == count.high:
        document.facts.add(Fact(count.low, count.high, part, sentence.start))
    given, certain = _wholes(document, sentence, percent, count)
    if given:
        return _against(given, certain, percent, count)
    facts = document.facts.exactly(whole) if whole else []
    for fact in facts:
        if _fits(percent, count, (fact.low, fact.high)):
            where = f"line {document.line(fact.start)}"
            return _holds(percent, count, fact.low, where)
    return _of_itself(percent, count, facts)


def _fits(percent: Number, count: Number, whole: tuple[float, float]) -> bool:
    low, high = ratio((count.low, count.high), whole)
    return overlap((100 * low, 100 * high), (percent.low, percent.high))


def _holds(percent: Number, count: Number, whole: float, where: str) -> Draft:
    sums = (
        f"{shown(count.value)}/{shown(whole)} ({where}) = {100 * count.value / whole:.2f}%, printed {_print(percent)}"
    )
    return Draft(0, 0, KIND, CONSISTENT, sums, whole, whole)


def _print(percent: Number) -> str:
    return f"{shown(percent.value, percent.decimals)}%"


def _wholes(document: Document, sentence: Sentence, percent: Number, count: Number) -> tuple[list[Number], bool]:
    """Counts the text offers as the whole ("of the 690 ..., "of these"), and whether there is only one."""
    text = document.text
    others = [n for n in sentence.numbers if n.unit == "count" and not n.spelled and n.start != count.start]
    named = [n for n in others if _OF_BEFORE.search(text[max(sentence.start, n.start - 20) : n.start])]
    earlier = [n for n in others if n.end < percent.start]
    if named:
        alone = named[0].start > percent.start or len(earlier) == 1
        return [*named, *earlier], alone and len(named) == 1 and _plainly(text, sentence, percent, named[0])
    if not _OF_THESE.search(text[sentence.start : percent.start + 90][: percent.start - sentence.start]):
        return [], False
    before = document.before(sentence)
    if not earlier and before is not None:
        earlier = [n for n in before.numbers if n.unit == "count" and not n.spelled]
        if any(direction(document, before, n.start, n.end) or _MORE.match(text, n.end) for n in earlier):
            return [], False
    return earlier, len(earlier) == 1


def _plainly(text: str, sentence: Sentence, percent: Number, whole: Number) -> bool:
    """Whether the sentence opens with "of the N", or "of the N" follows the share at once."""
    if whole.start < percent.start:
        return bool(_OPENS.fullmatch(text, sentence.start, whole.start))
    return bool(
        re.fullmatch(
            r"[^)0-9]{0,12}[0-9,]{0,12}[^)0-9]{0,40}\)?\s(?:out )?of (?:the |all |all the )?",
            text[percent.end : whole.start],
        )
    )


def _against(wholes: list[Number], certain: bool, percent: Number, count: Number) -> Draft:
    for whole in wholes:
        if whole.value and _fits(percent, count, (whole.low, whole.high)):
            return _holds(percent, count, whole.value, "as stated")
    whole = wholes[0]
    if not whole.value or count.value > whole.value:
        sums = f"{shown(count.value)} is more than the {shown(whole.value)} named as the whole"
        return Draft(0, 0, KIND, UNVERIFIABLE, sums)
    sums = (
        f"{shown(count.value)}/{shown(whole.value)} = {100 * count.value / whole.value:.2f}%, printed {_print(percent)}"
    )
    sample = count.value == whole.value
    return Draft(0, 0, KIND, INCONSISTENT if certain and not sample else UNVERIFIABLE, sums)


def _of_itself(percent: Number, count: Number, facts: list[Fact]) -> Draft:
    """No whole is given: is there any whole of which the count is that share, or any share of that sample?"""
    low, _ = implied_base(count.low, percent.value, percent.decimals)
    _, high = implied_base(count.high, percent.value, percent.decimals)
    if percent.low > 100 or not count.value:
        return Draft(0, 0, KIND, UNVERIFIABLE, f"{_print(percent)} with {shown(count.value)} is no share")
    bases = whole_bases(low, high)
    if bases is None:
        return _no_whole(percent, count, low, high)
    others = "; ".join(f"{shown(fact.low)} elsewhere" for fact in facts[:2])
    sums = f"{shown(count.value)} is {_print(percent)} of {interval(*bases)}"
    if others:
        return Draft(0, 0, KIND, UNVERIFIABLE, f"{sums} ({others}, which may be of another period)", *bases)
    return Draft(0, 0, KIND, CONSISTENT, sums, *bases)


def _no_whole(percent: Number, count: Number, low: float, high: float) -> Draft:
    nearest = round(percent.value * count.value / 100)
    as_sample = any(
        agrees(part, count.value, percent.value, percent.decimals) for part in range(max(0, nearest - 1), nearest + 2)
    )
    sums = f"{shown(count.value)} is {_print(percent)} of {shown(low, 2)} to {shown(high, 2)}: no whole number"
    if as_sample:
        return Draft(0, 0, KIND, UNVERIFIABLE, f"{sums}; as a share of {shown(count.value)} it is possible")
    return Draft(0, 0, KIND, INCONSISTENT, f"{sums}, and no part of {shown(count.value)} is {_print(percent)}")
