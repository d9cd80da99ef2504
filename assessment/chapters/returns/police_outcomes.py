"""What recorded crimes led to, as the police last told it: charged, dealt with out of court, no suspect, still open."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from assessment.chapters.base import Chapter
from assessment.chapters.crime.subjects import ALL_CRIME
from assessment.measures.shares import ShareChange, compare_shares
from assessment.periods import FinancialYear
from assessment.present import charts, wording
from assessment.present.parts import Prose, Section

# By the beginnings of what the publisher calls an outcome; the first that fits holds.
GROUPS = {
    "charged": ("Charged or brought to court", r"court|charged|offender (?:sent|fined|ordered|deprived|otherwise)|"
                r"offender given (?:community|suspended|conditional|absolute)|defendant"),
    "out_of_court": ("Dealt with out of court", r"local resolution|offender given|drugs possession warning"),
    "no_suspect": ("No suspect found", r"investigation complete"),
    "not_prosecuted": ("Suspect could not be prosecuted", r"unable to prosecute"),
    "not_in_public_interest": ("Not in the public interest", r"not in the public interest"),
    "elsewhere": ("Left to another organisation", r"another organisation"),
    "open": ("Still open, or not told", r""),
}  # fmt: skip
ACTION = ("charged", "out_of_court")
LATER = (
    "Crimes of the year before have had a year more to lead to something, so that less action can be a matter of time."
)
LAST_TOLD = (
    "An outcome is the last that the files tell. Of a crime that went to court the result is often not given, and the "
    "police do not always say that a case is closed."
)


@dataclass(frozen=True)
class Ended:
    """How many crimes of a year had each group of outcome."""

    counts: dict[str, int]

    @property
    def whole(self) -> int:
        """All crimes."""
        return sum(self.counts.values())

    @property
    def action(self) -> tuple[int, int]:
        """Those that led to action against a suspect, of all."""
        return sum(self.counts[name] for name in ACTION), self.whole


class Outcomes:
    """The outcomes of the year's crimes beside those of the year before, as figures."""

    def __init__(self, chapter: Chapter) -> None:
        self.chapter = chapter

    def _of(self, year: FinancialYear) -> Ended | None:
        """The outcomes of a year; None where the records bear none."""
        records = self.chapter.counts.records(ALL_CRIME, year)
        told = records["outcome"].dropna() if "outcome" in records else records.iloc[:0]
        if not len(told):
            return None
        return Ended({name: int((groups_of(told) == name).sum()) for name in GROUPS})

    @cached_property
    def now(self) -> Ended | None:
        """This year's outcomes."""
        found = self._of(self.chapter.year)
        if found is not None:
            period = self.chapter.counts.period(ALL_CRIME, self.chapter.year)
            for name, (label, _) in GROUPS.items():
                self.chapter.share(f"outcomes.{name}.share", label, found.counts[name], found.whole, period=period)
            label = "Action against a suspect"
            self.chapter.share("outcomes.action.share", label, *found.action, period=period)
        return found

    @cached_property
    def before(self) -> Ended | None:
        """The outcomes of the year before, where both years are whole."""
        counts, year = self.chapter.counts, self.chapter.year
        whole = all(counts.complete(ALL_CRIME, one) for one in (year, year.before))
        found = self._of(year.before) if whole and self.now is not None else None
        if found is not None:
            label, period = "Action against a suspect", year.before.period
            self.chapter.share("outcomes.action.share", label, *found.action, period=period)
        return found

    @cached_property
    def change(self) -> ShareChange | None:
        """The change of the share with action."""
        if self.now is None or self.before is None:
            return None
        found = compare_shares(self.before.action, self.now.action)
        label, ends = "Action against a suspect: change", {"low": 100 * found.low, "high": 100 * found.high}
        change, method = 100 * found.difference, "Fisher's exact test; Newcombe's interval"
        told = {"method": method, "confidence": 0.95, **ends}
        self.chapter.figure("outcomes.action.share_change", label, change, "percentage points", **told)
        self.chapter.figure("outcomes.action.share_change_p", f"{label}, p", found.p, "probability", method=method)
        return found

    def sentences(self) -> Iterator[str]:
        """How many led to action, and in how many no suspect was found."""
        if self.now is None:
            return
        if self.change is not None:
            label, than = "the share of recorded crimes that led to action against a suspect", "the year before"
            yield wording.points_sentence(label, self.before.action, self.now.action, p=self.change.p, than=than)
        else:
            yield f"{wording.share(*self.now.action)} of recorded crimes led to action against a suspect."
        unknown = wording.share(self.now.counts["no_suspect"], self.now.whole)
        yield f"In {unknown} of recorded crimes no suspect was found."

    def section(self) -> Section:
        """The groups of outcome as dots, this year beside the last."""
        if self.now is None:
            return Section((self.chapter.missing("What became of recorded crimes", "police_uk_street"),))
        rows = [(label, self.now.counts[name] / self.now.whole) for name, (label, _) in GROUPS.items()]
        frame = pd.DataFrame(rows, columns=["label", "value"])
        if self.before is not None:
            frame["other"] = [self.before.counts[name] / self.before.whole for name in GROUPS]
        year = self.chapter.year
        picture = charts.share_dots(
            frame,
            ours=str(year),
            other=str(year.before) if self.before else "",
            axis="Share of recorded crimes",
            decimals=1,
            title=f"{wording.share(*self.now.action)} of recorded crimes led to action against a suspect",
            subtitle=f"Recorded crimes by what they had led to when last told, per cent, {year}",
            **self.chapter.about("crime"),
        )
        told = (*self.sentences(), LAST_TOLD, *((LATER,) if self.before else ()))
        return Section((picture, Prose(told)))


def groups_of(outcomes: pd.Series) -> pd.Series:
    """The group of each outcome."""
    names = pd.Series({told: _group(str(told)) for told in outcomes.unique()})
    return outcomes.astype(str).map(names)


def _group(outcome: str) -> str:
    """The first group whose pattern is in the name of an outcome."""
    return next(name for name, (_, pattern) in GROUPS.items() if re.search(pattern, outcome, re.IGNORECASE))
