"""Street rows in pieces: nothing is held whole, nothing is read twice, nothing that is needed is cleared."""

import io
import os
import time
import zipfile

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment import project, store
from assessment.sources import files, national, police_uk, recurring, sound, text
from assessment.sources.base import RawFile
from assessment.sources.folder import digest
from assessment.store import clearing, pieces

HEADER = "Crime ID,Month,Falls within,LSOA code,LSOA name,Crime type,Last outcome category\n"
AREA = project.Area(slug="here", name="Here", authorities=("E06000009",), year="2014/15")
OTHER = AREA.model_copy(update={"slug": "there", "authorities": ("E07000128",)})
WARDS = "lsoa21_code,ward24_code,ltla24_code\nE01012662,E05015186,E06000009\nE01012700,E05015187,E07000128\n"


def month(name: str, *ids: str, lsoa: str = "E01012662", outcome: str = "") -> str:
    rows = (f"{record},{name},Example Constabulary,{lsoa},Here 001A,Drugs,{outcome}\n" for record in ids)
    return HEADER + "".join(rows)


@pytest.fixture
def raw(tmp_path):
    """Three months in a zip and one by itself; an ID of the zip's first month comes again in the file."""
    folder = tmp_path / "raw"
    folder.mkdir()
    (folder / "wards.csv").write_text(WARDS)
    with zipfile.ZipFile(folder / "street.zip", "w") as archive:
        for name in ("2014-03", "2014-01", "2014-02"):
            told = month(name, f"{name}a", f"{name}b") + month(name, f"{name}c", lsoa="E01012700").removeprefix(HEADER)
            archive.writestr(f"{name}/{name}-street.csv", told)
    (folder / "2014-04-street.csv").write_text(month("2014-04", "2014-01a", "2014-04a", outcome="Offender fined"))
    return folder


@pytest.fixture
def opens(monkeypatch):
    """The raw files and members whose bytes are read for their rows or for their hash."""
    seen: list[str] = []
    read, member = files.raw_file, zipfile.ZipFile.read
    monkeypatch.setattr(files, "raw_file", lambda data, name: seen.append(name or "file") or read(data, name))
    monkeypatch.setattr(zipfile.ZipFile, "read", lambda zip_, m, *a: seen.append("member") or member(zip_, m, *a))
    monkeypatch.setattr("assessment.store.wanted.digest", lambda path: seen.append(path.name) or digest(path))
    return seen


def test_an_id_that_comes_again_in_another_file_counts_once(processed, raw):
    crime = store.prepare(AREA, raw).polars("crime")
    assert crime["record"].sort().to_list() == [
        *("2014-01a", "2014-01b", "2014-02a", "2014-02b", "2014-03a", "2014-03b", "2014-04a"),
    ]
    assert crime.filter(pl.col("record") == "2014-01a").select("month", "outcome").row(0) == (
        "2014-01",
        "Offender fined",
    )


def test_another_build_reads_no_byte_of_a_large_raw_file(processed, raw, opens, monkeypatch):
    monkeypatch.setattr("assessment.store.wanted.LARGE", 0)
    for path in raw.iterdir():
        os.utime(path, (1e9, 1e9))
    monkeypatch.setattr("assessment.store.wanted.RECENT", -(10**18))  # the files are as old as they need to be
    store.prepare(AREA, raw)
    assert {"street.zip", "file", "member", "/2014-01/2014-01-street.csv"} <= set(opens)
    opens.clear()
    store.prepare(AREA, raw)
    store.prepare(OTHER, raw)  # even for another area
    assert opens == []


def test_the_street_rows_are_gathered_once_for_all_areas(processed, raw, monkeypatch):
    gathered: list[int] = []
    gather = pieces.gather
    monkeypatch.setattr(pieces, "gather", lambda *told: gathered.append(len(told[0])) or gather(*told))
    assert store.prepare(AREA, raw).polars("crime").height == 7
    assert store.prepare(OTHER, raw).polars("crime").height == 3
    assert gathered == [4]


