"""The start code's presenter: three groups, each checked while it is typed; the slow part runs in the background."""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kaochang.domain.refusals import Refusal
from kaochang.domain.rosters import Ticket
from kaochang.presenters.candidate.line import Line
from kaochang.presenters.refusals import Refused, failure_to_words
from kaochang.presenters.running import Means
from kaochang.sealing.codes import GROUP_LENGTHS, check_group

if TYPE_CHECKING:  # see line.py
    from kaochang.flow.sit import Sitting
    from kaochang.flow.unlock import RoomFile


class GroupSign(enum.Enum):
    """What is known of one group while it is typed."""

    OPEN = "open"
    GOOD = "good"
    WRONG = "wrong"


@dataclass(frozen=True)
class Group:
    """One group as typed so far, and how many symbols it takes."""

    text: str
    length: int
    sign: GroupSign


@dataclass(frozen=True)
class CodeState:
    """The start code screen."""

    title: str
    message: str
    groups: tuple[Group, ...]
    may_start: bool
    is_busy: bool
    refused: Refused | None


class CodePresenter:
    """Takes the start code and begins (or resumes) the attempt. `begun` is called with the sitting."""

    def __init__(
        self, line: Line, means: Means, publish: Callable[[CodeState], None], begun: Callable[[Sitting], None]
    ) -> None:
        self._line = line
        self._means = means
        self._publish = publish
        self._begun = begun
        self._for: tuple[RoomFile, Ticket, str] | None = None
        self._state = CodeState("", "", (), may_start=False, is_busy=False, refused=None)

    def show(self, room: RoomFile, ticket: Ticket, seat: str, *, is_resuming: bool) -> None:
        """Ask for the code, to start or to go on."""
        self._for = (room, ticket, seat)
        words, kind = self._means.words, "resume" if is_resuming else "start"
        self._state = CodeState(
            title=words(f"candidate.code.{kind}"),
            message=words(f"candidate.code.{kind}.message"),
            groups=tuple(Group("", length, GroupSign.OPEN) for length in GROUP_LENGTHS),
            may_start=False,
            is_busy=False,
            refused=None,
        )
        self._publish(self._state)

    def type_group(self, index: int, text: str) -> None:
        """Group `index` (from 0) now reads so."""
        groups = list(self._state.groups)
        groups[index] = _checked(index, text)
        may_start = all(group.sign is GroupSign.GOOD for group in groups)
        self._state = replace(self._state, groups=tuple(groups), may_start=may_start, refused=None)
        self._publish(self._state)

    def start(self) -> None:
        """Try the code."""
        if self._for is None or self._state.is_busy or not self._state.may_start:
            return
        room, ticket, seat = self._for
        code = "-".join(group.text for group in self._state.groups)
        self._update(is_busy=True, refused=None)
        self._means.runner.run(lambda: self._line.begin(room, code, ticket, seat), self._on_begun, self._on_failed)

    def _on_begun(self, sitting: Sitting) -> None:
        self._state = replace(self._state, is_busy=False, groups=())
        self._begun(sitting)

    def _on_failed(self, error: Exception) -> None:
        words = self._means.words
        if isinstance(error, Refusal) and error.key == "code.wrong":
            refused = Refused(words("candidate.code.wrong"), words("candidate.code.wrong.next"))
        else:
            refused = failure_to_words(error, words)
        self._update(is_busy=False, refused=refused)

    def _update(self, *, is_busy: bool, refused: Refused | None) -> None:
        self._state = replace(self._state, is_busy=is_busy, refused=refused)
        self._publish(self._state)


def _checked(index: int, text: str) -> Group:
    length = GROUP_LENGTHS[index]
    if len(text) < length:
        return Group(text, length, GroupSign.OPEN)
    return Group(text, length, GroupSign.GOOD if check_group(index + 1, text) else GroupSign.WRONG)
