"""How much of the PC a room's session holds, and when it takes a proctor to close the program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaochang.domain.assessments import Lockdown
from kaochang.presenters.candidate.wait import LOGIN_BEFORE_MS

if TYPE_CHECKING:  # see line.py
    from kaochang.flow.unlock import RoomFile


def level_of(room: RoomFile) -> Lockdown:
    """The strictest of the session's exams."""
    return max((front.rules.lockdown for front in room.fronts.values()), key=list(Lockdown).index)


def is_held(room: RoomFile, now: int) -> bool:
    """Whether only an act closes the program at this wall time: from the opening of the login to the session's end.

    Whoever sets the PC up in the wrong room before that simply closes it, and so does whoever clears it away.
    """
    session = room.session
    is_session = session.opens - LOGIN_BEFORE_MS <= now < session.closes
    return is_session and level_of(room) is not Lockdown.OBSERVE
