"""The tutorial and the page for reviewers, typed from beginning to end in a workbook of their own, on real data; then
every command that the other documents name. What each took is told with `pytest -rP`.
"""

import re
import shutil
import subprocess
import sys
import time

import pytest
from documents import blocks, commands

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


@pytest.fixture(scope="module")
def processed(tmp_path_factory):
    """Where the tables go and what chapters leave: what one test had read or run, the next need not."""
    return tmp_path_factory.mktemp("processed")


@pytest.fixture
def root(tmp_path, processed, monkeypatch):
    """A copy of the workbook, as a clone would be."""
    monkeypatch.setenv("ASSESSMENT_PROCESSED", str(processed))
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
    began = time.monotonic()
    done = subprocess.run(["bash", "-c", words], cwd=root, capture_output=True, text=True)
    assert done.returncode == 0, f"{line}: {done.stdout[-2000:]}{done.stderr[-4000:]}"
    print(f"{time.monotonic() - began:6.1f} s  {line}")
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
    assert (root / "corrected.html").is_file() and (root / "outputs/index.html").is_file()
    told = (edition / "index.html").read_text(encoding="utf-8")
    assert "A month of records was counted twice." in told and "withdrawn" in told


def test_a_reviewer_comes_to_the_same_figures(root, real):
    typed("make assessment", root, real)
    follow("reviewers.md", root, real)


# What stands for something of the reader's own, and what keeps the test from the network and from building everything.
MEANT = (
    (r"\bDIR\b", "../shared/real"),
    (r"\bOLD NEW\b", "outputs/blackpool/2014-15 outputs/blackpool/2014-15"),
    (r"\bFILE\b", "strategy.md"),
    (r"\bAREA\b", "blackpool"),
    (r"CODE --authority CODE", "E07000084 --authority E07000089 --raw ../shared/real"),
    (r'"Its name" --raw', "Chorley --raw"),
    (r" --scheduler \S+( --allow-unencrypted)?", ""),
    (r"\bNAME\b", "preston"),
    (r"^make ", "make -n "),
    (r"^assessment (new|purge|lab|fetch)$", r"assessment \1 --help"),
    (r"^assessment fetch .*", "assessment fetch --help"),
    (r"^(assessment purge \w+)$", r"\1 --yes"),
    (r"^(assessment build(?!.*--chapter).*)", r"\1 --chapter harm"),
    (r"^(assessment build.* (?:preston blackpool|--all)(?!.*--year).*)", r"\1 --year 2021/22"),
    (r"^(assessment build.* (?:preston blackpool|--all)(?!.*--raw).*)", r"\1 --raw ../shared/real"),
)


def meant(line):
    """A command as it can be typed here."""
    for pattern, words in MEANT:
        line = re.sub(pattern, words, line)
    return re.sub(r"  +", " ", line)


def test_every_other_command_of_the_documents_ends_well(root, real):
    docs = project.root() / "docs"
    followed = {line for name in ("tutorial.md", "reviewers.md") for _, _, text in blocks(docs / name)
                for line in map(str.strip, text.splitlines())}  # fmt: skip
    places = [project.root() / "README.md", project.root() / "CONTRIBUTING.md", *sorted(docs.glob("*.md"))]
    named = dict.fromkeys(line for path in places for line in commands(path))
    others = [meant(line) for line in named if line not in followed]
    assert len(others) > 25
    for line in dict.fromkeys(["assessment build --chapter harm", *others]):
        typed(line, root, real)
