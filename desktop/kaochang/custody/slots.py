"""The slots of a sealed exam: one key each, wrapped under a code, a PIN or the site key; made and opened here only.

Every slot's key is bound to the exam's nonce and to what the slot is for, so a slot of another exam, room or ticket is
a wrong code. Failures are told apart by their catalogue keys: whoever typed must know which sheet to look at.
"""

from collections.abc import Callable, Sequence

from kaochang.custody.exam_shapes import PinSlot, RoomWrap, StartSlot
from kaochang.custody.site import Site
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.values import SecretRecord, bytes_to_text, text_to_bytes
from kaochang.sealing import codes, kdf, keys
from kaochang.sealing.contexts import Context as Purpose
from kaochang.sealing.contexts import bind
from kaochang.sealing.kdf import KdfParams

PIN_COST = kdf.MINIMUM
"""A PIN is a second factor, tried behind the start code only: 64 MiB, a fifth of a second."""


class Lock(SecretRecord, frozen=True):
    """A secret in its normal form, and how its key is derived for one slot."""

    secret: str
    params: KdfParams
    binding: bytes

    def key(self) -> bytes:
        """The slot's key; slow by design."""
        return kdf.derive(self.secret, self.params, self.binding)


def derived(locks: Sequence[Lock], step: Callable[[], None] = kdf.no_step) -> list[bytes]:
    """The keys of many locks of one cost; `step` is called after each."""
    return kdf.on_all_cores([lock.key for lock in locks], locks[0].params, step) if locks else []


def start_lock(code: str, params: KdfParams, nonce: bytes) -> Lock:
    """How a start code locks; refuses a code that is none before any work."""
    return Lock(codes.normalise(code, codes.START_CODE), params, bind(Purpose.EXAM_START_SLOT, nonce))


def room_lock(code: str, params: KdfParams, nonce: bytes, room: str) -> Lock:
    """How a room code locks."""
    return Lock(codes.normalise(code, codes.ROOM_CODE), params, bind(Purpose.EXAM_CODE_SLOT, nonce, room.encode()))


def pin_lock(pin: str, params: KdfParams, nonce: bytes, room: str, ticket: str) -> Lock:
    """How a ticket's PIN locks."""
    binding = bind(Purpose.EXAM_TICKET_SLOT, nonce, room.encode(), ticket.encode())
    return Lock(codes.normalise(pin, codes.PIN), params, binding)


def start_slot(lock: Lock, key: bytes, content_key: bytes, rooms: Sequence[str], room_key: bytes) -> StartSlot:
    """The content key under a start code whose key is derived, and under a room key file's bytes unless empty."""
    kek = keys.joined(key, room_key, lock.binding) if room_key else key
    wrapped = bytes_to_text(kdf.wrap(kek, content_key, lock.binding))
    return StartSlot(lock.params, wrapped, tuple(rooms), bool(room_key))


def open_start(slot: StartSlot, code: str, nonce: bytes, room_key: bytes) -> bytes:
    """The content key. CODE for a wrong code, POLICY where the slot needs a room key file and none is given."""
    lock = start_lock(code, slot.kdf, nonce)
    if not slot.room_key:
        return kdf.unwrap(lock.key(), text_to_bytes(slot.wrapped), lock.binding)
    if not room_key:
        raise Refusal(Outcome.POLICY, "exam.room-key-needed", room=slot.rooms)
    kek = keys.joined(lock.key(), room_key, lock.binding)
    return kdf.unwrap(kek, text_to_bytes(slot.wrapped), lock.binding, "code.or-room-key")


def room_wrap(lock: Lock, key: bytes, room_key: bytes) -> RoomWrap:
    """A room's key under its code, whose key is derived."""
    return RoomWrap(lock.params, bytes_to_text(kdf.wrap(key, room_key, lock.binding)))


def open_room_wrap(wrap: RoomWrap, code: str, nonce: bytes, room: str) -> bytes:
    """A room's key; CODE for a wrong room code."""
    lock = room_lock(code, wrap.kdf, nonce, room)
    return kdf.unwrap(lock.key(), text_to_bytes(wrap.wrapped), lock.binding, "room-code.wrong")


def site_wrap(site: Site, room_key: bytes, nonce: bytes, room: str) -> str:
    """A room's key under the site key."""
    binding = bind(Purpose.EXAM_SITE_SLOT, nonce, room.encode())
    return bytes_to_text(kdf.wrap(keys.subkey(text_to_bytes(site.key), binding), room_key, binding))


def open_site_wrap(wrapped: str, site: Site, nonce: bytes, room: str) -> bytes:
    """A room's key; KEYRING for another site's file."""
    return site.unwrap(text_to_bytes(wrapped), bind(Purpose.EXAM_SITE_SLOT, nonce, room.encode()))


def pin_slot(lock: Lock, key: bytes, ticket_seed: bytes) -> PinSlot:
    """A ticket's signing seed under its PIN, whose key is derived."""
    return PinSlot(lock.params, bytes_to_text(kdf.wrap(key, ticket_seed, lock.binding)))


def open_pin(slot: PinSlot, pin: str, nonce: bytes, room: str, ticket: str) -> bytes:
    """A ticket's signing seed; CODE for a wrong PIN."""
    lock = pin_lock(pin, slot.kdf, nonce, room, ticket)
    return kdf.unwrap(lock.key(), text_to_bytes(slot.wrapped), lock.binding, "pin.wrong")
