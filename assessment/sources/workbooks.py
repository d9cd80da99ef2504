"""Opens spreadsheets (xlsx, xls, ods): each sheet with a header that is known becomes a table of text, as CSV does."""

import csv
import datetime
import io
import re
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal

import python_calamine

from assessment.sources import nearest, recognised
from assessment.sources.base import Problem, RawFile
from assessment.sources.folder import WORKBOOKS
from assessment.sources.workbook_guard import far_too_large, has_password

STARTS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # a zip, or the older container
HEADER_WITHIN = 40  # rows; notes, titles and blank rows above a header are usual
NOTE = r"\s*\[(?:note|footnote)s?[\s\d,]*\]"
AGAIN = "Open it, save it again as .xlsx without a password, or ask the sender for it again."
Seen = Callable[[RawFile], RawFile]


def is_workbook(name: str, data: bytes) -> bool:
    """Is this a spreadsheet by its name, and not something else that was only given the name?"""
    return name.lower().endswith(WORKBOOKS) and data.startswith(STARTS)


def sheets(data: bytes, name: str, seen: Seen) -> Iterator[RawFile | Problem]:
    """The tables of a workbook, one a sheet, named `name/Sheet`; a problem where it cannot be opened.

    `seen` puts a header into the workbook's own words before it is looked for.

    Sheets without a header that is known in their first 40 rows are passed over, and named in one problem.
    """
    if has_password(data):
        yield Problem("blocker", "password", "the workbook is protected by a password", AGAIN, name)
        return
    if far_too_large(data):
        message = "it unpacks to far more than a table holds; it was not read"
        yield Problem("blocker", "too-large", message, "Delete what is far right of or below the table.", name)
        return
    try:
        workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        names = [sheet.name for sheet in workbook.sheets_metadata if _is_table(sheet)]
    except BaseException as error:
        yield _unopened(error, name)
        return
    yield from _tables(workbook, names, name, seen)


def _is_table(sheet: python_calamine.SheetMetadata) -> bool:
    return sheet.typ == python_calamine.SheetTypeEnum.WorkSheet


def _tables(
    workbook: python_calamine.CalamineWorkbook, names: list[str], name: str, seen: Seen
) -> Iterator[RawFile | Problem]:
    passed = []
    for sheet in names:
        try:
            found = _table(workbook.get_sheet_by_name(sheet), f"{name}/{sheet}", seen)
        except BaseException as error:
            yield _unopened(error, f"{name}/{sheet}")
            continue
        if found:
            yield found
        else:
            passed.append(sheet)
    if passed:
        yield _passed_over(passed, len(names), name)


def _unopened(error: BaseException, name: str) -> Problem:
    """What is wrong with a workbook. The library's own panics are not exceptions of Python's usual kind."""
    if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
        raise error
    return Problem("blocker", "damaged", "the workbook is damaged or cut short", AGAIN, name)


def _passed_over(passed: list[str], of: int, name: str) -> Problem:
    listed = ", ".join(passed[:8]) + (" …" if len(passed) > 8 else "")
    some = "any" if len(passed) == of else f"{len(passed)}"
    message = f"no header that is known in the first {HEADER_WITHIN} rows of {some} of its {of} sheets"
    mend = "If one should be read, compare its header with docs/data.md."
    return Problem("information", "not-recognised", f"{message}; passed over: {listed}", mend, name)


def _table(sheet: python_calamine.CalamineSheet, name: str, seen: Seen) -> RawFile | None:
    """The sheet as CSV, each record on the line of its row; None where no header is known."""
    rows = [[text(cell) for cell in row] for row in sheet.iter_rows()]
    above = _header(rows[:HEADER_WITHIN], seen)
    if above is None:
        return None
    notes = tuple(_notes(rows[:above], name))
    return RawFile(name, _as_csv(rows[above:], above), _titles(rows[above]), "csv", ",", notes)


def _titles(row: list[str]) -> tuple[str, ...]:
    """The names of the columns without the marks of footnotes."""
    return tuple(re.sub(NOTE, "", cell, flags=re.I).strip() for cell in row)


def _notes(above: list[list[str]], name: str) -> Iterator[Problem]:
    filled = sum(1 for row in above if any(row))
    if filled:
        rows = "row" if filled == 1 else "rows"
        message = f"the header is in row {len(above) + 1}; {filled} {rows} of notes above it were passed over"
        yield Problem("information", "notes-above", message, "", name, len(above) + 1)


def _header(rows: list[list[str]], seen: Seen) -> int | None:
    """The place of the first row that is a format's header or, failing that, nearly one."""
    candidates = [
        (place, seen(RawFile("", b"", _titles(row)))) for place, row in enumerate(rows) if sum(map(bool, row)) > 1
    ]
    known = (place for place, raw in candidates if recognised(raw))
    near = (place for place, raw in candidates if nearest(raw))
    return next(known, next(near, None))


def _as_csv(rows: Iterable[list[str]], above: int) -> bytes:
    """The rows as CSV below as many blank lines as there are rows above them; a blank row is a blank line."""
    out = io.StringIO()
    out.write("\n" * above)
    writer = csv.writer(out, lineterminator="\n")
    for row in rows:
        if any(row):
            writer.writerow(row)
        else:
            out.write("\n")
    return out.getvalue().encode("utf-8", errors="replace")


def text(cell: object) -> str:
    """A cell as the readers of CSV take it: 2014 and not 2014.0, 0.0000001 and not 1e-07, 2014-12-31, TRUE."""
    return FORMS[type(cell)](cell)


def _words(cell: str) -> str:
    return re.sub(r"\s*[\r\n]+\s*", " ", cell).strip() if "\n" in cell or "\r" in cell else cell.strip()


def _number(cell: float) -> str:
    if cell == cell // 1 and abs(cell) < 1e15:
        return str(int(cell))
    return format(Decimal(repr(cell)), "f") if abs(cell) < 1e300 else repr(cell)


def _moment(cell: datetime.datetime) -> str:
    return cell.date().isoformat() if cell.time() == datetime.time() else cell.isoformat(" ", "seconds")


FORMS: dict[type, Callable] = {
    str: _words,
    float: _number,
    int: str,
    bool: lambda cell: "TRUE" if cell else "FALSE",
    datetime.date: datetime.date.isoformat,
    datetime.datetime: _moment,
    datetime.time: lambda cell: cell.isoformat("seconds"),
    datetime.timedelta: str,
}
