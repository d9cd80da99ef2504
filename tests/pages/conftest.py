"""A browser for the tests of the pages, and the tools that they run in it."""

import shutil
import sys
from pathlib import Path

import pytest

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
