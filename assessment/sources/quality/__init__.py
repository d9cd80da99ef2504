"""What is to be known of the data beyond single files: a finding for each quirk, with its numbers and its mend."""

import datetime
from collections.abc import Mapping, Sequence

import polars as pl

from assessment.project import Area
from assessment.sources.base import Problem
from assessment.sources.quality import deprivation, future, records, residents, returns, values, weights

Tables = Mapping[str, pl.DataFrame]


def findings(area: Area, tables: Tables, scores: Sequence[pl.DataFrame] = ()) -> list[Problem]:
    """What the combined tables of an area show; `scores` are the severity scores as they came, file by file."""
    return [
        *records.findings(area, tables),
        *residents.findings(area, tables),
        *deprivation.findings(area, tables),
        *returns.findings(tables),
        *values.findings(area, tables, scores),
        *weights.findings(tables),
        *future.findings(tables, datetime.datetime.now(datetime.UTC).date()),
    ]
