"""The wards: their counts and rates, and which have an LSOA among the most deprived of England."""

from collections.abc import Iterator

import pandas as pd

from assessment.chapters.base import Chapter
from assessment.chapters.crime.changes import YearChange
from assessment.chapters.crime.themes import told_share
from assessment.chapters.patterns.where import NATIONAL_TOP, Places, deprived_wards, places_of
from assessment.chapters.patterns.workday import workday_parts
from assessment.measures.rates import rate
from assessment.present import wording
from assessment.present.parts import Prose
from assessment.present.tables import Table


def unit_of(found: YearChange, places: Places) -> str:
    """Rates where all places have residents, else counts."""
    return f"{found.subject.noun} per 1,000 residents" if places.rated else found.subject.noun


def ward_parts(chapter: Chapter, found: YearChange, places: Places) -> Iterator[object]:
    """The wards as a table, and those with an LSOA in the national top 100."""
    wards = places if places.level == "ward" else places_of(chapter, found.subject, "ward")
    if wards is None:
        yield chapter.missing("The view by ward", "lsoa_wards")
        return
    deprived = deprived_wards(chapter)
    if deprived is not None:
        yield Prose(tuple(_deprived_sentences(chapter, found, wards, *deprived)))
    yield _ward_table(chapter, found, wards, deprived)
    if chapter.by_day:
        yield from workday_parts(chapter, found, wards)


def _deprived_sentences(
    chapter: Chapter, found: YearChange, wards: Places, release: str, lsoas: pd.Series
) -> Iterator[str]:
    """Which wards have an LSOA among the most deprived of England, and how much of the subject is in them."""
    if lsoas.empty:
        yield f"No ward has an LSOA in the national top {NATIONAL_TOP} ({release})."
        return
    inside_them = int(wards.rows.loc[wards.rows["name"].isin(lsoas.index), "after"].sum())
    placed = int(wards.rows["after"].sum())
    told = {"of": (*wards.tables, "deprivation"), "period": found.period, "release": (wards.basis, release)}
    label = f"{found.subject.label}: share in wards with an LSOA in the national top 100"
    share = chapter.share(f"{found.subject.id}.top_100_wards.share", label, inside_them, placed, **told)
    told = {"of": ("deprivation", "lsoa_wards"), "release": release, "period": release, "denominator": NATIONAL_TOP}
    chapter.figure(
        "deprivation.top_100_wards", "Wards with an LSOA in the national top 100", len(lsoas), "wards", **told
    )
    has = "has" if len(lsoas) == 1 else "have"
    yield (
        f"{wording.listed(lsoas.index)} {has} an LSOA in the national top {NATIONAL_TOP} of deprivation ({release}); "
        f"{told_share(share)} of the {found.subject.noun} with a ward were there."
    )


def _ward_table(chapter: Chapter, found: YearChange, wards: Places, deprived: tuple[str, pd.Series] | None) -> Table:
    """Each ward, the one with the highest rate first; small counts are hidden."""
    rows = wards.rows.assign(value=wards.values, hidden=wards.hidden).sort_values("value", ascending=False)
    frame = pd.DataFrame({"Ward": rows["name"], f"{chapter.year}": rows["after"].astype(object)})
    if rows["before"].notna().all():
        small = rows["hidden"] | wards.hidden_before
        frame[f"{chapter.year.before}"] = rows["before"].astype(int).astype(object).where(~small, "[c]")
    if wards.rated:
        rates = [rate(int(one.after), one.residents) for one in rows.itertuples()]
        for name, end in (("Per 1,000 residents", "value"), ("95% interval from", "low"), ("to", "high")):
            frame[name] = pd.Series([getattr(one, end) for one in rates], rows.index).astype(object)
    columns = [name for name in frame if name not in ("Ward", f"{chapter.year.before}")]
    frame[columns] = frame[columns].where(~rows["hidden"], "[c]")
    if deprived is not None:
        frame["LSOAs in the national top 100"] = rows["name"].map(deprived[1]).fillna(0).astype(int)
    caption = f"{found.subject.label} by ward, {chapter.area.name}, {found.when}"
    decimals = dict.fromkeys(("Per 1,000 residents", "95% interval from", "to"), 1)
    unit, name = unit_of(found, wards), f"{chapter.entry.name}_wards"
    return chapter.table(frame.reset_index(drop=True), caption, unit, name, of=wards.tables, decimals=decimals)
