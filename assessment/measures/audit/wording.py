"""Words for ratios and fractions held against the figures beside them: almost double, over half, similar, majority."""

import re
from collections.abc import Iterator
from itertools import pairwise

from assessment.measures.audit.claim import CONSISTENT, INCONSISTENT, UNVERIFIABLE, Draft, Verdict
from assessment.measures.audit.context import direction, end_of_clause, last_change, phrase
from assessment.measures.audit.numbers import Number, bounds_of_words
from assessment.measures.audit.reading import Document, Sentence
from assessment.measures.audit.sums import allowed, overlap, ratio, shown
from assessment.measures.audit.tied import ANOTHER

SIMILAR, UNLIKE = 1.10, 1.25
"""Two figures are similar up to the first ratio, not similar over the second, and undecided between."""

_TIMES = {
    "double": 2, "doubled": 2, "doubles": 2, "doubling": 2, "twice": 2, "treble": 3, "trebled": 3, "triple": 3,
    "tripled": 3, "quadrupled": 4, "two times": 2, "three times": 3, "four times": 4, "five times": 5,
    "half": 2, "halved": 2,
}  # fmt: skip
_FOLLOWED = r"(?= (?:the|that|those|this|of the (?:rate|figure|level|number|average)|as|what|in|since|from)\b)"
_RATIO = re.compile(
    rf"\b(?P<word>(?:double|treble|triple|twice|half|two times|three times|four times|five times){_FOLLOWED}"
    r"|doubled|doubles|doubling|trebled|tripled|quadrupled|halved)\b",
    re.IGNORECASE,
)
_LINK = re.compile(r"\b(?:vs\.?|versus|compared (?:with|to)|against|as opposed to)\b", re.IGNORECASE)
_FROM = re.compile(r"\bfrom\b[^.;]{0,24}$", re.IGNORECASE)
_APART = re.compile(r"[.;]|\b(?:where|while|whilst|and|but|which|although)\b", re.IGNORECASE)
_TAIL = re.compile(r"(?:\b(?:at|of|the|national|average|regional|county|only|just|[a-z]{2,20}'s)\s|\()$", re.IGNORECASE)
_COUNT_TAIL = re.compile(
    r"^(?:\s(?:the|of|that|those|number|figure|total|level|in|recorded|seen|previous|last)){1,6}\s\(?$"
)
_OPENED = re.compile(
    r"\s?\(\s?(?P<change>(?:an? )?(?:[a-z]{1,12} )?(?:fall|drop|decrease|reduction|rise|increase|growth) of "
    r"|(?:up|down) (?:by )?)?$",
    re.IGNORECASE,
)
_SIMILAR = re.compile(
    r"\b(?:remain(?:s|ed|ing)?|were|was|are|is|been|broadly|very|relatively) (?:similar|unchanged|stable|static)\b",
    re.IGNORECASE,
)
_PAIR = re.compile(r"\s?(?:&|and|compared (?:with|to)|vs\.?|against)\s", re.IGNORECASE)
_MAJORITY = re.compile(
    r"\b(?:majority|most) (?:of (?:which|these|them|those|whom) )?\(\s?(?:n\s?=\s?)?$", re.IGNORECASE
)
_OF_CHANGE = re.compile(
    r"\b(?:majority|most|over half|more than half) of (?:this|the|that)"
    r" (?:increase|rise|reduction|fall|decrease|growth)\b",
    re.IGNORECASE,
)


def ratios(document: Document, sentence: Sentence, taken: set[int]) -> Iterator[Draft]:
    """ "Almost double (26.1% vs 16.8%)": the ratio of the two figures, whichever is the larger, against the word."""
    said = _RATIO.search(document.text, sentence.start, sentence.end)
    if said is None:
        return
    pair = _two_figures(document, sentence, said)
    if pair is None:
        return
    small, large = sorted(pair, key=lambda number: number.value)
    if small.low <= 0:
        return
    word = said["word"].lower()
    low, high = ratio((large.low, large.high), (small.low, small.high))
    printed = _multiple(document.text, said.start(), word)
    sums = (
        f"{shown(large.value, large.decimals)}/{shown(small.value, small.decimals)} = {large.value / small.value:.2f},"
        f" where the words allow {allowed(*printed)}"
    )
    backwards = _backwards(document, sentence, word, pair)
    sums += f", and it {'rose' if word == 'halved' else 'fell'}" if backwards else ""
    verdict = CONSISTENT if overlap((low, high), printed) and not backwards else INCONSISTENT
    end = max(end_of_clause(document, sentence, max(said.end(), *(n.end for n in pair))), said.end())
    yield Draft(sentence.start, end, "wording of a ratio", verdict, sums, uses=tuple(n.start for n in pair))


