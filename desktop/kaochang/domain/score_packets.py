"""What a scorer elsewhere is given and gives back: responses by their handles alone, and marks in their order."""

from typing import Annotated, TypeAlias

import msgspec

from kaochang.domain.assessments import PlacedItem
from kaochang.domain.human_scores import TURNS, CriterionScore, Mark, TextNote, number_in_packet
from kaochang.domain.mark_schemes import MarkScheme
from kaochang.domain.responses import Response
from kaochang.domain.values import Count, SecretValue, Span, Value, Wall

Turn: TypeAlias = Annotated[int, msgspec.Meta(ge=1, le=TURNS - 1)]
"""Which of a scorer's marks of one response it is."""

MOST_PACKETS = 900
"""In a session: so many have marks whose revisions a `Count` still holds."""

PacketNumber: TypeAlias = Annotated[int, msgspec.Meta(ge=1, le=MOST_PACKETS)]


class PacketItem(Value, frozen=True):
    """An item as its responses are scored: `plan` and `version` number the plan and the mark scheme that stood then."""

    placed: PlacedItem
    scheme: MarkScheme
    plan: Count
    version: Count


class PacketTask(Value, frozen=True):
    """One response; nothing here says whose it is. `third`: two scorers were too far apart."""

    handle: str
    item: str
    response: Response
    third: bool


class PacketContent(SecretValue, frozen=True):
    """All that one scorer has to score, in the plan's order. `back` is the key that their scores come back under."""

    scorer: str
    back: str
    items: tuple[PacketItem, ...]
    tasks: tuple[PacketTask, ...]


class PacketMark(Value, frozen=True):
    """What a scorer gave a response of a packet, and when; `turn` counts what they gave this response, from 1."""

    handle: str
    turn: Turn
    criteria: tuple[CriterionScore, ...]
    comment: str
    notes: tuple[TextNote, ...]
    spent: Span
    given: Wall


class PacketRecord(SecretValue, frozen=True):
    """What the centre keeps of a packet: who has it, by which key, and for which responses of which items.

    `number` counts the session's packets from 1. `items` gives each item's numbers of plan and version; `tasks` each
    handle's item, and whether it is adjudicated.
    """

    packet: str
    number: PacketNumber
    scorer: str
    scorer_key: str
    back: str
    items: dict[str, tuple[Count, Count]]
    tasks: dict[str, tuple[str, bool]]

    def mark_of(self, given: PacketMark) -> Mark:
        """A scorer's mark as the centre counts it: what is given in a later packet is later, in whatever order."""
        third = self.tasks[given.handle][1]
        revision = number_in_packet(self.number, given.turn)
        return Mark(given.handle, self.scorer, given.criteria, given.comment, given.notes, given.spent, revision, third)


class HandBack(Value, frozen=True):
    """What came back of a packet, as it was signed; `packet` is the SHA-256 of the packet's file."""

    packet: str
    marks: tuple[PacketMark, ...]
