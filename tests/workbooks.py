"""A workbook of one's own with a few short chapters on the demonstration data, to be broken."""

import json
import shutil
from pathlib import Path

from assessment import project

# The few calls that every chapter needs: these workbooks are about how a build ends, not about what it says.
KEPT = ("area: str", "open_chapter", "chapter.load", "chapter.check", "rank_over_releases", "chapter.save")


def made(folder: Path, *chapters: str, areas: tuple[str, ...] = ("blackpool",)) -> Path:
    """A project of some chapters, their notebooks short, and of areas that are all configured as Blackpool is."""
    shutil.copytree(project.root() / "config", folder / "config", ignore=shutil.ignore_patterns("areas"))
    for name in ("notebooks", "data", "config/areas"):
        (folder / name).mkdir()
    for area in areas:
        shutil.copy(
            project.root() / "config" / "areas" / "blackpool.toml", folder / "config" / "areas" / f"{area}.toml"
        )
    (folder / "data" / "raw").symlink_to(project.root() / "data" / "raw", target_is_directory=True)
    entries = [project.chapter(name) for name in chapters]
    for entry in entries:
        shorten(project.root() / "notebooks" / f"{entry.file}.ipynb", folder / "notebooks")
    lines = [
        line for entry in entries for line in ("[[chapter]]", *(f"{key} = {json.dumps(text)}" for key, text in entry))
    ]
    (folder / "config" / "chapters.toml").write_text("\n".join(lines), encoding="utf-8")
    return folder


def shorten(notebook: Path, folder: Path) -> None:
    """Copy a notebook with its prose and the calls that are kept."""
    whole = json.loads(notebook.read_text(encoding="utf-8"))
    whole["cells"] = [
        cell
        for cell in whole["cells"]
        if cell["cell_type"] == "markdown" or any(call in "".join(cell["source"]) for call in KEPT)
    ]
    (folder / notebook.name).write_text(json.dumps(whole), encoding="utf-8")


def put(workbook: Path, code: str, chapter: str = "harm") -> None:
    """Put a cell into a notebook, behind the one that opens the chapter."""
    path = workbook / "notebooks" / f"{project.chapter(chapter).file}.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    cell = {
        "cell_type": "code",
        "id": "broken",
        "metadata": {},
        "source": [code],
        "execution_count": None,
        "outputs": [],
    }
    notebook["cells"].insert(3, cell)
    path.write_text(json.dumps(notebook), encoding="utf-8")
