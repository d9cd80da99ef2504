"""One difference between two editions, in words."""

from typing import NamedTuple

from markupsafe import Markup

from assessment import comparison
from assessment.comparison import Difference, is_percentage
from assessment.figures import Figure
from assessment.periods import months_in_words
from assessment.present.markup import breakable
from assessment.present.wording.numbers import SMALL_BASE, number, p_value, percent, signed, signed_percent, units

LABEL = 160  # characters of a text that a row shows
PLAIN = frozenset({"count", "ratio", "share", "proportion", "probability", "percent", "per cent"})
SHARES = frozenset({"ratio", "share", "proportion"})
ALSO = {"interval": "its interval", "counts": "the counts behind it", "unit": "its unit", "method": "its method",
        "sources": "its sources"}  # fmt: skip


class Row(NamedTuple):
    """A difference as a row shows it."""

    label: str
    id: str
    before: str
    after: str
    change: str
    also: str


def row_of(found: Difference) -> Row:
    """A difference in words; what one edition has not got is a dash."""
    figure, (old, new) = found.figure, found.pair
    same = old and new and old.period == new.period
    before, after = _value(old), _value(new)
    if found.kind == comparison.WITHHELD:  # what is suppressed in one edition is not told from the other
        before, after = ("suppressed" if one.suppressed else "shown" for one in (old, new))
    if before == after and found.kind == comparison.REVISED:  # what rounding would hide
        before, after = (f"{one.value:.9g}" if isinstance(one.value, float) else _value(one) for one in (old, new))
    if not same:
        before, after = (
            f"{value}, {months_in_words(one.period)}" if one else "–" for value, one in ((before, old), (after, new))
        )
    label = f"{figure.label}, {months_in_words(figure.period)}" if same else figure.label
    also = "; ".join(_also(name, found) for name in found.also)
    id = Markup(breakable(_short(figure.id)))
    return Row(_short(label), id, _short(before), _short(after), change_of(found), _short(also, 2 * LABEL))


def _also(name: str, found: Difference) -> str:
    if name != "method" or found.kind == comparison.MOVED:
        return ALSO[name]
    return f"its method: “{found.old.method or 'not said'}” is now “{found.new.method or 'not said'}”"


def _short(text: str, most: int = LABEL) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _value(figure: Figure | None) -> str:
    """A figure's value for a reader, with its unit where that is not plain from the figure."""
    if figure is None:
        return "–"
    if figure.suppressed or figure.value is None:
        return "suppressed" if figure.suppressed else "not available"
    if isinstance(figure.value, str):
        return figure.value
    if is_percentage(figure):
        return (signed_percent if "change" in figure.id else percent)(figure.value)
    if figure.unit == "probability" and 0 <= figure.value <= 1:
        return p_value(figure.value)
    if figure.unit in SHARES and abs(figure.value) <= 1:
        return f"{number(100 * figure.value, 1)}%"
    told = number(figure.value, _decimals(figure.value))
    if figure.unit == "rank":
        return f"rank {told}"
    return told if figure.unit in PLAIN else f"{told} {units(figure.value, figure.unit)}"


def _decimals(value: float) -> int:
    if float(value).is_integer():
        return 0
    return 1 if abs(value) >= 10 else 3


def change_of(found: Difference) -> str:
    """The difference of two numbers in words: `+101 (+2.6%)`, `−2.1 percentage points`; empty where there is none."""
    if not found.size:
        return ""
    old, new = found.pair
    before, after = old.value, new.value
    difference = after - before
    if new.unit == "probability":
        return ""
    if is_percentage(new) or (new.unit in SHARES and max(abs(before), abs(after)) <= 1):
        size = difference if is_percentage(new) else 100 * difference
        return f"{signed(size, 1)} percentage points"
    told = signed(difference, _decimals(difference))
    return f"{told} ({signed_percent(100 * difference / before)})" if before >= SMALL_BASE else told
