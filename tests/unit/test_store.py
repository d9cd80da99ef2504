"""The store: read once, whole or not at all, the user's alone; and what is told of the files."""

import datetime
import gzip
import hashlib
import json
import os
import shutil
import stat
import zipfile

import pandas as pd
import polars as pl
import pytest

from assessment import check, project, store
from assessment.errors import AssessmentError
from assessment.problems import AHEAD
from assessment.sources import quality
from assessment.sources.folder import digest
from assessment.store import readings, wanted
from assessment.store.folders import CONTENTS, made_beside, whole
from assessment.store.frames import to_pandas

AREA = project.Area(slug="here", name="Here", authorities=("E06000009",), year="2014/15")
CRIME = (
    "record_number,recorded_date,offence_code,offence_group,offence_subgroup,lsoa,alcohol\n"
    "1,2014-04-01,28E,Theft offences,Domestic burglary,E01012662,Y\n"
    "2,2014-05-01,105A,Violence against the person,Violence without injury,,\n"
)
WARDS = "lsoa21_code,ward24_code,ltla24_code\nE01012662,E05015186,E06000009\n"


@pytest.fixture
def raw(tmp_path):
    folder = tmp_path / "raw"
    folder.mkdir()
    (folder / "crime.csv.gz").write_bytes(gzip.compress(CRIME.encode(), mtime=0))
    (folder / "wards.csv").write_text(WARDS)
    (folder / "README.md").write_text("about these files")
    return folder


@pytest.fixture
def reads(monkeypatch):
    """The names of the files that are read, as they are."""
    seen: list[str] = []
    read = readings._read
    monkeypatch.setattr(readings, "_read", lambda path, *rest: seen.append(path.name) or read(path, *rest))
    return seen


def test_a_second_build_reads_no_file_whose_bytes_did_not_change(processed, raw, reads):
    first = store.prepare(AREA, raw)
    assert sorted(reads) == ["cchi_2026_subgroups.csv", "crime.csv.gz", "wards.csv"]
    reads.clear()
    again = store.prepare(AREA, raw)
    assert (reads, again.folder) == ([], first.folder)
    (raw / "wards.csv").write_text(WARDS + "E01012663,E05015186,E06000009\n")
    changed = store.prepare(AREA, raw)
    assert reads == ["wards.csv"]
    assert changed.folder != first.folder
    assert len(changed.table("lsoa_wards")) == 2


def test_a_file_that_changes_while_it_is_read_is_not_kept_under_the_hash_of_other_bytes(processed, raw, monkeypatch):
    read = wanted.Hashes.read

    def changing(hashes, path):
        if path.name == "wards.csv":
            path.write_text(WARDS + "E01012663,E05015186,E06000009\n")
        return read(hashes, path)

    monkeypatch.setattr(wanted.Hashes, "read", changing)
    with pytest.raises(AssessmentError, match="changed while it was read"):
        store.prepare(AREA, raw)
    monkeypatch.setattr(wanted.Hashes, "read", read)
    (raw / "wards.csv").write_text(WARDS)
    assert len(store.prepare(AREA, raw).table("lsoa_wards")) == 1


def test_an_archive_that_changes_while_it_is_read_is_not_kept_either(processed, raw, monkeypatch):
    read = readings._read

    def changing(path, *rest):
        told = read(path, *rest)
        if path.suffix == ".zip":
            path.write_bytes(path.read_bytes() + b"\0")
        return told

    with zipfile.ZipFile(raw / "wards.zip", "w") as archive:
        archive.writestr("wards.csv", WARDS)
    monkeypatch.setattr(readings, "_read", changing)
    with pytest.raises(AssessmentError, match="changed while it was read"):
        store.prepare(AREA, raw)


def test_a_large_new_file_is_read_once_and_known_by_the_hash_of_what_was_read(processed, raw, monkeypatch):
    monkeypatch.setattr(wanted, "LARGE", 0)
    taken: list[str] = []
    monkeypatch.setattr(wanted, "digest", lambda path: taken.append(path.name) or digest(path))
    first = store.prepare(AREA, raw)
    assert taken == []
    assert {one.file: one.sha256 for one in first.files}["wards.csv"] == hashlib.sha256(WARDS.encode()).hexdigest()
    monkeypatch.setattr(wanted, "LARGE", 8_000_000)
    assert store.prepare(AREA, raw).folder == first.folder


