"""Harm as the public edition may tell it: categories of few offences are hidden, and no total gives them away.

A total of days could be worked back to a hidden count, for the weights are known. So a hidden category enters every
total with one offence, the least that it can have, and the other that is hidden beside it with the rest of the two.
Sums that cut through categories are rounded so far that no count of a kind follows, not even from two editions' sums.
"""

from dataclasses import replace

import pandas as pd

from assessment.chapters.base import Chapter
from assessment.chapters.crime import kinds
from assessment.chapters.crime.cuts import gaps, records_in
from assessment.chapters.crime.hidden import hides
from assessment.chapters.crime.subjects import ALL_CRIME, Subject, category
from assessment.chapters.disclosed import SYMBOL, THRESHOLD
from assessment.chapters.harm_index.weights import Weighed, weigh_records
from assessment.chapters.harm_index.words import NO_RANK, rank_interval
from assessment.measures.harm import rank_intervals

STAND_IN = (
    "How many crimes the categories marked [c] had is not shown, so that nobody can be recognised. The totals of harm, "
    "and the ranks of the other categories too, are worked out as if each of these had one crime and the largest of "
    "them all the rest of their sum: they are near, and not exact."
)
ROUNDED = (
    "The harm of {} is rounded to the nearest multiple of {} days, five times the gravest weight, so that it does not "
    "tell how many offences were of each kind."
)
EVENED = (
    "The harm of a category whose crimes weigh differently is rounded to a multiple of five times the gravest of them, "
    "so that it does not tell how many were of each kind."
)
TOLD = ["Crimes", "Days of harm", "Rank by harm", "95% interval of the rank"]


def as_shown(chapter: Chapter, weighed: Weighed) -> Weighed:
    """The weighed records with stand-ins where an edition may not tell the counts; as they are where it may."""
    if not chapter.disclosure.guards("crime"):
        return weighed
    told = weighed = _evened(weighed)
    for names in _hidden_groups(chapter, weighed):
        told = _stood_in(told, names)
    return replace(told, categories=told.categories.sort_values("harm", ascending=False))


def harm_of(chapter: Chapter, weighed: Weighed, subject: Subject) -> tuple[float, float]:
    """A subject's days of harm, and the step to which they are rounded; nought where they are told as they are.

    Of whole categories the table of harm tells them anyway. Of a part, as of what is marked as domestic, they would
    tell how many of it were of each kind.
    """
    own, records = subject.choose(weighed.records), weighed.records
    parts = any(column != "category" for column, _ in subject.where)
    parts |= int(records["harm_category"].isin(own["harm_category"].unique()).sum()) != len(own)
    exact = not parts or not chapter.disclosure.guards("crime")
    step = 0.0 if exact else THRESHOLD * float(weighed.categories["gravest"].max())
    days = float(own["days"].sum())
    return _to_step(days, step), step


def _to_step(days: float, step: float) -> float:
    return step * round(days / step) if step else days


def _evened(weighed: Weighed) -> Weighed:
    """A category of several weights has its days rounded, and each of its crimes the mean of these."""
    table, records = weighed.categories.copy(), weighed.records.copy()
    rounded = list(table.index[table["gravest"] > table["slightest"]])
    for name in rounded:
        harm = _to_step(float(table.loc[name, "harm"]), THRESHOLD * float(table.loc[name, "gravest"]))
        days, low, high = harm / table.loc[name, "crimes"], *table.loc[name, ["low", "high"]]
        table.loc[name, ["harm", "days", "low", "high"]] = harm, days, min(low, days), max(high, days)
        records["days"] = records["days"].mask(records["harm_category"] == name, days)
    return replace(weighed, categories=table, records=records, rounded=tuple(rounded))


def _hidden_groups(chapter: Chapter, weighed: Weighed) -> list[list[str]]:
    """The harm categories to hide, those together whose sum a reader knows from the publisher's own category."""
    records = weighed.records
    lost, between = _of_hidden_subjects(chapter, records), _between(chapter, weighed)
    found = []
    for category_, of in records.groupby("category"):
        counts = of["harm_category"].value_counts().sort_values()
        gaps_ = [one.get(category_, pd.Series(dtype=int)).reindex(counts.index, fill_value=0) for one in between]
        hidden = [
            name
            for name in counts.index
            if counts[name] < THRESHOLD
            or lost[of.index][of["harm_category"] == name].all()
            or any(0 < one[name] < THRESHOLD for one in gaps_)
        ]
        for name in counts.index:
            if hidden and name not in hidden and _too_near(counts, gaps_, hidden):
                hidden.append(name)
        found += [hidden] if hidden else []
    return _joined(found)


