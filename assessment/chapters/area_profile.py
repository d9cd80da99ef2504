"""The area: who lives there, how they are housed, what they live on, children, schooling and health, beside England."""

from collections.abc import Iterable
from functools import cached_property

import pandas as pd

from assessment.chapters import base
from assessment.chapters.profile import people, ratios, shares
from assessment.chapters.profile import words as words
from assessment.chapters.profile.benefits import TOTALS, Benefits, benefits_of, benefits_table, doubt, doubts
from assessment.chapters.profile.comparisons import Compared, compared, comparison_table, furthest
from assessment.chapters.profile.shares import Composition, sum_sentences
from assessment.chapters.public_health.health_index import Measured, carried_caution, health_index_table
from assessment.present import wording
from assessment.present.parts import Notice, Prose, Section

FINDINGS = 5
LARGE = "A ratio says how far a number is from the comparator's, not whether that is good or bad."


class Chapter(base.Chapter):
    """The people of the area and how they live."""

    boxed = ""  # what the first box of the page says is missing
    uses = ("population", "returns", "health_index")
    counted = ()

    @cached_property
    def estimates(self) -> pd.Series:
        """Residents by year."""
        return people.estimates(self)

    @cached_property
    def bands(self) -> people.Bands | None:
        """Residents by age band; None where no file has them."""
        return people.bands(self)

    @cached_property
    def shares(self) -> dict[str, Composition]:
        """How the population is made up, of those groups that were returned."""
        found = {name: shares.composition(self, name) for name in shares.GROUPS}
        return {name: one for name, one in found.items() if one is not None}

    @cached_property
    def themes(self) -> dict[str, list[Compared]]:
        """The comparisons of work, schooling and health."""
        found = {name: compared(self, labels) for name, labels in words.THEMES.items()}
        return found | {"work": words.with_national_wage(self, found["work"])}

    @cached_property
    def benefits(self) -> Benefits | None:
        """Who claims which benefit; None where it was not returned."""
        return benefits_of(self)

    @cached_property
    def health_index(self) -> list[Measured]:
        """The Health Index on how people live, as figures."""
        return ratios.indicators(self, words.INDICATORS, "profile")

    @property
    def comparisons(self) -> list[Compared]:
        """Everything with a ratio, the furthest from its comparator first."""
        tenure = self.shares.get("tenure")
        rented = [tenure.part("private_rented")] if tenure else []
        claims = [self.benefits.rates.get(name) for name in TOTALS] if self.benefits else []
        rows = [*self.themes["work"], *self.themes["education"], *self.themes["health"], *rented, *claims]
        return furthest(filter(None, rows))

    def cautions(self) -> Iterable[str]:
        """What does not add up in the tables as supplied."""
        for one in self.shares.values():
            yield from (text for text in sum_sentences(one, self.area.name) if "more than rounding" in text)
        if self.benefits is not None:
            yield doubt(self.benefits, self.area.name)
        yield carried_caution(self.health_index)

    # Key findings

    def key_sentences(self) -> Iterable[str]:
        """Residents and their age, what differs most from England, benefits, length of life; five at most."""
        return list(filter(None, self._sentences()))[:FINDINGS]

    def _sentences(self) -> Iterable[str]:
        """What could be said, the weightiest first."""
        yield people.people_sentence(self)
        yield from (one.sentence() for one in self.comparisons[:2])
        yield from (one.sentence() for one in self.themes["health"][:1])
        yield from self._oldest()
        yield people.change_sentence(self, self.estimates)
        yield ratios.index_sentence(self.health_index, "how people live", self.area.name)

    def _oldest(self) -> Iterable[str]:
        """The share of the oldest age band."""
        age = self.shares.get("age")
        if age is not None:
            yield age.parts[-1].sentence()
        elif self.bands is not None:
            yield wording.sentence(people.oldest(self.bands, self.area.name))

    # Who lives here

    def differences(self) -> Section:
        """Which numbers are furthest from those of England."""
        pictures = [
            ratios.ratios_picture(self, self.comparisons),
            ratios.index_picture(self, self.health_index),
        ]
        if not any(pictures):
            return Section((self.missing("How the area differs from England", "partnership_returns"),))
        index = health_index_table(self, self.health_index, "profile_health_index")
        return Section((*pictures, Prose(LARGE), index))

    def people(self) -> Section:
        """How many people live in the area, and how that has changed."""
        if self.residents is None:
            return Section((self.missing("The number of residents", "population_authority"),))
        told = [people.people_sentence(self), people.change_sentence(self, self.estimates)]
        picture = people.years_picture(self, self.estimates)
        return Section((picture, Prose(tuple(filter(None, told)))))

    def age(self) -> Section:
        """Age bands beside England."""
        if "age" in self.shares:
            return self._shares("age", "Residents by age band")
        if self.bands is None:
            return Section((self.missing("Residents by age", "population_authority"),))
        return Section((people.bands_picture(self, self.bands),))

    def ethnicity(self) -> Section:
        """Ethnic groups beside England."""
        found = self._shares("ethnicity", "Residents by ethnic group")
        told = words.minority_sentence(self, self.shares.get("ethnicity"))
        return Section((found, Prose(told) if told else None))

    def tenure(self) -> Section:
        """Tenure beside England."""
        found = self._shares("tenure", "Households by tenure")
        rented = self.shares["tenure"].part("private_rented") if "tenure" in self.shares else None
        return Section((found, Prose(rented.sentence()) if rented else None))

    def _shares(self, name: str, what: str) -> Section:
        found = self.shares.get(name)
        if found is None:
            return Section((self._unreturned(what),))
        picture = shares.composition_picture(self, found, shares.share_title(found), what)
        return Section((picture, Prose(tuple(sum_sentences(found, self.area.name)))))

    def _unreturned(self, what: str) -> Notice | Prose:
        """A box that says how to get what no partner returned; a sentence where one stands further up the page."""
        self.boxed = self.boxed or what
        if what == self.boxed:
            return self.missing(what, "partnership_returns")
        return Prose(f"{what} cannot be shown either: no partner's return tells it.")

    # What people live on, children, schooling and health

    def work(self) -> Section:
        """Employment, wages and poverty."""
        implied = any(one.other_name == words.NATIONAL for one in self.themes["work"])
        return self._theme("work", "Work and income", [words.IMPLIED] if implied else [])

    def claimants(self) -> Section:
        """Benefits by group, and whether the table adds up."""
        found = self.benefits
        if found is None:
            return Section((self._unreturned("Claimants of benefits"),))
        told = [found.rates[name].sentence() for name in TOTALS if name in found.rates]
        wrong = tuple(doubts(found, self.area.name))
        lead = "The table as printed does not add up; its rates may be of another quarter than its numbers:"
        caution = Prose((lead,), bullets=wrong) if wrong else None
        return Section((benefits_table(self, found), Prose(tuple(told)), caution))

    def education(self) -> Section:
        """Children and schooling."""
        return self._theme(
            "education", "Children and schooling", [words.narrower_sentence(self.themes["education"], words.NARROWER)]
        )

    def health(self) -> Section:
        """Length of life and teenage pregnancy."""
        return self._theme("health", "Health", [])

    def _theme(self, name: str, what: str, more: list[str]) -> Section:
        """A theme's comparisons as a table; where nothing was returned, what the Indices of Deprivation tell of it."""
        found = self.themes[name]
        if not found:
            told = words.domain_sentence(self, name)
            return Section((self._unreturned(what), Prose(told) if told else None))
        told = [one.sentence() for one in found if one.gap is not None and one.ratio is None]
        told += [one.sentence() for one in furthest(found)[:1]]
        table = comparison_table(self, found, what, f"profile_{name}")
        return Section((table, Prose(bullets=tuple(filter(None, [*told, *more])))))
