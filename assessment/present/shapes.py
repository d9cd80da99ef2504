"""Boundaries made ready for a map: decoded, in metres, simplified to what a page can show."""

from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from assessment.errors import AssessmentError

if TYPE_CHECKING:
    import geopandas as gpd

BRITISH_GRID = 27700
LENGTHS = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50)  # of scale bars, in kilometres


def _geopandas() -> object:
    try:
        import geopandas
    except ImportError as error:
        what, mend = (
            "maps need geopandas and mapclassify",
            "Install the geo extra: pip install 'assessment[geo]'.",
        )
        raise AssessmentError(what, "assessment.present.maps", mend) from error
    return geopandas


def in_metres(boundaries: "pd.DataFrame | Path | str", tolerance: float | None = None) -> "gpd.GeoDataFrame":
    """Boundaries on the British National Grid, neighbours simplified together so that no gap opens.

    `boundaries`: a table with code, name and geometry (WKB in WGS84), or a GeoJSON file with properties
    `code` and `name`. `tolerance` is in metres, by default about a pixel. Raises AssessmentError where the
    geo extra is missing or there is no shape.
    """
    geopandas = _geopandas()
    import shapely

    if isinstance(boundaries, pd.DataFrame):
        made = geopandas.GeoSeries.from_wkb(list(boundaries["geometry"]), crs=4326)
        found = geopandas.GeoDataFrame(boundaries[["code", "name"]].reset_index(drop=True), geometry=made)
    else:
        found = geopandas.read_file(boundaries)[["code", "name", "geometry"]]
    if found.empty:
        what, mend = "there are no boundaries to draw", "Give the boundaries of the area's LSOAs or wards."
        raise AssessmentError(what, mend=mend)
    found = found.to_crs(BRITISH_GRID)
    low, high = found.total_bounds[[1, 3]]
    tolerance = (high - low) / 800 if tolerance is None else tolerance
    simple = shapely.coverage_simplify(found.geometry.to_numpy(), tolerance)
    return found.set_geometry(geopandas.GeoSeries(simple, crs=BRITISH_GRID))


def marks(*layers: "gpd.GeoDataFrame") -> int:
    """How many marks the layers come to in a picture: a corner is a twentieth of one."""
    import shapely

    return sum(int(shapely.get_num_coordinates(layer.geometry.to_numpy()).sum()) for layer in layers) // 20


def scale_length(width: float) -> float:
    """The length of a scale bar in kilometres for a map `width` metres wide: about a third of it."""
    return max((length for length in LENGTHS if length * 1000 <= width / 2.5), default=LENGTHS[0])
