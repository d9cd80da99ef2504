"""Maps: classes, outlines, legend in words, scale and north, the table behind, room for text."""

import sys

import numpy as np
import pandas as pd
import pytest
from drawn import faults, page, recorded

from assessment.errors import AssessmentError
from assessment.present import shapes, style
from assessment.present.classes import classify
from assessment.present.maps import choropleth

geopandas = pytest.importorskip("geopandas", reason="maps need the geo extra")
shapely = pytest.importorskip("shapely", reason="maps need the geo extra")

WORDS = {"title": "Crime is in few places", "subtitle": "Offences by LSOA, 2014/15", "source": "Recorded crime"}
SIDE = 0.01  # of a square, in degrees: about 0.7 by 1.1 km


def squares(count: int, wide: int = 4) -> pd.DataFrame:
    """A block of squares near Blackpool, as the canonical boundaries are: WKB in WGS84."""
    corners = [(-3.05 + SIDE * (n % wide), 53.80 + SIDE * (n // wide)) for n in range(count)]
    boxes = [shapely.box(x, y, x + SIDE, y + SIDE) for x, y in corners]
    codes = [f"E0100000{n:02d}" for n in range(count)]
    return pd.DataFrame(
        {"code": codes, "name": [f"Place {n}" for n in range(count)], "geometry": shapely.to_wkb(boxes)}
    )


@pytest.fixture
def grid() -> pd.DataFrame:
    return squares(24)


def values(boundaries: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame({"code": boundaries["code"], "value": np.arange(len(boundaries)) * 10})


def legend(picture) -> list[str]:
    return [text.text for text in page(picture).iter("text") if "(" in (text.text or "")]


def test_equal_classes_hold_equal_numbers_and_are_named_by_their_ends(grid):
    picture = choropleth(grid, values(grid).head(20), what="Offences", **WORDS)
    told = [f"{a} to {a + 30} (4 LSOAs)" for a in (160, 120, 80, 40, 0)]
    assert legend(picture) == [*told, "not available or suppressed (4 LSOAs)"]


def test_every_place_is_drawn_once_and_outlined(grid):
    figure = page(choropleth(grid, values(grid), what="Offences", **WORDS))
    drawn = [p for p in figure.iter("path") if p.get("stroke") == style.REST.lower() and p.get("fill")]
    assert len(drawn) == 24
    assert {p.get("fill") for p in drawn} == {shade.lower() for shade in style.SEQUENTIAL}


def test_text_has_room_and_scale_and_north_are_there(grid, monkeypatch):
    outlines = pd.DataFrame({"code": ["W1"], "name": ["Bloomfield"], "geometry": [grid["geometry"].iloc[9]]})
    with recorded(monkeypatch) as lines:
        choropleth(grid, values(grid), what="Offences", outlines=outlines, named=["Bloomfield", "Nowhere"], **WORDS)
    assert faults(lines) == []
    told = {line.text for line in lines}
    assert {"N", "1 km", "Bloomfield", "Offences", "The 10 LSOAs with most"} <= told
    assert "Nowhere" not in told


def test_the_ten_worst_are_beside_the_map_and_all_in_the_table(grid):
    picture = choropleth(grid, values(grid), what="Offences", **WORDS)
    beside = [text.text for text in page(picture).iter("text") if (text.text or "").startswith("Place")]
    assert beside == [f"Place {n}" for n in range(23, 13, -1)]
    rows = page(picture).findall(".//tbody/tr")
    assert len(rows) == 24
    assert [cell.text for cell in rows[0]] == ["Place 23", "E010000023", "230"]


def test_deciles_are_five_classes_in_words_the_most_deprived_dark(grid):
    deciles = pd.Series([1] * 10 + [2] * 5 + [3, 4, 5, 7, 8, 9, 10, 10, 10], index=grid["code"])
    ranks = pd.Series(range(100, 124), index=grid["code"])
    picture = choropleth(grid, deciles, classes="deciles", ranks=ranks, **WORDS)
    assert legend(picture)[0] == "decile 1, the most deprived tenth (10 LSOAs)"
    dark = [p for p in page(picture).iter("path") if p.get("fill") == style.SEQUENTIAL[-1].lower()]
    assert len(dark) == 10 + 1  # and its box in the legend
    assert "10 LSOAs in decile 1, the most deprived tenth, 5 in decile 2" in picture.alt
    assert "100th" in {text.text for text in page(picture).iter("text")}
    assert picture.data["Rank"].tolist() == list(range(100, 124))


def test_the_ten_most_deprived_are_numbered_on_the_map_as_in_the_list(grid, monkeypatch):
    deciles, ranks = pd.Series(1, index=grid["code"]), pd.Series(range(1, len(grid) + 1), index=grid["code"])
    with recorded(monkeypatch) as lines:
        figure = page(choropleth(grid, deciles, classes="deciles", ranks=ranks, **WORDS))
    written = [text.text_content() for text in figure.iter("text")]
    names = ranks.sort_values().index.map(dict(zip(grid["code"], grid["name"], strict=True)))
    for at in range(1, 11):
        assert str(at) in written and f"{at}. {names[at - 1]}" in written
    assert faults(lines) == []


def test_numbers_of_places_that_lie_together_stand_apart():
    from assessment.present.marks import HIGH, WIDE, _spread

    spots = _spread([(float(n), 0.0) for n in range(10)], pixel=1.0)
    apart = [(abs(a[0] - b[0]), abs(a[1] - b[1])) for n, a in enumerate(spots) for b in spots[:n]]
    assert spots[0] == (0, 0) and all(x >= WIDE or y >= HIGH for x, y in apart)


def test_suppressed_places_are_hatched_and_not_told(grid):
    hidden = values(grid).astype({"value": "object"})
    hidden.loc[23, "value"] = "[c]"
    picture = choropleth(grid, hidden, what="Offences", **WORDS)
    assert "230" not in page(picture).text_content()
    assert "not available or suppressed (1 LSOA)" in legend(picture)
    assert page(picture).findall(".//tbody/tr")[-1].findall("td")[1].text_content() == "[c]"


def test_nothing_known_is_said(grid):
    bare = values(grid).astype({"value": "object"}).assign(value="[c]")
    picture = choropleth(grid, bare, what="Offences", **WORDS)
    assert "No value can be shown" in picture.alt


def test_hostile_names_are_text(grid):
    grid["name"] = "<script>alert(1)</script>$x$\x1b[0m"
    figure = page(choropleth(grid, values(grid), what="<b>", **WORDS))
    assert figure.findall(".//script") == []
    assert "<script>alert(1)</script>$x$" in figure.text_content()


def test_many_corners_become_a_png():
    round_ones = squares(20)
    circles = [shapely.Point(-3 + 0.02 * n, 53.8).buffer(0.008, quad_segs=200) for n in range(20)]
    round_ones["geometry"] = shapely.to_wkb(circles)
    assert shapes.marks(shapes.in_metres(round_ones, tolerance=0)) > style.MARKS
    assert shapes.marks(shapes.in_metres(round_ones)) < style.MARKS


def test_a_geojson_file_will_do(tmp_path, grid):
    path = tmp_path / "places.geojson"
    made = geopandas.GeoDataFrame(grid[["code", "name"]], geometry=shapely.from_wkb(grid["geometry"]), crs=4326)
    made.to_file(path, driver="GeoJSON")
    one = choropleth(path, values(grid), what="Offences", **WORDS)
    assert one.data.equals(choropleth(grid, values(grid), what="Offences", **WORDS).data)


def test_shapes_are_in_metres_and_keep_their_neighbours(grid):
    made = shapes.in_metres(grid, tolerance=50)
    assert made.crs.to_epsg() == 27700
    assert made.total_bounds[0] == pytest.approx(330_800, abs=500)  # Blackpool's easting
    assert shapely.coverage_is_valid(made.geometry.to_numpy())


def test_no_shapes_is_an_error_that_says_so(grid):
    with pytest.raises(AssessmentError, match="no boundaries"):
        choropleth(grid.head(0), values(grid), what="Offences", **WORDS)


def test_without_the_geo_extra_the_mend_is_named(grid, monkeypatch):
    monkeypatch.setitem(sys.modules, "geopandas", None)
    with pytest.raises(AssessmentError, match="geo extra"):
        choropleth(grid, values(grid), what="Offences", **WORDS)


def test_classes_by_natural_breaks_part_the_clumps():
    clumps = np.array([1.0, 2, 3, 50, 51, 52, 900, 901])
    made = classify(clumps, classes=3, scheme="natural")
    assert made.of.tolist() == [0, 0, 0, 1, 1, 1, 2, 2]
    assert made.words == ["1 to 3", "50 to 52", "900 to 901"]


@pytest.mark.parametrize("same", [[7.0] * 9, [0.0] * 8 + [5.0]])
def test_repeated_values_make_fewer_classes(same):
    made = classify(np.array(same))
    assert sum(made.counts) == 9
    assert len(made.words) == len(made.shades) == len(set(same))


def test_given_breaks_are_upper_edges():
    made = classify(np.array([1.0, 2, 2.1, np.nan, 99]), breaks=[2, 10], labels=["few", "many"])
    assert made.of[[0, 1, 2, 4]].tolist() == [0, 0, 1, 1]
    assert np.isnan(made.of[3])
    with pytest.raises(ValueError, match="five classes"):
        classify(np.array([1.0]), breaks=[1, 2, 3, 4, 5, 6])
    with pytest.raises(ValueError, match="not a way"):
        classify(np.array([1.0, 2.0]), scheme="magic")


@pytest.mark.parametrize(("width", "length"), [(5000, 2), (70_000, 20), (2400, 0.5), (200, 0.1)])
def test_scale_bars_have_round_lengths(width, length):
    assert shapes.scale_length(width) == length
