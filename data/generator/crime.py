"""Puts the crimes of a year together, a stage at a time; every stage has its own stream of numbers."""

from collections.abc import Iterator

import numpy as np

from . import dates, markers, people, places, sexual
from .counts import count, fixed_codes, kinds, offences, profile
from .draw import dealt, picked, spread, stream

HEADER = (
    "record_number,recorded_date,committed_from,committed_to,offence_code,offence_description,offence_group,"
    "offence_subgroup,lsoa,alcohol,domestic_abuse,cse,hate_race,hate_religion,hate_sexual_orientation,"
    "hate_transgender,hate_disability,victim_age_band,victim_sex,suspect_age_band,suspect_sex"
)
UNDATED = ("theft", "damage")


def year_of_crime(year: str) -> dict[str, np.ndarray]:
    """The crimes recorded in a financial year by column, in the order of their record numbers."""
    crime = skeleton(year)
    crime["domestic"] = markers.domestic(crime, kinds(), year)
    crime["code"] = codes(crime, year)
    crime["recorded_date"] = recorded(crime, year)
    crime["lsoa"] = lsoas(crime, year)
    people.fill(crime, "victim", kinds(), year)
    people.fill(crime, "suspect", kinds(), year)
    crime["alcohol"] = markers.alcohol(crime, kinds(), year)
    crime["exploitation"] = markers.exploitation(crime, kinds(), year)
    markers.exploitation_suspects(crime, year)
    crime |= {f"hate_{name}": marked for name, marked in markers.hate(crime, kinds(), year).items()}
    crime["committed_from"], crime["committed_to"] = committed(crime, year)
    order = dates.same_order(stream("order", year), crime["recorded_date"])
    return {column: values[order] for column, values in crime.items()}


def skeleton(year: str) -> dict[str, np.ndarray]:
    """Kind and group of each crime, and for sexual offences the victim and when it was."""
    sizes = [count(f"kind.{name}", year) for name in kinds()]
    kind = np.repeat(list(kinds()), sizes)
    crime = {"kind": kind, "group": np.repeat([each.group for each in kinds().values()], sizes)}
    for column, width in {"when": 10, "victim_age_band": 5, "victim_sex": 1}.items():
        crime[column] = np.full(len(kind), "", dtype=f"U{width}")
    for column, width in {"suspect_age_band": 5, "suspect_sex": 1}.items():
        crime[column] = np.full(len(kind), "", dtype=f"U{width}")
    for name in sexual.KINDS:
        rows = kind == name
        when, age, sex = sexual.victims(kinds()[name], int(rows.sum()), year)
        crime["when"][rows], crime["victim_age_band"][rows], crime["victim_sex"][rows] = when, age, sex
    return crime


def codes(crime: dict[str, np.ndarray], year: str) -> np.ndarray:
    """The offence code of each crime: those with a count of their own exact, the rest of a kind by share."""
    found = np.full(len(crime["kind"]), "", dtype="U14")
    for name in kinds():
        rows = crime["kind"] == name
        if name in sexual.KINDS:
            found[rows] = sexual.codes(name, crime["victim_age_band"][rows], crime["victim_sex"][rows], year)
        else:
            found[rows] = dealt(stream("codes", name, year), *code_counts(name, int(rows.sum()), year))
    return found


def code_counts(kind: str, n: int, year: str) -> tuple[list[str], list[int]]:
    """The codes of a kind and how often each is used in the year."""
    members = [row for row in offences().values() if row["kind"] == kind]
    fixed = {row["code"]: fixed_codes(year).get(row["code"], 0) for row in members if not row["share"]}
    free = {row["code"]: float(row["share"]) for row in members if row["share"]}
    shares = dict(zip(free, spread(n - sum(fixed.values()), list(free.values())), strict=True))
    counts = fixed | shares
    return list(counts), [int(counts[code]) for code in counts]


def recorded(crime: dict[str, np.ndarray], year: str) -> np.ndarray:
    """The recorded date of each crime."""
    months = dates.crime_months(crime["kind"], crime["domestic"], year, kinds())
    found = np.empty(len(months), dtype="M8[D]")
    earlier = crime["when"] == "earlier"  # 12 months before must reach into the year before
    months[earlier] = np.floor(stream("earlier", year).random(int(earlier.sum())) * 7).astype(int)
    for name, kind in kinds().items():
        rows = crime["kind"] == name
        found[rows] = dates.days_in(months[rows], kind.word("season"), year, stream("days", name, year))
    return found


def lsoas(crime: dict[str, np.ndarray], year: str) -> np.ndarray:
    """The LSOA of each crime, domestic abuse where people live."""
    found = np.full(len(crime["kind"]), "", dtype="U9")
    for name, kind in kinds().items():
        for at_home in (False, True):
            rows = (crime["kind"] == name) & (crime["domestic"] == at_home)
            place = "residential" if at_home else kind.word("place")
            found[rows] = places.lsoas(stream("lsoa", name, str(at_home), year), place, int(rows.sum()))
    return found


def committed(crime: dict[str, np.ndarray], year: str) -> tuple[np.ndarray, np.ndarray]:
    """The first and the last day of each crime, of a few of theft and damage neither (not a date)."""
    day = crime["recorded_date"]
    first, last = np.empty((2, len(day)), dtype="M8[D]")
    for name, kind in kinds().items():
        rows = crime["kind"] == name
        if name not in sexual.KINDS:
            first[rows], last[rows] = dates.committed(kind, day[rows], stream("committed", name, year))
    rows = crime["group"] == "sexual"
    first[rows], last[rows] = sexual.committed(crime["when"][rows], day[rows], year)
    unsure = np.flatnonzero(np.isin(crime["group"], UNDATED))
    n = round(len(unsure) * profile("committed", "unknown_share"))
    unknown = picked(stream("undated", year), unsure, n)
    first[unknown], last[unknown] = np.datetime64("NaT"), np.datetime64("NaT")
    return first, last


def lines(year: str) -> Iterator[list[str]]:
    """The rows of the year's file, as text in the columns of HEADER."""
    crime = year_of_crime(year)
    stem = f"BP{year[2:4]}{year[5:]}"
    flags = ["alcohol", "domestic", "exploitation", *(f"hate_{name}" for name in markers.STRANDS)]
    text = {name: np.where(crime[name], "Y", "N") for name in flags}
    if year < markers.CSE_BEGINS:
        text["exploitation"] = np.full(len(crime["kind"]), "")
    days = [np.datetime_as_string(crime[name]) for name in ("recorded_date", "committed_from", "committed_to")]
    ages = [crime[f"{who}_{what}"] for who in ("victim", "suspect") for what in ("age_band", "sex")]
    columns = [*days, crime["code"], crime["lsoa"], *(text[name] for name in flags), *ages]
    for number, row in enumerate(zip(*(column.tolist() for column in columns), strict=True), start=1):
        dated = ["" if day == "NaT" else day for day in row[:3]]
        offence = offences()[row[3]]
        named = [offence["code"], offence["description"], offence["group"], offence["subgroup"]]
        yield [f"{stem}-{number:05d}", *dated, *named, *row[4:]]
