"""Source files as a chapter's page names them."""

import itertools
import re
from collections.abc import Iterable, Sequence

import pandas as pd

from assessment.periods import months_between, months_in_words
from assessment.store import SourceFile

COLUMNS = ["Source", "File", "Period or release", "Publisher", "Licence"]
UNSAID = "not stated"
SPAN = re.compile(r"(\d{4}-\d\d) to (\d{4}-\d\d)")


def source_rows(files: Iterable[SourceFile]) -> pd.DataFrame:
    """A row for all files of one source, publisher and licence.

    The index has a row a file, with its fingerprint and how many of its rows were used.
    """
    found: dict[tuple[str, ...], list[SourceFile]] = {}
    for file in files:
        what = f"{file.label or 'Not recognised'}{' (illustrative data)' if file.illustrative else ''}"
        found.setdefault((what, file.publisher, file.licence), []).append(file)
    rows = [(what, _names(same), _periods(same), *rest) for (what, *rest), same in found.items()]
    return pd.DataFrame([[cell or UNSAID for cell in row] for row in rows], columns=COLUMNS)


def _names(files: Sequence[SourceFile]) -> str:
    first, *others = sorted(file.file for file in files)
    return f"{first} and {len(others)} more" if len(others) > 1 else ", ".join([first, *others])


def _periods(files: Sequence[SourceFile]) -> str:
    """The periods or releases; spans of months that follow on each other as one."""
    told = sorted({file.period or file.release for file in files} - {""})
    spans = [SPAN.fullmatch(one) for one in told]
    if len(told) > 1 and all(spans):
        ends = sorted(one.groups() for one in spans)
        joined = all(len(months_between(last, first)) <= 2 for (_, last), (first, _) in itertools.pairwise(ends))
        told = [f"{ends[0][0]} to {ends[-1][1]}"] if joined else told
    return months_in_words(", ".join(told)).replace("lsoa outlines", "LSOA outlines")


def source_words(files: Iterable[SourceFile]) -> dict:
    """What a picture or table made from some files says of its source, and whether one of them is made up."""
    files = list(files)
    publishers = dict.fromkeys(f"{file.label} ({file.publisher})" for file in files)
    source = "; ".join(publishers) or "the workbook"
    return {"source": source, "illustrative": any(file.illustrative for file in files)}
