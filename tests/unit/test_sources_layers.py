"""Maps in GeoPackages and zipped shapefiles: the outlines of the same layer in GeoJSON, in degrees, none lost."""

import io
import json
import zipfile

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment import store
from assessment.project import Area
from assessment.sources import layers
from assessment.sources.files import opened
from assessment.store.readings import _read

geopandas = pytest.importorskip("geopandas")
shapely = pytest.importorskip("shapely")

RINGS = {
    "E01012662": [(-3.04, 53.80), (-3.03, 53.80), (-3.03, 53.81), (-3.04, 53.80)],
    "E01012663": [(-3.03, 53.80), (-3.02, 53.80), (-3.02, 53.81), (-3.03, 53.80)],
    "E01012664": [(-3.02, 53.80), (-3.01, 53.80), (-3.01, 53.81), (-3.02, 53.80)],
}
LSOAS = {"LSOA21CD": list(RINGS), "LSOA21NM": ["Blackpool 002A", "Blackpool 001A", None], "LAD24CD": ["E06000009"] * 3}
ENDINGS = ("shp", "shx", "dbf", "prj", "cpg")


def layer(columns=None, crs=27700, outlines=None):
    made = geopandas.GeoDataFrame(columns or LSOAS, geometry=outlines or [shapely.Polygon(r) for r in RINGS.values()])
    return made.set_crs(4326).to_crs(crs)


def zipped(folder, frame, leave_out=(), below="maps/") -> bytes:
    frame.to_file(folder / "lsoas.shp")
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for ending in ENDINGS:
            path = folder / f"lsoas.{ending}"
            if path.exists() and ending not in leave_out:
                archive.write(path, f"{below}lsoas.{ending}")
    return made.getvalue()


@pytest.fixture
def packed(tmp_path):
    """Writes a layer as a GeoPackage or as a zipped shapefile and says where."""

    def made(kind: str, frame, **options):
        path = tmp_path / f"map.{kind}"
        if kind == "gpkg":
            frame.to_file(path, layer=options.get("layer", "lsoas"))
        else:
            path.write_bytes(zipped(tmp_path, frame, **options))
        return path

    return made


def only(path):
    found, problems = _read(path)
    (reading,) = found.values()
    return reading, [*problems, *reading.problems]


@pytest.mark.parametrize("kind", ["gpkg", "zip"])
def test_a_layer_in_metres_is_put_into_degrees_and_its_names_kept(packed, kind):
    reading, problems = only(packed(kind, layer()))
    assert (reading.rows_read, reading.rows_kept, reading.rejects.height) == (3, 3, 0)
    told = reading.tables["boundaries"]
    assert told["layer"].unique().to_list() == ["lsoa"]
    assert dict(told.select("code", "name").iter_rows())["E01012662"] == "Blackpool 002A"
    assert told["name"].null_count() == 1
    assert told["authority"].unique().to_list() == ["E06000009"]
    for code, outline in told.select("code", "geometry").iter_rows():
        assert shapely.from_wkb(outline).equals_exact(shapely.Polygon(RINGS[code]), 1e-6) or shapely.from_wkb(
            outline
        ).normalize().equals_exact(shapely.Polygon(RINGS[code]).normalize(), 1e-6)
    assert [(problem.severity, problem.check) for problem in problems] == [("information", "reprojected")]
    assert "British National Grid" in problems[0].message


@pytest.mark.parametrize("kind", ["gpkg", "zip"])
def test_a_layer_in_degrees_says_nothing(packed, kind):
    reading, problems = only(packed(kind, layer(crs=4326)))
    assert reading.rows_kept == 3
    assert problems == []


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ({"WD24CD": ["E05015186"] * 3, "WD24NM": ["Anchorsholme"] * 3, "LAD24CD": ["E06000009"] * 3}, "ward"),
        ({"LAD24CD": ["E06000009"] * 3, "LAD24NM": ["Blackpool"] * 3}, "authority"),
        ({"lsoa21_code": list(RINGS), "ltla24_code": ["E06000009"] * 3}, "lsoa"),
    ],
)
def test_a_layer_is_known_by_its_columns(packed, columns, expected):
    reading, _ = only(packed("gpkg", layer(columns), layer="whatever it is called"))
    assert reading.tables["boundaries"]["layer"].to_list() == [expected] * 3


def test_several_layers_of_a_geopackage_are_read_and_an_unknown_one_named(tmp_path):
    path = tmp_path / "all.gpkg"
    layer().to_file(path, layer="lsoas")
    layer({"WD24CD": ["E05015186", "E05015187", "E05015188"]}).to_file(path, layer="wards")
    layer({"colour": ["red"] * 3}).to_file(path, layer="colours")
    found, problems = _read(path)
    assert found["boundaries"].tables["boundaries"].group_by("layer").len().sort("layer").rows() == [
        ("lsoa", 3),
        ("ward", 3),
    ]
    assert [(problem.check, problem.file) for problem in problems] == [("not-recognised", "/colours")]


@pytest.mark.parametrize("kind", ["gpkg", "zip"])
def test_what_is_no_outline_is_set_aside_with_its_number(packed, kind):
    outlines = [shapely.Polygon(RINGS["E01012662"]), None, shapely.Polygon([(0, 40), (1, 40), (1, 41), (0, 40)])]
    reading, _ = only(packed(kind, layer(outlines=outlines, crs=4326)))
    assert (reading.rows_read, reading.rows_kept) == (3, 1)
    assert [reason.split(":")[0] for reason in reading.rejects["reason"]] == ["feature 2", "feature 3"]


