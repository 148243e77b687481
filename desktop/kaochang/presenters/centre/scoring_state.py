"""What the page of scoring by people shows: how far every item is, what waits for whom, how well scorers agree."""

from __future__ import annotations

import enum

from kaochang.domain.values import Record
from kaochang.presenters.centre.scorer_state import ScorerState
from kaochang.presenters.office.score_rows import Tone
from kaochang.presenters.refusals import Refused


class ScoringPhase(enum.StrEnum):
    """Where the page stands."""

    OVERVIEW = "overview"
    PLAN = "plan"
    CHANGE = "change"
    SCORER = "scorer"


class ItemLine(Record, frozen=True):
    """How far an item is that people score; `note` says what is apart, how long one takes, and by whom it is scored."""

    name: str
    count: str
    percent: int
    note: str
    apart: str


class PersonLine(Record, frozen=True):
    """A scorer, and what waits for them; `left` is how many responses."""

    name: str
    note: str
    left: int


class SaidLine(Record, frozen=True):
    """A figure in words ("": the meaning says it all), and what it means."""

    text: str
    meaning: str
    tone: Tone


class ItemChoice(Record, frozen=True):
    """An item that can be chosen, by its id."""

    item: str
    name: str
    is_chosen: bool


class OverviewFace(Record, frozen=True):
    """How scoring stands. `unplanned` says what nobody was given yet, `keys` are items without a key.

    `packets` say of each that went out how many marks are back.
    """

    items: tuple[ItemLine, ...]
    people: tuple[PersonLine, ...]
    agreement: tuple[SaidLine, ...]
    severity: tuple[SaidLine, ...]
    unplanned: str
    keys: tuple[ItemChoice, ...]
    changed: tuple[str, ...]
    packets: tuple[str, ...]
    can_plan: bool


class PlanField(enum.StrEnum):
    """What is typed for a plan."""

    SCORERS = "scorers"
    TOLERANCE = "tolerance"
    THIRDS = "thirds"
    CALIBRATION = "calibration"
    BY = "by"


class PlanFace(Record, frozen=True):
    """The form of a plan; `why` says what is missing, "" for nothing. `turn` is another number when fields are set.

    `out` warns of packets whose scores are not all back: what the plan no longer asks for will not count.
    """

    items: tuple[ItemChoice, ...]
    texts: dict[PlanField, str]
    is_pair: bool
    said: str
    out: str
    why: str
    turn: int


class ChangeKind(enum.StrEnum):
    """What can be changed of how an item earns points."""

    KEY = "key"
    CRITERION = "criterion"
    WITHDRAW = "withdraw"
    BACK = "back"


class ChangeField(enum.StrEnum):
    """What is typed for a change."""

    KEY = "key"
    NAME = "name"
    POINTS = "points"
    NUMBER = "number"
    BY = "by"
    REASON = "reason"


class ChangeFace(Record, frozen=True):
    """The form of a change, the versions that the item went by, and who moved by the last change that was made.

    `head` says how many did, "" where none was made yet.
    """

    items: tuple[ItemChoice, ...]
    kinds: tuple[ChangeKind, ...]
    kind: ChangeKind
    stem: str
    now: str
    versions: tuple[str, ...]
    texts: dict[ChangeField, str]
    head: str
    moved: tuple[str, ...]
    why: str
    turn: int


class ScoringState(Record, frozen=True):
    """The whole page. `is_working`: something goes on in the background; `told`: what came of packets and scores."""

    phase: ScoringPhase
    is_working: bool = False
    overview: OverviewFace | None = None
    plan: PlanFace | None = None
    change: ChangeFace | None = None
    scorer: ScorerState | None = None
    told: tuple[SaidLine, ...] = ()
    refused: Refused | None = None
