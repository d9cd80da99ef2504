"""Builds one edition: prepares the data, runs the chapters, publishes the pages, and moves the whole into its place."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from assessment import project, store
from assessment.errors import AssessmentError
from assessment.figures import Figure
from assessment.periods import FinancialYear
from assessment.run import place, record
from assessment.run.chapter import ChapterRun, run_chapter
from assessment.run.kept import Kept, chapters_of
from assessment.run.progress import PlainProgress
from assessment.run.request import Request


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
    home = place.Place(request.out, request.area.slug, request.year.slug)
    home.make_ready()
    prepared = store.prepare(request.area, request.raw)
    refuse_blockers(prepared)
    refuse_empty_year(prepared, request.year)
    with home.stage() as stage:
        runs = run_chapters(request, prepared, home.folder, stage, progress)
        figures = publish_edition(request, prepared, runs, stage)
        whole = all(run.state == "done" for run in runs)
        folder = home.move_in(stage, whole=whole)
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
    request: Request, prepared: store.Prepared, earlier: Path, stage: Path, progress: PlainProgress
) -> list[ChapterRun]:
    """Run the chapters in turn; what each leaves is in `stage`/notebooks and `stage`/chapters.

    Chapters of the `earlier` edition that were not asked for are taken as they were, or run where they would not fit.
    """
    for folder in ("notebooks", "chapters"):
        (stage / folder).mkdir()
    context = {"area": request.area.slug, "year": str(request.year), "prepared": str(prepared.folder)}
    (stage / "context.json").write_text(json.dumps(context), encoding="utf-8")
    parameters = {"area": request.area.slug, "year": str(request.year)}
    before, kept = chapters_of(earlier), Kept(request.area, request.year, prepared)
    runs = []
    for entry in project.chapters():
        if entry in request.chapters or (entry.name in before and not kept.holds(entry)):
            runs.append(run_chapter(entry, parameters, stage, progress))
            if runs[-1].state == "done":
                kept.keep(entry, stage)
        elif entry.name in before:
            kept.bring(entry, stage)
            runs.append(ChapterRun(entry, "done", 0.0))
    return runs


def publish_edition(request: Request, prepared: store.Prepared, runs: list[ChapterRun], stage: Path) -> list[Figure]:
    """Turn what the chapters left into pages, spreadsheet, figures.json and run.json; remove the workings."""
    from assessment.publish.edition import publish

    made = datetime.now(UTC).replace(microsecond=0)
    record.write_run(stage / "run.json", request, prepared, runs, made)
    figures = publish(stage, request.area, request.year, runs, made)
    place.remove_workings(stage)
    return figures
