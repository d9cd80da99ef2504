"""Counts of the county's 14 districts: Blackpool's are the records' own, the others invented."""

from collections.abc import Iterator

from .counts import YEARS, count, rows, tables
from .draw import spread

AREA = "Blackpool"
FIRST = YEARS.index("2013/14")


def counts(measure: str) -> dict[str, dict[str, int]]:
    """The counts of a measure by year and district, Blackpool last."""
    others = [row for row in rows("districts.csv") if row["measure"] == measure]
    before = {row["area"]: int(row["2013/14"]) for row in others}
    found, ours = {}, tables("counts.toml")["district_of"][measure]
    for year in YEARS[FIRST:]:
        grown = before
        if year != YEARS[FIRST]:
            grown = {row["area"]: before[row["area"]] * (1 + float(row[year]) / 100) for row in others}
        total = county_total(measure, year, found)
        rest = round(sum(grown.values())) if total is None else total - count(ours, year)
        before = dict(zip(grown, spread(rest, list(grown.values())).tolist(), strict=True))
        found[year] = before | {AREA: count(ours, year)}
    return found


def county_total(measure: str, year: str, found: dict[str, dict[str, int]]) -> int | None:
    """What the districts sum to, where the documents print it or its change; otherwise nothing."""
    table = tables("counts.toml")["county"].get(measure, {})
    if "change_percent" in table and year == YEARS[-1]:
        return round(sum(found[YEARS[-2]].values()) * (1 + table["change_percent"] / 100))
    return table.get(year)


def lines() -> Iterator[list[str]]:
    """The rows of `partnership_returns.csv` for the districts."""
    illustrative = "illustrative: made so that the county's printed totals, changes and ranks hold"
    for measure in tables("counts.toml")["district_of"]:
        for year, by_area in counts(measure).items():
            span = [f"{year[:4]}-04-01", f"20{year[5:]}-03-31"]
            for area, value in sorted(by_area.items()):
                note = "equal to the records, which are illustrative" if area == AREA else illustrative
                yield [f"district.{measure}", area, *span, str(value), "count", "", "", note]
