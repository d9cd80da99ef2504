"""The performance report: the committee's year-end account, theme by theme, each line with its test."""

from collections.abc import Iterable, Iterator
from functools import cached_property

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
from assessment.chapters.crime.changes_table import changes_table
from assessment.chapters.crime.priority import PRIORITIES
from assessment.chapters.crime.series import years_picture
from assessment.chapters.crime.subjects import Subject, inside
from assessment.chapters.crime.themes import theme_sentences
from assessment.chapters.patterns.hate import HateCrime
from assessment.chapters.report import activity, lines
from assessment.chapters.report.tables import districts_table, years_table
from assessment.chapters.returns import conferences, powers
from assessment.chapters.returns.powers_words import step_sentences
from assessment.chapters.returns.yearly import yearly, yearly_table
from assessment.present import wording
from assessment.present.parts import Prose, Section

THEFT_POLICE_UK = Subject(
    "crime.theft_of_all_kinds",
    "Theft, burglary and vehicle crime",
    where=(
        (
            "category",
            ("Bicycle theft", "Burglary", "Other theft", "Shoplifting", "Theft from the person", "Vehicle crime"),
        ),
    ),
)
MARAC = (
    ("marac.cases", "MARAC cases", "cases"),
    ("marac.children", "Children in MARAC cases", "children"),
    ("marac.repeats", "Repeat MARAC cases", "cases"),
)


