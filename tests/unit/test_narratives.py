"""The analyst's own words: where they stand on the page, what they quote, and that nothing in them can do harm."""

import re
import shutil
from types import SimpleNamespace

import pytest
from lxml import html
from pages import sample
from pages.checks import check_page

from assessment import project
from assessment.errors import AssessmentError
from assessment.figures import Figure
from assessment.periods import FinancialYear
from assessment.publish import edition
from assessment.publish.exporter import chapter_page
from assessment.publish.narratives import Narrative, View, contradicted, narratives_of, places_in, typed_by_hand
from assessment.publish.parts import Parts
from assessment.publish.quoted import UNKNOWN, Quoted

YEAR = FinancialYear(2014)
FIGURES = [
    Figure("crime.all.count", "All crime", 15246, "count", "2014/15"),
    Figure("crime.all.count", "All crime", 16332, "count", "2013/14"),
    Figure("crime.all.change_percent", "All crime: change", -6.6495, "percent", "2014/15"),
    Figure("crime.alcohol.share", "Alcohol", 0.148, "ratio", "2014/15"),
    Figure("deprivation.extent", "Extent", 0.55, "proportion", "IoD2015"),
    Figure("crime.rape.season_peak", "Rape: peak", "<b>May</b>", "month", "2014/15"),
    Figure("crime.hate.count", "Hate crime", None, "count", "2014/15", suppressed=True),
]


def quoted() -> Quoted:
    return Quoted(FIGURES, YEAR)


def view_of(places: dict[str, str]) -> View:
    return View(Narrative("deprivation", "narrative/deprivation.md", "0" * 64, places), quoted())


def page_of(tmp_path, places: dict[str, str]):
    view = view_of(places)
    made = chapter_page(sample.saved(tmp_path), chapter=sample.DEPRIVATION, view=view, **sample.PAGE)
    return made, html.document_fromstring(made), view.warnings


def test_words_stand_behind_what_their_heading_has_and_before_the_next_one(tmp_path):
    made, tree, warnings = page_of(
        tmp_path, {"key findings": "First.", "is crime HIGHER, where deprivation is": "Second."}
    )
    shown = tree.xpath("//h2/text() | //aside[contains(@class, 'view')]/p[2]/text()")
    assert shown == ["Key findings", "First.", "Is crime higher where deprivation is?", "Second.", "Key findings"]
    assert tree.xpath("//aside[contains(@class, 'view')]/p[@class='kind']/text()") == ["The partnership’s view"] * 2
    assert not warnings
    assert not check_page(made)


def test_words_whose_heading_the_page_lacks_end_it_and_the_analyst_hears_of_the_headings_there_are(tmp_path):
    _, tree, warnings = page_of(tmp_path, {"Where is it deepset?": "Lost words."})
    assert tree.xpath("//div[@class='body']/*[last()]/p[last()]/text()") == ["Lost words."]
    assert warnings == [
        "narrative/deprivation.md: the page has no heading 'Where is it deepset?', so these words end it. "
        "Its headings are: Key findings; Is crime higher where deprivation is?."
    ]


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("crime.all.change_percent = -6.6%", "−6.6%"),
        (" crime.all.count = 15,246 ", "15,246"),
        ("crime.all.count @ 2013/14 = 16,332", "16,332"),
        ("crime.alcohol.share=14.8 %", "14.8%"),
        ("deprivation.extent = 55.0%", "55.0%"),
    ],
)
def test_a_figure_is_written_as_sentences_write_it_and_nothing_is_said_where_it_holds(asked, shown):
    told = quoted()
    assert told.fill(asked) == shown
    assert not told.faults
    assert not told.changed


