"""Gini and Lorenz against documented examples of R's packages and textbooks."""

import itertools

import numpy as np
import pytest
from scipy import stats

from assessment.measures.concentration import beyond_chance, gini, lorenz, places_holding, top_share

# Ten incomes used by R's ineq and DescTools (the packages' own example of `ineq` and `Gini`) and by Cowell.
INCOMES = [541, 1463, 2445, 3438, 4437, 5401, 6392, 8304, 11904, 22261]
# Ten places, 100 and 5 crimes: Bernasco and Steenbeek, vignette of the R package lorenzgini.
MANY = [22, 18, 17, 12, 11, 8, 6, 3, 2, 1]
FEW = [3, 1, 1, 0, 0, 0, 0, 0, 0, 0]
# Todaro and Smith, Economic Development, table 5.1: the incomes of twenty people, 100 in all, and the share of the
# poorest tenth, two tenths and so on, in per cent.
TODARO = [0.8, 1.0, 1.4, 1.8, 1.9, 2.0, 2.4, 2.7, 2.8, 3.0, 3.4, 3.8, 4.2, 4.8, 5.9, 7.1, 10.5, 12.0, 13.5, 15.0]
TENTHS = [1.8, 5.0, 8.9, 14.0, 19.8, 27.0, 36.0, 49.0, 71.5, 100]


@pytest.mark.parametrize(
    ("counts", "value", "tolerance"),
    [
        pytest.param([1, 3, 2, 1, 1, 1, 4], 0.3076923, 1e-7, id="R phylotools, gini, documented result"),
        pytest.param(INCOMES, 0.4620911, 1e-7, id="R ineq, ineq(x, type='Gini')"),
        pytest.param(FEW, 0.78, 1e-12, id="lorenzgini, vignette, figure 2"),
        pytest.param([10] + [0] * 9, 0.9, 1e-12, id="lorenzgini, vignette, ten units, biased"),
        pytest.param([10] + [0] * 99, 0.99, 1e-12, id="lorenzgini, vignette, hundred units, biased"),
    ],
)
def test_gini_agrees_with_documented_examples(counts, value, tolerance):
    assert gini(counts) == pytest.approx(value, abs=tolerance)


def equation(counts):
    """Bernasco and Steenbeek (2017), equation 8, in its own form: max(1/c, 1/n)(2 Σ i y - n - 1) - max(n/c, 1) + 1."""
    ordered = np.sort(counts)
    n, c = len(ordered), sum(ordered)
    return max(1 / c, 1 / n) * (2 * np.arange(1, n + 1) @ (ordered / c) - n - 1) - max(n / c, 1) + 1


# The vignette prints .58 for `FEW` in the legend of a figure; the paper's equation and the package's code give .56.
@pytest.mark.parametrize(
    "counts", [FEW, MANY, [5, 2, 1, 0, 0, 0, 0, 0, 0, 0], [10, 8, 2] + [0] * 7, [3, 1, 1] + [0] * 150]
)
def test_the_generalised_gini_agrees_with_the_papers_equation(counts):
    assert gini(counts, generalised=True) == pytest.approx(equation(counts), abs=1e-12)


@pytest.mark.parametrize(
    ("counts", "value"),
    [
        # The paper's own argument: one robbery in each of five of ten places is as even as one in each of the ten.
        pytest.param([1] * 10, 0.0, id="ten robberies in ten places"),
        pytest.param([1] * 5 + [0] * 5, 0.0, id="five robberies in five of ten places"),
        pytest.param(FEW, 0.56, id="three and two ones"),
    ],
)
def test_the_generalised_gini_does_not_count_scarcity_as_concentration(counts, value):
    assert gini(counts, generalised=True) == pytest.approx(value, abs=1e-12)


def test_both_ginis_are_the_same_where_crimes_are_as_many_as_places():
    assert gini([10, 8, 2] + [0] * 7) == gini([10, 8, 2] + [0] * 7, generalised=True)


def test_the_lorenz_curve_is_todaro_and_smiths():
    curve = lorenz(TODARO[::-1])
    assert 100 * curve.events[2::2] == pytest.approx(TENTHS)
    assert curve.places[2::2] == pytest.approx(np.arange(1, 11) / 10)


