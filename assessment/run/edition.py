"""Builds one edition: prepares the data, runs the chapters, publishes the pages, and moves the whole into its place."""

import json
import time
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from assessment import project, store
from assessment.errors import AssessmentError, storage
from assessment.figures import Figure
from assessment.periods import FinancialYear
from assessment.project import ChapterEntry
from assessment.run import place, record
from assessment.run.as_built import AsBuilt
from assessment.run.chapter import ChapterRun, notebook_of, run_chapter, surroundings
from assessment.run.inputs import Snapshot
from assessment.run.kept import Kept, chapters_of
from assessment.run.progress import PlainProgress
from assessment.run.request import Request
from assessment.run.warm.kernels import WarmKernels, warm_kernels

if TYPE_CHECKING:
    from assessment.publish.narratives import Narrative

FRESH = "--fresh was asked for"


@dataclass(frozen=True)
class Edition:
    """What a build left: the folder, how each chapter ended, and the figures."""

    folder: Path
    chapters: tuple[ChapterRun, ...]
    figures: tuple[Figure, ...]

    @property
    def failed(self) -> list[ChapterRun]:
        """The chapters that failed."""
        return [run for run in self.chapters if run.state == "failed"]


def build(request: Request, progress: PlainProgress) -> Edition:
    """Build an edition. An earlier one stays untouched until the new one is whole, and stays where a chapter fails."""
    home = place.Place(request.out, request.area.slug, request.folder, progress.say)
    files = Snapshot()  # before a kernel imports any of them
    with home.held(), warm_kernels() as kernels:
        with storage(project.processed_folder()):
            prepared = store.prepare(request.area, request.raw)
        refuse_blockers(prepared)
        refuse_empty_year(prepared, request.year)
        as_built = AsBuilt(request, prepared, files, home.folder)
        if unchanged := as_built.unchanged():
            progress.say("Nothing has changed since this edition was built")
            return Edition(home.folder, tuple(unchanged), tuple(as_built.figures))
        from assessment.publish.narratives import narratives_of  # what publishes is heavy, and not always needed

        words = narratives_of(request.area.slug, request.year)
        with storage(home.folder.parent), home.stage() as stage:
            runs = run_chapters(request, prepared, files, home.folder, stage, progress, kernels)
            figures = publish_edition(request, prepared, runs, stage, words, progress)
            whole = all(run.state == "done" for run in runs)
            folder = home.move_in(stage, whole=whole)
        if whole:
            as_built.note()
    return Edition(folder, tuple(runs), tuple(figures))


def refuse_blockers(prepared: store.Prepared) -> None:
    """Stop at the first problem that would make every figure doubtful."""
    blockers = [problem for problem in prepared.problems if problem.severity == "blocker"]
    if blockers:
        first, others = blockers[0], len(blockers) - 1
        more = f" {others} more such problems: see 'assessment check'." if others else ""
        place_ = f"{first.file}, line {first.line}" if first.line else first.file
        raise AssessmentError(first.message.rstrip("."), place_, first.mend + more)


def refuse_empty_year(prepared: store.Prepared, year: FinancialYear) -> None:
    """Stop where no crime of the year is in the files."""
    crime = prepared.table("crime")
    if crime is None or crime.empty:
        what, mend = (
            "No recorded crime of this area was found in the raw files",
            "See what was recognised: assessment check.",
        )
        raise AssessmentError(what, mend=mend)
    months = crime["month"].unique()
    if not set(year.months) & set(months):
        what = f"No crime recorded in {year} is in the raw files: they run from {min(months)} to {max(months)}"
        raise AssessmentError(what, mend="Ask for a year within them with --year, or add the files of that year.")


