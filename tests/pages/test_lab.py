"""JupyterLab in a real browser, started by the command that a user types: notebooks run, panels answer the keyboard.

The screenshots are kept in the folder that ASSESSMENT_SCREENSHOTS names, else in the tests' own temporary one.
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest
from playwright.sync_api import expect

from assessment import project

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PATIENCE = 120_000  # milliseconds: a busy machine takes its time to start a kernel
SVG = ".assessment-panel .drawn svg"


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@pytest.fixture(scope="module")
def workbook(tmp_path_factory) -> Path:
    """A workbook of the tests' own, for what JupyterLab saves into notebooks and configuration."""
    folder = tmp_path_factory.mktemp("lab")
    for name in ("config", "notebooks"):
        shutil.copytree(project.root() / name, folder / name)
    (folder / "data").mkdir()
    (folder / "data" / "raw").symlink_to(project.root() / "data" / "raw", target_is_directory=True)
    return folder


class Lab:
    """A running JupyterLab."""

    def __init__(self, workbook: Path, home: Path) -> None:
        self.home, port = home, free_port()
        places = {f"JUPYTER_{name}_DIR": str(home / name.lower()) for name in ("RUNTIME", "CONFIG", "DATA")}
        places |= {f"JUPYTERLAB_{name}_DIR": str(home / name.lower()) for name in ("SETTINGS", "WORKSPACES")}
        places |= {"JUPYTER_PORT": str(port), "BROWSER": "true", "IPYTHONDIR": str(home / "ipython")}
        places |= {"ASSESSMENT_PROCESSED": str(home / "processed")}
        self.log = (home / "lab.log").open("w+", encoding="utf-8")
        command = [sys.executable, "-m", "assessment", "lab"]
        more = {"stdout": self.log, "stderr": subprocess.STDOUT, "start_new_session": True}
        self.process = subprocess.Popen(command, cwd=workbook, env=os.environ | places, **more)

    def told(self) -> str:
        return (self.home / "lab.log").read_text(encoding="utf-8")

    @property
    def server(self) -> dict:
        """What the server says of itself, its token among it."""
        for _ in range(600):
            found = list((self.home / "runtime").glob("jpserver-*.json"))
            if found and "is running at" in self.told():
                return json.loads(found[0].read_text(encoding="utf-8"))
            if self.process.poll() is not None:
                break
            time.sleep(0.1)
        raise AssertionError(self.told())

    def stop(self) -> None:
        os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait(30)
        self.log.close()


@pytest.fixture(scope="module")
def lab(chromium, workbook, tmp_path_factory):
    started = Lab(workbook, tmp_path_factory.mktemp("home"))
    yield started
    started.stop()


@pytest.fixture
def page(browser, lab, request, tmp_path_factory):
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


def go(page, lab, path: str = "") -> None:
    """Open JupyterLab, on a notebook or where it opens by itself."""
    place = f"lab/tree/{path}" if path else "lab"
    page.goto(f"http://127.0.0.1:{lab.server['port']}/{place}?token={lab.server['token']}&reset")
    page.wait_for_selector(".jp-NotebookPanel:visible .jp-Cell")


def choose(page, menu: str, item: str) -> None:
    page.get_by_role("menuitem", name=menu, exact=True).click()
    page.locator(f"#jp-mainmenu-{menu.lower()} .lm-Menu-itemLabel", has_text=item).first.click()


def run_all(page, shown: str) -> None:
    page.wait_for_selector("#jp-main-statusbar >> text=| Idle")  # before that JupyterLab asks which kernel to take
    choose(page, "Run", "Run All Cells")
    page.wait_for_selector(f".jp-NotebookPanel:visible {shown}")


def drawn(page) -> str:
    return page.locator(SVG).first.inner_html()


def changed(page, before: str) -> bool:
    """Wait until the picture is another one."""
    page.wait_for_function("([where, before]) => document.querySelector(where).innerHTML !== before", arg=[SVG, before])
    return drawn(page) != before


