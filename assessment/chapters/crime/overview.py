"""Crime as a whole: which categories changed, and what made up the change."""

from collections.abc import Sequence

import pandas as pd

from assessment.chapters.base import Chapter
from assessment.chapters.crime.changes import YearChange
from assessment.chapters.crime.changes_table import changes_table, dispersion_sentences
from assessment.chapters.crime.subjects import inside
from assessment.measures.change import Decomposition, decompose
from assessment.present import charts, wording
from assessment.present.parts import Prose, Section

NO_YEAR_BEFORE = "The files have no month of the year before, so no change can be shown."


def changes_section(chapter: Chapter, whole: YearChange, found: Sequence[YearChange]) -> Section:
    """Every category's change on the year before as bars and as a table, the largest first."""
    compared = [one for one in found if one.like is not None]
    if whole.like is None or not compared:
        return Section((Prose(NO_YEAR_BEFORE),))
    ordered = sorted(compared, key=lambda one: -abs(one.like.change.difference))
    rows = [(one.subject.label, one.like.before, one.like.after, *one.difference_ends) for one in ordered]
    picture = charts.change_bars(
        pd.DataFrame(rows, columns=["category", "before", "after", "low", "high"]),
        periods=(str(chapter.year.before), str(chapter.year)),
        title=changes_title(ordered),
        subtitle=f"Change in offences, {_against(chapter, whole)}",
        **chapter.about("crime"),
    )
    table = changes_table(chapter, [whole, *ordered], "Recorded crime by category", "crime_by_category")
    return Section((picture, table, Prose(dispersion_sentences(whole, ordered))))


def priorities_section(chapter: Chapter, found: Sequence[YearChange]) -> Section:
    """The change of each priority on the year before as bars and as a table, the largest first."""
    compared = [one for one in found if one.like is not None]
    if not compared:
        return Section((Prose(NO_YEAR_BEFORE),))
    ordered = sorted(compared, key=lambda one: -abs(one.like.change.difference))
    rows = [(one.subject.label, one.like.before, one.like.after, *one.difference_ends) for one in ordered]
    kinds, overs = {one.subject.kind: None for one in ordered}, {one.over for one in ordered}
    over = overs.pop() if len(overs) == 1 else ", over the months that both years have"
    picture = charts.change_bars(
        pd.DataFrame(rows, columns=["category", "before", "after", "low", "high"]),
        periods=(str(chapter.year.before), str(chapter.year)),
        unit="offences or incidents",
        title=changes_title(ordered, ("priority", "priorities", "offences or incidents")),
        subtitle=f"Change in offences or incidents, {chapter.year} less the year before{over}",
        **chapter.about(*kinds),
    )
    known = [*ordered, *(one for one in found if one.withheld)]
    return Section((picture, changes_table(chapter, known, "The priorities", "priorities_changes", parts=False)))


def changes_title(
    ordered: Sequence[YearChange], nouns: tuple[str, str, str] = ("category", "categories", "offences")
) -> str:
    """How many categories changed by more than chance would explain, and which by the most offences."""
    single, many, unit = nouns
    clear = [one for one in ordered if not one.unclear]
    most, of = inside((clear or ordered)[0].subject.label), wording.small(len(ordered))
    if not clear:
        return f"No {single} changed by more than chance would explain; {most} changed by the most {unit}"
    if len(clear) == 1:
        return f"Of {of} {many} {most} alone changed by more than chance would explain"
    number = wording.small(len(clear)).capitalize()
    return f"{number} of {of} {many} changed by more than chance would explain, {most} by the most {unit}"


def contributions_section(chapter: Chapter, whole: YearChange, found: Sequence[YearChange]) -> Section:
    """What made up the change in all crime, category by category."""
    compared = [one for one in found if one.like is not None]
    if whole.like is None or not compared:
        return Section((Prose(NO_YEAR_BEFORE),))
    if not whole.like.change.difference:
        return Section((Prose("All recorded crime did not change, so there is no change to split up."),))
    before, after = ({one.subject.label: getattr(one.like, side) for one in compared} for side in ("before", "after"))
    split = decompose(before, after, total=(whole.like.before, whole.like.after))
    _contribution_figures(chapter, compared, split)
    picture = charts.contributions(
        split.parts["difference"].rename_axis("category").reset_index(),
        total=split.difference,
        title=_contributions_title(split),
        subtitle=f"Contribution of each category to the change in all crime, offences, {_against(chapter, whole)}",
        **chapter.about("crime"),
    )
    return Section((picture,))


def _contributions_title(split: Decomposition) -> str:
    largest = split.parts["difference"].abs().idxmax()
    size = wording.signed(split.parts.loc[largest, "difference"])
    moved = "rise" if split.difference > 0 else "fall"
    return f"{largest} changed most: {size} of a {moved} of {wording.counted(abs(split.difference), 'crime')}"


def _contribution_figures(chapter: Chapter, compared: Sequence[YearChange], split: Decomposition) -> None:
    for one in compared:
        label, share = (
            f"{one.subject.label}: share of the change in all crime",
            split.parts.loc[one.subject.label, "share"],
        )
        made_from = {"numerator": one.like.change.difference, "denominator": split.difference}
        told = {"period": one.period, "method": "share of the difference"}
        chapter.figure(f"{one.subject.id}.contribution", label, float(share), "ratio", **made_from, **told)


def _against(chapter: Chapter, whole: YearChange) -> str:
    return f"{chapter.year} less the year before{whole.over}"


def residual_sentence(chapter: Chapter, found: YearChange, parts: Sequence[YearChange]) -> str:
    """How much of a subject's change its parts make up, and how much lies outside them."""
    whole = int(found.like.change.difference)
    explained = int(sum(part.like.change.difference for part in parts))
    id, label = found.subject.id, found.subject.label
    told = {"of": found.subject.kind, "period": found.period, "method": "sum of the parts' changes"}
    chapter.figure(f"{id}.explained_change", f"{label}: change in the kinds shown", explained, "count", **told)
    told["method"] = "change less the parts' changes"
    chapter.figure(
        f"{id}.residual_change", f"{label}: change outside the kinds shown", whole - explained, "count", **told
    )
    parts, change, rest = map(wording.signed, (explained, whole, whole - explained))
    unit = wording.units(whole, found.subject.noun)
    lies = "lies" if abs(whole - explained) == 1 else "lie"
    return f"The kinds shown make up {parts} of the change of {change} {unit}; {rest} {lies} outside them."
