"""From text to typed columns: a cell that cannot be read sets its row aside, with column and reason."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import polars as pl

from assessment.sources.base import REJECTS
from assessment.sources.text import Rows

MISSING = (":", "..", "*", "-", "–", "[c]", "[x]", "[z]", "[low]", "c", "n/a", "na", "null", "none")
DATE_STYLES = ("%Y-%m-%d", "%d/%m/%Y", "%d %b %Y", "%d-%b-%Y", "%d %B %Y")
INSTANT = r"^(?<day>\d{4}-\d\d-\d\d)[T ](?<clock>\d\d:\d\d)(?<seconds>:\d\d)?(?:\.\d+)?(?<offset>Z|[+-]\d\d:?\d\d)?$"
Parse = Callable[[pl.Series], pl.Series]


@dataclass(frozen=True)
class Column:
    """A column of a table: its name, the file's name for it, how it is read, whether it must be filled."""

    name: str
    source: str
    kind: Parse
    required: bool = False


@dataclass(frozen=True)
class Typed:
    """A table that was read: `frame` has the columns asked for and `line`; `rejects` what was set aside."""

    frame: pl.DataFrame
    rejects: pl.DataFrame


def text(cell: pl.Series) -> pl.Series:
    """Any text."""
    return cell


def lsoa(cell: pl.Series) -> pl.Series:
    """The code of a small area in England or Wales (LSOA), Scotland (data zone) or Northern Ireland."""
    return matching(cell, r"^([EW]01\d{6}|S01\d{6}|N\w{8}|95\w{6,7})$")


def code(cell: pl.Series) -> pl.Series:
    """A nine-character code of the Government Statistical Service."""
    return matching(cell, r"^[A-Z]\d{8}$")


def month(cell: pl.Series) -> pl.Series:
    """A month written `2014-12`."""
    return matching(cell, r"^(19|20)\d\d-(0[1-9]|1[0-2])$")


def date(cell: pl.Series) -> pl.Series:
    """A day: `2014-12-31`, `31/12/2014` or `31 Dec 2014`, with or without a time after it."""
    parsed = cell.str.to_date(DATE_STYLES[0], strict=False)
    if parsed.null_count() > cell.null_count():
        day = cell.str.replace(r"[T ]\d{1,2}:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?$", "")
        styles = (day.str.to_date(style, strict=False) for style in DATE_STYLES)
        parsed = pl.select(pl.coalesce(styles)).to_series()
    return _where(parsed, parsed.dt.year().is_between(1900, 2099))


def instant(cell: pl.Series) -> pl.Series:
    """A date and time such as `2023-09-30T23:15:00+00:00`, in UTC; without an offset it is taken as UTC."""
    parts = cell.str.extract_groups(INSTANT).struct
    told = [parts.field("day"), parts.field("clock"), parts.field("seconds").fill_null(":00")]
    offset = parts.field("offset").fill_null("Z").str.replace("Z", "+0000").str.replace(":", "")
    whole = pl.select(pl.format("{}T{}{}{}", *told, offset)).to_series()
    parsed = whole.str.to_datetime("%Y-%m-%dT%H:%M:%S%z", time_unit="ms", time_zone="UTC", strict=False)
    return _where(parsed, parsed.dt.year().is_between(1900, 2099))


def number(cell: pl.Series) -> pl.Series:
    """A finite number; thousands may be marked by commas. A decimal comma is refused, never guessed at."""
    parsed = cell.cast(pl.Float64, strict=False)
    if parsed.null_count() > cell.null_count():
        grouped = matching(cell, r"^-?\d{1,3}(,\d{3})+(\.\d+)?$").str.replace_all(",", "")
        parsed = parsed.fill_null(grouped.cast(pl.Float64, strict=False))
    return _where(parsed, parsed.is_finite())


def amount(cell: pl.Series) -> pl.Series:
    """A number that is not below zero."""
    parsed = number(cell)
    return _where(parsed, parsed >= 0)


def count(cell: pl.Series) -> pl.Series:
    """A whole number that is not below zero; `12.0` is 12."""
    parsed = amount(cell)
    return _where(parsed, (parsed == parsed.floor()) & (parsed < 1e15)).cast(pl.Int64, strict=False)


def between(low: int, high: int) -> Parse:
    """A whole number from `low` to `high`: a rank, a decile."""

    def parse(cell: pl.Series) -> pl.Series:
        whole = count(cell)
        return _where(whole, whole.is_between(low, high))

    WORDS[parse] = f"a whole number from {low} to {high}"
    return parse


