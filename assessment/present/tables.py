"""Tables with caption, unit, source and scopes; the same markup serves the numbers behind a picture."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from assessment.figures import snake
from assessment.present.markup import Shown, breakable, escape, identity, paragraph, scroll, source_line, tag
from assessment.present.wording.numbers import number

if TYPE_CHECKING:
    import pandas as pd

SYMBOLS = {"[c]": "suppressed so that no person can be recognised", "[x]": "not available"}
# Text that a reader would take for a fault of the program is written small.
FAULTS = {"nan", "None", "NaN", "NaT", "<NA>"}
# A number that its chapter has written, and a head over times and names, of which the digits are no numbers.
NUMBER, NOTHING = re.compile(r"[+−]?\d[\d,]*(\.\d+)?%?"), "–"
TIMES = re.compile(r"year|period|code|when|release|hash|version", re.IGNORECASE)
TOTALS = {"total", "all", "all crime", "all categories"}


def _is_truth(value: object) -> bool:
    return isinstance(value, bool) or "bool" in type(value).__name__


def _is_number(value: object) -> bool:
    return hasattr(value, "__float__") and not isinstance(value, str) and not _is_truth(value)


def uncounted(head: object, numbers: Iterable[float]) -> bool:
    """Whether a column's numbers name years or codes and count nothing: 2014, not 2,014."""
    name, known = str(head).lower(), [float(number) for number in numbers]
    whole = all(number.is_integer() for number in known)
    return whole and ("code" in name or ("year" in name and all(1000 <= number < 3000 for number in known)))


def cell_text(value: object, decimals: int = 1, separated: bool = True) -> str:
    """One value as the table prints it.

    `15,246`, `107.8`, `Yes`, a date as 3 April 2014, `[x]` where there is none.
    """
    import pandas as pd

    if value is None or (not isinstance(value, (list, tuple, dict)) and pd.isna(value)):
        return "[x]"
    if _is_truth(value):
        return "Yes" if value else "No"
    if hasattr(value, "strftime"):
        return f"{value.day} {value:%B %Y}"
    if _is_number(value):
        return number(value, decimals) if separated else f"{value:.0f}"
    return f"“{str(value).lower()}”" if str(value) in FAULTS else str(value)


def _decimals(column: "pd.Series", wanted: int | None) -> int:
    """As many as asked for; otherwise none where every number is whole, else one."""
    if wanted is not None:
        return wanted
    found = [float(value) for value in column if _is_number(value)]
    return 0 if all(value != value or value.is_integer() for value in found) else 1


@dataclass(frozen=True)
class Column:
    """A column as it is printed: its head, the text of each cell, and whether it holds numbers."""

    head: object
    values: list[object]
    cells: list[str]
    kind: str  # number or text

    @classmethod
    def of(cls, head: object, values: "pd.Series", decimals: "int | Sequence[int] | None") -> "Column":
        """The column of a frame; `decimals` is one number, or one a row."""
        last = head[-1] if isinstance(head, tuple) else head
        separated = not uncounted(last, (v for v in values if _is_number(v) and v == v and v is not None))
        each = decimals if isinstance(decimals, Sequence) else [_decimals(values, decimals)] * len(values)
        cells = [cell_text(value, places, separated) for value, places in zip(values, each, strict=True)]
        rest = [value for value, cell in zip(values, cells, strict=True) if cell not in SYMBOLS and cell != NOTHING]
        plain = TIMES.search(str(last)) is None  # a year is no quantity, and reads as text
        numbers = rest and all(
            _is_number(one) or (plain and isinstance(one, str) and NUMBER.fullmatch(one)) for one in rest
        )
        return cls(head, values.tolist(), cells, "number" if numbers else "text")

    def cell(self, row: int, headers: str = "") -> str:
        """A `td`; `headers` are the ids of its heads where a table has two levels of them."""
        text = self.cells[row]
        if text in SYMBOLS:
            return tag("td", tag("abbr", escape(text), title=SYMBOLS[text]), class_="symbol", headers=headers)
        return tag("td", breakable(text), class_=self.kind, headers=headers)


Decimals = Mapping[object, int] | Sequence[int] | int | None  # one a column by its head, one a row, or one for all


def columns_of(frame: "pd.DataFrame", decimals: Decimals) -> list[Column]:
    """The frame's columns as they are printed; the index, where it has a name, is the first of them."""
    if frame.index.names[0] is not None:
        frame = frame.reset_index()
    wanted = decimals if isinstance(decimals, Mapping) else dict.fromkeys(frame.columns, decimals)
    return [Column.of(head, frame.iloc[:, at], wanted.get(head)) for at, head in enumerate(frame.columns)]


def _flat_head(columns: list[Column]) -> str:
    return tag("tr", *(tag("th", escape(c.head), scope="col", class_=c.kind) for c in columns))


def _two_level_head(columns: list[Column], key: str) -> tuple[str, list[str]]:
    """Groups above, their columns below; a head without a second level takes both rows.

    With it come the ids of the heads of each column, which begin with `key`.
    """
    upper, lower, ids, at = [], [], [], 0
    while at < len(columns):
        group, second = columns[at].head[0], columns[at].head[-1]
        wide = next((n for n, c in enumerate(columns[at:]) if c.head[0] != group), len(columns) - at)
        above = f"{key}-g{at}"
        if wide == 1 and second in ("", group):
            upper.append(tag("th", escape(group), scope="col", rowspan=2, class_=columns[at].kind, id=above))
            ids.append(above)
        else:
            upper.append(tag("th", escape(group), scope="colgroup", colspan=wide, id=above))
            for place in range(at, at + wide):
                below, one = f"{key}-c{place}", columns[place]
                lower.append(tag("th", escape(one.head[-1]), scope="col", class_=one.kind, id=below, headers=above))
                ids.append(f"{above} {below}")
        at += wide
    return tag("tr", *upper) + tag("tr", *lower), ids


