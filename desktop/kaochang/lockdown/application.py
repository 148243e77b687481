"""The running Qt application, and which of its windows belongs in front."""

from PySide6.QtWidgets import QApplication, QToolTip, QWidget


def application() -> QApplication:
    """The QApplication; guards are engaged only inside one (TypeError otherwise: a bug)."""
    running = QApplication.instance()
    if not isinstance(running, QApplication):
        raise TypeError("lockdown needs a QApplication")
    return running


def bring_forward(window: QWidget) -> None:
    """Raise the exam: its open list or dialog where there is one, so that the exam never covers its own."""
    if QToolTip.isVisible():
        return
    front = (
        QApplication.activePopupWidget() or QApplication.activeModalWidget() or QApplication.activeWindow() or window
    )
    front.raise_()


def activate(window: QWidget) -> None:
    """Bring the exam forward and ask for the input focus, for its dialog where one waits to be answered."""
    bring_forward(window)
    (QApplication.activeModalWidget() or window).activateWindow()
