"""Run the chapters' notebooks and keep the output of their golden cells.

After a figure changed on purpose, never to hide that it did.
"""

import json
import sys
import tempfile
from pathlib import Path

import papermill

from assessment import project


def golden(cells: list[dict]) -> dict:
    """The one cell whose output is kept."""
    return next(cell for cell in cells if "nbval-check-output" in cell["metadata"].get("tags", []))


def refresh(path: Path) -> None:
    """Run one notebook with its own defaults and put what its golden cell printed into the notebook itself."""
    with tempfile.TemporaryDirectory() as folder:
        executed = papermill.execute_notebook(
            str(path), f"{folder}/{path.name}", progress_bar=False, cwd=str(project.root())
        )
    notebook = json.loads(path.read_text(encoding="utf-8"))
    outputs = [
        output
        for output in golden(executed["cells"])["outputs"]
        if output["output_type"] == "stream" and output["name"] == "stdout"
    ]
    text = "".join(output["text"] for output in outputs)
    kept = golden(notebook["cells"])
    kept["execution_count"] = 1
    kept["outputs"] = [{"name": "stdout", "output_type": "stream", "text": text.splitlines(keepends=True)}]
    path.write_text(json.dumps(notebook, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    wanted = sys.argv[1:] or [entry.file for entry in project.chapters()]
    for name in wanted:
        refresh(project.root() / "notebooks" / f"{name}.ipynb")
        print(f"{name}: refreshed")
