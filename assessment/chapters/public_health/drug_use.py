"""How many use opiates or crack: the published rate over the years, and whether printed rates and numbers agree."""

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from assessment.chapters.base import Chapter
from assessment.chapters.public_health.indicators import last_month_of
from assessment.chapters.returns.returned import Returned, latest, printed_decimals, returns_of
from assessment.measures.audit.sums import half_digit, implied_base
from assessment.present import charts, wording
from assessment.present.pictures import Picture

RATE, USERS = "substance.opiate_crack_prevalence", "substance.opiate_crack_users"
CLAIMANTS, CLAIM_RATE = "profile.benefits.total", "profile.benefits.total_share"
ID = "causes.opiate_crack"
UNIT = "per 1,000 aged 15 to 64"


@dataclass(frozen=True)
class Implied:
    """The residents that a printed number and a printed rate imply together, and the limits that rounding sets."""

    number: float
    rate: float
    residents: float
    low: float
    high: float


def printed(chapter: Chapter) -> Implied | None:
    """Users over their rate, as figures; None where either was not returned for one period."""
    known = latest(returns_of(chapter, "substance."))
    rate, users = known.get(RATE), known.get(USERS)
    if rate is None or users is None or rate.period != users.period or rate.value <= 0:
        return None
    half = half_digit(printed_decimals(rate.value))
    ends = (1000 * users.value / (rate.value + sign * half) for sign in (1, -1))
    found = Implied(users.value, rate.value, 1000 * users.value / rate.value, *ends)
    _figures(
        chapter, f"{ID}.implied_residents", "Residents aged 15 to 64 that users and their rate imply", found, users
    )
    return found


def working_age(chapter: Chapter) -> Implied | None:
    """Residents aged 16 to 64 that the claimants of benefits and their rate imply, as figures; None if not returned."""
    known = latest(returns_of(chapter, CLAIMANTS))
    number, rate = known.get(CLAIMANTS), known.get(CLAIM_RATE)
    if number is None or rate is None or rate.value <= 0:
        return None
    low, high = implied_base(number.value, rate.value, max(1, rate.decimals))
    found = Implied(number.value, rate.value, 100 * number.value / rate.value, low, high)
    _figures(
        chapter, "causes.working_age.implied_residents", "Residents of working age that benefits imply", found, number
    )
    return found


def _figures(chapter: Chapter, id: str, label: str, found: Implied, of: Returned) -> None:
    told = of.told | {"method": "printed number over printed rate; limits: the rounding of the rate"}
    made_from = {"numerator": found.number, "denominator": found.rate, "low": found.low, "high": found.high}
    chapter.figure(id, label, found.residents, "people", **told, **made_from)


def printed_sentences(found: Implied | None, beside: Implied | None) -> Iterator[str]:
    """What users and rate imply, and whether another printed table allows it."""
    if found is None:
        return
    yield (
        f"{wording.number(found.number)} users of opiates or crack at {wording.number(found.rate, 2)} per 1,000 aged "
        f"15 to 64 imply {wording.number(found.residents)} residents of that age."
    )
    if beside is not None and found.high < beside.low:
        yield (
            f"The table of benefits implies at least {wording.number(beside.low)} residents of working age, aged "
            "16 to 64 and so a narrower band: number and rate of users are not of the same year or residents as that "
            "table, so do not combine the two."
        )


