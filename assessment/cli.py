"""The commands: thin, each a call to the room that does the work."""

import os
import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from assessment import __version__
from assessment.ends import say, told
from assessment.errors import AssessmentError, Stopped, UsageError
from assessment.new.command import new
from assessment.options import Events, Out, Pdf, Raw, Restricted, Scheduler, Unencrypted, folder

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


@app.command()
def build(
    areas: Annotated[
        list[str] | None,
        typer.Argument(metavar="[AREA]...", help="Configured areas; the demonstration if none."),
    ] = None,
    year: Annotated[
        str | None, typer.Option(metavar="2014/15", help="Financial year; the area's own if not given.")
    ] = None,
    to: Annotated[
        str | None,
        typer.Option(metavar="2014-12", help="The year to date: April to the end of this month of the year."),
    ] = None,
    raw: Raw = None,
    out: Out = None,
    chapter: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Only this chapter, such as harm; may be repeated."),
    ] = None,
    all_areas: Annotated[
        bool, typer.Option("--all", help="Every configured area, side by side, and a page over all of them.")
    ] = False,
    workers: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Chapters at once; one a core if not given.")
    ] = None,
    scheduler: Scheduler = None,
    unencrypted: Unencrypted = False,
    fresh: Annotated[bool, typer.Option("--fresh", help="Run every chapter, unchanged ones too.")] = False,
    restricted: Restricted = False,
    pdf: Pdf = False,
    as_json: Events = False,
) -> None:
    """Build an edition for each area: pages, spreadsheet, figures.json and run.json."""
    from assessment import building, project
    from assessment.run.request import Request

    if areas and all_areas:
        what = "--all builds every configured area, and takes no names"
        raise UsageError(what, mend="Give one or the other.")
    more = (year, raw, out, chapter or [], workers, fresh, restricted, to, pdf)
    names = project.area_names() if all_areas else areas or [project.DEMONSTRATION]
    crew = building.crew_of(scheduler, unencrypted=unencrypted)
    if not building.build(names, lambda name: Request.of(name, *more), all_areas, as_json, crew):
        raise typer.Exit(1)


@app.command()
def check(
    area: Annotated[
        str | None, typer.Argument(metavar="[AREA]", help="A configured area; the demonstration if none.")
    ] = None,
    raw: Raw = None,
    out: Out = None,
    as_json: Annotated[bool, typer.Option("--json", help="A list of objects instead of a table.")] = False,
) -> None:
    """Say what each raw file was recognised as, what is wrong with it, and what became of the last builds."""
    from assessment import check as checking
    from assessment import project

    configured = project.area(project.DEMONSTRATION if area is None else area)
    found, built = checking.check(configured, project.raw_or_default(raw)), checking.builds(configured, out)
    typer.echo(checking.as_json(found, built) if as_json else checking.listing(found, built))
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
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A text in UTF-8: a report, a plan, a page of HTML.")],
) -> None:
    """Check the claims of a text for internal consistency: a line a claim, and how many have each verdict."""
    from assessment.measures import audit as auditing

    what = "The text cannot be read"
    try:
        page = file.suffix.lower() in {".html", ".htm", ".xhtml"}
        judge = auditing.check_page if page else auditing.check
        claims = judge(auditing.decode(file.read_bytes()))
    except OSError as error:
        raise AssessmentError(what, f"{file}: {error.strerror}", "Name a text file that is there.") from None
    except ValueError as error:
        raise AssessmentError(what, f"{file} {error}", "Save it as plain text in UTF-8 and name that file.") from None
    for claim in claims:
        typer.echo(auditing.line(claim))
    typer.echo(auditing.summary(claims))


@app.command()
def compare(
    editions: Annotated[
        list[str],
        typer.Argument(metavar="OLD NEW", help="Two editions' folders; or AREA OLD-YEAR NEW-YEAR in outputs."),
    ],
    out: Annotated[
        Path | None,
        typer.Option("--out", parser=folder, metavar="FILE", help="Where the page goes; beside NEW if not given."),
    ] = None,
    fail_on_revision: Annotated[
        bool, typer.Option("--fail-on-revision", help="Exit 1 where a figure was revised for the same period.")
    ] = False,
) -> None:
    """Say what changed between two editions of an area, the largest first, and write it as a page."""
    from assessment.publish import compare as comparing

    shown, place, revised = comparing.run(*comparing.asked_for(editions), out)
    typer.echo(shown)
    typer.echo(f"  {place}")
    if fail_on_revision and revised:
        raise typer.Exit(1)


@app.command()
def lab() -> None:
    """Open JupyterLab on the page that says what is here: with a token, and reached from this machine alone."""
    import signal
    import subprocess

    from assessment import project

    asked = {
        "ServerApp.root_dir": project.root(),
        "LabApp.default_url": f"/lab/tree/{project.START}",
        "LabApp.extension_manager": "readonly",  # nothing is asked of the network; config/jupyter turns off the news
        "LabApp.extra_labextensions_path": Path(__file__).parent / "explore" / "labextensions",
    }
    command = [sys.executable, "-m", "jupyterlab", *(f"--{name}={value}" for name, value in asked.items())]
    if getattr(os, "geteuid", lambda: 1)() == 0:
        typer.echo("You are root: JupyterLab is started with --allow-root, and its notebooks may do all that root may.")
        command.append("--allow-root")
    signal.signal(signal.SIGINT, lambda *_: None)  # Ctrl-C is JupyterLab's, which asks before it ends
    surroundings = {  # the commands for its terminals, and its own configuration
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]),
        "JUPYTER_CONFIG_PATH": os.pathsep.join(
            filter(None, [str(project.root() / "config" / "jupyter"), os.environ.get("JUPYTER_CONFIG_PATH")])
        ),
    }
    raise typer.Exit(subprocess.run(command, check=False, env=os.environ | surroundings).returncode)


app.command()(new)


@app.command()
def purge(
    area: Annotated[str, typer.Argument(metavar="AREA", help="A configured area.")],
    out: Out = None,
    yes: Annotated[bool, typer.Option("--yes", help="Remove without asking.")] = False,
) -> None:
    """Remove what holds an area's records: processed tables, set-aside rows, kept chapters, restricted editions."""
    from assessment import project, purge

    folders = purge.held(project.area(area).slug, out or project.root() / project.OUTPUTS)
    for path in folders:
        typer.echo(path)
    if not folders:
        typer.echo("Nothing of this area is there to remove. Raw files are not touched: give them back or delete them.")
    elif yes or (sys.stdin.isatty() and typer.confirm("Remove these folders for good?")):
        purge.remove(folders)
        typer.echo(f"Removed: {len(folders)}. Raw files and public editions are as they were.")
    else:
        what = "Nothing was removed"
        raise AssessmentError(what, mend="Say --yes to remove what is listed.")


def main() -> NoReturn:
    """Run a command; every error says what, where and the mend, and none shows a traceback."""
    try:
        code = app(standalone_mode=False)
        if code == Stopped.exit_code:  # what typer makes of Ctrl-C, without a word
            say("Stopped.")
    except AssessmentError as error:
        say(f"{'' if isinstance(error, Stopped) else 'Error: '}{error}")
        code = error.exit_code
    except typer.Exit as ended:
        code = ended.exit_code
    except (KeyboardInterrupt, typer.Abort):
        say("Stopped.")
        code = Stopped.exit_code
    except Exception as error:
        code = told(error)
    sys.exit(code or 0)
