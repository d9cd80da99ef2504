"""Where the area stands among the districts of its police force."""

from assessment.chapters.base import Chapter
from assessment.chapters.districts import Districts, districts_of
from assessment.chapters.subjects import Subject, inside
from assessment.present import charts, wording
from assessment.present.parts import Prose, Section


def standing_among_districts(chapter: Chapter, subject: Subject) -> Section:
    """A dot for each district by percentage change, ours marked, and what the county did."""
    area, year = chapter.area, chapter.year
    found = districts_of(chapter.prepared, area, chapter.counts, subject, year)
    if found is None:
        text = f"{subject.label}: the files do not hold the counts of all districts of the force for both years, so the area cannot be ranked among them."
        return Section((Prose(text),))
    _figures(chapter, subject, found)
    of = len(found.counts)
    title = f"{area.name} had the {_place_in_words(found, area.name, inside(subject.label))}"
    months = "" if found.months == 12 else f", over the {found.months} months that both years have"
    picture = charts.dot_ranks(
        found.counts["percent"].rename_axis("area").rename("value").reset_index(),
        ours=area.name,
        axis="Change on the year before",
        suffix="%",
        lines={f"All {of} districts": 100 * (found.total[1] / found.total[0] - 1)},
        title=title,
        subtitle=f"{subject.label}: change on the year before, per cent, {year}{months}",
        **chapter.about(found.source),
    )
    return Section((picture, Prose(_county_sentence(area.force, found, subject))))


def _place_in_words(found: Districts, name: str, what: str) -> str:
    """`fifth lowest percentage rise in …`, `largest percentage fall in …`: a place that cannot be read the other way."""
    percent = found.counts["percent"]
    ours, of, lowest = percent[name], len(percent), found.place(name)
    highest = int(percent.rank(method="min", ascending=False)[name])
    if ours < 0:
        return wording.rank_phrase(lowest, of, what=f"percentage fall in {what}", end="largest")
    if (percent > 0).all() and lowest <= highest:
        return wording.rank_phrase(lowest, of, what=f"percentage rise in {what}", end="lowest")
    return wording.rank_phrase(highest, of, what=f"percentage rise in {what}", end="highest")


def _figures(chapter: Chapter, subject: Subject, found: Districts) -> None:
    before, after = found.total
    told = {"of": found.source, "method": f"like for like over {found.months} months"}
    change = {"numerator": after, "denominator": before}
    label = f"{subject.label} in all districts of the force"
    chapter.figure(f"{subject.id}.county_change", f"{label}: change", after - before, "count", **told | change)
    chapter.figure(
        f"{subject.id}.county_change_percent",
        f"{label}: change",
        100 * (after / before - 1),
        "percent",
        **told | change,
    )
    place, of = found.place(chapter.area.name), len(found.counts)
    chapter.figure(
        f"{subject.id}.county_rank",
        f"{subject.label}: place among the districts by percentage change, 1 is the lowest",
        place,
        "rank",
        **told | {"denominator": of},
    )
    rose = int((found.counts["percent"] > 0).sum())
    chapter.figure(
        f"{subject.id}.districts_up",
        f"{subject.label}: districts that rose",
        rose,
        "districts",
        **told | {"denominator": of},
    )


def _how_many(number: int, of: int) -> str:
    return {0: "none", of: "all"}.get(number, wording.number(number))


def _county_sentence(force: str, found: Districts, subject: Subject) -> str:
    before, after = found.total
    rose = int((found.counts["percent"] > 0).sum())
    return (
        f"Over all {len(found.counts)} districts of {force or 'the force'}, {inside(subject.label)} went from {wording.number(before)} to {wording.number(after)} "
        f"({wording.signed_percent(100 * (after / before - 1))}); it rose in {_how_many(rose, len(found.counts))} of them."
    )
