"""The commands: thin, each a call to the room that does the work."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from assessment import __version__
from assessment.errors import AssessmentError, UsageError

if TYPE_CHECKING:  # the run room is heavy, and most commands do not need it
    from assessment.run.request import Request

Raw = Annotated[Path | None, typer.Option("--raw", metavar="DIR", help="Folder of raw files; data/raw if not given.")]

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
    """Exit code 0: done. 1: something failed or was refused. 2: the command's words are wrong."""


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
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="Where editions go; outputs if not given.")] = None,
    chapter: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Only this chapter, such as harm; may be repeated."),
    ] = None,
    all_areas: Annotated[bool, typer.Option("--all", hidden=True)] = False,
    workers: Annotated[str | None, typer.Option(hidden=True)] = None,
    scheduler: Annotated[str | None, typer.Option(hidden=True)] = None,
    fresh: Annotated[bool, typer.Option("--fresh", hidden=True)] = False,
    restricted: Annotated[bool, typer.Option("--restricted", hidden=True)] = False,
    pdf: Annotated[bool, typer.Option("--pdf", hidden=True)] = False,
) -> None:
    """Build an edition for each area: pages, spreadsheet, figures.json and run.json."""
    later = {"--all": all_areas, "--workers": workers, "--scheduler": scheduler}
    for name, given in {**later, "--fresh": fresh, "--restricted": restricted, "--pdf": pdf}.items():
        _not_built(name, given)
    from assessment import project
    from assessment.run.request import Request

    names = areas or [project.DEMONSTRATION]
    requests = [Request.of(name, year, raw, out, chapter or []) for name in names]
    failed = [request for request in requests if not _build_one(request)]
    if failed:
        raise typer.Exit(1)


def _build_one(request: "Request") -> bool:
    """Build one edition and say where it is; False where a chapter failed."""
    from rich.console import Console

    from assessment.run import edition, progress

    with progress.progress_on(Console(stderr=True)) as shown:
        built = edition.build(request, shown)
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

    found = checking.check(project.area(area or project.DEMONSTRATION), project.raw_or_default(raw))
    typer.echo(json.dumps(checking.rows(found), indent=2, ensure_ascii=False) if as_json else checking.listing(found))
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
    plan = fetching.plan(configured, FinancialYear.parse(year or configured.year), source or [])
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
    for claim in auditing.check(text):
        typer.echo(auditing.line(claim))


@app.command()
def lab() -> None:
    """Open JupyterLab on the notebooks."""
    import subprocess

    from assessment import project

    folder = project.root() / "notebooks"
    command = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={folder}"]
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
    except AssessmentError as error:
        typer.echo(f"Error: {error}", err=True)
        code = error.exit_code
    except typer.Exit as ended:
        code = ended.exit_code
    except (KeyboardInterrupt, typer.Abort):
        typer.echo("Stopped. The earlier edition, if any, is as it was.", err=True)
        code = 1
    except Exception as error:
        code = _told(error)
    sys.exit(code or 0)


def _told(error: Exception) -> int:
    """Print an error of the command's words, or one that nobody foresaw; the exit code."""
    if type(error).__name__ == "NoArgsIsHelpError":
        typer.echo(error.format_message())
        return 2
    if hasattr(error, "format_message"):
        context = getattr(error, "ctx", None)
        usage = f"\n{context.get_usage()}" if context else ""
        typer.echo(f"Error: {error.format_message()}{usage}", err=True)
        return 2
    typer.echo(f"Error: {type(error).__name__}: {error}", err=True)
    typer.echo("This is a fault of the workbook: report it with the command that you typed.", err=True)
    return 1
