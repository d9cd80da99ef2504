"""Tools and powers in words and pictures: how many went no further, and of which whole a printed share is."""

from collections.abc import Iterator

import pandas as pd

from assessment.chapters.base import Chapter
from assessment.chapters.public_health.indicators import MADE_UP
from assessment.chapters.returns.powers import Served, Step
from assessment.measures.rates import proportion
from assessment.present import charts, wording
from assessment.present.pictures import Picture
from assessment.present.wording.numbers import SMALL_BASE

NOT_STOPPED = (
    "That a case went no further is not the same as that the behaviour stopped: it may go on unseen, move elsewhere, "
    "or be dealt with in another way."
)
CROSS_SECTION = (
    "The returns count what was served in a year. A notice of this year may follow a warning of the last, and a late "
    "warning may yet be followed by one, so these shares are not quite those of the same cases."
)


def step_sentences(found: Served) -> Iterator[str]:
    """What share of each step went on, and so what share went no further."""
    lead = "followed case by case, " if found.followed else ""
    for step, after, whole, part in found.pairs:
        if not whole:
            return
        estimate = proportion(whole - part, whole, per=100)
        sure = f" ({wording.interval(estimate.low, estimate.high, suffix='%')})" if whole >= SMALL_BASE else ""
        on, ended = wording.share(part, whole), wording.share(whole - part, whole)
        yield wording.sentence(f"{lead}{on} of the {step.noun} went on to {after.noun}, so {ended} did not{sure}")


def register_sentences(chapter: Chapter, found: Served) -> Iterator[str]:
    """How the same cases differ from what was served in the year, and which had little time for a next step."""
    first, second = found.cascade.steps[:2]
    held = {figure.id: figure.value for figure in chapter.ledger if figure.period == chapter.year.period}
    of, earlier = held[f"{second.measure}.register_count"], held[f"{second.measure}.after_earlier"]
    late = held[f"{first.measure}.late"]
    if of:
        notices = wording.counted(of, one_of(second), second.noun)
        lead = f"In the register {wording.small(earlier) if earlier else 'none'} of the {notices} served in the year"
        yield f"{lead} {'follow' if earlier > 1 else 'follows'} a {one_of(first)} of an earlier year."
    if late:
        was = "was" if late == 1 else "were"
        yield (
            f"{wording.counted(late, one_of(first), first.noun)} {was} served in the last three months of the year and "
            "had little time for a next step."
        )


def one_of(step: Step) -> str:
    """What one of a step is called: `notice`, `breach`."""
    return "breach" if step.noun == "breaches" else step.noun.removesuffix("s")


def denominators(chapter: Chapter, found: Served) -> Iterator[str]:
    """Where a document prints a share as one of a step and it is one of another, both; each printed share a figure."""
    for at, measure in enumerate(found.cascade.printed[: len(found.counts) - 1]):
        for value, note in _printed(chapter, measure):
            step = found.cascade.steps[at]
            label, told = (
                f"{step.label} that went no further, as printed",
                {"of": "returns", "method": note or "as printed"},
            )
            told["illustrative"] = MADE_UP in note
            chapter.figure(f"{step.measure}.stopped_printed", label, value, "percent", **told)
            if not _agrees(value, found.counts[at + 1], found.counts[at]):
                yield from _other_whole(chapter, found, at, value)


def _printed(chapter: Chapter, measure: str) -> list[tuple[float, str]]:
    """The percentages that were returned of a measure for the whole year, with their notes."""
    table, year = chapter.prepared.table("returns"), chapter.year
    if table is None:
        return []
    rows = table[(table["measure"] == measure) & (table["area"] == chapter.area.name) & table["value"].notna()]
    starts, ends = (pd.to_datetime(rows[f"period_{end}"]) for end in ("start", "end"))
    rows = rows[(starts == pd.Timestamp(year.first_day)) & (ends == pd.Timestamp(year.last_day))]
    return [(float(row.value), "" if pd.isna(row.note) else str(row.note)) for row in rows.itertuples()]


def _agrees(value: float, part: int, whole: int) -> bool:
    """Whether a printed percentage is that of going no further, to its printed digit."""
    half = 0.5 if value == round(value) else 0.05
    return whole > 0 and abs(100 * (1 - part / whole) - value) <= half + 1e-9


def _other_whole(chapter: Chapter, found: Served, at: int, value: float) -> Iterator[str]:
    """Which step a printed share is really of; that none fits where it is of none."""
    step, part, whole = found.cascade.steps[at], found.counts[at + 1], found.counts[at]
    printed = wording.percent(value, 0 if value == round(value) else 1)
    lead, right = f"The {printed} printed for {step.noun} that went no further", wording.share(whole - part, whole)
    for other in range(at):
        if _agrees(value, part, found.counts[other]):
            wrong, all_of = found.cascade.steps[other], found.counts[other]
            label = f"{step.label} that went no further, set against {wrong.noun}: the wrong whole"
            id_ = f"{step.measure}.stopped_of_{wrong.noun}_share"
            chapter.share(id_, label, all_of - part, all_of, of="returns", illustrative=False)
            told = wording.share(all_of - part, all_of)
            yield f"{lead} is a share of the {wrong.noun}, {told}; of the {step.noun} it is {right}."
            return
    yield f"{lead} is of no step that was returned; of the {step.noun} it is {right}."


def cascade_picture(chapter: Chapter, found: Served) -> Picture:
    """The steps as bars."""
    steps = found.cascade.steps[: len(found.counts)]
    rows = [(steps[0].label, found.counts[0], "", None, None)]
    for step, after, whole, part in found.pairs:
        share = proportion(part, whole) if whole else None
        ends = (share.low, share.high) if share else (None, None)
        rows.append((after.label, part, f"of the {step.noun}", *ends))
    when = f"cases first warned in {found.when}" if found.followed else f"served, {found.when}"
    return charts.cascade(
        pd.DataFrame(rows, columns=["step", "count", "of", "low", "high"]),
        measure=found.cascade.colour,
        axis=f"{when[0].upper()}{when[1:]}",
        title=_title(found),
        subtitle=f"{found.cascade.about}: {steps[0].noun} and what followed, {when}",
        **chapter.about("cases" if found.followed else "returns"),
    )


def _title(found: Served) -> str:
    (first, second), (whole, part) = found.cascade.steps[:2], found.counts[:2]
    if not whole:
        return f"No {first.noun} in {found.when}"
    lead = "Followed case by case, " if found.followed else ""
    return f"{lead}{wording.share(part, whole)} of the {first.noun} went on to a {one_of(second)}"
