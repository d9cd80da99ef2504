"""How many people live in an area: the estimate nearest to the edition's year, and what it is."""

from dataclasses import dataclass, replace

import pandas as pd

from assessment.periods import FinancialYear
from assessment.store import Prepared

UNDATED = "year not printed"


@dataclass(frozen=True)
class Residents:
    """A number of residents, the year it is of, the table it is from, and its kind: `mid-year estimate`.

    Of an `undated` one the source prints no year.
    """

    number: int
    year: int
    source: str
    kind: str
    undated: bool = False

    @property
    def basis(self) -> str:
        """What the number is: `Census 2021`, `mid-year estimate of 2014`; of an undated one, that it is taken so."""
        told = basis_in_words(self.kind, self.year)
        return f"{self.kind}, {UNDATED} and taken to be {self.year}" if self.undated else told

    def caution(self, year: FinancialYear) -> str:
        """What to know where the residents are not of the year itself; empty where they are."""
        if self.undated:
            return f"Rates of {year} use a {self.kind} whose year is not printed; it is taken to be {self.year}."
        if self.year == year.starts:
            return ""
        return f"Rates of {year} use the {self.basis}: residents of {year.starts} are not in the files."


def basis_in_words(kind: str, year: int) -> str:
    """`Census 2021`, which names its year itself; `mid-year estimate of 2014`, which does not."""
    return kind if str(year) in kind else f"{kind} of {year}"


def residents_of(prepared: Prepared, authorities: tuple[str, ...], year: FinancialYear) -> Residents | None:
    """The residents of some authorities together, nearest to the middle of the year; None where no file tells.

    Of two equally near a census goes before an estimate rolled forward from another census, and the earlier first.
    """
    found = [*_by_authority(prepared, authorities), *_by_lsoa(prepared, authorities)]
    near = min(found, key=lambda one: (abs(one.year - year.starts), "Census" not in one.kind, one.year), default=None)
    return near and replace(near, undated=_undated(prepared, near))


def _undated(prepared: Prepared, found: Residents) -> bool:
    """Whether the file of a number says of its release that no year is printed."""
    told = [file for file in prepared.sources_of(found.source) if file.period == f"{found.kind} {found.year}"]
    return any("not printed" in file.release for file in told)


def _by_authority(prepared: Prepared, authorities: tuple[str, ...]) -> list[Residents]:
    table = prepared.table("population")
    if table is None:
        return []
    ours = table[table["authority"].isin(authorities)].dropna(subset=["residents"])
    whole = ours.groupby(["year", "basis"]).filter(lambda rows: rows["authority"].nunique() == len(authorities))
    return _summed(whole, "population")


def _by_lsoa(prepared: Prepared, authorities: tuple[str, ...]) -> list[Residents]:
    return _summed(_whole_releases(prepared, authorities), "population_lsoa")


def _summed(rows: pd.DataFrame, source: str) -> list[Residents]:
    sums = rows.groupby(["year", "basis"])["residents"].sum()
    return [Residents(int(number), int(year), source, basis) for (year, basis), number in sums.items() if number > 0]


def lsoas_of(prepared: Prepared, authorities: tuple[str, ...]) -> list[str]:
    """The LSOAs of some authorities, from the look-up to wards, else the boundaries, else the latest deprivation."""
    return lsoas_and_table(prepared, authorities)[0]


def lsoas_and_table(prepared: Prepared, authorities: tuple[str, ...]) -> tuple[list[str], str]:
    """The LSOAs of some authorities and the table that names them; none and no table where no file does."""
    for name, column in (("lsoa_wards", "lsoa"), ("boundaries", "code"), ("deprivation", "lsoa")):
        table = prepared.table(name)
        if table is None:
            continue
        if name == "boundaries":
            table = table[table["layer"] == "lsoa"]
        if name == "deprivation":
            table = table[table["release"] == table["release"].max()]
        codes = sorted(table.loc[table["authority"].isin(authorities), column].unique())
        if codes:
            return codes, name
    return [], ""


def lsoa_residents(
    prepared: Prepared, authorities: tuple[str, ...], year: FinancialYear
) -> tuple[pd.Series, str] | None:
    """Residents by LSOA, nearest to the year, where a file has every LSOA, and what they are; None where none has."""
    ours = _whole_releases(prepared, authorities)
    if ours.empty:
        return None
    nearest = min(ours["year"].unique(), key=lambda one: (abs(one - year.starts), one))
    chosen = ours[ours["year"] == nearest].drop_duplicates("lsoa")
    return chosen.set_index("lsoa")["residents"], basis_in_words(chosen["basis"].iloc[0], int(nearest))


def _whole_releases(prepared: Prepared, authorities: tuple[str, ...]) -> pd.DataFrame:
    """The rows of residents by LSOA of those years and bases that have all LSOAs of the authorities."""
    table, codes = prepared.table("population_lsoa"), lsoas_of(prepared, authorities)
    if table is None:
        return pd.DataFrame(columns=["lsoa", "year", "residents", "basis"])
    ours = table[table["lsoa"].isin(codes)].dropna(subset=["residents"])
    return ours.groupby(["year", "basis"]).filter(lambda rows: rows["lsoa"].nunique() == len(codes))