def run_chapters(
    request: Request,
    prepared: store.Prepared,
    files: Snapshot,
    earlier: Path,
    stage: Path,
    progress: PlainProgress,
    kernels: WarmKernels | None = None,
) -> list[ChapterRun]:
    """Run the chapters, as many at once as `request` has workers; they leave `stage`/notebooks and `stage`/chapters.

    Those that follow from nothing that has changed since they ran are taken as they were, with the chapters of the
    `earlier` edition that were not asked for. Those that come after all others read what the others left here.
    """
    for folder in ("notebooks", "chapters"):
        (stage / folder).mkdir()
    context = {"area": request.area.slug, "year": str(request.year), "prepared": str(prepared.folder)}
    context["restricted"] = request.restricted
    (stage / "context.json").write_text(json.dumps(context), encoding="utf-8")
    before, kept = chapters_of(earlier), Kept(request.area, request.folder, prepared, files)
    wanted = [entry for entry in project.chapters() if entry in request.chapters or entry.name in before]
    ended: dict[ChapterEntry, ChapterRun] = {}
    for wave in project.WAVES:
        asked = [entry for entry in wanted if entry.after == wave]
        fresh = request.chapters if request.fresh else ()
        found = {entry: FRESH if entry in fresh else kept.bring(entry, stage) for entry in asked}
        ended |= {entry: run for entry, run in found.items() if isinstance(run, ChapterRun)}
        why = {entry: reason for entry, reason in found.items() if entry not in ended}
        if before:
            say_why(why, progress)
        ran = side_by_side(longest_first([*why], earlier), request, stage, progress, kernels)
        ended |= {entry: replace(run, why=why[entry]) for entry, run in ran.items()}
        for run in ran.values():
            if run.state == "done":
                kept.keep(run, stage)
    return [ended[entry] for entry in wanted]


def say_why(why: dict[ChapterEntry, str], progress: PlainProgress) -> None:
    """Tell the user which chapters of an edition run again, and what of theirs has changed."""
    for reason in dict.fromkeys(why.values()):
        names = [entry.name for entry, told in why.items() if told == reason]
        progress.say(f"To run, for {reason}: {', '.join(names)}")


def longest_first(entries: list[ChapterEntry], earlier: Path) -> list[ChapterEntry]:
    """The chapters by the seconds that they took in the earlier edition, or else by the size of their notebooks."""
    told = record.told_by(earlier) or {"chapters": []}
    took = {chapter["name"]: chapter["seconds"] for chapter in told["chapters"]}
    return sorted(entries, key=lambda entry: -took.get(entry.name, notebook_of(entry).stat().st_size / 1000))


def side_by_side(
    entries: list[ChapterEntry],
    request: Request,
    stage: Path,
    progress: PlainProgress,
    kernels: WarmKernels | None,
) -> dict[ChapterEntry, ChapterRun]:
    """Run chapters over the workers. Where the build is stopped, those that run end with their kernels."""
    from assessment.run import engine  # what papermill needs is imported while the zygote imports

    if kernels and entries and kernels.fault:
        progress.say(f"Chapters start one by one, which takes longer: {kernels.fault}")
        kernels = None
    parameters = {"area": request.area.slug, "year": str(request.year)}
    with surroundings(stage), ThreadPoolExecutor(request.workers) as pool:
        asked = {entry: pool.submit(run_chapter, entry, parameters, stage, progress, kernels) for entry in entries}
        try:
            while wait(asked.values(), timeout=0.2).not_done:
                pass  # awake now and then: a signal that the system gave to another thread is heard here alone
            return {entry: one.result() for entry, one in asked.items()}
        except BaseException:
            progress.stopped = True
            pool.shutdown(wait=False, cancel_futures=True)
            if kernels:
                kernels.end()
            while not all(one.done() for one in asked.values()):
                engine.end_kernels()
                time.sleep(0.1)
            raise


def publish_edition(
    request: Request,
    prepared: store.Prepared,
    runs: list[ChapterRun],
    stage: Path,
    words: "dict[str, Narrative]",
    progress: PlainProgress,
) -> list[Figure]:
    """Turn what the chapters left into pages, spreadsheet, figures.json and run.json; remove the workings.

    `words` are the analyst's own, by chapter.
    """
    from assessment.publish.edition import publish

    made = datetime.now(UTC).replace(microsecond=0)
    record.write_run(stage / "run.json", request, prepared, runs, made, words.values())
    figures = publish(stage, request.area, request.year, runs, made, words, progress.say)
    place.remove_workings(stage)
    record.list_files(stage)
    return figures
