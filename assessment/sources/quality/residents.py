"""Residents: estimates made before a census, and years of records that no count of residents is of."""

from collections.abc import Iterator, Mapping

import polars as pl

from assessment.periods import FinancialYear
from assessment.project import Area
from assessment.sources.base import Problem
from assessment.sources.quality.places import codes_of

REBASED = 0.005  # an estimate further than this from the census was not made to agree with it
CENSUS = ("Census 2021", 2021)
TABLES = ("population", "population_lsoa")


def findings(area: Area, tables: Mapping[str, pl.DataFrame]) -> Iterator[Problem]:
    """What to know of the residents that rates divide by."""
    known = _known(area, tables)
    yield from _before_the_census(area, known)
    yield from _other_years(area, tables, known)


def _known(area: Area, tables: Mapping[str, pl.DataFrame]) -> dict[tuple[str, int], int]:
    """The area's residents by basis and year, by authority or else added up from its LSOAs."""
    found: dict[tuple[str, int], int] = {}
    places = (("population_lsoa", "lsoa", codes_of(area, tables)), ("population", "authority", list(area.authorities)))
    for name, column, codes in places:
        if name in tables and codes:
            ours = tables[name].filter(pl.col(column).is_in(codes)).group_by("basis", "year")
            whole = ours.agg(pl.col("residents").sum(), pl.col(column).n_unique().alias("places"))
            rows = whole.filter(pl.col("places") == len(codes)).iter_rows()
            found |= {(basis, year): residents for basis, year, residents, _ in rows}
    return found


def _before_the_census(area: Area, known: Mapping[tuple[str, int], int]) -> Iterator[Problem]:
    name, year = CENSUS
    census = known.get(CENSUS)
    before = max((made for basis, made in known if "estimate" in basis and made < year), default=None)
    if census is None or before is None or year - before > 3:
        return
    estimate = next(known[basis, made] for basis, made in known if made == before and "estimate" in basis)
    if abs(estimate / census - 1) <= REBASED:
        return
    percent = f"{100 * (estimate / census - 1):+.1f}%".replace("-", "−")
    message = (
        f"mid-year estimates up to {before} were made before {name}: {estimate:,} residents of {area.name} in mid "
        f"{before} against {census:,} counted ({percent})"
    )
    mend = "Add the estimates that were rebased on the census; a rate over both bases has a step that is none."
    yield Problem("warning", "not-rebased", message, mend, tables=TABLES)


def _other_years(
    area: Area, tables: Mapping[str, pl.DataFrame], known: Mapping[tuple[str, int], int]
) -> Iterator[Problem]:
    coverage = tables.get("coverage")
    if coverage is None or not known:
        return
    counted = sorted({FinancialYear.of_month(month) for month in coverage["month"].unique()})
    years = {year for _, year in known}
    lacking = [str(year) for year in counted if year.starts not in years]
    if lacking:
        message = (
            f"records are of {len(counted)} financial years, and no count of residents of {area.name} is of the middle "
            f"of {', '.join(lacking)}: numerator and denominator of a rate are of different years there"
        )
        mend = "Add the mid-year estimates of those years; until then the nearest is used and named beside the rate."
        yield Problem("warning", "different-years", message, mend, tables=TABLES)
