"""Proven reoffending of a cohort beside the one before: how many reoffend, and how often each of them does."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from assessment.chapters.base import Chapter
from assessment.chapters.returns.returned import Returned, returns_of
from assessment.measures.recent import chi_squared_for_trend
from assessment.measures.shares import ShareChange, compare_shares
from assessment.present import charts, wording
from assessment.present.pictures import Picture
from assessment.present.tables import Table

COUNTS = {
    "offenders": "Offenders in the cohort",
    "reoffenders": "Offenders who reoffended",
    "reoffences": "Reoffences",
}
TEST = "two-proportion test: chi-squared without correction for continuity, two-sided"
SHARE = "the share of offenders who reoffend"
NO_TEST = (
    "No test is made of reoffences or of their number for each reoffender: one person's reoffences are not independent "
    "of one another, and how they spread over people is not returned."
)


@dataclass(frozen=True)
class Cohort:
    """The offenders of a year, those of them who reoffended, and their reoffences (None where not returned)."""

    period: str
    offenders: int
    reoffenders: int
    reoffences: int | None
    told: dict

    @property
    def parts(self) -> tuple[int, int]:
        """Reoffenders and offenders."""
        return self.reoffenders, self.offenders

    @property
    def each(self) -> float | None:
        """Reoffences for each reoffender."""
        return self.reoffences / self.reoffenders if self.reoffences is not None and self.reoffenders else None

    @property
    def all_offenders(self) -> float | None:
        """Reoffences for each offender of the cohort."""
        return self.reoffences / self.offenders if self.reoffences is not None else None


@dataclass(frozen=True)
class Reoffending:
    """The latest cohort and, where it was returned, the one before; `p` is the two-proportion test's."""

    now: Cohort
    before: Cohort | None = None

    @property
    def change(self) -> ShareChange | None:
        """The difference of the two rates; None without a cohort before."""
        return compare_shares(self.before.parts, self.now.parts) if self.before else None

    @property
    def p(self) -> float | None:
        """Of the two rates being one; None without a cohort before or where none or all reoffended."""
        if self.before is None:
            return None
        (a, m), (b, n) = self.before.parts, self.now.parts
        if a + b in (0, m + n):
            return None
        return math.erfc(math.sqrt(chi_squared_for_trend([a, b], [m, n], [0, 1]) / 2))


def reoffending(chapter: Chapter) -> Reoffending | None:
    """The last two cohorts returned, as figures; None where none was."""
    rows: dict[str, dict[str, Returned]] = {}
    for one in returns_of(chapter, "reoffending."):
        rows.setdefault(one.period, {})[one.measure.partition(".")[2]] = one
    cohorts = [_cohort(period, row) for period, row in rows.items() if {"offenders", "reoffenders"} <= set(row)]
    cohorts = [one for one in cohorts if 0 <= one.reoffenders <= one.offenders > 0][-2:]
    cohorts = [one for one in cohorts if not chapter.disclosure.telling(*one.parts, "returns")]
    if not cohorts:
        return None
    found = Reoffending(cohorts[-1], cohorts[0] if len(cohorts) == 2 else None)
    for cohort in cohorts:
        _cohort_figures(chapter, cohort)
    _change_figures(chapter, found)
    return found


def _cohort(period: str, row: dict[str, Returned]) -> Cohort:
    number = {name: int(row[name].value) if name in row else None for name in COUNTS}
    return Cohort(period, *number.values(), row["offenders"].told)


def _cohort_figures(chapter: Chapter, cohort: Cohort) -> None:
    for name, label in COUNTS.items():
        value = getattr(cohort, name)
        if value is not None:
            chapter.figure(f"reoffending.{name}.count", label, value, "count", **cohort.told)
    told = {key: value for key, value in cohort.told.items() if key != "method"}
    chapter.share("reoffending.rate", "Share of offenders who reoffended", *cohort.parts, **told)
    for name, label, value, of in (
        ("reoffender", "Reoffences for each reoffender", cohort.each, cohort.reoffenders),
        ("offender", "Reoffences for each offender of the cohort", cohort.all_offenders, cohort.offenders),
    ):
        if value is not None:
            made_from = {"numerator": cohort.reoffences, "denominator": of, "method": "reoffences over people"}
            chapter.figure(f"reoffending.per_{name}", label, value, f"per {name}", **told, **made_from)


