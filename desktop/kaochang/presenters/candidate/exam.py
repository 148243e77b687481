"""The exam screen's presenter: responding, moving about, marking, the clock, handing in."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kaochang.domain.attempt_rules import step
from kaochang.domain.attempts import HEARTBEAT_MS, Closed, ClosingReason, Phase, Wait
from kaochang.domain.items import ItemType
from kaochang.domain.parts import has_next_turn
from kaochang.domain.refusals import Refusal, Violation
from kaochang.domain.responses import Response, Text
from kaochang.presenters import phrases
from kaochang.presenters.candidate import exam_faces
from kaochang.presenters.candidate.exam_faces import Layout
from kaochang.presenters.candidate.exam_state import (
    CannotSave,
    ClockFace,
    Confirmation,
    ExamState,
    Header,
    ItemFace,
    Overlay,
    SavedSign,
    Summary,
    TypeSize,
)
from kaochang.presenters.candidate.gestures import Chosen, Gesture, Judged, after, is_typing, reply_shown
from kaochang.presenters.candidate.saving import Saver, Sign
from kaochang.presenters.candidate.summary import summarise
from kaochang.presenters.refusals import Refused, failure_to_words, to_words
from kaochang.presenters.running import Means

if TYPE_CHECKING:  # see line.py
    from kaochang.flow.sit import Sitting

_log = logging.getLogger(__name__)

TYPING_DELAY_MS = 1_000
"""Typing is committed at most this much later, and at once on leaving the item."""

WARNING_STAYS_MS = 10_000
"""How long a time warning stays on the screen."""

_LAST_CALL_MS = 2_000

_TOO_LATE = frozenset(
    {"attempt.time-over", "attempt.part-over", "attempt.part-closed", "attempt.item-over", "attempt.turn-over"}
)
"""Why a response is no longer taken that the screen still let somebody give."""


@dataclass(frozen=True)
class _Typed:
    """What was typed and is not journaled yet; `stamp` is the working time of the last key."""

    item: str
    response: Response
    stamp: int


class ExamPresenter:
    """Drives one sitting from its first item to its closing.

    `publish` takes every new state; `closed` is called once, when the attempt is closed and durable.
    """

    def __init__(
        self, sitting: Sitting, means: Means, publish: Callable[[ExamState], None], closed: Callable[[], None]
    ) -> None:
        self._sitting = sitting
        self._means = means
        self._publish = publish
        self._closed = closed
        self._layout = Layout.of(sitting.exam, sitting.arrangement)
        self._saver = Saver(sitting.save, means.runner, self._on_saving)
        self._typed: _Typed | None = None
        self._size = TypeSize.NORMAL
        self._overlay: Summary | Confirmation | None = None
        self._warning = ""
        self._warned_at = 0
        self._remaining = sitting.part_remaining_ms()
        self._trouble: Refused | None = None
        self._beat = means.clock.elapsed()
        self._current = sitting.state.current or self._layout.order[0]
        self._face = self._make_face()
        self._is_closing = False

    @property
    def state(self) -> ExamState:
        """The screen as it stands."""
        sitting, words = self._sitting, self._means.words
        response = self._shown_response()
        place = self._layout.numbers[self._current]
        answered = exam_faces.answered_items(self._responses())
        return ExamState(
            header=self._header(),
            clock=self._clock(),
            palette=exam_faces.palette(self._layout, answered, sitting.state.marked, self._current, words),
            face=self._face,
            response=response,
            length=self._length(response),
            is_marked=self._current in sitting.state.marked,
            is_first=place == 1 or not sitting.is_open(self._layout.order[place - 2]),
            is_last=place == len(self._layout.order),
            saved=self._saved_sign(),
            size=self._size,
            warning=self._standing_line() or self._warning,
            overlay=self._visible_overlay(),
        )

    @property
    def _is_paused(self) -> bool:
        """Whether a proctor's act has stopped the clock: nothing is answered until another one lets it go on."""
        return self._sitting.state.phase is Phase.SUSPENDED

    def _standing_line(self) -> str:
        if not self._is_paused:
            return ""
        is_pause = self._sitting.state.wait is Wait.PAUSE
        return self._means.words("candidate.paused" if is_pause else "candidate.waits")

    # -- what the candidate does ----------------------------------------------------------------------------------

    def respond(self, gesture: Gesture) -> None:
        """Take a gesture on the current item; typing waits up to `TYPING_DELAY_MS` for more."""
        if self._is_closing or self._is_paused or self._by_clock():
            return
        item = self._layout.placed[self._current].item
        response = after(item, self._responses().get(self._current), gesture, self._stage)
        if is_typing(gesture):
            if self._typed is None:
                self._means.timer.start(TYPING_DELAY_MS, self._flush_and_show)
            self._typed = _Typed(self._current, response, self._sitting.stamp())
        else:
            self._commit(self._current, response)
        self._show()

    def pick(self, place: int) -> None:
        """Choose the option at this place (from 0) by keyboard; nothing where the item has no such option."""
        face = self._face
        if face.type in (ItemType.SINGLE, ItemType.MULTIPLE) and place < len(face.options):
            self.respond(Chosen(face.options[place].label))
        elif face.type is ItemType.TRUEFALSE and place < 2:
            self.respond(Judged(place == 0))

    def go(self, item: str) -> None:
        """Leave the current item for this one, and close whatever lies over the exam.

        An item of a part that is over stays closed; one of a later part asks whether to go on for good.
        """
        self._flush()
        if self._is_closing or self._is_paused or self._by_clock():
            return
        if not self._sitting.is_open(item):
            if self._layout.numbers[item] > self._layout.numbers[self._current]:
                self._ask_to_advance()
            return
        self._overlay = None
        if item != self._current:
            self._current = item
            self._saver.put(self._sitting.visit(item))
            self._face = self._make_face()
        self._show()

    def move(self, by: int) -> None:
        """To the next (1) or previous (-1) item; stays at the ends. A scenario's next turn comes before that item."""
        if by == 1 and has_next_turn(self._sitting.exam, self._sitting.state, self._current):
            self._next_turn()
            return
        place = self._layout.numbers[self._current] - 1 + by
        if 0 <= place < len(self._layout.order):
            self.go(self._layout.order[place])

    def _next_turn(self) -> None:
        self._flush()
        if self._is_closing or self._is_paused or self._by_clock():
            return
        self._saver.put(self._sitting.stage())
        self._follow()
        self._show()

    def _ask_to_advance(self) -> None:
        self._overlay = Confirmation(self._means.words("candidate.advance.message"), is_advance=True)
        self._show()

    def advance(self) -> None:
        """On to the next part of the exam: the candidate was asked."""
        self._flush()
        if self._is_closing or self._is_paused or self._by_clock():
            return
        self._overlay = None
        self._saver.put(self._sitting.advance())
        self._follow()
        self._show()

    def toggle_mark(self) -> None:
        """Mark the current item for review, or take the mark off."""
        self._flush()
        if self._is_closing or self._is_paused or self._by_clock():
            return
        on = self._current not in self._sitting.state.marked
        self._saver.put(self._sitting.mark(self._current, on))
        self._show()

    def resize(self, size: TypeSize) -> None:
        """Show the item's text in this size."""
        self._size = size
        self._show()

    def ask_to_hand_in(self) -> None:
        """The first confirmation: the summary."""
        self._flush()
        if self._is_closing:
            return
        self._overlay = summarise(
            self._layout,
            self._responses(),
            self._sitting.state.marked,
            self._means.words,
            time_left=phrases.duration(self._means.words, -(-self._sitting.remaining_ms() // 1000)),
            refused=self._why_not_yet(),
        )
        self._show()

    def insist(self) -> None:
        """From the summary to the second confirmation."""
        self._overlay = Confirmation(self._means.words("candidate.confirm.message"))
        self._show()

    def go_back(self) -> None:
        """Back from a confirmation to the item."""
        self._overlay = None
        self._show()

    def hand_in(self) -> None:
        """Both confirmations are given."""
        self._close()

    def retry_saving(self) -> None:
        """Try again to commit what could not be saved."""
        self._saver.retry()
        self._show()

    def dismiss_warning(self) -> None:
        """The candidate has read the time warning."""
        self._warning = ""
        self._show()

    def note(self, what: str, detail: str) -> None:
        """Journal evidence that a guard reported; after what was typed before it, or it would date that too late."""
        self._flush()
        self._saver.put(self._sitting.note(what, detail))

    def warn(self, text: str) -> None:
        """Show one calm line over the exam, as time warnings are shown."""
        self._warning = text
        self._warned_at = self._means.clock.elapsed()
        self._show()

    # -- what time does -------------------------------------------------------------------------------------------

    def tick(self) -> None:
        """Once a second: the clock, its warnings, the heartbeat, and the end."""
        if self._is_closing:
            return
        before, self._remaining = self._remaining, self._sitting.part_remaining_ms()
        if self._remaining <= _LAST_CALL_MS:
            self._flush()
        self._by_clock()
        if self._is_closing:
            return
        self._warn(before)
        self._beat_on()
        self._show()

    def _warn(self, before: int) -> None:
        due = [mark for mark in self._sitting.exam.rules.warnings_s if self._remaining <= mark * 1000 < before]
        if due:
            words = self._means.words
            self._warning = words("candidate.warning", left=phrases.duration(words, min(due)))
            self._warned_at = self._means.clock.elapsed()
        elif self._warning and self._means.clock.elapsed() - self._warned_at >= WARNING_STAYS_MS:
            self._warning = ""

    def _beat_on(self) -> None:
        now = self._means.clock.elapsed()
        if now - self._beat >= HEARTBEAT_MS and self._saver.failure is None:
            self._flush()
            self._beat = now
            self._saver.put(self._sitting.tick())

    # -- saving and closing ---------------------------------------------------------------------------------------

    def _by_clock(self) -> bool:
        """Does what the clock demands, also at a gesture that comes before the tick. Whether the screen is another now.

        What was typed before it is told first.
        """
        if self._is_closing or not self._sitting.is_due():
            return self._is_closing
        self._flush()
        if self._is_closing:
            return True
        before = self._place
        for entry in self._sitting.due():
            self._saver.put(entry)
        if self._sitting.state.phase is Phase.CLOSED:
            self._end()
        elif self._place != before:
            self._overlay = None
            self._follow()
            self._show()
        return self._is_closing or self._place != before

    @property
    def _place(self) -> tuple[str, int]:
        """The item that is open, and the turn that is shown of it."""
        return self._sitting.state.current, self._stage

    @property
    def _stage(self) -> int:
        turn = self._sitting.state.turns.get(self._sitting.state.current)
        return 0 if turn is None else turn.stage

    def _follow(self) -> None:
        """Shows the item that the attempt is at."""
        self._current = self._sitting.state.current or self._current
        self._face = self._make_face()

    def _commit(self, item: str, response: Response, stamp: int | None = None) -> None:
        try:
            self._saver.put(self._sitting.respond(item, response, stamp))
        except Violation as violation:
            if violation.key not in _TOO_LATE:
                raise
            self.warn(to_words(violation, self._means.words).message)
            self._by_clock()

    def _flush(self) -> None:
        if self._typed is not None:
            self._means.timer.stop()
            typed, self._typed = self._typed, None
            self._commit(typed.item, typed.response, typed.stamp)

    def _flush_and_show(self) -> None:
        self._flush()
        self._show()

    def _close(self) -> None:
        self._flush()
        if self._is_closing or self._by_clock():
            return
        try:
            entry = self._sitting.close(ClosingReason.HANDED_IN)
        except Violation:
            self.ask_to_hand_in()
            return
        self._saver.put(entry)
        self._end()

    def _end(self) -> None:
        """The attempt is closed; the screen waits until that is durable."""
        self._is_closing = True
        self._overlay = None
        self._warning = ""
        self._saver.when_idle(self._closed)
        self._show()

    def _why_not_yet(self) -> Refused | None:
        state = self._sitting.state
        attempt = Closed(used=self._sitting.stamp(), wall=self._means.clock.wall(), reason=ClosingReason.HANDED_IN)
        try:
            step(self._sitting.exam, state, attempt)
        except Violation as violation:
            return to_words(violation, self._means.words)
        return None

    # -- building the state ---------------------------------------------------------------------------------------

    def _on_saving(self) -> None:
        failure = self._saver.failure
        self._trouble = None if failure is None else failure_to_words(failure, self._means.words)
        self._show()

    def _show(self) -> None:
        self._publish(self.state)

    def _responses(self) -> dict[str, Response]:
        responses = self._sitting.state.responses
        return responses if self._typed is None else {**responses, self._typed.item: self._typed.response}

    def _shown_response(self) -> Response | None:
        response = self._responses().get(self._current)
        is_staged = bool(self._layout.placed[self._current].item.stages)
        return reply_shown(response, self._stage) if is_staged else response

    def _make_face(self) -> ItemFace:
        return exam_faces.item_face(self._layout, self._current, self._picture, self._means.words, self._stage)

    def _picture(self, name: str) -> bytes:
        try:
            return self._sitting.media(name)
        except Refusal as refusal:
            _log.warning("a picture cannot be shown: %s", refusal.key)
            return b""

    def _length(self, response: Response | None) -> str:
        text = response.text if isinstance(response, Text) else ""
        return self._means.words("candidate.length", count=phrases.word_count(text))

    def _header(self) -> Header:
        sitting, words = self._sitting, self._means.words
        session, ticket = sitting.room.session, sitting.ticket
        return Header(
            title=sitting.exam.assessment.title,
            place=words("candidate.place", session=session.title, room=sitting.room.room.name),
            name=ticket.name,
            initial=ticket.name[:1],
            ticket=words("candidate.ticket-seat", ticket=phrases.grouped(ticket.number), seat=sitting.seat),
        )

    def _clock(self) -> ClockFace:
        text = phrases.countdown(self._remaining)
        first_warning = max(self._sitting.exam.rules.warnings_s, default=0) * 1000
        return ClockFace(text, self._means.words("candidate.clock.spoken", time=text), self._remaining <= first_warning)

    def _saved_sign(self) -> SavedSign:
        sign = Sign.SAVING if self._typed is not None and self._saver.failure is None else self._saver.sign
        saved_at = self._saver.saved_at
        time = "" if saved_at is None else phrases.clock_time(saved_at, self._means.zone)
        return SavedSign(sign, self._means.words(f"candidate.saved.{sign.value}", time=time))

    def _visible_overlay(self) -> Overlay | None:
        if self._trouble is None:
            return self._overlay
        return CannotSave(self._trouble, is_trying=self._saver.failure is None)
