"""How a command ends where it is stopped or JupyterLab is asked for: a plain line and the right words, no traceback."""

import os
import signal
import subprocess
import sys
from types import SimpleNamespace

import pytest
import typer

from assessment import check, cli
from assessment.run import edition


def stopped(*_):
    raise KeyboardInterrupt


@pytest.mark.parametrize(
    ("words", "room", "name", "told"),
    [
        (["build"], edition, "build", "Stopped; the edition of Blackpool 2014/15 is as it was.\n"),
        (["build", "--year", "2013/14"], edition, "build", "Stopped; the edition of Blackpool 2013/14 is as it was.\n"),
        (["check"], check, "check", "Stopped.\n"),
    ],
)
def test_a_command_that_is_stopped_says_so_in_one_line(monkeypatch, capsys, words, room, name, told):
    monkeypatch.setattr(sys, "argv", ["assessment", *words])
    monkeypatch.setattr(room, name, stopped)
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 130
    assert capsys.readouterr().err == told


@pytest.mark.parametrize("user", [0, 1000])
def test_jupyterlab_is_told_to_let_root_in_only_where_root_asks(monkeypatch, capsys, user):
    asked = []
    monkeypatch.setattr(os, "geteuid", lambda: user, raising=False)
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    monkeypatch.setattr(subprocess, "run", lambda words, **_: asked.append(words) or SimpleNamespace(returncode=0))
    with pytest.raises(typer.Exit):
        cli.lab()
    assert ("--allow-root" in asked[0]) == (user == 0)
    assert ("You are root" in capsys.readouterr().out) == (user == 0)
    assert not [word for word in asked[0] if "token" in word or "ip=" in word or "password" in word]
