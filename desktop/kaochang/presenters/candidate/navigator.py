"""Which screen the candidate sees, from the sealed exam to the receipt. Each screen has a presenter of its own.

opening ─┬──────────────→ login ─→ identity ─→ code ─┬────────────→ exam ─→ sealing ─→ receipt
   │     └→ room code ──↗             │              └→ resumed ──↗
   ↓ refused                          └→ (handed in already) ─────────────────────→ receipt
problem

After a crash the keys may have been kept: then opening leads to resumed, sealing or receipt at once.
"""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from kaochang.domain.assessments import Lockdown
from kaochang.domain.attempts import Phase
from kaochang.domain.rosters import Ticket
from kaochang.presenters import phrases
from kaochang.presenters.candidate.code import CodePresenter, CodeState
from kaochang.presenters.candidate.exam import ExamPresenter
from kaochang.presenters.candidate.exam_state import ExamState
from kaochang.presenters.candidate.identity import IdentityPresenter, IdentityState
from kaochang.presenters.candidate.line import Line
from kaochang.presenters.candidate.login import LoginPresenter, LoginState
from kaochang.presenters.candidate.notice import Mood, NoticePresenter, NoticeState
from kaochang.presenters.candidate.receipt import ReceiptState, Uncopied, receipt_state
from kaochang.presenters.candidate.room_code import RoomCodePresenter, RoomCodeState
from kaochang.presenters.candidate.sealing import SealingPresenter, SealingState
from kaochang.presenters.refusals import Refused, bug_in_words, failure_to_words
from kaochang.presenters.running import Means

if TYPE_CHECKING:  # see line.py
    from kaochang.flow.attempt_files import Found
    from kaochang.flow.hand_in import Receipt
    from kaochang.flow.keeping import GoneOn
    from kaochang.flow.sitting import Sitting
    from kaochang.flow.unlock import RoomFile

Body: TypeAlias = (
    NoticeState | RoomCodeState | LoginState | IdentityState | CodeState | ExamState | SealingState | ReceiptState
)


class Screen(enum.Enum):
    """The candidate's screens."""

    NOTICE = "notice"
    ROOM_CODE = "room-code"
    LOGIN = "login"
    IDENTITY = "identity"
    CODE = "code"
    EXAM = "exam"
    SEALING = "sealing"
    RECEIPT = "receipt"


@dataclass(frozen=True)
class CandidateState:
    """The screen and what it shows. The window may be closed only while nothing of an attempt is under way.

    `lockdown` is how much of the PC the exam holds, the strictest of the session's exams; None until it is known.
    """

    screen: Screen
    body: Body
    may_close: bool
    lockdown: Lockdown | None


