"""The office corrects an exam while it is sat: from a stick into the window, over a crash, and into the result."""

import shutil

import pytest
from conftest import RESOURCES
from kaochang.custody import results
from kaochang.custody.errata import NO_ERRATA, Erratum, open_errata
from kaochang.domain.attempts import ClosingReason
from kaochang.domain.errata import ErratumAction
from kaochang.domain.responses import Choice
from kaochang.flow import hand_in
from kaochang.flow.corrections import DRIVES_MS
from kaochang.flow.desk import Desk
from kaochang.flow.errata_applied import sat_under
from kaochang.presenters.candidate.errata_faces import News
from kaochang.presenters.candidate.exam import ExamPresenter
from kaochang.presenters.candidate.flow_line import FlowLine
from kaochang.presenters.running import Means
from kaochang.sealing import frame
from kaochang.sealing.frame import FileType
from kaochang.views.candidate.exam import ExamView
from kaochang.views.runner import BackgroundRunner, OneShotTimer
from kaochang.views.theme import load_theme
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.prose import Prose
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from screens.fakes import ZONE
from support.clocks import ManualClock
from support.exams import OPENS
from support.sealed import ROOM, make_day
from support.seeded import seeded

WITHDRAWN = Erratum("single", ErratumAction.WITHDRAW, "题目有误，不计分", OPENS)
NOTICE = Erratum("", ErratumAction.NOTICE, "请看白板", OPENS)
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # offscreen, no matter


@pytest.fixture(scope="module")
def corrected_day(tmp_path_factory):
    """A session, and two files of errata that the office made of it."""
    made = make_day(tmp_path_factory.mktemp("corrected"))
    (made.folder / "site.kcx").write_bytes(made.kcx)
    first = made.errata_after(NO_ERRATA, WITHDRAWN)
    second = made.errata_after(open_errata(first, made.keys.exam_public, made.keys.content_key), NOTICE)
    return made, first, second


class RealPc:
    """An attempt on real files behind a real window; a stick that comes and goes."""

    def __init__(self, day, folder, words, qtbot):
        self.day, self.words, self.qtbot = day, words, qtbot
        self.stick = folder / "stick"
        self.clock = ManualClock(OPENS + 60_000)
        desk = Desk(folder / "pc", self.clock, seeded(77))
        self.line = FlowLine(day.exam_path, day.folder / "site.kcx", ROOM, desk, (), drives=self.drives)

    def drives(self):
        return (self.stick,) if self.stick.is_dir() else ()

    def begin(self):
        """The attempt of the first ticket, begun or gone on with, and its window."""
        room = self.line.open_room()
        self.sitting = self.line.begin(room, self.day.code, room.tickets[0], "01", "", b"")
        owner = QObject()
        self.runner = BackgroundRunner(owner)
        means = Means(self.words, self.runner, OneShotTimer(owner), self.clock, ZONE, self.runner)
        self.exam = ExamPresenter(self.sitting, means, self.show, lambda: None, self.line.watch_errata(self.sitting))
        look = Look(load_theme(RESOURCES / "theme"), self.words)
        self.view = ExamView(self.exam, self.exam.state, look, lambda: None)
        self.owner = owner
        self.qtbot.addWidget(self.view)
        self.show(self.exam.state)
        self.view.show()

    def show(self, state):
        self.view.render_state(state)

    def until(self, true):
        """Seconds pass, each with a look, until something is true."""

        def second():
            self.clock.go_on(DRIVES_MS)
            self.exam.tick()
            return true()

        self.qtbot.waitUntil(second, timeout=20_000)

    def crash(self):
        self.runner.drain()
        self.sitting.shut()

    def click(self, name):
        QTest.mouseClick(self.view.findChild(QPushButton, name), Qt.MouseButton.LeftButton)


def test_a_correction_on_a_stick_reaches_the_candidate_outlives_a_crash_and_stands_in_the_result(
    corrected_day, tmp_path, words, qtbot
):
    day, first, second = corrected_day
    at = RealPc(day, tmp_path, words, qtbot)
    at.begin()
    at.exam.go("single")
    at.exam.pick(0)
    at.until(lambda: at.exam.state.saved.sign.value == "saved")

    at.stick.mkdir()
    (at.stick / "1.kce").write_bytes(first)
    at.until(lambda: isinstance(at.exam.state.overlay, News))
    assert WITHDRAWN.text in {each.text for each in at.view.findChildren(Prose)}
    at.click("news-read")
    assert at.exam.state.palette.withdrawn == 1
    shutil.rmtree(at.stick)

    at.crash()
    at.begin()
    assert at.exam.state.overlay is None, "it was read before"
    assert at.exam.state.palette.withdrawn == 1
    assert at.sitting.state.responses["single"] == Choice(("A",))

    at.stick.mkdir()
    (at.stick / "damaged.kce").write_bytes(second[:-1])
    at.until(lambda: "damaged.kce" in at.exam.state.standing)
    (at.stick / "2.kce").write_bytes(second)
    at.until(lambda: isinstance(at.exam.state.overlay, News))
    assert [entry.text for entry in at.exam.state.overlay.entries] == [NOTICE.text]

    at.crash()
    room = at.line.open_room()
    sitting = at.line.begin(room, day.code, room.tickets[0], "01", "", b"")
    sitting.save(sitting.close(ClosingReason.HANDED_IN))
    hand_in.hand_in(sitting, [])
    sitting.shut()
    data = next(tmp_path.rglob("result.kcr")).read_bytes()
    framed = frame.unpack(data, FileType.RESULT)
    body = results.open_result(framed, results.check_result(framed, day.ticket_keys), day.keys.results_seed)
    assert sat_under(body) == 2
    assert [note.detail for note in body.notes if note.what == "erratum.refused"] == ["damaged.kce"]
