"""Trends against Gilbert, the EPA, OHID's own test cases, R, StatXact, and live oracles."""

import numpy as np
import pymannkendall
import pytest
from scipy import stats

from assessment.measures import trend

# Gilbert (1987), Statistical Methods for Environmental Pollution Monitoring, page 212: Z is 3.1.
GILBERT = [20, 20, 20, 20, 15, 20, 20, 30, 27, 26, 23, 35, 25, 28, 70, 26, 24, 34, 32, 23, 50, 30]

# US EPA (2009), Unified Guidance, example 14-10, page 14-38 (unadjusted concentrations, 1983 to 1985).
EPA = [
    *[1.99, 2.10, 2.12, 2.12, 2.11, 2.15, 2.19, 2.18, 2.16, 2.08, 2.05, 2.08],
    *[2.01, 2.10, 2.17, 2.13, 2.13, 2.18, 2.25, 2.24, 2.22, 2.13, 2.08, 2.16],
    *[2.15, 2.17, 2.27, 2.23, 2.24, 2.26, 2.31, 2.32, 2.28, 2.22, 2.19, 2.22],
]


class TestMannKendall:
    def test_gilbert(self):
        found = trend.mann_kendall(GILBERT)
        assert found.z == pytest.approx(3.1, abs=0.05)
        # By its formula: n 22 with ties of 7, 2, 2, 2; (22·21·49 − 7·6·19 − 3·2·1·9)/18.
        ties = [GILBERT.count(value) for value in set(GILBERT)]
        corrected = (22 * 21 * 49 - sum(t * (t - 1) * (2 * t + 5) for t in ties)) / 18
        assert found.variance == pytest.approx(corrected)

    def test_mannkendall_jl(self):
        # MannKendall.jl, test/runtests.jl: 1 to 100 has z 14.73869998208331, S 4950, variance 112750.
        found = trend.mann_kendall(range(1, 101))
        assert (found.s, found.variance, found.tau, found.slope) == (4950, 112750, 1, 1)
        assert found.z == pytest.approx(14.73869998208331, rel=1e-12)

    def test_wisconsin_table(self):
        # Wisconsin Administrative Code, Mann-Kendall statistic, table A: 100, 50, 85, 75, 50 has S −5.
        assert trend.mann_kendall([100, 50, 85, 75, 50]).s == -5

    def test_kendall_and_theil_sen_over_random_series_with_gaps(self):
        random = np.random.default_rng(1945)
        for _ in range(300):
            size = int(random.integers(4, 40))
            years = np.sort(random.choice(np.arange(1980, 2030), size, replace=False))
            values = random.permutation(size) + random.normal(0, 0.1, size)
            found = trend.mann_kendall(values, years)
            oracle = pymannkendall.original_test(values)
            assert (found.s, found.variance, found.tau) == pytest.approx((oracle.s, oracle.var_s, oracle.Tau))
            assert (found.z, found.p) == pytest.approx((oracle.z, oracle.p), abs=1e-12)
            # SciPy's tau without ties is S over the pairs; Theil and Sen's slope is over true years.
            assert found.tau == pytest.approx(stats.kendalltau(years, values).statistic)
            pairs = [(values[j] - values[i]) / (years[j] - years[i]) for i in range(size) for j in range(i + 1, size)]
            assert found.slope == pytest.approx(np.median(pairs))

    def test_hamed_and_rao(self):
        random = np.random.default_rng(1998)
        values = np.cumsum(random.normal(0.2, 1, 40))
        found = trend.mann_kendall(values, autocorrelated=True)
        oracle = pymannkendall.hamed_rao_modification_test(values)
        assert (found.variance, found.z, found.p) == pytest.approx((oracle.var_s, oracle.z, oracle.p))


class TestSeasonalMannKendall:
    def test_epa(self):
        # EnvStats (R), example(kendallSeasonalTrendTest).
        found = trend.seasonal_mann_kendall(EPA)
        assert found.s == 35
        assert found.tau == pytest.approx(0.9722222, abs=5e-8)
        assert found.z == pytest.approx(5.1849514, abs=5e-8)
        assert found.p == pytest.approx(2.160712e-07, rel=1e-6)
        assert found.slope == pytest.approx(0.06, abs=1e-12)

    def test_pymannkendall_where_nothing_is_missing(self):
        random = np.random.default_rng(1982)
        for years in (2, 4, 7):
            values = random.poisson(80, 12 * years) + 20 * np.sin(np.arange(12 * years) * np.pi / 6)
            found, oracle = trend.seasonal_mann_kendall(values), pymannkendall.seasonal_test(values)
            assert (found.s, found.variance, found.tau, found.z, found.slope) == pytest.approx(
                (oracle.s, oracle.var_s, oracle.Tau, oracle.z, oracle.slope)
            )

    def test_months_that_move_together(self):
        random = np.random.default_rng(1984)
        values = random.poisson(80, 72) + np.repeat(random.normal(0, 30, 6), 12)
        found = trend.seasonal_mann_kendall(values, autocorrelated=True)
        assert found.variance == pytest.approx(pymannkendall.correlated_seasonal_test(values).var_s)


def test_describe_agrees_with_exact_probabilities():
    # Of n values without ties one order in n! only rises: 1/120 = .0083 of five, 1/720 = .0014 of six. The normal
    # approximation behind the words gives .014 and .0043, so the words come later than the exact test's.
    assert trend.describe([1, 2, 3, 4, 5]).words == "weak upward"
    assert trend.describe([6, 5, 4, 3, 2, 1]).words == "strong downward"
    assert trend.describe(GILBERT).words == "weak upward"  # p .0017 but tau .48
    assert trend.describe(trend.seasonal_mann_kendall(EPA)).words == "strong upward"


