"""Chapters of an earlier build are taken again only where they are, byte for byte, as they were recorded."""

import json
import signal
import threading
from types import SimpleNamespace

import pytest

from assessment import project
from assessment.periods import FinancialYear
from assessment.run import edition, engine, stop
from assessment.run.chapter import ChapterRun
from assessment.run.kept import Kept, chapters_of
from assessment.run.request import Request

HARM = project.chapter("harm")
RUN = ChapterRun(HARM, "done", 4.5, "", {"area": "blackpool", "year": "2014/15"}, "2026-05-14T09:00:00+00:00")


@pytest.fixture
def kept(tmp_path, monkeypatch):
    monkeypatch.setenv("ASSESSMENT_PROCESSED", str(tmp_path / "processed"))
    prepared = SimpleNamespace(folder=tmp_path / "blackpool-0123")
    return Kept(project.area("blackpool"), FinancialYear(2014), prepared)


@pytest.fixture
def stage(tmp_path):
    return made(tmp_path / "stage")


def made(stage, *names):
    """A build's folder, with what the chapters of those names left."""
    for folder in ("chapters", "notebooks"):
        (stage / folder).mkdir(parents=True)
    for name in names or ("harm",):
        entry = project.chapter(name)
        (stage / "chapters" / f"{name}.json").write_text('{"findings": []}', encoding="utf-8")
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
    assert kept.bring(HARM, stage) is None


def test_a_chapter_that_cannot_be_kept_does_not_stop_the_build(kept, stage, monkeypatch):
    kept.home.parent.mkdir(parents=True)
    kept.home.write_text("a file stands here", encoding="utf-8")
    kept.keep(RUN, stage)
    assert kept.bring(HARM, stage) is None


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"chapters": 1}'])
def test_a_run_json_that_is_not_one_names_no_chapters(tmp_path, text):
    (tmp_path / "run.json").write_text(text, encoding="utf-8")
    assert chapters_of(tmp_path) == set()


def test_one_chapter_asked_for_takes_the_others_and_runs_what_would_not_hold(kept, tmp_path, monkeypatch):
    names = ("deprivation", "harm")
    runs = {name: ChapterRun(project.chapter(name), "done", 1.0, made="2026-05-14") for name in names}
    before = made(tmp_path / "before", *names)
    for run in runs.values():
        kept.keep(run, before)
    told = {"area": "", "year": "", "sources": [], "chapters": []}
    told["chapters"] = [{"name": name, "state": "done", "seconds": 1.0} for name in names]
    (before / "run.json").write_text(json.dumps(told), encoding="utf-8")
    monkeypatch.setattr(edition, "run_chapter", lambda entry, *_: ChapterRun(entry, "failed", 2.0))
    prepared = SimpleNamespace(folder=tmp_path / "blackpool-0123")

    def built(folder):
        (tmp_path / folder).mkdir()
        request = Request.of("blackpool", None, None, None, ["substance_misuse"])
        found = edition.run_chapters(request, prepared, before, tmp_path / folder, None)
        return [(run.entry.name, run.seconds, run.kept) for run in found]

    assert built("a") == [("deprivation", 1.0, True), ("substance_misuse", 2.0, False), ("harm", 1.0, True)]
    (kept.folder / "harm.figures.json").write_text("[", encoding="utf-8")
    assert built("b") == [("deprivation", 1.0, True), ("substance_misuse", 2.0, False), ("harm", 2.0, False)]


def test_a_chapter_after_all_runs_when_the_others_have_ended_and_always_anew(kept, tmp_path, monkeypatch):
    names, ended, lock = ("summary", "deprivation", "harm"), [], threading.Lock()
    before = made(tmp_path / "before", *names)
    for name in names:
        kept.keep(ChapterRun(project.chapter(name), "done", 1.0), before)
    told = {"area": "", "year": "", "sources": []}
    told["chapters"] = [{"name": name, "state": "done", "seconds": 9.0 - at} for at, name in enumerate(names)]
    (before / "run.json").write_text(json.dumps(told), encoding="utf-8")

    def run(entry, *_):
        with lock:
            ended.append(entry.name)
        return ChapterRun(entry, "failed", 2.0)

    monkeypatch.setattr(edition, "run_chapter", run)
    prepared = SimpleNamespace(folder=tmp_path / "blackpool-0123")

    def built(folder, *asked):
        ended.clear()
        (tmp_path / folder).mkdir()
        request = Request.of("blackpool", None, None, None, list(asked), 4)
        found = edition.run_chapters(request, prepared, before, tmp_path / folder, None)
        return [run.entry.name for run in found], list(ended)

    order, ran = built("a", "harm")
    assert order == ["summary", "deprivation", "harm"], "the edition keeps its own order"
    assert ran == ["harm", "summary"], "it is not taken from an earlier build: the others may be of this one"
    _, ran = built("b", "summary", "harm", "substance_misuse")
    assert ran[-1] == "summary" and set(ran) == {"summary", "harm", "substance_misuse"}


def test_a_stop_ends_the_chapters_that_run_and_begins_no_other(tmp_path, monkeypatch):
    ended, began = threading.Event(), []

    def endless(entry, *_):
        began.append(entry)
        if len(began) == 1:
            threading.Timer(0.3, signal.raise_signal, [signal.SIGINT]).start()  # heard by a thread that is not the main
        assert ended.wait(30)
        return ChapterRun(entry, "failed", 0.0)

    monkeypatch.setattr(edition, "run_chapter", endless)
    monkeypatch.setattr(engine, "end_kernels", ended.set)
    request, progress = Request.of("blackpool", None, None, None, [], 1), SimpleNamespace(stopped=False)
    with pytest.raises(KeyboardInterrupt), stop.orderly():
        edition.side_by_side(project.chapters(), request, tmp_path, progress, None)
    assert len(began) == 1 and progress.stopped
