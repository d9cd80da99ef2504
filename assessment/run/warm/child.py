"""What a fork of the zygote becomes: an ipykernel in its own session, environment and folder."""

import ctypes
import os
import random
import resource
import signal
import socket
import sys
from contextlib import suppress
from pathlib import Path

DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG of prctl(2)
MEMORY = 3 * 2**30  # bytes that a kernel may have: five times what the largest chapter takes
FIRST_TO_GO = "500"  # of a thousand: where the machine itself runs short, a kernel is ended and not the build


def become_kernel(request: dict, caller: socket.socket) -> None:
    """Serve as the kernel that was asked for; returns when it is shut down.

    `request` holds the connection_file, cwd, env and args; `caller` hears `ready` when the kernel's sockets are bound.
    """
    _reseed()
    _bound_memory()
    from ipykernel.kernelapp import IPKernelApp
    from matplotlib_inline import backend_inline

    given = ["-f", request["connection_file"], f"--IPKernelApp.parent_handle={os.getppid()}"]
    sys.argv = ["ipykernel_launcher.py", *given[:2]]
    app = IPKernelApp.instance()
    app.initialize([*given, *request["args"]])
    backend_inline._enable_matplotlib_integration()  # a fresh kernel gets this when it first imports pyplot
    caller.sendall(b'{"ready": true}\n')
    app.start()


def leave_the_zygote(request: dict) -> None:
    """Take on the session, environment and folder that were asked for, and die with the zygote."""
    os.setsid()
    ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGKILL)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.chdir(request["cwd"])
    os.environ.clear()
    os.environ.update(request["env"])


def _bound_memory() -> None:
    """A kernel that leaks gets a MemoryError; the machine is not slowed down by it, and the others go on."""
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    half = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2
    most = min(MEMORY, half, *([] if hard == resource.RLIM_INFINITY else [hard]))
    resource.setrlimit(resource.RLIMIT_DATA, (most, hard))
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text(FIRST_TO_GO, encoding="ascii")


def _reseed() -> None:
    """No two kernels draw the same numbers: a fork copies the state of numpy's and of Python's generator."""
    import numpy as np

    np.random.seed()  # noqa: NPY002 - notebooks may use the old generator, which is the one that a fork copies
    random.seed()
