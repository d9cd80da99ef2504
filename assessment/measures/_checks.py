"""What every measure asks of the numbers given to it, and the sentences it refuses with."""

import math
from collections.abc import Iterable, Mapping, Set
from typing import Any

import numpy as np
import pandas as pd

MOST = 1e15
"""No figure of an assessment is larger, and sums of its squares still fit."""

MOST_DRAWS = 1_000_000

Numbers = Iterable[float]
"""A list, tuple, array or Series of numbers."""


def number(
    value: Any, name: str, *, least: float | None = None, above: float | None = None, whole: bool = False
) -> float:
    """`value` as a finite float, at least `least`, over `above`, whole where asked; else ValueError."""
    try:
        found = float(_no_text(value))
    except (TypeError, ValueError):
        message = f"{name} is {value!r}: give a number"
        raise ValueError(message) from None
    if not math.isfinite(found):
        message = f"{name} is {found}: give a finite number, and leave out what is not known"
    elif abs(found) > MOST:
        message = f"{name} is {found:g}: give a number up to {MOST:g}, in the right unit"
    elif least is not None and found < least:
        message = f"{name} is {found:g}: give {least:g} or more"
    elif above is not None and found <= above:
        message = f"{name} is {found:g}: give more than {above:g}"
    elif whole and found != round(found):
        message = f"{name} is {found:g}: give a whole number (the count itself, its period as the exposure)"
    else:
        return found
    raise ValueError(message)


def numbers(
    values: Iterable[Any],
    name: str,
    *,
    least: float | None = None,
    above: float | None = None,
    whole: bool = False,
    points: int = 1,
) -> np.ndarray:
    """`values` as a one-dimensional float array of at least `points` finite numbers; else ValueError."""
    try:
        found = np.array(_listed(values), dtype=float)
    except (TypeError, ValueError):
        message = f"{name} must be a list of numbers without gaps"
        raise ValueError(message) from None
    if found.ndim != 1:
        message = f"{name} has {found.ndim} dimensions: give one row of numbers"
        raise ValueError(message)
    if len(found) < points:
        message = f"{name} has {len(found)} values: give {points} or more"
        raise ValueError(message)
    wrong = ~(np.abs(found) <= MOST)
    for bad in (
        found < least if least is not None else None,
        found <= above if above is not None else None,
        found != np.round(found) if whole else None,
    ):
        wrong = wrong if bad is None else wrong | bad
    if wrong.any():
        position = int(np.argmax(wrong))
        number(found[position], f"{name}[{position}]", least=least, above=above, whole=whole)
    return found


def two(values: Any, name: str, *, whole: bool = False) -> tuple[float, float]:
    """`values` as two floats of 0 or more, the first named first; else ValueError."""
    found = numbers(values, name, least=0, whole=whole)
    if len(found) != 2:
        message = f"{name} has {len(found)} values: give two, in order"
        raise ValueError(message)
    return float(found[0]), float(found[1])


def draws_of(value: Any, name: str) -> int:
    """`value` as a number of draws, 1 to a million; else ValueError."""
    found = int(number(value, name, least=1, whole=True))
    if found > MOST_DRAWS:
        message = f"{name} is {found:g}: give {MOST_DRAWS:,} or fewer, which leave nothing to chance"
        raise ValueError(message)
    return found


def _listed(values: Any) -> Any:
    """Values that stand in an order, none of them text; else TypeError."""
    if isinstance(values, Mapping | np.ma.MaskedArray):  # NumPy drops the mask of the second
        raise TypeError
    listed = _in_order(values)
    if np.asarray(listed).dtype.kind in "mM":
        raise TypeError
    if np.asarray(listed).dtype.kind in "SUO":
        for value in np.asarray(listed).ravel():
            _no_text(value)
    return listed


def _in_order(values: Any) -> Any:
    """`values` as they are if they can be counted through twice, else as a list; TypeError for a set or a number."""
    if isinstance(values, Set):
        raise TypeError
    return values if np.ndim(values) or isinstance(values, Mapping) else list(values)


def _no_text(value: Any) -> Any:
    """`value` unless it is text: a column that nobody has read yet is no column of numbers."""
    if isinstance(value, str | bytes):
        raise TypeError
    return value


def series_of(values: Any, name: str) -> pd.Series:
    """`values` as a Series of floats that keeps its index, NaN where None, NaN or NA stood; else ValueError."""
    try:
        given = values if isinstance(values, pd.Series) else pd.Series(_in_order(values))
        known = given.notna().to_numpy()
        found = np.full(len(given), np.nan)
        found[known] = np.array(_listed(given[known]), dtype=float)
    except (TypeError, ValueError):
        message = f"{name} must hold numbers only: leave out what is not known"
        raise ValueError(message) from None
    return pd.Series(found, given.index)


def same_order(**given: Any) -> None:
    """Raise ValueError where two Series have the same labels in another order: they are taken by position."""
    labels = {name: values.index for name, values in given.items() if isinstance(values, pd.Series)}
    first = next(iter(labels), "")
    for name, others in labels.items():
        if not others.equals(labels[first]) and set(others) == set(labels[first]):
            message = f"{first} and {name} have the same labels in another order: sort both alike first"
            raise ValueError(message)


def same_length(**series: np.ndarray) -> None:
    """Raise ValueError unless the named arrays are of one length."""
    if len({len(values) for values in series.values()}) > 1:
        sizes = ", ".join(f"{name} has {len(values)}" for name, values in series.items())
        message = f"{sizes}: give as many of each, in one order"
        raise ValueError(message)


def share(value: Any, name: str) -> float:
    """`value` as a float between 0 and 1, neither included: a confidence of 95% is .95; else ValueError."""
    found = number(value, name)
    if not 0 < found < 1:
        message = f"{name} is {found:g}: give a share between 0 and 1, such as 0.95"
        raise ValueError(message)
    return found
