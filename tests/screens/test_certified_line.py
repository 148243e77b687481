"""A certified session at the PC: room code, photo, PIN, room key file, driven as people would."""

from pathlib import Path

import pytest
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.flow.attempt_files import Found
from kaochang.views.candidate.code import CodeView
from kaochang.views.candidate.portrait import read_photo
from PySide6.QtCore import QBuffer, QSize, Qt
from PySide6.QtGui import QColor, QImage, QImageIOHandler, QImageWriter
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from screens import sample
from screens.fakes import PIN, ROOM_CODE, START_CODE, FakeLine, certified_line


def _type_code(at, code, prefix=""):
    at.find(f"{prefix}group-1").setFocus()
    at.type(code.replace("-", ""))


def _open_room(at):
    at.presenter.start()
    _type_code(at, ROOM_CODE, "room-")
    at.click("open-room")


def _to_code(at):
    _open_room(at)
    at.log_in()
    at.confirm()


def _code_page(sit, **change):
    line = certified_line()
    for name, value in change.items():
        setattr(line, name, value)
    at = sit(line)
    _to_code(at)
    return at


def _texts(at):
    return [each.text() for each in at.window.findChildren(QLineEdit)]


def _labels(at):
    return [each.text() for each in at.window.findChildren(QLabel) if each.isVisible()]


def test_nobody_s_name_can_be_asked_for_before_the_room_code_is_typed(sit):
    at = sit(certified_line())
    at.presenter.start()
    assert not at.has("login-person")
    assert sample.ROOM.name in _labels(at)
    assert at.window.focusWidget() is at.find("room-group-1")
    _type_code(at, ROOM_CODE, "room-")
    assert at.find("open-room").isEnabled()
    at.key(Qt.Key.Key_Return)
    assert at.has("login-person")


def test_a_second_enter_while_the_room_opens_does_not_end_the_program(sit):
    at = sit(certified_line())
    at.presenter.start()
    _type_code(at, ROOM_CODE, "room-")
    at.runner.is_held = True
    at.key(Qt.Key.Key_Return)
    assert at.has("room-code-busy")
    assert not at.find("exit").isEnabled()
    at.runner.step()
    assert at.has("login-person")


def test_a_wrong_room_code_is_said_and_can_be_tried_again_and_no_key_wipes_it(sit, words):
    at = sit(certified_line())
    at.presenter.start()
    _type_code(at, START_CODE, "room-")
    at.click("open-room")
    assert at.text("refused-message") == words("candidate.room-code.wrong")
    assert at.window.focusWidget() is at.find("open-room")
    at.key(Qt.Key.Key_K)
    groups = [at.text(f"room-group-{number}") for number, _ in enumerate(START_CODE.split("-"), start=1)]
    assert "-".join(groups) == START_CODE


@pytest.mark.attack(55)
def test_a_window_that_was_killed_and_opened_again_waits_out_wrong_codes(sit):
    """The line remembers, as the PC does; the window is another one each time."""
    line = certified_line()
    at = sit(line)
    at.presenter.start()
    _type_code(at, START_CODE, "room-")
    for _ in range(3):
        at.click("open-room")
    at.window.close()
    again = sit(line)
    again.presenter.start()
    _type_code(again, ROOM_CODE, "room-")
    assert not again.find("open-room").isEnabled()
    line.clock.advance(5_000)
    again.presenter.tick()
    again.click("open-room")
    assert again.has("login-person")
    again.window.close()
    for _ in range(3):
        with pytest.raises(Refusal):
            line.begin(line.room, ROOM_CODE, sample.TICKET, "17", PIN, b"")
    third = sit(line)
    _to_code(third)
    for index, group in enumerate(PIN.split("-")):
        third.presenter.code.type_pin_group(index, group)
    for index, group in enumerate(START_CODE.split("-")):
        third.presenter.code.type_group(index, group)
    assert not third.find("start").isEnabled()
    line.clock.advance(5_000)
    third.presenter.tick()
    assert third.find("start").isEnabled()


def test_a_file_that_is_not_whole_leads_from_the_room_code_to_the_page_that_says_so(sit):
    line = certified_line()
    at = sit(line)
    at.presenter.start()
    line.troubles["open_room"] = Refusal(Outcome.SIGNATURE, "signature", where="exam.kcb")
    _type_code(at, ROOM_CODE, "room-")
    at.click("open-room")
    assert at.has("notice-message")
    line.troubles.clear()
    at.click("notice-action")
    assert at.text("room-group-1") == ""


def test_the_room_code_stays_in_no_field_once_the_room_is_open(sit):
    at = sit(certified_line())
    _open_room(at)
    assert not set(ROOM_CODE.split("-")) & set(_texts(at))


