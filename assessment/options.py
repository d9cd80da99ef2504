"""Options that several commands share, checked as they are typed."""

from pathlib import Path
from typing import Annotated

import typer

from assessment.errors import UsageError


def folder(text: str) -> Path:
    """A folder as it is typed; an empty word, as from a script's empty variable, is none and not the one at hand."""
    if not str(text).strip():
        what = "The name of a folder is empty"
        raise UsageError(what, mend="Name the folder, or leave the option out.")
    return Path(text)


Raw = Annotated[
    Path | None,
    typer.Option("--raw", parser=folder, metavar="DIR", help="Folder of raw files; data/raw if not given."),
]
Out = Annotated[
    Path | None,
    typer.Option("--out", parser=folder, metavar="DIR", help="Where editions go; outputs if not given."),
]
