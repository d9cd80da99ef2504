"""Each measure of a plan: its count in the baseline year and now, the change with its test, and the verdict."""

import re
from dataclasses import dataclass, replace

import pandas as pd

from assessment import project
from assessment.chapters.base import Chapter
from assessment.chapters.crime import subjects
from assessment.chapters.crime.hidden import hides
from assessment.chapters.crime.subjects import ALL_CRIME, Subject, category, inside
from assessment.chapters.returns.yearly import Counted, counted_in, in_sentence
from assessment.editions import Measure, Plan
from assessment.figures import snake
from assessment.measures.change import like_for_like
from assessment.measures.counts import Change, compare
from assessment.periods import FinancialYear, month_name, shift_month
from assessment.present import wording
from assessment.present.wording.numbers import SMALL_BASE

CASES = "cases"  # what a return counts
HIDDEN = "a count is not shown, so that no person can be recognised"
TEST = "two-sided; allows for the scatter of the months where they are known, else the exact conditional test"


@dataclass(frozen=True)
class Judged:
    """A measure with what was counted in its baseline year and in the edition's, over `months` that both have.

    `lacking` says why the two cannot be judged; counts that are known are there all the same.
    """

    measure: Measure
    label: str
    noun: str
    baseline: str
    now: str
    before: int | None = None
    after: int | None = None
    change: Change | None = None
    over: str = ""
    lacking: str = ""

    @property
    def difference(self) -> int | None:
        """Now less the baseline."""
        return None if self.change is None else int(self.change.difference)

    @property
    def p(self) -> float | None:
        """That of records allows for the scatter of the months; that of returns is exact."""
        if self.change is None:
            return None
        return self.change.p_exact if self.noun == CASES or self.change.p is None else self.change.p

    @property
    def ends(self) -> tuple[float | None, float | None]:
        """The interval of the change in per cent; none of fewer than twenty before."""
        found = self.change
        if found is None or found.ratio is None or found.high is None or self.before < SMALL_BASE:
            return None, None
        return 100 * (found.low - 1), 100 * (found.high - 1)

    @property
    def verdict(self) -> str:
        """How the measure did, in the words that its test allows."""
        return wording.verdict(self.measure.wanted, self.difference, self.p, self.lacking)

    @property
    def clear(self) -> bool:
        """Whether the verdict says how it stands to the plan."""
        return self.verdict.endswith((wording.AS_WANTED, wording.AGAINST))

    def sentence(self) -> str:
        """The verdict with its numbers."""
        if self.before is None or self.after is None or self.lacking:
            return wording.sentence(f"{self.label}: {self.verdict}")
        low, high = self.ends
        told = {"p": self.p, "low": low, "high": high, "unit": self.noun, "than": f"in {self.baseline}"}
        change = wording.change_sentence(in_sentence(self.label), self.before, self.after, **told).rstrip(".")
        since = "" if wording.unclear(self.p) else f"since {self.baseline} "
        since += f"{self.over}, " if self.over else ""
        change = f"{since}{in_sentence(change)}" if since else change
        if self.verdict.endswith(wording.NO_DIRECTION):
            return wording.sentence(f"{change}; {wording.NO_DIRECTION}")
        plan = next((words for words in (wording.AS_WANTED, wording.AGAINST) if self.verdict.endswith(words)), "")
        return wording.sentence(f"{plan}: {change}" if plan else change)


def judged(chapter: Chapter, plan: Plan) -> list[Judged]:
    """Every measure of a plan, its numbers as figures."""
    found = []
    for measure in plan.measures:
        baseline = FinancialYear.parse(measure.baseline or plan.baseline)
        subject = subject_of(chapter, measure.figure)
        one = _of_returns(chapter, measure, baseline) if subject is None else _of_records(
            chapter, measure, baseline, subject
        )  # fmt: skip
        found.append(one)
        _figures(chapter, one)
    return found


def subject_of(chapter: Chapter, figure: str) -> Subject | None:
    """The subject whose count a figure's id names; None where the records hold none of that name."""
    known = {}
    for value in vars(subjects).values():
        known |= {one.id: one for one in (value if isinstance(value, tuple) else (value,)) if isinstance(one, Subject)}
    names = chapter.counts.records(ALL_CRIME)["category"].unique() if chapter.counts.has("crime") else ()
    known |= {f"crime.{snake(name)}": category(name) for name in names}
    found = known.get(figure.removesuffix(".count"))
    return found if found is not None and chapter.counts.known(found) else None