def test_the_share_at_the_top_is_todaro_and_smiths():
    # Their table and text: the richest fifth has 51 of 100, the richest tenth 28.5 and the richest twentieth 15.
    assert [100 * top_share(TODARO, share) for share in (0.2, 0.1, 0.05)] == pytest.approx([51, 28.5, 15])


@pytest.mark.parametrize(
    ("values", "share", "expected"), [(range(1, 11), 0.1, 10 / 55), ([1, 2, 2, 3, 3, 3], 0.5, 9 / 14)]
)
def test_the_share_at_the_top_is_microdfs(values, share, expected):
    # microdf (github.com/PSLmodels), tests/test_inequality.py, test_top_pct.
    assert top_share(values, share) == pytest.approx(expected)


def test_the_lorenz_curve_is_that_of_rs_ineq():
    # Its Lc (rdrr.io/cran/ineq/src/R/Lc.R) joins cumsum(n)/sum(n) and cumsum(x)/sum(x), from 0; of 1 to 4 by hand.
    curve = lorenz([4, 2, 3, 1])
    assert curve.places == pytest.approx([0, 0.25, 0.5, 0.75, 1])
    assert curve.events == pytest.approx([0, 0.1, 0.3, 0.6, 1])


@pytest.mark.parametrize("counts", [INCOMES, MANY, FEW])
def test_gini_is_twice_the_area_between_the_curve_and_the_diagonal(counts):
    curve = lorenz(counts)
    assert gini(counts) == pytest.approx(1 - 2 * np.trapezoid(curve.events, curve.places), abs=1e-12)


def test_the_share_of_the_worst_places_is_the_vignettes():
    # lorenzgini's ten places: the worst two hold 22 + 18 of 100, the worst half 80, all of them all.
    assert [top_share(MANY, share) for share in (0.1, 0.2, 0.5, 1)] == pytest.approx([0.22, 0.40, 0.80, 1])
    assert top_share(MANY, 0.25) == pytest.approx(0.40 + 0.17 / 2)
    assert places_holding(MANY, 0.5) == 3


@pytest.mark.parametrize("counts", [MANY, FEW, INCOMES])
@pytest.mark.parametrize("places", [1, 3, 7, 10])
def test_no_other_places_hold_more(counts, places):
    most = max(sum(chosen) for chosen in itertools.combinations(counts, places))
    assert top_share(counts, places / len(counts)) == pytest.approx(most / sum(counts), abs=1e-9)


@pytest.mark.parametrize("mean", [0.3, 1, 1.1, 7, 143])
def test_the_gini_of_chance_is_that_of_poisson_counts_summed_term_by_term(mean):
    counts = np.arange(0, 400)
    chances = stats.poisson.pmf(counts, mean)
    difference = chances @ np.abs(counts[:, None] - counts) @ chances
    spread = [mean] * 10  # wholly even: G is 0, and what is left is chance alone
    chance = difference / (2 * mean)
    assert beyond_chance(spread) == pytest.approx(-chance / (1 - chance), rel=1e-9)


@pytest.mark.parametrize("mean", [0.05, 1, 12.5, 60])
def test_the_gini_of_chance_is_that_of_skellams_distribution(mean):
    # SciPy: the difference of two Poisson counts is Skellam's, by way of the non-central chi-squared distribution.
    reach = np.arange(-400, 401)
    chance = np.abs(reach) @ stats.skellam.pmf(reach, mean, mean) / (2 * mean)
    assert beyond_chance([mean] * 10) == pytest.approx(-chance / (1 - chance), rel=1e-6)


@pytest.mark.parametrize("mean", [1, 20])
def test_events_thrown_at_random_over_even_places_are_not_concentrated(mean):
    thrown = np.random.default_rng(3).poisson(mean, 20_000)
    assert beyond_chance(thrown) == pytest.approx(0, abs=0.01)
    assert beyond_chance([1000] + [0] * 999) == pytest.approx(0.998, abs=0.002)
