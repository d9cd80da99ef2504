"""Consultation: shares have their number and interval or neither, weights are the residents', comments stay unseen."""

import pandas as pd
import pytest
from held import Held, opened, rows, shown, text_of, together
from test_chapters_whole import SCENES, go_through

from assessment import project
from assessment.chapters.survey.answers import scale_of
from assessment.chapters.survey.comments import NONE, counted, pattern_of
from assessment.chapters.survey.printed import printed_shares
from assessment.present.parts import Heading, Notice
from assessment.present.tables import Table

NAME = "Consultation on the plan, 2015"


def survey(answers: dict[str, list], name: str = NAME, **about: list) -> pd.DataFrame:
    """A row for each respondent and question."""
    whole = len(next(iter(answers.values())))
    people = {"survey": name, "respondent": [str(n) for n in range(whole)], **about}
    return together(*(rows("survey", question=column, answer=told, **people) for column, told in answers.items()))


def agreeing(part: int, whole: int) -> list[str]:
    return ["Agree"] * part + ["Disagree"] * (whole - part)


def consulted(*surveys: pd.DataFrame, year: str = "2014/15", **tables: pd.DataFrame):
    return opened("consultation", Held(survey=together(*surveys), **tables), year)


def returned(**values: float) -> pd.DataFrame:
    names, numbers = [name.replace("__", ".") for name in values], list(values.values())
    return rows("returns", measure=names, area="Sandmouth", value=numbers,
                unit="percent", period_start="2014-01-01", period_end="2014-12-31", note="")  # fmt: skip


def values(chapter) -> dict[str, float]:
    return {figure.id: figure.value for figure in chapter.ledger}


@pytest.fixture(scope="module")
def blackpool(demonstration):
    chapter = opened("consultation", demonstration, "2014/15", project.area("blackpool"))
    assert go_through(chapter) > 10
    return chapter


@pytest.mark.parametrize(
    ("name", "share", "low", "high"),
    [
        ("antisocial_behaviour", 0.90, 0.873, 0.922),
        ("other_priorities", 0.82, 0.787, 0.849),
        ("tackle_antisocial_behaviour", 0.21, 0.179, 0.244),
    ],
)
def test_the_printed_shares_hold_exactly(undrawn, blackpool, name, share, low, high):
    """claims.md P29 and P30, in the made-up answers; the limits are Wilson's for 600 answers."""
    found = next(figure for figure in blackpool.ledger if figure.id == f"consultation.{name}.share")
    assert found.value == share
    assert found.denominator == 600
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-4)
    assert found.illustrative, "no answer is a real person's"


def test_a_share_without_its_number_has_no_interval(undrawn, blackpool):
    held = {figure.id: figure for figure in blackpool.ledger}
    for name, value in (("asb_agree", 90), ("others_agree", 82), ("residents_survey_asb", 21)):
        found = held[f"consultation.printed.{name}"]
        assert (found.value, found.low, found.high, found.denominator) == (value, None, None, None)
        assert not found.illustrative
    text = blackpool.without_numbers().to_text()
    assert "no interval" in text
    assert "90.0% (540 of 600), as printed" in text


def test_no_comment_is_shown(undrawn, blackpool, demonstration):
    told = " ".join(text_of(part) for _, part in shown(blackpool)).lower()
    for comment in demonstration.table("survey_text")["text"].unique():
        assert comment.lower() not in told


def test_answers_without_a_number_are_only_those_left_empty():
    chapter = consulted(survey({"q_asb": [*agreeing(30, 40), None, None]}))
    (question,) = chapter.questions
    assert (question.favour, len(question.given)) == (30, 40)


@pytest.mark.parametrize(
    ("answers", "scale"),
    [
        (["Strongly agree", "DISAGREE", None], "agreement"),
        (["Tend to agree", "Strongly disagree"], "tendency"),
        (["Don’t know", "very safe"], "safety"),
        (["yes", "No"], "yes or no"),
        (["Perhaps", "Yes"], None),
    ],
)
def test_a_question_is_on_the_scale_that_knows_all_its_answers(answers, scale):
    found = scale_of(pd.Series(answers), project.consultation().scale)
    assert (found and found.name) == scale


def test_a_question_on_no_scale_or_of_a_few_is_told_and_not_shown(undrawn):
    chapter = consulted(
        survey({"q_asb": agreeing(20, 25), "q_colour": ["Red"] * 25, "q_few": ["Yes"] * 5 + [None] * 20})
    )
    text = chapter.other_questions().to_text()
    assert "its answers are on no scale" in text
    assert "5 answers, too few for a percentage" in text
    assert set(values(chapter)) == {"consultation.asb.share"}


@pytest.mark.parametrize(("name", "seen"), [("Survey 2016", True), ("Survey 2017", False), ("A survey", True)])
def test_an_edition_shows_surveys_to_the_end_of_the_year_after(name, seen):
    assert bool(consulted(survey({"q_asb": agreeing(20, 25)}, name)).questions) == seen