@pytest.mark.parametrize("few", [0.0, 0.1, 2.0])  # no row is kept apart as away from its force, or every row is
def test_small_shares_give_the_same_tables_as_one(processed, raw, monkeypatch, tmp_path, few):
    whole = store.prepare(AREA, raw)
    for room, name, size in ((national, "BATCH", 1), (recurring, "SHARE", 2), (national, "FEW", few)):
        monkeypatch.setattr(room, name, size)
    monkeypatch.setattr(pieces, "GROUP", 1)
    monkeypatch.setenv("ASSESSMENT_PROCESSED", str(tmp_path / "again"))
    small = store.prepare(AREA, raw)
    for name in whole.heights:
        assert small.polars(name).equals(whole.polars(name)), name
    assert small.problems == whole.problems


def test_rows_away_from_their_force_are_read_once(processed, tmp_path):
    """The middle one of three LSOAs is another force's; a few rows of it lie among those of the two beside it."""
    first, middle, last = "E01012662", "E01012663", "E01012664"
    raw = tmp_path / "forces"
    raw.mkdir()
    (raw / "wards.csv").write_text("lsoa21_code,ward24_code,ltla24_code\n" + f"{first},E05015186,E06000009\n")
    home = [month("2014-01", *(f"{lsoa}-{n}" for n in range(20)), lsoa=lsoa) for lsoa in (last, first)]
    few = month("2014-01", "away", lsoa=middle)
    (raw / "home.csv").write_text(HEADER + "".join(text_.removeprefix(HEADER) for text_ in (*home, few)))
    others = month("2014-01", *(f"there-{n}" for n in range(30)), lsoa=middle).replace("Example", "Another")
    (raw / "others.csv").write_text(others)
    store.prepare(AREA, raw)
    told = national.National(next((processed / "streets").iterdir()))
    assert pl.read_parquet(told.folder / "away.parquet")["record"].to_list() == ["away"]
    for lsoas, count in (([first, middle, last], 71), ([first, last], 40), ([middle], 31), ([], 0)):
        rows = told.rows(lsoas)
        assert rows["record"].n_unique() == rows.height == count
        assert rows.select("force", "month", "lsoa").cast(pl.String).rows() == sorted(
            rows.select("force", "month", "lsoa").cast(pl.String).rows()
        )


def test_a_month_that_is_in_a_zip_and_beside_it_is_known_as_alike(processed, raw):
    with zipfile.ZipFile(raw / "street.zip") as archive:
        (raw / "2014-01-street.csv").write_bytes(b"\xef\xbb\xbf" + archive.read("2014-01/2014-01-street.csv"))
        (raw / "2014-02-street.csv").write_bytes(archive.read("2014-02/2014-02-street.csv") + b"\n")
    (told,) = (one for one in store.prepare(AREA, raw).problems if one.check == "month-twice")
    assert "2014-02; the file with the most rows" in told.message  # and January is not named, for the two are alike


def test_a_word_that_is_too_long_is_told_of_each_file_and_cut(processed, tmp_path):
    for name in ("2014-01", "2014-02"):
        text_ = month(name, "a" + name).replace("Drugs", "Drugs " + "x" * 300)
        (raw := tmp_path / "long").mkdir(exist_ok=True)
        (raw / f"{name}-street.csv").write_text(text_ + month(name, "b" + name).removeprefix(HEADER))
    (raw / "wards.csv").write_text(WARDS)
    made = store.prepare(AREA, raw)
    assert {one.file for one in made.problems if one.check == "long-texts"} == {f"2014-0{n}-street.csv" for n in (1, 2)}
    assert made.polars("crime")["category"].str.len_chars().unique().sort().to_list() == [5, 200]


def test_no_more_counts_than_a_batch_are_together(processed, raw, monkeypatch):
    monkeypatch.setattr(national, "BATCH", 3)
    store.prepare(AREA, raw)
    *counts, repeated = national.National(next((processed / "streets").iterdir())).counts()
    assert [part["month"].n_unique() for part in counts] == [3, 1]
    assert sum(part["rows"].sum() for part in counts) == 11
    assert repeated["repeated"].sum() == 1


