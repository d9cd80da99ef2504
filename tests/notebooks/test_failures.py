"""Chapters that fail in a build: the error in a sentence, the other chapters, nothing of an earlier edition lost."""

import hashlib
import json
import shutil

import pytest
from editions import command

from assessment import project

CHAPTERS = ("deprivation", "harm")


@pytest.fixture
def workbook(tmp_path):
    """A project of two chapters on the demonstration data, to be broken."""
    for name in ("config", "notebooks"):
        shutil.copytree(project.root() / name, tmp_path / name)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "raw").symlink_to(project.root() / "data" / "raw", target_is_directory=True)
    entries = [entry for entry in project.chapters() if entry.name in CHAPTERS]
    lines = [
        line for entry in entries for line in ("[[chapter]]", *(f"{key} = {json.dumps(text)}" for key, text in entry))
    ]
    (tmp_path / "config" / "chapters.toml").write_text("\n".join(lines), encoding="utf-8")
    return tmp_path


def put(workbook, code):
    """Put a cell into the harm notebook, behind the one that opens the chapter."""
    path = workbook / "notebooks" / "05_harm.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    cell = {
        "cell_type": "code",
        "id": "broken",
        "metadata": {},
        "source": [code],
        "execution_count": None,
        "outputs": [],
    }
    notebook["cells"].insert(3, cell)
    path.write_text(json.dumps(notebook), encoding="utf-8")


def bytes_of(folder):
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ('raise ValueError("no such crime")', "ValueError in cell"),
        ("import os; os._exit(1)", "ended by itself"),
        ("import sys; sys.exit(0)", "before chapter.save()"),
        ('open_chapter("harm", area=area, year=year, yaer=year)', "has no parameter 'yaer'"),
    ],
    ids=["raises", "kernel dies", "leaves early", "unknown parameter"],
)
def test_a_failed_chapter_leaves_its_notebook_the_others_and_a_clear_error(workbook, code, told):
    put(workbook, code)
    done = command("build", cwd=workbook)
    assert done.returncode == 1
    assert told in done.stderr
    assert "Traceback" not in done.stderr + done.stdout
    edition = workbook / "outputs" / "blackpool" / "2014-15"
    assert (edition / "notebooks" / "05_harm.ipynb").is_file()
    assert "<figure" in (edition / "02_deprivation.html").read_text(encoding="utf-8")
    failed = (edition / "05_harm.html").read_text(encoding="utf-8")
    assert "Traceback" not in failed
    states = {
        chapter["name"]: chapter["state"]
        for chapter in json.loads((edition / "run.json").read_text(encoding="utf-8"))["chapters"]
    }
    assert states == {"deprivation": "done", "harm": "failed"}


def test_an_earlier_edition_stays_as_it_was_and_the_next_good_build_takes_its_place(workbook):
    assert command("build", cwd=workbook).returncode == 0
    edition = workbook / "outputs" / "blackpool" / "2014-15"
    before = bytes_of(edition)
    put(workbook, 'raise ValueError("no such crime")')
    done = command("build", cwd=workbook)
    assert done.returncode == 1
    assert bytes_of(edition) == before
    assert (edition.with_name("2014-15.failed") / "notebooks" / "05_harm.ipynb").is_file()
    assert "2014-15.failed" in done.stderr
    shutil.copy(project.root() / "notebooks" / "05_harm.ipynb", workbook / "notebooks")
    assert command("build", cwd=workbook).returncode == 0
    assert [path.name for path in edition.parent.iterdir()] == ["2014-15"]


def test_building_one_chapter_leaves_the_others_of_the_edition_standing(workbook):
    assert command("build", cwd=workbook).returncode == 0
    edition = workbook / "outputs" / "blackpool" / "2014-15"
    figures = (edition / "figures.json").read_bytes()
    done = command("build", "--chapter", "harm", cwd=workbook)
    assert done.returncode == 0
    assert "Deprivation" not in done.stderr, "a chapter that was not asked for ran"
    assert (edition / "figures.json").read_bytes() == figures
    assert "<figure" in (edition / "02_deprivation.html").read_text(encoding="utf-8")


def test_one_chapter_of_a_new_edition_is_built_alone(workbook, tmp_path):
    done = command("build", "--chapter", "harm", "--out", tmp_path / "out", cwd=workbook)
    assert done.returncode == 0
    assert sorted(path.name for path in (tmp_path / "out" / "blackpool" / "2014-15").glob("*.html")) == [
        "05_harm.html",
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
