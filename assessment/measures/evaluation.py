"""Did a place-based project change crime: the weighted displacement difference.

Source: Wheeler and Ratcliffe (2018), "A simple weighted displacement difference test to evaluate place based
crime interventions", Crime Science 7, article 11.
"""

import math
from dataclasses import dataclass

from scipy.stats import norm

from assessment.measures._checks import share, two

Pair = tuple[float, float]


@dataclass(frozen=True)
class Difference:
    """`difference` in crimes, with its standard error, z and interval.

    Negative: fewer crimes than the control areas led to expect.
    """

    difference: float
    standard_error: float
    z: float
    low: float
    high: float


def displacement_difference(
    treated: Pair,
    control: Pair,
    treated_displacement: Pair | None = None,
    control_displacement: Pair | None = None,
    *,
    confidence: float = 0.95,
) -> Difference:
    """The weighted displacement difference of four areas, each a pair (crimes before, crimes after).

    (T1 - T0) - (C1 - C0) + (TD1 - TD0) - (CD1 - CD0), its variance the sum of all the counts (each a Poisson
    count). Both displacement areas are given or neither. Before and after must be of equal length, and the
    control areas about as large as the treated ones. Raises ValueError otherwise, and where every count is
    zero.
    """
    if (treated_displacement is None) != (control_displacement is None):
        message = "give both displacement areas or neither: each change needs its control"
        raise ValueError(message)
    areas = {"treated": treated, "control": control}
    if treated_displacement is not None:
        areas |= {"treated_displacement": treated_displacement, "control_displacement": control_displacement}
    changes, variance = {}, 0.0
    for name, pair in areas.items():
        before, after = two(pair, name)
        changes[name], variance = after - before, variance + before + after
    if not variance:
        message = "every count is zero: there is nothing to compare, so say that there were no crimes"
        raise ValueError(message)
    difference = sum(-change if name.startswith("control") else change for name, change in changes.items())
    error = math.sqrt(variance)
    reach = float(norm.ppf((1 + share(confidence, "confidence")) / 2)) * error
    return Difference(difference, error, difference / error, difference - reach, difference + reach)
