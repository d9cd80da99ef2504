"""Chapters that fail in a build: the error in a sentence, the other chapters, nothing of an earlier edition lost."""

import hashlib
import json
import os
import shutil

import pytest
from editions import command
from workbooks import made, put, shorten

from assessment import project

LEAK = "import numpy as np\nkept = []\nwhile True:\n    kept.append(np.zeros(2**25))"  # GB that are never touched
BROKEN = {
    "substance_misuse": ('raise ValueError("no such crime")', "ValueError in cell"),
    "priority_trends": ("import os; os._exit(1)", "ended by itself"),
    "harm": ("import sys; sys.exit(0)", "before chapter.save()"),
    "causation_factors": ("import ctypes; ctypes.string_at(0)", "ended by itself"),
    "consultation": (LEAK, "more memory than there is"),
    "data_quality": ('open_chapter("harm", area=area, year=year, yaer=year)', "has no parameter 'yaer'"),
}


@pytest.fixture(scope="module")
def processed(tmp_path_factory):
    """The demonstration's tables, made once."""
    folder = tmp_path_factory.mktemp("processed")
    assert command("check", env=os.environ | {"ASSESSMENT_PROCESSED": str(folder)}).returncode == 0
    return folder


@pytest.fixture
def workbook(tmp_path, processed, monkeypatch):
    """A project of two chapters on the demonstration data, to be broken."""
    return copied(tmp_path, processed, monkeypatch, "deprivation", "harm")


def copied(folder, processed, monkeypatch, *chapters):
    monkeypatch.setenv("ASSESSMENT_PROCESSED", str(shutil.copytree(processed, folder / "processed")))
    return made(folder, *chapters)


def bytes_of(folder):
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.rglob("*") if path.is_file()}


def test_failed_chapters_leave_their_notebooks_the_others_and_clear_errors(tmp_path, processed, monkeypatch):
    workbook = copied(tmp_path, processed, monkeypatch, "deprivation", *BROKEN)
    for name, (code, _) in BROKEN.items():
        put(workbook, code, name)
    done = command("build", cwd=workbook)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr + done.stdout
    edition = workbook / "outputs" / "blackpool" / "2014-15"
    assert "<figure" in (edition / "02_deprivation.html").read_text(encoding="utf-8")
    run = json.loads((edition / "run.json").read_text(encoding="utf-8"))
    told = {chapter["name"]: (chapter["state"], chapter["error"]) for chapter in run["chapters"]}
    assert told.pop("deprivation") == ("done", "")
    assert list(told) == list(BROKEN)
    for name, (_, words) in BROKEN.items():
        state, error = told[name]
        file = project.chapter(name).file
        assert state == "failed"
        assert words in error
        assert error in done.stderr
        assert (edition / "notebooks" / f"{file}.ipynb").is_file()
        assert "Traceback" not in (edition / f"{file}.html").read_text(encoding="utf-8")


def test_an_earlier_edition_stays_whole_while_chapters_fail_or_are_built_alone(workbook):
    assert command("build", cwd=workbook).returncode == 0
    edition = workbook / "outputs" / "blackpool" / "2014-15"
    figures = (edition / "figures.json").read_bytes()
    alone = command("build", "--chapter", "harm", cwd=workbook)
    assert alone.returncode == 0
    assert "Deprivation" not in alone.stderr, "a chapter that was not asked for ran"
    assert (edition / "figures.json").read_bytes() == figures
    assert "<figure" in (edition / "02_deprivation.html").read_text(encoding="utf-8")

    before = bytes_of(edition)
    put(workbook, 'raise ValueError("no such crime")')
    broken = command("build", cwd=workbook)
    assert broken.returncode == 1
    assert bytes_of(edition) == before
    assert (edition.with_name("2014-15.failed") / "notebooks" / "05_harm.ipynb").is_file()
    assert "2014-15.failed" in broken.stderr

    shorten(project.root() / "notebooks" / "05_harm.ipynb", workbook / "notebooks")
    assert command("build", "--chapter", "harm", cwd=workbook).returncode == 0
    assert [path.name for path in edition.parent.iterdir()] == ["2014-15"]


def test_one_chapter_of_a_new_edition_is_built_alone(workbook, tmp_path):
    done = command("build", "--chapter", "harm", "--out", tmp_path / "out", cwd=workbook)
    assert done.returncode == 0
    assert sorted(path.name for path in (tmp_path / "out" / "blackpool" / "2014-15").glob("*.html")) == [
        "05_harm.html",
        "accessibility.html",
        "index.html",
    ]


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (lambda text: text.replace("offence_code", "offense", 1), "offence_code"),
        (lambda text: text + "BP-torn,2015-03-0", "torn"),
    ],
    ids=["wrong header", "torn row"],
)
def test_a_damaged_file_stops_the_build_with_file_and_mend(workbook, tmp_path, fault, told):
    import gzip

    raw = tmp_path / "raw"
    raw.mkdir()
    text = gzip.decompress((project.root() / "data" / "raw" / "crime_2014-15.csv.gz").read_bytes()).decode()
    (raw / "crime.csv").write_text(fault(text), encoding="utf-8")
    done = command("build", "--raw", raw, cwd=workbook)
    assert done.returncode == 1
    assert "crime.csv" in done.stderr
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert not (workbook / "outputs" / "blackpool" / "2014-15").exists()
