"""Where the area stands among the districts of its police force."""

import pandas as pd

from assessment.chapters.base import Chapter
from assessment.chapters.crime.districts import Districts, districts_of
from assessment.chapters.crime.subjects import Subject, inside
from assessment.present import charts, wording
from assessment.present.parts import Prose, Section


def standing_among_districts(chapter: Chapter, subject: Subject) -> Section:
    """A dot for each district by percentage change, ours marked, and what the county did."""
    area = chapter.area
    found = districts_of(chapter.prepared, area, subject, chapter.year)
    if found is None:
        return Section((Prose(_why_none(chapter, subject)),))
    district_figures(chapter, subject, found)
    of = len(found.counts)
    months = (
        ""
        if found.months == chapter.year.length
        else f", over the {wording.small(found.months)} months that both years have"
    )
    picture = charts.dot_ranks(
        found.counts["percent"].rename_axis("area").rename("value").reset_index(),
        ours=area.name,
        axis="Change on the year before",
        suffix="%",
        lines={f"All {of} districts": found.percent},
        title=place_in_words(found.counts["percent"], area.name, inside(subject.label)),
        subtitle=f"{subject.label}: change on the year before, per cent, {chapter.year}{months}",
        **chapter.about(found.source),
    )
    return Section((picture, Prose(_county_sentence(area.force, found, subject))))


def _why_none(chapter: Chapter, subject: Subject) -> str:
    if not chapter.area.districts:
        file = f"config/areas/{chapter.area.slug}.toml"
        return f"{subject.label}: no districts of the force are named in {file}, so the area has no rank among them."
    return (
        f"{subject.label}: the files do not hold the counts of all districts of the force for both years, so the area "
        "cannot be ranked among them."
    )


def place_in_words(percent: pd.Series, name: str, what: str) -> str:
    """`Blackpool had the fifth lowest percentage rise in violence of the 14 districts`.

    A place that cannot be read the other way round: among the districts that moved in the same direction, counted from
    the nearer end. `percent` is each district's change in per cent.
    """
    ours = percent[name]
    if ours == 0:
        return f"{name} had no change in {what}, which rose in {how_many((percent > 0).sum(), len(percent))} districts"
    fell = ours < 0
    moved = percent[percent < 0] if fell else percent[percent > 0]
    low, high = (int(moved.rank(method="min", ascending=ascending)[name]) for ascending in (True, False))
    ends = [(low, "largest"), (high, "smallest")] if fell else [(low, "lowest"), (high, "highest")]
    place, end = min(ends, key=lambda pair: pair[0])
    did = "fell" if fell else "rose"
    if len(moved) == 1:
        return f"{name} was the only one of {len(percent)} districts where {what} {did}"
    among = "districts" if len(moved) == len(percent) else f"districts that {did}"
    size = f"percentage {'fall' if fell else 'rise'} in {what}"
    return f"{name} had the {wording.rank_phrase(place, len(moved), what=size, end=end, among=among)}"


def how_many(number: int, of: int) -> str:
    """`none of the 14`, `3 of the 14`, `all 14`."""
    told = "all" if number == of else f"{'none' if number == 0 else wording.number(number)} of the"
    return f"{told} {wording.number(of)}"


def district_figures(chapter: Chapter, subject: Subject, found: Districts) -> None:
    """What all districts did together, how many of them rose, and the place of the area among them."""
    id, label, of = subject.id, f"{subject.label} in all districts of the force", len(found.counts)
    before, after = found.total
    told = {"of": found.source, "method": f"like for like over {found.months} months"}
    made_from = told | {"numerator": after, "denominator": before}
    chapter.figure(f"{id}.county_change", f"{label}: change", after - before, "count", **made_from)
    chapter.figure(f"{id}.county_change_percent", f"{label}: change", found.percent, "percent", **made_from)
    place = f"{subject.label}: place among the districts by percentage change, 1 is the lowest"
    chapter.figure(f"{id}.county_rank", place, found.place(chapter.area.name), "rank", **told, denominator=of)
    rose = f"{subject.label}: districts that rose"
    chapter.figure(f"{id}.districts_up", rose, found.rose, "districts", **told, denominator=of)


def _county_sentence(force: str, found: Districts, subject: Subject) -> str:
    before, after = map(wording.number, found.total)
    rose = how_many(found.rose, len(found.counts))
    return (
        f"Over all {len(found.counts)} districts of {force or 'the force'}, {inside(subject.label)} went from {before} "
        f"to {after} ({wording.signed_percent(found.percent)}); it rose in {rose}."
    )
