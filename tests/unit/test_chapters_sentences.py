"""Every number in a sentence stands in the ledger: what a chapter says is what figures.json holds."""

import re
from collections.abc import Iterator
from dataclasses import asdict

import pytest
from held import opened, shown
from sentences import lacking

from assessment import project
from assessment.present.parts import Notice, Prose
from assessment.present.pictures import Picture

YEARS = ("2014/15", "2016/17")
NAMES = [entry.name for entry in project.chapters()]
UNSUPPLIED = {"consultation", "last_plan"}  # for which no open file has anything: each part says what it lacks
NOT_SAID_SO = re.compile(
    r"\b1 (?:more |fewer )?(?:offences|incidents|crimes|files|months|LSOAs|categories)\b"
    r"|\d percent\b|per 1000\b|\b0\.0% \([1-9]|statistically insignificant"
    r"|(?:higher|lower) depriv|depriv\w+ (?:is|was|are) (?:higher|lower)|chance alone (?:would|could) make",
    re.IGNORECASE,
)


def figures_of(chapter) -> list[dict]:
    return [asdict(figure) for figure in chapter.ledger]


def sentences_of(chapter) -> Iterator[str]:
    """The key findings, all prose and the pictures' titles that the notebook's cells show, but for what was read."""
    for call, part in shown(chapter):
        if isinstance(part, Prose) and "load" not in call and "sources" not in call:
            yield from (*part.paragraphs, *part.bullets)
        elif isinstance(part, Picture):
            yield part.title


def faults(chapter) -> list[str]:
    """Numbers that no figure holds, and words that the vocabulary does not have."""
    sentences = list(sentences_of(chapter))
    assert len(sentences) > 6
    assert 3 <= len(chapter.sentences) <= 5
    return lacking(sentences, figures_of(chapter)) + [told for told in sentences if NOT_SAID_SO.search(told)]


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("name", NAMES)
def test_every_number_in_a_sentence_is_a_figure(demonstration, undrawn, name, year):
    assert faults(opened(name, demonstration, year, project.area("blackpool"))) == []


def test_the_search_finds_a_number_that_no_figure_holds(demonstration, undrawn):
    chapter = opened("harm", demonstration, "2014/15", project.area("blackpool"))
    list(shown(chapter))
    told = "Harm fell by 71.3% in 2014/15, to 15,246 (p < 0.001)."
    assert lacking([told], figures_of(chapter)) == [f"71.3 in: {told}", f"0.001 in: {told}"]


@pytest.mark.parametrize("told", ["1 offences", "0.0% (1 of 900)", "per 1000", "5 percent", "chance alone could make"])
def test_the_search_finds_words_that_are_not_the_vocabularys(told):
    assert NOT_SAID_SO.search(told)


# What police.uk has no category or marker for: the page says so and nothing else.
UNTOLD = ["sexual_offences", "domestic_abuse", "exploitation"]


@pytest.mark.real
@pytest.mark.parametrize("name", UNTOLD)
def test_a_priority_that_real_data_cannot_tell_says_what_is_missing_once(real, undrawn, name):
    from assessment import store

    area = project.area("blackpool")
    chapter = opened(name, store.prepare(area, real), "2021/22", area)
    notices = [part for _, part in shown(chapter) if isinstance(part, Notice) and part.kind == "missing"]
    assert len(notices) == 1 and notices[0].mend
    assert all("Nothing in these files tells the two apart." in sentence for sentence in chapter.sentences)
    assert lacking(sentences_of(chapter), figures_of(chapter)) == []


@pytest.mark.real
@pytest.mark.parametrize("name", [name for name in NAMES if name not in UNTOLD])
def test_the_same_of_real_data(real, undrawn, name):
    from assessment import store

    area = project.area("blackpool")
    chapter = opened(name, store.prepare(area, real), "2021/22", area)
    if name in UNSUPPLIED:
        assert lacking(sentences_of(chapter), figures_of(chapter)) == []
    else:
        assert faults(chapter) == []
