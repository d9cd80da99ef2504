"""What counts inside one another tell of those that are hidden: months in years, LSOAs in wards, authorities in areas.

A count is a sum over its atoms, the smallest parts that no other count cuts. Each hidden one is brought to its least
and greatest value by a linear programme over all that is shown; and what two shown ones differ by is a count too.
"""

from collections.abc import Iterator, Mapping
from itertools import combinations

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

Parts = frozenset[str]
Observed = Mapping[Parts, float | None]  # by what it is the sum of; None where it is hidden


def narrow(observed: Observed, threshold: int) -> Iterator[Parts]:
    """The hidden counts that what is shown brings to a range narrower than the threshold.

    Noughts are shown, so that what is hidden is none; but where all inside a whole is hidden, noughts are too.
    """
    sets = list(observed)
    hidden = [at for at, one in enumerate(sets) if observed[one] is None]
    if not hidden:
        return
    matrix, known = _equations(sets, observed)
    least = [_least(one, observed) for one in sets]
    for rows, columns in _apart(matrix, set(hidden)):
        own = matrix[np.ix_(rows, columns)]
        for at in (at for at, row in enumerate(rows) if row in hidden):
            if _width(own, [known[row] for row in rows], [least[row] for row in rows], at) < threshold:
                yield sets[rows[at]]


def small_differences(observed: Observed, threshold: int) -> Iterator[tuple[Parts, Parts]]:
    """Two shown counts, one of them within the other, that differ by a number too small to be shown."""
    shown = {one: count for one, count in observed.items() if count is not None}
    for pair in combinations(shown, 2):
        inner, outer = sorted(pair, key=len)
        if inner < outer and 0 < shown[outer] - shown[inner] < threshold:
            yield outer, inner


def _least(hidden: Parts, observed: Observed) -> int:
    """What a hidden count is at least: one where something beside it in the same whole is shown."""
    whole = min((one for one in observed if hidden < one), key=len, default=None)
    beside = (one for one in observed if one != hidden and (whole is None or one < whole))
    return int(any(observed[one] is not None for one in beside))


def _equations(sets: list[Parts], observed: Observed) -> tuple[np.ndarray, list[float | None]]:
    """A row a count and a column an atom not known by itself; what each count comes to without the known atoms."""
    whose: dict[frozenset[int], str] = {}
    for part in sorted(frozenset().union(*sets)):
        whose.setdefault(frozenset(at for at, one in enumerate(sets) if part in one), part)
    members = list(whose)
    matrix = np.array([[at in one for one in members] for at in range(len(sets))], dtype=float)
    known = [observed[one] for one in sets]
    alone = {column: at for at, row in enumerate(matrix) if known[at] is not None and row.sum() == 1
             for column in np.flatnonzero(row)}  # fmt: skip
    for column, at in alone.items():
        value = observed[sets[at]]
        known = [told if told is None or not matrix[row, column] else told - value for row, told in enumerate(known)]
    return np.delete(matrix, list(alone), axis=1), known


def _apart(matrix: np.ndarray, hidden: set[int]) -> Iterator[tuple[list[int], list[int]]]:
    """Rows and columns that hang together, where one of them is hidden."""
    rows, columns = matrix.shape
    linked = np.zeros((rows + columns, rows + columns))
    linked[:rows, rows:] = matrix
    _, group = connected_components(csr_array(linked), directed=False)
    for one in sorted({group[row] for row in hidden}):
        found = np.flatnonzero(group == one)
        yield [int(at) for at in found if at < rows], [int(at) - rows for at in found if at >= rows]


def _width(matrix: np.ndarray, known: list[float | None], least: list[int], at: int) -> float:
    """Between the least and the greatest value of one hidden count; endless where what is shown contradicts itself."""
    shown = [row for row, told in enumerate(known) if told is not None]
    others = [row for row, told in enumerate(known) if told is None]
    if not matrix.shape[1]:
        return np.inf
    ends, limits = [], {"A_ub": -matrix[others], "b_ub": [-least[row] for row in others]}
    if shown:
        limits |= {"A_eq": matrix[shown], "b_eq": [known[row] for row in shown]}
    for sign in (1, -1):
        found = linprog(sign * matrix[at], bounds=(0, None), method="highs", **limits)
        if found.status != 0:
            return np.inf
        ends.append(sign * found.fun)
    return ends[1] - ends[0]
