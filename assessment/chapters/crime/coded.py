"""Records whose values are also known by number: which rows hold one is then looked up and not compared row by row."""

import numpy as np
import pandas as pd


class Coded:
    """A table and those of its rows that count; of each column asked for the values and each row's place among them."""

    def __init__(self, table: pd.DataFrame, rows: np.ndarray | None = None) -> None:
        self.table = table  # whole: a copy of the rows alone would be memory for nothing
        self.rows = np.ones(len(table), dtype=bool) if rows is None else rows
        self._codes: dict[str, tuple[np.ndarray, pd.Index]] = {}

    def of(self, column: str) -> tuple[np.ndarray, pd.Index]:
        """Of each row the place of its value among the values, -1 where it has none or does not count; and these."""
        if column not in self._codes:
            codes, values = pd.factorize(self.table[column][self.rows])
            places = np.full(len(self.table), -1)
            places[self.rows] = codes
            self._codes[column] = places, pd.Index(values)
        return self._codes[column]

    def until(self, month: str) -> "Coded":
        """The rows up to a month."""
        codes, months = self.of("month")
        return Coded(self.table, np.append(months <= month, False)[codes])

    def holding(self, column: str, wanted: tuple) -> np.ndarray:
        """Which rows hold one of some values in a column."""
        codes, values = self.of(column)
        return np.append(values.isin(wanted), False)[codes]

    def filled(self, column: str) -> bool:
        """Whether the column is there and any row has a value in it."""
        return column in self.table and len(self.of(column)[1]) > 0

    def occurs(self, column: str, wanted: tuple) -> bool:
        """Whether any row holds one of some values in a column that is there."""
        return bool(self.of(column)[1].isin(wanted).any())

    def count(self, column: str, rows: np.ndarray) -> pd.Series:
        """How many of some rows hold each value of a column, in the order in which the values first occur."""
        codes, values = self.of(column)
        told = codes[rows]
        return pd.Series(np.bincount(told[told >= 0], minlength=len(values)), index=values)
