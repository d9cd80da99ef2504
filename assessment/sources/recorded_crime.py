"""Home Office open data: police recorded crime by force, or by community safety partnership, quarter and offence."""

import polars as pl

from assessment.periods import FinancialYear, months_between, shift_month
from assessment.sources import typed as kinds
from assessment.sources.base import Format, Problem, RawFile, Reading, find
from assessment.sources.crime_labels import GROUPS, SUBGROUPS, one_vocabulary, told
from assessment.sources.simple import counted, read_table
from assessment.sources.tables import KEYS, conformed
from assessment.sources.typed import Column

FORCE = r"(police_)?force(_name)?"
PARTNERSHIP = r"(csp|community_safety_partnership)(_name)?"
COUNT = r"(number_of_offences|offence_count)"
NEEDS = ("financial_year", "financial_quarter", "force_name", "offence_group", "offence_code", "number_of_offences")
UNLABELLED = ("csp_name", "offence_group", "offence_code", "number_of_offences")
PLACES = ("force", "partnership")
KEY = KEYS["recorded_crime"]
MANY = 0.1  # of the rows: homicide alone is 3%
QUARTER = kinds.between(1, 4)
YEAR = r"^((?:19|20)\d\d)[/_-](?:\d\d)?(\d\d)$"


def financial_year(cell: pl.Series) -> pl.Series:
    """A financial year, written `2017/18`, `2017-18` or `2017/2018`."""
    parts = cell.str.extract_groups(YEAR).struct
    start, end = (parts.field(name).cast(pl.Int64) for name in ("1", "2"))
    told = pl.format("{}/{}", start, end.cast(pl.String).str.zfill(2))
    return pl.select(pl.when((start + 1) % 100 == end).then(told)).to_series()


def quarter(cell: pl.Series) -> pl.Series:
    """The quarter of a financial year, 1 (April to June) to 4 (January to March), with or without a Q before it."""
    return QUARTER(cell.str.replace(r"^(?i)q(uarter)? ?", ""))


def change(cell: pl.Series) -> pl.Series:
    """A whole number; one below zero takes back offences of an earlier quarter."""
    parsed = kinds.number(cell)
    whole = (parsed == parsed.floor()) & (parsed.abs() < 1e15)
    return pl.select(pl.when(whole).then(parsed)).to_series().cast(pl.Int64)


kinds.WORDS |= {financial_year: "a financial year such as 2017/18", quarter: "a quarter from 1 to 4"}
kinds.WORDS |= {change: "a whole number"}


def recognise(raw: RawFile) -> bool:
    """Year, quarter, force or partnership, offence and count, under the names of any release."""
    whose = find(raw, FORCE) or find(raw, PARTNERSHIP)
    return {"financial_year", "financial_quarter"} <= set(raw.columns) and bool(whose and find(raw, COUNT))


def read(raw: RawFile) -> Reading:
    """Read counts by quarter; `partnership` is empty in the table by force. Labels come to one vocabulary."""
    reading = read_table(raw, "recorded_crime", _columns(raw), _in_one_vocabulary)
    published = reading.tables["recorded_crime"]
    reading.tables["recorded_crime"] = _parts_added_up(published)
    frame = reading.tables["recorded_crime"]
    years = frame["year"].unique().sort().to_list()
    reading.release = years[0] if len(years) == 1 else f"{years[0]} to {years[-1]}" if years else ""
    reading.months = _months(frame)
    reading.problems += _in_parts(published, raw.name)
    reading.problems += [*told(published, raw.name), *_part_years(frame, raw.name), *_uncounted(published, raw.name)]
    return reading


def _columns(raw: RawFile) -> list[Column]:
    partnership = find(raw, PARTNERSHIP)
    return [
        Column("year", "financial_year", financial_year, required=True),
        Column("quarter", "financial_quarter", quarter, required=True),
        Column("force", find(raw, FORCE), kinds.text, required=not partnership),
        Column("partnership", partnership, kinds.text, required=bool(partnership)),
        Column("published_category", "offence_group", kinds.text, required="offence_group" in raw.columns),
        Column("published_subcategory", "offence_subgroup", kinds.text),
        Column("offence_code", "offence_code", kinds.text),
        Column("offence", "offence_description", kinds.text),
        Column("count", find(raw, COUNT), change),
    ]