def test_the_pin_is_typed_first_and_covered_and_the_keyboard_goes_on_to_the_start_code(sit):
    at = _code_page(sit)
    assert at.window.focusWidget() is at.find("pin-group-1")
    at.type(PIN.replace("-", ""))
    assert at.find("pin-group-1").displayText() != PIN.split("-")[0]
    assert at.window.focusWidget() is at.find("group-1")
    at.type(START_CODE.replace("-", ""))
    at.key(Qt.Key.Key_Return)
    assert at.has("exam")
    assert at.line.given == (PIN, at.line.sticks.data)


def test_the_switch_shows_the_pin_and_covers_it_again(sit, words):
    at = _code_page(sit)
    at.type(PIN.replace("-", ""))
    at.click("pin-switch")
    assert at.find("pin-group-1").displayText() == PIN.split("-")[0]
    assert at.text("pin-switch") == words("candidate.code.pin.hide")
    at.click("pin-switch")
    assert at.find("pin-group-1").displayText() != PIN.split("-")[0]


def test_a_pin_that_was_shown_is_gone_and_covered_for_the_next_candidate(sit):
    at = _code_page(sit)
    at.click("pin-switch")
    at.find("pin-group-1").setFocus()
    at.type(PIN.replace("-", ""))
    at.click("back")
    assert not set(PIN.split("-")) & set(_texts(at))
    at.find("login-person").setText(sample.OTHER_TICKET.person)
    at.find("login-name").setText(sample.OTHER_TICKET.name)
    at.click("log-in")
    at.confirm()
    assert at.text("pin-group-1") == ""
    assert at.find("pin-group-1").echoMode() == QLineEdit.EchoMode.Password
    assert at.window.focusWidget() is at.find("pin-group-1")


def test_neither_pin_nor_code_stays_in_a_field_while_the_exam_runs(sit):
    at = _code_page(sit)
    at.type(PIN.replace("-", ""))
    at.type(START_CODE.replace("-", ""))
    at.click("start")
    assert at.has("exam")
    assert not set([*PIN.split("-"), *START_CODE.split("-")]) & set(_texts(at))


def test_undo_does_not_bring_back_a_pin_that_was_wiped(sit):
    at = _code_page(sit)
    at.type(PIN.replace("-", ""))
    field = at.find("pin-group-1")
    at.click("back")
    field.undo()
    assert field.text() == ""


@pytest.mark.parametrize("key", ["pin.wrong", "code.or-room-key"])
def test_after_a_refusal_of_codes_that_check_the_same_can_be_tried_and_no_key_wipes_them(sit, key):
    at = _code_page(sit)
    at.line.troubles["begin"] = Refusal(Outcome.CODE, key)
    at.type((PIN + START_CODE).replace("-", ""))
    at.click("start")
    assert at.has("refused-message")
    assert at.window.focusWidget() is at.find("start")
    at.key(Qt.Key.Key_K)
    groups = [at.text(f"group-{number}") for number, _ in enumerate(START_CODE.split("-"), start=1)]
    assert "-".join(groups) == START_CODE


def test_while_the_next_try_must_wait_so_does_the_keyboard_and_then_it_is_on_the_button(sit):
    at = _code_page(sit)
    at.line.troubles["begin"] = Refusal(Outcome.CODE, "pin.wrong")
    at.type((PIN + START_CODE).replace("-", ""))
    for _ in range(3):
        at.click("start")
    assert at.window.focusWidget() is at.find("code-wait")
    at.line.clock.advance(5_000)
    at.presenter.tick()
    assert at.window.focusWidget() is at.find("start")


def test_a_group_whose_check_digit_is_wrong_gets_the_keyboard_with_what_is_in_it_selected(sit):
    at = _code_page(sit)
    fields = at.window.findChild(CodeView)._code
    at.type((PIN + START_CODE).replace("-", ""))
    wrong = at.find("group-2").text()
    at.find("group-2").setText("")
    at.presenter.code.type_group(1, wrong[::-1])
    fields.ask_again(at.find("start"), at.find("start"))
    assert at.window.focusWidget() is at.find("group-2")
    assert at.find("group-2").selectedText() == at.find("group-2").text()


