"""The whole line by keyboard alone: every page has the keyboard where it is wanted, a way on, and a way back."""

from pathlib import Path

import msgspec
import pytest
from kaochang.domain.assessments import LoginField
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.flow.attempt_files import Found
from kaochang.flow.carried_logs import Carried, Seen
from kaochang.flow.several import Offer
from kaochang.flow.unlock import Door
from kaochang.sealing import codes
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from screens import sample
from screens.fakes import ROOM_CODE, START_CODE, FakeLine, StandingClock

HOUR = 3_600_000
STICK = Path("/media/stick")
WRONG_CODE = codes.new_code(lambda count: bytes(range(3, 3 + count)), codes.START_CODE)
GONE = Refusal(Outcome.MISSING, "stick.gone", str(STICK))
SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
ENTER = Qt.Key.Key_Return


class Hands:
    """A candidate, or whoever looks after the room, who has no mouse."""

    def __init__(self, at) -> None:
        self.at = at

    @property
    def where(self) -> str:
        """What has the keyboard."""
        QApplication.processEvents()
        focus = QApplication.focusWidget()
        assert focus is not None
        assert focus.isVisible()
        assert focus.isEnabled()
        return focus.objectName()

    def stops(self) -> set[str]:
        """What the Tab key should come to: everything that can be used now, of buttons that exclude others one."""
        veil = self.at.window.findChild(QWidget, "veil")
        area = veil if veil is not None and veil.isVisible() else self.at.window
        found = {each for each in area.findChildren(QWidget) if _is_stop(each)}
        excluded = {each for each in found if isinstance(each, QAbstractButton) and each.autoExclusive()}
        return {each.objectName() for each in found - excluded}

    def round(self, modifier=Qt.KeyboardModifier.NoModifier) -> list[str]:
        """Everything that the Tab key comes to until it is where it was."""
        first, seen = self.where, []
        while len(seen) < 200:
            self.at.key(Qt.Key.Key_Tab, modifier)
            seen.append(self.where)
            if seen[-1] == first:
                return seen
        raise AssertionError(seen)

    def arrives(self, name: str) -> None:
        """A page came: the keyboard is at this, and Tab comes from there to all that can be used, and back."""
        assert self.where == name
        there, back = self.round(), self.round(SHIFT)
        assert set(there) >= self.stops(), self.stops() - set(there)
        assert set(back) == set(there)
        assert self.where == name

    def press(self, name: str, key=ENTER) -> None:
        """Go to a control by Tab, and press it."""
        for _ in range(200):
            if self.where == name:
                self.at.key(key)
                return
            self.at.key(Qt.Key.Key_Tab)
        raise AssertionError(f"{name} was not reached")

    def code(self, code: str = START_CODE, prefix: str = "") -> None:
        """Group by group; the fields hand the keyboard on themselves."""
        assert self.where == f"{prefix}group-1"
        self.at.type(code.replace("-", ""))


def _is_stop(each: QWidget) -> bool:
    takes_tab = each.focusPolicy() & Qt.FocusPolicy.TabFocus
    return bool(takes_tab) and each.isVisible() and each.isEnabled() and each.focusProxy() is None


@pytest.fixture
def hands(sit):
    def begin(line: FakeLine | None = None, *, is_guarded: bool = False) -> Hands:
        at = sit(line)
        at.window.resize(1366, 768)
        at.presenter._is_guarded = is_guarded
        at.presenter.start()
        return Hands(at)

    return begin


def plain() -> FakeLine:
    """An exam without tools: Tab goes from the options to what surrounds the item."""
    return FakeLine(exam=sample.short_exam(sample.Rules(duration_s=7200, login=sample.RULES.login)))


def offer(name: str, opens: int = 0) -> Offer:
    begins = sample.START_WALL + opens
    session = msgspec.structs.replace(sample.SESSION, id=name, title=name, opens=begins, closes=begins + 2 * HOUR)
    return Offer(Path(f"{name}.kcb"), Door(session, sample.ROOM, needs_code=True))


def to_code(mine: Hands) -> None:
    """From the login to the start code."""
    mine.at.type(sample.TICKET.person)
    mine.at.key(ENTER)
    mine.at.commit(sample.TICKET.name)
    mine.at.key(ENTER)
    assert mine.where == "pledge"
    mine.at.key(Qt.Key.Key_Space)
    mine.press("identity-confirm")


def to_exam(mine: Hands) -> None:
    to_code(mine)
    mine.code()
    mine.at.key(ENTER)


# -- before the exam ---------------------------------------------------------------------------------------------------


