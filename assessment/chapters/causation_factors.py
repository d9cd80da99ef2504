"""What drives crime and harm: drug use, alcohol, reoffending and mental health, as far as partners' data tell."""

from collections.abc import Iterable
from functools import cached_property

import pandas as pd

from assessment.chapters import base
from assessment.chapters.profile import ratios
from assessment.chapters.public_health import drug_use
from assessment.chapters.public_health import referrals as referred
from assessment.chapters.public_health.health_index import Measured, carried_caution, health_index_table
from assessment.chapters.returns import reoffending
from assessment.present.parts import Prose, Section

FINDINGS = 5
INDICATORS = ("Mental health conditions", "Self-harm", "Suicides")


class Chapter(base.Chapter):
    """What is known to drive crime, beside what the other chapters count."""

    uses = ("returns", "published", "health_index")
    counted = ()

    @cached_property
    def prevalence(self) -> pd.DataFrame:
        """The published rate of users of opiates or crack, by period."""
        return drug_use.series(self)

    @cached_property
    def implied(self) -> tuple[drug_use.Implied | None, drug_use.Implied | None]:
        """The residents that the printed users, and the printed claimants, imply."""
        found = drug_use.printed(self)
        return found, drug_use.working_age(self) if found else None

    @cached_property
    def cohorts(self) -> reoffending.Reoffending | None:
        """The last two cohorts of offenders; None where none was returned."""
        return reoffending.reoffending(self)

    @cached_property
    def referrals(self) -> list[referred.Referrals]:
        """Referrals to mental health services, by service."""
        return referred.referrals(self)

    @cached_property
    def health_index(self) -> list[Measured]:
        """The Health Index on mental health, as figures."""
        return ratios.indicators(self, INDICATORS, "causes")

    def cautions(self) -> Iterable[str]:
        """What printed numbers contradict, and what was carried forward."""
        if len(list(drug_use.printed_sentences(*self.implied))) > 1:
            yield "The number of drug users and their rate do not fit the residents that other printed tables imply."
        yield carried_caution(self.health_index)

    # Key findings

    def key_sentences(self) -> Iterable[str]:
        """Reoffending, drug use, mental health; five at most."""
        return list(filter(None, self._sentences()))[:FINDINGS]

    def _sentences(self) -> Iterable[str]:
        """What could be said, the weightiest first."""
        if self.cohorts is not None:
            yield reoffending.rate_sentence(self.cohorts)
            yield from list(reoffending.each_sentences(self.cohorts))[:1]
        yield from drug_use.series_sentences(self, self.prevalence)
        yield from (one.sentence() for one in self.referrals)
        if not self.prevalence.size:
            yield from list(drug_use.printed_sentences(*self.implied))[:1]
        yield ratios.index_sentence(self.health_index, "mental health", self.area.name)

    # Reoffending

    def reoffending(self) -> Section:
        """How many offenders reoffend, and how often."""
        found = self.cohorts
        if found is None:
            return Section((self.missing("Reoffending", "partnership_returns"),))
        told = [reoffending.rate_sentence(found), *reoffending.each_sentences(found), reoffending.NO_TEST]
        picture = reoffending.reoffending_picture(self, found)
        return Section((picture, reoffending.reoffending_table(self, found), Prose(tuple(told))))

    # Drugs and alcohol

    def drug_use(self) -> Section:
        """How many use opiates or crack, and whether the printed numbers agree."""
        told = [
            *drug_use.series_sentences(self, self.prevalence),
            *drug_use.printed_sentences(*self.implied),
        ]
        if not told:
            return Section((self.missing("Estimates of drug use", "published_figures"),))
        return Section((drug_use.series_picture(self, self.prevalence), Prose(tuple(told))))

    def alcohol(self) -> Section:
        """What alcohol costs beyond recorded crime."""
        told = list(referred.alcohol_sentences(self))
        if not told:
            return Section((self.missing("The cost of alcohol beyond recorded crime", "partnership_returns"),))
        return Section((Prose(bullets=tuple(told)),))

    # Mental health

    def mental_health(self) -> Section:
        """Referrals to services, and mental health beside other authorities."""
        told = [one.sentence() for one in self.referrals]
        picture = ratios.index_picture(self, self.health_index)
        if not told and picture is None:
            return Section((self.missing("Mental health", "partnership_returns"),))
        index = health_index_table(self, self.health_index, "causes_health_index")
        sentence = ratios.index_sentence(self.health_index, "mental health", self.area.name)
        prose = tuple(filter(None, [*told, sentence]))
        return Section((Prose(prose) if prose else None, picture, index))
