"""The page that JupyterLab opens on: what is here, whether the data are ready, and where to go."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from assessment import project
from assessment.areas import Area
from assessment.errors import AssessmentError
from assessment.periods import FinancialYear
from assessment.present import wording
from assessment.present.markup import Shown, escape, paragraph, tag
from assessment.store import Prepared, prepare

HERE = Path(project.START).parent
PANELS = {
    "crime": "Crime and antisocial behaviour: by category, ward, month; gives the cell that shows it in a chapter",
    "deprivation": "Deprivation: releases and domains on the map, crime or harm over them, the story of an LSOA",
    "harm": "Harm: change a weight and see the ranks move",
    "priorities": "Priorities: weights by slider, how sure the order is, the choice saved with its reason",
    "data_quality": "Data quality: months of each source, rows set aside, findings",
}


@dataclass(frozen=True)
class Link:
    """A place to go to from the notebook, and what is there; nothing to follow where `path` is empty."""

    path: str
    words: str


@dataclass(frozen=True)
class Page(Shown):
    """Parts with a heading each: paragraphs and links."""

    parts: tuple[tuple[str, tuple[str | Link, ...]], ...]

    def to_html(self) -> str:
        """Headings, paragraphs, links in lists."""
        return "".join(tag("h2", escape(head)) + "".join(map(_shown, told)) for head, told in self.parts)

    def to_text(self) -> str:
        """The words and the paths."""
        lines = []
        for head, told in self.parts:
            lines += [head, *(f"- {one.words} ({one.path})" if isinstance(one, Link) else one for one in told), ""]
        return "\n".join(lines)


def _shown(one: str | Link) -> str:
    if isinstance(one, str):
        return paragraph(one)
    return paragraph(one.words) if not one.path else tag("p", tag("a", escape(one.words), href=one.path))


def start_here(area: str = project.DEMONSTRATION, year: str = "") -> Page:
    """What is here for an area and a year (its own if none), with links; what stops a build, and the mend."""
    try:
        found = project.area(area)
        when = FinancialYear.parse(year or found.year)
        ready = tuple(_data(prepare(found, project.raw_or_default())))
    except AssessmentError as error:
        return Page((("The data are not ready", (str(error), HELP)), ("Notebooks", tuple(_notebooks()))))
    return Page(
        (
            (f"{found.name}, {when}: the data", ready),
            ("Explore", tuple(Link(f"{name}.ipynb", told) for name, told in PANELS.items())),
            ("Chapters", tuple(_notebooks())),
            ("Build and publish", tuple(_built(found, when))),
        )
    )


HELP = "In a terminal (File, New, Terminal) 'assessment check' says what each raw file is; docs/data.md what is read."


def _data(prepared: Prepared) -> Iterator[str]:
    """How many files and rows, and what stops a build."""
    rows = sum(file.rows_kept for file in prepared.files)
    yield f"{wording.counted(len(prepared.files), 'file')} read, {wording.number(rows)} rows kept."
    for problem in prepared.blockers:
        yield f"Stops a build: {wording.sentence(f'{problem.file} {problem.message}')} {problem.mend}"
    if prepared.blockers:
        yield HELP


def _notebooks() -> Iterator[Link]:
    """The chapters, which run cell by cell as any notebook."""
    for entry in project.chapters():
        yield Link(_from_here(Path("notebooks") / f"{entry.file}.ipynb"), f"{entry.title}: {entry.question}")


def _built(area: Area, year: FinancialYear) -> Iterator[str | Link]:
    """The command that builds the edition, and the edition where it was built."""
    yield f"In a terminal: assessment build {area.slug} --year {year.full}"
    index = Path(project.OUTPUTS) / area.slug / year.slug / "index.html"
    if (project.root() / index).is_file():
        yield Link(_from_here(index), f"The edition of {year} as it was built last")
    yield (
        f"What may be published is the folder {index.parent.as_posix()}: pages, spreadsheet and figures, small counts "
        "hidden. What a panel shows is not for publication."
    )


def _from_here(path: Path) -> str:
    """A path of the project as a link from the notebooks of this folder."""
    return Path(os.path.relpath(path, HERE)).as_posix()
