"""The office's window as the program runs it: its draft is kept to the end, and one window works on one office."""

import os
import signal
import sys
import threading

import pytest
from kaochang import app
from kaochang.cli.office_window import OfficeSetting
from kaochang.domain.refusals import STOPPED_EXIT, Outcome
from kaochang.flow.office_draft import DraftFolder, QuickDraft
from kaochang.views.office.open_already import OpenAlreadyPage
from kaochang.views.office.window import OfficeWindow
from PySide6.QtCore import QCoreApplication, QEventLoop, QLockFile, QTimer
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from screens import sample_office

DEADLINE_MS = 20_000


@pytest.fixture
def ctrl_c_is_heard():
    """As in a terminal, also where the tests run as a background job, which ignores it by inheritance."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture
def setting(tmp_path):
    return OfficeSetting(tmp_path / "data", "zh_CN")


def when(window: QWidget, name: str, then, *, enabled: bool = False) -> None:
    """Do something as soon as a widget of this name is seen, and can be pressed where that is said."""
    timer = QTimer(window)

    def look():
        found = [each for each in window.findChildren(QWidget, name) if each.isVisible()]
        if found and (found[0].isEnabled() or not enabled):
            timer.stop()
            then(found[0])

    timer.timeout.connect(look)
    timer.start(5)
    QTimer.singleShot(DEADLINE_MS, window, window.close)


def run(setting, name, then):
    seen = []

    def opened(window):
        seen.append(window)
        when(window, name, lambda found: then(window, found))

    code = app.run_office(setting, opened)
    return code, type(seen[0])


def test_a_paper_is_read_in_the_background_and_is_there_at_the_next_start(setting, tmp_path, qtbot):
    paper = tmp_path / "试卷.txt"
    paper.write_text(sample_office.SOURCE, encoding="utf-8")

    def choose(window, _):
        window._presenter.page("paper").choose(paper)
        when(window, "paper-items", key)

    def key(shown):
        window = shown.window()
        window._presenter.page("paper").letter("B")
        window.close()

    assert run(setting, "choose-paper", choose) == (0, OfficeWindow)
    draft = DraftFolder(setting.data / "office" / "draft", QuickDraft).load()
    assert draft.paper.name == "试卷.txt"
    assert len(draft.mends) == 1, "closed right after a mend, it is kept"
    seen = []
    code, _ = run(
        setting, "paper-items", lambda window, _: (seen.append(window._presenter.page("paper").state), window.close())
    )
    assert code == 0
    assert seen[0].items[1].chosen == ("B",)


def test_a_second_window_says_that_the_first_is_open(setting, qtbot):
    (setting.data / "office").mkdir(parents=True)
    first = QLockFile(str(setting.data / "office" / "window.lock"))
    first.setStaleLockTime(0)
    assert first.tryLock(0)
    code, kind = run(setting, "open-already-leave", lambda _, button: QPushButton.click(button))
    assert (code, kind) == (int(Outcome.CONFLICT), OpenAlreadyPage)
    first.unlock()
    assert run(setting, "choose-paper", lambda window, _: window.close()) == (0, OfficeWindow)
    assert QApplication.instance() is not None


def test_a_folder_that_takes_nothing_still_gets_a_window_that_says_so(setting, tmp_path, qtbot):
    setting.data.parent.mkdir(exist_ok=True)
    setting.data.write_text("a file stands where the folder should", encoding="utf-8")
    paper = tmp_path / "试卷.txt"
    paper.write_text(sample_office.SOURCE, encoding="utf-8")

    def choose(window, _):
        window._presenter.page("paper").choose(paper)
        when(window, "drop-refused", lambda shown: shown.window().close())

    assert run(setting, "choose-paper", choose) == (0, OfficeWindow)


def test_event_loops_still_run_once_it_was_closed(setting, qapp, qtbot):
    qapp.setQuitOnLastWindowClosed(True)
    try:
        run(setting, "choose-paper", lambda window, _: window.close())
    finally:
        qapp.setQuitOnLastWindowClosed(False)
    QCoreApplication.processEvents()
    loop = QEventLoop()
    QTimer.singleShot(0, loop.quit)
    assert loop.exec() == 0


@pytest.mark.skipif(sys.platform == "win32", reason="Qt watches no pipe there, so Ctrl+C waits for the window")
def test_ctrl_c_ends_the_window_while_nothing_happens_in_it(setting, qapp, qtbot, ctrl_c_is_heard):
    late = QTimer()
    late.timeout.connect(qapp.quit)  # no Python, which would hear of the signal by itself
    late.start(DEADLINE_MS)
    pressed = threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT))
    code = app.run_office(setting, lambda _: pressed.start())
    late.stop()
    assert code == STOPPED_EXIT
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_another_language_opens_the_window_anew_where_it_was_and_stays_for_the_next_start(setting, qtbot):
    titles = []

    def look(window, button):
        titles.append(window.windowTitle())
        english = next(each for each in button.menu().actions() if each.text() == "English")
        if english.isChecked():
            window.close()
        else:
            english.trigger()

    assert run(setting, "office-appearance", look)[0] == 0
    assert run(setting, "office-appearance", look)[0] == 0
    assert titles[0] != titles[1] == titles[2]


def test_other_colours_are_taken_where_the_window_is(setting, qtbot):
    sheets = []

    def look(window, button):
        sheets.append(window.styleSheet())
        next(each for each in button.menu().actions() if each.text() == "深色").trigger()
        sheets.append(window.styleSheet())
        window.close()

    assert run(setting, "office-appearance", look)[0] == 0
    assert sheets[0] != sheets[1]
