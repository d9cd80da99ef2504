"""What a user gets for wrong words and wrong folders: what, where, the mend, the exit code, and no traceback."""

import pytest
from editions import command

from assessment import project

WRONG_WORDS = [
    (["build", "nowhere"], "blackpool"),
    (["build", "../../etc"], "blackpool"),
    (["build", "blackpool", "nowhere"], "blackpool"),
    (["build", "--year", "2014"], "2014/15"),
    (["build", "--year", "2014/16"], "2014/15"),
    (["build", "--year", ""], "2014/15"),
    (["build", "--raw", ""], "folder is empty"),
    (["build", "--out", " "], "folder is empty"),
    (["build", "--out", "data/raw/editions"], "among the raw files"),
    (["build", ""], "blackpool"),
    (["build", "--chapter", "nosuch"], "harm"),
    (["build", "--nosuch"], "--nosuch"),
    (["build", "--year"], "--year"),
    (["build", "--workers", "0"], "--workers"),
    (["build", "--workers", "two"], "--workers"),
    (["build", "--scheduler", "somewhere"], "tls://name:8786"),
    (["nosuch"], "nosuch"),
    ([], "build"),
    (["check", "nowhere"], "blackpool"),
    (["check", ""], "blackpool"),
    (["check", "--raw", ""], "folder is empty"),
    (["compare"], "OLD NEW"),
    (["compare", "a"], "two editions"),
    (["compare", "a", "b", "c", "d"], "two editions"),
    (["compare", "a", ""], "empty"),
    (["compare", "nowhere", "2014/15", "2016/17"], "blackpool"),
    (["compare", "blackpool", "2014/15", "2016"], "2014/15"),
    (["compare", "a", "b", "--out", ""], "empty"),
    (["fetch"], "AREA"),
    (["fetch", "nowhere"], "blackpool"),
    (["fetch", "blackpool", "--year", "2014"], "2014/15"),
    (["fetch", "blackpool", "--year", ""], "2014/15"),
    (["fetch", "blackpool", "--source", "nosuch"], "police_uk_street"),
    (["build", "blackpool", "--all"], "--all"),
    (["new"], "assessment new"),
    (["new", "Preston", "--raw", ""], "folder is empty"),
    (["new", "Preston", "--year", "2014"], "2014/15"),
    (["new", "Preston", "--police-force", "Lancashire"], "--police-force"),
]


@pytest.mark.parametrize(
    ("words", "told"), WRONG_WORDS, ids=lambda value: " ".join(value) if isinstance(value, list) else ""
)
def test_wrong_words_exit_2_and_say_what_there_is(words, told):
    done = command(*words)
    assert done.returncode == 2
    assert told in done.stderr + done.stdout
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("name", ["build", "check"])
@pytest.mark.parametrize("kind", ["missing", "file", "empty", "only a readme"])
def test_a_raw_folder_without_data_exits_1(tmp_path, name, kind):
    raw = tmp_path / "raw"
    if kind == "file":
        raw.write_text("", encoding="utf-8")
    elif kind != "missing":
        raw.mkdir()
        if kind == "only a readme":
            (raw / "README.md").write_text("nothing here", encoding="utf-8")
    done = command(name, "--raw", raw)
    assert done.returncode == 1
    assert str(raw) in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("year", ["1999/00", "2010/11", "2017/18"])
def test_a_year_without_data_exits_1_and_names_the_months_there_are(tmp_path, year):
    done = command("build", "--year", year, "--out", tmp_path)
    assert done.returncode == 1
    assert "2011-04 to 2017-03" in done.stderr
    assert not list(tmp_path.rglob("*.html"))


def test_a_folder_that_cannot_be_written_exits_1(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    done = command("build", "--out", tmp_path / "file")
    assert done.returncode == 1
    assert "--out" in done.stderr


def test_outside_a_project_the_command_says_where_to_go(tmp_path):
    done = command("build", cwd=tmp_path)
    assert done.returncode == 1
    assert "config/chapters.toml" in done.stderr


def test_help_and_version():
    assert command("--help").returncode == 0
    assert command("--version").stdout.strip().count(".") == 2
    assert "--year" in command("build", "--help").stdout


def test_the_demonstration_checks_clean():
    done = command("check")
    assert done.returncode == 0, done.stdout
    raw = [
        path.name
        for path in (project.root() / "data" / "raw").iterdir()
        if path.name not in ("README.md", "provenance.toml")
    ]
    assert [name for name in raw if name not in done.stdout] == []


def test_a_file_that_is_no_text_is_refused_with_what_to_do(tmp_path):
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    done = command("audit", tmp_path / "picture.png")
    assert done.returncode == 1
    assert "not UTF-8 text" in done.stderr
    assert "Save it" in done.stderr


@pytest.mark.parametrize("words", [["--all", "blackpool"], ["--workers", "0"], ["--scheduler", "junk"]])
def test_words_that_are_wrong_by_themselves_begin_no_events(words):
    done = command("build", "--json", *words)
    assert (done.returncode, done.stdout) == (2, "")


def test_an_area_that_is_not_there_is_told_as_an_event():
    done = command("build", "--json", "nowhere")
    assert (done.returncode, done.stdout.count("\n"), done.stdout[:17]) == (2, 1, '{"event": "error"')


def test_a_page_is_audited_without_its_tags_and_its_claims_are_counted(tmp_path):
    (tmp_path / "page.HTML").write_text("<p>Robbery <b>doubled</b> from 100 to 120.</p>", encoding="utf-8")
    done = command("audit", tmp_path / "page.HTML")
    assert done.returncode == 0
    assert done.stdout.startswith('line 1: "Robbery doubled from 100 to 120.": inconsistent: ')
    assert done.stdout.endswith("1 claim read: 0 consistent, 1 inconsistent, 0 unverifiable.\n")


def test_a_text_in_which_nothing_can_be_checked_is_told(tmp_path):
    (tmp_path / "empty.txt").touch()
    done = command("audit", tmp_path / "empty.txt")
    assert (done.returncode, done.stdout) == (0, "No claim whose arithmetic can be checked was found in this text.\n")
