"""A login session of its own on a display: a session bus, a home folder that goes with it, and Chinese typing.

    with desktop() as display, session(display) as display, pinyin(display):
        program = subprocess.Popen([...], env=display.env)

What a screen reader uses is started by the bus itself when a program asks for it.
"""

import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from x11.xvfb import DEADLINE_S, Desktop, missing, wait_until

IBUS = "/usr/libexec/ibus-"
PANEL, SETTINGS, ENGINE = f"{IBUS}ui-gtk3", f"{IBUS}memconf", f"{IBUS}engine-libpinyin"
_ONLY_PINYIN = """\
[desktop/ibus/general]
preload-engines=['libpinyin']
"""
"""The desktop's settings: otherwise the panel, once it is up, goes back to the keyboard's own letters."""

_FOLDERS = {
    "HOME": "",
    "XDG_CONFIG_HOME": "config",
    "XDG_DATA_HOME": "data",
    "XDG_CACHE_HOME": "cache",
    "XDG_RUNTIME_DIR": "run",
}

NO_PINYIN = missing("dbus-daemon", "ibus-daemon", PANEL, SETTINGS, ENGINE)
"""Why Chinese cannot be typed on this machine; empty where it can."""


@contextmanager
def session(display: Desktop) -> Iterator[Desktop]:
    """The display with a session bus and a fresh home folder, whose path is short: sockets lie in it."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        folders = {name: Path(home, below) for name, below in _FOLDERS.items()}
        for folder in folders.values():
            folder.mkdir(mode=0o700, exist_ok=True)
        settings = folders["XDG_CONFIG_HOME"] / "glib-2.0/settings/keyfile"
        settings.parent.mkdir(parents=True)
        settings.write_text(_ONLY_PINYIN, encoding="utf-8")
        env = {**display.env, **{name: str(folder) for name, folder in folders.items()}, "GSETTINGS_BACKEND": "keyfile"}
        bus = subprocess.Popen(
            ["dbus-daemon", "--session", "--nofork", "--print-address"],
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        with bus:
            try:
                assert bus.stdout is not None
                yield replace(display, env={**env, "DBUS_SESSION_BUS_ADDRESS": bus.stdout.readline().strip()})
            finally:
                bus.terminate()
                bus.wait(DEADLINE_S)


@contextmanager
def pinyin(display: Desktop) -> Iterator[None]:
    """Programs started on the display from now on with `QT_IM_MODULE=ibus` type Chinese, by libpinyin.

    Its settings and what it learns are forgotten with it.
    """
    daemon = subprocess.Popen(
        ["ibus-daemon", f"--panel={PANEL}", f"--config={SETTINGS}"],
        env=display.env,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    with daemon:
        try:
            wait_until(lambda: _is_chosen(display), "pinyin is there")
            yield
        finally:
            daemon.terminate()
            daemon.wait(DEADLINE_S)


def _is_chosen(display: Desktop) -> bool:
    return display.run("ibus", "engine", check=False) == "libpinyin"
