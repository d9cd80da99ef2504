"""Change between periods: two counts compared, like-for-like months, what made a change up, a sign test."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from assessment.measures._checks import numbers, series_of, two
from assessment.measures._times import by_month, year_from
from assessment.measures.counts import Change, Dispersion, SignTest, compare, dispersion_of, e_test, sign_test

__all__ = [
    "Change",
    "Decomposition",
    "Dispersion",
    "LikeForLike",
    "SignTest",
    "compare",
    "decompose",
    "dispersion_of",
    "e_test",
    "like_for_like",
    "sign_test",
]


@dataclass(frozen=True)
class LikeForLike:
    """Two years compared over the months that both have.

    `months` are the later year's months used, `left_out` those of either year that were not; `changes` is
    after less before, by month of the later year. `most` fell most (None where none fell). `p` is the sign
    test's on `fell` and `rose`; `change` compares the totals, allowing for the months' dispersion (1 where they are
    under three).
    """

    before: float
    after: float
    months: tuple[str, ...]
    left_out: tuple[str, ...]
    changes: pd.Series
    fell: int
    rose: int
    most: str | None
    p: float
    change: Change

    @property
    def part_year(self) -> bool:
        """True where not all twelve months could be compared."""
        return len(self.months) < 12


def like_for_like(series: pd.Series, year: object) -> LikeForLike:
    """Compare a financial year with the one before over the months that both have.

    `series`: counts indexed by month ("2014-12"), in any order; a month that is missing is absent or NaN,
    never 0. `year`: "2014/15", a FinancialYear, or the year it starts in. Raises ValueError where no month is
    in both years.
    """
    start = year_from(year)
    known = _monthly(series)
    pairs = [(_month(start - 1, n), _month(start, n)) for n in range(12)]
    used = [(old, new) for old, new in pairs if old in known.index and new in known.index]
    if not used:
        message = f"no month of {start}/{(start + 1) % 100:02d} has counts in both years: give the months of both"
        raise ValueError(message)
    before = known.loc[[old for old, _ in used]].to_numpy()
    after = known.loc[[new for _, new in used]].to_numpy()
    months = tuple(new for _, new in used)
    changes = pd.Series(after - before, index=list(months), name="change")
    fell, rose = int((changes < 0).sum()), int((changes > 0).sum())
    return LikeForLike(
        before=float(before.sum()),
        after=float(after.sum()),
        months=months,
        left_out=tuple(sorted({month for pair in pairs if pair not in used for month in pair})),
        changes=changes,
        fell=fell,
        rose=rose,
        most=str(changes.idxmin()) if fell else None,
        p=sign_test(fell, fell + rose).p,
        change=compare(before.sum(), after.sum(), dispersion=_dispersion_or_one(before, after)),
    )


def _monthly(series: pd.Series) -> pd.Series:
    known = by_month(series_of(series, "series").dropna(), "series")
    if known.index.has_duplicates:
        message = f"month {known.index[known.index.duplicated()][0]} is given twice: add its counts up first"
        raise ValueError(message)
    return pd.Series(numbers(known, "series", least=0), index=known.index)


def _month(start: int, position: int) -> str:
    number_in_year = (position + 3) % 12 + 1
    return f"{start + (number_in_year < 4)}-{number_in_year:02d}"


def _dispersion_or_one(before: np.ndarray, after: np.ndarray) -> float | Dispersion:
    try:
        return dispersion_of(before, after)
    except ValueError:
        return 1.0


@dataclass(frozen=True)
class Decomposition:
    """What made up a change.

    `parts`: a row a category in the order given, with `before after difference percent share`; `percent` of
    the category's own count (missing where it was 0), `share` of the whole `difference` (missing where that
    is 0). `residual` is what the categories leave unexplained (below the difference where they overlap).
    """

    parts: pd.DataFrame
    difference: float
    residual: float
    residual_share: float | None


def decompose(
    before: Mapping[str, float],
    after: Mapping[str, float],
    *,
    total: tuple[float, float] | None = None,
) -> Decomposition:
    """Split the change of a total into its categories' changes.

    `before`, `after`: counts by category (mappings or Series); a category in only one of them counts as 0 in
    the other. `total`: the totals before and after where the categories are not all of it; the residual is
    what they leave over. Shares can be negative or above 1 where some categories rose and others fell. Raises
    ValueError for NaN and negatives.
    """
    if not (hasattr(before, "keys") and hasattr(after, "keys")):
        message = "before and after must name their categories: give mappings or Series of counts by category"
        raise ValueError(message)
    names = list(dict.fromkeys([*before.keys(), *after.keys()]))
    columns = {
        side: numbers([counts.get(name, 0) for name in names], side, least=0)
        for side, counts in (("before", before), ("after", after))
    }
    parts = pd.DataFrame(columns, index=pd.Index(names, name="category"))
    parts["difference"] = parts["after"] - parts["before"]
    parts["percent"] = 100 * parts["difference"] / parts["before"].where(parts["before"] > 0)
    whole = two([side.sum() for side in columns.values()] if total is None else total, "total")
    # Sums of decimals such as 0.1 differ in their last bit: they are the same.
    difference = 0.0 if np.isclose(*whole, rtol=1e-12, atol=0) else float(whole[1] - whole[0])
    parts["share"] = parts["difference"] / (difference or np.nan)
    residual = difference - float(parts["difference"].sum())
    return Decomposition(parts, difference, residual, residual / difference if difference else None)
