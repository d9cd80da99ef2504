"""Tables of the committee's report: places among the districts, and counts of the last four years."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import pandas as pd

from assessment.chapters.base import Chapter
from assessment.chapters.crime.districts import districts_of
from assessment.chapters.crime.hidden import hides
from assessment.chapters.crime.series import same_months
from assessment.chapters.crime.standing import district_figures
from assessment.chapters.crime.subjects import Subject
from assessment.chapters.disclosed import SYMBOL
from assessment.periods import FinancialYear
from assessment.present import wording
from assessment.present.tables import Table

YEARS = 4


def districts_table(chapter: Chapter, subjects: Iterable[Subject]) -> Table | None:
    """The area's change beside the county's, its place among the districts, and how many rose; None without any."""
    rows, sources = [], {}
    for subject in subjects:
        found = districts_of(chapter.prepared, chapter.area, subject, chapter.year)
        if found is None:
            continue
        district_figures(chapter, subject, found)
        sources[found.source] = None
        ours = found.counts.loc[chapter.area.name, "percent"]
        place = f"{found.place(chapter.area.name)} of {len(found.counts)}"
        rows.append((subject.label, ours, found.percent, place, found.rose))
    if not rows:
        return None
    name, force = chapter.area.name, chapter.area.force or "The force"
    columns = ["Recorded", f"{name}, %", f"{force}, %", "Place, 1 the lowest change", "Districts that rose"]
    caption = f"Change on the year before beside the districts of {force}, {chapter.year}"
    decimals, unit = {columns[1]: 1, columns[2]: 1}, "per cent; places; districts"
    return chapter.table(
        pd.DataFrame(rows, columns=columns), caption, unit, "report_districts", of=tuple(sources), decimals=decimals
    )


def years_table(chapter: Chapter, subjects: Sequence[Subject]) -> Table | None:
    """Counts of the last four financial years, of the area and of all its force's districts; None without any."""
    years = chapter.year.alike(YEARS)
    rows = []
    for subject in subjects:
        ours = {str(year.full): _ours(chapter, subject, year) for year in years}
        county = {str(year.full): _county(chapter, subject, year) for year in years}
        for place, told in ((chapter.area.name, ours), (chapter.area.force or "The force", county)):
            if sum(value is not None for value in told.values()) > 1:
                rows.append({"Recorded": subject.label, "Where": place} | told)
    if not rows:
        return None
    told = f"{chapter.year.full}{same_months(chapter.year)}"
    caption, name = f"Counts of the last {wording.small(YEARS)} financial years to {told}", "report_years"
    kinds = dict.fromkeys(subject.kind for subject in subjects if chapter.counts.has(subject.kind))
    of = (*kinds, "returns", "district_months")
    return chapter.table(pd.DataFrame(rows), caption, "offences and incidents", name, of=of, decimals=0)


def _ours(chapter: Chapter, subject: Subject, year: FinancialYear) -> int | str | None:
    if not chapter.counts.known(subject) or not chapter.counts.complete(subject, year):
        return None
    lost = hides(chapter, subject, year)
    number = None if lost else chapter.counts.total(subject, year)
    told = {"of": subject.kind, "period": year.period, "method": "count", "suppressed": lost}
    chapter.figure(f"{subject.id}.count", subject.label, number, "count", **told)
    return SYMBOL if lost else number


def _county(chapter: Chapter, subject: Subject, year: FinancialYear) -> int | None:
    """The count of all districts in a whole year, from the comparison of that year or of the one after it."""
    for which, at in ((year, 1), (replace(year, starts=year.starts + 1), 0)):
        if which > chapter.year:
            continue
        found = districts_of(chapter.prepared, chapter.area, subject, which)
        if found is not None and found.months == year.length:
            told = {"of": found.source, "period": year.period, "method": "count"}
            label = f"{subject.label} in all districts of the force"
            chapter.figure(f"{subject.id}.county_count", label, found.total[at], "count", **told)
            return found.total[at]
    return None
