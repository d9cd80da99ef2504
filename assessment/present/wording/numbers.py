"""Numbers as text: thousands separators, halves rounded up, a true minus sign, and never "nan" or "None"."""

import math
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from assessment.periods import MONTHS, month_name

HIDDEN_SHARE = "a share that is not shown, so that no person can be recognised,"
SMALL_BASE = 20  # no percentage is printed of fewer than this
MINUS = "−"
SMALL_WORDS = [
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
]
ORDINAL_WORDS = [
    "zeroth",
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
]


def _finite(value: object) -> Decimal:
    """The value as a decimal.

    Raises ValueError for what is missing or not finite: say in words why there is none.
    """
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        msg = "a missing number cannot be printed: leave the sentence out, or say why there is none."
        raise ValueError(msg)
    return Decimal(str(value.item() if hasattr(value, "item") else value))


def rounded(value: float, decimals: int = 0) -> float:
    """Round halves away from zero, as published tables do; Python rounds them to even."""
    return float(_finite(value).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))


def number(value: float, decimals: int = 0) -> str:
    """`15,246`; `107.8` with one decimal; a negative has the minus sign and nothing is ever `−0`."""
    told = f"{_finite(value).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP):,}"
    if not told.strip("-0.,"):
        told = told.lstrip("-")
    return told.replace("-", MINUS)


def signed(value: float, decimals: int = 0) -> str:
    """`+101`, `−382`, and plain `0`."""
    told = number(value, decimals)
    return told if told.startswith(MINUS) or not told.strip("0.,") else f"+{told}"


def percent(value: float, decimals: int = 1) -> str:
    """A value on 0 to 100 as `26.6%`; what rounding would call nothing is `less than 0.1%`."""
    if value > 0 and not rounded(value, decimals):
        return f"less than {Decimal(1).scaleb(-decimals)}%"
    return f"{number(value, decimals)}%"


def signed_percent(value: float, decimals: int = 1) -> str:
    """`+2.6%`, `−6.6%`."""
    return f"{signed(value, decimals)}%"


def points(value: float, decimals: int = 1) -> str:
    """A difference of two percentages: `2.1 percentage points`; the sign is left to the verb."""
    told = number(abs(value), decimals)
    return f"{told} percentage point{'' if told == number(1, decimals) else 's'}"


def share(part: float, whole: float, decimals: int = 1) -> str:
    """`26.6% (4,048 of 15,246)`; below 20 in all `3 of 12`, too few for a percentage; only all of it is 100.0%.

    Raises ValueError where the part is larger than the whole or the whole is nothing.
    """
    if whole <= 0 or not 0 <= part <= whole:
        msg = f"{part} is not a part of {whole}: give a part of a whole that is more than nothing."
        raise ValueError(msg)
    told = f"{number(part)} of {number(whole)}"
    if whole < SMALL_BASE:
        return told
    size = 100 * part / whole
    almost = part < whole and rounded(size, decimals) == 100
    return f"{f'more than {100 - Decimal(1).scaleb(-decimals)}%' if almost else percent(size, decimals)} ({told})"


def interval(low: float, high: float, decimals: int = 1, *, confidence: float = 0.95, suffix: str = "") -> str:
    """`95% interval 106.1 to 109.5`; `suffix` (such as %) follows both ends."""
    level = number(100 * confidence, 0 if confidence in (0.9, 0.95, 0.99) else 1)
    return f"{level}% interval {number(low, decimals)}{suffix} to {number(high, decimals)}{suffix}"


def rate(
    value: float,
    low: float | None = None,
    high: float | None = None,
    *,
    per: int = 1000,
    of: str = "residents",
    decimals: int = 1,
) -> str:
    """`107.8 per 1,000 residents (95% interval 106.1 to 109.5)`."""
    told = f"{number(value, decimals)} per {number(per)} {of}"
    return told if low is None or high is None else f"{told} ({interval(low, high, decimals)})"


def p_value(p: float) -> str:
    """`p < 0.001`, `p = 0.26`; more digits where rounding would carry it over 0.05."""
    if not 0 <= p <= 1:
        msg = f"{p} is not a probability: give one from 0 to 1."
        raise ValueError(msg)
    if p < 0.001:
        return "p < 0.001"
    decimals = 3 if p < 0.1 else 2
    while p != 0.05 and decimals < 8 and rounded(p, decimals) == 0.05:
        decimals += 1
    return f"p = {number(p, decimals)}"


def ordinal(place: int) -> str:
    """`1st`, `12th`, `23rd`."""
    ending = {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th") if place % 100 not in (11, 12, 13) else "th"
    return f"{number(place)}{ending}"


def ordinal_word(place: int) -> str:
    """`fourth`; `12th` above ten."""
    return ORDINAL_WORDS[place] if 1 <= place <= 10 else ordinal(place)


def small(count: int) -> str:
    """A count in prose: `nine`, `94`."""
    return SMALL_WORDS[count] if 0 <= count <= 12 else number(count)


def counted(count: float, one: str, many: str = "") -> str:
    """`1 offence`, `1,086 offences`."""
    return f"{number(count)} {one if count == 1 else many or one + 's'}"


def units(count: float, many: str) -> str:
    """The unit that goes with a number: `offence` with 1, `offences` with every other."""
    return many.removesuffix("s") if abs(count) == 1 else many


def listed(items: Iterable[object], last: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    words = [str(item) for item in items]
    return f" {last} ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def months_listed(months: Iterable[str]) -> str:
    """Months such as `2020-06` in words, the year said once: `June, August and September 2020`."""
    years: dict[str, list[str]] = {}
    for month in sorted(set(months)):
        years.setdefault(month[:4], []).append(MONTHS[int(month[5:7]) - 1])
    return listed(f"{listed(names)} {year}" for year, names in years.items())


def span(first: str, last: str) -> str:
    """`April 2014 to March 2015`; one month where they are the same."""
    return month_name(first) if first == last else f"{month_name(first)} to {month_name(last)}"


def sentence(text: str) -> str:
    """The text with a capital first letter and one full stop at the end."""
    text = text.strip().rstrip(".")
    return f"{text[:1].upper()}{text[1:]}." if text else ""
