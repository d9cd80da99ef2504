"""Chapters of an earlier build are taken again only where they are, byte for byte, as they were recorded."""

import json
import signal
import threading
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from assessment import project
from assessment.chapters import gathering
from assessment.periods import FinancialYear
from assessment.run import chapters, engine, stop, workers
from assessment.run.chapter import ChapterRun
from assessment.run.inputs import Snapshot
from assessment.run.kept import GATHERED, Kept, chapters_of
from assessment.run.request import Request
from assessment.run.workers import Workers

FILES = Snapshot()
PREPARED = SimpleNamespace(folder=Path("blackpool-0123"), fingerprint=str.upper, files=())
HARM = project.chapter("harm")
TOLD = SimpleNamespace(say=lambda text: None, expect=lambda *_: None, done=lambda run: None)
RUN = ChapterRun(HARM, "done", 4.5, "", {"area": "blackpool", "year": "2014/15"}, "2026-05-14T09:00:00+00:00")


@pytest.fixture
def kept(tmp_path, monkeypatch):
    monkeypatch.setenv("ASSESSMENT_PROCESSED", str(tmp_path / "processed"))
    return Kept(project.area("blackpool"), FinancialYear(2014).slug, PREPARED, FILES)


@pytest.fixture
def crew(monkeypatch):
    """Workers that fork nothing."""
    monkeypatch.setattr(Workers, "begin", lambda *_, **__: None)
    with Workers(2) as made:
        made.files = FILES
        yield made


@pytest.fixture
def stage(tmp_path):
    return made(tmp_path / "stage")


def made(stage, *names):
    """A build's folder, with what the chapters of those names left."""
    for folder in ("chapters", "notebooks"):
        (stage / folder).mkdir(parents=True)
    for name in names or ("harm",):
        entry = project.chapter(name)
        (stage / "chapters" / f"{name}.json").write_text('{"asked": ["table: crime"]}', encoding="utf-8")
        (stage / "chapters" / f"{name}.figures.json").write_text("[]", encoding="utf-8")
        (stage / "notebooks" / f"{entry.file}.ipynb").write_text('{"cells": []}', encoding="utf-8")
    return stage


def test_a_kept_chapter_comes_back_whole_with_its_own_record(kept, stage, tmp_path):
    kept.keep(RUN, stage)
    other = tmp_path / "other"
    for folder in ("chapters", "notebooks"):
        (other / folder).mkdir(parents=True)
    run = kept.bring(HARM, other)
    assert (run.seconds, run.made, run.parameters, run.kept) == (4.5, RUN.made, RUN.parameters, True)
    assert (other / "notebooks" / "05_harm.ipynb").read_bytes() == (stage / "notebooks" / "05_harm.ipynb").read_bytes()


@pytest.mark.parametrize("name", ["harm.json", "harm.figures.json", "05_harm.ipynb", "harm.run.json"])
@pytest.mark.parametrize("fault", ["cut short", "changed", "empty", "gone"])
def test_a_kept_chapter_that_is_not_as_it_was_is_not_taken(kept, stage, name, fault):
    kept.keep(RUN, stage)
    path = kept.folder / name
    if fault == "gone":
        path.unlink()
    else:
        data = path.read_bytes()
        path.write_bytes({"cut short": data[:-1], "changed": data[:-1] + b"?", "empty": b""}[fault])
    why = "nothing of an earlier build is kept" if fault == "gone" else "what it left before is damaged"
    assert kept.bring(HARM, stage) == why


def test_a_chapter_runs_again_where_an_edition_beside_it_came_went_or_changed(kept, stage):
    def beside(*editions):
        (stage / "context.json").write_text(json.dumps({"beside": editions}), encoding="utf-8")

    part = {"year": "April 2014 to February 2015", "first": True, "gave_way": [], "numbers": {"a.b.count": [["x", 5]]}}
    beside(part)
    kept.keep(RUN, stage)
    assert isinstance(kept.bring(HARM, stage), ChapterRun)
    for others in ([], [part | {"first": False}], [part | {"numbers": {"a.b.count": [["x", 6]]}}], [part, part]):
        beside(*others)
        assert kept.bring(HARM, stage) == "the editions beside it changed"


def test_a_chapter_that_cannot_be_kept_does_not_stop_the_build(kept, stage, monkeypatch):
    kept.folder.parent.mkdir(parents=True)
    kept.folder.write_text("a file stands here", encoding="utf-8")
    kept.keep(RUN, stage)
    assert isinstance(kept.bring(HARM, stage), str)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"chapters": 1}'])
def test_a_run_json_that_is_not_one_names_no_chapters(tmp_path, text):
    (tmp_path / "run.json").write_text(text, encoding="utf-8")
    assert chapters_of(tmp_path) == set()


