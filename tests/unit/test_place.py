import pytest

from assessment.errors import AssessmentError
from assessment.run.place import Place


@pytest.fixture
def place(tmp_path):
    made = Place(tmp_path, "blackpool", "2014-15")
    made.make_ready()
    return made


def build(place, text, *, whole=True):
    with place.stage() as stage:
        (stage / "index.html").write_text(text, encoding="utf-8")
        return place.move_in(stage, whole=whole)


def leftovers(place):
    return sorted(path.name for path in place.folder.parent.iterdir() if path != place.folder)


def test_a_whole_edition_takes_the_place_of_the_earlier_one(place):
    build(place, "first")
    assert build(place, "second") == place.folder
    assert (place.folder / "index.html").read_text(encoding="utf-8") == "second"
    assert leftovers(place) == []


def test_a_build_that_raises_leaves_the_earlier_edition_and_nothing_else(place):
    build(place, "first")
    with pytest.raises(KeyError), place.stage() as stage:
        (stage / "index.html").write_text("half", encoding="utf-8")
        raise KeyError
    assert (place.folder / "index.html").read_text(encoding="utf-8") == "first"
    assert leftovers(place) == []


def test_failed_chapters_never_take_the_place_of_a_whole_edition(place):
    build(place, "first")
    assert build(place, "with a failure", whole=False) == place.failed
    assert (place.folder / "index.html").read_text(encoding="utf-8") == "first"
    build(place, "mended")
    assert leftovers(place) == []


def test_failed_chapters_are_left_in_the_place_where_there_was_nothing(place):
    assert build(place, "with a failure", whole=False) == place.folder


def test_an_interrupted_move_is_taken_back(place):
    build(place, "first")
    place.folder.rename(place.former)
    place.make_ready()
    assert (place.folder / "index.html").read_text(encoding="utf-8") == "first"


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(AssessmentError, match="--out"):
        Place(tmp_path / "file", "blackpool", "2014-15").make_ready()
