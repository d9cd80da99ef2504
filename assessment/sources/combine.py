"""Makes the tables of an area from what was read of each file: the same row in two files is taken once."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

import polars as pl

from assessment.project import Area
from assessment.sources.base import Problem
from assessment.sources.completed import completed, differing
from assessment.sources.extracts import extracts
from assessment.sources.force_months import ForceMonths, force_months
from assessment.sources.national import National
from assessment.sources.places import authorities
from assessment.sources.quality import findings
from assessment.sources.quality.streets import findings as street_findings
from assessment.sources.records_once import RECORDS
from assessment.sources.tables import DOMAINS, KEYS, TABLES
from assessment.sources.vintages import became, begun, converted, residents_of_today

# What two files may contradict each other in. A release of deprivation comes in several files, each with some columns.
VALUES: dict[str, tuple[str, ...]] = {
    "deprivation": (
        "score",
        "rank",
        "decile",
        *(f"{d}_{what}" for d in DOMAINS for what in ("score", "rank", "decile")),
    ),
    "deprivation_published": ("value",),
    "population": ("residents",),
    "population_lsoa": ("residents",),
    "returns": ("value",),
    "drug_deaths": ("deaths",),
    "health_index": ("value",),
    "severity_scores": ("score",),
    "recorded_crime": ("count",),
    "fingertips": ("value",),
    "lsoa_wards": ("authority",),
    "survey": ("answer",),
}
COMPLETED = ("deprivation",)


@dataclass(frozen=True)
class Part:
    """What one format read from one file: where its tables lie."""

    file: str
    format: str
    illustrative: bool
    rows: int
    tables: dict[str, Path]
    pieces: tuple[tuple[Path, list[dict]], ...] = ()  # of street rows: where they lie, and their `street_months`

    def table(self, name: str) -> pl.DataFrame:
        """One of its tables. A survey that does not say what it is called bears the file's name."""
        frame = pl.read_parquet(self.tables[name])
        if "survey" not in frame.columns:
            return frame
        return frame.with_columns(pl.col("survey").fill_null(PurePosixPath(self.file).name.split(".")[0]))


