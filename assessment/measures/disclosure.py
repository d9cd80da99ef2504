"""Disclosure control: small counts hidden so that no hidden count can be worked out from what is shown.

Sources: Federal Committee on Statistical Methodology (1994, revised 2005), "Report on statistical disclosure
limitation methodology", Statistical Policy Working Paper 22; Government Statistical Service, "Guidance for
tables produced from administrative sources".
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.optimize import linprog
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from assessment.measures._checks import number, numbers, series_of
from assessment.measures._network import Network, Place

TOTALS = {"total", "totals", "grand total", "overall", "all"}


def suppress(table: pd.DataFrame | pd.Series, *, threshold: int = 5) -> pd.DataFrame | pd.Series:
    """The table with small counts hidden, and others beside them until none can be worked out.

    `table`: counts of people or offences, with or without margins. A row or a column named "Total" or "All" (in any
    case) must be the sum of the others; where none is named so, one of three or more that is the sum of the others,
    whatever its name, is taken for the total. First every count from 1 to `threshold` - 1 is hidden (zeros stay),
    then the smallest others, totals last, until a reader who adds and subtracts cannot bring any hidden count to an
    interval narrower than `threshold`, though knowing that no hidden count is zero. Those found not to be
    needed are shown again. Hidden counts are NaN in a table of floats. A total printed elsewhere must be in
    the table to be reckoned with. A reader who runs this rule over candidates can learn more: docs/methods.md.
    Raises ValueError for gaps, parts of a count, negative counts, labels that come twice, two totals, or totals
    that are not the sums.
    """
    threshold = int(number(threshold, "threshold", least=1, whole=True))
    grid = _Grid.of(table)
    if np.isnan(grid.values).any():
        message = "a count is missing: fill it, or leave its row or column out"
        raise ValueError(message)
    grid.check_sums()
    small = (grid.values > 0) & (grid.values < threshold)
    hidden = _protect(grid, small, threshold)
    shown = pd.DataFrame(np.where(hidden, np.nan, grid.values), grid.rows, grid.columns)
    return shown.iloc[:, 0].rename(table.name) if isinstance(table, pd.Series) else shown


def audit(table: pd.DataFrame | pd.Series, *, threshold: int = 5, least: int = 0) -> pd.DataFrame:
    """What a reader can work out of each hidden count (NaN) of a table from the counts and totals shown.

    Totals are those named "Total" or "All": a line of another name cannot be known for the sum of hidden counts.
    `least` is what the reader knows no count to be below (1 where zeros are always shown). A row for each
    hidden count: `row`, `column`, `low`, `high` (infinite where nothing bounds it) and `protected`, true
    where high - low is at least `threshold`. By linear programming over all margins; in a table of two ways
    its ends are whole numbers, so they are those of the integer programme. Raises ValueError where the shown
    counts contradict the totals.
    """
    threshold, least = (
        int(number(value, name, least=0, whole=True)) for value, name in ((threshold, "threshold"), (least, "least"))
    )
    grid = _Grid.of(table)
    hidden = np.isnan(grid.values)
    if not hidden.any():
        grid.check_sums()
    low, high = _intervals(grid, hidden, least)
    columns = {
        "row": grid.rows[np.nonzero(hidden)[0]],
        "column": grid.columns[np.nonzero(hidden)[1]],
        "low": low,
        "high": high,
        "protected": high - low >= threshold,
    }
    return pd.DataFrame(columns)


@dataclass(frozen=True, eq=False)
class _Grid:
    """Counts, and the sums that hold among them: 1 for a part, -1 for the total, a row a sum."""

    values: np.ndarray
    rows: pd.Index
    columns: pd.Index
    total_row: np.ndarray
    total_column: np.ndarray
    sums: csr_array

    @classmethod
    def of(cls, table: pd.DataFrame | pd.Series) -> "_Grid":
        """The counts of a table, checked; a Series is a table of one column."""
        frame = table.to_frame() if isinstance(table, pd.Series) else table
        if (
            not isinstance(frame, pd.DataFrame)
            or frame.empty
            or frame.index.has_duplicates
            or frame.columns.has_duplicates
        ):
            message = "the table must be a DataFrame or Series with at least one row, one column and no label twice"
            raise ValueError(message)
        values = np.column_stack([series_of(frame[column], f"column {column}") for column in frame]) + 0.0  # no -0
        numbers(values[~np.isnan(values)], "the table", least=0, whole=True, points=0)
        total_row, total_column = _total(frame.index, values), _total(frame.columns, values.T)
        return cls(values, frame.index, frame.columns, total_row, total_column, _sums(total_row, total_column))

    def check_sums(self) -> None:
        """ValueError where a total is not the sum of its parts."""
        if np.any(self.sums @ self.values.ravel()):
            message = "a total is not the sum of its parts: correct it, or do not name it a total"
            raise ValueError(message)


def _total(labels: pd.Index, lines: np.ndarray) -> np.ndarray:
    """Which line is the total: by its name, else the last of three or more that is the sum of the others."""
    named = np.array([str(label).strip().casefold() in TOTALS for label in labels])
    if named.sum() > 1:
        message = f"two lines are totals ({', '.join(map(str, labels[named]))}): leave one out, or name what it is"
        raise ValueError(message)
    if named.any() or len(lines) < 3:
        return named
    sums = np.flatnonzero((2 * lines == lines.sum(axis=0)).all(axis=1) & lines.any(axis=1))
    return np.arange(len(lines)) == (sums[-1] if len(sums) else -1)


def _sums(total_row: np.ndarray, total_column: np.ndarray) -> csr_array:
    """A row for each sum that holds, a column for each count: 1 for a part, -1 for the total."""
    places = np.arange(len(total_row) * len(total_column)).reshape(len(total_row), len(total_column))
    lines = [(line, total_column) for line in places] if total_column.any() else []
    lines += [(line, total_row) for line in places.T] if total_row.any() else []
    matrix = np.zeros((len(lines), places.size))
    for number_of_line, (line, total) in enumerate(lines):
        matrix[number_of_line, line] = np.where(total, -1, 1)
    return csr_array(matrix)


def _intervals(grid: _Grid, hidden: np.ndarray, least: int) -> tuple[np.ndarray, np.ndarray]:
    """Lowest and highest value of each hidden count, in the order of reading."""
    unknown = hidden.ravel()
    sums = grid.sums[:, unknown]
    rest = -(grid.sums @ np.where(unknown, 0, grid.values.ravel()))
    low, high = np.full(unknown.sum(), float(least)), np.full(unknown.sum(), np.inf)
    known = sums.astype(bool).sum(axis=1) == 0
    if np.any(rest[known]):
        message = "the counts shown contradict the totals: correct the table first"
        raise ValueError(message)
    groups, group = connected_components(sums.T @ sums) if len(low) else (0, np.array([], dtype=int))
    for one in range(groups):
        cells = np.flatnonzero(group == one)
        lines = np.flatnonzero(sums[:, cells].astype(bool).sum(axis=1))
        if len(lines):
            low[cells], high[cells] = _programme(sums[lines][:, cells].toarray(), rest[lines], least)
    return low, high


def _programme(sums: np.ndarray, rest: np.ndarray, least: int) -> tuple[np.ndarray, np.ndarray]:
    ends = np.empty((2, sums.shape[1]))
    for side, sign in enumerate((1, -1)):
        for cell in range(sums.shape[1]):
            aim = np.zeros(sums.shape[1])
            aim[cell] = sign
            found = linprog(aim, A_eq=sums, b_eq=rest, bounds=(least, None), method="highs")
            if found.status == 2:
                message = "the counts shown contradict the totals: correct the table first"
                raise ValueError(message)
            ends[side, cell] = sign * round(found.fun) if found.status == 0 else np.inf
    return ends[0], ends[1]


def _protect(grid: _Grid, small: np.ndarray, threshold: int) -> np.ndarray:
    """The counts to hide, the small ones among them, such that each keeps an interval as wide as the threshold."""
    network = Network(grid.values, grid.total_row, grid.total_column, threshold)
    primary = [tuple(place) for place in np.argwhere(small)]
    for place in primary:
        network.hide(place)
    support = _add_partners(grid, network, primary)
    _show_again(grid, network, support, set(primary))
    return _mask(grid, support)


def _mask(grid: _Grid, places: Iterable[Place]) -> np.ndarray:
    mask = np.zeros(grid.values.shape, dtype=bool)
    for place in places:
        mask[place] = True
    return mask


def _add_partners(grid: _Grid, network: Network, primary: list[Place]) -> dict[Place, frozenset[Place]]:
    """Hide others until each hidden count is protected; each with the counts that protect it."""
    support: dict[Place, frozenset[Place]] = {}
    weak, hidden = primary, _mask(grid, primary)
    while weak:
        # Hiding one more never narrows an interval, so only those found weak are looked at again.
        support |= {place: by for place in weak if (by := network.support(place)) is not None}
        weak = [place for place in weak if place not in support]
        if weak:
            weak.append(_partner(grid, hidden, weak))
            network.hide(weak[-1])
            hidden[weak[-1]] = True
    return support


def _partner(grid: _Grid, hidden: np.ndarray, weak: list[Place]) -> Place:
    """The count to hide next: where a weak one is hidden alone in its line, and where it leaves no other alone."""
    in_row, in_column = hidden.sum(axis=1), hidden.sum(axis=0)
    weak_rows, weak_columns = (_mask(grid, weak).any(axis=axis) for axis in (1, 0))
    alone_rows = weak_rows & (in_row == 1) & grid.total_column.any()
    alone_columns = weak_columns & (in_column == 1) & grid.total_row.any()
    helps = alone_rows[:, None].astype(int) + alone_columns[None, :]
    strays = (in_row == 0)[:, None].astype(int) + (in_column == 0)[None, :]
    near = weak_rows[:, None].astype(int) + weak_columns[None, :]
    order = np.where(hidden | (grid.values == 0), np.inf, 100 * (2 - helps) + 10 * strays + (2 - near))
    best = [tuple(place) for place in np.argwhere(order == order.min())]
    return min(best, key=lambda place: _worth(grid, place))


def _worth(grid: _Grid, place: Place) -> tuple[bool, float, str, str]:
    """How dear a count is to the reader: totals before others, then the larger; labels settle ties."""
    dear = bool(grid.total_row[place[0]] or grid.total_column[place[1]])
    return dear, grid.values[place], str(grid.rows[place[0]]), str(grid.columns[place[1]])


def _show_again(grid: _Grid, network: Network, support: dict[Place, frozenset[Place]], primary: set[Place]) -> None:
    """Show again, the dearest first, what was hidden and turns out not to be needed."""
    for place in sorted(set(support) - primary, key=lambda place: _worth(grid, place), reverse=True):
        network.show(place)
        others = {other: network.support(other) for other, by in support.items() if place in by and other != place}
        if None in others.values():
            network.hide(place)
        else:
            del support[place]
            support |= others
