"""Where a priority is: counts and rates by LSOA or ward, never finer than the priority allows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from assessment.chapters.base import Chapter
from assessment.chapters.crime.cuts import gaps, records_in, total_in
from assessment.chapters.crime.subjects import Subject
from assessment.chapters.disclosed import NOWHERE, SYMBOL, Disclosure
from assessment.chapters.residents import lsoa_residents, lsoas_of
from assessment.periods import FinancialYear

NATIONAL_TOP = 100


@dataclass(frozen=True, eq=False)
class Places:
    """`rows` has a row a place, by its code: `name before after residents`; `residents` is missing where unknown.

    `level` is "lsoa" or "ward"; `unplaced` is how many of the year's records are in none of them, `basis` what the
    residents are (empty without), `tables` what the counts and names are from. `before` is missing where the year
    before is not whole.
    """

    level: str
    rows: pd.DataFrame
    unplaced: int
    basis: str
    tables: tuple[str, ...]
    disclosure: Disclosure
    wards: pd.Series | None = None  # of LSOAs: the ward of each, whose count is told beside
    unplaced_before: int = 0
    gaps: Mapping[str, list[tuple[pd.Series, int]]] = field(default_factory=dict)  # and of what other totals differ by

    @property
    def nouns(self) -> tuple[str, str]:
        """What one and several of them are called."""
        return ("ward", "wards") if self.level == "ward" else ("LSOA", "LSOAs")

    @property
    def rated(self) -> bool:
        """Whether all of them have residents."""
        return bool(self.rows["residents"].gt(0).all())

    @property
    def values(self) -> pd.Series:
        """Per 1,000 residents where they are known, else counts."""
        return self.worth("after")

    def worth(self, side: str) -> pd.Series:
        """The `before` or `after` of each place per 1,000 residents, or as counts."""
        counts = self.rows[side].astype(float)
        return 1000 * counts / self.rows["residents"] if self.rated else counts

    def shown(self) -> pd.Series:
        """The values with `[c]` where the count is small, or would tell one that is."""
        return self.values.astype(object).where(~self.hidden, "[c]")

    @cached_property
    def hidden(self) -> pd.Series:
        """Whether a place's count of the year is not to be shown."""
        within = self._whole if self.wards is None else self._hidden_in_wards
        return self._any(within, "after", self.unplaced)

    def _any(self, within: Callable[[pd.Series, int], pd.Series], side: str, rest: int) -> pd.Series:
        """Those hidden in one year's counts, and in what these and other totals of the same year differ by."""
        counts = [(self.rows[side].astype(int), rest), *self.gaps.get(side, ())]
        return pd.concat([within(*one) for one in counts], axis=1).any(axis=1)

    def _whole(self, counts: pd.Series, rest: int) -> pd.Series:
        return self.disclosure.hidden(counts, self.tables[0], rest=rest)

    @cached_property
    def hidden_before(self) -> pd.Series:
        """Whether a place's count of the year before, where there is one, is not to be shown: as in that edition."""
        return self._any(self._whole, "before", self.unplaced_before)

    def _hidden_in_wards(self, counts: pd.Series, rest: int) -> pd.Series:
        """An LSOA is told neither by its ward's count nor tells that of a ward that is hidden."""
        wards = self.wards.reindex(counts.index).fillna("")
        sums = counts.groupby(wards).sum()
        lost = self._whole(sums, rest)
        inside = [
            counts[wards == ward].gt(0) if lost[ward] else self.disclosure.hidden(counts[wards == ward], self.tables[0])
            for ward in sums.index
        ]
        return pd.concat(inside).reindex(counts.index)


def wards_of(chapter: Chapter) -> pd.DataFrame | None:
    """The look-up of the area's LSOAs to wards: `lsoa ward ward_name`; None where no file has one."""
    table = chapter.prepared.table("lsoa_wards")
    if table is None:
        return None
    ours = table[table["authority"].isin(chapter.area.authorities)].drop_duplicates("lsoa")
    return None if ours.empty else ours[["lsoa", "ward", "ward_name"]]


