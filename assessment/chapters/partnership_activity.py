"""Partnership activity: the conferences, the powers used, hate crime, referrals and treatment."""

from collections.abc import Iterable, Iterator
from functools import cached_property

from assessment.chapters import base
from assessment.chapters.patterns.hate import HateCrime
from assessment.chapters.public_health import indicators
from assessment.chapters.returns.conferences import (
    MORE_IS_NOT_WORSE,
    Expected,
    PartOfCases,
    children_a_case,
    expected,
    part_of_cases,
    printed_share,
    risk_table,
)
from assessment.chapters.returns.police_outcomes import Outcomes
from assessment.chapters.returns.powers import ASB_POWERS, CSE_POWERS, Cascade, Served, followed, served
from assessment.chapters.returns.powers_words import (
    CROSS_SECTION,
    NOT_STOPPED,
    cascade_picture,
    denominators,
    register_sentences,
    step_sentences,
)
from assessment.chapters.returns.questions import PARTS
from assessment.chapters.returns.supported import (
    REFERRALS,
    published_treatment,
    returned_referrals,
    treatment,
    treatment_sentences,
)
from assessment.chapters.returns.wanting import Wanting
from assessment.chapters.returns.yearly import Yearly, returned, yearly, yearly_picture, yearly_table
from assessment.present.parts import Prose, Section

FINDINGS = 5
RETURNS = "partnership_returns"
MARAC = (
    ("marac.cases", "MARAC cases", "cases"),
    ("marac.children", "Children in MARAC cases", "children"),
    ("marac.repeats", "Repeat MARAC cases", "cases"),
)
POWERS = (
    ("powers.fixed_penalty_notices", "Fixed penalty notices", "notices"),
    ("powers.civil_injunctions", "Civil injunctions", "injunctions"),
    ("powers.criminal_behaviour_orders", "Criminal behaviour orders", "orders"),
    ("powers.public_space_protection_orders", "Public spaces protection orders", "orders"),
    ("powers.court_undertakings", "Undertakings given to a court", "undertakings"),
)
INCIDENTS = (
    ("hate.racist_incidents", "Racist incidents", "incidents"),
    ("hate.homophobic_incidents", "Homophobic incidents", "incidents"),
)
SUPPLIED = (
    "What partners count is taken as supplied. More referrals can mean more need, more trust or more staff; fewer can "
    "mean a service that turned people away."
)
SAME = "The register, which follows the same cases from step to step, gives the same numbers."
NO_RISK = "How many of them were at high risk was not returned for this year."
INCIDENTS_ARE_NOT = (
    "Hate incidents are not crimes: a report of one may have no offence in it, and they are counted apart."
)