class Chapter(base.Chapter):
    """What changed in the year against the year before, as the scrutiny committee asks for it."""

    counted = ("crime", "asb")
    rated = True

    # The subjects of the report

    @cached_property
    def all_crime(self) -> YearChange:
        """All recorded crime."""
        return rated_change(self, s.ALL_CRIME)

    @cached_property
    def theft(self) -> YearChange | None:
        """Theft as the source counts it."""
        return next(filter(None, (year_change(self, one) for one in (s.THEFT, THEFT_POLICE_UK))), None)

    @cached_property
    def themes(self) -> dict[str, YearChange | None]:
        """The change of each priority that the workbook knows; None where the files cannot tell it apart."""
        found = {name: one.subject(self.counts) for name, one in PRIORITIES.items()}
        return {name: year_change(self, one) if one else None for name, one in found.items()}

    @cached_property
    def hate(self) -> HateCrime:
        """Hate crime and its strands."""
        return HateCrime(self)

    @property
    def subjects(self) -> list[Subject]:
        """What the report compares with other districts and over the years."""
        found = [self.all_crime, self.themes["violence"], self.theft, self.themes["sexual_offences"]]
        found += [self.themes["domestic_abuse"], self.themes["antisocial_behaviour"]]
        return [one.subject for one in found if one is not None]

    # Key findings

    def key_sentences(self) -> Iterable[str]:
        """All crime, what drove it, the themes whose change is clear, and those without a clear one."""
        yield " ".join([count_sentence(self.all_crime), *rate_sentence(self, self.all_crime)])
        drove = lines.contribution_sentence(self, self.all_crime, [self.themes["violence"], self.theft])
        yield from filter(None, [drove])
        told = [*self.themes.values(), self.theft, self.hate.whole]
        known = [found for found in told if found and found.like]
        yield from clear_sentences(known)
        unclear = [inside(found.subject.label) for found in known if found.unclear]
        unknown = [PRIORITIES[name].plainly for name, found in self.themes.items() if found is None]
        words = [f"no clear change on the year before in {wording.listed(unclear)}"] * bool(unclear)
        words += [f"these files cannot tell {wording.listed(unknown, 'or')} apart"] * bool(unknown)
        if words:
            yield wording.sentence("; ".join(words))

    # Each theme

    def _theme(
        self, found: YearChange, parts: Iterable[YearChange | None], caption: str, name: str, *more: str
    ) -> Section:
        """Sentences and the short table of a theme."""
        words = filter(None, [count_sentence(found), *more])
        table = changes_table(self, [found, *parts], caption, f"report_{name}")
        return Section((Prose(tuple(words)), table))

    def _priority(self, name: str, *more: str) -> Section:
        """One of the priorities: its parts, and what only its records tell."""
        priority, found = PRIORITIES[name], self.themes[name]
        if found is None:
            return Section((self.missing(priority.title, priority.source),))
        parts = [year_change(self, part) for part in priority.parts if self.counts.known(part)]
        compared = [part for part in parts if part and part.like and found.like]
        told = []
        if priority.covers and compared and all(part.like.months == found.like.months for part in compared):
            told.append(overview.residual_sentence(self, found, compared))
        told += theme_sentences(self, name, found)
        title = found.subject.label if found.subject is s.VIOLENCE_AND_SEXUAL else priority.title
        return self._theme(found, parts, title, name, *told, *more)

    def overall(self) -> Section:
        """All crime, the county, and what made up the change."""
        whole = self.all_crime
        words = [count_sentence(whole), *rate_sentence(self, whole), *lines.county_sentence(self, s.ALL_CRIME)]
        named = [year_change(self, s.category(name)) for name in self.counts.categories(self.year)]
        return Section((Prose(tuple(words)), overview.contributions_section(self, whole, named)))

    def violence(self) -> Section:
        """Violence with its parts and what lies outside them, and the ages of victims and suspects."""
        found = self.themes["violence"]
        if found is not None and found.subject is s.VIOLENCE:
            return self._priority("violence", *lines.age_sentences(self, found.subject))
        return self._priority("violence", PRIORITIES["violence"].question(self.counts)[1])

    def theft_and_its_part(self) -> Section:
        """Theft, and how much of the change in all crime it makes up."""
        if self.theft is None:
            return Section((self.missing("Theft", "force_extract"),))
        share_of_crime(self, self.theft.subject)
        drove = lines.contribution_sentence(self, self.all_crime, [self.theft])
        county = lines.county_sentence(self, self.theft.subject)
        return self._theme(self.theft, (), "Theft", "theft", drove, *county)

    def sexual_offences(self) -> Section:
        """Sexual offences, rape, those against under-16s, and when they took place."""
        return self._priority("sexual_offences", *lines.occurrence_sentences(self))

    def domestic_abuse(self) -> Section:
        """Domestic abuse with its highest quarter and month."""
        return self._priority("domestic_abuse")

    def marac(self) -> Section:
        """The cases that went to the conference on high-risk domestic abuse."""
        found = list(filter(None, (yearly(self, *one) for one in MARAC)))
        if not found:
            return Section((self.missing("MARAC", "partnership_returns"),))
        label = "The share of MARAC cases that were repeats"
        part = conferences.part_of_cases(self, "marac.repeats", "marac.cases", label)
        words = [one.sentence() for one in found] + ([part.sentence()] if part else [])
        return Section((Prose(tuple(words)), yearly_table(self, found, "MARAC", "report_marac")))

    def antisocial_behaviour(self) -> Section:
        """Antisocial behaviour by type, quarter and month, like for like."""
        found = self.themes["antisocial_behaviour"]
        quarters = () if found is None else lines.quarters_sentence(self, found)
        section = self._priority("antisocial_behaviour", *quarters)
        if found is None or found.like is None:
            return section
        return Section((*section.parts, lines.months_table(self, found)))

    def asbrac(self) -> Section:
        """The conference on antisocial behaviour, and how far warnings and notices went."""
        referrals = yearly(self, "asbrac.referrals", "ASBRAC referrals", "referrals")
        label = "The share of ASBRAC referrals at high risk"
        risk = conferences.part_of_cases(self, "asbrac.high_risk", "asbrac.referrals", label)
        told = [one.sentence() for one in (referrals, risk) if one is not None]
        told += self._powers(powers.ASB_POWERS)
        return Section(
            (Prose(tuple(told)) if told else self.missing("ASBRAC and tools and powers", "partnership_returns"),)
        )

    def _powers(self, cascade: powers.Cascade) -> Iterator[str]:
        for one in powers.served(self, cascade):
            for sentence in step_sentences(one):
                yield f"{wording.sentence(one.when).rstrip('.')}: {inside(sentence)}"

    def exploitation(self) -> Section:
        """Child sexual exploitation: crimes, and warnings about a risk of it."""
        return self._priority("exploitation", *self._powers(powers.CSE_POWERS))

    def hate_crime(self) -> Section:
        """Hate crime and its strands, which overlap."""
        found = self.hate.whole
        if found is None:
            return Section((self.missing("Hate crime", "force_extract"),))
        more = (self.hate.overlap(), *self.hate.strand_sentences())
        return self._theme(found, self.hate.parts, "Hate crime", "hate_crime", *more)

    # Beside others, and over the years

    def districts(self) -> Section:
        """The area's changes beside those of the other districts."""
        table = districts_table(self, self.subjects)
        none = Prose("The files do not hold the counts of all districts of the force for both years.")
        return Section((table or none,))

    def years(self) -> Section:
        """Four years: of violence as a line, and of every theme as a table, the county's beside the area's."""
        found, rape = self.themes["violence"], s.RAPE if self.counts.known(s.RAPE) else None
        picture = years_picture(self, found, "violence") if found else None
        parts = (picture, years_table(self, [*self.subjects, *filter(None, [rape])]))
        return Section(parts if any(parts) else (Prose("The files hold fewer than two whole years to compare."),))

    def activity(self) -> Section:
        """What partners counted of their own work in the year."""
        return Section((*activity.parts(self),))
