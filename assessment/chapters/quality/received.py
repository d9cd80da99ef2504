"""What the files hold: which months each source covers, and how many rows of crime name no LSOA."""

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from assessment.chapters.base import RECORDS, Chapter
from assessment.chapters.crime.counts import STREET
from assessment.store import SourceFile

MUCH_BLANK = 0.05  # of a month's rows: above it the month is shown as part
KINDS = {"crime": "Crime", "asb": "ASB"}
SOURCES = {STREET: "police.uk", "force_extract": "police extract", "asb_extract": "police extract"}
RETURNS = "Partners' returns, by year"
DATED = {"outcomes": "Outcomes, police.uk", "stops": "Stop and search"}
MONTHS_OF = RECORDS  # tables that a file of records alone makes
COMPLETE, PART, MISSING = "complete", "part", "missing"


@dataclass(frozen=True)
class Blank:
    """Rows of crime without an LSOA by month: `monthly` has `blank`, `rows` and `share` (0 to 1).

    `of_force`: they are a whole force's and can be given to no area; else the area's own, which count in its totals.
    """

    monthly: pd.DataFrame
    of_force: bool

    @property
    def whose(self) -> str:
        """Whose crimes they are, in words."""
        return "the force's crimes" if self.of_force else "the area's crimes"


def files_received(chapter: Chapter) -> list[SourceFile]:
    """The files in the raw folder, without those of records made after the edition's March alone."""
    last = chapter.year.last_month
    return [
        f for f in chapter.prepared.files if not (f.tables and set(f.tables) <= set(MONTHS_OF) and f.period[:7] > last)
    ]


def coverage_of(chapter: Chapter) -> pd.DataFrame:
    """The coverage up to the edition's March: source, kind, month, rows, blank_lsoa, repeated."""
    table = chapter.data("coverage")
    if table is None:
        return pd.DataFrame(columns=["source", "kind", "month", "rows", "blank_lsoa", "repeated"])
    known = table[(table["month"] <= chapter.year.last_month) & (table["rows"] > 0)]
    return known.assign(
        blank_lsoa=known["blank_lsoa"].fillna(0).astype(int), repeated=known["repeated"].fillna(0).astype(int)
    )


def calendar_states(chapter: Chapter, years: int = 4) -> pd.DataFrame:
    """By source (rows) and month (columns) of the last financial years: complete, part or missing."""
    months = [month for year in chapter.year.back(years) for month in year.months]
    found = {name: states for name, states in _rows(chapter) if any(month in states for month in months)}
    frame = pd.DataFrame({name: [states.get(month, MISSING) for month in months] for name, states in found.items()})
    return frame.T.set_axis(months, axis=1) if found else pd.DataFrame(columns=months)


def _rows(chapter: Chapter) -> Iterator[tuple[str, dict[str, str]]]:
    for (source, kind), own in coverage_of(chapter).groupby(["source", "kind"]):
        share = own["blank_lsoa"] / own["rows"]
        states = [PART if source == STREET and one > MUCH_BLANK else COMPLETE for one in share]
        name = SOURCES.get(source, str(source).replace("_", " "))
        yield f"{KINDS.get(kind, kind)}, {name}", dict(zip(own["month"], states, strict=True))
    for table, name in DATED.items():
        rows = chapter.prepared.table(table)
        if rows is not None:
            yield name, dict.fromkeys(rows["month"].dropna(), COMPLETE)
    yield RETURNS, _returned(chapter)


def _returned(chapter: Chapter) -> dict[str, str]:
    """The months of which some return of the area has a yearly row, or a shorter one alone (part)."""
    table = chapter.prepared.table("returns")
    if table is None:
        return {}
    ours = table[table["area"] == chapter.area.name]
    states: dict[str, str] = {}
    for start, end in zip(pd.to_datetime(ours["period_start"]), pd.to_datetime(ours["period_end"]), strict=True):
        state = COMPLETE if (end - start).days >= 360 else PART
        for month in pd.period_range(start, end, freq="M").astype(str):
            states[month] = COMPLETE if COMPLETE in (state, states.get(month)) else PART
    return states


def blank_of(chapter: Chapter) -> Blank | None:
    """The rows of crime without an LSOA of the source that the area's crime is counted from; None without coverage."""
    coverage, crime = coverage_of(chapter), chapter.prepared.table("crime")
    if coverage.empty or crime is None:
        return None
    ours = coverage[(coverage["kind"] == "crime") & coverage["source"].isin(crime["source"].unique())]
    if ours.empty:
        return None
    monthly = ours.groupby("month")[["blank_lsoa", "rows"]].sum().rename(columns={"blank_lsoa": "blank"})
    return Blank(monthly.assign(share=monthly["blank"] / monthly["rows"]), bool((ours["source"] == STREET).any()))


def crime_in(states: pd.DataFrame) -> pd.Series:
    """The states of the months of crime; of the first source where there is none of crime."""
    return states.loc[next((name for name in states.index if name.startswith(KINDS["crime"])), states.index[0])]


def calendar_title(states: pd.DataFrame, years: str) -> str:
    """How many of the months drawn have crime."""
    row = crime_in(states)
    there, of, what = int((row != MISSING).sum()), len(row), row.name.split(",")[0]
    if there == of:
        return f"{what}: all {of} months of {years} are in the files"
    return f"{what}: {there} of the {of} months of {years} {'is' if there == 1 else 'are'} in the files"
