"""The numbers of a sentence, and those that no figure holds: what an edition says is what figures.json says."""

import re
from collections.abc import Iterable, Iterator, Mapping

from assessment.periods import MONTHS

NO_FIGURE = (  # numbers that name something and measure nothing
    r"\b(?:19|20)\d\d/\d\d\b",  # financial years
    rf"\b(?:[1-9]|[12]\d|3[01]) (?:{'|'.join(MONTHS)})\b",  # days
    r"\b\d{3}[A-Z]\b",  # an LSOA's name
    r"(?<=LSOA of )(.*, )\d+(?:st|nd|rd|th) of [\d,]+ in England",  # the rank that the publisher gave it
    r"\b(?:IoD)?(?:19|20)\d\d\b(?!,\d)",  # years and releases
    r"\b95% interval",
    r"\bper 1[0,]*0\b",  # per 1,000
    r"\b\d+-\d+\b",  # an age band
    r"\b[Aa]ged \d+(?: to \d+| or over)\b",
    r"\bunder[- ]16s?\b",
    r"\bdecile \d+",
    r"\bquarter \d",
    r"\bversion \d+",
    r"1st is the most deprived",
    r"(?:less than 0\.1|more than 99\.9)%",
    r"COVID-19",
    r"The words for a trend follow one rule: .*",
)
NUMBER = re.compile(r"(?P<p>p [<=] )?(?P<value>\d[\d,]*(?:\.\d+)?)")


def numbers(sentence: str) -> Iterator[tuple[float, int, str]]:
    """The numbers of a sentence: value, decimals printed, and the `p = ` or `p < ` before it."""
    for pattern in NO_FIGURE:
        sentence = re.sub(pattern, " ", sentence)
    for found in NUMBER.finditer(sentence):
        text = found["value"].rstrip(",").replace(",", "")
        yield float(text), len(text.partition(".")[2]), found["p"] or ""


def held_numbers(figures: Iterable[Mapping], *, chances: bool) -> list[float]:
    """The numbers that the figures hold, as they may be printed: without sign, a share also as a percentage.

    `chances` are the probabilities alone.
    """
    found = []
    for figure in figures:
        if chances != (figure["unit"] == "probability"):
            continue
        for name in ("value", "low", "high", "numerator", "denominator"):
            number = figure[name]
            if isinstance(number, (int, float)) or hasattr(number, "item"):
                found += [abs(float(number))]
                found += [abs(100 * float(number))] if figure["unit"] == "ratio" else []
    return found


def lacking(sentences: Iterable[str], figures: Iterable[Mapping]) -> list[str]:
    """The numbers of some sentences that no figure holds, with their sentence."""
    rows = list(figures)
    held = {chances: held_numbers(rows, chances=chances) for chances in (True, False)}
    lost = []
    for sentence in sentences:
        for value, decimals, p in numbers(sentence):
            near = 0.5 * 10**-decimals * (1 + 1e-9) + 1e-12
            if not any(number < value if "<" in p else abs(number - value) <= near for number in held[bool(p)]):
                lost.append(f"{value:g} in: {sentence}")
    return lost
