"""What a sealed exam must hold by itself once its signature is right: a signed header can still say what cannot be.

The level is one field among many; a header whose slots say another level than the field does would open by secrets
that nobody was promised. So every level has one form, and any other is refused (HEADER), as is whatever a room's
documents say beside their room (PAYLOAD).
"""

import re
from collections.abc import Sequence

import kaochang
from kaochang.custody.exam_shapes import NONCE_BYTES, ExamHeader, RoomObject, RoomSecrets, StartSlot
from kaochang.domain.assessments import Level, Session
from kaochang.domain.ids import is_plain
from kaochang.domain.refusals import Outcome, Refusal, Word
from kaochang.domain.sealings import sealing_of
from kaochang.domain.values import text_to_bytes
from kaochang.sealing import keys

_SHA256_BYTES = 32
_VERSION = re.compile(r"[0-9]{1,4}(?:\.[0-9]{1,4}){0,3}")


def check_header(header: ExamHeader) -> None:
    """Refuses a header that a newer program must read (VERSION), or that contradicts itself (HEADER)."""
    _check_client(header.minimum_client)
    session = header.session
    rooms = [room.id for room in session.rooms]
    good = (
        len(text_to_bytes(header.nonce)) == NONCE_BYTES
        and all(map(is_plain, (session.id, *rooms)))
        and sorted(rooms) == sorted(header.rooms)
        and session.opens < session.closes <= header.keep_until
        and not header.section_codes
        and _is_of_its_version(header)
    )
    if not good:
        raise Refusal(Outcome.HEADER, "header")
    if not (_is_quick(header) if session.level is Level.QUICK else _is_certified(header)):
        raise Refusal(Outcome.HEADER, "exam.level", level=Word(f"session-level.{session.level}"))


def _is_of_its_version(header: ExamHeader) -> bool:
    """Whether it is the version that its session's id says, and every version but the first takes another's place."""
    version = sealing_of(header.session.id).version
    is_named = not header.supersedes if version == 1 else len(text_to_bytes(header.supersedes)) == _SHA256_BYTES
    return header.version == version and is_named


def _is_quick(header: ExamHeader) -> bool:
    """One start slot for all rooms, without a room key file; every room key under the site key."""
    return (
        all(slot.kdf is None for slot in header.rooms.values())
        and [sorted(slot.rooms) for slot in header.start] == [sorted(header.rooms)]
        and not header.start[0].room_key
    )


def _is_certified(header: ExamHeader) -> bool:
    """One start slot for each room; every room key under that room's code."""
    under_codes = all(slot.kdf is not None for slot in header.rooms.values())
    return under_codes and rooms_of(header.start) == sorted(header.rooms)


def rooms_of(start: Sequence[StartSlot]) -> list[str] | None:
    """The rooms of slots that are for one room each, sorted; None where any is for several or for none."""
    if any(len(slot.rooms) != 1 for slot in start):
        return None
    return sorted(slot.rooms[0] for slot in start)


def _check_client(minimum: str) -> None:
    """A newer program may be asked for: what this one does not know to obey, it must not open."""
    if not _VERSION.fullmatch(minimum):
        raise Refusal(Outcome.HEADER, "header")
    if _parts(minimum) > _parts(kaochang.__version__):
        raise Refusal(Outcome.VERSION, "version")


def _parts(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def check_room(content: RoomObject, room: str) -> None:
    """Refuses (PAYLOAD) a room's object whose tickets, keys or pictures are not those of this room."""
    numbers = [ticket.number for ticket in content.tickets]
    good = (
        content.room == room
        and all(ticket.room == room for ticket in content.tickets)
        and all(map(is_plain, numbers))
        and sorted(content.ticket_keys) == sorted(numbers)
        and {ticket.exam for ticket in content.tickets} <= {front.id for front in content.fronts}
        and content.photos.keys() <= set(numbers)
    )
    if not good:
        raise Refusal(Outcome.PAYLOAD, "payload")


def check_secrets(secrets: RoomSecrets, content: RoomObject, session: Session) -> None:
    """Refuses (PAYLOAD) a room's secrets that are not one for each ticket, or not of the session's level."""
    mine, other = (secrets.seeds, secrets.pins) if session.level is Level.QUICK else (secrets.pins, secrets.seeds)
    good = (
        mine.keys() == content.ticket_keys.keys()
        and not other
        and len(text_to_bytes(secrets.act_key)) == keys.KEY_BYTES
    )
    if not good:
        raise Refusal(Outcome.PAYLOAD, "payload")
