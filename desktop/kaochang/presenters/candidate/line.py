"""The flows that a candidate's program drives, as one port bound to one PC's files and folders (by `app`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol

from kaochang.domain.assessments import LoginField
from kaochang.domain.rosters import Ticket

if TYPE_CHECKING:  # for types only: the flows load cryptography, and the first picture must not wait for that
    from kaochang.flow.attempt_files import Found
    from kaochang.flow.hand_in import Receipt
    from kaochang.flow.sit import Sitting
    from kaochang.flow.unlock import RoomFile


class Line(Protocol):
    """From the sealed exam to the receipt, on this PC. Every method may block and may refuse."""

    def check_disk(self) -> None:
        """Refuses where this PC cannot keep what a candidate answers."""

    def open_room(self) -> RoomFile:
        """The room's part of the sealed exam."""

    def is_whole(self, room: RoomFile) -> bool:
        """Whether all of the sealed exam is as it was sealed; reads the whole file."""

    def find_ticket(self, room: RoomFile, typed: Mapping[LoginField, str]) -> Ticket:
        """The ticket of whoever typed this."""

    def found_attempt(self, room: RoomFile, ticket: Ticket) -> Found:
        """What of this ticket is on this PC already."""

    def begin(self, room: RoomFile, code: str, ticket: Ticket, seat: str) -> Sitting:
        """Unlock with the start code (slow by design), then start the attempt, or resume it."""

    def hand_in(self, sitting: Sitting) -> Receipt:
        """Seal a closed attempt, write it, read it back, copy it."""

    def receipt_of(self, room: RoomFile, ticket: Ticket) -> Receipt:
        """The receipt of an attempt that was closed before."""
