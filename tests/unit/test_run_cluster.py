"""The way to a cluster: what is refused before anything is sent, what is sent, and what a machine does with it."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from assessment import project
from assessment.errors import AssessmentError, UsageError
from assessment.run import cluster, remote
from assessment.run.chapter import ChapterRun
from assessment.run.inputs import Snapshot, sha256

HARM = project.chapter("harm")


@pytest.mark.parametrize(
    "address", ["tcp://127.0.0.1:8786", "tcp://localhost:8786/", "tcp://[::1]:1", "tls://10.1.2.3:8786", "tls://a.b:1"]
)
def test_what_nobody_else_can_read_is_taken(address):
    cluster.refuse_open(address, allowed=False)


@pytest.mark.parametrize("address", ["tcp://10.1.2.3:8786", "tcp://scheduler:8786", "tcp://0.0.0.0:8786"])
def test_what_others_could_read_is_refused_unless_told_to(address):
    with pytest.raises(AssessmentError, match="--allow-unencrypted"):
        cluster.refuse_open(address, allowed=False)
    cluster.refuse_open(address, allowed=True)


@pytest.mark.parametrize("address", ["", "8786", "127.0.0.1:8786", "http://a:1", "ucx://a:1", "tcp://a", "tcp://a:b"])
def test_what_is_no_address_is_a_wrong_word(address):
    with pytest.raises(UsageError, match="tls://name:8786"):
        cluster.refuse_open(address, allowed=True)


def test_without_dask_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(AssessmentError, match=r"assessment\[cluster\]"):
        cluster.Cluster(1, "tcp://127.0.0.1:8786")


def test_a_scheduler_that_does_not_answer_is_told(monkeypatch):
    pytest.importorskip("distributed")
    monkeypatch.setattr(cluster, "ANSWER", 0.5)
    with pytest.raises(AssessmentError, match="does not answer"):
        cluster.Cluster(1, "tcp://127.0.0.1:1")


def test_a_build_here_imports_nothing_of_dask():
    code = (
        "import sys; from assessment import building, cli; building.crew_of(None); print('assessment.run.cluster' in "
    )
    code += "sys.modules, 'distributed' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]


@pytest.fixture
def keeper(tmp_path, monkeypatch):
    """What keeps a build's things on this machine; it forks nothing."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(remote.tempfile, "tempdir", None)
    monkeypatch.setattr(remote.Keeper, "kernels", lambda self: None)
    monkeypatch.setattr(remote.Snapshot, "hashes", {"assessment/a.py": "1", "config/areas/blackpool.toml": "2"})
    yield remote.keeper_of("a build")
    remote.forget("a build")
    assert not list(tmp_path.glob("assessment-*"))


def job(**changes):
    told = {"area": "blackpool", "year": "2014/15"}
    mark = remote.mark_of(remote.as_imported(), "blackpool")
    files = {"tables/manifest.json": sha256(b"{}"), ".2014-15.part/chapters/other.json": sha256(b"[]")}
    context = {"restricted": False, "beside": []}
    made = remote.Job("a build", mark, "harm", told, ".2014-15.part", context, files)
    return replace(made, **changes)


def test_a_chapter_runs_once_what_it_reads_was_sent_and_leaves_nothing(keeper, monkeypatch):
    seen = {}

    def run(entry, parameters, stage, *_):
        context = json.loads((stage / "context.json").read_text(encoding="utf-8"))
        seen.update(context, other=(stage / "chapters" / "other.json").read_bytes())
        seen["tables"] = [path.name for path in Path(context["prepared"]).iterdir()]
        (stage / "chapters" / "harm.json").write_text("{}", encoding="utf-8")
        return ChapterRun(entry, "done", 1.0)

    monkeypatch.setattr(remote, "run_chapter", run)
    assert set(remote.run(job(), "w").missing) == {sha256(b"{}"), sha256(b"[]")}
    remote.keep("a build", [b"{}"])
    assert remote.run(job(), "w").missing == (sha256(b"[]"),)
    remote.keep("a build", [b"[]"])
    answer = remote.run(job(context={"restricted": True, "beside": ["another"]}), "w")
    assert answer.run.state == "done" and answer.left == {"chapters/harm.json": b"{}"}
    assert (seen["other"], seen["tables"], seen["restricted"]) == (b"[]", ["manifest.json"], True)
    assert seen["beside"] == ["another"], "the editions to hide against are known there too"
    assert [path.name for path in keeper.folder.iterdir()] == ["held"] and keeper.folder.stat().st_mode & 0o077 == 0


def test_what_comes_after_the_end_of_a_build_is_not_taken(keeper):
    remote.end("a build")
    assert not keeper.folder.exists()
    for late in (lambda: remote.run(job(), "w"), lambda: remote.keep("a build", [b"{}"])):
        with pytest.raises(AssessmentError, match="has ended"):
            late()
    remote.over.clear()


def test_a_machine_with_another_project_runs_nothing(keeper, monkeypatch):
    assert remote.run(job(mark="another"), "w").other
    keeper.sound = False  # its files have changed since its process began
    assert remote.run(job(), "w").other


def test_the_mark_is_of_the_code_and_of_the_area_alone(monkeypatch):
    def mark(**files):
        return remote.mark_of(SimpleNamespace(hashes=files), "preston")

    code = {"assessment/a.py": "1", "config/areas/preston.toml": "2"}
    assert mark(**code) == mark(**code, **{"config/areas/lancaster.toml": "3"})
    assert (
        len(
            {mark(**code), mark(**{**code, "assessment/a.py": "2"}), mark(**{**code, "config/areas/preston.toml": "4"})}
        )
        == 3
    )


def test_chapters_that_run_after_the_others_get_what_those_left_and_no_other_does(tmp_path):
    stage, tables = tmp_path / ".2014-15.part", tmp_path / "tables"
    for folder in (stage / "chapters", tables, tmp_path / "2013-14"):
        folder.mkdir(parents=True)
    for path in (tables / "crime.parquet", tables / "rejects.csv", stage / "chapters" / "harm.json"):
        path.touch()
    (tmp_path / "2013-14" / "figures.json").touch()
    told = {"area": "blackpool", "year": "2014/15", "prepared": str(tables), "restricted": False}
    (stage / "context.json").write_text(json.dumps(told), encoding="utf-8")
    assert sorted(cluster.files_of(HARM, stage)) == ["tables/crime.parquet"]
    after = [".2014-15.part/chapters/harm.json", "2013-14/figures.json", "tables/crime.parquet"]
    assert sorted(cluster.files_of(project.chapter("summary"), stage)) == after


def test_this_process_has_the_project_that_it_began_with():
    assert remote.mark_of(Snapshot(), "blackpool")
