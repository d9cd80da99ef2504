"""What partners returned of their own work in the year: counts, what they add up to, and shares."""

from collections.abc import Iterator

import pandas as pd

from assessment.chapters.base import Chapter
from assessment.chapters.crime.themes import told_share
from assessment.chapters.disclosed import ACTIONS
from assessment.chapters.returns.returned import Returned, latest, returns_of
from assessment.present import wording
from assessment.present.markup import Shown
from assessment.present.parts import Prose

PARTNERS = {"cctv.": "CCTV", "avert.": "Avert", "safeguard.": "Safeguard", "victim_services.": "Victim services"}


def parts(chapter: Chapter) -> Iterator[Shown]:
    """A table of the returns and, where they have any, their sum and their shares."""
    found = [one for start in PARTNERS for one in latest(returns_of(chapter, start)).values()]
    found = [one for one in found if one.period == chapter.year.period]
    if not found:
        yield chapter.missing("Partners' activity of the year", "partnership_returns")
        return
    rows = [(_label(one), one.value, one.unit) for one in found]
    for (label, *_), one in zip(rows, found, strict=True):
        chapter.figure(
            f"{one.measure}.returned",
            label,
            one.value,
            one.unit,
            **one.told,
            counted=not one.measure.startswith(ACTIONS),
        )
    frame = pd.DataFrame(rows, columns=["Returned", "Number", "Unit"])
    caption = f"What partners returned of their work, {chapter.year}"
    yield chapter.table(frame, caption, "see each row", "report_activity", of="returns", decimals=0)
    yield Prose((*_sum(chapter, found), *_shares(chapter, found)))


def _sum(chapter: Chapter, found: list[Returned]) -> Iterator[str]:
    """How often CCTV was asked for in all."""
    cctv = [one for one in found if one.measure.startswith("cctv.")]
    if len(cctv) > 1:
        whole, about = int(sum(one.value for one in cctv)), {**cctv[0].told, "method": "sum of the returns"}
        chapter.figure("cctv.requests.count", "CCTV, requests in all", whole, "count", **about)
        yield f"CCTV was asked for {wording.counted(whole, 'time')} in all of these."


def _shares(chapter: Chapter, found: list[Returned]) -> Iterator[str]:
    """The returned shares with their counts."""
    for one in found:
        if one.unit == "percent" and one.denominator:
            part, whole = int(one.numerator), int(one.denominator)
            share = chapter.share(f"{one.measure}.share", _label(one), part, whole, **one.told)
            yield f"{_label(one)}: {told_share(share)}."


def _label(one: Returned) -> str:
    """`CCTV, requests for assaults` for `cctv.requests_assaults`."""
    start, _, rest = one.measure.partition(".")
    return f"{PARTNERS[f'{start}.']}, {rest.replace('_', ' ').replace('requests ', 'requests for ')}"
