"""Violence against the person: kinds by how serious, alcohol, victims and suspects, where."""

from collections.abc import Iterable

from assessment.chapters import one_priority
from assessment.chapters.crime import kinds
from assessment.chapters.crime import subjects as s
from assessment.chapters.crime.changes import YearChange
from assessment.chapters.crime.themes import theme_sentences


class Chapter(one_priority.PriorityChapter):
    """Violence against the person."""

    priority = "violence"
    measure = "violence"
    by_day = True
    kinds = kinds.VIOLENCE

    def cautions(self) -> Iterable[str]:
        """Where the source cannot tell violence from sexual offences."""
        if self.change is not None and self.change.subject is s.VIOLENCE_AND_SEXUAL:
            yield self.about_it.question(self.counts)[1]

    def own_sentences(self, found: YearChange) -> Iterable[str]:
        """How much of it is marked as alcohol-related."""
        return theme_sentences(self, self.priority, found)
