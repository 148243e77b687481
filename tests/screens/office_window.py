"""The office's real window in a test's hand: what is seen of it, pressed and typed."""

from conftest import RESOURCES
from kaochang.views.office.window import OfficeWindow
from kaochang.views.theme import load_theme
from kaochang.views.widgets.look import Look
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from support.appearances import appearance

NO_KEY = Qt.KeyboardModifier.NoModifier


class WithWindow:
    """Beside a clerk (`AtTheOffice`): the window over their presenter."""

    def open(self, qtbot, size=(1366, 768)):
        self.window = OfficeWindow(Look(load_theme(RESOURCES / "theme"), self.words))
        qtbot.addWidget(self.window)
        self.presenter._render = self.window.show_state
        self.window.connect_to(self.presenter, appearance(self.desk, self.window))
        self.window.resize(*size)
        self.window.show()
        QTest.qWaitForWindowExposed(self.window)
        self.window.activateWindow()
        return self

    def find(self, name):
        QApplication.processEvents()
        found = [each for each in self.window.findChildren(QWidget, name) if each.isVisible()]
        assert found, f"no visible {name}"
        return found[-1]

    def has(self, name):
        QApplication.processEvents()
        return any(each.isVisible() for each in self.window.findChildren(QWidget, name))

    def click(self, name):
        QTest.mouseClick(self.find(name), Qt.MouseButton.LeftButton)
        QApplication.processEvents()

    def click_row(self, name, row):
        shown = self.find(name)
        rect = shown.visualRect(shown.model().index(row))
        QTest.mouseClick(shown.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
        QApplication.processEvents()

    def key(self, key, modifier=NO_KEY):
        QTest.keyClick(self.window.focusWidget(), key, modifier)
        QApplication.processEvents()

    def type(self, text):
        for symbol in text:
            QTest.keyClicks(self.window.focusWidget(), symbol)
        QApplication.processEvents()