def test_a_figure_that_changed_is_shown_as_it_is_and_reader_and_analyst_hear_of_it(tmp_path):
    _, tree, warnings = page_of(tmp_path, {"key findings": "Crime went {{crime.all.change_percent = -7.1%}}."})
    box = tree.xpath("//aside[contains(@class, 'view')]")[0]
    assert box[1].text_content() == "Crime went −6.6%."
    assert box[2].text_content() == (
        "Since this was written, a figure in it changed: All crime: change, 2014/15: -7.1% then, −6.6% now."
    )
    assert warnings == [
        "narrative/deprivation.md: crime.all.change_percent was -7.1% when this was written and is −6.6%. "
        "See whether the words still hold, then write {{crime.all.change_percent = −6.6%}}."
    ]


def test_one_quoted_without_its_value_is_filled_and_the_analyst_told_how_to_hear_of_changes():
    told = quoted()
    assert told.fill("crime.all.count @ 2013/14") == "16,332"
    assert told.faults == ["to hear when it changes, write {{crime.all.count @ 2013/14 = 16,332}}."]


@pytest.mark.parametrize(
    ("asked", "mend"),
    [
        ("crime.all.cuont", "Did you mean crime.all.count"),
        ("crime.all.count @ 1999/00", "Its periods are: 2013/14, 2014/15."),
        ("zzz", "figures.json lists every id."),
        ("", "figures.json lists every id."),
        ("= 3", "figures.json lists every id."),
    ],
)
def test_a_figure_that_is_not_there_is_said_with_the_mend_and_never_raised(asked, mend):
    told = quoted()
    assert told.fill(asked) == UNKNOWN
    assert mend in told.faults[0]


def test_a_suppressed_figure_is_shown_as_c_whatever_the_words_say_it_was():
    told = quoted()
    assert told.fill("crime.hate.count = 4") == "[c]"
    assert "is suppressed" in told.faults[0]
    assert not told.changed


def test_hostile_words_are_shown_and_never_obeyed(tmp_path):
    hostile = (
        f"# {sample.HOSTILE}\n\n<img src=x onerror=alert(1)> [a](javascript:alert(1)) ![b](http://x.y/z.png)\n\n"
        "</aside></div><h2>Sources</h2>\n\n{{<script>alert(1)</script>}} {{crime.rape.season_peak = x}}\n\n"
        "{{{{a}}}} {{\n\n"
        "Heading\n=======\n\n#### deep\n\n<style>*{display:none}</style>\n\n```\n{{crime.all.count}} <b>\n```\n"
    )
    made, tree, warnings = page_of(tmp_path, {"key findings": hostile})
    assert not tree.xpath(
        "//script | //body//style | //aside//img | //aside//b | //aside//a | //aside//h1 | //aside//h2"
    )
    assert len(tree.xpath("//aside[contains(@class, 'view')]")) == 1
    assert "&lt;b&gt;May&lt;/b&gt;" in made
    assert "\u202e" not in made
    assert any("a '{{' has no '}}' of its own" in warning for warning in warnings)
    shown_as_typed = ("The text shows a template", "The page shows code")
    assert not [fault for fault in check_page(made) if not fault.startswith(shown_as_typed)]


def test_places_belong_to_the_year_above_them_and_the_title_is_where_the_page_begins():
    text = (
        "All years.\n## Where is it?\nAlways.\nYear: 2013/14\n## Where is it?\nThen.\n"
        "year: 2014-15\n# Violence #\nNow.\n## where is it\nHere.\nYear: soon\nNever."
    )
    places, faults = places_in(text, YEAR, "Violence")
    assert places == {"key findings": "All years.\nNow.", "Where is it?": "Always.\nHere."}
    assert len(faults) == 1
    assert "'Year: soon' is not shown" in faults[0]


def test_a_heading_or_a_year_in_a_fenced_block_is_text():
    assert places_in("```\n## no\nYear: x\n```", YEAR) == ({"key findings": "```\n## no\nYear: x\n```"}, [])


WRONG = "Crime fell by 9.9%, from {{crime.all.count @ 2013/14 = 16,332}} to {{crime.all.count = 15,246}}.\x1b[31m <b>"


