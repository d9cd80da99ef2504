"""Seeded draws, all from uniform numbers, whose stream numpy keeps from one version to the next."""

import zlib
from collections.abc import Sequence

import numpy as np

from .counts import SEED


def stream(*names: str) -> np.random.Generator:
    """A generator for a stage of a year, so that a change in one stage leaves the others as they were."""
    return np.random.default_rng([SEED, *(zlib.crc32(name.encode()) for name in names)])


def spread(total: int, weights: Sequence[float]) -> np.ndarray:
    """`total` in whole numbers in proportion to the weights, by largest remainder (ties to the first)."""
    weights = np.asarray(weights, dtype=float)
    exact = total * weights / weights.sum()
    parts = np.floor(exact).astype(int)
    most = np.argsort(parts - exact, kind="stable")[: total - parts.sum()]
    parts[most] += 1
    return parts


def shuffled(generator: np.random.Generator, values: Sequence) -> np.ndarray:
    """The values in random order."""
    values = np.asarray(values)
    return values[np.argsort(generator.random(len(values)), kind="stable")]


def dealt(generator: np.random.Generator, values: Sequence, counts: Sequence[int]) -> np.ndarray:
    """Each value as often as its count says, in random order."""
    return shuffled(generator, np.repeat(np.asarray(values), counts))


def shared(generator: np.random.Generator, values: Sequence, weights: Sequence[float], n: int) -> np.ndarray:
    """`n` values in proportion to the weights as nearly as whole numbers can, in random order."""
    return dealt(generator, values, spread(n, weights))


def drawn(generator: np.random.Generator, values: Sequence, weights: Sequence[float], n: int) -> np.ndarray:
    """`n` values, each drawn by itself with the weights."""
    edges = np.cumsum(np.asarray(weights, dtype=float))
    places = np.searchsorted(edges / edges[-1], generator.random(n), side="right")
    return np.asarray(values)[np.minimum(places, len(edges) - 1)]


def picked(generator: np.random.Generator, rows: np.ndarray, n: int, weights: np.ndarray | None = None) -> np.ndarray:
    """`n` of the rows without replacement, odds by weight (exponential keys, Efraimidis and Spirakis)."""
    if n > len(rows):
        message = f"{n} rows wanted of {len(rows)}"
        raise ValueError(message)
    keys = -np.log(1 - generator.random(len(rows)))
    if weights is not None:
        keys = keys / weights
    return rows[np.argsort(keys, kind="stable")[:n]]


def ranged(generator: np.random.Generator, ranges: Sequence[tuple[int, int, float]], n: int) -> np.ndarray:
    """`n` whole numbers: a range drawn by its weight, then a number evenly inside it, both ends included."""
    which = drawn(generator, range(len(ranges)), [weight for _, _, weight in ranges], n)
    first = np.array([low for low, _, _ in ranges])[which]
    width = np.array([high - low + 1 for low, high, _ in ranges])[which]
    return first + np.floor(generator.random(n) * width).astype(int)
