"""Runs the chapters of an edition over the workers; those that follow from nothing that has changed are taken again."""

import json
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

from assessment import project, store
from assessment.neighbours import beside as editions_beside
from assessment.project import ChapterEntry
from assessment.run import record
from assessment.run.chapter import ChapterRun, notebook_of
from assessment.run.kept import Kept, chapters_of
from assessment.run.progress import PlainProgress
from assessment.run.request import Request
from assessment.run.workers import Workers

FRESH = "--fresh was asked for"
FEW = 3  # chapters that sooner read what they need than wait until it is read for all


def run_chapters(
    request: Request,
    prepared: store.Prepared,
    earlier: Path,
    stage: Path,
    progress: PlainProgress,
    workers: Workers,
    turn: int = 0,
) -> list[ChapterRun]:
    """Run the chapters over the `workers`; they leave `stage`/notebooks and `stage`/chapters.

    Those that follow from nothing that has changed since they ran are taken as they were, with the chapters of the
    `earlier` edition that were not asked for. Those that come after all others read what the others left here.
    """
    for folder in ("notebooks", "chapters"):
        (stage / folder).mkdir()
    context = {"area": request.area.slug, "year": str(request.year), "prepared": str(prepared.folder)}
    context |= {"restricted": request.restricted, "beside": beside(request, prepared, stage)}
    (stage / "context.json").write_text(json.dumps(context), encoding="utf-8")
    before, kept = chapters_of(earlier), Kept(request.area, request.folder, prepared, workers.files)
    wanted = [entry for entry in project.chapters() if entry in request.chapters or entry.name in before]
    took = seconds_of(earlier)
    ended: dict[ChapterEntry, ChapterRun] = {}
    for wave in project.WAVES:
        asked = [entry for entry in wanted if entry.after == wave]
        fresh = request.chapters if request.fresh else ()
        found = {entry: FRESH if entry in fresh else kept.bring(entry, stage) for entry in asked}
        ended |= {entry: run for entry, run in found.items() if isinstance(run, ChapterRun)}
        why = {entry: reason for entry, reason in found.items() if entry not in ended}
        if before:
            say_why(why, progress)
        with workers.holding(prepared.folder) if len(why) > FEW else nullcontext():
            ran = side_by_side(why, took, request, stage, progress, workers, turn)
        ended |= {entry: replace(run, why=why[entry]) for entry, run in ran.items()}
        for run in ran.values():
            if run.state == "done":
                kept.keep(run, stage)
    return [ended[entry] for entry in wanted]


def beside(request: Request, prepared: store.Prepared, stage: Path) -> list[dict]:
    """The editions that a reader may subtract from the one that is built; a restricted one hides nothing from them."""
    files = {file.file: file.sha256 for file in prepared.files}
    return [] if request.restricted else editions_beside(stage.parent, request.area, request.year, files)


def say_why(why: dict[ChapterEntry, str], progress: PlainProgress) -> None:
    """Tell the user which chapters of an edition run again, and what of theirs has changed."""
    for reason in dict.fromkeys(why.values()):
        names = [entry.name for entry, told in why.items() if told == reason]
        progress.say(f"To run, for {reason}: {', '.join(names)}")


def seconds_of(edition: Path) -> dict[str, float]:
    """By chapter, the seconds that it took when it last ran for an edition that is there."""
    told = record.told_by(edition) or {"chapters": []}
    return {chapter["name"]: chapter["seconds"] for chapter in told["chapters"]}


def side_by_side(
    why: dict[ChapterEntry, str],
    took: dict[str, float],
    request: Request,
    stage: Path,
    progress: PlainProgress,
    workers: Workers,
    turn: int = 0,
) -> dict[ChapterEntry, ChapterRun]:
    """Run chapters over the workers: first what `took` longest, here or in another area, or has the largest notebook.

    Where the build is stopped, those that run end with their kernels.
    """
    known = workers.took | took
    expected = {entry: known[entry.name] for entry in why if entry.name in known}
    weight = {entry: expected.get(entry, notebook_of(entry).stat().st_size / 1000) for entry in why}
    progress.expect(why, expected, workers.at_once)
    parameters = {"area": request.area.slug, "year": str(request.year)}
    first = sorted(why, key=lambda entry: -weight[entry])
    asked = [workers.run(turn, weight[entry], entry, parameters, stage, progress) for entry in first]
    return dict(zip(first, workers.results(asked), strict=True))
