"""From a paper to a stick, and from the stick to the scores, in the office's real window: every click is counted."""

import os
from contextlib import closing
from datetime import timedelta, timezone
from pathlib import Path

import openpyxl
import pytest
from conftest import RESOURCES
from kaochang.domain.papers import PaperFormat
from kaochang.flow import read
from kaochang.flow.export import ExportOrder, export
from kaochang.machine.clock import SystemClock
from kaochang.presenters.office.navigator import OfficePresenter
from kaochang.presenters.office.pages import OfficeDesk
from kaochang.presenters.running import Means
from kaochang.presenters.words import load_words
from kaochang.store.bank import Bank
from kaochang.views.office.window import OfficeWindow
from kaochang.views.runner import BackgroundRunner, OneShotTimer
from kaochang.views.theme import install_font, load_theme
from kaochang.views.widgets.look import Look
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QWidget
from support import quick_day
from support.appearances import appearance
from support.small_paper import KEY, PAPER

MOST_TO_THE_STICK = 12
MOST_TO_THE_SCORES = 5
IN_A_FILE_WINDOW = 2
"""Clicks in the system's own window: on the file, and to open it."""

ZONE = timezone(timedelta(hours=8))
WAIT_MS = 20_000


class Counter(QObject):
    """Counts what a hand does: presses of the mouse on the window, and passphrases typed into covered fields."""

    def __init__(self):
        super().__init__()
        self.clicks = 0
        self.secrets = set()

    def eventFilter(self, watched, event):
        if event.type() in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick) and watched.isWidgetType():
            self.clicks += 1
        return False


class Clerk:
    """A person at the real window: real runners, real files, a folder for a stick."""

    def __init__(self, folder, qtbot, language="zh_CN"):
        self.folder, self.qtbot = folder, qtbot
        self.words = load_words(RESOURCES / "strings", language)
        self.drives = ()
        self.counter = Counter()
        self.open()

    @property
    def stick(self):
        return self.folder / "KINGSTON"

    def open(self):
        self.window = OfficeWindow(Look(load_theme(RESOURCES / "theme"), self.words))
        self.qtbot.addWidget(self.window)
        self.runners = [BackgroundRunner(self.window), BackgroundRunner(self.window)]
        means = Means(self.words, self.runners[0], OneShotTimer(self.window), SystemClock(), ZONE, self.runners[1])
        self.desk = OfficeDesk(means, self.folder / "data", lambda: self.drives, self.office)
        self.presenter = OfficePresenter(self.desk, self.window.show_state)
        self.window.connect_to(self.presenter, appearance(self.desk, self.window))
        self.presenter.start()
        self.window.show()
        QTest.qWaitForWindowExposed(self.window)

    def office(self):
        return quick_day.office(self.folder / "data" / "office", SystemClock(), self.words.language)

    def close(self):
        for each in (*reversed(self.runners), *self.runners):
            each.drain()
        self.window.close()

    def find(self, name):
        return next((each for each in self.window.findChildren(QWidget, name) if each.isVisible()), None)

    def wait(self, name):
        """Until it can be pressed or typed into."""

        def is_there():
            found = self.find(name)
            return found is not None and found.isEnabled()

        self.qtbot.waitUntil(is_there, timeout=WAIT_MS)
        return self.find(name)

    def click(self, name):
        made = self.wait(name)
        made.installEventFilter(self.counter)
        QTest.mouseClick(made, Qt.MouseButton.LeftButton)
        made.removeEventFilter(self.counter)
        QApplication.processEvents()

    def choose(self, name, path, monkeypatch):
        """A file by the system's own window."""
        monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
        self.click(name)
        self.counter.clicks += IN_A_FILE_WINDOW

    def type_secret(self, name, text):
        """Where the keyboard is already: no click is needed."""
        field = self.wait(name)
        self.qtbot.waitUntil(field.hasFocus, timeout=WAIT_MS)
        assert field.echoMode() is QLineEdit.EchoMode.Password
        QTest.keyClicks(field, text)
        self.counter.secrets.add(text)


@pytest.fixture(autouse=True)
def _surroundings(qapp):
    qapp.setStyle("Fusion")
    qapp.setFont(install_font(RESOURCES / "fonts"))
    with quick_day.cheap_guesses():
        yield


ROLES = sorted((RESOURCES.parent / "banks/roles").glob("*.txt"))
"""The papers of the five roles; the supervisor's is for a panel."""


def word_paper(role, folder):
    """A role's paper as its author has it in Word."""
    with closing(Bank(folder / "bank")) as bank:
        made = read.read_file(role)
        number = read.add_to_bank(bank, made, role.name, SystemClock(), os.urandom)
        order = ExportOrder(number, PaperFormat.WORD, folder / f"{role.stem}.docx")
        export(bank, order)
    return order.out


