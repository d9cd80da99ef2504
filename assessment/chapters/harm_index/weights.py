"""Harm weights: which version fits the records, and the days that each record weighs."""

from dataclasses import dataclass

import pandas as pd

LEVELS = ("offence_code", "subcategory", "category")  # the finest first: a code's weight before its subgroup's


@dataclass(frozen=True)
class Weighed:
    """The records under one version of the weights.

    `categories` has a row a harm category: `crimes`, `days` (of one crime), `harm`, `low`, `high` (of one crime; the
    days where no range is known), and the `slightest` and `gravest` weight that the version has for it. `records` are
    the area's records with their `days`. `unweighed` have no weight. The crimes and harm of the categories in `hidden`
    are stand-ins, not to be told; the harm of those in `rounded` is rounded.
    """

    version: str
    categories: pd.DataFrame
    records: pd.DataFrame
    unweighed: int
    hidden: tuple[str, ...] = ()
    rounded: tuple[str, ...] = ()

    @property
    def plainly(self) -> str:
        """The version in a sentence: `the demonstration weights, version 1`; a proper name keeps its capitals."""
        first, second, *_ = [*self.version.split(), "", ""]
        name = self.version if second[:1].isupper() else first[:1].lower() + self.version[1:]
        return f"the {name}"

    @property
    def total(self) -> float:
        """All days of harm."""
        return float(self.categories["harm"].sum())


def weigh_records(records: pd.DataFrame, weights: pd.DataFrame, version: str) -> Weighed:
    """Give each record the days of its offence code, else of its subgroup, else of its category."""
    rows = weights[weights["version"] == version].reset_index(drop=True)
    place = pd.Series(float("nan"), index=records.index)
    for level in LEVELS:
        of_level = rows[rows["level"] == level].drop_duplicates("key")
        places = pd.Series(of_level.index.astype(float), index=of_level["key"].astype(object))
        place = place.fillna(records[level].astype(object).map(places).astype(float))
    found = records[place.notna()]
    columns = ["harm_category", "days", "days_low", "days_high"]
    taken = rows.loc[place.dropna().astype(int), columns].set_axis(found.index)
    weighed = found.assign(harm_category=taken["harm_category"], days=taken["days"])
    table, of = _by_category(taken.astype({"days": float})), rows.groupby("harm_category")["days"]
    table = table.assign(slightest=of.min().astype(float), gravest=of.max().astype(float))
    return Weighed(version, table, weighed, len(records) - len(found))


def _by_category(taken: pd.DataFrame) -> pd.DataFrame:
    ends = {"days_low": taken["days"], "days_high": taken["days"]}
    groups = taken.fillna(ends).groupby("harm_category")
    table = groups.agg(
        crimes=("days", "size"),
        days=("days", "mean"),
        harm=("days", "sum"),
        low=("days_low", "mean"),
        high=("days_high", "mean"),
    )
    return table.sort_values("harm", ascending=False)


def versions_that_fit(records: pd.DataFrame, weights: pd.DataFrame | None, shipped: set[str]) -> list[Weighed]:
    """The records under each version that weighs nine in ten of them or more, the best fitting version first.

    Of two that fit as well, weights that came with the data stand before those `shipped` with the workbook.
    """
    if weights is None or records.empty:
        return []
    tried = [weigh_records(records, weights, version) for version in weights["version"].unique()]
    fitting = [one for one in tried if one.unweighed <= len(records) / 10 and one.total > 0]
    return sorted(fitting, key=lambda one: (one.unweighed, one.version in shipped))
