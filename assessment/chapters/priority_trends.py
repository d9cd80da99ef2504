"""Priority trends: what changed in crime, disorder and each priority, and whether chance would explain it."""

from collections.abc import Iterable
from functools import cached_property
from itertools import islice

import pandas as pd

from assessment import project
from assessment.chapters import base
from assessment.chapters.crime import overview
from assessment.chapters.crime import subjects as s
from assessment.chapters.crime.changes import (
    YearChange,
    clear_sentences,
    count_sentence,
    rate_sentence,
    rated_change,
    share_of_crime,
    year_change,
)
from assessment.chapters.crime.districts import districts_of
from assessment.chapters.crime.priority import PRIORITIES, Priority
from assessment.chapters.crime.series import (
    months_figures,
    over_time,
    trend_sentences,
    trends_together,
    years_figures,
)
from assessment.chapters.crime.standing import district_figures, place_in_words, standing_among_districts
from assessment.chapters.crime.subjects import inside
from assessment.chapters.crime.themes import theme_sentences
from assessment.periods import MONTHS
from assessment.present import wording
from assessment.present.parts import Heading, Notice, Prose, Section

THEME = 2  # sentences that only the records of a priority tell


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

    def standing(self) -> Section:
        """The change of every priority, and those that these files cannot tell apart."""
        known = [found for found in self.priorities.values() if found is not None]
        return Section((*overview.priorities_section(self, known).parts, *self._untold()))

    def _untold(self) -> Iterable[Notice]:
        """One box for each source that would tell some priorities apart."""
        untold: dict[str, list[str]] = {}
        for name, found in self.priorities.items():
            if found is None:
                untold.setdefault(PRIORITIES[name].source, []).append(PRIORITIES[name].plainly)
        for source, names in untold.items():
            yield self.missing(wording.sentence(wording.listed(names)).rstrip("."), source)

    def priority(self, name: str) -> Section:
        """One priority in a few sentences; its own chapter has the rest. Nothing where no source tells it apart."""
        priority, found = PRIORITIES[name], self.priorities.get(name)
        if found is None:
            return Section(())
        asked, counted = priority.question(self.counts) if priority.asks else (priority.title, "")
        self._others_figures(found)
        change = " ".join([count_sentence(found), *rate_sentence(self, found)])
        rest = f"The chapter on {inside(project.chapter(name).title)} has the rest."
        more = " ".join([*self._priority_sentences(priority, found), rest])
        return Section((Heading(asked), Prose((*filter(None, [counted]), change, more))))

    def _priority_sentences(self, priority: Priority, found: YearChange) -> Iterable[str]:
        """The trend, the kinds' part in the change, what only its records tell, and the place among the districts."""
        yield from islice(trend_sentences(self, found), 1)
        parts = [year_change(self, part) for part in priority.parts if self.counts.known(part)]
        compared = [part for part in parts if part and part.like and found.like]
        if priority.covers and compared and all(part.like.months == found.like.months for part in compared):
            yield overview.residual_sentence(self, found, compared)
        yield from [*theme_sentences(self, priority.name, found)][:THEME]
        districts = districts_of(self.prepared, self.area, found.subject, self.year)
        if districts is not None:
            district_figures(self, found.subject, districts)
            place = place_in_words(districts.counts["percent"], self.area.name, inside(found.subject.label))
            yield wording.sentence(place)

    def _others_figures(self, found: YearChange) -> None:
        """The years and months of a priority as figures; its own chapter draws them."""
        years_figures(self, found.subject, self.counts.years(found.subject))
        months_figures(self, found)
