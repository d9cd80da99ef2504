"""Processes of a build killed at any moment: the edition stays whole, nothing runs on, and the next build works.

Eight kills in `make test-all`; `make soak` has two hundred. Each is drawn from its own seed.
"""

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
import pytest

from assessment import project

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="kernels are forked on Linux alone"),
]
KILLS = int(os.environ.get("ASSESSMENT_KILLS", "8"))
WAIT = 60  # seconds that the end of a process may take on a busy machine
VICTIMS = ("build", "zygote", "kernel", "all")


class Town:
    """One edition of two chapters, its folders, and the builds of it."""

    def __init__(self, home: Path, temporary: Path) -> None:
        self.out, self.temporary = home / "out", temporary
        self.edition = self.out / "blackpool" / "2014-15"
        self.env = os.environ | {"ASSESSMENT_PROCESSED": str(home / "processed"), "TMPDIR": str(temporary)}
        begun = time.monotonic()
        self.build().communicate()
        self.took = time.monotonic() - begun

    def build(self) -> subprocess.Popen:
        """Begin a build that runs both chapters."""
        words = [sys.executable, "-m", "assessment", "build", "--fresh", "--chapter", "harm", "--chapter", "summary"]
        return subprocess.Popen(
            [*words, "--out", str(self.out)],
            cwd=project.root(),
            env=self.env,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )

    def running(self) -> list[psutil.Process]:
        """Every process that was begun by a build of this edition, orphans too: they have its environment."""
        mark, found = self.env["TMPDIR"], []
        for process in psutil.process_iter():
            try:
                if process.pid != os.getpid() and process.environ().get("TMPDIR") == mark:
                    found.append(process)
            except psutil.Error:
                continue
        return [process for process in found if process.status() != psutil.STATUS_ZOMBIE]

    def ended(self) -> bool:
        """Whether no process of a build is left, waited for."""
        until = time.monotonic() + WAIT
        while self.running():
            if time.monotonic() > until:
                return False
            time.sleep(0.05)
        return True

    def whole(self) -> bool:
        """Whether the edition has every file that its run.json lists, and every chapter is done."""
        told = json.loads((self.edition / "run.json").read_text(encoding="utf-8"))
        there = {path.relative_to(self.edition).as_posix() for path in self.edition.rglob("*") if path.is_file()}
        pages = [self.edition / name for name in told["files"] if name.endswith(".html")]
        closed = all(page.read_text(encoding="utf-8").rstrip().endswith("</html>") for page in pages)
        done = [chapter["state"] for chapter in told["chapters"]] == ["done", "done"]
        return there == set(told["files"]) and len(pages) > 2 and closed and done


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    with tempfile.TemporaryDirectory(prefix="kills-") as temporary:
        made = Town(tmp_path_factory.mktemp("kills"), Path(temporary))
        assert made.whole()
        yield made


def victims(kind: str, build: subprocess.Popen) -> list[psutil.Process]:
    """The processes to kill: the build, the one that forks, a kernel of it, or all of them."""
    try:
        parent = psutil.Process(build.pid)
        zygotes = parent.children()
        kernels = [child for zygote in zygotes for child in zygote.children()]
    except psutil.NoSuchProcess:
        return []
    return {"build": [parent], "zygote": zygotes[:1], "kernel": kernels[:1], "all": [parent, *zygotes, *kernels]}[kind]


@pytest.mark.parametrize("seed", range(KILLS))
def test_whatever_is_killed_the_edition_is_whole_and_nothing_runs_on(town, seed):
    chance = random.Random(seed)
    kind, moment = VICTIMS[seed % len(VICTIMS)], chance.uniform(0, 1.1 * town.took)
    build = town.build()
    time.sleep(moment)
    for process in victims(kind, build):
        try:
            process.send_signal(signal.SIGKILL)
        except psutil.NoSuchProcess:
            continue
    told = build.communicate(timeout=WAIT + 3 * town.took)[1]
    assert town.whole(), told
    assert "Traceback" not in told
    assert build.returncode in (0, 1, -signal.SIGKILL), told
    assert town.ended(), town.running()
    town.took = town.took if seed % 10 != 9 else again(town)


def again(town: Town) -> float:
    """The next build works, and clears away what the killed ones left."""
    begun, build = time.monotonic(), town.build()
    assert build.communicate()[1].count("done") == 2 and build.returncode == 0
    assert [path.name for path in town.edition.parent.iterdir()] == ["2014-15"]
    assert town.whole()
    return time.monotonic() - begun


def test_the_build_after_them_works_and_clears_up(town):
    again(town)
    assert list(town.temporary.iterdir()) == []