def _in_one_vocabulary(frame: pl.DataFrame) -> pl.DataFrame:
    places = (
        pl.col(name).str.replace(r"\s*\[(?i)notes? ?[\d, ]+\]$", "").str.replace_all(" & ", " and ") for name in PLACES
    )
    return frame.with_columns(
        *places,
        one_vocabulary(frame["published_category"], GROUPS).alias("category"),
        one_vocabulary(frame["published_subcategory"], SUBGROUPS).alias("subcategory"),
    )


def _parts_added_up(frame: pl.DataFrame) -> pl.DataFrame:
    """One row an offence: homicide is published in four rows, its parts, that are the same but for their counts."""
    if not frame.select(KEY).is_duplicated().any():
        return frame
    known = pl.when(pl.col("count").count() > 0).then(pl.col("count").sum())
    labels = pl.col("published_category", "published_subcategory").first()
    added = frame.group_by(KEY, maintain_order=True).agg(known.alias("count"), labels)
    return conformed(added, "recorded_crime")


def _in_parts(frame: pl.DataFrame, name: str) -> list[Problem]:
    """Which offences come in several rows; a warning where so many do that the table may be there twice."""
    parts = frame.filter(frame.select(KEY).is_duplicated())
    if parts.is_empty():
        return []
    offences = parts["offence"].drop_nulls().unique().sort().to_list()
    listed = ", ".join(offences[:3]) + (f" and {len(offences) - 3} others" if len(offences) > 3 else "")
    message = f"{parts.height:,} rows are parts of {parts.select(KEY).n_unique():,} counts ({listed}) and are added up"
    if parts.height < MANY * frame.height:
        return [Problem("information", "parts", message, "", name, tables=("recorded_crime",))]
    mend = "Look whether the file holds the same table twice, and take one out."
    return [Problem("warning", "parts", message, mend, name, tables=("recorded_crime",))]


def _months(frame: pl.DataFrame) -> list[str]:
    """The months of the quarters that the rows are of."""
    found = set()
    for year, number in frame.select("year", "quarter").unique().iter_rows():
        first = shift_month(f"{FinancialYear.parse(year).starts}-04", 3 * (number - 1))
        found.update(months_between(first, shift_month(first, 2)))
    return sorted(found)


def _part_years(frame: pl.DataFrame, name: str) -> list[Problem]:
    """Which years have fewer than four quarters: they are no years to compare with others."""
    quarters = frame.group_by("year").agg(pl.col("quarter").unique().sort()).sort("year")
    part = [f"{year} has only {_listed(had)}" for year, had in quarters.iter_rows() if len(had) < 4]
    mend = "Compare the same quarters of other years, or wait for the year to end."
    if not part:
        return []
    message = f"a part of a year is not a year: {'; '.join(part)}"
    return [Problem("information", "part-year", message, mend, name, tables=("recorded_crime",))]


def _listed(quarters: list[int]) -> str:
    words = " and ".join(map(str, quarters))
    return f"quarter {words}" if len(quarters) == 1 else f"quarters {words}"


def _uncounted(frame: pl.DataFrame, name: str) -> list[Problem]:
    """How many counts are missing, and how many lie below zero."""
    found = []
    missing, below = frame["count"].null_count(), int((frame["count"] < 0).sum())
    if missing:
        message = (
            f"{missing:,} {'row has' if missing == 1 else 'rows have'} no count: what they should add up to is too low"
        )
        found.append(Problem("warning", "no-count", message, "See the publisher's notes on these forces.", name))
    if below:
        words = "count is" if below == 1 else "counts are"
        message = f"{below:,} {words} below zero: offences of an earlier quarter taken back"
        found.append(Problem("information", "below-zero", message, "Add up whole years rather than quarters.", name))
    return found


def recognise_unlabelled(raw: RawFile) -> bool:
    """Counts by offence that name no year."""
    whose = find(raw, FORCE) or find(raw, PARTNERSHIP)
    return (
        "financial_year" not in raw.columns and {"offence_code"} < set(raw.columns) and bool(whose and find(raw, COUNT))
    )


def read_unlabelled(raw: RawFile) -> Reading:
    """Count the rows of a table without a year, and say that no period can be given to them."""
    reading = counted(raw)
    block = find(raw, r"quarter.*")
    only = f" ('{block}' numbers quarters and dates none)" if block else ""
    message = f"no row names a financial year{only}: recognised, not used"
    mend = "Download the table again: the publisher's has a column Financial Year."
    reading.problems.append(Problem("information", "not-used", message, mend, raw.name, 1))
    return reading


FORMATS = (
    Format("recorded_crime", NEEDS, read, recognise),
    Format("recorded_crime", UNLABELLED, read_unlabelled, recognise_unlabelled),
)
