"""What a screen reader meets: every control has a role, a name and a state, and the keyboard reaches each of them."""

import pytest
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.tools import Tool
from kaochang.presenters.candidate.gestures import Chosen
from kaochang.presenters.candidate.type_size import TypeSize
from kaochang.views.widgets.spoken import install_roles
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QPlainTextEdit, QTextEdit
from screens import sample
from screens.exam_alone import exam_alone, tab_stops
from screens.fakes import FakeLine, certified_line

ROLE = QAccessible.Role
CONTROLS = {ROLE.Button, ROLE.CheckBox, ROLE.RadioButton, ROLE.EditableText, ROLE.Slider, ROLE.Link, ROLE.ComboBox}
TOLD = {ROLE.StaticText, ROLE.Heading}


def _tree(interface):
    """Everything that a screen reader can come to, in its order."""
    if interface.state().invisible:
        return
    yield interface
    for place in range(interface.childCount()):
        child = interface.child(place)
        if child is not None:
            yield from _tree(child)


def _nodes(window):
    QApplication.processEvents()
    return list(_tree(QAccessible.queryAccessibleInterface(window)))


def _name(node):
    return node.text(QAccessible.Text.Name)


def _is_reached(widget, stops):
    """By Tab, or by the arrows from one of its kind beside it: palette cells, one choice of several."""
    beside = [each for each in stops if type(each) is type(widget) and each is not widget]
    return widget in stops or any(each.focusPolicy() != Qt.FocusPolicy.NoFocus for each in beside)


def _expected_role(widget):
    if isinstance(widget, QLineEdit | QPlainTextEdit | QTextEdit):
        return ROLE.EditableText
    if isinstance(widget, QAbstractButton):
        if not widget.isCheckable():
            return ROLE.Button
        return ROLE.RadioButton if widget.autoExclusive() else ROLE.CheckBox
    return None


def _control_faults(node, stops):
    """What is wrong with one control."""
    widget = node.object()
    if not _name(node):
        yield "has no name"
    if widget.isEnabled() and not _is_reached(widget, stops):
        yield "is out of the keyboard's reach"
    if isinstance(widget, QAbstractButton) and bool(node.state().checked) is not widget.isChecked():
        yield "tells another state"


def _node_faults(node, stops):
    widget = node.object()
    expected = _expected_role(widget)
    if expected is not None and node.role() != expected:
        yield f"is told as {node.role()}"
    if node.role() in CONTROLS:
        yield from _control_faults(node, stops)
    if isinstance(widget, QLabel) and widget.text() and not _name(node):
        yield "shows what is not told"


def _called(widget):
    return f"{type(widget).__name__} {widget.objectName()}"


def faults(window):
    """What a screen reader or the keyboard alone would miss in what the window shows."""
    nodes, stops = _nodes(window), tab_stops(window)
    found = [f"{_called(node.object())} {fault}" for node in nodes for fault in _node_faults(node, stops)]
    told = {id(node.object()) for node in nodes}
    return found + [f"{_called(each)} is not told of" for each in stops if id(each) not in told]


@pytest.fixture(autouse=True)
def _roles():
    install_roles()
    QAccessible.setActive(True)
    yield
    QAccessible.setActive(False)


def _exam():
    line = FakeLine(exam=sample.exam())
    line.sitting.media = lambda name: b""
    return line


ITEMS = ["i2", "i24", "i20", "i30", "i37", "i38", "i39", "i40", "i42"]


@pytest.mark.parametrize("item", ITEMS)
def test_every_kind_of_item(qtbot, words, item):
    assert faults(exam_alone(qtbot, words, _exam(), item=item).window) == []


def _trouble(alone):
    alone.line.sitting.trouble = Refusal(Outcome.DISK_FULL, "io.disk-full", where="D:")
    alone.presenter.respond(Chosen("A"))


def _late(alone):
    alone.presenter.tick()
    alone.line.clock.advance(6_300_000)
    alone.presenter.tick()


LEADS = {
    "time warning": _late,
    "summary": lambda alone: (_late(alone), alone.presenter.ask_to_hand_in()),
    "second confirmation": lambda alone: (_late(alone), alone.presenter.ask_to_hand_in(), alone.presenter.insist()),
    "cannot save": _trouble,
    "acts": lambda alone: alone.presenter.open_acts(),
    "away": lambda alone: (alone.presenter.leave(), alone.presenter.come_back("1")),
    "collapsed palette": lambda alone: alone.presenter.finder.toggle(),
    "folded section": lambda alone: alone.presenter.finder.fold(0),
    "huge": lambda alone: alone.presenter.resize(TypeSize.HUGE),
    "calculator": lambda alone: alone.presenter.tools.toggle(Tool.CALCULATOR),
    "notes": lambda alone: alone.presenter.tools.toggle(Tool.NOTES),
    "highlighter": lambda alone: alone.presenter.tools.toggle(Tool.HIGHLIGHTER),
}


@pytest.mark.parametrize("lead", LEADS)
def test_what_lies_over_the_exam(qtbot, words, lead):
    alone = exam_alone(qtbot, words, _exam(), item="i24")
    LEADS[lead](alone)
    assert faults(alone.window) == []


