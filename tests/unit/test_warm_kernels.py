"""Forked kernels: each its own, all of them like a kernel that was started, and none left behind by any death."""

import json
import re
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import papermill
import psutil
import pytest
from nbclient.exceptions import DeadKernelError
from nbformat.v4 import new_code_cell, new_notebook
from papermill.exceptions import PapermillExecutionError

from assessment import project
from assessment.run.engine import ENGINE
from assessment.run.warm.kernels import WarmKernels

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="kernels are forked on Linux alone")
WAIT = 60  # seconds that a dying process may take on a busy machine


@pytest.fixture(scope="module")
def kernels():
    with WarmKernels() as warm:
        assert warm.fault == ""
        yield warm


def run(folder, kernels, *cells):
    """What the cells show, one text a cell, run as a notebook by papermill."""
    source, left = folder / "source.ipynb", folder / "left.ipynb"
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(new_notebook(cells=[new_code_cell(cell) for cell in cells], metadata={"kernelspec": kernel}), source)
    papermill.execute_notebook(
        str(source),
        str(left),
        progress_bar=False,
        engine_name=ENGINE,
        kernels=kernels,
        execution_timeout=300,
        extra_arguments=["--log-level=40"],
    )
    return [shown(cell) for cell in nbformat.read(left, 4).cells]


def shown(cell):
    """A cell's outputs, without the count of its execution and the number of the kernel's process.

    What is printed to one stream is one text: into how many messages it was cut depends on how busy the machine is.
    """
    outputs = []
    for output in cell.outputs:
        if outputs and output.output_type == "stream" and outputs[-1].get("name") == output.name:
            outputs[-1]["text"] += output.text
        else:
            outputs.append({key: part for key, part in output.items() if key != "execution_count"})
    return json.loads(re.sub(r"ipykernel_\d+", "ipykernel", json.dumps(outputs)))


def one(outputs):
    return outputs[0]["data"]["text/plain"]


def gone(pid):
    """Whether a process has ended, waited for."""
    until = time.monotonic() + WAIT
    while time.monotonic() < until:
        if not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
            return True
        time.sleep(0.05)
    return False


ALIKE = [
    "import pandas as pd, matplotlib.pyplot as plt, warnings, sys, os\nimport numpy as np",
    "pd.get_option('display.max_columns'), plt.get_backend(), __name__, sys.argv[0].endswith('launcher.py')",
    "pd.DataFrame({'a': range(3), 'b': list('xyz')})",
    "fig, ax = plt.subplots(figsize=(2, 1)); ax.plot([1, 2, 3]); plt.show()",
    "print('seen'); os.getcwd()",
    "print('told', file=sys.stderr)",  # by itself: the order of two streams of one cell is nobody's promise
    "warnings.warn('to be seen')",
    "%precision 3",
    "from assessment import open_chapter",
]


def test_a_forked_kernel_shows_what_a_started_one_shows(tmp_path, kernels):
    forked, started = (run(tmp_path, given, *ALIKE) for given in (kernels, None))
    for cell, one_way, other_way in zip(ALIKE, forked, started, strict=True):
        assert one_way == other_way, cell


def test_two_kernels_at_once_share_nothing(tmp_path, kernels):
    asked = "import os, random, numpy as np; (os.getpid(), random.random(), np.random.rand())"
    folders = [tmp_path / "a", tmp_path / "b", tmp_path / "c"]
    for folder in folders:
        folder.mkdir()
    with ThreadPoolExecutor(3) as pool:
        seen = list(pool.map(lambda folder: eval(one(run(folder, kernels, asked)[0])), folders))
    for values in zip(*seen, strict=True):
        assert len(set(values)) == 3


def test_each_kernel_has_the_environment_of_its_start(tmp_path, kernels, monkeypatch):
    asked = "import os; os.environ.get('ASSESSMENT_SEEN')"
    monkeypatch.setenv("ASSESSMENT_SEEN", "first")
    assert one(run(tmp_path, kernels, asked, "os.environ['ASSESSMENT_SEEN'] = 'mine'")[0]) == "'first'"
    monkeypatch.setenv("ASSESSMENT_SEEN", "second")
    assert one(run(tmp_path, kernels, asked)[0]) == "'second'"


def test_a_kernel_works_in_the_projects_folder(tmp_path, kernels):
    assert eval(one(run(tmp_path, kernels, "import os; os.getcwd()")[0])) == str(project.root())


