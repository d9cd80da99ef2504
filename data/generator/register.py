"""The register of tools and powers: one row a step of a case. Invented; the counts of 2016/17 are those printed."""

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np

from .counts import tables
from .draw import picked, ranged, stream

HEADER = "case,step,date,measure"
STEPS = {
    "asb": ("powers.warnings", "powers.notices", "powers.notice_breaches"),
    "cse": ("powers.cse_warnings", "powers.cse_notices"),
}
NAMES = ("community protection warning", "community protection notice", "breach of the notice")


def lines() -> Iterator[list[str]]:
    """The rows in the columns of HEADER, cases in the order in which they were opened."""
    cases = [
        (found, measures)
        for kind, measures in STEPS.items()
        for batch in tables("register.toml")[kind]
        for found in _cases(kind, batch)
    ]
    cases.sort(key=lambda case: case[0][0])
    for number, (days, measures) in enumerate(cases, 1):
        for day, name, measure in zip(days, NAMES, measures, strict=False):
            yield [f"T-{number:04d}", name, day.isoformat(), measure]


def _cases(kind: str, batch: dict) -> list[list[date]]:
    """The days of the steps of each case of a batch: warnings between two days, some of them followed up."""
    draw = stream("register", kind, str(batch["from"]))
    width = (batch["to"] - batch["from"]).days
    days = [[batch["from"] + timedelta(int(n))] for n in ranged(draw, [(0, width, 1)], batch["warnings"])]
    for followed in batch.get("notices", []):
        open_cases = [case for case in days if len(case) == 1 and case[0] < followed["by"]]
        noticed = [open_cases[at] for at in picked(draw, np.arange(len(open_cases)), followed["count"])]
        for case in noticed:
            case.append(_between(draw, case[0], followed))
        for case in noticed[: followed.get("breaches", 0)]:
            case.append(_between(draw, case[1], {**followed, "from": case[1]}))
    return days


def _between(draw: np.random.Generator, after: date, span: dict) -> date:
    """A day later than `after`, inside the span, mostly some weeks on."""
    first = max(after + timedelta(1), span["from"])
    wait = ranged(draw, [(0, 20, 1), (21, 70, 3)], 1)[0]
    return min(first + timedelta(int(wait)), span["by"])
