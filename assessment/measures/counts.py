"""Two counts compared: exact tests, rate ratio and interval, dispersion, and the sign test."""

import math
from dataclasses import dataclass

import numpy as np
from scipy import stats

from assessment.measures._checks import MOST, Numbers, number, numbers, same_length, same_order, share

LARGE = 5000
"""From this count on the E-test is summed by row: SciPy's grid of all pairs takes seconds and gigabytes."""
VAST = 1e9
"""Where both counts are expected to reach this the E-test is the normal's, from which it cannot be told."""


@dataclass(frozen=True)
class Dispersion:
    """How many times as much as chance the months scatter, `value`, and the degrees of freedom it was estimated on."""

    value: float
    degrees: int


@dataclass(frozen=True)
class Change:
    """How one count differs from the one before.

    `difference` and `percent` are after less before, at the exposure of `before` (plain counts where
    exposures are equal). `ratio` of the two rates with its interval `low` to `high`; None where a count of 0
    before leaves no answer. `p_exact` (conditional binomial) and `p_e_test` take the counts as Poisson; `p`
    is the two-sided p that belongs to the interval, and like it allows for `dispersion` (None where a count
    is 0). `degrees` are those of Student's t that both rest on; None where they rest on the normal.
    """

    difference: float
    percent: float | None
    ratio: float | None
    low: float
    high: float | None
    p_exact: float
    p_e_test: float
    p: float | None
    dispersion: float
    degrees: int | None = None


def compare(
    before: float,
    after: float,
    *,
    exposure: tuple[float, float] = (1, 1),
    dispersion: float | Dispersion = 1,
    confidence: float = 0.95,
) -> Change:
    """Compare two counts of separate periods or places.

    `before`, `after`: whole counts, 0 or more. `exposure`: their lengths or populations, (12, 8) for twelve
    months and eight. `dispersion`: what `dispersion_of` found, an estimate φ, which widens the interval of the
    rate ratio to exp(ln RR ± t√(φ(1/a + 1/b))) with Student's t on its degrees of freedom; a number is taken
    as known, z in place of t. Where a count is 0, the interval is Clopper and Pearson's of the conditional
    binomial instead, without φ. Not for counts that overlap (a part and its whole), nor
    percentages. Sources: Przyborowski and Wilenski (1940) for the exact conditional test; Krishnamoorthy and
    Thomson (2004) for the E-test; Rothman, Modern Epidemiology, for the interval.
    """
    a, b, n1, n2 = _counts(before, after, exposure)
    phi, degrees = _spread(dispersion)
    scale = n1 / n2
    ratio = b * scale / a if a else None
    low, high, p = _ratio_interval(a, b, scale, (phi, degrees), share(confidence, "confidence"))
    return Change(
        difference=float(b * scale - a),
        percent=float(100 * (ratio - 1)) if a else None,
        ratio=float(ratio) if a else None,
        low=low,
        high=high,
        p_exact=_exact_p(a, b, 1 / (1 + scale)),
        p_e_test=e_test(a, b, exposure=(n1, n2)),
        p=p,
        dispersion=phi,
        degrees=degrees if p is not None else None,
    )


def _spread(dispersion: float | Dispersion) -> tuple[float, int | None]:
    """The dispersion and the degrees of freedom of its estimate, None where it is known."""
    if not isinstance(dispersion, Dispersion):
        return number(dispersion, "dispersion", above=0), None
    degrees = number(dispersion.degrees, "the degrees of the dispersion", least=1, whole=True)
    return number(dispersion.value, "dispersion", above=0), int(degrees)


def _exact_p(a: int, b: int, chance: float) -> float:
    return float(stats.binomtest(b, a + b, chance).pvalue) if a + b else 1.0


def _ratio_interval(
    a: int, b: int, scale: float, spread: tuple[float, int | None], confidence: float
) -> tuple[float, float | None, float | None]:
    if a and b:
        phi, degrees = spread
        freedom = math.inf if degrees is None else degrees  # on endlessly many t is the normal
        log_ratio, error = math.log(b * scale / a), math.sqrt(phi * (1 / a + 1 / b))
        reach = min(float(stats.t.isf((1 - confidence) / 2, freedom)) * error, 600.0)  # beyond it floats end
        p = float(2 * stats.t.sf(abs(log_ratio) / error, freedom))
        return math.exp(log_ratio - reach), math.exp(log_ratio + reach), p
    if a == b == 0:
        return 0.0, None, None
    bounds = stats.binomtest(b, a + b, 0.5).proportion_ci(confidence, method="exact")
    low, high = (share_after / (1 - share_after) * scale if share_after < 1 else None for share_after in bounds)
    return float(low), None if high is None else float(high), None


