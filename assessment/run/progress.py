"""What a user sees while an edition is built: a bar at a terminal, plain lines elsewhere."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from assessment.project import ChapterEntry


class PlainProgress:
    """One line a chapter, for logs and pipes."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self.begun: dict[str, float] = {}
        self.stopped = False  # chapters that end because the build is stopped have not failed

    def say(self, text: str) -> None:
        """A line to the user, outside of any chapter."""
        self.console.print(text, markup=False, highlight=False, soft_wrap=True)

    def start(self, entry: ChapterEntry, cells: int) -> None:
        """A chapter of that many code cells begins."""
        self.begun[entry.name] = time.monotonic()

    def cell(self, entry: ChapterEntry, number: int, heading: str) -> None:
        """Its code cell `number`, under that heading, begins."""

    def done(self, entry: ChapterEntry, state: str) -> None:
        """The chapter ended as `state`: done or failed."""
        if self.stopped:
            return
        now = time.monotonic()
        seconds = now - self.begun.get(entry.name, now)  # one that could not even be opened took none
        self.console.print(f"{entry.number} {entry.title}: {state} ({seconds:.1f} s)", markup=False, soft_wrap=True)


class BarProgress(PlainProgress):
    """A bar that names chapter and cell."""

    def __init__(self, console: Console, bar: Progress) -> None:
        super().__init__(console)
        self.bar = bar
        self.tasks: dict[str, int] = {}

    def start(self, entry: ChapterEntry, cells: int) -> None:
        """A chapter begins: its own bar."""
        self.tasks[entry.name] = self.bar.add_task(f"{entry.number} {entry.title}", total=cells)

    def cell(self, entry: ChapterEntry, number: int, heading: str) -> None:
        """Move the bar, and name the part of the chapter."""
        text = escape(f"{entry.number} {entry.title}: {heading}"[:70])
        self.bar.update(self.tasks[entry.name], completed=number, description=text)

    def done(self, entry: ChapterEntry, state: str) -> None:
        """Leave the chapter's bar with how it ended; one that could not even be opened has none yet."""
        if self.stopped:
            return
        if entry.name not in self.tasks:
            self.start(entry, 1)
        task = self.tasks[entry.name]
        completed = self.bar.tasks[task].total if state == "done" else self.bar.tasks[task].completed
        text = f"{entry.number} {entry.title}: {state}"
        self.bar.update(task, completed=completed, description=text)


@contextmanager
def progress_on(console: Console) -> Iterator[PlainProgress]:
    """A bar where the console is a terminal, plain lines where it is not."""
    if not console.is_terminal:
        yield PlainProgress(console)
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("cells"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console) as bar:
        yield BarProgress(console, bar)
