"""Every table of an edition as an accessible workbook: cover, contents, notes, a sheet a table."""

import re
import warnings
from collections.abc import Iterable, Sequence
from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from assessment.errors import AssessmentError
from assessment.figures import snake
from assessment.periods import FinancialYear
from assessment.project import Area
from assessment.publish import cells

if TYPE_CHECKING:
    import gptables
    import pandas as pd

NOTES = {
    "units": "A count is of records, not of people. A rate per 1,000 or per 100,000 is of residents in a year unless "
    "its title says otherwise. A ratio or share runs from 0 to 1, per cent from 0 to 100; a change in per cent may be "
    "below 0. Days of harm are days of imprisonment by the weights named. A rank of 1 is the most, and for deprivation "
    "the most deprived. A 95% interval is the range that chance alone leaves likely around a number.",
    "periods": "A year such as 2014/15 is a financial year, 1 April to 31 March. Antisocial behaviour is "
    "counted apart from crime and is in no total of crime.",
    "symbols": "; ".join(f"{symbol}: {meaning}" for symbol, meaning in cells.MEANINGS.items()) + ".",
    "illustrative": "Illustrative data are made up to show how the assessment works. They say nothing about "
    "the people or places named.",
}
RESTRICTED = (
    "Restricted edition: not for publication. Small counts are shown, by which people could be recognised. For those "
    "alone who may see the records."
)
REFERENCE = re.compile(r"\$\$(\w+)\$\$")
RESERVED = ("cover", "contents", "notes", "history")  # Excel refuses the last
OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
OPTIONS |= {"in_memory": True}  # no file of its own for each sheet
SHEET_LENGTH = 31


class Tabular(Protocol):
    """What a sheet needs of a table; `assessment.present.tables.Table` is one.

    `decimals`, `notes`, `levels` and `drawn` are taken where it has them.
    """

    frame: "pd.DataFrame"
    caption: str
    unit: str
    source: str
    name: str
    illustrative: bool


def write(
    tables: Iterable[Tabular],
    path: Path,
    area: Area,
    year: FinancialYear,
    generated: datetime | None = None,
    *,
    restricted: bool = False,
) -> None:
    """Write tables.xlsx; tables without rows are left out. The same tables and date give the same bytes.

    Raises AssessmentError where the file cannot be written.
    """
    from xlsxwriter.exceptions import FileCreateError

    kept = [table for table in tables if table.frame.size]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # gptables 2.0 makes calls that pandas 3 gives up
        book = _workbook(kept, path, area, year, RESTRICTED if restricted else "")
        made = generated or datetime.combine(year.last_day, time())
        title = f"{area.name} {year}: tables of the strategic assessment"
        book.set_properties({"created": made.replace(tzinfo=None), "title": cells.plain(title)})
        try:
            book.close()
        except FileCreateError as error:
            what, mend = "The spreadsheet cannot be written", "Close it if it is open, or free the folder."
            raise AssessmentError(what, f"{path.name}: {error}", mend) from None


def _workbook(
    tables: Sequence[Tabular], path: Path, area: Area, year: FinancialYear, mark: str
) -> "gptables.GPWorkbook":
    import gptables

    names = sheet_names(tables)
    sheets = {name: _sheet(table, name) for name, table in zip(names, tables, strict=True)}
    return gptables.produce_workbook(
        path,
        sheets,
        cover=_cover(tables, area, year, mark),
        contentsheet_label="Contents" if sheets else None,
        notes_table=_notes(sheets.values()) if sheets else None,
        workbook_options=OPTIONS,
    )


def sheet_names(tables: Iterable[Tabular]) -> list[str]:
    """A name for each sheet: the table's own in at most 31 characters, none twice, none of the covers'."""
    taken = list(RESERVED)
    for table in tables:
        base = snake(table.name) or "table"
        name, number = base[:SHEET_LENGTH], 1
        while name in taken:
            number += 1
            name = f"{base[: SHEET_LENGTH - len(str(number)) - 1]}_{number}"
        taken.append(name)
    return taken[len(RESERVED) :]


def _sheet(table: Tabular, name: str) -> "gptables.GPTable":
    import gptables

    frame = cells.prepared(cells.with_index(table.frame))
    badge = ["Illustrative data $$illustrative$$"] if table.illustrative else []
    shown = "The numbers behind a picture" if getattr(table, "drawn", False) else "Unit"
    symbols = ["Symbols in square brackets are explained in $$symbols$$"] if cells.has_symbols(frame) else []
    return gptables.GPTable(
        frame,
        table_name=f"table_{name}",
        title=cells.plain(table.caption),
        subtitles=[f"{shown}: {cells.plain(table.unit)} $$units$$$$periods$$", *badge],
        instructions="This worksheet contains one table. Its notes are on the notes worksheet.",
        legend=[*symbols, *(cells.plain(note) for note in getattr(table, "notes", ()))],
        source=f"Source: {cells.plain(table.source)}",
        index_columns={2: 0},
        additional_formatting=cells.formats(frame, getattr(table, "decimals", None), getattr(table, "levels", ())),
    )


def _notes(sheets: Iterable["gptables.GPTable"]) -> "pd.DataFrame":
    """The notes that some sheet refers to: gptables numbers others wrongly."""
    import pandas as pd

    texts = [text for sheet in sheets for text in (*sheet.subtitles, *sheet.legend)]
    used = {name for text in texts for name in REFERENCE.findall(text)}
    return pd.DataFrame([(name, text) for name, text in NOTES.items() if name in used], columns=["Note", "Text"])


def _cover(tables: Sequence[Tabular], area: Area, year: FinancialYear, mark: str = "") -> "gptables.Cover":
    import gptables

    name = cells.plain(area.name)
    count = f"{len(tables)} table{'' if len(tables) == 1 else 's'}"
    intro = [
        f"The tables of the strategic assessment of {name} for {year}: {count}, one a "
        "worksheet, each with its title, unit and source.",
        "The pages of the assessment say how to read them and what they cannot tell.",
    ]
    intro[:0] = [mark] if mark else []
    intro.append(f"State of this edition: {area.standing(year).in_words}.")
    about = [NOTES["units"], NOTES["periods"], f"Symbols. {NOTES['symbols']}"]
    about += [NOTES["illustrative"]] if any(table.illustrative for table in tables) else []
    return gptables.Cover(f"{name} {year}: tables of the strategic assessment", intro=intro, about=about)
