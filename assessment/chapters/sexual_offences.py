"""Sexual offences and rape: recorded against committed, non-recent offences and those against children."""

from collections.abc import Iterable

import pandas as pd

from assessment.chapters import one_priority
from assessment.chapters.crime import kinds
from assessment.chapters.crime import subjects as s
from assessment.chapters.crime.changes import YearChange, count_sentence, year_change
from assessment.chapters.crime.occurrence import told_occurrence
from assessment.chapters.crime.series import YEARS, same_months
from assessment.chapters.crime.themes import theme_sentences
from assessment.chapters.report.lines import occurrence_sentences
from assessment.present import charts
from assessment.present.markup import Shown
from assessment.present.parts import Prose
from assessment.present.pictures import Picture

RECORDED, COMMITTED = "Recorded", "Of these, committed in the year"
KNOWN_BY_THEN = (
    "Only offences recorded by the end of each year are counted as committed in it: those reported later are not known "
    "yet, so the last year's number will grow."
)


class Chapter(one_priority.PriorityChapter):
    """Sexual offences and rape; never shown by places smaller than a ward."""

    priority = "sexual_offences"
    measure = "sexual_offences"
    finest = "ward"
    kinds = kinds.SEXUAL
    asked = (
        "A crime's category and offence code, from the force's analysts, give the count, its change, and rape.",
        "The dates on which each was committed and recorded give how many lie long in the past.",
        "The ages of victims and suspects give who is harmed, those under 16 among them.",
    )
    rising_question = "Are sexual offences rising?"
    own_question = "When did they take place, and how many were against children?"

    def own_sentences(self, found: YearChange) -> Iterable[str]:
        """How many of the offences and rapes took place long before the report."""
        return theme_sentences(self, self.priority, found)

    def instead(self) -> Iterable[str]:
        """The category that holds them together with violence, where the source has one."""
        together = year_change(self, s.VIOLENCE_AND_SEXUAL)
        if together is not None:
            yield f"{count_sentence(together)} Nothing in these files tells the two apart."

    def own_parts(self, found: YearChange) -> Iterable[Shown | None]:
        """Recorded and committed by year, non-recent shares, and those against under-16s."""
        told = (*theme_sentences(self, self.priority, found), *occurrence_sentences(self))
        if not told:
            yield self.missing("When they took place, and the victims' ages", self.about_it.source)
            return
        for subject in (s.SEXUAL, s.RAPE):
            yield self._occurrence(subject)
        yield Prose((*told, KNOWN_BY_THEN))

    def _occurrence(self, subject: s.Subject) -> Picture | None:
        """What was recorded in each of the last years, and what of it was committed in that year."""
        rows = {}
        for year in self.year.alike(YEARS):
            whole = self.counts.complete(subject, year)
            found = told_occurrence(self, subject, year) if whole else None
            if found is not None:
                rows[str(year.full)] = (found.recorded, found.in_year)
                label, told = f"{subject.label}: recorded and committed in the year", {"period": year.period}
                method = "committed date against recorded date"
                id = f"{subject.id}_committed_in_year.count"
                self.figure(id, label, found.in_year, "count", method=method, **told)
        if len(rows) < 2 or str(self.year.full) not in rows:
            return None
        return charts.year_line(
            pd.DataFrame.from_dict(rows, orient="index", columns=[RECORDED, COMMITTED]),
            ours=RECORDED,
            measure=self.measure,
            axis="Offences",
            zero=True,
            title=_title(subject, rows),
            subtitle=f"{subject.label}: offences recorded in each financial year{same_months(self.year)}, and of these "
            "those committed in it",
            **self.about("crime"),
        )


def _title(subject: s.Subject, rows: dict[str, tuple[int, int]]) -> str:
    """Whether what was recorded and what was committed moved the same way over the last two years."""
    (before, in_before), (now, in_now) = list(rows.values())[-2:]
    ways = [("rose" if a > b else "fell" if a < b else "stayed") for a, b in ((now, before), (in_now, in_before))]
    if ways[0] == ways[1]:
        return f"{subject.label}: those recorded and those committed in the year both {ways[0]}"
    return f"{subject.label}: those recorded {ways[0]}, those committed in the year {ways[1]}"
