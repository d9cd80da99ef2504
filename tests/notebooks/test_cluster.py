"""Chapters on a cluster of this machine: a worker is killed, another joins late, and every chapter is there once."""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
import pytest
from editions import command
from workbooks import made, put

pytest.importorskip("distributed", reason="the extra 'cluster' is not installed")
pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform != "linux", reason="kernels are forked on Linux alone")]
WAIT = 120  # seconds that something may take on a busy machine
CHAPTERS = ("deprivation", "harm", "substance_misuse", "consultation", "causation_factors", "summary")
QUIETLY = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


class Machines:
    """A scheduler and its workers on loopback, with a folder for temporary files of their own."""

    def __init__(self, folder: Path, workbook: Path) -> None:
        self.workbook = workbook
        self.temporary = folder  # a short name: that of a socket in it has 107 bytes
        self.told, self.env = folder / "scheduler.json", os.environ | {"TMPDIR": str(self.temporary)}
        self.running = [self.dask("scheduler", "--port", "0", "--no-dashboard")]
        until(self.told.is_file)
        self.address = json.loads(self.told.read_text(encoding="utf-8"))["address"]

    def dask(self, *words: str) -> subprocess.Popen:
        words = [sys.executable, "-m", "dask", *words, "--host", "127.0.0.1", "--scheduler-file", str(self.told)]
        return subprocess.Popen(words, cwd=self.workbook, env=self.env, **QUIETLY)

    def worker(self) -> subprocess.Popen:
        """One more worker: a process that runs one chapter at a time."""
        here = str(self.temporary / "dask")
        words = ("worker", "--no-nanny", "--nthreads", "1", "--no-dashboard", "--local-directory", here)
        self.running.append(self.dask(*words))
        return self.running[-1]

    def folders(self) -> list[Path]:
        """What workers keep of a build."""
        return [path for path in self.temporary.glob("assessment-*") if (path / "held").is_dir()]

    def at_work(self, worker: subprocess.Popen) -> bool:
        """Whether a worker runs a chapter."""
        return any(list(folder.glob("*/.*/context.json")) for folder in self.of(worker))

    def of(self, worker: subprocess.Popen) -> list[Path]:
        return [path for path in self.folders() if path.name.startswith(f"assessment-{worker.pid}-")]

    def end(self) -> None:
        for process in self.running:
            process.kill()
            process.wait()


def until(true) -> None:
    """Wait for something."""
    end = time.monotonic() + WAIT
    while not true():
        assert time.monotonic() < end, "it was waited for too long"
        time.sleep(0.05)


@pytest.fixture
def workbook(tmp_path):
    """A project of short chapters, each of which takes its time without work, so that all machines have some."""
    folder = made(tmp_path / "workbook", *CHAPTERS)
    for name in CHAPTERS:
        put(folder, "import time\ntime.sleep(2)", name)
    return folder


@pytest.fixture
def machines(workbook):
    with tempfile.TemporaryDirectory(prefix="cluster-") as folder:
        made = Machines(Path(folder), workbook)
        yield made
        made.end()


def words(out, *more):
    chosen = [word for name in CHAPTERS for word in ("--chapter", name)]
    return ["build", "--fresh", *chosen, "--out", str(out), *more]


def figures(out):
    return (out / "blackpool" / "2014-15" / "figures.json").read_bytes()


def test_every_chapter_is_there_once_though_a_worker_is_killed_and_another_joins_late(machines, tmp_path):
    victim, other = machines.worker(), machines.worker()
    line = [sys.executable, "-m", "assessment", *words(tmp_path / "far"), "--scheduler", machines.address, "--json"]
    with subprocess.Popen(line, cwd=machines.workbook, stdout=subprocess.PIPE, text=True) as build:
        until(lambda: machines.at_work(victim) or build.poll() is not None)
        assert [path.stat().st_mode & 0o777 for path in machines.folders()] == [0o700] * len(machines.folders())
        below = psutil.Process(victim.pid).children(recursive=True)
        victim.kill()
        victim.wait()
        late = machines.worker()
        events = [json.loads(text) for text in build.stdout]
    assert build.returncode == 0, [one.get("error") for one in events]
    done = [one["chapter"] for one in events if one["event"] == "chapter-done"]
    assert sorted(done) == sorted(CHAPTERS)
    until(lambda: not any(process.is_running() for process in below))
    until(lambda: not machines.folders())  # the killed worker's too, which the others clear away
    assert other.poll() is None and late.poll() is None
    here = command(*words(tmp_path / "here"), cwd=machines.workbook)
    assert here.returncode == 0, here.stderr
    assert figures(tmp_path / "far") == figures(tmp_path / "here")


def test_a_build_that_is_stopped_leaves_nothing_on_the_workers(machines, tmp_path):
    worker = machines.worker()
    line = [sys.executable, "-m", "assessment", *words(tmp_path / "far"), "--scheduler", machines.address]
    with subprocess.Popen(line, cwd=machines.workbook, stderr=subprocess.PIPE, text=True) as build:
        until(lambda: machines.at_work(worker) or build.poll() is not None)
        build.terminate()
        assert "is as it was" in build.communicate(timeout=WAIT)[1]
    assert build.returncode == 130
    until(lambda: not machines.folders())
    assert not (tmp_path / "far" / "blackpool" / "2014-15").exists()
    assert [one.name() for one in psutil.Process(worker.pid).children(recursive=True)] == []
