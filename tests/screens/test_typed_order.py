"""Keys and what an input method makes of them, when Qt delivers the keys of a while first and the rest of it after."""

import pytest
from kaochang.views.widgets.composing import watch_composing
from kaochang.views.widgets.typed_order import TypedOrder
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit
from screens.made import compose

CODE = 38
"""All keys here have one code: their times tell them apart."""


class Ibus(QObject):
    """Takes presses as X sends them; what it makes of them waits its turn in the event loop, as its messages do."""

    made = Signal(str)

    def __init__(self, order, field):
        super().__init__()
        self._order = order
        self._time = 0
        self._left = []
        self._field = field
        self.made.connect(self._commit, Qt.ConnectionType.QueuedConnection)

    @property
    def text(self):
        """What stands in the field."""
        return self._field.text()

    def _commit(self, word):
        compose(self._field, "", commit=word)

    def types(self, *typed):
        """Words are committed by one key each; single characters are left to the window."""
        for each in typed:
            self._time += 1
            self._order.pressed((self._time, CODE))
            if len(each) == 1:
                self._left.append((self._time, each))
            else:
                self.made.emit(each)

    def delivers(self):
        """What Qt does at the end of a turn: the keys that were left, and then all messages."""
        for time, text in self._left:
            event = QKeyEvent(QEvent.Type.KeyPress, ord(text), Qt.KeyboardModifier.NoModifier, CODE, 0, 0, text)
            event.setTimestamp(time)
            QCoreApplication.sendEvent(self._field, event)
        self._left.clear()
        QCoreApplication.processEvents()


@pytest.fixture
def ibus(qapp, qtbot, monkeypatch):
    """An input method at a field with the keyboard, whose program keeps the order."""
    order = TypedOrder(qapp)
    field = QLineEdit()
    qtbot.addWidget(field)
    watch = watch_composing()
    monkeypatch.setattr(watch, "_order", order)
    with qtbot.waitActive(field):
        field.show()
        field.activateWindow()
    field.setFocus()
    yield Ibus(order, field)
    order.setParent(None)


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        (("客户", "1"), "客户1"),
        (("1", "客户"), "1客户"),
        (("1", "客户", "2"), "1客户2"),
        (("1", "客户", "你好", "2", "3", "满意"), "1客户你好23满意"),
    ],
)
def test_all_of_one_turn_is_delivered_as_it_was_typed(ibus, typed, seen):
    ibus.types(*typed)
    ibus.delivers()
    assert ibus.text == seen


def test_each_turn_begins_anew(ibus):
    for typed in (("客户", "1"), ("客户",), ("2",), ("3", "你好"), ("4", "5", "满意", "6")):
        ibus.types(*typed)
        ibus.delivers()
    assert ibus.text == "客户1客户23你好45满意6"
