"""The house as CONTRIBUTING describes it: imports run one way, functions are short, what is public is documented."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from assessment import project

PACKAGE = Path(project.__file__).parent
FILES = sorted(PACKAGE.rglob("*.py"))
GROUND = {"errors", "periods", "figures", "problems", "settings", "editions", "areas", "project"}
GROUND |= {"comparison", "neighbours", "published", "versions"}
MAY_IMPORT = {
    "errors": set(),
    "periods": {"errors"},
    "figures": {"errors"},
    "problems": set(),
    "settings": {"errors", "periods"},
    "editions": {"figures", "periods", "settings"},
    "versions": {"errors"},
    "areas": {"errors", "periods", "settings", "editions", "versions"},
    "comparison": {"figures"},
    "published": {"errors", "figures", "periods"},
    "neighbours": {"errors", "figures", "periods", "project", "published"},
    "project": {"areas", "errors", "periods", "versions"},
    "measures": {"measures"},
    "sources": {"sources", *GROUND},
    "fetch": {"fetch", "sources", "errors", "periods", "project"},
    "store": {"store", "sources", *GROUND},
    "present": {"present", "figures", "measures", "periods", "errors"},
    "chapters": {"chapters", "present", "measures", "store", *GROUND},
    "publish": {"publish", "present", "measures", *GROUND},
    "run": {"run", "publish", "store", "sources", *GROUND},
}


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports_of(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "assessment":
            names = (
                [node.module] if node.module != "assessment" else [f"assessment.{alias.name}" for alias in node.names]
            )
            found |= {name.split(".")[1] for name in names}
    return found - {"__version__"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_run_one_way(path):
    allowed = MAY_IMPORT.get(room_of(path))
    if allowed is None:  # cli, check, explore and __main__ stand on the roof
        return
    assert imports_of(path) <= allowed, f"{room_of(path)} may import {sorted(allowed)} only"


def functions(path: Path) -> list[ast.FunctionDef]:
    """The functions of a module and the methods of its classes; functions inside functions belong to those."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    bodies = [tree.body, *(node.body for node in tree.body if isinstance(node, ast.ClassDef) and node.name[0] != "_")]
    return [node for body in bodies for node in body if isinstance(node, ast.FunctionDef)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_files_and_functions_stay_short_and_documented(path):
    assert path.read_text(encoding="utf-8").count("\n") <= 260, "split the file"
    for function in functions(path):
        assert function.end_lineno - function.lineno < 45, f"{function.name} is long"
        if not function.name.startswith("_"):
            assert ast.get_docstring(function), f"{function.name} says nothing of itself"
            assert function.returns is not None, f"{function.name} does not say what it returns"


def test_half_of_the_functions_are_short():
    lengths = sorted(one.end_lineno - one.lineno + 1 for path in FILES for one in functions(path))
    assert lengths[len(lengths) // 2] <= 15


def test_the_package_is_imported_without_anything_heavy():
    heavy = ["pandas", "polars", "matplotlib", "nbformat", "papermill", "scipy", "statsmodels"]
    code = f"import sys, assessment, assessment.cli; print([name for name in {heavy} if name in sys.modules])"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
    )
