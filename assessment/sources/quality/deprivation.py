"""Releases of the Indices of Deprivation: what each of them leaves out."""

from collections.abc import Iterator, Mapping

import polars as pl

from assessment.project import Area
from assessment.sources.base import Problem
from assessment.sources.tables import DOMAINS

TOUCHES = ("deprivation",)
AFTER_HOUSING = "IoD2025"  # MHCLG, English Indices of Deprivation 2025, technical report: the income domain


def findings(area: Area, tables: Mapping[str, pl.DataFrame]) -> Iterator[Problem]:
    """Populations for a part of England only, scores of the index only, no domains at all."""
    table = tables.get("deprivation")
    if table is None:
        return
    releases = {str(release): rows for (release,), rows in sorted(table.group_by("release"))}
    for release, rows in releases.items():
        yield from _populations(area, release, rows)
    yield from _domains(releases)
    yield from _incomparable(releases)


def _populations(area: Area, release: str, rows: pl.DataFrame) -> Iterator[Problem]:
    known = rows.filter(pl.col("population").is_not_null())
    if not 0 < known.height < rows.height:
        return
    own = known.filter(pl.col("authority").is_in(area.authorities)).height
    whose = f"all of them in {area.name}" if own == known.height else f"{own:,} of them in {area.name}"
    message = f"{release}: populations for {known.height:,} of {rows.height:,} LSOAs only, {whose}"
    mend = "Averages by population hold for the area alone; for ranks of authorities take File 10."
    yield Problem("information", "part-populations", message, mend, tables=TOUCHES)


def _domains(releases: Mapping[str, pl.DataFrame]) -> Iterator[Problem]:
    """One finding for all releases without domains, or without the scores of domains."""
    ranks = {name: _any(rows, "rank") for name, rows in releases.items()}
    scores = {name: _any(rows, "score") for name, rows in releases.items()}
    without = [name for name in releases if not ranks[name] and not scores[name]]
    index = [name for name in releases if ranks[name] and not scores[name]]
    told = [f"{', '.join(index)}: scores of the index only, ranks of each domain"] if index else []
    told += [f"{', '.join(without)}: the index only, no domain"] if without else []
    if told:
        mend = "Add File 7 of those releases, where a domain should be compared."
        yield Problem("information", "without-domains", "; ".join(told), mend, tables=TOUCHES)


def _incomparable(releases: Mapping[str, pl.DataFrame]) -> Iterator[Problem]:
    if AFTER_HOUSING in releases and len(releases) > 1:
        earlier = ", ".join(name for name in releases if name != AFTER_HOUSING)
        message = f"{AFTER_HOUSING} counts income after housing costs, {earlier} before them"
        mend = "Compare ranks with care and scores not at all; a move to or from it is partly the new definition."
        yield Problem("information", "releases-differ", message, mend, tables=TOUCHES)


def _any(rows: pl.DataFrame, what: str) -> bool:
    return any(rows[f"{domain}_{what}"].count() for domain in DOMAINS)
