"""Several sessions a day on one PC: the one of the hour by itself, else a page to choose on."""

from pathlib import Path

import msgspec
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.flow.several import Offer
from kaochang.flow.unlock import Door
from kaochang.presenters import phrases
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from screens import sample
from screens.fakes import ROOM_CODE, ZONE, FakeLine

HOUR = 3_600_000


def _offer(name: str, opens: int, hours: int = 2) -> Offer:
    """A session that opens so many ms after the sample's."""
    begins = sample.START_WALL + opens
    session = msgspec.structs.replace(sample.SESSION, id=name, title=name, opens=begins, closes=begins + hours * HOUR)
    return Offer(Path(f"{name}.kcb"), Door(session, sample.ROOM, needs_code=False))


BROKEN = Offer(Path("broken.kcb"), refusal=Refusal(Outcome.FRAME, "frame", "broken.kcb"))


def _line(*offers: Offer) -> FakeLine:
    line = FakeLine()
    line.offers = offers
    return line


def test_the_only_session_of_the_hour_goes_on_by_itself(sit):
    at = sit(_line(_offer("early", -3 * HOUR), _offer("now", 0), _offer("late", 5 * HOUR), BROKEN))
    at.presenter.start()
    assert at.has("login-person")
    assert at.line.exam_path == Path("now.kcb")


def test_a_session_fits_from_an_hour_before_it_opens_until_it_closes(sit):
    begun = 60_000  # the clock of the line stands a minute after the sample's opening
    at = sit(_line(_offer("soon", HOUR + begun), _offer("over", begun - 2 * HOUR)))
    at.presenter.start()
    assert at.line.exam_path == Path("soon.kcb")
    other = sit(_line(_offer("soon", HOUR + begun + 1), _offer("just", begun - 2 * HOUR + 1)))
    other.presenter.start()
    assert other.line.exam_path == Path("just.kcb")


def test_where_several_fit_they_are_shown_first_and_the_keyboard_chooses(sit, words):
    at = sit(_line(_offer("over", -3 * HOUR), _offer("b", 60_000), _offer("a", 0), BROKEN))
    at.presenter.start()
    assert at.text("picker-message") == words("candidate.picker.several")
    names = [at.find(f"session-{number}").accessibleName() for number in (1, 2, 3)]
    assert [name.split()[0] for name in names] == ["a", "b", "over"]
    assert words("candidate.picker.now") in names[0]
    assert words("candidate.picker.over") in names[2]
    assert at.window.focusWidget() is at.find("session-1")
    at.key(Qt.Key.Key_Tab)
    at.key(Qt.Key.Key_Return)
    assert at.line.exam_path == Path("b.kcb")
    assert at.has("login-person")


def test_what_guards_saw_while_somebody_chose_is_journaled_with_the_attempt(sit):
    at = sit(_line(_offer("a", 0), _offer("b", 60_000)))
    at.presenter.start()
    at.presenter.note("guard.note.focus-lost", "")
    at.click("session-1")
    at.presenter.note("guard.note.focus-back", "")
    at.log_in()
    at.confirm()
    at.begin()
    assert [note.what for note in at.line.sitting.notes] == ["guard.note.focus-lost", "guard.note.focus-back"]


def test_one_that_opens_soon_says_when_instead_of_now(sit, words):
    at = sit(_line(_offer("soon", HOUR // 2), _offer("now", 0)))
    at.presenter.start()
    names = [at.find(f"session-{number}").accessibleName() for number in (1, 2)]
    assert names[0].endswith(words("candidate.picker.now"))
    opens = phrases.clock_time(sample.START_WALL + HOUR // 2, ZONE, seconds=False)
    assert names[1].endswith(words("candidate.picker.soon", time=opens))


def test_the_rows_take_what_the_screen_has(sit):
    at = sit(_line(*(_offer(f"s{number}", 0) for number in range(12))))
    at.presenter.start()
    heights = []
    for tall in (768, 1080, 2000):
        at.window.resize(1280, tall)
        QApplication.processEvents()
        area = at.find("sessions")
        card = area.parentWidget()
        assert card.height() <= at.window.height() - 2 * 24
        heights.append(area.height())
    assert heights[0] < heights[1] < heights[2]
    assert at.find("sessions").verticalScrollBar().maximum() == 0


def test_where_none_fits_somebody_chooses(sit, words):
    at = sit(_line(_offer("over", -3 * HOUR), _offer("late", 5 * HOUR)))
    at.presenter.start()
    assert at.text("picker-message") == words("candidate.picker.none")
    at.click("session-2")
    assert at.line.exam_path == Path("over.kcb")


def test_a_damaged_file_says_so_and_hinders_no_other(sit, words):
    at = sit(_line(BROKEN, _offer("a", 0), _offer("b", 0)))
    at.presenter.start()
    assert words("refusal.frame") in at.text("damaged-3")
    at.click("session-2")
    assert at.line.exam_path == Path("b.kcb")


def test_a_folder_without_an_exam_is_told_and_can_be_tried_again(sit, words):
    line = _line(_offer("now", 0))
    line.troubles["sessions"] = Refusal(Outcome.MISSING, "sit.no-exam-here", "exams")
    at = sit(line)
    at.presenter.start()
    assert at.text("notice-message") == words("refusal.sit.no-exam-here")
    line.troubles.clear()
    at.click("notice-action")
    assert at.has("login-person")


def _to_receipt(at) -> None:
    """From the login to the receipt, by the clock."""
    at.log_in()
    at.confirm()
    at.begin()
    at.line.clock.advance(7_200_000)
    at.presenter.tick()
    at.line.clock.advance(-7_200_000)


def test_after_the_receipt_the_picker_is_there_again(sit):
    at = sit(_line(_offer("a", 0), _offer("b", 0)))
    at.presenter.start()
    at.click("session-1")
    _to_receipt(at)
    at.click("next-candidate")
    at.click("next-go")
    at.click("session-2")
    assert at.line.exam_path == Path("b.kcb")


def test_a_room_that_was_opened_asks_for_no_second_room_code(sit):
    line = FakeLine()
    line.needs_room_code = True
    line.offers = (_offer("a", 0), _offer("b", 0))
    at = sit(line)
    at.presenter.start()
    at.click("session-1")
    at.type_code(ROOM_CODE, "room-")
    at.click("open-room")
    _to_receipt(at)
    at.click("next-candidate")
    at.click("next-go")
    at.click("session-1")
    assert at.has("login-person")


def test_many_sessions_fit_a_small_screen(sit):
    at = sit(_line(*(_offer(f"第 {number} 场", 0) for number in range(12)), BROKEN))
    at.window.resize(1024, 768)
    at.presenter.start()
    QApplication.processEvents()
    assert (at.window.width(), at.window.height()) == (1024, 768)
    leave = at.find("exit")
    assert leave.mapTo(at.window, leave.rect().bottomRight()).y() < 768
