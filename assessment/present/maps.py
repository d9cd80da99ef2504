"""A map of shaded places.

At most five classes, outlined, with the legend in words and the ten worst beside it.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from assessment.present import alt, marks, shapes, style
from assessment.present.classes import DECILES, Classes, classify
from assessment.present.columns import numeric, shown
from assessment.present.drawing import (
    BACKED,
    Sheet,
    in_house_style,
    picture,
    rows_down,
    side_names,
    text_width,
    top_title,
    write,
)
from assessment.present.pictures import Picture, Words
from assessment.present.wording.numbers import counted, number, ordinal

if TYPE_CHECKING:
    import geopandas as gpd

WORST = 10
HEIGHT = 620
MAP_WIDTH, STRIP = 340, 0.075  # of the map's half of the sheet in pixels; of its height, for scale and north


def _sheet(bounds: np.ndarray, corners: int) -> tuple[Sheet, Axes, Axes, Axes]:
    """A sheet with the map on the left, legend over the ten worst on the right."""
    wide, high = bounds[2] - bounds[0], bounds[3] - bounds[1]
    height = int(np.clip(MAP_WIDTH * (high / wide) * (1 + STRIP), 380, HEIGHT))
    figure = Figure(figsize=(style.WIDTH / 72, height / 72), dpi=72, layout="constrained")
    grid = figure.add_gridspec(2, 2, width_ratios=[1.15, 1], height_ratios=[150, height - 150])
    axes = [figure.add_subplot(grid[:, 0]), figure.add_subplot(grid[0, 1]), figure.add_subplot(grid[1, 1])]
    return Sheet(figure, png=corners > style.MARKS), *axes


def _pixel(drawn: Sheet, places: "gpd.GeoDataFrame") -> float:
    """How long a pixel is on the map, in metres."""
    _, low, _, high = places.total_bounds
    return (high - low) / (drawn.figure.get_figheight() * 72)


def _frame_map(ax: Axes, bounds: np.ndarray) -> None:
    """Equal scales, and a strip below the shapes for the scale bar and the north arrow."""
    left, low, right, high = bounds
    ax.set_xlim(left - (right - left) * 0.02, right + (right - left) * 0.02)
    ax.set_ylim(low - (high - low) * STRIP, high + (high - low) * 0.01)
    ax.set_aspect("equal", anchor="NW")
    ax.set_axis_off()


def _scale_and_north(ax: Axes, bounds: np.ndarray) -> None:
    left, low, right, high = bounds
    length, y = shapes.scale_length(right - left), low - (high - low) * STRIP * 0.72
    ax.plot([left, left + 1000 * length], [y, y], color=style.INK, linewidth=3, solid_capstyle="butt")
    told = f"{number(length, 1 if length < 1 else 0)} km"
    write(ax, told, (left, y), (0, 11), ha="left", fontsize=style.SMALL)
    arrow = {"arrowstyle": "-|>", "color": style.INK, "linewidth": 1.5, "shrinkA": 0, "shrinkB": 0}
    ax.annotate("", (right, y), (0, -16), textcoords="offset points", arrowprops=arrow, annotation_clip=False)
    write(ax, "N", (right, y), (0, 8), ha="center", weight="bold")


def _shade(ax: Axes, places: "gpd.GeoDataFrame", made: Classes) -> None:
    colours = [made.shades[int(at)] if np.isfinite(at) else "white" for at in made.of]
    places.plot(ax=ax, color=colours, edgecolor=style.REST, linewidth=0.6)
    bare = places[~np.isfinite(made.of)]
    if len(bare):
        bare.plot(ax=ax, facecolor="none", edgecolor=style.REST, hatch="////", linewidth=0.35)


def _name_places(ax: Axes, outlines: "gpd.GeoDataFrame", names: Sequence[str], pixel: float) -> None:
    """Names in the middle of their shapes; one that would cover another is moved up or down beside it."""
    taken: list[tuple[float, float, float]] = []
    for name in names:
        found = outlines[outlines["name"] == name]
        if found.empty:
            continue
        point = found.geometry.iloc[0].representative_point()
        half = text_width(name, style.SMALL) * pixel / 2 + 4 * pixel
        for shift in (0, 17, -17, 34, -34):
            y = point.y + shift * pixel
            if all(abs(point.x - x) > half + wide or abs(y - at) > 16 * pixel for x, at, wide in taken):
                break
        taken.append((point.x, y, half))
        write(ax, name, (point.x, y), ha="center", fontsize=style.SMALL, weight="bold", bbox=BACKED)


def _legend(ax: Axes, made: Classes, what: str, places: tuple[str, str]) -> None:
    """The classes in words, the darkest first, each with the number of places in it."""
    ax.set_axis_off()
    rows = list(zip(made.shades, made.words, made.counts, strict=True))[::-1]
    bare = int((~np.isfinite(made.of)).sum())
    rows += [("white", "not available or suppressed", bare)] if bare else []
    ax.set_xlim(0, 100)
    ax.set_ylim(6.2, -0.6)
    for at, (colour, told, count) in enumerate(rows):
        look = {"facecolor": colour, "edgecolor": style.INK, "linewidth": 0.6}
        ax.add_patch(Rectangle((0, at - 0.32), 9, 0.64, hatch="////" if colour == "white" else None, **look))
        write(ax, f"{told} ({counted(count, *places)})", (11, at), ha="left")
    top_title(ax, what, 270)


def _bare(ax: Axes, rows: int, title: str) -> None:
    ax.set(xlabel="", ylabel="")
    ax.set_xticks([])
    ax.spines["bottom"].set_visible(False)
    ax.grid(False)
    rows_down(ax, rows)
    top_title(ax, title, 250)


def _worst(ax: Axes, rows: pd.DataFrame, shade: str, told: list[str], title: str) -> None:
    """The ten with most as bars, what they have at the end of each."""
    places = [str(at) for at in range(len(rows))]
    sns.barplot(x=rows["v"].to_numpy(), y=places, color=shade, saturation=1, width=0.62, ax=ax)
    ax.set_xlim(0, rows["v"].max() * 1.35 or 1)
    _bare(ax, len(rows), title)
    side_names(ax, rows["name"], width=20)
    for at, value in enumerate(rows["v"]):
        write(ax, told[at], (value, at), (5, 0), ha="left")


def _first(ax: Axes, rows: pd.DataFrame, title: str) -> None:
    """The first ten by rank as a list: a bar of a rank would say nothing."""
    ax.set_xlim(0, 1)
    _bare(ax, WORST, title)
    side_names(ax, [f"{at}. {name}" for at, name in enumerate(rows["name"], 1)], width=24)
    for at, rank in enumerate(rows["rank"]):
        write(ax, ordinal(int(rank)), (0, at), (5, 0), ha="left", weight="bold")


def _beside(ax: Axes, rows: pd.DataFrame, made: Classes, places: tuple[str, str], form: dict[str, object]) -> None:
    """The ten worst: by rank where ranks are known, by value otherwise, none where less is worse."""
    if rows["rank"].notna().any():
        found = rows.nsmallest(WORST, "rank").reset_index(drop=True)
        return _first(ax, found, f"The {number(len(found))} most deprived {places[1]}, rank in England")
    if form.pop("turned") or not rows["v"].notna().any():
        return ax.set_axis_off()
    found = rows[rows["v"].notna()].nlargest(WORST, "v").reset_index(drop=True)
    told = [number(value, form["decimals"]) + form["suffix"] for value in found["v"]]
    return _worst(ax, found, made.shades[-1], told, f"The {number(len(found))} {places[1]} with most")


def _alt(rows: pd.DataFrame, made: Classes, subtitle: str, places: tuple[str, str], form: dict[str, object]) -> str:
    """Named classes are counted; otherwise the least and the most are told."""
    if not form["named"]:
        values = rows["v"].tolist()
        return alt.of_categories(
            "Map", subtitle, rows["name"], values, decimals=form["decimals"], suffix=form["suffix"]
        )
    pairs = list(zip(made.words, made.counts, strict=True))[::-1]
    told = [
        f"{counted(pairs[0][1], *places)} in {pairs[0][0]}",
        *(f"{number(n)} in {word}" for word, n in pairs[1:]),
    ]
    return alt.sentence(f"Map: {subtitle.rstrip('.')}. {alt.listed(told)}")


def _rows(shaped: "gpd.GeoDataFrame", values: "pd.Series | pd.DataFrame", ranks: pd.Series | None) -> pd.DataFrame:
    """One row a shape, in the order of the shapes: code, name, value as given, `v` as a number, rank."""
    if isinstance(values, pd.DataFrame):
        values = values.set_index("code")["value"]
    rows = pd.DataFrame(shaped[["code", "name"]])
    rows["value"] = values.astype("object").reindex(rows["code"]).to_numpy()
    rows["v"] = numeric(rows["value"])
    rows["rank"] = np.nan if ranks is None else numeric(ranks.reindex(rows["code"])).to_numpy()
    return rows


def _table(rows: pd.DataFrame, what: str, place: str, turned: bool) -> pd.DataFrame:
    """Every place, the worst first."""
    by = ["rank", "v"] if rows["rank"].notna().any() else ["v"]
    rows = rows.sort_values(by, ascending=turned or len(by) > 1, na_position="last", kind="stable")
    data = {place: rows["name"], "Code": rows["code"], what: shown(rows["value"]).set_axis(rows.index)}
    data |= {"Rank": rows["rank"]} if len(by) > 1 else {}
    return pd.DataFrame(data).reset_index(drop=True)


@in_house_style
def choropleth(
    boundaries: "pd.DataFrame | Path | str",
    values: "pd.Series | pd.DataFrame",
    *,
    what: str = "",
    places: tuple[str, str] = ("LSOA", "LSOAs"),
    classes: int | str = 5,
    scheme: str = "equal count",
    breaks: Sequence[float] | None = None,
    labels: Sequence[str] | None = None,
    worst: str = "most",
    ranks: pd.Series | None = None,
    outlines: "pd.DataFrame | Path | str | None" = None,
    named: Sequence[str] = (),
    decimals: int = 0,
    suffix: str = "",
    **words: Unpack[Words],
) -> Picture:
    """Places shaded by a value, the ten worst beside them, all of them in the table behind.

    `boundaries`: code, name, geometry (WKB in WGS84), or a GeoJSON file. `values`: a series by code, or
    code and value. `classes` is a number (five at most) made by `scheme` (equal count, natural), or
    "deciles", 1 being the most deprived; or give `breaks` (upper edges) with `labels` in words. `worst`
    ("most", "least") is drawn dark; `ranks` (by code, 1 the worst) are listed beside the map. `outlines`
    are drawn over the places, the ones in `named` with their names. `places` is what one and several of
    them are called; `what` heads the legend.
    """
    if classes == "deciles":
        breaks, labels, worst, what = *DECILES.values(), "least", what or "Decile of deprivation in England"
    shaped, turned = shapes.in_metres(boundaries), worst == "least"
    rows, form = _rows(shaped, values, ranks), {"decimals": decimals, "suffix": suffix}
    kind = {"classes": 5 if breaks else int(classes), "scheme": scheme, "breaks": breaks, "labels": labels}
    made = classify(rows["v"].to_numpy(), **kind, **form)
    made = made.turned() if turned else made
    layers = [shaped] if outlines is None else [shaped, shapes.in_metres(outlines)]
    drawn = _draw(layers, made, named, what or "Value", places)
    if rows["rank"].notna().any():
        marks.mark(drawn.figure.axes[0], shaped.loc[rows.nsmallest(WORST, "rank").index], _pixel(drawn, shaped))
    _beside(drawn.figure.axes[2], rows, made, places, {**form, "turned": turned})
    told = _alt(rows, made, words["subtitle"], places, {**form, "named": labels is not None})
    return picture(drawn, _table(rows, what or "Value", places[0], turned), told, words, decimals)


def _draw(
    layers: "list[gpd.GeoDataFrame]", made: Classes, named: Sequence[str], what: str, places: tuple[str, str]
) -> Sheet:
    """The map and its legend; the third axes are left for the ten worst."""
    bounds = layers[0].total_bounds
    drawn, ax, legend, _ = _sheet(bounds, shapes.marks(*layers))
    _shade(ax, layers[0], made)
    if len(layers) > 1:
        layers[1].boundary.plot(ax=ax, color=style.INK, linewidth=1.4)
        _name_places(ax, layers[1], named, _pixel(drawn, layers[0]))
    _frame_map(ax, bounds)
    _scale_and_north(ax, bounds)
    _legend(legend, made, what, places)
    return drawn
