"""What stands in a sealed exam (.kcb): its public header, and the documents that its slots and codes open.

Both levels have the same shapes. Quick: one start slot for all rooms, room keys under the site key, ticket keys beside
the items. Certified: a start slot for each room, room keys under room codes, each ticket's key under its PIN.
"""

from fractions import Fraction
from typing import NamedTuple

import msgspec

from kaochang.custody.certificates import Certificate
from kaochang.custody.envelope import SecondHeader
from kaochang.domain.assessments import Draw, Exam, Pick, Rules, Section, Session
from kaochang.domain.rosters import Ticket
from kaochang.domain.tools import Tool
from kaochang.domain.values import Later, Seconds, SecretValue, Value, Wall
from kaochang.sealing.contexts import Context as Purpose
from kaochang.sealing.contexts import bind
from kaochang.sealing.kdf import KdfParams

NONCE_BYTES = 16


class ObjectName(NamedTuple):
    """What an object of the body is for, its name, and the room it is of ("" where its context has none)."""

    purpose: Purpose
    name: str
    room: str = ""

    def context(self, nonce: bytes) -> bytes:
        """The context of the object's stream."""
        fields = (self.room, self.name) if self.room else (self.name,)
        return bind(self.purpose, nonce, *(field.encode() for field in fields))


INDEX = ObjectName(Purpose.EXAM_INDEX, "index")
"""The index's name."""


class ObjectRef(Value, frozen=True):
    """Where an object's ciphertext lies in the body, and its SHA-256."""

    offset: int
    length: int
    sha256: str


class RoomWrap(Value, frozen=True):
    """A room's key under its code."""

    kdf: KdfParams
    wrapped: str


class StartSlot(Value, frozen=True):
    """The content key under the start code of these rooms; with `room_key`, under their room key file too."""

    kdf: KdfParams
    wrapped: str
    rooms: tuple[str, ...]
    room_key: bool = False


class RoomSlot(Value, frozen=True):
    """One room: its key, under the site key (`kdf` null) or the room's code, its two objects, its proctor's key."""

    wrapped: str
    kdf: KdfParams | None
    object: ObjectRef
    tickets: ObjectRef
    proctor: str


class ExamHeader(SecondHeader, frozen=True):
    """The public part. `nonce` makes every sealing its own; `section_codes` is reserved and empty in format 1.

    `body` is the SHA-256 of the whole body, so that anyone can tell a damaged file; opening never needs it, and a
    damaged picture costs that picture only. After `keep_until` a PC may delete its copy without asking the centre.
    """

    nonce: str
    version: int
    supersedes: str
    session: Session
    site: str
    exam_key: Certificate
    centre_key: Certificate
    results_key: str
    roster: str
    rooms: dict[str, RoomSlot]
    start: tuple[StartSlot, ...]
    index: ObjectRef
    body: str
    section_codes: tuple[str, ...]
    minimum_client: str
    keep_until: Wall


class ExamFront(Value, frozen=True):
    """What a room PC may know of an exam before the start code.

    `has_typing`: something is typed in it, a response or the candidate's notes.
    """

    id: str
    title: str
    item_count: int
    total: Fraction
    rules: Rules
    has_typing: Later[bool] = False


class RoomObject(Value, frozen=True):
    """One room's part of the session: who sits what there, the public halves of their ticket keys, their pictures."""

    room: str
    tickets: tuple[Ticket, ...]
    ticket_keys: dict[str, str]
    fronts: tuple[ExamFront, ...]
    photos: dict[str, ObjectRef]


class PinSlot(Value, frozen=True):
    """A ticket's signing seed under its PIN."""

    kdf: KdfParams
    wrapped: str


class RoomSecrets(SecretValue, frozen=True):
    """What of a room lies under the start code: its act key, and its tickets' signing seeds.

    Quick has them as they are (`seeds`), certified each under its PIN (`pins`); the other of the two is empty.
    """

    act_key: str
    seeds: dict[str, str]
    pins: dict[str, PinSlot]


class SectionIndex(Value, frozen=True):
    """A section in the index: (item id, points) in authored order, its time and picks; `limits` (s) by item id."""

    title: str
    items: tuple[tuple[str, Fraction], ...]
    limit_s: Later[Seconds | None] = None
    carries_over: Later[bool] = False
    is_locked: Later[bool] = False
    limits: Later[dict[str, Seconds]] = msgspec.field(default_factory=dict)
    picks: Later[tuple[Pick, ...]] = ()


class ExamIndex(Value, frozen=True):
    """An exam in the index."""

    id: str
    title: str
    rules: Rules
    sections: tuple[SectionIndex, ...]
    draw: Later[Draw | None] = None


class Index(Value, frozen=True):
    """Everything behind the start code: exams, and where each item and picture lies."""

    exams: tuple[ExamIndex, ...]
    items: dict[str, ObjectRef]
    media: dict[str, ObjectRef]


class Roster(Value, frozen=True):
    """The whole roster, as it is hashed into the header and kept in the centre kit."""

    tickets: tuple[Ticket, ...]


def front_of(exam: Exam) -> ExamFront:
    """The part of an exam that a room PC may know before the start code."""
    has_typing = Tool.NOTES in exam.rules.tools or any(placed.item.is_typed for placed in exam.assessment.items())
    return ExamFront(
        exam.id, exam.assessment.title, exam.assessment.count, exam.assessment.total, exam.rules, has_typing
    )


def index_of(exam: Exam) -> ExamIndex:
    """An exam as the index has it: everything but its items."""
    sections = tuple(map(_section_index, exam.assessment.sections))
    return ExamIndex(exam.id, exam.assessment.title, exam.rules, sections, exam.draw)


def _section_index(section: Section) -> SectionIndex:
    return SectionIndex(
        title=section.title,
        items=tuple((placed.id, placed.points) for placed in section.items),
        limit_s=section.limit_s,
        carries_over=section.carries_over,
        is_locked=section.is_locked,
        limits={placed.id: placed.limit_s for placed in section.items if placed.limit_s is not None},
        picks=section.picks,
    )


def exam_bindings(session: Session) -> dict[str, str]:
    """What the office certifies an exam key for."""
    return {"session": session.id, "kind": session.kind.value, "level": session.level.value}


def centre_bindings(site: str) -> dict[str, str]:
    """What the office certifies a centre's key for."""
    return {"site": site}
