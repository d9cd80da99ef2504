"""Records and residents under LSOA codes of 2011 among those of 2021: given today's, none lost and none doubled."""

from dataclasses import dataclass

import polars as pl

from assessment.sources.base import Problem

# A multiple of the golden ratio, less its whole part, falls evenly into [0, 1) over every stretch of rows: each month
# is divided as the whole series is, without a draw of lots.
GOLDEN = (5**0.5 - 1) / 2
SCHEMA = {"lsoa11": pl.String, "lsoa21": pl.String, "upto": pl.Float64}


@dataclass(frozen=True)
class Converted:
    """The records with today's codes, and how many of them moved: `exact` to one LSOA, `divided` among several."""

    rows: pl.DataFrame
    exact: int = 0
    divided: int = 0

    def told(self, table: str) -> list[Problem]:
        """What a reader of the records should know; nothing where none moved."""
        if not self.exact + self.divided:
            return []
        message = (
            f"{self.exact + self.divided:,} rows of {table} are under LSOA codes of 2011: {self.exact:,} were given "
            f"the one code of 2021 that theirs became, {self.divided:,} were divided among several by residents; no "
            f"total changes"
        )
        mend = "Say so where a split LSOA is shown; files with the codes of 2021 would need no dividing."
        return [Problem("information", "lsoa-converted", message, mend, tables=(table,))]


def ended(changes: pl.DataFrame) -> pl.DataFrame:
    """The LSOAs of 2011 that are no more in 2021 with what they became: `lsoa11`, `lsoa21`."""
    gone = changes.join(changes, left_on="lsoa11", right_on="lsoa21", how="anti")
    return gone.select("lsoa11", "lsoa21").unique(maintain_order=True)


def begun(changes: pl.DataFrame) -> pl.DataFrame:
    """The LSOAs of 2021 that were not in 2011 with what they were: `lsoa21`, `lsoa11`."""
    new = changes.join(changes, left_on="lsoa21", right_on="lsoa11", how="anti")
    return new.select("lsoa21", "lsoa11").unique(maintain_order=True)


def became(changes: pl.DataFrame, residents: pl.DataFrame | None, today: pl.Series) -> pl.DataFrame:
    """What each ended LSOA became, with the part (0 to 1, added up) of its records that goes to each successor.

    `today` are the area's own codes of 2021: successors that are not among them get nothing, so that a record never
    leaves the area, and an LSOA without a successor among them is left as it is. The parts follow the residents of
    the successors in the newest count by LSOA of 2021, else they are equal.
    """
    own = ended(changes).filter(pl.col("lsoa21").is_in(today.implode()))
    after = own.join(_weights(residents), on="lsoa21", how="left")
    whole = pl.col("weight").is_not_null().all().over("lsoa11") & (pl.col("weight").sum().over("lsoa11") > 0)
    after = after.with_columns(pl.when(whole).then("weight").otherwise(1.0).alias("weight")).sort("lsoa11", "lsoa21")
    upto = pl.col("weight").cum_sum().over("lsoa11") / pl.col("weight").sum().over("lsoa11")
    return after.with_columns(upto.alias("upto")).select(SCHEMA.keys()).cast(SCHEMA)


def _weights(residents: pl.DataFrame | None) -> pl.DataFrame:
    if residents is None:
        return pl.DataFrame(schema={"lsoa21": pl.String, "weight": pl.Float64})
    newest = residents.filter(pl.col("lsoa_vintage") == 2021).sort("year").unique("lsoa", keep="last")
    return newest.select(lsoa21="lsoa", weight=pl.col("residents").cast(pl.Float64))


def converted(rows: pl.DataFrame, after: pl.DataFrame) -> Converted:
    """The same rows in the same order, each ended LSOA of `after` replaced by one of those that it became."""
    numbered = rows.with_row_index("row")
    old = numbered.join(after.select("lsoa11").unique(), left_on="lsoa", right_on="lsoa11", how="semi")
    if old.is_empty():
        return Converted(rows)
    nth = pl.int_range(1, pl.len() + 1).over("lsoa", order_by="row")
    lots = old.select("row", "lsoa", lot=(nth * GOLDEN) % 1)
    chances = lots.join(after, left_on="lsoa", right_on="lsoa11").sort("row", "upto")
    # The last successor takes what a rounded sum of parts leaves over.
    taken = chances.filter((pl.col("lot") < pl.col("upto")) | (pl.col("upto") > 1 - 1e-9)).unique("row", keep="first")
    moved = numbered.join(taken.select("row", "lsoa21"), on="row", how="left", maintain_order="left")
    told = moved.with_columns(pl.coalesce("lsoa21", "lsoa").alias("lsoa")).select(rows.columns)
    several = after.filter(pl.col("lsoa11").is_duplicated())["lsoa11"].unique()
    divided = old["lsoa"].is_in(several.implode()).sum()
    return Converted(told, old.height - divided, divided)


def residents_of_today(estimates: pl.DataFrame, after: pl.DataFrame) -> tuple[pl.DataFrame, list[Problem]]:
    """Rows of residents for the LSOAs of 2021 in `after`, of years that were told by LSOA of 2011 only.

    Whole people in the parts that `became` gives, so that what an LSOA had is what its successors have together. An
    LSOA of 2021 is left out where one of those that it was made of has no row.
    """
    when = ["year", "basis"]
    old = estimates.filter(pl.col("lsoa_vintage") == 2011).join(
        after, left_on="lsoa", right_on="lsoa11", coalesce=False
    )
    upto = (pl.col("upto") * pl.col("residents")).round().cast(pl.Int64)
    part = upto - upto.shift(1, fill_value=0).over("lsoa11", *when, order_by="upto")
    parents = after.group_by("lsoa21").agg(parents=pl.len())
    made = old.with_columns(part=part).group_by("lsoa21", *when).agg(pl.col("part").sum(), found=pl.len())
    made = made.join(parents, on="lsoa21").filter(pl.col("found") == pl.col("parents")).rename({"lsoa21": "lsoa"})
    made = made.with_columns(residents="part", lsoa_vintage=pl.lit(2021, pl.Int64))
    made = made.join(estimates, on=["lsoa", *when], how="anti").sort("lsoa", *when).select(estimates.columns)
    if made.is_empty():
        return made, []
    years = ", ".join(map(str, sorted(made["year"].unique())))
    message = (
        f"residents of {made['lsoa'].n_unique()} LSOAs in {years} are those of the LSOAs of 2011 that they were, which "
        f"were divided by a later count where they became several; no total changes"
    )
    mend = "Say so where a split LSOA is shown; estimates by LSOA of 2021 would need no dividing."
    return made, [Problem("information", "residents-converted", message, mend, tables=("population_lsoa",))]
