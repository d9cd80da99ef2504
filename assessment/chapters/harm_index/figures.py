"""The figures of the harm chapter: the few categories that hold the harm, each category, and the places."""

import pandas as pd

from assessment.chapters.base import Chapter
from assessment.chapters.disclosed import COARSE
from assessment.chapters.harm_index.weights import Weighed
from assessment.chapters.residents import lsoas_and_table
from assessment.figures import Figure, snake
from assessment.measures import concentration
from assessment.measures.harm import HarmSet, smallest_set

SHARE = 0.9
HALF = 0.5


def _rests_on(weighed: Weighed, period: str) -> dict:
    """What every figure of weighed records says of itself."""
    of = {"of": ("crime", "harm_weights"), "release": weighed.version}
    return {"period": period, "method": weighed.version, **of}


def set_figures(chapter: Chapter, weighed: Weighed, crimes: int, period: str, prefix: str = "harm") -> HarmSet:
    """The fewest categories with 90% of the harm, their share of it and of all `crimes` recorded."""
    found = smallest_set(weighed.categories["harm"], SHARE)
    rows = weighed.categories.loc[list(found)]
    told = _rests_on(weighed, period) | {"method": f"smallest set with {SHARE:.0%} of harm; {weighed.version}"}
    id = f"{prefix}.top_categories"
    chapter.figure(f"{id}.count", "Categories with 90% of harm", len(found), "categories", **told)
    harm = {"numerator": float(rows["harm"].sum()), "denominator": weighed.total}
    chapter.figure(f"{id}.share_of_harm", "Their share of harm", found.share_of_harm, "ratio", **told, **harm)
    held, label = int(rows["crimes"].sum()), "Their share of all recorded crime"
    chapter.figure(f"{id}.share_of_crime", label, held / crimes, "ratio", **told, numerator=held, denominator=crimes)
    return found


def category_figures(chapter: Chapter, weighed: Weighed, period: str) -> None:
    """Each category's crimes, days of harm, and share of both."""
    told, crimes = _rests_on(weighed, period), int(weighed.categories["crimes"].sum())
    for name, row in weighed.categories.iterrows():
        id, count, days = f"harm.{snake(name)}", int(row["crimes"]), float(row["harm"])
        if name in weighed.hidden:
            chapter.figure(f"{id}.count", f"{name}: crimes", None, "count", suppressed=True, **told)
            chapter.figure(f"{id}.days", f"{name}: harm", None, "days", suppressed=True, **told)
            continue
        chapter.figure(f"{id}.count", f"{name}: crimes", count, "count", **told)
        chapter.figure(f"{id}.days", f"{name}: harm", days, "days", **told)
        of_harm = {"numerator": days, "denominator": weighed.total}
        chapter.figure(
            f"{id}.share_of_harm", f"{name}: share of harm", days / weighed.total, "ratio", **told, **of_harm
        )
        of_crimes = {"numerator": count, "denominator": crimes}
        label = f"{name}: share of the crimes weighed"
        chapter.figure(f"{id}.share_of_crime", label, count / crimes, "ratio", **told, **of_crimes)


def place_figures(chapter: Chapter, table: pd.DataFrame, weighed: Weighed, period: str) -> dict[str, Figure]:
    """How few LSOAs hold half of the harm and of the crimes, and the Gini of both: by name, for the sentences."""
    told = _rests_on(weighed, period) | {"method": f"{weighed.version}; records with an LSOA only"}
    told["of"] = (*told["of"], lsoas_and_table(chapter.prepared, chapter.area.authorities)[1])
    found = {}
    for what in ("harm", "crimes"):
        places, of = concentration.places_holding(table[what], HALF), len(table)
        id, label = f"harm.half_of_{what}", f"LSOAs with half of the {what}"
        found[what] = chapter.figure(f"{id}.lsoas", label, places, "LSOAs", denominator=of, **told)
        made_from = {"numerator": places, "denominator": of}
        chapter.figure(f"{id}.share_of_lsoas", f"{label}, share", places / of, "ratio", **made_from, **told)
        gini, label = round(concentration.gini(table[what]), COARSE), f"Gini of {what} over LSOAs"
        found[f"gini_of_{what}"] = chapter.figure(f"harm.gini_of_{what}", label, gini, "ratio", **told)
    return found
