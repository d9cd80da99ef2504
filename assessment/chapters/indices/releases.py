"""The releases of the Indices of Deprivation as an area stands in them."""

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from assessment.measures.deprivation import summarise

DOMAINS = {
    "income": "Income",
    "employment": "Employment",
    "education": "Education, skills and training",
    "health": "Health and disability",
    "crime": "Crime",
    "barriers": "Barriers to housing and services",
    "living": "Living environment",
}
PRINTED = ("rank", "rank_of_average_score")  # the measures that rank an authority, the first that is there holds
WORKED_OUT = "rank of the average score, worked out from the LSOA file"
FEWEST_AUTHORITIES = 200  # England has had 296 to 354 since 2004: a shorter list of ranks is an excerpt


@dataclass(frozen=True)
class Rank:
    """An authority's place among `of` authorities of England in one release, 1 the most deprived; None where not known.

    `basis` says where the rank is from, `source` in which table.
    """

    release: str
    place: int
    of: int | None
    basis: str
    source: str


@dataclass(frozen=True, eq=False)
class Release:
    """One release: the area's `lsoas` (a row an LSOA) of the `of` LSOAs of England; rank 1 is the most deprived."""

    name: str
    lsoas: pd.DataFrame
    of: int

    @property
    def year(self) -> int:
        """The year in its name."""
        return int("".join(character for character in self.name if character.isdigit())[:4])

    @property
    def vintage(self) -> int:
        """The year of the LSOAs that it ranks: 2001, 2011 or 2021."""
        return int(self.lsoas["lsoa_vintage"].iloc[0])

    @property
    def residents(self) -> int | None:
        """The residents by which the summaries are weighted; None where the release has none."""
        people = self.lsoas["population"]
        return None if people.isna().any() else int(people.sum())

    def in_deciles(self, most: int) -> int:
        """How many LSOAs are in deciles 1 to `most`."""
        return int((self.lsoas["decile"] <= most).sum())

    def in_top(self, number: int) -> int:
        """How many LSOAs are among that many most deprived of England."""
        return int((self.lsoas["rank"] <= number).sum())

    def summaries(self) -> dict[str, float]:
        """The five authority summaries, or those that need no column with gaps."""
        gaps = [column for column in ("score", "population") if self.lsoas[column].isna().any()]
        found = summarise(self.lsoas.drop(columns=gaps), self.of)
        values = {
            "average_score": found.average_score,
            "average_rank": found.average_rank,
            "proportion_decile_1": found.proportion,
            "extent": found.extent,
            "local_concentration": found.local_concentration,
        }
        return {name: value for name, value in values.items() if value is not None}

    def domain_shares(self) -> pd.Series:
        """By domain, the share (0 to 1) of LSOAs in the most deprived tenth; empty where the release has no domains."""
        columns = {name: f"{name}_decile" for name in DOMAINS if f"{name}_decile" in self.lsoas}
        known = {name: self.lsoas[column] for name, column in columns.items() if self.lsoas[column].notna().all()}
        return pd.Series({name: float((deciles == 1).mean()) for name, deciles in known.items()}, dtype=float)


def releases_of(table: pd.DataFrame | None, authorities: tuple[str, ...]) -> list[Release]:
    """The releases that hold the LSOAs of some authorities, oldest first.

    Releases before 2015 name authorities by other codes: their LSOAs are found by the codes of a later release.
    """
    if table is None:
        return []
    codes = set(table.loc[table["authority"].isin(authorities), "lsoa"])
    ours = table[table["lsoa"].isin(codes)]
    return sorted(
        (Release(name, rows, int(rows["lsoas_in_england"].iloc[0])) for name, rows in ours.groupby("release")),
        key=lambda release: release.year,
    )


def ranks_of_authorities(
    table: pd.DataFrame | None, published: pd.DataFrame | None, authorities: tuple[str, ...]
) -> list[Rank]:
    """An authority's rank by release, oldest first.

    Published ranks go first; without one the rank of the average score is worked out, where the file has residents for
    all England. Nothing for a partnership of several authorities: nobody ranks those.
    """
    if len(authorities) != 1:
        return []
    found = {rank.release: rank for rank in _worked_out(table, authorities[0])}
    found |= {rank.release: rank for rank in _printed(published, authorities[0])}
    return sorted(found.values(), key=lambda rank: rank.release)


def _printed(published: pd.DataFrame | None, authority: str) -> Iterator[Rank]:
    """The ranks in print; out of how many is known where the file has all authorities."""
    if published is None:
        return
    for release, rows in published.groupby("release"):
        for measure in PRINTED:
            ranks = rows[rows["measure"] == measure].set_index("authority")["value"].dropna()
            if authority in ranks.index:
                of = len(ranks) if len(ranks) >= FEWEST_AUTHORITIES else None
                yield Rank(release, int(ranks[authority]), of, "as published", "deprivation_published")
                break


def _worked_out(table: pd.DataFrame | None, authority: str) -> Iterator[Rank]:
    """The ranks of the average score in the releases that have residents and scores for every LSOA of England."""
    if table is None:
        return
    for release, rows in table.groupby("release"):
        whole = len(rows) >= rows["lsoas_in_england"].iloc[0] and rows[["score", "population"]].notna().all(axis=None)
        if not whole or authority not in rows["authority"].to_numpy():
            continue
        sums = (
            rows.assign(weighted=rows["score"] * rows["population"])
            .groupby("authority")[["weighted", "population"]]
            .sum()
        )
        ranks = (sums["weighted"] / sums["population"]).rank(ascending=False, method="min")
        yield Rank(release, int(ranks[authority]), len(ranks), WORKED_OUT, "deprivation")
