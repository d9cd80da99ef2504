"""Boundaries in GeoJSON (WGS84) of LSOAs, wards or authorities, made WKB without a geographic library."""

import json
import re
import struct

import polars as pl

from assessment.sources.base import REJECTS, Format, RawFile, Reading, plain
from assessment.sources.tables import conformed

# The first pattern that a property matches says what the layer is and which property holds its codes.
LAYERS = {
    "lsoa": r"lsoa\d\d_?(code|cd)",
    "ward": r"(ward|wd)\d\d_?(code|cd)",
    "authority": r"(ltla|lad)\d\d_?(code|cd)",
}
AUTHORITY = r"(ltla|lad)\d\d_?(code|cd)|ladcd(_active)?"
BRITAIN = (-9.5, 49.0, 2.5, 61.5)  # west, south, east, north, in degrees


def recognise(raw: RawFile) -> bool:
    """The properties hold a code of an LSOA, a ward or an authority."""
    return bool(_layer(raw))


def read(raw: RawFile) -> Reading:
    """Read the features of a layer; one without a code or a sound outline is set aside under its number."""
    layer, code = _layer(raw)
    name = next((p for p in raw.header if plain(p) == _name(plain(code))), "")
    authority = next((p for p in raw.header if re.fullmatch(AUTHORITY, plain(p))), "")
    kept, rejects = [], []
    for place, feature in enumerate(json.loads(raw.data)["features"], 1):
        fault = _fault(feature, code)
        if fault:
            rejects.append((raw.name, None, code, f"feature {place}: {fault}"))
            continue
        properties = feature["properties"]
        kept.append(
            (
                layer,
                properties[code],
                properties.get(name),
                properties.get(authority),
                wkb(feature["geometry"]),
            )
        )
    frame = pl.DataFrame(kept, schema=["layer", "code", "name", "authority", "geometry"], orient="row")
    return Reading(
        tables=_tables(conformed(frame, "boundaries"), layer),
        rows_read=len(kept) + len(rejects),
        rows_kept=len(kept),
        rejects=pl.DataFrame(rejects, schema=REJECTS, orient="row"),
        release=f"{layer} outlines: {len(kept)}",
    )


def _tables(frame: pl.DataFrame, layer: str) -> dict[str, pl.DataFrame]:
    if layer != "lsoa":
        return {"boundaries": frame}
    known = frame.filter(pl.col("authority").is_not_null())
    lies = known.select("authority", lsoa="code", vintage=pl.lit(2000))
    return {"boundaries": frame, "lsoa_authority": conformed(lies, "lsoa_authority")}


def _layer(raw: RawFile) -> tuple[str, str] | None:
    for layer, pattern in LAYERS.items():
        for name in raw.header:
            if re.fullmatch(pattern, plain(name)):
                return layer, name
    return None


def _name(code: str) -> str:
    return re.sub(r"cd$", "nm", code.replace("_code", "_name"))


def _fault(feature: dict, code: str) -> str:
    """Why a feature cannot be used; empty where it can."""
    if not isinstance(feature, dict) or not re.fullmatch(
        r"[A-Z]\d{8}", str((feature.get("properties") or {}).get(code))
    ):
        return "has no code"
    geometry = feature.get("geometry") or {}
    if geometry.get("type") not in ("Polygon", "MultiPolygon"):
        return "is not an outline (a Polygon or a MultiPolygon)"
    try:
        return _ring_fault(_polygons(geometry))
    except (KeyError, TypeError, ValueError, IndexError):
        return "has an outline that cannot be read"


def _ring_fault(polygons: list) -> str:
    points = [point for rings in polygons for ring in rings for point in ring]
    if not points or any(len(ring) < 4 for rings in polygons for ring in rings):
        return "has a ring of fewer than four points"
    west, south, east, north = BRITAIN
    inside = all(west <= float(point[0]) <= east and south <= float(point[1]) <= north for point in points)
    return "" if inside else "lies outside Great Britain in degrees: save the layer in WGS84 (EPSG:4326)"


def _polygons(geometry: dict) -> list:
    return geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]


def wkb(geometry: dict) -> bytes:
    """A GeoJSON polygon or multipolygon as well-known binary, little endian, two dimensions."""
    if geometry["type"] == "MultiPolygon":
        parts = [_wkb_polygon(rings) for rings in geometry["coordinates"]]
        return struct.pack("<BII", 1, 6, len(parts)) + b"".join(parts)
    return _wkb_polygon(geometry["coordinates"])


def _wkb_polygon(rings: list) -> bytes:
    packed = [struct.pack("<BII", 1, 3, len(rings))]
    for ring in rings:
        flat = [float(number) for point in ring for number in point[:2]]
        packed.append(struct.pack(f"<I{len(flat)}d", len(ring), *flat))
    return b"".join(packed)


FORMATS = (Format("boundaries", ("code",), read, recognise, kind="geojson"),)
