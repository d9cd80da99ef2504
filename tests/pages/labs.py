"""A JupyterLab in its own folder and a browser's page in it: how the tests of the panels start and steer one."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

PATIENCE = 120_000  # milliseconds: a busy machine takes its time to start a kernel
SVG = ".assessment-panel .drawn svg"


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


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


def go(page, lab, path: str) -> None:
    """Open JupyterLab on a notebook."""
    page.goto(f"http://127.0.0.1:{lab.server['port']}/lab/tree/{path}?token={lab.server['token']}&reset")
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
