"""Sexual offences: the victim's age and sex, how long before the record, and the code that fits."""

import numpy as np

from .counts import BANDS, UNDER_16, Kind, count, profile
from .dates import before_year, in_year, non_recent, recent
from .draw import dealt, drawn, picked, shared, spread, stream

KINDS = ("rape", "sexual_assault", "other_sexual")
ASSAULT = {("F", False): "20A", ("F", True): "20B", ("M", False): "17A", ("M", True): "17B"}
OTHER = {  # code and weight by the victim's age
    "under 13": {"21": 0.8, "23": 0.08, "88E": 0.12},
    "13 to 15": {"22B": 0.52, "88A": 0.22, "71": 0.1, "88E": 0.16},
    "16 to 19": {"88E": 0.5, "22A": 0.34, "73": 0.1, "70": 0.06},
    "adult": {"88E": 0.62, "22A": 0.26, "70": 0.12},
}


def recency(kind: str, n: int, year: str) -> np.ndarray:
    """`in_year`, `earlier` or `non_recent` for each rape, `recent` or `non_recent` for the others; exact."""
    generator = stream("recency", kind, year)
    if kind == "rape":
        names = ("in_year", "earlier", "non_recent")
        return dealt(generator, names, [count(f"rape.{name}", year) for name in names])
    rest = count("sexual.non_recent", year) - count("rape.non_recent", year)
    weights = [count(f"kind.{name}", year) * odds for name, odds in zip(KINDS[1:], (3, 2), strict=True)]
    old = spread(rest, weights)[KINDS[1:].index(kind)]
    return dealt(generator, ("recent", "non_recent"), (n - old, old))


def children(kind: str, when: np.ndarray, year: str) -> np.ndarray:
    """Whether the victim was under 16 at the time; exact, and for rape exact among the non-recent ones."""
    generator = stream("children", kind, year)
    child = np.zeros(len(when), dtype=bool)
    old, n = when == "non_recent", count(f"{kind}.under_16", year)
    if kind == "rape":
        then = count("rape.non_recent_under_16", year)
        child[picked(generator, np.flatnonzero(old), then)] = True
        child[picked(generator, np.flatnonzero(~old), n - then)] = True
    else:
        child[picked(generator, np.arange(len(when)), n, np.where(old, 2.0, 1.0))] = True
    return child


def victims(kind: Kind, n: int, year: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """When (see `recency`), age band and sex of the victim of each offence of a kind."""
    generator = stream("sexual victims", kind.name, year)
    when = recency(kind.name, n, year)
    child = children(kind.name, when, year)
    age = np.full(n, "", dtype="U5")
    for rows, name in ((child, "sexual_child"), (~child, "sexual_adult")):
        age[rows] = shared(generator, BANDS, profile("age", name), int(rows.sum()))
    female = kind.weight("victim_female")
    return when, age, shared(generator, ("F", "M"), (female, 1 - female), n)


def codes(kind: str, age: np.ndarray, sex: np.ndarray, year: str) -> np.ndarray:
    """The offence code by the victim's age and sex; a part of those aged 10 to 14 were under 13."""
    generator = stream("sexual codes", kind, year)
    infant = (age == "0-9") | ((age == "10-14") & (generator.random(len(age)) < 0.4))
    child = np.isin(age, UNDER_16)
    if kind == "rape":
        female = np.where(infant, "19E", np.where(child, "19D", "19C"))
        return np.where(sex == "F", female, np.where(infant, "19H", np.where(child, "19G", "19F")))
    if kind == "sexual_assault":
        return np.array([ASSAULT[who, young] for who, young in zip(sex.tolist(), infant.tolist(), strict=True)])
    found = np.full(len(age), "", dtype="U5")
    groups = {"under 13": infant, "13 to 15": child & ~infant, "16 to 19": age == "16-19"}
    groups["adult"] = ~np.logical_or.reduce(list(groups.values()))
    for name, rows in groups.items():
        found[rows] = drawn(generator, list(OTHER[name]), list(OTHER[name].values()), int(rows.sum()))
    return found


def committed(when: np.ndarray, recorded: np.ndarray, year: str) -> tuple[np.ndarray, np.ndarray]:
    """The first and the last day of each offence, by its `recency`."""
    generator = stream("sexual committed", year)
    first, last = np.empty((2, len(when)), dtype="M8[D]")
    for name, rule in {"in_year": in_year, "earlier": before_year}.items():
        first[when == name], last[when == name] = rule(recorded[when == name], year, generator)
    for name, rule in {"recent": recent, "non_recent": non_recent}.items():
        first[when == name], last[when == name] = rule(recorded[when == name], generator)
    return first, last
