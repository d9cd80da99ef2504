"""The last plan: how far it was carried out, measure by measure, and what was revised since the edition before."""

from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property

import pandas as pd

from assessment.chapters import base
from assessment.chapters.gathering import left_by_others
from assessment.chapters.plan.earlier import (
    Earlier,
    earlier_edition,
    moved_table,
    revised_sentence,
    revised_table,
)
from assessment.chapters.plan.judged import Judged, judged, plainly
from assessment.chapters.returns.yearly import INTERVAL
from assessment.editions import Plan
from assessment.figures import Figure
from assessment.periods import FinancialYear
from assessment.present import charts, wording
from assessment.present.parts import Notice, Prose, Section

ENTER = (
    "Enter it in the area's configuration, a [[last_plan]] table with its measures; "
    "config/areas/blackpool.toml shows how."
)
WANTED = {"fall": "fewer", "rise": "more", "none": "not said"}
RULE = (
    "A measure is said to have moved as the plan wanted, or against it, only where its change is larger than chance "
    "would explain and both years were recorded alike. That a count moved does not say that the plan moved it."
)
UNLIKE = (
    "This edition is of part of a year and the one before of the whole: their counts are not set side by side. The "
    "chapters compare the same months of both years."
)
TALLY = {
    "as_wanted": "Measures that moved as the plan wanted",
    "against": "Measures that moved against the plan",
    "unclear": "Measures without a clear change",
    "no_direction": "Measures that moved, for which the plan names no direction",
    "not_judged": "Measures that cannot be judged",
}


def sources_of(figures: Iterable[Figure]) -> tuple[str, ...]:
    """The files that some figures rest on, each once."""
    return tuple(dict.fromkeys(file for one in figures for file in one.sources))


