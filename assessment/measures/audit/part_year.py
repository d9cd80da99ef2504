"""Figures for part of a year: how many months they cover, and what stands beside them."""

import re
from collections.abc import Iterator

from assessment.measures.audit.claim import CONSISTENT, INCONSISTENT, UNVERIFIABLE, Draft
from assessment.measures.audit.reading import Document, Sentence
from assessment.measures.audit.sums import half_digit, shown
from assessment.measures.audit.tables import Cell, Row, Table

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_SPAN = re.compile(
    rf"\b(?P<between>between )?(?P<day>[0-9]{{1,2}} )?(?P<first>{_MONTH})(?: (?P<year>(?:19|20)[0-9]{{2}}))?"
    rf" ?(?:(?P<and>and)|to|until|-) ?(?P<last_day>[0-9]{{1,2}} )?(?P<last>{_MONTH})"
    r"(?: (?P<last_year>(?:19|20)[0-9]{2}))?",
    re.IGNORECASE,
)
_TO_END = re.compile(
    rf"\bto (?:the )?(?:end )?(?:of )?(?P<last>{_MONTH})"
    r"|^(?:first )?(?P<months>[0-9]{1,2}) months(?: only| to date)?$",
    re.IGNORECASE,
)
_SPLIT_YEAR = re.compile(r"\b(?:19|20)[0-9]{2} ?/ ?(?:(?:19|20)[0-9]{2}|[0-9]{2})\b")
_YEAR = re.compile(r"\b(?:19|20)[0-9]{2}\b")
_TO_DATE = re.compile(r"\byear[ -]to[ -]date\b|\bytd\b|\bso far this year\b", re.IGNORECASE)
_COMPARES = re.compile(r"\bcompared (?:with|to)\b|\bthan in\b", re.IGNORECASE)
_SAME = re.compile(r"\b(?:same|corresponding|equivalent|like for like|like-for-like)\b", re.IGNORECASE)


def _month(name: str) -> int:
    return _MONTHS.index(name[:3].lower()) + 1


def months_of(match: re.Match[str]) -> int | None:
    """Months in a span such as April 2015 to December 2015, both ends included; None where it is no span."""
    if match["and"] and not (match["between"] or match["year"]):
        return None
    ends_whole = match["last_day"] is None or int(match["last_day"]) >= 28
    if not ends_whole or (match["day"] and int(match["day"]) != 1):
        return None
    months = _month(match["last"]) - _month(match["first"]) + 1
    if match["year"] and match["last_year"]:
        months += 12 * (int(match["last_year"]) - int(match["year"]))
    elif months <= 0:
        months += 12
    return months if months > 0 else None


def spans(document: Document, sentence: Sentence, taken: set[int]) -> Iterator[Draft]:
    """ "636 referrals between April and December 2015": nine months, and 848 a year at that pace."""
    for match in _SPAN.finditer(document.text, sentence.start, sentence.end):
        months = months_of(match)
        if months is None or months >= 12:
            continue
        counts = [n for n in sentence.numbers if n.unit == "count" and not n.spelled]
        near = [n for n in counts if min(abs(n.start - match.end()), abs(match.start() - n.end)) <= 80]
        pace = (
            f": {shown(near[0].value)} × 12/{months} = {shown(near[0].value * 12 / months)} a year"
            if len(near) == 1
            else ""
        )
        whole = _whole_years(document.text[match.end() : sentence.end], match[0])
        if whole and not _SAME.search(document.text, sentence.start, sentence.end):
            sums = f"{months} months set beside the whole year {whole}{pace}"
            yield Draft(sentence.start, sentence.end, "part of a year", INCONSISTENT, sums)
        elif near:
            sums = f"{months} of 12 months{pace}; not to be held against a whole year"
            yield Draft(sentence.start, sentence.end, "part of a year", UNVERIFIABLE, sums)


def _whole_years(text: str, span: str) -> str:
    """The first split year (2014/15) that a part of a year is compared with, or nothing."""
    compares = _COMPARES.search(text)
    if compares is None or _SPAN.search(text, compares.end()):
        return ""
    found = _SPLIT_YEAR.search(text, compares.end(), compares.end() + 80)
    return found[0] if found else ""


def rows(document: Document, table: Table) -> Iterator[Draft]:
    """Rows of a table that hold part of a year under or over rows that hold whole ones."""
    whole = [row for row in table.rows if _is_year(row.label) and not _part(row)]
    for row in table.rows if whole else ():
        said = _part(row)
        months = _months_to(said, row.label) if said else 12
        if months is not None and months >= 12:
            continue
        counts = [cell for cell in row.cells if cell and not cell.percent]
        if months is None:
            sums = "a year to date set beside whole years"
        else:
            paces = "; ".join(_pace(cell, months) for cell in counts)
            sums = f"{months} months set beside whole years (such as {whole[-1].label}): like for like {paces}"
        told = months is not None and any(_is_pace(one, other, months) for one in counts for other in counts)
        yield Draft(row.start, row.end, "part of a year", CONSISTENT if told else INCONSISTENT, sums)


def _part(row: Row) -> re.Match[str] | None:
    """The words of a row's label or notes that make it part of a year: to end of November, first 8 months."""
    notes = [row.label, *(cell.note for cell in row.cells if cell)]
    return next((found for note in notes if (found := _TO_END.search(note) or _TO_DATE.search(note))), None)


def _months_to(said: re.Match[str], label: str) -> int | None:
    """Months of the span in `label`, or from the start of its year (April for 2015/16, else January) to the end."""
    span = _SPAN.search(label)
    if span and (months := months_of(span)):
        return months
    named = said.groupdict()
    if named.get("months"):
        return int(named["months"])
    if not named.get("last"):
        return None
    start = 4 if _SPLIT_YEAR.search(label) else 1
    return (_month(named["last"]) - start) % 12 + 1


def _is_year(label: str) -> bool:
    return bool(_SPLIT_YEAR.fullmatch(label.strip()) or _YEAR.fullmatch(label.strip()))


def _pace(cell: Cell, months: int) -> str:
    return f"{shown(cell.value)} × 12/{months} = {shown(cell.value * 12 / months)}"


def _is_pace(count: Cell, printed: Cell, months: int) -> bool:
    """Whether a figure beside a count of some months is that count brought to a whole year."""
    return bool(count.value) and abs(count.value * 12 / months - printed.value) <= half_digit(printed.decimals)


def columns(document: Document, table: Table) -> Iterator[Draft]:
    """Columns headed by spans of months: as many months in each, or unlike periods side by side."""
    found = [(head, length) for head in table.heads if (length := _length(head))]
    if len(found) < 2 or all(length == 12 for _, length in found):
        return
    alike = len({length for _, length in found}) == 1
    sums = "; ".join(f"{head}: {length} months" for head, length in found[:6])
    verdict = CONSISTENT if alike else INCONSISTENT
    start = document.text.find(found[0][0], table.start, table.rows[0].start)
    end = table.rows[0].start if start >= 0 else table.rows[0].end
    yield Draft(start if start >= 0 else table.start, end, "like periods", verdict, sums)


def _length(head: str) -> int | None:
    match = _SPAN.search(head)
    if match:
        return months_of(match)
    return 12 if _is_year(head) else None
