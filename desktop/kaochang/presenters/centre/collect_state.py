"""What the page 收卷 shows: figures, a line for every room, what is missing by name, and a stick that is taken in."""

from __future__ import annotations

import enum

from kaochang.domain.values import Record
from kaochang.presenters.centre.standing import Group, RoomState
from kaochang.presenters.office.drives import DriveFace
from kaochang.presenters.office.score_rows import Tone
from kaochang.presenters.refusals import Refused


class Intake(enum.Enum):
    """Where taking a stick in stands."""

    NONE = "none"
    CHOOSING = "choosing"
    MERGING = "merging"
    MARKING = "marking"
    DONE = "done"


class FigureFace(Record, frozen=True):
    """A figure that opens what is behind it: the tickets of `group` (None: all of them), or `waits`."""

    name: str
    label: str
    text: str
    tone: Tone
    group: Group | None
    opens: str


class RoomFace(Record, frozen=True):
    """A room's line; `share` is the part of its tickets of which nothing is awaited, in per cent."""

    id: str
    name: str
    cells: tuple[str, ...]
    share: int
    state: RoomState
    said: str
    tone: Tone
    spoken: str


class MatterFace(Record, frozen=True):
    """Something that people have to see to: what it is, what to do, and where that can be done."""

    text: str
    next_step: str
    ticket: str
    room: str
    tone: Tone


class BroughtFace(Record, frozen=True):
    """What a stick brought: one sentence, then what is wrong with files of it."""

    text: str
    matters: tuple[MatterFace, ...]
    more: str


class CollectState(Record, frozen=True):
    """The whole page. `matters` are the first of what is open; `more` says how many others there are."""

    title: str = ""
    figures: tuple[FigureFace, ...] = ()
    rooms: tuple[RoomFace, ...] = ()
    manifests: str = ""
    matters: tuple[MatterFace, ...] = ()
    more: str = ""
    open_count: int = 0
    closed: str = ""
    intake: Intake = Intake.NONE
    drives: tuple[DriveFace, ...] = ()
    percent: int = 0
    pace: str = ""
    is_stopping: bool = False
    brought: BroughtFace | None = None
    refused: Refused | None = None
