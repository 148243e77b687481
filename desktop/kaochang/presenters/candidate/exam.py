"""The exam screen's presenter: responding, moving about, marking, the clock, a proctor's acts, handing in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from kaochang.domain.acts import ActKind, Grant
from kaochang.domain.attempts import ClosingReason, Phase
from kaochang.domain.parts import has_next_turn
from kaochang.domain.refusals import Violation
from kaochang.domain.responses import is_empty
from kaochang.presenters.candidate import exam_times
from kaochang.presenters.candidate.act_desks import AttemptActs, Hooks
from kaochang.presenters.candidate.acts import ActsPresenter
from kaochang.presenters.candidate.asked_again import Given, confirmation, summary_of
from kaochang.presenters.candidate.away import Away
from kaochang.presenters.candidate.composing import Composing
from kaochang.presenters.candidate.errata import ErrataDesk
from kaochang.presenters.candidate.exam_screen import ExamScreen
from kaochang.presenters.candidate.exam_state import Confirmation, ExamState, Final, ItemFace, Summary
from kaochang.presenters.candidate.exam_times import Warnings, Where
from kaochang.presenters.candidate.finder import Finder
from kaochang.presenters.candidate.gestures import Gesture, after, is_typing
from kaochang.presenters.candidate.guard_desk import GuardDesk
from kaochang.presenters.candidate.pen import Pen
from kaochang.presenters.candidate.picking import picked
from kaochang.presenters.candidate.rounds import Rounds
from kaochang.presenters.candidate.saving import Saver
from kaochang.presenters.candidate.shortcuts import ShortcutDesk
from kaochang.presenters.candidate.summary import kept_up
from kaochang.presenters.candidate.tools import Surroundings, ToolsPresenter
from kaochang.presenters.candidate.type_size import TypeSize
from kaochang.presenters.candidate.versions import ExamBelow, Versions
from kaochang.presenters.refusals import to_words
from kaochang.presenters.running import Means

if TYPE_CHECKING:  # see line.py
    from kaochang.custody.journal_log import Entry
    from kaochang.flow.corrections import ErrataWatch
    from kaochang.flow.sitting import Sitting


class ExamPresenter:
    """Drives one sitting from its first item to its closing.

    `publish` takes every new state; `closed` is called once, when the attempt is closed and durable.
    """

    def __init__(
        self,
        sitting: Sitting,
        means: Means,
        publish: Callable[[ExamState], None],
        closed: Callable[[], None],
        watch: ErrataWatch | None = None,
        guards: GuardDesk | None = None,
    ) -> None:
        self._sitting = sitting
        self._means = means
        self._publish = publish
        self._closed = closed
        self._saver = Saver(sitting.save, sitting.settle, means.runner, self._on_saving)
        self.composing = Composing(sitting.stamp, self._flush)
        self._rounds = Rounds(sitting, self._saver, means.clock, self._flush)
        self._is_closing = False
        self._warnings = Warnings(sitting, means.words)
        self.finder = Finder(self._show)
        self._screen = ExamScreen(sitting, self._saver, means, self.finder)
        below = ExamBelow(self._settle_and_go_on, self.respond, self._show)
        self.versions = Versions(sitting, means, self._screen, self._saver.put, below)
        self.shortcuts = ShortcutDesk(sitting, means.words, self._screen, below)
        self._pen = Pen(sitting, means.timer, self.versions.put, self._show, self._on_too_late)
        self.errata = ErrataDesk(sitting, means, self._screen.layout.numbers, watch, self.note, self._on_errata)
        self._away = Away(sitting, means, self.note)
        self._guards = guards or GuardDesk(means)
        hooks = Hooks(self._settle, self._saver.put, self._on_act, self._guards.needed)
        self.acts = ActsPresenter(AttemptActs(sitting, means.runner, hooks), means.words, self._show)
        exam = Surroundings(lambda: self._current, self._is_here, self._goes_on, self._saver.put, self._show, self.warn)
        self.tools = ToolsPresenter(sitting, means.words, exam)

    @property
    def state(self) -> ExamState:
        """The screen as it stands."""
        is_typing = self._pen.is_typing or self.tools.is_typing
        shown = self._screen.state(self._pen.responses(), self.acts.state, self._away.state(), is_typing=is_typing)
        seen = self.errata.over(self._guards.over(shown, self._sitting.ticket.number))
        return replace(seen, tools=self.tools.state)

    # -- what the candidate does ----------------------------------------------------------------------------------

    def respond(self, gesture: Gesture) -> None:
        """Take a gesture on the current item; typing waits a little for more (`pen`)."""
        if not self._goes_on():
            return
        if not self._is_too_late():
            item = self._screen.layout.placed[self._current].item
            before = self._pen.responses().get(self._current)
            response = after(item, before, gesture, self._screen.stage)
            take = self._pen.type if is_typing(gesture) else self._pen.choose
            take(self._current, response, self.composing.stamp)
            self._screen.tell_taken_back(before, response)
            self.tools.after(gesture)
        self._show()

    def _is_too_late(self) -> bool:
        """Whether the item is asked no more, or its or its turn's own time is over; what was typed before is told."""
        own = exam_times.own(self._sitting)
        is_over = own is not None and own.is_over and not self.composing.is_finishing
        if not (is_over or self.errata.is_settled(self._current)):
            return False
        self._pen.flush()
        why = f"candidate.own-over.{own.name}" if own and is_over else "candidate.erratum.need-not"
        self._screen.warn(self._means.words(why))
        return True

    def pick(self, place: int) -> None:
        """Choose the option at this place (from 0) by keyboard; nothing where the item has no such option."""
        gesture = picked(self._screen.face, place)
        if gesture is not None:
            self.respond(gesture)

    def go(self, item: str) -> None:
        """Leave the current item for this one, and close whatever lies over the exam.

        An item of a part that is over stays closed; one of a later part asks whether to go on for good.
        """
        if not self._settle_and_go_on():
            return
        if not self._sitting.is_open(item):
            if self._screen.layout.numbers[item] > self._screen.layout.numbers[self._current]:
                self._confirm(Final.NEXT_PART, item)
            else:
                self.warn(self._means.words("refusal.attempt.part-closed"))
            return
        self._screen.overlay = None
        if item != self._current:
            self._saver.put(self._sitting.visit(item))
            self._screen.follow()
        self._show()

    def beside(self) -> Iterator[ItemFace]:
        """The items that may be gone to next, the following first; each is made when it is asked for."""
        return self._screen.beside()

    def move(self, by: int) -> None:
        """To the next (1) or previous (-1) item; stays at the ends. A scenario's next turn comes before that item.

        A turn without any reply is left only after asking.
        """
        if by == 1 and has_next_turn(self._sitting.exam, self._sitting.state, self._current):
            shown = self.state.response
            if shown is None or is_empty(shown):
                self._confirm(Final.NEXT_TURN)
            else:
                self.next_turn()
            return
        order = self._screen.layout.order
        place = self._screen.layout.numbers[self._current] - 1 + by
        if 0 <= place < len(order):
            self.go(order[place])

    def next_turn(self) -> None:
        """On to the scenario's next turn, for good."""
        if self._settle_and_go_on():
            self._go_on_with(self._sitting.stage())

    def advance(self) -> None:
        """On to the next part of the exam, for good: the candidate was asked."""
        if self._settle_and_go_on():
            self._go_on_with(self._sitting.advance())

    def _go_on_with(self, entry: Entry) -> None:
        self._saver.put(entry)
        self._screen.follow()
        self._show()

    def toggle_mark(self) -> None:
        """Mark the current item for review, or take the mark off."""
        if self._settle_and_go_on():
            on = self._current not in self._sitting.state.marked
            self._saver.put(self._sitting.mark(self._current, on))
            self._show()

    def resize(self, size: TypeSize) -> None:
        """Show the item's text in this size."""
        self._screen.size = size
        self._show()

    def leave(self) -> None:
        """The candidate leaves the seat: the exam is covered, and its clock goes on."""
        if self._settle_and_go_on():
            self._screen.overlay = None
            self._away.leave()
            self._show()

    def come_back(self, typed: str) -> None:
        """Uncover the exam for whoever knows the candidate's own number."""
        self._away.come_back(typed)
        self._show()

    def ask_to_hand_in(self) -> None:
        """The first confirmation: the summary. From an attempt that waits, no way leads to an item."""
        self._flush()
        if self._is_closing or self._away.is_away:
            return
        summary = summary_of(self._sitting, self._given(), self._means)
        self._screen.overlay = replace(summary, chips=()) if self._is_suspended else summary
        self._show()

    def insist(self) -> None:
        """From the summary to the second confirmation."""
        self._confirm(Final.HAND_IN)

    def confirm(self) -> None:
        """What was asked for once more is to be done."""
        asked = self._screen.overlay
        if isinstance(asked, Confirmation):
            {Final.HAND_IN: self.hand_in, Final.NEXT_PART: self.advance, Final.NEXT_TURN: self.next_turn}[asked.step]()

    def _confirm(self, final: Final, item: str = "") -> None:
        self._screen.overlay = confirmation(final, self._sitting, self._given(), self._means.words, item)
        self._show()

    def _given(self) -> Given:
        screen = self._screen
        marked = self._sitting.state.marked
        return Given(screen.layout, self._pen.responses(), marked, self.errata.withdrawn, screen.gates.now())

    def go_back(self) -> None:
        """Back from a confirmation to the item."""
        self._screen.overlay = None
        self._show()

    def hand_in(self) -> None:
        """Both confirmations are given."""
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

    def retry_saving(self) -> None:
        """Try again to commit what could not be saved."""
        self._saver.retry()
        self._show()

    def dismiss_warning(self) -> None:
        """The candidate has read the time warning."""
        self._screen.passing.dismiss()
        self._show()

    def note(self, what: str, detail: str) -> None:
        """Journal evidence that a guard reported; after what was typed before it, or it would date that too late."""
        self._flush()
        for entry in self._sitting.report(what, detail):
            self._saver.put(entry)

    def warn(self, text: str) -> None:
        """Show one calm line over the exam, as time warnings are shown."""
        self._screen.warn(text)
        self._show()

    # -- what a proctor does --------------------------------------------------------------------------------------

    def open_acts(self) -> None:
        """The proctor's page, over the exam or over whatever it waits for."""
        self._flush()
        if not self._is_closing:
            self._screen.overlay = None
            self.acts.open()

    def leave_pc(self, left: Callable[[], None], *, is_written: bool = True) -> None:
        """The attempt goes on elsewhere, as is written; `left` is called once all is durable, unless it ends first."""
        if self._settle():
            if is_written:
                self._saver.put(self._sitting.left())
            self._end(left)

    def _settle(self) -> bool:
        """Lets everything go before an act that came before it. Whether the attempt still goes on."""
        self._flush()
        self._by_clock()
        return not self._is_closing

    def _on_act(self, grant: Grant) -> None:
        if self._sitting.state.phase is Phase.CLOSED:
            self._end()
            return
        if grant.kind is ActKind.UNLOCK:
            self._guards.unlock()
        self._screen.follow()
        self.warn(self._means.words("candidate.acts.taken", what=self._means.words(f"act-kind.{grant.kind}")))

    # -- what time does -------------------------------------------------------------------------------------------

    def tick(self) -> None:
        """Once a second: the clock, its warnings, the heartbeat, and the end; what could not be saved, now and then."""
        self._rounds.retry()
        if self._is_closing:
            return
        if self._warnings.is_last_call:
            self.composing.finish()
        self._by_clock()
        if self._is_closing:
            return
        self._screen.passing.fade(is_seen=not self._away.is_away)
        self._screen.overlay = kept_up(self._screen.overlay, self._sitting, self._means)
        self.errata.poll()
        self.tools.flush()
        if lines := self._warnings.due():
            self._screen.passing.tell(*lines)
        self._rounds.beat()
        self._show()

    def _on_errata(self) -> None:
        """A summary is of what is still asked."""
        is_summed_up = isinstance(self._screen.overlay, Summary)
        (self.ask_to_hand_in if is_summed_up else self._show)()

    # -- saving and closing ---------------------------------------------------------------------------------------

    @property
    def _current(self) -> str:
        return self._screen.item

    @property
    def _is_suspended(self) -> bool:
        return self._sitting.state.phase is Phase.SUSPENDED or self._guards.is_blocking

    def _goes_on(self) -> bool:
        """Whether the candidate may do something now, at what the screen shows."""
        return self._is_here() and not self._by_clock()

    def _is_here(self) -> bool:
        """The same before the clock is asked."""
        return not (self._is_closing or self._is_suspended or self._away.is_away)

    def _settle_and_go_on(self) -> bool:
        """The same, what was typed before it being told first."""
        self._flush()
        return self._goes_on()

    def _flush(self) -> None:
        """Commits what is typed: responses first, which may come too late behind anything else."""
        self._pen.flush()
        self.tools.flush()

    def _by_clock(self) -> bool:
        """Does what the clock demands, also at a gesture that comes before the tick. Whether the screen is another now.

        What was typed before it is told first.
        """
        if self._is_closing or self.composing.is_finishing or not self._sitting.is_due():
            return self._is_closing
        before = (Where.of(self._sitting), self._is_suspended)
        self.composing.finish()
        if self._is_closing:
            return True
        for entry in self._sitting.due():
            self._saver.put(entry)
        is_another = (Where.of(self._sitting), self._is_suspended) != before
        if self._sitting.state.phase is Phase.CLOSED:
            self._end()
        elif is_another:
            self.errata.close()
            self._screen.follow(by_clock=True)
            self._show()
        return self._is_closing or is_another

    def _on_too_late(self, why: Violation) -> None:
        self.warn(to_words(why, self._means.words).message)
        self._by_clock()

    def _end(self, then: Callable[[], None] | None = None) -> None:
        """The attempt is closed, or has left; the screen waits until that is durable."""
        self._is_closing = True
        self._screen.overlay = None
        self._screen.passing.dismiss()
        self.acts.close()
        self._saver.when_idle(then or self._closed)
        self._show()

    def _on_saving(self) -> None:
        if self._saver.failure is not None:
            self._rounds.failed()
        self._screen.tell_saving()
        self._show()

    def _show(self) -> None:
        self.versions.look()
        self._publish(self.state)
