"""From the start of a program to its first picture, and the memory it holds then: the login beside two others.

The others are one label in Python, which is the least that a window can cost, and a browser in kiosk mode with the
same page as HTML, which is what many exam rooms run.
"""

import os
import shutil
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from figures import Figure, is_quick
from pixels.memory import shared_in_parts
from pixels.picture_session import PictureSession
from pixels.server import Server, server
from sealed_sample import ROOM

FOLDER = Path(__file__).resolve().parent
ROOT = FOLDER.parent.parent
COVER = "#164a6e"
"""The ground of the login's left half, in the light theme; the others are painted in it too."""

MARK = (20, 400)
DEADLINE_S = 20.0
SETTLED_S, SETTLED_QUICK_S = 3.0, 1.0
PAGE = f"""<!doctype html><meta charset=utf-8><title>考生登录</title>
<style>body {{margin: 0; display: flex; height: 100vh; font: 18px sans-serif}}
aside {{background: {COVER}; color: #fff; width: 518px; padding: 60px 44px}} main {{margin: auto}}</style>
<aside><h1>客服上岗认证</h1><p>一号考场</p></aside>
<main><h2>考生登录</h2><p>工号<br><input></p><p>姓名<br><input></p><button>登录</button></main>
"""
KIOSK = (
    "--kiosk --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --window-position=0,0 --window-size=1366,768"
)


@dataclass
class Started:
    """The runs of one program: ms to its first picture, MiB it then holds with all its processes."""

    ms: list[float] = field(default_factory=list)
    mib: list[float] = field(default_factory=list)

    def line(self, name: str) -> str:
        times = f"{statistics.median(self.ms):5.0f} ms ({min(self.ms):.0f} to {max(self.ms):.0f})"
        return f"  {name:24} first picture {times}, memory {statistics.median(self.mib):5.0f} MiB"


def browser(*, may_install: bool) -> str:
    """The browser's path; installed first where that may be. "" where there is none."""
    if may_install and shutil.which("chromium") is None and os.geteuid() == 0 and shutil.which("apt-get"):
        command = ["apt-get", "install", "-y", "--no-install-recommends", "chromium"]
        env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for each in (["apt-get", "update"], command):
            subprocess.run(each, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    return shutil.which("chromium") or ""


def starts(session: PictureSession, folder: Path, *, with_browser: bool, count: int) -> list[Figure]:
    """Interleaved runs, the first of each thrown away: it finds nothing in the system's memory."""
    programs = {
        "login": _login(session, folder / "start-pc"),
        "label": [sys.executable, "-P", str(FOLDER / "bare_label.py"), COVER],
    }
    found = browser(may_install=with_browser) if with_browser else ""
    if found:
        page = folder / "page.html"
        page.write_text(PAGE, "utf-8")
        profile = f"--user-data-dir={folder / 'profile'}"
        programs["chromium --kiosk"] = [found, *KIOSK.split(), profile, page.as_uri()]
    else:
        print("chromium --kiosk: not measured, " + ("it is not on this machine" if with_browser else "in a quick run"))
    runs = {name: Started() for name in programs}
    with server() as at:
        for turn in range(count + 1):
            for name, command in programs.items():
                _start(at, command, runs[name], folder, is_counted=turn > 0)
    for name, run in runs.items():
        print(run.line(name))
    return _figures(runs)


def _login(session: PictureSession, data: Path) -> list[str]:
    where = ["sit", str(session.path), "--room", ROOM, "--seat", "01", "--data", str(data)]
    return [sys.executable, "-P", "-m", "kaochang", *where]


def _start(at: Server, command: list[str], run: Started, folder: Path, *, is_counted: bool) -> None:
    """One run. A browser finds no profile, as on a PC that forgets its users."""
    shutil.rmtree(folder / "profile", ignore_errors=True)
    compiled = {"PYTHONPYCACHEPREFIX": str(folder / "compiled"), "PYTHONDONTWRITEBYTECODE": ""}  # as when installed
    env = {**at.env, "PYTHONPATH": str(ROOT / "desktop"), **compiled}
    at.until(lambda: at.screen.colour(*MARK) != COVER, DEADLINE_S)
    began = time.perf_counter()
    process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        at.until(lambda: at.screen.colour(*MARK) == COVER, DEADLINE_S)
        taken = time.perf_counter() - began
        if is_counted:
            time.sleep(SETTLED_QUICK_S if is_quick() else SETTLED_S)
            run.ms.append(taken * 1000)
            run.mib.append(shared_in_parts(process.pid))
    finally:
        process.terminate()
        process.wait()


def _figures(runs: dict[str, Started]) -> list[Figure]:
    own, figures = runs["login"], []
    for name, most_time, most_memory in (("label", 2, 1.6), ("chromium --kiosk", 0.6, 0.25)):
        if other := runs.get(name):
            ratio = statistics.median(own.ms) / statistics.median(other.ms)
            figures.append(Figure(f"start to login, of {name}", ratio, "times", at_most=most_time))
            ratio = statistics.median(own.mib) / statistics.median(other.mib)
            figures.append(Figure(f"memory at login, of {name}", ratio, "times", at_most=most_memory))
    return figures
