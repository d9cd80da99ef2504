"""What lies behind the change of a priority: its kinds with the residual, and alcohol and drugs in it."""

from collections.abc import Iterator, Sequence

import pandas as pd

from assessment.chapters.base import Chapter
from assessment.chapters.crime.changes import YearChange, year_change
from assessment.chapters.crime.changes_table import changes_table
from assessment.chapters.crime.cuts import gaps, share_between, total_in
from assessment.chapters.crime.hidden import hides
from assessment.chapters.crime.subjects import ALCOHOL_VIOLENCE, VIOLENCE, Subject, inside
from assessment.chapters.disclosed import SYMBOL
from assessment.measures.change import Decomposition, decompose
from assessment.measures.shares import compare_shares
from assessment.present import charts, wording
from assessment.present.parts import Prose, Section
from assessment.present.tables import Table

REST = "All other kinds"
FISHER = "Fisher's exact test, two-sided; Newcombe's interval"
NO_DRUGS = "The records bear no marker for drugs, so what drugs add to it cannot be told from them."
FEW = 20  # of a kind, for its share


def behind_section(chapter: Chapter, found: YearChange, kinds: Sequence[Subject], more: Sequence[Subject]) -> Section:
    """The kinds that do not overlap as a waterfall, and a table of them and of `more`, which may overlap."""
    known = [year_change(chapter, kind) for kind in kinds if chapter.counts.known(kind)]
    beside = [year_change(chapter, one) for one in more if one not in kinds and chapter.counts.known(one)]
    name = f"{chapter.entry.name}_kinds"
    table = changes_table(chapter, [found, *known, *beside], found.subject.label, name) if known or beside else None
    compared = [one for one in known if one and one.like and found.like and one.like.months == found.like.months]
    if not compared or not found.like.change.difference:
        none = "The files do not tell kinds apart in both years, so the change cannot be split up."
        same = "It did not change, so there is no change to split up."
        return Section((table, Prose(same if compared else none)))
    split = _split(found, compared)
    _split_figures(chapter, found, compared, split)
    picture = charts.contributions(
        split.parts["difference"].rename_axis("category").reset_index(),
        total=split.difference,
        residual=REST,
        unit=found.subject.noun,
        title=_title(found, split),
        subtitle=f"{found.subject.label}: contribution of each kind to the change, {found.subject.noun}, "
        f"{chapter.year} less the year before{found.over}",
        **chapter.about(found.subject.kind),
    )
    return Section((picture, table, Prose(_residual_sentence(found, split))))


def _split(found: YearChange, compared: Sequence[YearChange]) -> Decomposition:
    before, after = ({one.subject.label: getattr(one.like, side) for one in compared} for side in ("before", "after"))
    return decompose(before, after, total=(found.like.before, found.like.after))


def _title(found: YearChange, split: Decomposition) -> str:
    parts = split.parts["difference"]
    largest = parts.abs().idxmax()
    if abs(split.residual) > abs(parts[largest]):
        largest, size = REST, split.residual
    else:
        size = parts[largest]
    moved = "rise" if split.difference > 0 else "fall"
    whole = wording.counted(abs(split.difference), found.subject.noun.removesuffix("s"))
    return f"{largest} changed most: {wording.signed(size)} beside a {moved} of {whole} in all"


def _split_figures(chapter: Chapter, found: YearChange, compared: Sequence[YearChange], split: Decomposition) -> None:
    id, whole, told = found.subject.id, found.subject.label, {"of": found.subject.kind, "period": found.period}
    for one in compared:
        made_from = {"numerator": one.like.change.difference, "denominator": split.difference}
        label = f"{one.subject.label}: share of the change in {inside(whole)}"
        share = float(split.parts.loc[one.subject.label, "share"])
        method = "share of the difference"
        chapter.figure(f"{one.subject.id}.contribution", label, share, "ratio", **made_from, **told, method=method)
    explained = int(split.difference - split.residual)
    label, method = f"{whole}: change in the kinds told apart", "sum of the kinds' changes"
    chapter.figure(f"{id}.kinds_change", label, explained, "count", **told, method=method)
    label, method = f"{whole}: change in all other kinds", "change less the kinds' changes"
    chapter.figure(f"{id}.kinds_residual", label, int(split.residual), "count", **told, method=method)


def _residual_sentence(found: YearChange, split: Decomposition) -> str:
    explained, whole, rest = split.difference - split.residual, split.difference, split.residual
    if not rest:
        return "The kinds shown make up the whole of the change."
    nouns = wording.units(whole, found.subject.noun)
    return (
        f"The change of {wording.signed(whole)} {nouns} is {wording.signed(explained)} in the kinds shown and "
        f"{wording.signed(rest)} outside them."
    )


# Alcohol and drugs


