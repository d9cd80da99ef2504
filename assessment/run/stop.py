"""Ctrl-C, a terminal that is closed, and a polite kill: each ends a build in order."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

NAMES = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")


@contextmanager
def orderly() -> Iterator[None]:
    """Within it these signals raise KeyboardInterrupt, the first of them only: what follows it is put in order.

    A signal that is ignored, as by nohup, stays ignored.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    known = [getattr(signal, name) for name in NAMES if hasattr(signal, name)]
    before = {one: signal.getsignal(one) for one in known}
    heard = [one for one in known if before[one] != signal.SIG_IGN]

    def stop(*_: object) -> None:
        for one in heard:
            signal.signal(one, signal.SIG_IGN)
        raise KeyboardInterrupt

    for one in heard:
        signal.signal(one, stop)
    try:
        yield
    finally:
        for one in heard:
            signal.signal(one, before[one] if before[one] is not None else signal.SIG_DFL)
