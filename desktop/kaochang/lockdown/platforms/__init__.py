"""Guards per platform: one module each, found by the name of Qt's platform plugin."""

from collections.abc import Callable
from typing import TypeAlias

from PySide6.QtWidgets import QWidget

from kaochang.domain.assessments import Lockdown
from kaochang.domain.guards import Guard
from kaochang.lockdown.notes import Note
from kaochang.lockdown.platforms import headless, other, x11

Guards: TypeAlias = Callable[[Lockdown, QWidget, Note], list[Guard]]
"""A platform's guards for a level, a window and a journal."""

_PLATFORMS: dict[str, Guards] = {
    "xcb": x11.guards,
    "offscreen": headless.guards,
    "minimal": headless.guards,
}


def guards_on(platform: str) -> Guards:
    """The guards of a Qt platform; a platform nobody has written a module for gets those that Qt itself can hold."""
    return _PLATFORMS.get(platform, other.guards)
