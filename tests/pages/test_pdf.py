"""The edition for paper as Chromium prints it: tags, alternatives, contents, running heads, nothing of the machine."""

import re
import shutil
from datetime import datetime

import pypdf
import pytest

from assessment import project
from assessment.periods import FinancialYear
from assessment.publish import paper

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def printed(chromium, demonstration_2014, tmp_path_factory) -> pypdf.PdfReader:
    folder = tmp_path_factory.mktemp("paper")
    for path in demonstration_2014.pages:
        shutil.copy(path, folder)
    page = {
        "area": project.area("blackpool"),
        "year": FinancialYear(2014),
        "navigation": [(entry, "done") for entry in project.chapters()],
        "generated": datetime(2026, 5, 4, 10, 30),
        "illustrative": True,
    }
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv(paper.CHOSEN, chromium)
        paper.write(folder, **page)
    return pypdf.PdfReader(folder / paper.FILE)


def tags(reader: pypdf.PdfReader) -> list[pypdf.generic.DictionaryObject]:
    """Every structure element, in reading order."""
    found, waiting = [], [reader.trailer["/Root"]["/StructTreeRoot"]]
    while waiting:
        one = waiting.pop().get_object()
        if isinstance(one, pypdf.generic.ArrayObject):
            waiting += reversed(one)
        elif isinstance(one, pypdf.generic.DictionaryObject):
            found += [one] if "/S" in one else []
            waiting += [one["/K"]] if "/K" in one else []
    return found


def test_it_is_tagged_in_british_english_and_named(printed):
    root = printed.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and root["/Lang"] == "en-GB" and root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert printed.metadata.title == "Blackpool strategic assessment 2014/15"
    assert "X11" not in str(printed.metadata) and "20260504103000" in str(printed.metadata)


def test_every_picture_has_its_alternative_and_tables_have_heads(printed):
    found = tags(printed)
    figures = [one.get("/Alt", "") for one in found if one["/S"] == "/Figure"]
    assert len(figures) > 40 and all(len(told) > 20 and told.strip()[-1] in ".!?" for told in figures)
    kinds = [one["/S"] for one in found]
    assert (kinds.count("/TH") > 200 and kinds.count("/Caption") == kinds.count("/Table") - 0) or "/Caption" in kinds
    assert kinds.index("/H1") < kinds.index("/H2")


def test_contents_say_the_page_on_which_each_part_begins(printed):
    told = printed.pages[0].extract_text()
    for entry in project.chapters():
        leaf = int(re.search(rf"^{re.escape(entry.title)}\s+(\d+)$", told, re.MULTILINE)[1])
        assert entry.title in printed.pages[leaf - 1].extract_text().splitlines()[0:4], entry.title
    assert len(printed.outline) > len(project.chapters())


def test_every_leaf_but_the_cover_has_its_head_and_its_number(printed):
    many = len(printed.pages)
    assert 60 < many < 400
    assert "Page 1 of" not in printed.pages[0].extract_text()
    for number, leaf in enumerate(printed.pages[1:], 2):
        told = leaf.extract_text()
        assert f"Page {number} of {many}" in told and "Blackpool strategic assessment 2014/15" in told


def test_no_link_leads_to_a_file_of_the_machine(printed):
    notes = [note.get_object() for leaf in printed.pages for note in leaf.get("/Annots", [])]
    actions = [note.get("/A", {}).get("/URI", "") for note in notes]
    assert any(actions) and [action for action in actions if action and not action.startswith("https://")] == []
