"""A write that the disk refuses is told as what it is, with the place and the mend, and never as a fault of ours."""

import errno
import os

import pytest

from assessment import ends
from assessment.errors import AssessmentError, storage, storage_fault
from assessment.run.chapter import in_a_sentence

FAULTS = [
    (errno.ENOSPC, "The disk is full"),
    (errno.EDQUOT, "Your share of the disk is used up"),
    (errno.EFBIG, "A file grew larger than this machine allows"),
    (errno.EROFS, "The disk can only be read"),
    (errno.EIO, "The disk failed"),
]


class ComputeError(Exception):
    """As polars raises it: the system's words, and nothing else."""


@pytest.mark.parametrize(("code", "told"), FAULTS)
def test_the_systems_refusal_names_the_file_or_else_the_folder(code, told):
    with pytest.raises(AssessmentError, match=told) as named, storage("folder"):
        raise OSError(code, os.strerror(code), "a.html")
    assert named.value.where == "a.html"
    with pytest.raises(AssessmentError, match=told) as unnamed, storage("folder"):
        raise OSError(code, os.strerror(code))
    assert unnamed.value.where == "folder"
    assert unnamed.value.mend


@pytest.mark.parametrize(("code", "told"), FAULTS)
def test_a_library_that_quotes_the_system_is_understood(code, told):
    with pytest.raises(AssessmentError, match=told), storage("folder"):
        raise ComputeError(f"{os.strerror(code)} (os error {code})")


def test_what_is_no_refusal_passes_as_it_is():
    with pytest.raises(KeyError), storage("folder"):
        raise KeyError("rape")
    assert storage_fault(ValueError("no room")) is None


@pytest.mark.parametrize(("code", "told"), FAULTS)
def test_a_chapter_that_met_a_full_disk_says_so(code, told):
    assert in_a_sentence(OSError(code, os.strerror(code))).startswith(told)


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "run.json"), "The disk is full (run.json). Free some space"),
        (
            PermissionError(errno.EACCES, "Permission denied", "x"),
            "The system refused something: Permission denied (x)",
        ),
        (OSError(errno.EMFILE, os.strerror(errno.EMFILE)), "The system refused something"),
        (MemoryError(), "Memory is short"),
    ],
)
def test_the_command_tells_what_the_system_refused(error, told, capsys):
    assert ends.told(error) == 1
    said = capsys.readouterr().err
    assert told in said
    assert "fault of the workbook" not in said


def test_what_nobody_foresaw_is_told_as_ours(capsys):
    assert ends.told(KeyError("rape")) == 1
    assert "fault of the workbook" in capsys.readouterr().err


def test_nothing_in_an_error_steers_the_terminal(capsys):
    ends.say("Error: a\x1b[31mb\u202ec\nd")
    assert capsys.readouterr().err == "Error: a?[31mb?c\nd\n"
