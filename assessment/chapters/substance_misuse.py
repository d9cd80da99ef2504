"""Substance misuse: drug offences, alcohol in crime, and what health data tell of use, treatment and death."""

from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property

import pandas as pd

from assessment.chapters import base, health
from assessment.chapters import subjects as s
from assessment.chapters.changes import YearChange, change_sentence, changes_table, year_change
from assessment.chapters.series import over_time
from assessment.chapters.subjects import inside
from assessment.measures.rates import proportion
from assessment.present import charts, wording
from assessment.present.parts import Notice, Prose, Section


class Chapter(base.Chapter):
    """How much drugs and alcohol add to crime and harm."""

    uses = ("crime",)

    @cached_property
    def drugs(self) -> YearChange | None:
        """Drug offences of the year, under whichever name the source has for them."""
        named = next((subject for subject in (s.DRUGS, s.DRUGS_POLICE_UK) if self.counts.known(subject)), None)
        return year_change(self, replace(named, id="substance.drug_offences", label="Drug offences")) if named else None

    @cached_property
    def alcohol(self) -> YearChange | None:
        """Alcohol-related crimes of the year; None where the source has no marker, or none for this year."""
        return self._marked(replace(s.ALCOHOL, id="substance.alcohol_related"))

    @cached_property
    def alcohol_violence(self) -> YearChange | None:
        """Alcohol-related violence of the year."""
        return self._marked(replace(s.ALCOHOL_VIOLENCE, id="substance.alcohol_related_violence"))

    def _marked(self, subject: s.Subject) -> YearChange | None:
        found = year_change(self, subject)
        if found is None:
            return None
        whole_subject = s.VIOLENCE if subject.label == s.ALCOHOL_VIOLENCE.label else s.ALL_CRIME
        whole = self.counts.total(whole_subject, self.year)
        share = proportion(found.count, whole)
        self.figure(
            f"{subject.id}.share",
            f"{subject.label} as a share of {inside(whole_subject.label)}",
            share.value,
            "ratio",
            low=share.low,
            high=share.high,
            confidence=0.95,
            method=share.method,
            numerator=found.count,
            denominator=whole,
            period=found.period,
        )
        return found

    @cached_property
    def domestic_alcohol(self) -> tuple[int, int] | None:
        """Alcohol-related domestic abuse, and all domestic abuse, of the year."""
        subject = s.DOMESTIC.within(
            "alcohol",
            True,
            id="substance.alcohol_related_domestic_abuse",
            label="Alcohol-related domestic abuse",
        )
        if not self.counts.known(subject):
            return None
        part, whole = (self.counts.total(one, self.year) for one in (subject, s.DOMESTIC))
        if not whole:
            return None
        share = proportion(part, whole)
        self.figure(
            f"{subject.id}.share",
            f"{subject.label} as a share of domestic abuse",
            share.value,
            "ratio",
            low=share.low,
            high=share.high,
            confidence=0.95,
            method=share.method,
            numerator=part,
            denominator=whole,
            period=self.counts.period(s.DOMESTIC, self.year),
        )
        return part, whole

    @cached_property
    def health(self) -> list[health.Indicator]:
        """What returns and published tables tell of use, treatment, deaths and admissions, as figures."""
        found = health.indicators(self.prepared, self.area, self.year)
        for one in found:
            self.data(one.table)
            self.figure(
                one.id,
                one.label,
                one.value,
                one.unit,
                of=one.table,
                period=one.period,
                numerator=one.numerator,
                denominator=one.denominator,
                method=one.note or "as supplied",
            )
        return found

    def cautions(self) -> Iterable[str]:
        """What the counts do not show."""
        yield "Drug offences follow what the police look for: a fall can mean less searching, not less use. They are no measure of outcome."
        if self.alcohol is not None:
            yield "The alcohol marker is an officer's judgement at recording, so its share is a floor and depends on how often it is asked."
        carried = health.carried_forward(self.prepared, self.area)
        if carried:
            yield f"In the ONS Health Index the last year of {wording.listed(carried)} repeats the year before: it was carried forward, not measured."

    def key_sentences(self) -> Iterable[str]:
        """Drug offences, alcohol's share and violence, and the health indicators with a comparator."""
        if self.drugs and self.drugs.like:
            yield change_sentence(self.drugs)
        if self.alcohol:
            total = self.counts.total(s.ALL_CRIME, self.year)
            yield f"{wording.share(self.alcohol.count, total)} of all recorded crime was marked as alcohol-related."
        if self.alcohol_violence and self.alcohol_violence.like:
            violence = self.counts.total(s.VIOLENCE, self.year)
            yield change_sentence(self.alcohol_violence)
            yield f"Alcohol was marked in {wording.share(self.alcohol_violence.count, violence)} of violence against the person."
        yield from (one.sentence() for one in self.health if one.headline)

    def drug_offences(self) -> Section:
        """Drug offences by year and by month."""
        if self.drugs is None:
            return Section((self.missing("Drug offences", "force_extract"),))
        return over_time(self, self.drugs, "drugs")

    def alcohol_in_crime(self) -> Section:
        """Alcohol-related crime and violence: counts, change and share."""
        found = [one for one in (self.alcohol, self.alcohol_violence) if one and one.like]
        if not found:
            lacking = self.missing("Alcohol in crime", "force_extract")
            return Section(
                (
                    Notice(
                        "missing",
                        "These files bear no alcohol marker for this year and the one before.",
                        lacking.mend,
                    ),
                )
            )
        table = changes_table(
            self, found, f"Alcohol-related crime, {self.area.name}, {self.year}", "alcohol_related_crime"
        )
        return Section((table, Prose(tuple(self._alcohol_sentences()))))

    def _alcohol_sentences(self) -> Iterable[str]:
        violence = self.counts.total(s.VIOLENCE, self.year)
        if self.alcohol_violence and violence:
            yield f"Alcohol was marked in {wording.share(self.alcohol_violence.count, violence)} of violence against the person."
        if self.domestic_alcohol:
            yield f"It was marked in {wording.share(*self.domestic_alcohol)} of domestic abuse."

    def alcohol_by_type(self) -> Section:
        """In which categories of crime alcohol is marked most often."""
        if self.alcohol is None:
            return Section(())
        records = self.counts.records(s.ALL_CRIME, self.year)
        by_type = records.groupby("category")["alcohol"].agg(["sum", "size"]).astype(int)
        shown = (
            by_type[by_type["size"] >= 100]
            .assign(share=lambda t: t["sum"] / t["size"])
            .sort_values("share", ascending=False)
        )
        if shown.empty:
            return Section(())
        top = shown.index[0]
        picture = charts.share_dots(
            shown.reset_index(names="label").rename(columns={"share": "value"})[["label", "value"]],
            ours=self.area.name,
            axis="Share marked as alcohol-related",
            title=f"Alcohol is marked most often in {inside(top)}: {wording.share(shown['sum'].iloc[0], shown['size'].iloc[0])}",
            subtitle=f"Share of recorded crimes marked as alcohol-related, per cent, categories with 100 crimes or more, {self.year}",
            **self.about("crime"),
        )
        return Section((picture,))

    def use_and_treatment(self) -> Section:
        """Prevalence, treatment, admissions and cost, where supplied."""
        return self._health_section("use and treatment", "Drug and alcohol use and treatment", "partnership_returns")

    def deaths(self) -> Section:
        """Deaths related to drugs and alcohol, where supplied."""
        deaths = health.drug_deaths(self.prepared, self.area, self.year)
        if deaths is None:
            return self._health_section("deaths", "Deaths from drug misuse", "drug_deaths")
        self.data("drug_deaths")
        last = int(deaths.index.max())
        title = f"{wording.number(deaths.iloc[-1])} deaths by drug poisoning were registered in {last}"
        picture = charts.year_line(
            deaths.rename(index=str).to_frame(self.area.name),
            ours=self.area.name,
            measure="drugs",
            axis="Deaths",
            zero=True,
            title=title,
            subtitle="Deaths by drug poisoning by year of registration",
            **self.about("drug_deaths"),
        )
        note = "Registration follows an inquest and can come a year or more after the death. Small counts vary from year to year by chance."
        return Section((picture, Prose(note), *self._health_section("deaths", "", "drug_deaths", optional=True)))

    def _health_section(self, theme: str, what: str, source: str, *, optional: bool = False) -> Section:
        found = [one for one in self.health if one.theme == theme]
        if not found:
            return Section(() if optional else (self.missing(what, source),))
        rows = [(one.label, one.told, one.unit, one.period, one.told_of_england) for one in found]
        frame = pd.DataFrame(rows, columns=["Measure", "Value", "Unit", "Period", "England"])
        frame = frame if any(one.comparator is not None for one in found) else frame.drop(columns="England")
        caption = f"{theme.capitalize()}, {self.area.name}"
        return Section(
            (
                self.table(
                    frame,
                    caption,
                    "as named in each row",
                    f"substance_{theme.replace(' ', '_')}",
                    of=found[0].table,
                ),
            )
        )
