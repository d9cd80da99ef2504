"""The build's side: one zygote while the chapters run, and a handle on each kernel that it forks."""

from __future__ import annotations

import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from uuid import uuid4

from assessment import project

LEAN = {  # of memory: what is free goes back to the system at once, and a kernel has one core
    "MALLOC_ARENA_MAX": "1",
    "MALLOC_MMAP_THRESHOLD_": "200000",
    "MALLOC_TRIM_THRESHOLD_": "200000",
    "_RJEM_MALLOC_CONF": "dirty_decay_ms:0,muzzy_decay_ms:0",
    "POLARS_MAX_THREADS": "1",
}
AS_IN_A_KERNEL = {
    **LEAN,
    **dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"),  # no thread before a fork
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
}
READ = """
import sys
from pathlib import Path
from assessment.store import Prepared
Prepared.open(Path(sys.argv[1])).write_for_holding(Path(sys.argv[2]))
"""
PREFIX = "assessment-"


def clear_dead() -> None:
    """Remove the folders of builds that were killed: those of this user whose process is no more."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*-*"):
        number = folder.name.removeprefix(PREFIX).partition("-")[0]
        with suppress(OSError):
            if number.isdigit() and not _alive(int(number)) and folder.stat().st_uid == os.getuid():
                shutil.rmtree(folder, ignore_errors=True)


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True  # another user's
    return True


class WarmKernels:
    """A zygote that imports while the build prepares its data; leaving the context ends it and every kernel."""

    def __init__(self, *, few: bool = False) -> None:
        """With `few` chapters to run it forks sooner, and imports what only some of them need when there is time."""
        clear_dead()
        # 0700, and short: a socket's path has 107 bytes
        self.folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))
        self.address = str(self.folder / "zygote")
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(self.address)
            listener.listen(64)
            self.zygote = self._start(listener.fileno(), "few" if few else "many")

    def _start(self, listener: int, number: str) -> subprocess.Popen:
        with (self.folder / "log").open("wb") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "assessment.run.warm.zygote", str(listener), number],
                cwd=project.root(),
                env=os.environ | AS_IN_A_KERNEL,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                pass_fds=(listener,),
                start_new_session=True,  # Ctrl-C is the build's to handle
            )

    def __enter__(self) -> WarmKernels:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()
        self.zygote.stdout.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def end(self) -> None:
        """End the zygote, and with it every kernel."""
        self.zygote.stdin.close()
        if "fault" not in vars(self):  # nobody waited for it, and so it has no kernels
            self.zygote.kill()
        try:
            self.zygote.wait(timeout=0.5)
        except subprocess.TimeoutExpired:  # it still imports
            self.zygote.kill()
            self.zygote.wait()

    @cached_property
    def fault(self) -> str:
        """Why there can be no kernels from here, waited for until that is known; empty where there can."""
        if self.zygote.stdout.readline():
            return ""
        told = (self.folder / "log").read_text(encoding="utf-8", errors="replace").strip()
        return told.splitlines()[-1] if told else "it ended without a word"

    def lost(self) -> bool:
        """Whether the zygote ended after it could fork."""
        return vars(self).get("fault") == "" and self.zygote.poll() is not None

    def hold(self, tables: Path) -> None:
        """Have the tables of a folder of the store read once, and held for all kernels that are forked from then on.

        Where that cannot be, each kernel reads what it needs.
        """
        path = self.folder / f"{uuid4().hex[:8]}.tables"  # the folder is the user's alone
        asked = [sys.executable, "-c", READ, str(tables), str(path)]
        subprocess.run(asked, cwd=project.root(), check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        if path.is_file():
            self._say({"hold": str(tables), "from": str(path)})

    def release(self, tables: Path) -> None:
        """Have the tables of a folder held no longer."""
        self._say({"release": str(tables)})

    def _say(self, request: dict) -> None:
        with suppress(OSError), socket.socket(socket.AF_UNIX) as line:
            line.connect(self.address)
            line.sendall(json.dumps(request).encode() + b"\n")
            line.recv(1)  # it has been done

    def fork(self, connection_file: str, env: dict[str, str], args: list[str]) -> ForkedKernel:
        """A new kernel. Raises OSError where the zygote is gone."""
        return self.forked({"connection_file": connection_file, "args": args}, env)

    def forked(self, request: dict, env: dict[str, str]) -> ForkedKernel:
        """A process forked for a request: a kernel, or a piece of work. Raises OSError where the zygote is gone."""
        return ForkedKernel(self.address, {"cwd": str(project.root()), "env": LEAN | env, **request})


class ForkedKernel:
    """A forked process, with the methods of a Popen that jupyter_client calls of a kernel's."""

    stdin = stdout = stderr = None

    def __init__(self, address: str, request: dict) -> None:
        self.returncode: int | None = None
        self.heard = b""
        self.line = socket.socket(socket.AF_UNIX)
        try:
            self.line.connect(address)
            self.line.sendall(json.dumps(request).encode() + b"\n")
        except OSError:
            self.line.close()
            raise
        first = self.hear(None)
        if "pid" not in first:
            self.line.close()
            what = "the process that forks kernels ended"
            raise ConnectionResetError(what)
        self.pid = first["pid"]

    def ready(self) -> bool:
        """Whether the kernel's sockets are bound. Raises ConnectionResetError where it ended before."""
        told = self.hear(0)
        if told and "exit" in told:
            self._ended(told["exit"])
            what = f"the kernel ended with {told['exit']} while it started"
            raise ConnectionResetError(what)
        return told is not None

    def poll(self) -> int | None:
        """The exit status; None while the kernel runs."""
        return self.wait(0)

    def wait(self, timeout: float | None = None) -> int | None:
        """The exit status, waited for; None where the time is over first."""
        while self.returncode is None:
            told = self.hear(timeout)
            if told is None:
                return None
            if "exit" in told:
                self._ended(told["exit"])
        return self.returncode

    def send_signal(self, number: int) -> None:
        """Signal the kernel and what it started."""
        if self.poll() is None:
            with suppress(ProcessLookupError):
                os.killpg(self.pid, number)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def _ended(self, status: int) -> None:
        self.returncode = status
        self.line.close()

    def hear(self, timeout: float | None) -> dict | None:
        """The zygote's next line; None where the time is over. A zygote that is gone took its kernels with it."""
        until = None if timeout is None else time.monotonic() + timeout
        while b"\n" not in self.heard:
            left = None if until is None else max(0.0, until - time.monotonic())
            if not select.select([self.line], [], [], left)[0]:
                return None
            try:
                more = self.line.recv(4096)
            except ConnectionResetError:
                more = b""
            if not more:
                return {"exit": -signal.SIGKILL}
            self.heard += more
        line, _, self.heard = self.heard.partition(b"\n")
        return json.loads(line)