def test_it_asks_for_its_token_and_is_reached_from_this_machine_alone(lab, browser):
    server = lab.server
    assert server["hostname"] == "localhost"
    assert len(server["token"]) >= 32
    page = browser.new_context().new_page()
    page.goto(f"http://127.0.0.1:{server['port']}/lab")
    assert "/login" in page.url
    if getattr(os, "geteuid", lambda: 1)() == 0:
        assert "You are root" in lab.told()


def test_it_opens_on_the_start_page_and_a_chapter_runs_from_there(page, lab):
    page.goto(f"http://127.0.0.1:{lab.server['port']}/?token={lab.server['token']}")
    page.wait_for_selector(".jp-NotebookPanel:visible .jp-Cell")
    assert project.START in page.url
    assert page.get_by_text("Would you like to get notified").count() == 0
    run_all(page, "h2:has-text('Explore')")
    page.get_by_role("link", name="Harm: Which", exact=False).click()
    page.wait_for_selector(".jp-NotebookPanel:visible h1:has-text('Harm')")
    run_all(page, "figure.picture svg")
    page.wait_for_selector("pre:has-text('harm.top_categories.count')")
    assert page.locator(".jp-OutputArea-output[data-mime-type*='stderr']").count() == 0


def test_a_slider_moves_by_keyboard_is_saved_and_comes_back(page, lab, workbook):
    go(page, lab, "notebooks/explore/priorities.ipynb")
    run_all(page, SVG)
    before = drawn(page)
    page.locator(".assessment-panel .noUi-handle").first.focus()
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    assert changed(page, before)
    expect(page.get_by_label("Volume", exact=True)).to_have_value("3")
    page.wait_for_timeout(1000)  # the picture of the last step
    after = drawn(page)

    page.get_by_label("Reason", exact=True).fill("The board weighs numbers threefold")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Saved in config/areas/blackpool.toml")
    told = tomllib.loads((workbook / "config" / "areas" / "blackpool.toml").read_text(encoding="utf-8"))
    assert told["priorities_weights"]["volume"] == 3
    assert told["priorities_weights_reason"] == "The board weighs numbers threefold"

    choose(page, "Kernel", "Restart Kernel…")
    page.locator(".jp-Dialog .jp-mod-accept").click()
    page.wait_for_selector(".jp-Dialog", state="detached")
    run_all(page, SVG)
    assert page.get_by_label("Volume", exact=True).input_value() == "3"
    assert drawn(page) == after


def test_the_explorer_of_crime_is_labelled_and_follows_its_lists(page, lab):
    go(page, lab, "notebooks/explore/crime.ipynb")
    run_all(page, SVG)
    named = ["Category", "Ward", "First month", "Last month", "Measure", "Chapter cell"]
    assert all(page.get_by_label(name, exact=True).count() == 1 for name in named)
    before, cell = drawn(page), page.get_by_label("Chapter cell", exact=True)
    page.get_by_label("Category", exact=True).select_option(label="Theft offences")
    assert changed(page, before)
    page.get_by_label("Category", exact=True).focus()
    for _ in range(4):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.labels[0].textContent") == "Measure"
    assert 'category="Theft offences"' in cell.input_value()

    page.get_by_label("Last month", exact=True).select_option(label="April 2011")
    page.wait_for_selector(".assessment-panel [role=alert]")
    assert "is after the last, April 2011" in page.locator(".assessment-panel [role=alert]").inner_text()
    assert page.locator(".jp-OutputArea-output[data-mime-type*='stderr']").count() == 0


@pytest.mark.parametrize("name", ["deprivation", "harm", "data_quality"])
def test_a_panel_opens_with_its_warning(page, lab, name):
    go(page, lab, f"notebooks/explore/{name}.ipynb")
    run_all(page, SVG)
    assert "Restricted use" in page.locator(".assessment-panel").inner_text()
    assert page.locator(".assessment-panel [role=alert]").count() == 0
