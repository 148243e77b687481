"""The exam screen without the line before it: a window, the presenter, and the theme that both hold."""

from dataclasses import dataclass

from conftest import RESOURCES
from kaochang.presenters.candidate.exam import ExamPresenter
from kaochang.views.candidate.exam import ExamView
from kaochang.views.theme import Theme, load_theme
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import column
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from screens.fakes import FakeLine, HandTimer, means_of


@dataclass
class ExamAlone:
    """One exam screen, and everything a test holds in its hand."""

    line: FakeLine
    presenter: ExamPresenter
    window: QWidget
    theme: Theme

    def use(self, name: str) -> None:
        """Another theme, as the candidate's window takes it."""
        self.theme.use(name)
        self.window.setStyleSheet(self.theme.sheet)

    def find(self, name: str) -> QWidget:
        """The visible widget of this name."""
        QApplication.processEvents()
        return next(each for each in self.window.findChildren(QWidget, name) if each.isVisible())


def tab_stops(window: QWidget) -> list[QWidget]:
    """Where the Tab key comes to in a window, in its order."""
    found, widget = [], window.nextInFocusChain()
    while widget is not window:
        is_stop = widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible() and widget.isEnabled()
        if is_stop and window.isAncestorOf(widget):
            found.append(widget)
        widget = widget.nextInFocusChain()
    return found


def exam_alone(qtbot, words, line: FakeLine, theme: str = "light", item: str = "", size=(1366, 768)) -> ExamAlone:
    """Shows the exam of this line, at an item of it."""
    used = load_theme(RESOURCES / "theme", theme)
    window = QWidget()
    window.setProperty("ground", "canvas")
    window.setStyleSheet(used.sheet)
    window.resize(*size)
    qtbot.addWidget(window)
    views = []
    means = means_of(words, line, timer=HandTimer())
    presenter = ExamPresenter(line.sitting, means, lambda s: [v.render_state(s) for v in views], lambda: None)
    if item:
        presenter.go(item)
    views.append(ExamView(presenter, presenter.state, Look(used, words), lambda: None))
    column(window).addWidget(views[0])
    views[0].render_state(presenter.state)
    window.show()
    QTest.qWaitForWindowExposed(window)
    window.activateWindow()
    QApplication.processEvents()
    return ExamAlone(line, presenter, window, used)
