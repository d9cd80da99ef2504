"""Data held in memory in the place of prepared files, and the cells of the notebooks, for the chapters' tests."""

import importlib
import json
import re
from collections.abc import Callable, Collection, Iterator
from itertools import count

import numpy as np
import pandas as pd

from assessment import project
from assessment.chapters.base import Chapter
from assessment.periods import FinancialYear
from assessment.present.markup import Shown
from assessment.problems import Problem
from assessment.project import Area, District
from assessment.sources.tables import TABLES
from assessment.store import SourceFile

NUMBERS = count(1)
FORMATS = {
    "crime": "force_extract",
    "asb": "asb_extract",
    "returns": "partnership_returns",
    "published": "published_figures",
}


class Held:
    """A stand-in for `store.Prepared`: tables by name, each from one file or from those given."""

    problems: tuple = ()  # nothing is wrong with held data, unless a test says so

    def __init__(self, files: dict[str, list[SourceFile]] | None = None, **tables: pd.DataFrame) -> None:
        self.asked: set[str] = set()
        self.tables = {name: table for name, table in tables.items() if table is not None}
        self._files = files or {name: [source(f"{name}.csv", FORMATS.get(name, name), name)] for name in self.tables}

    @property
    def files(self) -> list[SourceFile]:
        return [file for name, files in self._files.items() if name in self.tables for file in files]

    def problems_of(self, tables: Collection[str]) -> list[Problem]:
        return [problem for problem in self.problems if set(tables) & set(problem.tables)]

    def supplied(self, format: str) -> bool:
        return any(file.format == format for file in self.files)

    def illustrative(self, names: Collection[str]) -> bool:
        return any(file.illustrative and file.file in names for file in self.files)

    def table(self, name: str) -> pd.DataFrame | None:
        return self.tables[name].copy(deep=False) if name in self.tables else None

    def sources_of(self, name: str) -> list[SourceFile]:
        return self._files.get(name, []) if name in self.tables else []

    def but(self, **changes: Callable[[pd.DataFrame], pd.DataFrame] | pd.DataFrame | None) -> "Held":
        """The same with some tables replaced, changed by a function, or (None) absent."""
        tables = dict(self.tables)
        for name, change in changes.items():
            tables[name] = change(tables[name]) if callable(change) else change
        return Held(self._files, **tables)

    def only(self, *names: str) -> "Held":
        """The same with these tables alone."""
        return Held({name: self._files[name] for name in names}, **{name: self.tables[name] for name in names})


def source(file: str, format: str, *tables: str, period: str = "", **more: object) -> SourceFile:
    told = {"illustrative": False, "note": "", "release": "", **more}
    return SourceFile(file, "0" * 64, format, format, "A publisher", "OGL", period=period, rows_read=1, rows_kept=1,
                      rows_set_aside=0, tables=tables, **told)  # fmt: skip


def rows(table: str, number: int = 1, **values: object) -> pd.DataFrame:
    """That many rows of a canonical table; columns that are not given are empty, lists give a value a row."""
    number = max([number, *(len(value) for value in values.values() if isinstance(value, list))])
    unknown = set(values) - set(TABLES[table])
    assert not unknown, f"{table} has no column {unknown}"
    frame = pd.DataFrame({name: values.get(name) for name in TABLES[table]}, index=range(number))
    for name in ("record", "incident"):
        if name in frame and name not in values:
            frame[name] = [f"R{next(NUMBERS)}" for _ in range(number)]
    if "source" in frame and "source" not in values:
        frame["source"] = FORMATS.get(table, table)
    for name in {"recorded", "committed_from", "committed_to", "period_start", "period_end"} & set(frame):
        frame[name] = pd.to_datetime(frame[name])
    return frame


def monthly(table: str, counts: dict[str, int] | pd.Series, **values: object) -> pd.DataFrame:
    """As many rows a month as `counts` says."""
    months = [month for month, number in counts.items() for _ in range(number)]
    return rows(table, len(months), month=months, **values) if months else rows(table).iloc[:0]


def year_of(year: str, number: int) -> dict[str, int]:
    """The same count in each month of a financial year."""
    return dict.fromkeys(FinancialYear.parse(year).months, number)


def together(*frames: pd.DataFrame) -> pd.DataFrame:
    return pd.concat([frame.astype(object) for frame in frames], ignore_index=True)


AREA = Area(
    slug="sandmouth",
    name="Sandmouth",
    authorities=("E06000999",),
    force="Sandshire",
    year="2014/15",
    districts=(District(code="E06000999", name="Sandmouth"), District(code="E07000998", name="Dunely")),
)


def opened(name: str, held: object, year: str = "2014/15", area: Area = AREA, *, restricted: bool = False) -> Chapter:
    """A chapter on held data, without files or an edition."""
    module = importlib.import_module(f"assessment.chapters.{name}")
    return module.Chapter(project.chapter(name), area, FinancialYear.parse(year), held, None, restricted)


def calls(name: str) -> list[str]:
    """The calls that the cells of a chapter's notebook make, from `load` to `sources`."""
    path = project.root() / "notebooks" / f"{project.chapter(name).file}.ipynb"
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    return [text for text in code if text.startswith("chapter.") and "headline" not in text and "save" not in text]


def shown(chapter: Chapter) -> Iterator[tuple[str, Shown]]:
    """Every part that the notebook's cells show, with its call."""
    for call in calls(chapter.entry.name):
        for part in eval(call, {"chapter": chapter}):
            yield call, part