class Chapter(base.Chapter):
    """How far the last plan was carried out."""

    counted = ("crime", "asb")

    @cached_property
    def plan(self) -> Plan | None:
        """The plan that this edition is judged against; None where none is entered."""
        return self.area.plan_of(self.year)

    @cached_property
    def measures(self) -> list[Judged]:
        """Its measures, judged; how many there are of each verdict are figures."""
        found = judged(self, self.plan) if self.plan else []
        if found:
            counts = {**self._tally(found), "all": found}
            about = {"sources": sources_of(self.ledger), "method": "count", "counted": False}
            for name, of in counts.items():
                label = TALLY.get(name, "Measures of the plan")
                self.figure(f"last_plan.measures.{name}", label, len(of), "measures", **about)
        return found

    def _tally(self, found: Iterable[Judged]) -> dict[str, list[Judged]]:
        """The measures by verdict."""
        told: dict[str, list[Judged]] = {name: [] for name in TALLY}
        for one in found:
            ends = {wording.AS_WANTED: "as_wanted", wording.AGAINST: "against", wording.NO_DIRECTION: "no_direction"}
            name = next((name for end, name in ends.items() if one.verdict.endswith(end)), "unclear")
            told["not_judged" if one.verdict.startswith(wording.CANNOT) else name].append(one)
        return told

    @cached_property
    def earlier(self) -> Earlier:
        """The edition of the year before."""
        others = left_by_others(self).values() if self.edition is not None else ()
        own = self.ledger if self.measures else ()
        found = earlier_edition(self, [*own, *(figure for left in others for figure in left.figures)])
        if found.published is not None:
            for name, number in (("compared", found.compared), ("revised", len(found.revised))):
                label = (
                    f"Figures {name} with the edition of {found.year}" if name == "compared" else "Of those, revised"
                )
                about = {"sources": sources_of(found.now), "method": "same id and period", "counted": False}
                self.figure(f"last_plan.earlier.{name}", label, number, "figures", **about)
        return found

    # Key findings

    def key_sentences(self) -> Iterable[str]:
        """The verdicts together, the clear ones, what cannot be judged, and what was revised since."""
        if self.measures:
            yield self._summing_up()
            yield from (one.sentence() for one in self._clearest())
            unclear = [plainly(one) for one in self._tally(self.measures)["unclear"]]
            yield from [wording.sentence(f"no clear change in {wording.listed(unclear)}")] * bool(unclear)
        else:
            yield f"No plan is entered that the year {self.year} could be judged against."
        yield revised_sentence(self.earlier) if self.earlier.published else self.earlier.lacking

    def _clearest(self) -> list[Judged]:
        """Of the measures that moved as the plan wanted, and of those against it, the one whose test is the surest."""
        sides = [
            [one for one in self.measures if one.verdict.endswith(end)] for end in (wording.AS_WANTED, wording.AGAINST)
        ]
        return [min(side, key=lambda one: one.p) for side in sides if side]

    def _summing_up(self) -> str:
        tally = {name: len(found) for name, found in self._tally(self.measures).items()}
        words = {
            "as_wanted": "moved as the plan wanted",
            "against": "moved against it",
            "unclear": "shows no clear change" if tally["unclear"] == 1 else "show no clear change",
            "no_direction": "moved where it names no direction",
            "not_judged": "cannot be judged",
        }
        told = [f"{wording.small(tally[name])} {said}" for name, said in words.items() if tally[name]]
        of = wording.counted(len(self.measures), "measure")
        return f"Of {of} of the {self.plan.name}: {wording.listed(told)}."

    # The plan and its measures

    def aims(self) -> Section:
        """What the plan wanted, and by what it is measured."""
        if self.plan is None:
            return Section((Notice("missing", f"No plan is entered that {self.year} could be judged against.", ENTER),))
        rows = [
            (one.measure.objective, one.label, WANTED[one.measure.wanted], one.measure.why or "–")
            for one in self.measures
        ]
        columns = ["What the plan wanted", "Measured by", "Wanted", "Why no direction"]
        frame = pd.DataFrame(rows, columns=columns)
        frame = frame if any(row[-1] != "–" for row in rows) else frame[columns[:-1]]
        told = {"source": self.plan.source, "illustrative": False}
        table = self.table(frame, f"Measures of the {self.plan.name}", "measures", "last_plan_aims", of=(), **told)
        return Section((table,))

    def scorecard(self) -> Section:
        """Each measure in its baseline year and now, with its change, test and verdict."""
        if not self.measures:
            return Section((Prose("Without a plan there is nothing to judge."),))
        caption = f"The measures of the {self.plan.name}, {self.area.name}, baseline and {self.year}"
        about = {"of": ("crime", "asb", "returns"), "decimals": dict.fromkeys(("Change, %", *INTERVAL), 1)}
        short = [f"{one.label}: {one.over}." for one in self.measures if one.over and self.year.whole]
        unit, notes = "offences, incidents, cases", tuple(short)
        table = self.table(self._rows(), caption, unit, "last_plan_scorecard", notes=notes, **about)
        return Section((self._bars(), table, Prose(RULE)))

    def _rows(self) -> pd.DataFrame:
        rows = []
        for one in self.measures:
            enough = one.change is not None and one.ends[0] is not None
            size = (one.change.percent, *one.ends) if enough else (None, None, None)
            rows.append((one.label, one.verdict.split(": ")[0], one.baseline, one.before, one.after, *size))
        columns = ["Measured by", "Verdict", "Baseline year", "Baseline", self.year.head, "Change, %", *INTERVAL]
        frame = pd.DataFrame(rows, columns=columns)
        if len({one.baseline for one in self.measures}) > 1:
            return frame
        return frame.rename(columns={"Baseline": self._head(self.measures[0].baseline)}).drop(columns="Baseline year")

    def _head(self, baseline: str) -> str:
        """The baseline year, or those months of it that the edition has of its own."""
        return replace(FinancialYear.parse(baseline), length=self.year.length).head

    def _bars(self) -> object:
        """The changes with their intervals; None where fewer than two can be shown."""
        known = [one for one in self.measures if one.ends[0] is not None]
        if len(known) < 2:
            return None
        rows = [(one.label, one.before, one.after, *(end / 100 * one.before for end in one.ends)) for one in known]
        baselines = {one.baseline for one in known}
        start = self._head(baselines.pop()) if len(baselines) == 1 else "Baseline"
        clear = sum(not wording.unclear(one.p) for one in known)
        title = f"{wording.out_of(clear, len(known), 'measures')} moved by more than chance would explain"
        return charts.change_bars(
            pd.DataFrame(rows, columns=["category", "before", "after", "low", "high"]),
            periods=(start, self.year.head),
            unit="numbers",
            title=title,
            subtitle=f"Change in offences, incidents or cases since the baseline, {self.year}",
            **self.about("crime", "asb", "returns"),
        )

    def not_judged(self) -> Section:
        """Which measures cannot be judged and why, and those for which the plan names no direction."""
        if not self.measures:
            return Section((Prose("No plan is entered."),))
        reasons: dict[str, list[str]] = {}
        for one in self.measures:
            if one.lacking:
                reasons.setdefault(one.lacking, []).append(plainly(one))
        told = [wording.sentence(f"{wording.listed(names)}: {reason}") for reason, names in reasons.items()]
        told += [one.sentence() for one in self.measures if not one.lacking and not one.clear]
        return Section((Prose(bullets=tuple(told)) if told else Prose("Every measure could be judged."),))

    # Since the edition before

    def since(self) -> Section:
        """What moved since the edition of the year before, and what was revised."""
        found = self.earlier
        if found.published is None:
            return Section((Notice("missing", found.lacking, found.mend),))
        state = found.published.run.standing.state
        unlike = (Prose(UNLIKE),) if not self.year.whole else ()
        which = f"The edition of {found.year}{f' ({state})' if state else ''} stands beside this one. "
        return Section(
            (
                Prose(which + revised_sentence(found)),
                revised_table(self, found),
                *(unlike or (moved_table(self, found),)),
            )
        )