def _backwards(document: Document, sentence: Sentence, word: str, pair: tuple[Number, Number]) -> bool:
    """Whether a verb goes the other way than its figures: doubled from 120 to 60."""
    first, second = sorted(pair, key=lambda number: number.start)
    opened = re.search(r"\bfrom\s$", document.text[max(sentence.start, first.start - 6) : first.start])
    joined = re.search(r"\bto\s$", document.text[first.end : second.start])
    return bool(opened and joined and word.endswith("d")) and (first.value > second.value) != (word == "halved")


def _multiple(text: str, start: int, word: str) -> tuple[float, float]:
    """The ratios (larger to smaller) that a word may stand for; for "half" the bounds turn round."""
    times = float(_TIMES[word])
    if word not in {"half", "halved"}:
        return bounds_of_words(text, start, times)
    low, high = bounds_of_words(text, start, 1 / times)
    return 1 / high, (1 / low if low else float("inf"))


def _two_figures(document: Document, sentence: Sentence, said: re.Match[str]) -> tuple[Number, Number] | None:
    """The only two figures of one unit in the sentence, or the two in the brackets that follow the word."""
    figures = [n for n in sentence.numbers if n.unit in {"percent", "rate", "count"} and not n.spelled]
    by_unit = {unit: [n for n in figures if n.unit == unit] for unit in ("percent", "rate", "count")}
    several = [alike for alike in by_unit.values() if len(alike) >= 2]
    if len(several) == 1 and len(several[0]) == 2:
        first, second = several[0]
        return (first, second) if _belong(document, sentence, said, first, second) else None
    after = [n for n in figures if n.start > said.end()][:2]
    if len(after) == 2 and after[0].unit == after[1].unit and _LINK.search(document.text, after[0].end, after[1].start):
        inside = document.text.rfind("(", said.end(), after[0].start)
        return (after[0], after[1]) if inside >= 0 and ")" not in document.text[inside : after[1].start] else None
    return None


def _belong(document: Document, sentence: Sentence, said: re.Match[str], first: Number, second: Number) -> bool:
    """Whether the word speaks of these two: compared after or before it, or "60%, twice the national 30%"."""
    text = document.text
    if first.end <= said.start() and said.end() <= second.start:
        tail = _COUNT_TAIL if second.unit == "count" else _TAIL
        between, clear = text[said.end() : second.start], said.start() - first.end <= 80
        return clear and not _APART.search(between) and bool(tail.search(between))
    gap = text[said.end() : first.start] if said.end() <= first.start else text[second.end : said.start()]
    if len(gap) > 90 or _APART.search(gap):
        return False
    moved = _FROM.search(text[max(sentence.start, first.start - 30) : first.start])
    between = text[first.end : second.start]
    return bool(_LINK.search(between) or (moved and re.search(r"\bto\b", between)))


def fractions(document: Document, sentence: Sentence, taken: set[int]) -> Iterator[Draft]:
    """ "Almost three quarters (73%)": the percentage in brackets against the fraction in words."""
    for first, second in pairwise(sentence.numbers):
        if first.unit != "fraction" or second.unit != "percent" or second.start in taken:
            continue
        between = document.text[first.end : second.start]
        opened = _OPENED.search(between)
        if not opened or document.text[second.end : second.end + 1] != ")" or _apart(between[: opened.start()]):
            continue
        holds = overlap((first.low, first.high), (second.low, second.high))
        sums = f"{shown(second.value, second.decimals)}%, where the words allow {allowed(first.low, first.high, 1)}"
        start, end = phrase(document, sentence, first.start, second.end)
        near = first.value / 2 <= second.value <= first.value * 2
        near |= bool(direction(document, sentence, first.start, first.end) and (opened["change"] or second.sign))
        verdict: Verdict = CONSISTENT if holds else INCONSISTENT if near else UNVERIFIABLE
        yield Draft(start, end, "wording of a fraction", verdict, sums, uses=(first.start, second.start))


def _apart(between: str) -> bool:
    return len(between) > 80 or "," in between or bool(ANOTHER.search(between))


