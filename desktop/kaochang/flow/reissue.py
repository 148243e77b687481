"""Reissue: codes that were lost are made anew around the same keys. The sealed exam stays as it is, and so do results.

What comes out is laid beside the sealed exam (`session.kcn`) or takes the place of a proctor's kit. It opens by the new
code; copies that nobody replaced go on opening by the old one, which therefore cannot be taken back. A code that came
into wrong hands needs a new sealing.
"""

import enum
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import tzinfo
from functools import partial
from pathlib import Path
from typing import TypeAlias

from kaochang.custody import kits, sealed_exam, slots, start_slots
from kaochang.custody.exam_shapes import RoomWrap, StartSlot
from kaochang.custody.key_files import Key
from kaochang.custody.sealed_exam import SealedExam
from kaochang.custody.start_slots import StartSlotsHeader
from kaochang.domain.assessments import Level
from kaochang.domain.ports import Clock, Randomness, Words
from kaochang.domain.refusals import Outcome, Refusal, refusals_at
from kaochang.domain.session_secrets import SessionSecrets
from kaochang.domain.values import Wall
from kaochang.flow import unlock
from kaochang.flow.collect import KIT_LIMIT
from kaochang.flow.our_files import read_ours
from kaochang.flow.unlock import START_SLOTS_LIMIT
from kaochang.machine.folders import check_folder
from kaochang.machine.safe_files import folders_made, forget, read_whole, replace_file, write_new
from kaochang.sealing import codes, kdf, signatures
from kaochang.sealing.frame import FileType
from kaochang.sealing.kdf import KdfParams


class Renewed(enum.Enum):
    """Which kind of code is made anew."""

    START = "start"
    ROOM = "room"
    PROCTOR = "proctor"


@dataclass(frozen=True)
class ReissueOrder:
    """What is made anew: codes of these kinds for these rooms (none named: for all).

    `exam` is any copy of the sealed exam, `proctors` the folder of the kits, needed where their code changes. `memory`
    is the office's folder of session keys, where the last start slots lie too; new files go below `out`.
    """

    exam: Path
    memory: Path
    out: Path
    what: frozenset[Renewed]
    rooms: Sequence[str] = ()
    proctors: Path | None = None

    def kit_of(self, room: str) -> Path:
        """The proctor kit of a room."""
        return (self.proctors or Path()) / f"{room}.kcp"


Printed: TypeAlias = Callable[[SealedExam, SessionSecrets], Mapping[str, bytes]]
"""What is printed of new codes, by file name."""


@dataclass(frozen=True)
class Reissue:
    """The new codes (no others stand in `secrets`), and what was written."""

    secrets: SessionSecrets
    files: tuple[Path, ...]


@dataclass(frozen=True)
class _Renewal:
    """One reissue under way, for a checked exam and the session's own key."""

    order: ReissueOrder
    sealed: SealedExam
    key: Key
    rooms: list[str]
    random: Randomness
    cost: KdfParams

    def _params(self) -> KdfParams:
        return kdf.new_params(self.random, self.cost)

    def _codes(self, kind: Renewed, shape: codes.CodeShape) -> dict[str, str]:
        if kind not in self.order.what:
            return {}
        return {room: codes.new_code(self.random, shape) for room in self.rooms}

    def new_secrets(self) -> SessionSecrets:
        """Fresh codes of the kinds that are wanted; quick has one start code for all rooms."""
        level = self.sealed.header.session.level
        if level is Level.QUICK:
            return SessionSecrets(level, dict.fromkeys(self.rooms, codes.new_code(self.random)))
        return SessionSecrets(
            level,
            start_codes=self._codes(Renewed.START, codes.START_CODE),
            room_codes=self._codes(Renewed.ROOM, codes.ROOM_CODE),
            proctor_codes=self._codes(Renewed.PROCTOR, codes.PROCTOR_CODE),
        )

    def start(self, secrets: SessionSecrets) -> list[StartSlot]:
        """The content key under the new start codes, with the room key files that the rooms have."""
        rooms, nonce = list(secrets.start_codes), self.sealed.body.nonce
        groups = [rooms] if secrets.level is Level.QUICK else [[room] for room in rooms]
        locks = [slots.start_lock(secrets.start_codes[group[0]], self._params(), nonce) for group in groups]
        made = zip(groups, locks, slots.derived(locks), strict=True)
        content = self.key.seed("content")
        return [slots.start_slot(lock, kek, content, group, self._room_file(group[0])) for group, lock, kek in made]

    def _room_file(self, room: str) -> bytes:
        name = f"room-file/{room}"
        return self.key.seed(name) if name in self.key.seeds else b""

    def room_wraps(self, secrets: SessionSecrets) -> dict[str, RoomWrap]:
        """Every room's key under its new room code."""
        rooms, nonce = list(secrets.room_codes), self.sealed.body.nonce
        locks = [slots.room_lock(secrets.room_codes[room], self._params(), nonce, room) for room in rooms]
        made = zip(rooms, locks, slots.derived(locks), strict=True)
        return {room: slots.room_wrap(lock, kek, self.key.seed(f"room/{room}")) for room, lock, kek in made}

    def proctor_kits(self, secrets: SessionSecrets) -> dict[str, bytes]:
        """The proctor kits whose code changes, written again around their own keys."""
        changed = secrets.start_codes if secrets.level is Level.QUICK else secrets.proctor_codes
        work = [partial(self._proctor_kit, room, code, self._params()) for room, code in changed.items()]
        return dict(zip(changed, kdf.on_all_cores(work, self.cost), strict=True))

    def _proctor_kit(self, room: str, code: str, params: KdfParams) -> bytes:
        path = self.order.kit_of(room)
        with refusals_at(path):
            data = read_ours(path, KIT_LIMIT, FileType.PROCTOR_KIT)
            return kits.with_new_code(data, self.key.seed(f"kit/{room}"), code, params, self.key.seed("exam"))


