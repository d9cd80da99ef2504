"""The workers of a build: whose turn it is, what is done apart, and what a death or a stop leaves."""

import os
import signal
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

from assessment.errors import AssessmentError, Stopped
from assessment.run import workers
from assessment.run.workers import Workers

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="kernels are forked on Linux alone")


def test_earlier_areas_go_first_and_of_one_what_takes_longest():
    done, gate = [], threading.Event()
    with Workers(1) as workers:
        pieces = [workers.submit(0, 9, gate.wait)]
        order = [(1, 5), (0, 1), (1, 7), (0, 3)]
        pieces += [workers.submit(turn, weight, partial(done.append, (turn, weight))) for turn, weight in order]
        gate.set()
        workers.results(pieces)
    assert done == [(0, 3), (0, 1), (1, 7), (1, 5)]


def test_a_stop_drops_what_waits_and_refuses_what_comes():
    done, began = [], threading.Event()

    def work():
        began.set()
        time.sleep(0.3)
        done.append("running")

    with Workers(1) as workers, ThreadPoolExecutor(1) as area:
        running, waiting = workers.submit(0, 0, work), workers.submit(0, 0, partial(done.append, "waiting"))
        told = area.submit(workers.results, [running, waiting])
        began.wait()
        workers.stop()
        assert done == ["running"], "a stop waits for what runs"
        with pytest.raises(Stopped):
            told.result()
        with pytest.raises(Stopped):
            workers.results([workers.submit(0, 0, partial(done.append, "late"))])
    assert done == ["running"]


def where(tell, number):
    tell(f"asked for {number}")
    return os.getpid(), number + 1


def refused(tell):
    what = "no such file"
    raise AssessmentError(what, "a.csv", "Send it.")


def unpicklable(tell):
    raise type("Odd", (Exception,), {})("at last")


def died(tell):
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.fixture(scope="module")
def apart():
    with pytest.MonkeyPatch.context() as there:
        there.setenv("PYTHONPATH", str(Path(__file__).parent))  # for these functions
        yield from _apart()


def _apart():
    with Workers(2, apart=True) as workers:
        yield workers


@LINUX
def test_what_is_called_apart_gives_what_it_would_give_here(apart):
    said = []
    place, number = apart.call(0, said.append, where, 4)
    assert (number, said) == (5, ["asked for 4"]) and place != os.getpid()
    assert not list(apart.begin().folder.glob("*.work"))


@LINUX
@pytest.mark.parametrize(
    ("function", "error", "told"),
    [
        (refused, AssessmentError, r"no such file \(a.csv\). Send it."),
        (unpicklable, RuntimeError, "Odd: at last"),
        (died, AssessmentError, "ended by itself"),
    ],
)
def test_what_goes_wrong_apart_is_raised_here(apart, function, error, told):
    with pytest.raises(error, match=told):
        apart.call(0, print, function)


@LINUX
def test_areas_that_begin_at_once_share_one_process_that_forks(monkeypatch):
    made = []

    class Slow:
        __exit__ = lost = lambda *_: False

        def __init__(self, **_):
            time.sleep(0.1)
            made.append(self)

    monkeypatch.setattr(workers, "WarmKernels", Slow)
    with Workers(4) as some, ThreadPoolExecutor(4) as areas:
        assert len(set(areas.map(lambda _: some.begin(), range(4)))) == 1 == len(made)


@LINUX
def test_one_that_forks_and_is_killed_is_followed_by_another(apart):
    before = apart.call(0, print, where, 1)
    apart.begin().zygote.kill()
    apart.begin().zygote.wait()
    assert apart.call(0, print, where, 1)[1] == before[1]


def test_one_area_alone_is_done_here():
    with Workers(1) as workers:
        assert workers.call(0, print, where, 1) == (os.getpid(), 2)
        assert workers._warm is None
