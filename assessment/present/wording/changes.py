"""A change in words: direction, size, and whether chance could have made it."""

import math
from collections.abc import Sequence

from assessment.periods import month_name
from assessment.present.wording import numbers as n

ALPHA = 0.05
LARGER = "larger than chance would explain"
EXPLAINED = "which chance alone could explain"
SIGNIFICANT = "Statistically significant?"  # the head of a column whose cells say yes or no


def _missing(value: float | None) -> bool:
    return value is None or (isinstance(value, float) and math.isnan(value))


def _verb(difference: float) -> str:
    return "rose" if difference > 0 else "fell"


def _more(difference: float, unit: str) -> str:
    """`1,086 fewer offences`, `101 more offences`."""
    word = "more" if difference > 0 else "fewer"
    return f"{n.number(abs(difference))} {word} {n.units(difference, unit)}".rstrip()


def unclear(p: float | None, alpha: float = ALPHA) -> bool:
    """True where a test was made and chance alone could explain the difference."""
    return not _missing(p) and p > alpha


def against_chance(p: float) -> str:
    """What a test says of a difference: `larger than chance would explain`, `which chance alone could explain`."""
    return EXPLAINED if unclear(p) else LARGER


def certainty(p: float | None, low: float | None = None, high: float | None = None) -> str:
    """`(p = 0.043; 95% interval 0.5% to 36.4%)`, of what is given; empty where nothing is."""
    told = [] if _missing(p) else [n.p_value(p)]
    if not _missing(low) and not _missing(high):
        told.append(f"95% interval {n.signed_percent(low)} to {n.signed_percent(high)}")
    return f"({'; '.join(told)})" if told else ""


def _size(before: float, after: float) -> str:
    size = abs(after - before) / before * 100
    return n.percent(size) if n.rounded(size, 1) else "less than 0.1%"


def changed(before: float, after: float, *, unit: str = "") -> str:
    """Verb, size and both numbers: `fell by 6.6% (1,086 fewer offences), from 16,332 to 15,246`.

    Below a base of 20: `rose from 3 to 7 offences, too few for a percentage`; equal: `did not change (514
    offences)`.
    """
    if before == after:
        return f"did not change ({n.number(after)} {n.units(after, unit)}".rstrip() + ")"
    verb, ends = _verb(after - before), f"from {n.number(before)} to {n.number(after)}"
    if before < n.SMALL_BASE:
        return f"{verb} {ends} {n.units(after, unit)}".rstrip() + ", too few for a percentage"
    return f"{verb} by {_size(before, after)} ({_more(after - before, unit)}), {ends}"


def _no_clear(label: str, before: float, after: float, unit: str, than: str) -> str:
    size = "" if before < n.SMALL_BASE else f"{n.signed_percent((after - before) / before * 100)}, "
    against = f"{n.number(after)} {n.units(after, unit)}".rstrip() + f" against {n.number(before)} {than}".rstrip()
    return f"No clear change in {label}: {against} ({size}{_more(after - before, '')})"


def change_sentence(
    label: str,
    before: float | None,
    after: float | None,
    *,
    p: float | None = None,
    low: float | None = None,
    high: float | None = None,
    unit: str = "offences",
    than: str = "the year before",
) -> str:
    """One sentence on a count of this period against the one before.

    `label` is written as inside a sentence (`all crime`); `low` and `high` are the interval of the change
    in per cent. Where p is above 0.05 the sentence says "no clear change" and still gives both numbers.
    """
    if _missing(before) or _missing(after):
        return n.sentence(f"The change in {label} is not shown, because a number in it is suppressed or not available")
    sure = certainty(p, low, high)
    if before == after:
        return n.sentence(f"{label} {changed(before, after, unit=unit)} {sure}")
    if unclear(p):
        return n.sentence(f"{_no_clear(label, before, after, unit, than)}, {EXPLAINED} {sure}")
    reason = "" if _missing(p) else f", a change {LARGER}"
    return n.sentence(f"{label} {changed(before, after, unit=unit)}{reason} {sure}")


def change_title(label: str, before: float, after: float, *, year: str, p: float | None = None) -> str:
    """What a picture's title says.

    `Violence rose by 14.6% in 2016/17`, `No clear change in violence in 2014/15 (+2.6%)`.
    """
    if before == after:
        return n.sentence(f"{label} did not change in {year}").rstrip(".")
    told = _verb(after - before)
    if before < n.SMALL_BASE:
        size, sign = f" from {n.number(before)} to {n.number(after)}", _more(after - before, "")
    else:
        percent = (after - before) / before * 100
        size, sign = f" by {_size(before, after)}", n.signed_percent(percent)
    words = f"No clear change in {label} in {year} ({sign})" if unclear(p) else f"{label} {told}{size} in {year}"
    return n.sentence(words).rstrip(".")


def points_sentence(
    label: str,
    before: tuple[float, float],
    after: tuple[float, float],
    *,
    p: float | None = None,
    than: str = "before",
) -> str:
    """A share of this period against the one before, each as (part, whole).

    The difference is in percentage points.
    """
    if min(before[1], after[1]) < n.SMALL_BASE:
        return n.sentence(
            f"{label}: {n.share(*after)}, against {n.share(*before)} {than}; too few to compare in per cent"
        )
    old, new = (100 * part / whole for part, whole in (before, after))
    ends, difference = (n.share(*before), n.share(*after)), new - old
    if n.rounded(difference, 1) == 0:
        return n.sentence(f"{label} did not change: {ends[1]}, against {ends[0]} {than} {certainty(p)}")
    if unclear(p):
        told = f"{ends[1]} against {ends[0]} {than} ({n.signed(difference, 1)} percentage points)"
        return n.sentence(f"No clear change in {label}: {told}, {EXPLAINED} {certainty(p)}")
    told = f"{_verb(difference)} by {n.points(difference)}, from {ends[0]} to {ends[1]}"
    return n.sentence(f"{label} {told} {certainty(p)}")


def _calendar(months: Sequence[str]) -> str:
    return month_name(months[0]).split()[0]


def like_for_like(months: Sequence[str]) -> str:
    """The months that two years share, of which `months` are this year's.

    `over the nine months that both years have`.
    """
    if len(months) == 12:
        return "over all twelve months"
    if not months:
        msg = "the two years share no month: do not compare them."
        raise ValueError(msg)
    if len(months) == 1:
        return f"over {_calendar(months)} alone, the one month that both years have"
    return f"over the {n.small(len(months))} months that both years have"


def part_year(months: int) -> str:
    """`eight months of the year`; `the whole year` at twelve."""
    if not 1 <= months <= 12:
        msg = f"{months} months are not part of a year: give 1 to 12."
        raise ValueError(msg)
    return (
        "the whole year"
        if months == 12
        else f"{n.counted(months, 'month').replace(str(months), n.small(months))} of the year"
    )


def annualised(value: float, months: int, *, unit: str = "") -> str:
    """`192 referrals in eight months of the year, 288 a year at the same pace (annualised)`."""
    if months == 12:
        return f"{n.number(value)} {n.units(value, unit)}".rstrip()
    pace = n.number(value * 12 / months)
    told = f"{n.number(value)} {n.units(value, unit)}".rstrip()
    return f"{told} in {part_year(months)}, {pace} a year at the same pace (annualised)"
