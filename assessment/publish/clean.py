"""An executed notebook without the traces of the machine and the moment: no path, name, time or duration."""

import json
import re
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

KEPT_METADATA = ("kernelspec", "language_info", "title")
INJECTED = "injected-parameters"
ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
ADDRESS = re.compile(r"\b0x[0-9a-f]{6,}\b")
KERNEL_FILE = re.compile(r"(?:[^\s\"'(]*[/\\])?ipykernel_\d+[/\\]\d+\.py")
# Not inside a word, a closing tag or the base64 of a picture.
BEFORE = r"(?:(?<![\w.<+/])|(?<=file://))"
HOMES = re.compile(
    BEFORE + r"(?:(?:/home|/Users)/[^/\s\"'<>]+|/root|[A-Za-z]:(?:\\\\?)Users(?:\\\\?)[^\\\s\"'<>]+)(?![\w-])"
)


def clean_notebook(path: Path, folders: Iterable[Path] = (), mark: str = "") -> None:
    """Strip an executed notebook in place; its cells and outputs stay.

    Gone are papermill's and Jupyter's records of paths, times and durations; folders of this machine (the
    working folder, Python's own, the temporary one, homes, and `folders`) are cut from every text. What is
    left depends on what the notebook showed alone, so two builds of the same data leave the same bytes.
    `mark` is put at its top.
    """
    notebook = json.loads(path.read_text(encoding="utf-8"))
    known = machine_folders(folders)
    notebook["metadata"] = {key: notebook["metadata"][key] for key in KEPT_METADATA if key in notebook["metadata"]}
    notebook["cells"] = [_clean_cell(cell) for cell in notebook["cells"]]
    notebook["cells"] = without_folders(notebook["cells"], known)
    if mark:
        notebook["cells"].insert(0, {"cell_type": "markdown", "id": "mark", "metadata": {}, "source": f"**{mark}**"})
    text = json.dumps(notebook, indent=1, ensure_ascii=False, sort_keys=True)
    path.write_text(text + "\n", encoding="utf-8")


def machine_folders(more: Iterable[Path] = ()) -> list[tuple[str, str]]:
    """Folders and what takes their place, the longest first; paths in the working folder become relative."""
    named = [(Path(folder), Path(folder).name) for folder in more]
    named += [(Path(sys.prefix), "python"), (Path(sys.base_prefix), "python"), (Path.cwd(), ".")]
    named += [(Path(tempfile.gettempdir()), "temporary"), (Path.home(), "~")]
    found = {str(form): told for path, told in named for form in (path, path.absolute(), path.resolve())}
    usable = {path: told for path, told in found.items() if Path(path).is_absolute() and len(path) > 2}
    return sorted(usable.items(), key=lambda pair: -len(pair[0]))


def without_folders(value: object, known: list[tuple[str, str]]) -> object:
    """The same lists and mappings with the folders cut from every text in them."""
    if isinstance(value, dict):
        return {key: without_folders(inner, known) for key, inner in value.items()}
    if isinstance(value, list):
        return [without_folders(inner, known) for inner in value]
    return _without(value, known) if isinstance(value, str) else value


def _without(text: str, known: list[tuple[str, str]]) -> str:
    text = KERNEL_FILE.sub("cell", text) if "ipykernel_" in text else text
    for folder, told in known:
        if folder in text:
            text = re.sub(BEFORE + re.escape(folder) + r"(?![\w-])", lambda _, told=told: told, text)
    return HOMES.sub("~", text)


def _clean_cell(cell: dict) -> dict:
    tags = cell.get("metadata", {}).get("tags", [])
    kept = {**cell, "metadata": {"tags": tags} if tags else {}}
    if INJECTED in tags:
        kept["id"] = INJECTED  # papermill draws a new one each time
    if "outputs" in cell:
        kept["outputs"] = [_clean_output(output) for output in cell["outputs"]]
    return kept


def _clean_output(output: dict) -> dict:
    kept = {**output, "metadata": {}} if "metadata" in output else dict(output)
    if "text" in output:
        kept["text"] = ADDRESS.sub("0x…", ANSI.sub("", _joined(output["text"])))
    if "traceback" in output:
        kept["traceback"] = [ADDRESS.sub("0x…", ANSI.sub("", line)) for line in output["traceback"]]
    if "text/plain" in output.get("data", {}):
        told = ADDRESS.sub("0x…", _joined(output["data"]["text/plain"]))
        kept["data"] = {**output["data"], "text/plain": told}
    return kept


def _joined(text: str | list[str]) -> str:
    return text if isinstance(text, str) else "".join(text)
