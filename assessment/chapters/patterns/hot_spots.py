"""Where a priority stands out: the map, hot spots and whether they last."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from assessment.chapters.base import Chapter
from assessment.chapters.crime.changes import YearChange
from assessment.chapters.crime.subjects import inside
from assessment.chapters.crime.themes import told_share
from assessment.chapters.patterns.wards import unit_of, ward_parts
from assessment.chapters.patterns.where import Places, deprived_wards, outlines, places_of, shapes_of
from assessment.measures.concentration import places_holding
from assessment.measures.spatial import Stability, contiguity, getis_ord, hotspot_stability
from assessment.present import wording
from assessment.present.parts import Notice, Prose, Section
from assessment.present.pictures import Picture

DRAWS = 4999
METHOD = f"Getis-Ord Gi* with {DRAWS} permutations, two-sided, false discovery rate 5%"
STATES = ("hot in both years", "hot this year alone", "hot the year before alone", "no hot spot")
YEAR_ALONE = ("hot spot", "no hot spot")
MOST_NAMED = 8
READING = (
    "A hot spot is a place that, with its neighbours, has more than chance would give if the same numbers were dealt "
    "out over the map, all places tested together. Residents are not all who are there: a town centre has visitors and "
    "workers. A single place with quiet neighbours is none, however much it has."
)


@dataclass(frozen=True, eq=False)
class HotSpots:
    """Which places are hot this year and were the year before (None where it is not known), and how many lasted."""

    now: np.ndarray
    before: np.ndarray | None
    stability: Stability | None

    @property
    def states(self) -> np.ndarray:
        """For each place its place in `words`, from 1."""
        if self.before is None:
            return np.where(self.now, 1, 2)
        return np.select([self.now & self.before, self.now, self.before], [1, 2, 3], 4)

    @property
    def words(self) -> tuple[str, ...]:
        """What the states are called."""
        return YEAR_ALONE if self.before is None else STATES


def where_section(chapter: Chapter, found: YearChange, level: str) -> Section:
    """The map by LSOA, or by ward where nothing finer may be drawn; hot spots; the wards as a table."""
    places = places_of(chapter, found.subject, level)
    if places is None:
        return Section((_none(chapter, found, level),))
    shapes = shapes_of(chapter, places)
    words = Prose(tuple(_sentences(chapter, found, places)))
    drawn = (
        _drawn(chapter, found, places, shapes) if shapes is not None else (chapter.missing("The map", "boundaries"),)
    )
    return Section((*drawn, words, *ward_parts(chapter, found, places)))


def _drawn(chapter: Chapter, found: YearChange, places: Places, shapes: pd.DataFrame) -> Iterator[object]:
    """The map, and the hot spots on another."""
    yield _map(chapter, found, places, shapes)
    hot = _hot_spots(chapter, found, places, shapes)
    if hot is None:
        yield Prose(f"The {places.nouns[1]} are too few or too much alike for hot spots to be looked for.")
        return
    if set(hot.states) != {len(hot.words)}:
        yield _hot_map(chapter, found, places, hot, shapes)
    yield Prose((*_hot_sentences(places, hot, chapter), READING))


def _none(chapter: Chapter, found: YearChange, level: str) -> Notice:
    subject = found.subject
    if level == "ward" and chapter.prepared.table("lsoa_wards") is None:
        return chapter.missing(f"{subject.label} by ward (nothing finer is drawn of it)", "lsoa_wards")
    return chapter.missing(f"{subject.label} by place", "asb_extract" if subject.kind == "asb" else "force_extract")


def _map(chapter: Chapter, found: YearChange, places: Places, shapes: pd.DataFrame) -> Picture:
    from assessment.present import maps

    top, unit = _most(places), unit_of(found, places)
    basis = f"; residents: {places.basis}" if places.rated else ""
    drawn = _ward_outlines(chapter, places)
    return maps.choropleth(
        shapes,
        places.shown(),
        what=f"{unit[0].upper()}{unit[1:]}",
        places=places.nouns,
        decimals=1 if places.rated else 0,
        title=f"{found.subject.label}: {top} has the {'highest rate' if places.rated else 'most'}",
        subtitle=f"{found.subject.label}, {unit} by {places.nouns[0]}, {found.when}{basis}",
        **drawn,
        **chapter.about(*places.tables, "boundaries", release=places.basis),
    )


def _most(places: Places) -> str:
    """The name of the place with most that may be shown."""
    shown = places.values[~places.hidden]
    return places.rows.loc[(shown if len(shown) else places.values).idxmax(), "name"]


def _ward_outlines(chapter: Chapter, places: Places) -> dict:
    """The wards' outlines over LSOAs, with the names of those among the most deprived of England."""
    deprived = deprived_wards(chapter)
    if places.level == "ward" or deprived is None:
        return {}
    table = chapter.prepared.table("boundaries")
    layer = table[(table["layer"] == "ward") & table["authority"].isin(chapter.area.authorities)]
    if layer.empty:
        return {}
    drawn = outlines(chapter, "ward", sorted(layer["code"].unique()))
    return {"outlines": drawn, "named": list(deprived[1].index)}


