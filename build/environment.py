"""The Python environment under .dev/env: made once, filled from the lock file, found again by its stamp."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import TYPE_CHECKING

import system_libraries
from steps import SetupError, logged, say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from steps import Layout

# Counted up when set-up itself changes in a way that older environments must follow.
SETUP_VERSION = 1

SYSTEM_FONT_SETTINGS = Path("/etc/fonts/fonts.conf")

# The proof that set-up is complete: the interpreter starts Qt, with the libraries it was given, without a screen.
QT_STARTS = "from PySide6 import QtNetwork, QtSvg, QtWidgets; QtWidgets.QApplication([])"


def stamp_of(lock: bytes, *, python: str, version: int = SETUP_VERSION) -> str:
    """What an environment was made from. Equal stamps mean that there is nothing to set up."""
    return hashlib.sha256(b"\0".join((lock, python.encode(), str(version).encode()))).hexdigest()


def child_environment(layout: Layout, base: Mapping[str, str], *, offscreen: bool) -> dict[str, str]:
    """The variables every program we start sees.

    Caches and bytecode go to the ignored folder. Qt needs no screen unless the caller says that there is one to use.
    A PYTHONPATH from outside is dropped: what is imported is what the lock file holds.
    """
    cache = layout.dev / "cache"
    env = dict(base) | {
        "PYTHONPYCACHEPREFIX": str(cache / "bytecode"),
        "RUFF_CACHE_DIR": str(cache / "ruff"),
        "MYPY_CACHE_DIR": str(cache / "mypy"),
        "HYPOTHESIS_STORAGE_DIRECTORY": str(cache / "hypothesis"),
    }
    env.pop("PYTHONPATH", None)
    if offscreen:
        env.setdefault("QT_QPA_PLATFORM", "offscreen")
    return env | _unpacked_libraries(layout, base)


def _unpacked_libraries(layout: Layout, base: Mapping[str, str]) -> dict[str, str]:
    folders = [str(folder) for folder in system_libraries.library_folders(layout)]
    if not folders:
        return {}
    found = {"LD_LIBRARY_PATH": os.pathsep.join([*folders, *filter(None, [base.get("LD_LIBRARY_PATH")])])}
    if not SYSTEM_FONT_SETTINGS.exists():
        found["FONTCONFIG_FILE"] = str(layout.sysroot / "fonts.conf")
    return found


def ensure(layout: Layout) -> None:
    """Sets up whatever is missing. When the stamp fits, this is a file read and nothing else."""
    try:
        lock = layout.lock.read_bytes()
    except FileNotFoundError:
        raise SetupError(f"{layout.lock} is missing. `python3 build/dev.py lock` makes it.") from None
    stamp = stamp_of(lock, python=_python_version())
    if layout.python.exists() and layout.stamp.exists() and layout.stamp.read_text() == stamp:
        return
    layout.stamp.unlink(missing_ok=True)
    system_libraries.ensure(layout)
    create(layout)
    say(f"the Python packages of {layout.lock.name}, some 150 MB where none are cached")
    pip_install(layout, "--no-deps", "--require-hashes", "--only-binary", ":all:", "-r", str(layout.lock))
    # The package is used from its folder, so there is nothing to build or to install again after a change.
    desktop = os.path.relpath(layout.root / "desktop", _site_packages(layout))
    (_site_packages(layout) / "kaochang.pth").write_text(f"{desktop}\n", encoding="utf-8")
    _prove(layout)
    layout.stamp.write_text(stamp)
    say("done")


def create(layout: Layout) -> None:
    """Makes the bare environment, unless one for this Python is there already."""
    if layout.python.exists() and _made_for(layout) == _python_version():
        return
    say(f"a Python {_python_version()} environment in {layout.env}")
    # Debian's python3 has venv but not ensurepip; there pip runs from Debian's own wheel.
    options = ["--clear"] if importlib.util.find_spec("ensurepip") else ["--clear", "--without-pip"]
    if not logged(layout, [sys.executable, "-m", "venv", *options, layout.env]):
        raise SetupError(f"{layout.env} could not be made; see {layout.log}. Is the disk full or read-only?")


def pip_install(layout: Layout, *arguments: str) -> None:
    """Runs the environment's `pip install`; where an index lies is for the machine's own pip settings to say."""
    env = dict(os.environ) | {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1", "PYTHONUNBUFFERED": "1"}
    env.pop("PYTHONPATH", None)
    if not _has_pip(layout):
        wheel = system_libraries.pip_wheel(layout)
        if wheel is None:
            raise SetupError("this Python has no pip. On Debian or Ubuntu, as root: apt-get install -y python3-venv")
        env["PYTHONPATH"] = str(wheel)
    # Bytecode is kept elsewhere (child_environment), so pip need not compile.
    command: list[str | Path] = [
        layout.python,
        "-m",
        "pip",
        "install",
        "--no-compile",
        "--progress-bar",
        "off",
        *arguments,
    ]
    if not logged(layout, command, env=env, each_line=_say_large_download):
        raise SetupError(f"pip could not install the packages; see {layout.log}. Is a package index reachable?")


def _say_large_download(line: str) -> None:
    found = re.search(r"Downloading (?:\S*/)?([^-/]+)-\S+ \((\d+\.?\d* MB)\)", line)
    if found:
        say(f"  downloading {found[1]}, {found[2]}")


def _site_packages(layout: Layout) -> Path:
    return Path(sysconfig.get_path("purelib", "venv", {"base": str(layout.env)}))


def _has_pip(layout: Layout) -> bool:
    return (_site_packages(layout) / "pip/__main__.py").exists()


def _prove(layout: Layout) -> None:
    env = child_environment(layout, os.environ, offscreen=True)
    started = subprocess.run([layout.python, "-c", QT_STARTS], env=env, capture_output=True, text=True, check=False)
    if started.returncode != 0:
        reason = (started.stderr.strip().splitlines() or [f"exit status {started.returncode}"])[-1]
        raise SetupError(f"Qt does not start: {reason}")


def _python_version() -> str:
    return f"{sys.version_info.major}.{sys.version_info.minor}"


def _made_for(layout: Layout) -> str:
    """The major.minor version of the environment, from its own note."""
    try:
        lines = (layout.env / "pyvenv.cfg").read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return ""
    notes = dict(line.partition(" = ")[::2] for line in lines)
    return ".".join(notes.get("version", "").split(".")[:2])