class CandidatePresenter:
    """Leads one candidate through the line; `render` takes every new state.

    `seat` is this PC's place in the room, "" where the ticket names it. The screens' own presenters are public:
    a view forwards its intents to the one of its screen.
    """

    def __init__(self, line: Line, means: Means, seat: str, render: Callable[[CandidateState], None]) -> None:
        self._line = line
        self._means = means
        self._seat = seat
        self._render = render
        self._screen = Screen.NOTICE
        self._room: RoomFile | None = None
        self._is_whole = False
        self._ticket: Ticket | None = None
        self._sitting: Sitting | None = None
        self._exam: ExamPresenter | None = None
        self._early_notes: list[tuple[str, str]] = []
        self.notice = NoticePresenter(lambda body: self._show(Screen.NOTICE, body))
        self.room_code = RoomCodePresenter(
            line, means, lambda body: self._show(Screen.ROOM_CODE, body), self._on_open, self._on_not_open
        )
        self.login = LoginPresenter(line, means, lambda body: self._show(Screen.LOGIN, body), self._on_ticket)
        self.identity = IdentityPresenter(
            means, lambda body: self._show(Screen.IDENTITY, body), self._on_confirmed, self._back_to_login
        )
        self.code = CodePresenter(line, means, lambda body: self._show(Screen.CODE, body), self._on_begun)
        self.sealing = SealingPresenter(line, means, lambda body: self._show(Screen.SEALING, body), self._on_sealed)

    @property
    def exam(self) -> ExamPresenter:
        """The exam screen's presenter, once the attempt has begun."""
        if self._exam is None:
            raise RuntimeError("the attempt has not begun")
        return self._exam

    def start(self) -> None:
        """Open the room's part of the sealed exam, with its code where it needs one, and show the login."""
        words = self._means.words
        opening = NoticeState(Mood.CALM, words("candidate.opening"), words("candidate.opening.message"))
        self.notice.show(opening)
        self._means.runner.run(self._open, lambda show: show(), self._on_not_open)

    def tick(self) -> None:
        """Once a second."""
        if self._exam is not None:
            self._exam.tick()
        elif self._screen is Screen.CODE:
            self.code.tick()
        elif self._screen is Screen.ROOM_CODE:
            self.room_code.tick()

    def note(self, what: str, detail: str) -> None:
        """Evidence from a guard: journaled with the attempt, kept until then where it comes before."""
        if self._exam is None:
            self._early_notes.append((what, detail))
        else:
            self._exam.note(what, detail)

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
            self._show_problem(bug_in_words(words), self.start)

    def shut(self) -> None:
        """The program ends: leave the journal in order."""
        if self._sitting is not None:
            self._sitting.shut()

    def _show(self, screen: Screen, body: Body) -> None:
        if screen is Screen.EXAM and self._screen is not Screen.EXAM:
            return  # an exam goes on behind another screen: its clock and its journal, not its picture
        self._screen = screen
        is_beginning = isinstance(body, CodeState) and (body.is_busy or (body.acts is not None and body.acts.is_busy))
        may_close = screen is Screen.RECEIPT or (self._sitting is None and not is_beginning)
        self._render(CandidateState(screen, body, may_close, self._lockdown()))

    def _lockdown(self) -> Lockdown | None:
        if self._room is None:
            return None
        return max((front.rules.lockdown for front in self._room.fronts.values()), key=list(Lockdown).index)

    # -- from the sealed exam to the start code -------------------------------------------------------------------

    def _open(self) -> Callable[[], None]:
        """What is shown next."""
        self._line.check_disk()
        gone_on = self._line.go_on()
        if gone_on is not None:
            return lambda: self._on_gone_on(gone_on)
        door = self._line.door()
        if door.needs_code:
            wait_s = self._line.room_code_wait_s(door)
            return lambda: self.room_code.show(door, wait_s)
        room = self._line.open_room()
        is_whole = self._line.is_whole(room)
        return lambda: self._on_open(room, is_whole)

    def _on_gone_on(self, gone_on: GoneOn) -> None:
        """The program crashed, and nobody needs to log in again."""
        self._room, self._ticket = room, ticket = gone_on.room, gone_on.ticket
        if gone_on.sitting is None:
            missed: Uncopied = []
            self._show_again(lambda: self._line.copy_again(room, ticket, lambda *failed: missed.append(failed)), missed)
        else:
            self._on_begun(gone_on.sitting)

    def _on_open(self, room: RoomFile, is_whole: bool) -> None:
        self._room, self._is_whole = room, is_whole
        self._back_to_login()

    def _on_not_open(self, error: Exception) -> None:
        self._problem(error, self.start)

    def _problem(self, error: Exception, again: Callable[[], None]) -> None:
        self._show_problem(failure_to_words(error, self._means.words), again)

    def _show_problem(self, refused: Refused, again: Callable[[], None]) -> None:
        words = self._means.words
        state = NoticeState(
            Mood.PROBLEM,
            words("candidate.problem"),
            refused.message,
            next_step=refused.next_step,
            facts=((words("candidate.fact.where"), refused.where),) if refused.where else (),
            action=words("candidate.retry"),
            leave=words("candidate.exit"),
        )
        self.notice.show(state, again)

    def _opened(self) -> RoomFile:
        if self._room is None:
            raise RuntimeError("no room is open")
        return self._room

    def _logged_in(self) -> Ticket:
        if self._ticket is None:
            raise RuntimeError("nobody is logged in")
        return self._ticket

    def _seat_of(self, ticket: Ticket) -> str:
        return self._seat or ticket.seat

    def _back_to_login(self) -> None:
        self._ticket = None
        self.code.leave()
        self.login.show(self._opened(), self._seat, is_whole=self._is_whole)

    def _on_ticket(self, ticket: Ticket) -> None:
        self._ticket = ticket
        self.identity.show(self._opened(), ticket, self._seat_of(ticket))

    def _on_confirmed(self) -> None:
        room, ticket = self._opened(), self._logged_in()
        self._means.runner.run(
            lambda: (self._line.found_attempt(room, ticket), self._line.code_wait_s(room, ticket)),
            self._on_looked,
            lambda error: self._problem(error, self._on_confirmed),
        )

    def _on_looked(self, looked: tuple[Found, int]) -> None:
        from kaochang.flow.attempt_files import Found  # loaded by now; see line.py

        found, wait_s = looked
        room, ticket = self._opened(), self._logged_in()
        if found is Found.CLOSED:
            self._show_again(lambda: self._line.receipt_of(room, ticket), [])
        else:
            is_resuming = found is Found.OPEN
            self.code.show(room, ticket, self._seat_of(ticket), is_resuming=is_resuming, wait_s=wait_s)

    def _show_again(self, receipt_of: Callable[[], Receipt], missed: Uncopied) -> None:
        self._means.runner.run(
            receipt_of,
            lambda receipt: self._show_receipt(receipt, missed, is_repeated=True),
            lambda error: self._problem(error, self._back_to_login),
        )

    # -- from the start code to the receipt -----------------------------------------------------------------------

    def _on_begun(self, sitting: Sitting) -> None:
        self._sitting = sitting
        if sitting.state.phase is Phase.CLOSED:
            self.sealing.seal(sitting)
            return
        self._exam = ExamPresenter(sitting, self._means, lambda body: self._show(Screen.EXAM, body), self._on_closed)
        for what, detail in self._early_notes:
            self._exam.note(what, detail)
        if sitting.resumed and sitting.state.phase is not Phase.SUSPENDED:  # what it waits for has a page of its own
            self.notice.show(self._resumed(sitting), self._enter)
        else:
            self._enter()

    def _resumed(self, sitting: Sitting) -> NoticeState:
        words, state = self._means.words, sitting.state
        items = sitting.arrangement.items()
        place = items.index(state.current) + 1
        left = -(-sitting.remaining_ms() // 60_000) * 60
        count = words("candidate.receipt.count", of=len(items), done=len(state.answered()))
        return NoticeState(
            Mood.GOOD,
            words("candidate.resumed"),
            words("candidate.resumed.message"),
            facts=(
                (words("candidate.fact.saved"), count),
                (words("candidate.fact.item"), words("candidate.resumed.item", number=place)),
                (words("candidate.fact.left"), words("candidate.resumed.left", left=phrases.duration(words, left))),
            ),
            next_step=words("candidate.resumed.next"),
            action=words("candidate.resumed.action"),
        )

    def _enter(self) -> None:
        self._screen = Screen.EXAM
        self._show(Screen.EXAM, self.exam.state)

    def _on_closed(self) -> None:
        if self._sitting is None:
            raise RuntimeError("the attempt has not begun")
        self.sealing.seal(self._sitting)

    def _on_sealed(self, receipt: Receipt, missed: Uncopied) -> None:
        self._show_receipt(receipt, missed, is_repeated=False)

    def _show_receipt(self, receipt: Receipt, missed: Uncopied, *, is_repeated: bool) -> None:
        body = receipt_state(receipt, self._logged_in(), self._means, missed, is_repeated=is_repeated)
        self._show(Screen.RECEIPT, body)
