"""Archives that are damaged in any place are told as damaged: nothing that the reader of zips raises comes through."""

import errno
import io
import random
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.fetch.archive import only
from assessment.sources.base import Problem
from assessment.sources.files import opened
from assessment.sources.workbook_guard import far_too_large, has_password
from assessment.sources.zips import FAULTS

METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
ROWS = b"incident_number,recorded_date,type,youth,lsoa\n" + b"1,2014-04-01,Nuisance,N,E01012662\n" * 40


def archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for method in METHODS:
            made.writestr(f"é/{method}.csv", ROWS, method)
        made.writestr("META-INF/manifest.xml", b"<encryption-data/>")
    return out.getvalue()


WHOLE = archive()


def damaged(seed: int) -> bytes:
    """The archive with some bytes changed, most of them in its directory, which tells where everything is."""
    draw, data = random.Random(seed), bytearray(WHOLE)
    for _ in range(draw.randint(1, 6)):
        place = draw.randrange(len(data) if draw.random() < 0.4 else len(data) // 3)
        data[-1 - place] = draw.choice([0, 255, draw.randrange(256)])
    if draw.random() < 0.3:
        start = draw.randrange(len(data))
        del data[start : start + draw.randrange(1, 60)]
    return bytes(data)


def told(tmp_path, data: bytes) -> list:
    path = tmp_path / "some.zip"
    path.write_bytes(data)
    return [*opened(path)]


def test_whatever_is_damaged_is_told_as_damage(tmp_path):
    found = [item for seed in range(1500) for item in told(tmp_path, damaged(seed))]
    problems = [item for item in found if isinstance(item, Problem)]
    assert {"damaged", "password"} <= {problem.check for problem in problems}
    assert all(problem.mend for problem in problems)
    assert any(not isinstance(item, Problem) and item.data == ROWS for item in found)  # what is whole is read


def test_a_damaged_workbook_stops_neither_guard():
    raised = set()
    for seed in range(1500):
        has_password(damaged(seed))
        far_too_large(damaged(seed))
        raised |= faults(damaged(seed))
    # The damage is of many kinds, or this proves little: places before the start, names in no encoding, bad packing.
    assert {"BadZipFile", "ValueError", "UnicodeDecodeError", "LZMAError", "OSError", "error"} <= raised


def faults(data: bytes) -> set[str]:
    """The names of what Python's reader raises at this archive and its members."""
    raised = set()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as found:
            for member in found.infolist():
                try:
                    found.read(member)
                except FAULTS as error:
                    raised.add(type(error).__name__)
    except FAULTS as error:
        raised.add(type(error).__name__)
    return raised


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=60), st.integers(0, len(WHOLE)), st.integers(0, 60))
def test_any_bytes_put_into_an_archive(tmp_path_factory, piece, place, over):
    folder = tmp_path_factory.mktemp("zip")
    for item in told(folder, WHOLE[:place] + piece + WHOLE[place + over :]):
        assert not isinstance(item, Problem) or item.mend


def test_a_member_that_swells_a_thousand_times_is_not_read(tmp_path):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_BZIP2) as made:
        made.writestr("big.csv", b"a,b\n" + b"0" * 150_000_000)
    assert "far more than a table" in told(tmp_path, out.getvalue())[0].message
    assert far_too_large(out.getvalue())


def test_a_full_disk_is_not_the_archives_fault(tmp_path, monkeypatch):
    source = tmp_path / "whole.zip"
    source.write_bytes(WHOLE)

    def full(*_) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("assessment.fetch.archive._copied", full)
    with pytest.raises(OSError, match="No space"):
        only(source, tmp_path / "new.zip", "*.csv")
    assert source.exists()


def test_an_archive_of_which_no_member_is_read_says_so(tmp_path):
    path = tmp_path / "scans.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("scan.png", b"\x89PNG")
    (problem,) = opened(path)
    assert (problem.severity, problem.check, problem.file) == ("warning", "not-read", "")
