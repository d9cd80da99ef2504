"""A chapter's page from its executed notebook, through nbconvert with a template of our own."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Unpack

from markupsafe import Markup

from assessment.errors import AssessmentError
from assessment.project import ChapterEntry
from assessment.publish import pages
from assessment.publish.headings import Heading, headings_of, take_title, with_ids
from assessment.publish.markdown import to_html
from assessment.publish.narratives import View

if TYPE_CHECKING:
    import jinja2
    from nbconvert.exporters.templateexporter import TemplateExporter
    from nbformat import NotebookNode

HIDDEN = frozenset({"parameters", "injected-parameters", "remove", "remove-cell", "keep_output", "nbval-check-output"})
HTML, TEXT = "text/html", "text/plain"
TEMPLATE = "chapter.html.j2"
BREAK = "<!-- another place on the page -->"
FINDINGS = "Key findings"


def chapter_page(
    notebook: Path, *, chapter: ChapterEntry, view: View | None = None, care: str = "", **page: Unpack[pages.Page]
) -> str:
    """The HTML page of a chapter that ran to its end, with the analyst's own words where there is a `view`.

    `care` is the markup of a box that stands below the key findings.

    Shown are the prose of its Markdown cells, in which HTML is text, and what its cells display as
    `text/html`. Code, plain text, streams and the cells with a tag in `HIDDEN` are not.
    Raises AssessmentError where a cell raised.
    """
    import nbformat

    executed = nbformat.read(notebook, as_version=4)
    _must_have_run(executed, notebook)
    resources = {"page": pages.context(page, chapter, chapter=chapter), "body": body_of(executed, view, care)}
    html, _ = exporter().from_notebook_node(executed, resources=resources)
    return html


def failed_page(error: str, mend: str = "", *, chapter: ChapterEntry, **page: Unpack[pages.Page]) -> str:
    """The short page of a chapter that failed: `error` is a sentence, `mend` what to do."""
    return pages.render("failed.html.j2", page, chapter, chapter=chapter, error=error, mend=mend)


def unpublishable_outputs(notebook: NotebookNode) -> list[str]:
    """A sentence for each output of a shown cell that is not HTML and so would be missing from the page."""
    found = []
    for number, cell in enumerate(notebook.cells):
        for output in cell.get("outputs", []) if _is_shown(cell) else []:
            others = set(output.get("data", {})) - {TEXT}
            if others and HTML not in others:
                found.append(f"Cell {number} shows {', '.join(sorted(others))} without {HTML}.")
    return found


class Body(NamedTuple):
    """What a chapter's page shows: its title, the first cell below it, all to the end of the key findings, the rest."""

    title: str
    lead: Markup
    summary: Markup
    rest: Markup
    headings: list[Heading]


def body_of(notebook: NotebookNode, view: View | None = None, care: str = "") -> Body:
    """What the page of an executed notebook shows, an id on each heading, `care` below the key findings."""
    parts = [part for cell in notebook.cells if _is_shown(cell) for part in _shown_parts(cell)]
    title, first = take_title(parts[0] if parts else "")
    placed = view.placed(parts[1:]) if view else parts[1:]
    end = _end_of_findings(placed)
    whole, headings = with_ids("\n".join([first, BREAK, *placed[:end], care, BREAK, *placed[end:]]))
    return Body(title, *(Markup(part.strip()) for part in whole.split(BREAK)), headings)


def _end_of_findings(parts: list[str]) -> int:
    """How many parts there are up to the second heading, where the first one is that of the key findings; else none."""
    headed = [at for at, part in enumerate(parts) if any(heading.level == 2 for heading in headings_of(part))]
    if not headed or headings_of(parts[headed[0]])[0].text != FINDINGS:
        return 0
    return headed[1] if len(headed) > 1 else len(parts)


def _is_shown(cell: NotebookNode) -> bool:
    return not HIDDEN & set(cell.get("metadata", {}).get("tags", []))


def _shown_parts(cell: NotebookNode) -> list[str]:
    if cell.cell_type == "markdown":
        return [to_html(cell.source)]
    return [output["data"][HTML] for output in cell.get("outputs", []) if HTML in output.get("data", {})]


def _must_have_run(notebook: NotebookNode, path: Path) -> None:
    outputs = (output for cell in notebook.cells for output in cell.get("outputs", []))
    if any(output["output_type"] == "error" for output in outputs):
        what, mend = (
            "A cell of this notebook raised an error",
            "Mend what the cell says and build the chapter again.",
        )
        raise AssessmentError(what, path.name, mend)


@cache
def exporter() -> TemplateExporter:
    """nbconvert's exporter with our templates, in which every text is escaped, in place of its own."""
    from nbconvert.exporters.templateexporter import TemplateExporter

    class ChapterExporter(TemplateExporter):
        output_mimetype = HTML

        def _create_environment(self) -> jinja2.Environment:
            return pages.environment()

    settings = {
        "template_paths": [str(pages.TEMPLATES)],
        "template_file": TEMPLATE,
        "file_extension": ".html",
    }
    return ChapterExporter(default_preprocessors=[], **settings)
