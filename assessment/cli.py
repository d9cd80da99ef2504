"""The commands: thin, each a call to the room that does the work."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from assessment import __version__
from assessment.errors import AssessmentError, Stopped, UsageError, storage_fault, system_fault

if TYPE_CHECKING:  # the run room is heavy, and most commands do not need it
    from assessment.run.request import Request


def _folder(text: str) -> Path:
    """A folder as it is typed; an empty word, as from a script's empty variable, is none and not the one at hand."""
    if not str(text).strip():
        what = "The name of a folder is empty"
        raise UsageError(what, mend="Name the folder, or leave the option out.")
    return Path(text)


Raw = Annotated[
    Path | None,
    typer.Option("--raw", parser=_folder, metavar="DIR", help="Folder of raw files; data/raw if not given."),
]
Out = Annotated[
    Path | None,
    typer.Option("--out", parser=_folder, metavar="DIR", help="Where editions go; outputs if not given."),
]

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Strategic assessments of community safety partnerships: from partners' files to published chapters.",
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Exit code 0: done. 1: something failed or was refused. 2: the command's words are wrong. 130: it was stopped."""


def _not_built(name: str, given: object) -> None:
    if given:
        what = f"{name} is not built yet"
        raise UsageError(what, mend="Leave it out; 'assessment --help' lists what there is.")


@app.command()
def build(
    areas: Annotated[
        list[str] | None,
        typer.Argument(metavar="[AREA]...", help="Configured areas; the demonstration if none."),
    ] = None,
    year: Annotated[
        str | None, typer.Option(metavar="2014/15", help="Financial year; the area's own if not given.")
    ] = None,
    raw: Raw = None,
    out: Out = None,
    chapter: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Only this chapter, such as harm; may be repeated."),
    ] = None,
    all_areas: Annotated[bool, typer.Option("--all", hidden=True)] = False,
    workers: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Chapters at once; one a core if not given.")
    ] = None,
    scheduler: Annotated[str | None, typer.Option(hidden=True)] = None,
    fresh: Annotated[bool, typer.Option("--fresh", hidden=True)] = False,
    restricted: Annotated[bool, typer.Option("--restricted", hidden=True)] = False,
    pdf: Annotated[bool, typer.Option("--pdf", hidden=True)] = False,
) -> None:
    """Build an edition for each area: pages, spreadsheet, figures.json and run.json."""
    later = {"--all": all_areas, "--scheduler": scheduler}
    for name, given in {**later, "--fresh": fresh, "--restricted": restricted, "--pdf": pdf}.items():
        _not_built(name, given)
    from assessment import project
    from assessment.run.request import Request

    names = areas or [project.DEMONSTRATION]
    requests = [Request.of(name, year, raw, out, chapter or [], workers) for name in names]
    failed = [request for request in requests if not _build_one(request)]
    if failed:
        raise typer.Exit(1)


def _build_one(request: "Request") -> bool:
    """Build one edition and say where it is; False where a chapter failed."""
    from rich.console import Console

    from assessment.run import edition, progress, stop

    try:
        with stop.orderly(), progress.progress_on(Console(stderr=True)) as shown:
            built = edition.build(request, shown)
    except KeyboardInterrupt:
        what = f"Stopped; the edition of {request.area.name} {request.year} is as it was"
        raise Stopped(what) from None
    for run in built.failed:
        typer.echo(f"Chapter '{run.entry.name}' failed. {run.error}", err=True)
        typer.echo(f"  Its notebook: {built.folder / 'notebooks' / run.entry.file}.ipynb", err=True)
    typer.echo(f"{request.area.name} {request.year}: {len(built.figures)} figures in {len(built.chapters)} chapters")
    typer.echo(f"  {built.folder / 'index.html'}")
    return not built.failed


@app.command()
def check(
    area: Annotated[
        str | None, typer.Argument(metavar="[AREA]", help="A configured area; the demonstration if none.")
    ] = None,
    raw: Raw = None,
    as_json: Annotated[bool, typer.Option("--json", help="A list of objects instead of a table.")] = False,
) -> None:
    """Say what each raw file was recognised as and what is wrong with it, without building."""
    from assessment import check as checking
    from assessment import project

    found = checking.check(project.area(project.DEMONSTRATION if area is None else area), project.raw_or_default(raw))
    typer.echo(checking.as_json(found) if as_json else checking.listing(found))
    if checking.blocks(found):
        raise typer.Exit(1)