def test_a_page_that_tells_of_trouble_is_left_by_its_button(hands):
    line = FakeLine()
    line.troubles["open_room"] = Refusal(Outcome.SIGNATURE, "signature", where="exam.kcb")
    mine = hands(line)
    mine.arrives("notice-action")
    line.troubles.clear()
    mine.at.key(ENTER)
    mine.arrives("login-person")


def test_from_the_picker_through_the_room_code_and_back(hands):
    line = FakeLine()
    line.offers, line.needs_room_code = (offer("a"), offer("b")), True
    mine = hands(line)
    mine.arrives("session-1")
    mine.at.key(ENTER)
    mine.arrives("room-group-1")
    mine.press("change-session")
    mine.arrives("session-1")
    mine.press("session-2", Qt.Key.Key_Space)
    mine.code(WRONG_CODE, "room-")
    mine.at.key(ENTER)
    mine.arrives("open-room")
    for _ in range(2):
        mine.at.key(ENTER)
    mine.arrives("room-code-wait")
    line.clock.advance(60_000)
    mine.at.presenter.tick()
    mine.arrives("open-room")
    mine.at.find("room-group-1").setFocus()
    mine.at.find("room-group-1").selectAll()
    mine.code(ROOM_CODE, "room-")
    mine.at.key(ENTER)
    mine.arrives("login-person")
    mine.press("change-session")
    mine.arrives("session-1")


def test_who_comes_too_early_waits_and_may_go_on_or_elsewhere(hands):
    line = FakeLine(clock=StandingClock(sample.START_WALL - 3 * HOUR))
    mine = hands(line)
    mine.arrives("countdown")
    mine.press("wait-go-on")
    mine.arrives("wait-stay")
    mine.at.key(ENTER)
    mine.arrives("wait-go-on")
    mine.at.key(ENTER)
    mine.press("wait-go")
    mine.arrives("login-person")


def test_at_the_login_enter_goes_on_and_after_a_refusal_to_what_is_to_be_typed_again(hands):
    mine = hands()
    mine.arrives("login-person")
    mine.at.type("KF00000")
    mine.at.key(ENTER)
    assert mine.where == "login-name"
    mine.at.commit(sample.TICKET.name)
    mine.at.key(ENTER)
    assert mine.at.has("refused")
    mine.arrives("login-name")


def test_whoever_is_not_meant_goes_back_to_a_clean_login(hands):
    mine = hands()
    mine.at.type(sample.TICKET.person)
    mine.at.key(ENTER)
    mine.at.commit(sample.TICKET.name)
    mine.press("log-in")
    mine.arrives("pledge")
    mine.press("identity-deny")
    mine.arrives("login-person")
    assert mine.at.text("login-person") == ""


def test_the_input_method_is_tried_and_both_answers_lead_on(hands):
    line = FakeLine()
    line.room.has_typing = True
    mine = hands(line)
    to_code(mine)
    mine.arrives("try-here")
    mine.press("input-fails")
    mine.arrives("input-again")
    mine.at.key(ENTER)
    mine.arrives("try-here")
    mine.at.commit("考试顺利")
    mine.at.key(ENTER)
    assert mine.where == "input-works"
    mine.at.key(ENTER)
    mine.arrives("group-1")


def test_the_wait_for_the_start_leads_back_to_the_login_and_on_by_itself(hands):
    line = FakeLine(clock=StandingClock(sample.START_WALL - 60_000))
    mine = hands(line)
    to_code(mine)
    mine.arrives("countdown")
    mine.press("wait-back")
    mine.arrives("login-person")
    to_code(mine)
    line.clock.advance(60_000)
    mine.at.presenter.tick()
    mine.arrives("group-1")


def test_a_wrong_start_code_is_typed_again_and_back_leads_to_the_login(hands):
    mine = hands()
    to_code(mine)
    mine.code(WRONG_CODE)
    mine.at.key(ENTER)
    mine.arrives("start")
    mine.press("back")
    mine.arrives("login-person")
    to_code(mine)
    mine.code(WRONG_CODE)
    mine.at.key(ENTER)
    mine.at.line.clock.advance(60_000)
    mine.at.presenter.tick()
    mine.arrives("start")
    mine.at.find("group-1").setFocus()
    mine.at.find("group-1").selectAll()
    mine.code()
    mine.at.key(ENTER)
    assert mine.where == "option-A"


def test_pin_and_room_key_have_their_places_too(hands):
    line = FakeLine()
    line.room.needs_pin = line.room.needs_room_key = True
    mine = hands(line)
    to_code(mine)
    mine.arrives("pin-group-1")
    mine.press("room-key-choose")
    mine.arrives("room-key-again")
    mine.press("room-key-back")
    mine.arrives("room-key-choose")
    mine.press("back")
    mine.arrives("login-person")


