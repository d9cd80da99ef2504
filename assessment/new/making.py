"""Makes configurations: finds the place in the look-ups, writes, checks, and says what is missing."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from assessment import check, project
from assessment.errors import AssessmentError, UsageError
from assessment.fetch.plan import force_slug
from assessment.new import missing, written
from assessment.new.places import Gazetteer, Place, refuse_wales
from assessment.new.words import listed, plain, slug_of, typed
from assessment.new.written import Settings
from assessment.periods import FinancialYear
from assessment.project import Area
from assessment.store.nationwide import tables_of

TABLES = ("authorities", "lsoa_wards", "boundaries", "street_months")
NO_LOOK_UP = "No look-up of authorities to partnerships and police forces is among the raw files"
Tell = Callable[[str], object]


@dataclass(frozen=True)
class Folder:
    """A raw folder, and what its look-ups say."""

    raw: Path
    tables: dict[str, pl.DataFrame]

    @classmethod
    def of(cls, raw: Path) -> "Folder":
        """Read the look-ups of a raw folder."""
        return cls(raw, tables_of(raw, TABLES))

    @property
    def gazetteer(self) -> Gazetteer:
        """Which areas there may be."""
        return Gazetteer(self.tables["authorities"].to_dicts())

    def found(self, place: Place) -> str:
        """What is known of a place: its LSOAs and wards, and how many of them have an outline."""
        rows = self.tables["lsoa_wards"].filter(pl.col("authority").is_in(place.authorities))
        outlines = self.tables["boundaries"]
        told = []
        for layer, codes in (("lsoa", rows["lsoa"].unique()), ("ward", rows["ward"].unique())):
            drawn = outlines.filter((pl.col("layer") == layer) & pl.col("code").is_in(codes.implode()))[
                "code"
            ].n_unique()
            told.append(f"{len(codes)} {'LSOAs' if layer == 'lsoa' else 'wards'} ({drawn} with an outline)")
        return (
            f"In the look-ups: {' in '.join(told)}." if rows.height else "No look-up of its LSOAs and wards is there."
        )

    def year(self, force: str) -> str:
        """The last financial year of which the force's street files have every month; else the last that ended."""
        rows = self.tables["street_months"].rows_by_key(["force"], named=True)
        months = {
            row["month"] for key, own in rows.items() if force_slug(_one(key)) == force_slug(force) for row in own
        }
        years = {FinancialYear.of_month(month) for month in months}
        whole = [year for year in years if months.issuperset(year.months)]
        ended = FinancialYear(FinancialYear.of_month(f"{date.today():%Y-%m}").starts - 1)
        return str(max(whole, default=ended))


def _one(key: object) -> str:
    return str(key[0] if isinstance(key, tuple) else key)


def chosen(
    gazetteer: Gazetteer, name: str, authorities: Sequence[str], choose: Callable[[list[Place]], Place]
) -> Place:
    """The place that is meant. Raises UsageError where there is none, AssessmentError in Wales and without look-ups.

    `choose` says which of several is meant.
    """
    if authorities:
        codes = list(dict.fromkeys(gazetteer.code_of(one) for one in authorities))
        place = gazetteer.place(codes, name)
        if not place.name:
            what = f"The authorities {listed(codes)} together have no name in the look-ups"
            raise UsageError(what, mend='Name the area too: assessment new "Its name" --authority …')
    elif not gazetteer.rows:
        mend = "Put it there (config/sources.toml, authorities, says where it is), or give --authority with its code."
        raise AssessmentError(NO_LOOK_UP, mend=mend)
    else:
        places = gazetteer.named(name)
        place = places[0] if len(places) == 1 else choose(places) if places else _refuse_unknown(gazetteer, name)
    refuse_wales(place)
    return place


def _refuse_unknown(gazetteer: Gazetteer, name: str) -> Place:
    near = gazetteer.near(name)
    mend = f"Did you mean {listed(near, 'or')}?" if near else "Names are those of local authorities and partnerships."
    forces = {plain(row["force_name"]): row["force_name"] for row in gazetteer.rows}
    if plain(name) in forces:
        mend = f"It is a police force: --police-force '{forces[plain(name)]}' makes one for each partnership. {mend}"
    what = f"There is no authority and no partnership called '{name}' in the look-up"
    raise UsageError(what, mend=mend)


def refuse_several(places: Sequence[Place]) -> Place:
    """Raise UsageError for a name that may mean several places, with the words for each."""
    what = f"The name may mean {len(places)} areas: {'; '.join(place.told for place in places)}"
    words = [" ".join(f"--authority {code}" for code in place.authorities) for place in places]
    raise UsageError(what, mend=f"Say which: {listed(words, 'or')}.")


def one(folder: Folder, place: Place, settings: Settings, tell: Tell) -> Area:
    """Write the configuration of one area, check its data, and say what is missing."""
    slug = slug_of(place.name)
    written.refuse_what_is_there(slug)
    for line in filter(None, [place.told, place.note, folder.found(place)]):
        tell(line)
    area = written.write(slug, written.text_of(place, settings, folder.found(place)))
    tell(f"Wrote config/areas/{slug}.toml")
    prepared = check.check(area, folder.raw)
    tell(f"\n{check.listing(prepared)}\n")
    for line in missing.lines(prepared, area.name):
        tell(line)
    return area


def of_force(folder: Folder, force: str, year: str, tell: Tell) -> list[Area]:
    """Write a configuration for each partnership of a police force; those that are there stay, and are named."""
    gazetteer = folder.gazetteer
    if not gazetteer.rows:
        raise AssessmentError(NO_LOOK_UP, mend="Put it there: config/sources.toml, authorities, says where it is.")
    places = gazetteer.of_force(typed(force, "police force"))
    for place in places:
        refuse_wales(place)
    there, made = dict(_configured()), []
    for place in places:
        slug = there.get(frozenset(place.authorities)) or next(
            (s for s in there.values() if s == slug_of(place.name)), ""
        )
        if slug:
            tell(f"{place.name}: config/areas/{slug}.toml is there already, and stays as it is")
            continue
        settings = Settings(year or folder.year(place.force))
        area = written.write(slug_of(place.name), written.text_of(place, settings, folder.found(place)))
        prepared = check.check(area, folder.raw)
        tell(f"{place.name}: wrote config/areas/{area.slug}.toml. {check.verdict(prepared)}")
        made.append(area)
    if made:
        for line in missing.lines(prepared, ""):
            tell(line)
    return made


def _configured() -> Iterator[tuple[frozenset[str], str]]:
    """The areas that are configured, by their authorities; one whose file does not hold is known by its name alone."""
    for slug in project.area_names():
        try:
            yield frozenset(project.area(slug).authorities), slug
        except AssessmentError:
            yield frozenset({slug}), slug
