"""The kinds of settings that an area's configuration is made of, each checked where it is read."""

from typing import Annotated, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from assessment.errors import UsageError
from assessment.periods import FinancialYear

Priority = Literal["violence", "sexual_offences", "domestic_abuse", "antisocial_behaviour", "exploitation"]
REASON = 400  # characters
LONGEST = 100  # characters of a name: it stands in titles, in the navigation and on the spreadsheet's cover
KEYS = ("code", "year", "figure")  # by which entries of a list are told apart
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


def _filled(text: str) -> str:
    if not text:
        message = "it must not be empty"
        raise ValueError(message)
    return text


def each_once(told: tuple[One, ...]) -> tuple[One, ...]:
    """Refuse what is there twice: entries by their code, year or figure, words by themselves."""
    names = [next((getattr(one, key) for key in KEYS if hasattr(one, key)), one) for one in told]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        message = f"'{twice}' is there twice"
        raise ValueError(message)
    return told


def _year_or_none(text: str) -> str:
    try:
        return str(FinancialYear.parse(text)) if text else ""
    except UsageError as error:
        raise ValueError(str(error)) from None


def _year(text: str) -> str:
    return _year_or_none(text) or _filled(text)


Text = Annotated[str, AfterValidator(_plain)]
Name = Annotated[Text, AfterValidator(_filled)]
Reason = Annotated[str, AfterValidator(_reason)]
Amount = Annotated[float, Field(ge=0, le=1000, allow_inf_nan=False)]
Year = Annotated[str, AfterValidator(_year)]
YearOrNone = Annotated[str, AfterValidator(_year_or_none)]
