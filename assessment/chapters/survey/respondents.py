"""Who answered a survey, beside the residents they stand for, and the weights that make the one like the other."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from assessment.chapters.base import Chapter
from assessment.chapters.returns.returned import latest, returns_of
from assessment.chapters.survey.answers import Question
from assessment.figures import snake
from assessment.measures.rates import Estimate, proportion
from assessment.measures.weighting import effective_size, rake
from assessment.present import wording

WAYS = {
    "age_band": ("age", "profile.age.aged_"),
    "sex": ("sex", "profile.sex."),
    "stratum": ("area", "profile.stratum."),
}
SEXES = {"f": "female", "m": "male"}
SHOWN = {"F": "Women", "M": "Men"}
SUPPLIED, RAKED = "the weights supplied with the survey", "raking"


@dataclass(frozen=True)
class Weighted:
    """A weighted share (0 to 1) with Wilson's interval on as many answers as the weighted ones are worth."""

    question: Question
    share: Estimate
    effective: float

    @property
    def moved(self) -> float:
        """By how many percentage points the weights move the share."""
        return 100 * (self.share.value - self.question.share.value)


class Respondents:
    """The people who answered one survey, a row each with age band, sex and stratum."""

    def __init__(self, chapter: Chapter, survey: str, rows: pd.DataFrame) -> None:
        self.chapter, self.survey = chapter, survey
        self.people = rows.drop_duplicates("respondent").set_index("respondent")[[*WAYS, "weight"]]

    @cached_property
    def residents(self) -> dict[str, dict[str, float]]:
        """By way of dividing, the residents of each group that answered; only ways whose groups all have residents."""
        returned = {measure: one.value for measure, one in latest(returns_of(self.chapter, "profile.")).items()}
        found = {}
        for way, (_, start) in WAYS.items():
            groups = sorted(self.people[way].dropna().unique())
            known = {group: returned.get(f"{start}{_named(group)}") for group in groups}
            if len(groups) > 1 and all(known.values()):
                found[way] = known
        return found

    @property
    def lacking(self) -> list[str]:
        """The ways in which respondents are divided and residents are not, in words."""
        given = [way for way in WAYS if len(self.people[way].dropna().unique()) > 1]
        return [WAYS[way][0] for way in given if way not in self.residents]

    @cached_property
    def weights(self) -> pd.Series | None:
        """One weight a respondent, those who did not tell their group left out; None where nothing can be weighted."""
        supplied = self.people["weight"].dropna()
        if len(supplied) and supplied.sum() > 0:
            return supplied
        whole = self.people.dropna(subset=list(self.residents))
        if not self.residents or whole.empty:
            return None
        try:
            return pd.Series(rake(whole, self.residents).weights, whole.index)
        except ValueError:  # groups that the margins cannot be met with: no weights rather than wild ones
            return None

    @property
    def method(self) -> str:
        """By what the shares are weighted."""
        if self.people["weight"].notna().any():
            return SUPPLIED
        return f"{RAKED} to residents by {wording.listed(WAYS[way][0] for way in self.residents)}"

    def weighted(self, question: Question) -> Weighted | None:
        """The weighted share that is for a question, as figures; None where there are no weights."""
        if self.weights is None or question.scale is None:
            return None
        given = question.given[question.given.index.isin(self.weights.index)]
        weights = self.weights.reindex(given.index)
        if not len(given) or not weights.sum():
            return None
        part = Question(question.survey, question.column, question.words, given, question.scale)
        effective = effective_size(weights)
        value = float(np.average(part.in_favour, weights=weights))
        found = Weighted(question, proportion(value * effective, effective), effective)
        self._figures(found)
        return found

    def _figures(self, found: Weighted) -> None:
        question = found.question
        told = {
            "of": ("survey", "returns"),
            "period": question.period,
            "method": f"{self.method}; Wilson on Kish's size",
        }
        ends = {"low": found.share.low, "high": found.share.high, "confidence": 0.95}
        label = f"{question.survey}: {question.words}; weighted"
        self.chapter.figure(f"{question.id}.weighted_share", label, found.share.value, "ratio", **ends, **told)
        self.chapter.figure(f"{question.id}.weighting", f"{label}: moved by", found.moved, "percentage points", **told)
        name = f"{question.survey}: {question.words}; answers that the weighted ones are worth"
        self.chapter.figure(f"{question.id}.effective_answers", name, found.effective, "answers", **told)

    def composition(self) -> Iterator[tuple[str, str, int, float, float | None]]:
        """Way, group, respondents, their share and that of residents (per cent) of those who told."""
        for way, (name, _) in WAYS.items():
            counts = self.people[way].value_counts().sort_index()
            if len(counts) < 2:
                continue
            residents = self.residents.get(way)
            whole = sum(residents.values()) if residents else None
            for group, count in counts.items():
                share = 100 * residents[group] / whole if residents else None
                yield name, SHOWN.get(str(group), str(group)), int(count), 100 * count / counts.sum(), share


def _named(group: str) -> str:
    """How a return names a group: `18-24` is `18_24`, `60+` is `60_plus`, `F` is `female`."""
    name = snake(group.replace("+", " plus"))
    return SEXES.get(name, name)
