"""Places against documented examples, published Knox tables, formulas from the papers, and exhaustive counting."""

import itertools

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from assessment.measures.spatial import contiguity, getis_ord, hotspot_stability, local_moran, near_repeat

# esda's reference, G_Local: six points, neighbours within 15 units.
POINTS = np.array([(10, 10), (20, 10), (40, 10), (15, 20), (30, 20), (30, 30)])
WITHIN = (np.linalg.norm(POINTS[:, None] - POINTS, axis=2) <= 15) & ~np.eye(6, dtype=bool)
VALUES = np.array([2, 3, 3.2, 5, 8, 7])


def test_gi_star_is_the_documented_one():
    # esda, G_Local, example with transform "B" and star=True (its tests fix the first to the digits given here).
    expected = [-1.39727626, -0.28917762, 0.65064964, -0.28917762, 1.23452088, 2.02424331]
    assert getis_ord(VALUES, WITHIN).statistic == pytest.approx(expected, abs=1e-8)


def lattice(rows, columns):
    """A chessboard's neighbours by side or corner, by their definition."""
    cells = list(itertools.product(range(rows), range(columns)))
    return np.array([[max(abs(a - c), abs(b - d)) == 1 for c, d in cells] for a, b in cells])


def gi_star(values, joined):
    """Ord and Getis (1995), equation 14 with the place itself, written out."""
    n, weights = len(values), joined + np.eye(len(values))
    spread = np.sqrt((values**2).mean() - values.mean() ** 2)
    total, squares = weights.sum(axis=1), (weights**2).sum(axis=1)
    return (weights @ values - values.mean() * total) / (spread * np.sqrt((n * squares - total**2) / (n - 1)))


@pytest.mark.parametrize("seed", range(3))
def test_gi_star_is_ord_and_getis_equation(seed):
    values = np.random.default_rng(seed).poisson(30, 48).astype(float)
    joined = lattice(6, 8)
    assert getis_ord(values, joined, permutations=99).statistic == pytest.approx(gi_star(values, joined), rel=1e-9)


def test_gi_star_p_is_two_sided_and_close_to_the_normal_one():
    values = np.random.default_rng(7).normal(100, 10, 400)
    joined = lattice(20, 20)
    found = getis_ord(values, joined)
    # Permutation conditions on the place's own value, so only the neighbours' part is random (Ord and Getis, Gi).
    n, k = len(values), joined.sum(axis=1)
    mean = (values.sum() - values) / (n - 1)
    spread = np.sqrt(((values**2).sum() - values**2) / (n - 1) - mean**2)
    z = (joined @ values - k * mean) / (spread * np.sqrt(k * (n - 1 - k) / (n - 2)))
    assert np.abs(found.p - 2 * stats.norm.sf(np.abs(z))).max() < 0.05
    assert (found.p < 0.05).mean() == pytest.approx(0.05, abs=0.03)


# Smith's ten places, which libpysal ships as "desmith" (from de Smith, Goodchild and Longley, "Geospatial analysis").
DE_SMITH = [2.24, 3.10, 4.55, -5.15, -4.39, 0.46, 5.54, 9.02, -2.09, -3.06]
JOINS = [(2, 4), (1, 5), (4, 7), (1, 3, 5, 8), (2, 4, 6, 9), (5, 10), (3, 8), (4, 7, 9), (5, 8, 10), (6, 9)]


def joined_of(joins):
    weights = np.zeros((len(joins), len(joins)))
    for place, others in enumerate(joins):
        weights[place, np.array(others) - 1] = 1
    return weights


