"""What people decide beside the figures: the weights that would change an order, MoRiLE, the recommendation."""

import pandas as pd

from assessment.areas import Morile
from assessment.chapters.base import Chapter
from assessment.chapters.choice.criteria import CRITERIA
from assessment.chapters.choice.ranking import Ranking
from assessment.chapters.crime.priority import PRIORITIES
from assessment.chapters.crime.subjects import inside
from assessment.present import wording
from assessment.present.parts import Notice, Prose, Section

MORILE = {
    "physical": "Physical harm",
    "psychological": "Psychological harm",
    "financial": "Financial harm",
    "community": "Harm to the community",
    "likelihood": "Likelihood",
    "position": "Organisational position",
    "confidence": "Confidence",
}


def file_of(chapter: Chapter) -> str:
    """The area's configuration."""
    return f"config/areas/{chapter.area.slug}.toml"


def swaps_section(chapter: Chapter, ranking: Ranking) -> Section:
    """The weights at which neighbours change places, as a table."""
    found = ranking.swaps
    pairs = [
        f"{ranking.titles[a]}, {inside(ranking.titles[b])}"
        for a, b in zip(found["first"], found["second"], strict=True)
    ]
    known = found["criterion"].notna()
    rows = {
        "In this order": pairs,
        "Criterion": [
            CRITERIA[one].label if there else "none" for one, there in zip(found["criterion"], known, strict=True)
        ],
        "Weight now, %": [
            float(100 * one) if there else "–" for one, there in zip(found["weight"], known, strict=True)
        ],
        "They change places at, %": [
            float(100 * one) if there else "never" for one, there in zip(found["swap"], known, strict=True)
        ],
    }
    caption, about = f"Weights at which neighbours change places, {chapter.year}", ranking.about
    unit = "per cent of all weights, the others keeping their proportions"
    table = chapter.table(pd.DataFrame(rows), caption, unit, "priorities_swaps", **about, decimals=1)
    return Section((table, Prose(_nearest(ranking))))


def _nearest(ranking: Ranking) -> str:
    """Which change of one weight is the smallest that turns an order round."""
    found = ranking.swaps.dropna(subset=["swap"])
    if found.empty:
        return "No single weight turns the order of these neighbours round."
    moved = (found["swap"].astype(float) - found["weight"].astype(float)).abs()
    row = found.loc[moved.idxmin()]
    label, now, then = CRITERIA[row["criterion"]].label.lower(), 100 * row["weight"], 100 * row["swap"]
    first, second = (inside(ranking.titles[row[name]]) for name in ("first", "second"))
    more = "more" if then > now else "less"
    return f"The nearest: {second} comes before {first} once {label} weighs {more} than {wording.percent(then)} of all."


def morile_section(chapter: Chapter) -> Section:
    """The entries as they stand in the configuration, one row a priority; where there are none, how to give them."""
    given = chapter.area.morile
    if not given:
        keys = " = …, ".join(Morile.model_fields)
        mend = f"In {file_of(chapter)}, under [morile.violence] and so on: {keys} = …"
        return Section((Notice("missing", "The configuration holds no MoRiLE entries for this area.", mend),))
    rows = [
        {"Priority": PRIORITIES[name].title} | {label: getattr(one, key) for key, label in MORILE.items()}
        for name, one in given.items()
    ]
    caption = f"MoRiLE as the partnership entered it, {chapter.area.name}"
    about = {"source": file_of(chapter), "illustrative": False}
    table = chapter.table(pd.DataFrame(rows), caption, "scores of the sheet", "priorities_morile", **about)
    note = "These are the partnership's own judgements. They are shown beside the scores above and are no part of them."
    return Section((table, Prose(note)))


def recommendation_section(chapter: Chapter, ranking: Ranking | None) -> Section:
    """The recorded priorities, each with its place by the figures and the reason that was recorded."""
    area, where = chapter.area, file_of(chapter)
    if not area.priorities:
        mend = f'In {where}: priorities = ["violence", …], and reasons under [priorities_reasons].'
        return Section((Notice("missing", "The configuration records no priorities for this area.", mend),))
    ranks = {} if ranking is None else ranking.table["rank"].to_dict()
    rows = {
        "Priority": [PRIORITIES[name].title for name in area.priorities],
        "Place by the criteria": [str(ranks[name]) if name in ranks else "not told apart" for name in area.priorities],
        "Reason recorded": [area.priorities_reasons.get(name, "none recorded") for name in area.priorities],
    }
    caption, about = f"Priorities recorded for {area.name}", {"source": where, "illustrative": False}
    table = chapter.table(pd.DataFrame(rows), caption, "places by score", "priorities_recorded", **about)
    return Section((table, Prose(_beside(chapter, ranking)) if ranking else None))


def _beside(chapter: Chapter, ranking: Ranking) -> str:
    """Where the figures and the recorded priorities part."""
    own = set(chapter.area.priorities)
    outside = [inside(ranking.titles[name]) for name in ranking.first if name not in own]
    if not outside:
        return "No other candidate comes among the first by these criteria."
    verb = "comes" if len(outside) == 1 else "come"
    return f"Not among the recorded priorities, {wording.listed(outside)} {verb} among the first by these criteria."
