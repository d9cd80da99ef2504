"""Places: where high values lie together, whether hot spots last, and whether events repeat near in space
and time.

Sources: Ord and Getis (1995), Geographical Analysis 27, 286-306; Anselin (1995), Geographical Analysis 27,
93-115; Benjamini and Hochberg (1995), Journal of the Royal Statistical Society B 57, 289-300.
"""

import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse, stats

from assessment.measures._checks import draws_of, numbers, same_length, same_order, share
from assessment.measures._knox import NearRepeat, near_repeat

__all__ = [
    "Local",
    "NearRepeat",
    "Stability",
    "contiguity",
    "getis_ord",
    "hotspot_stability",
    "local_moran",
    "near_repeat",
]

SEED = 20150401


@dataclass(frozen=True, eq=False)
class Local:
    """A statistic for each place, in the order given.

    `statistic`: z of Gi* (high: high values lie together), or local Moran's I. `p`: two-sided, by
    permutation. `adjusted_p`: the same after the false discovery rate. `label`: "hot" or "cold" for Gi*,
    "high-high", "low-low", "high-low" or "low-high" for Moran; empty where `adjusted_p` is not below the
    level.
    """

    statistic: np.ndarray
    p: np.ndarray
    adjusted_p: np.ndarray
    label: np.ndarray


@dataclass(frozen=True)
class Stability:
    """Of `before` hot spots, `both` were hot again; `share` = both / before, None without any before.

    `expected` is the share that chance alone would give, `p` the chance of at least as many again.
    """

    before: int
    after: int
    both: int
    share: float | None
    expected: float
    p: float


def contiguity(shapes: Iterable[Any]) -> np.ndarray:
    """Which places share a border or a corner: a square array of 0 and 1, nothing its own neighbour.

    `shapes` are shapely geometries or their well-known binary, all in one coordinate system.
    """
    import shapely

    try:
        geometries = np.array([shapely.from_wkb(s) if isinstance(s, bytes) else s for s in shapes], dtype=object)
        nowhere = np.flatnonzero(~shapely.is_geometry(geometries))
    except (TypeError, shapely.errors.ShapelyError):
        message = "a shape cannot be read: give shapely geometries, or their well-known binary"
        raise ValueError(message) from None
    if len(nowhere):
        message = f"place {nowhere[0]} has no shape: give one, or leave the place out"
        raise ValueError(message)
    joined = np.zeros((len(geometries), len(geometries)))
    joined[tuple(shapely.STRtree(geometries).query(geometries, predicate="intersects"))] = 1
    np.fill_diagonal(joined, 0)
    return joined


def getis_ord(
    values: Iterable[float], weights: Any, *, permutations: int = 9999, level: float = 0.05, seed: int = SEED
) -> Local:
    """Getis-Ord Gi* of each place with its neighbours and itself, hot spots and cold spots marked.

    `values`: rates or counts of 0 or more, one a place. `weights`: a square array, or a libpysal W or Graph,
    in the same order; any weight above 0 is a neighbour. Needs the `geo` extra. Raises ValueError for fewer
    than four places, values all the same, a place without neighbours or with all places for neighbours, or weights of
    another size.
    """
    from esda import G_Local

    places = _varied(values, least=0)
    neighbours = _neighbours(weights, len(places))
    if max(neighbours.cardinalities.values()) == len(places) - 1:
        message = "a place has all the others for neighbours: give neighbours that leave some places far off"
        raise ValueError(message)
    found = _quietly(
        G_Local,
        places,
        neighbours,
        transform="B",
        star=True,
        permutations=draws_of(permutations, "permutations"),
        seed=seed,
    )
    p = _two_sided(found.Gs, found.rGs)
    adjusted = stats.false_discovery_control(p)
    sides = np.where(found.Zs > 0, "hot", "cold")
    return Local(np.asarray(found.Zs), p, adjusted, np.where(adjusted < share(level, "level"), sides, ""))


