"""Rates against published tables: OHID's tools and guidance, textbooks and R."""

import pytest

from assessment.measures.rates import (
    Estimate,
    funnel_limits,
    proportion,
    rate,
    standardised_rate,
    standardised_ratio,
)

# PHEindicatormethods (R, OHID), tests/testthat/testdata_funnel_ratio_outputs.csv: observed events, then the
# expected events between which they are not significant at 95% and at 99.8%, by exact Poisson, to about 1e-6.
EXACT_POISSON = [
    (1, 5.571644585, 0.025317898, 9.233410143, 0.001000547),
    (5, 11.6683331, 1.623486324, 16.45474478, 0.739371928),
    (9, 17.08479966, 4.11537405, 22.65737951, 2.452425215),
    (10, 18.39035799, 4.795387629, 24.13397235, 2.960519925),
    (20, 30.88838097, 12.21651877, 38.04188668, 8.958211233),
    (100, 121.6268111, 81.36400699, 134.9243187, 71.92139974),
    (716, 770.4222128, 664.5083011, 802.60414, 636.1521174),
]

# The same package, testdata_funnel_prop_outputs.csv: total, then the limits in per cent about 80.642448.
PROPORTION_FUNNEL = [
    (50, 69.691035, 91.593861, 63.375595, 97.909301),
    (102, 72.974925, 88.309971, 68.553233, 92.731663),
    (1008, 78.203374, 83.081521, 76.796814, 84.488082),
    (110000, 80.408963, 80.875933, 80.274317, 81.010578),
]

# Count, total, confidence and Wilson's limits without continuity correction. R 3.6.2, prop.test(correct = FALSE), as
# SciPy's own tests quote it (scipy/stats/tests/test_morestats.py, test_ci_wilson_method); and the R package
# contingencytables, tests/testthat/test-ch2.R, Wilson_score_CI_1x2 (Ligarden 2010), to four digits.
WILSON = [
    (3, 10, 0.95, 0.1077913, 0.6032219, 1e-6),
    (3, 10, 0.99, 0.07956632, 0.6799753, 1e-6),
    (0, 10, 0.95, 0.0, 0.2775328, 1e-6),
    (10, 10, 0.95, 0.7224672, 1.0, 1e-6),
    (13, 16, 0.95, 0.5699, 0.9341, 1e-4),
]

# GraphPad, "How QuickCalcs computes the confidence interval of a count" (Garwood's exact limits): 25 counted.
GRAPHPAD = [(0.90, 17.38, 34.92), (0.95, 16.18, 36.90), (0.99, 14.00, 41.00)]


def agrees(found: Estimate, value, low, high, tolerance):
    """All three numbers to the tolerance: a relative one."""
    assert (found.value, found.low, found.high) == pytest.approx((value, low, high), rel=tolerance)


@pytest.mark.parametrize(
    ("count", "value", "low", "high", "per", "tolerance"),
    [
        # OHID technical guidance, worked rates: 65 events of 100, and 5 of 100 per 100,000.
        pytest.param(65, 65, 50.1631877, 82.8491385, 100, 1e-8, id="OHID 65 in 100, Byar"),
        pytest.param(5, 5000, 1623.486, 11668.332, 100_000, 1e-6, id="OHID 5 in 100, exact"),
    ],
)
def test_rate_agrees_with_ohids_worked_examples(count, value, low, high, per, tolerance):
    agrees(rate(count, 100, per=per), value, low, high, tolerance)


@pytest.mark.parametrize("row", EXACT_POISSON, ids=lambda row: f"PHEindicatormethods funnel, {row[0]} events")
def test_rate_agrees_with_exact_limits_of_pheindicatormethods(row):
    events, high95, low95, high998, low998 = row
    # Exact under ten events; from ten on Byar's is within 0.2% (OHID Technical Guide, Confidence Intervals).
    tolerance = 1e-4 if events < 10 else 2e-3
    agrees(rate(events, 1, per=1), events, low95, high95, tolerance)
    # For 99.8% the same guide allows 2.4%.
    agrees(rate(events, 1, per=1, confidence=0.998), events, low998, high998, 1e-3 if events < 10 else 2.4e-2)


def test_rate_agrees_with_the_blackpool_plan():
    # Community Safety Plan 2016-2019: 15,246 crimes; Lancashire's needs assessment prints 108 per 1,000.
    found = rate(15246, 141_400)
    assert round(found.value) == 108
    assert (round(found.value, 1), round(found.low, 1), round(found.high, 1)) == (107.8, 106.1, 109.5)


def test_proportion_agrees_with_ohids_worked_example():
    agrees(proportion(65, 100), 0.65, 0.5525444, 0.7363575, 1e-7)


