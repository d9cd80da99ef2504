"""Lines of the committee report that no other chapter has: county growth, quarters, ages, when a rape took place."""

from collections.abc import Iterable, Iterator

import pandas as pd

from assessment.chapters.base import Chapter
from assessment.chapters.crime import subjects as s
from assessment.chapters.crime.ages import CHILDREN, hidden_bands
from assessment.chapters.crime.changes import EXACT, YearChange
from assessment.chapters.crime.districts import districts_of
from assessment.chapters.crime.hidden import hides_months, share_of, shown_months
from assessment.chapters.crime.occurrence import told_occurrence
from assessment.chapters.crime.series import FELL
from assessment.chapters.crime.standing import district_figures, how_many
from assessment.chapters.crime.subjects import Subject, inside
from assessment.chapters.crime.themes import told_share
from assessment.chapters.disclosed import SYMBOL
from assessment.chapters.patterns import people
from assessment.measures.change import compare
from assessment.periods import MONTHS, month_name, shift_month
from assessment.present import wording
from assessment.present.tables import Table
from assessment.present.wording.numbers import SMALL_BASE

YOUNG = ("15", "16-19", "20-24")
BANDS = (("victim_age", "victims", YOUNG, "15_24"), ("suspect_age", "suspects", YOUNG, "15_24"),
         ("suspect_age", "suspects", ("25-29",), "25_29"))  # fmt: skip


def county_sentence(chapter: Chapter, subject: Subject) -> Iterator[str]:
    """The county's change, and the area's share of it beside its share of the count; nothing without the districts."""
    found = districts_of(chapter.prepared, chapter.area, subject, chapter.year)
    if found is None:
        return
    district_figures(chapter, subject, found)
    ours, (before, after) = found.counts.loc[chapter.area.name], found.total
    change = wording.change_sentence(inside(subject.label), before, after, unit=subject.noun).rstrip(".")
    force = chapter.area.force or "the force"
    yield f"In all {len(found.counts)} districts of {force} together, {inside(change)}."
    grew, of = int(ours["after"] - ours["before"]), after - before
    if grew * of <= 0 or abs(grew) > abs(of):
        return
    told = {"of": found.source, "method": f"over {found.months} months"}
    held = chapter.share(
        f"{subject.id}.share_of_county", f"{subject.label}: share of the force's", int(ours["after"]), after, **told
    )
    label = f"{subject.label}: share of the force's change"
    made = {"numerator": grew, "denominator": of, **told, "method": "share of the difference"}
    part = chapter.figure(f"{subject.id}.share_of_county_change", label, grew / of, "ratio", **made)
    if held.suppressed or part.suppressed:
        return
    word = "rise" if of > 0 else "fall"
    yield (
        f"{chapter.area.name} makes up {wording.percent(100 * part.value)} of that {word} and "
        f"{wording.percent(100 * held.value)} of the force's {subject.noun}."
    )


def contribution_sentence(chapter: Chapter, whole: YearChange, parts: Iterable[YearChange | None]) -> str:
    """How much of the change of the whole each part makes up; empty where the whole did not change."""
    change = whole.like.change.difference if whole.like else 0
    told = []
    for part in parts:
        if not change or part is None or part.like is None or part.like.months != whole.like.months:
            continue
        share = part.like.change.difference / change
        label = f"{part.subject.label}: share of the change in {inside(whole.subject.label)}"
        made = {"numerator": part.like.change.difference, "denominator": change, "method": "share of the difference"}
        chapter.figure(f"{part.subject.id}.contribution", label, float(share), "ratio", period=part.period, **made)
        if share > 0:
            told.append((share, f"{inside(part.subject.label)} {wording.percent(100 * share)}"))
    if not told:
        return ""
    word = "rise" if change > 0 else "fall"
    told = wording.listed(text for _, text in sorted(told, reverse=True)[:3])
    return f"Of the {word} in {inside(whole.subject.label)}, by category: {told}."


def occurrence_sentences(chapter: Chapter) -> Iterator[str]:
    """Rape by the date on which it took place, tested; and how many of the non-recent ones were of a child."""
    counts, year = chapter.counts, chapter.year
    if not all(counts.complete(s.RAPE, one) for one in (year, year.before)):
        return
    now, before = (told_occurrence(chapter, s.RAPE, one) for one in (year, year.before))
    if now and before:
        found = compare(before.in_year, now.in_year)
        label = "Rape: recorded and committed in the year, change on the year before"
        told = {"numerator": now.in_year, "denominator": before.in_year}
        if found.percent is not None:
            ends = [None if end is None else 100 * (end - 1) for end in (found.low, found.high)]
            ends = dict(zip(("low", "high"), ends, strict=True))
            id = "crime.rape_committed_in_year.change_percent"
            chapter.figure(id, label, found.percent, "percent", **ends, confidence=0.95, **told, method=EXACT)
        chapter.figure("crime.rape_committed_in_year.change", label, int(found.difference), "count", **told)
        id = "crime.rape_committed_in_year.change_p"
        chapter.figure(id, f"{label}, p", found.p_exact, "probability", **told, method=EXACT)
        words = "rape by the date on which it took place, within the year"
        yield wording.change_sentence(words, before.in_year, now.in_year, p=found.p_exact)
    yield from _of_children(chapter)


