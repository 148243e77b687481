"""What the page that takes a stick back shows: sessions that were found, the passphrase, then the score table."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from typing import TYPE_CHECKING

from kaochang.domain.values import Record
from kaochang.presenters.office.drives import DriveFace
from kaochang.presenters.refusals import Refused

if TYPE_CHECKING:  # the flows come with the first scores
    from kaochang.domain.session_reports import CandidateLine
    from kaochang.presenters.office.score_rows import RowWords


class BackPhase(enum.Enum):
    """Where the page stands."""

    FIND = "find"
    TAKING = "taking"
    SCORES = "scores"


class ScoreColumn(enum.StrEnum):
    """What a row of the table says, in its order."""

    NAME = "name"
    PERSON = "person"
    STATUS = "status"
    POINTS = "points"
    SHARE = "share"
    VERDICT = "verdict"
    TICKET = "ticket"
    ROOM = "room"
    SEAT = "seat"


class Pick(enum.StrEnum):
    """Which rows are shown."""

    ALL = "all"
    MISSING = "missing"
    WAITING = "waiting"
    FAILED = "failed"


class SessionFace(Record, frozen=True):
    """A session that can be taken back, or was: `results` of it lie where it was found."""

    id: str
    title: str
    when: str
    note: str
    is_chosen: bool
    was_taken: bool


class PickFace(Record, frozen=True):
    """A choice of rows, with how many there are."""

    pick: Pick
    text: str
    count: int
    is_chosen: bool


class ScoresFace(Record, frozen=True):
    """The table: its rows as the report has them, made words by `words` when they are looked at.

    `missing` says who is accounted for by nobody, by name. `said` are further lines: what waits for people, files that
    are not as they should be. `can_absent`: those missing can be put down as absent here; `asks_absent` says how many,
    while that is asked.
    """

    title: str
    when: str
    summary: str
    rows: Sequence[CandidateLine]
    words: RowWords
    picks: tuple[PickFace, ...]
    order: ScoreColumn | None
    is_down: bool
    missing: str
    said: tuple[str, ...]
    can_absent: bool
    exported: str
    asks_absent: int = 0


class BackState(Record, frozen=True):
    """The whole page; never a secret. `turn` is another number when the field is to be emptied.

    `why` says what keeps the chosen session from being taken back, "" for nothing.
    """

    phase: BackPhase
    drives: tuple[DriveFace, ...] = ()
    folder: str = ""
    is_looking: bool = False
    found: tuple[SessionFace, ...] = ()
    earlier: tuple[SessionFace, ...] = ()
    why: str = ""
    percent: int = 0
    is_stopping: bool = False
    refused: Refused | None = None
    scores: ScoresFace | None = None
    turn: int = 0

    @property
    def can_take(self) -> bool:
        """Whether nothing is missing."""
        return not self.why
