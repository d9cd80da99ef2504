"""Colours that a picture tells apart stay apart for colour-blind readers and in grey print, or more than colour tells.

The simulation of colour blindness: the matrices of Machado, Oliveira and Fernandes (2009), A physiologically-based
model for simulation of color vision deficiency, IEEE Trans. Visualization and Computer Graphics 15(6), severity 1.
Distances are CIE 1976 in L*a*b* under D65; about 2 is just seen side by side.
"""

import itertools
import re

import numpy as np
import pandas as pd
import pytest

from assessment.periods import months_between
from assessment.present import charts, style
from assessment.present.charts import grids, lines
from assessment.present.charts.opinions import _colours

BLINDNESS = {
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
    "grey print": ((0.2126, 0.7152, 0.0722),) * 3,
    "full sight": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
}
APART = 11  # of areas that touch
TO_XYZ = ((0.4124564, 0.3575761, 0.1804375), (0.2126729, 0.7151522, 0.0721750), (0.0193339, 0.1191920, 0.9503041))
WHITE = (0.95047, 1, 1.08883)
# Areas beside each other whose colour says what they are.
PAIRS = {
    "risen or fallen": (style.ACCENT, style.TURQUOISE),
    "clear or not": (style.ACCENT, style.REST),
    "complete or part": tuple(list(grids.STATES.values())[:2]),
    "part or missing": tuple(list(grids.STATES.values())[1:]),
    **{
        f"{count} answers, {at}": pair
        for count, against in ((3, 1), (4, 2), (5, 2))
        for at, pair in enumerate(itertools.pairwise(_colours("x" * count, against, count - 2 * against)), 1)
        if count % 2 or at != against  # where there is no answer between for and against, a line stands there
    },
    **{
        f"class {at} of {count}": pair
        for count in range(2, 6)
        for at, pair in enumerate(itertools.pairwise(style.steps(count)), 1)
    },
}  # fmt: skip
WORDS = {"title": "Crime fell in 2014/15", "subtitle": "Offences, Blackpool, 2014/15", "source": "Recorded crime"}
MONTHS = months_between("2013-04", "2015-03")


def linear(colour: str) -> np.ndarray:
    parts = np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def lab(colour: str, sight: str) -> np.ndarray:
    seen = np.clip(np.array(BLINDNESS[sight]) @ linear(colour), 0, 1)
    ratio = np.array(TO_XYZ) @ seen / WHITE
    x, y, z = np.where(ratio > (6 / 29) ** 3, np.cbrt(ratio), ratio / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def distance(one: str, other: str, sight: str) -> float:
    return float(np.linalg.norm(lab(one, sight) - lab(other, sight)))


@pytest.mark.parametrize("sight", BLINDNESS)
def test_white_and_black_look_the_same_to_everybody(sight):
    assert lab("#FFFFFF", sight) == pytest.approx([100, 0, 0], abs=0.05)
    assert lab("#000000", sight) == pytest.approx([0, 0, 0], abs=0.05)


def test_the_simulation_brings_red_and_green_together_and_leaves_blue_and_yellow():
    red, green = "#C05030", "#707820"
    assert distance(red, green, "full sight") > 45 > 20 > distance(red, green, "deuteranopia")
    assert distance("#0000FF", "#FFFF00", "deuteranopia") > 150


@pytest.mark.parametrize("sight", BLINDNESS)
@pytest.mark.parametrize("pair", PAIRS)
def test_areas_that_touch_stay_apart(pair, sight):
    assert distance(*PAIRS[pair], sight) >= APART


def test_charts_use_the_colours_that_are_tested_here():
    rows = pd.DataFrame({"category": ["a", "b"], "difference": [5, -3]})
    drawn = charts.contributions(rows, total=2, **WORDS).image
    assert {style.ACCENT.lower(), style.TURQUOISE.lower()} <= set(re.findall(r"#[0-9a-f]{6}", drawn))


def dashes(picture) -> set[str]:
    """How the lines of a picture that carry points are broken."""
    found = re.findall(r"<path [^>]*>", picture.image)
    wide = [one for one in found if re.search(r'stroke-width="[23](\.\d+)?"', one) and 'fill="none"' in one]
    return {(re.search(r'stroke-dasharray="([^"]*)"', one) or ["", "whole"])[1] for one in wide}


def test_lines_differ_by_more_than_their_colour():
    counts = pd.Series(range(100, 124), index=MONTHS, dtype=float)
    assert len(dashes(charts.month_line(counts, year="2014/15", measure="asb", **WORDS))) == 2
    areas = pd.DataFrame({name: [at, at + 2.0, at + 1] for at, name in enumerate("abcd")}, index=["x", "y", "z"])
    assert len(dashes(charts.year_line(areas, ours="a", axis="Rate", **WORDS))) == 4
    assert len(dashes(charts.rank_line(areas + 1, ours="a", **WORDS))) == 4
    assert len(set(lines.DASHES)) == len(lines.OTHERS) and "-" not in lines.DASHES