@pytest.mark.parametrize(("count", "total", "level", "low", "high", "tolerance"), WILSON, ids=lambda v: str(v))
def test_proportion_agrees_with_r(count, total, level, low, high, tolerance):
    agrees(proportion(count, total, confidence=level), count / total, low, high, tolerance)


@pytest.mark.parametrize(("level", "low", "high"), GRAPHPAD)
def test_rate_agrees_with_graphpad(level, low, high):
    # Theirs are exact and to two decimals, Byar's within 0.2% of the exact ones.
    agrees(rate(25, 1, per=1, confidence=level), 25, low, high, 2e-3)
    agrees(standardised_ratio(25, 20, per=100, confidence=level), 125, low * 5, high * 5, 2e-3)


@pytest.mark.parametrize(
    ("count", "total", "value", "low", "high"),
    [
        (313, 408, 76.7, 72.4, 80.6),
        (96, 105, 91.4, 84.5, 95.4),
        (215, 690, 31.2, 27.8, 34.7),
        (72, 131, 55.0, 46.4, 63.2),
    ],
    ids=["warnings that stopped", "exploitation warnings", "non-recent offences", "reoffending"],
)
def test_proportion_agrees_with_the_blackpool_report(count, total, value, low, high):
    # Community Safety Performance Report 2016/17, tools and sexual offences; intervals worked apart.
    found = proportion(count, total, per=100)
    assert tuple(round(n, 1) for n in (found.value, found.low, found.high)) == (value, low, high)


def test_standardised_rate_agrees_with_fleiss():
    # Fleiss (1981), table 14.4, Michigan, 1950 to 1964, births of order 5 and over: Down syndrome by mother's age.
    # The vignette of the R package dsrTest prints 75.52901 per 100,000 (its limits are by other methods).
    cases, births = [0, 8, 63, 112, 262, 295], [327, 30666, 123419, 149919, 104088, 34392]
    standard = [319933, 931318, 786511, 488235, 237863, 61313]
    found = standardised_rate(cases, births, standard)
    assert found.value == pytest.approx(75.52901, abs=5e-6)
    # Dobson's limits from Byar's of 740 cases, written out.
    total = sum(standard)
    variance = sum((w / total) ** 2 * x / n**2 for w, x, n in zip(standard, cases, births, strict=True))
    byar, step = rate(740, 1, per=1), (variance / 740) ** 0.5 * 1e5
    assert found.low == pytest.approx(75.52901 + step * (byar.low - 740), abs=1e-5)
    assert found.high == pytest.approx(75.52901 + step * (byar.high - 740), abs=1e-5)


def test_standardised_rate_agrees_with_a_standard_of_its_own_shape():
    # Standardised to its own population a rate is the crude rate, with the crude rate's limits (Dobson 1991).
    counts, people = [12, 30, 8], [1000, 2500, 1500]
    crude = rate(50, 5000, per=100_000)
    agrees(standardised_rate(counts, people, people), crude.value, crude.low, crude.high, 1e-12)


def test_standardised_ratio_agrees_with_r():
    # R, example(poisson.test), Welsh nickel workers: 137 against 24.19893 is 5.661407 (4.753125 to 6.692709).
    agrees(standardised_ratio(137, 24.19893, per=1), 5.661407, 4.753125, 6.692709, 5e-5)


@pytest.mark.parametrize("row", EXACT_POISSON, ids=lambda row: f"PHEindicatormethods, {row[0]} events")
def test_funnel_limits_agree_with_pheindicatormethods(row):
    """An area with `events` lies on the limit where just so many were expected."""
    events, high95, low95, high998, low998 = row
    for confidence, above, below in ((0.95, low95, high95), (0.998, low998, high998)):
        ratio = funnel_limits([above, below], 100, kind="ratio", confidence=confidence)
        assert ratio.high[0] * above / 100 == pytest.approx(events, rel=1e-4)
        assert ratio.low[1] * below / 100 == pytest.approx(events, rel=1e-4)
        per_1000 = funnel_limits([above / 0.05, below / 0.05], 50, confidence=confidence)
        assert per_1000.high[0] == pytest.approx(ratio.high[0] / 2, rel=1e-9)


@pytest.mark.parametrize("row", PROPORTION_FUNNEL, ids=lambda row: f"PHEindicatormethods, total {row[0]}")
def test_proportion_funnel_agrees_with_pheindicatormethods(row):
    total, low95, high95, low998, high998 = row
    for confidence, low, high in ((0.95, low95, high95), (0.998, low998, high998)):
        found = funnel_limits(total, 80.642448, kind="proportion", per=100, confidence=confidence)
        agrees(found, 80.642448, low, high, 1e-6)
