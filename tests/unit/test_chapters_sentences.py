"""Every number in a sentence stands in the ledger: what a chapter says is what figures.json holds."""

import re
from collections.abc import Iterator

import pytest
from held import opened, shown

from assessment import project
from assessment.figures import Ledger
from assessment.present.parts import Prose

YEARS = ("2014/15", "2016/17")
NAMES = [entry.name for entry in project.chapters()]
NO_FIGURE = (  # numbers that name something and measure nothing
    r"\b(?:19|20)\d\d/\d\d\b",  # financial years
    r"\b(?:IoD)?(?:19|20)\d\d\b(?!,\d)",  # years and releases
    r"\b95% interval",
    r"\bper 1,?0+\b",  # per 1,000
    r"\b\d+-\d+\b",  # an age band
    r"\bdecile \d+",
    r"\bquarter \d",
    r"\bversion \d+",
    r"1st is the most deprived",
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


def held_numbers(ledger: Ledger, *, chances: bool) -> list[float]:
    """The numbers that the figures hold, as they may be printed: without sign, a share also as a percentage.

    `chances` are the probabilities alone.
    """
    found = []
    for figure in ledger:
        if chances != (figure.unit == "probability"):
            continue
        for number in (figure.value, figure.low, figure.high, figure.numerator, figure.denominator):
            if isinstance(number, (int, float)) or hasattr(number, "item"):
                found += (
                    [abs(float(number)), abs(100 * float(number))] if figure.unit == "ratio" else [abs(float(number))]
                )
    return found


def lacking(sentences: list[str], ledger: Ledger) -> list[str]:
    held = {chances: held_numbers(ledger, chances=chances) for chances in (True, False)}
    lost = []
    for sentence in sentences:
        for value, decimals, p in numbers(sentence):
            near = 0.5 * 10**-decimals * (1 + 1e-9) + 1e-12
            if not any(number < value if "<" in p else abs(number - value) <= near for number in held[bool(p)]):
                lost.append(f"{value:g} in: {sentence}")
    return lost


def sentences_of(chapter) -> list[str]:
    """The key findings and all prose that the notebook's cells show, but for what the data hold."""
    parts = [part for call, part in shown(chapter) if isinstance(part, Prose) and "load" not in call]
    return [text for part in parts for text in (*part.paragraphs, *part.bullets)]


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("name", NAMES)
def test_every_number_in_a_sentence_is_a_figure(demonstration, undrawn, name, year):
    chapter = opened(name, demonstration, year, project.area("blackpool"))
    sentences = sentences_of(chapter)
    assert len(sentences) > 3
    assert lacking(sentences, chapter.ledger) == []
    assert 3 <= len(chapter.sentences) <= 5


def test_the_search_finds_a_number_that_no_figure_holds(demonstration, undrawn):
    chapter = opened("harm", demonstration, "2014/15", project.area("blackpool"))
    list(shown(chapter))
    told = "Harm fell by 71.3% in 2014/15, to 15,246 (p < 0.001)."
    assert lacking([told], chapter.ledger) == [f"71.3 in: {told}", f"0.001 in: {told}"]


@pytest.mark.real
@pytest.mark.parametrize("name", NAMES)
def test_the_same_of_real_data(real, undrawn, name):
    from assessment import store

    area = project.area("blackpool")
    chapter = opened(name, store.prepare(area, real), "2021/22", area)
    assert lacking(sentences_of(chapter), chapter.ledger) == []
    assert 3 <= len(chapter.sentences) <= 5
