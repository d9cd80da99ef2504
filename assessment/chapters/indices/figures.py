"""The figures of the deprivation chapter: ranks, a release's summaries and domains, crime across deprivation."""

import pandas as pd

from assessment.chapters.base import Chapter
from assessment.chapters.indices.gradient import Gradient
from assessment.chapters.indices.releases import DOMAINS, Rank, Release

SUMMARIES = {
    "average_score": ("Average score", "score"),
    "average_rank": ("Average rank (larger is more deprived)", "rank"),
    "proportion_decile_1": ("Share of LSOAs in the most deprived tenth of England", "ratio"),
    "extent": ("Extent: share of residents in the most deprived areas, weighted", "ratio"),
    "local_concentration": ("Local concentration (larger is more deprived)", "rank"),
}
DEFINED = "population-weighted, after the publisher's definition"
OF_LSOAS = "share of LSOAs"


def rank_figure(chapter: Chapter, rank: Rank) -> None:
    """The area's rank in one release."""
    told = {
        "period": rank.release,
        "of": rank.source,
        "release": rank.release,
        "method": rank.basis,
        "denominator": rank.of,
    }
    label = "Rank among local authorities (1 is the most deprived)"
    chapter.figure("deprivation.rank", label, rank.place, "rank", **told)


def release_figures(chapter: Chapter, release: Release) -> None:
    """How the area stands in one release: its summaries, and its LSOAs among the most deprived."""
    of, number = {"of": "deprivation", "release": release.name, "period": release.name}, len(release.lsoas)
    for name, value in release.summaries().items():
        label, unit = SUMMARIES[name]
        chapter.figure(f"deprivation.{name}", label, value, unit, method=DEFINED, denominator=release.residents, **of)
    chapter.figure("deprivation.lsoas.count", "LSOAs", number, "LSOAs", **of)
    for deciles, name, words in ((1, "decile_1", "most deprived tenth"), (2, "deciles_1_2", "most deprived fifth")):
        inside, label = release.in_deciles(deciles), f"LSOAs in the {words} of England"
        made_from = {"numerator": inside, "denominator": number, "method": OF_LSOAS}
        chapter.figure(f"deprivation.{name}.count", label, inside, "LSOAs", **of)
        chapter.figure(f"deprivation.{name}.share", f"Share of {label}", inside / number, "ratio", **made_from, **of)
    label = "LSOAs among the 100 most deprived of England"
    chapter.figure("deprivation.top_100.count", label, release.in_top(100), "LSOAs", **of)


def domain_figures(chapter: Chapter, release: Release, shares: pd.Series) -> None:
    """By domain, the share of LSOAs in the most deprived tenth of England."""
    number = len(release.lsoas)
    of = {"of": "deprivation", "release": release.name, "period": release.name}
    of |= {"denominator": number, "method": OF_LSOAS}
    for name, share in shares.items():
        id, label = f"deprivation.{name}.decile_1_share", f"{DOMAINS[name]}: share of LSOAs in the most deprived tenth"
        chapter.figure(id, label, share, "ratio", numerator=round(share * number), **of)


def gradient_figures(chapter: Chapter, found: Gradient) -> None:
    """Crime by decile, and the slope, ratio and rank correlation over all of them."""
    basis = f"{found.release.name}; residents: {found.basis}"
    told = {"method": f"weighted least squares on the cumulative share of residents, most deprived first; {basis}"}
    told |= _rests_on(found)
    id = "deprivation.crime_gradient"
    chapter.figure(f"{id}.slope", "Slope index of crime across deprivation", found.slope.slope, "per 1,000", **told)
    if found.slope.relative:  # a line that falls to nothing or below has no ratio of its ends worth a figure
        label = "Relative index of crime across deprivation"
        chapter.figure(f"{id}.relative", label, found.slope.relative, "ratio", **told)
    r, label = found.correlation, "Rank correlation of deprivation and crime over LSOAs"
    ends = {"low": r.low, "high": r.high, "confidence": 0.95, "denominator": r.pairs}
    method = f"Spearman; {found.release.name}"
    chapter.figure(f"{id}.correlation", label, r.value, "ratio", **ends, method=method, **_rests_on(found))
    if found.together:
        label, method = "LSOAs that were split or merged since, put together again", "look-up of LSOAs"
        put = {"method": method, "of": ("deprivation", "lsoa_changes"), "release": found.release.name}
        chapter.figure(f"{id}.put_together", label, found.together, "LSOAs", counted=False, **put)
    _decile_figures(chapter, found, basis)


def _rests_on(found: Gradient) -> dict:
    return {"of": ("crime", "deprivation", "population_lsoa"), "release": found.release.name}


def _decile_figures(chapter: Chapter, found: Gradient, basis: str) -> None:
    for row in found.rates.itertuples():
        id, label = (
            f"deprivation.crime_decile_{row.decile}.rate",
            f"Recorded crime per 1,000 residents, decile {row.decile}",
        )
        count, name = (
            f"deprivation.crime_decile_{row.decile}.lsoas",
            f"LSOAs in decile {row.decile}, {found.release.name}",
        )
        rests = {"of": "deprivation", "release": found.release.name, "period": found.release.name}
        chapter.figure(count, name, int(row.lsoas), "LSOAs", method="count", **rests)
        made_from = {"numerator": int(row.crimes), "denominator": int(row.residents), "method": f"Byar; {basis}"}
        ends = {"low": row.low, "high": row.high, "confidence": 0.95}
        chapter.figure(id, label, row.rate, "per 1,000", **made_from, **ends, **_rests_on(found))
    if found.ends_ratio is not None:
        label = "Recorded crime per resident, the most deprived decile over the least deprived one"
        id = "deprivation.crime_gradient.ends_ratio"
        chapter.figure(id, label, found.ends_ratio, "ratio", method=basis, **_rests_on(found))
