"""What each table promises beyond its columns' types: ranges, forms, kinds and keys, held against what a reader made.

A row that breaks a promise should have been set aside by its reader. Where one comes through, the reader is at fault:
nothing is written, and no figure is made of it.
"""

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

import polars as pl

from assessment.errors import AssessmentError
from assessment.sources.tables import KEYS, TABLES, WORD

if TYPE_CHECKING:
    import pandera.polars as pa

CODE = r"^[A-Z]\d{8}$"
LSOA = r"^([EW]01\d{6}|S01\d{6}|N\w{8}|95\w{6,7})$"
MONTH = r"^(19|20)\d\d-(0[1-9]|1[0-2])$"
FORMS = {
    "month": MONTH,
    "lsoa": LSOA,
    "lsoa11": LSOA,
    "lsoa21": LSOA,
    "ward": CODE,
    "code": CODE,
    "partnership": CODE,
    "basis": r"^(mid-year estimate|Census \d{4})$",
    "change": "^[USMX]$",
}
AMONG = {
    "kind": ["crime", "asb"],
    "layer": ["lsoa", "ward", "authority"],
    "level": ["offence_code", "subcategory", "category"],
    "lsoa_vintage": [2001, 2011, 2021],
}
BETWEEN = {"year": (1900, 2099), "quarter": (1, 4), "longitude": (-9.5, 2.5), "latitude": (49.0, 61.5)}
NOT_BELOW_ZERO = {
    *("rows", "blank_lsoa", "repeated", "residents", "people", "deaths", "population", "days", "days_low", "days_high"),
    "weight",
    *(name for name in TABLES["population"] if name.startswith("age_")),
}
# Where a name says something else than elsewhere: old codes of districts, "unknown", negative corrections, a name.
UNLIKE = {
    ("deprivation", "authority"),
    ("recorded_crime", "year"),
    ("recorded_crime", "partnership"),
    ("recorded_crime", "count"),
}
FILLED = {
    "crime": ("month", "category", "source"),
    "asb": ("month", "source"),
    "outcomes": ("month",),
    "stops": ("month",),
    "survey": ("respondent", "question"),
    "survey_text": ("respondent", "question", "text"),
    "cases": ("case", "step", "date"),
    "street": ("category", "line", "part"),
    "district_months": ("month", "category", "kind", "count"),
    "coverage": ("source", "kind", "month", "rows", "blank_lsoa", "repeated"),
    "deprivation": ("release", "lsoa", "lsoa_vintage", "lsoas_in_england"),
    "population": ("authority", "year", "residents", "basis"),
    "population_lsoa": ("lsoa", "lsoa_vintage", "year", "residents", "basis"),
    "population_workday": ("lsoa", "year", "people", "basis"),
    "boundaries": ("layer", "code", "geometry"),
    "harm_weights": ("version", "level", "key", "harm_category", "days"),
    "returns": ("measure", "area", "period_start", "period_end"),
}
OPTIONAL = ("recorded_crime", "fingertips")  # a part of their keys may be empty: no partnership, no category
ONCE = {"crime": "record", "asb": "incident"}  # unique where it is filled
SHARES = r"(^|_)(proportion_decile_1|extent)$"


class BrokenPromise(AssessmentError):
    """A reader made a table that is not as tables are promised to be."""


# By table, what holds of its rows together; each is named as the fault would be told.
ROWS: dict[str, dict[str, pl.Expr]] = {
    "deprivation": {"rank above the number of LSOAs in England": pl.col("rank") <= pl.col("lsoas_in_england")},
    "coverage": {
        "blank_lsoa above rows": pl.col("blank_lsoa") <= pl.col("rows"),
        "repeated above rows": pl.col("repeated") <= pl.col("rows"),
    },
    "returns": {"period_end before period_start": pl.col("period_end") >= pl.col("period_start")},
    "deprivation_published": {
        "value of a share outside 0 to 1": ~pl.col("measure").str.contains(SHARES)
        | pl.col("measure").str.contains("rank_of")
        | pl.col("value").is_between(0, 1)
    },
}


