"""What a user sees while editions are built: bars at a terminal, plain lines elsewhere. `events` tells programs."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from pathlib import Path
from typing import TYPE_CHECKING, Self

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from assessment.errors import AssessmentError
from assessment.project import ChapterEntry

if TYPE_CHECKING:
    from assessment.run.chapter import ChapterRun
    from assessment.run.edition import Edition
    from assessment.run.request import Request


class PlainProgress:
    """One line a chapter, for logs and pipes; where several areas are built, each line begins with its area."""

    def __init__(self, console: Console, *, several: bool = False) -> None:
        self.console, self.several, self.area = console, several, ""

    def of(self, area: str) -> Self:
        """What is told of one area."""
        other = copy(self)
        other.area = area
        return other

    def begin(self, areas: list[str], workers: int) -> None:
        """The build of some areas begins."""

    def say(self, text: str) -> None:
        """A line to the user, outside of any chapter."""
        before = f"{self.area}: " if self.several and self.area else ""
        text = "".join(sign if sign.isprintable() or sign == "\n" else "?" for sign in f"{before}{text}")
        self.console.print(text, markup=False, highlight=False, emoji=False, soft_wrap=True)

    def expect(self, why: Mapping[ChapterEntry, str], seconds: Mapping[ChapterEntry, float], workers: int) -> None:
        """Chapters that are to run, that many at once: why, and how long they took when they ran last, where known."""

    def start(self, entry: ChapterEntry, cells: int) -> None:
        """A chapter of that many code cells begins."""

    def cell(self, entry: ChapterEntry, number: int, heading: str) -> None:
        """Its code cell `number`, under that heading, begins."""

    def done(self, run: "ChapterRun") -> None:
        """A chapter ended, as `run` says."""
        self.say(f"{run.entry.number} {run.entry.title}: {run.state} ({run.seconds:.1f} s)")

    def built(self, request: "Request", edition: "Edition") -> None:
        """An edition stands in its place, or beside it where chapters failed."""
        for run in edition.failed:
            self.say(f"Chapter '{run.entry.name}' failed. {run.error}")
            self.say(f"  Its notebook: {edition.folder / 'notebooks' / run.entry.file}.ipynb")
        name, chapters = f"{request.area.name} {request.year}", len(edition.chapters)
        chapters = "1 chapter" if chapters == 1 else f"{chapters} chapters"
        typer.echo(f"{name}: {len(edition.figures)} figures in {chapters}")
        typer.echo(f"  {edition.folder / 'index.html'}")

    def error(self, error: AssessmentError) -> None:
        """Why there is no edition of an area."""
        self.say(f"Error: {error}")

    def overview(self, path: Path) -> None:
        """The page over all areas is written."""
        typer.echo(f"All areas: {path}")

    def ended(self, faults: Mapping[str, str], areas: int) -> None:
        """The build of all areas ended; what befell those that failed."""
        if faults and areas > 1:
            self.say(f"{len(faults)} of {areas} areas failed:")
            for area, fault in faults.items():
                self.say(f"  {area}: {fault}")


class BarProgress(PlainProgress):
    """A bar for each chapter that runs, and one for each area, with the time that is to be expected."""

    def __init__(self, console: Console, bar: Progress, *, several: bool = False) -> None:
        super().__init__(console, several=several)
        self.bar = bar

    def of(self, area: str) -> Self:
        """The bars of one area."""
        other = super().of(area)
        other.tasks, other.left, other.whole, other.workers = {}, {}, None, 1
        return other

    def expect(self, why: Mapping[ChapterEntry, str], seconds: Mapping[ChapterEntry, float], workers: int) -> None:
        """Lengthen the area's bar."""
        if self.whole is None:
            self.whole = self.bar.add_task(escape(self.area), total=0, unit="chapters", expected="")
        self.left |= {entry: seconds.get(entry) for entry in why}
        self.workers = workers
        self.bar.update(self.whole, total=self.bar.tasks[self._place(self.whole)].total + len(why))
        self._foretell()

    def start(self, entry: ChapterEntry, cells: int) -> None:
        """A chapter begins: its own bar."""
        took = self.left.get(entry)
        expected = f"of about {took:.0f} s" if took else ""
        self.tasks[entry] = self.bar.add_task(self._titled(entry), total=cells, unit="cells", expected=expected)

    def cell(self, entry: ChapterEntry, number: int, heading: str) -> None:
        """Move the bar, and name the part of the chapter."""
        self.bar.update(self.tasks[entry], completed=number, description=self._titled(entry, f": {heading}"))

    def done(self, run: "ChapterRun") -> None:
        """Leave the chapter's bar with how it ended; of several areas only what runs has bars."""
        if run.entry not in self.tasks:  # it could not even be opened
            self.start(run.entry, 1)
        task = self.tasks.pop(run.entry)
        total = self.bar.tasks[self._place(task)].total
        if self.several:
            self.bar.remove_task(task)
        else:
            moved = {"completed": total} if run.state == "done" else {}
            self.bar.update(task, **moved, description=self._titled(run.entry, f": {run.state}"), expected="")
        self.left.pop(run.entry, None)
        self.bar.advance(self.whole)
        self._foretell()

    def built(self, request: "Request", edition: "Edition") -> None:
        """The area's bar goes where there are several."""
        if self.several and self.whole is not None:
            self.bar.remove_task(self.whole)
        super().built(request, edition)

    def _titled(self, entry: ChapterEntry, more: str = "") -> str:
        area = f"{self.area}: " if self.several else ""
        return escape(f"{area}{entry.number} {entry.title}{more}"[:70])

    def _place(self, task: int) -> int:
        return self.bar.task_ids.index(task)

    def _foretell(self) -> None:
        """Say how long the chapters that are left should take, where each one's time is known."""
        known = [took for took in self.left.values() if took is not None]
        about = f"about {sum(known) / self.workers:.0f} s left" if known and len(known) == len(self.left) else ""
        self.bar.update(self.whole, expected=about)


@contextmanager
def progress_on(console: Console, *, several: bool = False) -> Iterator[PlainProgress]:
    """Bars where the console is a terminal, plain lines where it is not."""
    if not console.is_terminal:
        yield PlainProgress(console, several=several)
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(bar_width=20),
        MofNCompleteColumn(),
        TextColumn("{task.fields[unit]}"),
        TimeElapsedColumn(),
        TextColumn("{task.fields[expected]}"),
    )
    with Progress(*columns, console=console, redirect_stdout=sys.stdout.isatty()) as bar:
        yield BarProgress(console, bar, several=several)
