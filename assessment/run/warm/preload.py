"""What is imported and tried out once, so that no kernel spends its first seconds on it."""

import importlib
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress

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
    "afcharts",
    "sqlite3",
    "tornado.locks",
    "tornado.platform.asyncio",
)

LATER = (  # what only some chapters need; those for maps are of the extra `geo`
    "statsmodels.tsa.seasonal",
    "statsmodels.tsa.statespace.structural",
    "geopandas",
    "libpysal.weights",
    "mapclassify",
    "esda",
    "assessment.present.maps",
)


def preload() -> None:
    """Import the libraries but those for later, ours among them, and draw one picture into nothing."""
    sys.modules.setdefault("debugpy", None)  # as if it were not installed: it is slow to start
    as_in_a_kernel("pandas.io.formats.format")
    for name in KERNEL:
        importlib.import_module(name)
    for name in ("opening", *(entry.name for entry in project.chapters())):
        importlib.import_module(f"assessment.chapters.{name}")
    draw()


def preload_later(name: str) -> None:
    """Import a module that only some chapters need, where it is installed."""
    with suppress(ImportError), without("polars"):
        importlib.import_module(name)


@contextmanager
def without(name: str) -> Iterator[None]:
    """As if a library were not installed: statsmodels imports Polars where it is, and Polars starts threads."""
    sys.modules[name] = None
    try:
        yield
    finally:
        del sys.modules[name]


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
