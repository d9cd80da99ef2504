"""What the records of a priority tell beyond its count: non-recent offences, peaks, months that fell, part years."""

from collections.abc import Callable, Iterable, Iterator

from assessment.chapters import subjects as s
from assessment.chapters.base import Chapter
from assessment.chapters.occurrence import Occurrence, occurrence_of
from assessment.measures.change import like_for_like
from assessment.measures.rates import proportion
from assessment.periods import month_name
from assessment.present import wording


def theme_sentences(chapter: Chapter, priority: str) -> Iterable[str]:
    """The sentences that only this priority has, each number a figure."""
    return THEMES.get(priority, _nothing)(chapter)


def _nothing(chapter: Chapter) -> Iterator[str]:
    return iter(())


def _violence(chapter: Chapter) -> Iterator[str]:
    found = chapter.counts.total(s.ALCOHOL_VIOLENCE, chapter.year) if chapter.counts.known(s.ALCOHOL_VIOLENCE) else 0
    if found:
        yield f"Alcohol was marked in {wording.share(found, chapter.counts.total(s.VIOLENCE, chapter.year))} of it."


def _sexual_offences(chapter: Chapter) -> Iterator[str]:
    for subject in (s.SEXUAL, s.RAPE):
        found = _occurrence(chapter, subject)
        if found is not None:
            yield f"Of {wording.number(found.recorded)} {_plural(subject)} recorded, {wording.share(found.non_recent, found.recorded)} took place over 12 months before they were reported."
    now, before = (_occurrence(chapter, s.RAPE, earlier) for earlier in (False, True))
    if now and before:
        yield (
            f"By the date on which they took place the picture differs: {now.in_year} rapes recorded in {chapter.year} took place in that year, "
            f"against {before.in_year} in the year before. A rise in records is in part a rise in reports of older offences."
        )


def _occurrence(chapter: Chapter, subject: s.Subject, earlier: bool = False) -> Occurrence | None:
    year = chapter.year.before if earlier else chapter.year
    if not chapter.counts.complete(subject, year):
        return None
    found = occurrence_of(chapter.counts.records(subject, year), year)
    if found is None:
        return None
    told = {"period": str(year), "method": "committed date against recorded date"}
    part = {"numerator": found.non_recent, "denominator": found.recorded}
    chapter.figure(
        f"{subject.id}_non_recent.count",
        f"{subject.label}: took place over 12 months before the report",
        found.non_recent,
        "count",
        **told,
    )
    chapter.figure(
        f"{subject.id}_non_recent.share",
        f"{subject.label}: share that took place over 12 months before",
        found.non_recent / found.recorded,
        "ratio",
        **told | part,
    )
    chapter.figure(
        f"{subject.id}_committed_in_year.count",
        f"{subject.label}: recorded and committed in the year",
        found.in_year,
        "count",
        **told,
    )
    return found


def _domestic_abuse(chapter: Chapter) -> Iterator[str]:
    share = proportion(chapter.counts.total(s.DOMESTIC, chapter.year), chapter.counts.total(s.ALL_CRIME, chapter.year))
    yield f"It was {wording.percent(100 * share.value)} of all recorded crime."
    months = chapter.counts.months(s.DOMESTIC)
    shown = months[months.index.isin([m for year in chapter.year.back(4) for m in year.months])]
    of_year = shown[shown.index.isin(chapter.year.months)]
    peak = of_year.idxmax()
    told = {"method": "largest count of the year"}
    chapter.figure(
        "crime.domestic_abuse.peak_month",
        "Domestic abuse: the highest month",
        int(of_year.max()),
        "count",
        period=peak,
        **told,
    )
    yield f"The highest month was {month_name(peak)} with {wording.number(of_year.max())} offences" + (
        ", the most of any month in the last four years." if of_year.max() == shown.max() else "."
    )
    if chapter.counts.complete(s.DOMESTIC, chapter.year):
        yield _peak_quarter(chapter)


def _peak_quarter(chapter: Chapter) -> str:
    months = chapter.counts.months(s.DOMESTIC)
    quarters = {
        (number, f"{inside[0]} to {inside[-1]}"): int(months.reindex(inside).sum())
        for number, inside in chapter.year.quarters.items()
    }
    for (number, period), count in quarters.items():
        chapter.figure(
            "crime.domestic_abuse.count",
            f"Domestic abuse in quarter {number}",
            count,
            "count",
            period=period,
            method="count",
        )
    (number, period), count = max(quarters.items(), key=lambda item: item[1])
    chapter.figure(
        "crime.domestic_abuse.peak_quarter",
        f"Domestic abuse: the highest quarter, quarter {number}",
        count,
        "count",
        period=period,
        method="largest count of the year",
    )
    first, last = period.split(" to ")
    return f"The highest quarter was quarter {number} ({month_name(first)} to {month_name(last)}) with {wording.number(count)} offences."


def _antisocial_behaviour(chapter: Chapter) -> Iterator[str]:
    if chapter.counts.known(s.ASB_YOUTH):
        part, whole = (chapter.counts.total(one, chapter.year) for one in (s.ASB_YOUTH, s.ASB))
        share = {
            "of": "asb",
            "numerator": part,
            "denominator": whole,
            "method": "share of incidents",
            "period": chapter.counts.period(s.ASB, chapter.year),
        }
        chapter.figure("asb.youth.share", "Youth-related share of antisocial behaviour", part / whole, "ratio", **share)
        yield f"{wording.share(part, whole)} of the incidents were youth-related."
    if not chapter.counts.present(s.ASB, chapter.year.before):
        return
    like = like_for_like(chapter.counts.months(s.ASB), chapter.year)
    told = {
        "of": "asb",
        "denominator": len(like.months),
        "method": "months compared with the same month a year before",
    }
    chapter.figure("asb.all.months_down", "Months with fewer incidents than a year before", like.fell, "months", **told)
    if like.fell:
        largest = [month_name(month).split()[0] for month in like.changes.nsmallest(2).index if like.changes[month] < 0]
        yield (
            f"{like.fell} of {len(like.months)} months had fewer incidents than the same month a year before, {wording.listed(largest)} by the most "
            f"(a split as uneven as that or more comes by chance with {wording.p_value(like.p)})."
        )


def _exploitation(chapter: Chapter) -> Iterator[str]:
    yield "The marker depends on an officer recognising exploitation, so the count measures recognition as much as the crime."


def _plural(subject: s.Subject) -> str:
    return "rapes" if subject is s.RAPE else subject.label.lower()


THEMES: dict[str, Callable[[Chapter], Iterable[str]]] = {
    "violence": _violence,
    "sexual_offences": _sexual_offences,
    "domestic_abuse": _domestic_abuse,
    "antisocial_behaviour": _antisocial_behaviour,
    "exploitation": _exploitation,
}