def test_times_that_were_set_do_not_hide_that_a_file_changed(processed, raw):
    path = raw / "wards.csv"
    os.utime(path, (1e9, 1e9))
    store.prepare(AREA, raw)
    path.write_text(WARDS.replace("E05", "E06"))
    os.utime(path, (1e9, 1e9))
    assert store.prepare(AREA, raw).table("lsoa_wards")["ward"].str.startswith("E06").all()


def test_a_changed_area_or_provenance_is_combined_anew_and_not_read_anew(processed, raw, reads):
    first = store.prepare(AREA, raw)
    reads.clear()
    (raw / "provenance.toml").write_text('["crime*"]\npublisher = "Example Constabulary"\nillustrative = true\n')
    told = store.prepare(AREA, raw)
    assert told.sources_of("crime")[0].publisher == "Example Constabulary"
    other = store.prepare(AREA.model_copy(update={"authorities": ("E07000128",)}), raw)
    assert len({first.folder, told.folder, other.folder}) == 3
    assert reads == []
    assert other.table("crime")["record"].to_list() == ["2"]  # the row without a place is the extract's own


def test_other_readers_read_everything_again(processed, raw, reads, monkeypatch):
    store.prepare(AREA, raw)
    reads.clear()
    monkeypatch.setattr(readings, "reader_version", lambda: "another")
    monkeypatch.setattr(wanted, "reader_version", lambda: "another")
    store.prepare(AREA, raw)
    assert len(reads) == 3


def test_what_is_cut_short_in_the_store_is_made_again(processed, raw, reads):
    prepared = store.prepare(AREA, raw)
    (prepared.folder / "crime.parquet").write_bytes(b"PAR1")
    for path in (processed / "files").glob("*/*.crime.parquet"):
        path.write_bytes(b"")
    reads.clear()
    assert len(store.prepare(AREA, raw).table("crime")) == 2
    assert reads == ["crime.csv.gz"]


