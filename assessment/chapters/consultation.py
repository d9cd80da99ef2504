"""Consultation: what residents think of the priorities, who answered, and what they wrote."""

from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import groupby

import pandas as pd

from assessment.chapters import base
from assessment.chapters.disclosed import SYMBOL
from assessment.chapters.survey.answers import Question, levels, ordered, questions_of, share_figure, surveys_of
from assessment.chapters.survey.comments import Themes, theme_sentence, themes_of, themes_section
from assessment.chapters.survey.printed import NO_NUMBER, printed_shares, printed_table
from assessment.chapters.survey.respondents import Respondents, Weighted
from assessment.chapters.survey.words import (
    ABOUT,
    AFTER,
    ASKED,
    CHOSE,
    NO_WEIGHTS,
    share_sentence,
    unread_sentence,
)
from assessment.figures import snake
from assessment.present import charts, wording
from assessment.present.markup import Shown
from assessment.present.parts import Heading, Notice, Prose, Section
from assessment.present.pictures import Picture
from assessment.present.tables import Table

FINDINGS = 5
AGREEMENT = ("agreement", "tendency")


class Chapter(base.Chapter):
    """What residents think, and how far those who answered stand for them."""

    uses = ("survey",)
    counted = ()
    nothing = "No survey is at hand. What to ask, and of whom, stands below."

    @cached_property
    def questions(self) -> list[Question]:
        """The questions with answers on a scale that is known, each share a figure."""
        found = [one for one in questions_of(self) if self._shown(one)]
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
        yield from (share_sentence(one) for one in self._on(AGREEMENT)[:2])
        yield from self._weighting()
        yield from (share_sentence(one) for one in self._others()[:1])
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

    def _shown(self, question: Question) -> bool:
        """Whether a question has answers enough on a known scale, and its share tells of no few people."""
        known = question.scale is not None and question.enough
        return known and not self.disclosure.telling(question.favour, len(question.given), "survey")

    # The questions

    def agreement(self) -> Section:
        """Agreement with the priorities by question."""
        found = self._on(AGREEMENT)
        if self._silent:
            told = self.missing("What residents think", "survey")
            return self._part("What is missing, and who has it?", (Notice("missing", (told.text, *ASKED), told.mend),))
        none = (self.missing("Agreement with the priorities", "survey"),)
        parts = (
            (*self._pictures(found), self._table(found, "Agreement with the priorities", "agreement"))
            if found
            else none
        )
        about = "Each question's answers as given, with the share that agrees."
        return self._part("Do people agree with the priorities?", parts, about)

    @cached_property
    def _silent(self) -> bool:
        """Whether there is neither a survey nor a printed share."""
        return not surveys_of(self) and not printed_shares(self)

    def _part(self, heading: str, parts: Iterable[Shown | None], about: str = "") -> Section:
        """A part of the page under its question, with what is shown in it."""
        return Section((Heading(heading), Prose(about) if about else None, *parts))

    def other_questions(self) -> Section:
        """The questions on other scales, and those whose answers are on none."""
        found = self._others()
        unread = [one for one in questions_of(self) if not self._shown(one)]
        table = self._table(found, "Other questions", "other_questions") if found else None
        told = Prose(tuple(unread_sentence(one) for one in unread)) if unread else None
        if not found and not unread:
            return Section(())
        about = "Other questions of the surveys, each on its own scale."
        return self._part("What else did they say?", (*self._pictures(found), table, told), about)

    def _pictures(self, questions: list[Question]) -> Iterator[Picture]:
        """A picture for each survey and scale with more than two answers."""
        for (survey, _), group in groupby(questions, key=lambda one: (one.survey, one.scale.name)):
            asked = [one for one in group if not self._tells_a_level(one)]
            if not asked:
                continue
            answers, against, middle = ordered(asked[0].scale, asked)
            if len(answers) > 3:
                yield self._picture(survey, asked, answers, against, middle)

    def _tells_a_level(self, question: Question) -> bool:
        """Whether few people gave one of the answers: such a question has no place in the picture of all answers."""
        return any(self.disclosure.small(count, "survey") for count in question.given.value_counts())

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
        if self._silent:
            return Section(())
        found = tuple(filter(None, (self._composition(one) for one in self.respondents.values())))
        parts = found or (self.missing("Who answered", "survey"),)
        return self._part("Who answered, and would weighting change the answer?", parts, ABOUT["who"])

    def _composition(self, found: Respondents) -> Table | None:
        rows = list(found.composition())
        if not rows:
            return None
        rows = [row for _, of in groupby(rows, key=lambda row: row[0]) for row in self._told(list(of))]
        columns = ["Group", "By", "Respondents", "Share of them, %", "Share of residents, %"]
        frame = pd.DataFrame([(group, way, *rest) for way, group, *rest in rows], columns=columns)
        caption = f"{found.survey}: who answered"
        told = {"of": ("survey", "returns") if found.residents else "survey", "decimals": dict.fromkeys(columns[3:], 1)}
        notes = tuple(f"Residents by {way} are not in the files." for way in found.lacking)
        return self.table(frame, caption, "people", f"who_{snake(found.survey)}", notes=notes, **told)

    def _told(self, rows: list[tuple]) -> Iterator[tuple]:
        """The groups of one way of dividing, `[c]` for those of few people."""
        hidden = self.disclosure.hidden(pd.Series([row[2] for row in rows]), "survey")
        for (way, group, number, share, residents), lost in zip(rows, hidden, strict=True):
            yield (way, group, *((SYMBOL, SYMBOL) if lost else (number, share)), residents)

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
            return Section(())
        return self._part("What did they write?", (themes_section(self, one) for one in self.themes), ABOUT["comments"])

    def without_numbers(self) -> Section:
        """Printed shares that cannot have an interval, and what the answers at hand give."""
        found = printed_shares(self)
        if not found:
            return Section(())
        beside = [one.sentence(self.questions) for one in found]
        parts = (printed_table(self, found), Prose((NO_NUMBER, *filter(None, beside))))
        return self._part("Which printed shares have no number of answers?", parts)
