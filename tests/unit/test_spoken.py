"""Sentences that say a hidden number, and those that only seem to."""

import json
from functools import partial

import nbformat
import pytest
from nbformat.v4 import new_markdown_cell
from pages import sample

from assessment.errors import AssessmentError
from assessment.figures import Figure, write_figures
from assessment.publish import edition
from assessment.publish.spoken import said, texts_of

STALKING = ("Stalking and harassment", "2014/15", 3)
LARGE = ("Stalking and harassment", "2014/15", 292)


def found(sentence, lost=STALKING):
    return list(said([lost], [("page.html", sentence)]))


@pytest.mark.parametrize(
    "sentence",
    [
        "There were 3 cases of stalking and harassment.",
        "Police recorded three offences of stalking and harassment.",
        "Stalking and harassment: 3 offences.",
        "Stalking and harassment (3) fell.",
        "Stalking and harassment fell from 9 to 3.",
        "Stalking and harassment was three.",
    ],
)
def test_a_small_number_tied_to_what_is_hidden_is_found(sentence):
    (told,) = found(sentence)
    assert told.startswith("page.html: '") and told.endswith("says the number of Stalking and harassment")


@pytest.mark.parametrize(
    "sentence",
    [
        "Stalking and harassment is not shown; theft was 3 offences.",
        "Of three categories stalking and harassment is the last.",
        "Stalking and harassment: 3 months stand out.",
        "Stalking and harassment rose by 3%.",
        "Stalking and harassment: 3.5 per 1,000.",
        "Chapter 3. Stalking and harassment is hidden.",
        "Stalking and harassment in 2013/14: 286 offences.",
    ],
)
def test_a_number_of_something_else_is_left_alone(sentence):
    assert found(sentence) == []


def test_a_large_number_is_found_anywhere_in_the_sentence_and_nowhere_else():
    assert found("Of the rest, stalking and harassment above all, there were 292.", LARGE)
    assert found("Stalking and harassment: 1,292 or 29.2 or 2,920.", LARGE) == []
    assert found("Stalking and harassment is hidden. There were 292 burglaries.", LARGE) == []


def test_texts_are_those_of_pages_alternatives_and_what_notebooks_printed(tmp_path):
    page = '<style>p{}</style><p>Of <strong>three</strong> <a href="x">stalking</a> cases</p><img alt="Bars &amp; 3">'
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    (tmp_path / "notebooks").mkdir()
    cells = [{"outputs": [{"text": ["printed ", "words"]}, {"data": {"text/plain": "plain"}}]}, {"source": "# x"}]
    (tmp_path / "notebooks" / "a.ipynb").write_text(json.dumps({"cells": cells}), encoding="utf-8")
    (_, shown), (_, printed) = texts_of(tmp_path)
    assert [line for line in shown.splitlines() if line.strip()] == ["Of three stalking cases", "Bars & 3"]
    assert printed.splitlines() == ["printed words", "plain"]


class Run:
    entry, state, error = sample.DEPRIVATION, "done", ""


@pytest.mark.parametrize(("restricted", "before"), [(False, 4), (True, 4), (False, 3)])
def test_an_edition_with_a_sentence_that_says_a_hidden_number_is_refused(tmp_path, restricted, before):
    """Planted where the analyst's prose stands: a text cell of the notebook. That of the year `before` may be said."""
    stage = tmp_path / "2014-15"  # alone in its folder: whatever stands beside an edition is looked at
    stage.mkdir()
    (stage / "run.json").write_text(
        json.dumps({"year": "2014/15", "restricted": restricted, "sources": [], "versions": {}}), encoding="utf-8"
    )
    left = {"illustrative": False, "findings": [], "tables": [], "withheld": [STALKING]}
    for folder in ("chapters", "notebooks"):
        (stage / folder).mkdir()
    (stage / "chapters" / "deprivation.json").write_text(json.dumps(left), encoding="utf-8")
    told = Figure("crime.stalking.count", STALKING[0], before, "count", "2013/14")
    write_figures([told], stage / "chapters" / "deprivation.figures.json")
    made = sample.notebook()
    made.cells.append(new_markdown_cell("Police recorded *three* cases of **stalking and harassment**."))
    nbformat.write(made, stage / "notebooks" / "02_deprivation.ipynb")
    publish = partial(edition.publish, stage, sample.AREA, sample.YEAR, [Run], sample.GENERATED)
    if restricted or before == STALKING[2]:
        publish()
        return
    with pytest.raises(AssessmentError, match=r"would tell 1 .*three cases of stalking and harassment") as refused:
        publish()
    assert "Reword the sentence" in str(refused.value)
