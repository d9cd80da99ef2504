"""Changes against published tests: Krishnamoorthy and Thomson, Gu, R, Zar, and Blackpool's documents."""

from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from assessment.measures.change import (
    compare,
    decompose,
    dispersion_of,
    e_test,
    like_for_like,
    sign_test,
)
from assessment.measures.counts import _e_test_by_row


class TestETest:
    @pytest.mark.parametrize(
        ("first", "second", "lengths", "p", "tolerance"),
        [
            # Krishnamoorthy and Thomson (2004), section 6, example 1: dodder in clover seed.
            pytest.param(0, 3, (100, 100), 0.0884, 1e-4, id="K&T example 1, 0 and 3"),
            pytest.param(2, 6, (100, 100), 0.1749, 1e-4, id="K&T example 1, 2 and 6"),
            # The authors' own Fortran, as SciPy's tests quote it.
            pytest.param(3, 20, (100, 300), 0.12202725450896404, 2e-6, id="Fortran, 3 in 100 and 20 in 300"),
            pytest.param(20, 20, (10, 10), 0.9999997568929630, 2e-6, id="Fortran, 20 and 20"),
        ],
    )
    def test_published(self, first, second, lengths, p, tolerance):
        assert compare(first, second, exposure=lengths).p_e_test == pytest.approx(p, abs=tolerance)
        assert _e_test_by_row(first, second, *lengths) == pytest.approx(p, abs=tolerance)

    @pytest.mark.parametrize(
        ("first", "second", "lengths"),
        [(15, 31, (1, 1)), (300, 365, (12, 12)), (1000, 700, (12, 8)), (4000, 4100, (1, 1)), (41, 9, (3, 1))],
    )
    def test_the_sum_by_row_is_scipys(self, first, second, lengths):
        oracle = stats.poisson_means_test(first, lengths[0], second, lengths[1]).pvalue
        assert _e_test_by_row(first, second, *lengths) == pytest.approx(oracle, rel=1e-5)

    def test_hundreds_of_thousands_are_summed_by_row(self):
        # SciPy's grid gives 0.19707868102796333 for these, in four seconds.
        assert e_test(300_000, 301_000) == pytest.approx(0.197078681, rel=1e-8)


class TestExactConditionalTest:
    def test_gu_example_1(self):
        # Gu, Ng, Tang and Schucany (2008), example 1; p and ratio by R's exactci::poisson.exact, minlike.
        found = compare(30, 60, exposure=(54308.7, 51477.5))
        assert found.p_exact == pytest.approx(0.000675182658686321, rel=1e-10)
        assert found.ratio == pytest.approx(2.10999757175465, rel=1e-12)
        # The paper's p of the log ratio, one-sided 0.000420, and its z of 3.3393.
        assert found.p == pytest.approx(2 * 0.000420, abs=5e-6)
        assert np.log(found.ratio) / (np.log(found.high / found.ratio) / 1.959964) == pytest.approx(3.3393, rel=1e-4)

    def test_fredericia(self):
        # R, example(poisson.test): Fredericia against three cities, aged 55 to 59; the binomial by hand.
        found = compare(21, 11, exposure=(3011, 800))
        chance = stats.binom.pmf(np.arange(33), 32, 800 / 3811)
        assert found.p_exact == pytest.approx(chance[chance <= chance[11] * (1 + 1e-7)].sum(), rel=1e-9)
        assert found.ratio == pytest.approx((11 / 800) / (21 / 3011), rel=1e-12)

    def test_r_interval_where_a_count_is_zero(self):
        # R, binom.test(5, 5): 95% from 0.4781762 to 1, so the ratio lies over 0.4781762/0.5218238.
        found = compare(0, 5)
        assert found.low == pytest.approx(0.4781762 / 0.5218238, rel=1e-6)
        assert (found.ratio, found.percent, found.high) == (None, None, None)


