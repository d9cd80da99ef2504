"""`assessment new` before somebody's eyes: what it asks at a real terminal, and what it makes of the answers."""

import os
import subprocess
import sys

import pytest
from newly import stood_in

from assessment import project

pty = pytest.importorskip("pty", reason="no terminal to play with on this system")


def spoken(root, *words: str, answers: dict[str, str]) -> tuple[int, str]:
    """Run the command at a terminal of its own; each answer is typed where its question stands last."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "assessment", *words]
    more = {"stdin": theirs, "stdout": theirs, "stderr": theirs, "cwd": root, "start_new_session": True}
    process = subprocess.Popen(command, env=os.environ | {"TERM": "dumb", "COLUMNS": "200"}, **more)
    os.close(theirs)
    told, seen, left = "", 0, list(answers.items())
    while True:
        try:
            found = os.read(ours, 4096)
        except OSError:  # Linux says so where the command has ended
            break
        if not found:
            break
        told += found.decode("utf-8", errors="ignore")
        if left and left[0][0] in told[seen:]:
            seen = len(told)
            os.write(ours, f"{left.pop(0)[1]}\n".encode())
    os.close(ours)
    code = process.wait(60)
    assert left == [], f"{left[0][0]} was never asked: {told}"
    return code, told


@pytest.fixture
def root(tmp_path, monkeypatch):
    return stood_in(tmp_path, monkeypatch)


def test_everything_is_asked_for_and_written(root):
    answers = {
        "Which partnership or authority": "Hart",
        "Which of them": "1",
        "Which financial year": "2020/21",
        "Its priorities in order": "violence, exploitation",
        "Whom readers may ask": "The community safety office",
    }
    code, told = spoken(root, "new", answers=answers)
    assert code == 0, told
    area = project.area("north-hampshire")
    assert (area.year, area.priorities, area.contact) == (
        "2020/21",
        ("violence", "exploitation"),
        "The community safety office",
    )
    assert "1  North Hampshire" in told and "Next: assessment build north-hampshire" in told


def test_a_number_that_is_not_offered_is_refused(root):
    code, told = spoken(root, "new", "Hart", answers={"Which of them": "3"})
    assert code == 2 and "from 1 to 2" in told


def test_empty_answers_take_what_is_offered(root):
    offered = {"Which financial year [2021/22]": "", "Its priorities": "", "Whom readers may ask": ""}
    code, told = spoken(root, "new", "Preston", answers=offered)
    assert code == 0, told
    assert (project.area("preston").year, project.area("preston").priorities) == ("2021/22", ())


@pytest.mark.parametrize(
    "answers",
    [
        {"Which financial year": "2021"},
        {"Which financial year": "", "Its priorities": "litter", "Whom readers may ask": ""},
        {"Which financial year": "", "Its priorities": "", "Whom readers may ask": "x" * 101},
    ],
    ids=["year", "priority", "contact"],
)
def test_an_answer_that_cannot_hold_is_refused_and_nothing_is_written(root, answers):
    code, told = spoken(root, "new", "Preston", answers=answers)
    assert code in (1, 2) and "Error: " in told and "Traceback" not in told
    assert project.area_names() == ["blackpool"]


@pytest.mark.parametrize(("answer", "code"), [("y", 0), ("n", 1)])
def test_a_migration_is_asked_about(root, answer, code):
    path = root / "config" / "areas" / "blackpool.toml"
    old = path.read_text("utf-8").replace("version = 2", "version = 1")
    path.write_text(old, encoding="utf-8")
    ended, told = spoken(root, "new", "blackpool", "--migrate", answers={"Make this change?": answer})
    assert ended == code, told
    assert "-version = 1" in told and "+version = 2" in told
    assert (path.read_text("utf-8") == old) == (answer == "n")
