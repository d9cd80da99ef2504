"""How the deprivation chapter says where an area stands: its rank, a release's column of the table, the worst LSOA."""

from collections.abc import Iterator, Sequence

import pandas as pd

from assessment.chapters.indices.figures import SUMMARIES
from assessment.chapters.indices.releases import Rank, Release
from assessment.present import wording

DIGITS = {"average_score": 1, "average_rank": 0, "proportion_decile_1": 1, "extent": 1, "local_concentration": 0}
PERCENT = ("proportion_decile_1", "extent")
COUNTS = 4  # the rows of counts before the summaries
TABLE_DIGITS = (*[0] * COUNTS, *DIGITS.values())


def rank_sentences(area: str, ranks: Sequence[Rank]) -> Iterator[str]:
    """The latest rank, and how the area moved since the first release; nothing where no release ranks it."""
    if not ranks:
        return
    last = ranks[-1]
    if last.of is None:
        place = "the" if last.place == 1 else f"the {wording.ordinal(last.place)}"
        yield f"{area} is {place} most deprived local authority in England ({last.release})."
    else:
        yield wording.sentence(wording.deprivation_rank(area, last.place, last.of, release=last.release))
    if len(ranks) > 1:
        yield rank_change(area, ranks)


def rank_change(area: str, ranks: Sequence[Rank]) -> str:
    """How the rank moved from the first release to the last; rank 1 is the most deprived."""
    first, last = ranks[0], ranks[-1]
    return wording.deprivation_change(area, first.place, last.place, releases=(first.release, last.release))


def release_column(release: Release) -> dict[str, float | None]:
    """A release's column of the table, with `TABLE_DIGITS` a row; None where the release does not tell."""
    told = {
        "LSOAs": len(release.lsoas),
        "LSOAs in the most deprived tenth of England": release.in_deciles(1),
        "LSOAs in the most deprived fifth": release.in_deciles(2),
        "LSOAs among the 100 most deprived": release.in_top(100),
    }
    summaries = release.summaries()
    for name in DIGITS:
        label, percent = SUMMARIES[name][0], name in PERCENT
        value = summaries.get(name)
        told[f"{label}, %" if percent else label] = 100 * value if percent and value is not None else value
    return told


def worst_lsoa(release: Release, area: str) -> str:
    """The name of the most deprived LSOA (its code where the release has no names) and its rank in England."""
    worst = release.lsoas.nsmallest(1, "rank").iloc[0]
    name = worst["lsoa"] if pd.isna(worst["lsoa_name"]) else worst["lsoa_name"]
    place = f"{wording.ordinal(int(worst['rank']))} of {wording.number(release.of)} in England"
    return f"{name} is the most deprived LSOA of {area}, {place}"
