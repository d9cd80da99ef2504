"""Tables that the process which forks holds: the same as a chapter would read, read once, and let go."""

import polars as pl
import pytest
from pandas.testing import assert_frame_equal
from test_warm_kernels import one, run

from assessment.run.warm.kernels import WarmKernels
from assessment.store import Prepared, held, prepared
from assessment.store.prepared import write_manifest

CRIME = pl.DataFrame({"month": ["2014-04", "2014-05", "2014-05"], "category": ["Burglary", None, "Robbery"]})
MARKED = CRIME.with_columns(alcohol=pl.Series([True, None, False]), days=pl.Series([1, None, 3]))


@pytest.fixture
def folder(tmp_path):
    """A folder of the store with two tables."""
    (tmp_path / "tables").mkdir()
    write_manifest(tmp_path / "tables", [], [], {"crime": MARKED, "asb": CRIME.head(0)})
    return tmp_path / "tables"


def asking(folder):
    """What a kernel finds: the rows of a table, and whether it had to import what reads it."""
    asked = f"len(Prepared.open(Path({str(folder)!r})).table('crime')), 'polars' in sys.modules"
    return f"import sys\nfrom pathlib import Path\nfrom assessment.store import Prepared\n{asked}"


def test_a_held_table_is_what_would_be_read_and_only_while_it_is_held(folder, tmp_path):
    read = {name: Prepared.open(folder).table(name) for name in ("crime", "asb")}
    Prepared.open(folder).write_for_holding(tmp_path / "file")
    held.hold(str(folder), tmp_path / "file")
    try:
        assert not (tmp_path / "file").exists(), "nothing is left of it"
        for name, frame in read.items():
            assert_frame_equal(Prepared.open(folder).table(name), frame)
            assert held.table(folder, name) is not None
        changed = Prepared.open(folder).table("crime")
        changed["month"] = "2015-01"
        assert_frame_equal(Prepared.open(folder).table("crime"), read["crime"])
        assert Prepared.open(folder).table("outcomes") is None
    finally:
        held.release(str(folder))
    assert held.table(folder, "crime") is None


def test_a_large_table_that_few_chapters_read_is_not_held(folder, tmp_path, monkeypatch):
    monkeypatch.setattr(prepared, "SMALL", 2)
    names = {"crime": MARKED, "population": CRIME, "authorities": CRIME.head(1)}
    write_manifest(folder, [], [], names)
    Prepared.open(folder).write_for_holding(tmp_path / "file")
    held.hold(str(folder), tmp_path / "file")
    try:
        assert [held.table(folder, name) is not None for name in names] == [True, False, True]
        assert len(Prepared.open(folder).table("population")) == 3, "it is read"
    finally:
        held.release(str(folder))


def test_kernels_find_the_tables_that_are_held_and_read_those_that_are_not(folder, tmp_path):
    with WarmKernels(few=True) as warm:
        assert warm.fault == ""
        warm.hold(folder)
        assert one(run(tmp_path, warm, asking(folder))[0]) == "(3, False)"
        warm.release(folder)
        assert one(run(tmp_path, warm, asking(folder))[0]) == "(3, True)"
        warm.hold(folder / "gone")
        assert one(run(tmp_path, warm, asking(folder))[0]) == "(3, True)", "what cannot be read is nobody's fault here"


def test_what_maps_need_is_there_from_the_start_or_where_few_chapters_run_soon_after(tmp_path):
    asked = "import sys; 'esda' in sys.modules"
    with WarmKernels() as warm:
        assert one(run(tmp_path, warm, asked)[0]) == "True"
    with WarmKernels(few=True) as warm:
        assert any(one(run(tmp_path, warm, asked)[0]) == "True" for _ in range(100))
