"""A configuration of an older version is refused with the command that mends it, and migrated in plain sight."""

import stat
import tomllib

import pytest
from editions import command
from newly import stood_in

from assessment import project, versions
from assessment.errors import AssessmentError, UsageError
from assessment.new.migrating import migrate

OLD = """# Elsewhere
# made by hand

name = "Elsewhere"   # as it is called
authorities = ["E06000009"]
year = "2014/15"
priorities_weights_reason = "Harm first, said the board."   # in May

# What weighs how much.
[priorities_weights]
harm = 2   # twice

[[horizon]]
kind = "legal"
what = "A new duty."
source = "An act"
"""


@pytest.fixture
def old(tmp_path, monkeypatch):
    """A workbook with a configuration of the first version."""
    path = stood_in(tmp_path, monkeypatch) / "config" / "areas" / "elsewhere.toml"
    path.write_text(OLD, encoding="utf-8")
    return path


def test_every_command_refuses_it_and_names_the_mend(old):
    for words in (["check", "elsewhere"], ["build", "elsewhere"]):
        done = command(*words, cwd=old.parents[2])
        assert done.returncode == 1
        assert "priorities_weights_reason is reason, inside [priorities_weights]" in done.stderr
        assert "assessment new elsewhere --migrate" in done.stderr
    assert old.read_text("utf-8") == OLD


def test_the_difference_is_shown_and_nothing_is_done_without_a_yes(old):
    done = command("new", "elsewhere", "--migrate", cwd=old.parents[2])
    assert done.returncode == 1 and "Nothing was changed" in done.stderr
    assert '-priorities_weights_reason = "Harm first, said the board."' in done.stdout
    assert '+reason = "Harm first, said the board."' in done.stdout
    assert old.read_text("utf-8") == OLD
    assert sorted(path.name for path in old.parent.glob("elsewhere*")) == ["elsewhere.toml"]


def test_with_a_yes_it_is_changed_its_comments_stay_and_the_old_file_is_kept(old):
    old.chmod(0o640)
    done = command("new", "elsewhere", "--migrate", "--yes", cwd=old.parents[2])
    assert done.returncode == 0, done.stderr
    new = old.read_text("utf-8")
    assert new.startswith('# Elsewhere\n# made by hand\n\nversion = 2\nname = "Elsewhere"   # as it is called\n')
    assert all(words in new for words in ("# in May", "# What weighs how much.", "harm = 2   # twice"))
    area = project.area("elsewhere")
    assert (area.version, area.priorities_weights, area.priorities_weights_reason) == (
        versions.VERSION,
        {"harm": 2},
        "Harm first, said the board.",
    )
    assert stat.S_IMODE(old.stat().st_mode) == 0o640
    assert (old.parent / "elsewhere.toml.before-2").read_text("utf-8") == OLD
    assert project.area_names() == ["blackpool", "elsewhere"]
    assert "of this version already" in command("new", "elsewhere", "--migrate", cwd=old.parents[2]).stdout


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_all_else_of_a_file_stays_as_it_was(end):
    text = OLD.replace("\n", end)
    new = versions.migrated(text)
    before, after = tomllib.loads(text), tomllib.loads(new)
    assert after.pop("version") == 2
    assert after["priorities_weights"].pop("reason") == before.pop("priorities_weights_reason")
    assert after == before
    assert versions.migrated(new) == new
    assert new.count("\r") == (new.count("\n") if end == "\r\n" else 0)


def test_a_reason_without_weights_is_migrated_too(old):
    text = OLD.replace("[priorities_weights]\nharm = 2   # twice\n", "")
    assert tomllib.loads(versions.migrated(text))["priorities_weights"] == {"reason": "Harm first, said the board."}


def test_a_file_that_says_nothing_in_an_older_form_is_read_as_it_is(old):
    old.write_text("".join(line for line in OLD.splitlines(True) if "_reason" not in line), encoding="utf-8")
    assert project.area("elsewhere").version == 1
    migrate("elsewhere", lambda: True, lambda _: None)
    assert project.area("elsewhere").version == 2


@pytest.mark.parametrize("version", ["0", "3", '"2"', "true"])
def test_a_version_that_is_not_known_is_refused(old, version):
    old.write_text(f"version = {version}\n{versions.migrated(OLD).replace('version = 2', '')}", encoding="utf-8")
    with pytest.raises(AssessmentError, match="version: "):
        project.area("elsewhere")


def test_a_newer_file_is_not_taken_back_to_this_version(old):
    newer = f"version = {versions.VERSION + 1}\n{OLD}"
    old.write_text(newer, encoding="utf-8")
    with pytest.raises(AssessmentError, match=f"is of version {versions.VERSION + 1}"):
        migrate("elsewhere", lambda: True, lambda _: None)
    assert old.read_text("utf-8") == newer


def test_what_would_not_hold_is_refused_and_stays(old):
    wrong = OLD.replace('"2014/15"', '"2014"')
    old.write_text(wrong, encoding="utf-8")
    with pytest.raises(AssessmentError, match="year: '2014' is not a financial year"):
        migrate("elsewhere", lambda: True, lambda _: None)
    assert old.read_text("utf-8") == wrong


@pytest.mark.parametrize(
    "words", [["--migrate"], ["--yes"], ["elsewhere", "--migrate", "--year", "2014/15"], ["no", "--migrate"]]
)
def test_wrong_words_are_refused(old, words):
    assert command("new", *words, cwd=old.parents[2]).returncode == 2


def test_the_last_step_leads_to_this_version_and_each_can_be_told():
    assert [step.to for step in versions.STEPS] == sorted(step.to for step in versions.STEPS)
    assert versions.STEPS[-1].to == versions.VERSION
    with pytest.raises(UsageError):
        migrate("atlantis", lambda: True, print)
