"""A force's extract in its own words: the area's configuration names its columns and its marks for yes, no, unknown."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from assessment.errors import AssessmentError
from assessment.project import Area, Extract
from assessment.sources import asb_extract, force_extract, recognised
from assessment.sources.base import Problem, RawFile, plain

EXTRACTS = {module.NAME: module.COLUMNS for module in (force_extract, asb_extract)}
SPARE = "own"  # put before a file's own column whose name the configuration gives to another


def mapping(area: Area) -> Extract | None:
    """How the area's extracts are written; None where they are as docs/data.md has them.

    Raises AssessmentError for a column that no extract has.
    """
    if not area.extract:
        return None
    known = dict.fromkeys(column.source for columns in EXTRACTS.values() for column in columns)
    wrong = next((name for name in area.extract.columns if name not in known), "")
    if wrong:
        what = f"A setting is wrong: extract.columns.{wrong}, an extract has no such column"
        mend = f"The columns are: {', '.join(known)}."
        raise AssessmentError(what, f"config/areas/{area.slug}.toml", mend)
    return area.extract


def key(extract: Extract) -> str:
    """A short hash of a mapping: what was read by one is not what another would read."""
    return hashlib.sha256(extract.model_dump_json().encode()).hexdigest()[:8]


def may_matter(formats: Sequence[str], problems: Sequence[Problem]) -> bool:
    """Could another mapping read the file otherwise? Only where it is an extract, or was not recognised."""
    return any(name in EXTRACTS for name in formats) or any(
        problem.check in ("not-recognised", "wrong-header", "doubled-column") for problem in problems
    )


def mapped(raw: RawFile, extract: Extract | None) -> RawFile:
    """The file under the workbook's names for its columns, where that makes an extract of it or nothing else is."""
    if extract is None or raw.kind != "csv":
        return raw
    header = _renamed(raw, extract)
    given = raw.header if header != raw.header else ()
    renamed = replace(raw, header=header, given=given, marks=extract.values)
    form = recognised(renamed)
    if form is None:
        return raw if recognised(raw) else renamed
    if form.name not in EXTRACTS:
        return raw
    return replace(renamed, notes=(*raw.notes, *_absent(renamed, extract, form.name)))


def _renamed(raw: RawFile, extract: Extract) -> tuple[str, ...]:
    """The header with the workbook's names; a column of its own that already bears one of them steps aside."""
    told = {name: [plain(own) for own in owns] for name, owns in extract.columns.items()}
    found = {name: next((own for own in owns if own in raw.columns), "") for name, owns in told.items()}
    names = {own: name for name, own in found.items() if own}
    taken = set(names.values())
    return tuple(
        names.get(column, f"{SPARE}_{title}" if column in taken else title)
        for column, title in zip(raw.columns, raw.header, strict=True)
    )


def _absent(raw: RawFile, extract: Extract, form: str) -> list[Problem]:
    """A warning for each column that the configuration names and the extract has not got."""
    mend = "Mend [extract.columns] in the area's configuration, or ask the force for the column."
    sources = {column.source for column in EXTRACTS[form]}
    absent = [name for name in extract.columns if name in sources and name not in raw.columns]
    return [
        Problem(
            "warning",
            "mapped-column",
            f"no column '{' or '.join(extract.columns[name])}', which the configuration takes for {name}",
            mend,
            raw.name,
            1,
            name,
        )
        for name in absent
    ]
