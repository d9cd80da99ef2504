"""assessment purge: what of an area is removed, and what stays; and records that may not be committed."""

import json
import subprocess

import pytest
from editions import command

from assessment import no_records, project, purge


@pytest.fixture
def store(tmp_path, monkeypatch):
    monkeypatch.setattr(project, "processed_folder", lambda: tmp_path / "processed")
    for name, uses in {"sea-1": ["files/a", "files/both"], "sea-town-1": ["files/both"]}.items():
        folder = tmp_path / "processed" / "areas" / name
        folder.mkdir(parents=True)
        (folder / "uses.json").write_text(json.dumps(uses), encoding="utf-8")
    for name in ("files/a", "files/both", "files/other", "editions/sea-2014-15", "editions/sea-town-2014-15"):
        (tmp_path / "processed" / name).mkdir(parents=True)
    for name in ("sea/2014-15", "sea/2014-15-restricted", "sea-town/2014-15-restricted"):
        (tmp_path / "outputs" / name).mkdir(parents=True)
    return tmp_path


def test_what_holds_an_areas_records_goes_and_all_else_stays(store):
    found = purge.held("sea", store / "outputs")
    named = {path.relative_to(store).as_posix() for path in found}
    assert named == {"processed/areas/sea-1", "processed/editions/sea-2014-15", "processed/files/a",
                     "outputs/sea/2014-15-restricted"}  # fmt: skip
    purge.remove(found)
    assert not any(path.exists() for path in found)
    assert (store / "processed/files/both").is_dir(), "another area's tables are made from it"
    assert (store / "outputs/sea/2014-15").is_dir(), "the public edition stays"
    assert purge.held("sea", store / "outputs") == []


def test_nothing_is_removed_without_a_yes(tmp_path, monkeypatch):
    monkeypatch.setenv("ASSESSMENT_PROCESSED", str(tmp_path / "processed"))
    kept = tmp_path / "out" / "blackpool" / "2014-15-restricted"
    kept.mkdir(parents=True)
    asked = command("purge", "blackpool", "--out", tmp_path / "out", stdin=subprocess.DEVNULL)
    assert (asked.returncode, kept.is_dir()) == (1, True)
    assert str(kept) in asked.stdout
    assert "--yes" in asked.stderr
    done = command("purge", "blackpool", "--out", tmp_path / "out", "--yes")
    assert (done.returncode, kept.exists()) == (0, False)


def test_records_are_refused_before_they_are_committed(tmp_path, capsys):
    raw = (project.root() / "data/raw/case_register.csv").read_bytes()
    path = tmp_path / "cases.csv"
    path.write_bytes(raw)
    assert no_records.main([str(path)]) == 1
    assert "not to be committed" in capsys.readouterr().out
    (tmp_path / "provenance.toml").write_text('["cases.csv"]\nillustrative = true\n', encoding="utf-8")
    assert no_records.main([str(path)]) == 0, "made-up records may be committed"


@pytest.mark.parametrize(
    "name", ["data/processed/areas/x/crime.csv", "outputs/a/2014-15/figures.json", "a/rejects.csv", "crime.parquet"]
)
def test_what_is_made_from_records_is_refused(name):
    assert no_records.main([name]) == 1


def test_no_file_of_the_project_holds_peoples_records():
    listed = subprocess.run(["git", "ls-files", "-z"], capture_output=True, text=True, cwd=project.root(), check=False)
    names = [name for name in listed.stdout.split("\0") if name and name.endswith((*no_records.READ, ".parquet"))]
    if not names:
        pytest.skip("not in a clone")
    assert no_records.main(names) == 0