def _hot_spots(chapter: Chapter, found: YearChange, places: Places, shapes: pd.DataFrame) -> HotSpots | None:
    """The hot spots of both years as figures; None where the places give no pattern to look for."""
    joined = contiguity(bytes(one) for one in shapes["geometry"])
    now = _hot(places.worth("after"), joined)
    if now is None:
        return None
    before = None if places.rows["before"].isna().any() else _hot(places.worth("before"), joined)
    stability = None if before is None else hotspot_stability(before, now)
    hot = HotSpots(now, before, stability)
    _hot_figures(chapter, found, places, hot)
    return hot


def _hot(values: pd.Series, joined: np.ndarray) -> np.ndarray | None:
    try:
        return getis_ord(values, joined, permutations=DRAWS).label == "hot"
    except ValueError:  # the measure refuses places all alike, too few, or without neighbours
        return None


def _hot_figures(chapter: Chapter, found: YearChange, places: Places, hot: HotSpots) -> None:
    id, label = found.subject.id, f"{found.subject.label}: hot spots"
    told = {"of": (*places.tables, "boundaries"), "method": METHOD, "release": places.basis}
    unit, of = f"{places.nouns[1]}", len(places.rows)
    chapter.figure(f"{id}.hot_spots", label, int(hot.now.sum()), unit, denominator=of, **told)
    if hot.stability is None:
        return
    before = str(chapter.year.before)
    chapter.figure(f"{id}.hot_spots", label, hot.stability.before, unit, denominator=of, period=before, **told)
    kept = {"denominator": hot.stability.before, **told}
    chapter.figure(f"{id}.hot_spots_again", f"{label} of both years", hot.stability.both, unit, **kept)
    told |= {"method": "hypergeometric: as many places drawn at random"}
    chapter.figure(f"{id}.hot_spots_again_p", f"{label} of both years, p", hot.stability.p, "probability", **told)


def _hot_map(chapter: Chapter, found: YearChange, places: Places, hot: HotSpots, shapes: pd.DataFrame) -> Picture:
    from assessment.present import maps

    number = wording.counted(int(hot.now.sum()), *places.nouns)
    verb = "is a hot spot" if hot.now.sum() == 1 else "are hot spots"
    years = "" if hot.before is None else f" and {chapter.year.before}"
    return maps.choropleth(
        shapes,
        pd.Series(hot.states, index=places.rows.index),
        what=f"Hot spots (in the table 1 to {len(hot.words)}, in this order)",
        places=places.nouns,
        breaks=list(range(1, len(hot.words) + 1)),
        labels=hot.words,
        worst="least",
        title=f"{found.subject.label}: {number} {verb} in {chapter.year}",
        subtitle=f"{found.subject.label}: hot spots by {places.nouns[0]} (Getis-Ord), {chapter.year}{years}",
        **_ward_outlines(chapter, places),
        **chapter.about(*places.tables, "boundaries", release=places.basis),
    )


def _hot_sentences(places: Places, hot: HotSpots, chapter: Chapter) -> Iterator[str]:
    number = int(hot.now.sum())
    if not number:
        yield f"No {places.nouns[0]} is a hot spot in {chapter.year}."
    elif number <= MOST_NAMED:
        names = wording.listed(sorted(places.rows.loc[hot.now, "name"]))
        verb = "The hot spot is" if number == 1 else "The hot spots are"
        yield f"{verb} {names}."
    found = hot.stability
    if found is not None and found.before:
        again = "none" if not found.both else "all" if found.both == found.before else wording.number(found.both)
        were = wording.counted(found.before, "hot spot")
        yield (
            f"Of {were} of {chapter.year.before}, {again} {'is' if found.both == 1 else 'are'} hot again "
            f"(as many or more, by chance alone, have {wording.p_value(found.p)})."
        )


def _sentences(chapter: Chapter, found: YearChange, places: Places) -> Iterator[str]:
    """How few places hold half of it, and how many records are in none."""
    counts, id = places.rows["after"], found.subject.id
    half, of = places_holding(counts), len(counts)
    told = {"of": places.tables, "denominator": of, "method": "places with most first", "period": found.period}
    chapter.figure(f"{id}.half_in", f"{found.subject.label}: half of it is in", half, places.nouns[1], **told)
    share = told | {"numerator": half, "counted": False}
    chapter.figure(f"{id}.half_in.share", f"{found.subject.label}: half of it is in", half / of, "ratio", **share)
    what = inside(found.subject.label)
    yield wording.sentence(wording.concentration(what, half, of, place=places.nouns[1], plural=what.endswith("s")))
    if 0 < places.unplaced <= (found.count or 0):
        label = f"{found.subject.label}: without a place in the area's {places.nouns[1]}"
        made = {"of": places.tables, "period": found.period}
        share = chapter.share(f"{id}.unplaced.share", label, places.unplaced, found.count, **made)
        yield f"{told_share(share)} of the {found.subject.noun} cannot be placed on the map."
