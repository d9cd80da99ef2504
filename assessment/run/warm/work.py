"""A function called in a fork of the process that has imported everything: it needs no start and leaves no memory."""

import json
import os
import pickle
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

from assessment.errors import AssessmentError
from assessment.run.warm.kernels import WarmKernels

Result = TypeVar("Result")


def call(kernels: WarmKernels, tell: Callable[[str], None], function: Callable[..., Result], *given: Any) -> Result:
    """What a function returns that takes `tell` and what is `given`; raises what it raises.

    Raises AssessmentError where the process ends by itself.
    """
    path = kernels.folder / f"{uuid4().hex[:8]}.work"  # the folder is the user's alone
    path.write_bytes(pickle.dumps((function, given)))
    try:
        forked = kernels.forked({"work": str(path)}, dict(os.environ))
        with forked.line:
            while "exit" not in (told := forked.hear(None)):
                if "said" in told:
                    tell(told["said"])
        raised, found = pickle.loads(path.read_bytes()) if told["exit"] == 0 else (True, _ended())
    except OSError:
        raised, found = True, _ended()
    finally:
        path.unlink(missing_ok=True)
    if raised:
        raise found
    return found


def _ended() -> AssessmentError:
    what = "A process of the build ended by itself"
    return AssessmentError(what, mend="Close other programs if memory is short, and build again.")


def do(path: Path, caller: socket.socket) -> None:
    """In the fork: call the function that stands in a file, and leave there what it returned or raised."""

    def tell(text: str) -> None:
        caller.sendall(json.dumps({"said": text}).encode() + b"\n")

    try:
        function, given = pickle.loads(path.read_bytes())
        told = pickle.dumps((False, function(tell, *given)))
    except Exception as error:
        told = _pickled(error)
    path.write_bytes(told)


def _pickled(error: Exception) -> bytes:
    """An error as bytes; one that cannot be told so is told in its own words."""
    try:
        told = pickle.dumps((True, error))
        pickle.loads(told)
    except Exception:
        told = pickle.dumps((True, RuntimeError(f"{type(error).__name__}: {error}")))
    return told
