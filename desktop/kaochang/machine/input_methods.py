"""Whether Chinese can be typed at this PC, told from what the system shows of its input methods. Nothing is started.

Linux: a process of ibus or fcitx, by the names under /proc (fcitx5 is named so too). Windows: a keyboard layout of the
Chinese language (GetKeyboardLayoutList; the low ten bits of a layout's language are 4). Elsewhere it cannot be told.
"""

import ctypes
import sys
from contextlib import suppress
from pathlib import Path

_PROC = Path("/proc")
_PROGRAMS = ("ibus-daemon", "fcitx")
_CHINESE = 0x04
_PRIMARY_LANGUAGE = 0x3FF
_MOST_LAYOUTS = 64


def _running(proc: Path) -> bool:
    """Whether a process of this system is an input method's."""
    for each in proc.iterdir():
        if each.name.isdecimal():
            with suppress(OSError):  # it has ended by now, or is not ours to look at
                if (each / "comm").read_text("utf-8", "replace").startswith(_PROGRAMS):
                    return True
    return False


def _has_chinese_layout() -> bool:
    if sys.platform != "win32":  # for the type checker: windll is there on Windows alone
        return False
    layouts = (ctypes.c_void_p * _MOST_LAYOUTS)()
    count = ctypes.windll.user32.GetKeyboardLayoutList(_MOST_LAYOUTS, layouts)
    return any((layouts[place] or 0) & _PRIMARY_LANGUAGE == _CHINESE for place in range(count))


def can_type_chinese(platform: str = sys.platform, proc: Path = _PROC) -> bool | None:
    """Whether an input method for Chinese is there; None where that cannot be told."""
    if platform == "win32":
        return _has_chinese_layout()
    return _running(proc) if platform == "linux" and proc.is_dir() else None
