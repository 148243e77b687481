"""The system libraries and programs that Qt and the tests need, and three ways to them.

Root installs what is missing. Anyone else gets what Qt's offscreen platform needs unpacked into the ignored
folder, and is told the one line that installs the rest. A system without apt is told the names.
Only Linux needs any of this: elsewhere the Qt wheels bring all they use.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from steps import SetupError, logged, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from steps import Layout


@dataclass(frozen=True)
class Need:
    """One library (by soname), program, file (by pattern) or the pip wheel, and the Debian package that brings it.

    `screen` marks what only the tests on a real X screen or with a false date use: without it they are skipped, and all
    else works.
    """

    name: str
    package: str
    screen: bool = False


# What the Qt libraries of the lock file and their offscreen platform link to, beyond the C library.
LIBRARIES = (
    Need("libglib-2.0.so.0", "libglib2.0-0"),
    Need("libgthread-2.0.so.0", "libglib2.0-0"),
    Need("libdbus-1.so.3", "libdbus-1-3"),
    Need("libGL.so.1", "libgl1"),
    Need("libEGL.so.1", "libegl1"),
    Need("libxkbcommon.so.0", "libxkbcommon0"),
    Need("libfontconfig.so.1", "libfontconfig1"),
    Need("libfreetype.so.6", "libfreetype6"),
    Need("libX11.so.6", "libx11-6"),
    Need("libzstd.so.1", "libzstd1"),
    Need("libz.so.1", "zlib1g"),
    Need("libgssapi_krb5.so.2", "libgssapi-krb5-2"),
    Need("libbrotlidec.so.1", "libbrotli1"),
    Need("libxkbcommon-x11.so.0", "libxkbcommon-x11-0", screen=True),
    Need("libX11-xcb.so.1", "libx11-xcb1", screen=True),
    Need("libxcb-cursor.so.0", "libxcb-cursor0", screen=True),
    Need("libxcb-icccm.so.4", "libxcb-icccm4", screen=True),
    Need("libxcb-image.so.0", "libxcb-image0", screen=True),
    Need("libxcb-keysyms.so.1", "libxcb-keysyms1", screen=True),
    Need("libxcb-render-util.so.0", "libxcb-render-util0", screen=True),
    Need("libxcb-shape.so.0", "libxcb-shape0", screen=True),
    Need("libxcb-util.so.1", "libxcb-util1", screen=True),
    Need("libxcb-xkb.so.1", "libxcb-xkb1", screen=True),
)
PROGRAMS = (
    Need("Xvfb", "xvfb", screen=True),
    Need("openbox", "openbox", screen=True),
    Need("xdotool", "xdotool", screen=True),
    Need("xclip", "xclip", screen=True),
    Need("xrandr", "x11-xserver-utils", screen=True),
    Need("xauth", "xauth", screen=True),
    Need("xprop", "x11-utils", screen=True),
    Need("faketime", "faketime", screen=True),
    Need("dbus-daemon", "dbus", screen=True),
    Need("ibus-daemon", "ibus", screen=True),
    Need("/usr/libexec/ibus-engine-libpinyin", "ibus-libpinyin", screen=True),
    Need("/usr/libexec/at-spi-bus-launcher", "at-spi2-core", screen=True),
)
FILES = (
    Need("usr/lib/*/girepository-1.0/Atspi-2.0.typelib", "gir1.2-atspi-2.0", screen=True),
    Need("usr/lib/python3/dist-packages/gi/__init__.py", "python3-gi", screen=True),
)
"""What no program looks for by name: the bindings by which the system's own Python hears what a screen reader does."""

PIP = Need("pip", "python3-pip-whl")
SYSTEM = Path("/")
WHEEL_FOLDER = "usr/share/python-wheels"

# Drivers for real graphics cards, which libgl1 pulls in: half of all bytes, and offscreen never loads them.
DRIVERS = ("libgl1-mesa-dri", "mesa-libgallium", "libllvm", "libz3-", "libicu", "libxml2", "libsensors", "libdrm-")

# Where fontconfig has no settings of the system, it finds the unpacked fonts by these, beside `usr` in the sysroot.
FONT_SETTINGS = """\
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">usr/share/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
"""

# Prints the sonames among its arguments that the loader cannot find.
PROBE = """
import ctypes, sys
for name in sys.argv[1:]:
    try:
        ctypes.CDLL(name)
    except OSError:
        print(name)
"""


@dataclass(frozen=True)
class Plan:
    """What becomes of the missing packages: `install` as root, `unpack` into the ignored folder, `tell` the rest."""

    install: tuple[str, ...] = ()
    unpack: tuple[str, ...] = ()
    tell: tuple[str, ...] = ()


def plan(missing: Sequence[Need], *, root: bool, apt: bool) -> Plan:
    """Decides about each missing package, once, in the order of the tables above."""
    if apt and root:
        return Plan(install=_packages(missing))
    if apt:
        return Plan(
            unpack=_packages(need for need in missing if not need.screen),
            tell=_packages(need for need in missing if need.screen),
        )
    return Plan(tell=_packages(missing))


def install_line(packages: Iterable[str]) -> str:
    """The one line an administrator copies and pastes."""
    return f"apt-get update && apt-get install -y --no-install-recommends {' '.join(packages)}"


