"""In what an area differs most from others: every comparison as a ratio, the furthest apart first."""

from collections.abc import Sequence

import pandas as pd

from assessment.chapters.base import Chapter
from assessment.chapters.crime.subjects import inside
from assessment.chapters.profile.comparisons import Compared
from assessment.chapters.public_health.health_index import Measured, health_index_figures, measured
from assessment.present import charts, wording
from assessment.present.pictures import Picture

SHORT = {
    "profile.looked_after_children": "Looked-after children",
    "profile.benefits.out_of_work_share": "On out-of-work benefits",
    "profile.benefits.total_share": "On any of the benefits",
    "profile.child_poverty": "Children in poverty",
    "profile.tenure.private_rented": "Private renting",
    "profile.neet": "Young, not in school or work",
    "profile.employment_rate": "In work",
    "profile.gcse_five": "Five or more GCSEs",
    "profile.gcse_five_english_maths": "GCSEs with English and maths",
    "profile.teenage_pregnancy_abortions": "Abortions, of teenage pregnancies",
    "profile.weekly_wage": "Weekly wage",
}


def indicators(chapter: Chapter, of: Sequence[str], topic: str) -> list[Measured]:
    """Some indicators of the Health Index with place among the authorities and ratio to their median, as figures."""
    found = measured(chapter.prepared, chapter.area, chapter.year, of, topic)
    health_index_figures(chapter, found)
    for one in found:
        told = {"of": "health_index", "period": str(one.year), "denominator": one.authorities}
        place = f"{one.indicator}: place among authorities, 1 the largest value"
        chapter.figure(f"{one.id}.place", place, one.place, "rank", method="values sorted", **told)
        if one.median > 0:
            label, method = f"{one.indicator}: over the median of the authorities", "value over median"
            chapter.figure(f"{one.id}.ratio", label, one.value / one.median, "ratio", method=method, **told)
    return found


def ratios_picture(chapter: Chapter, found: Sequence[Compared]) -> Picture | None:
    """The comparisons as ratios; None where there are none."""
    if not found:
        return None
    rows = [(SHORT.get(one.ours.measure, one.label), one.ratio) for one in found]
    others = wording.listed(dict.fromkeys(one.other_name for one in found), "or")
    illustrative = {"illustrative": any(one.ours.told["illustrative"] for one in found)}
    return charts.dot_ranks(
        pd.DataFrame(rows, columns=["area", "value"]),
        ours=rows[0][0],
        axis="Times the comparator's number",
        head="Measure",
        lines={"no difference": 1.0},
        decimals=2,
        title=furthest_title(found),
        subtitle=f"{chapter.area.name} as a ratio to {others}, whichever the tables of this chapter name",
        **chapter.about("returns") | illustrative,
    )


def furthest_title(found: Sequence[Compared]) -> str:
    """Which number is furthest from its comparator, and how far."""
    first = found[0]
    words = wording.ratio_words(first.ours.value, first.other)
    told = f"{words}{'' if words.endswith('as') else ' as much as'} {first.other_name}"
    return f"{first.label}: {told}, the furthest apart of the {wording.small(len(found))} measures compared"


def index_picture(chapter: Chapter, found: Sequence[Measured]) -> Picture | None:
    """The indicators of the Health Index over the median of the authorities; None where none can be so shown."""
    known = sorted((one for one in found if one.median > 0), key=lambda one: -one.value / one.median)
    if not known:
        return None
    rows = [(f"{one.indicator} ({one.year})", one.value / one.median) for one in known]
    words = wording.ratio_words(known[0].value, known[0].median)
    times = f"{words}{'' if words.endswith('as') else ' as much as'}"
    return charts.dot_ranks(
        pd.DataFrame(rows, columns=["area", "value"]),
        ours=rows[0][0],
        axis="Times the median of the authorities",
        head="Indicator",
        lines={"median": 1.0},
        decimals=2,
        title=f"{known[0].indicator}: {times} in the middle authority of England",
        subtitle=f"ONS Health Index, {chapter.area.name} over the median of England's authorities; more is worse",
        **chapter.about("health_index"),
    )


def index_sentence(found: Sequence[Measured], what: str, area: str) -> str:
    """In how many indicators of `what` the area is worse than the middle authority; empty where in none."""
    worse = [one for one in found if one.value > one.median]
    if not worse:
        return ""
    first = min(worse, key=lambda one: one.place)
    place = f"{wording.ordinal(first.place)} of {wording.number(first.authorities)} authorities, 1st is the worst"
    number = "all" if len(worse) == len(found) else wording.small(len(worse)) + " of"
    return (
        f"In {number} {wording.small(len(found))} indicators of {what} in the ONS Health Index {area} is worse than "
        f"the middle authority of England, most of all in {inside(first.indicator)} ({place}, {first.year})."
    )
