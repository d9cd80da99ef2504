"""What each priority is made of: the subject, its parts, and the source that can tell it apart."""

from dataclasses import dataclass

from assessment.chapters.crime import subjects as s
from assessment.chapters.crime.counts import Counts
from assessment.chapters.crime.subjects import Subject, inside


@dataclass(frozen=True)
class Priority:
    """A priority of the partnership. Of its `subjects` the first that the sources know stands for it."""

    name: str
    title: str
    subjects: tuple[Subject, ...]
    parts: tuple[Subject, ...]
    source: str  # the format that would supply it
    asks: tuple[tuple[str, str], ...] = ()  # for each of its subjects the part's heading and what is counted
    covers: bool = False  # whether the parts together should be the whole, so that a residual means something

    @property
    def plainly(self) -> str:
        """What it is called inside a sentence."""
        return inside(self.subjects[0].label)

    def question(self, counts: Counts) -> tuple[str, str]:
        """The heading and what is counted, of the subject that stands for the priority in these sources."""
        subject = self.subject(counts)
        return self.asks[self.subjects.index(subject) if subject else 0]

    def subject(self, counts: Counts) -> Subject | None:
        """The subject that stands for the priority in these sources; None where none can."""
        return next((subject for subject in self.subjects if counts.known(subject)), None)


PRIORITIES = {
    priority.name: priority
    for priority in (
        Priority(
            "violence",
            "Violence against the person",
            (s.VIOLENCE, s.VIOLENCE_AND_SEXUAL),
            (s.SERIOUS_ASSAULTS, s.LESS_SERIOUS_ASSAULTS, s.NON_INJURY_ASSAULTS),
            "force_extract",
            (
                (
                    "Is violence against the person rising?",
                    "Violence against the person: from homicide and wounding to assault without injury, harassment and "
                    "stalking. Sexual offences are counted apart.",
                ),
                (
                    "Are violence and sexual offences rising?",
                    "Violence and sexual offences together: the source holds them as one category and nothing in it "
                    "tells them apart. A figure for violence alone cannot be given.",
                ),
            ),
            covers=True,
        ),
        Priority(
            "sexual_offences",
            "Sexual offences and rape",
            (s.SEXUAL,),
            (s.RAPE, s.SEXUAL_ASSAULT, s.UNDER_16),
            "force_extract",
        ),
        Priority(
            "domestic_abuse",
            "Domestic abuse",
            (s.DOMESTIC,),
            (s.DOMESTIC_ASSAULTS, *s.DOMESTIC_ASSAULT_KINDS),
            "force_extract",
        ),
        Priority(
            "antisocial_behaviour",
            "Antisocial behaviour",
            (s.ASB,),
            (*s.ASB_TYPES, s.ASB_YOUTH),
            "asb_extract",
        ),
        Priority("exploitation", "Child sexual exploitation", (s.EXPLOITATION,), (), "force_extract"),
    )
}
