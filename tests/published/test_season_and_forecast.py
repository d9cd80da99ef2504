"""Season and forecast against Cleveland's Fortran, Durbin and Koopman's Nile, and live oracles."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from assessment.measures import trend


def stl_results() -> Path:
    shipped = pytest.importorskip("statsmodels.tsa.stl.tests", reason="this statsmodels ships no test results")
    return Path(shipped.__file__).parent / "results"


def carbon_dioxide() -> np.ndarray:
    return pd.read_csv(stl_results() / "stl_co2.csv", header=None)[0].to_numpy()


class TestSeasonality:
    def test_the_stl_that_ours_calls_gives_the_answers_of_clevelands_fortran(self):
        """statsmodels ships the answers of the netlib code, two rounds of robust weights in them, and its settings."""
        from statsmodels.tsa.seasonal import STL

        settings = {
            "seasonal": 35,
            "trend": 19,
            "low_pass": 13,
            "seasonal_jump": 4,
            "trend_jump": 2,
            "low_pass_jump": 2,
        }
        found = STL(carbon_dioxide(), 12, **settings).fit(inner_iter=1, outer_iter=2)
        table = pd.read_csv(stl_results() / "stl_test_results.csv").rename(columns=str.strip)
        answers = table[table["scenario"].str.strip() == "baseline"]
        np.testing.assert_allclose(found.trend, answers["trend"])
        np.testing.assert_allclose(found.seasonal, answers["season"])
        np.testing.assert_allclose(found.weights, answers["rw"])

    def test_ours_is_that_stl_with_period_12_and_robust_weights(self):
        from statsmodels.tsa.seasonal import STL

        oracle, found = STL(carbon_dioxide(), 12, robust=True).fit(), trend.seasonality(carbon_dioxide())
        for name, part in (("trend", oracle.trend), ("seasonal", oracle.seasonal), ("residual", oracle.resid)):
            np.testing.assert_array_equal(getattr(found, name), part)
        # Cleveland and others (1990): the season swings by about 6 ppm.
        assert 5.5 < np.ptp(found.seasonal[-12:]) < 7 and found.strength > 0.95

    def test_a_made_season_is_found(self):
        month = np.arange(72)
        series = 500 + 2 * month + 40 * np.cos((month - 3) * np.pi / 6)
        found = trend.seasonality(series)
        assert found.strength == pytest.approx(1, abs=1e-3)
        assert (found.peak, found.trough) == (4, 10)
        np.testing.assert_allclose(found.seasonal, 40 * np.cos((month - 3) * np.pi / 6), atol=1.5)

    def test_strength_is_hyndmans_formula(self):
        # Wang, Smith and Hyndman (2006): 1 − Var(R)/Var(S + R), floored at 0.
        random = np.random.default_rng(2006)
        series = random.poisson(900 + 90 * np.sin(np.arange(60) * np.pi / 6))
        found = trend.seasonality(series)
        expected = 1 - np.var(found.residual) / np.var(found.residual + found.seasonal)
        assert found.strength == pytest.approx(max(0, expected))
        assert trend.seasonality(random.normal(100, 10, 60)).strength < 0.6


class TestForecast:
    @pytest.fixture
    def nile(self):
        import statsmodels.api as sm

        return sm.datasets.nile.load_pandas().data["volume"].to_numpy()

    def test_level_agrees_with_durbin_and_koopman(self, nile):
        # Durbin and Koopman (2012), section 2.2 (and Estima's program for it, durkp027.prg): a local level of the Nile,
        # variances 15,099 and 1,469.1. Their filter written out; squared, because the model works on square roots.
        found = trend.forecast(nile**2, 3, period=1)
        state, spread = nile[0], 15_099 + 1_469.1
        for value in nile[1:]:
            gain = spread / (spread + 15_099)
            state, spread = state + gain * (value - state), spread * (1 - gain) + 1_469.1
        assert np.sqrt(found.value) == pytest.approx([state] * 3, abs=0.5)
        # Their 95% interval of the first forecast; ours is a little wider, on Student's t.
        reach = 1.96 * np.sqrt(spread + 15_099)
        width = (np.sqrt(found.high[0]) - np.sqrt(found.low[0])) / 2
        assert 1.0 < width / reach < 1.05

    def test_level_agrees_with_an_arima(self, nile):
        from statsmodels.tsa.arima.model import ARIMA

        found = trend.forecast(nile**2, 1, period=1)
        oracle = ARIMA(nile, order=(0, 1, 1), trend=None).fit().forecast(1)
        assert np.sqrt(found.value) == pytest.approx(oracle, rel=2e-3)

    def test_mase_agrees_with_its_definition(self):
        # Hyndman and Koehler (2006): errors over the in-sample mean absolute error of the naive forecast.
        values = [12, 15, 11, 18, 17, 21, 16, 19, 24, 22, 20, 23]
        found = trend.forecast(values, 3, period=1)
        naive = []
        for origin in (9, 10, 11):
            scale = np.abs(np.diff(values[:origin])).mean()
            naive += [abs(truth - values[origin - 1]) / scale for truth in values[origin : origin + 3]]
        assert found.naive_mase == pytest.approx(np.mean(naive))
        assert found.tested == 6
