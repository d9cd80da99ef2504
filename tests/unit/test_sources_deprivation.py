"""The publisher's own files of the Indices of Deprivation: any release's headers; files that complete each other."""

import zipfile
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_sources_formats import read
from test_sources_workbooks import book, found

from assessment import project, store
from assessment.sources import recognised
from assessment.sources.completed import completed, differing
from assessment.sources.deprivation_published import measure_of
from assessment.sources.tables import DOMAINS

NAMES = {
    "": "Index of Multiple Deprivation (IMD)",
    "income": "Income",
    "employment": "Employment",
    "education": "Education, Skills and Training",
    "health": "Health Deprivation and Disability",
    "crime": "Crime",
    "barriers": "Barriers to Housing and Services",
    "living": "Living Environment",
}
OTHERS = ("Income Deprivation Affecting Children Index (IDACI)", "Indoors Sub-domain", "Wider Barriers Sub-domain")
RELEASES = {"IoD2015": (2011, 2013), "IoD2019": (2011, 2019), "IoD2025": (2021, 2024)}
RANK, DECILE = "Rank (where 1 is most deprived)", "Decile (where 1 is most deprived 10% of LSOAs)"


def identity(release: str) -> list[str]:
    lsoa, district = RELEASES[release]
    named = f"Local Authority District {{}} ({district})"
    return [f"LSOA code ({lsoa})", f"LSOA name ({lsoa})", named.format("code"), named.format("name")]


def file(
    release: str, domains, whats=(RANK, DECILE), rows=(("E01012662", 7), ("E01012663", 11)), cut=None
) -> list[list]:
    """A file of the publisher: each domain's rank is the row's number, and its decile 1."""
    values = [(name, what) for name in domains for what in whats]
    header = [*identity(release), *(f"{name} {what}"[:cut] for name, what in values)]
    body = [
        [lsoa, "Blackpool 001A", "E06000009", "Blackpool", *(rank if what == RANK else 1 for _, what in values)]
        for lsoa, rank in rows
    ]
    return [header, *body]


def text(table: list[list]) -> str:
    return "\n".join(",".join(f'"{cell}"' for cell in row) for row in table)


@pytest.mark.parametrize("release", RELEASES)
@pytest.mark.parametrize(
    "domains", [[NAMES[""]], list(NAMES.values())[1:], [*NAMES.values(), *OTHERS]], ids=["1", "2", "7"]
)
@pytest.mark.parametrize("cut", [None, 63])
def test_files_1_2_and_7_of_each_release(release, domains, cut):
    form, reading = read(text(file(release, domains, cut=cut)))
    assert (form.name, reading.release, reading.rows_kept) == ("deprivation", release, 2)
    row = reading.tables["deprivation"].row(0, named=True)
    for short, name in NAMES.items():
        stem = f"{short}_" if short else ""
        expected = (7, 1) if name in domains else (None, None)
        assert (row[f"{stem}rank"], row[f"{stem}decile"]) == expected, name
    assert reading.tables["lsoa_authority"]["authority"].to_list() == ["E06000009"] * 2


def test_file_1_of_2019_names_its_columns_without_a_remark():
    _, reading = read(text(file("IoD2019", [NAMES[""]], ("Rank", "Decile"))))
    assert reading.tables["deprivation"].select("release", "decile").rows() == [("IoD2019", 1)] * 2


def save(path: Path, table: list[list]) -> None:
    path.write_bytes(book(Notes=[["Indices of Deprivation"], ["See the technical report"]], Data=table))


def prepared(raw: Path, monkeypatch) -> store.Prepared:
    monkeypatch.setenv("ASSESSMENT_PROCESSED", str(raw.parent / "processed"))
    return store.prepare(project.area("blackpool"), raw)


def test_files_of_one_release_complete_each_other(tmp_path, monkeypatch):
    raw = tmp_path / "raw"
    raw.mkdir()
    save(raw / "File_1.xlsx", file("IoD2019", [NAMES[""]]))
    save(raw / "File_2.xlsx", file("IoD2019", list(NAMES.values())[1:], rows=[("E01012663", 12), ("E01012664", 3)]))
    save(raw / "older.xlsx", file("IoD2015", [NAMES[""]]))
    made = prepared(raw, monkeypatch)
    rows = made.polars("deprivation").select("release", "lsoa", "rank", "crime_rank").rows()
    assert rows == [
        ("IoD2015", "E01012662", 7, None),
        ("IoD2015", "E01012663", 11, None),
        ("IoD2019", "E01012662", 7, None),
        ("IoD2019", "E01012663", 11, 12),
        ("IoD2019", "E01012664", None, 3),
    ]
    assert sorted(source.file for source in made.sources_of("deprivation")) == [
        "File_1.xlsx",
        "File_2.xlsx",
        "older.xlsx",
    ]
    assert "contradiction" not in {problem.check for problem in made.problems}


