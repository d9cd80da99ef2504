"""The markers on crimes: domestic abuse, alcohol, child sexual exploitation, hate; each exact in number."""

import numpy as np

from .counts import UNDER_16, Kind, count, profile, tables
from .dates import weekday_of
from .draw import dealt, picked, shuffled, spread, stream
from .places import CENTRE

ASSAULTS = ("serious_assault", "less_serious_assault", "non_injury_assault")
STRANDS = ("race", "religion", "sexual_orientation", "transgender", "disability")
AGGRAVATED = ("8M", "8P", "9B", "58J", "105B")  # racially or religiously aggravated
CSE_AGES = ("10-14", "15", "16-19")
CSE_BEGINS = "2013/14"  # the marker came into the recording system in 2013


def mark(
    crime: dict[str, np.ndarray], rows: np.ndarray, n: int, column: str, kinds: dict[str, Kind], *stage: str
) -> np.ndarray:
    """`n` of the rows (booleans): shared among the kinds by rows times weight, inside a kind by `odds`."""
    sizes = [int((rows & (crime["kind"] == name)).sum()) for name in kinds]
    quotas = spread(n, [size * kind.weight(column) for size, kind in zip(sizes, kinds.values(), strict=True)])
    marked = np.zeros(len(rows), dtype=bool)
    for name, quota in zip(kinds, quotas, strict=True):
        members = np.flatnonzero(rows & (crime["kind"] == name))
        odds = crime.get("odds", np.ones(len(rows)))[members]
        marked[picked(stream(column, name, *stage), members, quota, odds)] = True
    return marked


def domestic(crime: dict[str, np.ndarray], kinds: dict[str, Kind], year: str) -> np.ndarray:
    """Domestic abuse: the three kinds of assault each exact, the rest of the year's total elsewhere."""
    found = np.zeros(len(crime["kind"]), dtype=bool)
    for name in ASSAULTS:
        rows = np.flatnonzero(crime["kind"] == name)
        found[picked(stream("domestic", name, year), rows, count(f"domestic.{name}", year))] = True
    allowed = ~np.isin(crime["victim_age_band"], UNDER_16) & (crime["when"] != "earlier")
    rest = count("domestic.all", year) - int(found.sum())
    return found | mark(crime, allowed & ~found, rest, "domestic", kinds, year)


def alcohol(crime: dict[str, np.ndarray], kinds: dict[str, Kind], year: str) -> np.ndarray:
    """Alcohol: exact in domestic abuse, in violence and over all; more at weekends and in town."""
    weekend = np.isin(weekday_of(crime["recorded_date"]), (4, 5, 6))
    odds = np.where(weekend, profile("alcohol", "weekend"), 1.0)
    crime["odds"] = odds * np.where(np.isin(crime["lsoa"], CENTRE), profile("alcohol", "centre"), 1.0)
    violence, at_home = crime["group"] == "violence", crime["domestic"]
    found = mark(crime, at_home, count("alcohol.domestic", year), "alcohol_domestic", kinds, year)
    rest = count("alcohol.violence", year) - int((found & violence).sum())
    found |= mark(crime, violence & ~at_home, rest, "alcohol", kinds, "violence", year)
    rest = count("alcohol.all", year) - int(found.sum())
    found |= mark(crime, ~violence & ~at_home, rest, "alcohol", kinds, "other", year)
    del crime["odds"]
    return found


def exploitation(crime: dict[str, np.ndarray], kinds: dict[str, Kind], year: str) -> np.ndarray:
    """Child sexual exploitation: exact to November and in the year; false before the marker came."""
    allowed = np.isin(crime["victim_age_band"], CSE_AGES) & ~crime["domestic"]
    early = crime["recorded_date"] < np.datetime64(f"{year[:4]}-12-01")
    if year < CSE_BEGINS:
        return np.zeros(len(allowed), dtype=bool)
    to_november = count("cse.to_november", year)
    found = mark(crime, allowed & early, to_november, "cse", kinds, "early", year)
    return found | mark(crime, allowed & ~early, count("cse.all", year) - to_november, "cse", kinds, "late", year)


def exploitation_suspects(crime: dict[str, np.ndarray], year: str) -> None:
    """Set the sexes of the known suspects of exploitation to the printed share."""
    rows = np.flatnonzero(crime["exploitation"] & (crime["suspect_sex"] != ""))
    men = round(profile("sex", "cse_suspect_male") * len(rows))
    crime["suspect_sex"][rows] = dealt(stream("cse suspects", year), ("M", "F"), (men, len(rows) - men))


def strand_sets(year: str) -> list[tuple[str, ...]]:
    """The strands of each hate crime of the year; some carry two."""
    names = [name for name in tables("counts.toml")["counts"] if name.startswith("hate.") and "+" in name]
    pairs = {tuple(name.removeprefix("hate.").split("+")): count(name, year) for name in names}
    sets = [pair for pair, n in pairs.items() for _ in range(n)]
    for strand in STRANDS:
        doubled = sum(n for pair, n in pairs.items() if strand in pair)
        sets += [(strand,)] * (count(f"hate.{strand}", year) - doubled)
    return sets


def hate(crime: dict[str, np.ndarray], kinds: dict[str, Kind], year: str) -> dict[str, np.ndarray]:
    """Each strand's marker. Every racially or religiously aggravated offence has the one or the other."""
    sets = strand_sets(year)
    generator = stream("hate", year)
    mixed = [sets[place] for place in shuffled(generator, np.arange(len(sets)))]
    mixed.sort(key=lambda strands: not {"race", "religion"} & set(strands))
    codes = np.isin(crime["code"], AGGRAVATED)
    others = mark(crime, ~codes, len(sets) - int(codes.sum()), "hate", kinds, year)
    rows = np.concatenate([np.flatnonzero(codes), shuffled(generator, np.flatnonzero(others))])
    found = {strand: np.zeros(len(codes), dtype=bool) for strand in STRANDS}
    for row, strands in zip(rows, mixed, strict=True):
        for strand in strands:
            found[strand][row] = True
    return found
