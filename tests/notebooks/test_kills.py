"""Processes of a build killed at any moment: the editions stay whole, nothing runs on, and the next build works.

Ten kills in `make test-all`; `make soak` has two hundred. Each is drawn from its own seed.
"""

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from itertools import product
from pathlib import Path

import psutil
import pytest
from workbooks import made

from assessment.run.aftermath import aftermath

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="kernels are forked on Linux alone"),
]
KILLS = int(os.environ.get("ASSESSMENT_KILLS", "10"))
WAIT = 60  # seconds that the end of a process may take on a busy machine
VICTIMS = ("build", "zygote", "fork", "all")  # a fork is a kernel, or makes data and pages where areas are side by side
AREAS = ("blackpool", "again")
CHAPTERS = ("deprivation", "harm", "summary")  # two at once, and one after them


class Town:
    """A workbook of two areas with an edition of each, its folders, and the builds of it."""

    def __init__(self, home: Path, temporary: Path) -> None:
        self.workbook, self.temporary = made(home, *CHAPTERS, areas=AREAS), temporary
        self.out = home / "outputs"
        self.env = os.environ | {"ASSESSMENT_PROCESSED": str(home / "processed"), "TMPDIR": str(temporary)}
        self.again("--all")  # the tables too
        alone = self.again()
        self.took = {(): alone, ("--all",): 1.3 * alone}

    def build(self, *words: str) -> subprocess.Popen:
        """Begin a build that runs every chapter, of one area or of both."""
        line = [sys.executable, "-m", "assessment", "build", "--fresh", *words]
        quietly = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE, "text": True}
        return subprocess.Popen(line, cwd=self.workbook, env=self.env, **quietly)

    def again(self, *words: str) -> float:
        """The next build works, and clears away what the killed ones left; the seconds that it took."""
        begun, build = time.monotonic(), self.build(*words)
        told = build.communicate()[1]
        assert build.returncode == 0 and told.count(": done") == len(CHAPTERS) * (1 + len(words)), told
        for area in AREAS if words else AREAS[:1]:
            assert [path.name for path in (self.out / area).iterdir()] == ["2014-15"]
            assert [kind for kind, _ in aftermath(self.out, area)] == ["information"]
        return time.monotonic() - begun

    def running(self) -> list[psutil.Process]:
        """Every process that was begun by a build of this workbook, orphans too: they have its environment."""
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

    def whole(self, area: str) -> bool:
        """Whether an area's edition has every file that its run.json lists, and every chapter is done."""
        edition, former = self.out / area / "2014-15", self.out / area / ".2014-15.former"
        stands = edition if edition.exists() else former  # for the moment of the move
        told = json.loads((stands / "run.json").read_text(encoding="utf-8"))
        there = {path.relative_to(stands).as_posix() for path in stands.rglob("*") if path.is_file()}
        pages = [stands / name for name in told["files"] if name.endswith(".html")]
        closed = all(page.read_text(encoding="utf-8").rstrip().endswith("</html>") for page in pages)
        done = [chapter["state"] for chapter in told["chapters"]] == ["done"] * len(CHAPTERS)
        return there == set(told["files"]) and len(pages) > len(CHAPTERS) and closed and done

    def told(self, area: str) -> bool:
        """Whether `check` says that the edition stands, and what a kill left."""
        told = " ".join(text for _, text in aftermath(self.out, area))
        names = {path.name for path in (self.out / area).iterdir()} - {"2014-15"}
        left = any(name.startswith(".") for name in names)
        failed = "2014-15.failed" in names
        return left == ("a build was killed" in told) and failed == ("failed" in told) and ("built on" in told or left)


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    with tempfile.TemporaryDirectory(prefix="kills-") as temporary:
        yield Town(tmp_path_factory.mktemp("kills"), Path(temporary))


def victims(kind: str, build: subprocess.Popen, chance: random.Random) -> list[psutil.Process]:
    """The processes to kill: the build, the one that forks, one of its forks, or all of them."""
    try:
        parent = psutil.Process(build.pid)
        zygotes = parent.children()
        forks = [child for zygote in zygotes for child in zygote.children()]
    except psutil.NoSuchProcess:
        return []
    one = [chance.choice(forks)] if forks else []
    return {"build": [parent], "zygote": zygotes[:1], "fork": one, "all": [parent, *zygotes, *forks]}[kind]


def wait(chance: random.Random, town: Town, words: tuple[str, ...], build: subprocess.Popen, *, late: bool) -> None:
    """Until the moment of the kill: any of the build's span, or any while an edition is published and moves in."""
    if not late:
        time.sleep(chance.uniform(0, 1.05 * town.took[words]))
        return
    while build.poll() is None and not list(town.out.glob("*/.2014-15.*.part/run.json")):
        time.sleep(0.005)
    time.sleep(chance.uniform(0, 0.2 * town.took[words]))


@pytest.mark.parametrize("seed", range(KILLS))
def test_whatever_is_killed_the_editions_are_whole_and_nothing_runs_on(town, seed):
    chance = random.Random(seed)
    several, kind = [*product([False, False, False, True], VICTIMS)][seed * 5 % 16]
    words = ("--all",) if several else ()
    build = town.build(*words)
    wait(chance, town, words, build, late=seed % 5 == 3)
    while not (found := victims(kind, build, chance)) and build.poll() is None:
        time.sleep(0.01)  # a fork is not there at every moment
    for process in found:
        try:
            process.send_signal(signal.SIGKILL)
        except psutil.NoSuchProcess:
            continue
    told = build.communicate(timeout=WAIT + 3 * town.took[words])[1]
    assert "Traceback" not in told
    assert build.returncode in (0, 1, -signal.SIGKILL), told
    assert town.ended(), town.running()
    for area in AREAS:
        assert town.whole(area), told
        assert town.told(area), aftermath(town.out, area)
    if seed % 20 == 19:
        town.again("--all")


def test_the_build_after_them_works_and_clears_up(town):
    town.again("--all")
    assert list(town.temporary.iterdir()) == []
