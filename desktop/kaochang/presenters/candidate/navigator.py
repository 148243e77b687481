"""Which screen the candidate sees, from the sealed exam to the receipt. Each screen has a presenter of its own.

opening ─┬─→ picker ─┬──────────────→ login ─→ identity ─→ input test ─→ wait ─→ code ─┬────────────→ exam ─→ sealing
   │     └───────────┴→ room code ──↗             │                                   └→ resumed ──↗            │
   ↓ refused                                      └→ (handed in already) ───────────────────────→ receipt ←─────┘
problem                                                                             (a clean login again) ←┘

Picker, input test and wait are passed by where nothing is to be chosen, tried or waited for; who comes before the login
opens waits there too. After a crash the keys may have been kept: then opening leads to resumed, sealing or receipt.
Identity or code lead to an attempt that comes on a stick (bringing), the exam to its leaving on one (moving).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from kaochang.domain.assessments import Lockdown
from kaochang.domain.attempts import Phase
from kaochang.domain.guards import GuardReport
from kaochang.domain.rosters import Ticket
from kaochang.presenters.candidate.bringing import BringEnds, BringingPresenter
from kaochang.presenters.candidate.checks import SelfCheck
from kaochang.presenters.candidate.code import CodePresenter
from kaochang.presenters.candidate.display import DisplayPresenter
from kaochang.presenters.candidate.early_notes import EarlyNotes
from kaochang.presenters.candidate.guard_desk import GuardDesk
from kaochang.presenters.candidate.hold import is_held, level_of
from kaochang.presenters.candidate.identity import IdentityPresenter
from kaochang.presenters.candidate.input_test import InputTestPresenter
from kaochang.presenters.candidate.leaving import LeavingPresenter
from kaochang.presenters.candidate.line import Line
from kaochang.presenters.candidate.login import LoginPresenter
from kaochang.presenters.candidate.moving import Ends, MovingPresenter
from kaochang.presenters.candidate.notice import NoticePresenter, opening_state, problem_state
from kaochang.presenters.candidate.picker import PickerPresenter
from kaochang.presenters.candidate.receipt import Uncopied
from kaochang.presenters.candidate.receipt_page import HandedIn, ReceiptPresenter
from kaochang.presenters.candidate.resumed import resumed_state
from kaochang.presenters.candidate.room_code import RoomCodePresenter
from kaochang.presenters.candidate.screens import Body, CandidateState, Screen, is_beginning
from kaochang.presenters.candidate.sealing import SealingPresenter
from kaochang.presenters.candidate.wait import WaitPresenter
from kaochang.presenters.refusals import bug_in_words, failure_to_candidate
from kaochang.presenters.running import Means

if TYPE_CHECKING:  # see line.py; what only an exam takes comes when one begins
    from kaochang.flow.attempt_files import Found
    from kaochang.flow.hand_in import Receipt
    from kaochang.flow.keeping import GoneOn
    from kaochang.flow.several import Offer
    from kaochang.flow.sitting import Sitting
    from kaochang.flow.unlock import RoomFile
    from kaochang.presenters.candidate.exam import ExamPresenter


class CandidatePresenter:
    """Leads one candidate after the other through the line; `render` takes every new state.

    `seat` is this PC's place in the room, "" where nobody named it. `is_guarded`: guards hold the PC, so that an exam
    may ask for an act to close the program. The screens' own presenters are public: a view forwards its intents to the
    one of its screen. With every turn they are others.
    """

    def __init__(
        self,
        line: Line,
        means: Means,
        seat: str,
        render: Callable[[CandidateState], None],
        *,
        is_guarded: bool = False,
    ) -> None:
        self._first_line = line
        self._means = means
        self._seat = seat
        self._render = render
        self._is_guarded = is_guarded
        self._may_leave = False
        self._turn = -1
        self._room: RoomFile | None = None
        self._chosen: Path | None = None
        self._rooms: dict[Path, RoomFile] = {}
        self._checks = SelfCheck(means, self._on_checked)
        self._guards, self._early_notes = GuardDesk(means), EarlyNotes()
        self.display = DisplayPresenter(self._show_again_as)
        self._begin_turn(line)

    def _begin_turn(self, line: Line) -> None:
        """Nobody sits here yet: every screen is made anew, and nothing is known of whoever sat here before."""
        means, shown = self._means, self._shown
        self._line, self._turn = line, self._turn + 1
        self.display.forget()  # the next candidate's eyes are others
        self._screen = Screen.NOTICE
        self._body: Body | None = None
        self._ticket: Ticket | None = None
        self._typed_seat = ""
        self._sitting: Sitting | None = None
        self._exam: ExamPresenter | None = None
        self._early_notes.forget_own()
        self.notice = NoticePresenter(shown(Screen.NOTICE))
        self.picker = PickerPresenter(means, shown(Screen.PICKER), self._on_chosen)
        self.room_code = RoomCodePresenter(line, means, shown(Screen.ROOM_CODE), self._on_open, self._on_not_open)
        self.login = LoginPresenter(line, means, shown(Screen.LOGIN), self._on_ticket, self._checks)
        self.identity = IdentityPresenter(means, shown(Screen.IDENTITY), self._on_confirmed, self._back_to_login)
        self.input_test = InputTestPresenter(shown(Screen.INPUT_TEST), self._early_notes.add_own, self._wait_for_start)
        self.wait = WaitPresenter(means, shown(Screen.WAIT))
        self.code = CodePresenter(line, means, shown(Screen.CODE), self._on_begun)
        self.sealing = SealingPresenter(line, means, shown(Screen.SEALING), self._show_receipt)
        self.receipt = ReceiptPresenter(means, shown(Screen.RECEIPT), self._next_candidate)
        self.leaving = LeavingPresenter(line, means, shown(Screen.LEAVING))
        away = Ends(self._enter, self._next_candidate, self.notice.show)
        self.moving = MovingPresenter(line, means, shown(Screen.MOVING), away)
        come = BringEnds(self._on_looked, self._back_to_login, self._on_begun, self._next_candidate)
        self.bringing = BringingPresenter(line, means, shown(Screen.BRINGING), come)
        self.code.brings = self.bringing.ask

    def _shown(self, screen: Screen) -> Callable[[Body], None]:
        """Shows what a screen's presenter says, as long as its candidate's turn lasts."""
        turn = self._turn

        def show(body: Body) -> None:
            if turn == self._turn:
                self._show(screen, body)

        return show

    @property
    def exam(self) -> ExamPresenter:
        """The exam screen's presenter, once the attempt has begun."""
        if self._exam is None:
            raise RuntimeError("the attempt has not begun")
        return self._exam

    def start(self) -> None:
        """Open the room's part of the sealed exam, with its code where it needs one, and show the login."""
        self.notice.show(opening_state(self._means.words))
        self._means.runner.run(self._open, lambda show: show(), self._on_not_open)

    def tick(self) -> None:
        """Once a second."""
        if self._exam is not None:
            self._exam.tick()
        ticked = {
            Screen.ROOM_CODE: self.room_code.tick,
            Screen.LOGIN: self._checks.tick,
            Screen.WAIT: self.wait.tick,
            Screen.EXAM: self.bringing.watch,
            Screen.CODE: self.code.tick,
            Screen.RECEIPT: self.receipt.tick,
            Screen.LEAVING: self.leaving.tick,
            Screen.MOVING: self.moving.tick,
            Screen.BRINGING: self.bringing.tick,
        }
        ticked.get(self._screen, lambda: None)()

    def note(self, what: str, detail: str) -> None:
        """Evidence from a guard: journaled with the attempt, kept until then where it comes before."""
        self._checks.noted(what, detail)
        self._guards.hear(what, detail)
        (self._early_notes.add if self._exam is None or self.bringing.is_alone else self._exam.note)(what, detail)

    def guarded(self, reports: Iterable[GuardReport]) -> None:
        """The guards hold this PC as well as they can."""
        self._checks.guarded(told := tuple(reports))
        self._guards.take(self._lockdown(), told)

    def _on_checked(self) -> None:
        if self._screen is Screen.LOGIN:
            self.login.checked()

    def tell_bug(self) -> None:
        """Something in the program went wrong that is no refusal: a calm word, and whatever runs goes on.

        An exam gets a line over it, sealing its button to try again; before the start the page begins anew. Where
        nothing is lost by going on (the receipt, a page with its button), the page stays.
        """
        words = self._means.words
        if self._screen is Screen.EXAM:
            self.exam.warn(words("candidate.bug.line"))
        elif self._screen is Screen.SEALING:
            self.sealing.refuse(bug_in_words(words))
        elif self._sitting is None and self._screen is not Screen.RECEIPT:
            self.notice.show(problem_state(bug_in_words(words), words), self.start)

    def shut(self) -> None:
        """The program ends: leave the journal in order."""
        if self._sitting is not None:
            self._sitting.shut()

    def _show(self, screen: Screen, body: Body) -> None:
        if screen is Screen.EXAM and self._screen is not Screen.EXAM:
            return  # an exam goes on behind another screen: its clock and its journal, not its picture
        self._screen = screen
        is_free = screen is Screen.RECEIPT or (self._sitting is None and not is_beginning(body))
        display = self.display.follow(body, is_another=type(body) is not type(self._body))
        self._body = body
        may_close = is_free and not self._is_held()
        self._render(CandidateState(screen, body, may_close, self._lockdown(), display, self._turn))

    def _lockdown(self) -> Lockdown | None:
        return None if self._room is None else level_of(self._room)

    def _show_again_as(self) -> None:
        """The same screen, after the candidate chose how to see it."""
        if self._body is not None:
            self._show(self._screen, self._body)

    # -- closing the program --------------------------------------------------------------------------------------

    def leave(self, close: Callable[[], None]) -> None:
        """Somebody wants to close the program: at once where nothing is held, else by an act."""
        screen, body = self._screen, self._body

        def back() -> None:
            if body is not None:
                self._show(screen, body)

        def left() -> None:
            self._may_leave = True
            back()
            close()

        if self._is_held():
            room = self._opened()
            seated = (ticket for ticket in room.tickets if self._seat and ticket.seat == self._seat)
            self.leaving.ask(room, self._ticket or next(seated, room.tickets[0]), left, back)
        else:
            left()

    def _is_held(self) -> bool:
        is_free = self._may_leave or not self._is_guarded or self._room is None
        return not is_free and is_held(self._opened(), self._means.clock.wall())

    # -- from the sealed exam to the start code -------------------------------------------------------------------

    def _open(self) -> Callable[[], None]:
        """What is shown next."""
        self._first_line.check_disk()
        gone_on = self._first_line.go_on()
        if gone_on is not None:
            return lambda: self._on_gone_on(gone_on)
        offers = self._first_line.sessions()
        return (lambda: self.picker.show(offers)) if offers else self._open_door()

    def _open_door(self) -> Callable[[], None]:
        """The same, once it is known which session it is."""
        line, door = self._line, self._line.door()
        if door.needs_code:
            wait_s = line.room_code_wait_s(door)
            return lambda: self.room_code.show(door, wait_s)
        room = line.open_room()
        return lambda: self._on_open(room)

    def _on_chosen(self, exam: Path, was_asked: bool) -> None:
        """One session of several; its room stays open where it was opened before."""
        self._begin_turn(self._first_line.at(exam))
        self._chosen = exam
        change = partial(self._next_candidate, asks=True) if was_asked else None
        self.room_code.change = self.login.change = self.wait.change = change
        if exam in self._rooms:
            self._on_open(self._rooms[exam])
        else:
            self.notice.show(opening_state(self._means.words))
            self._means.runner.run(self._open_door, lambda show: show(), self._on_not_open)

    def _on_gone_on(self, gone_on: GoneOn) -> None:
        """The program crashed, and nobody needs to log in again."""
        self._begin_turn(self._first_line.of(gone_on.room))
        self._room, self._ticket = room, ticket = gone_on.room, gone_on.ticket
        if gone_on.sitting is None:
            missed: Uncopied = []
            self._show_again(lambda: self._line.copy_again(room, ticket, lambda *failed: missed.append(failed)), missed)
        else:
            self._on_begun(gone_on.sitting)

    def _on_open(self, room: RoomFile) -> None:
        self._room = room
        if self._chosen is not None:
            self._rooms[self._chosen] = room
        self.wait.for_login(room, self._back_to_login)

    def _on_not_open(self, error: Exception) -> None:
        self._problem(error, self.start)

    def _problem(self, error: Exception, again: Callable[[], None]) -> None:
        self.notice.show(problem_state(failure_to_candidate(error, self._means.words), self._means.words), again)

    def _opened(self) -> RoomFile:
        if self._room is None:
            raise RuntimeError("no room is open")
        return self._room

    def _logged_in(self) -> Ticket:
        if self._ticket is None:
            raise RuntimeError("nobody is logged in")
        return self._ticket

    def _seat_of(self, ticket: Ticket) -> str:
        return self._seat or ticket.seat or self._typed_seat

    def _back_to_login(self) -> None:
        self._ticket, self._typed_seat = None, ""
        self._early_notes.forget_own()
        self.wait.leave()
        self.code.leave()
        self.login.show(self._opened(), self._seat)

    def _on_ticket(self, ticket: Ticket, typed_seat: str) -> None:
        self._ticket, self._typed_seat = ticket, typed_seat
        self.identity.show(self._opened(), ticket, self._seat_of(ticket))

    def _on_confirmed(self) -> None:
        room, ticket = self._opened(), self._logged_in()
        self.bringing.look(room, ticket, self._seat_of(ticket), lambda error: self._problem(error, self._on_confirmed))

    def _on_looked(self, found: Found) -> None:
        from kaochang.flow.attempt_files import Found  # loaded by now; see line.py

        room, ticket = self._opened(), self._logged_in()
        front = room.fronts[ticket.exam]
        if found is Found.CLOSED:
            self._show_again(lambda: self._line.receipt_of(room, ticket), [])
        elif found is Found.OPEN:  # its time runs: nothing comes before the code
            self._ask_code(is_resuming=True)
        elif front.has_typing or front.rules.input_test:
            self.input_test.show()
        else:
            self._wait_for_start()

    def _wait_for_start(self) -> None:
        self.wait.for_start(self._opened(), self._logged_in(), lambda: self._ask_code(is_resuming=False))

    def _ask_code(self, *, is_resuming: bool) -> None:
        room, ticket = self._opened(), self._logged_in()
        self._means.runner.run(
            lambda: self._line.code_wait_s(room, ticket),
            lambda wait_s: self.code.show(room, ticket, self._seat_of(ticket), is_resuming=is_resuming, wait_s=wait_s),
            lambda error: self._problem(error, lambda: self._ask_code(is_resuming=is_resuming)),
        )

    def _show_again(self, receipt_of: Callable[[], Receipt], missed: Uncopied) -> None:
        self._means.runner.run(
            receipt_of,
            lambda receipt: self._show_receipt(receipt, missed, is_repeated=True),
            lambda error: self._problem(error, self._back_to_login),
        )

    # -- from the start code to the receipt -----------------------------------------------------------------------

    def _on_begun(self, sitting: Sitting) -> None:
        self._sitting = sitting
        self.display.come_back(sitting.state.annotations.shown)
        if sitting.state.phase is Phase.CLOSED:
            self.sealing.seal(sitting)
            return
        from kaochang.presenters.candidate.exam import ExamPresenter

        watch = self._line.watch_errata(sitting)
        shown, guards = self._shown(Screen.EXAM), self._guards
        self._exam = ExamPresenter(sitting, self._means, shown, partial(self.sealing.seal, sitting), watch, guards)
        self.display.attend(self._exam)
        self._early_notes.tell(self._exam.note)
        self._exam.acts.moves_away = partial(self.moving.begin, self._opened(), self._logged_in(), self._exam, sitting)
        self.bringing.attend(self._exam, sitting, self._seat_of(self._logged_in()), self._enter)
        if sitting.resumed and sitting.state.phase is not Phase.SUSPENDED:  # what it waits for has a page of its own
            self.notice.show(resumed_state(sitting, self._means.words), self._enter)
        else:
            self._enter()

    def _enter(self) -> None:
        self._screen = Screen.EXAM
        self._show(Screen.EXAM, self.exam.state)

    def _show_receipt(self, receipt: Receipt, missed: Uncopied, *, is_repeated: bool = False) -> None:
        handed_in = HandedIn(self._line, self._opened(), self._logged_in(), self._means, is_repeated)
        self.receipt.show(handed_in.page(receipt, missed), handed_in.copy)

    # -- the next candidate ---------------------------------------------------------------------------------------

    def _next_candidate(self, *, asks: bool = False) -> None:
        """A clean login, or the picker: what is left of the last candidate is let go of first."""
        line, sitting, room = self._line, self._sitting, self._room
        self._means.timer.stop()
        self._begin_turn(line)
        self.notice.show(opening_state(self._means.words))
        self._means.runner.run(
            lambda: self._let_go(line, sitting),
            lambda offers: self.picker.show(offers, asks=asks) if offers or room is None else self._on_open(room),
            self._on_not_open,
        )

    def _let_go(self, line: Line, sitting: Sitting | None) -> tuple[Offer, ...]:
        """The sessions that there are to choose from now."""
        if sitting is not None:
            sitting.shut()
        line.forget()
        return self._first_line.sessions()