def multiples(document: Document, sentence: Sentence, taken: set[int]) -> Iterator[Draft]:
    """ "Doubled (a rise of 30%)": the change beside a word for a multiple."""
    for said in _RATIO.finditer(document.text, sentence.start, sentence.end):
        number = next((n for n in sentence.numbers if n.start >= said.end() and n.unit == "percent"), None)
        if number is None or number.start in taken or not said["word"].lower().endswith("d"):
            continue
        between = document.text[said.end() : number.start]
        opened = _OPENED.search(between)
        closed = document.text[number.end : number.end + 1] == ")"
        if not (opened and closed and (opened["change"] or number.sign)) or _apart(between[: opened.start()]):
            continue
        halved = said["word"].lower() == "halved"
        low, high = _multiple(document.text, said.start(), said["word"].lower())
        bounds = (100 - 100 / low, 100 - 100 / high) if halved else (100 * (low - 1), 100 * (high - 1))
        word = last_change(opened["change"] or "")
        falls = bool(word and word["down"]) or number.sign == "-"
        holds = falls == halved and overlap((number.low, number.high), bounds)
        sums = f"{'fell' if falls else 'rose'} by {shown(number.value, number.decimals)}%,"
        sums += f" where the words allow {'a fall' if halved else 'a rise'} of {allowed(*bounds, 1)}%"
        verdict: Verdict = CONSISTENT if holds else INCONSISTENT
        start, end = phrase(document, sentence, said.start(), number.end)
        yield Draft(start, end, "wording of a ratio", verdict, sums, uses=(number.start,))


def similar(document: Document, sentence: Sentence, taken: set[int]) -> Iterator[Draft]:
    """ "Similar (370 & 371)": the ratio of a pair in the brackets after the word."""
    said = _SIMILAR.search(document.text, sentence.start, sentence.end)
    counts = [n for n in sentence.numbers if n.unit == "count" and said and n.start > said.end()]
    if said is None or len(counts) < 2 or counts[0].start in taken or counts[1].start in taken:
        return
    first, second = counts[0], counts[1]
    text = document.text
    opened = text[said.end() : first.start]
    if not re.search(r"\(\s?(?:n\s?=\s?)?$", opened) or "." in opened or opened.count("(") != 1:
        return
    if not _PAIR.fullmatch(text, first.end, second.start) or min(first.value, second.value) <= 0:
        return
    times = max(first.value, second.value) / min(first.value, second.value)
    verdict: Verdict = CONSISTENT if times <= SIMILAR else INCONSISTENT if times > UNLIKE else UNVERIFIABLE
    sums = f"{shown(first.value)} and {shown(second.value)}: ratio {times:.3f}, similar up to {SIMILAR:.2f}"
    start, end = phrase(document, sentence, said.start(), second.end)
    yield Draft(start, end, "wording of a ratio", verdict, sums, uses=())


def majority(document: Document, sentence: Sentence, taken: set[int]) -> Iterator[Draft]:
    """ "16,390 people, the majority of which (10,880) ...": more than half of the count before."""
    counts = [n for n in sentence.numbers if n.unit == "count" and not n.spelled]
    for place, part in enumerate(counts):
        wholes = [n for n in counts[:place] if n.value >= part.value > 0]
        if not wholes or not _MAJORITY.search(document.text[max(sentence.start, part.start - 30) : part.start]):
            continue
        whole = wholes[-1]
        share = 100 * part.value / whole.value
        holds = share > 50
        sums = f"{shown(part.value)}/{shown(whole.value)} = {share:.1f}%, {'more' if holds else 'not more'} than half"
        sure = len(wholes) == 1 and re.search(r"\sof \w{3,5} \(", document.text[whole.end : part.start + 1])
        verdict: Verdict = CONSISTENT if holds else INCONSISTENT if sure else UNVERIFIABLE
        start, end = phrase(document, sentence, whole.start, part.end)
        yield Draft(start, end, "wording of a fraction", verdict, sums, whole.value, whole.value)


def contribution(document: Document, sentence: Sentence, taken: set[int]) -> Iterator[Draft]:
    """ "The majority of this increase is A (n=+751) and B (n=+908)": their sum against the change before."""
    said = _OF_CHANGE.search(document.text, sentence.start, sentence.end)
    earlier = document.before(sentence)
    if said is None or earlier is None:
        return
    whole = [n for n in earlier.numbers if n.unit == "count" and n.tagged]
    parts = [n for n in sentence.numbers if n.unit == "count" and n.tagged]
    if len(whole) != 1 or not parts or not whole[0].value or any(n.sign != whole[0].sign for n in parts):
        return
    total = sum(n.value for n in parts)
    share = 100 * total / whole[0].value
    added = " + ".join(shown(n.value) for n in parts)
    sums = f"({added})/{shown(whole[0].value)} = {share:.1f}%, {'more' if share > 50 else 'not more'} than half"
    verdict = CONSISTENT if share > 50 else UNVERIFIABLE
    yield Draft(sentence.start, sentence.end, "parts of a change", verdict, sums)