def test_what_comes_on_a_stick_is_taken_or_left(hands):
    line = FakeLine()
    line.seen = Seen((Carried((STICK / "a.kcj",), 152, is_cut=False),))
    mine = hands(line)
    to_code(mine)
    mine.arrives("stick-1")
    mine.press("stick-back")
    mine.arrives("login-person")
    to_code(mine)
    mine.at.key(ENTER)
    mine.arrives("group-1")
    mine.press("back")
    mine.arrives("stick-1")


def test_the_program_is_left_only_by_a_code_and_the_way_back_is_there(hands):
    mine = hands(is_guarded=True)
    mine.press("exit")
    mine.arrives("group-1")
    mine.press("back")
    mine.arrives("exit")


def test_every_field_of_a_login_is_a_stop(hands):
    rules = sample.Rules(duration_s=7200, login=tuple(LoginField))
    mine = hands(FakeLine(exam=sample.short_exam(rules)))
    assert mine.round()[:3] == ["login-name", "login-ticket", "login-identity"]


# -- the exam's ends ---------------------------------------------------------------------------------------------------


def test_from_the_start_code_through_the_summary_to_the_next_candidate(hands):
    mine = hands(plain())
    to_exam(mine)
    mine.arrives("option-A")
    mine.at.type("a")
    mine.press("hand-in")
    mine.arrives("safe")
    mine.at.key(ENTER)
    mine.arrives("option-A")
    mine.press("hand-in")
    mine.press("insist")
    mine.arrives("safe")
    mine.press("confirm-hand-in")
    mine.arrives("receipt-code")
    mine.press("next-candidate")
    mine.arrives("next-stay")
    mine.at.key(ENTER)
    mine.arrives("next-candidate")
    mine.at.key(ENTER)
    mine.press("next-go")
    mine.arrives("login-person")


def test_who_comes_back_after_an_interruption_goes_on_by_enter(hands):
    line = FakeLine()
    line.sitting.resumed, line.found = True, Found.OPEN
    mine = hands(line)
    to_exam(mine)
    mine.arrives("notice-action")
    mine.at.key(ENTER)
    mine.arrives("option-A")


def test_a_result_that_could_not_be_written_is_tried_again(hands):
    line = FakeLine()
    mine = hands(line)
    to_exam(mine)
    line.troubles["hand_in"] = Refusal(Outcome.DISK_FULL, "io.disk-full", where="D:")
    line.clock.advance(24 * HOUR)
    mine.at.presenter.tick()
    mine.arrives("retry")
    line.troubles.clear()
    mine.at.key(ENTER)
    mine.arrives("receipt-code")


def test_away_and_back_by_the_candidates_own_number(hands):
    mine = hands(plain())
    to_exam(mine)
    mine.press("leave")
    mine.arrives("away-number")
    mine.at.type(sample.TICKET.person)
    mine.at.key(ENTER)
    mine.arrives("option-A")


def test_the_proctors_page_leads_back_into_the_exam(hands):
    mine = hands(plain())
    to_exam(mine)
    mine.at.key(Qt.Key.Key_J, CTRL)
    first = mine.where
    mine.arrives(first)
    mine.at.key(Qt.Key.Key_Escape)
    mine.arrives("option-A")


def test_moving_away_may_be_given_up_and_ends_at_a_clean_login(hands):
    mine = hands(plain())
    to_exam(mine)
    mine.at.line.targets = (STICK,)
    mine.at.key(Qt.Key.Key_J, CTRL)
    mine.press("acts-move")
    mine.arrives("stick-1")
    mine.press("stick-back")
    mine.arrives("option-A")
    mine.at.key(Qt.Key.Key_J, CTRL)
    mine.press("acts-move")
    mine.at.key(ENTER)
    mine.arrives("group-1")
    mine.press("back")
    mine.arrives("stick-1")
    mine.at.key(ENTER)
    mine.code()
    mine.at.key(ENTER)
    mine.arrives("notice-action")
    mine.at.key(ENTER)
    mine.arrives("login-person")


def test_no_window_of_its_own_is_made_of_what_a_page_shows_for_a_moment(hands):
    """A page that is filled twice at once throws away what was only laid out, and Qt would show that by itself."""
    line = FakeLine()
    line.troubles["open_room"] = Refusal(Outcome.SIGNATURE, "signature", where="exam.kcb")
    mine = hands(line)
    shown: list[str] = []

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if isinstance(watched, QWidget) and watched.isWindow() and event.type() == QEvent.Type.Show:
                shown.append(f"{type(watched).__name__} {watched.objectName()}")
            return False

    watch = Watch()
    QApplication.instance().installEventFilter(watch)
    mine.at.key(ENTER)
    assert mine.where == "notice-action"
    QApplication.instance().removeEventFilter(watch)
    assert shown == []