@pytest.fixture
def chinese(tmp_path, qtbot):
    made = Clerk(tmp_path, qtbot)
    made.stick.mkdir()
    yield made
    made.close()


@pytest.fixture(params=["zh_CN", "en"])
def clerk(request, tmp_path, qtbot):
    made = Clerk(tmp_path, qtbot, request.param)
    made.stick.mkdir()
    yield made
    made.close()


PASSPHRASE = "duqiao-5128-li"


def files(folder: Path) -> tuple[Path, Path]:
    """(paper, roster) as they lie on the clerk's disk."""
    paper, roster = folder / "小测.txt", folder / "名册.xlsx"
    paper.write_text(PAPER + KEY, encoding="utf-8")
    book = openpyxl.Workbook()
    for row in (("姓名", "工号"), ("测试甲壹", "G7001"), ("测试甲贰", "G7002"), ("测试甲叁", "G7003")):
        book.active.append(row)
    book.save(roster)
    return paper, roster


def to_the_stick(clerk, monkeypatch, paper=None):
    usual, roster = files(clerk.folder)
    paper = paper or usual
    clerk.drives = (clerk.stick,)
    clerk.choose("choose-paper", paper, monkeypatch)
    clerk.click("paper-next")
    clerk.choose("choose-roster", roster, monkeypatch)
    clerk.click("roster-next")
    clerk.click("settings-next")
    clerk.type_secret("seal-passphrase", PASSPHRASE)
    clerk.wait("seal-again")
    QTest.keyClick(clerk.find("seal-passphrase"), Qt.Key.Key_Return)
    clerk.type_secret("seal-again", PASSPHRASE)
    clerk.click("seal-now")
    clerk.wait("done-code")


def test_a_session_is_on_the_stick_in_twelve_clicks_with_two_secrets(clerk, monkeypatch):
    to_the_stick(clerk, monkeypatch)
    assert clerk.counter.clicks <= MOST_TO_THE_STICK
    code = clerk.find("done-code").text()
    assert code == clerk.desk.work.sealed.code
    assert len(clerk.counter.secrets | {code}) == 2, "the centre passphrase and the start code"
    assert all(path.is_file() for path in clerk.desk.work.sealed.files)


@pytest.mark.parametrize("role", ROLES, ids=lambda path: path.stem)
def test_a_word_paper_of_every_role_is_on_the_stick_in_twelve_clicks(chinese, monkeypatch, role):
    to_the_stick(chinese, monkeypatch, word_paper(role, chinese.folder))
    assert chinese.counter.clicks <= MOST_TO_THE_STICK
    assert len(chinese.counter.secrets) == 1, "the start code is shown"
    assert all(path.is_file() for path in chinese.desk.work.sealed.files)


def test_the_scores_stand_five_clicks_after_the_stick_is_back_also_where_the_program_was_killed_between(
    clerk, monkeypatch
):
    to_the_stick(clerk, monkeypatch)
    day = quick_day.QuickDay.__new__(quick_day.QuickDay)
    day.folder, day.office = clerk.folder, clerk.office()
    monkeypatch.setattr(quick_day, "PASSPHRASE", PASSPHRASE)
    for number in (0, 2):
        day.sit(clerk.desk.work.sealed, number, {"单选题#1": "B"}, stick=clerk.stick)
    clerk.close()
    clerk.open()
    clerk.wait("done-title")
    clerk.counter.clicks = 0
    clerk.counter.secrets.clear()
    clerk.click("tab-take-back")
    clerk.type_secret("back-passphrase", PASSPHRASE)
    clerk.click("back-take")
    table = clerk.wait("scores-table")
    assert clerk.counter.clicks <= MOST_TO_THE_SCORES
    assert clerk.counter.secrets == {PASSPHRASE}
    names = [table.model().index(row, 0).data() for row in range(table.model().rowCount())]
    assert names == ["测试甲壹", "测试甲贰", "测试甲叁"]
    assert "测试甲贰" in clerk.find("scores-missing").text()


def test_a_killed_window_is_where_it_was_with_everything_but_the_secrets(clerk, monkeypatch):
    paper, roster = files(clerk.folder)
    clerk.choose("choose-paper", paper, monkeypatch)
    clerk.click("paper-next")
    clerk.choose("choose-roster", roster, monkeypatch)
    clerk.click("roster-next")
    minutes = clerk.wait("settings-minutes")
    minutes.selectAll()
    QTest.keyClicks(minutes, "77")
    clerk.click("settings-next")
    clerk.type_secret("seal-passphrase", PASSPHRASE)
    clerk.close()
    clerk.open()
    assert clerk.wait("seal-passphrase").text() == ""
    clerk.click("tab-settings")
    assert clerk.wait("settings-minutes").text() == "77"
    clerk.click("tab-roster")
    assert clerk.wait("roster-table").model().rowCount() == 3
