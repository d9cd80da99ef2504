"""Builds one edition: prepares the data, runs the chapters, publishes the pages, and moves the whole into its place."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from assessment import project, store
from assessment.errors import AssessmentError, storage
from assessment.figures import Figure
from assessment.neighbours import told_in
from assessment.periods import FinancialYear
from assessment.publish.parts import Parts
from assessment.run import place, record
from assessment.run.as_built import AsBuilt
from assessment.run.chapter import ChapterRun
from assessment.run.chapters import beside, run_chapters
from assessment.run.progress import PlainProgress
from assessment.run.request import Request
from assessment.run.signed_off import refuse_unexplained
from assessment.run.workers import Workers

if TYPE_CHECKING:
    from assessment.publish.narratives import Narrative

Tell = Callable[[str], None]


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


def build(request: Request, progress: PlainProgress, workers: Workers, turn: int = 0) -> Edition:
    """Build an edition. An earlier one stays untouched until the new one is whole, and stays where a chapter fails.

    `turn` says which of several areas goes first where workers are short.
    """
    home = place.Place(request.out, request.area.slug, request.folder, progress.say)
    with home.held():
        with storage(project.processed_folder()):
            wanted = store.Wanted.of(request.area, request.raw)
            prepared = wanted.there()
        if prepared and (built := as_it_stands(AsBuilt(request, prepared, workers.files, home.folder), progress.say)):
            home.clear_failed()
            return built
        workers.begin(few=bool(prepared) and home.folder.exists() and not request.fresh and not workers.apart)
        from assessment.run import engine  # noqa: F401 - whole, before threads import what it shares with nbconvert

        if not prepared:
            with workers.preparing:
                prepared = store.Prepared.open(workers.call(turn, progress.say, make, wanted))
        refuse_blockers(prepared)
        refuse_empty_year(prepared, request.year)
        return anew(request, prepared, home, progress, workers, turn)


def anew(
    request: Request,
    prepared: store.Prepared,
    home: place.Place,
    progress: PlainProgress,
    workers: Workers,
    turn: int,
) -> Edition:
    """Run the chapters, publish what they left, and move the whole into its place."""
    from assessment.publish.narratives import narratives_of  # what publishes is heavy, and not always needed

    as_built = AsBuilt(request, prepared, workers.files, home.folder)
    if not workers.apart:
        Thread(target=get_ready).start()
    words = narratives_of(request.area.slug, request.year)
    with storage(home.folder.parent), home.stage() as stage:
        runs = run_chapters(request, prepared, home.folder, stage, progress, workers, turn)
        given = (request, prepared, runs, stage, words, as_built.parts)
        with workers.aside(turn, progress.say, publish_tables, request, runs, stage, as_built.parts) as tables:
            figures, parts = workers.call(turn, progress.say, publish_edition, *given)
            parts.now |= workers.results([tables])[0]
        place.remove_workings(stage)
        record.list_files(stage)
        whole = all(run.state == "done" for run in runs)
        if whole:
            refuse_unexplained(home.folder, request.area.standing(request.year), figures)
        folder = home.move_in(stage, whole=whole)
    if whole:
        as_built.note(parts)
    return Edition(folder, tuple(runs), tuple(figures))


def get_ready() -> None:
    """Import what pages are made with, while the chapters run."""
    from assessment.publish.exporter import exporter

    exporter()


def as_it_stands(as_built: AsBuilt, tell: Tell) -> Edition | None:
    """The edition that stands, and what its analyst was told of its words told again; None where it must be built."""
    runs = as_built.unchanged()
    if not runs:
        return None
    for told in ("Nothing has changed since this edition was built", *as_built.warnings):
        tell(told)
    return Edition(as_built.folder, tuple(runs), tuple(as_built.figures))


def make(_: Tell, wanted: store.Wanted) -> Path:
    """Make an area's tables; their folder."""
    with storage(project.processed_folder()):
        return store.made(wanted).folder


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
    months = prepared.months
    if not months:
        what, mend = (
            "No recorded crime of this area was found in the raw files",
            "See what was recognised: assessment check.",
        )
        raise AssessmentError(what, mend=mend)
    if not set(year.months) & set(months):
        what = f"No crime recorded in {year} is in the raw files: they run from {min(months)} to {max(months)}"
        raise AssessmentError(what, mend="Ask for a year within them with --year, or add the files of that year.")


def publish_edition(
    tell: Tell,
    request: Request,
    prepared: store.Prepared,
    runs: list[ChapterRun],
    stage: Path,
    words: "dict[str, Narrative]",
    parts: Parts,
) -> tuple[list[Figure], Parts]:
    """Turn what the chapters left into pages, figures.json and run.json.

    `words` are the analyst's own, by chapter; `parts` those of the edition before, returned with what they are of now.
    """
    from assessment.publish.edition import publish

    made = datetime.now(UTC).replace(microsecond=0)
    record.write_run(stage / "run.json", request, prepared, runs, made, words.values())
    figures = publish(stage, request.area, request.year, runs, made, words, tell, parts)
    refuse_newcomers(told_in(stage), beside(request, prepared, stage))
    return figures, parts


def publish_tables(_: Tell, request: Request, runs: list[ChapterRun], stage: Path, parts: Parts) -> dict[str, str]:
    """Write the workbook and CSV files; the hash of what they follow from."""
    from assessment.publish.tables import write_tables

    left, made = [run.entry for run in runs if run.state == "done"], datetime.now(UTC).replace(microsecond=0)
    write_tables(stage, left, request.area, request.year, made, restricted=request.restricted, parts=parts)
    return parts.now


def refuse_newcomers(before: list[dict], now: list[dict]) -> None:
    """Raise AssessmentError where the editions beside this one are others than those that its chapters hid against."""
    if before != now:
        what = "Another edition of this area was built or removed meanwhile, and this one was not laid beside it"
        raise AssessmentError(what, mend="Nothing was published: build it again.")