# Community Safety Plan 2016-2019 (P) and Performance Report 2016/17 (R): before, after, exposures, change in
# per cent as printed, and the p of the exact conditional test as the project's list of claims prints it.
CLAIMS = [
    ("P16 all crime", 16332, 15246, (1, 1), -6.6495, "1.0e-9"),
    ("P19 violence", 3947, 4048, (1, 1), 2.559, "0.26"),
    ("P22 rape", 118, 137, (1, 1), 16.1, "0.26"),
    ("P23 referrals", 243, 192, (12, 8), 18.5, "0.087"),
    ("P23 exploitation", 150, 104, (12, 8), 4.0, "0.80"),
    ("P25 alcohol violence", 1385, 1312, (1, 1), -5.27, "0.17"),
    ("P26 drugs", 620, 514, (1, 1), -17.1, "0.002"),
    ("P34 ASBRAC", 72, 66, (1, 1), -8.3, "0.67"),
    ("R6 rape", 175, 220, (1, 1), 25.7, "0.027"),
    ("R6 sexual assault", 188, 245, (1, 1), 30.3, "0.007"),
    ("R7 rape by occurrence", 111, 114, (1, 1), 2.7, "0.89"),
    ("R8 serious", 31, 35, (1, 1), 12.9, "0.71"),
    ("R10 cases", 310, 368, (1, 1), 18.7, "0.029"),
    ("R10 children", 345, 378, (1, 1), 9.6, "0.23"),
    ("R10 repeats", 65, 95, (1, 1), 46.2, "0.022"),
    ("R12 ASBRAC", 71, 47, (1, 1), -33.8, "0.034"),
    ("R15 hate", 132, 201, (1, 1), 52.3, "0.0002"),
    ("R15 transgender", 5, 10, (1, 1), 100, "0.30"),
]


@pytest.mark.parametrize(("claim", "before", "after", "lengths", "percent", "p"), CLAIMS, ids=lambda v: str(v))
def test_compare_agrees_with_the_claims(claim, before, after, lengths, percent, p):
    found = compare(before, after, exposure=lengths)
    assert found.percent == pytest.approx(percent, abs=0.06)
    half_a_digit = float(Decimal(1).scaleb(Decimal(p).as_tuple().exponent)) / 2
    assert found.p_exact == pytest.approx(float(p), abs=half_a_digit * 1.0001)


def test_dispersion_is_the_pearson_chi_squared_of_the_table():
    # SciPy's chi2_contingency (no correction) is Pearson's χ² on (2−1)(12−1) degrees of freedom.
    random = np.random.default_rng(3)
    before, after = random.negative_binomial(5, 0.05, 12), random.negative_binomial(5, 0.05, 12)
    oracle = stats.chi2_contingency(np.array([before, after]), correction=False)
    found = dispersion_of(before, after)
    assert (found.value, found.degrees) == (pytest.approx(oracle.statistic / oracle.dof, rel=1e-12), oracle.dof)


def test_dispersion_agrees_with_a_quasi_poisson_model():
    import statsmodels.api as sm

    before = [120, 131, 150, 98, 140, 122, 118, 160, 133, 149, 101, 139]
    after = [140, 105, 171, 120, 111, 160, 117, 131, 160, 121, 149, 125]
    frame = pd.DataFrame({"n": before + after, "month": [*range(12)] * 2, "year": [0] * 12 + [1] * 12})
    design = sm.add_constant(pd.get_dummies(frame["month"], drop_first=True, dtype=float).assign(y=frame["year"]))
    fit = sm.GLM(frame["n"], design.rename(columns=str), family=sm.families.Poisson()).fit(scale="X2")
    phi = dispersion_of(before, after)
    assert (phi.value, phi.degrees) == (pytest.approx(fit.scale, rel=1e-6), fit.df_resid)
    found = compare(sum(before), sum(after), dispersion=phi)
    by_t = fit.t_test("y = 0", use_t=True)
    assert found.p == pytest.approx(float(by_t.pvalue), rel=1e-5)
    assert np.log([found.low, found.high]) == pytest.approx(by_t.conf_int()[0], rel=1e-5)
    # The model's coefficient of the year is ln RR, its error the interval's half width over t.
    assert np.log(found.ratio) == pytest.approx(fit.params["y"], rel=1e-6)
    assert np.log(found.high / found.low) / 2 / stats.t.isf(0.025, 11) == pytest.approx(fit.bse["y"], rel=1e-5)


