"""Age bands and sexes of victims and suspects; exact for violence in 2015/16, where shares are printed."""

import numpy as np

from .counts import BANDS, Kind, profile, tables
from .draw import dealt, picked, shared, spread, stream

KNOWN_IN_FULL = "2015/16"  # the year whose shares of victims and suspects of violence by age are printed


def fill(crime: dict[str, np.ndarray], who: str, kinds: dict[str, Kind], year: str) -> None:
    """Write the age bands and sexes of `victim` or `suspect`; both stay empty where nobody is known."""
    known = known_rows(crime, who, kinds, year)
    sexual = crime["group"] == "sexual"
    if who == "victim":
        known &= ~sexual  # they have theirs already, which their code follows
    crime[f"{who}_age_band"][known] = ages(crime, known, who, kinds, year)
    crime[f"{who}_sex"][known] = sexes(crime, known, who, kinds, year)


def known_rows(crime: dict[str, np.ndarray], who: str, kinds: dict[str, Kind], year: str) -> np.ndarray:
    """Whether the person is known: always in domestic abuse, otherwise the share of the kind."""
    known = crime["domestic"].copy()
    for name, kind in kinds.items():
        rows = np.flatnonzero((crime["kind"] == name) & ~crime["domestic"])
        share = kind.weight(f"{who}_known")
        full = kind.group == "violence" and year == KNOWN_IN_FULL
        n = len(rows) if full else round(share * len(rows))
        known[picked(stream("known", who, name, year), rows, n)] = True
    return known


def ages(crime: dict[str, np.ndarray], known: np.ndarray, who: str, kinds: dict[str, Kind], year: str) -> np.ndarray:
    """The age bands of the known rows: domestic abuse by its own profile, the others by their kind's."""
    found = np.full(len(known), "", dtype="U5")
    domestic = known & crime["domestic"]
    generator = stream("ages", who, year)
    violence = known & (crime["group"] == "violence")
    both = violence & crime["domestic"]
    own = spread(int(both.sum()), profile("age", f"domestic_{who}"))
    total = spread(int(violence.sum()), tables("counts.toml")["violence_ages"][f"{who}s"])
    found[both] = dealt(generator, BANDS, own)
    found[violence & ~both] = dealt(generator, BANDS, total - own)
    rest = domestic & ~violence
    found[rest] = shared(generator, BANDS, profile("age", f"domestic_{who}"), int(rest.sum()))
    for name, kind in kinds.items():
        rows = known & ~domestic & ~violence & (crime["kind"] == name)
        if rows.any():
            found[rows] = shared(generator, BANDS, profile("age", kind.word(f"{who}_profile")), int(rows.sum()))
    return found[known]


def sexes(crime: dict[str, np.ndarray], known: np.ndarray, who: str, kinds: dict[str, Kind], year: str) -> np.ndarray:
    """The sexes of the known rows, by the share of the kind or of domestic abuse."""
    generator = stream("sexes", who, year)
    column = {"victim": "female", "suspect": "male"}[who]
    order = {"victim": ("F", "M"), "suspect": ("M", "F")}[who]
    found = np.full(len(known), "", dtype="U1")
    for name, kind in kinds.items():
        rows = known & ~crime["domestic"] & (crime["kind"] == name)
        share = kind.weight(f"{who}_{column}")
        found[rows] = shared(generator, order, (share, 1 - share), int(rows.sum()))
    share = profile("sex", f"domestic_{who}_{column}")
    rows = known & crime["domestic"]
    found[rows] = shared(generator, order, (share, 1 - share), int(rows.sum()))
    return found[known]