@app.command()
def fetch(
    area: Annotated[str, typer.Argument(metavar="AREA", help="A configured area.")],
    year: Annotated[
        str | None, typer.Option(metavar="2014/15", help="Financial year; the area's own if not given.")
    ] = None,
    raw: Raw = None,
    source: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Only this source of config/sources.toml; may be repeated."),
    ] = None,
) -> None:
    """Download the open data from its publishers; a line a file, and what must be got by hand."""
    from assessment import fetch as fetching
    from assessment import project
    from assessment.periods import FinancialYear

    configured = project.area(area)
    plan = fetching.plan(configured, FinancialYear.parse(configured.year if year is None else year), source or [])
    if not fetching.run(plan, raw or project.root() / project.RAW, typer.echo):
        raise typer.Exit(1)


@app.command()
def audit(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A text in UTF-8: a report, a plan, a page.")],
) -> None:
    """Check the claims of a text for internal consistency: a line a claim."""
    from assessment.measures import audit as auditing

    try:
        text = file.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        what = "The text cannot be read"
        raise AssessmentError(what, f"{file}: {error.strerror}", "Name a text file that is there.") from None
    claims = auditing.check(text)
    for claim in claims:
        typer.echo(auditing.line(claim))
    if not claims:
        typer.echo("No claim whose arithmetic can be checked was found in this text.")


@app.command()
def lab() -> None:
    """Open JupyterLab on the notebooks."""
    import signal
    import subprocess

    from assessment import project

    folder = project.root() / "notebooks"
    command = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={folder}"]
    if getattr(os, "geteuid", lambda: 1)() == 0:
        typer.echo("You are root: JupyterLab is started with --allow-root, and its notebooks may do all that root may.")
        command.append("--allow-root")
    signal.signal(signal.SIGINT, lambda *_: None)  # Ctrl-C is JupyterLab's, which asks before it ends
    raise typer.Exit(subprocess.run(command, check=False).returncode)


def _later(name: str) -> None:
    @app.command(name, hidden=True, context_settings={"ignore_unknown_options": True, "allow_extra_args": True})
    def command(words: Annotated[list[str] | None, typer.Argument()] = None) -> None:
        _not_built(f"'assessment {name}'", True)


for _name in ("new", "compare"):
    _later(_name)


def main() -> NoReturn:
    """Run a command; every error says what, where and the mend, and none shows a traceback."""
    try:
        code = app(standalone_mode=False)
        if code == Stopped.exit_code:  # what typer makes of Ctrl-C, without a word
            _say("Stopped.")
    except AssessmentError as error:
        _say(f"{'' if isinstance(error, Stopped) else 'Error: '}{error}")
        code = error.exit_code
    except typer.Exit as ended:
        code = ended.exit_code
    except (KeyboardInterrupt, typer.Abort):
        _say("Stopped.")
        code = Stopped.exit_code
    except Exception as error:
        code = _told(error)
    sys.exit(code or 0)


def _say(text: str) -> None:
    """A line on the terminal, without anything in it that would steer the terminal."""
    typer.echo("".join(sign if sign.isprintable() or sign == "\n" else "?" for sign in text), err=True)


def _told(error: Exception) -> int:
    """Print an error of the command's words, of the disk, or one that nobody foresaw; the exit code."""
    if type(error).__name__ == "NoArgsIsHelpError":
        typer.echo(error.format_message())
        return 2
    if hasattr(error, "format_message"):
        context = getattr(error, "ctx", None)
        usage = f"\n{context.get_usage()}" if context else ""
        _say(f"Error: {error.format_message()}{usage}")
        return 2
    refused = storage_fault(error) or system_fault(error)
    if refused:
        _say(f"Error: {refused}")
        return 1
    _say(f"Error: {type(error).__name__}: {error}")
    _say("This is a fault of the workbook: report it with the command that you typed.")
    return 1
