"""What a room PC remembers of acts beside its attempts' journals: tries before a start, and which cards it has taken.

One small file for each session. It holds no secret. Whoever owns the PC can take it away: then wrong tries wait less,
and a card may be taken twice here, which the merge names.
"""

from dataclasses import dataclass
from pathlib import Path

import msgspec

from kaochang.custody.envelope import PAYLOAD_LIMIT, payload_bytes, read_payload
from kaochang.domain import tries
from kaochang.domain.acts import Grant, Reach
from kaochang.domain.outages import Witness, witness
from kaochang.domain.ports import Clock
from kaochang.domain.refusals import Outcome, Refusal, refusals_at
from kaochang.domain.values import Count, Value
from kaochang.machine.safe_files import make_folder, read_whole, replace_file

_NAME = "acts.json"
_CARD_HEAD = 5
"""Symbols of a card's first group, which say what it is and which one."""


class _Memory(Value, frozen=True):
    """`challenges` by ticket and `cards` by their first group: the ticket that took each."""

    wrong: Count
    tried: Witness
    challenges: dict[str, str]
    cards: dict[str, str]


@dataclass(frozen=True)
class PcActs:
    """The memory of one session on this PC; each change is on the disk when it returns."""

    folder: Path
    clock: Clock

    @property
    def _path(self) -> Path:
        return self.folder / _NAME

    def _read(self) -> _Memory:
        if not self._path.exists():
            return _Memory(0, Witness(0, 0, ""), {}, {})
        try:
            with refusals_at(self._path):
                return read_payload(_Memory, read_whole(self._path, PAYLOAD_LIMIT))
        except Refusal as refusal:
            if refusal.outcome is not Outcome.PAYLOAD:
                raise
            raise Refusal(Outcome.PAYLOAD, "act.memory-damaged", str(self._path)) from refusal

    def _change(self, memory: _Memory, **change: object) -> None:
        make_folder(self.folder)
        replace_file(self._path, payload_bytes(msgspec.structs.replace(memory, **change)))

    def wait_s(self) -> int:
        """Seconds until a code may be typed again before a start."""
        memory = self._read()
        return tries.wait_left_s(memory.wrong, memory.tried, witness(self.clock))

    def wrong_code(self) -> None:
        """Somebody typed a code that grants nothing, before a start."""
        memory = self._read()
        self._change(memory, wrong=memory.wrong + 1, tried=witness(self.clock))

    def open_challenge(self, ticket: str, challenge: str) -> None:
        """This ticket's challenge before its start is this one."""
        memory = self._read()
        self._change(memory, challenges={**memory.challenges, ticket: challenge})

    def challenge_of(self, ticket: str) -> str:
        """The challenge that a ticket's PC has open before its start, "" for none."""
        return self._read().challenges.get(ticket, "")

    def right_code(self) -> None:
        """A code was right, before a start: the next try need not wait."""
        memory = self._read()
        if memory.wrong:
            self._change(memory, wrong=0)

    def claim(self, grant: Grant, ticket: str) -> None:
        """A card is this ticket's from now on; POLICY if it was another's here. Other codes are nobody's alone.

        Claimed before the journal has the act: a crash between the two costs nothing, as the same ticket may go on.
        """
        if grant.reach is not Reach.CARD:
            return
        memory, head = self._read(), grant.code[:_CARD_HEAD]
        owner = memory.cards.get(head, ticket)
        if owner != ticket:
            raise Refusal(Outcome.POLICY, "act.card-used", serial=grant.serial)
        if head not in memory.cards:
            self._change(memory, cards={**memory.cards, head: ticket})
