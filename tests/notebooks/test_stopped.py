"""A build that is stopped in its middle, and one that is asked for meanwhile, as a user does it."""

import os
import signal
import subprocess
import sys
import time

import pytest
from editions import command

from assessment import project


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGTERM that a program can hear")
def test_a_second_build_is_refused_at_once_and_a_stopped_one_leaves_nothing(tmp_path):
    out = tmp_path / "out with spaces é\n"
    words = [sys.executable, "-m", "assessment", "build", "--chapter", "harm", "--out", str(out)]
    home = out / "blackpool"
    with subprocess.Popen(words, cwd=project.root(), stderr=subprocess.PIPE, text=True) as build:
        while not list(home.glob(".2014-15.*.part/context.json")):
            assert build.poll() is None, build.stderr.read()
            time.sleep(0.1)
        second = command("build", "--out", out)
        assert second.returncode == 1
        assert "Another build of this edition is running" in second.stderr
        assert list(home.glob(".2014-15.*.part/context.json")), "the refused build cleared the other's folder away"
        build.send_signal(signal.SIGTERM)
        assert build.wait(30) == 130
        assert build.stderr.read() == "Stopped; the edition of Blackpool 2014/15 is as it was.\n"
    assert list(home.iterdir()) == []
