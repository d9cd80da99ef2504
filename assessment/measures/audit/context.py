"""What stands around a number: the direction of a change, the phrase it belongs to, whose share it is."""

import re

from assessment.measures.audit.numbers import Number
from assessment.measures.audit.phrases import ShortForms, stems
from assessment.measures.audit.reading import Document, Sentence

_UP = (
    r"increas\w{0,4}|rise|rises|risen|rising|rose|grew|grow|grown|growth|growing|higher"
    r"|(?<!make )(?<!made )(?<!makes )(?<!making )up(?! to\b)"
)
_DOWN = r"decreas\w{0,4}|reduc\w{0,5}|fall|falls|fallen|falling|fell|drop\w{0,4}|declin\w{0,4}|down|lower|fewer"
_CHANGE = re.compile(rf"\b(?:(?P<up>{_UP})|(?P<down>{_DOWN}))\b", re.IGNORECASE)
_AFTER = re.compile(
    rf"\s{{0,4}}(?:annual |year on year |year-on-year |overall |proportional )?(?:(?P<up>{_UP})|(?P<down>{_DOWN}))\b",
    re.IGNORECASE,
)
_LEVEL = re.compile(r"\b(?:from|to|on|the|than|against|at)\s{1,2}$", re.IGNORECASE)
_BOUNDARY = re.compile(r"[,;](?=\s)|\s(?:which|while|however|although|with|and)\s")
_LINK = re.compile(
    r"\b(?:account(?:s|ed|ing)? for|contribut(?:e|es|ed|ing) to|represent(?:s|ed|ing)?|(?:make|makes|made|making) up"
    r"|compris(?:e|es|ed|ing))"
    r"(?: (?:approximately|around|about|only|just|over|nearly|almost|some|under|an estimated)){0,2}\s{1,2}$",
    re.IGNORECASE,
)
_OF = re.compile(r"\s{1,2}of\s(?P<whole>[A-Za-z][A-Za-z' -]{1,70})")
_CUT = re.compile(
    r"\s(?:in|during|across|on|for|is|are|was|were|which|who|that|has|have|had|when|within|from|at|between|with|to|by)\b",
    re.IGNORECASE,
)
_IS = re.compile(r"\s(?:is|are|was|were)\s(?P<part>[A-Za-z][A-Za-z' -]{2,40})")


def direction(document: Document, sentence: Sentence, start: int, end: int) -> int:
    """+1 or -1 where a word by a figure says that it rose or fell (2.6% increase, reduced by 5%); 0 where none does."""
    after = _AFTER.match(document.text, end, min(end + 60, sentence.end))
    if after:
        return 1 if after["up"] else -1
    before = document.text[max(sentence.start, start - 80) : start]
    said = last_change(before)
    if said is None:
        return 0
    between = before[said.end() :]
    if re.search(r"[0-9,.;:()]", between) or len(between.split()) > 4 or _LEVEL.search(between):
        return 0
    return 1 if said["up"] else -1


def last_change(text: str) -> re.Match[str] | None:
    """The last word of rising or falling in a stretch of text."""
    found = list(_CHANGE.finditer(text))
    return found[-1] if found else None


def rises(said: re.Match[str]) -> bool:
    """Whether a word found by `last_change` says that something rose."""
    return said["up"] is not None


def subject(document: Document, sentence: Sentence, place: int, forms: ShortForms) -> frozenset[str]:
    """The stems of what rose or fell: the words from the last stop or figure to the word of change before `place`."""
    before = document.text[max(sentence.start, place - 160) : place]
    said = last_change(before)
    pieces = re.split(r"[:;,.)]|[0-9]%?|\b(?:is|are|was|were|that)\b", before[: said.start()] if said else "")
    return stems(next((piece for piece in reversed(pieces) if piece.strip()), ""), forms)


def phrase(document: Document, sentence: Sentence, start: int, end: int) -> tuple[int, int]:
    """The clause of a claim at `start` to `end`: from after the percentage before it to the next comma."""
    earlier = [number.end for number in sentence.numbers if number.unit == "percent" and number.end <= start]
    begin = earlier[-1] if earlier else sentence.start
    if earlier:
        closed = document.text.find(")", begin, start)
        begin = closed + 1 if closed >= 0 else begin
        joins = [match.start() for match in _BOUNDARY.finditer(document.text, begin, start)]
        begin = next((join for join in reversed(joins) if _says_enough(document.text[join:start])), begin)
    while begin < start and document.text[begin] in " \n\t,;":
        begin += 1
    return begin, end_of_clause(document, sentence, end)


def _says_enough(text: str) -> bool:
    """Three words or more, and no bracket that opens or closes outside them."""
    return len(re.findall(r"[A-Za-z]+", text)) >= 3 and text.count("(") == text.count(")")


def end_of_clause(document: Document, sentence: Sentence, end: int) -> int:
    """The place of the first comma or joining word after `end`, or the end of the sentence."""
    boundary = _BOUNDARY.search(document.text, end, sentence.end)
    return boundary.start() if boundary else sentence.end


def part_and_whole(
    document: Document, sentence: Sentence, number: Number, end: int, forms: ShortForms
) -> tuple[frozenset[str], frozenset[str]]:
    """The stems of S and W in "S accounts for p% of W" or "p% of W is S"; empty where they are not said."""
    whole_match = _OF.match(document.text, end, sentence.end)
    before = document.text[max(sentence.start, number.start - 160) : number.start]
    if whole_match is None:
        return frozenset(), frozenset()
    whole = stems(_CUT.split(whole_match["whole"], maxsplit=1)[0], forms)
    link = _LINK.search(before)
    if link:
        return stems(_subject(before[: link.start()]), forms), whole
    said = _IS.search(document.text, whole_match.start(), min(sentence.end, whole_match.end() + 60))
    return (stems(said["part"], forms) if said else frozenset()), whole


def _subject(text: str) -> str:
    """The last clause of a stretch of text: after its last comma, colon or "that"."""
    return re.split(r"[,:;(]|\bthat\b", text)[-1]
