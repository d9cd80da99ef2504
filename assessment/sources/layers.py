"""Maps in GeoPackages and zipped shapefiles: each layer becomes GeoJSON in WGS84, through the packages of extra geo."""

import importlib.util
import io
import json
import warnings
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from assessment.sources.base import Problem, RawFile
from assessment.sources.folder import GEOPACKAGE

if TYPE_CHECKING:
    import geopandas

SHAPEFILE = ".shp"
# A file is what its first bytes say: a library that looks for itself could be led to other files.
STARTS = {GEOPACKAGE: b"SQLite format 3\0", SHAPEFILE: b"PK\x03\x04"}
PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
NEEDED = PARTS[:3]
WGS84 = 4326
AGAIN = "Download it again, or save the layer as GeoJSON in WGS84."
INSTALL = "Install the project with its extra geo (geopandas), or save the layer as GeoJSON in WGS84."


def available() -> bool:
    """Are the packages there that read such maps?"""
    return importlib.util.find_spec("geopandas") is not None


def is_map(called: str, data: bytes) -> bool:
    """Is this a GeoPackage, or a shapefile bundled by `bundled`, by its name and by its first bytes?"""
    return any(called.lower().endswith(name) and data.startswith(start) for name, start in STARTS.items())


def bundled(archive: zipfile.ZipFile, member: zipfile.ZipInfo, others: Iterable[zipfile.ZipInfo]) -> bytes:
    """The parts of a shapefile alone, as a zip in memory; `others` are the sound members of its archive."""
    path = PurePosixPath(member.filename)
    parts = {other.filename.lower(): other for other in others}
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as bundle:
        for ending in PARTS:
            part = parts.get(str(path.with_suffix(ending)).lower())
            if part:
                bundle.writestr(f"layer{ending}", archive.read(part))
    return made.getvalue()


def maps(data: bytes, name: str) -> Iterator[RawFile | Problem]:
    """The layers of a map, those of a GeoPackage named `name/layer`; a problem for what cannot be opened."""
    fault = _fault(data, name)
    if fault:
        yield fault
        return
    import pyogrio

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the library, on how the file is written
        try:
            layers = [str(layer) for layer, kind in pyogrio.list_layers(data) if kind is not None]
            for layer in layers:
                yield _layer(pyogrio.read_dataframe(data, layer=layer), _called(data, name, layer))
        except (RuntimeError, ValueError, OSError) as error:
            yield Problem("blocker", "damaged", f"the map is damaged or cut short: {str(error)[:80]}", AGAIN, name)
            return
    if not layers:
        yield Problem("information", "no-layer", "the file holds no layer of outlines", "", name)


def _fault(data: bytes, name: str) -> Problem | None:
    """Why a map cannot be opened at all."""
    if data.startswith(STARTS[SHAPEFILE]):
        with zipfile.ZipFile(io.BytesIO(data)) as bundle:
            missing = [ending for ending in NEEDED if f"layer{ending}" not in bundle.namelist()]
        if missing:
            message = f"the shapefile's {' and '.join(missing)} is missing beside it"
            return Problem("blocker", "shapefile-parts", message, "Zip all of the layer's files together.", name)
    if not available():
        return Problem(
            "warning", "needs-geo", "a map of this kind is read by packages that are not here", INSTALL, name
        )
    return None


def _called(data: bytes, name: str, layer: str) -> str:
    return name if data.startswith(STARTS[SHAPEFILE]) else f"{name}/{layer}"


def _layer(frame: "geopandas.GeoDataFrame", name: str) -> RawFile:
    """A layer as GeoJSON in degrees, with a note on the coordinates in which it came."""
    note = None
    if frame.crs is None:
        message = "the layer does not say in which coordinates it is; they were taken for degrees (WGS84)"
        note = Problem("warning", "no-coordinates", message, "Save it with its coordinate system (.prj).", name)
    elif frame.crs.to_epsg() != WGS84:
        message = f"the layer came in {frame.crs.name} and was put into degrees (WGS84)"
        note = Problem("information", "reprojected", message, "", name)
        frame = frame.to_crs(WGS84)
    header = tuple(str(column) for column in frame.columns if column != frame.geometry.name)
    return RawFile(name, _geojson(frame, header), header, "geojson", notes=(note,) if note else ())


def _geojson(frame: "geopandas.GeoDataFrame", header: tuple[str, ...]) -> bytes:
    import shapely

    told = [[None if cell is None else str(cell) for cell in _texts(frame[name])] for name in header]
    outlines = shapely.to_geojson(frame.geometry.to_numpy())
    features = (
        f'{{"type": "Feature", "properties": {json.dumps(dict(zip(header, cells, strict=True)))}, '
        f'"geometry": {outline or "null"}}}'
        for outline, *cells in zip(outlines, *told, strict=True)
    )
    return f'{{"type": "FeatureCollection", "features": [{", ".join(features)}]}}'.encode()


def _texts(column: Iterable) -> list:
    return list(column.astype(object).where(column.notna(), None))
