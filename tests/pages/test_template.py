"""A chapter's page, the page of one that failed, and the index, from an edition made by hand."""

import re

import nbformat
import pytest
from lxml import html
from markupsafe import Markup
from nbformat.v4 import new_code_cell, new_output
from pages import sample
from pages.checks import check_page

from assessment.errors import AssessmentError
from assessment.figures import Figure
from assessment.publish import pages
from assessment.publish.exporter import chapter_page, failed_page, unpublishable_outputs
from assessment.publish.headings import with_ids
from assessment.publish.index import ChapterSummary, in_words, index_page, source_row
from assessment.publish.statement import statement_page

FIGURES = [
    Figure("crime.all.count", "All crime", 15246, "count", "2014/15", chapter="priority_trends"),
    Figure("crime.all.count", "All crime", 16332, "count", "2013/14", chapter="priority_trends"),
    Figure(
        "crime.all.change_percent",
        "All crime, change",
        -6.65,
        "per cent",
        "2014/15",
        chapter="priority_trends",
    ),
    Figure(
        "harm.top_categories.share_of_harm",
        "Harm of the top categories",
        0.9,
        "share",
        "2014/15",
        chapter="harm",
    ),
    Figure("deprivation.extent", "Extent", 0.55, "proportion", "IoD2015", chapter="deprivation"),
    Figure("deprivation.extent", "Extent", 0.57, "proportion", "IoD2019", chapter="deprivation"),
    Figure("asb.all.count", "Antisocial behaviour", None, "count", "2014/15", suppressed=True),
]
RUN = {
    "versions": {"assessment": "0.1.0", "pandas": "3.1.1"},
    "sources": [
        {
            "file": "crime_2014-15.csv.gz",
            "sha256": "0123456789abcdef" * 4,
            "label": "Force extract",
            "publisher": "Demonstration",
            "licence": "MIT",
            "release": "",
            "period": "2014-04 to 2015-03",
            "rows_kept": 15246,
            "rows_set_aside": 0,
            "illustrative": True,
        }
    ],
}


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    return chapter_page(sample.saved(tmp_path_factory.mktemp("page")), chapter=sample.DEPRIVATION, **sample.PAGE)


@pytest.fixture(scope="module")
def tree(page):
    return html.document_fromstring(page)


@pytest.fixture(scope="module")
def index():
    chapters = [
        ChapterSummary(sample.DEPRIVATION, "done", ("48 of 94 LSOAs are deprived.", "Another.")),
        ChapterSummary(sample.HARM, "failed"),
    ]
    return index_page(chapters, FIGURES, RUN, **sample.PAGE)


def test_chapter_has_no_problem(page):
    assert check_page(page) == []


def test_index_has_no_problem(index):
    assert check_page(index) == []


def test_failed_page_has_no_problem():
    made = failed_page("The harm weights are missing.", "Put them into data/raw.", chapter=sample.HARM, **sample.PAGE)
    assert check_page(made) == []
    assert "The harm weights are missing." in made and "data/raw" in made


def test_title_names_chapter_area_and_year(tree):
    assert tree.findtext("head/title") == "Deprivation – Blackpool 2014/15 – strategic assessment"


def test_outputs_are_shown_and_code_is_not(page):
    assert "48 of 94 LSOAs are among the most deprived fifth." in page
    assert "Use the newer release." in page
    for hidden in (
        "open_chapter",
        "chapter.gradient",
        "area: str",
        "a warning nobody reads",
        "golden 48 of 94",
    ):
        assert hidden not in page


def test_svg_passes_through_as_it_is(page):
    assert 'viewBox="0 0 700 120"' in page and "clipPath" in page


def test_contents_lists_the_headings_of_level_two(tree):
    links = tree.xpath("//nav[@class='contents']//a")
    told = [(link.get("href"), link.text) for link in links]
    assert told == [
        ("#key-findings", "Key findings"),
        ("#is-crime-higher-where-deprivation-is", "Is crime higher where deprivation is?"),
        ("#key-findings-2", "Key findings"),
    ]


def test_navigation_marks_the_page_and_the_failed_chapter(tree):
    items = tree.xpath("//nav[@class='chapters']//a")
    assert [item.get("href") for item in items] == ["index.html", "02_deprivation.html", "05_harm.html"]
    assert [item.get("aria-current") for item in items] == [None, "page", None]
    assert "not built" in items[2].text_content()


