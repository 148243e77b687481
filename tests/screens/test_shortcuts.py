"""All keys on one page, inside the window, by F1."""

from fractions import Fraction

import pytest
from kaochang.domain.assessments import Assessment, Exam, PlacedItem, Section
from kaochang.domain.items import Item, ItemType, Mode
from kaochang.domain.responses import Choice, Order, Pairs
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
    plain = {"A–E", "1–5", "PgUp", "PgDn", "←", "→", "Alt+A–E"}
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
    assert not any(key in told for key in ("Ctrl+R", "Ctrl+L", "Alt+A"))


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


# -- every line is true -----------------------------------------------------------------------------------------------

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def page_of(sit):
    """The page of an exam that has only these items, and gives these tools."""

    def made(items, *tools):
        at = sit(FakeLine(exam=exam_of(items, tools)))
        at.to_exam()
        at.key(Qt.Key.Key_F1)
        return rows(at)

    return made


def exam_of(items, tools=tuple(Tool)):
    placed = tuple(PlacedItem(f"i{number}", item, Fraction(1)) for number, item in enumerate(items, start=1))
    rules = sample.Rules(duration_s=7200, tools=tools)
    return Exam("kf2", Assessment("客户服务", (Section("一、综合", placed),)), rules)


READ = Item(ItemType.INTERVIEW, "请谈谈你的工作经历。", mode=Mode.READ)
SPOKEN = Item(ItemType.INTERVIEW, "由考官提问。", mode=Mode.SPOKEN)
TYPED = Item(ItemType.INTERVIEW, "请写出你的设想。", mode=Mode.TYPED)
ALWAYS = {"Ctrl+M", "Ctrl+B", "Tab / Shift+Tab", "空格，回车", "Ctrl+J", "F1", "Esc", "PgUp / PgDn，← / →"}
TYPING = {"Ctrl+PgUp / Ctrl+PgDn", "Ctrl+Z / Ctrl+Y"}
CHOOSING = {"Delete", "↑ / ↓"}


@pytest.mark.parametrize(
    ("items", "keys"),
    [
        ((sample._judgement(0),), {"A–B，1–2", *CHOOSING}),
        ((sample._single(0), sample._judgement(0)), {"A–D，1–4", *CHOOSING}),
        ((sample.ORDERING,), {"Alt+↑ / Alt+↓，Delete", "↑ / ↓"}),
        ((sample.MATCHING,), {"A–D，Delete", "↑ / ↓"}),
        ((sample.BLANK,), TYPING),
        ((TYPED,), TYPING),
        ((READ, SPOKEN), set()),
        ((sample.ESSAY, READ), TYPING),
    ],
)
def test_only_keys_that_do_something_in_this_exam_are_named(page_of, items, keys):
    assert set(page_of(items)) == ALWAYS | keys


@pytest.mark.parametrize(
    ("tools", "keys"),
    [
        ((Tool.CALCULATOR,), {"Ctrl+R", "数字，回车，退格，Delete"}),
        ((Tool.NOTES,), {"Ctrl+N", "Ctrl+Z / Ctrl+Y"}),
        ((Tool.HIGHLIGHTER,), {"Ctrl+L", "Shift+← / →，回车"}),
        ((Tool.ELIMINATOR,), set()),
    ],
)
def test_a_tool_brings_its_own_keys_and_the_eliminator_none_where_nothing_can_be_struck_out(page_of, tools, keys):
    assert set(page_of((sample._judgement(0),), *tools)) == ALWAYS | CHOOSING | {"A–B，1–2"} | keys


def test_what_can_be_struck_out_is_named_by_its_last_letter(page_of):
    assert "Alt+A–D" in page_of((sample._single(0), sample.ORDERING), Tool.ELIMINATOR)


def test_a_scenario_in_turns_and_a_panel_have_words_of_their_own(page_of, words):
    plain, panel = page_of((sample.ESSAY,)), page_of((sample.STAGED,), Tool.NOTES)
    assert plain["PgUp / PgDn，← / →"] == words("candidate.shortcut.move")
    assert panel["PgUp / PgDn，← / →"] == words("candidate.shortcut.move.turns")
    assert plain["Esc"] == words("candidate.shortcut.back")
    assert panel["Esc"] == words("candidate.shortcut.back.panel")


@pytest.fixture
def at_item(sit):
    def make(item, *tools):
        at = sit(FakeLine(exam=exam_of((item, sample._judgement(0)), tools)))
        at.to_exam()
        return at

    return make


def test_letters_digits_and_delete_choose_and_take_back_as_the_page_says(at_item):
    at = at_item(sample._single(0))
    for key, chosen in (("D", ("D",)), ("4", ()), ("1", ("A",)), ("E", ("A",)), ("5", ("A",))):
        at.type(key)
        assert at.responses.get("i1", Choice(())).labels == chosen, key
    at.key(Qt.Key.Key_Delete)
    assert at.responses["i1"] == Choice(())


def test_with_the_calculator_open_digits_are_its_own_and_its_keys_do_what_the_page_says(at_item):
    at = at_item(sample._single(0), Tool.CALCULATOR)
    at.key(Qt.Key.Key_R, CTRL)
    at.type("12")
    at.key(Qt.Key.Key_Backspace)
    assert at.presenter.exam.state.tools.calculator.main == "1"
    at.key(Qt.Key.Key_Escape)
    assert at.find("calculator").isVisible()
    at.type("2+3")
    at.key(Qt.Key.Key_Return)
    assert at.presenter.exam.state.tools.calculator.main == "15"
    at.key(Qt.Key.Key_Delete)
    assert at.presenter.exam.state.tools.calculator.main == "0"
    assert at.responses == {}


def test_rows_are_gone_through_by_arrows_and_an_order_is_made_and_taken_back(at_item):
    at = at_item(sample.ORDERING)
    first = at.window.focusWidget()
    at.key(Qt.Key.Key_Down)
    assert at.window.focusWidget() is not first
    at.key(Qt.Key.Key_Up, ALT)
    assert len(at.responses["i1"].labels) == 4
    at.key(Qt.Key.Key_Delete)
    assert at.responses["i1"] == Order(())


@pytest.mark.parametrize("key", [Qt.Key.Key_Delete, Qt.Key.Key_Backspace])
def test_a_match_is_made_by_its_letter_and_taken_back(at_item, key):
    at = at_item(sample.MATCHING)
    at.type("D")
    assert at.responses["i1"] == Pairs((("1", "D"),))
    at.key(Qt.Key.Key_Up)
    at.key(key)
    assert at.responses["i1"] == Pairs(())


@pytest.mark.parametrize("item", [sample.BLANK, sample.ESSAY])
def test_what_is_typed_is_undone_and_done_again_and_ctrl_goes_on_while_typing(at_item, item):
    at = at_item(item)
    field = at.window.focusWidget()
    text = getattr(field, "toPlainText", None) or field.text
    at.type("one")
    at.key(Qt.Key.Key_Z, CTRL)
    assert text() == ""
    at.key(Qt.Key.Key_Y, CTRL)
    assert text() == "one"
    at.key(Qt.Key.Key_PageDown, CTRL)
    assert at.presenter.exam.state.face.id == "i2"
