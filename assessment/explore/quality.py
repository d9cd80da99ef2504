"""Data quality: which months each source covers, what was set aside and why, and the findings on the files."""

from dataclasses import dataclass

import ipywidgets as widgets
import pandas as pd
import polars as pl

from assessment.chapters.base import Chapter
from assessment.chapters.quality.findings import SEVERITIES, findings_of
from assessment.chapters.quality.received import calendar_states
from assessment.errors import AssessmentError
from assessment.explore import sketch
from assessment.explore.kept import Kept
from assessment.explore.opened import opened
from assessment.explore.panel import Panel, choice, listing, told_in_place
from assessment.periods import month_name
from assessment.present import style, wording
from assessment.present.markup import paragraph, tag

EVERY, MOST = "", 200
SHADES = {"complete": style.ACCENT, "part": style.ORANGE, "missing": "#FFFFFF"}
YEARS = (1, 2, 4, 8, 12)
ROW, NAMES = 24, 190


@dataclass(frozen=True)
class Ground:
    """What the panel looks at: the chapter on data quality, the rows set aside (file, line, column, reason)."""

    chapter: Chapter
    states: pd.DataFrame
    rejects: pd.DataFrame
    findings: list[tuple[str, str, str, str]]

    @classmethod
    def of(cls, chapter: Chapter) -> "Ground":
        """From the chapter and what was set aside when its files were read."""
        return cls(chapter, calendar_states(chapter, YEARS[-1]), set_aside(chapter), findings_of(chapter))


def set_aside(chapter: Chapter) -> pd.DataFrame:
    """The rows of the raw files that could not be used. Raises AssessmentError where the list is not there."""
    path = chapter.prepared.folder / "rejects.csv"
    try:
        found = pl.read_csv(path, infer_schema=False)
    except OSError as error:
        what, mend = "The list of rows set aside cannot be read", "Build again: it is made with the processed tables."
        raise AssessmentError(what, f"{path.name}: {error.strerror}", mend) from None
    return pd.DataFrame({name: found[name].to_list() for name in found.columns}, columns=found.columns)


def seen(ground: Ground, choices: dict[str, object]) -> str:
    """The calendar of months and sources, the rows set aside, and the findings of a severity."""
    states = ground.states.iloc[:, -12 * int(choices["years"]) :]
    return _calendar(states) + _rejects(ground.rejects, str(choices["file"])) + _findings(ground, choices)


def _calendar(states: pd.DataFrame) -> str:
    """A box a month and source: filled, half or empty; how many of each in words."""
    if states.empty:
        return paragraph("No file of records was read, so no month can be shown.")
    months, wide = list(states.columns), (720 - NAMES) / states.shape[1]
    drawn = []
    for row, (name, own) in enumerate(states.iterrows()):
        drawn.append(sketch.text(NAMES - 8, row * ROW + 16, name, "end"))
        drawn += [_box(NAMES + at * wide, row * ROW + 4, wide, month, own[month]) for at, month in enumerate(months)]
    for at in range(0, len(months), max(12, len(months) // 6 // 12 * 12)):
        drawn.append(sketch.text(NAMES + at * wide, len(states) * ROW + 18, _short(months[at])))
    counts = {state: int((states == state).to_numpy().sum()) for state in SHADES}
    told = ", ".join(f"{wording.number(number)} {state}" for state, number in counts.items())
    lead = f"Months of each source, {wording.span(months[0], months[-1])}: {told}."
    rows = pd.DataFrame({state: (states == state).sum(axis=1) for state in SHADES}).rename_axis("Source").reset_index()
    key = "Dark is complete, orange is part, white is missing."
    table = listing(rows, "Months of each source", "months")
    picture = sketch.svg(720, len(states) * ROW + 24, f"Calendar of months and sources. {lead}", *drawn)
    return tag("h3", "Coverage") + paragraph(lead) + picture + paragraph(key) + table


def _box(x: float, y: float, wide: float, month: str, state: str) -> str:
    look = {"fill": SHADES[state], "stroke": style.REST, "stroke_width": 0.5}
    told = tag("title", f"{month_name(month)}: {state}")
    return tag("rect", told, x=f"{x:.1f}", y=f"{y:.1f}", width=f"{wide:.1f}", height=ROW - 8, **look)


def _short(month: str) -> str:
    return f"{month_name(month)[:3]} {month[:4]}"


def _rejects(rejects: pd.DataFrame, file: str) -> str:
    """The reasons with their number, and the first rows of them."""
    rows = rejects[rejects["file"] == file] if file else rejects
    head = tag("h3", "Rows set aside")
    if rows.empty:
        return head + paragraph("No row was set aside.")
    counts = rows.groupby(["file", "column", "reason"], dropna=False).size().sort_values(ascending=False)
    counts = counts.rename("Rows").reset_index().rename(columns=str.capitalize)
    frame = rows.head(MOST).rename(columns=str.capitalize).reset_index(drop=True)
    first = "All of them" if len(rows) <= MOST else f"The first {MOST} of {wording.number(len(rows))}"
    return head + listing(counts, "Reasons", "rows") + listing(frame, f"{first}, line by line", "lines of the file")


def _findings(ground: Ground, choices: dict[str, object]) -> str:
    """What is wrong with the files, of a severity or all."""
    chosen = choices["severity"]
    rows = [(SEVERITIES[severity], *told) for severity, *told in ground.findings if chosen in (EVERY, severity)]
    head = tag("h3", "Findings")
    if not rows:
        return head + paragraph("No finding of this kind.")
    frame = pd.DataFrame(rows, columns=["Severity", "Finding", "Mend", "Touches"])
    return head + listing(frame, "Findings on the files", "a row a finding")


@told_in_place
def quality_explorer(area: str = "blackpool", year: str = "") -> widgets.Widget:
    """Explore what was received: the months of each source, the rows set aside, the findings on the files."""
    ground = Ground.of(opened("data_quality", area, year))
    files = sorted(set(ground.rejects["file"].dropna()))
    few = "All files" if files else "All files (no row was set aside)"
    controls = {
        "years": choice("Financial years", [(f"The last {n}" if n > 1 else "This one", n) for n in YEARS], 4),
        "file": choice("Rows set aside of", [(few, EVERY), *((file, file) for file in files)], EVERY),
        "severity": choice("Findings", [("All", EVERY), *((told, name) for name, told in SEVERITIES.items())], EVERY),
    }
    area_, year_ = ground.chapter.area, str(ground.chapter.year)
    kept = Kept.of("quality", area_.slug, year_)
    return Panel(f"Data quality: {area_.name}, {year_}", kept, controls, lambda choices: seen(ground, choices))
