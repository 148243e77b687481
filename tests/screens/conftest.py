"""Real views on real presenters over a line without files."""

from dataclasses import dataclass

import pytest
from conftest import RESOURCES
from kaochang.domain.rosters import Ticket
from kaochang.presenters.candidate.navigator import CandidatePresenter
from kaochang.views.candidate.window import CandidateWindow
from kaochang.views.theme import install_font, load_theme
from kaochang.views.widgets.look import Look
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from screens import sample
from screens.fakes import START_CODE, FakeLine, HandTimer, HeldRunner, means_of
from screens.made import compose


@pytest.fixture(scope="session", autouse=True)
def _font(qapp):
    qapp.setStyle("Fusion")
    qapp.setFont(install_font(RESOURCES / "fonts"))


@pytest.fixture(autouse=True)
def _no_leaked_windows(qapp):
    """A top-level window that a test leaves open fails it."""
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    leaked = [type(window).__name__ for window in QApplication.topLevelWidgets() if window.isVisible()]
    assert not leaked, f"left open: {leaked}"


@dataclass
class Sitting:
    """A candidate at a PC: the window, and everything a test holds in its hand."""

    line: FakeLine
    runner: HeldRunner
    timer: HandTimer
    presenter: CandidatePresenter
    window: CandidateWindow

    def find(self, name: str) -> QWidget:
        """The visible widget of this name."""
        QApplication.processEvents()
        found = [each for each in self.window.findChildren(QWidget, name) if each.isVisible()]
        assert found, f"no visible {name}"
        return found[-1]

    def has(self, name: str) -> bool:
        QApplication.processEvents()
        return any(each.isVisible() for each in self.window.findChildren(QWidget, name))

    def click(self, name: str) -> None:
        QTest.mouseClick(self.find(name), Qt.MouseButton.LeftButton)
        QApplication.processEvents()

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key wherever the keyboard is."""
        QTest.keyClick(self.window.focusWidget(), key, modifier)
        QApplication.processEvents()

    def type(self, text: str) -> None:
        """Type where the keyboard is; Chinese comes as an input method commits it."""
        for symbol in text:
            QTest.keyClicks(self.window.focusWidget(), symbol)
        QApplication.processEvents()

    def text(self, name: str) -> str:
        return self.find(name).text()

    def commit(self, *texts: str) -> None:
        """Type where the keyboard is, by an input method that commits one after the other."""
        for text in texts:
            compose(self.window.focusWidget(), "", text)
        QApplication.processEvents()

    def log_in(self, ticket: Ticket = sample.TICKET) -> None:
        self.find("login-person").setText(ticket.person)
        self.find("login-name").setText(ticket.name)
        self.click("log-in")

    def confirm(self) -> None:
        """Pledge, and confirm who it is."""
        self.click("pledge")
        self.click("identity-confirm")

    def type_code(self, code: str = START_CODE, prefix: str = "") -> None:
        """Type a code group by group; the fields' names begin with the prefix."""
        for number, group in enumerate(code.split("-"), start=1):
            self.find(f"{prefix}group-{number}").setFocus()
            self.type(group)

    def begin(self) -> None:
        """Begin by the start code."""
        self.type_code()
        self.click("start")

    def to_code(self) -> None:
        self.presenter.start()
        self.log_in()
        self.confirm()

    def to_exam(self) -> None:
        self.to_code()
        self.begin()

    @property
    def responses(self):
        return self.line.sitting.state.responses

    @property
    def saved(self) -> list[str]:
        """Names of the kinds of events that are durable."""
        return [type(event).__name__ for event in self.line.sitting.saved]


@pytest.fixture
def sit(qtbot, words):
    """Makes a sitting on a line of the test's choice."""
    made = []

    def make(line: FakeLine | None = None) -> Sitting:
        line = line or FakeLine()
        runner, timer = HeldRunner(), HandTimer()
        window = CandidateWindow(Look(load_theme(RESOURCES / "theme"), words))
        qtbot.addWidget(window)
        means = means_of(words, line, runner, timer)
        presenter = CandidatePresenter(line, means, "17", window.show_state)
        window.connect_to(presenter)
        window.show()
        QTest.qWaitForWindowExposed(window)
        window.activateWindow()
        sitting = Sitting(line, runner, timer, presenter, window)
        made.append(sitting)
        return sitting

    return make