def _change_figures(chapter: Chapter, found: Reoffending) -> None:
    if found.before is None:
        return
    change, told = found.change, {key: value for key, value in found.now.told.items() if key != "method"}
    ends = {"low": 100 * change.low, "high": 100 * change.high, "confidence": 0.95, "method": "Newcombe"}
    label = "Share of offenders who reoffended: change on the cohort before"
    chapter.figure("reoffending.rate.change", label, 100 * change.difference, "percentage points", **told, **ends)
    relative = 100 * (change.after / change.before - 1) if change.before else None
    if relative is not None:
        chapter.figure(
            "reoffending.rate.change_percent", label, relative, "percent", **told, method="ratio of the rates"
        )
    if found.p is not None:
        chapter.figure("reoffending.rate.change_p", f"{label}, p", found.p, "probability", **told, method=TEST)
    exact = "Fisher's exact test, two-sided"
    chapter.figure(
        "reoffending.rate.change_p_exact", f"{label}, exact p", change.p, "probability", **told, method=exact
    )
    for name, words in COUNTS.items():
        before, after = getattr(found.before, name), getattr(found.now, name)
        if before and after is not None:
            made_from = {"numerator": after, "denominator": before, "method": "cohort less the one before"}
            id, words = f"reoffending.{name}.change", f"{words}: change on the cohort before"
            chapter.figure(id, words, after - before, "count", **told, **made_from)
            chapter.figure(f"{id}_percent", words, 100 * (after / before - 1), "percent", **told, **made_from)


def rate_sentence(found: Reoffending) -> str:
    """The share who reoffend, in percentage points against the cohort before."""
    if found.before is None:
        return wording.sentence(f"{wording.share(*found.now.parts)} of the offenders of {found.now.period} reoffended")
    than = f"in the cohort of {found.before.period}"
    return wording.points_sentence(SHARE, found.before.parts, found.now.parts, p=found.p, than=than)


def each_sentences(found: Reoffending) -> Iterator[str]:
    """How many reoffences each reoffender and each offender committed; nothing without reoffences of two cohorts."""
    now, before = found.now, found.before
    if before is None or now.each is None or before.each is None:
        return
    fewer = now.reoffences < before.reoffences and now.reoffenders < before.reoffenders
    ends = f"{wording.number(before.each, 2)} to {wording.number(now.each, 2)}"
    if wording.rounded(now.each, 2) == wording.rounded(before.each, 2):
        yield f"Each reoffender committed as many reoffences as before, {wording.number(now.each, 2)} on average."
        return
    word = "rose" if now.each > before.each else "fell"
    although = f"Although there were fewer reoffences ({wording.number(now.reoffences)} against " \
               f"{wording.number(before.reoffences)}), r" if fewer and word == "rose" else "R"  # fmt: skip
    yield f"{although}eoffences for each reoffender {word} from {ends}."
    ends = f"{wording.number(before.all_offenders, 3)} to {wording.number(now.all_offenders, 3)}"
    yield (
        f"For each offender of the cohort they went from {ends}; the cohort went from "
        f"{wording.number(before.offenders)} to {wording.number(now.offenders)} people, so counts alone say little."
    )


def reoffending_picture(chapter: Chapter, found: Reoffending) -> Picture | None:
    """The three counts beside those of the cohort before; None without one."""
    if found.before is None:
        return None
    pairs = {label: (getattr(found.before, name), getattr(found.now, name)) for name, label in COUNTS.items()}
    rows = [(label, *pair) for label, pair in pairs.items() if None not in pair]
    difference = found.now.offenders - found.before.offenders
    word = "larger" if difference > 0 else "smaller"
    size = f"{wording.number(abs(difference))} {word} than the one before"
    return charts.change_bars(
        pd.DataFrame(rows, columns=["category", "before", "after"]),
        periods=(found.before.period, found.now.period),
        unit="number",
        title=f"The cohort of {found.now.period} was {size}" if difference else "Both cohorts are of one size",
        subtitle=f"Proven reoffending, {chapter.area.name}, cohorts of {found.before.period} and {found.now.period}",
        **chapter.about("returns") | {"illustrative": found.now.told["illustrative"]},
    )


def reoffending_table(chapter: Chapter, found: Reoffending) -> Table:
    """Counts, rate and reoffences for each person, by cohort."""
    cohorts = [one for one in (found.before, found.now) if one is not None]
    rows = [[label, *(getattr(one, name) for one in cohorts)] for name, label in COUNTS.items()]
    rows.append(["Reoffended, % of offenders", *(100 * one.reoffenders / one.offenders for one in cohorts)])
    rows.append(["Reoffences for each reoffender", *(one.each for one in cohorts)])
    rows.append(["Reoffences for each offender", *(one.all_offenders for one in cohorts)])
    frame = pd.DataFrame(rows, columns=["Measure", *(one.period for one in cohorts)])
    told = {"of": "returns", "decimals": [0, 0, 0, 1, 2, 3], "illustrative": found.now.told["illustrative"]}
    about = "as named in each row", "causes_reoffending"
    return chapter.table(frame, f"Proven reoffending by cohort, {chapter.area.name}", *about, **told)
