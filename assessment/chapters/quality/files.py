"""The files that an edition rests on, those left out, and their rows by financial year."""

from collections.abc import Iterator

import pandas as pd

from assessment.chapters.base import Chapter
from assessment.chapters.quality.findings import table_in_words
from assessment.chapters.quality.received import MONTHS_OF, SOURCES, coverage_of
from assessment.periods import FinancialYear, month_name, months_in_words
from assessment.store import SourceFile

COLUMNS = ["File", "What", "Period or release", "Rows read", "Rows kept", "Set aside"]


def files_left_out(chapter: Chapter) -> list[SourceFile]:
    """The files in the raw folder that hold records made after the edition's March alone."""
    received = {file.file for file in chapter.received_files}
    return [file for file in chapter.prepared.files if file.file not in received]


def files_listed(chapter: Chapter) -> pd.DataFrame:
    """A row a file: what it is, its period, its rows, those set aside."""
    rows = [
        (
            file.file,
            file.label or "not recognised",
            months_in_words(file.period or file.release).replace("lsoa", "LSOA") or "–",
            file.rows_read,
            file.rows_kept,
            file.rows_set_aside,
        )
        for file in chapter.received_files
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def notes_on_files(chapter: Chapter) -> Iterator[str]:
    """Which files were left out, and that the others are counted with all their rows."""
    last = chapter.year.last_month
    left = ", ".join(file.file for file in files_left_out(chapter))
    if left:
        yield f"Not among them, for they hold months after {month_name(last)} alone: {left}."
    if any(file.period[-7:] > last for file in chapter.received_files if set(file.tables) & set(MONTHS_OF)):
        yield f"A file that goes on after {month_name(last)} is here with all its rows; no figure uses the later ones."


def coverage_by_year(chapter: Chapter) -> pd.DataFrame:
    """Rows, rows without an LSOA and repeats by financial year, source and kind."""
    coverage = coverage_of(chapter)
    year = [str(FinancialYear.of_month(month)) for month in coverage["month"]]
    summed = coverage.assign(year=year).groupby(["year", "source", "kind"])
    frame = summed.agg(
        months=("month", "nunique"), rows=("rows", "sum"), blank=("blank_lsoa", "sum"), repeated=("repeated", "sum")
    ).reset_index()
    frame["kind"] = [table_in_words(kind) for kind in frame["kind"]]
    frame["source"] = [SOURCES.get(name, table_in_words(name)) for name in frame["source"]]
    return frame.set_axis(["Year", "Source", "Kind", "Months", "Rows", "Without an LSOA", "Repeated"], axis=1)