def test_a_cell_that_raises_ends_the_notebook_and_leaves_it(tmp_path, kernels):
    with pytest.raises(PapermillExecutionError, match="no such crime"):
        run(tmp_path, kernels, "1", "raise ValueError('no such crime')", "2")
    cells = nbformat.read(tmp_path / "left.ipynb", 4).cells
    assert [cell.execution_count for cell in cells if cell.cell_type == "code"] == [1, 2, None]


def test_a_kernel_that_dies_is_told_and_its_notebook_left(tmp_path, kernels):
    with pytest.raises(DeadKernelError):
        run(tmp_path, kernels, "1", "import os; os._exit(3)")
    assert (tmp_path / "left.ipynb").is_file()
    assert one(run(tmp_path, kernels, "1 + 1")[0]) == "2", "the next kernel works"


def test_a_kernel_that_leaks_ends_by_an_error_and_is_the_first_to_go_where_the_machine_runs_short(tmp_path, kernels):
    asked = "import pathlib, resource\nkept = []"
    limits = "resource.getrlimit(resource.RLIMIT_DATA)[0], pathlib.Path('/proc/self/oom_score_adj').read_text()"
    bound, first = eval(one(run(tmp_path, kernels, f"{asked}\n{limits}")[0]))
    assert 0 < bound <= 3 * 2**30 and int(first) == 500
    with pytest.raises(PapermillExecutionError, match="MemoryError"):  # four gigabytes
        run(tmp_path, kernels, asked, "import numpy\nfor _ in range(16): kept.append(numpy.zeros(2**25))")
    assert one(run(tmp_path, kernels, "1 + 1")[0]) == "2", "the next kernel works"


def test_what_a_kernel_started_ends_with_it(tmp_path, kernels):
    started = "import os, subprocess; (os.getpid(), subprocess.Popen(['sleep', '600']).pid)"
    for pid in eval(one(run(tmp_path, kernels, started)[0])):
        assert gone(pid)


def test_a_zygote_that_is_killed_takes_its_kernels_along(tmp_path):
    with WarmKernels() as warm, ThreadPoolExecutor(1) as pool:
        asked = f"import os, time, pathlib; pathlib.Path({str(tmp_path / 'pid')!r}).write_text(str(os.getpid()))"
        running = pool.submit(run, tmp_path, warm, asked, "time.sleep(600)")
        pid = written(tmp_path / "pid")
        warm.zygote.kill()
        with pytest.raises(DeadKernelError):
            running.result(WAIT)
        assert gone(pid)


def test_a_build_that_is_killed_leaves_no_process_and_the_next_finds_its_folder_clear(tmp_path):
    script = f"""
import sys
sys.path.insert(0, {str(Path(__file__).parent)!r})
from pathlib import Path
from test_warm_kernels import WarmKernels, run
with WarmKernels() as warm:
    print(warm.zygote.pid, flush=True)
    run(Path({str(tmp_path)!r}), warm,
        "import os, time, pathlib; pathlib.Path({str(tmp_path / "pid")!r}).write_text(str(os.getpid()))",
        "time.sleep(600)")
"""
    build = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    zygote = int(build.stdout.readline())
    kernel = written(tmp_path / "pid")
    build.send_signal(signal.SIGKILL)
    build.wait()
    build.stdout.close()
    assert gone(zygote)
    assert gone(kernel)


def written(path):
    """The number in a file that a kernel writes, waited for."""
    until = time.monotonic() + WAIT
    while time.monotonic() < until:
        if path.is_file() and path.read_text():
            return int(path.read_text())
        time.sleep(0.05)
    raise AssertionError(f"{path.name} was not written")


def test_there_is_no_kernel_where_the_zygote_cannot_start(monkeypatch):
    monkeypatch.setenv("PYTHONSTARTUP", "")
    monkeypatch.setattr(WarmKernels, "_start", lambda *_: failing())
    with WarmKernels() as warm:
        (warm.folder / "log").write_text("a first line\nno module named so\n")
        assert warm.fault == "no module named so"


def failing():
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    return subprocess.Popen([sys.executable, "-c", "import nosuchmodule"], **pipes)


def test_the_sockets_are_the_users_alone(kernels):
    assert kernels.folder.stat().st_mode & 0o077 == 0