def _of_children(chapter: Chapter) -> Iterator[str]:
    """Of the non-recent rapes, how many were of a child under 16 at the time; of sexual offences likewise."""
    rapes = chapter.counts.records(s.RAPE, chapter.year)
    if "committed_to" in rapes and chapter.counts.known(s.UNDER_16):
        ended = pd.to_datetime(rapes["committed_to"]).fillna(pd.to_datetime(rapes["committed_from"]))
        older = rapes[
            (ended < pd.to_datetime(rapes["recorded"]) - pd.DateOffset(months=12)) & rapes["victim_age"].notna()
        ]
        if len(older):
            young, label = int(older["victim_age"].isin(CHILDREN).sum()), "Non-recent rape: victim under 16 at the time"
            share = chapter.share("crime.rape_non_recent_under_16.share", label, young, len(older))
            yield f"Of the non-recent rapes, {told_share(share)} were of a child under 16 at the time."
    part, whole = chapter.counts.part_of(s.UNDER_16, s.SEXUAL, chapter.year)
    if chapter.counts.known(s.UNDER_16) and whole:
        label = "Sexual offences against under-16s, share"
        share = share_of(chapter, s.UNDER_16, label, part, whole)
        yield f"In {told_share(share)} of the sexual offences the victim was under 16 at the time."


def age_sentences(chapter: Chapter, subject: Subject) -> Iterator[str]:
    """How many victims and suspects of known age were young; nothing where fewer than twenty ages are known."""
    records, told = chapter.counts.records(subject, chapter.year), []
    for column, who, bands, name in BANDS:
        ages = records[column][records[column].isin(people.BANDS)] if column in records else []
        if len(ages) < SMALL_BASE or hidden_bands(chapter, subject, column)[list(bands)].any():
            continue
        part = int(ages.isin(bands).sum())
        years = name.replace("_", " to ")
        label = f"{subject.label}: {who} aged {years}, of those whose age is known"
        share = chapter.share(f"{subject.id}_{who}.aged_{name}.share", label, part, len(ages))
        told.append(f"{told_share(share)} of the {who} were aged {years}")
    if told:
        yield f"Where the age is known, {wording.listed(told)}."


def months_table(chapter: Chapter, found: YearChange, name: str = "") -> Table:
    """Each month beside the same month a year before; `name` is that of the spreadsheet's sheet."""
    like, months = found.like, shown_months(chapter, found.subject, chapter.counts.months(found.subject))
    before, now = months[[shift_month(month, -12) for month in like.months]], months[[*like.months]]
    changes = [SYMBOL if SYMBOL in pair else pair[1] - pair[0] for pair in zip(before, now, strict=True)]
    heads = (chapter.year.before.head, chapter.year.head)
    rows = {"Month": [MONTHS[int(month[5:]) - 1] for month in like.months]}
    rows |= {head: side.to_numpy() for head, side in zip(heads, (before, now), strict=True)} | {"Change": changes}
    noun, name = found.subject.noun, name or f"report_{found.subject.kind}_months"
    caption = f"{found.subject.label} by month, {chapter.area.name}, {chapter.year} and the year before"
    return chapter.table(pd.DataFrame(rows), caption, noun, name, of=found.subject.kind)


def quarters_sentence(chapter: Chapter, found: YearChange) -> Iterator[str]:
    """Which quarters fell and which rose; nothing where months are missing, nor before the first quarter's end."""
    subject, quarters = found.subject, []
    if found.like is None or found.over or not chapter.year.quarters:
        return
    months = chapter.counts.months(subject)
    if hides_months(chapter, subject, months[months.index >= chapter.year.before.first_month]):
        return  # with the months that are shown, a quarter's change would tell one that is not
    for number, inside_ in chapter.year.quarters.items():
        change, period = int(found.like.changes[inside_].sum()), f"{inside_[0]} to {inside_[-1]}"
        label = f"{subject.label} in quarter {number}: change on the same quarter a year before"
        told = {"of": subject.kind, "period": period, "method": "like for like"}
        chapter.figure(f"{subject.id}.quarter_change", label, change, "count", **told)
        quarters.append((number, change))
    fell = [one for one in quarters if one[1] < 0]
    if len(fell) == len(quarters):
        told = "Every quarter was below the same quarter of the year before"
    else:
        told = f"Quarters below the same quarter of the year before: {how_many(len(fell), len(quarters))}"
        chapter.figure(
            f"{subject.id}.quarters_down",
            told,
            len(fell),
            "quarters",
            of=subject.kind,
            denominator=len(quarters),
            method=FELL,
        )
    ends = wording.listed(f"{wording.signed(change)} in quarter {number}" for number, change in quarters)
    yield f"{told} ({ends})."


def peak_sentence(found: YearChange) -> str:
    """The month that fell most."""
    most = found.like.most
    return f"The largest reduction was in {month_name(most)}." if most else ""
