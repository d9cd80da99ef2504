"""Domestic abuse: all crimes that bear its marker, their kinds, when they peak, and the cases of high risk."""

from collections.abc import Iterable

from assessment.chapters import one_priority
from assessment.chapters.crime import kinds
from assessment.chapters.crime.changes import YearChange
from assessment.chapters.crime.themes import theme_sentences
from assessment.chapters.returns.conferences import part_of_cases
from assessment.chapters.returns.yearly import returned, yearly_table
from assessment.present.markup import Shown
from assessment.present.parts import Prose

CONFERENCES = (
    ("marac.cases", "MARAC cases", "cases"),
    ("marac.children", "Children in MARAC cases", "children"),
    ("marac.repeats", "Repeat MARAC cases", "cases"),
)
REPEATS = "The share of MARAC cases that are repeats"
CALLED = "A multi-agency risk assessment conference (MARAC) hears the cases in which the risk is high."


class Chapter(one_priority.PriorityChapter):
    """Domestic abuse."""

    priority = "domestic_abuse"
    measure = "domestic_abuse"
    kinds = kinds.DOMESTIC
    asked = (
        "The marker on each crime, from the force's analysts, gives the count, its peaks and its kinds.",
        "Counts of cases, children and repeats at the risk assessment conference (MARAC), from whoever runs it, tell "
        "how high the risk is; no record of a person is needed (docs/data.md, partnership_returns).",
    )
    rising_question = "Is domestic abuse rising?"
    own_question = "When does it peak, and how high is the risk?"

    def own_sentences(self, found: YearChange) -> Iterable[str]:
        """Its share of crime, and its highest month and quarter."""
        return theme_sentences(self, self.priority, found)

    def own_parts(self, found: YearChange) -> Iterable[Shown | None]:
        """Its highest month and quarter, and the cases of high risk as returned."""
        yield Prose(tuple(theme_sentences(self, self.priority, found)))
        heard = returned(self, CONFERENCES)
        if not heard:
            yield self.missing(f"Cases of high risk (MARAC) of {self.year}", "partnership_returns")
            return
        yield yearly_table(self, heard.values(), "MARAC", "domestic_abuse_marac")
        repeats = part_of_cases(self, "marac.repeats", "marac.cases", REPEATS)
        told = [one.sentence() for one in heard.values()]
        yield Prose((CALLED, *told, *([repeats.sentence()] if repeats else [])))
