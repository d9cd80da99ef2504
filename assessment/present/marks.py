"""The marks that tie the places on a map to the list beside it."""

from typing import TYPE_CHECKING

from matplotlib.axes import Axes

from assessment.present import style
from assessment.present.drawing import BACKED, write

if TYPE_CHECKING:
    import geopandas as gpd

WIDE, HIGH = 20, 17  # pixels that the number of a place needs
AWAY = ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1))
SHIFTS = ((0, 0), *((x * far, y * far) for far in (24, 38, 52, 66) for x, y in AWAY))


def mark(ax: Axes, places: "gpd.GeoDataFrame", pixel: float) -> None:
    """Outline some places and number them 1, 2, … in their order; `pixel` is its length on the map.

    A number that would cover another stands beside its place, with a line to it.
    """
    places.boundary.plot(ax=ax, color=style.ORANGE, linewidth=1.8)
    points = [(point.x, point.y) for point in places.geometry.representative_point()]
    for number, (point, at) in enumerate(zip(points, _spread(points, pixel), strict=True), 1):
        if at != point:
            ax.plot(*zip(point, at, strict=True), color=style.INK, linewidth=0.8)
        write(ax, str(number), at, ha="center", fontsize=style.SMALL, weight="bold", bbox=BACKED)


def _spread(points: list[tuple[float, float]], pixel: float) -> list[tuple[float, float]]:
    """Where each number stands: in its place, else in the nearest spot that is free of the numbers before it."""
    taken: list[tuple[float, float]] = []
    for x, y in points:
        spots = [(x + right * pixel, y + up * pixel) for right, up in SHIFTS]
        taken.append(next((spot for spot in spots if not any(_meet(spot, other, pixel) for other in taken)), (x, y)))
    return taken


def _meet(one: tuple[float, float], other: tuple[float, float], pixel: float) -> bool:
    apart = [abs(a - b) / pixel for a, b in zip(one, other, strict=True)]
    return apart[0] < WIDE and apart[1] < HIGH
