"""What is imported and tried out once, so that no kernel spends its first seconds on it."""

import importlib
import sys
import warnings
from contextlib import suppress

from assessment import project

KERNEL = (
    "IPython.core.completer",
    "IPython.core.debugger",
    "IPython.extensions.storemagic",
    "ipykernel.debugger",
    "ipykernel.ipkernel",
    "ipykernel.kernelapp",
    "matplotlib.backends.backend_svg",
    "matplotlib_inline.backend_inline",
    "sqlite3",
    "tornado.locks",
    "tornado.platform.asyncio",
)

MAPS = ("geopandas", "libpysal.weights", "mapclassify", "esda")  # of the extra `geo`; polars would start threads


def preload() -> None:
    """Import the libraries but those for maps, ours among them, and draw one picture into nothing."""
    sys.modules.setdefault(
        "debugpy", None
    )  # as if it were not installed: nobody debugs a build, and it is slow to start
    as_in_a_kernel("pandas.io.formats.format")
    for name in KERNEL:
        importlib.import_module(name)
    for entry in project.chapters():
        importlib.import_module(f"assessment.chapters.{entry.name}")
    draw()


def preload_map(name: str) -> None:
    """Import one of the libraries that maps and hot spots need, where it is installed."""
    with suppress(ImportError):
        importlib.import_module(name)


def as_in_a_kernel(module: str) -> None:
    """Import a module that asks, while it is imported, whether it is in a kernel: pandas sets its widths by it."""
    import builtins
    from types import SimpleNamespace

    builtins.get_ipython = lambda: SimpleNamespace(kernel=True, config={})
    try:
        importlib.import_module(module)
    finally:
        del builtins.get_ipython


def draw() -> None:
    """Draw and save a small chart: fonts are found, and the libraries' late imports done."""
    import io

    import seaborn
    from matplotlib.figure import Figure

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        axes = Figure().subplots()
        seaborn.lineplot(x=[1, 2, 3], y=[1, 3, 2], ax=axes)
        axes.set_title("1")
        axes.figure.savefig(io.BytesIO(), format="svg", bbox_inches="tight")