def alcohol_of(subject: Subject) -> Subject:
    """The part of a subject that is marked as alcohol-related."""
    if subject is VIOLENCE:
        return ALCOHOL_VIOLENCE
    return subject.within("alcohol", True, id=f"{subject.id}_alcohol", label=f"Alcohol-related {inside(subject.label)}")


def markers_section(chapter: Chapter, found: YearChange, kinds: Sequence[Subject]) -> Section:
    """How much of it, and of each kind, is marked as alcohol-related; drugs have no marker."""
    marked = alcohol_of(found.subject)
    if not chapter.counts.known(marked) or not chapter.counts.part_of(marked, found.subject, chapter.year)[1]:
        return Section((chapter.missing(f"Alcohol in {inside(found.subject.label)}", "force_extract"),))
    told = Prose((*_alcohol_sentences(chapter, found.subject, marked), NO_DRUGS))
    return Section((told, _alcohol_table(chapter, [found.subject, *kinds])))


def _alcohol_sentences(chapter: Chapter, subject: Subject, marked: Subject) -> Iterator[str]:
    """The share of this year beside that of the year before, in percentage points."""
    now, before = (chapter.counts.part_of(marked, subject, year) for year in (chapter.year, chapter.year.before))
    label, period = f"{marked.label}, share", chapter.counts.period(marked, chapter.year)
    chapter.share(f"{marked.id}.share", f"{marked.label} as a share of {_plainly(subject)}", *now, period=period)
    tells = [whole and chapter.disclosure.telling(part, whole, subject.kind) for part, whole in (now, before)]
    if any(tells) or any(share_between(chapter, marked, subject, one) for one in (chapter.year, chapter.year.before)):
        yield f"Alcohol was marked in {wording.HIDDEN_SHARE} of {_plainly(subject)}."
        return
    if not before[1]:
        yield f"Alcohol was marked in {wording.share(*now)} of {_plainly(subject)}."
        return
    chapter.share(f"{marked.id}.share", label, *before, period=chapter.counts.period(marked, chapter.year.before))
    change = compare_shares(before, now)
    made = {"low": 100 * change.low, "high": 100 * change.high, "confidence": 0.95, "method": FISHER}
    points = 100 * change.difference
    chapter.figure(f"{marked.id}.share_change", f"{label}: change", points, "percentage points", period=period, **made)
    chapter.figure(
        f"{marked.id}.share_change_p", f"{label}: change, p", change.p, "probability", period=period, method=FISHER
    )
    name = f"the share of {inside(subject.label)} marked as alcohol-related"
    yield wording.points_sentence(name, before, now, p=change.p, than="in the year before")


def _plainly(subject: Subject) -> str:
    return "violence" if subject is VIOLENCE else inside(subject.label)


def _alcohol_table(chapter: Chapter, subjects: Sequence[Subject]) -> Table:
    """The whole and its kinds, which do not overlap; small counts are hidden so that no other tells them."""
    known = [subject for subject in subjects if chapter.counts.known(subject)]
    pairs = {one.label: chapter.counts.part_of(alcohol_of(one), one, chapter.year) for one in known}
    pairs = {label: pair for label, pair in pairs.items() if pair[1]}
    marked = [alcohol_of(one) for one in known if one.label in pairs]
    between = [[total_in(chapter, one, gap) for one in marked] for gap in gaps(chapter, chapter.year)]
    told = [[part for part, _ in pairs.values()], *between]
    hidden = [any(lost) for lost in zip(*(_hidden(chapter, parts) for parts in told), strict=True)]
    lost = {one.label for one in known if hides(chapter, one, chapter.year)}
    rows = [
        (label, SYMBOL, SYMBOL, SYMBOL)
        if label in lost
        else (label, whole, *(("[c]", "[c]") if small else (part, 100 * part / whole if whole >= FEW else "[c]")))
        for (label, (part, whole)), small in zip(pairs.items(), hidden, strict=True)
    ]
    frame = pd.DataFrame(rows, columns=["Recorded", "Offences", "Marked as alcohol-related", "Share, %"])
    caption = f"Alcohol by kind of offence, {chapter.area.name}, {chapter.year}"
    name, levels = f"{chapter.entry.name}_alcohol", (0, *[1] * (len(rows) - 1))
    return chapter.table(frame, caption, "offences", name, decimals={"Share, %": 1}, levels=levels)


def _hidden(chapter: Chapter, parts: Sequence[int]) -> list[bool]:
    """Which of a whole and its kinds are not to be shown; what is in no kind is reckoned with."""
    whole, *kinds = parts
    if chapter.disclosure.small(whole, "crime"):
        return [True] * len(parts)
    lost = chapter.disclosure.hidden(pd.Series(kinds, dtype=int), "crime", rest=whole - sum(kinds))
    return [False, *map(bool, lost)]
