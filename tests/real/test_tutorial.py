"""The tutorial and the page for reviewers, typed from beginning to end in a workbook of their own, on real data."""

import os
import re
import shutil
import subprocess
import sys

import pytest
from documents import blocks

from assessment import project

LEFT_OUT = (
    ".git",
    ".venv",
    ".ruff_cache",
    ".pytest_cache",
    ".hypothesis",
    "outputs",
    "processed",
    "__pycache__",
    "tests",
)
NETWORK = "assessment fetch"
pytestmark = [pytest.mark.real, pytest.mark.slow]


@pytest.fixture
def root(tmp_path):
    """A copy of the workbook, as a clone would be."""
    found = tmp_path / "workbook"
    shutil.copytree(project.root(), found, ignore=shutil.ignore_patterns(*LEFT_OUT))
    (found / "strategy.md").write_text("Crime fell by 10% (from 100 to 90).\n", encoding="utf-8")
    return found


def typed(line, root, real):
    """Run a line as a user would at a shell in the workbook's folder."""
    words = line.replace("make assessment", "assessment build").replace("../shared/real", str(real))
    words = re.sub(r"^assessment\b", f"{sys.executable} -m assessment", words)
    if line.startswith(NETWORK):
        words = f"{sys.executable} -m assessment fetch --help"
    told = os.environ | {"ASSESSMENT_PROCESSED": str(root.parent / "processed")}
    done = subprocess.run(["bash", "-c", words], cwd=root, env=told, capture_output=True, text=True)
    assert done.returncode == 0, f"{line}: {done.stdout[-2000:]}{done.stderr[-4000:]}"
    return done.stdout


def follow(document, root, real):
    """Type each command of a document, and write each file of which it tells."""
    for kind, file, text in blocks(project.root() / "docs" / document):
        path = root / file
        if kind == "python":
            path.write_text(text + "\n", encoding="utf-8")
        elif kind == "toml":
            path.write_text(f"{path.read_text(encoding='utf-8')}\n{text}\n", encoding="utf-8")
        elif kind == "sh":
            for line in filter(None, (line.strip() for line in text.splitlines())):
                if "2020/21" in line:  # last year's edition, which a first user has not got
                    shutil.copytree(root / "outputs/preston/2021-22", root / "outputs/preston/2020-21")
                typed(line, root, real)


def test_the_tutorial_leads_from_a_clone_to_a_corrected_edition(root, real):
    follow("tutorial.md", root, real)
    edition = root / "outputs/preston/2021-22"
    page = (edition / "04f_damage.html").read_text(encoding="utf-8")
    assert "criminal damage and arson" in page and "Preston" in page
    assert "final" in (edition / "index.html").read_text(encoding="utf-8")
    assert (root / "corrected.html").is_file() and (root / "outputs/index.html").is_file()
    typed("assessment build preston --raw ../shared/real", root, real)
    assert "A month of records was counted twice." in (edition / "index.html").read_text(encoding="utf-8")


def test_a_reviewer_comes_to_the_same_figures(root, real):
    typed("make assessment", root, real)
    follow("reviewers.md", root, real)
