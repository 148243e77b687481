"""The `Line` of the candidate's presenters over the real flows, bound to one PC's files. Loads the flows when used."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import field
from msgspec.structs import replace

from kaochang.domain.acts import ActKind
from kaochang.domain.assessments import LoginField
from kaochang.domain.ports import Keeper
from kaochang.domain.refusals import Refusal
from kaochang.domain.rosters import Ticket
from kaochang.domain.values import Record
from kaochang.machine.keeper import NoKeeper
from kaochang.presenters.candidate.line import RoomKeyFile

if TYPE_CHECKING:  # see line.py
    from kaochang.flow.attempt_files import Found
    from kaochang.flow.carried_logs import Carried, Seen
    from kaochang.flow.corrections import ErrataWatch
    from kaochang.flow.desk import Desk
    from kaochang.flow.hand_in import Missed, Receipt
    from kaochang.flow.keeping import GoneOn
    from kaochang.flow.move import BroughtIn, Exported
    from kaochang.flow.pc_look import PcLook
    from kaochang.flow.several import Offer
    from kaochang.flow.sitting import Sitting
    from kaochang.flow.sticks import Chosen
    from kaochang.flow.unlock import Door, RoomFile
    from kaochang.flow.way_in import WayIn


def _no_drives() -> tuple[Path, ...]:
    return ()


class FlowLine(Record, frozen=True):
    """The flows bound to one PC's files. `exam` is a sealed exam, or a folder of several until one is chosen.

    `room_key` is a room key file named beforehand; `drives` tells where sticks are mounted now; `keeper` holds what an
    attempt needs to go on after a crash.
    """

    exam: Path
    site: Path | None
    room: str | None
    desk: Desk
    sticks: tuple[Path, ...]
    room_key: Path | None = None
    drives: Callable[[], tuple[Path, ...]] = _no_drives
    keeper: Keeper = field(default_factory=NoKeeper)

    def check_disk(self) -> None:
        """Write a probe where attempts will live, and read it back."""
        from kaochang.machine.safe_files import io_refusals, make_folder, replace_file

        folder = make_folder(self.desk.folder)
        probe = folder / f".probe-{os.getpid()}"
        replace_file(probe, b"kaochang")
        with io_refusals(probe):
            probe.unlink()

    def _way_in(self) -> WayIn:
        from kaochang.flow.way_in import WayIn

        return WayIn(self.desk, self.exam, self.site, self.room, self.room_key)

    def go_on(self) -> GoneOn | None:
        """The attempt whose keys were kept."""
        if not self.keeper.held():
            return None
        from kaochang.flow import keeping

        if self.exam.is_dir():
            from kaochang.flow import several

            exam = several.kept(self.keeper, self.desk, self.exam, self.site)
            if exam is None:
                self.keeper.forget()
                return None
            line = self.at(exam)
        else:
            line = self._newer() or self
        return keeping.go_on(self.keeper, line._way_in())

    def sessions(self) -> tuple[Offer, ...]:
        """The folder's, where it is one; of a file the newer version that lies beside it, if any."""
        if self.exam.is_dir():
            from kaochang.flow import several

            return several.sessions(self.desk, self.exam, self.site, self.room)
        newer = self._newer()
        if newer is None:
            return ()
        from kaochang.flow.several import offer

        return (offer(newer._way_in()),)

    def _newer(self) -> FlowLine | None:
        """The same for the newer version beside the file; what is wrong with that says the page that opens it."""
        from kaochang.flow.versions_here import newer_beside

        with suppress(Refusal):
            found = newer_beside(self.desk, self.exam, self.site)
            return None if found is None else self.at(found[0])
        return None

    def at(self, exam: Path) -> FlowLine:
        """The same for one file."""
        return replace(self, exam=exam)

    def of(self, room: RoomFile) -> FlowLine:
        """The same for the file that a room was opened from."""
        return self.at(room.sealed.path)

    def look_at_pc(self, room: RoomFile) -> PcLook:
        """The disk, by writing on it; the input method, by what runs."""
        from kaochang.flow import pc_look

        return pc_look.look(self.desk, room, self.check_disk)

    def door(self) -> Door:
        """Which room this is, and whether only its code opens it."""
        return self._way_in().door()

    def open_room(self, room_code: str = "") -> RoomFile:
        """The room's part of the sealed exam."""
        return self._way_in().open_room(room_code)

    def room_code_wait_s(self, door: Door) -> int:
        """Seconds until the room code may be tried."""
        return self._way_in().room_code_wait_s(door)

    def code_wait_s(self, room: RoomFile, ticket: Ticket) -> int:
        """Seconds until the start code and this ticket's PIN may be tried."""
        return self._way_in().code_wait_s(room, ticket)

    def is_whole(self, room: RoomFile) -> bool:
        """Whether the whole file is as it was sealed."""
        from kaochang.flow import unlock

        return unlock.is_whole(room)

    def find_ticket(self, room: RoomFile, typed: Mapping[LoginField, str]) -> Ticket:
        """The ticket that fits everything typed."""
        from kaochang.flow import unlock

        return unlock.find_ticket(room, typed)

    def found_attempt(self, room: RoomFile, ticket: Ticket) -> Found:
        """What of this ticket is on this PC."""
        from kaochang.flow import attempt_files

        return attempt_files.found_attempt(self.desk, room, ticket)

    def room_key_name(self, room: RoomFile) -> str:
        """What sealing calls this room's key file."""
        return self._way_in().key_beside(room.room.id).name

    def find_room_key(self, room: RoomFile) -> RoomKeyFile | None:
        """The file that was named, else the one beside the exam, else the first of this room's name on a stick.

        One that cannot be read is passed over: a stick may be on its way out.
        """
        beside = self._way_in().key_beside(room.room.id)
        first = beside if self.room_key is None else self.room_key
        for path in (first, *(folder / beside.name for folder in self._sticks())):
            if path.is_file():
                with suppress(Refusal):  # the next stick may hold the one that can be read
                    return self.read_room_key(path)
        return None

    def room_key_files(self) -> tuple[Path, ...]:
        """Every room key file on a stick, in its outermost folder or one below."""
        from kaochang.flow import unlock

        patterns = (f"{below}*.{unlock.ROOM_KEY_EXTENSION}" for below in ("", "*/"))
        found = (path for pattern in patterns for folder in self._sticks() for path in sorted(folder.glob(pattern)))
        return tuple(dict.fromkeys(found))

    def _sticks(self) -> tuple[Path, ...]:
        """The folders to read from; which of those that were named are sticks is learned by the way."""
        self.desk.sticks_there.look(self.desk.folder, self.sticks)
        return tuple(dict.fromkeys((*self.sticks, *self.drives())))

    def read_room_key(self, path: Path) -> RoomKeyFile:
        """A room key file, which only the start code tells right from wrong."""
        from kaochang.flow import unlock

        return RoomKeyFile(path, unlock.read_room_key(path))

    def begin(
        self, room: RoomFile, code: str, ticket: Ticket, seat: str, pin: str, room_key: bytes, act: str = ""
    ) -> Sitting:
        """Unlock, take the act where one is given, then start or resume."""
        from kaochang.flow import entering, keeping

        self.desk.sticks_there.look(self.desk.folder, self.sticks)
        unlocked = self._way_in().unlock(room, code, room_key)
        grant = entering.take(self.desk, unlocked, ticket, pin, act) if act else None
        return keeping.begin(self.keeper, self.desk, unlocked, ticket, seat, pin, grant)

    def ask_to_begin(self, room: RoomFile, code: str, ticket: Ticket, pin: str, room_key: bytes, kind: ActKind) -> str:
        """Draw a challenge; only to take an attempt over needs the exam unlocked."""
        from kaochang.flow import entering, take_act

        if kind is not ActKind.MOVE:
            return take_act.ask_to_enter(self.desk, room, ticket, kind)
        return entering.ask_to_go_on(self.desk, self._way_in().unlock(room, code, room_key), ticket, pin)

    def watch_errata(self, sitting: Sitting) -> ErrataWatch | None:
        """Beside the exam and on the sticks."""
        from kaochang.flow import corrections

        look = sitting.corrections.look
        return None if look is None else corrections.ErrataWatch(look, self.exam.parent, self._sticks, self.desk.clock)

    def ask_to_leave(self, room: RoomFile, ticket: Ticket) -> str:
        """Draw a challenge."""
        from kaochang.flow import take_act

        return take_act.ask_to_leave(self.desk, room, ticket)

    def leave(self, room: RoomFile, code: str, room_key: bytes, ticket: Ticket, act: str) -> None:
        """Unlock, for the key that acts are checked with, and take the act."""
        from kaochang.flow import take_act

        take_act.take_to_leave(self.desk, self._way_in().unlock(room, code, room_key), ticket, act)

    def move_targets(self) -> tuple[Chosen, ...]:
        """The sticks that were named, and every drive that is none of the PC's own."""
        from kaochang.flow import carried_logs

        return carried_logs.targets(self.desk, self.sticks, self.drives())

    def check_codes(self, room: RoomFile, code: str, ticket: Ticket, pin: str, room_key: bytes) -> None:
        """Unlock, and try the PIN."""
        from kaochang.flow import sit

        sit.admit(self.desk, self._way_in().unlock(room, code, room_key), ticket, pin)

    def give(self, sitting: Sitting, stick: Chosen, wall: int | None = None) -> Exported:
        """The log; from the last row on nothing of the attempt needs to be kept."""
        from kaochang.flow import move

        if wall is not None:
            self.keeper.forget()
        return move.give(sitting, stick, wall)

    def carried(self, room: RoomFile, ticket: Ticket) -> Seen:
        """On the sticks, and in the second place."""
        from kaochang.flow import carried_logs

        second = () if self.desk.second is None else (self.desk.second,)
        return carried_logs.look(self.desk, room, ticket, dict.fromkeys((*self._sticks(), *second)))

    def others(self, sitting: Sitting) -> Seen:
        """On the same."""
        from kaochang.flow import carried_logs

        return carried_logs.others(self.carried(sitting.room, sitting.ticket), sitting.attempt.identity.attempt)

    def bring_in(
        self,
        room: RoomFile,
        code: str,
        ticket: Ticket,
        pin: str,
        room_key: bytes,
        carried: Carried,
        *,
        sets_aside: bool = False,
    ) -> BroughtIn:
        """Unlock, then take the log in."""
        from kaochang.flow import carried_logs, move

        carried_logs.check_there(carried)
        unlocked = self._way_in().unlock(room, code, room_key)
        carried_logs.check_there(carried)
        source, *more = carried.paths
        copies, places = tuple(more), self._sticks()
        try:
            return move.bring_in(
                self.desk, unlocked, ticket, pin, source, more=copies, places=places, sets_aside=sets_aside
            )
        except Refusal:
            carried_logs.check_there(carried)
            raise

    def forget(self) -> None:
        """What the keeper holds."""
        self.keeper.forget()

    def hand_in(self, sitting: Sitting, missed: Missed) -> Receipt:
        """Seal, read back, copy to the sticks. From then on nothing of the attempt needs to be kept."""
        from kaochang.flow import hand_in

        receipt = hand_in.hand_in(sitting, self.sticks, missed)
        self.keeper.forget()
        return receipt

    def receipt_of(self, room: RoomFile, ticket: Ticket) -> Receipt:
        """The receipt of an attempt handed in before."""
        from kaochang.flow import hand_in

        return hand_in.receipt_of(self.desk, room, ticket)

    def copy_again(self, room: RoomFile, ticket: Ticket, missed: Missed) -> Receipt:
        """The same, copied to the sticks."""
        from kaochang.flow import hand_in

        receipt = hand_in.copy_again(self.desk, room, ticket, self.sticks, missed)
        self.keeper.forget()
        return receipt
