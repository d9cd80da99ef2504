"""The rules of a chapter notebook, as CONTRIBUTING states them."""

import json
import re
from itertools import pairwise

import pytest

from assessment import project

NOTEBOOKS = sorted((project.root() / "notebooks").glob("*.ipynb"))
CHAPTERS = [path for path in NOTEBOOKS if not path.stem.startswith("_")]
PARAMETER = re.compile(r"^\w+: \w+ = [^=#]+  # [^=]+$")  # papermill cannot read a line with a second equals sign


def cells(path, kind=None):
    found = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return [cell for cell in found if kind in (None, cell["cell_type"])]


def source(cell):
    return "".join(cell["source"])


def tags(cell):
    return cell["metadata"].get("tags", [])


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def notebook(request):
    return request.param


def test_it_begins_with_a_title_and_one_parameters_cell(notebook):
    first, second = cells(notebook)[:2]
    assert first["cell_type"] == "markdown"
    assert source(first).startswith("# ")
    assert [index for index, cell in enumerate(cells(notebook)) if "parameters" in tags(cell)] == [1]
    for line in source(second).splitlines():
        assert PARAMETER.match(line), line


def test_code_cells_are_few_and_short(notebook):
    code = cells(notebook, "code")
    lengths = sorted(len(source(cell).splitlines()) for cell in code)
    assert len(code) <= 32
    assert lengths[-1] <= 10
    assert lengths[len(lengths) // 2] <= 4


def test_it_holds_no_logic_no_path_and_no_typed_figure(notebook):
    for cell in cells(notebook, "code"):
        if "parameters" in tags(cell):
            continue
        text = source(cell)
        assert not re.search(r"^\s*(def|class|for|while|if|with|try)\b|lambda", text, re.MULTILINE), text
        assert not re.search(r"\d\d|['\"][^'\"]*[/\\][^'\"]*['\"]", text), text


def test_prose_types_no_figures(notebook):
    for cell in cells(notebook, "markdown"):
        without_code = re.sub(r"about 1,500 residents", "", source(cell))  # what an LSOA is, not a finding
        assert not re.search(r"\d{2,}", without_code), source(cell)


def test_headings_never_skip_a_level_and_there_is_one_title(notebook):
    levels = [
        len(found[1])
        for cell in cells(notebook, "markdown")
        for found in re.finditer(r"^(#+) ", source(cell), re.MULTILINE)
    ]
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_only_the_golden_cell_keeps_its_output(notebook):
    for cell in cells(notebook, "code"):
        golden = {"keep_output", "nbval-check-output"} <= set(tags(cell))
        assert bool(cell["outputs"]) == (golden and not notebook.stem.startswith("_")), source(cell)
        assert set(cell["metadata"]) <= {"tags"}, "strip papermill's marks"


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_a_chapter_opens_itself_and_saves_at_the_end(path):
    code = cells(path, "code")
    assert f'open_chapter("{path.stem.split("_", 1)[1]}", area=area, year=year)' in source(code[1])
    assert source(code[-1]) == "chapter.save()"
    assert sum("nbval-check-output" in tags(cell) for cell in code) == 1
