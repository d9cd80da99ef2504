"""A view of the records as a cell of a chapter: what an analyst found in JupyterLab, fit to be published."""

from collections.abc import Iterator, Mapping

import pandas as pd

from assessment.chapters.base import Chapter
from assessment.chapters.crime.cube import cube_of
from assessment.chapters.crime.view import View, asked_of
from assessment.chapters.disclosed import NOWHERE, SYMBOL
from assessment.chapters.patterns.where import outlines
from assessment.figures import snake
from assessment.present import charts, wording
from assessment.present.parts import Prose, Section

TOLD = "Small counts, and those from which one could be worked out, are not shown."


def view_section(chapter: Chapter, category: str, ward: str, months: str, measure: str) -> Section:
    """The months as a line, the places on a map and in a table, and the count as a figure."""
    cube = cube_of(chapter)
    found = View(cube, asked_of(cube, chapter.year, category, ward, months, measure))
    told = Prose(tuple(_sentences(chapter, found)))
    rows, line = _rows(chapter, found), _line(chapter, found)
    if rows is None or rows["count"].sum() == 0:
        return Section((line, told))
    hidden = _hidden(chapter, found, rows)
    _tell_places(chapter, found, rows["count"].astype(int).astype(object).mask(hidden, SYMBOL))
    values = found.worth(rows).astype(object).where(~hidden, SYMBOL)
    return Section((line, _map(chapter, found, rows, values), *_table(chapter, found, rows, values), told))


def _rows(chapter: Chapter, found: View) -> pd.DataFrame | None:
    """The places that may be shown; None where they are finer than that."""
    if found.level(chapter.disclosure.guards(found.subject.kind)) == "lsoa":
        return found.places
    return None if found.asked.ward or found.wards.empty else found.wards


def _hidden(chapter: Chapter, found: View, rows: pd.DataFrame) -> pd.Series:
    """Which counts are not to be shown: ward by ward where wards are known, so that no view undoes another's."""
    counts, kind = rows["count"].astype(int), found.subject.kind
    if "ward" not in rows or (rows["ward"] == "").all():
        return chapter.disclosure.hidden(counts, kind, rest=found.total - int(counts.sum()))
    wards = counts.groupby(rows["ward"])
    return pd.concat([chapter.disclosure.hidden(own, kind) for _, own in wards]).reindex(rows.index)


def _tables(found: View) -> tuple[str, ...]:
    """The tables that a view rests on."""
    wards = ("lsoa_wards",) if found.asked.ward else ()
    return (found.subject.kind, *wards, *(("population_lsoa",) if found.rated else ()))


def _tell(chapter: Chapter, found: View, counts: Mapping[str, object]) -> None:
    """Let the last look at the edition know which counts the view tells, by period."""
    if chapter.disclosure.guards(found.subject.kind):
        places = found.places.index if found.asked.ward else ()
        for period, count in counts.items():
            chapter.told.tell(f"{found.subject.id}.count", period, count, places)


def _tell_places(chapter: Chapter, found: View, counts: pd.Series) -> None:
    """The same by place, LSOAs or wards, with what lies in none of them."""
    if not chapter.disclosure.guards(found.subject.kind):
        return
    wards = found.places["ward"]
    for name, count in counts.items():
        inside = [name] if counts.index.name != "ward" else wards.index[wards == name]
        chapter.told.tell(f"{found.subject.id}.count", found.period, count, inside)
    if not found.asked.ward:
        chapter.told.tell(f"{found.subject.id}.count", found.period, found.unplaced, [NOWHERE])


def _sentences(chapter: Chapter, found: View) -> list[str]:
    """The count, as a figure, and what is not in it."""
    subject, where = found.subject, found.place(chapter.area.name)
    id = ".".join(["view", *_slug(found), "count"])
    of = {"of": _tables(found), "period": found.period, "method": "count"}
    figure = chapter.figure(id, f"{subject.label}, {where}", found.total, "count", **of)
    _tell(chapter, found, {found.period: SYMBOL if figure.suppressed else found.total})
    number = "A number too small to be shown of" if figure.suppressed else wording.number(found.total)
    noun = subject.noun if figure.suppressed else wording.units(found.total, subject.noun)
    told = [f"{subject.label} in {where}: {number} {noun}, {found.when}."]
    if found.rated:
        basis = found.cube.basis or found.cube.residents.basis
        told.append(f"Residents: {basis}. Those who come to a place are not among them.")
    if chapter.disclosure.guards(subject.kind):
        told.append(TOLD)
    return told


def _line(chapter: Chapter, found: View) -> object:
    """The months as a line."""
    known = found.series.dropna()
    hidden = chapter.disclosure.hidden(known.astype(int), found.subject.kind)
    _tell(chapter, found, known.astype(int).astype(object).mask(hidden, SYMBOL))
    values = found.course.astype(object).where(~hidden.reindex(found.course.index, fill_value=False), SYMBOL)
    return charts.course_line(
        values,
        measure=found.subject.id.split(".")[0],
        unit=found.unit,
        decimals=found.decimals,
        title=f"{found.subject.label}, {found.place(chapter.area.name)}, {found.when}",
        subtitle=f"{found.subject.label}: {found.unit} by month",
        **chapter.about(*_tables(found)),
    )


def _map(chapter: Chapter, found: View, rows: pd.DataFrame, values: pd.Series) -> object:
    """The LSOAs on a map; nothing where only wards may be shown, what is missing where one has no outline."""
    from assessment.present import maps

    shapes = None if rows.index.name == "ward" else outlines(chapter, "lsoa", list(rows.index))
    if shapes is None:
        return None if rows.index.name == "ward" else chapter.missing("The map", "boundaries")
    order = found.worth(rows).where(values != SYMBOL).fillna(-1)
    return maps.choropleth(
        shapes,
        values,
        what=_capital(found.unit),
        decimals=found.decimals,
        title=f"{found.subject.label}: of {len(rows)} LSOAs, {rows.loc[order.idxmax(), 'name']} has the most",
        subtitle=f"{found.subject.label}: {found.unit} by LSOA, {found.when}",
        **chapter.about(*_tables(found), "boundaries"),
    )


def _table(chapter: Chapter, found: View, rows: pd.DataFrame, values: pd.Series) -> Iterator[object]:
    """The wards where all of theirs may be told, else the LSOAs, which the map's own numbers hold too."""
    open_ = not chapter.disclosure.guards(found.subject.kind) and not found.asked.ward and not found.wards.empty
    if open_:
        rows, values = found.wards, found.worth(found.wards)
    elif rows.index.name != "ward" and not found.asked.ward:
        return
    head = "Ward" if rows.index.name == "ward" else "LSOA"
    shown = rows.assign(value=values, order=found.worth(rows)).sort_values("order", ascending=False, kind="stable")
    unit, where = _capital(found.unit), found.place(chapter.area.name)
    frame = pd.DataFrame({head: shown["name"].to_numpy(), unit: shown["value"].to_numpy()})
    caption = f"{found.subject.label} by {head.replace('W', 'w')}, {where}, {found.when}"
    name = "_".join([chapter.entry.name, "view", *_slug(found)])
    yield chapter.table(frame, caption, found.unit, name, of=_tables(found), decimals={unit: found.decimals})


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _slug(found: View) -> list[str]:
    """What a view is of, for the names of its figure and its table."""
    return [snake(one) for one in (found.subject.label, found.asked.ward) if one]
