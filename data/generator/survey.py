"""The consultation of 2016 and the residents' survey of 2015. Invented, but for the shares that the plan prints."""

from collections.abc import Iterator

import numpy as np

from .counts import tables
from .draw import dealt, drawn, picked, stream

NOTE = "illustrative: residents aged 18 and over, thousands, to weight the surveys by"


def surveys() -> list[dict]:
    """The surveys with their file, respondents and answers."""
    return tables("survey.toml")["survey"]


def header(survey: dict) -> str:
    """The columns of a survey's file."""
    text = ["t_comments"] if survey["comments"] else []
    return ",".join(["survey", "respondent", "age_band", "sex", "stratum", *survey["questions"], *text])


def lines(survey: dict) -> Iterator[list[str]]:
    """The rows of a survey's file, a respondent each; an empty cell is no answer."""
    draw = stream("survey", survey["file"])
    about = [dealt(draw, list(survey[way]), list(survey[way].values())) for way in ("age", "sex", "stratum")]
    answers = [_answers(draw, survey["respondents"], about[0], told) for told in survey["questions"].values()]
    texts = [_comments(draw, survey["respondents"], survey["comments"])] if survey["comments"] else []
    for at, told in enumerate(zip(*about, *answers, *texts, strict=True), 1):
        yield [survey["name"], str(at), *map(str, told)]


def _answers(draw: np.random.Generator, respondents: int, ages: np.ndarray, told: dict) -> np.ndarray:
    """One answer a respondent, each as often as its count says; `young` is how much likelier the young agree."""
    odds = np.select([ages == "18-24", ages == "60+"], [told["young"], 1 / told["young"]], 1.0)
    found = np.full(respondents, "", dtype=object)
    for answer, count in told["answers"].items():
        left = np.flatnonzero(found == "")
        found[picked(draw, left, count, odds[left])] = answer
    return found


def _comments(draw: np.random.Generator, respondents: int, number: int) -> np.ndarray:
    """What some of them wrote."""
    told, found = tables("survey.toml")["comments"], np.full(respondents, "", dtype=object)
    wishes, places = (drawn(draw, told[kind], np.ones(len(told[kind])), number) for kind in ("wishes", "places"))
    found[picked(draw, np.arange(respondents), number)] = [a + b for a, b in zip(wishes, places, strict=True)]
    return found


def returns() -> Iterator[list[str]]:
    """The rows of `partnership_returns.csv` by which the surveys are weighted."""
    for group, residents in tables("survey.toml")["residents"].items():
        yield [f"profile.{group}", "Blackpool", "2014-01-01", "2014-12-31", f"{residents:g}", "thousands", "", "", NOTE]
