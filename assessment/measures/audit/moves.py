"""Two figures and the change between them: "from 118 to 137", "47 compared with 71, a 34% reduction"."""

import re
from collections.abc import Iterator
from itertools import pairwise

from assessment.measures.audit.claim import CONSISTENT, INCONSISTENT, UNVERIFIABLE, Draft
from assessment.measures.audit.context import direction, end_of_clause, last_change, rises, subject
from assessment.measures.audit.counted import stands_alone
from assessment.measures.audit.facts import Fact
from assessment.measures.audit.numbers import Number
from assessment.measures.audit.reading import Document, Sentence
from assessment.measures.audit.sums import FROM_NOUGHT, allowed, overlap, relative_change, shown
from assessment.measures.audit.tied import Move, tied

_FROM = re.compile(
    r"\bfrom(?: (?:approximately|around|about|just|over|under|nearly|some|only|a|an|the|rate|total|of|low|high)){0,5}"
    r"\s$",
    re.IGNORECASE,
)
_TO = re.compile(r"\sto(?: [a-z]{1,14}){0,4}\s$", re.IGNORECASE)
_COMPARED = re.compile(
    r"\b(?:compared (?:with|to)|in comparison (?:with|to)|against|vs\.?|versus|up from|down from)"
    r"(?: [a-z]{1,10}){0,2}\s$",
    re.IGNORECASE,
)
_REACHING = re.compile(r"\bto\s$", re.IGNORECASE)
_BACK = re.compile(r"(?: in (?:19|20)[0-9]{2}(?:/[0-9]{2,4})?)?,? from\s", re.IGNORECASE)
_MORE = re.compile(r"\b(?:in excess of|more than|over|under|less than|at least)\s$", re.IGNORECASE)
_LEADS_TO = re.compile(
    r"(?: (?:slightly|steadily|sharply|significantly|gradually|again|further|year on year))?"
    r"(?: (?:over|in|during|since|by|across|of)"
    r"(?: (?!went|moved|changed|was|were|had|has)[A-Za-z0-9'/-]{1,20}){1,8})? ?"
)
_RANKS = re.compile(r"\b(?:rank\w{0,5}|position\w{0,2}|placed?|league)\b", re.IGNORECASE)
_RANGES = re.compile(r"\b(?:rang\w{1,4}|var(?:y|ies|ied|ying)|anywhere|aged)\s$", re.IGNORECASE)
_ENDS = re.compile(r"\s?(?:[.,;)]|$)|\s(?:in|over|during|since|the year|last|a year)\b", re.IGNORECASE)
_NOUN = re.compile(r"\s([A-Za-z]{3,30})")


def moves(document: Document, sentence: Sentence, taken: set[int]) -> Iterator[Draft]:
    """Judge each move by the percentage and the count beside it, else by its direction."""
    found = [*_from_to(document, sentence), *_to_from(document, sentence), *_compared(document, sentence)]
    for move in found:
        if move.before.start in taken or move.after.start in taken:
            continue
        draft = _judge(document, sentence, move, taken, alone=len(found) == 1)
        if draft:
            yield draft


def _measured(sentence: Sentence) -> list[Number]:
    return [n for n in sentence.numbers if n.unit in {"count", "percent", "rate"} and not n.spelled]


def _from_to(document: Document, sentence: Sentence) -> Iterator[Move]:
    text, figures = document.text, _measured(sentence)
    for first, second in pairwise(figures):
        opened = _FROM.search(text[max(sentence.start, first.start - 60) : first.start])
        joined = _TO.search(text[first.end : second.start][-80:])
        if opened and joined and second.start - first.end <= 90 and _alike(first, second):
            start = max(sentence.start, first.start - len(opened[0]))
            if _RANGES.search(text[max(sentence.start, start - 12) : start]):
                continue
            yield Move(first, second, start, second.end, "from a to b")


