"""Substance misuse: drug offences, alcohol in crime, and what health data tell of use, treatment and death."""

from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property

import pandas as pd

from assessment.chapters import base
from assessment.chapters.crime import subjects as s
from assessment.chapters.crime.changes import YearChange, count_sentence, year_change
from assessment.chapters.crime.changes_table import changes_table
from assessment.chapters.crime.series import over_time
from assessment.chapters.crime.subjects import inside
from assessment.chapters.crime.themes import told_share
from assessment.chapters.public_health import deaths, health_index, indicators
from assessment.figures import Figure
from assessment.present import charts, wording
from assessment.present.parts import Notice, Prose, Section
from assessment.present.tables import Table

FINDINGS = 5
ENOUGH = 100  # crimes that a category needs for its share to be drawn
DRUGS = "substance.drug_offences"
ALCOHOL = replace(s.ALCOHOL, id="substance.alcohol_related")
VIOLENCE = replace(s.ALCOHOL_VIOLENCE, id="substance.alcohol_related_violence")
DOMESTIC = s.DOMESTIC.within(
    "alcohol", True, id="substance.alcohol_related_domestic_abuse", label="Alcohol-related domestic abuse"
)
SEARCHING = (
    "Drug offences follow what the police look for: a fall can mean less searching, not less use. They are no measure "
    "of outcome."
)
NO_YEAR = "Where the year is not printed, the source names none for that figure and none is guessed here."
MARKING = (
    "The alcohol marker is an officer's judgement at recording, so its share is a floor and depends on how often it is "
    "asked."
)
WHOLES = {ALCOHOL: s.ALL_CRIME, VIOLENCE: s.VIOLENCE, DOMESTIC: s.DOMESTIC}


