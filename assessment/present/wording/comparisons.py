"""One number beside another in words: gaps, ratios, ranks, deprivation, trends,
concentration."""

from collections.abc import Sequence

from assessment.periods import months_between
from assessment.present.wording import numbers as n
from assessment.present.wording.changes import unclear

RATIOS = (  # up to this ratio, these words
    (0.95, ""),
    (1.05, "about the same as"),
    (1.45, ""),
    (1.55, "about one and a half times"),
    (1.85, ""),
    (1.97, "almost twice"),
    (2.03, "twice"),
    (2.2, "just over twice"),
    (2.45, ""),
    (2.55, "about two and a half times"),
    (2.85, ""),
    (2.97, "almost three times"),
    (3.03, "three times"),
)


def ratio_words(value: float, other: float) -> str:
    """How many times `other` the value is: `almost twice` from 1.85 to 1.97, `1.6 times` where no word fits.

    `about the same as` from 0.95 to 1.05. Raises ValueError where `other` is not above zero.
    """
    if other <= 0:
        msg = "a ratio to zero says nothing: give the difference instead."
        raise ValueError(msg)
    ratio = value / other
    words = next((told for limit, told in RATIOS if ratio <= limit), "")
    decimals = 2 if n.rounded(ratio, 1) == 1 or ratio < 0.95 else 1
    return words or f"{n.number(ratio, decimals)} times"


def gap_sentence(
    label: str,
    value: float,
    other: float,
    *,
    other_name: str,
    suffix: str = "%",
    decimals: int = 1,
    ratio: bool = True,
) -> str:
    """A level beside a comparator, with gap and, unless `ratio` is False (years of life, say), ratio.

    `64.9%, against 72.4% in Great Britain (7.5 percentage points lower …)`.
    """
    ends = f"{n.number(value, decimals)}{suffix}, against {n.number(other, decimals)}{suffix} in {other_name}"
    gap = n.rounded(value, decimals) - n.rounded(other, decimals)
    if n.rounded(gap, decimals) == 0:
        return n.sentence(f"{label}: {ends}, the same")
    unit = "" if suffix.startswith(" per ") else suffix
    size = n.points(gap, decimals) if suffix == "%" else f"{n.number(abs(gap), decimals)}{unit}"
    told = f"{size} {'more' if gap > 0 else 'less'}"
    words = ratio_words(value, other) if ratio and other > 0 else ""
    told += f", {words.removesuffix(' as')}{'' if words.endswith('as') else ' as much'}" if words and value > 0 else ""
    return n.sentence(f"{label}: {ends} ({told})")


def out_of(part: int, whole: int, nouns: str) -> str:
    """`Two of five priorities`, as a title begins; `Not one of …` for none, `Both …` or `All five …` for all."""
    if part == whole > 1:
        return f"Both {nouns}" if whole == 2 else f"All {n.small(whole)} {nouns}"
    return f"{n.small(part).capitalize() if part else 'Not one'} of {n.small(whole)} {nouns}"


def rank_phrase(place: int, of: int, *, what: str, end: str = "highest", among: str = "districts") -> str:
    """`fourth lowest increase of the 14 districts`.

    Place 1 is the highest or the lowest itself, whichever `end` names.
    """
    if not 1 <= place <= of:
        msg = f"place {place} of {of} does not exist: give 1 to {of}."
        raise ValueError(msg)
    words = f"{n.ordinal_word(place)} {end}" if place > 1 else end
    return f"{words} {what} of the {n.number(of)} {among}"


def deprivation_rank(area: str, place: int, of: int, *, release: str, among: str = "authorities in England") -> str:
    """`Blackpool is the most deprived of 317 authorities in England (2019)`, `… the 6th most deprived …`.

    Rank 1 is most deprived.
    """
    if not 1 <= place <= of:
        msg = f"rank {place} of {of} does not exist: give 1 to {of}."
        raise ValueError(msg)
    told = "the most deprived" if place == 1 else f"the {n.ordinal(place)} most deprived"
    return f"{area} is {told} of {n.number(of)} {among} ({release})"


def deprivation_change(area: str, before: int, after: int, *, releases: tuple[str, str]) -> str:
    """A move of rank between two releases, in words that cannot be read the wrong way round.

    Rank 1 is most deprived.
    """
    ends = f"{n.ordinal(before)} in {releases[0]}, {n.ordinal(after)} in {releases[1]}; 1st is the most deprived"
    if before == after:
        return n.sentence(f"{area} kept its rank ({ends})")
    direction = "more deprived" if after < before else "less deprived"
    return n.sentence(f"Relative to the others, {area} became {direction} ({ends})")


def trend_sentence(words: str, p: float | None, months: Sequence[str]) -> str:
    """The trend words of `measures.trend`, and the months (`2014-12`, in order) that they rest on.

    `Over 48 months (April 2011 to March 2015), allowing for season, the trend is strong downward (p < 0.001).` Without
    its p where that would tell a hidden month.
    """
    lacking = len(months_between(months[0], months[-1])) - len(months)
    lost = f", {n.small(lacking)} of them missing" if lacking else ""
    told = f"over {n.counted(len(months), 'month')} ({n.span(months[0], months[-1])}{lost})"
    return n.sentence(f"{told}, allowing for season, the trend is {words}{'' if p is None else f' ({n.p_value(p)})'}")


def trend_beside_change(words: str, difference: float, p: float | None) -> str:
    """How a trend of these words fits with the change on the year before; empty where they say the same.

    `difference` is this year less the year before, `p` that of its test.
    """
    moved = 0 if unclear(p) else (difference > 0) - (difference < 0)
    heading = ("upward" in words) - ("downward" in words)
    if moved == heading:
        return ""
    if not moved:
        why = "one year's step can be too small to tell from chance where several in the same direction are not"
    elif not heading:
        why = "a step in one year is not yet a steady course"
    else:
        why = f"this year went {'up' if moved > 0 else 'down'}, against the longer course"
    return f"The change is this year against the year before, the trend is the course of all these months: {why}."


def concentration(
    what: str, places: int, of: int, *, part: str = "half", place: str = "LSOAs", plural: bool = False
) -> str:
    """`Half of the crime is in 11 of 94 LSOAs (11.7% of them)`; `plural`: half of the crimes *are* in them."""
    if not 0 < places <= of:
        msg = f"{places} of {of} places do not exist: give 1 to {of}."
        raise ValueError(msg)
    verb = "are" if plural else "is"
    told = f" ({n.percent(100 * places / of)} of them)" if of >= n.SMALL_BASE else ""
    return n.sentence(f"{part} of {what} {verb} in {n.number(places)} of {n.number(of)} {place}{told}").rstrip(".")
