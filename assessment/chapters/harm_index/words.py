"""Words and rows of the harm chapter: categories in a sentence, the others in one row, ranks that there are."""

from collections.abc import Iterable

import pandas as pd

from assessment.chapters.crime.subjects import inside
from assessment.present import wording

SHOWN = 12  # categories in the picture, beside the others in one row; the table has all
NO_RANK = "–"


def categories_in_words(number: int) -> str:
    """`one category`, `five categories`."""
    return f"{wording.small(number)} {'category' if number == 1 else 'categories'}"


def with_others(shares: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """The categories with the most harm, the others in one row, and its name; no such row where all are shown."""
    if len(shares) <= SHOWN + 1:
        return shares, ""
    rest = shares.iloc[SHOWN:]
    name = f"The other {wording.small(len(rest))} categories"
    row = {"category": name, "left": rest["left"].sum(), "right": rest["right"].sum()}
    return pd.concat([shares.head(SHOWN), pd.DataFrame([row])], ignore_index=True), name


def rank_interval(low: float, high: float) -> str:
    """`1 to 2`; a dash where there is no rank."""
    return NO_RANK if pd.isna(low) else f"{low:.0f} to {high:.0f}"


def names_of(found: Iterable[str]) -> str:
    """The categories of a set; with commas only, since a category's own name may hold an `and`."""
    return ", ".join(inside(name) for name in found)
