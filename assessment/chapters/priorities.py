"""Priorities: what the figures say of each candidate, and how far the order hangs on the weights."""

from collections.abc import Iterable
from functools import cached_property

import pandas as pd

from assessment.chapters import base
from assessment.chapters.choice import judgement
from assessment.chapters.choice.criteria import CRITERIA, Candidate, Evidence, candidates_of
from assessment.chapters.choice.ranking import Ranking
from assessment.chapters.crime.priority import PRIORITIES
from assessment.chapters.crime.subjects import inside
from assessment.present import charts, wording
from assessment.present.parts import Prose, Section

MOST = 5  # first places, where the configuration names no priorities
NEARLY_ALL, FEW = 0.9, 0.5  # of the weightings
NONE = (
    "Fewer than two candidates can be told apart in these files on any criterion, so there is nothing to put in order."
)


class Chapter(base.Chapter):
    """Which candidates come first by criteria scored from figures, and how sure that is."""

    uses = ("crime", "harm_weights")
    counted = ("crime", "asb")

    @cached_property
    def candidates(self) -> tuple[list[Candidate], list[Candidate]]:
        """The candidates compared, and those of which there are too few."""
        return candidates_of(self)

    @cached_property
    def evidence(self) -> Evidence:
        """What is known of each candidate."""
        return Evidence(self, self.candidates[0])

    @cached_property
    def ranking(self) -> Ranking | None:
        """The candidates in order; None where there is nothing to put in order."""
        if len(self.evidence.candidates) < 2 or not self.evidence.scored:
            return None
        return Ranking(self, self.evidence, len(self.area.priorities) or MOST)

    def cautions(self) -> Iterable[str]:
        """What the candidates' scores do not say."""
        names = [inside(one.title) for one in self.candidates[1]]
        if names:
            yield f"Too few in the year to be compared, and left out of the order: {wording.listed(names)}."
        for one in (one for one in self.evidence.gaps if not one.known):
            of = [CRITERIA[name].label.lower() for name in self._unknown(one)]
            yield f"{one.title}: {wording.listed(of)} cannot be told from the files and counts as half-way."

    def _unknown(self, one: Candidate) -> list[str]:
        row = self.evidence.table.loc[one.name, self.evidence.scored]
        return list(row.index[row.isna()])

    def _named(self, names: Iterable[str]) -> str:
        return wording.listed(inside(self.ranking.titles[name]) for name in names)

    # Key findings

    def key_sentences(self) -> Iterable[str]:
        """Which come first, which of the area's own are among them, how robust that is, and what is not known."""
        if self.ranking is None:
            return
        yield self._first_sentence()
        if self.area.priorities:
            yield self._own_sentence()
        yield self._robust_sentence()
        yield self._scale_sentence()
        gaps = [one for one in self.evidence.gaps if one.known][:1]
        yield from map(self._gap_sentence, gaps)

    def _first_sentence(self) -> str:
        ranking = self.ranking
        of, criteria = len(ranking.table), [CRITERIA[name].label.lower() for name in self.evidence.scored]
        weighed = "weighed as the area's configuration says" if ranking.weights else "weighed alike"
        number = wording.small(len(ranking.first))
        return (
            f"On {wording.small(len(criteria))} criteria {weighed} ({wording.listed(criteria)}), the first {number} of "
            f"{wording.small(of)} candidates are {self._named(ranking.first)}."
        )

    def _own_sentence(self) -> str:
        """Which of the area's own priorities come among the first, and where the others stand."""
        ranks = self.ranking.table["rank"]
        own = [name for name in self.area.priorities if name in ranks.index]
        inside_, outside = ([n for n in own if (n in self.ranking.first) == first] for first in (True, False))
        unknown = [PRIORITIES[name].plainly for name in self.area.priorities if name not in own]
        told = f"of the partnership's own {wording.small(len(self.area.priorities))} priorities, "
        told += f"{wording.small(len(inside_))} {'is' if len(inside_) == 1 else 'are'} among them"
        if outside:
            places = [f"{inside(self.ranking.titles[n])} comes {wording.ordinal_word(int(ranks[n]))}" for n in outside]
            told += f"; {wording.listed(places)}"
        told += f"; these files cannot tell {wording.listed(unknown, 'or')} apart" if unknown else ""
        return wording.sentence(told)

    def _robust_sentence(self) -> str:
        """How many of all weightings put each of the first among the first."""
        table, top = self.ranking.table.loc[self.ranking.first], wording.small(self.ranking.top)
        firm, doubtful = table.index[table["in_top"] >= NEARLY_ALL], table.index[table["in_top"] < NEARLY_ALL]
        stay = "stays" if len(firm) == 1 else "stay"
        told = [f"{self._with_share(firm)} {stay} among the first {top} under nearly every one"] * bool(len(firm))
        if len(doubtful):
            places = "the place of {} hangs" if len(doubtful) == 1 else "the places of {} hang"
            told += [f"{places.format(self._with_share(doubtful))} on the weights"]
        of = wording.number(10_000)
        return wording.sentence(f"Over {of} weightings, {'; '.join(told)}")

    def _with_share(self, names: Iterable[str]) -> str:
        shares = self.ranking.table["in_top"]
        told = (f"{inside(self.ranking.titles[name])} ({wording.percent(100 * shares[name])})" for name in names)
        return wording.listed(told)

    def _scale_sentence(self) -> str:
        """Whether the same come first where criteria count by the candidates' order alone."""
        ours, theirs = self.ranking.first, self.ranking.first_by_rank
        lead = "Where each criterion counts only by the candidates' order on it, and not by how far apart they are,"
        if set(ours) == set(theirs):
            return f"{lead} the same {wording.small(len(ours))} come first."
        gone, come = ([n for n in one if n not in other] for one, other in ((ours, theirs), (theirs, ours)))
        told = [f"{self._named(come)} would be among the first"] * bool(come)
        told += [f"{self._named(gone)} would not"] * bool(gone)
        return f"{lead} {' and '.join(told)}."

    def _gap_sentence(self, one: Candidate) -> str:
        """Where a candidate would stand were what is not known of it the least or the most of all."""
        low, high = self.ranking.place(one, 0), self.ranking.place(one, 1)
        of = wording.listed(CRITERIA[name].label.lower() for name in self._unknown(one))
        lead = f"The {of} of {inside(one.title)} cannot be told and counts as half-way"
        if low == high:
            return (
                f"{lead}; were it the least or the most of all, it would come {wording.ordinal_word(low)} all the same."
            )
        places = (
            f"{wording.ordinal_word(low)} were it the least of all and {wording.ordinal_word(high)} were it the most"
        )
        return f"{lead}; it would come {places}."

    # The evidence

    def criteria(self) -> Section:
        """The evidence: each candidate's figure under each criterion, and what each criterion is."""
        if self.ranking is None:
            return Section((Prose(NONE),))
        table = self.evidence.table.loc[self.ranking.table.index]
        columns = {CRITERIA[name].label: table[name].to_numpy() for name in table}
        frame = pd.DataFrame({"Candidate": [self.ranking.titles[name] for name in table.index], **columns})
        caption = f"What is known of each candidate, {self.area.name}, {self.year}"
        unit = "see the list below"
        decimals = {one.label: one.decimals for one in CRITERIA.values()}
        about = self.ranking.about | {"notes": tuple(self.evidence.notes)}
        evidence = self.table(frame, caption, unit, "priorities_evidence", **about, decimals=decimals)
        what = tuple(f"{one.label}: {one.what}." for one in CRITERIA.values())
        return Section((evidence, Prose(bullets=what), self._criteria_table(), Prose(tuple(self._unscored()))))

    def _criteria_table(self) -> object:
        scored, weights = self.evidence.scored, self.ranking.weights
        even = dict.fromkeys(scored, 1.0)
        shares = pd.Series(weights or even) / sum((weights or even).values())
        rows = {
            "Criterion": [one.label for one in CRITERIA.values()],
            "Known for, candidates": [int(self.evidence.table[name].notna().sum()) for name in CRITERIA],
            "Weight, %": [float(100 * shares[name]) if name in scored else "not scored" for name in CRITERIA],
        }
        caption, about = f"The criteria and their weights, {self.year}", dict(self.ranking.about)
        if weights and self.area.priorities_weights_reason:
            about["notes"] = f"Why the partnership weighs so: {self.area.priorities_weights_reason}"
        return self.table(pd.DataFrame(rows), caption, "see each row", "priorities_criteria", **about, decimals=0)

    def _unscored(self) -> Iterable[str]:
        left = [CRITERIA[name].label.lower() for name in CRITERIA if name not in self.evidence.scored]
        if left:
            yield (
                f"Not scored: {wording.listed(left)}. A criterion that fewer than half of the candidates have, or that "
                "is the same for all, would set them apart by what is known of them and not by what they are."
            )

    # The order

    def scores(self) -> Section:
        """The scores of each candidate as a grid, the greatest priority first."""
        if self.ranking is None:
            return Section(())
        known, table = self.evidence.table, self.ranking.table
        grid = self.evidence.scores().where(known[self.evidence.scored].notna()).loc[table.index]
        grid = grid.rename(columns={name: CRITERIA[name].label for name in grid}).assign(Score=table["score"])
        first = wording.small(len(self.ranking.first))
        picture = charts.score_grid(
            grid.rename(index=self.ranking.titles),
            bold=[self.ranking.titles[name] for name in self.ranking.first],
            title=f"{self.ranking.titles[table.index[0]]} comes first by these criteria; in bold the first {first}",
            subtitle=f"Score of each candidate on each criterion and in all, 0 to 1, {self.year}",
            keep=self.pictures.append,
            **self.ranking.about,
        )
        words = "Each criterion runs from nought, the least of all candidates, to one, the greatest. "
        words += "A dash is what cannot be told; it counts as half-way."
        return Section((picture, Prose(words)))

    def robustness(self) -> Section:
        """How many of all weightings put each candidate first, and among the first."""
        if self.ranking is None:
            return Section(())
        table, top = self.ranking.table, wording.small(self.ranking.top)
        titles = [self.ranking.titles[name] for name in table.index]
        firm = int((table["in_top"] >= NEARLY_ALL).sum())
        number, of = wording.small(firm).capitalize(), wording.small(len(table))
        come = "comes" if firm == 1 else "come"
        picture = charts.paired_bars(
            pd.DataFrame({"category": titles, "left": table["first"].to_numpy(), "right": table["in_top"].to_numpy()}),
            left="First",
            right=f"Among the first {top}",
            title=f"{number} of {of} candidates {come} among the first {top} under nearly every weighting",
            subtitle="Share of all weightings, per cent",
            keep=self.pictures.append,
            **self.ranking.about,
        )
        places = [f"{low} to {high}" for low, high in zip(table["rank_low"], table["rank_high"], strict=True)]
        rows = {"Candidate": titles, "Score": table["score"].to_numpy(), "Place": table["rank"].to_numpy()}
        frame = pd.DataFrame({**rows, "Middle 95% of places over all weightings": places})
        caption, about = f"Places of the candidates, {self.area.name}, {self.year}", self.ranking.about
        decimals = {"Score": 2}
        return Section((picture, self.table(frame, caption, "places", "priorities_places", **about, decimals=decimals)))

    def swaps(self) -> Section:
        """Which weights would make neighbours change places."""
        if self.ranking is None:
            return Section(())
        return judgement.swaps_section(self, self.ranking)

    # Judgement

    def morile(self) -> Section:
        """What the partnership entered on the sheet of MoRiLE."""
        return judgement.morile_section(self)

    def recommendation(self) -> Section:
        """The priorities that the partnership set, with its reasons."""
        return judgement.recommendation_section(self, self.ranking)
