"""Deprivation: where it is deepest, in what, and whether crime follows it."""

from collections.abc import Iterable
from functools import cached_property

import pandas as pd

from assessment.chapters import base
from assessment.chapters.gradient import Gradient, gradient_of
from assessment.chapters.releases import Release, ranks_of_authorities, releases_of
from assessment.chapters.residents import lsoa_residents
from assessment.chapters.subjects import ALL_CRIME
from assessment.present import charts, wording
from assessment.present.parts import Prose, Section

SUMMARIES = {
    "average_score": ("Average score", "score"),
    "average_rank": ("Average rank (larger is more deprived)", "rank"),
    "proportion_decile_1": ("Share of LSOAs in the most deprived tenth of England", "ratio"),
    "extent": ("Extent: share of residents in the most deprived areas, weighted", "ratio"),
    "local_concentration": ("Local concentration (larger is more deprived)", "rank"),
}
DIGITS = {"average_score": 3, "average_rank": 2, "proportion_decile_1": 4, "extent": 4, "local_concentration": 2}
DOMAINS = {
    "income": "Income",
    "employment": "Employment",
    "education": "Education, skills and training",
    "health": "Health and disability",
    "crime": "Crime",
    "barriers": "Barriers to housing and services",
    "living": "Living environment",
}


class Chapter(base.Chapter):
    """The releases of the Indices of Deprivation, the area's LSOAs in them, and crime across deprivation."""

    uses = ("deprivation",)
    counted = ("crime",)

    @cached_property
    def releases(self) -> list[Release]:
        """The releases in the files that hold the area, the oldest first."""
        found = releases_of(self.data("deprivation"), self.area.authorities)
        for release in found:
            self._release_figures(release)
        return found

    @cached_property
    def ranks(self) -> pd.DataFrame:
        """The area's rank among authorities by release: published where printed, else worked out from the LSOA file."""
        found = ranks_of_authorities(
            self.data("deprivation"), self.data("deprivation_published"), self.area.authorities
        )
        for row in found.itertuples():
            told = {"period": row.release, "of": row.source, "method": row.basis, "denominator": row.of}
            self.figure(
                "deprivation.rank",
                "Rank among local authorities (1 is the most deprived)",
                int(row.rank),
                "rank",
                **told,
            )
        return found

    @cached_property
    def gradient(self) -> Gradient | None:
        """Crime by deprivation decile in the release nearest to the year; None without residents by LSOA."""
        residents = lsoa_residents(self.prepared, self.area.authorities, self.year)
        if residents is None or not self.releases or not self.counts.complete(ALL_CRIME, self.year):
            return None
        self.data("population_lsoa")
        people, basis = residents
        records = self.counts.records(ALL_CRIME, self.year)
        nearest = min(self.releases, key=lambda release: abs(release.year - self.year.starts))
        found = gradient_of(nearest, records["lsoa"].value_counts(), people, basis)
        if found is not None:
            self._gradient_figures(found)
        return found

    def cautions(self) -> Iterable[str]:
        """What the releases do not allow."""
        if len({release.name for release in self.releases}) > 1:
            yield "Scores of two releases cannot be compared: what they measure changes. Ranks can, with care."
        if any(release.year >= 2025 for release in self.releases):
            yield "From 2025 on income is measured after housing costs, so ranks of 2025 and of earlier releases differ for that reason too."
        illustrative = [file.release for file in self.prepared.sources_of("deprivation") if file.illustrative]
        if illustrative:
            yield f"Which LSOA has which rank is invented in {wording.listed(sorted(set(illustrative)))}; the shares by decile are as published."

    def key_sentences(self) -> Iterable[str]:
        """The rank, how many LSOAs, in what domain, and the gradient."""
        yield from self._rank_sentences()
        if self.releases:
            latest = self.releases[-1]
            yield (
                f"{wording.share(latest.in_deciles(1), len(latest.lsoas))} of the LSOAs are in the most deprived tenth of England and "
                f"{wording.share(latest.in_deciles(2), len(latest.lsoas))} in the most deprived fifth ({latest.name})."
            )
            domains = latest.domain_shares()
            if not domains.empty:
                worst = domains.idxmax()
                yield f"The domain with the most LSOAs in the most deprived tenth is {DOMAINS[worst].lower()} ({wording.percent(100 * domains[worst])} of them, {latest.name})."
        if self.gradient is not None:
            yield self.gradient.sentence(self.year)

    def _rank_sentences(self) -> Iterable[str]:
        ranks = self.ranks
        if ranks.empty:
            return
        last = ranks.iloc[-1]
        if pd.notna(last["of"]):
            yield (
                wording.deprivation_rank(self.area.name, int(last["rank"]), int(last["of"]), release=last["release"])
                + "."
            )
        if len(ranks) > 1:
            first, last = ranks.iloc[0], ranks.iloc[-1]
            yield wording.deprivation_change(
                self.area.name,
                int(first["rank"]),
                int(last["rank"]),
                releases=(first["release"], last["release"]),
            )

    def _release_figures(self, release: Release) -> None:
        of = {"of": "deprivation", "period": release.name}
        for name, value in release.summaries().items():
            label, unit = SUMMARIES[name]
            self.figure(
                f"deprivation.{name}",
                label,
                value,
                unit,
                method="population-weighted, after the publisher's definition",
                denominator=release.residents,
                **of,
            )
        number = len(release.lsoas)
        self.figure("deprivation.lsoas.count", "LSOAs", number, "LSOAs", **of)
        for deciles, name, label in (
            (1, "decile_1", "most deprived tenth"),
            (2, "deciles_1_2", "most deprived fifth"),
        ):
            inside = release.in_deciles(deciles)
            told = of | {"numerator": inside, "denominator": number, "method": "share of LSOAs"}
            self.figure(f"deprivation.{name}.count", f"LSOAs in the {label} of England", inside, "LSOAs", **of)
            self.figure(
                f"deprivation.{name}.share",
                f"Share of LSOAs in the {label} of England",
                inside / number,
                "ratio",
                **told,
            )
        self.figure(
            "deprivation.top_100.count",
            "LSOAs among the 100 most deprived of England",
            release.in_top(100),
            "LSOAs",
            **of,
        )

    def _gradient_figures(self, found: Gradient) -> None:
        method = f"weighted least squares on the cumulative share of residents, most deprived first; {found.release.name}; residents: {found.basis}"
        told = {"method": method, "period": str(self.year)}
        self.figure(
            "deprivation.crime_gradient.slope",
            "Slope index of crime across deprivation",
            found.slope.slope,
            "per 1,000",
            **told,
        )
        if found.slope.relative > 0:  # a line that falls below zero has no ratio of its ends
            self.figure(
                "deprivation.crime_gradient.relative",
                "Relative index of crime across deprivation",
                found.slope.relative,
                "ratio",
                **told,
            )
        r = found.correlation
        self.figure(
            "deprivation.crime_gradient.correlation",
            "Rank correlation of deprivation and crime over LSOAs",
            r.value,
            "ratio",
            low=r.low,
            high=r.high,
            confidence=0.95,
            denominator=r.pairs,
            period=str(self.year),
            method=f"Spearman; {found.release.name}",
        )

    def rank_over_releases(self) -> Section:
        """The area's rank in each release; 1 is the most deprived."""
        ranks = self.ranks
        if len(ranks) < 2:
            return Section(
                (
                    Prose(
                        "Fewer than two releases give the area's rank among authorities, so no change of rank is drawn."
                    ),
                )
            )
        first, last = ranks.iloc[0], ranks.iloc[-1]
        title = wording.deprivation_change(
            self.area.name,
            int(first["rank"]),
            int(last["rank"]),
            releases=(first["release"], last["release"]),
        ).rstrip(".")
        picture = charts.rank_line(
            ranks.set_index("release")[["rank"]].rename(columns={"rank": self.area.name}),
            ours=self.area.name,
            title=title,
            subtitle="Rank among local authorities in England, 1 is the most deprived",
            **self.about("deprivation", "deprivation_published"),
        )
        return Section((picture,))

    def release_table(self) -> Section:
        """Each release's summaries side by side."""
        if not self.releases:
            return Section((self.missing("Deprivation by LSOA", "deprivation"),))
        columns = {release.name: self._column(release) for release in self.releases}
        frame = pd.DataFrame(columns).rename_axis("Measure").reset_index()
        caption = f"Deprivation by release, {self.area.name}"
        table = self.table(frame, caption, "as named in each row", "deprivation_releases", of="deprivation")
        note = (
            "Average rank and local concentration run the other way round from the rank of a place: larger is more deprived. "
            "Where a release has no residents by LSOA the summaries that need them are not available."
        )
        return Section((table, Prose(note)))

    def _column(self, release: Release) -> dict[str, str]:
        """A release's column of the table; text, since each row has its own unit and digits."""
        counts = {
            "LSOAs": len(release.lsoas),
            "LSOAs in the most deprived tenth of England": release.in_deciles(1),
            "LSOAs in the most deprived fifth": release.in_deciles(2),
            "LSOAs among the 100 most deprived": release.in_top(100),
        }
        summaries = release.summaries()
        told = {name: wording.number(value) for name, value in counts.items()}
        for name, (label, _) in SUMMARIES.items():
            told[label] = wording.number(summaries[name], DIGITS[name]) if name in summaries else "[x]"
        return told

    def deciles(self) -> Section:
        """How many LSOAs are in each tenth of England, latest release."""
        latest = self.releases[-1]
        counts = latest.lsoas["decile"].astype(int).value_counts().rename_axis("decile").reset_index()
        title = f"{wording.share(latest.in_deciles(1), len(latest.lsoas))} of {self.area.name}'s LSOAs are in the most deprived tenth of England"
        picture = charts.decile_bars(
            counts,
            title=title,
            subtitle=f"LSOAs by decile, 1 is the most deprived, {latest.name}",
            **self.about("deprivation"),
        )
        return Section((picture,))

    def map(self) -> Section:
        """The LSOAs by decile on the map, latest release."""
        from assessment.present import maps

        shapes = self.data("boundaries")
        if shapes is None or not (shapes["layer"] == "lsoa").any():
            return Section((self.missing("The map", "boundaries"),))
        latest = self.releases[-1]
        shapes = shapes[(shapes["layer"] == "lsoa") & shapes["code"].isin(latest.lsoas["lsoa"])].drop_duplicates("code")
        worst = latest.lsoas.nsmallest(1, "rank").iloc[0]
        title = f"{worst['lsoa_name']} is the most deprived LSOA of {self.area.name}, {wording.ordinal(int(worst['rank']))} of {wording.number(latest.of)} in England"
        picture = maps.choropleth(
            shapes,
            latest.lsoas.set_index("lsoa")["decile"].astype(int),
            classes="deciles",
            ranks=latest.lsoas.set_index("lsoa")["rank"].astype(int),
            title=title,
            subtitle=f"LSOAs by decile of deprivation, 1 is the most deprived tenth of England, {latest.name}",
            **self.about("deprivation", "boundaries"),
        )
        return Section((picture,))

    def domains(self) -> Section:
        """In which domains most LSOAs are in the most deprived tenth."""
        latest = self.releases[-1]
        shares = latest.domain_shares()
        if shares.empty:
            return Section((Prose(f"{latest.name} as supplied has no domains."),))
        for name, share in shares.items():
            told = {
                "period": latest.name,
                "of": "deprivation",
                "numerator": round(share * len(latest.lsoas)),
                "denominator": len(latest.lsoas),
                "method": "share of LSOAs",
            }
            self.figure(
                f"deprivation.{name}.decile_1_share",
                f"{DOMAINS[name]}: share of LSOAs in the most deprived tenth",
                share,
                "ratio",
                **told,
            )
        worst = shares.idxmax()
        picture = charts.share_dots(
            pd.DataFrame({"label": [DOMAINS[name] for name in shares.index], "value": shares.to_numpy()}),
            ours=self.area.name,
            axis="Share of LSOAs in the most deprived tenth of England",
            title=f"{DOMAINS[worst]} is the domain with the most LSOAs in the most deprived tenth of England",
            subtitle=f"Share of LSOAs in the most deprived tenth of England by domain, per cent, {latest.name}",
            **self.about("deprivation"),
        )
        return Section((picture,))

    def crime_gradient(self) -> Section:
        """Recorded crime by deprivation decile, with the fitted slope."""
        found = self.gradient
        if found is None:
            return Section((self.missing("Crime by deprivation", "population_lsoa"),))
        picture = charts.decile_rates(
            found.drawn,
            axis="Recorded crimes per 1,000 residents",
            measure="crime",
            title=found.sentence(self.year).rstrip("."),
            subtitle=f"Recorded crimes per 1,000 residents by decile of deprivation ({found.release.name}), {self.year}; residents: {found.basis}",
            **self.about("crime", "deprivation", "population_lsoa"),
        )
        return Section((picture, Prose(found.reading())))