def test_a_shapefile_without_its_coordinates_in_metres_is_set_aside_whole(packed):
    reading, problems = only(packed("zip", layer(), leave_out=("prj",)))
    assert (reading.rows_read, reading.rows_kept) == (3, 0)
    assert problems[0].check == "no-coordinates"
    assert "outside Great Britain in degrees" in reading.rejects["reason"][0]


@pytest.mark.parametrize(("missing", "words"), [(("dbf",), ".dbf is missing"), (("shx", "dbf"), ".shx and .dbf")])
def test_a_shapefile_without_its_parts_is_refused(packed, missing, words):
    found, (problem,) = _read(packed("zip", layer(), leave_out=missing))
    assert not found
    assert (problem.severity, problem.check, problem.file) == ("blocker", "shapefile-parts", "/maps/lsoas.shp")
    assert words in problem.message


def test_a_shapefile_outside_an_archive_is_not_read_and_the_mend_is_told(tmp_path):
    layer().to_file(tmp_path / "lsoas.shp")
    (problem,) = opened(tmp_path / "lsoas.shp")
    assert problem.check == "not-read"
    assert "one zip" in problem.mend


def test_parts_with_a_path_that_leads_out_are_left_alone(packed):
    found, problems = _read(packed("zip", layer(), below="../"))
    assert not found
    assert "leads out of the archive" in problems[0].message


def test_without_the_packages_the_extra_is_named_and_the_map_read_once_they_are_there(packed, tmp_path, monkeypatch):
    path = packed("gpkg", layer())
    monkeypatch.setattr(layers, "available", lambda: False)
    found, (problem,) = _read(path)
    assert not found
    assert (problem.severity, problem.check) == ("warning", "needs-geo")
    assert "extra geo" in problem.mend


def test_a_version_of_the_readers_without_the_packages_is_another(monkeypatch):
    from assessment.store import wanted

    able = wanted.reader_version.__wrapped__()
    monkeypatch.setattr(wanted.importlib.util, "find_spec", lambda name: None)
    assert wanted.reader_version.__wrapped__() != able


@pytest.mark.parametrize("kind", ["gpkg", "zip"])
def test_a_map_gives_the_store_what_geojson_gives(packed, tmp_path, monkeypatch, kind):
    area = Area(slug="here", name="Here", authorities=("E06000009",), year="2014/15")
    told = {}
    for name in ("map", "geojson"):
        monkeypatch.setenv("ASSESSMENT_PROCESSED", str(tmp_path / f"processed {name}"))
        raw = tmp_path / f"raw {name}"
        raw.mkdir()
        frame = layer(crs=4326)
        if name == "map":
            packed(kind, frame).rename(raw / f"map.{kind}")
        else:
            (raw / "map.geojson").write_text(frame.to_json())
        told[name] = store.prepare(area, raw).polars("boundaries").sort("code")
    columns = ["layer", "code", "name", "authority"]
    assert told["map"].select(columns).equals(told["geojson"].select(columns))
    for one, other in zip(told["map"]["geometry"], told["geojson"]["geometry"], strict=True):
        assert shapely.from_wkb(one).equals(shapely.from_wkb(other))


def test_something_else_with_the_name_of_a_map_is_told_for_what_it_is(tmp_path):
    (tmp_path / "page.gpkg").write_text("<!doctype html><p>Not found</p>")
    (tmp_path / "elsewhere.gpkg").write_text('<OGRVRTDataSource><OGRVRTLayer name="x"/></OGRVRTDataSource>')
    (page,) = opened(tmp_path / "page.gpkg")
    assert page.check == "web-page"
    found, (problem,) = _read(tmp_path / "elsewhere.gpkg")
    assert not found
    assert problem.check == "not-recognised"  # never handed to a library that would follow where it points


@pytest.mark.parametrize("kind", ["gpkg", "zip"])
def test_a_map_cut_short_is_told_of(packed, kind):
    path = packed(kind, layer())
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 3])
    found, problems = _read(path)
    assert not found
    assert [problem.check for problem in problems] == ["damaged"]


@pytest.fixture(scope="module")
def samples(tmp_path_factory):
    folder = tmp_path_factory.mktemp("samples")
    layer().to_file(folder / "map.gpkg", layer="lsoas")
    return {"gpkg": (folder / "map.gpkg").read_bytes(), "zip": zipped(folder, layer())}


DAMAGE = st.lists(st.tuples(st.floats(0, 1), st.binary(min_size=1, max_size=8)), max_size=5)


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(["gpkg", "zip"]), DAMAGE)
def test_a_damaged_map_neither_fails_nor_loses_an_outline(samples, tmp_path_factory, kind, damage):
    data = bytearray(samples[kind])
    for place, piece in damage:
        start = 16 + int(place * (len(data) - 40))
        data[start : start + len(piece)] = piece
    path = tmp_path_factory.mktemp("damaged") / f"map.{kind}"
    path.write_bytes(bytes(data))
    found, problems = _read(path)
    for reading in found.values():
        assert reading.rows_kept + reading.rejects.height == reading.rows_read
    assert found or problems


def test_the_geojson_of_a_layer_is_whole(packed):
    (raw,) = opened(packed("gpkg", layer({"LSOA21CD": ['E"0\n', "é", None]}, crs=4326)))
    told = json.loads(raw.data)["features"]
    assert [feature["properties"]["LSOA21CD"] for feature in told] == ['E"0\n', "é", None]
    assert raw.name == "/lsoas"
    assert pl.Series(raw.columns).to_list() == ["lsoa21cd"]
