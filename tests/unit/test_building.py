"""Several editions side by side: one that fails does not stop the others, and a page stands over all of them."""

import json
import signal
import time
from dataclasses import asdict
from datetime import UTC, datetime
from functools import partial
from types import SimpleNamespace

import pytest
from lxml import html
from pages.checks import check_page, texts

from assessment import building, project
from assessment.errors import AssessmentError, Stopped, UsageError
from assessment.figures import Figure
from assessment.periods import FinancialYear
from assessment.project import Area
from assessment.publish import overview
from assessment.run.chapter import ChapterRun
from assessment.run.edition import Edition

YEAR = FinancialYear.parse("2021/22")
MADE = datetime(2022, 11, 22, tzinfo=UTC)
RATES = {"crime.all.rate": ("All recorded crime per 1,000 residents", 113.88, 112.17, 115.61)}
RATES["asb.all.rate"] = ("Antisocial behaviour per 1,000 residents", 59.17, 57.94, 60.42)
HARM = project.chapter("harm")
CHAPTER = {"name": "harm", "state": "done", "seconds": 1}


# A page over editions is no page of one: it has no chapters, no statement, and links into the editions' folders.
NOT_OF_AN_EDITION = ("navigation", "accessibility statement", "/2021-22/index.html'.")


def faults(text):
    return [one for one in check_page(text) if not any(words in one for words in NOT_OF_AN_EDITION)]


def request(out, slug, restricted=False):
    area = Area(slug=slug, name=slug.capitalize(), authorities=["E07000123"], year=str(YEAR))
    return SimpleNamespace(area=area, year=YEAR, out=out, folder=YEAR.slug, restricted=restricted, workers=2)


def edition(out, slug, **more):
    """An edition as a build leaves it, as far as the page reads it."""
    folder = out / slug / YEAR.slug
    folder.mkdir(parents=True)
    figures = [
        Figure(id, label, value, "per 1,000", "2021/22", low=low, high=high, **more)
        for id, (label, value, low, high) in RATES.items()
    ]
    (folder / "figures.json").write_text(json.dumps([asdict(figure) for figure in figures]), encoding="utf-8")
    told = {"area": slug, "year": str(YEAR), "chapters": [CHAPTER], "sources": [], "standing": {"state": "final"}}
    (folder / "run.json").write_text(json.dumps(told), encoding="utf-8")


@pytest.fixture
def built(tmp_path, monkeypatch):
    """Builds that leave an edition, or fail as the area's name says; the areas that were come to."""
    came = []

    def build(asked, told, workers, turn):
        came.append(asked.area.slug)
        if asked.area.slug == "blocked":
            what = "the file is damaged"
            raise AssessmentError(what, "/somewhere/on/a/machine", "Send it again.")
        if asked.area.slug == "faulty":
            raise ValueError("no such thing")
        if asked.area.slug == "stopped":
            signal.raise_signal(signal.SIGINT)
            workers.results([workers.submit(turn, 0, partial(time.sleep, 0.5))])
        edition(tmp_path, asked.area.slug)
        run = ChapterRun(HARM, "failed" if asked.area.slug == "broken" else "done", 1.0, "It failed.")
        return Edition(tmp_path / asked.area.slug / YEAR.slug, (run,), (1, 2))

    monkeypatch.setattr(building.edition, "build", build)
    return came


def ask(out):
    def asked(name):
        if name == "nowhere":
            what = "There is no area 'nowhere'"
            raise UsageError(what)
        if name == "wrong":
            what = "A setting is wrong"
            raise AssessmentError(what, "/somewhere/wrong.toml")
        return request(out, name)

    return asked


def test_one_that_fails_does_not_stop_the_others(tmp_path, built, capsys):
    names = ["blocked", "preston", "wrong", "faulty", "broken", "preston", "lancaster"]
    assert building.build(names, ask(tmp_path)) is False
    assert sorted(built) == ["blocked", "broken", "faulty", "lancaster", "preston"]
    told = capsys.readouterr()
    assert told.err.splitlines()[-5:] == [
        "4 of 6 areas failed:",
        "  blocked: the file is damaged",
        "  wrong: A setting is wrong",
        "  faulty: a fault of the workbook (ValueError)",
        "  broken: chapter harm failed",
    ]
    assert "blocked: Error: the file is damaged (/somewhere/on/a/machine). Send it again." in told.err
    assert "broken: Chapter 'harm' failed. It failed." in told.err
    assert told.out.count("2 figures in 1 chapter\n") == 3
    assert not (tmp_path / "index.html").exists()


def test_all_that_are_whole_end_well(tmp_path, built, capsys):
    assert building.build(["preston", "lancaster"], ask(tmp_path)) is True
    assert "failed" not in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "error"), [("blocked", AssessmentError), ("faulty", ValueError), ("wrong", AssessmentError)]
)
def test_one_area_alone_ends_as_its_error_says(tmp_path, built, name, error):
    with pytest.raises(error):
        building.build([name], ask(tmp_path))


