"""Harm: the crimes that do most of it, as against those that are the most frequent."""

from collections.abc import Iterable
from functools import cached_property

import pandas as pd

from assessment.chapters import base
from assessment.chapters.residents import lsoas_of
from assessment.chapters.subjects import ALL_CRIME, inside
from assessment.chapters.weights import Weighed, versions_that_fit
from assessment.figures import snake
from assessment.measures import concentration
from assessment.measures.harm import HarmSet, rank_intervals, smallest_set, weigh
from assessment.present import charts, wording
from assessment.present.parts import Prose, Section

SHARE = 0.9
HALF = 0.5


class Chapter(base.Chapter):
    """Which crimes do the most harm, where, and how sure that is."""

    uses = ("crime", "harm_weights")

    @cached_property
    def weighed(self) -> list[Weighed]:
        """The year's records under each version of the weights that fits them."""
        weights = self.data("harm_weights")
        shipped = {file.release for file in self.prepared.sources_of("harm_weights") if file.file.startswith("config/")}
        return versions_that_fit(self.counts.records(ALL_CRIME, self.year), weights, shipped)

    @property
    def period(self) -> str:
        """What the year's records stand for."""
        return self.counts.period(ALL_CRIME, self.year)

    def cautions(self) -> Iterable[str]:
        """What the weights do not say."""
        for one in self.weighed:
            if one.unweighed:
                known = wording.share(one.unweighed, one.unweighed + len(one.records))
                yield f"{one.version} has no weight for {known} of the crimes: they are left out of its harm."

    def top_set(self, weighed: Weighed, prefix: str = "harm") -> HarmSet:
        """The fewest categories with 90% of the harm, as figures."""
        found = smallest_set(weighed.categories["harm"], SHARE)
        crimes = self.counts.total(ALL_CRIME, self.year)
        held = int(weighed.categories.loc[list(found), "crimes"].sum())
        about = {
            "of": "crime",
            "period": self.period,
            "method": f"smallest set with {SHARE:.0%} of harm; {weighed.version}",
        }
        self.figure(f"{prefix}.top_categories.count", "Categories with 90% of harm", len(found), "categories", **about)
        harm = {
            "numerator": float(weighed.categories.loc[list(found), "harm"].sum()),
            "denominator": weighed.total,
        }
        self.figure(
            f"{prefix}.top_categories.share_of_harm",
            "Their share of harm",
            found.share_of_harm,
            "ratio",
            **about | harm,
        )
        crime = {"numerator": held, "denominator": crimes}
        self.figure(
            f"{prefix}.top_categories.share_of_crime",
            "Their share of all recorded crime",
            held / crimes,
            "ratio",
            **about | crime,
        )
        return found

    def key_sentences(self) -> Iterable[str]:
        """How few categories hold the harm, which, and how that differs from volume."""
        if not self.weighed:
            return
        first = self.weighed[0]
        yield self._set_sentence(first)
        volume = first.categories["crimes"].idxmax()
        crimes, harm = first.categories.loc[volume, ["crimes", "harm"]]
        yield (
            f"The most frequent category, {inside(volume)}, is {wording.percent(100 * crimes / first.categories['crimes'].sum())} of "
            f"the crimes weighed and {wording.percent(100 * harm / first.total)} of the harm."
        )
        yield from self._place_sentence(first)
        for other in self.weighed[1:]:
            yield self._set_sentence(other, "harm.second_index")

    def _set_sentence(self, weighed: Weighed, prefix: str = "harm") -> str:
        found = self.top_set(weighed, prefix)
        share = self.ledger.get(f"{prefix}.top_categories.share_of_crime", self.period).value
        names = wording.listed([inside(name) for name in found])
        return (
            f"By {weighed.version}, {wording.small(len(found))} categories ({names}) hold "
            f"{wording.percent(100 * found.share_of_harm)} of the harm and {wording.percent(100 * share)} of all recorded crimes."
        )

    def _place_sentence(self, weighed: Weighed) -> Iterable[str]:
        by_place = self.by_lsoa(weighed)
        if by_place is not None:
            places = self.ledger.get("harm.half_of_harm.lsoas", self.period).value
            yield wording.concentration("the harm", places, len(by_place)) + "."

    def volume_and_harm(self) -> Section:
        """Each category's share of crimes and of harm, side by side."""
        if not self.weighed:
            return Section((self.missing("Harm", "harm_weights"),))
        first = self.weighed[0]
        shares = self._shares(first)
        found = self.top_set(first)
        title = (
            f"{wording.small(len(found)).capitalize()} categories hold {wording.percent(100 * found.share_of_harm, 0)} of the harm and "
            f"{wording.percent(100 * self.ledger.get('harm.top_categories.share_of_crime', self.period).value, 0)} of the crimes"
        )
        picture = charts.paired_bars(
            shares.head(12),
            title=title,
            subtitle=f"Share of recorded crimes and of harm, per cent, {self.period}",
            **self.about("crime", "harm_weights"),
        )
        return Section((picture,))

    def _shares(self, weighed: Weighed) -> pd.DataFrame:
        table = weighed.categories
        left, right = table["crimes"] / table["crimes"].sum(), table["harm"] / weighed.total
        return pd.DataFrame({"category": table.index, "left": left.to_numpy(), "right": right.to_numpy()})

    def harm_table(self) -> Section:
        """Crimes, days and harm by category, with the interval of each rank."""
        if not self.weighed:
            return Section(())
        first = self.weighed[0]
        table = first.categories
        ranks = rank_intervals(table["crimes"], table["days"], table["low"], table["high"])
        for name, row in table.iterrows():
            self._category_figures(name, row, first)
        frame = pd.DataFrame(
            {
                "Category": table.index,
                "Crimes": table["crimes"],
                "Days a crime": table["days"],
                "Days of harm": weigh(table["crimes"], table["days"]),
                "Rank by harm": ranks["rank"],
                "95% interval of the rank": [
                    f"{low} to {high}" for low, high in zip(ranks["rank_low"], ranks["rank_high"], strict=True)
                ],
            }
        ).reset_index(drop=True)
        caption = f"Harm by category, {self.area.name}, {self.period}, by {first.version}"
        return Section((self.table(frame, caption, "crimes; days of imprisonment", "harm_by_category"),))

    def _category_figures(self, name: str, row: pd.Series, weighed: Weighed) -> None:
        about = {"period": self.period, "method": weighed.version}
        self.figure(f"harm.{snake(name)}.count", f"{name}: crimes", int(row["crimes"]), "count", **about)
        self.figure(f"harm.{snake(name)}.days", f"{name}: harm", float(row["harm"]), "days", **about)
        share = {"numerator": float(row["harm"]), "denominator": weighed.total}
        self.figure(
            f"harm.{snake(name)}.share_of_harm",
            f"{name}: share of harm",
            float(row["harm"]) / weighed.total,
            "ratio",
            **about | share,
        )

    def by_lsoa(self, weighed: Weighed) -> pd.DataFrame | None:
        """Crimes and harm of each of the area's LSOAs, those without a crime too; None where records name no LSOA."""
        codes = lsoas_of(self.prepared, self.area.authorities)
        placed = weighed.records[weighed.records["lsoa"].isin(codes)]
        if placed.empty:
            return None
        table = placed.groupby("lsoa")["days"].agg(["size", "sum"]).reindex(codes, fill_value=0)
        table = table.rename(columns={"size": "crimes", "sum": "harm"})
        about = {"period": self.period, "method": f"{weighed.version}; records with an LSOA only"}
        for what in ("harm", "crimes"):
            places = concentration.places_holding(table[what], HALF)
            id, label = f"harm.half_of_{what}.lsoas", f"LSOAs with half of the {what}"
            self.figure(id, label, places, "LSOAs", denominator=len(table), **about)
            self.figure(
                f"harm.gini_of_{what}",
                f"Gini of {what} over LSOAs",
                concentration.gini(table[what]),
                "ratio",
                **about,
            )
        return table

    def concentration(self) -> Section:
        """How few places hold half of the harm."""
        table = self.by_lsoa(self.weighed[0]) if self.weighed else None
        if table is None:
            return Section((Prose("The records do not say in which LSOA they lie, so concentration cannot be shown."),))
        places = self.ledger.get("harm.half_of_harm.lsoas", self.period).value
        picture = charts.lorenz_curve(
            table["harm"],
            what="the harm",
            title=wording.concentration("the harm", places, len(table)),
            subtitle=f"Share of harm by share of LSOAs, {self.period}",
            **self.about("crime", "harm_weights"),
        )
        gini = wording.number(self.ledger.get("harm.gini_of_harm", self.period).value, 2)
        crimes = self.ledger.get("harm.half_of_crimes.lsoas", self.period).value
        reading = (
            f"The Gini coefficient is {gini} (0 is spread evenly, 1 all in one place). Half of the crimes is in {crimes} LSOAs. "
            "A place may stand out because people come to it, not because of who lives there."
        )
        return Section((picture, Prose(reading)))

    def second_index(self) -> Section:
        """Where another version of the weights ranks the categories otherwise."""
        if len(self.weighed) < 2:
            text = "Only one version of harm weights fits these records, so ranks cannot be compared between two."
            return Section((Prose(text),))
        first, second = self.weighed[:2]
        ours = self.top_set(first)
        theirs = self.top_set(second, "harm.second_index")
        frame = pd.DataFrame(
            [self._version_row(first, ours), self._version_row(second, theirs)],
            columns=[
                "Version",
                "Categories with 90% of harm",
                "Share of harm, %",
                "Share of crimes, %",
                "Which",
            ],
        )
        caption = f"Two versions of harm weights, {self.area.name}, {self.period}"
        table = self.table(frame, caption, "categories; per cent", "harm_versions", of="harm_weights")
        verdict = (
            "Both versions name as many categories."
            if len(ours) == len(theirs)
            else f"The second version needs {wording.small(len(theirs))} categories where the first needs {wording.small(len(ours))}: the finding depends on the weights."
        )
        return Section((table, Prose(verdict)))

    def _version_row(self, weighed: Weighed, found: HarmSet) -> tuple:
        crimes = weighed.categories.loc[list(found), "crimes"].sum() / self.counts.total(ALL_CRIME, self.year)
        return (
            weighed.version,
            len(found),
            100 * found.share_of_harm,
            100 * crimes,
            wording.listed([inside(name) for name in found]),
        )