def _too_near(counts: pd.Series, between: list[pd.Series], hidden: list[str]) -> bool:
    """Whether the sum of hidden categories brings one of them too near, by itself or beside other editions."""
    few = [own for one in between if ((own := one[hidden]) > 0).any() and own[own > 0].min() < THRESHOLD]
    return counts[hidden].sum() - len(hidden) < THRESHOLD or any(own.sum() < THRESHOLD for own in few)


def _between(chapter: Chapter, weighed: Weighed) -> list[dict[str, pd.Series]]:
    """By the publisher's category, the crimes of each harm category in the months by which other totals differ."""
    weights, found = chapter.prepared.table("harm_weights"), []
    for gap in gaps(chapter, chapter.year):
        records = weigh_records(records_in(chapter, ALL_CRIME, gap), weights, weighed.version).records
        found.append({name: of["harm_category"].value_counts() for name, of in records.groupby("category")})
    return found


def _of_hidden_subjects(chapter: Chapter, records: pd.DataFrame) -> pd.Series:
    """Which records are of a kind whose count is hidden elsewhere in the edition."""
    lost = pd.Series(False, index=records.index)
    families = [part for whole, parts in kinds.FAMILIES for part in parts if whole.kind == "crime"]
    for subject in (*dict.fromkeys(families), *map(category, records["category"].dropna().unique())):
        if chapter.counts.known(subject) and hides(chapter, subject, chapter.year):
            lost[subject.choose(records).index] = True
    return lost


def _joined(groups: list[list[str]]) -> list[list[str]]:
    """Groups that share a category are one."""
    joined: list[list[str]] = []
    for group in groups:
        apart = [other for other in joined if set(other).isdisjoint(group)]
        near = [name for other in joined if not set(other).isdisjoint(group) for name in other]
        joined = [*apart, list(dict.fromkeys([*near, *group]))]
    return joined


def _stood_in(weighed: Weighed, names: list[str]) -> Weighed:
    """One offence in each of some categories, and all that are left of their sum in the largest of them."""
    table, records = weighed.categories.copy(), weighed.records.copy()
    real = table.loc[names, "crimes"]
    stand_in = pd.Series(1, index=names)
    stand_in[real.idxmax()] += int(real.sum()) - len(names)
    table.loc[names, "crimes"] = stand_in
    table.loc[names, "days"] = table.loc[names, "gravest"]  # for the mean of several weights would tell the crimes
    table.loc[names, "high"] = table.loc[names, ["days", "high"]].max(axis=1)
    table.loc[names, "harm"] = stand_in * table.loc[names, "days"]
    of = records["harm_category"].isin(names)
    records.loc[of, "days"] = float(table.loc[names, "harm"].sum()) / int(of.sum())
    return replace(weighed, categories=table, records=records, hidden=(*weighed.hidden, *names))


def notes_of(weighed: Weighed) -> tuple[str, ...]:
    """What a table of harm by category says of what is not exact in it."""
    return (*([STAND_IN] if weighed.hidden else []), *([EVENED] if weighed.rounded else []))


def category_rows(weighed: Weighed) -> pd.DataFrame:
    """A row a category, the most harm first and what is hidden last."""
    table = weighed.categories.loc[[*weighed.categories.index.difference(weighed.hidden, sort=False), *weighed.hidden]]
    ranked = table[table["harm"] > 0]
    ranks = rank_intervals(ranked["crimes"], ranked["days"], ranked["low"], ranked["high"]).reindex(table.index)
    columns = {
        "Category": table.index,
        "Crimes": table["crimes"].astype(object),
        "Days a crime": table["days"].round(1),
        "Days of harm": table["harm"].round().astype(object),
        "Rank by harm": [NO_RANK if pd.isna(rank) else int(rank) for rank in ranks["rank"]],
        "95% interval of the rank": list(map(rank_interval, ranks["rank_low"], ranks["rank_high"])),
    }
    frame = pd.DataFrame(columns)
    frame[TOLD] = frame[TOLD].astype(object)
    frame.loc[list(weighed.hidden), TOLD] = SYMBOL
    return frame.reset_index(drop=True)
