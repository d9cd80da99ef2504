"""A browser for the tests of the pages, and the tools that they run in it."""

import os
import shutil
import sys
from pathlib import Path

import pytest
from pages.labs import PATIENCE, Lab

from assessment import project

TOOLS = Path(sys.prefix) / "npm" / "node_modules"  # where `make test-all` puts them
NAMES = ("chromium", "chromium-browser", "google-chrome")
QUIET = [
    *("--no-sandbox", "--disable-gpu", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
]


def tool(path: str) -> Path:
    """A file of an npm package; the test is skipped aloud where it is not there."""
    if not (TOOLS / path).is_file():
        pytest.skip(f"{path.partition('/')[0]} is not here: `make test-all` installs it where there is npm")
    return TOOLS / path


@pytest.fixture(scope="module")
def playing():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="module")
def chromium(playing) -> str:
    """The program of Debian's Chromium, else of Playwright's own."""
    found = next(filter(None, map(shutil.which, NAMES)), playing.chromium.executable_path)
    if not Path(found).is_file():
        pytest.skip("no Chromium on this machine: the pages were not opened in a browser")
    return found


@pytest.fixture(scope="module")
def browser(playing, chromium):
    started = playing.chromium.launch(executable_path=chromium, args=QUIET)
    yield started
    started.close()


@pytest.fixture(scope="module")
def workbook(tmp_path_factory) -> Path:
    """A workbook of the tests' own, for what JupyterLab saves into notebooks and configuration."""
    folder = tmp_path_factory.mktemp("lab")
    for name in ("config", "notebooks"):
        shutil.copytree(project.root() / name, folder / name)
    (folder / "data").mkdir()
    (folder / "data" / "raw").symlink_to(project.root() / "data" / "raw", target_is_directory=True)
    return folder


@pytest.fixture(scope="module")
def lab(chromium, workbook, tmp_path_factory):
    started = Lab(workbook, tmp_path_factory.mktemp("home"))
    yield started
    started.stop()


@pytest.fixture
def lab_page(browser, lab, request, tmp_path_factory):
    """A page of its own in JupyterLab; what it asks of other machines is heard; a screenshot is kept at the end."""
    context = browser.new_context(viewport={"width": 1400, "height": 1400})
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.outside = []
    ours = (f"http://127.0.0.1:{lab.server['port']}/", f"ws://127.0.0.1:{lab.server['port']}/", "data:", "blob:")
    page.on("request", lambda asked: None if asked.url.startswith(ours) else page.outside.append(asked.url))
    yield page
    kept = os.environ.get("ASSESSMENT_SCREENSHOTS")
    folder = Path(kept) if kept else tmp_path_factory.mktemp("screenshots")
    page.screenshot(path=folder / f"{request.node.name}.png")
    context.close()
    assert page.outside == []
