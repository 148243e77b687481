"""Walk-ins: who took a reserve ticket, as they typed it at the PC and as the proctor's act carries it from there.

The act's `detail` is the number that was typed, a blank, and the name. Whether the person counts is decided at the
centre (`domain/decisions`).
"""

from collections.abc import Iterable

from msgspec.structs import replace

from kaochang.domain.acts import ActKind
from kaochang.domain.attempts import Acted
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.rosters import Ticket, bare_name
from kaochang.domain.scoring import normal
from kaochang.domain.values import Value

_LONGEST = 64


class WalkIn(Value, frozen=True):
    """Who took a reserve ticket: a number of theirs and a name, as somebody typed them."""

    person: str
    name: str

    @property
    def detail(self) -> str:
        """As the act tells it."""
        return f"{self.person} {self.name}"

    def is_of(self, person: str) -> bool:
        """Whether this is the number of that person."""
        return normal(self.person) == normal(person)

    def is_same(self, other: "WalkIn") -> bool:
        """Whether both are one person, however the names were typed."""
        return self.is_of(other.person) and bare_name(self.name) == bare_name(other.name)

    def holding(self, ticket: Ticket) -> Ticket:
        """The ticket as this person's."""
        return replace(ticket, name=self.name, person=self.person)


def walk_in(person: str, name: str) -> WalkIn:
    """Whoever typed this; refused (POLICY) without a number or a name, or where one of them is no such thing."""
    number, words = "".join(person.split()), " ".join(name.split())
    if not 0 < len(number) <= _LONGEST or not 0 < len(words) <= _LONGEST:
        raise Refusal(Outcome.POLICY, "walk-in.who", most=_LONGEST)
    return WalkIn(number, words)


def told(detail: str) -> WalkIn | None:
    """Who an act's detail tells of; None for one that no walk-in can have."""
    person, _, name = detail.partition(" ")
    try:
        found = walk_in(person, name)
    except Refusal:
        return None
    return found if found.detail == detail else None


def holder_of(acts: Iterable[Acted]) -> WalkIn | None:
    """Who took a reserve ticket, by the acts of its attempt; None as long as none says so."""
    return next((told(act.detail) for act in acts if act.kind is ActKind.WALK_IN), None)
