"""How many people live in the area: by year, and in age bands beside England."""

from dataclasses import dataclass

import pandas as pd

from assessment.chapters.base import Chapter
from assessment.chapters.crime.subjects import inside
from assessment.present import charts, wording
from assessment.present.pictures import Picture

BANDS = {"age_0_15": "Aged 0 to 15", "age_16_64": "Aged 16 to 64", "age_65_plus": "Aged 65 or over"}
ENGLAND = ("E06", "E07", "E08", "E09")
MOST_OF_ENGLAND = 290  # authorities: with fewer in a file their sum is not England
YEARS = 10  # over which a change is told
ESTIMATE = "mid-year estimate"
SPELT = {"age_0_15": "aged_0_15", "age_16_64": "aged_16_64", "age_65_plus": "aged_65_plus"}


@dataclass(frozen=True)
class Bands:
    """Residents by age band, the area's and England's (None where the file has not all of it), of one year."""

    year: int
    ours: pd.Series
    england: pd.Series | None

    @property
    def rows(self) -> pd.DataFrame:
        """Label, value and other (shares from 0 to 1) by band."""
        rows = pd.DataFrame({"label": list(BANDS.values()), "value": (self.ours / self.ours.sum()).to_numpy()})
        return rows if self.england is None else rows.assign(other=(self.england / self.england.sum()).to_numpy())


def estimates(chapter: Chapter) -> pd.Series:
    """The mid-year estimates of the area by year, up to the one of the edition's year, as figures."""
    found = _estimated(chapter, ["residents"])["residents"].astype(int)
    for year, number in found.items():
        label = "Residents, mid-year estimate"
        chapter.figure("profile.population.estimate", label, number, "count", of="population", period=str(year),
                       method="as published")  # fmt: skip
    return found


def _estimated(chapter: Chapter, columns: list[str], authorities: tuple[str, ...] | None = None) -> pd.DataFrame:
    """Sums of the estimates by year, of years in which every authority has all columns."""
    table = chapter.prepared.table("population")
    if table is None:
        return pd.DataFrame(columns=columns, dtype=float)
    codes = authorities or chapter.area.authorities
    ours = table[table["authority"].isin(codes) & (table["basis"] == ESTIMATE) & (table["year"] <= chapter.year.starts)]
    grouped = ours.dropna(subset=columns).drop_duplicates(["authority", "year"]).groupby("year")
    sums, known = grouped[columns].sum(), grouped["authority"].nunique()
    return sums[known == len(codes)] if authorities is None else sums


def bands(chapter: Chapter) -> Bands | None:
    """The latest estimates by age band, as figures; None where no file has them."""
    names = list(BANDS)
    found = _estimated(chapter, names)
    if found.empty:
        return None
    year = int(found.index.max())
    made = Bands(year, found.loc[year], _england(chapter, year, names))
    for at, (name, label) in enumerate(BANDS.items()):
        _band_figures(chapter, made, at, f"profile.age.{SPELT[name]}_share", label)
    return made


def _band_figures(chapter: Chapter, made: Bands, at: int, id: str, label: str) -> None:
    for suffix, series in (("", made.ours), (".england", made.england)):
        if series is None:
            continue
        part, whole = int(series.iloc[at]), int(series.sum())
        told = {"of": "population", "period": str(made.year), "method": "share of the mid-year estimate"}
        told |= {"numerator": part, "denominator": whole}
        name = f"{label}, share of residents{': England' if suffix else ''}"
        chapter.figure(f"{id}{suffix}", name, part / whole, "ratio", **told)


def _england(chapter: Chapter, year: int, names: list[str]) -> pd.Series | None:
    """The sum of England's authorities; None where the file has too few of them to be England."""
    table = chapter.prepared.table("population")
    rows = table[(table["year"] == year) & (table["basis"] == ESTIMATE) & table["authority"].str[:3].isin(ENGLAND)]
    rows = rows.dropna(subset=names).drop_duplicates("authority")
    return rows[names].sum() if len(rows) >= MOST_OF_ENGLAND else None


def people_sentence(chapter: Chapter) -> str:
    """The residents that this edition's rates use; empty where no file tells."""
    found = chapter.residents
    if found is None:
        return ""
    told = {"of": found.source, "period": str(found.year), "method": found.basis}
    chapter.figure("profile.population.count", "Residents", found.number, "count", **told)
    return f"{chapter.area.name} has {wording.number(found.number)} residents ({found.basis})."


def change_sentence(chapter: Chapter, found: pd.Series) -> str:
    """How the estimate moved in the last ten years, or since the first; empty with fewer than three."""
    if len(found) < 3:
        return ""
    last = found.index[-1]
    first = next(year for year in found.index if year >= last - YEARS)
    before, after = int(found[first]), int(found[last])
    told = {"of": "population", "period": str(last), "numerator": after, "denominator": before}
    label = f"Residents: {last} less {first}"
    chapter.figure("profile.population.change", label, after - before, "count", **told, method="mid-year estimates")
    percent = 100 * (after / before - 1)
    chapter.figure("profile.population.change_percent", label, percent, "percent", **told, method="mid-year estimates")
    ends = f"between {first} and {last} (mid-year estimates)"
    return f"The number of residents {wording.changed(before, after, unit='residents')}, {ends}."


def years_picture(chapter: Chapter, found: pd.Series) -> Picture | None:
    """The residents by year; None with fewer than three years."""
    if len(found) < 3:
        return None
    first, last = found.index[0], found.index[-1]
    word = "more" if found.iloc[-1] > found.iloc[0] else "fewer"
    title = f"{wording.number(found.iloc[-1])} residents in {last}, {word} than in {first}"
    return charts.year_line(
        found.rename(index=str).to_frame(chapter.area.name),
        ours=chapter.area.name,
        axis="Residents",
        title=title if found.iloc[-1] != found.iloc[0] else f"As many residents in {last} as in {first}",
        subtitle="Mid-year estimates of residents",
        **chapter.about("population"),
    )


def bands_picture(chapter: Chapter, found: Bands) -> Picture:
    """The age bands as dots, England's as upright bars."""
    rows = found.rows
    if "other" in rows:
        most = rows.loc[(rows["value"] - rows["other"]).abs().idxmax()]
        ends = [wording.percent(100 * most[side]) for side in ("value", "other")]
        title = f"{most['label']}: {ends[0]} of residents, against {ends[1]} in England"
    else:
        oldest = rows.iloc[-1]
        title = f"{oldest['label']}: {wording.percent(100 * oldest['value'])} of residents"
    return charts.share_dots(
        rows,
        ours=chapter.area.name,
        other="England" if "other" in rows else "",
        axis="Share of residents",
        decimals=1,
        title=title,
        subtitle=f"Residents by age band, per cent, mid-year estimate of {found.year}",
        **chapter.about("population"),
    )


def oldest(found: Bands, area: str) -> str:
    """The share of the oldest band, beside England's where known."""
    last = found.rows.iloc[-1]
    beside = f", against {wording.percent(100 * last['other'])} in England" if "other" in last else ""
    share = wording.percent(100 * last["value"])
    return f"In {found.year}, {share} of {area}'s residents were {inside(last['label'])}{beside}"
