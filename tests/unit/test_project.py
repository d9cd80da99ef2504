import pytest

from assessment import project
from assessment.errors import AssessmentError, UsageError

AREA = 'name = "Elsewhere"\nauthorities = ["E06000009"]\nyear = "2014/15"\n'


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    """A project with one chapter and no area yet."""
    (tmp_path / "config" / "areas").mkdir(parents=True)
    (tmp_path / "config" / "chapters.toml").write_text("", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_root_is_found_from_a_folder_below(elsewhere, monkeypatch):
    (elsewhere / "a" / "b").mkdir(parents=True)
    monkeypatch.chdir(elsewhere / "a" / "b")
    assert project.root() == elsewhere


def test_outside_a_project_the_mend_is_named(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(AssessmentError, match=r"config/chapters.toml"):
        project.root()


@pytest.mark.parametrize("slug", ["nowhere", "../../etc", "..", "", "Blackpool", "blackpool.toml", "a/b", "\x00"])
def test_an_area_that_is_not_configured_is_refused(slug):
    with pytest.raises(UsageError, match="blackpool"):
        project.area(slug)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("name = ", "cannot be read"),
        (AREA + 'nosuch = "x"', "nosuch"),
        (AREA.replace("2014/15", "2014"), "2014/15"),
        (AREA.replace('["E06000009"]', "[]"), "local authority"),
        (AREA.replace('name = "Elsewhere"', ""), "name"),
    ],
)
def test_a_wrong_setting_is_named_with_its_file(elsewhere, text, told):
    (elsewhere / "config" / "areas" / "elsewhere.toml").write_text(text, encoding="utf-8")
    with pytest.raises(AssessmentError, match=told) as error:
        project.area("elsewhere")
    assert "elsewhere.toml" in str(error.value)


def test_an_unknown_chapter_names_those_there_are():
    with pytest.raises(UsageError, match="deprivation, substance_misuse, priority_trends"):
        project.chapter("nosuch")


def test_recording_changes_of_another_force_are_left_out():
    assert "2018-11" in project.recording_changes("Lancashire", "crime")
    assert "2018-11" not in project.recording_changes("Kent", "crime")


def test_recording_changes_of_one_kind_of_records_are_not_those_of_the_other():
    crime, asb = (project.recording_changes("Kent", kind) for kind in ("crime", "asb"))
    assert "2014-11" in set(crime) - set(asb)
    assert "2020-04" in set(asb) - set(crime)
    assert "2020-03" in set(crime) & set(asb)


def test_every_configured_area_is_sound():
    assert [project.area(name).slug for name in project.area_names()] == project.area_names()
