"""The command that compares editions: the page, the listing, the exit code, and input of every bad kind."""

import json
import os
from dataclasses import asdict

import pytest
from editions import command
from lxml import html
from pages.checks import check_page
from pages.sample import HOSTILE

from assessment.comparison import Difference
from assessment.errors import AssessmentError, UsageError
from assessment.figures import Figure, write_figures
from assessment.publish import compare
from assessment.publish.differences import change_of, row_of
from assessment.published import read

# What stands beside editions is in no edition: it has no chapters to go to and no statement of its own.
NOT_OF_AN_EDITION = ("navigation", "accessibility statement")


def figure(id="crime.all.count", value=15246, period="2014/15", **more):
    told = {"label": "All recorded crime", "unit": "count", "method": "count", "area": "Blackpool", **more}
    return Figure(id, value=value, period=period, **told)


@pytest.fixture
def edition(tmp_path):
    """Write an edition's figures and run.json; its folder."""

    def make(called, /, *figures, run=True, **told):
        folder = tmp_path / called
        folder.mkdir()
        write_figures(figures or [figure()], folder / "figures.json")
        if run:
            about = {"year": "2014/15", "name": "Blackpool", "made": "2026-01-02T10:00:00+00:00", "sources": [],
                     "standing": {"state": "final"}, **told}  # fmt: skip
            (folder / "run.json").write_text(json.dumps(about), encoding="utf-8")
        return folder

    return make


def compared(old, new, **more):
    told, place, revised = compare.run(old, new, **more)
    return told, place.read_text(encoding="utf-8"), revised


def test_a_revision_is_told_first_on_the_page_and_in_the_listing(edition):
    old = edition("old", figure(), figure("asb.all.count", 900, label="ASB"), figure("a.gone.count", 5, label="Gone"))
    new = edition("new", figure(value=15300), figure("asb.all.count", 900, "2015/16", label="ASB"), year="2015/16")
    told, page, revised = compared(old, new)
    assert revised == 1
    assert "     1  revised for the same period" in told
    assert "crime.all.count: 15,246 -> 15,300 (+54 (+0.4%))" in told
    tree = html.fromstring(page)
    assert [heading.get("id") for heading in tree.xpath("//h2")] == ["revised", "moved", "vanished", "order"]
    rows = [
        [" ".join(cell.text_content().split()) for cell in row]
        for row in tree.xpath("//h2[@id='revised']/following::tbody[1]/tr")
    ]
    assert rows == [["All recorded crime, 2014/15 crime.all.count", "15,246", "15,300", "+54 (+0.4%)"]]
    assert "Older: edition of 2014/15, final, made on 2 January 2026" in tree.text_content()


def test_the_listing_names_ten_of_each_class_and_how_many_more_there_are(edition):
    new = [figure(f"crime.a{n}.count", n) for n in range(100, 114)]
    told, *_ = compared(edition("old", figure(), figure("a.gone.count", 5)), edition("new", figure(), *new))
    lines = told.splitlines()
    at = lines.index("New in the newer edition:")
    assert [line[:8] for line in lines[at + 1 : at + 11]] == ["  crime."] * 10
    assert lines[at + 11] == "  and 4 more"
    assert lines[at + 12] == "No longer in the newer edition:"
    assert lines[at + 13].startswith("  a.gone.count: 5")


def test_an_edition_beside_itself_has_no_row(edition):
    same = edition("same")
    told, page, revised = compared(same, same)
    assert revised == 0
    assert "No figure was revised" in page
    assert "the largest first:" not in told


def test_the_page_stands_by_the_rules_of_all_pages(edition):
    _, page, _ = compared(edition("old", figure(), figure("a.b", None)), edition("new", figure(value=1), figure("c.d")))
    problems = check_page(page)
    assert [told for told in problems if not any(words in told for words in NOT_OF_AN_EDITION)] == []


def test_hostile_words_are_shown_as_text(edition):
    words = {"label": HOSTILE, "unit": HOSTILE, "area": HOSTILE}
    sides = [edition(called, figure(value=value, method=f"{HOSTILE}{called}", **words), name=HOSTILE)
             for called, value in (("a", 1), ("b", HOSTILE))]  # fmt: skip
    told, page, _ = compared(*sides)
    assert "<script" not in page
    assert "\x1b" not in told + page
    assert "\u202e" not in told + page
    assert all(any(words in one for words in NOT_OF_AN_EDITION) for one in check_page(page))


def test_a_suppressed_number_is_in_neither_page_nor_listing(edition):
    told, page, revised = compared(edition("old", figure(value=77123)), edition("new", figure(value=77123).suppress()))
    assert revised == 0
    assert "suppressed" in page
    assert "77,123" not in told + page


@pytest.mark.parametrize("side", ["old", "new"])
def test_a_comparison_with_a_restricted_edition_is_restricted(edition, side):
    told, page, _ = compared(*(edition(name, restricted=name == side) for name in ("old", "new")))
    assert told.startswith("Restricted: not for publication")
    assert "not for publication" in page


def test_the_page_goes_beside_the_newer_edition_where_no_build_looks(edition, tmp_path):
    old, new = edition("2014-15"), edition("2015-16", figure(value=1))
    assert compare.run(old, new)[1] == tmp_path / "compare_2014-15_2015-16.html"
    assert compare.run(old / "figures.json", new / "figures.json")[1] == tmp_path / "compare_2014-15_2015-16.html"
    assert sorted(path.name for path in new.iterdir()) == ["figures.json", "run.json"]


