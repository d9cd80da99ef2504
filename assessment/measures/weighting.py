"""Weights of a survey: raked to the residents' known composition, and what they cost in precision."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from assessment.measures._checks import Numbers, number, numbers

ROUNDS = 500
CLOSE = 1e-9


@dataclass(frozen=True)
class Raking:
    """One weight a respondent, 1 on average; `rounds` passes over the margins, and the largest weight."""

    weights: np.ndarray
    rounds: int
    largest: float


def rake(answers: pd.DataFrame, margins: Mapping[str, Mapping[str, float]]) -> Raking:
    """Weights with which a sample has the residents' composition in each of several ways at once.

    `answers`: a row a respondent, a column a way of dividing them (age band, sex), no gaps. `margins`: for each of
    those columns the residents of each group, in any unit (0 or more). Groups without residents' numbers are refused,
    and so are groups of residents whom nobody in the sample stands for: join them to another first. Raises
    ValueError for both, and where the margins cannot be met together. Source: Deming and Stephan (1940), Annals of
    Mathematical Statistics 11, 427-444 (iterative proportional fitting).
    """
    if not isinstance(answers, pd.DataFrame) or answers.empty or not (hasattr(margins, "items") and margins):
        message = "give a frame of at least one respondent, and the residents of at least one division"
        raise ValueError(message)
    ways = [_way(answers, name, groups) for name, groups in margins.items()]
    weights = np.ones(len(answers))
    for done in range(1, ROUNDS + 1):
        for codes, wanted in ways:
            weights *= (wanted / np.bincount(codes, weights, len(wanted)))[codes]
        off = max(np.abs(np.bincount(codes, weights, len(wanted)) / wanted - 1).max() for codes, wanted in ways)
        if off < CLOSE:
            weights *= len(weights) / weights.sum()
            return Raking(weights, done, float(weights.max()))
    message = "the margins cannot be met together by this sample: join small groups, or weight by fewer divisions"
    raise ValueError(message)


def _way(answers: pd.DataFrame, name: str, groups: Mapping[str, float]) -> tuple[np.ndarray, np.ndarray]:
    """The group of each respondent as a number, and the share of residents in each group."""
    if list(answers.columns).count(name) != 1 or not hasattr(groups, "keys"):
        message = f"'{name}' is not a division of the sample with its groups: give a column and a mapping of residents"
        raise ValueError(message)
    groups, names = dict(groups), list(groups.keys())
    residents = numbers(list(groups.values()), f"residents by {name}", least=0)
    if answers[name].isna().any():
        message = f"a respondent's {name} is missing: leave the respondent out, and say how many were"
        raise ValueError(message)
    present = set(answers[name])
    lacking = [group for group in present if group not in groups or groups[group] == 0]
    unseen = [group for group in names if group not in present and groups[group] > 0]
    if lacking or unseen:
        what = "without residents' numbers" if lacking else "without a respondent"
        message = f"a group of {name} is {what}: join it to another, or leave its respondents out"
        raise ValueError(message)
    kept = [group for group in names if group in present]
    codes = answers[name].map({group: at for at, group in enumerate(kept)}).to_numpy(dtype=np.int64)
    wanted = residents[[names.index(group) for group in kept]]
    return codes, wanted / wanted.sum()


def effective_size(weights: Numbers) -> float:
    """How many equally weighted answers are as precise as these weighted ones: (Σw)²/Σw².

    `weights`: 0 or more, not all 0. Source: Kish (1965), Survey Sampling, section 11.7.
    """
    found = numbers(weights, "weights", least=0, points=1)
    number(found.sum(), "the sum of weights", above=0)
    even = found / found.max()  # squares of the smallest numbers would be lost
    return float(even.sum() ** 2 / (even**2).sum())