def local_moran(
    values: Iterable[float], weights: Any, *, permutations: int = 9999, level: float = 0.05, seed: int = SEED
) -> Local:
    """Local Moran's I of each place: above 0 like its neighbours, below 0 unlike them. As `getis_ord`
    otherwise.

    Neighbours' values are averaged (row-standardised weights) and z is on n - 1, as esda has it.
    """
    from esda import Moran_Local

    places = _varied(values)
    found = _quietly(
        Moran_Local,
        places,
        _neighbours(weights, len(places)),
        transformation="r",
        permutations=draws_of(permutations, "permutations"),
        seed=seed,
    )
    p = _two_sided(found.Is, found.rlisas)
    adjusted = stats.false_discovery_control(p)
    quadrants = np.array(["", "high-high", "low-high", "low-low", "high-low"])[found.q]
    return Local(np.asarray(found.Is), p, adjusted, np.where(adjusted < share(level, "level"), quadrants, ""))


def hotspot_stability(before: Iterable[bool], after: Iterable[bool]) -> Stability:
    """How many of one period's hot spots are hot in the next: a true or false a place, in one order.

    The chance is hypergeometric: as many places drawn at random. Raises ValueError without places.
    """
    first, second = (numbers(side, name) for side, name in ((before, "before"), (after, "after")))
    same_length(before=first, after=second)
    same_order(before=before, after=after)
    if not np.isin([*first, *second], (0, 1)).all():
        message = "before and after must say true or false for each place: compare the labels with 'hot' first"
        raise ValueError(message)
    places, hot, again = len(first), int(first.sum()), int(second.sum())
    both = int((first * second).sum())
    p = float(stats.hypergeom.sf(both - 1, places, hot, again))
    return Stability(hot, again, both, both / hot if hot else None, again / places, min(1.0, p))


def _varied(values: Iterable[float], least: float | None = None) -> np.ndarray:
    places = numbers(values, "values", least=least, points=4)
    if np.ptp(places) <= 1e-12 * np.abs(places).max():  # but for the last bit of a division
        message = "the values are the same in every place: there is no pattern to look for, so leave it out"
        raise ValueError(message)
    return places


def _neighbours(weights: Any, places: int) -> Any:
    from libpysal.weights import WSP

    try:
        given = weights.sparse if hasattr(weights, "sparse") else weights
        array = sparse.csr_matrix(given if sparse.issparse(given) else np.asarray(given, dtype=float))
    except (TypeError, ValueError):
        message = "weights must be a square array, or a W or Graph of libpysal"
        raise ValueError(message) from None
    if array.shape != (places, places):
        message = f"the weights are for {array.shape[0]} places and the values for {places}: give both in one order"
        raise ValueError(message)
    joined = sparse.csr_matrix(array > 0, dtype=float)
    joined.setdiag(0)
    joined.eliminate_zeros()
    alone = np.flatnonzero(joined.getnnz(axis=1) == 0)
    if len(alone):
        message = f"place {alone[0]} has no neighbour: leave it out, or join it to the nearest place"
        raise ValueError(message)
    return WSP(joined).to_W(silence_warnings=True)


def _two_sided(observed: np.ndarray, drawn: np.ndarray) -> np.ndarray:
    from esda.significance import calculate_significance

    # Draws as far off as the place itself are ties, whatever the last bit of a rate makes of them.
    largest = np.abs(drawn).max(axis=1, initial=0)
    largest = np.maximum(largest, np.abs(observed))[:, None]
    even = np.round(np.column_stack([observed, drawn]) / np.where(largest > 0, largest, 1), 10)
    p = [calculate_significance(row[0], row[1:], alternative="two-sided") for row in even]
    return np.minimum(p, 1.0)  # twice a tail that holds more than half of the draws, as tied counts make it


@contextmanager
def _state_kept() -> Iterator[None]:
    # esda seeds numpy's one generator for everybody; what others draw must not depend on that.
    state = np.random.get_state()  # noqa: NPY002
    try:
        yield
    finally:
        np.random.set_state(state)  # noqa: NPY002


def _quietly(statistic: Any, *given: Any, **options: Any) -> Any:
    # esda warns that its own p is one-sided (ours is taken from its draws, two-sided) and of maps in several parts,
    # which do no harm where no place is alone; it divides by the spread of the draws, which may be 0, for a z that is
    # not used.
    with warnings.catch_warnings(), np.errstate(invalid="ignore", divide="ignore"), _state_kept():
        warnings.filterwarnings("ignore", "The alternative hypothesis", DeprecationWarning)
        warnings.filterwarnings("ignore", "The weights matrix is not fully connected", UserWarning)
        return statistic(*given, n_jobs=1, keep_simulations=True, **options)
