"""The districts of the same police force: their counts in two years and where the area stands among them."""

from dataclasses import dataclass

import pandas as pd

from assessment.chapters.crime.subjects import ALL_CRIME, ASB, Subject
from assessment.periods import FinancialYear
from assessment.project import Area
from assessment.store import Prepared


@dataclass(frozen=True)
class Districts:
    """`counts` has a row a district, named, with `before`, `after` and `percent`; `source` is the table it is from.

    `months` is how many months of each year are compared.
    """

    counts: pd.DataFrame
    source: str
    months: int

    def place(self, name: str) -> int:
        """The district's place by percentage change, 1 for the lowest; equal changes share the better place."""
        return int(self.counts["percent"].rank(method="min")[name])

    @property
    def total(self) -> tuple[int, int]:
        """All districts together, before and after."""
        return int(self.counts["before"].sum()), int(self.counts["after"].sum())

    @property
    def percent(self) -> float:
        """The change of all districts together."""
        before, after = self.total
        return 100 * (after / before - 1)

    @property
    def rose(self) -> int:
        """In how many districts it rose."""
        return int((self.counts["percent"] > 0).sum())


def names_of(area: Area) -> dict[str, str]:
    """What each district of the force is counted as, by its code: the area's own authorities together, as the area."""
    own = dict.fromkeys(area.authorities, area.name)
    return {district.code: own.get(district.code, district.name) for district in area.districts}


def districts_of(prepared: Prepared, area: Area, subject: Subject, year: FinancialYear) -> Districts | None:
    """The districts' counts of a subject in both years, like for like; None where no file has them all."""
    found = _from_force(prepared, area, subject, year) or _from_returns(prepared, area, subject, year)
    if found is None or set(found.counts.index) != {*names_of(area).values(), area.name}:
        return None
    return found


def _from_force(prepared: Prepared, area: Area, subject: Subject, year: FinancialYear) -> Districts | None:
    """From the force's own months: those that it has of both years."""
    table = prepared.table("district_months")
    names = names_of(area)
    if table is None or not names or not _countable(subject):
        return None
    of_kind = table[table["kind"] == subject.kind]
    now, then = (sorted(set(of_kind["month"]) & set(when.months)) for when in (year, year.before))
    shared = {month[5:] for month in now} & {month[5:] for month in then}
    rows = of_kind[of_kind["authority"].isin(names)]
    if subject.where:
        rows = rows[rows["category"].isin(subject.where[0][1])]
    columns = {
        side: rows[rows["month"].isin([m for m in months if m[5:] in shared])].groupby("authority")["count"].sum()
        for side, months in (("before", then), ("after", now))
    }
    frame = pd.DataFrame(columns).reindex(list(names)).fillna(0)
    return _with_percent(frame.groupby(list(names.values()), sort=False).sum(), "district_months", len(shared))


def _countable(subject: Subject) -> bool:
    """Whether the force's monthly counts by category can tell this subject apart."""
    return subject in (ALL_CRIME, ASB) or [column for column, _ in subject.where] == ["category"]


def _from_returns(prepared: Prepared, area: Area, subject: Subject, year: FinancialYear) -> Districts | None:
    table = prepared.table("returns")
    if table is None or not area.districts:
        return None
    rows = table[(table["measure"] == f"district.{subject.id}") & table["area"].isin(d.name for d in area.districts)]
    columns = {
        side: rows[_spans(rows, when)].set_index("area")["value"]
        for side, when in (("before", year.before), ("after", year))
    }
    frame = pd.DataFrame(columns).reindex([district.name for district in area.districts])
    counted = frame.groupby(list(names_of(area).values()), sort=False).agg(lambda told: told.sum(skipna=False))
    return _with_percent(counted.dropna(), "returns", year.length)


def _spans(rows: pd.DataFrame, year: FinancialYear) -> pd.Series:
    starts, ends = pd.to_datetime(rows["period_start"]), pd.to_datetime(rows["period_end"])
    return (starts == pd.Timestamp(year.first_day)) & (ends == pd.Timestamp(year.last_day))


def _with_percent(frame: pd.DataFrame, source: str, months: int) -> Districts | None:
    frame = frame[frame["before"] > 0].astype(int)
    if frame.empty:
        return None
    return Districts(frame.assign(percent=100 * (frame["after"] / frame["before"] - 1)), source, months)
