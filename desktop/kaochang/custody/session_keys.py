"""Every key of a session, made at sealing. Each goes where `docs/formats.md` says, and nowhere else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kaochang.domain.assessments import Session
from kaochang.domain.ports import Randomness
from kaochang.domain.rosters import Ticket
from kaochang.domain.values import bytes_to_text
from kaochang.sealing import envelopes, keys, signatures


@dataclass(frozen=True, repr=False)
class SessionKeys:
    """Everything secret about a session: raw seeds and keys, by room id or ticket number.

    `kit_keys` are the proctor kits' own; `room_files` are the room key files, empty where rooms have none.
    """

    exam_seed: bytes
    results_seed: bytes
    content_key: bytes
    room_keys: Mapping[str, bytes]
    proctor_seeds: Mapping[str, bytes]
    act_keys: Mapping[str, bytes]
    kit_keys: Mapping[str, bytes]
    ticket_seeds: Mapping[str, bytes]
    room_files: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def exam_public(self) -> bytes:
        """The key that sealed exam and kits verify under."""
        return signatures.public_of(self.exam_seed)

    @property
    def results_public(self) -> bytes:
        """The key that results are sealed for."""
        return envelopes.public_of(self.results_seed)

    def ticket_publics(self, tickets: Sequence[Ticket]) -> dict[str, str]:
        """The public half of these tickets' keys, as text."""
        numbers = [ticket.number for ticket in tickets]
        return {number: bytes_to_text(signatures.public_of(self.ticket_seeds[number])) for number in numbers}

    def proctor_publics(self) -> dict[str, str]:
        """The public half of every room's proctor key, as text."""
        return {room: bytes_to_text(signatures.public_of(seed)) for room, seed in self.proctor_seeds.items()}


def make_session_keys(
    session: Session, tickets: Sequence[Ticket], random: Randomness, *, room_files: bool = False
) -> SessionKeys:
    """Fresh keys for a session, with room key files if they are wanted."""
    rooms = [room.id for room in session.rooms]
    return SessionKeys(
        exam_seed=signatures.new_seed(random),
        results_seed=envelopes.new_seed(random),
        content_key=keys.new_key(random),
        room_keys={room: keys.new_key(random) for room in rooms},
        proctor_seeds={room: signatures.new_seed(random) for room in rooms},
        act_keys={room: keys.new_key(random) for room in rooms},
        kit_keys={room: keys.new_key(random) for room in rooms},
        ticket_seeds={ticket.number: signatures.new_seed(random) for ticket in tickets},
        room_files={room: keys.new_key(random) for room in rooms} if room_files else {},
    )