@pytest.mark.parametrize("place", ["figures.json", "mine.html", "a folder"])
def test_nothing_that_is_no_comparison_is_written_over(edition, place):
    old, new = edition("old"), edition("new")
    at = new / place
    if place == "a folder":
        at.mkdir()
    elif place == "mine.html":
        at.write_text("<title>Mine</title>", encoding="utf-8")
    before = None if at.is_dir() else at.read_bytes()
    with pytest.raises(UsageError, match="--out"):
        compare.run(old, new, out=at)
    assert before is None or at.read_bytes() == before


def test_an_earlier_comparison_is_written_over(edition, tmp_path):
    old, new = edition("old"), edition("new")
    compare.run(old, new, out=tmp_path / "page.html")
    assert compare.run(old, new, out=tmp_path / "page.html")[1] == tmp_path / "page.html"


def row(**more):
    return asdict(figure(**more))


GARBLED = {
    "nothing": b"",
    "no JSON": b"<html>",
    "no list": b"{}",
    "no figures": b"[]",
    "not an object": b"[1]",
    "a part missing": b'[{"id": "a.b"}]',
    "not a number": json.dumps([row() | {"value": {"a": 1}}]).encode(),
    "a truth": json.dumps([row() | {"value": True}]).encode(),
    "infinite": b'[{"id":"a.b","label":"x","value":Infinity,"unit":"count","period":"2014/15"}]',
    "no id": json.dumps([row() | {"id": "../../etc"}]).encode(),
    "one figure, two values": json.dumps([row(), row(value=1)]).encode(),
    "deep": b"[" * 100_000,
    "not UTF-8": b'[{"id": "\xff"}]',
    "a suppressed number": json.dumps([row() | {"suppressed": True}]).encode(),
}


@pytest.mark.parametrize("kind", GARBLED)
def test_garbled_figures_are_refused_with_the_file_and_the_mend(edition, kind):
    old, new = edition("old"), edition("new")
    (new / "figures.json").write_bytes(GARBLED[kind])
    for pair in ((old, new), (new, old)):
        with pytest.raises(AssessmentError) as refused:
            compare.run(*pair)
        assert str(new) in refused.value.where
        assert refused.value.mend
        assert len(str(refused.value)) < 900


@pytest.mark.parametrize("text", ["{", "[]", '{"sources": 3}', '{"made": "soon"}'])
def test_a_garbled_run_json_is_refused(edition, text):
    old, new = edition("old"), edition("new")
    (new / "run.json").write_text(text, encoding="utf-8")
    with pytest.raises(AssessmentError, match=r"run\.json"):
        compare.run(old, new)


def test_without_run_json_the_folder_names_the_edition(edition):
    assert read(edition("2013-14", run=False)).year == "2013-14"


@pytest.mark.parametrize("place", ["nowhere", "", "a\0b", "x" * 5000])
def test_a_place_without_an_edition_is_refused(edition, tmp_path, place):
    with pytest.raises(AssessmentError) as refused:
        compare.run(edition("old"), tmp_path / place)
    assert refused.value.mend


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root reads everything")
def test_figures_that_may_not_be_read_are_refused(edition):
    old, new = edition("old"), edition("new")
    (new / "figures.json").chmod(0)
    with pytest.raises(AssessmentError, match="cannot be read"):
        compare.run(old, new)


def test_editions_of_two_areas_are_refused(edition):
    with pytest.raises(AssessmentError, match="two areas"):
        compare.run(edition("old"), edition("new", figure(area="Preston"), name="Preston"))


def test_a_long_series_shows_the_last_of_each_edition(edition):
    years = ["2012/13", "2013/14", "2014/15", "2015/16"]
    old = edition("old", *(figure(value=n, period=year) for n, year in enumerate(years[:3], 100)))
    new = edition("new", *(figure(value=n, period=year) for n, year in enumerate(years[1:], 101)))
    told, _, revised = compared(old, new)
    assert revised == 0
    assert "crime.all.count: 102, 2014/15 -> 103, 2015/16 (+1 (+1.0%))" in told


@pytest.mark.parametrize(
    ("unit", "id", "before", "after", "told"),
    [
        ("count", "crime.a.count", 10, 12, "+2"),  # too few for a percentage
        ("count", "crime.a.count", 100, 90, "−10 (−10.0%)"),
        ("ratio", "crime.a.share", 0.2, 0.25, "+5.0 percentage points"),
        ("percent", "crime.a.change_percent", 10.0, 7.5, "−2.5 percentage points"),
        ("per 1,000", "crime.a.rate", 28.6, 30.0, "+1.400 (+4.9%)"),
        ("probability", "crime.a.change_p", 0.2, 0.01, ""),
        ("count", "crime.a.count", "weak", "static", ""),
    ],
)
def test_a_difference_in_words(unit, id, before, after, told):
    pair = (figure(id, value, unit=unit) for value in (before, after))
    assert change_of(Difference("revised", *pair)) == told


def test_a_revision_that_rounding_hides_is_shown_with_more_digits(edition):
    pair = [figure("crime.a.share", value, unit="ratio") for value in (0.26551, 0.26552)]
    assert row_of(Difference("revised", *pair))[2:4] == ("0.26551", "0.26552")


def test_the_command_prints_writes_and_fails_where_it_is_asked_to(edition, tmp_path):
    old, new, page = edition("old"), edition("new", figure(value=15300)), tmp_path / "page.html"
    done = command("compare", old, new, "--out", page)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.rstrip().endswith(str(page))
    assert page.is_file()
    assert command("compare", old, new, "--out", page, "--fail-on-revision").returncode == 1
    assert command("compare", old, old, "--out", page, "--fail-on-revision").returncode == 0
    missing = command("compare", old, tmp_path / "none")
    assert (missing.returncode, "Traceback" in missing.stderr) == (1, False)
