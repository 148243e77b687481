"""Text that an input method is composing, when the keyboard goes elsewhere before it is committed."""

import pytest
from kaochang.views.widgets.composing import finish_composing, watch_composing
from kaochang.views.widgets.latin import LatinField
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from screens.made import compose


@pytest.fixture
def fields(qtbot):
    """Two fields in a window, the first with the keyboard."""
    window = QWidget()
    qtbot.addWidget(window)
    layout = QVBoxLayout(window)
    made = QLineEdit(), QLineEdit()
    for each in made:
        layout.addWidget(each)
    watch_composing()
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    made[0].setFocus()
    yield made
    made[0].clearFocus()


def test_it_stays_in_the_field_that_the_keyboard_leaves(fields):
    first, second = fields
    compose(first, "满意")
    second.setFocus()
    assert (first.text(), second.text()) == ("满意", "")


def test_it_stays_there_also_where_qt_drops_it_on_the_way_out(fields):
    first, second = fields
    compose(first, "满意")
    compose(first, "")
    second.setFocus()
    assert first.text() == "满意"


def test_what_the_candidate_erased_does_not_come_back(fields, qtbot):
    first, second = fields
    compose(first, "满意")
    compose(first, "")
    QCoreApplication.processEvents()
    second.setFocus()
    assert first.text() == ""


def test_what_was_committed_is_not_put_in_twice(fields):
    first, second = fields
    compose(first, "满意")
    compose(first, "", commit="满意")
    compose(first, "")
    second.setFocus()
    assert first.text() == "满意"


def test_it_can_be_finished_while_the_keyboard_stays(fields):
    first, _ = fields
    compose(first, "满意")
    finish_composing()
    assert first.text() == "满意"
    finish_composing()
    assert first.text() == "满意"


def test_there_is_one_watch_for_all_windows(qtbot):
    assert watch_composing() is watch_composing()


def test_a_field_for_codes_takes_no_input_method(qtbot):
    field = LatinField()
    qtbot.addWidget(field)
    field.setEchoMode(QLineEdit.EchoMode.Password)
    field.setEchoMode(QLineEdit.EchoMode.Normal)
    assert field.inputMethodQuery(Qt.InputMethodQuery.ImEnabled) is False
    field.setText("0NKRF")
    assert field.inputMethodQuery(Qt.InputMethodQuery.ImSurroundingText) == "0NKRF"
