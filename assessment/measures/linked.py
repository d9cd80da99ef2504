"""Hidden counts that several sums share: how near each is brought by all of them together.

Source: as `assessment.measures.disclosure`, whose tables of two ways are a case of it; by linear programming.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components


class Line(NamedTuple):
    """Hidden counts with their signs, and what they come to; or, where it is `open`, to less: there may be others."""

    signs: Mapping[Hashable, int]
    total: float
    open: bool = False


def widths(lines: Iterable[Line], *, least: int = 1) -> dict[Hashable, float]:
    """How wide the range of each hidden count is that some line speaks of; infinite where nothing bounds it.

    No count is below `least`: one where noughts are shown. Lines that hang together count together; where they
    contradict each other, as kinds that overlap do, they bind nothing.
    """
    told = list(lines)
    asked = list(dict.fromkeys(place for line in told for place in line.signs))
    matrix = np.array([[line.signs.get(place, 0) for place in asked] for line in told], dtype=float)
    if not asked:
        return {}
    _, group = connected_components(csr_array(np.abs(matrix.T) @ np.abs(matrix)), directed=False)
    found = {}
    for one in range(group.max() + 1):
        columns = np.flatnonzero(group == one)
        rows = np.flatnonzero(matrix[:, columns].any(axis=1))
        own = _ranges(matrix[np.ix_(rows, columns)], [told[row] for row in rows], least)
        found |= {asked[column]: width for column, width in zip(columns, own, strict=True)}
    return found


def _ranges(matrix: np.ndarray, lines: Sequence[Line], least: int) -> list[float]:
    open_ = [row for row, line in enumerate(lines) if line.open]
    whole = np.hstack([matrix, np.eye(len(lines))[:, open_]])
    limits = [(least, None)] * matrix.shape[1] + [(0, None)] * len(open_)
    totals = [line.total for line in lines]
    return [_width(whole, totals, limits, at) for at in range(matrix.shape[1])]


def _width(matrix: np.ndarray, totals: list[float], limits: list[tuple], at: int) -> float:
    ends = []
    for sign in (1, -1):
        aim = np.zeros(matrix.shape[1])
        aim[at] = sign
        found = linprog(aim, A_eq=matrix, b_eq=totals, bounds=limits, method="highs")
        if found.status != 0:
            return np.inf
        ends.append(sign * found.fun)
    return ends[1] - ends[0]
