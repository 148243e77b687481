"""The candidate's one window: it swaps screens as the presenter says, and stays open while an attempt runs."""

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QStackedLayout, QWidget

from kaochang.presenters.candidate.code import CodeState
from kaochang.presenters.candidate.exam_state import ExamState
from kaochang.presenters.candidate.navigator import CandidatePresenter, CandidateState, Screen
from kaochang.presenters.candidate.room_code import RoomCodeState
from kaochang.views.widgets.look import Look

_TICK_MS = 1_000


class CandidateWindow(QWidget):
    """Views are imported and built when their screen is first shown: the first picture waits for nothing else.

    `closed` is emitted when the window goes, which is the end of the program.
    """

    closed = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("candidate")
        self.setWindowTitle(look.words("candidate.window"))
        self.setStyleSheet(look.theme.sheet)
        self.setProperty("ground", "canvas")
        self.resize(QSize(1366, 768).boundedTo(self.screen().availableSize()))
        self._look = look
        self._presenter: CandidatePresenter | None = None
        self._views: dict[Screen, QWidget] = {}
        self._may_close = True
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
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
        view = self._views.get(state.screen)
        if view is None:
            view = self._views[state.screen] = self._build(state)
            self._stack.addWidget(view)
        view.render_state(state.body)  # type: ignore[attr-defined] # each view takes its own screen's state
        if self._stack.currentWidget() is not view:
            self._stack.setCurrentWidget(view)
            if (wanted := view.focusWidget()) is not None:
                wanted.setFocus()  # Qt hands the keyboard over only where the screen before had it

    def _build(self, state: CandidateState) -> QWidget:
        if self._presenter is None:
            raise RuntimeError("the window has no presenter")
        builders = {
            Screen.NOTICE: _notice,
            Screen.ROOM_CODE: _room_code,
            Screen.LOGIN: _login,
            Screen.IDENTITY: _identity,
            Screen.CODE: _code,
            Screen.EXAM: _exam,
            Screen.SEALING: _sealing,
            Screen.RECEIPT: _receipt,
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

    return NoticeView(presenter.notice, look, lambda: _leave(window))


def _login(window: QWidget, presenter: CandidatePresenter, __: CandidateState, look: Look) -> QWidget:
    from kaochang.views.candidate.login import LoginView

    return LoginView(presenter.login, look, lambda: _leave(window))


def _identity(_: QWidget, presenter: CandidatePresenter, __: CandidateState, look: Look) -> QWidget:
    from kaochang.views.candidate.identity import IdentityView

    return IdentityView(presenter.identity, look)


def _room_code(window: QWidget, presenter: CandidatePresenter, state: CandidateState, look: Look) -> QWidget:
    from kaochang.views.candidate.room_code import RoomCodeView

    if not isinstance(state.body, RoomCodeState):
        raise TypeError(type(state.body).__name__)
    return RoomCodeView(presenter.room_code, state.body, look, lambda: _leave(window))


def _code(_: QWidget, presenter: CandidatePresenter, state: CandidateState, look: Look) -> QWidget:
    from kaochang.views.candidate.code import CodeView

    if not isinstance(state.body, CodeState):
        raise TypeError(type(state.body).__name__)
    return CodeView(presenter.code, state.body, look, presenter.identity.deny)


def _exam(_: QWidget, presenter: CandidatePresenter, state: CandidateState, look: Look) -> QWidget:
    from kaochang.views.candidate.exam import ExamView

    if not isinstance(state.body, ExamState):
        raise TypeError(type(state.body).__name__)
    return ExamView(presenter.exam, state.body, look)


def _sealing(_: QWidget, presenter: CandidatePresenter, __: CandidateState, look: Look) -> QWidget:
    from kaochang.views.candidate.sealing import SealingView

    return SealingView(presenter.sealing, look)


def _receipt(window: QWidget, _: CandidatePresenter, __: CandidateState, look: Look) -> QWidget:
    from kaochang.views.candidate.receipt import ReceiptView

    return ReceiptView(look, lambda: _leave(window))


def _leave(window: QWidget) -> None:
    window.close()
