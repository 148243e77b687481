"""What the scorer's screen shows: one response without a name, what it is scored by, and what was typed so far."""

from __future__ import annotations

import enum

from kaochang.domain.items import Table
from kaochang.domain.values import Record
from kaochang.presenters.refusals import Refused


class ScorerPhase(enum.Enum):
    """Where the screen stands."""

    OPENING = "opening"
    SCORING = "scoring"
    PAUSED = "paused"
    NOTHING = "nothing"


class NoteKind(enum.StrEnum):
    """What a mark on the text says: `GOOD` and `ERROR` by themselves, `NOTE` in the scorer's words."""

    GOOD = "good"
    ERROR = "error"
    NOTE = "note"


class PartFace(Record, frozen=True):
    """A piece of the response as written; `said` is the turn that it replies to, "" where there are no turns.

    `start` is its place among all characters that marks count.
    """

    said: str
    text: str
    start: int


class TaskFace(Record, frozen=True):
    """The response and what stands beside it; the same as long as the response is the same."""

    handle: str
    item: str
    of: str
    is_third: bool
    material: str
    stem: str
    tables: tuple[Table, ...]
    pictures: str
    parts: tuple[PartFace, ...]
    length: str
    reference: str
    rubric: str


class LevelFace(Record, frozen=True):
    """A level with the key that gives it, "" where it is there to be read only."""

    key: str
    name: str
    text: str
    points: str
    is_chosen: bool


class CriterionFace(Record, frozen=True):
    """A criterion; `value` is what was given, "" for nothing yet, `hint` what its keys do."""

    name: str
    of: str
    good: str
    levels: tuple[LevelFace, ...]
    value: str
    hint: str
    is_here: bool


class NoteFace(Record, frozen=True):
    """A mark on the text, with the words that it is on."""

    kind: NoteKind
    start: int
    end: int
    quoted: str
    text: str


class SavedFace(Record, frozen=True):
    """What of the scorer's work is not safe yet; `sign` is a state of the style sheet."""

    text: str
    sign: str


class ProgressFace(Record, frozen=True):
    """How far the scorer is, how fast, and how long this response has taken; `standing` says why its time stands."""

    done: str
    percent: int
    pace: str
    spent: str
    standing: str


class ScorerState(Record, frozen=True):
    """The whole screen.

    `picked` is what is selected of the text and waits for a key; `is_noting`: its note is being typed. `is_given`: the
    response was given before, and is looked at again; `can_go_back`, that there is one before it. `can_retry`: what is
    `refused` happened to what is saved or fetched, which can be tried again.
    """

    phase: ScorerPhase
    who: str
    progress: ProgressFace
    saved: SavedFace
    task: TaskFace | None = None
    criteria: tuple[CriterionFace, ...] = ()
    total: str = ""
    is_whole: bool = False
    comment: str = ""
    notes: tuple[NoteFace, ...] = ()
    picked: tuple[int, int] | None = None
    is_noting: bool = False
    is_given: bool = False
    can_go_back: bool = False
    can_put_aside: bool = False
    can_retry: bool = False
    refused: Refused | None = None
