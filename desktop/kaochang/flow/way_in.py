"""The way in: how a room PC comes from the files beside an exam to an unlocked room, in the window and on the terminal.

The exam is looked at before anything beside it, and files before secrets. Wrong codes are counted on the PC before they
are refused, and errata older than those that this PC has seen let nobody in.
"""

from pathlib import Path

from kaochang.custody.sealed_exam import SealedExam
from kaochang.custody.site import Site
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.rosters import Ticket
from kaochang.domain.values import Record
from kaochang.flow import corrections, errata, pc_tries, pinning, superseded, unlock
from kaochang.flow.desk import Desk
from kaochang.flow.pc_tries import tries_of
from kaochang.flow.unlock import Door, RoomFile, Unlocked


class WayIn(Record, frozen=True):
    """One PC's way into one room of a sealed exam.

    `site` is None where it lies beside the exam as site.kcx, `room` is an id, a name, or None for the only one.
    `room_key` is a room key file named beforehand; None: beside the exam under the room's id.
    """

    desk: Desk
    exam: Path
    site: Path | None
    room: str | None
    room_key: Path | None = None

    def _site(self) -> Site:
        unlock.look_at(self.exam)
        return pinning.read_site(pinning.site_path(self.exam, self.site), self.desk.folder)

    def sealed(self) -> SealedExam:
        """The sealed exam as everybody can read it."""
        return unlock.open_exam(self.exam, self._site())

    def door(self) -> Door:
        """What anybody may know of the room. Refuses the room as `open_room` does.

        USAGE where a room key file is named for a room that takes none: somebody expects more of it than it gives.
        """
        door = unlock.door(self.exam, self._site(), self.room)
        if self.room_key is not None and not door.takes_room_key:
            raise Refusal(Outcome.USAGE, "room-key.not-needed", str(self.room_key), room=door.room.id)
        return door

    def room_code_wait_s(self, door: Door) -> int:
        """Seconds until the room code may be tried again, because of wrong ones before."""
        return tries_of(self.desk, door.session.id).wait_s(pc_tries.ROOM_CODE)

    def code_wait_s(self, room: RoomFile, ticket: Ticket) -> int:
        """The same of the start code and the ticket's PIN."""
        return tries_of(self.desk, room.session.id).wait_s(pc_tries.START_CODE, pc_tries.pin_of(ticket.number))

    def open_room(self, room_code: str = "") -> RoomFile:
        """The room's part of the sealed exam; refused as by `unlock.open_room`, and (POLICY) a try that must wait.

        USAGE for a code that opens nothing, because the room stands open.
        """
        site = self._site()
        door = unlock.door(self.exam, site, self.room)
        if not door.needs_code:
            if room_code:
                raise Refusal(Outcome.USAGE, "room-code.not-needed", str(self.exam), room=door.room.id)
            return unlock.open_room(self.exam, site, self.room)
        with tries_of(self.desk, door.session.id).of(pc_tries.ROOM_CODE):
            return unlock.open_room(self.exam, site, self.room, room_code)

    def key_beside(self, room_id: str) -> Path:
        """Where the room's key file is looked for where none is named: beside the exam."""
        return self.exam.with_name(f"{room_id}.{unlock.ROOM_KEY_EXTENSION}")

    def read_room_key(self, door: Door) -> bytes:
        """The room key file's bytes, none where the room takes none; MISSING where it needs one that is not there."""
        beside = self.key_beside(door.room.id)
        if self.room_key is not None:
            return unlock.read_room_key(self.room_key)
        if door.takes_room_key and beside.exists():
            return unlock.read_room_key(beside)
        if door.needs_room_key:
            raise Refusal(Outcome.MISSING, "room-key.missing", str(beside), room=door.room.id)
        return b""

    def unlock(self, room: RoomFile, code: str, room_key: bytes = b"") -> Unlocked:
        """The room's items, with the start code. Refused as by `unlock.unlock`, and (POLICY) a try that must wait.

        ROLLBACK and CONFLICT for errata that this PC may not go back to (`errata.remember`).
        """
        session = room.session.id
        with tries_of(self.desk, session).of(pc_tries.START_CODE):
            unlocked = unlock.unlock(room, code, room_key)
        unlocked = corrections.with_kept(unlocked, self.desk.folder / session)
        errata.remember(self.desk.folder / session, unlocked.errata)
        superseded.remember(self.desk, room.session)
        return unlocked

    def open_again(self, exam_file: str, room_id: str, key: bytes) -> RoomFile:
        """The room that was open a moment ago, by its key; refused as by `unlock.open_room_again`."""
        return unlock.open_room_again(self.exam, self._site(), exam_file, room_id, key)

    def unlock_again(self, room: RoomFile, key: bytes) -> Unlocked:
        """The room's items, by their key; refused as by `unlock`, but no code is tried."""
        unlocked = unlock.unlock_again(room, key)
        unlocked = corrections.with_kept(unlocked, self.desk.folder / room.session.id)
        errata.remember(self.desk.folder / room.session.id, unlocked.errata)
        return unlocked
