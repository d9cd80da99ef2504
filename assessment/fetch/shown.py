"""What a user sees while files come: a bar at a terminal, one plain line a file elsewhere."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn


class Shown:
    """Plain lines, for logs and pipes."""

    def __init__(self, console: Console) -> None:
        self.console = console

    def start(self, file: str, url: str) -> None:
        """A file begins."""
        self.console.print(f"{file} from {url}", markup=False, highlight=False, soft_wrap=True)

    def moved(self, file: str, size: int, length: int | None) -> None:
        """So many bytes of it have come, of a length that may not be known."""

    def done(self, file: str) -> None:
        """The file ended, well or not."""


class ShownBar(Shown):
    """A bar for each file."""

    def __init__(self, console: Console, bar: Progress) -> None:
        super().__init__(console)
        self.bar = bar
        self.task = bar.add_task("", total=None, visible=False)

    def start(self, file: str, url: str) -> None:
        """A new bar that says nothing of its length yet."""
        self.bar.remove_task(self.task)
        self.task = self.bar.add_task(escape(file), total=None)

    def moved(self, file: str, size: int, length: int | None) -> None:
        """Move the bar."""
        self.bar.update(self.task, completed=size, total=length)

    def done(self, file: str) -> None:
        """Take the bar away: the file's own line follows."""
        self.bar.update(self.task, visible=False)


@contextmanager
def shown_on(console: Console) -> Iterator[Shown]:
    """A bar where the console is a terminal, plain lines where it is not."""
    if not console.is_terminal:
        yield Shown(console)
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        yield ShownBar(console, bar)
