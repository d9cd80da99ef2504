"""A small edition made by hand: two chapters, one of them as an executed notebook."""

from datetime import datetime
from pathlib import Path

import nbformat
import pandas as pd
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from assessment.periods import FinancialYear
from assessment.present.parts import Notice, Prose, Section
from assessment.present.pictures import Picture
from assessment.present.tables import Table
from assessment.project import Area, ChapterEntry

HOSTILE = "<script>alert('x')</script> & \"quoted\" [link](javascript:alert(1)) \u202eabc\u202c \x1b[31mred"
AREA = Area(slug="blackpool", name="Blackpool", authorities=("E06000009",), year="2014/15")
YEAR = FinancialYear(2014)
DEPRIVATION = ChapterEntry(number="02", name="deprivation", title="Deprivation", question="Where is it deepest?")
HARM = ChapterEntry(number="05", name="harm", title="Harm", question="Which crimes do the most harm?")
GENERATED = datetime(2026, 5, 4, 10, 30)
PAGE = {
    "area": AREA,
    "year": YEAR,
    "navigation": [(DEPRIVATION, "done"), (HARM, "failed")],
    "generated": GENERATED,
    "illustrative": True,
}
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="700" height="120" viewBox="0 0 700 120"><defs><clipPath id="@id@c"><path d="M0 0h700v120H0z"/></clipPath></defs><g clip-path="url(#@id@c)"><rect x="80" y="20" width="560" height="30" fill="#12436D"/><rect x="80" y="70" width="330" height="30" fill="#12436D"/></g></svg>'  # noqa: E501


def table(name: str = "decile_shares", text: str = "Claremont") -> Table:
    """Two wards, one of them without a number."""
    frame = pd.DataFrame({"Ward": [text, "Layton"], "LSOAs": [6, 4], "Share": [0.667, None]})
    return Table(frame, f"LSOAs in the most deprived tenth, {text}", "LSOAs", "IoD2019, MHCLG", name, illustrative=True)


def picture(title: str = "Crime is highest in the most deprived tenth") -> Picture:
    """A bar picture."""
    data = pd.DataFrame({"Decile": ["1", "10"], "Rate": [120.5, 40.25]})
    alt = "Bar chart of the crime rate by decile: 120.5 per 1,000 in the most deprived, 40.3 in the least."
    return Picture(title, "Crimes per 1,000 residents, 2014/15", alt, "Police extract", SVG, data, illustrative=True)


def shown(part: object) -> list:
    """What a code cell leaves when it displays a part."""
    return [new_output("display_data", data=part._repr_mimebundle_())]


def findings() -> Prose:
    """Key findings."""
    return Prose(
        bullets=("48 of 94 LSOAs are among the most deprived fifth.", "Crime rises with deprivation."),
        findings=True,
    )


def notebook(text: str = "Claremont") -> nbformat.NotebookNode:
    """An executed chapter with a cell of each kind that must or must not be shown."""
    care = Notice("read with care", f"The release of {text} is older than the crime.", "Use the newer release.")
    both = Section((picture(), table(text=text)))
    hidden = {"tags": ["keep_output", "nbval-check-output"]}
    stream = new_output("stream", name="stderr", text="a warning nobody reads")
    plain = new_output("execute_result", data={"text/plain": "golden 48 of 94"}, execution_count=6)
    return new_notebook(
        cells=[
            new_markdown_cell(f"# Deprivation\n\nWhere is it deepest? Who acts on it: the board of {text}."),
            new_code_cell('area = "x"', metadata={"tags": ["parameters"]}, execution_count=1),
            new_code_cell('year = "2014/15"', metadata={"tags": ["injected-parameters"]}, execution_count=2),
            new_code_cell("chapter = open_chapter(area)", execution_count=3, outputs=[stream, *shown(care)]),
            new_markdown_cell("## Key findings"),
            new_code_cell("chapter.key_findings()", execution_count=4, outputs=shown(findings())),
            new_markdown_cell("## Is crime higher where deprivation is?\n\n- <b>two</b>\n\n### By ward"),
            new_code_cell("chapter.gradient()", execution_count=5, outputs=shown(both)),
            new_markdown_cell("## Key findings\n\nThe same heading again."),
            new_code_cell("print(chapter.golden())", execution_count=6, metadata=hidden, outputs=[plain]),
        ]
    )  # fmt: skip


def saved(folder: Path, made: nbformat.NotebookNode | None = None) -> Path:
    """The notebook as a file."""
    path = folder / "02_deprivation.ipynb"
    nbformat.write(made or notebook(), path)
    return path
