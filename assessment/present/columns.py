"""Columns as a chart needs them.

Numbers to draw, and beside them what stands where a number may not be shown.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from assessment.present.tables import SYMBOLS


def numeric(values: Sequence[object] | pd.Series) -> pd.Series:
    """The values as floats; suppressed and missing ones as NaN, which no chart draws."""
    plain = [None if value in SYMBOLS else value for value in values]
    return pd.to_numeric(pd.Series(plain, dtype="object"), errors="raise").astype("float64")


def shown(values: Sequence[object] | pd.Series, scale: float = 1) -> pd.Series:
    """The values for the table behind a picture: numbers times `scale`, symbols as they are."""
    known = numeric(values)
    told = [symbol(raw) if pd.isna(one) else one * scale for raw, one in zip(values, known, strict=True)]
    return pd.Series(told, dtype="object")


def with_interval(frame: pd.DataFrame, value: str) -> pd.DataFrame:
    """The rows with `v`, `low` and `high` as numbers; without its value a row has no interval either."""
    rows = frame.reset_index(drop=True)
    rows["v"] = numeric(rows[value])
    for end in ("low", "high"):
        rows[end] = numeric(rows[end]).where(rows["v"].notna()) if end in rows else np.nan
    return rows


def symbol(value: object) -> str:
    """What stands where a value cannot be drawn: its symbol, `[x]` where it is missing."""
    return value if isinstance(value, str) and value in SYMBOLS else "[x]"
