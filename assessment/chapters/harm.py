"""Harm: the crimes that do most of it, as against those that are the most frequent."""

from collections.abc import Iterable
from functools import cached_property

import pandas as pd

from assessment.chapters import base
from assessment.chapters.crime.subjects import ALL_CRIME, VIOLENCE_AND_SEXUAL, inside
from assessment.chapters.harm_index.figures import category_figures, place_figures, set_figures
from assessment.chapters.harm_index.shown import as_shown, category_rows, notes_of
from assessment.chapters.harm_index.weights import Weighed, versions_that_fit
from assessment.chapters.harm_index.words import (
    SHOWN,
    categories_in_words,
    names_of,
    with_others,
)
from assessment.chapters.residents import lsoas_of
from assessment.measures.harm import HarmSet
from assessment.present import charts, wording
from assessment.present.parts import Notice, Prose, Section

UNRANKED = "– no rank: these crimes weigh nothing in this version, so their harm is nought by convention."
COARSE = VIOLENCE_AND_SEXUAL.label  # from common assault to rape under one weight
OWN_WEIGHTS = (
    "Put a version of the weights that names the categories of these files into the raw folder; config/harm/README.md "
    "says how."
)
COARSELY = (
    "The source holds violence and sexual offences as one category under one weight, so a common assault counts as "
    "much as a rape: harm by category and by place is coarse."
)


