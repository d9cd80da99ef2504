"""What the machine does to a build: a full disk, one that can only be read, a clock that went back."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from editions import command
from workbooks import made, put

from assessment.run.aftermath import aftermath

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="a disk of one's own is mounted on Linux alone"),
]
ROOM = 60_000  # kB, more than is needed


class Machine:
    """A workbook whose editions and tables go to small disks, mounted for its programs alone and without any right."""

    def __init__(self, folder: Path) -> None:
        self.workbook = made(folder, "deprivation", "harm")
        for name in ("outputs", "processed"):
            (folder / name).mkdir()
        mounted = " && ".join(f"mount -t tmpfs -o size={ROOM}k none {name}" for name in ("outputs", "processed"))
        line = ["unshare", "--map-root-user", "--mount", "sh", "-c", f"{mounted} && echo ready && exec sleep 3600"]
        self.holder = subprocess.Popen(line, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        if self.holder.stdout.readline() != "ready\n":
            self.end()
            pytest.skip("this machine lets nobody but its administrator mount a disk")
        seen = Path(f"/proc/{self.holder.pid}/root{folder}")
        self.outputs, self.processed = seen / "outputs", seen / "processed"

    def inside(self, *words: str) -> subprocess.CompletedProcess:
        """Run a program that sees the disks."""
        enter = ["nsenter", "--target", str(self.holder.pid), "--user", "--mount", "--preserve-credentials"]
        line = [*enter, "sh", "-c", 'cd "$0" && exec "$@"', str(self.workbook), *words]
        env = os.environ | {"ASSESSMENT_PROCESSED": str(self.workbook / "processed")}
        return subprocess.run(line, capture_output=True, text=True, env=env)

    def build(self) -> subprocess.CompletedProcess:
        """Build all anew."""
        return self.inside(sys.executable, "-m", "assessment", "build", "--fresh")

    def becomes(self, name: str, size: int = ROOM, how: str = "rw") -> None:
        """Give a disk so many kB; `how` is rw or ro."""
        done = self.inside("mount", "-o", f"remount,{how},size={size}k", str(self.workbook / name))
        assert done.returncode == 0, done.stderr

    def used(self) -> int:
        """The kB that the editions take."""
        told = os.statvfs(self.outputs)
        return (told.f_blocks - told.f_bfree) * told.f_frsize // 1024

    def edition(self) -> dict[str, bytes]:
        """The files of the edition, which stands alone and whole."""
        assert [path.name for path in (self.outputs / "blackpool").iterdir()] == ["2014-15"]
        assert [kind for kind, _ in aftermath(self.outputs, "blackpool")] == ["information"]
        return {path.name: path.read_bytes() for path in (self.outputs / "blackpool").rglob("*") if path.is_file()}

    def end(self) -> None:
        self.holder.kill()
        self.holder.communicate()


@pytest.fixture(scope="module")
def machine(tmp_path_factory):
    found = Machine(tmp_path_factory.mktemp("machine"))
    try:
        first = found.build()
        assert first.returncode == 0, first.stderr
        yield found
    finally:
        found.end()


def refused(done, what):
    assert done.returncode == 1
    assert what in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("share", [0, 0.2, 0.8], ids=["at once", "while chapters run", "while it is published"])
def test_a_disk_that_is_full_leaves_the_edition_before_and_says_so(machine, share):
    before = machine.edition()
    machine.becomes("outputs", round(machine.used() * (1 + share)))
    refused(machine.build(), "The disk is full")
    machine.becomes("outputs")
    assert machine.edition() == before


@pytest.mark.parametrize(
    ("name", "what"), [("outputs", "The folder for the edition cannot be written"), ("processed", "can only be read")]
)
def test_a_disk_that_can_only_be_read_is_told(machine, name, what):
    before = machine.edition()
    machine.becomes(name, how="ro")
    refused(machine.build(), what)
    machine.becomes(name)
    assert machine.edition() == before


def test_a_store_without_room_makes_nothing_by_halves_and_the_next_build_works(machine):
    before = machine.edition()
    machine.inside("sh", "-c", "rm -rf processed/*")
    for size in (100, 1500):
        machine.becomes("processed", size)
        refused(machine.build(), "The disk is full")
        assert not list(machine.processed.rglob(".making-*"))
        assert machine.edition() == before
    machine.becomes("processed")
    assert machine.build().returncode == 0
    assert machine.edition().keys() == before.keys()


def test_a_clock_that_went_back_changes_nothing(tmp_path):
    workbook = made(tmp_path, "deprivation", "harm")
    env = os.environ | {"ASSESSMENT_PROCESSED": str(tmp_path / "processed")}
    assert command("build", cwd=workbook, env=env).returncode == 0
    edition = workbook / "outputs" / "blackpool" / "2014-15"
    told = (edition / "run.json").read_text(encoding="utf-8")
    now, later = time.strftime("%Y-", time.gmtime()), time.time() + 400 * 24 * 3600
    (edition / "run.json").write_text(told.replace(f'"made": "{now}', '"made": "2099-'), encoding="utf-8")
    for path in workbook.rglob("*"):
        if not path.is_symlink() and path.resolve().is_relative_to(workbook):
            os.utime(path, (later, later))

    again = command("build", cwd=workbook, env=env)
    assert again.returncode == 0 and ": done" not in again.stderr, "chapters ran though nothing of theirs had changed"
    assert "2099" not in json.loads((edition / "run.json").read_text(encoding="utf-8"))["made"]
    put(workbook, "1 + 1")
    mended = command("build", cwd=workbook, env=env)
    assert mended.returncode == 0 and "To run, for notebooks/05_harm.ipynb changed: harm" in mended.stderr
    assert [kind for kind, _ in aftermath(workbook / "outputs", "blackpool")] == ["information"]
