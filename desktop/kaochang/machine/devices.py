"""What is plugged into this PC, by name: read from the system's own lists, which answers at once and asks no device.

Linux: the USB devices that the kernel lists under /sys/bus/usb/devices, with the product name of each. macOS: what is
mounted under /Volumes. Windows: drive letters (GetLogicalDrives, a bit each from A on).
"""

import ctypes
import string
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

Devices: TypeAlias = dict[str, str]
"""What is plugged in: the system's own key of each, and a name that people know it by."""

_USB = Path("/sys/bus/usb/devices")
_VOLUMES = Path("/Volumes")


def _names(folder: Path) -> list[str]:
    """What a folder of the system lists; nothing where it is not there."""
    return [path.name for path in folder.iterdir()] if folder.is_dir() else []


def _product(device: Path) -> str:
    try:
        return (device / "product").read_text("utf-8", "replace").strip() or device.name
    except OSError:  # it has no name, or was just unplugged
        return device.name


def _usb() -> Devices:
    """Devices, without the interfaces of each, which have a colon in their names."""
    return {name: _product(_USB / name) for name in _names(_USB) if ":" not in name}


def _volumes() -> Devices:
    return {name: name for name in _names(_VOLUMES)}


def _drives() -> Devices:
    bits = ctypes.CDLL("kernel32").GetLogicalDrives()
    return {letter: f"{letter}:" for at, letter in enumerate(string.ascii_uppercase) if bits >> at & 1}


def devices_of(platform: str = sys.platform) -> Callable[[], Devices]:
    """The way to list devices on a platform."""
    return {"win32": _drives, "darwin": _volumes}.get(platform, _usb)