def _rooms_of(order: ReissueOrder, sealed: SealedExam) -> list[str]:
    """The ids of the rooms that are meant, as `unlock.find_room` finds them; POLICY for what quick does not have."""
    with refusals_at(order.exam):
        found = [unlock.find_room(sealed.header.session, room) for room in order.rooms]
    for room in found:
        sealed.needs_room_code(room)
    if not order.what or (
        sealed.header.session.level is Level.QUICK and (order.rooms or order.what != {Renewed.START})
    ):
        raise Refusal(Outcome.POLICY, "reissue.level")
    return list(dict.fromkeys(found)) or sorted(sealed.header.rooms)


def check_order(order: ReissueOrder) -> tuple[SealedExam, list[str]]:
    """The exam and the rooms of an order, before a passphrase is asked for; what it names must be what it should be.

    CONTEXT for a room that the session does not have, POLICY for what the level does not have, or where kits are needed
    that are not named.
    """
    sealed = sealed_exam.claimed_exam(order.exam)
    rooms = _rooms_of(order, sealed)
    if sealed.header.session.level is Level.QUICK or Renewed.PROCTOR in order.what:
        if order.proctors is None:
            raise Refusal(Outcome.POLICY, "reissue.proctors")
        check_folder(order.proctors)
        for room in rooms:
            read_ours(order.kit_of(room), KIT_LIMIT, FileType.PROCTOR_KIT)
    return sealed, rooms


def _before(memory: Path, sealed: SealedExam) -> StartSlotsHeader | None:
    """The start slots that were made last, with all that were made before them."""
    if not memory.exists():
        return None
    with refusals_at(memory):
        return sealed.with_start_slots(read_whole(memory, START_SLOTS_LIMIT)).reissued


def code_sheets(words: Words, font: Path, zone: tzinfo, now: Wall) -> Printed:
    """The sheet of codes that are made anew now (wall, ms), for new envelopes."""

    def printed(sealed: SealedExam, secrets: SessionSecrets) -> Mapping[str, bytes]:
        from kaochang.reports.envelope import Envelope
        from kaochang.reports.sheets import NEW_CODES_FILE, write_new_codes

        session = sealed.header.session
        room_keys = any(sealed.takes_room_key(room.id) for room in session.rooms)
        envelope = Envelope(session, (), {}, secrets, room_keys, renewed=now)
        return {NEW_CODES_FILE: write_new_codes(envelope, words, font, zone)}

    return printed


def _nothing_printed(_sealed: SealedExam, _secrets: SessionSecrets) -> Mapping[str, bytes]:
    return {}


def reissue(
    order: ReissueOrder,
    key: Key,
    clock: Clock,
    random: Randomness,
    cost: KdfParams = kdf.DEFAULT,
    printed: Printed = _nothing_printed,
) -> Reissue:
    """Makes codes anew, and prints them. `key` is the session's, as the office keeps it; CERT for another session's.

    What `check_order` refuses is refused. All files or none.
    """
    sealed, rooms = check_order(order)
    if signatures.public_of(key.seed("exam")) != sealed.exam_key:
        raise Refusal(Outcome.CERT, "reissue.other-session", str(order.exam))
    renewal = _Renewal(order, sealed, key, rooms, random, cost)
    memory = order.memory / f"{sealed.context.session}.{FileType.START_SLOTS.extension}"
    before, secrets = _before(memory, sealed), renewal.new_secrets()
    start, wraps = renewal.start(secrets), renewal.room_wraps(secrets)
    files = {order.out / "proctors" / f"{room}.kcp": kit for room, kit in renewal.proctor_kits(secrets).items()}
    later = b""
    if start or wraps:
        header = start_slots.carried_on(before, sealed.context, sealed.exam_key, clock.wall(), start, wraps)
        later = start_slots.pack_start_slots(header, key.seed("exam"))
        files[order.out / "rooms" / order.exam.with_suffix(memory.suffix).name] = later
    files |= {order.out / "envelope" / name: sheet for name, sheet in printed(sealed, secrets).items()}
    with folders_made(*(path.parent for path in files)), ExitStack() as undo:
        for path, data in files.items():
            write_new(path, data)
            undo.callback(forget, path)
        if later:
            replace_file(memory, later)
        undo.pop_all()
    return Reissue(secrets, tuple(files))
