"""The one application object of a process: made in our style and font where there is a screen for it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QEvent, QLibraryInfo, QTranslator
from PySide6.QtWidgets import QApplication, QWidget

from kaochang.domain.refusals import Outcome, Refusal
from kaochang.machine import display
from kaochang.views.theme import install_font
from kaochang.views.widgets.typed_order import TypedOrder


def bare_application() -> QApplication:
    """The one application object, made where there is none yet. It ends where a window says so.

    Not where the last window closes: covers on other screens are windows too, and Qt would leave an event behind that
    ends the next event loop.
    """
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else _made()
    application.setQuitOnLastWindowClosed(False)
    return application


def _made() -> QApplication:
    is_x = sys.platform == "linux" and _is_x(os.environ)
    if is_x:
        os.environ["IBUS_ENABLE_SYNC_MODE"] = "1"  # Qt reads it as it starts
    application = QApplication(["kaochang"])
    if is_x:
        TypedOrder(application)
    return application


def application_of(resources: Path, language: str) -> QApplication:
    """The application in our style and font, speaking the reader's language in its own menus too."""
    application = bare_application()
    application.setStyle("Fusion")
    application.setFont(install_font(resources / "fonts"))
    for spoken in application.findChildren(QTranslator):  # a window before this one may have spoken another language
        application.removeTranslator(spoken)
        spoken.deleteLater()
    translator = QTranslator(application)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load(f"qtbase_{language}", folder):
        application.installTranslator(translator)
    return application


def delete_now(application: QApplication, window: QWidget) -> None:
    """At once: no event loop runs any more that would do it."""
    window.deleteLater()
    application.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def check_display(environment: Mapping[str, str], platform: str, opens: Callable[[str], bool] = display.opens) -> None:
    """Refuses (IO) where there is no screen to open a window on, or one that does not answer.

    Qt itself would end the program without a word.
    """
    if platform != "linux":
        return
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    if not any(environment.get(name) for name in names):  # to Qt, "" is as good as none
        raise Refusal(Outcome.IO, "display.missing")
    screen = environment.get("DISPLAY", "")
    if _is_x(environment) and not opens(screen):
        raise Refusal(Outcome.IO, "display.dead", screen)


def _is_x(environment: Mapping[str, str]) -> bool:
    """Whether a window opens on X11."""
    wayland, chosen = (environment.get(name, "") for name in ("WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))
    return not wayland and (chosen or "xcb").startswith("xcb")
