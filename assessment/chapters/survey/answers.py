"""The answers of surveys: which surveys an edition shows, which scale a question is on, and who agrees."""

import re
from collections import Counter
from dataclasses import dataclass

import pandas as pd

from assessment import project
from assessment.chapters.base import Chapter
from assessment.figures import Figure, snake
from assessment.measures.rates import Estimate, proportion
from assessment.present.wording.numbers import SMALL_BASE

YEAR = re.compile(r"\b(?:19|20)\d\d\b")
LATER = 2  # a partnership consults on an assessment after its year: surveys to the end of the next calendar year count


@dataclass(frozen=True, eq=False)
class Question:
    """One question of a survey with its answers by respondent, and the scale that knows them all, if one does."""

    survey: str
    column: str
    words: str
    answers: pd.Series
    scale: project.Scale | None

    @property
    def given(self) -> pd.Series:
        """The answers that were given."""
        return self.answers.dropna()

    @property
    def in_favour(self) -> pd.Series:
        """Whether each answer that was given is for it."""
        return self.given.map(_plain).isin(_plainly(self.scale.for_))

    @property
    def favour(self) -> int:
        """How many gave an answer for it."""
        return int(self.in_favour.sum())

    @property
    def share(self) -> Estimate:
        """The share of those who answered that is for it, 0 to 1, with Wilson's interval."""
        return proportion(self.favour, len(self.given))

    @property
    def enough(self) -> bool:
        """Whether there are answers enough for a percentage."""
        return len(self.given) >= SMALL_BASE

    @property
    def id(self) -> str:
        """Under which its figures stand."""
        return f"consultation.{snake(self.column.removeprefix('q_')) or 'question'}"

    @property
    def period(self) -> str:
        """The year that the survey's name tells, else the name."""
        return survey_year(self.survey) or self.survey


def _plain(answer: str) -> str:
    return " ".join(str(answer).replace("’", "'").casefold().split())


def _plainly(answers: tuple[str, ...]) -> set[str]:
    return {_plain(answer) for answer in answers}


def survey_year(name: str) -> str:
    """The last year in a survey's name; empty where it tells none."""
    found = YEAR.findall(name)
    return found[-1] if found else ""


def surveys_of(chapter: Chapter, table: str = "survey") -> dict[str, pd.DataFrame]:
    """The rows of each survey that the edition shows, the latest first."""
    rows = chapter.data(table)
    if rows is None or rows.empty:
        return {}
    latest = chapter.year.starts + LATER
    found = {str(name): group for name, group in rows.groupby("survey", sort=True)}
    known = {name: group for name, group in found.items() if int(survey_year(name) or 0) <= latest}
    return dict(sorted(known.items(), key=lambda one: survey_year(one[0]), reverse=True))


def questions_of(chapter: Chapter) -> list[Question]:
    """The questions of all surveys shown, in the order of the files."""
    told, found = project.consultation(), []
    for survey, rows in surveys_of(chapter).items():
        for column in rows["question"].drop_duplicates():
            answers = rows[rows["question"] == column].set_index("respondent")["answer"]
            if answers.notna().any():
                words = told.questions.get(column, column.removeprefix("q_").replace("_", " ").capitalize())
                found.append(Question(survey, column, words, answers, scale_of(answers, told.scale)))
    return found


def scale_of(answers: pd.Series, scales: tuple[project.Scale, ...]) -> project.Scale | None:
    """The first scale that knows every answer given; None where none does."""
    given = {_plain(answer) for answer in answers.dropna().unique()}
    for scale in scales:
        if given <= _plainly((*scale.for_, *scale.middle, *scale.against, *scale.unsure)):
            return scale
    return None


def levels(question: Question, answers: list[str]) -> dict[str, float]:
    """The share (0 to 1) of each of the answers, which stand for groups of the scale's own."""
    counts = Counter(_plain(answer) for answer in question.given)
    whole = len(question.given)
    return {name: sum(counts[one] for one in map(_plain, name.split(" / "))) / whole for name in answers}


def ordered(scale: project.Scale, questions: list[Question]) -> tuple[list[str], int, int]:
    """The answers that occur, from the strongest against to the strongest for; how many against; how many in between.

    Those in between are one, its answers joined by a stroke.
    """
    occur = {_plain(answer) for question in questions for answer in question.given}
    against = [answer for answer in reversed(scale.against) if _plain(answer) in occur]
    middle = [answer for answer in (*scale.middle, *scale.unsure) if _plain(answer) in occur]
    favour = [answer for answer in reversed(scale.for_) if _plain(answer) in occur]
    between = [" / ".join(middle)] if middle else []
    return [*against, *between, *favour], len(against), len(between)


def share_figure(chapter: Chapter, question: Question) -> Figure:
    """The share that is for it, as a figure."""
    whole = len(question.given)
    label = f"{question.survey}: {question.words}; {question.scale.share.lower()}"
    told = {"of": "survey", "period": question.period}
    return chapter.share(f"{question.id}.share", label, question.favour, whole, **told)
