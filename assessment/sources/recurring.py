"""Which IDs come more than once, told by their hashes, of which only a part is in memory at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

SHARE = 4_000_000  # hashes that are compared at once
MARKED = 20  # bits of a hash, at least, that are looked up first
Hashes = Callable[[], np.ndarray]  # reads those of one piece: of each row that of its ID, 0 where it has none


@dataclass(frozen=True)
class Often:
    """The hashes that more than one row of some pieces has: those of every ID that recurs, and perhaps a few others."""

    hashes: np.ndarray  # in order
    starts: np.ndarray  # for each number that some first bits make: does one of them begin so?

    @classmethod
    def of(cls, pieces: Sequence[Hashes]) -> "Often":
        """Found by sorting the hashes of the pieces, a share at a time."""
        shares = 1 + sum(len(read()) for read in pieces) // SHARE
        found = np.sort(np.concatenate([_doubled(pieces, share, shares) for share in range(shares)]))
        starts = np.zeros(1 << max(MARKED, len(found).bit_length() + 6), bool)
        starts[_start(found, starts)] = True
        return cls(found, starts)

    def rows(self, hashes: np.ndarray) -> np.ndarray:
        """In which rows one of these is."""
        rows = np.flatnonzero(self.starts[_start(hashes, self.starts)])  # quick, and few of them are others
        place = np.searchsorted(self.hashes, hashes[rows])
        return rows[self.hashes[np.minimum(place, len(self.hashes) - 1)] == hashes[rows]]


def _start(hashes: np.ndarray, starts: np.ndarray) -> np.ndarray:
    return hashes >> (65 - len(starts).bit_length())


def _doubled(pieces: Sequence[Hashes], share: int, shares: int) -> np.ndarray:
    """Of one share of all hashes each that comes more than once."""
    told = (read() for read in pieces)
    found = np.concatenate([one if shares == 1 else one[(one >> 32) % shares == share] for one in told])
    found.sort()
    return np.unique(found[1:][(found[1:] == found[:-1]) & (found[1:] > 0)])
