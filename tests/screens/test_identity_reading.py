"""Identity, notices and pledge on a small screen: all of it can be read by keyboard, however long it is."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QScrollArea
from screens import sample
from screens.fakes import FakeLine

LONG = "考试中遇到设备问题，请举手示意，不要自行关机或重启，等监考过来处理。"


@pytest.fixture
def at(sit):
    rules = sample.Rules(duration_s=7200, login=sample.RULES.login, notices=(LONG * 4,) * 12, pledge=LONG * 20)
    made = sit(FakeLine(exam=sample.short_exam(rules)))
    made.window.resize(1024, 768)
    made.presenter.start()
    made.find("login-person").setText(sample.TICKET.person)
    made.find("login-name").setText(sample.TICKET.name)
    made.click("log-in")
    return made


def test_the_page_stays_within_a_small_screen(at):
    QApplication.processEvents()
    assert (at.window.width(), at.window.height()) == (1024, 768)
    for name in ("pledge", "identity-confirm", "identity-deny", "notices"):
        corner = at.find(name).mapTo(at.window, at.find(name).rect().bottomRight())
        assert corner.x() < 1024, name
        assert corner.y() < 768, name


def _reached(at, name: str) -> QScrollArea:
    for _ in range(8):
        if at.window.focusWidget() is at.find(name):
            return at.find(name)
        at.key(Qt.Key.Key_Tab)
    raise AssertionError(name)


@pytest.mark.parametrize("name", ["notices", "promise"])
def test_what_is_long_is_read_to_its_end_by_keyboard(at, name):
    area = _reached(at, name)
    bar = area.verticalScrollBar()
    assert bar.maximum() > 0
    for _ in range(40):
        at.key(Qt.Key.Key_PageDown)
    assert bar.value() == bar.maximum()


def test_the_keyboard_alone_pledges_and_confirms(at):
    _reached(at, "pledge")
    at.key(Qt.Key.Key_Space)
    _reached(at, "identity-confirm")
    at.key(Qt.Key.Key_Return)
    assert at.has("group-1")