def test_the_same_question_in_two_years_has_two_figures(undrawn):
    both = [survey({"q_asb": agreeing(part, 25)}, f"Survey {year}") for part, year in ((20, 2014), (10, 2015))]
    chapter = consulted(*both)
    assert go_through(chapter) > 5
    found = {figure.period: figure.value for figure in chapter.ledger if figure.id == "consultation.asb.share"}
    assert found == {"2014": 0.8, "2015": 0.4}


def test_weights_make_the_sample_like_the_residents(undrawn):
    ages = ["18-59"] * 20 + ["60+"] * 80
    answers = agreeing(20, 20) + agreeing(40, 80)  # all the young agree, half of the old
    margins = returned(profile__age__aged_18_59=60, profile__age__aged_60_plus=40)
    chapter = consulted(survey({"q_asb": answers}, age_band=ages), returns=margins)
    (found,) = chapter.weights
    assert found.question.share.value == 0.6
    assert found.share.value == pytest.approx(0.6 * 1 + 0.4 * 0.5)
    assert found.effective == pytest.approx(100**2 / (20 * 3**2 + 80 * 0.5**2))  # weights 3 and a half
    assert found.share.high - found.share.low > found.question.share.high - found.question.share.low
    assert go_through(chapter) > 5


def test_supplied_weights_go_before_ours(undrawn):
    answers = survey({"q_asb": agreeing(10, 20)}).assign(weight=[2.0] * 10 + [1.0] * 10)
    chapter = consulted(answers)
    (found,) = chapter.weights
    assert found.share.value == pytest.approx(2 / 3)
    assert "weights supplied" in chapter.weighted().to_text()


def test_without_residents_by_group_there_are_no_weights(undrawn):
    chapter = consulted(survey({"q_asb": agreeing(20, 25)}, sex=["F"] * 10 + ["M"] * 15), returns=returned(other=1))
    assert chapter.weights == []
    assert "cannot be weighted" in chapter.weighted().to_text()
    assert "Residents by sex are not in the files" in text_of(chapter.who_answered())


def test_a_group_whose_residents_are_not_known_leaves_its_division_out(undrawn):
    margins = returned(profile__sex__female=51, profile__sex__male=49)
    sexes = ["F"] * 10 + ["M"] * 10 + ["Other"] * 5
    chapter = consulted(survey({"q_asb": agreeing(20, 25)}, sex=sexes), returns=margins)
    assert chapter.weights == []


def themes(*texts: str) -> dict[str, int]:
    found = counted("Survey 2015", pd.Series(texts), project.consultation().theme)
    return {name: number for name, number in found.by_theme.items() if number}


def test_a_theme_is_found_by_the_beginning_of_a_word():
    assert themes("More POLICE please", "policing is poor", "A republican") == {"Police and patrols": 1, NONE: 2}
    assert themes("Drunk youths near the pub") == {"Alcohol": 1, "Young people": 1}
    pattern = pattern_of(project.Theme(name="A", words=("a.b", "c+")))
    assert pd.Series(["a.b", "axb", "xa.b", "c+"]).str.contains(pattern).tolist() == [True, False, False, True]


def test_a_theme_of_a_few_comments_is_hidden(undrawn):
    texts = ["Police"] * 30 + ["Needles"] * 4
    told = rows("survey_text", survey=NAME, respondent=[str(n) for n in range(34)], question="t_x", text=texts)
    chapter = consulted(survey({"q_asb": agreeing(20, 25)}), survey_text=told)
    text = chapter.comments().to_text()
    held = {figure.id: figure for figure in chapter.ledger}
    assert held["consultation.comments_drugs.share"].suppressed
    assert "Drugs\t[c]\t[c]" in text
    assert "Police and patrols\t30\t88.2" in text


def test_printed_shares_without_a_survey_are_all_that_is_told(undrawn):
    chapter = opened("consultation", Held(returns=returned(consultation__asb_agree=90)))
    assert [one.value for one in printed_shares(chapter)] == [90]
    assert go_through(chapter) > 4
    assert chapter.questions == []


@pytest.mark.parametrize("scene", SCENES)
def test_every_cell_runs_on_what_there_is(undrawn, scene):
    assert go_through(opened("consultation", SCENES[scene])) > 4


def test_without_a_survey_the_page_has_one_box_that_says_what_to_ask_and_no_empty_part():
    chapter = opened("consultation", Held(crime=rows("crime", month="2014-04")))
    parts = [part for _, part in shown(chapter)]
    assert [part.kind for part in parts if isinstance(part, Notice)] == ["missing"]
    assert [part.text for part in parts if isinstance(part, Heading)] == ["What is missing, and who has it?"]
    told = " ".join(part.to_text() for part in parts)
    assert "No survey is at hand." in told
    assert "whoever ran the survey" in told
    assert not any(isinstance(part, Table) for part in parts), "no table of sources without a source"