def test_what_is_damaged_in_the_store_at_its_full_length_is_made_again(processed, raw, reads):
    prepared = store.prepare(AREA, raw)
    for path in (prepared.folder / "crime.parquet", *(processed / "files").glob("*/*.crime.parquet")):
        data = bytearray(path.read_bytes())
        data[len(data) // 3] ^= 1
        path.write_bytes(bytes(data))
    reads.clear()
    assert len(store.prepare(AREA, raw).table("crime")) == 2
    assert reads == ["crime.csv.gz"]


@pytest.mark.parametrize("text", ["[]", "5", '{"a": 5}', '{"a": []}', "{", "\0"])
def test_a_damaged_list_of_hashes_is_made_again(processed, raw, reads, text):
    store.prepare(AREA, raw)
    (processed / "hashes.json").write_text(text)
    assert len(store.prepare(AREA, raw).table("crime")) == 2
    for path in processed.rglob(CONTENTS):
        path.write_text(text)
    assert len(store.prepare(AREA, raw).table("crime")) == 2


def test_a_file_renamed_is_not_read_again_and_told_of_by_its_new_name(processed, raw, reads):
    (raw / "torn.csv").write_text("incident_number,recorded_date,type,lsoa\n1,2014-04-01,Personal,\n2,2014\n")
    store.prepare(AREA, raw)
    reads.clear()
    (raw / "torn.csv").rename(raw / "asb.csv")
    prepared = store.prepare(AREA, raw)
    assert reads == []
    assert [problem.file for problem in prepared.problems if problem.check == "torn-rows"] == ["asb.csv"]
    rejects = pl.read_csv(prepared.folder / "rejects.csv")
    assert rejects.columns == ["file", "line", "column", "reason"]
    assert rejects.select("file", "line").rows() == [("asb.csv", 3)]


def test_the_store_is_the_users_alone(processed, raw):
    store.prepare(AREA, raw)
    paths = [processed, *processed.rglob("*")]
    assert len(paths) > 10
    for path in paths:
        wanted = 0o700 if path.is_dir() else 0o600
        assert stat.S_IMODE(path.stat().st_mode) == wanted, path


def test_a_folder_appears_whole_or_not_at_all(tmp_path):
    target = tmp_path / "made" / "here"
    with pytest.raises(RuntimeError), made_beside(target) as stage:
        (stage / "half.txt").write_text("half")
        raise RuntimeError
    assert list(target.parent.iterdir()) == []
    with made_beside(target) as stage:
        (stage / "all.txt").write_text("all")
    assert whole(target)
    (target / "all.txt").write_text("al")
    assert not whole(target)
    (target / CONTENTS).write_text("[")
    assert not whole(target)


def test_two_that_make_the_same_folder_do_not_disturb_each_other(tmp_path):
    target = tmp_path / "here"
    with made_beside(target) as mine:
        (mine / "all.txt").write_text("mine")
        with made_beside(target) as theirs:
            (theirs / "all.txt").write_text("them")
    assert (target / "all.txt").read_text() == "them"
    assert [path.name for path in tmp_path.iterdir()] == ["here"]


def test_a_folder_that_cannot_be_written_is_told_of(processed, raw, tmp_path, monkeypatch):
    blocking = tmp_path / "file"
    blocking.write_text("not a folder")
    monkeypatch.setenv("ASSESSMENT_PROCESSED", str(blocking / "below"))
    with pytest.raises(AssessmentError, match="cannot be written"):
        store.prepare(AREA, raw)


@pytest.mark.parametrize("make", [lambda folder: None, lambda folder: folder.mkdir()], ids=["missing", "empty"])
def test_a_raw_folder_with_nothing_in_it_is_told_of(processed, tmp_path, make):
    make(tmp_path / "none")
    with pytest.raises(AssessmentError) as raised:
        store.prepare(AREA, tmp_path / "none")
    assert raised.value.mend
    assert raised.value.exit_code == 1


def test_nothing_recognised_blocks_a_build(processed, tmp_path):
    folder = tmp_path / "raw"
    folder.mkdir()
    (folder / "x.csv").write_text("colour,shape\nred,round\n")
    prepared = store.prepare(AREA, folder)
    assert [problem.check for problem in prepared.blockers] == ["nothing-recognised"]
    assert prepared.table("crime") is None


def test_the_manifest_tells_where_the_rows_of_a_table_come_from(processed, raw):
    prepared = store.Prepared.open(store.prepare(AREA, raw).folder)
    (crime,) = prepared.sources_of("crime")
    assert (crime.file, crime.format, crime.period) == ("crime.csv.gz", "force_extract", "2014-04 to 2014-05")
    assert (crime.rows_read, crime.rows_kept, crime.rows_set_aside) == (2, 2, 0)
    assert crime.licence == project.sources()["force_extract"].licence
    assert len(crime.sha256) == 64
    assert [file.file for file in prepared.sources_of("harm_weights")] == ["config/harm/cchi_2026_subgroups.csv"]
    assert prepared.table("deprivation") is None


def test_a_prepared_folder_that_is_gone_is_told_of(tmp_path):
    with pytest.raises(AssessmentError, match="Build again"):
        store.Prepared.open(tmp_path)


def test_a_table_handed_out_cannot_be_spoilt_by_its_reader(processed, raw):
    prepared = store.prepare(AREA, raw)
    mine = prepared.table("crime")
    mine["lsoa"] = "spoilt"
    mine.loc[0, "category"] = "spoilt"
    assert prepared.table("crime")["lsoa"].to_list()[0] == "E01012662"
    assert "spoilt" not in set(prepared.table("crime")["category"])


def test_types_in_pandas():
    from datetime import date

    frame = pl.DataFrame(
        {
            "text": ["a", None, "a"],
            "yes": [True, None, False],
            "day": [date(2014, 4, 1), None, date(1850, 1, 1)],
            "whole": [1, 2, 3],
            "holes": [1, None, 3],
            "real": [0.5, None, 1.5],
            "bytes": [b"x", None, b"y"],
        }
    )
    made = to_pandas(frame)
    kinds = {
        "text": "str",
        "yes": "boolean",
        "day": "datetime64[s]",
        "whole": "int64",
        "holes": "float64",
        "real": "float64",
        "bytes": "object",
    }
    assert {name: str(kind) for name, kind in made.dtypes.items()} == kinds
    for name in frame.columns:
        assert [None if pd.isna(cell) else cell for cell in made[name]] == [
            pd.Timestamp(cell) if name == "day" and cell else cell for cell in frame[name]
        ]


def test_an_empty_table_in_pandas_has_its_columns():
    made = to_pandas(pl.DataFrame(schema={"text": pl.String, "whole": pl.Int64}))
    assert (len(made), list(made.columns)) == (0, ["text", "whole"])


def test_check_has_an_object_for_every_file_and_every_problem(processed, raw):
    (raw / "wrong.csv").write_text(
        "Crime ID,Month,Falls within,LSOA code,LSOA name,Kind,Last outcome category\n1,2,3,4,5,6,7\n"
    )
    (raw / "torn.csv").write_text("incident_number,recorded_date,type,lsoa\n1,2014-04-01,Personal,\n2,2014\n")
    found = check.check(AREA, raw)
    told = check.rows(found)
    assert {tuple(row) for row in told} == {("file", "format", "severity", "message", "rows_kept", "rows_set_aside")}
    by_file = {row["file"]: row for row in told}
    assert set(by_file) == {"config/harm/cchi_2026_subgroups.csv", "crime.csv.gz", "wards.csv", "wrong.csv", "torn.csv"}
    assert by_file["wrong.csv"]["severity"] == "blocker"
    assert "Last outcome category" in by_file["wrong.csv"]["message"]
    assert (by_file["torn.csv"]["rows_kept"], by_file["torn.csv"]["rows_set_aside"]) == (1, 1)
    assert by_file["torn.csv"]["message"].startswith("line 3: 1 row is torn")
    assert by_file["crime.csv.gz"] | {"message": ""} == {
        "file": "crime.csv.gz", "format": "force_extract", "severity": "information",
        "message": "", "rows_kept": 2, "rows_set_aside": 0,
    }  # fmt: skip
    assert check.blocks(found)
    assert json.loads(json.dumps(told)) == told


def test_the_listing_has_one_line_an_item_with_whole_names(processed, raw):
    deep = raw / ("a_rather_long_folder_name_" * 4) / "of" / "a" / "partner"
    deep.mkdir(parents=True)
    shutil.move(raw / "crime.csv.gz", deep / "crime_of_the_year_with_a_rather_long_name.csv.gz")
    text = check.listing(check.check(AREA, raw))
    (line,) = [line for line in text.split("\n") if "crime_of_the_year" in line]
    assert line.startswith("a_rather_long_folder_name_")
    assert "2014-04 to 2014-05" in line
    assert "No problems." in text
    assert not check.blocks(check.check(AREA, raw))


def told_ahead(prepared):
    return [problem.months for problem in prepared.problems if problem.check == AHEAD]


def test_what_was_told_of_months_to_come_is_told_anew_when_they_have_come(processed, raw, monkeypatch):
    soon = f"{datetime.datetime.now(datetime.UTC) + datetime.timedelta(40):%Y-%m}"
    (raw / "crime.csv.gz").write_bytes(gzip.compress(CRIME.replace("2014-05", soon).encode(), mtime=0))
    first = store.prepare(AREA, raw)
    assert told_ahead(first) == [(soon, soon)]
    assert store.prepare(AREA, raw).folder == first.folder

    class Later(datetime.datetime):
        @classmethod
        def now(cls, tz=None):
            return super().now(tz) + datetime.timedelta(80)

    monkeypatch.setattr(wanted, "datetime", Later)
    monkeypatch.setattr(quality.datetime, "datetime", Later)
    again = store.prepare(AREA, raw)
    assert told_ahead(again) == []
    assert store.prepare(AREA, raw).folder == again.folder != first.folder
