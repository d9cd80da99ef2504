"""Source files as a chapter's page names them."""

from collections.abc import Iterable

import pandas as pd

from assessment.periods import months_in_words
from assessment.store import SourceFile

COLUMNS = ["Source", "File", "Period or release", "Publisher", "Licence"]


def source_rows(files: Iterable[SourceFile]) -> pd.DataFrame:
    """A row a file; its fingerprint and how many of its rows were used stand on the index."""
    return pd.DataFrame([_row(file) for file in files], columns=COLUMNS)


def _row(file: SourceFile) -> tuple[str, ...]:
    what = f"{file.label or 'Not recognised'}{' (illustrative data)' if file.illustrative else ''}"
    period = months_in_words(file.period or file.release)
    return tuple(cell or "not stated" for cell in (what, file.file, period, file.publisher, file.licence))


def source_words(files: Iterable[SourceFile]) -> dict:
    """What a picture or table made from some files says of its source, and whether one of them is made up."""
    files = list(files)
    publishers = dict.fromkeys(f"{file.label} ({file.publisher})" for file in files)
    source = "; ".join(publishers) or "the workbook"
    return {"source": source, "illustrative": any(file.illustrative for file in files)}