@pytest.mark.parametrize("lead", ["summary", "second confirmation", "cannot save"])
def test_a_dialog_is_a_dialog_called_by_its_title_and_tab_stays_in_it(qtbot, words, lead):
    alone = exam_alone(qtbot, words, _exam(), item="i24")
    LEADS[lead](alone)
    [dialog] = [node for node in _nodes(alone.window) if node.role() == ROLE.Dialog]
    titles = [node for node in _tree(dialog) if node.role() == ROLE.Heading]
    assert _name(dialog) == _name(titles[0]) != ""
    for _ in range(12):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        assert dialog.object().isAncestorOf(QApplication.focusWidget())


def test_the_clock_is_told_with_its_value(qtbot, words):
    alone = exam_alone(qtbot, words, _exam(), item="i24")
    [clock] = [node for node in _nodes(alone.window) if node.object().objectName() == "clock"]
    assert _name(clock) == words("candidate.clock.spoken", time="02:00:00")


def test_a_time_warning_is_announced_when_it_comes_and_not_again(qtbot, words, monkeypatch):
    told = []
    monkeypatch.setattr("kaochang.views.candidate.lines.announce", lambda widget, text: text and told.append(text))
    alone = exam_alone(qtbot, words, _exam(), item="i24")
    _late(alone)
    alone.presenter.tick()
    assert told == [words("candidate.warning.whole", left=words("duration.minutes", minutes=15))]


def test_the_text_of_an_item_is_told_as_text(qtbot, words):
    alone = exam_alone(qtbot, words, _exam(), item="i24")
    told = [_name(node) for node in _nodes(alone.window) if node.role() in TOLD]
    assert any(sample.exam().placed("i24").item.stem[:20] in text for text in told)


def test_reading_goes_as_the_eye_does_from_the_header_to_the_foot(qtbot, words):
    alone = exam_alone(qtbot, words, _exam(), item="i24")
    names = [node.object().objectName() for node in _nodes(alone.window)]
    wanted = [
        "hand-in",
        "filter-unanswered",
        "cell-1",
        "cell-42",
        "item-place",
        "option-A",
        "option-E",
        "saved",
        "next",
    ]
    places = [names.index(name) for name in wanted]
    assert places == sorted(places)


def test_the_keyboard_goes_the_same_way(qtbot, words):
    alone = exam_alone(qtbot, words, _exam(), item="i24")
    alone.find("hand-in").setFocus()
    names = [widget.objectName() for widget in tab_stops(alone.window)]
    wanted = [
        "display-open",
        "leave",
        "hand-in",
        "filter-unanswered",
        "cell-24",
        "option-A",
        "option-E",
        "mark",
        "next",
    ]
    places = [names.index(name) for name in wanted]
    assert places == sorted(places)


def test_tab_comes_round_to_where_it_began_and_meets_every_stop(qtbot, words):
    alone = exam_alone(qtbot, words, _exam(), item="i24")
    begun, met = QApplication.focusWidget(), []
    while not met or met[-1] is not begun:
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        met.append(QApplication.focusWidget())
        assert len(met) < 100, "it never comes back"
    assert {id(each) for each in met} == {id(each) for each in tab_stops(alone.window)}


def test_the_sizes_are_one_choice_by_the_arrows(qtbot, words):
    alone = exam_alone(qtbot, words, _exam(), item="i24")
    alone.find("size-normal").setFocus()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Right)
    assert alone.presenter.state.size is TypeSize.LARGE
    assert alone.presenter.state.face.id == "i24"


def test_the_login(sit):
    at = sit()
    at.presenter.start()
    assert faults(at.window) == []
    at.click("display-open")
    assert faults(at.find("display")) == []


def test_the_room_code(sit):
    at = sit(certified_line())
    at.presenter.start()
    assert faults(at.window) == []


def test_every_screen_on_the_way_to_the_exam(sit):
    at, found = sit(), {}
    show, seen = at.presenter._render, set()

    def look(state):
        show(state)
        seen.add(state.screen)
        found[state.screen] = found.get(state.screen, []) + faults(at.window)

    at.presenter._render = look
    at.to_code()
    assert len(seen) >= 3
    assert {screen: told for screen, told in found.items() if told} == {}


@pytest.mark.parametrize("cover", ["away", "acts"])
def test_of_a_covered_exam_nothing_is_told_not_even_as_something_hidden(qtbot, words, cover):
    install_roles()
    alone = exam_alone(qtbot, words, FakeLine())
    stem = alone.find("stem").accessibleName()

    def told(interface):
        yield interface.text(QAccessible.Text.Name)
        for place in range(interface.childCount()):
            child = interface.child(place)
            if child is not None:
                yield from told(child)

    def everything():
        QApplication.processEvents()
        return set(told(QAccessible.queryAccessibleInterface(alone.window)))

    assert stem in everything()
    {"away": alone.presenter.leave, "acts": alone.presenter.open_acts}[cover]()
    assert stem not in everything()
    {"away": lambda: alone.presenter.come_back(sample.TICKET.person), "acts": alone.presenter.acts.close}[cover]()
    assert stem in everything()
