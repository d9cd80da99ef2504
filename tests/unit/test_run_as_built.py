"""An edition stays as it was built only where nothing that it follows from, and none of its files, has changed."""

import json
from dataclasses import replace
from types import SimpleNamespace

import pytest

from assessment import project
from assessment.run.as_built import AsBuilt
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
    told = {"area": "", "year": "", "sources": [], "chapters": CHAPTERS}
    (folder / "run.json").write_text(json.dumps(told), encoding="utf-8")
    (folder / "figures.json").write_text("[]", encoding="utf-8")
    (folder / "index.html").write_text("<html>", encoding="utf-8")
    built(request_, folder).note()
    return folder


def test_where_nothing_changed_its_chapters_and_figures_are_told(request_, edition):
    found = built(request_, edition)
    assert [(run.entry.name, run.seconds, run.kept) for run in found.unchanged()] == [
        ("harm", 1.0, True),
        ("summary", 2.0, True),
    ]
    assert found.figures == []


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


def test_another_edition_beside_it_is_seen(request_, edition):
    beside = edition.with_name("2013-14")
    beside.mkdir()
    (beside / "figures.json").write_text("[]", encoding="utf-8")
    assert not built(request_, edition).unchanged()


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"key": 1}'])
def test_a_record_that_is_damaged_is_none(request_, edition, text):
    found = built(request_, edition)
    found.record.write_text(text, encoding="utf-8")
    assert not found.unchanged()


def test_a_record_that_cannot_be_written_does_not_stop_the_build(request_, edition):
    found = built(request_, edition)
    found.record.unlink()
    found.record.mkdir()
    found.note()
    assert not found.unchanged()
