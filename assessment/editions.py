"""What an area says of its editions: the state of each, and the plan that it is judged against."""

import re
from datetime import date, timedelta
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, field_validator, model_validator

from assessment.figures import FIGURE_ID
from assessment.periods import FinancialYear, months_in_words
from assessment.settings import Name, Reason, Strict, Text, Year, YearOrNone, each_once

TITLED = re.compile(r"\b(mrs?|ms|miss|mx|dr|prof|sir|dame|lord|lady|cllr|rev|insp|supt|pc)\b\.?", re.IGNORECASE)
ROLE = re.compile(
    r"\b(chair|director|head|manager|lead|leader|officer|executive|board|group|committee|panel|partnership|council|cabinet|"
    r"commander|constable|superintendent|inspector|commissioner|secretary|team|analyst|cadeirydd|bwrdd|cyfarwyddwr|pennaeth)",
    re.IGNORECASE,
)


def _role(text: str) -> str:
    if text and (TITLED.search(text) or not ROLE.search(text)):
        message = "name the role that signed it off, such as Chair of the partnership, and never a person"
        raise ValueError(message)
    return text


def _figure(id: str) -> str:
    if not FIGURE_ID.fullmatch(id) or len(id) > 200:
        message = f"'{id[:40]}' is not a figure's id, such as crime.all.count"
        raise ValueError(message)
    return id


Role = Annotated[Text, AfterValidator(_role)]
FigureId = Annotated[str, AfterValidator(_figure)]


class Revision(Strict):
    """A correction of an edition that was final: when, why, and the figures that it changed."""

    on: date
    why: Reason
    figures: Annotated[tuple[FigureId, ...], AfterValidator(each_once)] = ()


class Standing(Strict):
    """The state of one edition: a draft until a role signs it off, then final; withdrawn with the date and the reason.

    A final edition that was corrected says so in its revisions.
    """

    year: Year
    state: Literal["draft", "final", "withdrawn"] = "draft"
    signed_off_by: Role = ""
    signed_off_on: date | None = None
    withdrawn_on: date | None = None
    withdrawn_why: Reason | None = None
    revision: tuple[Revision, ...] = ()

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        signed, gone = (self.signed_off_by, self.signed_off_on), (self.withdrawn_on, self.withdrawn_why)
        ahead = next((day for day in (signed[1], *self._later()) if day and day > date.today() + timedelta(1)), None)
        wrong = {  # it may be a day later elsewhere
            f"{ahead} has not come yet: name the day on which it was signed off, revised or withdrawn": ahead,
            "a final edition says signed_off_by (a role) and signed_off_on": self.state == "final" and not all(signed),
            "a draft is signed off by nobody and has no revision": self.state == "draft"
            and any((*signed, self.revision)),
            "signed_off_by and signed_off_on go together": any(signed) and not all(signed),
            "a withdrawn edition says withdrawn_on and withdrawn_why": self.state == "withdrawn" and not all(gone),
            "only a withdrawn edition says withdrawn_on and withdrawn_why": self.state != "withdrawn" and any(gone),
            "what was never signed off has no revision": bool(self.revision) and not all(signed),
            "a revision or withdrawal comes after the sign-off": any(
                day < signed[1] for day in self._later() if signed[1]
            ),
        }
        message = next((told for told, holds in wrong.items() if holds), "")
        if message:
            raise ValueError(message)
        return self

    def _later(self) -> list[date]:
        return [*(one.on for one in self.revision), *filter(None, [self.withdrawn_on])]

    @property
    def in_words(self) -> str:
        """The state with role and dates: `final; signed off by: Chair of the partnership, 30 September 2015`."""
        told = [self.state]
        told += [f"signed off by: {self.signed_off_by}, {self.signed_off_on}"] if self.signed_off_by else []
        told += [f"corrected on {one.on}" for one in self.corrections[:1]]
        told += [f"withdrawn on {self.withdrawn_on}"] if self.withdrawn_on else []
        return months_in_words("; ".join(told))

    @property
    def corrections(self) -> tuple[Revision, ...]:
        """Its revisions, the latest first."""
        return tuple(sorted(self.revision, key=lambda one: one.on, reverse=True))


class Measure(Strict):
    """One measure of a plan: the aim in the partnership's own words, the figure that measures it, what was wanted.

    `figure` is the id of a count, of records or of partners' returns; `measured_by` says what a return counts. Where
    the plan names no direction, `why` says so.
    """

    objective: Reason
    figure: FigureId
    wanted: Literal["fall", "rise", "none"]
    measured_by: Text = ""
    baseline: YearOrNone = ""
    why: Reason | None = None

    @field_validator("figure")
    @classmethod
    def _a_count(cls, id: str) -> str:
        if not id.endswith(".count"):
            message = f"'{id[:60]}' is not the id of a count, such as crime.all.count or marac.cases.count"
            raise ValueError(message)
        return id


class Plan(Strict):
    """A plan that editions are judged against, those of `since` to `until`; `baseline` is the year before it began."""

    name: Name
    source: Name
    baseline: Year
    since: Year
    until: Year
    measures: Annotated[tuple[Measure, ...], Field(min_length=1, max_length=40), AfterValidator(each_once)]

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        baselines = [self.baseline, *(one.baseline for one in self.measures if one.baseline)]
        if not max(baselines) < self.since <= self.until:
            message = "every baseline comes before since, and since not after until"
            raise ValueError(message)
        return self

    def of(self, year: FinancialYear) -> bool:
        """Whether the edition of a year is judged against it."""
        return self.since <= str(year.full) <= self.until
