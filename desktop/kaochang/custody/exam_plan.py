"""What goes into a sealed exam, before anything of it is sealed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from kaochang.domain.assessments import Exam, Session
from kaochang.domain.items import Item
from kaochang.domain.rosters import Ticket


def _none(name: str) -> bytes:
    raise KeyError(name)


@dataclass(frozen=True)
class Pictures:
    """Pictures by name: how many bytes each has, and a function that reads one when it is its turn."""

    sizes: Mapping[str, int] = field(default_factory=dict)
    read: Callable[[str], bytes] = _none


@dataclass(frozen=True)
class ExamPlan:
    """What is to be sealed. `media` are the items' pictures, `photos` the candidates', by ticket number.

    `centre_key` (Ed25519) signs what the centre sends back to the rooms; `keep_until` is a wall time in ms,
    `supersedes` the exam file (the hash of its header) whose place it takes, "" in a session's first version.
    """

    session: Session
    exams: Sequence[Exam]
    tickets: Sequence[Ticket]
    centre_key: bytes
    keep_until: int
    media: Pictures = field(default_factory=Pictures)
    photos: Pictures = field(default_factory=Pictures)
    supersedes: str = ""

    @property
    def rooms(self) -> list[str]:
        """The ids of the session's rooms."""
        return [room.id for room in self.session.rooms]

    def tickets_of(self, room: str) -> tuple[Ticket, ...]:
        """The tickets of a room, in roster order."""
        return tuple(ticket for ticket in self.tickets if ticket.room == room)

    def items(self) -> dict[str, Item]:
        """Every item of the session once, by id."""
        return {placed.id: placed.item for exam in self.exams for placed in exam.assessment.items()}
