"""An edition stays as it was built only where nothing that it follows from, and none of its files, has changed."""

import json
import shutil
import subprocess
import sys
from dataclasses import replace
from types import SimpleNamespace

import pytest

from assessment import project, store
from assessment.publish.parts import Parts
from assessment.run.as_built import AsBuilt
from assessment.run.edition import as_it_stands
from assessment.run.inputs import Snapshot, sha256
from assessment.run.request import Request

FILES = Snapshot()
CHAPTERS = [{"name": "harm", "state": "done", "seconds": 1.0}, {"name": "summary", "state": "done", "seconds": 2.0}]


def built(request, folder, *, data="1", files=FILES):
    return AsBuilt(request, SimpleNamespace(fingerprint=lambda asked: data), files, folder)


@pytest.fixture
def request_(tmp_path, monkeypatch):
    monkeypatch.setenv("ASSESSMENT_PROCESSED", str(tmp_path / "processed"))
    return Request.of("blackpool", "2014/15", None, tmp_path / "out", ["harm"])


@pytest.fixture
def edition(request_):
    """A folder as a build left it, noted."""
    folder = request_.out / "blackpool" / "2014-15"
    (folder / "notebooks").mkdir(parents=True)
    told = {"area": "", "year": "", "sources": [], "chapters": CHAPTERS, "files": ["index.html"]}
    (folder / "run.json").write_text(json.dumps(told), encoding="utf-8")
    (folder / "figures.json").write_text("[]", encoding="utf-8")
    (folder / "index.html").write_text("<html>", encoding="utf-8")
    built(request_, folder).note(Parts())
    return folder


def test_where_nothing_changed_its_chapters_and_figures_are_told(request_, edition):
    found = built(request_, edition)
    assert [(run.entry.name, run.seconds, run.kept) for run in found.unchanged()] == [
        ("harm", 1.0, True),
        ("summary", 2.0, True),
    ]
    assert found.figures == []


def test_what_its_analyst_was_told_of_the_words_is_told_again_where_nothing_changed(request_, edition):
    told = []
    assert as_it_stands(built(request_, edition), told.append)
    assert told == ["Nothing has changed since this edition was built"]
    built(request_, edition).note(Parts(warnings=["harm.md: numbers typed by hand: 5."]))
    assert as_it_stands(built(request_, edition), told.append)
    assert told[2:] == ["harm.md: numbers typed by hand: 5."]
    told.clear()
    assert not as_it_stands(built(request_, edition, data="2"), told.append)
    assert told == []


@pytest.mark.parametrize(
    "change",
    [{"fresh": True}, {"restricted": True}, {"pdf": True}, {"chapters": (project.chapter("deprivation"),)}],
    ids=str,
)
def test_another_request_is_built(request_, edition, change):
    assert not built(replace(request_, **change), edition).unchanged()


def test_other_data_are_built(request_, edition):
    assert not built(request_, edition, data="2").unchanged()


@pytest.mark.parametrize(
    ("name", "same"),
    [
        ("assessment/publish/templates/style.css", False),
        ("assessment/cli.py", False),
        ("notebooks/05_harm.ipynb", False),
        ("config/chapters.toml", False),
        ("config/areas/blackpool.toml", False),
        ("config/areas/blackpool/narrative/harm.md", False),
        ("config/areas/preston.toml", True),
        ("config/areas/preston/narrative/harm.md", True),
    ],
)
def test_a_changed_file_of_the_project_is_built_but_for_those_of_other_areas(request_, edition, name, same):
    files = SimpleNamespace(hashes={**FILES.hashes, name: sha256(b"changed")})
    assert bool(built(request_, edition, files=files).unchanged()) == same


@pytest.mark.parametrize("name", ["index.html", "figures.json", "run.json"])
@pytest.mark.parametrize("fault", ["changed", "gone"])
def test_an_edition_that_somebody_changed_is_built(request_, edition, name, fault):
    path = edition / name
    path.unlink() if fault == "gone" else path.write_text(path.read_text(encoding="utf-8") + " ", encoding="utf-8")
    assert not built(request_, edition).unchanged()


def test_a_file_that_somebody_added_is_seen(request_, edition):
    (edition / "notes.txt").write_text("mine", encoding="utf-8")
    assert not built(request_, edition).unchanged()


@pytest.mark.parametrize("name", ["figures.json", "tables/hate_crime.csv"])
def test_another_edition_beside_it_is_seen(request_, edition, name):
    path = edition.with_name("2013-14") / name
    path.parent.mkdir(parents=True)
    path.write_text("[]", encoding="utf-8")
    assert not built(request_, edition).unchanged()


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"key": 1}'])
def test_a_record_that_is_damaged_is_none(request_, edition, text):
    found = built(request_, edition)
    found.record.write_text(text, encoding="utf-8")
    assert not found.unchanged()


@pytest.mark.parametrize("fresh", [False, True])
def test_parts_are_those_that_a_build_wrote_and_none_where_all_is_asked_anew(request_, edition, fresh):
    (edition / "notes.txt").write_text("the user's own", encoding="utf-8")
    built(request_, edition).note(Parts(now={"05_harm.html": "1"}))
    found = built(replace(request_, fresh=fresh), edition).parts
    assert found.follows == ({} if fresh else {"05_harm.html": "1"})
    assert found.files.keys() == (set() if fresh else {"index.html"})
    assert found.code and found.folder == edition


HEAVY = {"pandas", "polars", "numpy", "scipy", "matplotlib", "papermill", "nbformat", "nbconvert", "pandera", "jinja2"}


def test_an_edition_that_stands_is_told_without_anything_heavy_and_no_process_begun(tmp_path, monkeypatch):
    """The command itself, on an edition that was noted without being built."""
    raw = tmp_path / "raw"
    raw.mkdir()
    shutil.copy(project.root() / "data/raw/crime_2014-15.csv.gz", raw)
    monkeypatch.setenv("ASSESSMENT_PROCESSED", str(tmp_path / "processed"))
    asked = Request.of("blackpool", "2014/15", raw, tmp_path / "out", [])
    folder = asked.out / "blackpool" / "2014-15"
    folder.mkdir(parents=True)
    chapters = [{"name": entry.name, "state": "done", "seconds": 1.0} for entry in project.chapters()]
    told = {"area": "", "year": "", "sources": [], "chapters": chapters}
    (folder / "run.json").write_text(json.dumps(told), encoding="utf-8")
    (folder / "figures.json").write_text("[]", encoding="utf-8")
    AsBuilt(asked, store.prepare(asked.area, raw), Snapshot(), folder).note(Parts())
    code = "import subprocess, sys; subprocess.Popen = None\nfrom assessment.cli import app\n"
    code += f"app(['build', '--raw', {str(raw)!r}, '--out', {str(asked.out)!r}], standalone_mode=False)\n"
    code += f"print([name for name in {HEAVY} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "Nothing has changed" in done.stderr, "or the project's files changed under the test"
    assert done.stdout.splitlines()[-1] == "[]"


def test_a_record_that_cannot_be_written_does_not_stop_the_build(request_, edition):
    found = built(request_, edition)
    found.record.unlink()
    found.record.mkdir()
    found.note(Parts())
    assert not found.unchanged()
