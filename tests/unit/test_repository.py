"""What the repository promises about itself: one list of versions, no host of a registry, no path of a machine."""

import re
import subprocess
import tomllib

import pytest

from assessment import project

ROOT = project.root()
TEXT = {".py", ".md", ".toml", ".yml", ".yaml", ".lock", ".json", ".ipynb", ".cff", ".csv", ".j2", ".css", ""}


def tracked():
    names = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
    return [ROOT / name for name in names if name and (ROOT / name).suffix in TEXT and (ROOT / name).is_file()]


def lock() -> dict[str, list[str]]:
    """The locked packages with their hashes; a package may be pinned apart for several versions of Python."""
    found: dict[str, list[str]] = {}
    for line in (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines():
        pinned = re.match(r"^([a-z0-9][a-z0-9._-]*)==", line)
        if pinned:
            name = pinned[1]
            found.setdefault(name, [])
        elif "--hash=sha256:" in line:
            found[name].append(line.strip())
    return found


def plain(requirement: str) -> str:
    return re.match(r"[A-Za-z0-9._-]+", requirement)[0].lower().replace("_", "-").replace(".", "-")


def test_every_package_named_is_locked_with_hashes():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [
        *settings["dependencies"],
        *(one for extra in settings["optional-dependencies"].values() for one in extra),
    ]
    locked = lock()
    assert {plain(one) for one in wanted} - set(locked) == set()
    assert [name for name, hashes in locked.items() if not hashes] == []


def test_the_conda_environment_takes_its_packages_from_the_lock():
    text = (ROOT / "environment.yml").read_text(encoding="utf-8")
    pip = text.split("- pip:")[1].split("\n")
    assert [line.strip() for line in pip if line.strip()] == ["- -r requirements.lock"]
    python = re.search(r"- python=(\d+)\.(\d+)", text)
    assert (int(python[1]), int(python[2])) >= (3, 11)


def test_no_file_names_a_registry_or_a_path_of_a_machine():
    hosts = ["py" + "pi.org", "python" + "hosted.org", "registry.npm" + "js", "deb." + "debian.org"]
    paths = re.compile(r"(?<![\w.])/(root|home/\w+|work)[/\s\"']")
    for path in tracked():
        text = path.read_text(encoding="utf-8", errors="ignore")
        assert not [host for host in hosts if host in text], path
        assert not paths.search(text), path


@pytest.mark.parametrize("entry", project.chapters(), ids=lambda entry: entry.name)
def test_every_chapter_has_its_notebook_and_its_module(entry):
    assert (ROOT / "notebooks" / f"{entry.file}.ipynb").is_file()
    assert (ROOT / "assessment" / "chapters" / f"{entry.name}.py").is_file()


def test_the_raw_data_stay_small():
    assert sum(path.stat().st_size for path in (ROOT / "data" / "raw").iterdir()) < 8_000_000
