"""Rosters: who sits which exam, where, on which ticket; and the one status every ticket has at the end."""

import enum

from kaochang.domain.scoring import normal
from kaochang.domain.values import Later, Value

MOST_RESERVE = 20
"""Reserve tickets of a room, for each exam that is sat there: for one or two who were forgotten, not for a class."""

_DOTS = {ord(dot): None for dot in ".·•・‧∙⋅"}
"""What input methods give for the dot in a name, full-width ones as `normal` spells them."""


class Ticket(Value, frozen=True):
    """One candidate's right to sit one exam. `person` is the number that outlives tickets (工号).

    `identity` is the number of the candidate's identity document, "" where the roster has none. A reserve ticket has
    nobody's name and number: whoever takes it is a walk-in (`domain/walk_ins`).
    """

    number: str
    name: str
    person: str
    exam: str
    room: str
    seat: str = ""
    extra_time_s: int = 0
    identity: Later[str] = ""

    @property
    def is_reserve(self) -> bool:
        """Whether it was sealed for nobody yet."""
        return not self.name and not self.person


def bare_name(name: str) -> str:
    """Names are compared by this: as `normal`, and whatever stands for a middle dot, or nothing, is the same."""
    return normal(name).translate(_DOTS)


class TicketStatus(enum.StrEnum):
    """The one status of every ticket, in manifest, centre and reports."""

    PRESENT = "present"
    ABSENT = "absent"
    NOT_STARTED = "not-started"
    SUBMITTED = "submitted"
    RECOVERED = "recovered"
    MOVED = "moved"
    STOPPED_ILL = "stopped-ill"
    MISCONDUCT_PENDING = "misconduct-pending"
    VOID = "void"
    ON_PAPER = "on-paper"
    MISSING_FILE = "missing-file"
