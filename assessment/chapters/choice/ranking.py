"""The candidates in the order of their scores, and how far that order hangs on the weights; every number a figure."""

from functools import cached_property

import pandas as pd

from assessment.chapters.base import Chapter
from assessment.chapters.choice.criteria import CRITERIA, Candidate, Evidence
from assessment.chapters.files import source_words
from assessment.errors import AssessmentError
from assessment.measures.priorities import score, sensitivity, swap_weights

DRAWS = 10_000
SUM = "weighted sum of the criteria, each from 0 to 1 between the least and the greatest candidate"
ANY = f"share of {DRAWS:,} weightings, every one as likely as any other"


class Ranking:
    """The candidates by their scores; `top` is how many priorities there are to be."""

    def __init__(self, chapter: Chapter, evidence: Evidence, top: int) -> None:
        self.chapter, self.evidence = chapter, evidence
        self.top = min(top, len(evidence.candidates))
        self.titles = {one.name: one.title for one in evidence.candidates}

    @cached_property
    def weights(self) -> dict[str, float] | None:
        """The area's own weights of the scored criteria; None where all weigh alike."""
        own = self.chapter.area.priorities_weights
        if not own:
            return None
        found = {name: own.get(name, 0.0) for name in self.evidence.scored}
        if not sum(found.values()):
            what = f"No criterion that can be scored in {self.chapter.year} has a weight above 0"
            where = f"config/areas/{self.chapter.area.slug}.toml, priorities_weights"
            raise AssessmentError(what, where, f"Give one of {', '.join(found)} a weight, or take the table out.")
        return found

    def _scored(self, table: pd.DataFrame, scale: str = "none") -> pd.Series:
        return score(table, self.weights, scale=scale)

    @cached_property
    def table(self) -> pd.DataFrame:
        """A row a candidate, the greatest priority first: `score`, `rank`, and what all weightings make of it."""
        found, every = self._scored(self.evidence.scores()), self.robust
        table = pd.DataFrame({"score": found, "rank": _ranks(found)}).join(
            every[["in_top", "first", "rank_low", "rank_high"]]
        )
        table = table.sort_values("rank", kind="stable")
        self._figures(table)
        return table

    @cached_property
    def robust(self) -> pd.DataFrame:
        """How each candidate fares over all weightings."""
        return sensitivity(self.evidence.scores(), DRAWS, top=self.top, scale="none")

    def _figures(self, table: pd.DataFrame) -> None:
        told = {**self._of, "method": SUM}
        self._count("candidates", "Candidates for a priority", len(table), "candidates")
        self._count("criteria", "Criteria scored", len(self.evidence.scored), "criteria")
        self._count("weightings", "Weightings tried", DRAWS, "weightings")
        for name, row in table.iterrows():
            id, title = f"priorities.{name}", self.titles[name]
            self.chapter.figure(f"{id}.score", f"{title}: score", float(row["score"]), "score", **told)
            self.chapter.figure(f"{id}.rank", f"{title}: place by score", int(row["rank"]), "rank", **told)
            over = told | {"method": ANY}
            label = f"{title}: weightings that put it among the first {self.top}"
            self.chapter.figure(f"{id}.in_first", label, float(row["in_top"]), "ratio", **over)
            self.chapter.figure(
                f"{id}.first", f"{title}: weightings that put it first", float(row["first"]), "ratio", **over
            )
            for end in ("low", "high"):
                label, place = f"{title}: {end} end of the middle 95% of its places", int(row[f"rank_{end}"])
                self.chapter.figure(f"{id}.rank_{end}", label, place, "rank", **over)

    def _count(self, what: str, label: str, number: int, unit: str) -> None:
        self.chapter.figure(f"priorities.{what}.count", label, number, unit, **self._of, method="count")

    @property
    def sources(self) -> tuple[str, ...]:
        """The tables that the scores rest on."""
        kinds = dict.fromkeys(one.subject.kind for one in self.evidence.candidates)
        more = {"harm": "harm_weights", "county": "district_months", "concern": "returns"}
        return (*kinds, *(table for name, table in more.items() if name in self.evidence.scored))

    @property
    def _of(self) -> dict:
        """What every figure of the scores says of itself."""
        return {"of": self.sources, "release": self.release}

    @cached_property
    def release(self) -> str:
        """The version of the harm weights that the scores rest on."""
        return self.evidence.weighed.version if self.evidence.weighed else ""

    @cached_property
    def about(self) -> dict:
        """What a picture or table of the scores says of its source."""
        return source_words(self.chapter.files_of(*self.sources, release=self.release))

    @property
    def first(self) -> list[str]:
        """The candidates of the first places, by name; more than `top` where the last place is shared."""
        return list(self.table.index[self.table["rank"] <= self.top])

    @cached_property
    def first_by_rank(self) -> list[str]:
        """Those of the first places where each criterion counts by the candidates' order alone."""
        ranks = _ranks(self._scored(self.evidence.scores(), "rank"))
        return list(ranks.index[ranks <= self.top])

    def place(self, one: Candidate, unknown: float) -> int:
        """The place of a candidate were what is not known of it as small (0) or as great (1) as can be."""
        end = "least" if not unknown else "most"
        rank = int(_ranks(self._scored(self.evidence.scores(unknown, one.name)))[one.name])
        label = f"{one.title}: place by score were what is not known of it the {end} of all"
        self.chapter.figure(f"priorities.{one.name}.rank_at_{end}", label, rank, "rank", **self._of, method=SUM)
        return rank

    @cached_property
    def swaps(self) -> pd.DataFrame:
        """The weights at which two candidates change places.

        At the top, at the edge of the first places, and between the last of those and each of the area's own priorities
        that is not among them.
        """
        order, last = list(self.table.index), len(self.first) - 1
        pairs = dict.fromkeys((order[at], order[at + 1]) for at in (0, last) if at + 1 < len(order))
        outside = [name for name in self.chapter.area.priorities if name in order and name not in self.first]
        pairs |= dict.fromkeys((order[last], name) for name in outside)
        found = [self._swaps(*pair) for pair in pairs]
        columns = ["first", "second", "criterion", "weight", "swap"]
        return pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=columns)

    def _swaps(self, first: str, second: str) -> pd.DataFrame:
        found = swap_weights(self.evidence.scores(), self.weights, first, second, scale="none")
        for criterion, row in found.iterrows():
            label = (
                f"{self.titles[first]} and {self.titles[second]}: share of the weights of {CRITERIA[criterion].label}"
            )
            id, told = f"priorities.swap.{first}_{second}_{criterion}", {**self._of, "method": "swap weight"}
            self.chapter.figure(id, f"{label} at which they change places", float(row["swap"]), "ratio", **told)
        names = {"first": first, "second": second, "criterion": found.index}
        if found.empty:
            return pd.DataFrame([{"first": first, "second": second, "criterion": None, "weight": None, "swap": None}])
        return pd.DataFrame(names).assign(weight=found["weight"].to_numpy(), swap=found["swap"].to_numpy())


def _ranks(scores: pd.Series) -> pd.Series:
    """Place 1 has the greatest score; equal scores share the better place."""
    return scores.round(12).rank(method="min", ascending=False).astype(int)
