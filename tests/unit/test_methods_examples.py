"""Every worked example of docs/methods*.md prints what the page says it prints."""

import doctest
import re
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"
FENCED = re.compile(r"^```python\n(.*?)^```", re.DOTALL | re.MULTILINE)


def examples() -> list:
    """Each fenced Python block with a prompt in it, named after its page and line."""
    found = []
    for page in sorted(DOCS.glob("methods*.md")):
        text = page.read_text(encoding="utf-8")
        for block in FENCED.finditer(text):
            if ">>>" in block[1]:
                line = text.count("\n", 0, block.start(1))
                found.append(pytest.param(block[1], page.name, line, id=f"{page.name}:{line + 1}"))
    return found


@pytest.mark.parametrize(("block", "page", "line"), examples())
def test_the_example_prints_what_the_page_says(block, page, line):
    test = doctest.DocTestParser().get_doctest(block, {}, f"{page}:{line}", page, line)
    told = []
    doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(test, out=told.append)
    assert not told, "".join(told)


def test_there_are_examples_to_run():
    assert len(examples()) >= 15
