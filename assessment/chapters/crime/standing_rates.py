"""The rate of a subject among the districts of the force: rank with its interval, and a funnel."""

import pandas as pd

from assessment.chapters.base import Chapter
from assessment.chapters.crime.districts import Districts, districts_of, names_of
from assessment.chapters.crime.standing import standing_among_districts
from assessment.chapters.crime.subjects import Subject, inside
from assessment.chapters.residents import basis_in_words
from assessment.measures.harm import rank_intervals
from assessment.measures.rates import funnel_limits, rate
from assessment.present import charts, wording
from assessment.present.parts import Prose, Section

OUTER = 0.998
RANKED = "rank of the rate, 1 is the highest; interval from 4,000 draws of Poisson counts"
FUNNEL = (
    "The funnel shows how far districts of each size would differ by chance alone if all had the force's rate. A "
    "district outside it differs for a reason, which may be its people, its visitors or its recording; the rate is of "
    "residents, and a resort has many who are not."
)


def among_districts(chapter: Chapter, subject: Subject, measure: str) -> Section:
    """The rates of all districts with intervals, the funnel, and the change on the year before."""
    found = districts_of(chapter.prepared, chapter.area, subject, chapter.year)
    residents = _residents(chapter) if found else None
    change = standing_among_districts(chapter, subject).parts
    if found is None or residents is None or found.months < 12:
        return Section(change)
    numbers, basis = residents
    rates = _rates(found, numbers)
    ranks = rank_intervals(rates["count"], 1000 / rates["residents"])
    _figures(chapter, subject, found, rates, ranks, basis)
    return Section((*_pictures(chapter, subject, found, rates, basis, measure),
                    Prose((_sentence(chapter, subject, rates, ranks), FUNNEL)), *change))  # fmt: skip


def _residents(chapter: Chapter) -> tuple[pd.Series, str] | None:
    """The residents of every district, all of one year and kind, nearest to the edition's; None where none has all."""
    table = chapter.prepared.table("population")
    names = names_of(chapter.area)
    if table is None or not names:
        return None
    rows = table[table["authority"].isin(names) & (table["residents"] > 0)]
    whole = rows.groupby(["year", "basis"]).filter(lambda one: one["authority"].nunique() == len(names))
    if whole.empty:
        return None
    year = min(whole["year"].unique(), key=lambda one: (abs(one - chapter.year.starts), one))
    chosen = whole[whole["year"] == year].drop_duplicates("authority")
    numbers = chosen["residents"].astype(float).groupby(chosen["authority"].map(names), sort=False).sum()
    return numbers, basis_in_words(chosen["basis"].iloc[0], int(year))


def _rates(found: Districts, residents: pd.Series) -> pd.DataFrame:
    """A row a district: `count residents value low high`, the rate per 1,000."""
    counts = found.counts["after"].astype(int)
    made = {name: rate(int(count), residents[name]) for name, count in counts.items()}
    ends = {end: [getattr(made[name], end) for name in counts.index] for end in ("value", "low", "high")}
    return pd.DataFrame({"count": counts, "residents": residents.reindex(counts.index), **ends}, index=counts.index)


def _county(rates: pd.DataFrame) -> float:
    return 1000 * rates["count"].sum() / rates["residents"].sum()


