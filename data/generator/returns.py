"""The partnership's tidy returns: what the documents print and no record holds, residents to weight by, districts."""

from collections.abc import Iterator

from . import districts, survey
from .counts import rows

HEADER = "measure,area,period_start,period_end,value,unit,numerator,denominator,note"
DOCUMENTS = {
    "plan-2016": "Community Safety Plan 2016-2019",
    "report-2017": "Community Safety Performance Report April 2016 to March 2017",
}


def lines() -> Iterator[list[str]]:
    """The rows in the columns of HEADER: printed figures, what the surveys are weighted by, the districts."""
    for row in rows("printed.csv"):
        if row["found"] != "records":
            source = f"{DOCUMENTS[row['document']]}, {row['section']}"
            note = "; ".join(part for part in (source, row["note"]) if part)
            yield [*(row[column] for column in HEADER.split(",")[:-1]), note]
    yield from survey.returns()
    yield from districts.lines()
