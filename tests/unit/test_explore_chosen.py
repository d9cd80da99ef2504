"""Weights saved from a panel: in the area's file, with a reason, its comments kept, whole or not at all."""

import shutil
import stat
import tomllib
from pathlib import Path
from types import SimpleNamespace

import pytest
from held import AREA, opened, small_town

from assessment import project
from assessment.areas import Area
from assessment.errors import AssessmentError
from assessment.explore import priority
from assessment.explore.chosen import save_weights, with_weights
from assessment.present.tables import Table

WEIGHTS = {"volume": 2.0, "harm": 0.5}


@pytest.fixture
def file(tmp_path, monkeypatch) -> Path:
    """Blackpool's configuration in a workbook of its own."""
    shutil.copytree(project.root() / "config", tmp_path / "config")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "config" / "areas" / "blackpool.toml"


def comments(text: str) -> list[str]:
    return [line for line in text.splitlines() if "#" in line]


def test_weights_and_reason_are_read_back_and_all_else_stays(file):
    old = file.read_text("utf-8")
    assert save_weights("blackpool", WEIGHTS, ' Harm "first": so the board said ') == file
    area, new = project.area("blackpool"), file.read_text("utf-8")
    assert area.priorities_weights == WEIGHTS
    assert area.priorities_weights_reason == 'Harm "first": so the board said'
    assert comments(new) == comments(old)
    assert [line for line in old.splitlines() if line not in new.splitlines()] == []


def test_saved_again_they_are_replaced_and_stand_once(file):
    save_weights("blackpool", WEIGHTS, "One reason")
    save_weights("blackpool", {"volume": 1, "concern": 3}, "Another")
    told = tomllib.loads(file.read_text("utf-8"))
    assert told["priorities_weights"] == {"volume": 1, "harm": 0.5, "reason": "Another", "concern": 3}


def test_a_comment_beside_a_weight_stays(file):
    text = "[priorities_weights]\n# the board of May\nvolume = 1   # once\nharm = 2\n"
    new = with_weights(text, {"volume": 3}, "A reason")
    assert "# the board of May\nvolume = 3   # once\nharm = 2\n" in new


def test_windows_line_ends_stay(file):
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    save_weights("blackpool", WEIGHTS, "A reason")
    text = file.read_bytes()
    assert text.count(b"\r\n") == text.count(b"\n")
    assert project.area("blackpool").priorities_weights == WEIGHTS


@pytest.mark.parametrize(
    ("weights", "reason", "says"),
    [
        ({"volume": 0.0}, "A reason", "at least one weight"),
        ({"volume": -1.0}, "A reason", "priorities_weights"),
        ({"luck": 1.0}, "A reason", "luck"),
        (WEIGHTS, " ", "one to 400"),
        (WEIGHTS, "x" * 401, "one to 400"),
        (WEIGHTS, "two\nlines", "one to 400"),
    ],
)
def test_what_would_be_no_configuration_is_refused_and_changes_nothing(file, weights, reason, says):
    old = file.read_bytes()
    with pytest.raises(AssessmentError, match=says):
        save_weights("blackpool", weights, reason)
    assert file.read_bytes() == old


def test_a_disk_that_refuses_leaves_the_file_as_it_was(file, monkeypatch):
    old = file.read_bytes()

    def refused(self, target):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", refused)
    with pytest.raises(AssessmentError, match="cannot be written"):
        save_weights("blackpool", WEIGHTS, "A reason")
    assert file.read_bytes() == old
    assert [path.name for path in file.parent.iterdir() if path.name.startswith(".")] == []


def test_the_rights_to_the_file_stay(file):
    file.chmod(0o640)
    save_weights("blackpool", WEIGHTS, "A reason")
    assert stat.S_IMODE(file.stat().st_mode) == 0o640


def test_the_panel_asks_for_a_reason_and_says_where_it_saved(file):
    told = SimpleNamespace(value="")
    priority._save("blackpool", WEIGHTS, "  ", told)
    assert "need a reason" in told.value
    assert not project.area("blackpool").priorities_weights
    priority._save("blackpool", WEIGHTS, "A reason", told)
    assert "Saved in config/areas/blackpool.toml" in told.value
    assert 'reason = "A reason"' in file.read_text("utf-8")


def test_the_chapter_shows_the_reason_beside_the_weights():
    weights = {"volume": 1.0, "change": 1.0, "harm": 4.0}
    area = Area.model_validate({**AREA.model_dump(), "priorities_weights": weights,
                                "priorities_weights_reason": "Harm before numbers"})  # fmt: skip
    chapter = opened("priorities", small_town("2013/14", "2014/15"), area=area)
    tables = [part for part in chapter.criteria() if isinstance(part, Table)]
    assert any("Harm before numbers" in note for table in tables for note in table.notes)
