"""A part of an edition is made anew exactly where something that it follows from has changed."""

import json
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

import nbformat
import pytest
from pages import sample

from assessment.figures import Figure, write_figures
from assessment.publish import edition
from assessment.publish.narratives import Narrative
from assessment.publish.parts import Parts
from assessment.publish.tables import write_tables
from assessment.run.as_built import _marks

CRIME = Figure("crime.all.count", "Crime", 1234, "count", "2014/15", "deprivation")
PAGES = {"02_deprivation.html", "05_harm.html"}
NOTEBOOKS = {"notebooks/02_deprivation.ipynb", "notebooks/05_harm.ipynb"}
WORDS = {"deprivation": Narrative("deprivation", "narrative/deprivation.md", "0", {"key findings": "Our own words."})}
ALL = PAGES | NOTEBOOKS | {"audit", "tables"}


@dataclass
class Run:
    entry: object
    state: str = "done"
    error: str = ""


@dataclass
class Asked:
    """What an edition is made from; each test changes one thing in it."""

    area: object = sample.AREA
    runs: tuple = (Run(sample.DEPRIVATION), Run(sample.HARM))
    made: datetime = sample.GENERATED
    words: tuple = ()
    text: str = "Claremont"  # on a page
    findings: tuple = ("One finding.",)
    table: str = "Claremont"
    figure: Figure = CRIME
    restricted: bool = False
    code: str = "1"
    beside: str = "1"


def published(folder: Path, asked: Asked, parts: Parts) -> Path:
    """An edition in a folder of its own, from leavings such as chapters leave."""
    (folder / "chapters").mkdir(parents=True)
    told = {"year": "2014/15", "restricted": asked.restricted, "sources": [], "versions": {}}
    (folder / "run.json").write_text(json.dumps(told), encoding="utf-8")
    for run in asked.runs:
        own = run.entry.name == "deprivation"
        left = {"illustrative": False, "findings": asked.findings if own else [], "sums": []}
        left["tables"] = [sample.table(text=asked.table).to_record()] if own else []
        (folder / "chapters" / f"{run.entry.name}.json").write_text(json.dumps(left), encoding="utf-8")
        write_figures([asked.figure] if own else [], folder / "chapters" / f"{run.entry.name}.figures.json")
        (folder / "notebooks").mkdir(exist_ok=True)
        nbformat.write(executed(asked.text if own else "Layton"), folder / "notebooks" / f"{run.entry.file}.ipynb")
    edition.publish(folder, asked.area, sample.YEAR, asked.runs, asked.made, dict(asked.words), _silent, parts)
    entries = [run.entry for run in asked.runs]
    write_tables(folder, entries, asked.area, sample.YEAR, asked.made, restricted=asked.restricted, parts=parts)
    return folder


@cache  # its cells' ids are drawn anew each time
def executed(text: str) -> nbformat.NotebookNode:
    return sample.notebook(text)


def _silent(_: str) -> None:
    pass


@pytest.fixture
def again(tmp_path):
    """Publishes an edition after another, and gives the two with the parts that were made anew for the second."""

    def after(former, now, spoil=_silent):
        parts = Parts(code=former.code, beside={"2013-14": former.beside})
        first = published(tmp_path / "first", former, parts)
        files = _marks(first)
        spoil(first)
        parts = Parts(first, now.code, files, parts.now, {"2013-14": now.beside})
        return first, published(tmp_path / "second", now, parts), set(parts.made)

    return after


def test_all_is_made_for_an_edition_without_one_before(tmp_path):
    parts = Parts()
    published(tmp_path / "first", Asked(), parts)
    assert set(parts.made) == ALL


def test_nothing_is_made_again_where_nothing_changed_and_the_files_are_the_same(again):
    first, second, made = again(Asked(), Asked())
    assert made == set()
    assert _marks(first) == _marks(second)


def other(**changes):
    return replace(Asked(), **changes)


TITLED = sample.HARM.model_copy(update={"title": "Harm done"})
CONTACT = sample.AREA.model_copy(update={"contact": "safety@example.org"})


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (other(text="Bispham"), {"02_deprivation.html", "notebooks/02_deprivation.ipynb"}),
        (other(findings=("Another.",)), {"audit"}),
        (other(table="Bispham"), {"audit", "tables"}),
        (other(figure=replace(CRIME, value=1235)), {"audit"}),
        (other(beside="2"), {"audit"}),
        (other(made=sample.GENERATED + timedelta(hours=1)), set()),
        (other(made=sample.GENERATED + timedelta(days=1)), PAGES),
        (other(area=CONTACT), PAGES | {"tables"}),
        (other(runs=(Run(sample.DEPRIVATION), Run(TITLED))), PAGES),
        (other(runs=(Run(sample.HARM), Run(sample.DEPRIVATION))), PAGES | {"audit"}),
        (other(restricted=True), (PAGES | NOTEBOOKS | {"tables"})),
        (other(code="2"), ALL),
    ],
)
def test_what_changed_is_made_again_and_nothing_else(again, now, expected):
    _, second, made = again(Asked(), now)
    assert made == expected
    fresh = published(second.with_name("fresh"), now, Parts())
    same = {name: mark for name, mark in _marks(fresh).items() if name != "tables.xlsx"}  # which holds its moment
    assert same == {name: mark for name, mark in _marks(second).items() if name != "tables.xlsx"}


def test_a_failed_chapter_has_its_page_of_now(again):
    _, second, made = again(Asked(), other(runs=(Run(sample.DEPRIVATION), Run(sample.HARM, "failed", "It broke"))))
    assert "It broke" in (second / "05_harm.html").read_text(encoding="utf-8")
    assert "02_deprivation.html" in made, "its navigation says so"


def test_a_page_with_own_words_is_made_each_time_for_they_quote_any_figure(again):
    words = tuple(WORDS.items())
    first, second, made = again(other(words=words), other(words=words, figure=replace(CRIME, value=1235)))
    assert made == {"audit"}
    assert "Our own words" in (second / "02_deprivation.html").read_text(encoding="utf-8")
    assert "Our own words" in (first / "02_deprivation.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "part"),
    [("05_harm.html", "05_harm.html"), ("tables.xlsx", "tables"), ("tables/decile_shares.csv", "tables")],
)
@pytest.mark.parametrize("fault", ["changed", "gone"])
def test_a_file_that_is_not_as_it_was_built_is_not_taken(again, name, part, fault):
    def spoil(folder):
        (folder / name).unlink() if fault == "gone" else (folder / name).write_bytes(b"?")

    _, second, made = again(Asked(), Asked(), spoil)
    assert made == {part}
    assert len((second / name).read_bytes()) > 10
