"""Options that several commands share, checked as they are typed, and those of `build` that say how."""

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
Restricted = Annotated[
    bool, typer.Option("--restricted", help="All counts, small ones too, marked and in a folder of its own.")
]
Pdf = Annotated[
    bool, typer.Option("--pdf", help="Also assessment.pdf, the whole edition for paper, printed by Chromium.")
]
Scheduler = Annotated[
    str | None, typer.Option(metavar="ADDRESS", help="Run chapters on a Dask cluster, such as tls://name:8786.")
]
Unencrypted = Annotated[
    bool, typer.Option("--allow-unencrypted", help="Use a scheduler without TLS beyond this machine all the same.")
]
Events = Annotated[
    bool, typer.Option("--json", help="What happens as objects of JSON, one a line, on standard output.")
]
