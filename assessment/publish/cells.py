"""The cells of a spreadsheet: numbers as numbers, gaps as symbols, text as text."""

import math
import numbers
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from assessment.present.markup import clean
from assessment.present.tables import SYMBOLS, Decimals, uncounted

if TYPE_CHECKING:
    import pandas as pd

MISSING = "[x]"
NOT_APPLICABLE = "[z]"
MEANINGS = SYMBOLS | {NOT_APPLICABLE: "does not apply"}
LONGEST, LONGEST_HEADING = 32_000, 250  # Excel holds 32,767 characters in a cell and 255 in a heading
FORMULA = ("=", "+", "-", "@", "{=", "＝", "＋", "－", "＠")  # the last four: as some keyboards of East Asia write them


def plain(text: object, longest: int = LONGEST) -> str:
    """Text on one line in which gptables finds neither a link nor a note, without control characters."""
    told = " ".join(clean(text).split()).replace("](", "] (").replace("$$", "$ $")
    return f"{told[:longest]}…" if len(told) > longest else told


def value(raw: object) -> object:
    """What a cell holds for a value: a number, `Yes` or `No`, an ISO date, text, or the symbol for a gap."""
    import pandas as pd

    if raw is None or raw is pd.NA or raw is pd.NaT:
        return MISSING
    if "bool" in type(raw).__name__:
        return "Yes" if raw else "No"
    if isinstance(raw, numbers.Real):
        number = raw.item() if hasattr(raw, "item") else raw
        return number if math.isfinite(number) else MISSING
    return raw.isoformat()[:10] if hasattr(raw, "isoformat") else _text(plain(raw))


def inert(cell: object) -> object:
    """A cell of a CSV file: text that a spreadsheet program would take for a formula begins with an apostrophe.

    Numbers stay numbers, a minus before them too.
    """
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def _text(told: str) -> str:
    """gptables refuses a cell without a letter or digit of ASCII."""
    if any(character.isalnum() and character.isascii() for character in told):
        return told
    return f"{told} (as supplied)" if told.strip(" .–—-") else NOT_APPLICABLE


def with_index(frame: "pd.DataFrame") -> "pd.DataFrame":
    """The frame with its index, where that has a name, as its first columns."""
    return frame.reset_index() if frame.index.names[0] is not None else frame


def prepared(frame: "pd.DataFrame") -> "pd.DataFrame":
    """The frame as gptables takes it: headings of one level, each once; cells as `value` makes them."""
    import pandas as pd

    columns = [[value(raw) for raw in frame.iloc[:, at].tolist()] for at in range(frame.shape[1])]
    names = headings(list(frame.columns))
    return pd.DataFrame(dict(zip(names, columns, strict=True)), dtype=object)


def headings(heads: list[object]) -> list[str]:
    """One line of text a column: `Crime: count` for two levels; numbered where two are alike but for case."""
    found: dict[str, str] = {}
    for head in heads:
        levels = [plain(level) for level in (head if isinstance(head, tuple) else (head,))]
        told = _text(plain(": ".join(filter(None, levels)), LONGEST_HEADING))
        name, number = told, 1
        while name.casefold() in found:
            number += 1
            name = f"{told} ({number})"
        found[name.casefold()] = name
    return list(found.values())


def has_symbols(frame: "pd.DataFrame") -> bool:
    """Whether a prepared frame holds [c], [x] or [z]."""
    return any(cell in MEANINGS for name in frame for cell in frame[name] if isinstance(cell, str))


def formats(frame: "pd.DataFrame", decimals: Decimals = None, levels: Sequence[int] = ()) -> list[dict]:
    """The formats of a prepared frame's columns and cells, as gptables takes them.

    Numbers are shown rounded, as on the page, and keep all their digits; parts are set in under their kind. Text that a
    program could take for a formula when it is edited has the mark that says it is text.
    """
    found = [_cell(row, 0, indent=level) for row, level in enumerate(levels, 1) if level]
    for at, name in enumerate(frame.columns):
        column = frame[name].tolist()
        found += (
            _by_row(at, column, decimals) if isinstance(decimals, Sequence) else _by_column(at, name, column, decimals)
        )
        risky = [row for row, cell in enumerate([name, *column]) if str(cell).startswith(FORMULA)]
        texts = [row for row in risky if row == 0 or isinstance(column[row - 1], str)]
        found += [_cell(row, at, quote_prefix=True) for row in texts]
    return found


def _by_column(at: int, name: str, column: list[object], decimals: Decimals) -> list[dict]:
    wanted = decimals.get(name) if isinstance(decimals, Mapping) else decimals
    shown = number_format(name, column, wanted)
    return [{"column": {"columns": [at], "format": {"num_format": shown}, "include_names": False}}] if shown else []


def _by_row(at: int, column: list[object], decimals: Sequence[int]) -> list[dict]:
    told = enumerate(zip(column, decimals, strict=True), 1)
    return [_cell(row, at, num_format=_format(places)) for row, (cell, places) in told if not isinstance(cell, str)]


def _cell(row: int, at: int, **look: object) -> dict:
    return {"cell": {"cells": (row, at), "format": look}}


def number_format(name: str, column: list[object], decimals: int | None = None) -> str:
    """`#,##0` for whole numbers, decimals by their size for others; nothing for text, years and codes."""
    known = [cell for cell in column if not isinstance(cell, str)]
    if not known or uncounted(name, known):
        return ""
    if decimals is None:
        decimals = 0 if all(float(cell).is_integer() for cell in known) else _places(max(map(abs, known)))
    return _format(decimals)


def _format(decimals: int) -> str:
    return "#,##0" + (f".{'0' * decimals}" if decimals else "")


def _places(largest: float) -> int:
    return 3 if largest <= 1 else 2 if largest < 10 else 1
