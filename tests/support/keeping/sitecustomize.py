"""Keeps what a program takes away again. Python runs this at the start of a program that has this folder on its path.

Below the folder named by KEPT_FOLDER: every file before it is deleted or replaced, the arguments of every program that
is started, and at the end what others could read of this one.
"""

import atexit
import itertools
import os
import sys
from contextlib import suppress
from pathlib import Path

_FOLDER = Path(os.environ["KEPT_FOLDER"])
_numbers = itertools.count()


def _kept_as(name: str) -> Path:
    return _FOLDER / f"{os.getpid()}-{next(_numbers)}-{name}"


def _keep(path: object, folder: int = -1) -> None:
    """A second name for a file: whatever is still written to it stays readable there."""
    name = os.fsdecode(path)
    place = Path(f"/proc/self/fd/{folder}/{name}") if folder >= 0 and not name.startswith("/") else Path(name)
    with suppress(OSError):  # a folder, or a file that went already: nothing that could be kept
        os.link(place, _kept_as(place.name[-80:]))


def _watch(event: str, arguments: tuple) -> None:
    if event == "os.remove":
        _keep(*arguments)
    elif event == "os.rename":
        _keep(arguments[1], arguments[3])
    elif event in {"subprocess.Popen", "os.posix_spawn", "os.exec", "os.system"}:
        _kept_as("started").write_text(repr(arguments), encoding="utf-8")


def _keep_what_others_see() -> None:
    parts = []
    for name in ("cmdline", "environ"):
        with suppress(OSError):  # a program that holds keys shows its user no more than others
            parts.append(Path(f"/proc/self/{name}").read_bytes())
    _kept_as("seen").write_bytes(b"\n".join([*parts, repr((sys.argv, dict(os.environ))).encode()]))


sys.addaudithook(_watch)
atexit.register(_keep_what_others_see)