def _of_records(chapter: Chapter, measure: Measure, baseline: FinancialYear, subject: Subject) -> Judged:
    counts, year = chapter.counts, chapter.year
    told = (measure, subject.label, subject.noun, str(baseline), str(year))
    lost = next((str(one) for one in (baseline, year) if not counts.present(subject, one)), "")
    if lost:
        return Judged(*told, lacking=f"the files cannot tell it in {lost}")
    if any(hides(chapter, subject, one) for one in (baseline, year, replace(year, starts=baseline.starts))):
        return Judged(*told, lacking=HIDDEN)
    for one in (baseline, year):
        period, about = counts.period(subject, one), {"of": subject.kind, "method": "count"}
        chapter.figure(
            f"{subject.id}.count", subject.label, counts.total(subject, one), "count", period=period, **about
        )
    months = _brought_near(counts.months(subject), baseline, year)
    if not {month[5:] for month in months.index if month < year.first_month} & {
        m[5:] for m in counts.present(subject, year)
    }:
        return Judged(*told, lacking="the two years have no month in common")
    like = like_for_like(months, year.starts)
    over = wording.like_for_like(like.months) if like.part_year else ""
    return Judged(
        *told, int(like.before), int(like.after), like.change, over, recorded_otherwise(chapter, subject.kind, baseline)
    )


def _brought_near(months: pd.Series, baseline: FinancialYear, year: FinancialYear) -> pd.Series:
    """The months of two years as if the first were the year before the second."""
    of_baseline, now = (months[months.index.isin(one.months)] for one in (baseline, year))
    gap = 12 * (year.starts - baseline.starts - 1)
    return pd.concat([of_baseline.rename(lambda month: shift_month(month, gap)), now])


def recorded_otherwise(chapter: Chapter, kind: str, baseline: FinancialYear) -> str:
    """What changed in how records of a kind are made after the baseline began; empty where nothing did."""
    changes = project.recording_changes(chapter.area.force, kind)
    first, last = baseline.first_month, chapter.year.last_month
    told = [f"{changes[month]}, {month_name(month)}" for month in sorted(changes) if first < month <= last]
    return f"recording changed in between ({'; '.join(told)})" if told else ""


def _of_returns(chapter: Chapter, measure: Measure, baseline: FinancialYear) -> Judged:
    name = measure.figure.removesuffix(".count")
    label = measure.measured_by or _capitals(wording.sentence(re.sub(r"[._]", " ", name)).rstrip("."))
    told = (measure, label, CASES, str(baseline), str(chapter.year))
    years = [counted_in(chapter, name, year) for year in (baseline, chapter.year)]
    lost = next((year for year, found in zip(told[3:], years, strict=True) if not found), "")
    if lost:
        return Judged(*told, lacking=f"no file counts it in {lost}")
    pairs = [(one, other) for other in years[1] for one in years[0] if _same_months(one, other)]
    if not pairs:
        return Judged(*told, lacking="other months were returned for one year than for the other")
    before, after = pairs[0]
    if any(chapter.disclosure.small(one.value, "returns") for one in pairs[0]):
        return Judged(*told, lacking=HIDDEN)
    for one in pairs[0]:
        about = {"of": "returns", "period": one.period, "method": one.note or "as returned"}
        chapter.figure(f"{name}.count", label, one.value, "count", **about)
    over = "" if after.months == 12 else f"over the same {wording.small(after.months)} months of both years"
    return Judged(*told, before.value, after.value, compare(before.value, after.value), over)


def _capitals(label: str) -> str:
    """The abbreviations that a return's name begins with, as they are written."""
    first, _, rest = label.partition(" ")
    return f"{first.upper()} {rest}" if first.lower() in ("marac", "asbrac", "cse", "cctv") else label


def _same_months(one: Counted, other: Counted) -> bool:
    return (one.first.month, one.last.month, one.months) == (other.first.month, other.last.month, other.months)


def _figures(chapter: Chapter, one: Judged) -> None:
    """The change since the baseline, its interval and its p."""
    if one.change is None:
        return
    stem = f"last_plan.{one.measure.figure.removesuffix('.count').replace('.', '_')}"
    label = f"{one.label}: now less {one.baseline}"
    subject = subject_of(chapter, one.measure.figure)
    told = {"of": subject.kind if subject else "returns", "numerator": one.after, "denominator": one.before}
    chapter.figure(f"{stem}.change", label, one.difference, "count", method="difference", **told)
    if one.change.percent is not None and one.before >= SMALL_BASE:
        low, high = one.ends
        ends = {} if low is None else {"low": low, "high": high, "confidence": 0.95}
        chapter.figure(
            f"{stem}.change_percent", label, one.change.percent, "percent", method="rate ratio", **ends, **told
        )
    chapter.figure(f"{stem}.p_value", f"{label}, p", one.p, "probability", method=TEST, **told)


def plainly(one: Judged) -> str:
    """What a measure is called inside a sentence."""
    return in_sentence(one.label) if one.noun == CASES else inside(one.label)
