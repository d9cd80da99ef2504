"""A request is refused at once, with the mend, where its year or its folders would spoil this build or the next."""

import pytest

from assessment import project
from assessment.errors import AssessmentError, UsageError
from assessment.run.request import Request


@pytest.fixture
def raw(tmp_path):
    folder = tmp_path / "raw"
    folder.mkdir()
    return folder


def asked(raw, out, year=None):
    return Request.of("blackpool", year, raw, out, [])


@pytest.mark.parametrize(
    "year", ["", " ", "2014", "2014/16", "2014/2015", "14/15", "2014/15/16", "2014/15x", "２０１４/15", "1814/15", "-"]
)
def test_a_year_that_is_none_is_refused_and_never_replaced_by_the_areas_own(raw, tmp_path, year):
    with pytest.raises(UsageError, match="Write it as 2014/15"):
        asked(raw, tmp_path / "out", year)


def test_without_a_year_the_areas_own_is_taken(raw, tmp_path):
    assert str(asked(raw, tmp_path / "out").year) == project.area("blackpool").year


@pytest.mark.parametrize("out", ["raw", "raw/deep/er", "link", "raw/../raw"])
def test_an_edition_among_the_raw_files_is_refused(raw, tmp_path, out):
    (tmp_path / "link").symlink_to(raw)
    with pytest.raises(UsageError, match="among the raw files"):
        asked(raw, tmp_path / out)


def test_raw_files_inside_the_edition_are_refused(tmp_path):
    inside = tmp_path / "out" / "blackpool" / "2014-15" / "raw"
    inside.mkdir(parents=True)
    with pytest.raises(UsageError, match="--out or --raw"):
        asked(inside, tmp_path / "out")


def test_an_edition_beside_or_above_the_raw_files_is_none_of_these(raw, tmp_path):
    assert asked(raw, tmp_path).out == tmp_path
    assert asked(raw, tmp_path / "raw out").out == tmp_path / "raw out"


def test_folders_named_from_where_the_user_is_are_the_users(raw, tmp_path, monkeypatch):
    (tmp_path / "config").symlink_to(project.root() / "config")
    (tmp_path / "notebooks").symlink_to(project.root() / "notebooks")
    below = tmp_path / "below"
    below.mkdir()
    monkeypatch.chdir(below)
    request = asked(project.Path("../raw"), project.Path("my out"))
    assert request.out == below / "my out"
    assert request.raw.is_absolute()


def test_a_raw_folder_that_holds_the_processed_tables_is_refused(tmp_path, monkeypatch):
    monkeypatch.setenv("ASSESSMENT_PROCESSED", str(tmp_path / "data" / "processed"))
    with pytest.raises(AssessmentError, match="holds the tables that the workbook makes"):
        project.raw_or_default(tmp_path)