def test_contradictions_between_files_of_one_release_are_counted_with_their_columns(tmp_path, monkeypatch):
    raw = tmp_path / "raw"
    raw.mkdir()
    whole = [("E01012662", 7), ("E01012663", 11), ("E01012664", 3)]
    save(raw / "a.xlsx", file("IoD2019", NAMES.values(), rows=whole))
    save(raw / "b.xlsx", file("IoD2019", [NAMES["crime"], NAMES[""]], rows=[("E01012662", 8), ("E01012663", 11)]))
    made = prepared(raw, monkeypatch)
    (told,) = [problem.message for problem in made.problems if problem.check == "contradiction"]
    assert told == "2 values of deprivation (rank, crime rank) differ between a.xlsx and b.xlsx; the first is used"
    assert made.polars("deprivation")["rank"].to_list() == [7, 11, 3]


def test_files_inside_one_archive_complete_each_other_too(tmp_path, monkeypatch):
    raw = tmp_path / "raw"
    raw.mkdir()
    with zipfile.ZipFile(raw / "release.zip", "w") as archive:
        archive.writestr("File_1.xlsx", book(Data=file("IoD2025", [NAMES[""]])))
        archive.writestr("File_2.csv", text(file("IoD2025", [NAMES["crime"]])))
    rows = prepared(raw, monkeypatch).polars("deprivation").select("rank", "crime_rank").rows()
    assert rows == [(7, 7), (11, 11)]


SUMMARY = (
    "Average rank ",
    "Rank of average rank ",
    "Average score ",
    "Proportion of LSOAs in most deprived 10% nationally ",
)


def test_every_sheet_of_file_10_is_read():
    sheets = {}
    for name in ["IMD", *list(NAMES.values())[1:], "IDACI", "IDAOPI"]:
        header = ["Local Authority District code (2019)", "Local Authority District name (2019)"]
        header += [f"{name} - {what}" for what in SUMMARY]
        if name == "IMD":
            header += ["IMD 2019 - Extent ", "IMD 2019 - Rank of extent ", "IMD 2019 - Local concentration "]
        if name in ("Income", "Employment"):
            header += [f"{name} scale", f"Rank of {name} Scale"]
        sheets[name[:31]] = [header, ["E06000009", "Blackpool", *(place / 10 for place in range(1, len(header) - 1))]]
    frames = [
        reading.tables["deprivation_published"]
        for raw in found(book(**sheets))
        for reading in [recognised(raw).read(raw)]
    ]
    told = dict(pl.concat(frames).select("measure", "value").iter_rows())
    assert told["average_rank"] == 0.1
    assert {"extent", "rank_of_extent", "local_concentration", "income_scale", "rank_of_employment_scale"} < set(told)
    for domain in (*DOMAINS, "idaci", "idaopi"):
        assert (told[f"{domain}_average_rank"], told[f"{domain}_proportion_decile_1"]) == (0.1, 0.4), domain
    assert pl.concat(frames)["release"].unique().to_list() == ["IoD2019"]


@pytest.mark.parametrize(
    ("heading", "measure"),
    [
        ("IMD - Rank of proportion of LSOAs in most deprived 10% nationally", "rank_of_proportion_decile_1"),
        (
            "Health Deprivation and Disability - Proportion  of LSOAs in most deprived 10% nationally",
            "health_proportion_decile_1",
        ),
        ("Barriers to Housing and Services - Rank of average score", "barriers_rank_of_average_score"),
        ("IMD 2025 - Extent", "extent"),
    ],
)
def test_a_heading_cut_short_at_63_characters_is_the_same_measure(heading, measure):
    assert measure_of(heading) == measure_of(heading[:63]) == measure


def test_summaries_of_upper_tier_authorities_are_not_taken_for_those_of_districts():
    form, _ = read(
        "Upper Tier Local Authority District code (2019),IMD - Average rank,IMD - Average score\nE10000017,1,2"
    )
    assert form is None


FRAME = st.lists(st.tuples(st.integers(0, 3), st.none() | st.integers(0, 2), st.none() | st.integers(0, 2)), max_size=6)


@settings(max_examples=150, deadline=None)
@given(st.lists(FRAME, min_size=1, max_size=4))
def test_completing_keeps_every_key_once_and_the_first_value_of_each(tables):
    schema = {"key": pl.Int64, "a": pl.Int64, "b": pl.Int64}
    frames = [(place, pl.DataFrame(rows, schema=schema, orient="row")) for place, rows in enumerate(tables)]
    whole, used = completed(frames, ["key"])
    every = [row for rows in tables for row in rows]
    expected = {
        key: [next((row[at] for row in every if row[0] == key and row[at] is not None), None) for at in (1, 2)]
        for key in sorted({row[0] for row in every})
    }
    assert {key: list(values) for key, *values in whole.iter_rows()} == expected
    assert used <= set(range(len(tables)))
    differ = differing(pl.concat(frame.with_columns(place=pl.lit(at)) for at, frame in frames), ["key"], ["a"])
    several = {key for key in expected if len({row[1] for row in every if row[0] == key} - {None}) > 1}
    assert set(differ["a"]["key"] if differ else ()) == several
