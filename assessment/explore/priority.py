"""Priorities: the weights of the criteria, how sure the order is about them, and the choice saved with its reason."""

from collections.abc import Mapping
from dataclasses import dataclass

import ipywidgets as widgets
import numpy as np
import pandas as pd
from scipy.stats import rankdata

from assessment.chapters.choice.criteria import CRITERIA
from assessment.chapters.choice.ranking import DRAWS
from assessment.errors import AssessmentError, Blocked
from assessment.explore import sketch
from assessment.explore.chosen import save_weights
from assessment.explore.kept import Kept
from assessment.explore.opened import opened
from assessment.explore.panel import WIDE, Panel, fault_in_words, listing, slider_of, told_in_place
from assessment.measures.priorities import score
from assessment.present import alt, wording
from assessment.present.markup import paragraph

SEED = 20150401  # that of the chapter on priorities, so that at equal weights both say the same
MOST, STEP = 10.0, 0.5


@dataclass(frozen=True)
class Ground:
    """What the panel looks at: `scores` has a row a candidate and a column a criterion, 0 to 1, 1 the greatest.

    `titles` are the candidates' names by row; `top` is how many priorities there are to be.
    """

    scores: pd.DataFrame
    titles: Mapping[str, str]
    top: int


def ranked(scores: pd.DataFrame, weights: Mapping[str, float], top: int, draws: int = DRAWS) -> pd.DataFrame:
    """The candidates under some weights, the greatest priority first, and how sure each one's place is about them.

    Columns: `score`, `rank`, and over `draws` weightings drawn about the weights `first` and `in_top` (shares, 0 to 1),
    `rank_low` and `rank_high` (the middle 95%). The weightings are of a Dirichlet distribution whose mean is the
    weights' proportions and whose parameters add up to the number of criteria: with equal weights, every weighting as
    likely as any other, as in `measures.priorities.sensitivity`. A criterion of weight 0 is left out of all of them.

    Raises AssessmentError where no weight is above 0.
    """
    shares = pd.Series({name: float(weights.get(name, 0)) for name in scores}, dtype=float)
    if not shares.sum():
        what = "Every weight is 0, so there is nothing to put in order"
        raise AssessmentError(what, mend="Give one criterion at least a weight above 0.")
    counted = shares[shares > 0].sort_index() / shares.sum()
    drawn = np.random.default_rng(SEED).dirichlet(len(counted) * counted.to_numpy(), draws)
    places = _places(drawn @ scores[counted.index].to_numpy().T)
    low, high = np.quantile(places, [0.025, 0.975], axis=0, method="inverted_cdf")
    found = score(scores, shares.to_dict(), scale="none")
    table = pd.DataFrame({"score": found, "rank": _places(found.to_numpy()).astype(int)}, index=scores.index)
    told = {"first": (places == 1).mean(axis=0), "in_top": (places <= top).mean(axis=0)}
    table = table.assign(**told, rank_low=low.astype(int), rank_high=high.astype(int))
    return table.sort_values("rank", kind="stable")


def _places(scores: np.ndarray) -> np.ndarray:
    """Place 1 has the greatest score; what differs by the order of addition alone is a tie."""
    return rankdata(-np.round(scores, 12), method="min", axis=-1)


def seen(ground: Ground, weights: Mapping[str, float]) -> str:
    """The candidates in order, and how sure their places are."""
    table = ranked(ground.scores, weights, ground.top)
    first = [ground.titles[name] for name in table.index[table["rank"] <= ground.top]]
    told = f"The first {wording.small(ground.top)} under these weights: {'; '.join(first)}."
    frame = pd.DataFrame(
        {
            "Candidate": [ground.titles[name] for name in table.index],
            "Place": table["rank"].to_numpy(),
            "Score": table["score"].to_numpy(),
            "First, %": 100 * table["first"].to_numpy(),
            f"Among the first {ground.top}, %": 100 * table["in_top"].to_numpy(),
            "Middle 95% of places": [f"{a} to {b}" for a, b in zip(table["rank_low"], table["rank_high"], strict=True)],
        }
    )
    caption = f"Candidates by score; per cent of {wording.number(DRAWS)} weightings about these weights"
    shares = pd.Series(100 * table["in_top"].to_numpy(), index=frame["Candidate"])
    among = f"Among the first {wording.small(ground.top)}, per cent of the weightings about these weights"
    words = alt.of_categories("Bars", among, list(shares.index), shares.tolist(), decimals=1, suffix="%")
    drawn = paragraph(f"{among}:") + sketch.bars(shares, words)
    return paragraph(told) + drawn + listing(frame, caption, "places; score 0 to 1; per cent", {"Score": 2})


@told_in_place
def priority_explorer(area: str = "blackpool", year: str = "") -> widgets.Widget:
    """Explore the weights of the criteria by which candidates for a priority are put in order, and save a choice."""
    chapter = opened("priorities", area, year)
    if chapter.ranking is None:
        what = f"Fewer than two candidates can be told apart in the files of {chapter.year}"
        raise Blocked(what, mend="Open the panel for another year, or add files to the raw folder.")
    evidence, ranking = chapter.evidence, chapter.ranking
    ground = Ground(evidence.scores(), ranking.titles, ranking.top)
    own = ranking.weights or dict.fromkeys(evidence.scored, 1.0)
    controls, laid = {}, []
    for name in evidence.scored:
        box, slider = _weight(CRITERIA[name].label, own[name])
        controls[name] = box
        laid.append(widgets.HBox([box, slider]))
    kept = Kept.of("priority", chapter.area.slug, str(chapter.year))
    reason = widgets.Text(description="Reason", placeholder="Why the partnership weighs so", layout=WIDE)
    button, told = (
        widgets.Button(description="Save to the configuration", layout=widgets.Layout(width="16rem")),
        widgets.HTML(),
    )
    title, area_ = f"Priorities: {chapter.area.name}, {chapter.year}", chapter.area
    rest = {name: area_.priorities_weights.get(name, 0.0 if area_.priorities_weights else 1.0) for name in CRITERIA}
    panel = Panel(title, kept, controls, lambda weights: seen(ground, weights), laid=laid, after=(reason, button, told))
    button.on_click(lambda _: _save(area_.slug, rest | panel.choices, reason.value, told))
    return panel


def _weight(label: str, value: float) -> tuple[widgets.Widget, widgets.Widget]:
    """A labelled box and a slider that go together."""
    look = {"min": 0.0, "max": max(MOST, value), "step": STEP, "value": value}
    box = widgets.BoundedFloatText(description=label, layout=widgets.Layout(width="17rem"), **look)
    return box, slider_of(box, layout=widgets.Layout(width="17rem"))


def _save(slug: str, weights: Mapping[str, float], reason: str, told: widgets.HTML) -> None:
    """Write the weights into the area's configuration, and say where or why not."""
    try:
        if not reason.strip():
            what = "The weights were not saved: they need a reason"
            raise AssessmentError(what, mend="Write in a sentence why the partnership weighs so; the chapter shows it.")
        path = save_weights(slug, weights, reason)
    except Exception as error:
        told.value = paragraph(fault_in_words(error), "fault")
        return
    told.value = paragraph(f"Saved in config/areas/{path.name}. The next build of the chapter on priorities uses it.")
