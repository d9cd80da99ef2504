"""The documents that people follow: what they quote is there, and every command in them can be typed."""

import re
import shlex

import pytest
from documents import commands
from typer.main import get_command

from assessment import project
from assessment.cli import app

ROOT = project.root()
DOCS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
SOURCE = "\n".join(
    path.read_text(encoding="utf-8")
    for ending in ("*.py", "*.toml")
    for path in sorted((ROOT / "assessment").rglob(ending))
)


ALL = [(path.name, line) for path in DOCS for line in commands(path)]


@pytest.mark.parametrize(("document", "line"), ALL, ids=lambda value: value[:60])
def test_every_command_of_the_documents_can_be_typed(document, line):
    name, *words = shlex.split(line.replace("\\", "/"))
    if name == "make":
        targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
        assert words[0] in targets
        return
    known = get_command(app).commands
    if words and not words[0].startswith("-"):
        assert words[0] in known, f"{document}: {line}"
        options = {option for param in known[words[0]].params for option in param.opts}
        assert {word for word in words if word.startswith("--")} <= options, f"{document}: {line}"


def test_there_are_commands_to_try():
    assert len(ALL) > 25 and {name for name, _ in ALL} >= {"README.md", "tutorial.md", "reviewers.md", "faq.md"}


def test_every_error_that_the_faq_quotes_can_be_read():
    quoted = re.findall(r"^\| `([^`]+)` \|", (ROOT / "docs/faq.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert len(quoted) > 12
    assert [words for words in quoted if words not in SOURCE] == []


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)
def test_every_file_that_a_document_names_is_there(path):
    named = re.findall(
        r"`((?:docs|config|tests|assessment|notebooks)/[\w./-]+\.\w+)`", path.read_text(encoding="utf-8")
    )
    made = {"config/areas/preston.toml", "assessment/chapters/damage.py"}
    assert [name for name in named if not (ROOT / name).exists() and name not in made] == []


def test_the_readme_stays_under_two_screens():
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 100
