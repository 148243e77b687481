"""All keys on one page, inside the window, by F1."""

import pytest
from kaochang.domain.tools import Tool
from kaochang.presenters.candidate.shortcuts import ShortcutPage
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QLabel
from screens import sample
from screens.fakes import FakeLine


@pytest.fixture
def sit_with(sit):
    def make(*tools, size=(1366, 768), item="i1"):
        made = sit(FakeLine(exam=sample.short_exam(sample.Rules(duration_s=7200, tools=tools))))
        made.window.resize(*size)
        made.to_exam()
        made.presenter.exam.go(item)
        QApplication.processEvents()
        return made

    return make


def rows(at):
    overlay = at.presenter.exam.state.overlay
    assert isinstance(overlay, ShortcutPage)
    return dict(overlay.rows)


@pytest.mark.parametrize("item", ["i1", "i4", "i7"])
def test_f1_opens_it_and_escape_gives_the_keyboard_back(sit_with, item):
    at = sit_with(*Tool, item=item)
    before = at.window.focusWidget()
    at.key(Qt.Key.Key_F1)
    assert at.find("shortcuts").accessibleName() == "快捷键"
    assert at.window.focusWidget() is at.find("safe")
    at.key(Qt.Key.Key_Tab)
    assert at.window.focusWidget() is at.find("shortcut-rows")
    at.key(Qt.Key.Key_Escape)
    assert not at.has("shortcuts")
    assert at.window.focusWidget() is before


def test_its_button_goes_back_too_and_the_clock_goes_on(sit_with):
    at = sit_with()
    at.key(Qt.Key.Key_F1)
    at.line.clock.advance(1_000)
    at.presenter.tick()
    at.click("safe")
    assert at.presenter.exam.state.overlay is None


def test_it_names_every_key_of_the_window_that_does_something_in_this_exam(sit_with):
    at = sit_with(*Tool)
    at.key(Qt.Key.Key_F1)
    told = " ".join(rows(at))
    plain = {"A–H", "1–8", "PgUp", "PgDn", "←", "→", "Alt+A–H"}
    assert all(key in told for key in plain)
    bound = {shortcut.key().toString() for shortcut in at.window.findChildren(QShortcut)}
    rest = {key for key in bound if "+" in key and "PgDown" not in key and not key.startswith("Alt+")}
    assert rest >= {"Ctrl+M", "Ctrl+B", "Ctrl+J", "Ctrl+N"}
    assert all(key in told for key in rest)
    assert QKeySequence("F1").toString() in bound


def test_tools_that_the_exam_does_not_give_have_no_key(sit_with):
    at = sit_with(Tool.NOTES)
    at.key(Qt.Key.Key_F1)
    told = " ".join(rows(at))
    assert "Ctrl+N" in told
    assert not any(key in told for key in ("Ctrl+R", "Ctrl+L", "Alt+A–H"))


@pytest.mark.parametrize("size", [(1024, 768), (1920, 1080)])
def test_no_line_is_cut_off(sit_with, size):
    at = sit_with(*Tool, size=size)
    at.key(Qt.Key.Key_F1)
    area = at.find("shortcut-rows")
    assert area.horizontalScrollBar().maximum() == 0
    assert area.widget().width() <= area.viewport().width()
    for line in area.findChildren(QLabel):
        assert line.height() >= line.heightForWidth(line.width())


def test_the_reminder_at_the_foot_names_the_key(sit_with):
    assert "F1" in sit_with(size=(1920, 1080)).text("keys")
