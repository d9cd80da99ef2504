"""A survey of residents: one row a respondent, made one row an answer; what they wrote themselves is kept apart."""

import polars as pl

from assessment.sources import typed as kinds
from assessment.sources.base import REJECTS, Format, Problem, RawFile, Reading
from assessment.sources.tables import conformed
from assessment.sources.text import rows
from assessment.sources.typed import Column, typed

QUESTION, TEXT = "q_", "t_"
FULL_POSTCODE = r"^([A-Z]{1,2}\d[A-Z\d]?)\s*(\d)[A-Z]{2}$"
ABOUT = (
    Column("survey", "survey", kinds.text),
    Column("respondent", "respondent", kinds.text, required=True),
    Column("weight", "weight", kinds.amount),
    Column("age_band", "age_band", kinds.text),
    Column("sex", "sex", kinds.text),
    Column("stratum", "stratum", kinds.text),
    Column("sector", "postcode_sector", kinds.text),
)
TWICE = "this respondent has a row above"


def recognise(raw: RawFile) -> bool:
    """A column `respondent` and at least one whose name starts with `q_`."""
    return "respondent" in raw.columns and any(name.startswith(QUESTION) for name in raw.columns)


def read(raw: RawFile) -> Reading:
    """Read a survey: `survey` has a row for each respondent and question, its answer null where none was given.

    A respondent's second row is set aside. Columns that are no question and not listed in ABOUT are not kept.
    """
    found = rows(raw)
    asked = [name for name in raw.columns if name.startswith((QUESTION, TEXT))]
    kept = typed(found, [*ABOUT, *(Column(name, name, kinds.text) for name in asked)])
    first = pl.struct("survey", "respondent").is_first_distinct()
    again = kept.frame.filter(~first)
    frame = kept.frame.filter(first).with_columns(_stratum())
    closed, open_ended = ([name for name in asked if name.startswith(start)] for start in (QUESTION, TEXT))
    return Reading(
        tables={
            "survey": _long(frame, closed, "survey", "answer"),
            "survey_text": _long(frame, open_ended, "survey_text", "text").drop_nulls("text"),
        },
        rows_read=found.read,
        rows_kept=frame.height,
        rejects=pl.concat([kept.rejects, _rejects(raw.name, again)]),
        problems=_unweighted(raw, frame),
        release=f"{frame.height:,} respondent{'' if frame.height == 1 else 's'}",
    )


def _stratum() -> pl.Expr:
    """The stratum, or else the postcode's sector; a whole postcode is cut down to it."""
    sector = pl.col("sector").str.to_uppercase().str.replace(FULL_POSTCODE, "$1 $2")
    return pl.coalesce("stratum", sector).alias("stratum")


def _long(frame: pl.DataFrame, questions: list[str], table: str, value: str) -> pl.DataFrame:
    about = [column.name for column in ABOUT]
    told = frame.unpivot(questions, index=about, variable_name="question", value_name=value)
    return conformed(told, table)


def _rejects(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    told = {"file": pl.lit(name), "column": pl.lit("respondent"), "reason": pl.lit(TWICE)}
    return frame.select("line", **told).select(REJECTS.keys()).cast(REJECTS)


def _unweighted(raw: RawFile, frame: pl.DataFrame) -> list[Problem]:
    """A warning where some respondents have a weight and others none."""
    none = frame["weight"].null_count()
    if not 0 < none < frame.height:
        return []
    message = f"{none:,} of {frame.height:,} respondents have no weight; weighted shares leave them out"
    mend = "Ask whoever weighted the survey for the others' weights, or take the column out."
    return [Problem("warning", "weights-missing", message, mend, raw.name, None, "weight")]


FORMATS = (Format("survey", ("respondent",), read, recognise),)
