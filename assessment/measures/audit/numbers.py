"""The numbers of a text: value, last printed digit and unit, found in one pass with patterns of bounded width."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assessment.measures.audit.sums import half_digit

_WORDS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30,
}  # fmt: skip
_TIMES = {"one": 1, "a": 1, "two": 2, "three": 3, "four": 4}
_PARTS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5}

_ONE_TO_NINE = "one|two|three|four|five|six|seven|eight|nine|[1-9]"
_FRACTION = (
    r"\b(?:(?:one|a|two|three|four)[ -])?(?:half|thirds?|quarters?|fifths?)\b(?= of\b| ?\()"
    # the size of a change: "by a third from", and not "by half a million" or "by half term"
    r"|(?:(?<=by\s)|(?<=of\s)|(?<=almost\s)|(?<=nearly\s)|(?<=over\s)|(?<=than\s)|(?<=about\s))"
    r"(?:(?:a\s)?half|(?:one|a|two|three|four)[\s-](?:thirds?|quarters?|fifths?))\b"
    r"(?=[,.;:]|\s(?:from|to|compared|over|since|between|during|this|last|in (?:the|a|19|20))\b)"
    rf"|(?<![\w.,/+-])(?:{_ONE_TO_NINE}) in (?:{_ONE_TO_NINE}|ten|10|twenty|20)\b"
    r"(?=[^().;,0-9]{0,60}\([0-9.]{1,6} ?%\))"
)
_DIGITS = r"[0-9]{1,3}(?:,[0-9]{3}){1,4}|[0-9]{1,12}"
_TOKEN = re.compile(
    rf"(?P<fraction>{_FRACTION})"
    r"|(?P<span>(?<![\w.,/])(?:19|20)[0-9]{2} ?/ ?(?:(?:19|20)[0-9]{2}|[0-9]{2})(?![\w/]))"
    r"|(?P<range>(?<![\w.,/+-])[0-9]{1,4}(?:\.[0-9]{1,3})?%? ?- ?[0-9]{1,4}(?:\.[0-9]{1,3})?(?![\w/]|[.,][0-9]))"
    rf"|(?P<number>(?<![\w.,/+-])(?P<sign>[+-])?(?P<money>[£$€])?(?P<digits>{_DIGITS})(?P<decimals>\.[0-9]{{1,6}})?"
    r"(?![\w/<]|[.,][0-9]))"
    rf"|(?P<word>\b(?:{'|'.join(_WORDS)})\b)",
    re.IGNORECASE,
)
_PERCENT = re.compile(r" ?%(?! ?points?\b)|\sper ?cent\b", re.IGNORECASE)
_POINTS = re.compile(
    r"\s(?:percentage )?points?\b| ?pp\b| ?% ?points?\b"
    r"| ?%(?=\s(?:[a-z]{1,12}\s){0,3}in (?:percentage[ -]|% ?)points?\b)",
    re.IGNORECASE,
)
_RATE = re.compile(r"\sper\s(?:[0-9][0-9,]{0,10}|head)\b", re.IGNORECASE)
_MEASURE = re.compile(
    r"[ -]?(?:million|billion|bn|months?|years?|weeks?|days?|hours?|minutes?|miles?|square|st|nd|rd|th|\+)(?!\w)"
    r"|\s(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\b",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"(?:\b(?:table|figure|page|section|chapter|appendix|part|paragraph|stage|step|level|tier|act|no\.|number"
    r"|version|quarter|week|annex|per|aged?|ages|under|age of|aged between|key stage|priority|phase)\s"
    r"|\b(?:january|february|march|april|may|june|july|august|september|october|november|december)\s)$",
    re.IGNORECASE,
)
_TAG = re.compile(r"\bn\s?=\s?$", re.IGNORECASE)
_APPROXIMATE = re.compile(
    r"\b(?:approximately|approx\.?|around|about|roughly|circa|c\.|some|nearly|almost|estimated)\s$", re.IGNORECASE
)
_OVER = re.compile(r"\b(?:over|more than|exceeding|in excess of|at least)\s$", re.IGNORECASE)
_UNDER = re.compile(r"\b(?:under|less than|below|fewer than|up to|at most)\s$", re.IGNORECASE)


@dataclass(frozen=True)
class Number:
    """A number where it stands (`start` to `end`, its unit's sign included).

    `unit` is count, percent, points, rate, year, fraction or other (ages, dates, money, lengths of time, references);
    a fraction's value is a percentage. `low` to `high` is what it may have been before rounding; `tagged` after `n=`.
    """

    start: int
    end: int
    value: float
    decimals: int
    unit: str
    low: float
    high: float
    sign: str = ""
    tagged: bool = False
    spelled: bool = False


def numbers(text: str) -> Iterator[Number]:
    """Every number of the text in order; ranges (25-29) and financial years count as years and are not measured."""
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup if match.lastgroup in {"span", "range", "fraction", "word"} else "number"
        yield _MAKERS[kind](text, match)


def _unmeasured(text: str, match: re.Match[str]) -> Number:
    unit = "year" if match["span"] else "other"
    return Number(match.start(), match.end(), 0.0, 0, unit, 0.0, 0.0)


def _word(text: str, match: re.Match[str]) -> Number:
    value = float(_WORDS[match["word"].lower()])
    unit = "other" if _MEASURE.match(text, match.end()) else "count"
    return Number(match.start(), match.end(), value, 0, unit, value, value, spelled=True)


def _fraction(text: str, match: re.Match[str]) -> Number:
    words = match["fraction"].lower().replace("-", " ").split()
    if len(words) == 3:  # one in three
        value = 100 * _small(words[0]) / _small(words[2])
    else:
        times = _TIMES[words[0]] if len(words) == 2 else 1
        value = 100 * times / _PARTS[words[-1].removesuffix("s") if words[-1] != "half" else "half"]
    low, high = bounds_of_words(text, match.start(), value)
    return Number(match.start(), match.end(), value, 0, "fraction", low, high, spelled=True)


def _small(word: str) -> int:
    return int(word) if word.isdigit() else (_WORDS | _TIMES)[word]


def bounds_of_words(text: str, start: int, value: float) -> tuple[float, float]:
    """The values that "half", "twice" and the like may stand for after the word before them: an eighth either way."""
    before = text[max(0, start - 24) : start]
    if _OVER.search(before):
        return value, (value * 1.125 if "just over" in before.lower() else float("inf"))
    if _UNDER.search(before):
        return (value * 0.875 if "just under" in before.lower() else 0.0), value
    return value * 0.875, value * 1.125


def _number(text: str, match: re.Match[str]) -> Number:
    value = float(match["digits"].replace(",", "") + (match["decimals"] or ""))
    decimals = len(match["decimals"] or "") - bool(match["decimals"])
    before = text[max(0, match.start() - 24) : match.start()]
    tagged = bool(_TAG.search(before))
    unit, end = _unit(text, match, before, tagged)
    half = _rounding(match["digits"], value, decimals, unit, approximate=bool(_APPROXIMATE.search(before)))
    sign = match["sign"] or ""
    return Number(match.start(), end, value, decimals, unit, max(0.0, value - half), value + half, sign, tagged)


def _unit(text: str, match: re.Match[str], before: str, tagged: bool) -> tuple[str, int]:
    for unit, pattern in (("points", _POINTS), ("percent", _PERCENT), ("rate", _RATE)):
        suffix = pattern.match(text, match.end())
        if suffix and not match["money"]:
            return unit, suffix.end()
    plain = match["decimals"] is None
    if tagged and plain:
        return "count", match.end()
    if match["money"] or not plain or _BEFORE.search(before) or _MEASURE.match(text, match.end()):
        return "other", match.end()
    bare = len(match["digits"]) == 4 and not match["sign"]
    if bare and 1900 <= int(match["digits"]) <= 2100:
        return "year", match.end()
    return "count", match.end()


def _rounding(digits: str, value: float, decimals: int, unit: str, *, approximate: bool) -> float:
    if unit != "count":
        return max(half_digit(decimals), 0.05 * value) if approximate else half_digit(decimals)
    zeros = len(digits) - len(digits.rstrip("0"))
    return 0.5 * 10.0**zeros if approximate and value else 0.0


_MAKERS = {"span": _unmeasured, "range": _unmeasured, "fraction": _fraction, "word": _word, "number": _number}
