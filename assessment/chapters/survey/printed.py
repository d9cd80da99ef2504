"""Shares of answers that were printed without the number of answers: no interval is made up for them."""

from dataclasses import dataclass

import pandas as pd

from assessment import project
from assessment.chapters.base import Chapter
from assessment.chapters.public_health.indicators import MADE_UP
from assessment.chapters.survey.answers import LATER, Question
from assessment.figures import snake
from assessment.present import wording
from assessment.present.tables import Table
from assessment.present.wording.numbers import rounded

NO_NUMBER = (
    "How many people a share is of decides how sure it is. Where that number is not given there is no interval, no "
    "test and no comparison with another year; whoever holds the answers can give it."
)


@dataclass(frozen=True)
class Printed:
    """One share (0 to 100) as it was printed."""

    measure: str
    words: str
    value: float
    period: str
    question: str

    def sentence(self, questions: list[Question]) -> str:
        """What the answers at hand give for it; empty where there are none."""
        for one in questions:
            if one.column == self.question:
                places = 0 if self.value == round(self.value) else 1
                same = rounded(100 * one.share.value, places) == self.value
                printed = wording.percent(self.value, places)
                verdict = "as printed" if same else f"not the {printed} printed"
                return (
                    f"“{one.words}”: the answers at hand give {wording.share(one.favour, len(one.given))}, {verdict}."
                )
        return ""


def printed_shares(chapter: Chapter) -> list[Printed]:
    """The shares returned without their number, up to the year after the edition's, as figures without interval."""
    table = chapter.prepared.table("returns")
    if table is None:
        return []
    ours = table["measure"].str.startswith("consultation.") & (table["area"] == chapter.area.name)
    alone = (table["unit"] == "percent") & table["denominator"].isna() & table["value"].notna()
    ends = pd.to_datetime(table["period_end"])
    known = table[ours & alone & (ends.dt.year <= chapter.year.starts + LATER)]
    told, found = project.consultation(), []
    for row in known.itertuples():
        question = told.printed.get(row.measure, "")
        words = told.questions.get(question) or row.measure.split(".", 1)[1].replace("_", " ").capitalize()
        period, note = str(pd.Timestamp(row.period_end).year), "" if pd.isna(row.note) else str(row.note)
        one = Printed(row.measure, words, float(row.value), period, question)
        method = f"as printed, the number of answers is not: {note}"
        about = {"of": "returns", "period": period, "method": method, "illustrative": MADE_UP in note}
        chapter.figure(
            f"consultation.printed.{snake(row.measure.split('.', 1)[1])}", words, one.value, "percent", **about
        )
        found.append(one)
    return found


def printed_table(chapter: Chapter, found: list[Printed]) -> Table:
    """The shares, with what is missing shown as missing."""
    rows = [(one.words, one.period, one.value, None, None) for one in found]
    columns = ["Question", "Year", "As printed, %", "Answers", "95% interval"]
    frame = pd.DataFrame(rows, columns=columns)
    caption = f"Shares printed without the number of answers, {chapter.area.name}"
    return chapter.table(frame, caption, "per cent", "printed_shares", of="returns")
