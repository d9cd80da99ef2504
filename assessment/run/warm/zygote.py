"""The process that forks kernels: `python -m assessment.run.warm.zygote FD many`, FD a listening Unix socket.

With `few` in place of `many` it serves before it has imported what only some chapters need.

It prints "ready", and takes one connection a kernel. That sends a line of JSON, connection_file, cwd, env and args,
and hears {"pid": …}, then {"ready": true} and, when the kernel is gone, {"exit": …}. A line with cwd, env and work, a
file that names a function of ours, has that called in a fork; what it says meanwhile is heard as {"said": …}. A line
with hold, a folder of the store, and from, a file with its tables, has them held for later forks until release. A
connection that its caller leaves ends its fork; the end of standard input ends them all. There is one thread and no
zmq context here, for a fork copies neither whole.
"""

import gc
import json
import os
import selectors
import signal
import socket
import sys
import traceback
from pathlib import Path

from assessment.run.warm.child import become_kernel, leave_the_zygote
from assessment.run.warm.preload import LATER, preload, preload_later
from assessment.run.warm.work import do
from assessment.store import held


class Zygote:
    """The kernels that run, each by its process and with its caller's connection."""

    def __init__(self, listener: socket.socket) -> None:
        self.listener = listener
        self.callers: dict[int, socket.socket] = {}
        self.selector = selectors.DefaultSelector()
        self.woken, waker = os.pipe()
        for end in (self.woken, waker):
            os.set_blocking(end, False)
        signal.set_wakeup_fd(waker, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        self.selector.register(listener, selectors.EVENT_READ, self.fork)
        self.selector.register(self.woken, selectors.EVENT_READ, self.reap)
        self.selector.register(sys.stdin.fileno(), selectors.EVENT_READ, self.stop)
        self.running = True

    def serve(self, later: list[str]) -> None:
        """Fork and reap until standard input ends; while forks run, import what those to come may need `later`."""
        while self.running:
            asked = self.selector.select(0 if later and self.callers else None)
            for key, _ in asked:
                key.data()
            if later and not asked:
                preload_later(later.pop())
                settle()
        for pid in self.callers:
            end(pid)

    def stop(self) -> None:
        """The build is over, or dead."""
        self.running = bool(os.read(sys.stdin.fileno(), 1))

    def fork(self) -> None:
        """Take one request: most ask for a fork."""
        caller, _ = self.listener.accept()
        with caller.makefile("rb") as lines:
            line = lines.readline()
        if not line:
            caller.close()
            return
        request = json.loads(line)
        if "cwd" not in request:
            self._hold(request)
            caller.close()
            return
        pid = os.fork()
        if pid == 0:
            self._be_child(request, caller)
        self.callers[pid] = caller
        self.selector.register(caller, selectors.EVENT_READ, lambda: self.left(pid))

    def _hold(self, request: dict) -> None:
        """Hold an area's tables for the forks to come, or no longer."""
        if "hold" in request:
            held.hold(request["hold"], Path(request["from"]))
            settle()
        else:
            held.release(request["release"])

    def _be_child(self, request: dict, caller: socket.socket) -> None:
        """Never returns: whatever the kernel does, this process ends here."""
        status = 1
        try:
            signal.set_wakeup_fd(-1)
            self.selector.close()
            for other in (self.listener, *self.callers.values()):
                other.close()
            tell(caller, {"pid": os.getpid()})
            gc.enable()
            leave_the_zygote(request)
            if "work" in request:
                do(Path(request["work"]), caller)
            else:
                become_kernel(request, caller)
            status = 0
        except SystemExit as left:
            status = left.code if isinstance(left.code, int) else 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(status)

    def left(self, pid: int) -> None:
        """A kernel's caller is gone: so is the need for the kernel."""
        end(pid)
        self._forget(pid)

    def reap(self) -> None:
        """Tell the callers of the kernels that ended how they did."""
        os.read(self.woken, 4096)
        while (found := ended()) is not None:
            pid, status = found
            caller = self._forget(pid)
            if caller is not None:
                tell(caller, {"exit": status})
                caller.close()

    def _forget(self, pid: int) -> socket.socket | None:
        caller = self.callers.pop(pid, None)
        if caller is not None:
            self.selector.unregister(caller)
        return caller


def end(pid: int) -> None:
    """Kill a kernel with all that it started."""
    for kill in (os.killpg, os.kill):  # the kernel may not have its own group yet
        try:
            kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue


def ended() -> tuple[int, int] | None:
    """A child that has ended, with its exit status; None where none has."""
    try:
        pid, status = os.waitpid(-1, os.WNOHANG)
    except ChildProcessError:
        return None
    return (pid, os.waitstatus_to_exitcode(status)) if pid else None


def tell(caller: socket.socket, what: dict) -> None:
    """Send a line to a caller that may be gone."""
    try:
        caller.sendall(json.dumps(what).encode() + b"\n")
    except OSError:
        return


def settle() -> None:
    """Leave what was imported to the forks. A second thread would make each of them unsafe: then there is no zygote."""
    if len(list(Path("/proc/self/task").iterdir())) > 1:
        sys.exit("a library started a thread while it was imported")
    gc.collect()
    gc.freeze()


def main() -> None:
    """Import, then serve; what `few` chapters may do without is imported when there is time."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    preload()
    later = [*reversed(LATER)]
    while later and sys.argv[2] == "many":
        preload_later(later.pop())
    settle()
    zygote = Zygote(socket.socket(fileno=int(sys.argv[1])))
    os.write(sys.stdout.fileno(), b"ready\n")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a kernel prints past Python goes to the log
    zygote.serve(later)


if __name__ == "__main__":
    main()