def _row(columns: list[Column], at: int, level: int, key: str = "", heads: Sequence[str] = ()) -> str:
    """A row; where `heads` are the ids of each column's heads, its cells name theirs and the row's own."""
    name = columns[0].cells[at]
    total = "total" if name.strip().lower() in TOTALS else ""
    own, kind = f"{key}-r{at}" if heads else "", ("", "part", "part deep")[min(level, 2)]
    first = tag("th", breakable(name), scope="row", class_=kind, id=own, headers=heads[0] if heads else "")
    headers = [f"{own} {told}" for told in heads[1:]] or [""] * (len(columns) - 1)
    cells = [column.cell(at, told) for column, told in zip(columns[1:], headers, strict=True)]
    return tag("tr", first, *cells, class_=total)


def table_markup(
    frame: "pd.DataFrame", caption: str, unit: str = "", decimals: Decimals = None, levels: Sequence[int] = ()
) -> str:
    """A `table.data` whose first column (or the index, where it has a name) heads the rows.

    A row of level 1 is a part of the last one of level 0 above it.
    """
    columns = columns_of(frame, decimals)
    heads = [replace(columns[0], kind=""), *columns[1:]]
    key = identity("heads", caption, unit)
    head, ids = _two_level_head(heads, key) if frame.columns.nlevels > 1 else (_flat_head(heads), [])
    rows = [_row(columns, at, levels[at] if levels else 0, key, ids) for at in range(len(frame))]
    told = tag("span", escape(caption), class_="title")
    told += " " + tag("span", escape(f"Unit: {unit}"), class_="unit") if unit else ""
    return tag("table", tag("caption", told), tag("thead", head), tag("tbody", *rows), class_="data")


def symbols_line(markup: str) -> str:
    """What the symbols in a table mean, for those that are in it."""
    told = [f"{symbol} {meaning}" for symbol, meaning in SYMBOLS.items() if f">{symbol}<" in markup]
    return paragraph("; ".join(told) + "." if told else "", "symbols")


@dataclass(frozen=True, eq=False)
class Table(Shown):
    """A table of a chapter; the spreadsheet's sheet `name` holds the same frame.

    `decimals` is one number, one a column or (a sequence) one a row; without it whole numbers have none and others
    one. `levels` has a number a row: 1 for a part of the last row of level 0. `[c]` and `[x]` in the frame stand for
    suppressed and not available; missing values are shown as `[x]`. A `drawn` table is the numbers behind a picture.
    """

    frame: "pd.DataFrame"
    caption: str
    unit: str
    source: str
    name: str
    illustrative: bool = False
    decimals: Decimals = None
    notes: tuple[str, ...] = field(default=())
    levels: tuple[int, ...] = ()
    drawn: bool = False

    def __post_init__(self) -> None:
        for key in ("caption", "unit", "source", "name"):
            if not str(getattr(self, key)).strip():
                msg = f"a table without {key}: a table has caption, unit, source and name."
                raise ValueError(msg)
        if self.name != snake(self.name):
            msg = f"'{self.name}' is not the name of a sheet: write it in lower snake case."
            raise ValueError(msg)
        object.__setattr__(self, "notes", (self.notes,) if isinstance(self.notes, str) else tuple(self.notes))

    def to_html(self) -> str:
        """A `div.table`."""
        markup = table_markup(self.frame, self.caption, self.unit, self.decimals, self.levels)
        notes = "".join(paragraph(note, "note") for note in self.notes)
        after = notes + symbols_line(markup) + source_line(self.source, self.illustrative)
        id_ = identity("table", self.name, self.caption)
        return tag("div", scroll(markup, f"Table: {self.caption}"), after, class_="table", id=id_)

    def to_text(self) -> str:
        """Caption, the rows with tabs between the cells, and the source."""
        columns = columns_of(self.frame, self.decimals)
        lines = ["\t".join(str(column.head) for column in columns)]
        lines += ["\t".join(column.cells[at] for column in columns) for at in range(len(self.frame))]
        return "\n".join([f"{self.caption} ({self.unit})", *lines, f"Source: {self.source}"])

    def to_record(self) -> dict:
        """The table as plain values, for the spreadsheet that another process writes."""
        frame = self.frame.reset_index() if self.frame.index.names[0] is not None else self.frame
        columns = [" ".join(map(str, head)) if isinstance(head, tuple) else str(head) for head in frame.columns]
        rows = [[_plain(value) for value in row] for row in frame.itertuples(index=False)]
        kept = {"caption": self.caption, "unit": self.unit, "source": self.source, "name": self.name}
        decimals = dict(self.decimals) if isinstance(self.decimals, Mapping) else self.decimals
        more = {"illustrative": self.illustrative, "decimals": decimals, "notes": list(self.notes)}
        more |= {"levels": list(self.levels), "drawn": self.drawn}
        return {**kept, **more, "columns": columns, "rows": rows}

    @classmethod
    def from_record(cls, record: Mapping) -> "Table":
        """The table again from what `to_record` gave."""
        import pandas as pd

        told = {key: value for key, value in record.items() if key not in ("columns", "rows")}
        return cls(pd.DataFrame(record["rows"], columns=record["columns"]), **told)


def _plain(value: object) -> object:
    """A value that JSON can hold; what is missing is None."""
    import pandas as pd

    if value is None or (not isinstance(value, (list, tuple, dict)) and pd.isna(value)):
        return None
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return value.item() if hasattr(value, "item") else value
