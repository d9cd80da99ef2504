"""What is counted: a category, a group of offence codes or a marker, each with the id that its figures bear."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from assessment.chapters.crime.coded import Coded
from assessment.figures import snake
from assessment.present import wording


@dataclass(frozen=True)
class Subject:
    """Records of one `kind` ("crime" or "asb") that hold one of the given values in each of the given columns."""

    id: str
    label: str
    kind: str = "crime"
    where: tuple[tuple[str, tuple], ...] = ()

    @property
    def noun(self) -> str:
        """What one of them is called: antisocial behaviour is an incident, never a crime."""
        return "incidents" if self.kind == "asb" else "offences"

    def counted(self, number: int) -> str:
        """`137 offences`; the number alone where the label ends in the noun: `Sexual offences: 371`."""
        told = wording.counted(number, self.noun.removesuffix("s"))
        return wording.number(number) if self.label.lower().endswith(self.noun) else told

    def within(self, column: str, *values: object, id: str, label: str) -> "Subject":
        """The part of this subject that also holds one of those values."""
        return Subject(id, label, self.kind, (*self.where, (column, values)))

    def rows(self, records: Coded) -> np.ndarray:
        """Which of the records are this subject's."""
        found = records.rows.copy()
        for column, values in self.where:
            found &= records.holding(column, values)
        return found

    def choose(self, records: pd.DataFrame) -> pd.DataFrame:
        """The records of this subject."""
        return records[self.rows(Coded(records))]

    def known(self, records: Coded) -> bool:
        """Whether the records can tell: each column is there and filled, and a named category occurs."""
        return all(
            records.filled(column) and (values == (True,) or records.occurs(column, values))
            for column, values in self.where
        )


def inside(label: str) -> str:
    """A label as it stands inside a sentence: `Violence against the person` is `violence against the person`."""
    return label[0].lower() + label[1:]


def category(name: str) -> Subject:
    """A category under its publisher's own name: `crime.violence_against_the_person`."""
    return Subject(f"crime.{snake(name)}", name, where=(("category", (name,)),))


MARKERS = (
    "alcohol",
    "domestic_abuse",
    "cse",
    "hate_race",
    "hate_religion",
    "hate_sexual_orientation",
    "hate_transgender",
    "hate_disability",
)

ALL_CRIME = Subject("crime.all", "All recorded crime")
VIOLENCE = category("Violence against the person")
SEXUAL = category("Sexual offences")
VIOLENCE_AND_SEXUAL = category("Violence and sexual offences")
THEFT = category("Theft offences")
DRUGS = category("Drug offences")
DRUGS_POLICE_UK = category("Drugs")

RAPE = Subject("crime.rape", "Rape", where=(("subcategory", ("Rape", "Rape offences")),))
SEXUAL_ASSAULT = Subject(
    "crime.sexual_assault", "Sexual assault", where=(("offence_code", ("17A", "17B", "20A", "20B")),)
)
UNDER_16 = SEXUAL.within(
    "victim_age",
    "0-9",
    "10-14",
    "15",
    id="crime.sexual_offences_under_16",
    label="Sexual offences against under-16s",
)

SERIOUS = ("5D", "5E")
LESS_SERIOUS = ("8N", "8P")
NON_INJURY = ("104", "105A", "105B")
SERIOUS_ASSAULTS = Subject("crime.serious_assaults", "Serious assaults", where=(("offence_code", SERIOUS),))
LESS_SERIOUS_ASSAULTS = Subject(
    "crime.less_serious_assaults", "Less serious assaults", where=(("offence_code", LESS_SERIOUS),)
)
NON_INJURY_ASSAULTS = Subject("crime.non_injury_assaults", "Non-injury assaults", where=(("offence_code", NON_INJURY),))

DOMESTIC = Subject("crime.domestic_abuse", "Domestic abuse", where=(("domestic_abuse", (True,)),))
DOMESTIC_ASSAULTS = DOMESTIC.within(
    "offence_code",
    *SERIOUS,
    *LESS_SERIOUS,
    *NON_INJURY,
    id="crime.domestic_assaults",
    label="Domestic assaults",
)
DOMESTIC_ASSAULT_KINDS = tuple(
    DOMESTIC.within(
        "offence_code", *codes, id=f"crime.{snake(kind)}_domestic_assaults", label=f"{kind} domestic assaults"
    )
    for kind, codes in (("Serious", SERIOUS), ("Less serious", LESS_SERIOUS), ("Non-injury", NON_INJURY))
)
ALCOHOL = Subject("crime.alcohol_related", "Alcohol-related crime", where=(("alcohol", (True,)),))
ALCOHOL_VIOLENCE = VIOLENCE.within(
    "alcohol", True, id="crime.alcohol_related_violence", label="Alcohol-related violence"
)
EXPLOITATION = Subject("crime.cse", "Child sexual exploitation crimes", where=(("cse", (True,)),))

ASB = Subject("asb.all", "Antisocial behaviour", kind="asb")
ASB_TYPES = tuple(
    ASB.within("type", name, id=f"asb.{snake(name)}", label=f"{name} antisocial behaviour")
    for name in ("Personal", "Nuisance", "Environmental")
)
ASB_YOUTH = ASB.within("youth", True, id="asb.youth", label="Youth-related antisocial behaviour")
