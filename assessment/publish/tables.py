"""The tables of all chapters as a workbook and as CSV files; nothing else that is published follows from these."""

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from assessment.periods import FinancialYear
from assessment.project import Area, ChapterEntry
from assessment.publish import twins
from assessment.publish.parts import Parts

WORKBOOK = "tables.xlsx"


def write_tables(
    stage: Path,
    chapters: Sequence[ChapterEntry],
    area: Area,
    year: FinancialYear,
    made: datetime,
    *,
    restricted: bool,
    parts: Parts,
) -> None:
    """Write tables.xlsx and tables/ from what the chapters left in `stage`, or take those of the edition before."""
    texts = [(stage / "chapters" / f"{entry.name}.json").read_text(encoding="utf-8") for entry in chapters]
    records = [record for text in texts for record in json.loads(text)["tables"]]

    def write() -> None:
        from assessment.present.tables import Table  # here, for they are slow to import
        from assessment.publish import spreadsheet

        tables = [Table.from_record(record) for record in records]
        spreadsheet.write(tables, stage / WORKBOOK, area, year, made, restricted=restricted)
        twins.write(tables, stage)

    parts.part("tables", [records, area, year, restricted], write, stage, WORKBOOK, twins.FOLDER)
