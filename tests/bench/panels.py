"""Times the panels for exploring: from a choice to what is shown, every choice of every list and some of each slider.

    .venv/bin/python tests/bench/panels.py RAW [YEAR]

The workbook's configuration is copied into a temporary folder with RAW as its raw files. A choice is timed in the
kernel, on the clock and as processor time, which other work on the machine does not lengthen; what a browser takes to
draw it is not in it.
"""

import os
import shutil
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from assessment import explore, project
from assessment.explore.panel import Panel

LIMIT = 200  # milliseconds
PANELS = [name for name in explore.WHERE if name.endswith("_explorer")]


def workbook(raw: Path, folder: Path) -> None:
    """Stand in a workbook of one's own on those raw files."""
    shutil.copytree(project.root() / "config", folder / "config")
    (folder / "data").mkdir()
    (folder / "data" / "raw").symlink_to(raw.resolve(), target_is_directory=True)
    os.environ["ASSESSMENT_PROCESSED"] = str(folder / "processed")
    os.chdir(folder)


def times(panel: Panel) -> list[tuple[float, float]]:
    """Milliseconds of each choice, on the clock and of the processor; the first is left in: a user waits for it too."""
    found = []
    for control in panel.controls.values():
        first = control.value
        options = getattr(control, "options", None) or [control.max * step / 8 for step in range(9)]
        for value in [one[1] if isinstance(one, tuple) else one for one in options]:
            before, clock, busy = control.value, time.perf_counter(), time.process_time()
            control.value = value
            if before != value:
                found.append((1000 * (time.perf_counter() - clock), 1000 * (time.process_time() - busy)))
        control.value = first
    return found


def main(raw: str, year: str = "2021/22") -> None:
    """Print a line a panel: opening in seconds, choices, median and longest in milliseconds."""
    with tempfile.TemporaryDirectory() as folder:
        workbook(Path(raw), Path(folder))
        slow = []
        for name in PANELS:
            began = time.perf_counter()
            panel = getattr(explore, name)(project.DEMONSTRATION, year)
            opening, told = time.perf_counter() - began, times(panel)
            clock, busy = zip(*told, strict=True)
            print(f"{name:22} opens in {opening:5.1f} s; {len(told):3} choices, "
                  f"milliseconds: median {median(clock):4.0f}, "
                  f"longest {max(clock):4.0f}; processor {median(busy):4.0f}, {max(busy):4.0f}")  # fmt: skip
            slow += [name] if max(clock) > LIMIT else []
    sys.exit(f"Over {LIMIT} ms: {', '.join(slow)}" if slow else 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
