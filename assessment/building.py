"""Builds the editions that were asked for one after another: one that fails does not stop the others."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import typer
from rich.console import Console

from assessment.ends import say, told
from assessment.errors import AssessmentError, Stopped, UsageError
from assessment.run import edition, progress, stop
from assessment.run.request import Request

Ask = Callable[[str], Request]  # an area's name as a request for its edition


@dataclass(frozen=True)
class Ended:
    """What became of one area: the request, if its configuration holds, and what of this build failed, in words."""

    area: str
    request: Request | None
    fault: str = ""


def build(names: Sequence[str], ask: Ask, everywhere: bool = False) -> bool:
    """Build an edition of each area; False where one failed. With `everywhere`, a page over all of them as well.

    Raises UsageError for a name that is not configured, before anything is built, and what one area alone raises.
    """
    names = list(dict.fromkeys(names))
    asked = [_asked(name, ask, alone=len(names) == 1) for name in names]
    page = _page_of(asked) if everywhere else None
    ended = []
    for number, one in enumerate(asked, 1):
        if len(asked) > 1:
            say(f"Area {number} of {len(asked)}: {one.area}")
        ended.append(_ended(one, alone=len(asked) == 1))
    if page:
        _write_page(ended, page)
    failed = [one for one in ended if one.fault]
    if failed and len(ended) > 1:
        say(f"{len(failed)} of {len(ended)} areas failed:")
        for one in failed:
            say(f"  {one.area}: {one.fault}")
    return not failed


def _asked(name: str, ask: Ask, *, alone: bool) -> Ended:
    try:
        return Ended(name, ask(name))
    except UsageError:
        raise
    except AssessmentError as error:
        if alone:
            raise
        say(f"Error: {error}")
        return Ended(name, None, error.what)


def _ended(one: Ended, *, alone: bool) -> Ended:
    if one.request is None:
        return one
    try:
        return Ended(one.area, one.request, _build_one(one.request))
    except Stopped:
        raise
    except Exception as error:  # the others are built whatever befell this one
        if alone:
            raise
        if not isinstance(error, AssessmentError):
            told(error)
            return Ended(one.area, one.request, f"a fault of the workbook ({type(error).__name__})")
        say(f"Error: {error}")
        return Ended(one.area, one.request, error.what)


def _build_one(request: Request) -> str:
    """Build one edition and say where it is; what failed of it in words."""
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
    names = [run.entry.name for run in built.failed]
    return f"{'chapter' if len(names) == 1 else 'chapters'} {', '.join(names)} failed" if names else ""


def _page_of(asked: Sequence[Ended]) -> Path | None:
    """Where the page over all areas goes. Raises AssessmentError where something else stands there."""
    from assessment.publish import overview

    request = next((one.request for one in asked if one.request), None)
    if request is None:
        return None
    path = request.out / (overview.RESTRICTED if request.restricted else overview.INDEX)
    overview.refuse_what_is_not_ours(path)
    return path


def _write_page(ended: Sequence[Ended], path: Path) -> None:
    from assessment.publish import overview
    from assessment.run.record import told_by

    rows = []
    for one in ended:
        request = one.request
        if request is None:
            rows.append(overview.Row(one.area, fault=one.fault))
            continue
        run = told_by(request.out / request.area.slug / request.folder)
        place = f"{request.area.slug}/{request.folder}"
        rows.append(overview.row_of(request.out, place, request.area.name, request.year, run, one.fault))
    overview.write(rows, path, datetime.now(UTC).replace(microsecond=0))
    typer.echo(f"All areas: {path}")
