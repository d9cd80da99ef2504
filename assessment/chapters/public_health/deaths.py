"""Deaths by drug poisoning: how many were registered, year by year, and whether that changed."""

import pandas as pd

from assessment.chapters.base import Chapter
from assessment.measures.change import compare
from assessment.periods import FinancialYear
from assessment.present import charts, wording
from assessment.present.pictures import Picture
from assessment.project import Area
from assessment.store import Prepared

SHOWN = 10  # years
REGISTERED = (
    "Registration follows an inquest and can come a year or more after the death. Small counts vary from year to year "
    "by chance."
)


def drug_deaths(prepared: Prepared, area: Area, year: FinancialYear) -> pd.Series | None:
    """Deaths by calendar year of registration, the last ten that ended within the edition's year; None under two years.

    A year in which an authority of the area has no number is left out.
    """
    table = prepared.table("drug_deaths")
    if table is None:
        return None
    ours = table[table["authority"].isin(area.authorities) & (table["year"] <= year.starts)].dropna(subset=["deaths"])
    ours = ours.drop_duplicates(["authority", "year"])
    whole = ours.groupby("year").filter(lambda rows: len(rows) == len(area.authorities))
    deaths = whole.groupby("year")["deaths"].sum().astype(int).sort_index().tail(SHOWN)
    return deaths if len(deaths) > 1 else None


def death_figures(chapter: Chapter, deaths: pd.Series) -> None:
    """Each year's deaths, and the chance of the difference between the last year and the first."""
    id, label = "substance.drug_poisoning_deaths", "Deaths by drug poisoning, by year of registration"
    for year, number in deaths.items():
        chapter.figure(f"{id}.count", label, int(number), "count", of="drug_deaths", period=str(year), method="count")
    first, last = deaths.index[0], deaths.index[-1]
    change = compare(deaths.iloc[0], deaths.iloc[-1])
    told = {"of": "drug_deaths", "period": str(last), "numerator": deaths.iloc[-1], "denominator": deaths.iloc[0]}
    name, exact = f"{label}: {last} less {first}", "two-sided exact conditional test, counts taken as Poisson"
    chapter.figure(f"{id}.change", name, int(change.difference), "count", **told)
    chapter.figure(f"{id}.change_p", f"{name}, p", change.p_exact, "probability", **told, method=exact)


def deaths_sentence(deaths: pd.Series) -> str:
    """The last year's deaths beside those of the first year shown."""
    before, after = int(deaths.iloc[0]), int(deaths.iloc[-1])
    p = compare(before, after).p_exact
    sure = wording.against_chance(p)
    ends = f"{wording.number(after)} in {deaths.index[-1]} against {wording.number(before)} in {deaths.index[0]}"
    return f"Registered deaths by drug poisoning: {ends}, a difference {sure} ({wording.p_value(p)})."


def deaths_picture(chapter: Chapter, deaths: pd.Series) -> Picture:
    """Deaths by year as a line."""
    last = deaths.index[-1]
    number = wording.counted(deaths.iloc[-1], "death by drug poisoning was", "deaths by drug poisoning were")
    return charts.year_line(
        deaths.rename(index=str).to_frame(chapter.area.name),
        ours=chapter.area.name,
        measure="drugs",
        axis="Deaths",
        zero=True,
        title=f"{number} registered in {last}, {_among(deaths)} the {wording.small(len(deaths))} years shown",
        subtitle="Deaths by drug poisoning by year of registration",
        **chapter.about("drug_deaths"),
    )


def _among(deaths: pd.Series) -> str:
    """`the most of`, `as many as in 2019 and the most of`, `within the range of`."""
    last = deaths.iloc[-1]
    if deaths.min() == deaths.max():
        return "as many as in each of"
    if deaths.min() < last < deaths.max():
        return "within the range of"
    end = "the most of" if last == deaths.max() else "the fewest of"
    tied = list(deaths.index[:-1][deaths.iloc[:-1] == last])
    return f"as many as in {wording.listed(tied)} and {end}" if tied else end
