"""What a report of one session says, as plain values: the writers in `reports` only lay it out."""

import enum
from fractions import Fraction

from kaochang.domain.acts import ActKind, Reach
from kaochang.domain.assessments import Kind, Level
from kaochang.domain.decisions import Decision
from kaochang.domain.items import ItemType
from kaochang.domain.outages import LedgerLine
from kaochang.domain.rosters import Ticket, TicketStatus
from kaochang.domain.values import Value


class SectionScore(Value, frozen=True):
    """One candidate's points in one section; `waiting` items have no points yet."""

    title: str
    points: Fraction
    of: Fraction
    waiting: int


class Evidence(Value, frozen=True):
    """How often one thing was noted in an attempt. `what` is a `Happening` or a word of a later program."""

    what: str
    detail: str
    count: int


class CandidateLine(Value, frozen=True):
    """One ticket: its status, and its scores where there is a result.

    `points` is what is decided so far; `passed` is None while anything waits, without a pass mark or result.
    `used_ms` is the working time, `outage_ms` and `credit_ms` what was lost and given back by rule, `granted_ms` what
    acts added; `ledger` tells each outage and pause by itself.
    """

    ticket: Ticket
    status: TicketStatus
    sections: tuple[SectionScore, ...] = ()
    points: Fraction | None = None
    of: Fraction | None = None
    waiting: int = 0
    passed: bool | None = None
    receipt: str = ""
    started_wall: int = 0
    closed_wall: int = 0
    used_ms: int = 0
    outage_ms: int = 0
    credit_ms: int = 0
    granted_ms: int = 0
    evidence: tuple[Evidence, ...] = ()
    ledger: tuple[LedgerLine, ...] = ()


class ItemLine(Value, frozen=True):
    """One item over all results: how many answered it, how many have points, and the mean share of its points.

    `mean_share` is None while a response waits for its points.
    """

    exam: str
    section: str
    number: str
    type: ItemType
    stem: str
    of: Fraction
    results: int
    answered: int
    marked: int
    mean_share: Fraction | None
    scorers: tuple[str, ...] = ()


class FileProblem(Value, frozen=True):
    """A file or a ticket that did not arrive as it should: what is wrong, by name.

    `key` picks its sentence and `key.next` what to do; both are given name, room, ticket and `why`, the words of the
    typed outcome (`outcome.NAME`). `settled` is the number of the decision that settled it, 0 for none, and
    `settled_by` who made that.
    """

    name: str
    outcome: str
    key: str
    room: str = ""
    ticket: str = ""
    settled: int = 0
    settled_by: str = ""


class Incident(Value, frozen=True):
    """What a proctor counted in a room, by the manifest that says so; `kind` in the proctor's own words."""

    room: str
    manifest: int
    kind: str
    count: int


class RoomNote(Value, frozen=True):
    """A proctor's words to the centre, by the manifest that brought them."""

    room: str
    manifest: int
    text: str


class ActState(enum.StrEnum):
    """Whether an act that a proctor signed was taken by an attempt, and whether one that was taken is signed."""

    TAKEN = "taken"
    NOT_TAKEN = "not-taken"
    NOT_TOLD = "not-told"  # it may have closed the program, which the PC alone remembers
    NOT_LOGGED = "not-logged"


class RoomAct(Value, frozen=True):
    """A proctor's act: what was granted to whom, by whom and why. `ticket` is "" where no attempt took it.

    `serial` is the number of a card that an attempt took, `credit_ms` what the attempt's limit grew by, `wall` when it
    was given (0 where no log tells), `count` how many say the same: cards of one sheet that nobody took.
    """

    room: str
    ticket: str
    kind: ActKind
    minutes: int
    reach: Reach
    state: ActState
    serial: int = 0
    credit_ms: int = 0
    wall: int = 0
    by: str = ""
    reason: str = ""
    count: int = 1


class Rescored(Value, frozen=True):
    """An open item that people scored more than once: (scorer, points) in the order given; the last one counts."""

    ticket: str
    item: str
    scores: tuple[tuple[str, Fraction], ...]


class ScoredByPeople(Value, frozen=True):
    """The score of an open item that stands: by whom, (criterion, points) where there are criteria, a comment."""

    ticket: str
    item: str
    points: Fraction
    by: str
    criteria: tuple[tuple[str, Fraction], ...] = ()
    comment: str = ""


class ExamSummary(Value, frozen=True):
    """One exam of the session: what it is worth, what passes, and whether points are told as of 100 too."""

    id: str
    title: str
    of: Fraction
    pass_mark: Fraction | None
    scale_100: bool = False


class SessionReport(Value, frozen=True):
    """Everything the first report says. Wall times in ms since 1970, UTC.

    `unmarked` counts results that no marking has looked at yet: their points of 0 mean nothing. `open_points` counts
    what waits for a decision: while there is any, the session cannot be closed.
    """

    title: str
    session: str
    kind: Kind
    level: Level
    opens: int
    closes: int
    made: int
    exams: tuple[ExamSummary, ...]
    rooms: dict[str, str]
    candidates: tuple[CandidateLine, ...]
    items: tuple[ItemLine, ...]
    problems: tuple[FileProblem, ...]
    incidents: tuple[Incident, ...] = ()
    notes: tuple[RoomNote, ...] = ()
    passed_findings: tuple[str, ...] = ()
    rescored: tuple[Rescored, ...] = ()
    scored: tuple[ScoredByPeople, ...] = ()
    acts: tuple[RoomAct, ...] = ()
    unmarked: int = 0
    decisions: tuple[Decision, ...] = ()
    open_points: int = 0
