"""Deprivation by LSOA: a release, a domain, crime or harm laid over it, and the story of one LSOA."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import ipywidgets as widgets
import numpy as np
import pandas as pd

from assessment.chapters.base import Chapter
from assessment.chapters.crime.subjects import ALL_CRIME, inside
from assessment.chapters.indices.releases import DOMAINS, Release, releases_of
from assessment.chapters.residents import lsoa_residents
from assessment.errors import Blocked
from assessment.explore import sketch
from assessment.explore.kept import Kept
from assessment.explore.opened import beside, opened, outlines_of
from assessment.explore.panel import Panel, choice, listing, told_in_place
from assessment.explore.sketch import Outlines
from assessment.present import wording
from assessment.present.classes import DECILES, classify
from assessment.present.markup import paragraph, tag

OVERALL, NOTHING = "overall", "nothing"
OVER = {NOTHING: "Nothing", "crimes": "Crimes", "harm": "Days of harm"}


@dataclass(frozen=True)
class Ground:
    """What the panel looks at. `places` has a row an LSOA: `crimes`, `harm`, `residents`, NaN where not known.

    `categories` are the crimes of the year by LSOA and category.
    """

    area: str
    year: str
    releases: dict[str, Release]
    places: pd.DataFrame
    categories: pd.Series
    outlines: Outlines | None

    @cached_property
    def lines(self) -> dict[str, str]:
        """What the list of LSOAs says of each, by code, in the order of their names; the latest release names them."""
        names: dict[str, str] = {}
        for release in self.releases.values():
            names = dict(zip(release.lsoas["lsoa"], release.lsoas["lsoa_name"], strict=True)) | names
        return {code: f"{names[code]} ({code})" for code in sorted(names, key=lambda code: (names[code], code))}

    @classmethod
    def of(cls, chapter: Chapter) -> "Ground":
        """The releases that hold the area. Raises Blocked where none does."""
        found = releases_of(chapter.data("deprivation"), chapter.area.authorities)
        if not found:
            what = f"No release of the Indices of Deprivation in the raw folder holds {chapter.area.name}"
            raise Blocked(what, mend="Add the publisher's LSOA file to the raw folder; docs/data.md says which.")
        codes = sorted({code for release in found for code in release.lsoas["lsoa"]})
        records = chapter.counts.records(ALL_CRIME, chapter.year)
        placed = records[records["lsoa"].isin(codes)] if "lsoa" in records else records.assign(lsoa="")
        categories = placed.groupby(["lsoa", "category"]).size() if "category" in placed else pd.Series(dtype=int)
        releases = {release.name: release for release in reversed(found)}
        places = _places(chapter, codes, placed["lsoa"])
        told = (chapter.area.name, str(chapter.year), releases, places, categories)
        return cls(*told, outlines_of(chapter, codes))


def _places(chapter: Chapter, codes: list[str], placed: pd.Series) -> pd.DataFrame:
    """Crimes, harm and residents of each LSOA; those that are not among the places of the records are not known."""
    harm = beside(chapter, "harm").places
    residents = lsoa_residents(chapter.prepared, chapter.area.authorities, chapter.year)
    known = set(placed) if harm is None else set(harm.index)
    table = pd.DataFrame({"crimes": placed.value_counts()}, index=pd.Index(codes))
    table["crimes"] = table["crimes"].fillna(0).where(table.index.isin(known))
    table["harm"] = np.nan if harm is None else harm["harm"].reindex(codes)
    table["residents"] = residents[0].reindex(codes).astype(float) if residents else np.nan
    return table


def deciles_of(release: Release, domain: str) -> pd.Series:
    """Deciles by LSOA, 1 the most deprived, overall or of a domain; NaN where the release has none."""
    rows = release.lsoas.set_index("lsoa")
    column = "decile" if domain == OVERALL else f"{domain}_decile"
    return rows[column].astype(float) if column in rows else pd.Series(np.nan, index=rows.index)


def seen(ground: Ground, choices: dict[str, object]) -> str:
    """The map of what is chosen, the story of one LSOA, and the table of all."""
    release = ground.releases[choices["release"]]
    deciles, name = deciles_of(release, choices["domain"]), _named(choices["domain"])
    if deciles.isna().all():
        return paragraph(f"{release.name} as supplied has no deciles of {inside(name)}.")
    tenth = wording.share(int((deciles == 1).sum()), len(deciles))
    lead = f"{name}, {release.name}: {tenth} of the LSOAs are in the most deprived tenth of England."
    story = tag("ul", *(tag("li", paragraph(told)) for told in story_of(ground, choices["lsoa"])))
    about = tag("div", tag("h3", "The LSOA chosen"), story)
    return (
        paragraph(lead)
        + tag("div", _map(ground, choices, deciles), about, class_="beside")
        + _table(ground, release, deciles, name)
    )


def _named(domain: str) -> str:
    return "Deprivation overall" if domain == OVERALL else DOMAINS[domain]


def _map(ground: Ground, choices: dict[str, object], deciles: pd.Series) -> str:
    if ground.outlines is None:
        return paragraph("No map: the files have no boundaries of these LSOAs.")
    made = classify(deciles.to_numpy(), **DECILES).turned()
    over = choices["overlay"]
    circles = {} if over == NOTHING else ground.places[over].dropna().reindex(deciles.index).dropna().to_dict()
    told = f"Map of {inside(_named(choices['domain']))} by LSOA, {choices['release']}; the table has every value."
    drawn = sketch.shaded(
        ground.outlines,
        made,
        list(deciles.index),
        told,
        circles=circles,
        chosen=str(choices["lsoa"]),
        choices=ground.lines,
    )
    if over != NOTHING:
        what = f"{OVER[over]}, {ground.year}"
        drawn += paragraph(f"Circles: {what}." if circles else f"{what}: not known for the LSOAs of this release.")
    lost = [code for code in deciles.index if code not in ground.outlines.paths]
    few = (
        f"{wording.counted(len(lost), 'LSOA')} of this release have no outline in the files and are in the table alone."
    )
    return tag("div", drawn, paragraph(few if lost else ""))


def story_of(ground: Ground, lsoa: str) -> Iterator[str]:
    """What the files tell of one LSOA: its place in each release, in what it is deprived, its crime."""
    for release in ground.releases.values():
        rows = release.lsoas[release.lsoas["lsoa"] == lsoa]
        if rows.empty:
            continue
        row = rows.iloc[0]
        rank, of = wording.number(row["rank"]), wording.number(release.of)
        told = f"{row['lsoa_name']}, {release.name}: rank {rank} of {of} in England, decile {int(row['decile'])}"
        worst = [DOMAINS[name].lower() for name in DOMAINS if row.get(f"{name}_decile") == 1]
        yield told + (f"; in the most deprived tenth in {wording.listed(worst)}." if worst else ".")
    yield from _crime_of(ground, lsoa)


def _crime_of(ground: Ground, lsoa: str) -> Iterator[str]:
    row = ground.places.loc[lsoa]
    if pd.isna(row["crimes"]):
        yield f"The records of {ground.year} know no LSOA of this code: it may be of an older census."
        return
    told = f"Recorded crimes in {ground.year}: {wording.number(row['crimes'])}"
    if row["residents"] > 0:
        told += f", {wording.number(1000 * row['crimes'] / row['residents'], 1)} per 1,000 residents"
    place = int((ground.places["crimes"] > row["crimes"]).sum()) + 1
    yield f"{told}; {wording.ordinal(place)} of {int(ground.places['crimes'].notna().sum())} LSOAs by number."
    if row["crimes"]:
        most = ground.categories[lsoa].nlargest(3)
        yield f"Most of all: {wording.listed(f'{inside(name)} ({wording.number(n)})' for name, n in most.items())}."
    if row["harm"] == row["harm"]:
        share = wording.percent(100 * row["harm"] / ground.places["harm"].sum())
        yield f"Harm: {wording.number(row['harm'])} days, {share} of the area's harm with a place."


def _table(ground: Ground, release: Release, deciles: pd.Series, name: str) -> str:
    rows = release.lsoas.set_index("lsoa")
    shown = pd.DataFrame({"LSOA": rows["lsoa_name"], "Rank overall": rows["rank"].astype(int), "Decile": deciles})
    shown = shown.join(ground.places[["crimes", "harm"]].rename(columns={"crimes": "Crimes", "harm": "Days of harm"}))
    caption, unit = f"LSOAs of {ground.area}, {release.name}", f"decile: {inside(name)}; crimes and harm: {ground.year}"
    return listing(shown.sort_values("Rank overall").reset_index(drop=True), caption, unit, {"Days of harm": 0})


@told_in_place
def deprivation_explorer(area: str = "blackpool", year: str = "") -> widgets.Widget:
    """Explore the Indices of Deprivation of an area, with the crime or harm of a year laid over them."""
    chapter = opened("deprivation", area, year)
    ground = Ground.of(chapter)
    worst = next(iter(ground.releases.values())).lsoas.sort_values("rank")["lsoa"].iloc[0]
    controls = {
        "release": choice("Release", ground.releases),
        "domain": choice("Domain", [("Overall", OVERALL), *((label, name) for name, label in DOMAINS.items())]),
        "overlay": choice("Laid over it", [(label, name) for name, label in OVER.items()]),
        "lsoa": choice("LSOA", [(line, code) for code, line in ground.lines.items()], worst),
    }
    kept = Kept.of("deprivation", chapter.area.slug, str(chapter.year))
    return Panel(f"Deprivation: {chapter.area.name}", kept, controls, lambda choices: seen(ground, choices))
