"""Referrals to partners, the people they supported, and treatment as returned and as published."""

import re
from collections.abc import Iterator, Mapping

import pandas as pd

from assessment.chapters.base import Chapter
from assessment.chapters.public_health import indicators
from assessment.chapters.returns.yearly import Yearly, counted_in, percentages, returned, yearly_table
from assessment.present import wording
from assessment.present.markup import Shown
from assessment.present.parts import Prose
from assessment.present.tables import Table

REFERRALS = (
    ("cse.referrals", "Referrals about child sexual exploitation", "referrals"),
    ("avert.referrals", "Referrals to the domestic abuse programme Avert", "referrals"),
    ("safeguard.referrals", "Referrals to Operation Safeguard", "referrals"),
    ("victim_services.victims_supported", "Victims supported", "victims"),
    ("treatment.young_people", "Young people in treatment for drugs or alcohol", "people"),
)
CCTV = (
    ("cctv.requests_assaults", "Requests for CCTV footage, assaults", "requests"),
    ("cctv.requests_sexual_assaults", "Requests for CCTV footage, sexual assaults", "requests"),
    ("cctv.requests_antisocial_behaviour", "Requests for CCTV footage, antisocial behaviour", "requests"),
)
TREATED = re.compile(r"treatment", re.IGNORECASE)


def returned_referrals(chapter: Chapter, referrals: Mapping[str, Yearly]) -> Iterator[Shown | None]:
    """A table of what was returned, and what changed or can be added up."""
    found = {**referrals, **returned(chapter, CCTV)}
    if not found:
        yield chapter.missing("Referrals and support of the year", "partnership_returns")
        return
    yield yearly_table(chapter, found.values(), "Referrals, support and treatment", "partner_referrals")
    told = [one.sentence() for one in found.values() if one.change is not None]
    told += [*_complied(chapter), *_requests(chapter, found)]
    if told:
        yield Prose(tuple(told))


def _complied(chapter: Chapter) -> Iterator[str]:
    """The share of those referred to the programme who complied; the count is implied by the printed per cent."""
    shares, referred = percentages(chapter, "avert.complied_share"), counted_in(chapter, "avert.referrals")
    if not shares or not referred or not referred[0].value:
        return
    value, note = shares[-1]
    whole = referred[0].value
    part = round(value * whole / 100)
    if abs(100 * part / whole - value) > 0.5:
        return
    told = {"of": "returns", "illustrative": indicators.MADE_UP in note, "period": referred[0].period}
    found = chapter.share("avert.complied.share", "Referred to Avert who complied", part, whole, **told)
    if found.suppressed:
        return
    ends = wording.interval(100 * found.low, 100 * found.high, suffix="%")
    yield f"{wording.share(part, whole)} of those referred to Avert complied ({ends})."


def _requests(chapter: Chapter, found: Mapping[str, Yearly]) -> Iterator[str]:
    """The requests for footage together."""
    asked = [found[measure] for measure, *_ in CCTV if measure in found]
    if len(asked) > 1 and len({one.now.period for one in asked}) == 1:
        total = sum(one.now.value for one in asked)
        told = {"of": "returns", "period": asked[0].now.period, "method": "sum", "illustrative": False}
        chapter.figure("cctv.requests.count", "Requests for CCTV footage", total, "count", **told)
        yield f"Requests for CCTV footage were {wording.number(total)} in all."


def treatment(chapter: Chapter) -> list[indicators.Indicator]:
    """What is published of treatment for drugs and alcohol by the edition's March, as figures."""
    every = indicators.indicators(chapter.prepared, chapter.area, chapter.year)
    found = [one for one in every if one.table == "published" and TREATED.search(one.label)]
    for one in found:
        told = {"of": one.table, "period": one.period, "method": one.note or "as published"}
        chapter.figure(one.id, one.label, one.value, one.unit, **told)
        if one.comparator is not None:
            chapter.figure(f"{one.id}.england", f"{one.label}: England", one.comparator, one.unit, **told)
    return found


def treatment_sentences(found: list[indicators.Indicator]) -> Iterator[str]:
    """Each published share beside England's; the number treated is not published with it, so nothing is tested."""
    for one in found:
        if one.comparator is not None:
            value, england = (wording.number(number, one.decimals) for number in (one.value, one.comparator))
            yield f"{one.label}: {value}{_unit(one)} in {one.when}, against {england}{_unit(one)} in England."


def _unit(one: indicators.Indicator) -> str:
    return "%" if one.unit_in_words in ("per cent", "%") else f" {one.unit_in_words}"


def published_treatment(chapter: Chapter, found: list[indicators.Indicator]) -> Iterator[Table]:
    """The published figures as a table; nothing where there are none."""
    if not found:
        return
    rows = [(one.label, one.value, one.comparator, one.unit_in_words, one.when) for one in found]
    frame = pd.DataFrame(rows, columns=["Measure", chapter.area.name, "England", "Unit", "Period"])
    caption, decimals = f"Treatment as published, {chapter.area.name}", [one.decimals for one in found]
    yield chapter.table(frame, caption, "as named in each row", "treatment", of="published", decimals=decimals)