def test_what_the_words_say_that_cannot_all_be_right_is_told_with_the_arithmetic():
    (told,) = view_of({"key findings": "All is well: 20 of 40 (50%).", "Where is it?": WRONG}).contradictions()
    assert (
        told.startswith("“Crime fell by 9.9%, from 16,332 to 15,246.")
        and "\x1b" not in told
        and "-6.65%, printed 9.9%" in told
    )
    assert view_of({"key findings": WRONG.replace("9.9%", "6.6%")}).contradictions() == []


def test_the_page_on_data_quality_says_which_words_contradict_themselves_as_text(tmp_path):
    assert contradicted({"Violence": []}) == ""
    box = contradicted({"Violence <i>": view_of({"key findings": WRONG + " 20 of 40 (60%)."}).contradictions()})
    made = chapter_page(sample.saved(tmp_path), chapter=sample.DEPRIVATION, care=box, **sample.PAGE)
    shown = html.document_fromstring(made).xpath("//aside[contains(@class, 'care')]//li")
    assert [one.text_content().startswith("Violence <i>: “") for one in shown] == [True] * len(shown) and len(
        shown
    ) == 2
    assert not check_page(made)


def test_a_build_tells_the_analyst_and_the_page_on_data_quality_tells_the_reader(tmp_path):
    entries = (sample.DEPRIVATION, project.chapter("data_quality"))
    (tmp_path / "notebooks").mkdir()
    for entry in entries:
        shutil.copy(sample.saved(tmp_path), tmp_path / "notebooks" / f"{entry.file}.ipynb")
    runs = [SimpleNamespace(entry=entry, state="done", error="") for entry in entries]
    page = sample.PAGE | {"navigation": [(entry, "done") for entry in entries]}
    told = []
    views = {"deprivation": view_of({"key findings": WRONG})}
    parts = Parts()
    edition._write_pages(tmp_path, runs, page, views, told.append, parts)
    assert sum("contradicts itself" in one for one in told) == 1
    assert parts.warnings == told  # kept, to be told again where nothing changes
    pages = [(tmp_path / f"{entry.file}.html").read_text(encoding="utf-8") for entry in entries]
    assert ["contradicts itself" in one for one in pages] == [False, True]


def test_numbers_typed_by_hand_are_found_and_years_days_and_quoted_figures_are_not():
    words = "On 4 May 2014, in 2014/15, 1,086 fewer (6.6%), 3 of 12 wards, {{crime.all.count = 15,246}} in all. R17"
    assert typed_by_hand(words) == ["1,086", "6.6%", "3", "12"]


@pytest.fixture
def workbook(tmp_path, monkeypatch):
    (tmp_path / "config" / "areas" / "x" / "narrative").mkdir(parents=True)
    chapters = (project.root() / "config" / "chapters.toml").read_text(encoding="utf-8")
    (tmp_path / "config" / "chapters.toml").write_text(chapters, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "config" / "areas" / "x" / "narrative"


def test_a_file_named_after_no_chapter_is_told_and_shown_nowhere(workbook):
    (workbook / "04a_violence.md").write_text("Words.", encoding="utf-8")
    found = narratives_of("x", YEAR)["04a_violence"]
    assert not found.places
    assert re.search(r"no chapter is called '04a_violence'. They are: summary, .*violence", found.faults[0])


def test_a_file_with_the_mark_of_its_order_is_read_and_one_in_another_encoding_refused(workbook):
    (workbook / "harm.md").write_bytes("\ufeff# Harm\nWörds.".encode())
    assert narratives_of("x", YEAR)["harm"].places == {"key findings": "Wörds."}
    (workbook / "harm.md").write_bytes("Words.".encode("utf-16"))
    with pytest.raises(AssessmentError, match="UTF-8"):
        narratives_of("x", YEAR)


def test_an_area_without_words_has_none(workbook):
    assert narratives_of("y", YEAR) == {}
