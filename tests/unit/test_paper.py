"""The edition for paper: its pages put together, ids of their own, links that lead inside, nothing of the machine."""

import os

import pytest
from editions import command
from lxml import html
from pages import sample

from assessment.errors import AssessmentError
from assessment.figures import Figure
from assessment.publish import pages, paper
from assessment.publish.exporter import chapter_page, failed_page
from assessment.publish.index import ChapterSummary, index_page
from assessment.publish.statement import statement_page

MORE = '<p>See <a href="05_harm.html">Harm</a>, <a href="05_harm.html#x">a part</a>, <a href="#main-2">here below</a>, '
MORE += '<a href="tables.xlsx" download>tables.xlsx</a> and <a href="https://example.org/">the law</a>.</p>'


@pytest.fixture
def edition(tmp_path):
    """The pages of an edition of two chapters."""
    chapter = chapter_page(sample.saved(tmp_path), chapter=sample.DEPRIVATION, **sample.PAGE)
    summaries = [ChapterSummary(sample.DEPRIVATION, "done"), ChapterSummary(sample.HARM, "failed")]
    run = {"sources": [{"file": "x.csv", "release": "", "period": "2014-04"}]}
    made = {
        "02_deprivation.html": chapter.replace("</h3>", '</h3><p id="main-2"></p>' + MORE, 1),
        "05_harm.html": failed_page("It failed.", chapter=sample.HARM, **sample.PAGE),
        pages.INDEX: index_page(summaries, [], run, **sample.PAGE),
        pages.STATEMENT: statement_page(**sample.PAGE),
    }
    for name, text in made.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def document(edition):
    return html.document_fromstring(paper.document(paper.parts_of(edition, sample.PAGE), {}, sample.PAGE))


def test_every_page_is_a_part_and_the_sources_come_last(document):
    told = [part.get("id") for part in document.findall(".//article")]
    assert told == ["part-02_deprivation", "part-05_harm", "part-accessibility", "part-back"]
    assert [link.get("href") for link in document.xpath("//ol[@class='parts']//a")] == [f"#{id}" for id in told]
    assert all(part.xpath(".//h1") for part in document.findall(".//article"))
    assert "x.csv" in document.xpath("//article[@id='part-back']")[0].text_content()


def test_no_id_is_there_twice_and_all_that_is_referred_to_is_there(document):
    ids = document.xpath("//@id")
    assert len(ids) == len(set(ids))
    referred = [target[1:] for target in document.xpath("//a/@href") if target.startswith("#")]
    named = [
        one for name in ("headers", "aria-labelledby") for told in document.xpath(f"//@{name}") for one in told.split()
    ]
    assert set(named) | set(referred) - {"part-05_harm-x"} <= set(ids) and named


def test_links_lead_inside_or_to_the_law_and_never_to_a_file(document):
    found = {link.text_content(): link.get("href") for link in document.xpath("//h3/following-sibling::p[2]//a")}
    assert found == {
        "Harm": "#part-05_harm",
        "a part": "#part-05_harm-x",
        "here below": "#part-02_deprivation-main-2",
        "tables.xlsx": None,
        "the law": "https://example.org/",
    }
    assert not [target for target in document.xpath("//a/@href") if not target.startswith(("#", "https://"))]


def test_a_drawing_finds_its_own_clip(document):
    drawing = document.xpath("//svg")[0]
    clip = drawing.xpath(".//*[local-name()='clippath']/@id")[0]
    assert clip.startswith("part-02_deprivation-") and f"url(#{clip})" in drawing.xpath(".//g/@clip-path")


def test_page_numbers_stand_in_the_contents(edition):
    made = paper.document(paper.parts_of(edition, sample.PAGE), {"part-05_harm": 17}, sample.PAGE)
    leaves = html.document_fromstring(made).xpath("//span[@class='leaves']")
    assert [one.text for one in leaves] == [None, "17", None, None]


