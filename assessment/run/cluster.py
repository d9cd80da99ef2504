"""Chapters on the machines of a Dask cluster: each is sent where it is free, with what it reads, which goes there once.

Data are prepared and pages are made here. A worker that is lost loses nothing: Dask gives its chapters to another.
"""

import ipaddress
import json
import logging
import re
import threading
import time
from collections import defaultdict
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from assessment.errors import AssessmentError, Stopped, UsageError
from assessment.periods import FinancialYear
from assessment.project import ChapterEntry
from assessment.published import FIGURES, RUN, year_before
from assessment.run import remote
from assessment.run.chapter import ChapterRun, in_a_sentence
from assessment.run.inputs import sha256
from assessment.run.progress import PlainProgress
from assessment.run.warm.kernels import WarmKernels
from assessment.run.workers import Workers

if TYPE_CHECKING:
    import distributed

ANSWER, JOIN = 10, 60  # seconds that a scheduler may take to answer, and that a cluster may have no worker
PAUSE = 0.05  # seconds between two looks at a chapter
IN_FLIGHT = 64
GUIDE = "docs/cluster.md says how to start a cluster."
ADDRESS = re.compile(r"(tcp|tls)://(\[[0-9a-fA-F:]+\]|[^/:\s]+):(\d+)/?")


class Cluster(Workers):
    """Workers of which the chapters run elsewhere; `number` is how many other pieces of work run here."""

    def __init__(self, number: int, address: str, *, apart: bool = False, unencrypted: bool = False) -> None:
        refuse_open(address, allowed=unencrypted)
        super().__init__(number, apart=apart)
        self.build = uuid4().hex
        self.client = _connected(address)
        self.other: set[str] = set()  # workers whose project is another
        try:
            refuse_open(self.client.scheduler_info()["address"], allowed=unencrypted)
            marks = self.client.run(remote.mark_here, on_error="return")
            self.other = {worker for worker, mark in marks.items() if mark != remote.mark_of(self.files, "")}
            self._fit()
            self.at_once = sum(self.client.nthreads().values())
        except BaseException:
            self.client.close()
            raise
        self.areas = number + 1 + self.at_once // 4
        self._marks: dict[Path, str] = {}
        self._sending: dict[str, threading.Lock] = defaultdict(threading.Lock)
        self._far = ThreadPoolExecutor(IN_FLIGHT)

    def __exit__(self, *_: object) -> None:
        self._far.shutdown(cancel_futures=True)
        self._forget()
        super().__exit__()

    def begin(self, *, few: bool = False) -> WarmKernels | None:
        """What forks here makes data and pages alone, and only where several areas are built."""
        return super().begin(few=few) if self.apart else None

    def run(
        self, turn: int, weight: float, entry: ChapterEntry, parameters: dict, stage: Path, progress: PlainProgress
    ) -> "Future[ChapterRun]":
        """Have a chapter run on the cluster, what it leaves brought into `stage`."""
        return self._far.submit(self._sent, turn, weight, entry, parameters, stage, progress)

    def stop(self) -> None:
        """End all work, the cluster's too."""
        self.stopped = True
        self._far.shutdown(cancel_futures=True)  # each chapter that waits there is taken back before all is forgotten
        self._forget()
        super().stop()

    def _sent(
        self, turn: int, weight: float, entry: ChapterEntry, parameters: dict, stage: Path, progress: PlainProgress
    ) -> ChapterRun:
        try:
            run = self._on_the_cluster(-turn * 1e6 + weight, entry, parameters, stage)
        except Exception as error:  # the other chapters still run
            told = str(error) if isinstance(error, AssessmentError) else f"The cluster: {in_a_sentence(error)}"
            run = ChapterRun(entry, "failed", 0.0, told, dict(parameters))
        return self.ended(run, progress)

    def _on_the_cluster(self, order: float, entry: ChapterEntry, parameters: dict, stage: Path) -> ChapterRun:
        """Send a chapter until a worker has all that it reads; bring what it left."""
        reads = files_of(entry, stage)
        job = self._job(entry, parameters, stage, reads)
        answer = self._asked(job, order)
        while answer.run is None:
            if answer.other:
                self.other.add(answer.worker)
            else:
                self._send(answer, {self._mark(path): path for path in reads.values()})
            answer = self._asked(job, order, prefer=answer.worker if answer.missing else "")
        for name, data in answer.left.items():
            (stage / name).write_bytes(data.replace(_in_json(answer.stage), _in_json(stage)))
        return answer.run

    def _job(self, entry: ChapterEntry, parameters: dict, stage: Path, reads: dict[str, Path]) -> remote.Job:
        told = json.loads((stage / "context.json").read_text(encoding="utf-8"))
        context = {name: told[name] for name in ("restricted", "beside")}
        marks = {name: self._mark(path) for name, path in reads.items()}
        mark = remote.mark_of(self.files, parameters["area"])
        return remote.Job(self.build, mark, entry.name, dict(parameters), stage.name, context, marks)

    def _mark(self, path: Path) -> str:
        """A file's hash; what lies in the store never changes, and is hashed once."""
        if path.suffix != ".parquet":
            return sha256(path.read_bytes())
        if path not in self._marks:
            self._marks[path] = sha256(path.read_bytes())
        return self._marks[path]

    def _asked(self, job: remote.Job, order: float, prefer: str = "") -> remote.Answer:
        """What a worker answers; one that is lost meanwhile is followed by another."""
        where = [prefer] if prefer else self._fit()
        future = self.client.submit(
            on_worker, job, pure=False, workers=where, allow_other_workers=bool(prefer), priority=order
        )
        seen = time.monotonic()
        while not future.done():
            if self.stopped:
                future.cancel()
                what = "The build was stopped"
                raise Stopped(what)
            if time.monotonic() - seen > JOIN:
                if not self.client.nthreads():
                    future.cancel()
                    raise _no_workers()
                seen = time.monotonic()
            time.sleep(PAUSE)
        return future.result()

    def _fit(self) -> list[str] | None:
        """The workers that may be asked: None for any. Raises AssessmentError where each has another project."""
        if not self.other:
            return None
        fit = [worker for worker in self.client.nthreads() if worker not in self.other]
        if not fit:
            what = "The workers of the cluster have another version of the project, its settings or its packages"
            mend = "Bring the same files and the packages of requirements.lock to them, and start them anew."
            raise AssessmentError(what, ", ".join(sorted(self.other)), mend)
        return fit

    def _send(self, answer: remote.Answer, contents: dict[str, Path]) -> None:
        """Send a worker what it misses still: two chapters that want the same of it wait for one another."""
        there = {"workers": [answer.worker], "on_error": "ignore"}
        with self._sending[answer.worker]:
            for missing in self.client.run(remote.missing, self.build, answer.missing, **there).values():
                data = [contents[mark].read_bytes() for mark in missing]
                self.client.run(remote.keep, self.build, data, **there)

    def _forget(self) -> None:
        """Have every worker remove what this build sent, and leave the cluster."""
        try:
            self.client.run(remote.end, self.build, on_error="ignore")
        except Exception:  # the scheduler is gone: the workers forget by themselves, and later
            logging.getLogger(__name__).debug("the cluster did not answer", exc_info=True)
        self.client.close(timeout=ANSWER)


