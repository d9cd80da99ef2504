"""Many tests at once: which would be called clear if the false alarms among those called so were held to a rate."""

from dataclasses import dataclass

import numpy as np

from assessment.measures._checks import Numbers, number, numbers


@dataclass(frozen=True)
class ManyTests:
    """In the order given: each p adjusted for the number of tests, and whether it is at or below the rate."""

    adjusted: np.ndarray
    clear: np.ndarray


def hold_false_alarms(p: Numbers, *, rate: float = 0.05) -> ManyTests:
    """Hold the share of false alarms among the tests that are called clear to `rate`, 5% unless said.

    `p`: one a test, 0 to 1, of tests that are independent or that tend to go the same way. An adjusted p is the
    smallest rate at which its test would still be called clear. Source: Benjamini and Hochberg (1995). Raises
    ValueError for what is not a probability.
    """
    from scipy.stats import false_discovery_control

    given, held = numbers(p, "p", least=0), number(rate, "rate", above=0)
    if given.max() > 1 or held >= 1:
        message = "p and rate are probabilities: give numbers from 0 to 1"
        raise ValueError(message)
    adjusted = false_discovery_control(given)
    return ManyTests(adjusted, adjusted <= held + 1e-15)
