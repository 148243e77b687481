"""The page of an attempt on its way between two PCs: what happens now, and the sticks to choose from."""

from __future__ import annotations

from dataclasses import dataclass

from kaochang.presenters.refusals import Refused


@dataclass(frozen=True)
class StickRow:
    """One thing that can be pressed to go on with: a stick, or what lies on it."""

    name: str
    detail: str


@dataclass(frozen=True)
class StickState:
    """What happens, in steps; what to choose from. `waiting` says what the page waits for, "" for nothing.

    `again` and `back` are the words on two quiet buttons, "" where there is none. While `is_busy` nothing is chosen.
    """

    title: str
    message: str
    steps: tuple[str, ...] = ()
    rows: tuple[StickRow, ...] = ()
    waiting: str = ""
    refused: Refused | None = None
    again: str = ""
    back: str = ""
    is_busy: bool = False