def on_worker(job: remote.Job) -> remote.Answer:
    """What a worker of the cluster is asked to do."""
    from distributed import get_worker

    return remote.run(job, get_worker().address)


def files_of(entry: ChapterEntry, stage: Path) -> dict[str, Path]:
    """What a chapter may read, by its place below the folder of its job: the tables, what others left, the year before.

    Others' leavings and the edition of the year before are for those chapters alone that run after the others.
    """
    told = json.loads((stage / "context.json").read_text(encoding="utf-8"))
    found = {f"tables/{path.name}": path for path in Path(told["prepared"]).iterdir() if path.suffix != ".csv"}
    if entry.after:
        found |= {f"{stage.name}/chapters/{path.name}": path for path in (stage / "chapters").glob("*.json")}
        earlier = year_before(stage, FinancialYear.parse(told["year"]), restricted=told["restricted"])
        found |= {f"{earlier.name}/{name}": earlier / name for name in (FIGURES, RUN) if (earlier / name).is_file()}
    return found


def host_of(address: str) -> str:
    """The host that an address names. Raises UsageError for what is no address."""
    told = ADDRESS.fullmatch(address)
    if not told:
        what = f"'{address[:80]}' is not the address of a scheduler"
        raise UsageError(what, mend="Write it as tcp://127.0.0.1:8786 or tls://name:8786.")
    return told[2].strip("[]")


def refuse_open(address: str, *, allowed: bool) -> None:
    """Raise UsageError for what is no address, AssessmentError for one over which others could read what is sent."""
    host = host_of(address)
    if address.startswith("tcp:") and not allowed and not _is_loopback(host):
        what = "The scheduler is not encrypted, and it listens beyond this machine: others could read what is sent"
        mend = f"Use TLS, or start it with --host 127.0.0.1; --allow-unencrypted goes on all the same. {GUIDE}"
        raise AssessmentError(what, address, mend)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _connected(address: str) -> "distributed.Client":
    """A client of the scheduler at an address, by Dask's own settings of TLS; it has a worker at least."""
    try:
        import distributed
    except ImportError:
        what, mend = "Dask is not installed", "Install the extra: python -m pip install 'assessment[cluster]'."
        raise AssessmentError(what, "--scheduler", f"{mend} {GUIDE}") from None
    for name in ("distributed", "tornado"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        client = distributed.Client(address, timeout=ANSWER, set_as_default=False, name="assessment")
    except (OSError, ValueError, TypeError) as error:
        what, mend = "The scheduler does not answer", f"See that it runs, and that TLS is set up on both sides. {GUIDE}"
        raise AssessmentError(what, f"{address}: {_in_a_line(error)}", mend) from None
    try:
        client.wait_for_workers(1, timeout=ANSWER)
    except TimeoutError:
        client.close()
        raise _no_workers() from None
    return client


def _no_workers() -> AssessmentError:
    what = "The cluster has no workers"
    return AssessmentError(what, mend=f"Start some in the project's folder on each machine. {GUIDE}")


def _in_json(path: object) -> bytes:
    return json.dumps(str(path))[1:-1].encode()


def _in_a_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
