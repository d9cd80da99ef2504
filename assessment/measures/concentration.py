"""How far crime is concentrated in few places: Gini, the share of the worst places, the Lorenz curve."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from scipy.special import ive

from assessment.measures._checks import numbers
from assessment.measures._labels import part


@dataclass(frozen=True, eq=False)
class Curve:
    """A Lorenz curve from (0, 0) to (1, 1): of all events, the share `events` is in the share `places` of
    places.

    The least affected places come first.
    """

    places: np.ndarray
    events: np.ndarray


def gini(counts: Iterable[float], *, generalised: bool = False) -> float:
    """The Gini coefficient of events over places: 0 is spread evenly, towards 1 all in one place.

    `counts` has a number for every place, those without an event too. G = 2 Σ i x(i) / (n C) - (n + 1) / n.
    With fewer events than places G cannot come near 0; `generalised` gives max(1, n / C)(G - 1) + 1 instead
    (Bernasco and Steenbeek 2017, "More places than crimes", Journal of Quantitative Criminology 33, 451-467).
    Raises ValueError without places or events, for a missing, infinite or negative count, and where `generalised`
    for one that is not whole.
    """
    ordered = np.sort(_counts(counts, whole=generalised))
    n, total = len(ordered), ordered.sum()
    plain = 2 * (np.arange(1, n + 1) @ ordered) / (n * total) - (n + 1) / n
    return float(max(1, n / total) * (plain - 1) + 1 if generalised else plain)


def beyond_chance(counts: Iterable[float]) -> float:
    """The Gini coefficient beyond what an even spread by chance would have: 0 is that spread, 1 all in one place.

    (G - G0) / (1 - G0), where G0 = exp(-2m) (I0(2m) + I1(2m)) is the Gini of Poisson counts of the mean m of a place
    (half the mean difference of two such counts over m; Ramasubban 1958, "The mean difference and the mean deviation
    of some discontinuous distributions", Biometrika 45, 549-556). So that rare and frequent events can be compared:
    few events over many places lie unevenly by chance alone. Below 0 where the spread is more even than chance makes
    it. Raises ValueError as `gini` does.
    """
    ordered = _counts(counts)
    mean = 2 * ordered.mean()
    # SciPy has no Bessel functions of 1e10 on; from 1e8 on their sum is this to all the digits that count.
    chance = float(ive(0, mean) + ive(1, mean)) if mean < 1e8 else math.sqrt(2 / (math.pi * mean))
    if chance == 1:
        message = "counts hold next to no event: give whole counts"
        raise ValueError(message)
    return (gini(ordered) - chance) / (1 - chance)


def lorenz(counts: Iterable[float]) -> Curve:
    """The Lorenz curve of events over places, n + 1 points. Raises ValueError as `gini` does."""
    ordered = np.sort(_counts(counts))
    held = np.concatenate([[0.0], ordered.cumsum() / ordered.sum()])
    return Curve(np.linspace(0, 1, len(held)), held)


def top_share(counts: Iterable[float], share: float = 0.1) -> float:
    """The share of events (0 to 1) in the `share` (above 0, up to 1) most affected places.

    A part of a place counts pro rata: 10% of 94 places are 9.4, so four tenths of the tenth place's events
    count.
    """
    held = np.concatenate([[0.0], np.sort(_counts(counts))[::-1].cumsum()])
    return float(np.interp(part(share, "share"), np.linspace(0, 1, len(held)), held / held[-1]))


def places_holding(counts: Iterable[float], share: float = 0.5) -> int:
    """The fewest places that together hold at least `share` (above 0, up to 1) of the events."""
    ordered = np.sort(_counts(counts))[::-1]
    wanted = part(share, "share") * ordered.sum() * (1 - 1e-12)
    return int((ordered.cumsum() >= wanted).argmax()) + 1


def _counts(counts: Iterable[float], *, whole: bool = False) -> np.ndarray:
    array = numbers(counts, "counts", least=0, whole=whole)
    if not array.sum():
        message = "there are no events in any place: concentration has no value, so say that there are none"
        raise ValueError(message)
    return array
