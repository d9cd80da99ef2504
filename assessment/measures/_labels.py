"""Numbers that carry labels (categories, criteria), and shares that may be the whole."""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from assessment.measures._checks import number, numbers

Labelled = Mapping[str, float] | pd.Series | Iterable[float]


def labelled(values: Labelled, name: str) -> pd.Series:
    """Numbers of 0 or more by label, as floats: a mapping or a Series keeps its labels, a list gets
    positions.

    Raises ValueError for a label that comes twice and for a missing, infinite or negative number.
    """
    if not isinstance(values, Mapping | pd.Series):
        values = pd.Series(numbers(values, name))
    series = pd.Series(values)
    if series.index.has_duplicates:
        twice = series.index[series.index.duplicated()][0]
        message = f"{name} holds {twice!r} twice: add the two together first"
        raise ValueError(message)
    return pd.Series(numbers(series, name, least=0), index=series.index)


def part(value: Any, name: str) -> float:
    """`value` as a share above 0 up to 1, the whole; else ValueError."""
    found = number(value, name, above=0)
    if found > 1:
        message = f"{name} is {found:g}: give a share above 0 up to 1, such as 0.9"
        raise ValueError(message)
    return found
