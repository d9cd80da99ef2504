"""LSOAs of two vintages side by side: put together until the same ground can be told in both, and nothing is lost."""

import numpy as np
import pandas as pd


def units_of(changes: pd.DataFrame | None) -> pd.Series:
    """By code of an LSOA that changed, the unit that it belongs to; empty where no look-up tells.

    A unit is the fewest LSOAs of 2011 and of 2021 that cover the same ground: one that was split with its parts, those
    that were merged with what they became. `changes` is the look-up, with `lsoa11` and `lsoa21`.
    """
    if changes is None:
        return pd.Series(dtype=object)
    moved = changes[changes["lsoa11"] != changes["lsoa21"]]
    moved = changes[changes["lsoa11"].isin(moved["lsoa11"]) | changes["lsoa21"].isin(moved["lsoa21"])]
    unit, before = moved["lsoa11"], None
    while before is None or not unit.equals(before):
        before = unit
        unit = unit.groupby(moved["lsoa21"]).transform("min")
        unit = unit.groupby(moved["lsoa11"]).transform("min")
    codes = pd.concat([moved["lsoa11"], moved["lsoa21"]])
    return pd.Series(pd.concat([unit, unit]).to_numpy(), codes.to_numpy()).groupby(level=0).first()


def added_up(counts: pd.Series, units: pd.Series) -> pd.Series:
    """Counts by LSOA, those of a unit together."""
    return counts.groupby(named(counts.index, units)).sum()


def ranked(lsoas: pd.DataFrame, of: int, units: pd.Series) -> pd.DataFrame:
    """The `rank` and `decile` of each unit, from a release's rows indexed by LSOA.

    A unit of several LSOAs has their mean rank, by residents where the release has those, and the decile of that rank
    among the `of` LSOAs of England.
    """
    weight = lsoas["population"].astype(float) if lsoas["population"].notna().all() else pd.Series(1.0, lsoas.index)
    table = lsoas[["rank", "decile"]].astype(float).assign(weight=weight, rank_weight=lsoas["rank"] * weight)
    groups = table.groupby(named(table.index, units))
    rank = groups["rank_weight"].sum() / groups["weight"].sum()
    alone = groups.size() == 1
    decile = groups["decile"].first().where(alone, np.ceil(10 * rank / of))
    return pd.DataFrame({"rank": groups["rank"].first().where(alone, rank), "decile": decile})


def named(codes: pd.Index, units: pd.Series) -> np.ndarray:
    """The unit of each code: its own for one that never changed."""
    return units.reindex(codes).fillna(pd.Series(codes, codes)).to_numpy(dtype=object)
