"""Antisocial behaviour: its types, the months like for like, youth. Incidents, and never crimes."""

from collections.abc import Iterable

from assessment.chapters import one_priority
from assessment.chapters.crime import subjects as s
from assessment.chapters.crime.changes import YearChange
from assessment.chapters.crime.themes import theme_sentences
from assessment.chapters.report.lines import months_table, peak_sentence, quarters_sentence
from assessment.present.markup import Shown
from assessment.present.parts import Prose


class Chapter(one_priority.PriorityChapter):
    """Antisocial behaviour."""

    uses = ("asb",)
    counted = ("asb",)
    priority = "antisocial_behaviour"
    measure = "asb"
    by_day = True
    kinds = s.ASB_TYPES
    rising_question = "Is antisocial behaviour falling?"
    own_question = "In which months did it fall, and how much of it is youth-related?"

    def own_sentences(self, found: YearChange) -> Iterable[str]:
        """The youth-related share and the months that fell."""
        return theme_sentences(self, self.priority, found)

    def own_parts(self, found: YearChange) -> Iterable[Shown | None]:
        """The months beside those of the year before, quarters, the largest reductions, youth."""
        told = list(theme_sentences(self, self.priority, found))
        if found.like is not None:
            told += [*quarters_sentence(self, found), peak_sentence(found)]
            yield months_table(self, found, name="asb_like_for_like")
        told = tuple(filter(None, told))
        yield (
            Prose(told) if told else self.missing("Its months like for like and its youth-related part", "asb_extract")
        )