def series(chapter: Chapter) -> pd.DataFrame:
    """The published rate by period, the area's and England's, oldest first, as figures; empty where none is known."""
    table, empty = chapter.prepared.table("published"), pd.DataFrame(columns=["period", "ours", "england"])
    if table is None:
        return empty
    named = table["measure"].str.contains("crack users", case=False) & table["unit"].str.contains("per 1", na=False)
    rows = table[named & (table["area"] == chapter.area.name) & table["value"].notna()]
    rows = rows.assign(ended=rows["period"].map(last_month_of).astype("str"))
    rows = rows[rows["ended"] <= chapter.year.last_month].sort_values("ended").drop_duplicates("period")
    found = pd.DataFrame({"period": rows["period"], "ours": rows["value"], "england": rows["comparator_england"]})
    for row in found.itertuples():
        told = {"of": "published", "period": row.period, "method": "as published"}
        chapter.figure(f"{ID}.rate", "Users of opiates or crack, estimated rate", row.ours, UNIT, **told)
        if pd.notna(row.england):
            chapter.figure(f"{ID}.rate.england", "The same: England", row.england, UNIT, **told)
            ratio = told | {"numerator": row.ours, "denominator": row.england, "method": "ratio of the two rates"}
            chapter.figure(f"{ID}.rate.ratio", "The same: over England", row.ours / row.england, "ratio", **ratio)
    return found.reset_index(drop=True)


def series_sentences(chapter: Chapter, found: pd.DataFrame) -> Iterator[str]:
    """The last published rate beside England's, how it moved, and how many people it means."""
    if found.empty:
        return
    last, first = found.iloc[-1], found.iloc[0]
    told = f"An estimated {wording.number(last['ours'], 1)} per 1,000 residents aged 15 to 64 use opiates or crack"
    words = wording.ratio_words(last["ours"], last["england"]) if pd.notna(last["england"]) else ""
    if words:
        told += (
            f", {words}{'' if words.endswith('as') else ' the rate of'} England ({wording.number(last['england'], 1)})"
        )
    told += f" ({last['period']})"
    if len(found) > 1 and last["ours"] != first["ours"]:
        word = "up" if last["ours"] > first["ours"] else "down"
        told += f", {word} from {wording.number(first['ours'], 1)} in {first['period']}"
    yield f"{told}."
    yield from _people(chapter, last)


def _people(chapter: Chapter, last: pd.Series) -> Iterator[str]:
    """How many people the rate means, where residents aged 15 to 64 are known for the year in which it begins."""
    table, year = chapter.prepared.table("population"), str(last["period"])[:4]
    if table is None or not year.isdigit():
        return
    ours = table[table["authority"].isin(chapter.area.authorities) & (table["year"] == int(year))]
    ours = ours.dropna(subset=["age_15_64"]).drop_duplicates("authority")
    if len(ours) != len(chapter.area.authorities):
        return
    residents = int(ours["age_15_64"].sum())
    number, told = last["ours"] * residents / 1000, {"of": ("published", "population"), "period": last["period"]}
    told |= {"denominator": residents, "method": "rate times residents aged 15 to 64"}
    chapter.figure(f"{ID}.implied_users", "Users of opiates or crack that the rate implies", number, "count", **told)
    yield (
        f"The rate means about {wording.number(number)} users of opiates or crack among the "
        f"{wording.number(residents)} residents aged 15 to 64 in {year}."
    )


def series_picture(chapter: Chapter, found: pd.DataFrame) -> Picture | None:
    """The rate over the years with England's; None of fewer than three periods."""
    if len(found) < 3:
        return None
    frame = found.set_index("period").rename(columns={"ours": chapter.area.name, "england": "England"})
    first, last = found["ours"].iloc[0], found["ours"].iloc[-1]
    word = "rose" if last > first else "fell" if last < first else "did not change"
    ends = (
        "" if word == "did not change" else f" from {wording.number(first, 1)} to {wording.number(last, 1)} per 1,000"
    )
    return charts.year_line(
        frame if frame["England"].notna().all() else frame[[chapter.area.name]],
        ours=chapter.area.name,
        measure="drugs",
        axis="Estimated users of opiates or crack per 1,000 aged 15 to 64",
        decimals=1,
        zero=True,
        title=f"The estimated rate of users {word}{ends}",
        subtitle="Estimated users of opiates or crack per 1,000 residents aged 15 to 64; not published every year",
        **chapter.about("published"),
    )
