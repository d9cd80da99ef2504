"""How long the demonstration's chapters take, from notebooks to pages: our build beside the ways that others have.

    make bench                                            every way, three rounds
    make bench CHAPTERS="--rounds 1 --ways ours pool unchanged"

Every way runs in a process of its own, the ways taking turns, so that a busy machine slows them alike: the ratios of
the medians count, not the seconds. All find the data prepared, so that chapters are compared and not the reading of
files. What ours leaves and the peers do not: index, spreadsheet, figures.json and the checks of the pages.
A way whose package is not installed (ploomber-engine) is named and left out.
"""

import argparse
import ast
import importlib.util
import json
import multiprocessing
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from datetime import datetime
from pathlib import Path
from statistics import median

import psutil

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
PARAMETERS = {"area": "blackpool", "year": "2014/15"}


def notebooks() -> list[Path]:
    """The chapters' notebooks."""
    return sorted(path for path in (ROOT / "notebooks").glob("*.ipynb") if path.name[0] != "_")


def each(work: Path) -> None:
    """`papermill` and `jupyter nbconvert`, two processes a chapter: what the tools' own pages teach."""
    given = [word for name, value in PARAMETERS.items() for word in ("-p", name, value)]
    for path in notebooks():
        made = work / path.name
        tool("papermill", path, made, *given, "--no-progress-bar")
        tool("jupyter", "nbconvert", "--to", "html", made)


def nbconvert(work: Path) -> None:
    """`jupyter nbconvert --execute`, a process a chapter, with the notebooks' own parameters."""
    for path in notebooks():
        tool("jupyter", "nbconvert", "--to", "html", "--execute", "--output-dir", work, path)


def one_process(work: Path) -> None:
    """Papermill's and nbconvert's Python calls, one chapter after another in one process."""
    for path in notebooks():
        _papermill(path, work)


def pool(work: Path) -> None:
    """The same calls in a pool of two processes."""
    with multiprocessing.get_context("spawn").Pool(2) as workers:
        workers.starmap(_papermill, [(path, work) for path in notebooks()], chunksize=1)


def ploomber(work: Path) -> None:
    """ploomber-engine: every chapter in this one process, none apart from the others."""
    from ploomber_engine import execute_notebook

    for path in notebooks():
        execute_notebook(path, work / path.name, parameters=PARAMETERS, progress_bar=False, cwd=str(ROOT))
        _html(work / path.name)


def scripts(_: Path) -> None:
    """The notebooks' code as plain scripts in two processes, each thing drawn as a notebook would: the limit."""
    os.environ |= dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")  # each has a core of its own
    with multiprocessing.get_context("spawn").Pool(2) as workers:
        workers.map(_script, notebooks(), chunksize=1)


def ours(work: Path) -> None:
    """`assessment build --fresh`: two workers, a forked kernel a chapter; when the last one ended is noted."""
    told = [json.loads(line) for line in build(work, "--fresh", "--json").splitlines()]
    ended = max(event["time"] for event in told if event["event"] == "chapter-done")
    (work / "chapters").write_text(str(datetime.fromisoformat(ended).timestamp()))


def unchanged(work: Path) -> None:
    """The same edition built again, nothing having changed; the first build is not counted."""
    _again(work, lambda: None)


def one_changed(work: Path) -> None:
    """Built again after one chapter's notebook was changed, and with it the summary of all."""
    path = ROOT / "notebooks" / "05_harm.ipynb"
    before = path.read_bytes()
    try:
        _again(work, lambda: path.write_bytes(before + b"\n"))
    finally:
        path.write_bytes(before)


WAYS = {way.__name__: way for way in (ours, each, nbconvert, one_process, pool, ploomber, scripts)}
REBUILDS = {way.__name__: way for way in (unchanged, one_changed)}


def build(work: Path, *more: str) -> str:
    """Our command; what it prints."""
    return tool("assessment", "build", *more, "--out", work / "out")


def tool(name: str, *words: object) -> str:
    """Run a command of the environment; what it prints."""
    return subprocess.run([BIN / name, *map(str, words)], cwd=ROOT, check=True, capture_output=True, text=True).stdout


def _again(work: Path, change) -> None:
    build(work)
    change()
    mark = work / "begun"
    mark.write_text(str(time.time()))
    build(work)


