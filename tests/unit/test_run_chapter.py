import pytest
from nbclient.exceptions import CellTimeoutError, DeadKernelError

from assessment.errors import UsageError
from assessment.run.chapter import cell_headings, check_parameters, in_a_sentence


class PapermillExecutionError(Exception):
    """As papermill raises it."""

    def __init__(self, ename, evalue, exec_count=7):
        super().__init__(evalue)
        self.ename, self.evalue, self.exec_count = ename, evalue, exec_count


def test_a_parameter_that_the_notebook_has_not_got_is_refused():
    check_parameters({"area": {}, "year": {}}, {"area": "blackpool"}, "05_harm.ipynb")
    with pytest.raises(UsageError, match=r"05_harm.ipynb has no parameter 'yaer'. Its parameters are: area, year"):
        check_parameters({"area": {}, "year": {}}, {"yaer": "2014/15"}, "05_harm.ipynb")


def test_code_cells_are_named_by_the_heading_above_them():
    kinds = [
        ("markdown", "# Harm"),
        ("code", "a"),
        ("markdown", "prose"),
        ("code", "b"),
        ("markdown", "## Where?\n\nText"),
        ("code", "c"),
    ]
    notebook = {"cells": [{"cell_type": kind, "source": source} for kind, source in kinds]}
    assert cell_headings(notebook) == {1: "Harm", 3: "Harm", 5: "Where?"}


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (PapermillExecutionError("Blocked", "No crime. Add the files."), "No crime. Add the files."),
        (PapermillExecutionError("KeyError", "'rape'"), "KeyError in cell [7]: 'rape'. Open"),
        (
            PapermillExecutionError("ValueError", "\n\nfirst\nTraceback (most recent call last)"),
            "ValueError in cell [7]: first",
        ),
        (PapermillExecutionError("SystemExit", ""), "SystemExit in cell [7]: no message"),
        (
            PapermillExecutionError("_ArrayMemoryError", "Unable to allocate 4.00 GiB"),
            "The chapter asked for more memory",
        ),
        (CellTimeoutError(), "A cell took more than 300 seconds, or the chapter more than 1200. Look for a loop"),
        (DeadKernelError("Kernel died"), "The chapter's process ended by itself"),
    ],
)
def test_a_failure_is_told_in_a_sentence(error, told):
    assert in_a_sentence(error).startswith(told)
    assert "Traceback" not in in_a_sentence(error)


def test_nothing_that_steers_a_terminal_is_told():
    told = in_a_sentence(PapermillExecutionError("ValueError", "\x1b[31mred \u202etxt.exe"))
    assert "\x1b" not in told
    assert "\u202e" not in told