def test_a_hostile_name_stays_text_in_the_running_head(edition):
    area = sample.AREA.model_copy(update={"name": sample.HOSTILE + "</style>"})
    made = paper.document(paper.parts_of(edition, sample.PAGE), {}, {**sample.PAGE, "area": area})
    assert "<script" not in made and made.count("</style>") == 1


def test_a_restricted_edition_says_so_on_every_leaf(edition):
    parts = paper.parts_of(edition, sample.PAGE)
    public, restricted = (paper.document(parts, {}, {**sample.PAGE, "restricted": told}) for told in (False, True))
    assert "RESTRICTED" in restricted.partition("</style>")[0] and "not for publication" in restricted
    assert "RESTRICTED" not in public


def cover_of(edition, *standing):
    """The cover of the edition in that state, and what every leaf has at its top."""
    page = sample.PAGE | {
        "area": sample.AREA.model_validate(sample.AREA.model_dump(exclude_defaults=True) | {"edition": standing})
    }
    figures = [Figure("crime.all.count", "All crime", 10, "count", "2014/15")]
    (edition / pages.INDEX).write_text(index_page([], figures, {}, **page), encoding="utf-8")
    made = paper.document(paper.parts_of(edition, page), {}, page, paper.notice_of(edition))
    cover = html.document_fromstring(made).xpath("//header[@id='cover']")[0]
    return " ".join(cover.text_content().split()), made.partition("</style>")[0]


def test_the_cover_says_the_state_what_was_corrected_and_why_it_was_withdrawn(edition):
    signed = {"year": "2014/15", "signed_off_by": "Chair of the partnership", "signed_off_on": "2015-10-01"}
    why = {"on": "2016-01-12", "why": "A month was counted twice.", "figures": ["crime.all.count"]}
    cover, leaf = cover_of(edition)
    assert "State of this edition: draft, signed off by nobody yet." in cover and r"DRAFT" in leaf
    cover, leaf = cover_of(edition, {**signed, "state": "final", "revision": [why]})
    assert "Corrected on 12 January 2016: A month was counted twice. Figures corrected: All crime" in cover
    assert "DRAFT" not in leaf and "State of this edition: final, signed off by: Chair" in cover
    gone = {"state": "withdrawn", "withdrawn_on": "2016-02-03", "withdrawn_why": "The records were not all there."}
    cover, leaf = cover_of(edition, {**signed, **gone})
    assert "Withdrawn on 3 February 2016: do not use it. The records were not all there." in cover
    assert "WITHDRAWN" in leaf


def test_a_part_has_its_title_once(edition):
    cover_of(edition)
    part = next(part for part in paper.parts_of(edition, sample.PAGE) if part.id == "part-front")
    assert "Headline figures" not in part.body.partition("<table")[0].replace('aria-label="Headline figures"', "")


def test_a_part_without_anything_is_left_out(edition):
    assert "part-front" not in [part.id for part in paper.parts_of(edition, sample.PAGE)], "no headline figures here"


def test_without_a_browser_nothing_is_built_and_the_mend_is_told(tmp_path, monkeypatch):
    monkeypatch.setenv(paper.CHOSEN, "no-such-browser")
    with pytest.raises(AssessmentError, match=r"none is found.*no-such-browser.*without --pdf"):
        paper.browser()
    done = command("build", "--pdf", "--out", tmp_path / "out", env={**os.environ})
    assert done.returncode == 1 and "Chromium" in done.stderr and "Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("end", [3, 0])
def test_a_browser_that_prints_nothing_is_told(edition, monkeypatch, end):
    program = edition / "browser"
    program.write_text(f"#!/bin/sh\necho 'no room' >&2\nexit {end}\n")
    program.chmod(0o755)
    monkeypatch.setenv(paper.CHOSEN, str(program))
    with pytest.raises(AssessmentError, match="no room"):
        paper.write(edition, **sample.PAGE)
    assert not (edition / paper.FILE).exists()
