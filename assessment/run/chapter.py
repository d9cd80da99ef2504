"""Runs one chapter's notebook by papermill and says how it ended."""

import logging
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from assessment import project
from assessment.errors import AssessmentError, UsageError, storage_fault
from assessment.project import ChapterEntry
from assessment.run.progress import PlainProgress

if TYPE_CHECKING:
    from assessment.run.warm.kernels import WarmKernels

CONTEXT = "ASSESSMENT_EDITION"  # the folder of the edition being built; its kernels read context.json there
CELL_TIMEOUT = 300  # seconds; a chapter's slowest cell takes a few
CHAPTER_TIMEOUT = 1200  # seconds; the slowest chapter takes ten
MEMORY = "a chapter may have 3 GB, or half of the machine's where that is less"  # see assessment.run.warm.child


@dataclass(frozen=True)
class ChapterRun:
    """How a chapter ended: `done` or `failed`, after how many seconds, and the error in a sentence where it failed.

    `made` says when it ran and `why` it had to; one that was `kept` ran in an earlier build, from all the same.
    """

    entry: ChapterEntry
    state: str
    seconds: float
    error: str = ""
    parameters: dict[str, str] = field(default_factory=dict)
    made: str = ""
    kept: bool = False
    why: str = ""

    def told(self) -> dict[str, object]:
        """What run.json says of it, but for its name."""
        return {one.name: getattr(self, one.name) for one in fields(self) if one.name != "entry"}


def notebook_of(entry: ChapterEntry) -> Path:
    """The chapter's notebook. Raises AssessmentError where the file is missing."""
    path = project.root() / "notebooks" / f"{entry.file}.ipynb"
    if not path.is_file():
        what, mend = (
            f"The notebook of chapter '{entry.name}' is missing",
            "Restore it from the project's repository.",
        )
        raise AssessmentError(what, f"notebooks/{path.name}", mend)
    return path


def run_chapter(
    entry: ChapterEntry,
    parameters: dict,
    stage: Path,
    progress: PlainProgress,
    kernels: "WarmKernels | None" = None,
) -> ChapterRun:
    """Run a chapter into `stage`/notebooks. A failure is an outcome, not an exception."""
    begun, made = time.monotonic(), datetime.now(UTC).replace(microsecond=0).isoformat()
    try:
        _execute(entry, parameters, stage, progress, kernels)
        _must_have_saved(entry, stage)
        state, error = "done", ""
    except Exception as caught:  # whatever a notebook does, the other chapters still run
        state, error = "failed", in_a_sentence(caught)
    return ChapterRun(entry, state, round(time.monotonic() - begun, 2), error, dict(parameters), made)


def _execute(
    entry: ChapterEntry, parameters: dict, stage: Path, progress: PlainProgress, kernels: "WarmKernels | None"
) -> None:
    import papermill

    from assessment.run.engine import ENGINE

    source = notebook_of(entry)
    notebook = papermill.iorw.load_notebook_node(str(source))
    check_parameters(papermill.inspect_notebook(str(source)), parameters, source.name)
    headings = cell_headings(notebook)
    progress.start(entry, len(headings))
    numbers = {index: number for number, index in enumerate(headings)}

    def cell_started(cell: object, cell_index: int) -> None:
        # papermill puts a cell with the injected parameters behind the parameters cell
        index = max(cell_index - 1, 0)
        if index in numbers:
            progress.cell(entry, numbers[index], headings[index])

    papermill.execute_notebook(
        _literal(source),
        _literal(stage / "notebooks" / source.name),
        parameters=parameters,
        progress_bar=False,
        kernel_name="python3",
        engine_name=ENGINE,
        kernels=kernels,
        env=os.environ | {CONTEXT: str(stage)},
        execution_timeout=CELL_TIMEOUT,
        chapter_timeout=CHAPTER_TIMEOUT,
        on_cell_start=cell_started,
        # the kernel warns of its transport on loopback, and writes down all cells in the user's home
        extra_arguments=["--log-level=40", "--HistoryManager.enabled=False"],
    )


def _literal(path: Path) -> str:
    """A path as papermill takes it: braces would name a parameter."""
    return str(path).replace("{", "{{").replace("}", "}}")


def _must_have_saved(entry: ChapterEntry, stage: Path) -> None:
    """A notebook that leaves by exit(0) counts as run for papermill, and yet its chapter is not whole."""
    if not (stage / "chapters" / f"{entry.name}.json").is_file():
        what, mend = "The notebook ended before chapter.save()", "See that its last cell calls it, and build again."
        raise AssessmentError(what, f"{entry.file}.ipynb", mend)


def check_parameters(known: dict, given: dict, notebook: str) -> None:
    """Refuse parameters that the notebook does not have: papermill itself only logs a line."""
    unknown = sorted(set(given) - set(known))
    if unknown:
        what, names = f"{notebook} has no parameter '{unknown[0]}'", ", ".join(known)
        raise UsageError(what, mend=f"Its parameters are: {names}.")


def cell_headings(notebook: dict) -> dict[int, str]:
    """The heading under which each code cell stands, by the cell's index."""
    heading, found = "", {}
    for index, cell in enumerate(notebook["cells"]):
        if cell["cell_type"] == "code":
            found[index] = heading
        elif cell["source"].startswith("#"):
            heading = cell["source"].splitlines()[0].lstrip("# ")
    return found


def in_a_sentence(error: Exception) -> str:
    """What went wrong, in words for the person who runs the build: never a traceback."""
    name, value = getattr(error, "ename", type(error).__name__), str(getattr(error, "evalue", error))
    value = "".join(sign for sign in value if sign.isprintable() or sign == "\n")  # nothing that steers a terminal
    refused = storage_fault(value)
    if refused:
        return str(refused)
    if name in ("Blocked", "AssessmentError", "UsageError"):
        return value
    if name == "DeadKernelError":
        return f"The chapter's process ended by itself. Where memory is short, close other programs; {MEMORY}."
    if name.endswith("MemoryError"):
        return f"The chapter asked for more memory than there is: {MEMORY}. Look for what grows in its notebook."
    if name == "CellTimeoutError":
        times = f"A cell took more than {CELL_TIMEOUT} seconds, or the chapter more than {CHAPTER_TIMEOUT}"
        return f"{times}. Look for a loop in the notebook that is left behind."
    first = next((line for line in value.splitlines() if line.strip()), "no message")
    cell = getattr(error, "exec_count", None)
    place = f" in cell [{cell}]" if cell else ""
    return f"{name}{place}: {first[:300].rstrip('.')}. Open the notebook that is left behind to see where."


@contextmanager
def quiet() -> Iterator[None]:
    """Papermill logs a line a cell and the kernel one on transport: neither is the user's."""
    loggers = [logging.getLogger(name) for name in ("papermill", "traitlets")]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)
