"""Wards where many more people are by day than live there: their rates on both."""

from collections.abc import Iterator

import pandas as pd

from assessment.chapters.base import Chapter
from assessment.chapters.crime.changes import YearChange
from assessment.chapters.patterns.where import Places, wards_of
from assessment.measures.rates import rate
from assessment.present import wording
from assessment.present.markup import Shown
from assessment.present.parts import Prose

MORE = 1.2  # times as many people by day as residents: the town centre, and seldom another
READING = (
    "The workday population counts workers where they work and all others where they live. Visitors are in neither "
    "number, so that in a resort both rates are too high in the season."
)


def workday_parts(chapter: Chapter, found: YearChange, wards: Places) -> Iterator[Shown]:
    """A table of the wards that fill by day, with their rates on residents and on the workday population."""
    people = _people(chapter, wards)
    if people is None:
        yield chapter.missing("The rate of a town centre on those who are there by day", "workday_population")
        return
    rows = wards.rows.assign(people=people[0], hidden=wards.hidden)
    if not wards.rated:
        return
    rows = rows[(rows["people"] >= MORE * rows["residents"]) & ~rows["hidden"]]
    if rows.empty:
        yield Prose("No ward has many more people by day than residents, so that rates on residents hold by day too.")
        return
    rows = rows.sort_values("after", ascending=False)
    yield Prose((*_sentences(chapter, found, wards, rows, people[1]), READING))
    columns = {"Ward": rows["name"], "Residents": rows["residents"].astype(int), "By day": rows["people"].astype(int)}
    for name, on in (("Per 1,000 residents", "residents"), ("Per 1,000 people by day", "people")):
        columns[name] = 1000 * rows["after"] / rows[on]
    caption = f"{found.subject.label} where many are by day, {chapter.area.name}, {found.when}"
    decimals, unit = dict.fromkeys(("Per 1,000 residents", "Per 1,000 people by day"), 1), "people; per 1,000"
    frame, name = pd.DataFrame(columns).reset_index(drop=True), f"{chapter.entry.name}_workday"
    yield chapter.table(frame, caption, unit, name, of=(*wards.tables, "population_workday"), decimals=decimals)


def _people(chapter: Chapter, wards: Places) -> tuple[pd.Series, str] | None:
    """By ward, who is there on a working day, and what the number is; None where an LSOA lacks one."""
    table, of = chapter.prepared.table("population_workday"), wards_of(chapter)
    if table is None or of is None:
        return None
    year = table["year"].max()
    ours = of.merge(table[table["year"] == year], on="lsoa")
    if len(ours) != len(of):
        return None
    return ours.groupby("ward")["people"].sum(), str(ours["basis"].iloc[0])


def _sentences(chapter: Chapter, found: YearChange, wards: Places, rows: pd.DataFrame, basis: str) -> Iterator[str]:
    """The first of them: its rate on both, each with its interval, as figures."""
    first = rows.iloc[0]
    told = {"of": (*wards.tables, "population_workday"), "period": found.period, "numerator": int(first["after"])}
    rates = []
    for name, on in (("residents", "residents"), ("workday", "people")):
        one = rate(int(first["after"]), float(first[on]))
        label = f"{found.subject.label}: {first['name']}, per 1,000 {'residents' if on == 'residents' else 'by day'}"
        ends = {"low": one.low, "high": one.high, "confidence": 0.95, "denominator": int(first[on])}
        method = f"{one.method}; {wards.basis if on == 'residents' else basis}"
        chapter.figure(f"{found.subject.id}.busiest_ward_{name}.rate", label, one.value, "per 1,000", method=method,
                       **told, **ends)  # fmt: skip
        rates.append(one)
    live, by_day = rates
    of = "people who are there by day"
    yield (
        f"{first['name']} has {wording.rate(by_day.value, by_day.low, by_day.high, of=of)} ({basis}), against "
        f"{wording.rate(live.value, live.low, live.high)}: {wording.number(int(first['people']))} people by day, "
        f"{wording.number(int(first['residents']))} residents."
    )
