"""Public health indicators as OHID's Fingertips gives them in CSV: 26 columns, or 27 with the range of the period."""

from collections.abc import Sequence

import polars as pl

from assessment.sources import typed as kinds
from assessment.sources.base import Format, Problem, RawFile, Reading, find
from assessment.sources.simple import read_table
from assessment.sources.typed import Column

NEEDS = (
    *("indicator_id", "indicator_name", "area_code", "area_type", "age", "category_type", "category"),
    *("time_period", "value"),
)
# The comparison with the area's parent is named after the kind of parent, or "Compared to percentiles": it is not read.
ENGLAND = r"compared_to_england(_value)?(_or_percentiles)?"
INEQUALITIES = "rows of categories, such as deciles of deprivation, stand beside those of whole areas"


def recognise(raw: RawFile) -> bool:
    """The columns that every download has; how the parent is named, and the last columns, differ."""
    return set(NEEDS) <= set(raw.columns)


def read(raw: RawFile) -> Reading:
    """Read indicators by area, sex, age, category and period; a suppressed value stays empty beside its note."""
    reading = read_table(raw, "fingertips", _columns(raw))
    frame = reading.tables["fingertips"]
    reading.release = _span(frame)
    reading.problems += [*_empty(frame, raw.name), *_categories(frame, raw.name)]
    return reading


def _columns(raw: RawFile) -> list[Column]:
    return [
        Column("indicator_id", "indicator_id", kinds.count, required=True),
        Column("indicator", "indicator_name", kinds.text, required=True),
        Column("area_code", "area_code", kinds.text, required=True),
        Column("area", find(raw, r"area_?name"), kinds.text),
        Column("area_type", "area_type", kinds.text, required=True),
        Column("sex", find(raw, r"sex|gender"), kinds.text),
        Column("age", "age", kinds.text),
        Column("category_type", "category_type", kinds.text),
        Column("category", "category", kinds.text),
        Column("period", "time_period", kinds.text, required=True),
        Column("value", "value", kinds.number),
        Column("low", find(raw, r"lower_ci(_95_0)?(_limit)?"), kinds.number),
        Column("high", find(raw, r"upper_ci(_95_0)?(_limit)?"), kinds.number),
        Column("numerator", "count", kinds.number),
        Column("denominator", "denominator", kinds.amount),
        Column("note", "value_note", kinds.text),
        Column("trend", "recent_trend", kinds.text),
        Column("compared_to_england", find(raw, ENGLAND), kinds.text),
    ]


def _span(frame: pl.DataFrame) -> str:
    """How many indicators, and the first and last period by the years that they start with."""
    if frame.is_empty():
        return ""
    periods = frame["period"].unique().sort().to_list()
    number = frame["indicator_id"].n_unique()
    span = periods[0] if len(periods) == 1 else f"{periods[0]} to {periods[-1]}"
    return f"{number} {'indicator' if number == 1 else 'indicators'}, {span}"


def _empty(frame: pl.DataFrame, name: str) -> list[Problem]:
    """How many values are missing, and what their notes say."""
    missing = frame.filter(pl.col("value").is_null())
    if missing.is_empty():
        return []
    notes = missing.group_by(pl.col("note").fill_null("no note")).len().sort("len", "note", descending=[True, False])
    message = f"{missing.height:,} of {frame.height:,} values are missing: {_listed(notes.rows())}"
    mend = "They are shown as missing, never as zero, and left out of sums and comparisons."
    return [Problem("information", "values-missing", message, mend, name, tables=("fingertips",))]


def _categories(frame: pl.DataFrame, name: str) -> list[Problem]:
    """Which kinds of category the file splits areas into: such rows are parts of others, not areas beside them."""
    parts = frame.drop_nulls("category_type").group_by("category_type").len().sort("category_type")
    if parts.is_empty():
        return []
    mend = "A total is read from the rows without a category."
    message = f"{INEQUALITIES}: {_listed(parts.rows())}"
    return [Problem("information", "categories", message, mend, name, tables=("fingertips",))]


def _listed(counted: Sequence[tuple[str, int]]) -> str:
    more = f"; {len(counted) - 5} others" if len(counted) > 5 else ""
    return "; ".join(f"{words} ({count:,})" for words, count in counted[:5]) + more


FORMATS = (Format("fingertips", NEEDS, read, recognise, repeats=ENGLAND),)  # twice where the parent is England
