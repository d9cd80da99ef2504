"""Kinds of a subject that do not overlap: a reader who adds them up comes near the whole."""

from assessment.chapters.crime import subjects as s
from assessment.chapters.crime.subjects import Subject

STALKING = s.VIOLENCE.within(
    "subcategory", "Stalking and harassment", id="crime.stalking_and_harassment", label="Stalking and harassment"
)
VIOLENCE = (s.SERIOUS_ASSAULTS, s.LESS_SERIOUS_ASSAULTS, s.NON_INJURY_ASSAULTS, STALKING)
SEXUAL = (s.RAPE, s.SEXUAL_ASSAULT)


def _domestic(column: str, value: str, label: str, id: str) -> Subject:
    return s.DOMESTIC.within(column, value, id=f"crime.domestic_{id}", label=f"Domestic {label}")


DOMESTIC = (
    *s.DOMESTIC_ASSAULT_KINDS,
    _domestic("subcategory", "Stalking and harassment", "stalking and harassment", "stalking_and_harassment"),
    _domestic("category", "Criminal damage and arson", "criminal damage and arson", "criminal_damage_and_arson"),
    _domestic("category", "Sexual offences", "sexual offences", "sexual_offences"),
)


def _exploitation(name: str, id: str) -> Subject:
    label = f"Exploitation recorded as {s.inside(name)}"
    return s.EXPLOITATION.within("category", name, id=f"crime.cse_{id}", label=label)


EXPLOITATION = (
    _exploitation("Sexual offences", "sexual_offences"),
    _exploitation("Violence against the person", "violence_against_the_person"),
)

# A whole with its kinds, the dearest to a reader first: where one must be hidden beside a small one, it is the last.
FAMILIES: tuple[tuple[Subject, tuple[Subject, ...]], ...] = (
    (s.VIOLENCE, VIOLENCE),
    (s.SEXUAL, SEXUAL),
    (s.SEXUAL, (s.UNDER_16,)),
    (s.DOMESTIC, DOMESTIC),
    (s.DOMESTIC_ASSAULTS, s.DOMESTIC_ASSAULT_KINDS),
    (s.EXPLOITATION, EXPLOITATION),
    (s.VIOLENCE, (s.ALCOHOL_VIOLENCE,)),
    (s.ASB, s.ASB_TYPES),
    (s.ASB, (s.ASB_YOUTH,)),
)