def kept(frame: pl.DataFrame, table: str, reader: str, *, combined: bool = False) -> pl.DataFrame:
    """The frame as it is, held against its promise; `combined` tables have each key once.

    Raises BrokenPromise, with table and column, where a reader let something through.
    """
    from pandera.errors import SchemaError

    try:
        _schema(table, combined).validate(frame.cast({WORD: pl.String}))
    except SchemaError as error:
        where = f"{table}.{error.schema.name}" if error.schema.name != table else table
        what = f"The workbook's reader '{reader}' broke its promise about {where}: {_fault(error)}"
        mend = "This is a fault of the workbook, not of the file; report it, or take the file out to go on without it."
        raise BrokenPromise(what, "", mend) from None
    return frame


def _fault(error: Exception) -> str:
    check = error.check
    told = check if isinstance(check, str) else (getattr(check, "error", None) or getattr(check, "name", str(check)))
    cases = error.failure_cases
    first = f", such as {cases.row(0)[0]!r}" if isinstance(cases, pl.DataFrame) and cases.width == 1 else ""
    return f"{told}{first}"


@cache
def _schema(table: str, combined: bool) -> "pa.DataFrameSchema":
    import pandera.polars as pa  # here, for it takes a second that a build from the store need not wait

    columns = {
        name: pa.Column(
            pl.String if kind == WORD else kind,
            _checks(table, name),
            nullable=name not in _filled(table, combined),
            name=name,
        )
        for name, kind in TABLES[table].items()
    }
    checks = [pa.Check(_over_rows(holds), name=told, error=told) for told, holds in ROWS.get(table, {}).items()]
    if combined and table in ONCE:
        told = f"{ONCE[table]} is there twice"
        checks.append(pa.Check(_once(ONCE[table]), name=told, error=told))
    unique = list(KEYS[table]) if combined and table in KEYS else None
    return pa.DataFrameSchema(columns, checks, strict=True, ordered=True, unique=unique, name=table)


def _filled(table: str, combined: bool) -> set[str]:
    """The columns without an empty cell: those named above and, once combined, a table's key but its optional parts."""
    return {*FILLED.get(table, ()), *(KEYS.get(table, ()) if combined and table not in OPTIONAL else ())}


def _checks(table: str, name: str) -> list["pa.Check"]:
    """What holds of every filled cell of a column, from the column's name."""
    import pandera.polars as pa

    if (table, name) in UNLIKE:
        return []
    if name in FORMS:
        return [pa.Check.str_matches(FORMS[name], error=f"{name} of another form")]
    if name in AMONG:
        return [pa.Check.isin(AMONG[name], error=f"none of {AMONG[name]}")]
    if name == "authority":
        return [pa.Check.str_matches(rf"{CODE}|^unknown$", error="no code of an authority")]
    if name == "decile" or name.endswith("_decile"):
        return [pa.Check.in_range(1, 10, error="a decile outside 1 to 10")]
    if table == "deprivation" and (name == "rank" or name.endswith("_rank")):
        return [pa.Check.in_range(1, 40_000, error="a rank outside 1 to the number of LSOAs")]
    if name in BETWEEN:
        low, high = BETWEEN[name]
        return [pa.Check.in_range(low, high, error=f"outside {low} to {high}")]
    if name in NOT_BELOW_ZERO or (name == "count" and TABLES[table][name] == pl.Int64):
        return [pa.Check.ge(0, error="below zero")]
    return []


def _over_rows(holds: pl.Expr) -> Callable:
    """What is not known breaks no promise."""
    return lambda data: data.lazyframe.select(holds.fill_null(True))


def _once(column: str) -> Callable:
    return lambda data: data.lazyframe.select(pl.col(column).is_null() | pl.col(column).is_first_distinct())