def _to_from(document: Document, sentence: Sentence) -> Iterator[Move]:
    """Up by 20% to 120 from 100."""
    text = document.text
    for after, before in pairwise(_measured(sentence)):
        opened = _REACHING.search(text[max(sentence.start, after.start - 4) : after.start])
        if opened and _BACK.fullmatch(text, after.end, before.start) and _alike(before, after):
            yield Move(before, after, after.start - len(opened[0]), before.end, "to b from a")


def _compared(document: Document, sentence: Sentence) -> Iterator[Move]:
    """A compared with B: B is the earlier figure where a percentage of change stands in the sentence."""
    text, figures = document.text, _measured(sentence)
    for first, second in pairwise(figures):
        if first.unit == "count" and second.unit == "count" and not (first.tagged or second.tagged):
            between = text[first.end : second.start]
            if len(between) <= 140 and _COMPARED.search(between):
                yield Move(second, first, first.start, second.end, "a compared with b")


def _alike(first: Number, second: Number) -> bool:
    return first.unit == second.unit and not (first.sign or second.sign)


def _judge(document: Document, sentence: Sentence, move: Move, taken: set[int], *, alone: bool) -> Draft | None:
    others = [n for n in sentence.numbers if n.start not in {move.before.start, move.after.start} | taken]
    beside = [n for n in others if tied(document, sentence, move, n)]
    percents = [n for n in beside if n.unit in {"percent", "points"}] or [
        n for n in beside if n.unit == "fraction" and direction(document, sentence, n.start, n.end)
    ]
    if len(percents) == 1 and (alone or move.kind == "from a to b"):
        return _by_percent(document, sentence, move, percents[0])
    return _by_direction(document, sentence, move) if move.kind == "from a to b" else None


def _by_percent(document: Document, sentence: Sentence, move: Move, percent: Number) -> Draft:
    said = direction(document, sentence, percent.start, percent.end) or {"+": 1, "-": -1}.get(percent.sign, 0)
    count = _count_beside(document, sentence, move, percent)
    holds, certain, sums = _compare(document, move, percent, said, count)
    verdict = CONSISTENT if holds else INCONSISTENT if certain else UNVERIFIABLE
    start, end = min(move.start, percent.start), max(move.end, percent.end)
    begin = sentence.start if move.start - sentence.start < 200 else start
    base = move.before.value if move.before.unit == "count" else None
    uses = (move.before.start, move.after.start, percent.start, *([count.start] if count else []))
    last = end_of_clause(document, sentence, end)
    words = subject(document, sentence, percent.start, document.facts.forms)
    if words and holds and move.after.unit == "count":
        document.facts.add(Fact(move.after.low, move.after.high, words, sentence.start, worked_out=True))
    return Draft(begin, last, move.kind, verdict, sums, base, base, uses)


def _compare(
    document: Document, move: Move, percent: Number, said: int, count: Number | None
) -> tuple[bool, bool, str]:
    """Whether the change holds, whether the text is plain enough to say that it does not, and the sum."""
    before, after = (move.before.low, move.before.high), (move.after.low, move.after.high)
    low, high = relative_change(before, after)
    points = (move.after.low - move.before.high, move.after.high - move.before.low)
    printed = _signed(percent, said, move)
    as_change, as_points = overlap(printed, (low, high)), overlap(printed, points)
    sums = _words(move, percent, low, high)
    fuzzy = any(_MORE.search(document.text[max(0, n.start - 16) : n.start]) for n in (move.before, move.after))
    if count is not None and move.before.unit == "count":
        gap = abs(move.after.value - move.before.value)
        sums += f"; the difference is {shown(gap)}, printed {shown(count.value)}"
        if count.value != gap and count.low == count.high:
            return False, _exact(move) and not fuzzy, sums
    if not move.before.value:
        return False, False, sums
    if percent.unit == "points":
        return as_points, move.before.unit == "percent" and not fuzzy, f"{sums} (points)"
    if move.before.unit == "percent" and as_points and not as_change:
        certain = percent.unit == "percent" and not fuzzy
        return False, certain, f"{sums}: a difference in percentage points printed as per cent"
    wide = (printed[0] - percent.value / 8, printed[1] + percent.value / 8)
    wide_of_words = percent.unit == "fraction" and overlap(wide, (low, high))
    return as_change, _plain(document, move, percent) and not (fuzzy or wide_of_words), sums