def test_a_hash_that_two_ids_share_joins_nothing(processed, raw, monkeypatch):
    """Hashes only choose which IDs are compared: with the same one for all, the IDs themselves still tell."""
    honest = store.prepare(AREA, raw).polars("crime")
    monkeypatch.setenv("ASSESSMENT_PROCESSED", str(processed.parent / "again"))
    same = pl.when(pl.col("record").is_not_null()).then(7).otherwise(0).cast(pl.UInt64)
    monkeypatch.setattr(police_uk, "HASH", same)
    assert store.prepare(AREA, raw).polars("crime").equals(honest)


@pytest.mark.parametrize("size", [10**6, 300])
def test_every_hash_that_comes_again_is_found_whatever_the_shares_and_0_never(monkeypatch, size):
    monkeypatch.setattr(recurring, "SHARE", size)
    draw = np.random.default_rng(7)
    pieces = [draw.integers(0, 2**64, 400, dtype=np.uint64) for _ in range(3)]
    for one in pieces:
        one[::7] = 0
    pieces[1][1], pieces[2][5], pieces[2][6] = pieces[0][2], pieces[2][4], 2**64 - 1
    often = recurring.Often.of([lambda one=one: one for one in pieces])
    assert [often.rows(one).tolist() for one in pieces] == [[2], [1], [4, 5]]
    assert recurring.Often.of([lambda: pieces[0]]).rows(pieces[0]).tolist() == []


def test_what_nothing_needs_is_cleared_when_it_is_old(processed, raw):
    first = store.prepare(AREA, raw)
    made = [first.folder]
    for number in range(4):
        (raw / "wards.csv").write_text(WARDS + f"E0101270{number + 1},E05015186,E06000009\n")
        made.append(store.prepare(AREA, raw).folder)
    assert all(place.is_dir() for place in made)  # within the days of grace everything stays
    readings = {place.name for place in (processed / "files").iterdir()}
    long_ago = time.time() - 2 * clearing.GRACE
    (processed / "files" / ".making-x").mkdir()
    for number, place in enumerate([*processed.glob("*/*"), *made]):
        os.utime(place, (long_ago + number, long_ago + number))
    clearing.clear(processed)
    assert [place.is_dir() for place in made] == [False, False, True, True, True]
    left = {place.name for place in (processed / "files").iterdir()}
    assert len(readings - left) == 2  # the first two look-ups of wards
    assert left < readings
    assert store.Prepared.open(made[-1]).polars("crime").height == 7
    assert len([*(processed / "streets").iterdir()]) == 1


def test_what_another_area_needs_is_not_cleared(processed, raw):
    mine, theirs = store.prepare(AREA, raw), store.prepare(OTHER, raw)
    long_ago = time.time() - 2 * clearing.GRACE
    for place in processed.glob("*/*"):
        os.utime(place, (long_ago, long_ago))
    clearing.clear(processed)
    assert mine.folder.is_dir()
    assert theirs.folder.is_dir()
    assert {one.name for one in (processed / "files").iterdir()} >= {
        name.split("/")[1] for name in clearing._uses(mine.folder) if name.startswith("files/")
    }


def test_a_store_that_cannot_be_cleared_is_left(processed):
    clearing.clear(processed / "nowhere")


LINES = st.lists(st.text(alphabet='ab,,,\n\r" \0é', max_size=12), min_size=0, max_size=12)


@settings(max_examples=300, deadline=None)
@given(LINES)
def test_the_quick_way_finds_the_same_rows_as_the_slow_one(lines):
    body = ("Crime ID,Month,Note\n" + "\n".join(lines)).encode()
    data, _ = text.decode(body)
    raw = RawFile("", data, *text.head(data)[:1])
    quick = sound.parsed(raw, ["crime_id", "month", "note"])
    if quick is None:
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text, "parsed", lambda *told: None)
        slow = text.rows(raw)
    assert slow.rejects.height == 0
    assert quick.equals(slow.frame)


