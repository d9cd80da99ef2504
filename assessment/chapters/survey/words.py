"""The sentences of the chapter on the consultation."""

from assessment.chapters.disclosed import THRESHOLD
from assessment.chapters.survey.answers import Question
from assessment.present import wording

CHOSE = (
    "People chose to answer, so they may think otherwise than those who did not. The intervals tell only how far "
    "chance could move a share of as many answers."
)
AFTER = (
    "A partnership consults on an assessment after its year: surveys to the end of the next calendar year are shown."
)
ASKED = (
    "One row a respondent, without names, from whoever ran the survey, gives each share with its interval.",
    "Age, sex and part of town of those who answered tell for whom they stand, and let the answers be weighted.",
    "Of a share that is printed already, ask for the number of answers first: without it a share says little.",
)
NO_WEIGHTS = "The answers cannot be weighted: neither weights nor residents by age, sex or area are in the files."
ABOUT = {
    "who": "Those who answered beside the residents they stand for. Weights make the sample like the residents in age, "
    "sex and part of town, as far as these are known.",
    "comments": "Comments are counted by simple rules of words, which the table shows. No comment is shown as it was "
    "written.",
}


def share_sentence(question: Question) -> str:
    """A question's share with its counts and interval."""
    share = question.share
    told = wording.share(question.favour, len(question.given))
    ends = wording.interval(100 * share.low, 100 * share.high, suffix="%")
    return f"“{question.words}” ({question.survey}): {told} {question.scale.share.lower()} ({ends})."


def unread_sentence(question: Question) -> str:
    """Why a question is not shown."""
    if question.scale is None:
        return f"“{question.words}” ({question.survey}) is not shown: its answers are on no scale of the configuration."
    told = f"“{question.words}” ({question.survey})"
    if question.enough:
        return f"{told} is not shown: so few answered otherwise, or so, that they could be recognised."
    few = max(len(question.given), THRESHOLD - 1)
    number = wording.counted(few, "answer") if few >= THRESHOLD else f"fewer than {wording.small(THRESHOLD)} answers"
    return f"{told} has {number}, too few for a percentage."
