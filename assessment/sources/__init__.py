"""Publishers' formats, one module each: a new one is a file here and an entry in config/sources.toml."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assessment.sources.base import Format, RawFile


@cache
def formats() -> tuple[Format, ...]:
    """Every format that a module of this folder declares in its FORMATS."""
    modules = (importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__))
    return tuple(form for module in modules for form in getattr(module, "FORMATS", ()))


def recognised(raw: RawFile) -> Format | None:
    """The format of a file by its header; where several fit, the one that asks for the most columns."""
    fitting = [form for form in formats() if form.recognises(raw)]
    return max(fitting, key=lambda form: len(form.needs), default=None)


def nearest(raw: RawFile) -> Format | None:
    """The format whose columns a file has most of, though not all; None where it is like none of them."""
    near = [form for form in formats() if form.nearly(raw)]
    return min(near, key=lambda form: len(form.missing(raw)) / len(form.needs), default=None)