def e_test(before: float, after: float, *, exposure: tuple[float, float] = (1, 1)) -> float:
    """Two-sided p of the E-test that two Poisson rates are the same; 1 where both counts are 0.

    Counts and exposures as `compare` takes them. `scipy.stats.poisson_means_test`, and for counts of 5,000 and
    more the same sum row by row. Source: Krishnamoorthy and Thomson (2004), Journal of Statistical Planning and
    Inference 119.
    """
    a, b, n1, n2 = _counts(before, after, exposure)
    if a == b == 0:
        return 1.0
    if max(a, b) < LARGE:
        return float(stats.poisson_means_test(a, n1, b, n2).pvalue)
    return _e_test_by_row(a, b, n1, n2)


def _counts(before: float, after: float, exposure: tuple[float, float]) -> tuple[int, int, float, float]:
    """Two whole counts and their exposures, checked."""
    a, b = (int(number(n, name, least=0, whole=True)) for n, name in ((before, "before"), (after, "after")))
    lengths = numbers(exposure, "exposure", above=0, points=2)
    same_length(exposure=lengths, counts=np.array([a, b]))
    if lengths.max() > MOST * lengths.min():
        message = f"exposure is {lengths[0]:g} and {lengths[1]:g}: give two lengths or populations that compare"
        raise ValueError(message)
    return a, b, float(lengths[0]), float(lengths[1])


def _e_test_by_row(a: int, b: int, n1: float, n2: float) -> float:
    """The E-test's p: for each possible first count, the chance of a second one at least as far off."""
    if n1 > n2:  # the rows are of the count that is expected to be smaller
        a, b, n1, n2 = b, a, n2, n1
    pooled = (a + b) / (n1 + n2)
    squared = (a / n1 - b / n2) ** 2 / (a / n1**2 + b / n2**2)
    if squared == 0:
        return 1.0
    if pooled * n1 >= VAST:
        return float(2 * stats.norm.sf(math.sqrt(squared)))
    first = np.arange(max(0, stats.poisson.ppf(1e-16, pooled * n1)), stats.poisson.isf(1e-16, pooled * n1) + 1)
    # (x1/n1 − x2/n2)² ≥ t²·(x1/n1² + x2/n2²) is a quadratic in x2/n2; outside its roots lie the rarer counts.
    middle = first / n1 + squared / (2 * n2)
    half = np.sqrt(middle**2 - (first / n1) ** 2 + squared * first / n1**2)
    under = np.where(first > 0, np.floor((middle - half) * n2 * (1 + 1e-12)), -1)  # none and none agree
    over = np.ceil((middle + half) * n2 * (1 - 1e-12))
    chance = stats.poisson.cdf(under, pooled * n2) + stats.poisson.sf(over - 1, pooled * n2)
    return float(min(1.0, (stats.poisson.pmf(first, pooled * n1) * chance).sum()))


def dispersion_of(before: Numbers, after: Numbers) -> Dispersion:
    """How much more two periods' monthly counts vary than Poisson counts would: Pearson χ² over its df.

    One count a month in each, the same months in one order (12 and 12, 3 at least); expected is month ×
    period, so that season and the change itself do not count as dispersion. Never under 1; months without any
    event in both are left out, and the degrees of freedom are the others less one. Source: McCullagh and Nelder
    (1989), section 6.2.
    """
    first = numbers(before, "before", least=0, points=3)
    second = numbers(after, "after", least=0, points=3)
    same_length(before=first, after=second)
    same_order(before=before, after=after)
    months = first + second
    if first.sum() == 0 or second.sum() == 0 or (months > 0).sum() < 3:
        message = "too few months with events to estimate the dispersion: give 1, or more months"
        raise ValueError(message)
    kept = months > 0
    excess = sum(
        (((side - due) ** 2)[kept] / due[kept]).sum()
        for side in (first, second)
        for due in [months * side.sum() / months.sum()]
    )
    degrees = int(kept.sum()) - 1
    return Dispersion(float(max(1.0, excess / degrees)), degrees)


@dataclass(frozen=True)
class SignTest:
    """`fell` of `of` changes were falls; `p` is the two-sided chance of a split as uneven as that by luck."""

    fell: int
    of: int
    p: float


def sign_test(fell: int, of: int) -> SignTest:
    """Whether `fell` falls `of` so many changes are more or fewer than chance gives; exact, two-sided.

    Leave months without any change out of `of`. No changes at all give p 1. Not for the size of a change.
    Source: Conover (1999), Practical Nonparametric Statistics, section 3.4.
    """
    falls, changes = (
        int(number(fell, "fell", least=0, whole=True)),
        int(number(of, "of", least=0, whole=True)),
    )
    if falls > changes:
        message = f"fell {falls} exceeds of {changes}: give the falls first, then all changes"
        raise ValueError(message)
    return SignTest(falls, changes, float(stats.binomtest(falls, changes).pvalue) if changes else 1.0)