def _papermill(path: Path, work: Path) -> None:
    import papermill

    made = str(work / path.name)
    papermill.execute_notebook(str(path), made, parameters=PARAMETERS, progress_bar=False, cwd=str(ROOT))
    _html(Path(made))


def _html(path: Path) -> None:
    from nbconvert import HTMLExporter

    path.with_suffix(".html").write_text(HTMLExporter().from_filename(str(path))[0], encoding="utf-8")


def _script(path: Path) -> None:
    """Run the code cells of a notebook, and make what the last line of each would show."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    space: dict = {}
    for source in ("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"):
        tree = ast.parse(source)
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, path.name, "exec"), space)  # the notebook's own code
        if last is not None:
            value = eval(compile(ast.Expression(last.value), path.name, "eval"), space)
            getattr(value, "_repr_mimebundle_", lambda: None)()


def alone(way: str) -> dict:
    """Run a way in a process of its own: seconds, processor seconds, and the most memory of all its processes."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        start = time.time()
        process = subprocess.Popen([sys.executable, __file__, "--way", way, "--work", folder], cwd=ROOT)
        watch = Watch(process.pid)
        if process.wait() != 0:
            sys.exit(f"{way} failed")
        begun = Path(folder) / "begun"  # what came before is not counted
        start = float(begun.read_text()) if begun.exists() else start
        told = {"seconds": time.time() - start, "memory": watch.end()}
        ended = Path(folder) / "chapters"
        return told | ({"chapters": float(ended.read_text()) - start} if ended.exists() else {})


class Watch:
    """The memory of a process and all below it, shared pages counted once, looked at now and then."""

    def __init__(self, pid: int) -> None:
        self.most, self.running, self.pid = 0, True, pid
        self.thread = threading.Thread(target=self._look, daemon=True)
        self.thread.start()

    def _look(self) -> None:
        while self.running:
            self.most = max(self.most, _memory(self.pid))
            time.sleep(0.5)

    def end(self) -> float:
        """The most that was seen, in MB."""
        self.running = False
        self.thread.join()
        return self.most / 1e6


def _memory(pid: int) -> int:
    try:
        below = psutil.Process(pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return 0
    found = 0
    for process in below:
        try:
            found += process.memory_full_info().pss
        except psutil.Error:
            continue
    return found


def table(told: dict[str, list[dict]]) -> str:
    """Medians and minima, and how many times as long as our build each took; of ours, without publishing too."""
    if "ours" in told:
        own = [{"seconds": run["chapters"], "memory": run["memory"]} for run in told["ours"]]
        told = {"ours": told["ours"], "ours, to the end of the last chapter": own, **told}
    middle = {way: median(run["seconds"] for run in runs) for way, runs in told.items()}
    lines = ["| way | seconds | least | times ours | memory MB |", "|---|---|---|---|---|"]
    for way, runs in told.items():
        least, most = min(run["seconds"] for run in runs), max(run["memory"] for run in runs)
        ratio = f"{middle[way] / middle['ours']:.2f}" if "ours" in middle else ""
        lines.append(f"| {way} | {middle[way]:.1f} | {least:.1f} | {ratio} | {most:.0f} |")
    return "\n".join(lines)


def main() -> None:
    """Let the ways take turns, print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    known = {**WAYS, **REBUILDS}
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--ways", nargs="+", default=[*known], choices=[*known])
    parser.add_argument("--way", choices=[*known], help=argparse.SUPPRESS)
    parser.add_argument("--work", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.way:
        known[given.way](given.work)
        return
    ways = [way for way in given.ways if way != "ploomber" or importlib.util.find_spec("ploomber_engine")]
    print(*(f"left out, not installed: {way}" for way in set(given.ways) - set(ways)), file=sys.stderr)
    store = Path(tempfile.mkdtemp(prefix="bench-store-"))
    os.environ["ASSESSMENT_PROCESSED"] = str(store)
    told: dict[str, list[dict]] = {way: [] for way in ways}
    try:
        alone("ours")  # the data are prepared, and files are in the system's memory
        for way in ways * given.rounds:
            told[way].append(alone(way))
            print(f"  {way}: {told[way][-1]}", file=sys.stderr, flush=True)
    finally:
        shutil.rmtree(store)
    print(table(told))


if __name__ == "__main__":
    main()
