"""Forecasts back-tested on the force's real street-level counts, where those files are at hand."""

import io
import zipfile

import numpy as np
import pandas as pd
import pytest

from assessment.measures.forecast import YEARLY_CHANGE, forecast
from assessment.periods import months_between

pytestmark = [pytest.mark.real, pytest.mark.slow]  # a minute of forecasts


@pytest.fixture(scope="module")
def counts(real) -> pd.DataFrame:
    """Counts by month (a row each; three are missing) and by authority and category."""
    parts = []
    with zipfile.ZipFile(real / "police_uk" / "lancashire-2019-12-to-2022-10.zip") as archive:
        for name in archive.namelist():
            if name.endswith("street.csv"):
                text = io.BytesIO(archive.read(name))
                parts.append(pd.read_csv(text, usecols=["Month", "LSOA name", "Crime type"], dtype=str))
    rows = pd.concat(parts).dropna()
    rows["series"] = rows["LSOA name"].str[:-5] + " " + rows["Crime type"]
    table = pd.crosstab(rows["Month"], rows["series"])
    table = table.loc[:, table.mean() >= 10]
    return table.reindex(months_between("2019-12", "2022-10")).astype(float)


def test_intervals_cover_what_they_claim(counts):
    """Two years and more of training with gaps and a pandemic inside, up to half a year ahead."""
    assert counts.isna().all(axis=1).sum() == 3
    inside, errors, naive = [], [], []
    for _, series in counts.sample(24, axis=1, random_state=2022).items():
        for origin in (27, 29, 32):
            truth = series.iloc[origin : origin + 6].to_numpy()
            found = forecast(series.iloc[:origin], len(truth))
            known = ~np.isnan(truth)
            inside += list(((truth >= found.low) & (truth <= found.high))[known])
            before = series.iloc[origin - 12 : origin - 12 + len(truth)].to_numpy()
            both = known & ~np.isnan(before)
            errors += list(np.abs(truth - found.value)[both] / series.mean())
            naive += list(np.abs(truth - before)[both] / series.mean())
    assert len(inside) > 300
    assert np.mean(inside) >= 0.95
    assert np.mean(errors) < np.mean(naive)


@pytest.mark.parametrize(
    ("first", "last", "moved"),
    [("2019-12", "2020-11", 0.14), ("2020-11", "2021-10", 0.21), ("2021-06", "2021-10", 0.16)],
)
def test_levels_move_in_a_year_by_what_the_forecast_takes_for_the_least(counts, first, last, moved):
    """Logarithms of year on year, like months of like, series of 120 and more; what chance alone gives taken off."""
    months = [m for m in months_between(first, last) if counts.loc[[m, _later(m)]].notna().all(axis=None)]
    before, after = counts.loc[months].sum(), counts.loc[[_later(m) for m in months]].sum()
    large = before >= 120
    square = np.log(after[large] / before[large]) ** 2 - 1 / before[large] - 1 / after[large]
    assert large.sum() >= 100
    assert np.sqrt(square.mean()) == pytest.approx(moved, abs=0.01)
    assert np.sqrt(square.mean()) + 0.01 >= YEARLY_CHANGE


def _later(month: str) -> str:
    return f"{int(month[:4]) + 1}{month[4:]}"