def text_of(part: Shown) -> str:
    """What a reader sees of a part, without its markup."""
    return re.sub(r"<[^>]+>", " ", part.to_html())


def small_town(*years: str, seed: int = 1) -> Held:
    """Two hundred crimes and a hundred ASB incidents a month of those years, in twelve LSOAs, and all other tables."""
    random, months = np.random.default_rng(seed), [m for year in years for m in FinancialYear.parse(year).months]
    lsoas = [f"E0100{n:04d}" for n in range(12)]
    crimes, incidents = ([m for m in months for _ in range(n)] for n in (200, 100))
    return Held(
        crime=_crimes(random, crimes, lsoas),
        asb=rows("asb", month=incidents, type=list(random.choice(["Personal", "Nuisance"], len(incidents))),
                 youth=list(random.random(len(incidents)) < 0.2), lsoa=list(random.choice(lsoas, len(incidents)))),
        coverage=rows("coverage", source=["force_extract"] * len(months), kind="crime", month=months, rows=200),
        deprivation=_deprivation(random, lsoas),
        deprivation_published=rows("deprivation_published", release=["IoD2010", "IoD2015"], authority="E06000999",
                                   authority_name="Sandmouth", measure="rank", value=[9.0, 4.0]),
        population=rows("population", authority="E06000999", name="Sandmouth", year=[2011, 2014],
                        residents=[17000, 18000], basis=["Census 2011", "mid-year estimate"]),
        population_lsoa=rows("population_lsoa", lsoa=lsoas, lsoa_vintage=2011, year=2011, residents=1500,
                             basis="Census 2011"),
        harm_weights=_weights(),
        returns=_returns(years),
        published=rows("published", topic="drugs", measure=["Opiate and/or crack users", "Drug deaths"],
                       area="Sandmouth", period=["2011/12", "2012"], value=[20.5, 12.0], unit=["per 1000", "count"],
                       comparator_england=[8.6, None], source_url="https://example.org"),
        drug_deaths=rows("drug_deaths", authority="E06000999", name="Sandmouth", year=[2010, 2011, 2012, 2013],
                         deaths=[9, 12, 7, 15]),
        health_index=rows("health_index", authority=["E06000999", "E07000998"] * 2, year=[2012, 2012, 2013, 2013],
                          indicator="Alcohol misuse", value=[701.5, 402.5, 701.5, 402.5]),
    )  # fmt: skip


def _crimes(random: np.random.Generator, months: list[str], lsoas: list[str]) -> pd.DataFrame:
    kinds = [
        ("Violence against the person", "Violence with injury", "8N"),
        ("Violence against the person", "Violence without injury", "105A"),
        ("Sexual offences", "Rape", "19C"),
        ("Theft offences", "Shoplifting", "46"),
        ("Drug offences", "Possession of drugs", "92D"),
    ]
    picked = [kinds[n] for n in random.choice(len(kinds), len(months), p=[0.25, 0.2, 0.05, 0.4, 0.1])]
    recorded = pd.to_datetime(pd.Series(months)) + pd.to_timedelta(random.integers(0, 28, len(months)), "D")
    committed = recorded - pd.to_timedelta(random.choice([0, 3, 500], len(months)), "D")
    frame = rows("crime", month=months, lsoa=list(random.choice(lsoas, len(months))), authority="E06000999")
    frame[["category", "subcategory", "offence_code"]] = picked
    markers = {name: random.random(len(months)) < 0.15 for name in ("alcohol", "domestic_abuse", "cse")}
    return frame.assign(recorded=recorded, committed_from=committed, committed_to=committed, **markers)


def _deprivation(random: np.random.Generator, lsoas: list[str]) -> pd.DataFrame:
    deciles = [1, 1, 1, 2, 3, 3, 4, 5, 5, 6, 7, 8]
    ranks = [3284 * decile - 1000 + n for n, decile in enumerate(deciles)]
    domains = {f"{name}_decile": [int(n) for n in random.integers(1, 4, 12)] for name in ("income", "health")}
    told = {"lsoa_vintage": 2011, "authority": "E06000999", "authority_name": "Sandmouth", "lsoas_in_england": 32844}
    names = [f"Sandmouth 00{n}A" for n in range(12)]
    frame = rows("deprivation", release="IoD2015", lsoa=lsoas, lsoa_name=names, rank=ranks, decile=deciles, **told)
    return frame.assign(score=[60.0 - 4 * n for n in range(12)], population=1500.0, **domains)


def _weights() -> pd.DataFrame:
    days = {"Violence with injury": 365, "Violence without injury": 1, "Rape": 1825, "Shoplifting": 1,
            "Possession of drugs": 3, "Trafficking of drugs": 730}  # fmt: skip
    return rows("harm_weights", version="Weights of a test", level="subcategory", key=list(days),
                harm_category=list(days), days=[float(n) for n in days.values()], illustrative=False)  # fmt: skip


def _returns(years: tuple[str, ...]) -> pd.DataFrame:
    starts = [FinancialYear.parse(year) for year in years for _ in AREA.districts]
    names = [district.name for _ in years for district in AREA.districts]
    numbers = [2400.0 + 10 * n for n in range(len(names))]
    return rows("returns", measure="district.crime.all", area=names, period_start=[y.first_day for y in starts],
                period_end=[y.last_day for y in starts], value=numbers, unit="count")  # fmt: skip