@pytest.mark.parametrize("torn", ["1,2\n", "1,2,3,4\n", "1,2,3,\n", "\n", '1,"2",3\n', "1,\0,3\n", "1\r,2,3\n"])
@pytest.mark.parametrize("place", [0, 1, 20_000, 40_000])
def test_the_quick_way_passes_over_no_torn_row(torn, place):
    lines = ["1,2,3\n"] * 40_000
    lines.insert(place, torn)
    lines.insert(place // 2, "5,6\n" if torn == "1,2,3,4\n" else "5,6,7\n")  # so that the separators are as many
    raw = RawFile("", ("a,b,c\n" + "".join(lines)).encode(), ("a", "b", "c"))
    assert sound.parsed(raw, ["a", "b", "c"]) is None


def test_a_very_long_line_is_left_to_the_slow_way():
    raw = RawFile("", b"a,b\n1," + b"x" * 1_100_000 + b"\n2,3\n", ("a", "b"))
    assert sound.parsed(raw, ["a", "b"]) is None
    assert text.rows(raw).rejects["line"].to_list() == [2]


def test_each_different_word_is_found_where_it_is_first():
    words = pl.DataFrame({"a": pl.Series(["b", None, "a", "b", None, "c"], dtype=pl.Categorical)})
    numbers = sound.numbered(words, ["a"])["a"]
    assert numbers[1] == numbers[4] == 0
    different, first = sound.first_rows(numbers)
    assert dict(zip(different.tolist(), first.tolist(), strict=True)) == {numbers[0]: 0, numbers[2]: 2, numbers[5]: 5}
    for empty in (numbers[[1, 4]], numbers[:0]):
        assert [len(found) for found in sound.first_rows(empty)] == [0, 0]


CELLS = {
    "Crime ID": ("a1", "b2", "", " a1", "a1 "),
    "Month": ("2014-01", "2014-02", "2014-13", "", " 2014-01"),
    "Falls within": ("X", "Y", "", "X "),
    "LSOA code": ("E01012662", "E01012700", "", "E0101", " E01012662"),
    "LSOA name": ("Here 001A", "There 002B", ""),
    "Crime type": ("Drugs", "Burglary", "", "Drugs "),
    "Last outcome category": ("Under investigation", "", "Local resolution "),
    "Context": ("", "odd", '"quoted"'),
}
STREET = st.lists(st.tuples(*map(st.sampled_from, CELLS.values())), min_size=1, max_size=15)


@settings(max_examples=150, deadline=None)
@given(STREET, st.booleans(), st.sampled_from(["\n", "\r\n"]))
def test_street_rows_are_the_same_the_quick_way_and_the_slow_one(rows, last, newline):
    body = newline.join([",".join(CELLS), *(",".join(row) for row in rows)]) + newline * last
    raw = files.raw_file(body.encode(), "")
    quick = police_uk.read_street(raw)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text, "parsed", lambda *told: None)
        slow = police_uk.read_street(raw)
    assert quick.rows_read == slow.rows_read == len(rows)
    assert quick.rows_kept == slow.rows_kept == len(rows) - quick.rejects.height
    assert quick.rejects.equals(slow.rejects)
    assert quick.months == slow.months
    for name in ("street", "street_months", "street_places"):
        assert quick.tables[name].equals(slow.tables[name]), name
    counts = [told.tables["street_counts"].cast({pl.Categorical: pl.String}) for told in (quick, slow)]
    keys = counts[0].columns[:-1]
    assert counts[0].sort(keys).equals(counts[1].sort(keys))
    assert counts[0]["rows"].sum() == quick.rows_kept


def test_windows_newlines_go_the_quick_way():
    raw = RawFile("", b"a,b\r\n1,2\r\n3,4\r\n", ("a", "b"))
    assert sound.parsed(raw, ["a", "b"]).rows() == [("1", "2", 2), ("3", "4", 3)]
    assert io.BytesIO(raw.data).readline() == b"a,b\r\n"
