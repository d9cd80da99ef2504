"""The place of an edition: whatever fails there, the earlier edition or the new one stands, whole."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from assessment.errors import AssessmentError
from assessment.run.place import Place
from assessment.run.record import list_files, told_by

RUN = {"area": "blackpool", "year": "2014/15", "sources": [], "chapters": []}


@pytest.fixture
def said():
    return []


@pytest.fixture
def place(tmp_path, said):
    return Place(tmp_path, "blackpool", "2014-15", said.append)


def edition(folder, text):
    """An edition as a build leaves it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "index.html").write_text(text, encoding="utf-8")
    (folder / "run.json").write_text(json.dumps(RUN), encoding="utf-8")
    list_files(folder)


def build(place, text, *, whole=True):
    with place.held(), place.stage() as stage:
        edition(stage, text)
        return place.move_in(stage, whole=whole)


def text_of(folder):
    return (folder / "index.html").read_text(encoding="utf-8")


def leftovers(place):
    return sorted(path.name for path in place.folder.parent.iterdir() if path != place.folder)


def test_a_whole_edition_takes_the_place_of_the_earlier_one(place, said):
    build(place, "first")
    assert build(place, "second") == place.folder
    assert text_of(place.folder) == "second"
    assert (leftovers(place), said) == ([], [])


def test_a_build_that_raises_leaves_the_earlier_edition_and_nothing_else(place):
    build(place, "first")
    with pytest.raises(KeyError), place.held(), place.stage() as stage:
        (stage / "index.html").write_text("half", encoding="utf-8")
        raise KeyError
    assert text_of(place.folder) == "first"
    assert leftovers(place) == []


def test_failed_chapters_never_take_the_place_of_a_whole_edition(place):
    build(place, "first")
    assert build(place, "with a failure", whole=False) == place.failed
    assert build(place, "with another failure", whole=False) == place.failed
    assert (text_of(place.folder), text_of(place.failed)) == ("first", "with another failure")
    build(place, "mended")
    assert leftovers(place) == []


def test_failed_chapters_are_left_in_the_place_where_there_was_nothing(place):
    assert build(place, "with a failure", whole=False) == place.folder


def test_an_interrupted_move_is_taken_back_and_told(place, said):
    build(place, "first")
    place.folder.rename(place.former)
    with place.held():
        assert text_of(place.folder) == "first"
    assert leftovers(place) == []
    assert "is back in" in said[0]


def test_what_killed_builds_left_is_cleared_away_and_told(place, said):
    build(place, "first")
    edition(place.former, "before that")
    (place.folder.parent / ".2014-15.abc.part" / "notebooks").mkdir(parents=True)
    (place.folder.parent / ".2013-14.abc.part").mkdir()  # another edition's, which may be in the making
    with place.held():
        assert leftovers(place) == [".2013-14.abc.part", ".2014-15.lock"]
    assert text_of(place.folder) == "first"
    assert [".2014-15.abc.part" in line for line in said] == [True]


@pytest.mark.parametrize("which", ["folder", "former", "failed"])
@pytest.mark.parametrize("kind", ["file", "link to a folder", "broken link", "folder of other things"])
def test_what_is_not_an_edition_is_refused_and_stays(place, tmp_path, which, kind):
    stands = getattr(place, which)
    stands.parent.mkdir(parents=True)
    if kind == "file":
        stands.write_text("mine", encoding="utf-8")
    elif kind == "folder of other things":
        stands.mkdir()
        (stands / "mine.txt").write_text("mine", encoding="utf-8")
    else:
        elsewhere = tmp_path / "elsewhere"
        stands.symlink_to(elsewhere)
        if kind == "link to a folder":
            edition(elsewhere, "mine")
    with pytest.raises(AssessmentError, match="Move it away") as refused, place.held():
        pass
    assert str(stands) in str(refused.value)
    assert os.path.lexists(stands)
    assert [path.name for path in stands.parent.iterdir()] == [stands.name]


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        "{",
        '{"made": 1}',
        '{"area":1,"year":1,"sources":1,"chapters":1}',
        '{"area":1,"year":1,"sources":1,"chapters":[{}]}',
    ],
)
def test_a_run_json_that_no_build_wrote_does_not_make_an_edition(place, text):
    place.folder.mkdir(parents=True)
    (place.folder / "run.json").write_text(text, encoding="utf-8")
    with pytest.raises(AssessmentError, match=r"without a run\.json of an edition"), place.held():
        pass


