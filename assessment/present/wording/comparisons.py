"""One number beside another in words: gaps, ratios, ranks, deprivation, trends, concentration."""

from assessment.present.wording import numbers as n

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
    label: str, value: float, other: float, *, other_name: str, suffix: str = "%", decimals: int = 1
) -> str:
    """A level beside a comparator, with gap and ratio.

    `64.9%, against 72.4% in Great Britain (7.5 percentage points lower …)`.
    """
    ends = f"{n.number(value, decimals)}{suffix}, against {n.number(other, decimals)}{suffix} in {other_name}"
    gap = n.rounded(value, decimals) - n.rounded(other, decimals)
    if n.rounded(gap, decimals) == 0:
        return n.sentence(f"{label}: {ends}, the same")
    size = n.points(gap, decimals) if suffix == "%" else f"{n.number(abs(gap), decimals)}{suffix}"
    told = f"{size} {'more' if gap > 0 else 'less'}"
    words = ratio_words(value, other) if other > 0 else ""
    told += f", {words}{'' if words.endswith('as') else ' as much as'} {other_name}" if words and value > 0 else ""
    return n.sentence(f"{label}: {ends} ({told})")


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


def trend_sentence(
    label: str,
    words: str,
    *,
    per_year: float | None = None,
    unit: str = "",
    p: float | None = None,
    points: int | None = None,
    basis: str = "years",
) -> str:
    """The trend words of `measures.trend` as a sentence.

    `Violence: weak upward over 72 months (+310 offences a year; p = 0.012)`.
    """
    over = f" over {n.number(points)} {basis}" if points else ""
    told = [] if per_year is None else [f"{n.signed(per_year)} {unit}".rstrip() + " a year"]
    told += [] if p is None else [n.p_value(p)]
    return n.sentence(f"{label}: {words}{over}" + (f" ({'; '.join(told)})" if told else ""))


def concentration(what: str, places: int, of: int, *, part: str = "half", place: str = "LSOAs") -> str:
    """`Half of the crime is in 11 of 94 LSOAs (11.7% of them)`."""
    if not 0 < places <= of:
        msg = f"{places} of {of} places do not exist: give 1 to {of}."
        raise ValueError(msg)
    told = f" ({n.percent(100 * places / of)} of them)" if of >= n.SMALL_BASE else ""
    return n.sentence(f"{part} of {what} is in {n.number(places)} of {n.number(of)} {place}{told}").rstrip(".")