def new_packages(simulation: str) -> list[str]:
    """The `name=version` of every package that `apt-get -s install` would add, drivers left out.

    A line that also shows an installed version in brackets is an upgrade. Those stay out: a C library newer than
    the loader that is running breaks every program that finds it.
    """
    found = re.findall(r"^Inst (\S+) \((\S+)", simulation, flags=re.MULTILINE)
    return [f"{name}={version}" for name, version in found if not name.startswith(DRIVERS)]


def library_folders(layout: Layout) -> list[Path]:
    """Where the unpacked libraries lie; empty when nothing was unpacked."""
    triplet = sysconfig.get_config_var("MULTIARCH") or ""
    folders = [layout.sysroot / top / triplet for top in ("usr/lib", "lib")]
    return [folder for folder in folders if folder.is_dir()]


def pip_wheel(layout: Layout, system: Path = SYSTEM) -> Path | None:
    """Debian's pip wheel, installed or unpacked, for an interpreter that comes without ensurepip; None without one."""
    for top in (system, layout.sysroot):
        wheels = sorted((top / WHEEL_FOLDER).glob("pip-*.whl"))
        if wheels:
            return wheels[-1]
    return None


def ensure(layout: Layout) -> None:
    """Makes the system libraries available, or says in one line what is missing."""
    if not sys.platform.startswith("linux"):
        return
    missing = find_missing(layout)
    if not missing:
        return
    chosen = plan(missing, root=os.geteuid() == 0, apt=shutil.which("apt-get") is not None)
    if chosen.install and not _install(layout, chosen.install):
        if not all(need.screen for need in missing):
            raise _apt_failed(layout, chosen.install)
        _tell(missing, chosen.install)
    if chosen.unpack:
        _unpack(layout, chosen.unpack)
    if chosen.tell:
        _tell(missing, chosen.tell)


def find_missing(layout: Layout) -> list[Need]:
    """Every need this machine does not meet yet. Takes some milliseconds and no network."""
    libraries = ":".join(str(folder) for folder in library_folders(layout))
    env = os.environ | ({"LD_LIBRARY_PATH": libraries} if libraries else {})
    probe = [sys.executable, "-c", PROBE, *(need.name for need in LIBRARIES)]
    absent = subprocess.run(probe, env=env, capture_output=True, text=True, check=True).stdout.split()
    missing = [need for need in LIBRARIES if need.name in absent]
    missing += [need for need in PROGRAMS if shutil.which(need.name) is None]
    missing += [need for need in FILES if not any(SYSTEM.glob(need.name))]
    if importlib.util.find_spec("ensurepip") is None and pip_wheel(layout) is None:
        missing.append(PIP)
    return missing


def _packages(needs: Iterable[Need]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(need.package for need in needs))


def _apt_failed(layout: Layout, packages: Sequence[str]) -> SetupError:
    by_hand = install_line(packages)
    return SetupError(f"apt-get failed; see {layout.log}. Is there a network? By hand, as root: {by_hand}")


def _install(layout: Layout, packages: Sequence[str]) -> bool:
    say(f"{len(packages)} system packages and what they need, by apt-get")
    env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    # An update may fail over one source that has nothing to do with us; whether it was enough, the install tells.
    logged(layout, ["apt-get", "update"], env=env)
    # Where the system is just updating itself, we wait for our turn.
    options = ["-y", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=300"]
    return logged(layout, ["apt-get", "install", *options, *packages], env=env)


def _unpack(layout: Layout, packages: Sequence[str]) -> None:
    say(f"{len(packages)} system packages and what they need, unpacked into {layout.sysroot} (only root may install)")
    place = layout.dev / "apt"
    downloads = place / "downloads"
    for folder in (place / "lists/partial", place / "cache/archives/partial", downloads):
        folder.mkdir(parents=True, exist_ok=True)
    apt = ["apt-get"]
    for option in (f"Dir::State={place}", f"Dir::Cache={place / 'cache'}", "Debug::NoLocking=1"):
        apt += ["-o", option]
    logged(layout, [*apt, "update"])
    simulated = [*apt, "-s", "--no-install-recommends", "install", *packages]
    simulation = subprocess.run(simulated, capture_output=True, text=True, check=False)
    wanted = new_packages(simulation.stdout)
    if not wanted or not logged(layout, [*apt, "download", *wanted], cwd=downloads):
        raise _apt_failed(layout, packages)
    layout.sysroot.mkdir(exist_ok=True)
    for package in sorted(downloads.glob("*.deb")):
        if not logged(layout, ["dpkg-deb", "-x", package, layout.sysroot]):
            raise SetupError(f"{package.name} could not be unpacked; see {layout.log}. Is the disk full?")
    (layout.sysroot / "fonts.conf").write_text(FONT_SETTINGS, encoding="utf-8")
    shutil.rmtree(place)


def _tell(missing: Sequence[Need], packages: Sequence[str]) -> None:
    if all(need.screen for need in missing if need.package in packages):
        say("the tests that need an X screen will be skipped; to have them run, as root:")
    else:
        say(f"missing here: {', '.join(need.name for need in missing)}. On Debian or Ubuntu, as root:")
    print(f"    {install_line(packages)}", file=sys.stderr, flush=True)
