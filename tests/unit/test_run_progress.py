"""What is told while chapters run: bars that foretell the end, lines without a terminal, events for programs."""

import io
import json

import pytest
from rich.console import Console

from assessment import project
from assessment.run.chapter import ChapterRun
from assessment.run.events import Events
from assessment.run.progress import PlainProgress, progress_on

HARM, SUMMARY = project.chapter("harm"), project.chapter("summary")
WHY = {HARM: "config/chapters.toml changed", SUMMARY: ""}
DONE, FAILED = ChapterRun(HARM, "done", 3.0), ChapterRun(SUMMARY, "failed", 1.0, "No crime.")


@pytest.mark.parametrize("several", [False, True])
def test_bars_say_how_long_it_should_take(several):
    console = Console(file=io.StringIO(), force_terminal=True, width=100)
    with progress_on(console, several=several) as shown:
        area = shown.of("preston")
        area.expect(WHY, {HARM: 4.0, SUMMARY: 2.0}, 2)
        area.start(HARM, 12)
        area.cell(HARM, 3, "Where?")

        def told():
            return {task.description: task.fields["expected"] for task in shown.bar.tasks}

        name = "preston: 05 Harm" if several else "05 Harm"
        assert told() == {"preston": "about 3 s left", f"{name}: Where?": "of about 4 s"}
        area.done(DONE)
        area.done(FAILED)  # it could not even be opened
        ended = {} if several else {"05 Harm: done": "", "00 Summary: failed": ""}
        assert told() == {"preston": "", **ended}


def test_nothing_is_foretold_where_a_time_is_not_known():
    with progress_on(Console(file=io.StringIO(), force_terminal=True)) as shown:
        area = shown.of("preston")
        area.expect(WHY, {HARM: 4.0}, 2)
        assert [task.fields["expected"] for task in shown.bar.tasks] == [""]


@pytest.mark.parametrize(("several", "before"), [(False, ""), (True, "preston: ")])
def test_a_line_a_chapter_that_names_its_area_where_there_are_several(several, before):
    text = io.StringIO()
    area = PlainProgress(Console(file=text), several=several).of("preston")
    area.done(DONE)
    area.say("a\x1b[31mred\u202e")
    assert text.getvalue() == f"{before}05 Harm: done (3.0 s)\n{before}a?[31mred?\n"


def test_programs_are_told_of_each_chapter_and_cell():
    text = io.StringIO()
    area = Events(Console(file=text)).of("preston")
    area.expect(WHY, {HARM: 4.0}, 2)
    area.expect({}, {}, 2)
    area.start(HARM, 12)
    area.cell(HARM, 3, "Where?")
    area.done(DONE)
    area.done(FAILED)
    area.say("\x1b[31m\n")
    told = [json.loads(line) for line in text.getvalue().splitlines()]
    assert all(one.pop("time").endswith("+00:00") and one.pop("area") == "preston" for one in told)
    chapters = [{"chapter": "harm", "why": WHY[HARM], "expected_seconds": 4.0}]
    chapters.append({"chapter": "summary", "why": "", "expected_seconds": None})
    assert told == [
        {"event": "chapters", "chapters": chapters},
        {"event": "chapter-started", "chapter": "harm", "cells": 12},
        {"event": "cell", "chapter": "harm", "cell": 3, "heading": "Where?"},
        {"event": "chapter-done", "chapter": "harm", "seconds": 3.0},
        {"event": "chapter-failed", "chapter": "summary", "seconds": 1.0, "error": "No crime."},
        {"event": "note", "text": "\x1b[31m\n"},
    ]
    assert "\x1b" not in text.getvalue()
