"""Consultation: what residents think of the priorities, who answered, and what they wrote."""

from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import groupby

import pandas as pd

from assessment.chapters import base
from assessment.chapters.survey.answers import Question, levels, ordered, questions_of, share_figure, surveys_of
from assessment.chapters.survey.comments import Themes, theme_sentence, themes_of, themes_section
from assessment.chapters.survey.printed import NO_NUMBER, printed_shares, printed_table
from assessment.chapters.survey.respondents import Respondents, Weighted
from assessment.figures import snake
from assessment.present import charts, wording
from assessment.present.parts import Notice, Prose, Section
from assessment.present.pictures import Picture
from assessment.present.tables import Table

FINDINGS = 5
AGREEMENT = ("agreement", "tendency")
CHOSE = (
    "People chose to answer, so they may think otherwise than those who did not. The intervals tell only how far "
    "chance could move a share of as many answers."
)
AFTER = (
    "A partnership consults on an assessment after its year: surveys to the end of the next calendar year are shown."
)
NO_WEIGHTS = "The answers cannot be weighted: neither weights nor residents by age, sex or area are in the files."


class Chapter(base.Chapter):
    """What residents think, and how far those who answered stand for them."""

    uses = ("survey",)
    counted = ()

    @cached_property
    def questions(self) -> list[Question]:
        """The questions with answers on a scale that is known, each share a figure."""
        found = [one for one in questions_of(self) if one.scale is not None and one.enough]
        for one in found:
            share_figure(self, one)
        return found

    @cached_property
    def respondents(self) -> dict[str, Respondents]:
        """Those who answered each survey."""
        return {survey: Respondents(self, survey, rows) for survey, rows in surveys_of(self).items()}

    @cached_property
    def weights(self) -> list[Weighted]:
        """The weighted shares of the questions that can be weighted."""
        found = [self.respondents[one.survey].weighted(one) for one in self.questions]
        return [one for one in found if one is not None]

    @cached_property
    def themes(self) -> list[Themes]:
        """What was written."""
        return themes_of(self)

    def cautions(self) -> Iterable[str]:
        """Who chose to answer, and when they were asked."""
        if self.questions:
            yield CHOSE
            yield AFTER

    # Key findings

    def key_sentences(self) -> Iterable[str]:
        """Agreement by question, what weighting changes, what was written; five at most."""
        return list(self._sentences())[:FINDINGS]

    def _sentences(self) -> Iterator[str]:
        yield from (_sentence(one) for one in self._on(AGREEMENT)[:2])
        yield from self._weighting()
        yield from (_sentence(one) for one in self._others()[:1])
        yield from filter(None, (theme_sentence(self, one) for one in self.themes[:1]))
        if not self.questions:
            shares = printed_shares(self)
            if shares:
                told = wording.counted(len(shares), "share")
                yield f"Returned without the number of answers, and so without an interval: {told}."

    def _on(self, scales: tuple[str, ...]) -> list[Question]:
        return [one for one in self.questions if one.scale.name in scales]

    def _others(self) -> list[Question]:
        return [one for one in self.questions if one.scale.name not in AGREEMENT]

    def _weighting(self) -> Iterator[str]:
        """The weighted share that the weights move most."""
        if self.weights:
            most = max(self.weights, key=lambda one: abs(one.moved))
            low, high = 100 * most.share.low, 100 * most.share.high
            told = f"{wording.percent(100 * most.share.value)} ({wording.interval(low, high, suffix='%')})"
            name = most.question.words
            yield (
                f"Weighting moves no share by more than {wording.points(most.moved)}: “{name}” becomes {told}, "
                f"from {wording.percent(100 * most.question.share.value)}."
            )

    # The questions

    def agreement(self) -> Section:
        """Agreement with the priorities by question."""
        found = self._on(AGREEMENT)
        if not found:
            return Section((self.missing("Agreement with the priorities", "survey"),))
        return Section((*self._pictures(found), self._table(found, "Agreement with the priorities", "agreement")))

    def other_questions(self) -> Section:
        """The questions on other scales, and those whose answers are on none."""
        found = self._others()
        unread = [one for one in questions_of(self) if one.scale is None or not one.enough]
        table = self._table(found, "Other questions", "other_questions") if found else None
        told = Prose(tuple(_unread(one) for one in unread)) if unread else None
        parts = (*self._pictures(found), table, told)
        return Section(parts if found or unread else (Prose("The surveys at hand ask nothing else."),))

    def _pictures(self, questions: list[Question]) -> Iterator[Picture]:
        """A picture for each survey and scale with more than two answers."""
        for (survey, _), group in groupby(questions, key=lambda one: (one.survey, one.scale.name)):
            asked = list(group)
            answers, against, middle = ordered(asked[0].scale, asked)
            if len(answers) > 3:
                yield self._picture(survey, asked, answers, against, middle)

    def _picture(self, survey: str, asked: list[Question], answers: list[str], against: int, middle: int) -> Picture:
        rows = [{"question": q.words, "n": len(q.given), **levels(q, answers), **vars(q.share)} for q in asked]
        top = max(asked, key=lambda one: one.share.value)
        said, most = asked[0].scale.share, ", the most of these" if asked[1:] else ""
        return charts.opinions(
            pd.DataFrame(rows),
            answers=answers,
            against=against,
            middle=middle,
            say=said,
            title=f"“{top.words}”: {wording.share(top.favour, len(top.given))} {said.lower()}{most}",
            subtitle=f"{survey}: share of those who answered, per cent, with the 95% interval of “{said.lower()}”",
            **self.about("survey"),
        )

    def _table(self, questions: list[Question], caption: str, name: str) -> Table:
        rows = []
        for one in questions:
            share = one.share
            told = (one.survey, one.scale.share, len(one.given), one.favour)
            rows.append((one.words, *told, *(100 * value for value in (share.value, share.low, share.high))))
        columns = ["Question", "Survey", "Counted", "Answers", "Of them", "Share, %", "95% interval from, %", "to, %"]
        decimals = dict.fromkeys(columns[5:], 1)
        told = f"{caption}, {self.area.name}"
        return self.table(pd.DataFrame(rows, columns=columns), told, "answers", name, of="survey", decimals=decimals)

    # Who answered

    def who_answered(self) -> Section:
        """Those who answered beside residents, by age, sex and area."""
        found = [self._composition(one) for one in self.respondents.values()]
        return Section(tuple(filter(None, found)) or (self.missing("Who answered", "survey"),))

    def _composition(self, found: Respondents) -> Table | None:
        rows = list(found.composition())
        if not rows:
            return None
        columns = ["Group", "By", "Respondents", "Share of them, %", "Share of residents, %"]
        frame = pd.DataFrame([(group, way, *rest) for way, group, *rest in rows], columns=columns)
        caption = f"{found.survey}: who answered"
        told = {"of": ("survey", "returns") if found.residents else "survey", "decimals": dict.fromkeys(columns[3:], 1)}
        notes = tuple(f"Residents by {way} are not in the files." for way in found.lacking)
        return self.table(frame, caption, "people", f"who_{snake(found.survey)}", notes=notes, **told)

    def weighted(self) -> Section:
        """The shares again, weighted to residents."""
        if not self.questions:
            return Section(())
        if not self.weights:
            return Section((Notice("missing", NO_WEIGHTS, self.missing("Weights", "survey").mend),))
        rows = []
        for one in self.weights:
            ends = (one.question.share.value, one.share.value, one.share.low, one.share.high)
            rows.append((one.question.words, *(100 * value for value in ends), round(one.effective)))
        columns = ["Question", "As answered, %", "Weighted, %", "95% interval from, %", "to, %", "Worth, answers"]
        about = {"of": ("survey", "returns"), "decimals": dict.fromkeys(columns[1:5], 1)}
        table = self.table(
            pd.DataFrame(rows, columns=columns), f"Weighted shares, {self.area.name}", "per cent", "weighted", **about
        )
        methods = dict.fromkeys(one.method for one in self.respondents.values() if one.weights is not None)
        return Section((table, Prose((*self._weighting(), f"Weighted by {wording.listed(methods)}."))))

    # Comments, and shares without their number

    def comments(self) -> Section:
        """What was written, by theme."""
        if not self.themes:
            return Section((self.missing("Comments", "survey"),))
        return Section(tuple(themes_section(self, one) for one in self.themes))

    def without_numbers(self) -> Section:
        """Printed shares that cannot have an interval, and what the answers at hand give."""
        found = printed_shares(self)
        if not found:
            return Section((Prose("No share was returned without the number of answers that it is of."),))
        beside = [one.sentence(self.questions) for one in found]
        return Section((printed_table(self, found), Prose((NO_NUMBER, *filter(None, beside)))))


def _sentence(question: Question) -> str:
    share = question.share
    told = wording.share(question.favour, len(question.given))
    ends = wording.interval(100 * share.low, 100 * share.high, suffix="%")
    return f"“{question.words}” ({question.survey}): {told} {question.scale.share.lower()} ({ends})."


def _unread(question: Question) -> str:
    if question.scale is None:
        return f"“{question.words}” ({question.survey}) is not shown: its answers are on no scale of the configuration."
    few = wording.counted(len(question.given), "answer")
    return f"“{question.words}” ({question.survey}) has {few}, too few for a percentage."
