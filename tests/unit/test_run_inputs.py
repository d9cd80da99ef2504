"""What a chapter follows from: a change to any of it runs the chapter again, and no other chapter."""

import ast
import re
import subprocess
import sys

import polars as pl
import pytest

from assessment import project
from assessment.errors import AssessmentError
from assessment.problems import Problem
from assessment.run import inputs
from assessment.run.inputs import Snapshot, changed, read_of
from assessment.store.prepared import Prepared, SourceFile, write_manifest

CHAPTERS = project.chapters()
EVERY = {entry.name for entry in CHAPTERS}
PRIORITIES = {"violence", "sexual_offences", "domestic_abuse", "antisocial_behaviour", "exploitation"}


@pytest.fixture(scope="module")
def as_it_is():
    """The project's own files, and what each chapter follows from."""
    files, area = Snapshot(), project.area("blackpool")
    return files, {entry: files.of(entry, area) for entry in CHAPTERS}


@pytest.fixture
def town(tmp_path, monkeypatch, as_it_is):
    """A copy of the project's own files, to change."""
    files, told = as_it_is
    area = project.area("blackpool")
    for name, data in files.files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    monkeypatch.setattr(project, "root", lambda: tmp_path)

    def affected(change):
        change(tmp_path)
        now = Snapshot()
        return {entry.name for entry in CHAPTERS if changed(told[entry], now.of(entry, area))}

    return affected


def appended(name):
    def change(root):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        before = path.read_bytes() if path.is_file() else b""
        path.write_bytes(before + b"\n# changed\n")

    change.__name__ = name
    return change


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("notebooks/05_harm.ipynb", {"harm"}),
        ("notebooks/_template.ipynb", set()),
        ("assessment/chapters/harm.py", {"harm"}),
        ("assessment/chapters/one_priority.py", PRIORITIES),
        ("assessment/chapters/base.py", EVERY),
        ("assessment/chapters/opening.py", EVERY),
        ("assessment/chapters/crime/__init__.py", EVERY),
        ("assessment/figures.py", EVERY),
        ("assessment/store/prepared.py", EVERY),
        ("assessment/run/engine.py", EVERY),
        ("assessment/sources/police_uk.py", set()),
        ("assessment/publish/templates/style.css", set()),
        ("assessment/cli.py", set()),
        ("config/chapters.toml", EVERY),
        ("config/sources.toml", EVERY),
        ("config/partners.toml", set()),
        ("config/jupyter/labconfig/page_config.json", set()),
        ("config/areas/preston.toml", set()),
        ("config/areas/blackpool/narrative/harm.md", set()),
    ],
)
def test_a_changed_file_concerns_the_chapters_that_follow_from_it(town, name, expected):
    assert town(appended(name)) == expected


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ('force = "Lancashire"', 'force = "Lancashire "', EVERY),
        ("[priorities_reasons]", "[[horizon]]\n[priorities_reasons]", EVERY),
        ("[priorities_reasons]", "[[edition\n[priorities_reasons]", EVERY),  # which nobody can read
        ("[priorities_reasons]", '[[edition]]\nyear = "2014/15"\nstate = "final"\n[priorities_reasons]', set()),
        ("# contact =", "contact =", set()),
    ],
)
def test_of_an_areas_settings_those_count_that_a_chapter_reads(town, before, after, expected):
    def change(root):
        path = root / "config/areas/blackpool.toml"
        text = path.read_text(encoding="utf-8")
        assert before in text
        path.write_text(text.replace(before, after), encoding="utf-8")

    assert town(change) == expected


def test_no_chapter_reads_a_setting_that_is_left_out():
    read = re.compile(rf"\barea\.({'|'.join(inputs.ON_PAGES)}|standing)\b")
    files = Snapshot().files
    chapters = [
        name for name in files if name.startswith(("assessment/chapters/", "assessment/present/", "notebooks/"))
    ]
    assert [name for name in chapters if read.search(files[name].decode("utf-8"))] == []
    assert read.search(files["assessment/run/record.py"].decode("utf-8")), "the pattern finds what does read them"


