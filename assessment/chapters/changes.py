"""The figures of a subject's year: count, change on the year before, share, rate, trend, rank among the districts."""

from dataclasses import dataclass

import pandas as pd

from assessment.chapters.base import Chapter
from assessment.chapters.subjects import ALL_CRIME, Subject, inside
from assessment.figures import Figure
from assessment.measures.change import LikeForLike, like_for_like
from assessment.measures.rates import proportion, rate
from assessment.present import wording
from assessment.present.tables import Table


@dataclass(frozen=True)
class YearChange:
    """A subject's count in the edition's year and, where the year before has months in common, the change."""

    subject: Subject
    count: int
    period: str
    like: LikeForLike | None

    @property
    def tested(self) -> float | None:
        """The p that belongs to the interval of the change: it allows for how much the months scatter."""
        return None if self.like is None else self.like.change.p or self.like.change.p_exact

    @property
    def ends(self) -> tuple[float | None, float | None]:
        """The interval of the change in per cent."""
        if self.like is None or self.like.change.ratio is None:
            return None, None
        change = self.like.change
        return tuple(None if end is None else 100 * (end - 1) for end in (change.low, change.high))

    @property
    def difference_ends(self) -> tuple[float | None, float | None]:
        """The interval of the change in offences, from that of the ratio and the count before."""
        return tuple(None if end is None else end / 100 * self.like.before for end in self.ends)

    @property
    def than(self) -> str:
        """What the count is compared with, in words: the year before, or the months that both years have."""
        months = self.like.months if self.like else ()
        return "the year before" if len(months) == 12 else f"the year before {wording.like_for_like(months)}"


def year_change(chapter: Chapter, subject: Subject) -> YearChange | None:
    """Count a subject and compare it like for like with the year before, each number a figure; None where unknown."""
    counts, year = chapter.counts, chapter.year
    if not counts.known(subject) or not counts.present(subject, year):
        return None
    period = counts.period(subject, year)
    count = counts.total(subject, year)
    chapter.figure(f"{subject.id}.count", subject.label, count, "count", of=subject.kind, period=period, method="count")
    like = like_for_like(counts.months(subject), year) if _comparable(chapter, subject) else None
    found = YearChange(subject, count, period, like)
    if like is not None:
        _change_figures(chapter, found)
    return found


def _comparable(chapter: Chapter, subject: Subject) -> bool:
    now, before = (chapter.counts.present(subject, year) for year in (chapter.year, chapter.year.before))
    return bool({month[5:] for month in now} & {month[5:] for month in before})


def _change_figures(chapter: Chapter, found: YearChange) -> None:
    subject, like = found.subject, found.like
    change, (low, high) = like.change, found.ends
    method = (
        f"like for like over {len(like.months)} months; interval of the rate ratio, dispersion {change.dispersion:.2f}"
    )
    method += "" if found.tested is None else f", p {found.tested:.2g}"
    told = {"of": subject.kind, "period": found.period, "numerator": like.after, "denominator": like.before}
    label = f"{subject.label}: change on the year before"
    chapter.figure(f"{subject.id}.change", label, int(change.difference), "count", **told | {"method": method})
    if change.percent is not None:
        chapter.figure(
            f"{subject.id}.change_percent",
            label,
            change.percent,
            "percent",
            low=low,
            high=high,
            confidence=0.95,
            **told | {"method": method},
        )
    exact = "two-sided exact conditional test, counts taken as Poisson"
    chapter.figure(f"{subject.id}.change_p", label, change.p_exact, "probability", **told | {"method": exact})


def change_sentence(found: YearChange, label: str | None = None) -> str:
    """The change as a sentence that cannot contradict its figures."""
    like, (low, high) = found.like, found.ends
    told = wording.change_sentence(
        label or inside(found.subject.label),
        like.before,
        like.after,
        p=found.tested,
        low=low,
        high=high,
        unit=found.subject.noun,
    )
    if not like.part_year:
        return told
    months = wording.like_for_like(like.months)
    return f"{months[0].upper()}{months[1:]}: {inside(told)}"


def share_of_crime(chapter: Chapter, subject: Subject) -> Figure:
    """The subject's share of all recorded crime (0 to 1), with Wilson's interval."""
    part, whole = (chapter.counts.total(one, chapter.year) for one in (subject, ALL_CRIME))
    found = proportion(part, whole)
    return chapter.figure(
        f"{subject.id}.share",
        f"{subject.label} as a share of all recorded crime",
        found.value,
        "ratio",
        period=chapter.counts.period(subject, chapter.year),
        low=found.low,
        high=found.high,
        confidence=0.95,
        method=found.method,
        numerator=part,
        denominator=whole,
    )


def rate_per_1000(chapter: Chapter, subject: Subject) -> Figure | None:
    """Recorded per 1,000 residents in a whole year; None for a part year or where no population is known."""
    residents = chapter.residents()
    if residents is None or not chapter.counts.complete(subject, chapter.year):
        return None
    count = chapter.counts.total(subject, chapter.year)
    found = rate(count, residents.number)
    return chapter.figure(
        f"{subject.id}.rate",
        f"{subject.label} per 1,000 residents",
        found.value,
        "per 1,000",
        of=subject.kind,
        low=found.low,
        high=found.high,
        confidence=0.95,
        numerator=count,
        denominator=residents.number,
        method=f"{found.method}; residents: {residents.basis}",
    )


def changes_table(chapter: Chapter, found: list[YearChange], caption: str, name: str, *, of: str = "crime") -> Table:
    """Several subjects' changes as a table, in the order given."""
    rows = {one.subject.label: _row(one) for one in found if one.like is not None}
    frame = pd.DataFrame.from_dict(rows, orient="index")
    unit = "incidents" if of == "asb" else "offences"
    return chapter.table(
        frame.rename_axis("Recorded").reset_index(), caption, unit, name, of=of, decimals={"Change, %": 1}
    )


def _row(found: YearChange) -> dict:
    like, (low, high) = found.like, found.ends
    return {
        "Before": int(like.before),
        "After": int(like.after),
        "Change": int(like.change.difference),
        "Change, %": None if like.change.percent is None else round(like.change.percent, 1),
        "95% interval, %": ""
        if low is None or high is None
        else f"{wording.signed(low, 1)}\u00a0to\u00a0{wording.signed(high, 1)}",
        "Clear?": "no" if wording.unclear(found.tested) else "yes",
    }
