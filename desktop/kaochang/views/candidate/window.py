"""The candidate's one window: it swaps screens as the presenter says, and stays open while an attempt runs."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtGui import QClipboard, QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QLayout, QStackedLayout, QWidget

from kaochang.presenters.candidate.code import CodeState
from kaochang.presenters.candidate.display import DisplayState
from kaochang.presenters.candidate.navigator import CandidatePresenter
from kaochang.presenters.candidate.room_code import RoomCodeState
from kaochang.presenters.candidate.screens import CandidateState, Screen
from kaochang.views.widgets.arriving import Arriving
from kaochang.views.widgets.composing import watch_composing
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import button
from kaochang.views.widgets.spoken import install_roles

if TYPE_CHECKING:  # views are imported when they are first shown
    from kaochang.views.candidate.display import DisplayPanel

_TICK_MS = 1_000
_WITHOUT_DISPLAY = (Screen.NOTICE, Screen.EXAM, Screen.SEALING, Screen.RECEIPT)
"""Where the window offers no choice of its display: in the exam its header does, the others are read once."""


class CandidateWindow(QWidget):
    """Views are imported and built when their screen is first shown: the first picture waits for nothing else.

    `closed` is emitted when the window goes, which is the end of the program.
    """

    closed = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        install_roles()
        self.setObjectName("candidate")
        self.setWindowTitle(look.words("candidate.window"))
        self.setStyleSheet(look.theme.sheet)
        self.setProperty("ground", "canvas")
        self.resize(QSize(1366, 768).boundedTo(self.screen().availableSize()))
        self._look = look
        self._presenter: CandidatePresenter | None = None
        self._panel: DisplayPanel | None = None
        self._body: object = None
        self._open_display = button(look.words("candidate.display"), "quiet", "display-open", self._toggle_display)
        self._open_display.setParent(self)
        self._views: dict[Screen, QWidget] = {}
        self._turn = 0
        self._arriving = Arriving()
        self._may_close = True
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._stack.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)  # no page makes it outgrow the screen
        watch_composing()
        self._clock = QTimer(self)
        self._clock.setInterval(_TICK_MS)

    def connect_to(self, presenter: CandidatePresenter) -> None:
        """Take this presenter's states from now on, and let its seconds pass."""
        self._presenter = presenter
        self._clock.timeout.connect(presenter.tick)
        self._clock.start()

    def show_state(self, state: CandidateState) -> None:
        """Show the screen that a state names."""
        self._may_close = state.may_close
        left = self._begin_turn(state.turn)
        view = self._views.get(state.screen)
        if view is None:
            view = self._views[state.screen] = self._build(state)
            self._stack.addWidget(view)
        if state.body is not self._body:
            self._body = state.body
            view.render_state(state.body)  # type: ignore[attr-defined] # each view takes its own screen's state
        if self._stack.currentWidget() is not view:
            self._stack.setCurrentWidget(view)
            if (wanted := view.focusWidget()) is not None:
                wanted.setFocus()  # Qt hands the keyboard over only where the screen before had it
        for each in left:  # only now that something else is shown
            self._stack.removeWidget(each)
            each.setParent(None)
            each.deleteLater()
        self._open_display.setVisible(state.screen not in _WITHOUT_DISPLAY)
        self._open_display.raise_()
        self._show_display(state.display)
        self._arriving.tell(None if state.screen is Screen.EXAM else view)

    def _begin_turn(self, turn: int) -> list[QWidget]:
        """Another candidate sits here: whatever the one before has seen or copied goes; the views that do."""
        if turn == self._turn:
            return []
        self._turn = turn
        left, self._views = list(self._views.values()), {}
        board = QApplication.clipboard()
        board.clear(QClipboard.Mode.Clipboard)
        if board.supportsSelection():
            board.clear(QClipboard.Mode.Selection)
        return left

    def _show_display(self, display: DisplayState) -> None:
        """The colours and the panel as chosen; whatever stands takes the new colours where it is."""
        theme = self._look.theme
        if display.theme != theme.name:
            theme.use(display.theme)
            self.setStyleSheet(theme.sheet)
        if self._panel is None and display.is_open and self._presenter is not None:
            from kaochang.views.candidate.display import DisplayPanel

            self._panel = DisplayPanel(self._presenter.display, self._look, self)
            self._panel.setGeometry(self.rect())
        if self._panel is not None:
            self._panel.show_display(display)

    def _toggle_display(self) -> None:
        if self._presenter is not None:
            self._presenter.display.toggle()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What lies over the screens keeps its place."""
        super().resizeEvent(event)
        self._open_display.adjustSize()
        self._open_display.move(self.width() - self._open_display.width() - 16, 4)
        if self._panel is not None:
            self._panel.setGeometry(self.rect())

    def _build(self, state: CandidateState) -> QWidget:
        if self._presenter is None:
            raise RuntimeError("the window has no presenter")
        builders = {
            Screen.NOTICE: _notice,
            Screen.PICKER: _picker,
            Screen.ROOM_CODE: _room_code,
            Screen.LOGIN: _login,
            Screen.IDENTITY: _identity,
            Screen.INPUT_TEST: _input_test,
            Screen.WAIT: _wait,
            Screen.CODE: _code,
            Screen.EXAM: _exam,
            Screen.SEALING: _sealing,
            Screen.RECEIPT: _receipt,
            Screen.LEAVING: _leaving,
            Screen.MOVING: _moving,
            Screen.BRINGING: _bringing,
        }
        return builders[state.screen](self, self._presenter, state, self._look)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Refuse while an attempt runs; nothing but the end of the attempt ends the window."""
        if self._may_close:
            self._clock.stop()
            event.accept()
            self.closed.emit()
        else:
            event.ignore()


