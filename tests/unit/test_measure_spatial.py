"""Places: properties, that nothing global is touched, and what bad input gets."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from assessment.measures.spatial import contiguity, getis_ord, hotspot_stability, local_moran, near_repeat

EXACT = settings(derandomize=True, deadline=None, max_examples=40)
RING = np.roll(np.eye(12), 1, axis=1) + np.roll(np.eye(12), -1, axis=1)
VALUES = np.array([3, 9, 4, 12, 5, 0, 7, 8, 1, 2, 6, 11.0])


@pytest.mark.parametrize("statistic", [getis_ord, local_moran])
def test_a_seed_gives_the_same_answer_and_leaves_numpys_own_draws_alone(statistic):
    np.random.seed(1)  # noqa: NPY002
    expected = np.random.random()  # noqa: NPY002
    np.random.seed(1)  # noqa: NPY002
    one, other = (statistic(VALUES, RING, permutations=99) for _ in range(2))
    assert np.random.random() == expected  # noqa: NPY002
    assert (one.p == other.p).all()
    assert ((one.p > 0) & (one.p <= 1) & (one.adjusted_p >= one.p)).all()


@pytest.mark.parametrize("statistic", [getis_ord, local_moran])
def test_weights_may_be_an_array_a_w_or_a_graph_and_are_not_changed(statistic):
    from libpysal.graph import Graph
    from libpysal.weights import full2W

    w = full2W(RING)
    before = w.transform
    found = [statistic(VALUES, weights, permutations=99).statistic for weights in (RING, 5 * RING, w, Graph.from_W(w))]
    assert w.transform == before
    for other in found[1:]:
        assert other == pytest.approx(found[0])


@pytest.mark.parametrize("statistic", [getis_ord, local_moran])
def test_the_statistic_does_not_depend_on_the_order_of_the_places(statistic):
    order = np.random.default_rng(2).permutation(12)
    found = statistic(VALUES, RING, permutations=99).statistic
    turned = statistic(VALUES[order], RING[np.ix_(order, order)], permutations=99).statistic
    assert turned == pytest.approx(found[order])


@EXACT
@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=30))
def test_stability_counts_what_was_hot_twice(places):
    before, after = zip(*places, strict=True)
    found = hotspot_stability(before, after)
    assert found.both == sum(a and b for a, b in places)
    assert 0 < found.p <= 1
    assert (found.share is None) == (not any(before))


@EXACT
@given(
    st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50), st.integers(0, 30)), min_size=3, max_size=25),
    st.randoms(),
)
def test_near_repeats_do_not_depend_on_the_order_of_the_events(events, random):
    turned = random.sample(events, len(events))
    one, other = (near_repeat(*zip(*rows, strict=True), [5, 20], [3, 9], permutations=19) for rows in (events, turned))
    assert (one.observed == other.observed).all()
    assert one.expected == pytest.approx(other.expected)
    assert ((one.p > 0) & (one.p <= 1)).all()
    assert np.isfinite(one.ratio).all()


def test_dates_and_days_are_the_same():
    x, y, days = [0, 10, 20, 500], [0, 0, 0, 0], [0, 3, 40, 41]
    dates = pd.Timestamp("2020-01-30") + pd.to_timedelta(days, "D")
    one, other, third = (near_repeat(x, y, t, [10, 20], [7], permutations=19) for t in (days, dates, dates.date))
    assert (one.observed == other.observed).all()
    assert (one.observed == third.observed).all()
    as_text = near_repeat(x, y, [f"{day:%Y-%m-%d}" for day in dates], [10, 20], [7], permutations=19)
    assert (one.observed == as_text.observed).all()


def test_a_band_that_ends_at_0_is_the_same_place():
    found = near_repeat([5, 5, 5, 6], [1, 1, 1, 1], [0, 2, 90, 0], [0], [0, 7], permutations=19)
    assert found.observed.tolist() == [[0, 1]]


def test_bands_that_nothing_falls_in_have_the_ratio_1():
    found = near_repeat([0, 1000, 2000], [0, 0, 0], [0, 100, 200], [10], [7], permutations=19)
    assert (found.observed.item(), found.expected.item(), found.ratio.item(), found.p.item()) == (0, 0, 1, 1)


def test_random_events_are_seldom_called_near_repeats():
    random = np.random.default_rng(9)
    called = 0
    for draw in range(60):
        x, y, t = random.uniform(0, 1000, 60), random.uniform(0, 1000, 60), random.uniform(0, 100, 60)
        called += near_repeat(x, y, t, [150], [10], permutations=99, seed=draw).p.item() <= 0.05
    assert called <= 8


@pytest.mark.parametrize("statistic", [getis_ord, local_moran])
def test_p_of_tied_counts_is_never_over_1(statistic):
    found = statistic([3, 9, 4, 1, 5, 2, 3, 3, 3, 4, 4, 3], RING, permutations=9)
    assert ((found.p > 0) & (found.p <= 1) & (found.adjusted_p <= 1)).all()


def test_a_map_in_several_parts_is_no_fault():
    apart = np.kron(np.eye(3), 1 - np.eye(2))
    assert len(getis_ord([1, 2, 3, 4, 5, 9], apart, permutations=99).p) == 6


def test_no_shape_is_its_own_neighbour():
    import shapely

    assert contiguity([shapely.box(0, 0, 1, 1), shapely.box(5, 5, 6, 6)]).tolist() == [[0, 0], [0, 0]]


@pytest.mark.real
def test_every_lsoa_of_blackpool_has_a_neighbour(real):
    geopandas = pytest.importorskip("geopandas")
    shapes = geopandas.read_file(real / "geography" / "blackpool_lsoa.geojson").geometry
    joined = contiguity(shapes)
    assert joined.shape == (94, 94)
    assert (joined == joined.T).all()
    assert joined.sum(axis=1).min() >= 1


ALONE = RING.copy()
ALONE[:, 0] = ALONE[0, :] = 0


@pytest.mark.parametrize("statistic", [getis_ord, local_moran])
@pytest.mark.parametrize(
    ("values", "weights", "told"),
    [
        (VALUES[:3], RING, "4 or more"),
        (VALUES[:5], RING, "12 places and the values for 5"),
        ([5] * 12, RING, "same in every place"),
        ([np.nan, *VALUES[1:]], RING, "finite"),
        (VALUES, ALONE, "place 0 has no neighbour"),
        (VALUES, np.ones((3, 4)), "places and the values"),
    ],
)
def test_bad_places_say_what_to_give(statistic, values, weights, told):
    with pytest.raises(ValueError, match=told):
        statistic(values, weights, permutations=9)


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (lambda: getis_ord(-VALUES, RING), "0 or more"),
        (lambda: getis_ord(VALUES, RING, level=1.5), "share between 0 and 1"),
        (lambda: hotspot_stability([True], [True, False]), "as many"),
        (lambda: hotspot_stability([], []), "1 or more"),
        (lambda: hotspot_stability([1, 2], [0, 1]), "true or false"),
        (lambda: near_repeat([0, 1], [0, 1], [0, 1], [5], [5]), "3 or more"),
        (lambda: near_repeat([0, 1, 2], [0, 1, 2], [0, 1, 2, 3], [5], [5]), "as many"),
        (lambda: near_repeat([0, 1, 2], [0, 1, 2, 3], [0, 1, 2], [5], [5]), "as many"),
        (lambda: near_repeat([0, 1, 2], [0, 1, np.nan], [0, 1, 2], [5], [5]), "finite"),
        (lambda: near_repeat([0, 1, 2], [0, 1, 2], [0, 1, 2], [5, 5], [5]), "must rise"),
        (lambda: near_repeat([0, 1, 2], [0, 1, 2], [0, 1, 2], [-5], [5]), "0 or more"),
        (lambda: near_repeat([0, 1, 2], [0, 1, 2], [0, 1, 2], [5], []), "1 or more"),
        (
            lambda: near_repeat([0, 1, 2], [0, 1, 2], [pd.Timestamp(2020, 1, 1), pd.NaT, pd.NaT], [5], [5]),
            "lacks a date",
        ),
        (lambda: near_repeat([0, 1, 2], [0, 1, 2], [0, 1, 2], [5], [5], metric="road"), "not known"),
    ],
)
def test_other_bad_input_says_what_to_give(call, told):
    with pytest.raises(ValueError, match=told):
        call()


@pytest.mark.parametrize("measure", [getis_ord, local_moran])
@pytest.mark.parametrize("unit", [1 / 7, 1e-9, 1000 / 1613])
def test_the_unit_of_the_values_does_not_matter(measure, unit):
    """Draws as far off as the place itself are ties, in rates as in counts."""
    values = np.array([3, 9, 4, 1, 5, 2, 4, 4])
    ring = np.roll(np.eye(8), 1, axis=1) + np.roll(np.eye(8), -1, axis=1)
    found, rated = (measure(given, ring, permutations=199) for given in (values, values * unit))
    assert rated.p.tolist() == found.p.tolist()
    assert rated.statistic.tolist() == pytest.approx(found.statistic.tolist())


@pytest.mark.parametrize("measure", [getis_ord, local_moran])
def test_values_unlike_in_the_last_bit_alone_have_no_pattern(measure):
    ring = np.roll(np.eye(6), 1, axis=1) + np.roll(np.eye(6), -1, axis=1)
    with pytest.raises(ValueError, match="the same in every place"):
        measure([0.3, 0.1 + 0.2, 0.3, 0.3, 0.3, 0.3], ring)


def test_weights_may_be_sparse_and_no_text():
    ring = np.roll(np.eye(6), 1, axis=1) + np.roll(np.eye(6), -1, axis=1)
    values = [3, 9, 4, 1, 5, 2]
    dense, thin = (getis_ord(values, w, permutations=19) for w in (ring, sparse.csr_matrix(ring)))
    assert dense.p.tolist() == thin.p.tolist()
    with pytest.raises(ValueError, match="square array"):
        getis_ord(values, "queen")


@pytest.mark.parametrize("shape", [None, b"x", "x"])
def test_a_place_without_a_shape_is_told(shape):
    import shapely

    with pytest.raises(ValueError, match="give"):
        contiguity([shapely.box(0, 0, 1, 1), shape])


def test_hot_spots_of_two_periods_stand_in_one_order():
    hot = pd.Series([True, False, False], list("abc"))
    with pytest.raises(ValueError, match="another order"):
        hotspot_stability(hot, hot.iloc[::-1])


def test_the_zone_of_a_time_is_left_out():
    days = pd.date_range("2014-03-28", periods=4, tz="Europe/London")
    x, y = [0, 10, 500, 20], [0, 10, 500, 20]
    found = [near_repeat(x, y, t, [50], [7], permutations=19).p for t in (days, days.tz_localize(None))]
    assert found[0].tolist() == found[1].tolist()
    with pytest.raises(ValueError, match="lacks a date"):
        near_repeat(x, y, [*days[:3], pd.NA], [50], [7])