def test_a_countdown_changes_its_words_and_not_where_the_keyboard_is(sit):
    at = _code_page(sit)
    at.line.troubles["begin"] = Refusal(Outcome.CODE, "pin.wrong")
    at.type((PIN + START_CODE).replace("-", ""))
    for _ in range(3):
        at.click("start")
    assert "5 秒" in at.text("code-wait")
    assert not at.find("start").isEnabled()
    at.find("pin-group-2").setFocus()
    at.line.clock.advance(1_000)
    at.presenter.tick()
    assert "4 秒" in at.text("code-wait")
    assert at.window.focusWidget() is at.find("pin-group-2")
    at.line.clock.advance(4_000)
    at.presenter.tick()
    assert not at.has("code-wait")
    assert at.find("start").isEnabled()


def test_the_page_waits_for_the_stick_and_goes_on_by_itself_when_it_is_there(sit):
    stick = certified_line().sticks
    at = _code_page(sit, sticks=None)
    at.type((PIN + START_CODE).replace("-", ""))
    assert "302.kroom" in at.text("room-key-text")
    assert not at.find("start").isEnabled()
    at.line.sticks = stick
    at.presenter.tick()
    assert at.find("start").isEnabled()


def test_a_file_can_be_chosen_by_hand_and_the_page_comes_back_with_what_was_typed(sit):
    at = _code_page(sit, sticks=None, key_files=(Path("/media/b/302.kroom"),))
    at.type(PIN.replace("-", ""))
    at.click("room-key-choose")
    assert not at.has("pin-group-1")
    at.click("room-key-1")
    assert "/media/b/302.kroom" in at.text("room-key-text")
    assert at.text("pin-group-1") == PIN.split("-")[0]


def test_looking_again_finds_what_was_plugged_in_meanwhile_and_back_leaves_the_choice(sit):
    at = _code_page(sit, sticks=None)
    at.click("room-key-choose")
    assert not at.has("room-key-1")
    at.line.key_files = (Path("/media/b/302.kroom"),)
    at.click("room-key-again")
    assert at.has("room-key-1")
    at.click("room-key-back")
    assert at.has("pin-group-1")


def test_a_quick_session_shows_neither_pin_nor_file(sit):
    at = sit()
    at.to_code()
    assert not at.has("pin-group-1")
    assert not at.has("room-key-text")


def test_an_attempt_is_gone_on_with_by_pin_and_code(sit, words):
    at = _code_page(sit, found=Found.OPEN)
    assert words("candidate.code.resume.with-pin") in _labels(at)


@pytest.mark.parametrize("trouble", [None, "pin.wrong"])
def test_the_fullest_page_fits_the_smallest_screen(sit, trouble):
    at = _code_page(sit)
    at.window.resize(1024, 768)
    at.type((PIN + START_CODE).replace("-", ""))
    if trouble is not None:
        at.line.troubles["begin"] = Refusal(Outcome.CODE, trouble)
        for _ in range(4):
            at.click("start")
            at.line.clock.advance(5_000)
    QApplication.processEvents()
    needed = at.window.minimumSizeHint()
    assert needed.width() <= 1024
    assert needed.height() <= 768


def _photo(width, height):
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("#1E5F8C"))
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data())


def _identity(sit, photo):
    line = FakeLine()
    line.room.photos[sample.TICKET.number] = photo
    at = sit(line)
    at.presenter.start()
    at.log_in()
    return at


@pytest.mark.parametrize("size", [(300, 400), (400, 300), (4000, 3000), (30, 40), (500, 100), (3, 900)])
def test_a_photo_keeps_its_proportions_and_stays_within_its_place(sit, size):
    photo = _identity(sit, _photo(*size)).find("photo")
    fitted = photo.fitted()
    assert photo.rect().contains(fitted)
    wanted = QSize(*size).scaled(photo.size(), Qt.AspectRatioMode.KeepAspectRatio)
    assert abs(fitted.width() - wanted.width()) <= 1
    assert abs(fitted.height() - wanted.height()) <= 1


def test_a_photo_lies_as_the_camera_was_held():
    image = QImage(400, 300, QImage.Format.Format_RGB32)
    image.fill(QColor("#1E5F8C"))
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, b"jpeg")
    writer.setTransformation(QImageIOHandler.Transformation.TransformationRotate90)
    writer.write(image)
    photo = read_photo(bytes(buffer.data()))
    assert photo.height() > photo.width()


def test_a_photo_that_cannot_be_read_costs_the_photo_only(sit, words):
    for broken in (b"no picture", Refusal(Outcome.DECRYPT, "exam.picture-damaged")):
        at = _identity(sit, broken)
        assert not at.has("photo")
        assert at.text("photo-doubt") == words("candidate.identity.photo.broken")
        at.click("pledge")
        assert at.find("identity-confirm").isEnabled()


def test_without_a_photo_nothing_is_said_of_one(sit):
    at = _identity(sit, None)
    assert not at.has("photo")
    assert not at.has("photo-doubt")
