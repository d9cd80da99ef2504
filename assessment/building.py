"""Builds the editions that were asked for, side by side: one that fails does not stop the others."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from rich.console import Console

from assessment.areas import shared
from assessment.ends import foreseen
from assessment.errors import AssessmentError, Stopped, UsageError
from assessment.run import edition, stop
from assessment.run.progress import PlainProgress, progress_on
from assessment.run.request import Request
from assessment.run.workers import Workers

Ask = Callable[[str], Request]  # an area's name as a request for its edition
Crew = Callable[..., Workers]


@dataclass(frozen=True)
class Ended:
    """What became of one area: the request, if its configuration holds, and what of this build failed, in words."""

    area: str
    request: Request | None
    fault: str = ""


def crew_of(scheduler: str | None, *, unencrypted: bool = False) -> Crew:
    """What makes the workers of a build: those of this machine, or with a scheduler's address those of its cluster."""
    if scheduler is None:
        return Workers
    from assessment.run.cluster import Cluster, host_of

    host_of(scheduler)  # wrong words are told before anything is begun
    return partial(Cluster, address=scheduler, unencrypted=unencrypted)


def build(
    names: Sequence[str],
    ask: Ask,
    everywhere: bool = False,
    as_json: bool = False,
    crew: Crew = Workers,
) -> bool:
    """Build an edition of each area; False where one failed. With `everywhere`, a page over all of them as well.

    `crew` makes the workers.

    Raises UsageError for a name that is not configured, before anything is built, and what one area alone raises.
    With `as_json` all is told as events on standard output, errors too.
    """
    names = list(dict.fromkeys(names))
    with _shown(as_json, several=len(names) > 1) as shown:
        try:
            return _build(names, ask, shown, crew, everywhere=everywhere)
        except Exception as error:
            if as_json:
                shown.error(foreseen(error))
            raise


def _shown(as_json: bool, *, several: bool) -> AbstractContextManager[PlainProgress]:
    if as_json:
        from assessment.run.events import Events

        return nullcontext(Events(Console(), several=several))
    return progress_on(Console(stderr=True), several=several)


def _build(names: list[str], ask: Ask, shown: PlainProgress, crew: Crew, *, everywhere: bool) -> bool:
    asked = [_asked(name, ask, shown, alone=len(names) == 1) for name in names]
    page = _page_of(asked) if everywhere else None
    ended = _side_by_side(asked, shown, crew)
    if page:
        _write_page(ended, page)
        shown.overview(page)
    faults = {one.area: one.fault for one in ended if one.fault}
    shown.ended(faults, len(ended))
    return not faults


def _asked(name: str, ask: Ask, shown: PlainProgress, *, alone: bool) -> Ended:
    try:
        return Ended(name, ask(name))
    except UsageError:
        raise
    except AssessmentError as error:
        if alone:
            raise
        shown.of(name).error(error)
        return Ended(name, None, error.what)


def _side_by_side(asked: list[Ended], shown: PlainProgress, crew: Crew) -> list[Ended]:
    """Build the areas over one set of workers: one alone here, several in a thread each, so many as keep all busy."""
    number = max((one.request.workers for one in asked if one.request), default=1)
    alone = len(asked) == 1
    shown.begin([one.area for one in asked], number)
    for told in shared({one.area: one.request.area.authorities for one in asked if one.request}).values():
        shown.say(told)
    with stop.orderly(), crew(number, apart=not alone) as workers, ThreadPoolExecutor(workers.areas) as areas:
        try:
            if alone:
                return [_ended(0, asked[0], shown, workers)]
            return workers.results([areas.submit(_ended, *one, shown, workers) for one in enumerate(asked)])
        except KeyboardInterrupt:
            areas.shutdown(cancel_futures=True)
            name = f"{asked[0].request.area.name} {asked[0].request.year}" if alone else ""
            which = f"the edition of {name}" if alone else "each edition that was not yet built"
            what = f"Stopped; {which} is as it was"
            raise Stopped(what) from None


def _ended(turn: int, one: Ended, shown: PlainProgress, workers: Workers) -> Ended:
    """Build an area's edition, and say what became of it. One alone raises what went wrong."""
    if one.request is None:
        return one
    told = shown.of(one.area)
    try:
        built = edition.build(one.request, told, workers, turn)
    except Stopped:
        raise
    except Exception as error:  # the others are built whatever befell this one
        if not workers.apart:
            raise
        told.error(foreseen(error))
        unforeseen = f"a fault of the workbook ({type(error).__name__})"
        return Ended(one.area, one.request, error.what if isinstance(error, AssessmentError) else unforeseen)
    told.built(one.request, built)
    names = [run.entry.name for run in built.failed]
    fault = f"{'chapter' if len(names) == 1 else 'chapters'} {', '.join(names)} failed" if names else ""
    return Ended(one.area, one.request, fault)


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
