"""The candidate's screens, and the one frozen value that says which of them is shown and what stands on it."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, TypeAlias

from kaochang.domain.assessments import Lockdown
from kaochang.domain.values import Record
from kaochang.presenters.candidate.code import CodeState
from kaochang.presenters.candidate.display import DisplayState
from kaochang.presenters.candidate.identity import IdentityState
from kaochang.presenters.candidate.input_test import InputTestState
from kaochang.presenters.candidate.login import LoginState
from kaochang.presenters.candidate.notice import NoticeState
from kaochang.presenters.candidate.picker import PickerState
from kaochang.presenters.candidate.receipt_page import ReceiptPage
from kaochang.presenters.candidate.room_code import RoomCodeState
from kaochang.presenters.candidate.sealing import SealingState
from kaochang.presenters.candidate.stick_page import StickState
from kaochang.presenters.candidate.wait import WaitState

if TYPE_CHECKING:  # it comes when an exam begins
    from kaochang.presenters.candidate.exam_state import ExamState

Page: TypeAlias = (
    NoticeState
    | PickerState
    | RoomCodeState
    | LoginState
    | IdentityState
    | InputTestState
    | WaitState
    | CodeState
    | StickState
    | SealingState
    | ReceiptPage
)
"""What stands on a screen before the exam and after it."""

Body: TypeAlias = "Page | ExamState"


class Screen(enum.Enum):
    """The candidate's screens."""

    NOTICE = "notice"
    PICKER = "picker"
    ROOM_CODE = "room-code"
    LOGIN = "login"
    IDENTITY = "identity"
    INPUT_TEST = "input-test"
    WAIT = "wait"
    CODE = "code"
    EXAM = "exam"
    SEALING = "sealing"
    RECEIPT = "receipt"
    LEAVING = "leaving"
    MOVING = "moving"
    BRINGING = "bringing"


def is_beginning(body: Body) -> bool:
    """Whether an attempt begins, or is taken over, behind this page right now."""
    return isinstance(body, CodeState) and (body.is_busy or (body.acts is not None and body.acts.is_busy))


_AS_FIRST = DisplayState()


class CandidateState(Record, frozen=True):
    """The screen and what it shows. The window may be closed only while nothing of an attempt is under way.

    `lockdown` is how much of the PC the exam holds, the strictest of the session's exams; None until it is known.
    With another `turn` another candidate sits here: nothing that was on any screen before stays anywhere.
    """

    screen: Screen
    body: Body
    may_close: bool
    lockdown: Lockdown | None
    display: DisplayState = _AS_FIRST
    turn: int = 0