def places_of(chapter: Chapter, subject: Subject, level: str) -> Places | None:
    """The counts of the year and of the one before by place; None where no record has one or wards are not known."""
    wards, codes = wards_of(chapter), lsoas_of(chapter.prepared, chapter.area.authorities)
    if not codes or (level == "ward" and wards is None):
        return None
    sides = {"before": chapter.year.before, "after": chapter.year}
    counts = {side: _counts(chapter, subject, year, codes) for side, year in sides.items()}
    if counts["after"] is None or not counts["after"].sum():
        return None
    rows = pd.DataFrame(counts, index=codes).assign(name=names_of(chapter, codes))
    residents = lsoa_residents(chapter.prepared, chapter.area.authorities, chapter.year)
    rows["residents"] = residents[0].reindex(codes) if residents else None
    rows = rows.astype({"before": float, "after": int, "residents": float})
    tables = (subject.kind, *(["population_lsoa"] if residents else []))
    of_lsoas = None if wards is None or level == "ward" else wards.set_index("lsoa")["ward"]
    if level == "ward":
        rows, tables = _by_ward(rows, wards), (*tables, "lsoa_wards")
    rest = {side: chapter.counts.total(subject, year) - int(rows[side].sum()) for side, year in sides.items()}
    basis = residents[1] if residents else ""
    of_wards = wards.set_index("lsoa")["ward"] if level == "ward" else None
    between = {
        side: [_between(chapter, subject, gap, rows.index, of_wards) for gap in gaps(chapter, year)]
        for side, year in sides.items()
    }
    made = Places(level, rows, rest["after"], basis, tables, chapter.disclosure, of_lsoas, rest["before"], between)
    if chapter.disclosure.guards(subject.kind):
        lsoas = wards.groupby("ward")["lsoa"].agg(list) if level == "ward" else {code: [code] for code in codes}
        told = rows["after"].astype(object).mask(made.hidden, SYMBOL)
        for place, count in (*told.items(), (NOWHERE, made.unplaced)):
            chapter.told.tell(f"{subject.id}.count", chapter.year.period, count, lsoas.get(place, [NOWHERE]))
    return made


def _between(
    chapter: Chapter, subject: Subject, months: list[str], places: pd.Index, wards: pd.Series | None
) -> tuple[pd.Series, int]:
    """The counts of some months by place, and how many are in none."""
    codes = records_in(chapter, subject, months)["lsoa"]
    found = (codes if wards is None else codes.map(wards)).value_counts().reindex(places, fill_value=0)
    return found, total_in(chapter, subject, months) - int(found.sum())


def _counts(chapter: Chapter, subject: Subject, year: FinancialYear, codes: list[str]) -> pd.Series | None:
    """By LSOA, the records of a year of which the sources have all months; of the edition's own, whatever there is."""
    if year != chapter.year and not chapter.counts.complete(subject, year):
        return None
    records = chapter.counts.records(subject, year)
    if "lsoa" not in records:
        return None
    return records["lsoa"].value_counts().reindex(codes, fill_value=0)


def names_of(chapter: Chapter, codes: list[str]) -> pd.Series:
    """The LSOAs' names, from whichever table has them; the code where none does."""
    named = pd.Series(codes, index=codes, dtype=object)
    for table, code, name in (("deprivation", "lsoa", "lsoa_name"), ("boundaries", "code", "name"),
                              ("lsoa_wards", "lsoa", "lsoa_name")):  # fmt: skip
        found = chapter.prepared.table(table)
        if found is not None:
            told = found.dropna(subset=[name]).drop_duplicates(code, keep="last").set_index(code)[name]
            named.update(told[told.index.isin(codes)].astype(object))
    return named


def _by_ward(rows: pd.DataFrame, wards: pd.DataFrame) -> pd.DataFrame:
    """Wards as the sums of their LSOAs; an LSOA that the look-up has not is in no ward."""
    of = wards.set_index("lsoa")
    groups = rows.join(of, how="inner").groupby("ward")
    sums = groups[["before", "after", "residents"]].sum(min_count=1)
    return sums.assign(name=groups["ward_name"].first()).astype({"after": int})


def shapes_of(chapter: Chapter, places: Places) -> pd.DataFrame | None:
    """The outlines of all places in the order of their rows; None where one has none."""
    return outlines(chapter, places.level, list(places.rows.index))


def outlines(chapter: Chapter, level: str, codes: list[str]) -> pd.DataFrame | None:
    """The outlines of those codes in that order; None where one is lacking."""
    table = chapter.prepared.table("boundaries")
    if table is None:
        return None
    found = table[(table["layer"] == level) & table["code"].isin(codes)].drop_duplicates("code").set_index("code")
    return found.loc[codes].reset_index() if len(found) == len(codes) else None


def deprived_wards(chapter: Chapter) -> tuple[str, pd.Series] | None:
    """The latest release under these LSOA codes, and by ward how many LSOAs are in its national top 100.

    None without wards, or where the release goes by other codes.
    """
    table, wards = chapter.prepared.table("deprivation"), wards_of(chapter)
    if table is None or wards is None:
        return None
    ours = table[table["lsoa"].isin(wards["lsoa"])]
    releases = [name for name, rows in ours.groupby("release") if len(rows) == len(wards)]
    if not releases:
        return None
    chosen = ours[(ours["release"] == max(releases)) & (ours["rank"] <= NATIONAL_TOP)]
    return max(releases), chosen.merge(wards, on="lsoa")["ward_name"].value_counts().sort_index()
