"""What is imported and tried out once, so that no kernel spends its first seconds on it."""

import importlib
import warnings
from contextlib import suppress

from assessment import project

KERNEL = (
    "IPython.core.completer",
    "debugpy",
    "ipykernel.ipkernel",
    "ipykernel.kernelapp",
    "matplotlib.backends.backend_svg",
    "matplotlib_inline.backend_inline",
)


MAPS = ("esda", "geopandas", "libpysal.weights", "mapclassify")  # of the extra `geo`; polars would start threads


def preload() -> None:
    """Import the libraries, ours among them, and draw one picture into nothing."""
    as_in_a_kernel("pandas.io.formats.format")
    for name in KERNEL:
        importlib.import_module(name)
    for name in MAPS:
        with suppress(ImportError):
            importlib.import_module(name)
    for entry in project.chapters():
        importlib.import_module(f"assessment.chapters.{entry.name}")
    draw()


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