# Antisocial behaviour in Blackpool, report-2017, section 6.1: each quarter down, eight months of twelve, July
# and October the most, 382 in all; the monthly changes are the demonstration's.
ASB = [-30, -40, 20, -110, 25, -45, -120, -30, 22, -50, -42, 18]
MONTHS = [f"{2015 + (n > 8)}-{(n + 3) % 12 + 1:02d}" for n in range(12)]


def test_like_for_like_agrees_with_the_report():
    before = [1200, 1250, 1190, 1400, 1300, 1210, 1290, 1100, 950, 900, 880, 970]
    series = pd.Series([*before, *np.add(before, ASB)], index=MONTHS + [f"{int(m[:4]) + 1}{m[4:]}" for m in MONTHS])
    found = like_for_like(series, "2016/17")
    assert (found.before, found.after, found.change.difference) == (13640, 13258, -382)
    assert round(found.change.percent, 1) == -2.8
    assert (found.fell, found.rose, found.most) == (8, 4, "2016-10")
    assert found.p == pytest.approx(0.388, abs=5e-4)
    assert not found.part_year


def test_like_for_like_compares_part_of_a_year():
    # Plan-2016, exploitation: 192 referrals from April to November; the months of the year before are made.
    first = [20, 22, 18, 21, 19, 20, 21, 22, 20, 20, 20, 20]
    second = [24, 24, 24, 24, 24, 24, 24, 24]
    months = [f"{2014 + (n > 8)}-{(n + 3) % 12 + 1:02d}" for n in range(12)]
    later = [f"2015-{n:02d}" for n in range(4, 12)]
    found = like_for_like(pd.Series([*first, *second], index=months + later), "2015/16")
    assert (found.before, found.after, found.months) == (163, 192, tuple(later))
    assert found.left_out == (
        "2014-12",
        "2015-01",
        "2015-02",
        "2015-03",
        "2015-12",
        "2016-01",
        "2016-02",
        "2016-03",
    )
    assert found.part_year


def test_decompose_agrees_with_the_report():
    # Report-2017, 6.0.3: violence +751, of which +15, +446 and +74 are told; 71% of it, and 216 are not.
    before = {"serious": 148, "less serious": 2370, "non-injury": 1950}
    after = {"serious": 163, "less serious": 2816, "non-injury": 2024}
    found = decompose(before, after, total=(5140, 5891))
    assert list(found.parts["difference"]) == [15, 446, 74]
    assert (found.difference, found.residual) == (751, 216)
    assert round(found.parts["share"].sum(), 2) == 0.71


def test_decompose_agrees_with_the_table_of_domestic_assaults():
    # Report-2017, domestic assaults: 4 + 41 + 42 = 87, nothing left over.
    found = decompose({"a": 31, "b": 660, "c": 532}, {"a": 35, "b": 701, "c": 574})
    assert (list(found.parts["difference"]), found.difference, found.residual) == ([4, 41, 42], 87, 0)


@pytest.mark.parametrize(
    ("fell", "of", "p", "tolerance"),
    [
        pytest.param(8, 12, 0.388, 5e-4, id="report-2017, eight months of twelve"),
        # R's contingencytables, tests/testthat/test-ch2.R, Exact_binomial_test_1x2 (Ligarden 2010).
        pytest.param(13, 16, 0.02127, 5e-6, id="contingencytables, 13 of 16"),
        # Zar, Biostatistical Analysis: hind legs of ten deer, eight longer (in Wikipedia, "Sign test": .109375).
        pytest.param(8, 10, 0.109375, 1e-9, id="Zar, eight of ten deer"),
    ],
)
def test_sign_test_agrees_with(fell, of, p, tolerance):
    assert sign_test(fell, of).p == pytest.approx(p, abs=tolerance)
