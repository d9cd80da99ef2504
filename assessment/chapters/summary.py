"""Summary: the priorities on a page, what changed, and how sure that is, from the other chapters' figures."""

from collections.abc import Iterable
from functools import cached_property

import pandas as pd

from assessment.chapters import base
from assessment.chapters.crime import subjects as s
from assessment.chapters.crime.changes import count_sentence, year_change
from assessment.chapters.crime.priority import PRIORITIES
from assessment.chapters.crime.subjects import Subject, inside
from assessment.chapters.gathering import Left, before, left_by_others
from assessment.chapters.tested import ALPHA, Tested, changes_tested
from assessment.figures import Figure
from assessment.present import charts, wording
from assessment.present.parts import Notice, Prose, Remark, Section
from assessment.present.wording.numbers import SMALL_BASE

ROBUST = 0.9  # of all weightings
MOST_ROWS = 12
QUOTED = ("priority_trends", "priorities", "harm")  # the chapters whose first finding is a key finding here
MORE = "more than chance would explain"
TREND = "The change is this year against the year before; the trend is the course of the months of up to four years."
IN_FIRST = "In the first places, % of weightings"


class Chapter(base.Chapter):
    """What the other chapters find, on a page."""

    counted = ("crime", "asb")

    @cached_property
    def others(self) -> dict[str, Left]:
        """What the other chapters left; their figures and files are this one's too."""
        found = left_by_others(self)
        for left in found.values():
            self.used |= {file.file: file for file in left.files}
            for figure in left.figures:
                self.ledger.add(figure)
        return found

    def check(self) -> Section:
        """The checks that every chapter makes, and what this one lacks."""
        return Section((*super().check().parts, Remark(f"Chapters read: {', '.join(self.others) or 'none'}.")))

    @cached_property
    def tested(self) -> list[Tested]:
        """The changes on the year before that the edition tests, as two figures and the number due to chance."""
        figures = [figure for left in self.others.values() for figure in left.figures]
        found = changes_tested(figures, self.year)
        numbers = {
            "tested": ("Changes on the year before that are tested", len(found)),
            "clear": ("Of those, larger than chance would explain", sum(one.clear for one in found)),
            "by_chance": ("Of those, expected to look so by chance alone", round(ALPHA * len(found))),
        }
        for name, (label, number) in numbers.items():
            self.figure(f"summary.changes.{name}", label, number, "changes", of=("crime", "asb"), method="count")
        return found

    def _of(self, id: str, period: str = "") -> Figure | None:
        """A figure of the year, or of that part of it that the records hold; None where it is not to be told."""
        try:
            found = self.ledger.get(id, period or self.year.period) if self.others else None
        except KeyError:
            return None
        return None if found is None or found.suppressed else found

    @cached_property
    def chosen(self) -> list[tuple[str, Subject | None]]:
        """The area's priorities, or all that the workbook knows, each with its subject in these sources."""
        names = self.area.priorities or tuple(PRIORITIES)
        return [(name, PRIORITIES[name].subject(self.counts)) for name in names]

    def _absent(self) -> list[str]:
        """The chapters that left nothing."""
        return [entry.title for entry in before(self.entry) if entry.name not in self.others]

    # Key findings

    def key_sentences(self) -> Iterable[str]:
        """All crime, the order of priorities and its robustness, harm, and how many changes are clear."""
        told = {name: left.findings[0] for name, left in self.others.items() if left.findings}
        yield told.get("priority_trends") or count_sentence(year_change(self, s.ALL_CRIME))
        yield from (told[name] for name in QUOTED[1:] if name in told)
        yield from filter(None, [self._robust(), self._tests()])

    def _robust(self) -> str:
        """Which candidates nearly every weighting puts among the first."""
        found = [one for one in self.ledger if one.id.startswith("priorities.") and one.id.endswith(".in_first")]
        firm = sorted((one for one in found if one.value >= ROBUST), key=lambda one: -one.value)
        if not found:
            return ""
        if not firm:
            return "No candidate stays among the first places under nearly every weighting of the criteria."
        names = [f"{inside(one.label.split(':')[0])} (in {wording.percent(100 * one.value)})" for one in firm]
        return f"Of all ways to weigh the criteria, nearly all have {wording.listed(names)} among the first places."

    def _tests(self) -> str:
        """How many changes were tested, how many are clear, and how many would look so by chance."""
        if not self.tested:
            return ""
        clear, due = sum(one.clear for one in self.tested), round(ALPHA * len(self.tested))
        is_ = "is" if clear == 1 else "are"
        return (
            f"Of {wording.counted(len(self.tested), 'change')} on the year before that are tested, "
            f"{wording.number(clear)} {is_} {wording.LARGER}; by chance about {wording.number(due)} would look so."
        )

    def needs(self) -> Section:
        """What this summary lacks: a build, or chapters that failed or were not asked for."""
        absent = self._absent()
        if self.edition is None:
            text = (
                "A summary is made from the figures of all the other chapters, which a build hands over. Opened by "
                f"itself it shows what {wording.small(len(self.others))} of them find; the others are left out."
            )
            return Section((Notice("missing", text, "Build the edition: assessment build."),))
        if absent:
            text = f"Not in this edition, so not in this summary: {wording.listed(absent)}."
            return Section((Notice("missing", text, "Build them: assessment build, without --chapter."),))
        return Section((Prose("This summary is made from all the other chapters of the edition."),))

    # The priorities on a page

    def priorities(self) -> Section:
        """Each priority's count, change, trend, and place by the criteria, as bars and as a table."""
        rows = [self._priority_row(name, subject) for name, subject in self.chosen]
        frame = pd.DataFrame(rows)
        own = bool(self.area.priorities)
        caption = f"{'The priorities of' if own else 'Candidates for a priority,'} {self.area.name}, {self.year}"
        of, unit = ("crime", "asb"), "offences or incidents; per cent; places"
        decimals = {"Change, %": 1, IN_FIRST: 1}
        notes = (TREND,) if frame["Trend"].notna().any() else ()
        table = self.table(frame, caption, unit, "summary_priorities", of=of, decimals=decimals, notes=notes)
        none = Prose("The area's configuration records no priorities: these are all that the workbook knows.")
        return Section((self._bars(), table) if own else (none, self._bars(), table))

    def _priority_row(self, name: str, subject: Subject | None) -> dict:
        """A row of the table; what no source tells is not available."""
        period = self.counts.period(subject, self.year) if subject else ""
        told = {
            what: self._of(f"{subject.id}.{what}", period) if subject else None
            for what in ("change", "change_percent", "change_p", "change_p_dispersion", "trend_slope")
        }
        change, p = told["change"], told["change_p_dispersion"] or told["change_p"]
        enough = change is not None and change.denominator >= SMALL_BASE and told["change_percent"] is not None
        rank, share = (self._of(f"priorities.{name}.{what}") for what in ("rank", "in_first"))
        trend = self._of(f"{subject.id}.trend_slope") if subject else None
        return {
            "Priority": subject.label if subject else PRIORITIES[name].title,
            str(self.year.before): None if change is None else int(change.denominator),
            str(self.year): None if change is None else int(change.numerator),
            "Change, %": told["change_percent"].value if enough else None,
            wording.SIGNIFICANT: None if p is None else "no" if wording.unclear(p.value) else "yes",
            "Trend": None if trend is None else trend.label.rpartition(": ")[2],
            "Place by the criteria": None if rank is None else rank.value,
            IN_FIRST: None if share is None else 100 * share.value,
        }

    def _bars(self) -> object:
        """The change of each priority with its interval; None where nothing can be compared."""
        rows = []
        for subject in filter(None, (subject for _, subject in self.chosen)):
            percent = self._of(f"{subject.id}.change_percent", self.counts.period(subject, self.year))
            if percent is not None and percent.low is not None and percent.high is not None:
                ends = (percent.denominator / 100 * end for end in (percent.low, percent.high))
                rows.append((subject.label, percent.denominator, percent.numerator, *ends))
        if not rows:
            return None
        clear = sum(low > 0 or high < 0 for *_, low, high in rows)
        of = "priorities" if len(rows) == len(self.chosen) else "priorities that can be compared"
        return charts.change_bars(
            pd.DataFrame(rows, columns=["category", "before", "after", "low", "high"]),
            periods=(str(self.year.before), str(self.year)),
            unit="offences or incidents",
            title=f"{wording.out_of(clear, len(rows), of)} changed by {MORE}",
            subtitle=f"Change in offences or incidents, {self.year} less the year before, months that both years have",
            **self.about("crime", "asb"),
        )

    # What changed, and how sure that is

    def changes(self) -> Section:
        """The clear changes, the largest in per cent first."""
        clear = [one for one in self.tested if one.clear and one.percent is not None]
        if not clear:
            return Section((Prose("No change on the year before is larger than chance would explain."),))
        rows = [(one.label, int(one.before), int(one.after), one.percent.value) for one in clear[:MOST_ROWS]]
        frame = pd.DataFrame(rows, columns=["What", str(self.year.before), str(self.year), "Change, %"])
        caption = f"Changes larger than chance would explain, {self.area.name}, {self.year}"
        more = len(clear) - len(rows)
        notes = (f"The {MOST_ROWS} largest in per cent; {more} more are in the chapters.",) if more else ()
        unit, of, decimals = "as counted in the chapters", ("crime", "asb"), {"Change, %": 1}
        told = {"of": of, "decimals": decimals, "notes": notes}
        return Section((self.table(frame, caption, unit, "summary_changes", **told),))

    def certainty(self) -> Section:
        """How many tests there are, and what the chapter on data quality finds."""
        quality = self.others["data_quality"].findings if "data_quality" in self.others else ()
        why = (
            "A change is called clear where one as large comes by chance in fewer than one case in twenty. "
            "Of many changes tested some look clear by chance: one that fits with others is the surer."
        )
        return Section((Prose(tuple(filter(None, (self._tests(), why))), bullets=tuple(quality)),))

    def chapters(self) -> Section:
        """The first finding of each chapter that the key findings do not quote."""
        shown = (*QUOTED, "data_quality")  # whose findings stand further up
        left = [one for name, one in self.others.items() if one.findings and name not in shown]
        told = tuple(f"{one.entry.title}: {one.findings[0]}" for one in left if one.findings[0] not in self.sentences)
        return Section((Prose(bullets=told) if told else Prose("The findings of all chapters read stand above."),))

    def headline(self) -> None:
        """Print the summary's own figures; those of the other chapters are in theirs."""
        for figure in self.ledger:
            if figure.chapter == self.entry.name:
                print(f"{figure.id} [{figure.period}] {figure.value} {figure.unit}")
