"""Values put into the few classes that a map or a calendar can show."""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assessment.present import style
from assessment.present.wording.numbers import number

DECILES = {
    "breaks": (1, 2, 4, 7, 10),
    "labels": (
        "decile 1, the most deprived tenth",
        "decile 2",
        "deciles 3 and 4",
        "deciles 5 to 7",
        "deciles 8 to 10, the least deprived",
    ),
}


@dataclass(frozen=True)
class Classes:
    """Which class each place is in (NaN where it has no value), and the words for each class, pale to dark."""

    of: np.ndarray
    words: list[str]

    @property
    def shades(self) -> list[str]:
        """The colour of each class."""
        return style.steps(len(self.words))

    @property
    def counts(self) -> list[int]:
        """How many places are in each class."""
        return [int((self.of == at).sum()) for at in range(len(self.words))]

    def turned(self) -> "Classes":
        """The same with the first class dark and the last one pale."""
        return Classes(len(self.words) - 1 - self.of, self.words[::-1])


def _edges(values: np.ndarray, classes: int, scheme: str) -> np.ndarray:
    """The upper edges of the classes; fewer classes where values repeat."""
    import mapclassify

    kinds = {"equal count": mapclassify.Quantiles, "natural": mapclassify.FisherJenks}
    if scheme not in kinds:
        msg = f"'{scheme}' is not a way to make classes: write one of {', '.join(kinds)}."
        raise ValueError(msg)
    count = min(classes, len(np.unique(values)))
    with warnings.catch_warnings():
        # Of fewer classes than asked for, and of numba that is not installed.
        warnings.simplefilter("ignore", UserWarning)
        return np.unique(kinds[scheme](values, k=count).bins) if count > 1 else values[:1]


def _class_words(values: np.ndarray, of: np.ndarray, count: int, decimals: int, suffix: str) -> list[str]:
    """`12 to 48`: the least and the greatest value that is in each class."""
    told = []
    for at in range(count):
        inside = values[of == at]
        ends = [number(end, decimals) + suffix for end in (inside.min(), inside.max())] if inside.size else []
        told.append(" to ".join(dict.fromkeys(ends)) or "none")
    return told


def classify(
    values: np.ndarray,
    *,
    classes: int = 5,
    scheme: str = "equal count",
    breaks: Sequence[float] | None = None,
    labels: Sequence[str] | None = None,
    decimals: int = 0,
    suffix: str = "",
) -> Classes:
    """Values in at most five classes: by equal count, by natural breaks, or by the upper edges given in
    `breaks`.

    `labels` are words for the classes of `breaks`; without them a class is named by its least and greatest
    value.
    """
    known = values[np.isfinite(values)]
    if not known.size:
        return Classes(np.full(len(values), np.nan), ["none"])
    edges = np.asarray(breaks, float) if breaks is not None else _edges(known, min(classes, 5), scheme)
    if len(edges) > 5 or (labels is not None and len(labels) != len(edges)):
        msg = "a map has at most five classes with a label each: give as many breaks as labels, five or fewer."
        raise ValueError(msg)
    of = np.searchsorted(edges, values, side="left").astype(float)
    of = np.where(np.isfinite(values), np.minimum(of, len(edges) - 1), np.nan)
    return Classes(of, list(labels or _class_words(values, of, len(edges), decimals, suffix)))
