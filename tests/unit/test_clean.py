"""Executed notebooks leave without the traces of the machine."""

import json
import sys
from pathlib import Path

import pytest

from assessment.publish.clean import clean_notebook

HOME = "/" + "home/analyst"  # in two, for no file of the project names a folder of a machine
PICTURE = "iVBORw0KGgo+/root+tmp/home/AAAA"  # base64 may spell a folder


MARKDOWN = {
    "cell_type": "markdown",
    "id": "a",
    "metadata": {"papermill": {"duration": 1.2}},
    "source": "# The root of it, 2014/15",
}


def outputs():
    """What a cell leaves that warned, showed and raised."""
    warned = f"{sys.prefix}/lib/a.py: at 0x7f00deadbeef\n"
    shown = {
        "text/html": f'<b>2014/15</b><img src="data:image/png;base64,{PICTURE}">',
        "text/plain": ["<A at 0x7f00dead>"],
    }
    raised = [
        "\x1b[31mValueError\x1b[0m",
        f"File \x1b[32m{Path.cwd()}/assessment/x.py\x1b[39m",
        "/tmp/ipykernel_12/345.py in f",
    ]
    return [
        {"output_type": "stream", "name": "stderr", "text": [warned]},
        {"output_type": "display_data", "metadata": {"needs_background": "light"}, "data": shown},
        {"output_type": "error", "ename": "ValueError", "evalue": "no", "traceback": raised},
    ]


@pytest.fixture
def executed(tmp_path):
    code = {
        "cell_type": "code",
        "id": "f00d",
        "execution_count": 1,
        "metadata": {
            "tags": ["injected-parameters"],
            "execution": {"iopub.execute_input": "2026-05-04T10:00:00"},
        },
        "source": [
            f'raw = "{tmp_path}/raw"\n',
            f'here = "{Path.cwd()}/data"\n',
            f'other = "{HOME}/x"',
        ],
        "outputs": outputs(),
    }
    metadata = {
        "kernelspec": {"name": "python3", "display_name": "Python 3"},
        "papermill": {"input_path": f"{HOME}/x.ipynb", "start_time": "2026-05-04T10:00:00", "duration": 3.1},
        "widgets": {},
    }
    made = {"cells": [MARKDOWN, code], "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    path = tmp_path / "02_deprivation.ipynb"
    path.write_text(json.dumps(made))
    return path


@pytest.fixture
def cleaned(executed):
    clean_notebook(executed, [executed.parent])
    return executed.read_text(encoding="utf-8")


def test_no_trace_of_the_machine_is_left(cleaned, tmp_path):
    for trace in (
        str(tmp_path),
        str(Path.cwd()),
        sys.prefix,
        HOME,
        "ipykernel",
        "papermill",
        "duration",
    ):
        assert trace not in cleaned
    assert "2026" not in cleaned and "0x7f" not in cleaned and "\\u001b" not in cleaned


def test_cells_and_outputs_stay(cleaned):
    notebook = json.loads(cleaned)
    prose, code = notebook["cells"]
    assert prose["source"] == "# The root of it, 2014/15"
    assert code["metadata"] == {"tags": ["injected-parameters"]} and code["execution_count"] == 1
    assert [output["output_type"] for output in code["outputs"]] == ["stream", "display_data", "error"]
    assert PICTURE in code["outputs"][1]["data"]["text/html"]
    assert list(notebook["metadata"]) == ["kernelspec"]


def test_paths_in_the_working_folder_become_relative(cleaned):
    assert 'here = "./data"' in json.loads(cleaned)["cells"][1]["source"][1]


def test_the_injected_cell_has_a_lasting_id(cleaned):
    assert json.loads(cleaned)["cells"][1]["id"] == "injected-parameters"


def test_it_is_still_a_notebook(executed, cleaned):
    import nbformat

    nbformat.validate(nbformat.read(executed, as_version=4))


def test_cleaning_twice_changes_nothing(executed, cleaned):
    clean_notebook(executed, [executed.parent])
    assert executed.read_text(encoding="utf-8") == cleaned
