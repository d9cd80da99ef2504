"""What became of the last builds, as `assessment check` tells it: a kill, a failure, a running build, a lost file."""

import json
from pathlib import Path

import pytest

from assessment import check
from assessment.run.aftermath import aftermath
from assessment.run.place import Place


@pytest.fixture
def place(tmp_path):
    (tmp_path / "preston").mkdir()
    return Place(tmp_path, "preston", "2021-22")


def edition(folder: Path, failed: str = "", **more: object) -> None:
    """An edition's folder, as far as it is looked at; with the error of its one chapter it failed."""
    folder.mkdir()
    chapter = {"name": "harm", "state": "failed" if failed else "done", "seconds": 1, "error": failed}
    told = {"area": "preston", "year": "2021/22", "chapters": [chapter], "sources": [], "made": "2026-05-14T09:00:00"}
    (folder / "run.json").write_text(json.dumps({**told, "files": ["run.json"], **more}), encoding="utf-8")


def told(place: Place) -> str:
    return " ".join(f"{severity}: {text}" for severity, text in aftermath(place.out, place.area))


def test_nothing_was_built(place):
    assert aftermath(place.out, "preston") == aftermath(place.out, "lancaster") == []


def test_a_whole_edition_and_one_that_lost_a_file(place):
    edition(place.folder)
    assert told(place) == "information: 2021-22: it was built on 2026-05-14T09:00:00, whole."
    (place.folder / "run.json").write_text(
        (place.folder / "run.json").read_text(encoding="utf-8").replace('["run.json"]', '["index.html"]'),
        encoding="utf-8",
    )
    assert "warning: 2021-22: it was built on 2026-05-14T09:00:00, but 1 of its files are gone, index.html" in told(
        place
    )


def test_a_build_that_failed_beside_an_edition_and_one_alone(place):
    edition(place.failed, "No crime of 2021/22.", made="2026-06-01T09:00:00")
    failed = "warning: 2021-22: the build of 2026-06-01T09:00:00 failed in harm: No crime of 2021/22"
    assert told(place) == f"{failed}."
    edition(place.folder)
    assert told(place).startswith(f"{failed}; the edition of 2026-05-14T09:00:00 stands.")


def test_an_edition_with_a_failed_chapter(place):
    edition(place.folder, "No crime.")
    assert told(place) == "warning: 2021-22: it was built on 2026-05-14T09:00:00, and failed in harm: No crime."


def test_a_build_that_was_killed_and_one_that_runs(place):
    with place.held():
        assert told(place) == "information: 2021-22: a build is running."
    part = place.folder.with_name(".2021-22.abc.part")
    part.mkdir()
    place.folder.with_name(".2021-22.lock").touch()
    assert "warning: 2021-22: a build was killed and left .2021-22.abc.part, .2021-22.lock" in told(place)
    with place.held():  # the next build
        assert not part.exists()
    assert told(place) == ""


def test_a_build_that_was_killed_while_it_moved_in(place):
    edition(place.former)
    assert "killed while it moved in; the next build puts back the edition before" in told(place)


@pytest.mark.parametrize("year", ["2021-22-restricted", "2021-22-to-2021-12", "2021-22-to-2021-12-restricted"])
def test_editions_of_every_kind_are_known_by_their_folders(tmp_path, year):
    (tmp_path / "preston").mkdir()
    edition(tmp_path / "preston" / year)
    (tmp_path / "preston" / "my notes").mkdir()
    assert [text.partition(":")[0] for _, text in aftermath(tmp_path, "preston")] == [year]


def test_check_tells_it_to_people_and_to_programs(place, demonstration):
    edition(place.failed, "No crime.")
    built = aftermath(place.out, "preston")
    assert "Editions\n2021-22: the build of 2026-05-14T09:00:00 failed in harm: No crime." in check.listing(
        demonstration, built
    )
    last = json.loads(check.as_json(demonstration, built))[-1]
    assert last["severity"] == "warning" and last["message"].startswith("edition 2021-22: the build of")