def test_one_chapter_asked_for_takes_the_others_and_runs_what_would_not_hold(kept, crew, tmp_path, monkeypatch):
    names = ("deprivation", "harm")
    runs = {name: ChapterRun(project.chapter(name), "done", 1.0, made="2026-05-14") for name in names}
    before = made(tmp_path / "before", *names)
    for run in runs.values():
        kept.keep(run, before)
    told = {"area": "", "year": "", "sources": [], "chapters": []}
    told["chapters"] = [{"name": name, "state": "done", "seconds": 1.0} for name in names]
    (before / "run.json").write_text(json.dumps(told), encoding="utf-8")
    monkeypatch.setattr(workers, "run_chapter", lambda entry, *_: ChapterRun(entry, "failed", 2.0))

    def built(folder):
        (tmp_path / folder).mkdir()
        request = Request.of("blackpool", None, None, None, ["substance_misuse"])
        found = chapters.run_chapters(request, PREPARED, before, tmp_path / folder, TOLD, crew)
        return [(run.entry.name, run.seconds, run.kept) for run in found]

    assert built("a") == [("deprivation", 1.0, True), ("substance_misuse", 2.0, False), ("harm", 1.0, True)]
    (kept.folder / "harm.figures.json").write_text("[", encoding="utf-8")
    assert built("b") == [("deprivation", 1.0, True), ("substance_misuse", 2.0, False), ("harm", 2.0, False)]


def test_a_chapter_after_all_runs_last_and_only_where_others_found_something_else(kept, crew, tmp_path, monkeypatch):
    names, ended, lock = ("deprivation", "harm", "summary"), [], threading.Lock()
    before = made(tmp_path / "before", *names)
    for name in names:
        kept.keep(ChapterRun(project.chapter(name), "done", 1.0), before)
    told = {"area": "", "year": "", "sources": []}
    told["chapters"] = [{"name": name, "state": "done", "seconds": 9.0 - at} for at, name in enumerate(names)]
    (before / "run.json").write_text(json.dumps(told), encoding="utf-8")

    def run(entry, parameters, stage, *_):
        with lock:
            ended.append(entry.name)
        for end in ("json", "figures.json"):
            (stage / "chapters" / f"{entry.name}.{end}").write_text(found[end], encoding="utf-8")
        (stage / "notebooks" / f"{entry.file}.ipynb").write_text("{}", encoding="utf-8")
        return ChapterRun(entry, "done", 2.0)

    monkeypatch.setattr(workers, "run_chapter", run)

    def built(folder, **changes):
        ended.clear()
        (tmp_path / folder).mkdir()
        request = replace(Request.of("blackpool", None, None, None, ["harm"], 4), **changes)
        runs = chapters.run_chapters(request, PREPARED, before, tmp_path / folder, TOLD, crew)
        assert [run.entry.name for run in runs] == ["summary", "deprivation", "harm"], "the edition keeps its own order"
        return ended, {run.entry.name: run.why for run in runs if run.why}

    found = {"json": '{"asked": ["table: crime"]}', "figures.json": "[]"}
    assert built("a") == ([], {})
    assert built("b", fresh=True) == (["harm"], {"harm": chapters.FRESH}), "it found the same as before"
    found["json"] = '{"asked": ["table: crime"], "tables": [1], "illustrative": true}'
    assert built("b2", fresh=True)[0] == ["harm"], "none reads the tables of another"
    found["json"] = '{"asked": ["table: crime"], "findings": ["It rose."]}'
    assert built("b3", fresh=True)[0] == ["harm", "summary"]
    found["figures.json"] = "[1]"
    assert built("c", fresh=True)[1]["summary"] == "what the other chapters found changed"
    assert ended == ["harm", "summary"]
    (kept.folder / "deprivation.run.json").unlink()
    assert built("d")[0] == ["deprivation", "summary"]


def test_no_more_is_read_of_other_chapters_than_is_followed(tmp_path):
    stage = made(tmp_path / "stage", "harm")
    left = {"findings": ["It rose."], "files": []}
    assert left.keys() == {*GATHERED}
    (stage / "chapters" / "harm.json").write_text(json.dumps(left), encoding="utf-8")
    assert [one.findings for one in gathering._read(stage, [HARM])] == [("It rose.",)]


def test_what_the_edition_of_the_year_before_says_is_followed_by_those_that_read_it(kept, tmp_path):
    stage, earlier = made(tmp_path / "stage", "last_plan", "harm"), tmp_path / "2013-14"
    for name in ("last_plan", "harm"):
        kept.keep(ChapterRun(project.chapter(name), "done", 1.0), stage)
    assert kept.bring(project.chapter("last_plan"), stage).kept
    earlier.mkdir()
    (earlier / "figures.json").write_text("[]", encoding="utf-8")
    assert kept.bring(project.chapter("last_plan"), stage) == "the edition of the year before changed"
    assert kept.bring(HARM, stage).kept


def test_a_stop_ends_the_chapters_that_run_and_begins_no_other(crew, tmp_path, monkeypatch):
    ended, began = threading.Event(), []

    def endless(entry, *_):
        began.append(entry)
        if len(began) == crew.number:
            threading.Timer(0.3, signal.raise_signal, [signal.SIGINT]).start()  # heard by a thread that is not the main
        assert ended.wait(30)
        return ChapterRun(entry, "failed", 0.0)

    monkeypatch.setattr(workers, "run_chapter", endless)
    monkeypatch.setattr(engine, "end_kernels", ended.set)
    request, told = Request.of("blackpool", None, None, None, [], 1), []
    progress = SimpleNamespace(expect=lambda *_: None, say=told.append, done=told.append)
    with pytest.raises(KeyboardInterrupt), stop.orderly():
        chapters.side_by_side(dict.fromkeys(project.chapters(), ""), {}, request, tmp_path, progress, crew)
    assert len(began) == crew.number and told == [], "a chapter that a stop ends is told as failed"
