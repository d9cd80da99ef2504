"""The releases of the Indices of Deprivation as an area stands in them."""

from dataclasses import dataclass

import pandas as pd

from assessment.measures.deprivation import summarise

DOMAIN_NAMES = ("income", "employment", "education", "health", "crime", "barriers", "living")


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
        """The five authority summaries, or those that need no residents."""
        found = summarise(self.lsoas if self.residents is not None else self.lsoas.drop(columns="population"), self.of)
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
        columns = {name: f"{name}_decile" for name in DOMAIN_NAMES}
        known = {
            name: self.lsoas[column]
            for name, column in columns.items()
            if column in self.lsoas and not self.lsoas[column].isna().any()
        }
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
) -> pd.DataFrame:
    """An authority's rank by release, oldest first: `release rank of basis source`; 1 is the most deprived.

    Published ranks go first; without one the rank of the average score is worked out, where the file has residents for
    all England. Nothing for a partnership of several authorities: nobody ranks those.
    """
    rows: dict[str, tuple] = {}
    if len(authorities) == 1:
        for release, rank, of in _worked_out(table, authorities[0]):
            rows[release] = (
                release,
                rank,
                of,
                "rank of the average score, worked out from the LSOA file",
                "deprivation",
            )
        for release, rank, of in _printed(published, authorities[0]):
            rows[release] = (release, rank, of, "as published", "deprivation_published")
    found = pd.DataFrame(rows.values(), columns=["release", "rank", "of", "basis", "source"])
    return found.sort_values("release").reset_index(drop=True)


def _printed(published: pd.DataFrame | None, authority: str) -> list[tuple]:
    if published is None:
        return []
    found = []
    for release, rows in published.groupby("release"):
        for measure in ("rank", "rank_of_average_score"):
            ranks = rows[rows["measure"] == measure].set_index("authority")["value"]
            if authority in ranks.index:
                found.append((release, int(ranks[authority]), len(ranks) if len(ranks) > 1 else None))
                break
    return found


def _worked_out(table: pd.DataFrame | None, authority: str) -> list[tuple]:
    if table is None:
        return []
    found = []
    for release, rows in table.groupby("release"):
        if (
            rows["population"].isna().any()
            or rows["authority"].nunique() < 2
            or len(rows) < rows["lsoas_in_england"].iloc[0]
        ):
            continue
        weighted = (rows["score"] * rows["population"]).groupby(rows["authority"]).sum() / rows.groupby("authority")[
            "population"
        ].sum()
        if authority in weighted.index:
            found.append((release, int(weighted.rank(ascending=False, method="min")[authority]), len(weighted)))
    return found
