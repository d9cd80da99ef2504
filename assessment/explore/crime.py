"""Crime and antisocial behaviour: a category in a place over some months, as line, map and table."""

from dataclasses import dataclass

import ipywidgets as widgets
import pandas as pd

from assessment.chapters.base import Chapter
from assessment.chapters.crime.cube import Cube, cube_of
from assessment.chapters.crime.view import MEASURES, View, asked_of, call_of
from assessment.errors import AssessmentError, Blocked
from assessment.explore import sketch
from assessment.explore.kept import Kept
from assessment.explore.opened import opened, outlines_of
from assessment.explore.panel import WIDE, Panel, choice, listing, told_in_place
from assessment.explore.sketch import Outlines
from assessment.periods import month_name
from assessment.present import style, wording
from assessment.present.classes import classify
from assessment.present.markup import paragraph, tag

WHOLE = "Whole area"
NO_WARDS = "Whole area (no file tells wards)"
NAMES = {"count": "Count", "rate": "Rate per 1,000 residents"}


@dataclass(frozen=True)
class Ground:
    """What the panel looks at, made once when it is opened."""

    chapter: Chapter
    cube: Cube
    outlines: Outlines | None

    @classmethod
    def of(cls, chapter: Chapter) -> "Ground":
        """The counts of a chapter. Raises Blocked where there are no records."""
        cube = cube_of(chapter)
        if not cube.months:
            what = f"No crime and no antisocial behaviour up to {chapter.year} is in the raw files"
            raise Blocked(what, mend="Add files of records to the raw folder, or open the panel for another year.")
        return cls(chapter, cube, outlines_of(chapter, list(cube.places.index)))

    def view(self, choices: dict[str, object]) -> View:
        """What is chosen, as a view. Raises AssessmentError where it cannot be shown."""
        first, last = choices["first"], choices["last"]
        if first > last:
            what = f"The first month, {month_name(first)}, is after the last, {month_name(last)}"
            raise AssessmentError(what, mend="Choose an earlier first month or a later last one.")
        told = (choices["category"], choices["ward"], f"{first} to {last}", choices["measure"])
        return View(self.cube, asked_of(self.cube, self.chapter.year, *told))


def seen(ground: Ground, choices: dict[str, object]) -> str:
    """The line, the map and the table of what is chosen."""
    found, area = ground.view(choices), ground.chapter.area.name
    number, noun = wording.number(found.total), wording.units(found.total, found.subject.noun)
    lead = f"{found.subject.label}, {found.place(area)}, {found.when}: {number} {noun}"
    if found.rated and found.residents:
        lead += f", {wording.number(1000 * found.total / found.residents, 1)} per 1,000 residents"
    colour = style.colour_of(found.subject.id.split(".")[0])
    line = sketch.line(found.course, f"{found.subject.label}: {found.unit} by month", colour, found.decimals)
    beside = tag("div", tag("div", line), _map(ground, found), class_="beside")
    return paragraph(f"{lead}.") + beside + _table(found, area)


def _map(ground: Ground, found: View) -> str:
    """The LSOAs of the place by class."""
    if ground.outlines is None:
        return paragraph("No map: the files have no boundaries of these LSOAs.")
    rows = found.places
    made = classify(found.worth(rows).to_numpy(), decimals=found.decimals)
    told = f"Map: {found.subject.label}, {found.unit} by LSOA; the table has every value."
    wards = rows["ward"].to_dict()
    return tag("div", sketch.shaded(ground.outlines, made, list(rows.index), told, choices=wards))


def _table(found: View, area: str) -> str:
    """The wards of the area, or the LSOAs of a ward or of an area without wards."""
    by_ward = not found.asked.ward and not found.wards.empty
    rows = found.wards if by_ward else found.places
    rows = rows.assign(value=found.worth(rows)).sort_values("value", ascending=False, kind="stable")
    frame = pd.DataFrame({"Ward" if by_ward else "LSOA": rows["name"], "Count": rows["count"].astype(int)})
    if found.rated:
        frame["Per 1,000 residents"] = rows["value"]
    if found.total:
        frame["Share, %"] = 100 * rows["count"] / found.total
    caption = f"{found.subject.label} by {'ward' if by_ward else 'LSOA'}, {found.place(area)}"
    rest = f"; {wording.number(found.unplaced)} more have no place" if found.unplaced > 0 else ""
    return listing(frame.reset_index(drop=True), caption, f"{found.subject.noun}, {found.when}{rest}")


@told_in_place
def crime_explorer(area: str = "blackpool", year: str = "") -> widgets.Widget:
    """Explore the crime and antisocial behaviour of an area up to the March of a year, the area's own if none."""
    chapter = opened("priority_trends", area, year)
    ground = Ground.of(chapter)
    months = [(month_name(month), month) for month in ground.cube.months]
    last = min(chapter.year.last_month, months[-1][1])
    first = chapter.year.first_month if chapter.year.first_month in ground.cube.months else months[0][1]
    wards = ground.cube.wards
    controls = {
        "category": choice("Category", ground.cube.labels),
        "ward": choice("Ward", [(WHOLE if wards else NO_WARDS, ""), *((ward, ward) for ward in wards)], ""),
        "first": choice("First month", months, first),
        "last": choice("Last month", months, last),
        "measure": choice("Measure", [(NAMES[name], name) for name in MEASURES]),
    }
    cell = widgets.Text(description="Chapter cell", layout=WIDE)
    cell.add_class("copied")
    told = widgets.HTML(tag("button", "Copy as chapter cell", type="button", class_="copies") + paragraph(COPY))

    def show(choices: dict[str, object]) -> str:
        cell.value = call_of(chapter, ground.cube, ground.view(choices).asked)
        return seen(ground, choices)

    kept = Kept.of("crime", chapter.area.slug, str(chapter.year))
    return Panel(f"Crime and antisocial behaviour: {chapter.area.name}", kept, controls, show, after=(cell, told))


COPY = (
    "Copy the line above into a cell of a chapter's notebook of the same area and year: it shows this view with the "
    "house's pictures, its count as a figure, and small counts hidden. Months named by the year move on with the "
    "edition; months named by themselves stay."
)