class Chapter(base.Chapter):
    """What the partners did, and how far it went."""

    uses = ()
    counted = ("crime",)

    @cached_property
    def wanted(self) -> Wanting:
        """What the parts lack."""
        return Wanting()

    @cached_property
    def marac(self) -> dict[str, Yearly]:
        """Cases, children and repeats that were returned for the year."""
        return returned(self, MARAC)

    @cached_property
    def expected(self) -> Expected | None:
        """MARAC cases beside those that SafeLives expects."""
        return expected(self, self.marac.get("marac.cases"))

    @cached_property
    def repeats(self) -> PartOfCases | None:
        """The share of MARAC cases that are repeats."""
        return part_of_cases(self, "marac.repeats", "marac.cases", "The share of MARAC cases that are repeats")

    @cached_property
    def asbrac(self) -> Yearly | None:
        """Referrals to the conference on antisocial behaviour."""
        return yearly(self, "asbrac.referrals", "ASBRAC referrals", "referrals")

    @cached_property
    def at_risk(self) -> PartOfCases | None:
        """The share of those referrals at high risk."""
        label = "The share of ASBRAC referrals at high risk"
        return part_of_cases(self, "asbrac.high_risk", "asbrac.referrals", label)

    @cached_property
    def powers(self) -> list[Served]:
        """Warnings, notices and breaches as returned."""
        return served(self, ASB_POWERS)

    @cached_property
    def hate(self) -> HateCrime:
        """Hate crime in the records."""
        return HateCrime(self)

    @cached_property
    def outcomes(self) -> Outcomes:
        """What recorded crimes led to."""
        return Outcomes(self)

    @cached_property
    def referrals(self) -> dict[str, Yearly]:
        """Referrals and treatment that were returned."""
        return returned(self, REFERRALS)

    @cached_property
    def treatment(self) -> list[indicators.Indicator]:
        """What is published of treatment, as figures."""
        return treatment(self)

    def cautions(self) -> Iterable[str]:
        """What the counts of partners are not."""
        if self.prepared.table("returns") is not None:
            yield SUPPLIED

    # Key findings

    def key_sentences(self) -> Iterable[str]:
        """MARAC, ASBRAC, powers, hate crime, referrals; five at most, the weightiest first."""
        return list(self._sentences())[:FINDINGS]

    def _sentences(self) -> Iterator[str]:
        if self.expected is not None:
            yield self.expected.sentence()
        if self.repeats is not None:
            yield self.repeats.sentence()
        yield from self._powers_finding()
        if self.at_risk is not None:
            yield self.at_risk.sentence()
        if self.hate.whole is not None:
            yield self.hate.sentence()
        yield from (one.sentence() for one in (self.asbrac,) if one is not None)
        yield from (one.sentence() for one in self.referrals.values())
        yield from self.outcomes.sentences()
        yield from treatment_sentences(self.treatment)

    def _powers_finding(self) -> Iterator[str]:
        """How far warnings went, and the printed share that is of another whole."""
        for found in self.powers[:1]:
            first = next(step_sentences(found), "")
            yield " ".join(filter(None, [first, *denominators(self, found)]))

    # The conferences

    def marac_cases(self) -> Section:
        """MARAC cases, children and repeats, against the year before and what is expected."""
        asked, about = PARTS["marac"]
        share = printed_share(self)
        if not self.marac:
            return self.wanted.part(asked, about, (self.missing("MARAC cases of the year", RETURNS), share))
        table = yearly_table(self, self.marac.values(), "MARAC", "marac")
        cases = self.marac.get("marac.cases")
        told = [one.sentence() for one in (cases, self.repeats, self.expected) if one is not None]
        beside = [MORE_IS_NOT_WORSE] if self.expected is not None else []
        picture = yearly_picture(self, self.marac.values(), "MARAC")
        words = Prose((*told, *children_a_case(self, self.marac), *beside))
        return self.wanted.part(asked, about, (picture, table, words, share))

    def asbrac_cases(self) -> Section:
        """ASBRAC referrals and their risk."""
        if self.asbrac is None:
            return self.wanted.part(*PARTS["asbrac"], (self.missing("ASBRAC referrals of the year", RETURNS),))
        risk = [self.at_risk.sentence()] if self.at_risk else [NO_RISK]
        both = [self.asbrac, yearly(self, "asbrac.high_risk", "ASBRAC referrals at high risk", "referrals")]
        table = yearly_table(self, filter(None, both), "ASBRAC", "asbrac")
        mix = risk_table(self, self.at_risk, "ASBRAC referrals at high risk", "asbrac_risk") if self.at_risk else None
        return self.wanted.part(*PARTS["asbrac"], (table, mix, Prose((self.asbrac.sentence(), *risk))))

    # Tools and powers

    def tools_and_powers(self) -> Section:
        """Warnings, notices, breaches: as served, then as the same cases went."""
        others = yearly_table(self, returned(self, POWERS).values(), "Other powers used", "other_powers")
        shown = self._cascade(ASB_POWERS, self.powers)
        lacking = self.missing("Warnings and notices of the year", RETURNS)
        return self.wanted.part(*PARTS["powers"], (*shown, others, Prose(NOT_STOPPED)) if shown else (lacking, others))

    def exploitation_powers(self) -> Section:
        """Warnings and notices about a risk of child sexual exploitation."""
        shown = self._cascade(CSE_POWERS, served(self, CSE_POWERS))
        return self.wanted.part(*PARTS["cse"], shown or [self.missing("Warnings about exploitation", RETURNS)])

    def _cascade(self, cascade: Cascade, found: list[Served]) -> list[object]:
        """The steps as returned, for the year and for part of it, and as the register follows them."""
        same = followed(self, cascade)
        shown = [cascade_picture(self, found[0])] if found else []
        told = [f"{one.when}: {told}" if at else told for at, one in enumerate(found) for told in step_sentences(one)]
        for one in found[:1]:
            told += denominators(self, one)
        shown += [Prose((*told, CROSS_SECTION))] if found else []
        if same is not None:
            alike = bool(found) and found[0].counts == same.counts
            shown += [] if alike else [cascade_picture(self, same)]
            shown += [Prose((*([SAME] if alike else step_sentences(same)), *register_sentences(self, same)))]
        return shown

    # Hate crime, referrals

    def hate_crime(self) -> Section:
        """Hate crime by strand, and hate incidents."""
        incidents = returned(self, INCIDENTS)
        table = yearly_table(self, incidents.values(), "Hate incidents", "hate_incidents")
        after = (
            (table, Prose((*(one.sentence() for one in incidents.values()), INCIDENTS_ARE_NOT))) if incidents else ()
        )
        known = self.hate.whole is not None
        first = self.hate.section() if known else self.missing("Hate crime by strand", "force_extract")
        return self.wanted.part(*PARTS["hate"], (first, *after))

    def police_outcomes(self) -> Section:
        """What became of recorded crimes, where the source tells."""
        return self.wanted.part(*PARTS["outcomes"], self.outcomes.section())

    def referrals_and_treatment(self) -> Section:
        """Referrals, support and treatment as returned, and treatment as published."""
        found = (*returned_referrals(self, self.referrals), *published_treatment(self, self.treatment))
        return self.wanted.part(*PARTS["referrals"], found)

    def wanting(self) -> Section:
        """What the parts above lack, and who has it."""
        return self.wanted.section()