class Chapter(base.Chapter):
    """How much drugs and alcohol add to crime and harm."""

    @cached_property
    def drugs(self) -> YearChange | None:
        """Drug offences of the year, under whichever name the source has for them."""
        named = next((subject for subject in (s.DRUGS, s.DRUGS_POLICE_UK) if self.counts.known(subject)), None)
        return year_change(self, replace(named, id=DRUGS, label="Drug offences")) if named else None

    @cached_property
    def alcohol(self) -> dict[s.Subject, YearChange]:
        """Alcohol-related crimes and violence of the year; empty where the source has no marker for it."""
        found = {subject: year_change(self, subject) for subject in (ALCOHOL, VIOLENCE)}
        return {subject: change for subject, change in found.items() if change is not None}

    @cached_property
    def alcohol_shares(self) -> dict[s.Subject, Figure]:
        """How much of all crime, of violence and of domestic abuse is marked as alcohol-related."""
        found = {}
        for subject, whole in WHOLES.items():
            parts = self.counts.part_of(subject, whole, self.year)
            if parts[1]:
                label, period = (
                    f"{subject.label}, share of {inside(whole.label)}",
                    self.counts.period(subject, self.year),
                )
                found[subject] = self.share(f"{subject.id}.share", label, *parts, period=period)
        return found

    @cached_property
    def health(self) -> list[indicators.Indicator]:
        """What returns and published tables tell of use, treatment, deaths and admissions, as figures."""
        found = indicators.indicators(self.prepared, self.area, self.year)
        for one in found:
            told = {"of": one.table, "period": one.period, "method": one.note or "as supplied"}
            told |= {"illustrative": one.illustrative} if one.illustrative is not None else {}
            made_from = {"numerator": one.numerator, "denominator": one.denominator}
            self.figure(one.id, one.label, one.value, one.unit, **told, **made_from)
            if one.comparator is not None:
                self.figure(f"{one.id}.england", f"{one.label}: England", one.comparator, one.unit, **told)
        return found

    @cached_property
    def registered_deaths(self) -> pd.Series | None:
        """Deaths by drug poisoning by year of registration, as figures; None where no file gives two years."""
        found = deaths.drug_deaths(self.prepared, self.area, self.year)
        if found is not None:
            deaths.death_figures(self, found)
        return found

    @cached_property
    def health_index(self) -> list[health_index.Measured]:
        """The Health Index on alcohol and drugs as last measured, as figures."""
        found = health_index.measured(self.prepared, self.area, self.year)
        health_index.health_index_figures(self, found)
        return found

    def cautions(self) -> Iterable[str]:
        """What the counts and shares of this chapter are not."""
        if self.drugs is not None:
            yield SEARCHING
        if self.alcohol:
            yield MARKING
        yield health_index.carried_caution(self.health_index)

    # Key findings

    def key_sentences(self) -> Iterable[str]:
        """Drug offences, alcohol in crime, use and admissions beside England, deaths; five at most."""
        return list(self._sentences())[:FINDINGS]

    def _sentences(self) -> Iterable[str]:
        """What could be said, the weightiest first."""
        if self.drugs is not None:
            yield count_sentence(self.drugs)
        if ALCOHOL in self.alcohol_shares:
            yield f"{told_share(self.alcohol_shares[ALCOHOL])} of all recorded crime was marked as alcohol-related."
        if VIOLENCE in self.alcohol:
            yield count_sentence(self.alcohol[VIOLENCE])
        yield from (one.sentence() for one in self.health if one.headline)
        if self.registered_deaths is not None:
            yield deaths.deaths_sentence(self.registered_deaths)
        if VIOLENCE in self.alcohol_shares:
            yield f"Alcohol was marked in {told_share(self.alcohol_shares[VIOLENCE])} of violence against the person."

    # Drug offences

    def drug_offences(self) -> Section:
        """Drug offences by year and by month."""
        if self.drugs is None:
            return Section((self.missing("Drug offences", "police_uk_street"),))
        return over_time(self, self.drugs, "drugs")

    # Alcohol in crime

    def alcohol_in_crime(self) -> Section:
        """Alcohol-related crime and violence: counts, change and share."""
        if not self.alcohol:
            mend = self.missing("Alcohol in crime", "force_extract").mend
            return Section((Notice("missing", "These files bear no alcohol marker for this year.", mend),))
        table = changes_table(self, self.alcohol.values(), "Alcohol-related crime", "alcohol_related_crime")
        return Section((table, Prose(tuple(self._alcohol_sentences()))))

    def _alcohol_sentences(self) -> Iterable[str]:
        of = {VIOLENCE: "violence against the person", DOMESTIC: "domestic abuse"}
        for subject, whole in of.items():
            if subject in self.alcohol_shares:
                yield f"Alcohol was marked in {told_share(self.alcohol_shares[subject])} of {whole}."

    def alcohol_by_type(self) -> Section:
        """In which categories of crime alcohol is marked most often."""
        if not self.alcohol:
            return Section(())
        records = self.counts.records(s.ALL_CRIME, self.year)
        marked = records[records["month"].isin(self.counts.present(ALCOHOL, self.year))].dropna(subset=["alcohol"])
        by_type = marked.astype({"alcohol": int}).groupby("category")["alcohol"].agg(["sum", "size"])
        few = self.disclosure.hidden(by_type["sum"], "crime") | self.disclosure.hidden(
            by_type["size"] - by_type["sum"], "crime"
        )
        shown = by_type[(by_type["size"] >= ENOUGH) & ~few].assign(value=lambda table: table["sum"] / table["size"])
        if shown.empty:
            few = f"No category has {wording.number(ENOUGH)} crimes, too few for a share of each."
            return Section((Prose(few),))
        shown = shown.sort_values("value", ascending=False)
        top = wording.share(shown["sum"].iloc[0], shown["size"].iloc[0])
        drawn = f"categories with {wording.number(ENOUGH)} crimes or more, {self.counts.period(ALCOHOL, self.year)}"
        picture = charts.share_dots(
            shown.reset_index(names="label")[["label", "value"]],
            ours=self.area.name,
            axis="Share marked as alcohol-related",
            title=f"Alcohol is marked most often in {inside(shown.index[0])}: {top}",
            subtitle=f"Share of recorded crimes marked as alcohol-related, per cent, {drawn}",
            **self.about("crime"),
        )
        return Section((picture,))

    # Health

    def use_and_treatment(self) -> Section:
        """Prevalence, treatment, admissions and cost, and the Health Index, where supplied."""
        table = self._health_table("use and treatment")
        index = health_index.health_index_table(self, self.health_index)
        if table is None and index is None:
            return Section((self.missing("Drug and alcohol use and treatment", "partnership_returns"),))
        return Section((table, index))

    def deaths(self) -> Section:
        """Deaths related to drugs and alcohol, where supplied."""
        table = self._health_table("deaths")
        if self.registered_deaths is not None:
            picture = deaths.deaths_picture(self, self.registered_deaths)
            return Section((picture, Prose(deaths.REGISTERED), table))
        return Section((table or self.missing("Deaths from drug misuse", "drug_deaths"),))

    def _health_table(self, theme: str) -> object:
        """The indicators of a theme as a table; None where there are none."""
        found = [one for one in self.health if one.theme == theme]
        if not found:
            return None
        rows = [(one.label, one.value, one.comparator, one.unit_in_words, one.when) for one in found]
        frame = pd.DataFrame(rows, columns=["Measure", self.area.name, "England", "Unit", "Period"])
        frame = frame if any(one.comparator is not None for one in found) else frame.drop(columns="England")
        caption, name = f"{theme.capitalize()}, {self.area.name}", f"substance_{theme.replace(' ', '_')}"
        told = {"of": tuple(dict.fromkeys(one.table for one in found)), "decimals": [one.decimals for one in found]}
        told |= {"notes": (NO_YEAR,)} if any(one.undated for one in found) else {}
        if all(one.illustrative is not None for one in found):
            told["illustrative"] = any(one.illustrative for one in found)
        return self.table(frame, caption, "as named in each row", name, **told)

    def sources(self) -> Section:
        """The files, and where each published figure that is shown was published."""
        rows = [(one.label, one.when, one.address) for one in self.health if one.address]
        if not rows:
            return super().sources()
        frame = pd.DataFrame(rows, columns=["Figure", "Period", "Address"])
        about = ("Where the published figures stand", "addresses as quoted", "the file of published figures")
        return Section((*super().sources().parts, Table(frame, *about, "substance_addresses")))
