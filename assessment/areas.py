"""What an area's configuration says, and what it may not say: checked before any work begins."""

import re
from collections.abc import Iterable
from typing import Annotated, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator

from assessment.errors import UsageError
from assessment.periods import FinancialYear

Priority = Literal["violence", "sexual_offences", "domestic_abuse", "antisocial_behaviour", "exploitation"]
Criterion = Literal["volume", "change", "harm", "county", "concentration", "concern"]
REASON = 400  # characters
LONGEST = 100  # characters of a name: it stands in titles, in the navigation and on the spreadsheet's cover
AUTHORITY = re.compile(r"(E0[6-9]|W06)\d{6}", re.ASCII)
PARTNERSHIP = re.compile(r"(E22|W14|W22)\d{6}", re.ASCII)
One = TypeVar("One")


class Strict(BaseModel):
    """A part of the configuration: it does not change, and a setting that is not known is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _plain(text: str) -> str:
    if not text.isprintable() or len(text) > LONGEST:
        message = f"write it in at most {LONGEST} letters and signs, all of which can be seen"
        raise ValueError(message)
    return text.strip()


def _reason(text: str) -> str:
    if not text.isprintable() or not 0 < len(text.strip()) <= REASON:
        message = f"write it in one to {REASON} letters and signs, all of which can be seen"
        raise ValueError(message)
    return text.strip()


def _not_all_nought(weights: dict[str, float]) -> dict[str, float]:
    if weights and not sum(weights.values()):
        message = "at least one weight must be more than 0; take the table out to weigh all alike"
        raise ValueError(message)
    return weights


def _filled(text: str) -> str:
    if not text:
        message = "it must not be empty"
        raise ValueError(message)
    return text


def _authority(code: str) -> str:
    if not AUTHORITY.fullmatch(code):
        message = f"'{code[:20]}' is not the code of a district or unitary authority, such as E06000009 or W06000015"
        raise ValueError(message)
    return code


def _each_once(told: tuple[One, ...]) -> tuple[One, ...]:
    names = [getattr(one, "code", one) for one in told]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        message = f"'{twice}' is there twice"
        raise ValueError(message)
    return told


Text = Annotated[str, AfterValidator(_plain)]
Name = Annotated[Text, AfterValidator(_filled)]
Authority = Annotated[str, AfterValidator(_authority)]
Reason = Annotated[str, AfterValidator(_reason)]
Amount = Annotated[float, Field(ge=0, le=1000, allow_inf_nan=False)]


class District(Strict):
    """A neighbour in the same police force area."""

    code: Authority
    name: Name


class Extract(Strict):
    """How a police force's own extract is written: its names for the columns, its marks for yes, no and unknown."""

    columns: dict[str, tuple[str, ...]] = {}
    values: dict[Literal["yes", "no", "unknown"], tuple[str, ...]] = {}

    @field_validator("columns", "values", mode="before")
    @classmethod
    def _one_or_several(cls, told: object) -> object:
        one = isinstance(told, dict)
        return {name: (own,) if isinstance(own, str) else own for name, own in told.items()} if one else told

    @field_validator("columns", "values")
    @classmethod
    def _each_once(cls, told: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        named = [own.strip().lower() for owns in told.values() for own in owns]
        twice = next((own for own in named if named.count(own) > 1 or not own), None)
        if twice is not None:
            message = f"'{twice}' may stand for one thing only, and must not be empty"
            raise ValueError(message)
        return told


class Morile(Strict):
    """What the partnership entered for a priority on the sheet of MoRiLE (Management of Risk in Law Enforcement).

    Harm of four kinds, likelihood, the organisation's position, and confidence in the scores, on the sheet's own scale.
    """

    physical: Amount
    psychological: Amount
    financial: Amount
    community: Amount
    likelihood: Amount
    position: Amount
    confidence: Amount


def _year_or_none(text: str) -> str:
    try:
        return str(FinancialYear.parse(text)) if text else ""
    except UsageError as error:
        raise ValueError(str(error)) from None


Edition = Annotated[str, AfterValidator(_year_or_none)]


class Outlook(Strict):
    """Something that may change crime or what the partnership does: its kind, when, its likely effect, who says so.

    `effect` is on recorded crime and disorder. It is shown in the editions of `since` to `until`, of all where empty.
    """

    kind: Literal["political", "economic", "social", "technological", "environmental", "legal", "organisational"]
    what: Reason
    when: Text = ""
    effect: Literal["more", "less", "unclear"] = "unclear"
    priorities: Annotated[tuple[Priority, ...], AfterValidator(_each_once)] = ()
    source: Name
    since: Edition = ""
    until: Edition = ""

    def of(self, year: FinancialYear) -> bool:
        """Whether the edition of a year shows it."""
        first = FinancialYear.parse(self.since) if self.since else year
        last = FinancialYear.parse(self.until) if self.until else year
        return first <= year <= last


class Area(Strict):
    """A community safety partnership, as `config/areas/<slug>.toml` describes it."""

    slug: str
    name: Name
    authorities: Annotated[tuple[Authority, ...], AfterValidator(_each_once)]
    partnership: str = ""
    force: Text = ""
    year: str
    districts: Annotated[tuple[District, ...], AfterValidator(_each_once)] = ()
    priorities: Annotated[tuple[Priority, ...], AfterValidator(_each_once)] = ()
    priorities_weights: Annotated[dict[Criterion, Amount], AfterValidator(_not_all_nought)] = {}
    priorities_reasons: dict[Priority, Reason] = {}
    morile: dict[Priority, Morile] = {}
    horizon: tuple[Outlook, ...] = ()
    extract: Extract | None = None

    @field_validator("year")
    @classmethod
    def _a_financial_year(cls, text: str) -> str:
        try:
            return str(FinancialYear.parse(text))
        except UsageError as error:
            raise ValueError(str(error)) from None

    @field_validator("authorities")
    @classmethod
    def _at_least_one(cls, codes: tuple[str, ...]) -> tuple[str, ...]:
        if not codes:
            message = "an area needs the code of at least one local authority, such as E06000009"
            raise ValueError(message)
        return codes

    @field_validator("partnership")
    @classmethod
    def _a_partnership(cls, code: str) -> str:
        if code and not PARTNERSHIP.fullmatch(code):
            message = f"'{code[:20]}' is not the code of a community safety partnership, such as E22000151"
            raise ValueError(message)
        return code


def in_words(errors: Iterable[dict]) -> list[str]:
    """What pydantic found wrong, a phrase a setting: `priorities.0: …`."""
    return [f"{'.'.join(str(part) for part in error['loc'])}: {_phrase(error)}" for error in errors]


def _phrase(error: dict) -> str:
    phrases = {
        "extra_forbidden": "there is no such setting",
        "missing": "it is missing",
        "string_type": "it must be text in quotation marks",
        "tuple_type": "it must be a list in square brackets",
    }
    if error["type"] == "literal_error":
        return f"'{str(error['input'])[:40]}' is not one of {error['ctx']['expected']}"
    said = error["msg"].removeprefix("Value error, ").rstrip(".")
    return phrases.get(error["type"], said[:1].lower() + said[1:])
