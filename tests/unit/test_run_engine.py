"""How a notebook is run: what a cell prints is bounded, and however the run ends, no kernel is left behind."""

import asyncio
import gc
import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import nbformat
import papermill
import pytest
from jupyter_client.asynchronous.client import AsyncKernelClient
from nbclient.exceptions import CellTimeoutError, DeadKernelError

from assessment.run import engine, stop
from assessment.run.chapter import _literal
from assessment.run.warm.manager import ReadyClient


def run(folder, *cells, **more):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    notebook.metadata.kernelspec = {"name": "python3", "language": "python", "display_name": "Python 3"}
    source, made = folder / "source.ipynb", folder / "made.ipynb"
    nbformat.write(notebook, source)
    told = {"progress_bar": False, "kernel_name": "python3", "engine_name": engine.ENGINE}
    told |= {"execution_timeout": 120, "extra_arguments": ["--log-level=40"]} | more
    papermill.execute_notebook(_literal(source), _literal(made), **told)
    return nbformat.read(made, as_version=4)


def test_what_a_cell_prints_is_cut_and_the_next_cell_is_not(tmp_path):
    made = run(tmp_path, "for _ in range(30):\n    print('x' * 99_999)", "print('after')")
    first, second = ("".join(output.text for output in cell.outputs) for cell in made.cells)
    assert len(first) == engine.LONGEST + len(engine.CUT)
    assert first.endswith(engine.CUT)
    assert second == "after\n"


def test_what_a_cell_shows_is_cut_and_the_next_cell_is_not(tmp_path):
    shows = "from IPython.display import HTML, display\nfor _ in range(30):\n    display(HTML('x' * 1_000_000))"
    first, second = run(tmp_path, shows, "HTML('after')").cells
    assert [len(one.data["text/html"]) for one in first.outputs[:-1]] == [1_000_000] * 19
    assert first.outputs[-1].data == {"text/plain": engine.CUT_SHOWN}
    assert second.outputs[0].data["text/html"] == "after"


@pytest.mark.parametrize(("cell", "chapter"), [(0.3, None), (100, 0.1)])
def test_a_loop_ends_with_its_cells_time_or_with_its_chapters(tmp_path, cell, chapter):
    with pytest.raises(CellTimeoutError):
        run(tmp_path, "1", "while True:\n    pass", execution_timeout=cell, chapter_timeout=chapter)
    assert engine.running == []
    assert (tmp_path / "made.ipynb").is_file()
    gc.collect()


def test_a_cell_has_its_own_time_and_no_more_than_is_left_of_the_chapters(monkeypatch):
    now = iter([100, 110, 150, 190, 900])
    monkeypatch.setattr(engine.time, "monotonic", lambda: next(now))
    seconds = engine.allowed(60, 100)
    assert [seconds(None) for _ in range(4)] == [60, 50, 10, 1]


def test_an_error_of_any_length_is_cut(tmp_path):
    with pytest.raises(papermill.PapermillExecutionError):
        run(tmp_path, "raise ValueError('x' * 5_000_000)")
    assert (tmp_path / "made.ipynb").stat().st_size < 3_000_000


def test_each_cell_that_begins_is_told(tmp_path):
    begun = []
    run(tmp_path, "1", "2", on_cell_start=lambda cell, cell_index: begun.append((cell_index, cell.source)))
    assert begun == [(0, "1"), (1, "2")]


def test_braces_in_a_path_are_no_parameters(tmp_path):
    folder = tmp_path / "a {year} é"
    folder.mkdir()
    run(folder, "print(1)", parameters={"year": "2014/15"})
    assert (folder / "made.ipynb").is_file()


# jupyter_client leaves the loop of a thread, and the sockets of a kernel that was killed, to the collector.
LEFT = pytest.mark.filterwarnings(
    "ignore::ResourceWarning",
    "ignore::pytest.PytestUnraisableExceptionWarning",
    "ignore::pytest.PytestUnhandledThreadExceptionWarning",
)


@LEFT
def test_the_end_of_a_build_ends_the_kernels_of_its_threads(tmp_path):
    told = tmp_path / "pid"
    cell = f"import os, pathlib, time\npathlib.Path({str(told)!r}).write_text(str(os.getpid()))\ntime.sleep(100)"
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(run, tmp_path, cell)
        while not (told.exists() and told.read_text()):
            time.sleep(0.05)
        engine.end_kernels()
        with pytest.raises(DeadKernelError):
            asked.result()
    assert engine.running == []
    with pytest.raises(ProcessLookupError):
        os.kill(int(told.read_text()), 0)
    del asked
    gc.collect()


@LEFT
def test_a_fault_while_the_kernel_starts_leaves_no_kernel(tmp_path, monkeypatch):
    started = []

    def stopped(self, **_):
        started.append(self.km)
        raise KeyboardInterrupt

    monkeypatch.setattr(engine.Client, "start_new_kernel_client", stopped)
    with pytest.raises(KeyboardInterrupt):
        run(tmp_path, "print(1)")
    assert started[0].provisioner.process.poll() is not None
    started.pop().cleanup_connection_file()
    gc.collect()


@pytest.mark.parametrize("name", [name for name in stop.NAMES if hasattr(signal, name)])
def test_each_way_to_stop_raises_the_same(name):
    with pytest.raises(KeyboardInterrupt), stop.orderly():
        signal.raise_signal(getattr(signal, name))


def test_a_signal_that_is_ignored_stays_ignored():
    before = signal.signal(signal.SIGTERM, signal.SIG_IGN)
    try:
        with stop.orderly():
            assert signal.getsignal(signal.SIGTERM) == signal.SIG_IGN
        assert signal.getsignal(signal.SIGTERM) == signal.SIG_IGN
    finally:
        signal.signal(signal.SIGTERM, before)


def test_signals_are_as_before_after_a_build_and_a_second_one_is_not_heard():
    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt), stop.orderly():
        try:
            signal.raise_signal(signal.SIGINT)
        finally:
            signal.raise_signal(signal.SIGINT)  # the impatient user's
    assert signal.getsignal(signal.SIGINT) == before


def test_a_kernel_that_was_ended_while_it_started_is_not_waited_for(monkeypatch):
    async def message(timeout):
        return {}

    async def no_reply(self, asked, timeout):
        assert timeout < 5
        raise TimeoutError

    async def seen_to_be_dead(self, timeout=None):
        raise RuntimeError("Kernel died before replying to kernel_info")

    monkeypatch.setattr(ReadyClient, "iopub_channel", SimpleNamespace(get_msg=message))
    monkeypatch.setattr(ReadyClient, "kernel_info", lambda self: "asked")
    monkeypatch.setattr(ReadyClient, "_async_recv_reply", no_reply)
    monkeypatch.setattr(AsyncKernelClient, "_async_wait_for_ready", seen_to_be_dead)
    with pytest.raises(RuntimeError, match="Kernel died"):
        asyncio.run(ReadyClient()._async_wait_for_ready(60))