def test_local_moran_sums_to_the_global_one_and_has_the_documented_quadrants():
    joined = joined_of(JOINS)
    found = local_moran(DE_SMITH, joined, level=0.999999)
    rows = joined / joined.sum(axis=1, keepdims=True)
    z = np.array(DE_SMITH) - np.mean(DE_SMITH)
    # Anselin (1995), equation 12, with the variance on n - 1 as esda has it; and equation 14: they sum to Moran's I.
    assert found.statistic == pytest.approx((len(z) - 1) * z * (rows @ z) / (z @ z))
    assert found.statistic.sum() / (len(z) - 1) == pytest.approx(z @ rows @ z / (z @ z))
    # esda's reference, Moran_Local: lm.q is 4, 4, 4, 2, 3, 3, 1, 4, 3, 3.
    names = {1: "high-high", 2: "low-high", 3: "low-low", 4: "high-low"}
    documented = [names[q] for q in (4, 4, 4, 2, 3, 3, 1, 4, 3, 3)]
    marked = found.label != ""
    assert marked.sum() >= 8
    assert [label for label in found.label if label] == [d for d, m in zip(documented, marked, strict=True) if m]


def test_a_planted_hot_spot_is_found_and_noise_is_not():
    joined = lattice(10, 10)
    noise = np.random.default_rng(1).poisson(40, 100).astype(float)
    assert not (getis_ord(noise, joined).label != "").any()
    planted = noise.reshape(10, 10)
    planted[2:5, 2:5] += 60
    found = getis_ord(planted.ravel(), joined).label.reshape(10, 10)
    assert (found[[2, 3, 3, 3, 4], [3, 2, 3, 4, 3]] == "hot").all()
    elsewhere = np.ones((10, 10), dtype=bool)
    elsewhere[1:6, 1:6] = False
    assert not (found[elsewhere] == "hot").any()
    assert local_moran(planted.ravel(), joined).label.reshape(10, 10)[3, 3] == "high-high"


def test_benjamini_and_hochbergs_example_is_the_correction_used():
    # Benjamini and Hochberg (1995), section 3.1: fifteen p-values, of which four stand at .05.
    p = [
        0.0001,
        0.0004,
        0.0019,
        0.0095,
        0.0201,
        0.0278,
        0.0298,
        0.0344,
        0.0459,
        0.3240,
        0.4262,
        0.5719,
        0.6528,
        0.7590,
        1,
    ]
    assert (stats.false_discovery_control(p) < 0.05).sum() == 4
    found = getis_ord(np.random.default_rng(3).poisson(20, 36), lattice(6, 6))
    ordered = np.sort(found.p) * 36 / np.arange(1, 37)
    by_hand = np.minimum.accumulate(ordered[::-1])[::-1].clip(max=1)
    assert np.sort(found.adjusted_p) == pytest.approx(by_hand)


def test_contiguity_is_the_queens_move():
    import shapely

    squares = [shapely.box(b, a, b + 1, a + 1) for a, b in itertools.product(range(4), range(5))]
    assert (contiguity(squares) == lattice(4, 5)).all()
    assert (contiguity([shapely.to_wkb(square) for square in squares]) == lattice(4, 5)).all()


@pytest.mark.parametrize(
    ("both", "p"),
    [
        # Fisher (1935), "The design of experiments", the lady tasting tea: four of eight cups; R's fisher.test on the
        # same table prints 0.2429 for three or more right.
        pytest.param(4, 1 / 70, id="all four"),
        pytest.param(3, 17 / 70, id="three or more"),
    ],
)
def test_stability_is_fishers_tea(both, p):
    before = [True] * 4 + [False] * 4
    found = hotspot_stability(before, [True] * both + [False] * 4 + [True] * (4 - both))
    assert found.both == both
    assert found.p == pytest.approx(p, abs=1e-12)


def test_stability_is_scipys_hypergeometric_example():
    # SciPy's reference, scipy.stats.hypergeom: twenty animals, seven dogs, twelve drawn.
    before, after = np.arange(20) < 7, np.arange(20) >= 8
    after[:5] = True
    after[15:] = False
    found = hotspot_stability(before, after)
    assert (found.before, found.after, found.both) == (7, 12, 5)
    assert (found.share, found.expected) == (5 / 7, 12 / 20)
    assert found.p == pytest.approx(sum(stats.hypergeom(20, 7, 12).pmf(k) for k in (5, 6, 7)))