# OHID's service Fingertips, repository ukhsa-collaboration/fingertips-open,
# WhenUsingTrendMarkerCalculator.cs: counts, totals, and the marker expected of them.
PROPORTIONS = {
    "data 1": ([621, 599, 556, 535, 447], [3454, 3195, 3256, 3227, 3121], "Decreasing"),
    "data 2": ([2157, 2090, 2194, 2134.81, 2094], [3454, 3195, 3256, 3152, 3062], "Increasing"),
    "data 3": ([8116, 8145, 8222, 8506, 8728], [91530, 91773, 92088, 92238, 92665.89], "Increasing"),
    "data 4": ([5, 7, 6, 8, 8, 9], [22, 35, 42, 50, 100, 200], "Decreasing"),
    "data 5": ([5405, 5500, 5435, 5480, 5315], [18095, 18170, 18005, 17890, 17860], "No significant change"),
    "data 5a": ([22435, 22445, 21365, 20955, 19055], [65880, 67900, 68705, 69835, 70910], "Decreasing"),
    "four years": ([621, 599, 556, 535], [3454, 3195, 3256, 3227], "Cannot be calculated"),
    "nulls": (
        [None, None, 11024.38, 11681, 11739],
        [None, None, 2315677, 2330591, 2349351],
        "Cannot be calculated",
    ),
}

# FingertipsNext (Department of Health and Social Care), IndicatorTestData.cs: value, low, high, newest first.
RATES = {
    "diabetes prevalence": (
        [7.6554, 7.4528, 7.2571, 7.1085, 7.0826],
        [7.6481, 7.4456, 7.2499, 7.1013, 7.0754],
        [7.6669, 7.4643, 7.2684, 7.1199, 7.094],
        "Increasing",
    ),
    "MMR in Yorkshire": (
        [90.1013, 90.017, 90.8708, 92.3221, 92.6254],
        [89.8578, 89.7694, 90.6358, 92.1072, 92.4168],
        [90.3396, 90.2594, 91.1004, 92.5315, 92.8288],
        "Decreasing",
    ),
    "diabetic eye disease": (
        [3.0121, 2.8701, 2.7567, 1.93028, 2.935],
        [2.8616, 2.7225, 2.6113, 1.8085, 2.7841],
        [3.1683, 3.0237, 2.9082, 2.058, 3.0919],
        "Increasing",
    ),
    "cancer mortality": (
        [120.7742, 122.3782, 121.5234, 125.829, 126.9341],
        [119.8035, 121.4012, 120.5533, 124.8371, 125.9343],
        [121.7507, 123.361, 122.4993, 126.8268, 127.94],
        "Decreasing",
    ),
}


class TestRecentTrend:
    @pytest.mark.parametrize("name", PROPORTIONS)
    def test_proportions_agree_with_fingertips(self, name):
        counts, totals, label = PROPORTIONS[name]
        assert trend.recent_trend_proportion(counts, totals).label == label

    @pytest.mark.parametrize("name", RATES)
    def test_rates_agree_with_fingertips(self, name):
        values, low, high, label = RATES[name]
        years = [2024, 2023, 2022, 2021, 2020]
        assert trend.recent_trend(values, low, high, years=years).label == label

    def test_statistic_agrees_with_weighted_least_squares(self):
        import statsmodels.api as sm

        values, low, high, _ = RATES["diabetic eye disease"]
        found = trend.recent_trend(values, low, high, years=[5, 4, 3, 2, 1])
        z = stats.norm.isf(0.025)
        weights = (2 * z / (np.array(high) - np.array(low))) ** 2
        fit = sm.WLS(values, sm.add_constant(np.array([5.0, 4, 3, 2, 1])), weights=weights)
        fit = fit.fit(cov_type="fixed scale")
        assert found.slope == pytest.approx(fit.params[1], rel=1e-9)
        assert found.statistic == pytest.approx(fit.tvalues[1] ** 2, rel=1e-9)

    def test_chi_squared_agrees_with_r(self):
        # R, example(prop.trend.test): smokers of Fleiss (1981), X-squared 8.2249.
        found = trend.chi_squared_for_trend([83, 90, 129, 70], [86, 93, 136, 82], [1, 2, 3, 4])
        assert found == pytest.approx(8.2249, abs=5e-5)

    @pytest.mark.parametrize(("scores", "p"), [([0, 0.5, 1.5, 4, 8], 0.0078), ([1, 2, 3, 4, 5], 0.1765)])
    def test_chi_squared_agrees_with_statxact(self, scores, p):
        # Cytel, StatXact example 6 (Graubard and Korn 1988): alcohol and malformation, the asymptotic two-sided p by
        # drinks a day and by evenly spaced scores; on N - 1, hence two in the fourth digit.
        absent, present = [17066, 14464, 788, 126, 37], [48, 38, 5, 1, 1]
        found = trend.chi_squared_for_trend(present, np.add(absent, present), scores)
        assert stats.chi2.sf(found, 1) == pytest.approx(p, abs=2e-4)

    def test_slope_of_a_proportion_is_the_least_squares_slope_of_the_logit(self):
        counts, totals = [621, 599, 556, 535, 447], [3454, 3195, 3256, 3227, 3121]
        share = np.array(counts) / totals
        oracle = stats.linregress(range(5), np.log(share / (1 - share))).slope
        assert trend.recent_trend_proportion(counts, totals).slope == pytest.approx(oracle, rel=1e-12)