def test_an_unknown_name_is_refused_before_anything_is_built(tmp_path, built):
    with pytest.raises(UsageError):
        building.build(["preston", "nowhere"], ask(tmp_path))
    assert built == []


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (["stopped"], "the edition of Stopped 2021/22 is"),
        (["preston", "stopped", "lancaster"], "each edition that was"),
    ],
)
def test_a_build_that_is_stopped_ends_them_all(tmp_path, built, names, told):
    with pytest.raises(Stopped, match=told):
        building.build(names, ask(tmp_path))
    assert not (tmp_path / "index.html").exists()


def test_programs_are_told_by_objects_of_json_and_nothing_else(tmp_path, built, capsys):
    assert building.build(["preston", "blocked", "broken"], ask(tmp_path), everywhere=True, as_json=True) is False
    told = capsys.readouterr()
    events = [json.loads(line) for line in told.out.splitlines()]
    assert told.err == ""
    assert (events[0]["event"], events[0]["areas"]) == ("started", ["preston", "blocked", "broken"])
    assert (events[-1]["event"], events[-1]["failed"]) == ("ended", ["blocked", "broken"])
    found = {(one["event"], one.get("area")): one for one in events}
    mend = {"what": "the file is damaged", "where": "/somewhere/on/a/machine", "mend": "Send it again."}
    assert found["error", "blocked"].items() >= mend.items()
    assert found["page", None]["file"] == str(tmp_path / "index.html")
    assert found["edition", "preston"].items() >= {"chapters": 1, "figures": 2, "kept": 0, "failed": []}.items()
    assert found["edition", "broken"]["failed"] == ["harm"]


def test_areas_of_one_authority_are_told_in_a_line(tmp_path, built, capsys):
    building.build(["preston", "lancaster"], ask(tmp_path), as_json=True)
    events = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    told = "E07000123 is an authority of several areas: preston, lancaster"
    assert [one["event"] for one in events[:2]] == ["started", "note"]
    assert events[1]["text"] == told
    building.build(["burnley"], ask(tmp_path), as_json=True)
    assert told not in capsys.readouterr().out


@pytest.mark.parametrize("name", ["nowhere", "wrong", "faulty"])
def test_programs_are_told_what_the_one_area_raises(tmp_path, built, capsys, name):
    with pytest.raises(Exception, match=r".") as error:
        building.build([name], ask(tmp_path), as_json=True)
    last = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert last["event"] == "error" and str(error.value.args[0]) in last["what"]


def test_the_page_tells_of_every_area(tmp_path, built):
    edition(tmp_path, "blocked")  # of an earlier build
    assert building.build(["preston", "faulty", "blocked", "wrong"], ask(tmp_path), everywhere=True) is False
    text = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert faults(text) == []
    rows = [[texts(cell) for cell in row.xpath("./th | ./td")] for row in html.fromstring(text).xpath("//tbody/tr")]
    rates = ["113.9 (112.2 to 115.6)", "59.2 (57.9 to 60.4)"]
    assert rows == [
        ["Blocked", "2021/22", "this build failed; an earlier one stands", "2", *rates],
        ["Faulty", "2021/22", "not built", "–", "–", "–"],
        ["Preston", "2021/22", "final", "2", *rates],
        ["wrong", "–", "not built", "–", "–", "–"],
    ]
    assert html.fromstring(text).xpath("//tbody//a/@href") == [
        "blocked/2021-22/index.html",
        "preston/2021-22/index.html",
    ]
    assert "the file is damaged" in text and "/somewhere" not in text


def test_a_page_of_somebody_else_is_never_replaced(tmp_path, built):
    page = tmp_path / "index.html"
    page.write_text("<title>Our council</title>", encoding="utf-8")
    with pytest.raises(AssessmentError, match="did not write"):
        building.build(["preston"], ask(tmp_path), everywhere=True)
    assert built == [] and "Our council" in page.read_text(encoding="utf-8")
    page.unlink()
    assert building.build(["preston"], ask(tmp_path), everywhere=True) is True
    (tmp_path / "preston" / YEAR.slug / "run.json").unlink()
    overview.refuse_what_is_not_ours(page)


def test_editions_that_are_not_for_all_have_a_page_of_their_own(tmp_path, built):
    assert building.build(["preston"], lambda name: request(tmp_path, name, restricted=True), everywhere=True)
    assert [path.name for path in tmp_path.glob("*.html")] == ["index-restricted.html"]
    assert "not for publication" in (tmp_path / "index-restricted.html").read_text(encoding="utf-8")
    assert "not for publication" not in overview.page_of([], MADE)


def test_a_figure_that_may_not_be_shown_is_not_shown():
    hidden = Figure("crime.all.rate", "All", None, "per 1,000", "2021/22", suppressed=True)
    row = overview.Row("Preston", "2021/22", standing="draft", rates={"crime.all.rate": hidden})
    assert (row.rate("crime.all.rate"), row.rate("asb.all.rate")) == ("[c]", "")
    assert faults(overview.page_of([row], MADE)) == []


def test_made_up_data_are_said_to_be():
    row = overview.Row("Preston", "2021/22", "preston/2021-22", "draft", 2, illustrative=True)
    assert "Illustrative data" in overview.page_of([row], MADE)