def pairs_near(groups, n):
    """Places on a line such that just the members of a group are near one another (all at one place)."""
    places = np.arange(n) * 1000.0
    start = 0
    for size in groups:
        places[start : start + size] = places[start]
        start += size
    return places


def test_the_expected_number_is_the_published_one():
    # GeoMed's page on the Knox statistic (nku.edu/~longa/geomed), table 2: 294 cases, 67 + 175 pairs within 35 metres,
    # 67 + 3,507 within 5 days, 20.081 expected in both.
    n = 294
    x = pairs_near((22, 5, 2), n)
    t = np.random.default_rng(5).permutation(pairs_near((85, 3, 2), n))
    found = near_repeat(x, np.zeros(n), t, [35], [5], permutations=19)
    assert found.expected.item() == pytest.approx(242 * 3574 / (67 + 175 + 3507 + 39322))
    assert round(found.expected.item(), 3) == 20.081


def test_burkitts_lymphoma_in_uganda():
    # pointpats 2.5.5, Knox(s_coords, t_coords, delta=20, tau=5): 188 cases, 13 pairs seen, 10.1438161 expected, and
    # p_sim .21 of 99 permutations.
    geopandas = pytest.importorskip("geopandas")
    libpysal = pytest.importorskip("libpysal")
    cases = geopandas.read_file(libpysal.examples.get_path("burkitt.shp"))
    found = near_repeat(cases.X, cases.Y, cases["T"], [20], [5], metric="euclidean")
    assert found.observed.item() == 13
    assert found.expected.item() == pytest.approx(10.1438161, abs=1e-6)
    assert found.p.item() == pytest.approx(0.21, abs=0.04)


def test_a_pair_100_metres_and_3_days_apart_is_in_the_band_that_ends_there():
    # Steenbeek's vignette "NRC" of the R package NearRepeat: the one pair belongs in 1 to 100 metres and 0 to 3 days,
    # where the Near Repeat Calculator 1.3 puts it a band too far. A third event gives the times something to permute.
    x, y, t = [0, 0, 9000], [0, 100, 9000], pd.to_datetime(["2019-01-01", "2019-01-04", "2019-12-01"])
    found = near_repeat(x, y, t, [0, 100, 200], [2, 3, 6], permutations=19)
    assert found.observed.tolist() == [[0, 0, 0], [0, 1, 0], [0, 0, 0]]


@pytest.mark.parametrize("metric", ["manhattan", "euclidean"])
def test_every_band_agrees_with_counting_all_pairs(metric):
    random = np.random.default_rng(11)
    x, y, t = random.integers(0, 800, 120), random.integers(0, 800, 120), random.integers(0, 60, 120)
    far, long = [0, 100, 250], [0, 7, 14]
    found = near_repeat(x, y, t, far, long, metric=metric, permutations=99)
    seen, gaps = np.zeros((3, 3)), np.zeros(3)
    for i, j in itertools.combinations(range(120), 2):
        dx, dy = abs(x[i] - x[j]), abs(y[i] - y[j])
        apart = dx + dy if metric == "manhattan" else (dx**2 + dy**2) ** 0.5
        row = next((r for r, end in enumerate(far) if apart <= end), None)
        column = next((c for c, end in enumerate(long) if abs(t[i] - t[j]) <= end), None)
        if column is not None:
            gaps[column] += 1
            if row is not None:
                seen[row, column] += 1
    assert (found.observed == seen).all()
    assert found.expected.sum(axis=0) / gaps == pytest.approx(found.expected.sum(axis=0)[0] / gaps[0])


def test_a_planted_near_repeat_is_found():
    random = np.random.default_rng(2)
    x, y, t = random.uniform(0, 5000, 300), random.uniform(0, 5000, 300), random.uniform(0, 365, 300)
    x, y, t = (np.concatenate([first, first[:40] + shift]) for first, shift in ((x, 60), (y, 20), (t, 3)))
    found = near_repeat(x, y, t, [100, 200], [7, 14])
    assert found.p[0, 0] == 0.001
    assert found.ratio[0, 0] > 5
    assert found.p[1, 1] > 0.01
