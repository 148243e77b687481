"""The flows that a candidate's program drives, as one port bound to one PC's files and folders (by `app`)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from kaochang.domain.acts import ActKind
from kaochang.domain.assessments import LoginField
from kaochang.domain.rosters import Ticket
from kaochang.domain.values import SecretRecord

if TYPE_CHECKING:  # for types only: the flows load cryptography, and the first picture must not wait for that
    from kaochang.flow.attempt_files import Found
    from kaochang.flow.carried_logs import Carried, Seen
    from kaochang.flow.corrections import ErrataWatch
    from kaochang.flow.hand_in import Missed, Receipt
    from kaochang.flow.keeping import GoneOn
    from kaochang.flow.move import BroughtIn, Exported
    from kaochang.flow.pc_look import PcLook
    from kaochang.flow.several import Offer
    from kaochang.flow.sitting import Sitting
    from kaochang.flow.sticks import Chosen
    from kaochang.flow.unlock import Door, RoomFile


class RoomKeyFile(SecretRecord, frozen=True):
    """A room key file that was read."""

    path: Path
    data: bytes


class Line(Protocol):
    """From the sealed exam to the receipt, on this PC. Every method may block and may refuse."""

    def check_disk(self) -> None:
        """Refuses where this PC cannot keep what a candidate answers."""

    def look_at_pc(self, room: RoomFile) -> PcLook:
        """What to tell of this PC before anybody logs in for what this room sits; refuses nothing."""

    def sessions(self) -> tuple[Offer, ...]:
        """What there is to choose from, where the line begins at a folder; nothing where it begins at one file."""

    def at(self, exam: Path) -> Line:
        """The same line for this sealed exam of the folder."""

    def of(self, room: RoomFile) -> Line:
        """The same line for the sealed exam that an open room is of."""

    def go_on(self) -> GoneOn | None:
        """The attempt in which this program crashed a moment ago, without any code; None where there is none."""

    def door(self) -> Door:
        """What anybody may know of the room before it is opened, and whether that needs its code."""

    def open_room(self, room_code: str = "") -> RoomFile:
        """The room's part of the sealed exam, with the room's code where the door needs one (slow by design)."""

    def room_code_wait_s(self, door: Door) -> int:
        """Seconds until the room code may be tried, because of wrong ones before."""

    def code_wait_s(self, room: RoomFile, ticket: Ticket) -> int:
        """The same of the start code and the PIN, for whoever has this ticket."""

    def is_whole(self, room: RoomFile) -> bool:
        """Whether all of the sealed exam is as it was sealed; reads the whole file."""

    def find_ticket(self, room: RoomFile, typed: Mapping[LoginField, str]) -> Ticket:
        """The ticket of whoever typed this."""

    def found_attempt(self, room: RoomFile, ticket: Ticket) -> Found:
        """What of this ticket is on this PC already."""

    def room_key_name(self, room: RoomFile) -> str:
        """What the office calls this room's key file."""

    def find_room_key(self, room: RoomFile) -> RoomKeyFile | None:
        """The room's key file on one of the sticks that are present now; None where none has it."""

    def room_key_files(self) -> tuple[Path, ...]:
        """Every room key file on the sticks that are present now, whosever room it is for."""

    def read_room_key(self, path: Path) -> RoomKeyFile:
        """A room key file that somebody chose."""

    def begin(
        self, room: RoomFile, code: str, ticket: Ticket, seat: str, pin: str, room_key: bytes, act: str = ""
    ) -> Sitting:
        """Unlock with the start code (slow by design), then start the attempt, or resume it.

        `pin` and `room_key` are empty where the room file says that it needs none. `act` is a proctor's code where it
        takes an act to begin.
        """

    def ask_to_begin(self, room: RoomFile, code: str, ticket: Ticket, pin: str, room_key: bytes, kind: ActKind) -> str:
        """The challenge for an act without which `begin` refuses; codes as for that."""

    def watch_errata(self, sitting: Sitting) -> ErrataWatch | None:
        """Looks for newer errata while an attempt is under way; None where nobody does."""

    def ask_to_leave(self, room: RoomFile, ticket: Ticket) -> str:
        """The challenge for an act by which the program may be closed although it holds the PC."""

    def leave(self, room: RoomFile, code: str, room_key: bytes, ticket: Ticket, act: str) -> None:
        """Check such an act, with the start code under which it can be checked; slow by design."""

    def move_targets(self) -> tuple[Chosen, ...]:
        """The sticks that are present now on which an attempt can leave this PC, to be told again when one is used."""

    def check_codes(self, room: RoomFile, code: str, ticket: Ticket, pin: str, room_key: bytes) -> None:
        """Refuses codes with which this ticket's attempt could not be gone on with; slow by design."""

    def give(self, sitting: Sitting, stick: Chosen, wall: int | None = None) -> Exported:
        """Everything that is saved of an attempt onto a stick, read back; `wall` is when it left, once it has.

        Nothing of an attempt that has left is given back after a crash.
        """

    def carried(self, room: RoomFile, ticket: Ticket) -> Seen:
        """What the sticks that are present now have of this ticket that this PC has not."""

    def others(self, sitting: Sitting) -> Seen:
        """The same while an attempt of the ticket is under way here: other attempts alone."""

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
        """Take in what a stick has; codes as for `begin`. `sets_aside`: what was begun here by mistake gives way.

        Refused (MISSING) where the stick has been pulled out since it was seen.
        """

    def forget(self) -> None:
        """Nothing of an attempt is given back after a crash any more."""

    def hand_in(self, sitting: Sitting, missed: Missed) -> Receipt:
        """Seal a closed attempt, write it, read it back, copy it; `missed` is told of each stick without a copy."""

    def receipt_of(self, room: RoomFile, ticket: Ticket) -> Receipt:
        """The receipt of an attempt that was closed before."""

    def copy_again(self, room: RoomFile, ticket: Ticket, missed: Missed) -> Receipt:
        """The same for one that was closed as the program crashed, which may have copied it nowhere yet."""