def within(low: float, high: float, words: str) -> Parse:
    """A number from `low` to `high`, which `words` names: a longitude."""

    def parse(cell: pl.Series) -> pl.Series:
        parsed = number(cell)
        return _where(parsed, parsed.is_between(low, high))

    WORDS[parse] = words
    return parse


def year(cell: pl.Series) -> pl.Series:
    """A calendar year."""
    whole = count(cell)
    return _where(whole, whole.is_between(1900, 2099))


def flag(cell: pl.Series) -> pl.Series:
    """Yes or no: Y, yes, true, 1 or N, no, false, 0."""
    known = {
        "y": True,
        "yes": True,
        "true": True,
        "1": True,
        "n": False,
        "no": False,
        "false": False,
        "0": False,
    }
    return cell.str.to_lowercase().replace_strict(known, default=None, return_dtype=pl.Boolean)


WORDS = {
    lsoa: "an LSOA code",
    code: "a code of nine characters such as E06000009",
    month: "a month such as 2014-12",
    date: "a date such as 2014-12-31",
    instant: "a date and time such as 2014-12-31T23:15:00+00:00",
    number: "a number",
    amount: "a number of at least 0",
    count: "a whole number of at least 0",
    year: "a year",
    flag: "Y or N",
}
TEXTS = (text, lsoa, code, month)


def matching(cell: pl.Series, pattern: str) -> pl.Series:
    """The cells that match a pattern, the others missing."""
    return _where(cell, cell.str.contains(pattern))


def _where(cell: pl.Series, holds: pl.Series) -> pl.Series:
    """The cells for which it holds, the others missing."""
    if holds.sum() == len(cell) - cell.null_count():
        return cell
    return pl.select(pl.when(holds).then(cell)).to_series()


def typed(rows: Rows, columns: Sequence[Column]) -> Typed:
    """Read each column as its kind; one that the file has not got is empty throughout.

    Kept rows and rejects, those of `rows` included, make up all rows of the file.
    """
    raw = rows.frame.select(_cells(rows.frame, column).alias(str(at)) for at, column in enumerate(columns))
    parsed = [column.kind(raw[str(at)]).alias(column.name) for at, column in enumerate(columns)]
    faults = [
        cell.is_null() if column.required else cell.is_null() & raw[str(at)].is_not_null()
        for at, (cell, column) in enumerate(zip(parsed, columns, strict=True))
    ]
    frame = pl.DataFrame([rows.frame["line"], *parsed])
    if not any(fault.any() for fault in faults):
        return Typed(frame, rows.rejects)
    bad = pl.select(pl.any_horizontal(faults)).to_series()
    told = _told(rows, raw.filter(bad), [fault.filter(bad) for fault in faults], columns, bad)
    return Typed(frame.filter(~bad), pl.concat([rows.rejects, told]))


def _cells(frame: pl.DataFrame, column: Column) -> pl.Expr:
    """The cells of a column without blanks around them; blank ones, and markers among numbers, missing."""
    if column.source not in frame.columns:
        return pl.when(pl.col("line").is_null()).then(pl.lit(""))
    cell = pl.col(column.source).str.strip_chars()
    cell = pl.when(cell != "").then(cell)
    if column.kind not in TEXTS:
        cell = pl.when(~cell.str.to_lowercase().is_in(MISSING)).then(cell)
    return cell


def _told(
    rows: Rows, raw: pl.DataFrame, faults: list[pl.Series], columns: Sequence[Column], bad: pl.Series
) -> pl.DataFrame:
    """For each row that was set aside its first fault."""
    frame = raw.with_columns(fault.alias(f"fault{at}") for at, fault in enumerate(faults))
    told = [
        (
            pl.when(pl.col(f"fault{at}")).then(pl.lit(rows.titles.get(column.source, column.source))),
            pl.when(pl.col(f"fault{at}")).then(_reason(at, column)),
        )
        for at, column in enumerate(columns)
    ]
    return frame.select(
        pl.lit(rows.name).alias("file"),
        rows.frame["line"].filter(bad).alias("line"),
        pl.coalesce(column for column, _ in told).alias("column"),
        pl.coalesce(reason for _, reason in told).alias("reason"),
    ).cast(REJECTS)


def _reason(at: int, column: Column) -> pl.Expr:
    cell, kind = pl.col(str(at)), WORDS.get(column.kind, "text")
    wrong = pl.concat_str(pl.lit("'"), cell.str.slice(0, 40), pl.lit(f"' is not {kind}"))
    return pl.when(cell.is_null()).then(pl.lit("the cell is empty")).otherwise(wrong)