def test_an_empty_folder_is_no_obstacle(place):
    place.folder.mkdir(parents=True)
    assert text_of(build(place, "first")) == "first"


def test_files_of_the_users_own_come_along_and_are_named(place, said, tmp_path):
    build(place, "first")
    (place.folder / "my notes.docx").write_bytes(b"notes")
    (place.folder / "minutes" / "may").mkdir(parents=True)
    (place.folder / "minutes" / "may" / "a.txt").write_text("a", encoding="utf-8")
    (place.folder / "link").symlink_to(tmp_path / "nowhere")
    (place.folder / "index.html").write_text("changed by hand", encoding="utf-8")  # the build's own
    build(place, "second")
    assert (place.folder / "my notes.docx").read_bytes() == b"notes"
    assert (place.folder / "minutes" / "may" / "a.txt").is_file()
    assert (place.folder / "link").is_symlink()
    assert text_of(place.folder) == "second"
    assert [line.rpartition(": ")[2] for line in said] == ["link", "minutes/may/a.txt", "my notes.docx"]
    build(place, "third")
    assert (place.folder / "my notes.docx").read_bytes() == b"notes", "told apart from the edition's own only once"


def test_a_file_of_the_users_own_is_never_written_over(place):
    build(place, "first")
    (place.folder / "extra.html").write_text("mine", encoding="utf-8")
    with pytest.raises(AssessmentError, match=r"extra\.html"), place.held(), place.stage() as stage:
        edition(stage, "second")
        (stage / "extra.html").write_text("the edition's", encoding="utf-8")
        place.move_in(stage, whole=True)
    assert (place.folder / "extra.html").read_text(encoding="utf-8") == "mine"
    assert (text_of(place.folder), leftovers(place)) == ("first", [])


def test_a_failed_build_with_files_of_the_users_own_stays(place, said):
    build(place, "first")
    build(place, "with a failure", whole=False)
    (place.failed / "mine.txt").write_text("mine", encoding="utf-8")
    build(place, "second")
    assert (place.failed / "mine.txt").is_file()
    assert "it holds files of yours" in said[-1]


@pytest.mark.parametrize("step", [1, 2])
@pytest.mark.parametrize("fault", [PermissionError(13, "Permission denied"), KeyboardInterrupt()])
def test_a_fault_at_any_step_of_the_move_leaves_the_earlier_edition(place, monkeypatch, step, fault):
    build(place, "first")
    rename, calls = Path.rename, []

    def failing(self, target):
        calls.append(target)
        if len(calls) == step:
            raise fault
        return rename(self, target)

    with pytest.raises((AssessmentError, KeyboardInterrupt)), place.held(), place.stage() as stage:
        edition(stage, "second")
        monkeypatch.setattr(Path, "rename", failing)
        place.move_in(stage, whole=True)
    monkeypatch.undo()
    assert text_of(place.folder) == "first"
    assert leftovers(place) == []


def test_a_full_disk_told_late_leaves_the_earlier_edition(place, monkeypatch):
    build(place, "first")

    def full(number):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        build(place, "second")
    assert (text_of(place.folder), leftovers(place)) == ("first", [])


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(AssessmentError, match="--out") as refused, Place(tmp_path / "file", "a", "2014-15").held():
        pass
    assert str(tmp_path / "file") in str(refused.value)


HOLD = """
import sys, time
from pathlib import Path
from assessment.run.place import Place
with Place(Path(sys.argv[1]), "blackpool", "2014-15").held():
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_second_build_is_refused_at_once_and_a_kill_leaves_no_lock(place, tmp_path):
    with subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout.readline() == "held\n"
        with pytest.raises(AssessmentError, match="Another build of this edition is running"), place.held():
            pass
        with Place(tmp_path, "blackpool", "2015-16").held():
            pass
        other.send_signal(signal.SIGTERM if os.name == "nt" else signal.SIGKILL)
        other.wait()
    assert text_of(build(place, "after the kill")) == "after the kill"
    assert leftovers(place) == []


def test_run_json_lists_what_the_edition_is_made_of(place):
    build(place, "first")
    assert told_by(place.folder)["files"] == ["index.html", "run.json"]
