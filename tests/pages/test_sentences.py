"""The pages as they are published: every number of a sentence is in figures.json, and the auditor has no objection."""

import pytest
from lxml import html
from sentences import lacking

from assessment import project
from assessment.measures import audit

PRINTED = '"Lone parents | 1,720 | 1.9 |'  # a row that contradicts itself as printed, which the page says below it
BLOCKS = "//p | //li | //h1 | //h2 | //h3 | //caption | //tr"


@pytest.fixture(params=["demonstration_2014", "demonstration_2016"])
def edition(request):
    return request.getfixturevalue(request.param)


def sentences(text: str) -> list[str]:
    """The prose, the findings and the pictures' titles of a page, without what says which records were read."""
    tree = html.document_fromstring(text)
    wanted = "//*[contains(@class, 'prose')]//*[self::p or self::li] | //figcaption/p[@class='title']"
    told = [" ".join(found.text_content().split()) for found in tree.xpath(wanted)]
    return [one for one in told if not one.startswith("Records used:")]


@pytest.mark.parametrize("chapter", project.chapters(), ids=lambda entry: entry.name)
def test_every_number_of_a_page_is_in_figures_json(edition, chapter):
    told = sentences(edition.text(f"{chapter.file}.html"))
    assert len(told) > 6
    assert lacking(told, edition.figures) == []  # a figure that two chapters give stands there once, under the first


def as_text(page: str) -> str:
    """A page as an auditor reads it: a block after another, tables with bars between their cells."""
    told = []
    for block in html.document_fromstring(page).xpath(BLOCKS):
        cells = block.xpath("./th | ./td")
        told.append(" | ".join(" ".join(one.text_content().split()) for one in cells or [block]))
        told[-1] += "" if cells else "\n"
    return "\n".join(told)


def test_the_auditor_has_no_objection_to_any_page(edition):
    for path in edition.pages:
        text = path.read_text(encoding="utf-8")
        for reading in (text, as_text(text)):
            wrong = [audit.line(claim) for claim in audit.check(reading) if claim.verdict == "inconsistent"]
            assert [claim for claim in wrong if PRINTED not in claim] == [], path.name
    assert any(claim.verdict == "consistent" for claim in audit.check(edition.text("04_priority_trends.html")))