@dataclass
class Combined:
    """The tables of an area, the places of the parts that each was made from, and what to know of them."""

    tables: dict[str, pl.DataFrame] = field(default_factory=dict)
    made_from: dict[str, set[int]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def take(self, name: str, frame: pl.DataFrame, parts: set[int]) -> None:
        """Keep a table, below what is there of it already."""
        self.tables[name] = pl.concat([self.tables[name], frame]) if name in self.tables else frame
        self.made_from[name] = self.made_from.get(name, set()) | parts


def combined(area: Area, parts: Sequence[Part], national: National | None = None) -> Combined:
    """Combine the parts for an area: its own extract before police.uk, the illustrative last.

    `national` is what was gathered of the parts' street rows.
    """
    result = Combined()
    for table in KEYS:
        _keyed(result, table, parts)
    lies = _authorities(area, parts, national)
    if "deprivation" in result.tables:
        result.tables["deprivation"] = _todays_authorities(result.tables["deprivation"], lies)
    for table in ("crime", "asb"):
        own = _with(parts, table)
        if own:
            frames = [parts[place].table(table) for place in own]
            _take(result, extracts(table, frames, lies, area), set(own), parts)
    if national:
        _streets(result, parts, national, lies, area)
    for table, combine in RECORDS.items():
        places = _with(parts, table)
        if places:
            _take(result, combine([parts[place].table(table) for place in places], lies, area), set(places), parts)
    for table in ("crime", "asb"):
        _todays_lsoas(result, table)
    _todays_residents(result, area)
    scores = [parts[place].table("severity_scores") for place in _with(parts, "severity_scores")]
    result.problems += findings(area, result.tables, scores)
    return result


def _todays_lsoas(result: Combined, table: str) -> None:
    """Give records under LSOA codes of 2011 those of 2021, where the look-up is there and the area goes by them."""
    rows, changes, wards = (result.tables.get(name) for name in (table, "lsoa_changes", "lsoa_wards"))
    if rows is None or changes is None:
        return
    new = begun(changes)["lsoa21"]
    if wards is not None:
        today = wards.filter(pl.col("authority").is_in(rows["authority"].unique().implode()))["lsoa"]
    else:
        today = new if rows["lsoa"].is_in(new.implode()).any() else new.clear()
    found = converted(rows, became(changes, result.tables.get("population_lsoa"), today))
    result.tables[table] = found.rows
    result.problems += found.told(table)


def _todays_residents(result: Combined, area: Area) -> None:
    """Give the area's LSOAs of 2021 the residents that were told by LSOA of 2011."""
    residents, changes, wards = (result.tables.get(name) for name in ("population_lsoa", "lsoa_changes", "lsoa_wards"))
    if residents is None or changes is None or wards is None:
        return
    today = wards.filter(pl.col("authority").is_in(area.authorities))["lsoa"]
    made, told = residents_of_today(residents, became(changes, residents, today))
    result.tables["population_lsoa"] = pl.concat([residents, made])
    result.problems += told


def _with(parts: Sequence[Part], table: str) -> list[int]:
    return [place for place, part in enumerate(parts) if table in part.tables]


def _take(result: Combined, found: ForceMonths, places: set[int], parts: Sequence[Part]) -> None:
    for name, frame in found.tables.items():
        result.take(name, frame, places)
    names, kinds = ({getattr(parts[place], part) for place in places} for part in ("file", "format"))
    about = {"file": min(names) if len(names) == 1 else "", "format": min(kinds)}
    result.problems += [replace(problem, **about) for problem in found.problems]


def copies(parts: Sequence[Part]) -> pl.DataFrame:
    """Which months of which force came in which member of which part (`source`)."""
    told = [{"source": at, **month} for at, part in enumerate(parts) for _, months in part.pieces for month in months]
    return pl.DataFrame(told, schema={**TABLES["street_months"], "source": pl.Int32})


def _streets(result: Combined, parts: Sequence[Part], national: National, lies: pl.DataFrame, area: Area) -> None:
    """Add what police.uk gives; crime and ASB only where no extract of the area's own has them."""
    found = force_months(national, copies(parts), lies, area)
    places = [place for place, part in enumerate(parts) if part.pieces]
    own = {name for name in ("crime", "asb") if name in result.tables and result.tables[name].height}
    if own:
        words = " and ".join({"crime": "crime", "asb": "ASB"}[name] for name in sorted(own, reverse=True))
        message = f"the {words} of {area.name} are those of the extract; police.uk serves to compare districts"
        result.problems.append(Problem("information", "two-sources", message))
    kept = {name: frame for name, frame in found.tables.items() if name not in own}
    told = [*found.problems, *(street_findings(found.street, area, result.tables) if found.street else ())]
    _take(result, ForceMonths(kept, told), set(places), parts)


def _authorities(area: Area, parts: Sequence[Part], national: National | None) -> pl.DataFrame:
    def of(table: str) -> list[pl.DataFrame]:
        return [parts[place].table(table) for place in _with(parts, table)]

    return authorities(of("lsoa_authority"), of("lsoa_changes"), [national.places()] if national else [], area)


def _keyed(result: Combined, table: str, parts: Sequence[Part]) -> None:
    """Put the parts of a table below each other; where two have the same row, the first holds, or is completed."""
    places = sorted(_with(parts, table), key=lambda place: (parts[place].illustrative, -parts[place].rows, place))
    if not places:
        return
    frames = [parts[place].table(table).with_columns(place=pl.lit(place, pl.Int32)) for place in places]
    every = pl.concat(frames)
    if table == "boundaries":  # the finest outline
        every = every.sort(pl.col("geometry").bin.size(), descending=True, maintain_order=True)
    kept = every.unique(list(KEYS[table]), keep="first", maintain_order=True)
    result.problems += _conflicts(table, every, parts) if kept.height < every.height else []
    if table in COMPLETED:
        result.take(table, *completed([(p, f.drop("place")) for p, f in zip(places, frames, strict=True)], KEYS[table]))
        return
    result.take(table, kept.select(TABLES[table].keys()), set(kept["place"].unique()))


def _conflicts(table: str, every: pl.DataFrame, parts: Sequence[Part]) -> list[Problem]:
    """A warning where two files, or two rows of one, give different values for the same thing."""
    if table not in VALUES:
        return []
    differ = differing(every, KEYS[table], VALUES[table])
    if not differ:
        return []
    places = pl.concat(told["place"].explode() for told in differ.values()).unique().sort()
    files = [parts[place].file for place in places]
    count = sum(told.height for told in differ.values())
    what = f" ({', '.join(name.replace('_', ' ') for name in differ)})" if len(VALUES[table]) > 1 else ""
    words = f"differ between {' and '.join(files)}" if len(files) > 1 else "are there twice and differ"
    message = f"{count:,} values of {table}{what} {words}; the first is used"
    mend = "Take out the file, or the row, that is out of date."
    return [Problem("warning", "contradiction", message, mend, files[0])]


def _todays_authorities(frame: pl.DataFrame, lies: pl.DataFrame) -> pl.DataFrame:
    """Give releases without today's codes of authorities the authority that their LSOAs lie in."""
    today = frame.join(lies.rename({"authority": "today"}), on="lsoa", how="left", maintain_order="left")
    old = pl.col("authority").is_null() | ~pl.col("authority").str.contains(r"^[A-Z]\d{8}$")
    most = today.filter(old).group_by("authority").agg(most=pl.col("today").drop_nulls().mode().sort().first())
    joined = today.join(most.drop_nulls(), on="authority", how="left", maintain_order="left")
    mended = pl.when(old).then(pl.coalesce("today", "most")).otherwise(pl.col("authority"))
    return joined.with_columns(mended.alias("authority")).select(TABLES["deprivation"].keys())
