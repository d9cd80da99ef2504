"""One quantity printed twice: in a table and in the words about it, or in two sentences of the same words."""

import re
from collections.abc import Iterator

from assessment.measures.audit.claim import CONSISTENT, INCONSISTENT, UNVERIFIABLE, Draft, Verdict
from assessment.measures.audit.context import phrase
from assessment.measures.audit.numbers import Number
from assessment.measures.audit.phrases import stems
from assessment.measures.audit.reading import Document, Sentence
from assessment.measures.audit.sums import shown
from assessment.measures.audit.tables import Row, Table

REACH = 12
"""Lines above a table, and below it, in which a sentence may speak of it."""

_TABLE = re.compile(r"\btable\b", re.IGNORECASE)
_CAPTION = re.compile(r"table [A-Za-z0-9.]{1,6}\s?[:.-]", re.IGNORECASE)
_AFTER = re.compile(r"\)?(?: [A-Za-z][A-Za-z'-]{0,20}){1,8}")
_THEN = re.compile(r"\b(?:previous|last year|compared|from|since|increase\w*|reduc\w*|fell|rose)\b", re.IGNORECASE)
_LETTERS = re.compile(r"[A-Za-z]{1,30}")
_SMALL = frozenset(
    {"a", "an", "and", "are", "by", "during", "for", "in", "is", "of", "the", "there", "to", "was", "were"}
)
_WIDER = re.compile(r"\b(?:and|or|including|other)\b|[/&,]", re.IGNORECASE)
_YEARS = re.compile(r"\b(?:19|20)[0-9]{2}(?: ?/ ?[0-9]{2,4})?\b")
_VERBS = frozenset({"claim", "claimi", "receiv", "live", "living", "known", "indivi", "people", "offend"})


def in_tables(document: Document) -> Iterator[Draft]:
    """Counts in the words beside a table whose words are those of one of its rows."""
    for table in document.tables:
        beside = _speaks_of(document, table)
        held = {cell.value for row in table.rows for cell in row.cells[:1] if cell}
        sure = any(n.unit == "count" and n.value in held for s in beside for n in s.numbers)
        for sentence in beside:
            for number in sentence.numbers:
                if number.unit == "count" and not number.spelled and number.value >= 10:
                    yield from _in_row(document, table, sentence, number, sure=sure)


def _speaks_of(document: Document, table: Table) -> list[Sentence]:
    """The sentences of the paragraph that names the table, near above it or below."""
    for sentence in document.near(table.first_line + 1 - REACH, table.last_line + 1 + REACH):
        named = _TABLE.search(document.text, sentence.start, sentence.end)
        if named and len(sentence.numbers) < 60 and not _CAPTION.match(document.text, sentence.start):
            return document.paragraph(sentence)
    return []


def _in_row(document: Document, table: Table, sentence: Sentence, number: Number, *, sure: bool) -> Iterator[Draft]:
    forms = document.facts.forms
    following = _AFTER.match(document.text, number.end, sentence.end)
    if following and following[0].lstrip(") ").lower().startswith("of "):
        return
    words = stems(following[0], forms) - _VERBS if following else frozenset()
    rows = [row for row in table.rows if words and words <= stems(row.label, forms) and row.cells[0]]
    if len(rows) != 1:
        return
    row, cell = rows[0], rows[0].cells[0]
    if cell is None or cell.percent or cell.decimals or cell.sign:
        return
    start, end = phrase(document, sentence, number.start, following.end() if following else number.end)
    yield Draft(start, end, "the same count twice", *_twice(document, sentence, number, row, words, sure=sure))


def _twice(
    document: Document, sentence: Sentence, number: Number, row: Row, words: frozenset[str], *, sure: bool
) -> tuple:
    line, cell = document.line(row.start), row.cells[0]
    if cell is None:
        return UNVERIFIABLE, "the table has no figure"
    sums = f"{shown(number.value)} here, {shown(cell.value)} in the table ({row.label}, line {line})"
    if number.low <= cell.value <= number.high:
        return CONSISTENT, sums
    wider = bool(_WIDER.search(row.label)) or words != stems(row.label, document.facts.forms)
    apart = number.low > cell.value if wider else True
    words_around = document.text[sentence.start : sentence.end]
    if sure and apart and not (_THEN.search(words_around) or _YEARS.search(words_around)):
        more = " and takes in more" if wider else ""
        return INCONSISTENT, f"{sums}: the row is {'smaller' if number.value > cell.value else 'larger'}{more}"
    return UNVERIFIABLE, f"{sums}: perhaps not the same thing"


def in_sentences(document: Document) -> Iterator[Draft]:
    """Two sentences with just the same words, names and years, and one count each: the counts should be the same."""
    seen: dict[frozenset[str], tuple[Sentence, Number]] = {}
    for sentence in document.sentences:
        counts = [n for n in sentence.numbers if n.unit == "count" and not n.spelled]
        if len(counts) != 1 or any(n.unit not in {"count", "year"} for n in sentence.numbers):
            continue
        key = _key(document, sentence)
        if key is None:
            continue
        first = seen.setdefault(key, (sentence, counts[0]))
        if first[0] is not sentence:
            yield _again(document, sentence, counts[0], *first)


def _key(document: Document, sentence: Sentence) -> frozenset[str] | None:
    text = document.text[sentence.start : sentence.end]
    years = _YEARS.findall(text)
    words = {word.lower() for word in _LETTERS.findall(text)} - _SMALL
    return frozenset({*words, *years}) if years and words else None


def _again(document: Document, sentence: Sentence, number: Number, other: Sentence, first: Number) -> Draft:
    line = document.line(other.start)
    sums = f"{shown(number.value)} here, {shown(first.value)} on line {line}, in the same words"
    same = number.low <= first.high and first.low <= number.high
    verdict: Verdict = CONSISTENT if same else INCONSISTENT if other.block == sentence.block else UNVERIFIABLE
    return Draft(sentence.start, sentence.end, "the same count twice", verdict, sums)