def test_a_measure_concerns_the_chapters_that_import_it_however_deep(town):
    found = town(appended("assessment/measures/harm.py"))
    assert "harm" in found and "deprivation" not in found


def test_a_file_that_goes_or_comes_is_a_change(town):
    assert town(lambda root: (root / "config/recording_changes.toml").unlink()) == EVERY
    assert town(appended("config/new.toml")) == EVERY


def test_what_changed_is_named():
    before = {"notebooks/a.ipynb": "1", "data: table: crime": "1"}
    assert changed(before, dict(before)) == ""
    assert changed(before, before | {"notebooks/a.ipynb": "2"}) == "notebooks/a.ipynb changed"
    assert changed(before, {}) == "data: table: crime changed and 1 more"


def at_run_time(tree):
    """All of a module but what is there for the types alone."""
    for node in ast.iter_child_nodes(tree):
        if not (isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING"):
            yield node
            yield from at_run_time(node)


def test_every_module_that_a_file_imports_is_among_its_files():
    """The oracle is Python's own parser."""
    files = Snapshot()
    for name in (name for name in files.files if name.endswith(".py")):
        for node in at_run_time(ast.parse(files.files[name])):
            module = getattr(node, "module", None) or ""
            if isinstance(node, ast.ImportFrom) and module.split(".")[0] == "assessment":
                places = [module, *(f"{module}.{alias.name}" for alias in node.names)]
                paths = {f"{one.replace('.', '/')}{end}" for one in places for end in (".py", "/__init__.py")}
                assert paths & files.files.keys() <= {*files.imports(name)}, name


def test_every_module_that_the_chapters_load_is_among_their_files():
    """The oracle is Python itself: what is there when every chapter's module is imported."""
    modules = [f"assessment.chapters.{entry.name}" for entry in CHAPTERS]
    code = f"import sys, assessment.chapters.opening, assessment.run.engine, {', '.join(modules)}\n"
    code += "print(*(module.__file__ for name, module in sys.modules.items() if name.split('.')[0] == 'assessment'))"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    loaded = {path.removeprefix(f"{project.root()}/") for path in told}
    known = Snapshot().imported(*inputs.ALWAYS, *(f"{module.replace('.', '/')}.py" for module in modules))
    assert len(loaded) > 50 and {name for name in loaded if not name.startswith(inputs.THROUGH_TABLES)} <= known


def test_what_is_imported_for_types_alone_is_followed_by_nothing():
    files = Snapshot()
    files.files["assessment/errors.py"] = b"""
if TYPE_CHECKING:
    from assessment.run.edition import Edition

    from assessment.areas import Area

from assessment.periods import MONTHS
"""
    assert {"assessment/periods.py"} == set(files.imports("assessment/errors.py")) & files.files.keys() - {
        "assessment/__init__.py"
    }


@pytest.mark.parametrize(
    ("name", "followed"),
    [
        ("assessment/publish/templates/chapter.html.j2", True),
        ("assessment/publish/exporter.py", True),
        ("assessment/publish/recovery.py", True),
        ("assessment/measures/disclosure.py", True),
        ("assessment/present/tables.py", True),
        ("assessment/chapters/harm.py", False),
        ("assessment/run/workers.py", False),
        ("config/chapters.toml", False),  # each page is told the titles
    ],
)
def test_pages_follow_from_the_code_that_makes_them(town, name, followed):
    before = Snapshot().publishing()
    town(appended(name))
    assert (Snapshot().publishing() != before) == followed


def test_every_module_that_makes_pages_is_among_what_they_follow_from():
    code = "import sys, assessment.publish.edition, assessment.publish.recovery\n"
    code += "print(*(module.__file__ for name, module in sys.modules.items() if name.split('.')[0] == 'assessment'))"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    known = Snapshot().imported("assessment/publish/edition.py", "assessment/publish/recovery.py")
    assert {path.removeprefix(f"{project.root()}/") for path in told} <= known


def test_no_module_of_ours_is_imported_by_a_name_made_up_at_run_time_but_chapters():
    """What would escape the walk through the imports."""
    dynamic = {
        name
        for name, data in Snapshot().files.items()
        if name.endswith(".py") and (b"import_module(" in data or b"__import__" in data)
    }
    assert dynamic == {
        "assessment/__init__.py",  # opening, which every chapter follows from
        "assessment/chapters/opening.py",  # the chapter itself
        "assessment/chapters/gathering.py",  # outside of a build only
        "assessment/run/warm/preload.py",  # what a build hands to every kernel
        "assessment/explore/__init__.py",  # panels: never in a build
        "assessment/explore/opened.py",
        "assessment/sources/__init__.py",  # readers: their work arrives as tables
    }


# What a chapter asks of the data


def file(name, *tables, sha256="0" * 64, format="force_extract"):
    about = ("Extract", "A force", "OGL", "", "2014-04", 1, 1, 0, False, "")
    return SourceFile(name, sha256, format, *about, tables)


def prepared(folder, tables=None, files=(), problems=()):
    folder.mkdir()
    tables = {"crime": pl.DataFrame({"month": ["2014-04"]})} if tables is None else tables
    write_manifest(folder, list(files), list(problems), tables)
    return Prepared.open(folder)


def asked_of(data):
    data.table("crime"), data.table("returns"), data.sources_of("asb"), data.supplied("survey")
    data.problems_of(["crime"])
    return {"table: crime", "table: returns", "table: asb", "format: survey", "problems: crime"}


def test_what_a_chapter_asks_is_recorded_answers_of_nothing_too(tmp_path):
    data = prepared(tmp_path / "a")
    assert asked_of(data) == data.asked
    assert data.files == [] and "everything" in data.asked


CRIME, RETURNS = pl.DataFrame({"month": ["2014-04"]}), pl.DataFrame({"measure": ["marac.cases"]})


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, set()),
        ({"tables": {"crime": pl.DataFrame({"month": ["2014-05"]})}}, {"table: crime"}),
        ({"tables": {"crime": CRIME, "returns": RETURNS}}, {"table: returns"}),
        ({"tables": {"crime": CRIME, "survey": RETURNS}}, set()),
        ({"files": [file("x.csv", "crime")]}, {"table: crime"}),
        ({"files": [file("x.csv", "crime", sha256="1" * 64)]}, {"table: crime"}),
        ({"files": [file("x.csv", "answers", format="survey")]}, {"format: survey"}),
        ({"problems": [Problem("warning", "jump", "It jumps", tables=("crime",))]}, {"problems: crime"}),
        ({"problems": [Problem("warning", "jump", "It jumps", tables=("stops",))]}, set()),
    ],
)
def test_only_an_answer_that_changed_has_another_fingerprint(tmp_path, change, expected):
    before, after = prepared(tmp_path / "a"), prepared(tmp_path / "b", **change)
    asked = asked_of(before)
    was, now = read_of(before, asked), read_of(after, asked)
    assert {name.removeprefix("data: ") for name in asked if was[f"data: {name}"] != now[f"data: {name}"]} == expected
    same = before.fingerprint("everything") == after.fingerprint("everything")
    assert same == (change == {}), "who asks for everything follows from everything"


def test_packages_are_told_by_their_names_and_versions(tmp_path, monkeypatch):
    monkeypatch.setattr(inputs.sysconfig, "get_path", lambda _: str(tmp_path))
    (tmp_path / "pandas-3.0.0.dist-info").mkdir()
    before = inputs.packages.__wrapped__()
    (tmp_path / "pandas-3.0.0.dist-info").rename(tmp_path / "pandas-3.0.1.dist-info")
    assert inputs.packages.__wrapped__() != before


def test_a_store_that_was_taken_away_is_told(tmp_path):
    with pytest.raises(AssessmentError, match="processed tables are not there"):
        Prepared.open(tmp_path)
