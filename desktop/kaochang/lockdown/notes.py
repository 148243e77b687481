"""What guards tell the journal while they hold."""

import enum
from collections.abc import Callable
from typing import TypeAlias

Note: TypeAlias = Callable[[str, str], None]
"""Called with (what, detail): a `Happening` and plain data, the two fields of a journaled note of evidence."""


class Happening(enum.StrEnum):
    """What can be noted; each is a catalogue key. The detail is named beside it, empty where nothing stands."""

    FOCUS_LOST = "guard.note.focus-lost"
    FOCUS_BACK = "guard.note.focus-back"
    SCREEN_ADDED = "guard.note.screen-added"  # the screen's name
    SCREEN_REMOVED = "guard.note.screen-removed"  # the screen's name
    CLIPBOARD_EMPTIED = "guard.note.clipboard-emptied"
    GUARD_HELD = "guard.note.guard-held"  # the guard's name
    GUARD_DEGRADED = "guard.note.guard-degraded"  # the guard's name
    GUARD_BROKEN = "guard.note.guard-broken"  # the guard's name
