"""Priority trends: what changed in crime, disorder and each priority, and whether the change is more than chance."""

from collections.abc import Iterable
from functools import cached_property

import pandas as pd

from assessment.chapters import base
from assessment.chapters import subjects as s
from assessment.chapters.changes import (
    YearChange,
    change_sentence,
    changes_table,
    rate_per_1000,
    share_of_crime,
    year_change,
)
from assessment.chapters.priorities import PRIORITIES, Priority
from assessment.chapters.series import over_time, trend_sentences
from assessment.chapters.standing import standing_among_districts
from assessment.chapters.subjects import inside
from assessment.chapters.themes import theme_sentences
from assessment.measures.change import decompose
from assessment.present import charts, wording
from assessment.present.parts import Prose, Section


class Chapter(base.Chapter):
    """The overview of crime and one part for each priority."""

    counted = ("crime", "asb")

    @cached_property
    def all_crime(self) -> YearChange:
        """All recorded crime of the year."""
        found = year_change(self, s.ALL_CRIME)
        rate_per_1000(self, s.ALL_CRIME)
        return found

    @cached_property
    def categories(self) -> list[YearChange]:
        """Each of the source's own crime categories, the most frequent first."""
        found = [year_change(self, s.category(name)) for name in self.counts.categories(self.year)]
        for one in found:
            share_of_crime(self, one.subject)
        return found

    @cached_property
    def priorities(self) -> dict[str, YearChange | None]:
        """The change of each priority; None where no source can tell it apart."""
        return {name: self._priority_change(PRIORITIES[name]) for name in self.area.priorities or PRIORITIES}

    def _priority_change(self, priority: Priority) -> YearChange | None:
        subject = priority.subject(self.counts)
        found = year_change(self, subject) if subject else None
        if found is not None:
            rate_per_1000(self, subject)
            if subject.kind == "crime":
                share_of_crime(self, subject)
        return found

    def key_sentences(self) -> Iterable[str]:
        """All crime, its rate, antisocial behaviour, and the priorities whose change is clear."""
        yield self._whole_sentence(self.all_crime)
        yield from self._rate_sentence(self.all_crime)
        known = [found for found in self.priorities.values() if found and found.like]
        yield from (change_sentence(found) for found in known if not wording.unclear(found.tested))
        unclear = [inside(found.subject.label) for found in known if wording.unclear(found.tested)]
        if unclear:
            yield f"No clear change on the year before in {wording.listed(unclear)}."
        unknown = [inside(PRIORITIES[name].title) for name, found in self.priorities.items() if found is None]
        if unknown:
            yield f"These files cannot tell {wording.listed(unknown)} apart, so nothing is said of them."

    def _rate_sentence(self, found: YearChange) -> Iterable[str]:
        rate = rate_per_1000(self, found.subject)
        if rate is not None:
            told = f"{wording.number(found.count)} {found.subject.noun} in {found.period}"
            yield f"{told} are {wording.rate(rate.value, rate.low, rate.high)}."

    def _whole_sentence(self, found: YearChange) -> str:
        if found.like is None:
            return f"{wording.number(found.count)} crimes were recorded in {found.period}; the year before is not in the files."
        return change_sentence(found, "all recorded crime")

    def overview(self) -> Section:
        """Every category's change on the year before, in offences, with its interval."""
        found = [one for one in self.categories if one.like is not None]
        if not found:
            return Section((Prose("The files have no month of the year before, so no change can be shown."),))
        ordered = sorted(found, key=lambda one: -abs(one.like.change.difference))
        table = changes_table(
            self,
            [self.all_crime, *ordered],
            f"Recorded crime by category, {self.area.name}, {self.year} and the year before",
            "crime_by_category",
        )
        clear = [one for one in ordered if not wording.unclear(one.tested)]
        what = inside((clear or ordered)[0].subject.label)
        title = f"{wording.small(len(clear)).capitalize()} of {wording.small(len(ordered))} categories changed by more than chance, {what} by the most offences"
        if not clear:
            title = f"No category changed by more than chance; {what} changed by the most offences"
        columns = ["category", "before", "after", "low", "high"]
        frame = pd.DataFrame(
            [(one.subject.label, one.like.before, one.like.after, *one.difference_ends) for one in ordered],
            columns=columns,
        )
        picture = charts.change_bars(
            frame,
            periods=(str(self.year.before), str(self.year)),
            title=title,
            subtitle=f"Change in offences, {self.year} less {self.all_crime.than}",
            **self.about("crime"),
        )
        return Section((picture, table))

    def contributions(self) -> Section:
        """What made up the change in all crime, category by category."""
        found = [one for one in self.categories if one.like is not None]
        if self.all_crime.like is None or not self.all_crime.like.change.difference:
            return Section(())
        before, after = ({one.subject.label: getattr(one.like, side) for one in found} for side in ("before", "after"))
        whole = self.all_crime.like
        parts = decompose(before, after, total=(whole.before, whole.after))
        for one in found:
            share = parts.parts.loc[one.subject.label, "share"]
            told = {
                "numerator": one.like.change.difference,
                "denominator": parts.difference,
                "period": one.period,
                "method": "share of the difference",
            }
            self.figure(
                f"{one.subject.id}.contribution",
                f"{one.subject.label}: share of the change in all crime",
                float(share),
                "ratio",
                **told,
            )
        largest = parts.parts["difference"].abs().idxmax()
        moved = "rise" if parts.difference > 0 else "fall"
        title = f"{largest} changed most: {wording.signed(parts.parts.loc[largest, 'difference'])} of a {moved} of {wording.number(abs(parts.difference))} crimes"
        picture = charts.contributions(
            parts.parts["difference"].rename_axis("category").reset_index(),
            total=parts.difference,
            title=title,
            subtitle=f"Contribution of each category to the change in all crime, offences, {self.year} less {self.all_crime.than}",
            **self.about("crime"),
        )
        return Section((picture,))

    def all_crime_over_time(self) -> Section:
        """All crime by year and by month."""
        words = Prose(tuple(trend_sentences(self, s.ALL_CRIME, explained=True)))
        return Section((words, over_time(self, self.all_crime, "crime")))

    def priority(self, name: str) -> Section:
        """One priority: sentences, the table of its parts, rate, trend, and what its records tell beyond counts."""
        priority, found = PRIORITIES[name], self.priorities.get(name)
        if found is None:
            return Section((self.missing(priority.title, priority.source),))
        parts = [year_change(self, part) for part in priority.parts if self.counts.known(part)]
        shown = [one for one in (found, *parts) if one is not None and one.like is not None]
        prose = Prose(tuple(self._priority_sentences(priority, found, parts)))
        if not shown:
            return Section((prose,))
        caption = f"{priority.title}, {self.area.name}, {self.year} and the year before"
        return Section((prose, changes_table(self, shown, caption, f"priority_{name}", of=found.subject.kind)))

    def _priority_sentences(self, priority: Priority, found: YearChange, parts: list[YearChange]) -> Iterable[str]:
        if found.like is not None:
            yield change_sentence(found)
        if found.subject is s.VIOLENCE_AND_SEXUAL:
            yield "The source holds violence and sexual offences as one category, so this count is of both."
        yield from self._rate_sentence(found)
        yield from trend_sentences(self, found.subject)
        if priority.covers and parts and found.like is not None:
            yield self._residual_sentence(found, parts)
        yield from theme_sentences(self, priority.name)

    def _residual_sentence(self, found: YearChange, parts: list[YearChange]) -> str:
        explained = sum(one.like.change.difference for one in parts if one.like)
        residual = int(found.like.change.difference - explained)
        self.figure(
            f"{found.subject.id}.residual_change",
            f"{found.subject.label}: change outside the kinds shown",
            residual,
            "count",
            period=found.period,
            method="change less the parts' changes",
        )
        return f"The kinds shown make up {wording.signed(explained)} of the change of {wording.signed(found.like.change.difference)} offences; {wording.signed(residual)} lie outside them."

    def priority_over_time(self, name: str) -> Section:
        """One priority by year and by month."""
        found = self.priorities.get(name)
        if found is None:
            return Section(())
        return over_time(self, found, {"antisocial_behaviour": "asb"}.get(name, name))

    def priority_among_districts(self, name: str) -> Section:
        """How the change of a priority compares with the other districts of the force."""
        found = self.priorities.get(name)
        return standing_among_districts(self, found.subject) if found else Section(())

    def crime_among_districts(self) -> Section:
        """How the change of all crime compares with the other districts of the force."""
        return standing_among_districts(self, s.ALL_CRIME)
