"""The arithmetic: what a rounded figure may have been before it was rounded, and what follows from that."""

import math
from collections.abc import Sequence

SLACK = 1e-9
FROM_NOUGHT = "a change from 0 has no percentage"


def half_digit(decimals: int) -> float:
    """Half of the last printed digit: 0.05 for a figure printed to one decimal place."""
    return 0.5 * 10.0**-decimals


def implied_base(count: float, percent: float, decimals: int) -> tuple[float, float]:
    """The bases of which `count` is `percent`, before rounding: |d|/((|p|+h)/100) to |d|/((|p|-h)/100).

    `percent` was printed to `decimals` places and h is half of its last digit; infinite above where the
    percentage may have been nought. Not rounded: see `whole_bases`.
    """
    size, share, half = abs(count), abs(percent), half_digit(decimals)
    high = size / ((share - half) / 100) if share - half > SLACK else math.inf
    return size / ((share + half) / 100), high


def whole_bases(low: float, high: float) -> tuple[float, float] | None:
    """The base interval in whole numbers: one integer where one lies in it, else rounded outward; None if none."""
    first = math.ceil(low - SLACK * max(1.0, low))
    last = math.inf if math.isinf(high) else math.floor(high + SLACK * max(1.0, high))
    if first > last:
        return None
    if first == last:
        return first, last
    outward = math.inf if math.isinf(high) else math.ceil(high - SLACK * high)
    return math.floor(low + SLACK * low), outward


def agrees(part: float, whole: float, percent: float, decimals: int) -> bool:
    """Whether part/whole, as a percentage, may be printed as `percent` to `decimals` places (half up or even)."""
    if whole <= 0:
        return False
    return abs(100 * part / whole - abs(percent)) <= half_digit(decimals) + SLACK


def overlap(first: tuple[float, float], second: tuple[float, float]) -> bool:
    """Whether two closed intervals have a point in common."""
    return first[0] <= second[1] + SLACK and second[0] <= first[1] + SLACK


def ratio(part: tuple[float, float], whole: tuple[float, float]) -> tuple[float, float]:
    """The smallest and the largest part/whole of two intervals of positive numbers (infinite over nought)."""
    low = part[0] / whole[1] if whole[1] > 0 else math.inf
    high = part[1] / whole[0] if whole[0] > 0 else math.inf
    return low, high


def relative_change(before: tuple[float, float], after: tuple[float, float]) -> tuple[float, float]:
    """The interval of 100·(after/before - 1), before and after being intervals of positive numbers."""
    low, high = ratio(after, before)
    return 100 * (low - 1), 100 * (high - 1)


def add_up(values: Sequence[float], decimals: Sequence[int]) -> tuple[float, float]:
    """The sum of printed figures and how far rounding may put it out: 0.5·Σ10^-dp, or 0.5·k·10^-dp for k alike."""
    return math.fsum(values), math.fsum(half_digit(places) for places in decimals)


def shown(value: float, decimals: int = 0) -> str:
    """A number as printed in the arithmetic: thousands with commas, infinity in words."""
    return "without limit" if math.isinf(value) else f"{value:,.{decimals}f}"


def allowed(low: float, high: float, places: int = 2) -> str:
    """What words may stand for: `1.75 to 2.25`, or `2.00 or more`."""
    return f"{low:.{places}f} or more" if math.isinf(high) else f"{low:.{places}f} to {high:.{places}f}"


def interval(low: float, high: float) -> str:
    """An interval of whole numbers in words: one number, or `1,638 to 1,670`, or `600 or more`."""
    if math.isinf(high):
        return f"{shown(low)} or more"
    return shown(low) if low == high else f"{shown(low)} to {shown(high)}"
