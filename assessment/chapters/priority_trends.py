"""Priority trends: what changed in crime, disorder and each priority, and whether chance would explain it."""

from collections.abc import Iterable
from functools import cached_property

import pandas as pd

from assessment.chapters import base
from assessment.chapters.crime import overview
from assessment.chapters.crime import subjects as s
from assessment.chapters.crime.changes import (
    YearChange,
    changes_table,
    clear_sentences,
    count_sentence,
    rate_sentence,
    rated_change,
    share_of_crime,
    year_change,
)
from assessment.chapters.crime.priority import PRIORITIES, Priority
from assessment.chapters.crime.series import over_time, trend_sentences, trends_together
from assessment.chapters.crime.standing import standing_among_districts
from assessment.chapters.crime.subjects import inside
from assessment.chapters.crime.themes import theme_sentences
from assessment.periods import MONTHS
from assessment.present import wording
from assessment.present.parts import Heading, Prose, Section

MEASURES = {"antisocial_behaviour": "asb"}  # the charts' colours know a priority by its own name otherwise


class Chapter(base.Chapter):
    """The overview of crime and one part for each priority."""

    counted = ("crime", "asb")
    rated = True

    @cached_property
    def all_crime(self) -> YearChange:
        """All recorded crime of the year."""
        return rated_change(self, s.ALL_CRIME)

    @cached_property
    def categories(self) -> list[YearChange]:
        """Each of the source's own crime categories, the most frequent first."""
        named = [s.category(name) for name in self.counts.categories(self.year)]
        for subject in named:
            share_of_crime(self, subject)
        return [year_change(self, subject) for subject in named]

    @cached_property
    def priorities(self) -> dict[str, YearChange | None]:
        """The change of each priority that the workbook knows; None where no source can tell it apart."""
        return {name: rated_change(self, priority.subject(self.counts)) for name, priority in PRIORITIES.items()}

    @property
    def chosen(self) -> tuple[str, ...]:
        """The area's own priorities, in its order; all of them where its configuration names none."""
        return self.area.priorities or tuple(PRIORITIES)

    # Key findings

    def key_sentences(self) -> Iterable[str]:
        """All crime and its rate, the priorities whose change is clear, those without a clear one, and the trends."""
        yield " ".join([count_sentence(self.all_crime), *rate_sentence(self, self.all_crime)])
        chosen = {name: self.priorities[name] for name in self.chosen}
        known = [found for found in chosen.values() if found and found.like]
        yield from clear_sentences(known)
        unclear = [inside(found.subject.label) for found in known if found.unclear]
        unknown = [PRIORITIES[name].plainly for name, found in chosen.items() if found is None]
        told = [f"no clear change on the year before in {wording.listed(unclear)}"] * bool(unclear)
        told += [f"these files cannot tell {wording.listed(unknown, 'or')} apart"] * bool(unknown)
        if told:
            yield wording.sentence("; ".join(told))
        subjects = [self.all_crime.subject, *(found.subject for found in chosen.values() if found)]
        yield from trends_together(self, subjects)

    # All crime

    def overview(self) -> Section:
        """Every category's change on the year before, in offences, with its interval."""
        return overview.changes_section(self, self.all_crime, self.categories)

    def contributions(self) -> Section:
        """What made up the change in all crime, category by category."""
        return overview.contributions_section(self, self.all_crime, self.categories)

    def all_crime_over_time(self) -> Section:
        """All crime by year and by month, and what share of the force's crimes no area can be given."""
        words = Prose(tuple(trend_sentences(self, self.all_crime, explained=True)))
        return Section((words, *over_time(self, self.all_crime, "crime").parts, *self._without_place()))

    def _without_place(self) -> Iterable[object]:
        """By month, the share of the force's crimes without a place, where a force's file is the source."""
        shares = self.counts.blank_share(self.year)
        for month, row in shares.iterrows():
            label, part, whole = "Share of the force's crimes without a place", int(row["blank"]), int(row["rows"])
            self.share("crime.without_place.share", label, part, whole, period=month)
        if not shares.empty:
            columns = {"Month": [MONTHS[int(month[5:7]) - 1] for month in self.year.months]}
            for year in (self.year.before, self.year):
                columns[f"{year}, %"] = (100 * shares["share"]).reindex(year.months).to_list()
            caption = f"Crimes without a place, {self.area.force or 'the force'}, by month"
            unit = "per cent of the force's crimes"
            yield self.table(pd.DataFrame(columns), caption, unit, "crime_without_place", decimals=1)

    def crime_among_districts(self) -> Section:
        """How the change of all crime compares with the other districts of the force."""
        return standing_among_districts(self, s.ALL_CRIME)

    # Each priority

    def question(self, name: str) -> Section:
        """The heading of a priority whose sources differ in what they count, and what is counted."""
        heading, counted = PRIORITIES[name].question(self.counts)
        return Section((Heading(heading), Prose(counted)))

    def priority(self, name: str) -> Section:
        """One priority: sentences, the table of its parts, rate, trend, and what its records tell beyond counts."""
        priority, found = PRIORITIES[name], self.priorities.get(name)
        if found is None:
            return Section((self.missing(priority.title, priority.source),))
        parts = [year_change(self, part) for part in priority.parts if self.counts.known(part)]
        prose = Prose(tuple(self._priority_sentences(priority, found, parts)))
        title = found.subject.label if found.subject is s.VIOLENCE_AND_SEXUAL else priority.title
        return Section((prose, changes_table(self, [found, *parts], title, f"priority_{name}")))

    def _priority_sentences(
        self, priority: Priority, found: YearChange, parts: list[YearChange | None]
    ) -> Iterable[str]:
        yield count_sentence(found)
        yield from rate_sentence(self, found)
        yield from trend_sentences(self, found)
        compared = [part for part in parts if part and part.like and found.like]
        if priority.covers and compared and all(part.like.months == found.like.months for part in compared):
            yield overview.residual_sentence(self, found, compared)
        yield from theme_sentences(self, priority.name, found)

    def priority_over_time(self, name: str) -> Section:
        """One priority by year and by month."""
        found = self.priorities.get(name)
        return over_time(self, found, MEASURES.get(name, name)) if found else Section(())

    def priority_among_districts(self, name: str) -> Section:
        """How the change of a priority compares with the other districts of the force."""
        found = self.priorities.get(name)
        return standing_among_districts(self, found.subject) if found else Section(())
