"""The workers of a build: so many pieces of work at once, of one area or of many, over one process that forks."""

import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from functools import partial
from itertools import count
from pathlib import Path
from queue import Empty, PriorityQueue
from typing import Any, Self, TypeVar

from assessment.errors import Stopped
from assessment.project import ChapterEntry
from assessment.run.chapter import ChapterRun, quiet, run_chapter
from assessment.run.inputs import Snapshot
from assessment.run.progress import PlainProgress
from assessment.run.warm import work
from assessment.run.warm.kernels import WarmKernels

Result = TypeVar("Result")
Tell = Callable[[str], None]


class Workers:
    """`number` pieces of work at once: the areas' in their turn, and of each area first what takes longest.

    With `apart`, for areas that are built side by side, data are prepared and pages made in processes of their own.
    """

    def __init__(self, number: int, *, apart: bool = False) -> None:
        self.number, self.apart, self.stopped = number, apart, False
        self.at_once, self.areas = number, number + 1  # chapters at once; areas, so many as keep all busy
        self.took: dict[str, float] = {}  # seconds that chapters took in this build, by their names
        self.preparing = threading.Lock()  # two areas at once would read the same raw files twice
        self._changing = threading.RLock()  # areas begin at once, and there is one process that forks
        self._warm: WarmKernels | None = None
        self._told = False
        self.files = Snapshot()  # the project's own, as they are before a kernel imports any of them
        self._order = count()
        self._waiting: PriorityQueue = PriorityQueue()
        self._calls: list[Future] = []
        self._pool = ThreadPoolExecutor(number)

    def __enter__(self) -> Self:
        self._quiet = quiet()
        self._quiet.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown()
        if self._warm:
            self._warm.__exit__()
        self._quiet.__exit__(None, None, None)

    def begin(self, *, few: bool = False) -> WarmKernels | None:
        """Have the process that forks import what it needs, and go on meanwhile; there is none but on Linux.

        It is ready sooner where `few` chapters are expected to run.

        One that was killed is followed by another; one that could not begin is not.
        """
        with self._changing:
            if sys.platform != "linux" or self.stopped:
                return None
            if self._warm is None or self._warm.lost():
                if self._warm:
                    self._warm.__exit__()
                self._warm = WarmKernels(few=few)
            return self._warm

    def kernels(self, tell: Tell) -> WarmKernels | None:
        """What forks kernels, waited for; None where there can be none, which the user is told once."""
        with self._changing:
            warm = self.begin()
            if warm and not warm.fault:
                return warm
            if warm and not self._told and not self.stopped:
                self._told = True
                tell(f"Chapters start one by one, which takes longer: {warm.fault}")
            return None

    @contextmanager
    def holding(self, tables: Path) -> Iterator[None]:
        """Have the tables of a folder of the store read once for all chapters, meanwhile; best before the first."""
        warm = self.begin()
        if warm is None:
            yield
            return
        reading = threading.Thread(target=warm.hold, args=[tables])
        reading.start()
        try:
            yield
        finally:
            reading.join()
            warm.release(tables)

    def submit(self, turn: int, weight: float, piece: Callable[[], Result]) -> "Future[Result]":
        """Have a piece of work done when its turn comes, the weightiest of a turn first. Raises Stopped."""
        future: Future[Result] = Future()
        self._waiting.put((turn, -weight, next(self._order), future, piece))
        if self.stopped:
            self._drop()
        else:
            self._calls.append(self._pool.submit(self._next))
        return future

    def _next(self) -> None:
        try:
            *_, future, piece = self._waiting.get_nowait()
        except Empty:  # it was stopped
            return
        if not future.set_running_or_notify_cancel():
            return
        try:
            future.set_result(piece())
        except BaseException as error:  # whoever waits for it raises it again
            future.set_exception(error)

    def results(self, futures: "Iterable[Future[Result]]") -> list[Result]:
        """What some pieces of work gave, waited for; a stop that comes meanwhile ends all work. Raises Stopped."""
        asked = list(futures)
        try:
            while wait(asked, timeout=0.2).not_done:
                pass  # awake now and then: a signal that the system gave to another thread is heard here alone
        except KeyboardInterrupt:
            self.stop()
            raise
        try:
            found = [one.result() for one in asked]
        except CancelledError:
            found = []
        if self.stopped:
            what = "The build was stopped"
            raise Stopped(what)
        return found

    def run(
        self, turn: int, weight: float, entry: ChapterEntry, parameters: dict, stage: Path, progress: PlainProgress
    ) -> "Future[ChapterRun]":
        """Have a chapter run into `stage`."""
        return self.submit(turn, weight, partial(self._run, entry, parameters, stage, progress))

    def _run(self, entry: ChapterEntry, parameters: dict, stage: Path, progress: PlainProgress) -> ChapterRun:
        return self.ended(run_chapter(entry, parameters, stage, progress, self.kernels(progress.say)), progress)

    def ended(self, run: ChapterRun, progress: PlainProgress) -> ChapterRun:
        """Tell how a chapter ended; those that end because the build is stopped have not failed."""
        self.took[run.entry.name] = run.seconds
        if not self.stopped:
            progress.done(run)
        return run

    def call(self, turn: int, tell: Tell, function: Callable[..., Result], *given: Any) -> Result:
        """What a function returns that takes `tell` and what is `given`; raises what it raises.

        Where areas are built side by side it is called in a process of its own, before the area's chapters.
        """
        if not self.apart:
            return function(tell, *given)
        return self.results([self.submit(turn, float("inf"), partial(self._apart, tell, function, *given))])[0]

    @contextmanager
    def aside(self, turn: int, tell: Tell, function: Callable[..., Result], *given: Any) -> "Iterator[Future[Result]]":
        """Have such a function called in a process of its own, meanwhile; it has ended when the context is left."""
        future = self.submit(turn, float("inf"), partial(self._apart, tell, function, *given))
        try:
            yield future
        finally:
            wait([future])

    def _apart(self, tell: Tell, function: Callable[..., Result], *given: Any) -> Result:
        kernels = self.kernels(tell)
        return work.call(kernels, tell, function, *given) if kernels else function(tell, *given)

    def stop(self) -> None:
        """End all work: what waits is dropped, what runs ends with its kernels, waited for."""
        self.stopped = True
        self._drop()
        if self._warm:
            self._warm.end()
        from assessment.run import engine

        while not all(call.done() for call in self._calls):
            engine.end_kernels()
            time.sleep(0.1)

    def _drop(self) -> None:
        with suppress(Empty):
            while True:
                *_, future, _ = self._waiting.get_nowait()
                future.cancel()
                future.set_running_or_notify_cancel()  # without it nobody who waits is told
