"""From Polars to pandas column by column, without pyarrow."""

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

if TYPE_CHECKING:
    import pandas as pd


def to_pandas(frame: pl.DataFrame) -> "pd.DataFrame":
    """The same table in pandas.

    Text becomes `str`, yes or no `boolean` (with NA), days `datetime64[s]` (with NaT), whole numbers `int64`
    or, where one is missing, `float64` with NaN; bytes stay as they are.
    """
    import pandas as pd  # here, for the commands that need no pandas start sooner without it

    return pd.DataFrame({name: _column(frame[name]) for name in frame.columns}, index=pd.RangeIndex(frame.height))


def _column(column: pl.Series) -> "pd.Series":
    import pandas as pd

    kind = column.dtype
    if kind == pl.String:
        return _text(column)
    if kind == pl.Boolean:
        known, values = column.is_not_null().to_numpy(), column.fill_null(False).to_numpy()
        return pd.Series(pd.arrays.BooleanArray(values.copy(), ~known))
    if kind == pl.Date:
        return pd.Series(column.to_numpy().astype("datetime64[s]"))
    if kind.is_integer():
        return pd.Series(column.cast(pl.Float64 if column.null_count() else pl.Int64).to_numpy())
    if kind.is_float():
        return pd.Series(column.to_numpy())
    return pd.Series(column.to_list(), dtype=object)


def _text(column: pl.Series) -> "pd.Series":
    """Each different text is made once, which is what takes the time; where most differ, that does not help."""
    import pandas as pd

    if column.null_count() == len(column):
        return pd.Series(np.nan, index=pd.RangeIndex(len(column)), dtype="str")
    known = column.drop_nulls().unique()
    if len(known) > len(column) / 4:
        return pd.Series(column.to_numpy(), dtype="str")
    words = pd.Series([*known.to_list(), np.nan], dtype="str").array
    places = column.cast(pl.Enum(known)).to_physical().cast(pl.Int64).fill_null(len(known)).to_numpy()
    return pd.Series(words.take(places))
