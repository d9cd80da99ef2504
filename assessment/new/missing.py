"""What a raw folder does not hold yet: what to download, and what to ask partners for on which basis."""

import tomllib
from collections.abc import Iterator

from pydantic import ValidationError

from assessment import project
from assessment.areas import in_words
from assessment.errors import AssessmentError
from assessment.settings import Strict
from assessment.store import Prepared

WITHIN = "Shared within the partnership"  # how the licence of what partners send begins
NOT_USED = ("drug_deaths_by_substance", "severity_weights_unlabelled", "deprivation_indicators", "offence_codes")
NOT_USED += ("harm_weights", "harm_distribution")  # a version of weights comes with the workbook


class Request(Strict):
    """What is asked of a partner and on what basis, as `config/partners.toml` lists it."""

    of: str
    what: str
    basis: str
    formats: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()


def requests() -> list[Request]:
    """All that may be asked of partners. Raises AssessmentError for a file that does not hold."""
    path = project.root() / "config" / "partners.toml"
    try:
        return [Request.model_validate(one) for one in tomllib.loads(path.read_text(encoding="utf-8"))["request"]]
    except ValidationError as error:
        what = f"A setting is wrong: {'; '.join(in_words(error.errors()))}"
        raise AssessmentError(what, str(path), "Mend that and call again.") from None


def lines(prepared: Prepared, name: str) -> Iterator[str]:
    """What is missing for the area of that name, one line an item."""
    known = project.sources()
    open_data = [
        entry
        for format_, entry in known.items()
        if format_ not in NOT_USED and not entry.licence.startswith(WITHIN) and not prepared.supplied(format_)
    ]
    if open_data:
        yield "To download, as far as your questions need it ('assessment fetch' brings some of it)"
    for entry in open_data:
        yield f"  {entry.label}. {entry.how_to_get} Basis: published by {entry.publisher}; {entry.licence}."
    asked = [one for one in requests() if not _came(one, prepared, name)]
    if asked:
        yield "To ask partners for, each with the basis on which it may be shared"
    for one in asked:
        yield f"  {one.of}: {one.what} Basis: {one.basis}"


def _came(request: Request, prepared: Prepared, name: str) -> bool:
    """Whether anything of it is in the raw folder."""
    if any(prepared.supplied(format_) for format_ in request.formats):
        return True
    if not request.measures or "returns" not in prepared.heights:
        return False
    returns = prepared.polars("returns")
    measures = returns.filter(returns["area"] == name)["measure"]
    return any(measure.split(".")[0] in request.measures for measure in measures.unique())