def _notice(window: QWidget, presenter: CandidatePresenter, __: CandidateState, look: Look) -> QWidget:
    from kaochang.views.candidate.notice import NoticeView

    return NoticeView(presenter.notice, look, _way_out(window, presenter))


def _login(window: QWidget, presenter: CandidatePresenter, __: CandidateState, look: Look) -> QWidget:
    from kaochang.views.candidate.login import LoginView

    return LoginView(presenter.login, look, _way_out(window, presenter))


def _identity(_: QWidget, presenter: CandidatePresenter, __: CandidateState, look: Look) -> QWidget:
    from kaochang.views.candidate.identity import IdentityView

    return IdentityView(presenter.identity, look)


def _room_code(window: QWidget, presenter: CandidatePresenter, state: CandidateState, look: Look) -> QWidget:
    from kaochang.views.candidate.room_code import RoomCodeView

    if not isinstance(state.body, RoomCodeState):
        raise TypeError(type(state.body).__name__)
    return RoomCodeView(presenter.room_code, state.body, look, _way_out(window, presenter))


def _code(_: QWidget, presenter: CandidatePresenter, state: CandidateState, look: Look) -> QWidget:
    from kaochang.views.candidate.code import CodeView

    if not isinstance(state.body, CodeState):
        raise TypeError(type(state.body).__name__)
    return CodeView(presenter.code, state.body, look, presenter.identity.deny)


def _exam(_: QWidget, presenter: CandidatePresenter, state: CandidateState, look: Look) -> QWidget:
    from kaochang.presenters.candidate.exam_state import ExamState
    from kaochang.views.candidate.exam import ExamView

    if not isinstance(state.body, ExamState):
        raise TypeError(type(state.body).__name__)
    return ExamView(presenter.exam, state.body, look, presenter.display.toggle)


def _sealing(_: QWidget, presenter: CandidatePresenter, __: CandidateState, look: Look) -> QWidget:
    from kaochang.views.candidate.sealing import SealingView

    return SealingView(presenter.sealing, look)


def _receipt(window: QWidget, presenter: CandidatePresenter, __: CandidateState, look: Look) -> QWidget:
    from kaochang.views.candidate.receipt import ReceiptView

    return ReceiptView(presenter.receipt, look, _way_out(window, presenter))


def _picker(window: QWidget, presenter: CandidatePresenter, __: CandidateState, look: Look) -> QWidget:
    from kaochang.views.candidate.picker import PickerView

    return PickerView(presenter.picker, look, _way_out(window, presenter))


def _input_test(_: QWidget, presenter: CandidatePresenter, __: CandidateState, look: Look) -> QWidget:
    from kaochang.views.candidate.input_test import InputTestView

    return InputTestView(presenter.input_test, look)


def _wait(window: QWidget, presenter: CandidatePresenter, __: CandidateState, look: Look) -> QWidget:
    from kaochang.views.candidate.wait import WaitView

    return WaitView(presenter.wait, look, presenter.identity.deny, _way_out(window, presenter))


def _leaving(_: QWidget, presenter: CandidatePresenter, state: CandidateState, look: Look) -> QWidget:
    from kaochang.views.candidate.code import CodeView

    if not isinstance(state.body, CodeState):
        raise TypeError(type(state.body).__name__)
    return CodeView(presenter.leaving, state.body, look, presenter.leaving.stay, "candidate.leave.back")


def _moving(_: QWidget, presenter: CandidatePresenter, __: CandidateState, look: Look) -> QWidget:
    from kaochang.views.candidate.stick import StickView

    return StickView(presenter.moving, look)


def _bringing(_: QWidget, presenter: CandidatePresenter, __: CandidateState, look: Look) -> QWidget:
    from kaochang.views.candidate.stick import StickView

    return StickView(presenter.bringing, look)


def _way_out(window: QWidget, presenter: CandidatePresenter) -> Callable[[], None]:
    """Asks to leave, and closes the window where nothing holds it."""

    def close() -> None:
        window.close()

    return partial(presenter.leave, close)
