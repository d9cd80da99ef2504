"""How a notebook is run: by papermill, with a bound on what a cell may print and no kernel left behind."""

import os
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any

from jupyter_core.utils import ensure_event_loop
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine, papermill_engines

from assessment import project
from assessment.run.warm.kernels import WarmKernels
from assessment.run.warm.manager import WarmManager

ENGINE = "assessment"
LONGEST = 1_000_000  # characters that a cell may print
LARGEST = 20_000_000  # characters of pictures, maps and tables that it may show
CUT = "\n… The rest of what this cell printed was left out: it is more than a million characters.\n"
CUT_SHOWN = "… What this cell shows was left out: it is more than twenty million characters."
SHOWING = ("display_data", "execute_result", "update_display_data")


class Client(PapermillNotebookClient):
    """Runs the cells of a notebook in a kernel of its own."""

    def execute(self, **kwargs: Any) -> Any:
        """Run the notebook. However it ends, by a stop while the kernel starts too, the kernel ends with it."""
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}  # what a cell prints comes as messages
        self.printed: dict[int, int] = {}
        self.shown: dict[int, int] = {}
        running.append(self)
        try:
            return super().execute(**quiet, **kwargs)
        finally:
            self.end_kernel()
            running.remove(self)

    def process_message(self, msg: dict, cell: Any, cell_index: int) -> Any:
        """Take what the kernel sends, cut where it is longer than any chapter has a use for."""
        content, kind = msg["content"], msg["msg_type"]
        if kind == "error":
            content["evalue"] = content["evalue"][:LONGEST]
            content["traceback"] = [line[: LONGEST // 100] for line in content["traceback"][:100]]
        if kind == "stream":
            before = self.printed.get(cell_index, 0)
            self.printed[cell_index] = before + len(content["text"])
            if before > LONGEST:
                return None
            if self.printed[cell_index] > LONGEST:
                content["text"] = content["text"][: LONGEST - before] + CUT
        if kind in SHOWING:
            before = self.shown.get(cell_index, 0)
            self.shown[cell_index] = before + sum(len(str(one)) for one in content["data"].values())
            if before > LARGEST:
                return None
            if self.shown[cell_index] > LARGEST:
                content["data"], content["metadata"] = {"text/plain": CUT_SHOWN}, {}
        return super().process_message(msg, cell, cell_index)

    def end_kernel(self) -> None:
        """Kill the kernel where it still runs; the orderly end needs the event loop, which a stop may have broken."""
        provisioner = getattr(self.km, "provisioner", None)
        process = getattr(provisioner, "process", None)
        if process is not None and process.poll() is None:
            with suppress(OSError):
                process.kill()
                process.wait()


running: list[Client] = []


def end_kernels() -> None:
    """Kill the kernel of every notebook that runs, in whichever thread: the build was stopped."""
    for client in [*running]:
        client.end_kernel()


class Engine(NBClientEngine):
    """Papermill's own engine with our client."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: Any,
        kernel_name: str,
        *,
        execution_timeout: int,
        extra_arguments: Sequence[str],
        chapter_timeout: int | None = None,
        on_cell_start: Callable[..., None] | None = None,
        kernels: WarmKernels | None = None,
        env: Mapping[str, str] | None = None,
        **ignored: Any,  # what papermill says for the options of its own that are not used here
    ) -> Any:
        """Run a notebook that papermill keeps the record of, in a forked kernel where `kernels` are given.

        A cell may take `execution_timeout` seconds, all together `chapter_timeout`. `env` is the kernel's environment,
        this process's own if it is not given. The notebook is saved at the end alone: papermill would at each cell's
        start and end.
        """
        told = {"startup_timeout": 60, "extra_arguments": [*extra_arguments]}
        told["timeout_func"] = allowed(execution_timeout, chapter_timeout or float("inf"))
        told |= {"on_cell_start": on_cell_start} if on_cell_start else {}
        told["resources"] = {"metadata": {"path": str(project.root())}}  # where the kernel works
        if kernels is not None:
            told |= {"kernel_manager_class": WarmManager.of(kernels), "shutdown_kernel": "immediate"}
        save, nb_man.save = nb_man.save, lambda **_: None
        try:
            return Client(nb_man, kernel_name=kernel_name, **told).execute(env=dict(env or os.environ))
        finally:
            nb_man.save = save
            ensure_event_loop().close()  # the thread's own, which nobody else would close


def allowed(cell: float, chapter: float) -> Callable[[object], float]:
    """What says how many seconds the next cell of a notebook that begins now may take."""
    until = time.monotonic() + chapter
    return lambda _: min(cell, max(until - time.monotonic(), 1))


papermill_engines.register(ENGINE, Engine)
