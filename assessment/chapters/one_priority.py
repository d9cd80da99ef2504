"""The chapter of one priority: whether it rises, what lies behind it, who, where, and how the area compares."""

from collections.abc import Iterable
from functools import cached_property
from itertools import islice

from assessment.chapters import base
from assessment.chapters.crime import control
from assessment.chapters.crime.changes import (
    YearChange,
    count_sentence,
    rate_sentence,
    rated_change,
)
from assessment.chapters.crime.districts import districts_of
from assessment.chapters.crime.priority import PRIORITIES, Priority
from assessment.chapters.crime.series import trend_sentences, years_picture
from assessment.chapters.crime.standing import district_figures, place_in_words
from assessment.chapters.crime.standing_rates import among_districts
from assessment.chapters.crime.subjects import Subject, inside
from assessment.chapters.patterns import behind, hot_spots, people
from assessment.present import wording
from assessment.present.markup import Shown
from assessment.present.parts import Heading, Notice, Prose, Section

FINDINGS = 5


class PriorityChapter(base.Chapter):
    """What every priority's chapter shows; its own module names the priority and adds what is its own."""

    rated = True
    priority = ""  # as `PRIORITIES` names it
    measure = ""  # as the charts' colours know it
    finest = "lsoa"  # the smallest places that it may be shown by
    kinds: tuple[Subject, ...] = ()  # parts that do not overlap
    asked: tuple[str, ...] = ()  # what to ask of whom where no source can tell the priority apart
    rising_question = ""  # where the priority does not bring its own
    own_question = ""

    @property
    def about_it(self) -> Priority:
        """The priority."""
        return PRIORITIES[self.priority]

    @cached_property
    def change(self) -> YearChange | None:
        """The count of the year and its change; None where no source can tell it apart."""
        return rated_change(self, self.about_it.subject(self.counts))

    # Key findings

    def key_sentences(self) -> Iterable[str]:
        """The change, the trend, what is the priority's own, and the area's place among the districts."""
        return list(self.instead() if self.change is None else islice(self._findings(self.change), FINDINGS))

    def instead(self) -> Iterable[str]:
        """What the files tell where they cannot tell the priority apart; a chapter may have its own."""
        return ()

    @property
    def nothing(self) -> str:
        """What stands in the place of findings."""
        return f"These files cannot tell {self.about_it.plainly} apart. What to ask, and of whom, stands below."

    @cached_property
    def care(self) -> tuple[str, ...]:
        """All that a reader must know; nothing where nothing is shown."""
        return super().care if self.change is not None or list(self.instead()) else ()

    def _findings(self, found: YearChange) -> Iterable[str]:
        yield count_sentence(found)
        yield from islice(trend_sentences(self, found), 1)
        yield from islice(self.own_sentences(found), 2)
        districts = districts_of(self.prepared, self.area, found.subject, self.year)
        if districts is not None:
            district_figures(self, found.subject, districts)
            name, label = self.area.name, inside(found.subject.label)
            yield wording.sentence(place_in_words(districts.counts["percent"], name, label))

    def own_sentences(self, found: YearChange) -> Iterable[str]:
        """What only this priority's records tell; each has its own."""
        return ()

    # The parts, each under its question; nothing where no source can tell the priority apart

    def _asked(self, question: str, section: Section) -> Section:
        return Section((Heading(question), *section.parts)) if section.parts else Section(())

    def rising(self) -> Section:
        """The change with its interval, the rate, the trend and the years."""
        found = self.change
        if found is None:
            told = self.missing(self.about_it.title, self.about_it.source)
            notice = Notice("missing", (told.text, *self.asked), told.mend)
            return self._asked("What is missing, and who has it?", Section((notice,)))
        told = (count_sentence(found), *rate_sentence(self, found), *trend_sentences(self, found, explained=True))
        parts = (Prose(told), years_picture(self, found, self.measure))
        asked = self.about_it.question(self.counts)[0] if self.about_it.asks else self.rising_question
        return self._asked(asked, Section(parts))

    def months(self) -> Section:
        """The control chart: which months stand out."""
        return self._each("Which months stand out?", lambda found: control.control_section(self, found, self.measure))

    def season(self) -> Section:
        """The year's months beside those of the year before, and the season."""
        return self._each("What season does it have?", lambda found: control.season_section(self, found, self.measure))

    def behind(self) -> Section:
        """Its kinds' contributions to the change, with the residual."""
        more = self.about_it.parts
        return self._each(
            "What lies behind the change?", lambda found: behind.behind_section(self, found, self.kinds, more)
        )

    def people(self) -> Section:
        """Victims and suspects by age; victims and places with more than one record."""
        return self._each("Who is harmed, and who is suspected?", lambda found: people.people_section(self, found))

    def markers(self) -> Section:
        """Alcohol and drugs in it."""
        return self._each(
            "How often is alcohol part of it?", lambda found: behind.markers_section(self, found, self.kinds)
        )

    def where(self) -> Section:
        """The map, hot spots and wards."""
        return self._each("Where is it?", lambda found: hot_spots.where_section(self, found, self.finest))

    def districts(self) -> Section:
        """Rank among the districts with interval, funnel, change."""
        return self._each(
            "How does that compare with the other districts?",
            lambda found: among_districts(self, found.subject, self.measure),
        )

    def own(self) -> Section:
        """What only this priority has."""
        return self._each(self.own_question, lambda found: Section(tuple(self.own_parts(found))))

    def own_parts(self, found: YearChange) -> Iterable[Shown | None]:
        """The parts of `own`; each chapter has its own."""
        return ()

    def _each(self, question: str, section: object) -> Section:
        return Section(()) if self.change is None else self._asked(question, section(self.change))