def test_breadcrumb_and_next_chapter(tree):
    assert tree.xpath("//nav[@class='breadcrumb']//a/@href") == ["index.html"]
    assert tree.xpath("//nav[@class='neighbours']//a/@href") == ["05_harm.html"]


def test_dates_are_british(tree):
    told = {time.get("datetime"): time.text for time in tree.xpath("//time")}
    assert told == {"2014-04-01": "1 April 2014", "2015-03-31": "31 March 2015", "2026-05-04": "4 May 2026"}


def test_days_in_the_text_are_dates_and_drawings_and_attributes_stay():
    made = pages.timed(
        Markup('<p title="3 April 2014">On 3 April 2014, not 31 April 2014.</p><svg><text>1 May 2014</text></svg>')
    )
    told = 'On <time datetime="2014-04-03">3 April 2014</time>, not 31 April 2014.'
    assert made == f'<p title="3 April 2014">{told}</p><svg><text>1 May 2014</text></svg>'


def test_the_key_findings_stand_before_the_list_of_contents(tree):
    places = [
        tree.getroottree().getpath(tree.xpath(where)[0])
        for where in ("//div[@class='lead']", "//div[@class='prose findings']", "//nav[@class='contents']", "//figure")
    ]
    order = [element for element in tree.iter() if tree.getroottree().getpath(element) in places]
    assert [tree.getroottree().getpath(element) for element in order] == places


def test_a_chapter_without_key_findings_has_its_contents_first(tmp_path):
    made = sample.notebook()
    made.cells = [made.cells[0], *made.cells[6:]]
    told = html.document_fromstring(
        chapter_page(sample.saved(tmp_path, made), chapter=sample.DEPRIVATION, **sample.PAGE)
    )
    assert not told.xpath("//div[contains(@class, 'summary')]") and told.xpath("//figure")


@pytest.mark.parametrize("contact", ["", "the community safety team, 01253 000000"])
def test_the_accessibility_statement_says_whom_to_ask(contact):
    area = sample.AREA.model_copy(update={"contact": contact})
    made = statement_page(**{**sample.PAGE, "area": area})
    assert check_page(made) == []
    assert contact in made and ("names no address" in made) == (not contact)
    assert html.document_fromstring(made).findtext("head/title").startswith("Accessibility statement – Blackpool")


def test_every_page_leads_to_the_statement(page, index):
    assert 'href="accessibility.html"' in page and 'href="accessibility.html"' in index


def test_the_index_has_a_sentence_for_a_chapter_without_findings():
    made = index_page([ChapterSummary(sample.DEPRIVATION, "done")], [], RUN, **sample.PAGE)
    assert "no finding for this chapter" in made


def test_html_in_markdown_is_text(page):
    assert "&lt;b&gt;two&lt;/b&gt;" in page


def test_hostile_strings_stay_text(tmp_path):
    area = sample.AREA.model_copy(update={"name": sample.HOSTILE})
    chapter = sample.DEPRIVATION.model_copy(update={"title": sample.HOSTILE, "question": sample.HOSTILE})
    told = {**sample.PAGE, "area": area, "navigation": [(chapter, "done")]}
    path = sample.saved(tmp_path, sample.notebook(sample.HOSTILE))
    made = chapter_page(path, chapter=chapter, **told)
    failed = failed_page(sample.HOSTILE, sample.HOSTILE, chapter=chapter, **told)
    listed = index_page([ChapterSummary(chapter, "done", (sample.HOSTILE,))], [], RUN, **told)
    for text in (made, failed, listed):
        assert check_page(text) == []
        assert "&lt;script&gt;" in text
    links = html.document_fromstring(made).xpath("//a/@href")
    assert not [link for link in links if "javascript" in link]


def test_a_name_of_ten_thousand_letters_is_text():
    area = sample.AREA.model_copy(update={"name": "A" * 10_000})
    assert check_page(failed_page("It failed.", chapter=sample.HARM, **{**sample.PAGE, "area": area})) == []


def test_a_notebook_that_raised_gets_no_chapter_page(tmp_path):
    made = sample.notebook()
    made.cells[3].outputs = [new_output("error", ename="ValueError", evalue="no", traceback=["line 1"])]
    with pytest.raises(AssessmentError, match="raised an error"):
        chapter_page(sample.saved(tmp_path, made), chapter=sample.DEPRIVATION, **sample.PAGE)


