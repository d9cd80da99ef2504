"""What an area's configuration says, and what it may not say: checked before any work begins."""

import difflib
import re
from collections.abc import Iterable, Mapping
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, BaseModel, Field, field_validator, model_validator

from assessment.editions import Plan, Standing
from assessment.periods import FinancialYear
from assessment.settings import Amount, Name, Priority, Reason, Strict, Text, Year, YearOrNone, each_once
from assessment.versions import VERSION

Criterion = Literal["volume", "change", "harm", "county", "concentration", "concern"]
AUTHORITY = re.compile(r"(E0[6-9]|W06)\d{6}", re.ASCII)
PARTNERSHIP = re.compile(r"(E22|W14|W22)\d{6}", re.ASCII)


def _not_all_nought(weights: dict[str, float]) -> dict[str, float]:
    if weights and not sum(weights.values()):
        message = "at least one weight must be more than 0; take the table out to weigh all alike"
        raise ValueError(message)
    return weights


def _authority(code: str) -> str:
    if not AUTHORITY.fullmatch(code):
        message = f"'{code[:20]}' is not the code of a district or unitary authority, such as E06000009 or W06000015"
        raise ValueError(message)
    return code


def _known_version(version: int) -> int:
    if not 1 <= version <= VERSION:
        message = (
            f"this workbook reads versions up to {VERSION}, and the file was written for another; update the workbook"
        )
        raise ValueError(message)
    return version


Authority = Annotated[str, AfterValidator(_authority)]


class District(Strict):
    """A neighbour in the same police force area."""

    code: Authority
    name: Name


class Extract(Strict):
    """How a police force's own extract is written: its names for the columns, its marks for yes, no and unknown."""

    columns: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    values: dict[Literal["yes", "no", "unknown"], tuple[str, ...]] = Field(default_factory=dict)

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


class Outlook(Strict):
    """Something that may change crime or what the partnership does: its kind, when, its likely effect, who says so.

    `effect` is on recorded crime and disorder. It is shown in the editions of `since` to `until`, of all where empty.
    """

    kind: Literal["political", "economic", "social", "technological", "environmental", "legal", "organisational"]
    what: Reason
    when: Text = ""
    effect: Literal["more", "less", "unclear"] = "unclear"
    priorities: Annotated[tuple[Priority, ...], AfterValidator(each_once)] = ()
    source: Name
    since: YearOrNone = ""
    until: YearOrNone = ""

    def of(self, year: FinancialYear) -> bool:
        """Whether the edition of a year shows it."""
        first = FinancialYear.parse(self.since) if self.since else year.full
        last = FinancialYear.parse(self.until) if self.until else year.full
        return first <= year.full <= last


class Area(Strict):
    """A community safety partnership, as `config/areas/<slug>.toml` describes it."""

    slug: str
    version: Annotated[int, Field(strict=True), AfterValidator(_known_version)] = 1
    name: Name
    authorities: Annotated[tuple[Authority, ...], AfterValidator(each_once)]
    partnership: str = ""
    force: Text = ""
    contact: Text = ""
    year: Year
    districts: Annotated[tuple[District, ...], AfterValidator(each_once)] = ()
    priorities: Annotated[tuple[Priority, ...], AfterValidator(each_once)] = ()
    priorities_weights: Annotated[dict[Criterion, Amount], AfterValidator(_not_all_nought)] = Field(
        default_factory=dict
    )
    priorities_weights_reason: Reason = ""
    priorities_reasons: dict[Priority, Reason] = Field(default_factory=dict)
    morile: dict[Priority, Morile] = Field(default_factory=dict)
    horizon: tuple[Outlook, ...] = ()
    last_plan: tuple[Plan, ...] = ()
    edition: Annotated[tuple[Standing, ...], AfterValidator(each_once)] = ()
    extract: Extract | None = None

    @model_validator(mode="before")
    @classmethod
    def _reason_of_the_weights(cls, told: object) -> object:
        """The reason stands beside the weights in the file, and by itself here."""
        weights = told.get("priorities_weights") if isinstance(told, dict) else None
        if not isinstance(weights, dict) or "reason" not in weights:
            return told
        rest = {name: weight for name, weight in weights.items() if name != "reason"}
        return {**told, "priorities_weights": rest, "priorities_weights_reason": weights["reason"]}

    def plan_of(self, year: FinancialYear) -> Plan | None:
        """The plan that the edition of a year is judged against: the latest of those named for it; None without one."""
        return max((plan for plan in self.last_plan if plan.of(year)), key=lambda plan: plan.since, default=None)

    def standing(self, year: FinancialYear) -> Standing:
        """The state of the edition of a year: a draft where nothing is said of it."""
        return next((one for one in self.edition if one.year == str(year)), Standing(year=str(year)))

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


def shared(authorities: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """By code, what is told of an authority of several areas; `authorities` are the codes of each area by its slug."""
    areas: dict[str, list[str]] = {}
    for slug, codes in authorities.items():
        for code in codes:
            areas.setdefault(code, []).append(slug)
    return {
        code: f"{code} is an authority of several areas: {', '.join(slugs)}"
        for code, slugs in areas.items()
        if len(slugs) > 1
    }


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
    if error["type"] == "extra_forbidden":
        near = difflib.get_close_matches(str(error["loc"][-1]), _settings(Area), 1, 0.7)
        return phrases["extra_forbidden"] + (f" (did you mean '{near[0]}'?)" if near else "")
    if error["type"] == "literal_error":
        return f"'{str(error['input'])[:40]}' is not one of {error['ctx']['expected']}"
    said = error["msg"].removeprefix("Value error, ").rstrip(".")
    return phrases.get(error["type"], said[:1].lower() + said[1:])


def _settings(kind: object) -> set[str]:
    """The names of the settings in a kind, at whatever depth: those of the horizon in `tuple[Outlook, ...]`."""
    found = {name for one in get_args(kind) for name in _settings(one)}
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        found |= set(kind.model_fields)
        found |= {name for told in kind.model_fields.values() for name in _settings(told.annotation)}
    return found
