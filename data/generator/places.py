"""Gives each record an LSOA: a stable minority of places, mostly deprived, holds most of the crime."""

from functools import cache

import numpy as np

from .counts import profile
from .draw import drawn, stream
from .lsoas import crime_weight

CENTRE: tuple[str, ...] = tuple(profile("place", "centre_lsoas"))


@cache
def weights(place: str) -> dict[str, float]:
    """The weight of each LSOA for a kind of place (`[place]` in profiles.toml); the same in every year."""
    base = crime_weight()
    shape = profile("place", "gamma_shape")
    own = -np.log(1 - stream("places").random((len(base), shape))).sum(axis=1) / shape
    power, centre = profile("place", place, "power"), profile("place", place, "centre")
    return {
        code: weight**power * factor * (centre if code in CENTRE else 1)
        for (code, weight), factor in zip(sorted(base.items()), own, strict=True)
    }


def lsoas(generator: np.random.Generator, place: str, n: int) -> np.ndarray:
    """`n` LSOA codes; a few are empty, as in a force's own extract."""
    table = weights(place)
    codes = drawn(generator, list(table), list(table.values()), n)
    return np.where(generator.random(n) < profile("place", "blank_share"), "", codes)