def test_outputs_of_another_kind_are_reported():
    made = sample.notebook()
    assert unpublishable_outputs(made) == []
    made.cells.append(new_code_cell("plot()", outputs=[new_output("display_data", data={"image/png": "iVBORw0="})]))
    assert unpublishable_outputs(made) == ["Cell 10 shows image/png without text/html."]


def test_headings_without_letters_and_with_an_id_get_one_each():
    body, found = with_ids('<h2>2014/15</h2><h2>東京</h2><h2 id="own">Own</h2><h3>main</h3>')
    assert [heading.id for heading in found] == ["section-2014-15", "section", "own", "main-2"]
    assert re.findall(r'id="([^"]+)"', body) == ["section-2014-15", "section", "own", "main-2"]


def test_the_template_itself_is_light():
    made = failed_page("It failed.", chapter=sample.HARM, **sample.PAGE)
    assert len(made.encode("utf-8")) < 25_000


def test_the_policy_changes_with_the_style_sheet():
    assert pages.content_security_policy("a{}") != pages.content_security_policy("b{}")


def test_headlines_are_of_the_year_or_the_latest_release(index):
    rows = html.document_fromstring(index).xpath("//table[.//span[contains(., 'main figures')]]/tbody/tr")
    told = [[cell.text_content() for cell in row][1:4] for row in rows]
    assert told == [
        ["15,246", "count", "2014/15"],
        ["−6.7%", "per cent", "2014/15"],
        ["[c]", "count", "2014/15"],
        ["90.0%", "per cent", "2014/15"],
        ["57.0%", "per cent", "IoD2019"],
    ]


@pytest.mark.parametrize(
    ("id", "value", "unit", "told"),
    [
        ("crime.all.rate", 107.82, "per 1,000", "107.8"),
        ("crime.all.change", -1086, "count", "−1,086"),
        ("crime.all.change", 1086, "count", "+1,086"),
        ("crime.all.change_percent", 12.44, "per cent", "+12.4%"),
        ("substance.alcohol_related.share", 0.163, "share", "16.3%"),
        ("deprivation.rank", 1.0, "rank", "1"),
        ("deprivation.direction", "rising", "text", "rising"),
    ],
)
def test_figures_in_words(id, value, unit, told):
    assert in_words(Figure(id, "label", value, unit, "2014/15"))[0] == told


def test_index_names_sources_with_licence_and_hash(index):
    assert "crime_2014-15.csv.gz" in index and "0123456789ab<" in index and "15,246" in index
    assert "April 2014 to March 2015" in index


def test_index_shows_the_first_finding_and_the_failed_chapter(index):
    assert "48 of 94 LSOAs are deprived." in index and "Another." not in index
    assert "This chapter could not be built" in index


def test_an_edition_without_figures_or_sources_has_an_index():
    told = {**sample.PAGE, "navigation": [], "illustrative": False}
    made = index_page([], [], {}, **told)
    assert "Illustrative data" not in made
    assert "Headline figures" not in made


def test_pages_are_the_same_twice(tmp_path, page):
    nbformat.write(sample.notebook(), tmp_path / "again.ipynb")
    assert chapter_page(tmp_path / "again.ipynb", chapter=sample.DEPRIVATION, **sample.PAGE) == page


@pytest.mark.parametrize(
    ("release", "period", "told"),
    [
        ("IoD2019", "IoD2019", ("", "IoD2019")),
        ("lsoa outlines: 94", "lsoa outlines: 94", ("", "lsoa outlines: 94")),
        ("Demonstration, version 1", "2014-04 to 2015-03", ("Demonstration, version 1", "April 2014 to March 2015")),
        ("", "2014-04", ("", "April 2014")),
        (None, None, ("", "")),
    ],
)
def test_release_and_period_of_a_source_stand_apart_and_once(release, period, told):
    row = source_row({"file": "x.csv", "release": release, "period": period})
    assert (row["release"], row["period"]) == told


@pytest.mark.parametrize(("marks", "badges"), [((True, True), 1), ((True, False), 1), ((False, False), 0)])
def test_headlines_are_marked_one_by_one_unless_all_rest_on_made_up_data(marks, badges):
    ids = ("crime.all.count", "deprivation.average_score")
    figures = [Figure(id, id, 1, "count", "2014/15", illustrative=mark) for id, mark in zip(ids, marks, strict=True)]
    table = index_page([], figures, {}, **sample.PAGE).partition('id="the-chapters"')[0]
    assert table.count('badge">') == badges
    assert ("badge" in table.partition("<tbody>")[2].partition("</tbody>")[0]) == (sum(marks) == 1)
