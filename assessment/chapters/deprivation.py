"""Deprivation: where it is deepest, in what, and whether crime follows it."""

from collections.abc import Iterable
from functools import cached_property

import pandas as pd

from assessment.chapters import base
from assessment.chapters.crime.cuts import gaps, records_in
from assessment.chapters.crime.subjects import ALL_CRIME
from assessment.chapters.indices.figures import (
    domain_figures,
    gradient_figures,
    rank_figure,
    release_figures,
)
from assessment.chapters.indices.gradient import Gradient, gradient_of
from assessment.chapters.indices.releases import DOMAINS, Rank, Release, ranks_of_authorities, releases_of
from assessment.chapters.indices.words import (
    TABLE_DIGITS,
    rank_change,
    rank_sentences,
    release_column,
    worst_lsoa,
)
from assessment.chapters.residents import lsoa_residents
from assessment.present import charts, wording
from assessment.present.parts import Prose, Section

AFTER_HOUSING_COSTS = 2025  # the first release that measures income so
OTHER_WAY_ROUND = (
    "Average rank and local concentration run the other way round from the rank of a place: larger is more deprived. "
    "Where a release has no residents by LSOA the summaries that need them are not available."
)


class Chapter(base.Chapter):
    """The releases of the Indices of Deprivation, the area's LSOAs in them, and crime across deprivation."""

    uses = ("deprivation",)

    @cached_property
    def releases(self) -> list[Release]:
        """The releases in the files that hold the area, the oldest first."""
        found = releases_of(self.data("deprivation"), self.area.authorities)
        for release in found:
            release_figures(self, release)
        return found

    @property
    def latest(self) -> Release | None:
        """The latest release; None where no file holds one."""
        return self.releases[-1] if self.releases else None

    @cached_property
    def domain_shares(self) -> pd.Series:
        """By domain, the share of LSOAs in the most deprived tenth, latest release; empty where it has no domains."""
        if self.latest is None:
            return pd.Series(dtype=float)
        found = self.latest.domain_shares()
        domain_figures(self, self.latest, found)
        return found

    @cached_property
    def ranks(self) -> list[Rank]:
        """The area's rank among authorities by release: published where printed, else worked out from the LSOA file."""
        tables = self.data("deprivation"), self.data("deprivation_published")
        found = ranks_of_authorities(*tables, self.area.authorities)
        for rank in found:
            rank_figure(self, rank)
        return found

    few = False  # whether there is a gradient that would tell a small count

    @cached_property
    def gradient(self) -> Gradient | None:
        """Crime by deprivation decile in the release nearest to the year; None where the data give no gradient."""
        residents = lsoa_residents(self.prepared, self.area.authorities, self.year)
        if residents is None or not self.releases or not self._whole_year():
            return None
        self.data("population_lsoa")
        crimes = self.counts.records(ALL_CRIME, self.year)["lsoa"].value_counts()
        nearest = min(self.releases, key=lambda release: abs(release.year - self.year.starts))
        found = gradient_of(nearest, crimes, *residents, self.prepared.table("lsoa_changes"))
        if found is None or self._tells(found):
            return None
        gradient_figures(self, found)
        return found

    def _tells(self, found: Gradient) -> bool:
        """Whether a decile, of one LSOA perhaps, has so few crimes that its rate would tell them."""
        deciles = found.release.lsoas.set_index("lsoa")["decile"]
        between = [
            records_in(self, ALL_CRIME, gap)["lsoa"].map(deciles).value_counts() for gap in gaps(self, self.year)
        ]
        counts = [found.rates.set_index("decile")["crimes"], *between]
        self.few = any(self.disclosure.small(n, "crime") for one in counts for n in one)
        return self.few

    def _whole_year(self) -> bool:
        """Whether all twelve months of crime are there: a rate is of a year."""
        return self.year.whole and self.counts.complete(ALL_CRIME, self.year)

    def cautions(self) -> Iterable[str]:
        """What the releases do not allow."""
        if len(self.releases) > 1:
            yield "Scores of two releases cannot be compared: what they measure changes. Ranks can, with care."
            if self.releases[-1].year >= AFTER_HOUSING_COSTS > self.releases[0].year:
                yield (
                    f"From {AFTER_HOUSING_COSTS} on income is measured after housing costs, so ranks of that and of "
                    "earlier releases differ for that reason too."
                )
        for file in self.files_of("deprivation"):
            if file.illustrative:
                yield f"Illustrative data, {file.release}. {file.note}".strip()

    # Key findings

    def key_sentences(self) -> Iterable[str]:
        """The rank and how it moved, how many LSOAs, in what domain, and the gradient."""
        yield from rank_sentences(self.area.name, self.ranks)
        if self.latest is not None:
            tenth, fifth = (wording.share(self.latest.in_deciles(n), len(self.latest.lsoas)) for n in (1, 2))
            yield (
                f"{tenth} of the LSOAs are in the most deprived tenth of England and {fifth} in the most deprived "
                f"fifth ({self.latest.name})."
            )
        if not self.domain_shares.empty:
            worst = self.domain_shares.idxmax()
            share = f"{wording.percent(100 * self.domain_shares[worst])} of them, {self.latest.name}"
            yield f"The domain with the most LSOAs in the most deprived tenth is {DOMAINS[worst].lower()} ({share})."
        if self.gradient is not None:
            yield self.gradient.sentence(self.year)

    # How deprived the area is as a whole

    def rank_over_releases(self) -> Section:
        """The area's rank in each release; 1 is the most deprived."""
        if len(self.ranks) < 2:
            few = "Fewer than two releases give the area's rank among authorities, so no change of rank is drawn."
            return Section((Prose(few),))
        ranks = pd.Series({rank.release: rank.place for rank in self.ranks}).rename_axis("release")
        sources = dict.fromkeys(rank.source for rank in self.ranks)
        picture = charts.rank_line(
            ranks.to_frame(self.area.name),
            ours=self.area.name,
            title=rank_change(self.area.name, self.ranks).rstrip("."),
            subtitle="Rank among local authorities in England, 1 is the most deprived",
            **self.about(*sources, release=set(ranks.index)),
        )
        return Section((picture,))

    def release_table(self) -> Section:
        """Each release's summaries side by side."""
        if not self.releases:
            return self._none()
        columns = {release.name: release_column(release) for release in self.releases}
        frame = pd.DataFrame(columns).rename_axis("Measure").reset_index()
        caption, unit = f"Deprivation by release, {self.area.name}", "as named in each row"
        told = {"of": "deprivation", "decimals": TABLE_DIGITS}
        table = self.table(frame, caption, unit, "deprivation_releases", **told)
        return Section((table, Prose(OTHER_WAY_ROUND)))

    def _none(self) -> Section:
        return Section((self.missing("Deprivation by LSOA", "deprivation"),))

    # Where it is deepest, and in what

    def deciles(self) -> Section:
        """How many LSOAs are in each tenth of England, latest release."""
        latest = self.latest
        if latest is None:
            return self._none()
        share = wording.share(latest.in_deciles(1), len(latest.lsoas))
        picture = charts.decile_bars(
            latest.lsoas["decile"].astype(int).value_counts().rename_axis("decile").reset_index(),
            title=f"{share} of {self.area.name}'s LSOAs are in the most deprived tenth of England",
            subtitle=f"LSOAs by decile, 1 is the most deprived, {latest.name}",
            **self.about("deprivation", release=self.latest.name),
        )
        return Section((picture,))

    def map(self) -> Section:
        """The LSOAs by decile on the map, latest release."""
        from assessment.present import maps

        latest, shapes = self.latest, self.data("boundaries")
        if latest is None:
            return self._none()
        lsoas = latest.lsoas.set_index("lsoa")
        shapes = shapes[(shapes["layer"] == "lsoa") & shapes["code"].isin(lsoas.index)] if shapes is not None else None
        if shapes is None or shapes.empty:
            return Section((self.missing("The map", "boundaries"),))
        picture = maps.choropleth(
            shapes.drop_duplicates("code"),
            lsoas["decile"].astype(int),
            classes="deciles",
            ranks=lsoas["rank"].astype(int),
            title=worst_lsoa(latest, self.area.name),
            subtitle=f"LSOAs by decile of deprivation, 1 is the most deprived tenth of England, {latest.name}",
            **self.about("deprivation", "boundaries", release=latest.name),
        )
        return Section((picture,))

    def domains(self) -> Section:
        """In which domains most LSOAs are in the most deprived tenth."""
        shares = self.domain_shares
        if self.latest is None:
            return self._none()
        if shares.empty:
            return Section((Prose(f"{self.latest.name} as supplied has no domains."),))
        named = {"label": [DOMAINS[name] for name in shares.index], "value": shares.to_numpy()}
        worst, most = DOMAINS[shares.idxmax()], "the most LSOAs in the most deprived tenth of England"
        picture = charts.share_dots(
            pd.DataFrame(named),
            ours=self.area.name,
            axis="Share of LSOAs in the most deprived tenth of England",
            title=f"{worst} is the domain with {most}",
            subtitle=f"Share of LSOAs in the most deprived tenth of England by domain, per cent, {self.latest.name}",
            **self.about("deprivation", release=self.latest.name),
        )
        return Section((picture,))

    # Whether crime follows it

    def crime_gradient(self) -> Section:
        """Recorded crime by deprivation decile, with the fitted slope where it stays above zero."""
        found = self.gradient
        if found is None:
            return self._no_gradient()
        measured = f"Recorded crimes per 1,000 residents by decile of deprivation ({found.release.name})"
        picture = charts.decile_rates(
            found.drawn,
            axis="Recorded crimes per 1,000 residents",
            measure="crime",
            title=found.sentence(self.year).rstrip("."),
            subtitle=f"{measured}, {self.year}; residents: {found.basis}",
            **self.about("crime", "deprivation", "population_lsoa", release=found.release.name),
        )
        return Section((picture, Prose(found.reading(self.year, self.latest))))

    def _no_gradient(self) -> Section:
        """Why there is no gradient: releases, residents, crime of a whole year, or LSOAs too much alike."""
        what = "Crime by deprivation"
        if not self.releases:
            return Section((self.missing(what, "deprivation"),))
        if lsoa_residents(self.prepared, self.area.authorities, self.year) is None:
            return Section((self.missing(what, "population_lsoa"),))
        if not self._whole_year():
            told = f"{what} needs the crimes of all twelve months of {self.year.full}"
            return Section((Prose(f"{told}; {'the files lack some' if self.year.whole else f'this is {self.year}'}."),))
        if self.few:
            return Section((Prose(f"{what} is not shown: one decile has so little that a person could be known."),))
        alike = "needs LSOAs with residents in three deciles or more, and crime that differs between them"
        return Section((Prose(f"{what} {alike}."),))
