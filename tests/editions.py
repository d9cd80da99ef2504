"""Editions that tests look at: each is built once in a run of the tests, by the command that a user types."""

import json
import subprocess
import sys
from functools import cached_property
from pathlib import Path

from filelock import FileLock

from assessment import project


class Edition:
    """A built edition's folder, read as a user would."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @cached_property
    def figures(self) -> list[dict]:
        return json.loads((self.folder / "figures.json").read_text(encoding="utf-8"))

    @cached_property
    def run(self) -> dict:
        return json.loads((self.folder / "run.json").read_text(encoding="utf-8"))

    @property
    def pages(self) -> list[Path]:
        return sorted(self.folder.glob("*.html"))

    def figure(self, id: str, period: str) -> dict:
        found = [figure for figure in self.figures if (figure["id"], figure["period"]) == (id, period)]
        if len(found) != 1:
            periods = [figure["period"] for figure in self.figures if figure["id"] == id]
            raise AssertionError(f"{id} has {len(found)} figures for {period}; its periods are {periods}")
        return found[0]

    def text(self, page: str) -> str:
        return (self.folder / page).read_text(encoding="utf-8")


def command(*words: object, **more: object) -> subprocess.CompletedProcess:
    """Run `assessment` as a user would, from the project's root."""
    line = [sys.executable, "-m", "assessment", *map(str, words)]
    return subprocess.run(line, capture_output=True, text=True, cwd=more.pop("cwd", project.root()), **more)


def built(shared: Path, year: str, raw: Path | None = None) -> Edition:
    """The edition of that year in the folder that all workers of a test run share, built by whoever comes first."""
    out = shared / f"{'demonstration' if raw is None else 'real'}-{year.replace('/', '-')}"
    folder = out / "blackpool" / year.replace("/", "-")
    with FileLock(f"{out}.lock"):
        if not (folder / "run.json").is_file():
            done = command("build", "blackpool", "--year", year, "--out", out, *(["--raw", raw] if raw else []))
            assert done.returncode == 0, f"the build failed: {done.stdout}{done.stderr}"
    return Edition(folder)
