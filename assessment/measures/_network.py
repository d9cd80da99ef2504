"""Which hidden counts of a table protect one another: flows of whole numbers round its rows and columns."""

from collections import deque

import numpy as np

Place = tuple[int, int]


class Network:
    """The hidden counts as arcs between the lines of the table, each line with a total a node.

    Raising one count must lower another of its row, which raises another of that one's column, and so on
    round; a total moves against its parts. How far a count can move, all others allowed to follow, is a
    greatest flow. Node 0 stands for all the lines that have no total, which bind nothing. Counts stay above
    0, since a reader knows that zeros are shown; moves further than `wanted` are not looked for.
    """

    def __init__(self, values: np.ndarray, total_row: np.ndarray, total_column: np.ndarray, wanted: int) -> None:
        rows, columns = values.shape
        self._values, self._wanted = values, wanted
        self._against = total_row[:, None] ^ total_column[None, :]
        self._row_node = 1 + np.arange(rows) if total_column.any() else np.zeros(rows, dtype=int)
        self._column_node = 1 + rows + np.arange(columns) if total_row.any() else np.zeros(columns, dtype=int)
        self._arcs: list[dict[Place, tuple[int, int]]] = [{} for _ in range(1 + rows + columns)]
        self._room: dict[Place, tuple[int, int]] = {}

    def hide(self, place: Place) -> None:
        """Take a count among the hidden ones."""
        start, end = self._ends(place)
        self._arcs[start][place], self._arcs[end][place] = (end, 1), (start, -1)
        up, down = self._wanted, min(int(self._values[place]) - 1, self._wanted)
        self._room[place] = (down, up) if self._against[place] else (up, down)

    def show(self, place: Place) -> None:
        """Take a count from the hidden ones."""
        for node in self._ends(place):
            self._arcs[node].pop(place, None)
        del self._room[place]

    def support(self, place: Place) -> frozenset[Place] | None:
        """The hidden counts that leave this one an interval as wide as wanted; None where it is narrower."""
        raised, by = self._reach(place, 1)
        lowered, by_also = self._reach(place, -1) if raised < self._wanted else (0, frozenset())
        return by | by_also if raised + lowered >= self._wanted else None

    def _ends(self, place: Place) -> tuple[int, int]:
        return int(self._row_node[place[0]]), int(self._column_node[place[1]])

    def _reach(self, place: Place, sign: int) -> tuple[int, frozenset[Place]]:
        """How far the count can move in one direction, and the counts that move with it."""
        room = self._room[place][0 if sign > 0 else 1]
        goal, source = self._ends(place) if sign > 0 else reversed(self._ends(place))
        moves: dict[Place, int] = {place: 0}
        reached = room if goal == source else 0
        while reached < room and (path := self._path(source, goal, moves, place)):
            step = min(room - reached, *(self._left(arc, way, moves) for arc, way in path))
            for arc, way in path:
                moves[arc] = moves.get(arc, 0) + way * step
            reached += step
        return reached, frozenset(moves) - {place}

    def _left(self, arc: Place, way: int, moves: dict[Place, int]) -> int:
        up, down = self._room[arc]
        return up - moves.get(arc, 0) if way > 0 else down + moves.get(arc, 0)

    def _path(self, source: int, goal: int, moves: dict[Place, int], without: Place) -> list[tuple[Place, int]]:
        """The shortest way from line to line over counts that can still move; empty where there is none."""
        came: dict[int, tuple[int, Place, int]] = {source: (source, without, 0)}
        waiting = deque([source])
        while waiting and goal not in came:
            node = waiting.popleft()
            for arc, (other, way) in self._arcs[node].items():
                if other not in came and arc != without and self._left(arc, way, moves) > 0:
                    came[other] = (node, arc, way)
                    waiting.append(other)
        return self._back(goal, source, came) if goal in came else []

    def _back(self, node: int, source: int, came: dict[int, tuple[int, Place, int]]) -> list[tuple[Place, int]]:
        path = []
        while node != source:
            node, arc, way = came[node]
            path.append((arc, way))
        return path