class Chapter(base.Chapter):
    """Which crimes do the most harm, where, and how sure that is."""

    uses = ("crime", "harm_weights")

    @cached_property
    def weighed(self) -> list[Weighed]:
        """The year's records under each version of the weights that fits them, the best fitting first."""
        weights = self.data("harm_weights")
        shipped = {file.release for file in self.prepared.sources_of("harm_weights") if file.file.startswith("config/")}
        fitting = versions_that_fit(self.counts.records(ALL_CRIME, self.year), weights, shipped)
        found = [as_shown(self, one) for one in fitting]
        if found:
            category_figures(self, found[0], self.period)
        return found

    @property
    def period(self) -> str:
        """What the year's records stand for."""
        return self.counts.period(ALL_CRIME, self.year)

    @cached_property
    def top_sets(self) -> list[HarmSet]:
        """The fewest categories with 90% of the harm under the first version and the second, as figures."""
        crimes, prefixes = self.counts.total(ALL_CRIME, self.year), ("harm", "harm.second_index")
        pairs = zip(self.weighed, prefixes, strict=False)
        return [set_figures(self, weighed, crimes, self.period, prefix) for weighed, prefix in pairs]

    @cached_property
    def places(self) -> pd.DataFrame | None:
        """Crimes and harm of each of the area's LSOAs, those without a crime too; None where records name no LSOA."""
        codes = lsoas_of(self.prepared, self.area.authorities)
        if not self.weighed:
            return None
        placed = self.weighed[0].records
        placed = placed[placed["lsoa"].isin(codes)]
        if not placed["days"].sum():
            return None
        table = placed.groupby("lsoa")["days"].agg(["size", "sum"]).reindex(codes, fill_value=0)
        return table.rename(columns={"size": "crimes", "sum": "harm"})

    @cached_property
    def concentrated(self) -> dict:
        """The figures of how concentrated harm and crimes are over the LSOAs; empty where records name none."""
        return {} if self.places is None else place_figures(self, self.places, self.weighed[0], self.period)

    def cautions(self) -> Iterable[str]:
        """What the weights do not say."""
        for one in self.weighed:
            if one.unweighed:
                known = wording.share(one.unweighed, one.unweighed + len(one.records))
                yield f"{one.version} has no weight for {known} of the crimes: they are left out of its harm."
        if self.weighed and COARSE in self.weighed[0].categories.index:
            yield COARSELY

    # Key findings

    def key_sentences(self) -> Iterable[str]:
        """How few categories hold the harm, how that differs from volume, where, and by other weights."""
        if not self.weighed:
            return
        first = self.weighed[0]
        yield self._set_sentence(0)
        if COARSE in self.top_sets[0]:
            yield f"That rests on a coarse category: {inside(COARSE)} are one in this source and cannot be told apart."
        volume = first.categories["crimes"].idxmax()
        crimes, harm = first.categories.loc[volume, ["crimes", "harm"]]
        of_crimes = wording.percent(100 * crimes / first.categories["crimes"].sum())
        yield (
            f"The most frequent category, {inside(volume)}, makes up {of_crimes} of the crimes weighed and "
            f"{wording.percent(100 * harm / first.total)} of the harm."
        )
        if self.concentrated:
            yield f"{self._half()}."
        if len(self.weighed) > 1:
            yield self._set_sentence(1)

    def _set_sentence(self, which: int) -> str:
        found, (harm, crime) = self.top_sets[which], self._shares_held(which)
        return (
            f"Under {self.weighed[which].plainly}, {categories_in_words(len(found))} ({names_of(found)}) "
            f"{'holds' if len(found) == 1 else 'hold'} {harm} of the harm and {crime} of all recorded crimes."
        )

    def _shares_held(self, which: int, decimals: int = 1) -> tuple[str, str]:
        """The set's shares of harm and of all recorded crime."""
        rows = self.weighed[which].categories.loc[list(self.top_sets[which]), "crimes"]
        of_crime = rows.sum() / self.counts.total(ALL_CRIME, self.year)
        shares = (self.top_sets[which].share_of_harm, of_crime)
        return tuple(wording.percent(100 * share, decimals) for share in shares)

    def _half(self) -> str:
        return wording.concentration("the harm", self.concentrated["harm"].value, len(self.places))

    def _about(self, versions: int = 1) -> dict:
        """What a picture or table of weighed crimes says of its source: each version of the weights with its file."""
        told = self.about("crime")
        for weighed in self.weighed[:versions]:
            files = self.files_of("harm_weights", release=weighed.version)
            where = f" ({', '.join(file.file for file in files)})" if files else ""
            told["source"] += f"; weights: {weighed.version}{where}"
            told["illustrative"] |= any(file.illustrative for file in files)
        return told

    def _table(self, *words: object, versions: int = 1, **more: object) -> Section:
        told = {name: value for name, value in self._about(versions).items() if name != "keep"}
        return Section((self.table(*words, **told, **more),))

    # Which categories

    def volume_and_harm(self) -> Section:
        """Each category's share of crimes and of harm, side by side."""
        if not self.weighed:
            return self._no_weights()
        table, found = self.weighed[0].categories, self.top_sets[0]
        shares = {
            "category": table.index,
            "left": (table["crimes"] / table["crimes"].sum()).to_numpy(),
            "right": (table["harm"] / self.weighed[0].total).to_numpy(),
        }
        shares = pd.DataFrame(shares)[[name not in self.weighed[0].hidden for name in table.index]]
        harm, crime = self._shares_held(0, 0)
        number = categories_in_words(len(found)).capitalize()
        frame, others = with_others(shares)
        named = f"; by name the {SHOWN} of {len(table)} categories with the most harm" if others else ""
        picture = charts.paired_bars(
            frame,
            last=others,
            title=f"{number} {'holds' if len(found) == 1 else 'hold'} {harm} of the harm and {crime} of the crimes",
            subtitle=f"Share of the crimes weighed and of harm, per cent, {self.period}{named}",
            **self._about(),
        )
        return Section((picture,))

    def _no_weights(self) -> Section:
        if self.data("harm_weights") is None:
            return Section((self.missing("Harm", "harm_weights"),))
        none = "Harm cannot be shown: no version of the weights fits nine in ten of these records."
        return Section((Notice("missing", none, OWN_WEIGHTS),))

    def harm_table(self) -> Section:
        """Crimes, days and harm by category, with the interval of each rank; without harm there is no rank."""
        if not self.weighed:
            return Section(())
        weighed = self.weighed[0]
        caption = f"Harm by category, {self.area.name}, {self.period}, under {weighed.plainly}"
        nothing = (UNRANKED,) if (weighed.categories["harm"] <= 0).any() else ()
        notes, unit = (*nothing, *notes_of(weighed)), "crimes; days of imprisonment"
        told = {"notes": notes, "decimals": {"Days of harm": 0}}
        return self._table(category_rows(weighed), caption, unit, "harm_by_category", **told)

    # Where

    def concentration(self) -> Section:
        """How few places hold half of the harm."""
        if not self.concentrated:
            return Section((Prose(f"{self._unplaced()}, so concentration cannot be shown."),))
        picture = charts.lorenz_curve(
            self.places["harm"],
            what="the harm",
            title=self._half(),
            subtitle=f"Share of harm by share of LSOAs, {self.period}",
            **self._about(),
        )
        gini, crimes = self.concentrated["gini_of_harm"].value, self.concentrated["crimes"].value
        reading = (
            f"The Gini coefficient, nought where harm is spread evenly and one where it is all in one place, is "
            f"{wording.number(gini, 2)}. {wording.concentration('the crimes', crimes, len(self.places), plural=True)}. "
            "A place may stand out because people come to it, not because of who lives there."
        )
        return Section((picture, Prose(reading)))

    def _unplaced(self) -> str:
        """Why harm has no places."""
        if not self.weighed:
            return "No version of harm weights fits these records"
        if self.weighed[0].records["lsoa"].notna().any():
            return f"No record of an LSOA of {self.area.name} has any harm under these weights"
        return "The records do not say in which LSOA they lie"

    # Other weights

    def second_index(self) -> Section:
        """Where another version of the weights ranks the categories otherwise."""
        if len(self.weighed) < 2:
            number = "Only one version" if self.weighed else "No version"
            return Section((Prose(f"{number} of harm weights fits these records, so two cannot be compared."),))
        columns = ["Version", "Categories with 90% of harm", "Share of harm, %", "Share of crimes, %", "Which"]
        frame = pd.DataFrame([self._version_row(0), self._version_row(1)], columns=columns)
        caption, unit = f"Two versions of harm weights, {self.area.name}, {self.period}", "categories; per cent"
        table = self._table(frame, caption, unit, "harm_versions", versions=2)
        return Section((*table.parts, Prose(self._verdict())))

    def _version_row(self, which: int) -> tuple:
        found, weighed = self.top_sets[which], self.weighed[which]
        crimes = weighed.categories.loc[list(found), "crimes"].sum() / self.counts.total(ALL_CRIME, self.year)
        return (weighed.version, len(found), 100 * found.share_of_harm, 100 * crimes, names_of(found))

    def _verdict(self) -> str:
        """What the second version makes of the first one's finding."""
        ours, theirs = self.top_sets
        (_, first), (_, second) = self._shares_held(0), self._shares_held(1)
        if set(ours) == set(theirs):
            return "Both versions name the same categories: the finding does not depend on the weights."
        number = (
            "as many categories, though not the same ones"
            if len(ours) == len(theirs)
            else categories_in_words(len(theirs))
        )
        return (
            f"Under the second version it takes {number}, and they are {second} of the crimes and not {first}: which "
            "few categories hold the harm depends on the weights."
        )
