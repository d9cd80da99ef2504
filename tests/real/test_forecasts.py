"""Forecasts back-tested on the force's real street-level counts, where those files are at hand."""

import io
import zipfile

import numpy as np
import pandas as pd
import pytest

from assessment.measures.forecast import _predict
from assessment.periods import months_between

pytestmark = pytest.mark.real


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
    chosen = counts.sample(40, axis=1, random_state=2022)
    inside, errors, naive = [], [], []
    for _, series in chosen.items():
        values = series.to_numpy()
        for origin in (24, 28, 32):
            truth = values[origin : origin + 6]
            value, low, high = _predict(values[:origin], len(truth), 12, 0.95)
            known = ~np.isnan(truth)
            inside += list(((truth >= low) & (truth <= high))[known])
            before = values[origin - 12 : origin - 12 + len(truth)]
            both = known & ~np.isnan(before)
            errors += list(np.abs(truth - value)[both] / np.nanmean(values))
            naive += list(np.abs(truth - before)[both] / np.nanmean(values))
    assert len(inside) > 500
    assert 0.93 <= np.mean(inside) <= 0.99
    assert np.mean(errors) < np.mean(naive)