def _signed(percent: Number, said: int, move: Move) -> tuple[float, float]:
    """The printed change with its sign: as the words have it, else as the figures do."""
    falls = said < 0 or (said == 0 and move.after.value < move.before.value)
    return (-percent.high, -percent.low) if falls else (percent.low, percent.high)


def _exact(move: Move) -> bool:
    return move.before.low == move.before.high and move.after.low == move.after.high


def _plain(document: Document, move: Move, percent: Number) -> bool:
    """From a to b leaves no doubt; "a X compared with b X" is plain where the change is of X, or follows at once."""
    if move.kind == "from a to b":
        return True
    if move.kind == "to b from a":
        return bool(_ENDS.match(document.text, move.end))
    nouns = [_NOUN.match(document.text, number.end) for number in (move.before, move.after)]
    if not (nouns[0] and nouns[1] and nouns[0][1].lower() == nouns[1][1].lower()):
        return False
    said = document.text[percent.end : move.start].lower()
    return percent.start >= move.end or nouns[0][1].lower() in said.split() or f"{nouns[0][1].lower()}," in said.split()


def _words(move: Move, percent: Number, low: float, high: float) -> str:
    places = move.before.decimals
    figures = f"{shown(move.after.value, move.after.decimals)} against {shown(move.before.value, places)}"
    printed = f"printed {shown(percent.value, percent.decimals)}{'%' if percent.unit == 'percent' else ' points'}"
    if percent.unit == "fraction":
        printed = f"where the words allow {allowed(percent.low, percent.high, 1)}%"
    if not move.before.value:
        return f"{figures}: {FROM_NOUGHT}, {printed}"
    middle = 100 * (move.after.value / move.before.value - 1)
    change = f"{middle:+.2f}%" if high - low < 0.01 else f"{low:+.1f}% to {high:+.1f}%"
    return f"{figures} is {change}, {printed}"


def _count_beside(document: Document, sentence: Sentence, move: Move, percent: Number) -> Number | None:
    """The count in brackets after the percentage: 16.1% (n=19)."""
    for number in sentence.numbers:
        if number.start > percent.end and number.unit == "count":
            bracket = re.fullmatch(r"\s?\(\s?(?:n\s?=\s?)?", document.text[percent.end : number.start])
            apart = number.start not in {move.before.start, move.after.start}
            apart = apart and number.value not in {move.before.value, move.after.value}
            return number if bracket and apart and stands_alone(document, sentence, number) else None
    return None


def _by_direction(document: Document, sentence: Sentence, move: Move) -> Draft | None:
    """Without a percentage only the direction can be told: reduced from 72 to 66."""
    clause = re.split(r"[.;,:]", document.text[max(sentence.start, move.start - 80) : move.start])[-1]
    said = last_change(clause)
    if said is None or said[0].lower() in {"higher", "lower"} or not _LEADS_TO.fullmatch(clause, said.end()):
        return None
    if _RANKS.search(document.text, sentence.start, sentence.end):
        return None
    if move.before.value == move.after.value:
        return None
    rose = move.after.value > move.before.value
    sums = f"{shown(move.before.value, move.before.decimals)} to {shown(move.after.value, move.after.decimals)}"
    holds = rose == rises(said)
    verdict = CONSISTENT if holds else INCONSISTENT
    sums = f"{sums} is a {'rise' if rose else 'fall'}, printed as {said[0]!r}"
    uses = (move.before.start, move.after.start)
    return Draft(
        sentence.start, end_of_clause(document, sentence, move.end), move.kind, verdict, sums, None, None, uses
    )