def _figures(
    chapter: Chapter, subject: Subject, found: Districts, rates: pd.DataFrame, ranks: pd.DataFrame, basis: str
) -> None:
    id, name, ours = subject.id, chapter.area.name, rates.loc[chapter.area.name]
    told = {"of": (found.source, "population"), "numerator": int(ours["count"]), "denominator": ours["residents"]}
    ends = {"low": float(ours["low"]), "high": float(ours["high"]), "confidence": 0.95}
    label, unit = f"{subject.label} per 1,000 residents, as the districts are compared", "per 1,000"
    method = f"Byar; residents: {basis}"
    chapter.figure(f"{id}.district_rate", label, float(ours["value"]), unit, **told, **ends, method=method)
    told = {"of": (found.source, "population"), "method": f"all districts together; residents: {basis}"}
    made = {"numerator": int(rates["count"].sum()), "denominator": float(rates["residents"].sum())}
    chapter.figure(f"{id}.county_rate", f"{subject.label}: all districts", _county(rates), unit, **told, **made)
    low, high = (int(ranks.loc[name, f"rank_{end}"]) for end in ("low", "high"))
    place = {"low": low, "high": high, "confidence": 0.95, "denominator": len(rates)}
    told = {"of": (found.source, "population"), "method": RANKED}
    label = f"{subject.label}: place among the districts by rate, 1 is the highest"
    chapter.figure(f"{id}.district_rate_rank", label, int(ranks.loc[name, "rank"]), "rank", **told, **place)
    limits = funnel_limits(float(ours["residents"]), _county(rates), confidence=OUTER)
    told = {"of": (found.source, "population"), "method": "exact Poisson limits about the force's rate, 99.8%"}
    for end in ("low", "high"):
        label = f"{subject.label}: the funnel's outer limit, {end}"
        chapter.figure(f"{id}.funnel_{end}", label, getattr(limits, end), unit, **told)
    label = f"{subject.label}: districts outside the funnel's outer limits"
    chapter.figure(f"{id}.funnel_outside", label, outside(rates), "districts", **told, denominator=len(rates))


def outside(rates: pd.DataFrame) -> int:
    """How many districts differ from the county's rate by more than the outer limits allow."""
    limits = funnel_limits(rates["residents"].to_numpy(), _county(rates), confidence=OUTER)
    return int(((rates["value"] < limits.low) | (rates["value"] > limits.high)).sum())


def _pictures(
    chapter: Chapter, subject: Subject, found: Districts, rates: pd.DataFrame, basis: str, measure: str
) -> tuple[object, object]:
    name, of = chapter.area.name, len(rates)
    place = int(rates["value"].rank(method="min", ascending=False)[name])
    drawn = rates.rename_axis("area").reset_index()
    measured = f"{subject.label} per 1,000 residents, {chapter.year}; residents: {basis}"
    told = {"ours": name, "measure": measure, **chapter.about(found.source, "population")}
    dots = charts.dot_ranks(
        drawn[["area", "value", "low", "high"]],
        axis=f"{subject.noun.capitalize()} per 1,000 residents",
        lines={f"All {of} districts": _county(rates)},
        title=f"{name} had the {wording.rank_phrase(place, of, what=f'rate of {inside(subject.label)}')}",
        subtitle=measured,
        **told,
    )
    funnel = charts.funnel(
        drawn[["area", "residents", "value"]],
        average=_county(rates),
        title=f"{wording.counted(outside(rates), 'district')} of {of} lie outside the funnel".replace(
            "1 district of", "One district of"
        ),
        subtitle=measured,
        **told,
    )
    return dots, funnel


def _sentence(chapter: Chapter, subject: Subject, rates: pd.DataFrame, ranks: pd.DataFrame) -> str:
    name, of = chapter.area.name, len(rates)
    ours, rank = rates.loc[name], ranks.loc[name]
    limits = funnel_limits(float(ours["residents"]), _county(rates), confidence=OUTER)
    place = wording.rank_phrase(int(rank["rank"]), of, what=f"rate of {inside(subject.label)}")
    low, high = int(rank["rank_low"]), int(rank["rank_high"])
    sure = "its place is the same in nearly every draw" if low == high else f"its place may be {low} to {high}"
    own, county = wording.number(ours["value"], 1), wording.number(_county(rates), 1)
    return (
        f"{name} had the {place}: {own} per 1,000 residents "
        f"({wording.interval(ours['low'], ours['high'])}); {sure}. The whole force's is {county}; for a district of "
        f"{name}'s size chance alone would allow {wording.number(limits.low, 1)} to {wording.number(limits.high, 1)}."
    )
