"""The scorer's window over a packet as the program runs it: what is given is kept before the window goes."""

from kaochang import app
from kaochang.cli.scorer_window import ScorerSetting
from kaochang.custody.envelope import Context
from kaochang.custody.score_packets import Packet, PacketHeader
from kaochang.domain.assessments import Kind, Level
from kaochang.domain.responses import Text
from kaochang.domain.score_packets import PacketContent, PacketItem, PacketTask
from kaochang.flow.packet_work import PacketWork
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from screens.sample_scoring import SHORT, SHORT_SCHEME
from screens.test_office_app import when
from support.clocks import ManualClock


def work_in(folder):
    header = PacketHeader(Context("s", "A" * 43, Kind.LIVE, Level.QUICK), "A" * 43, "A" * 16, "A" * 43, 0)
    tasks = tuple(PacketTask(f"{number:016}", SHORT.id, Text(f"第{number}份作答"), third=False) for number in range(2))
    content = PacketContent("甲", "", (PacketItem(SHORT, SHORT_SCHEME, 1, 0),), tasks)
    return PacketWork(folder / "甲.kcw", Packet("A" * 43, header, content), ManualClock())


def test_a_packet_is_scored_by_keys_and_every_mark_is_there_when_the_cross_was_clicked(tmp_path, qtbot):
    def score(keys):
        for key in (Qt.Key.Key_5, Qt.Key.Key_2, Qt.Key.Key_Return):  # a digit for each criterion
            QTest.keyClick(keys, key)
        keys.window().close()

    setting = ScorerSetting(tmp_path / "data", "zh_CN", work_in(tmp_path))
    assert app.run_scorer(setting, lambda window: when(window, "scorer-keys", score)) == 0
    again = work_in(tmp_path)
    (far,) = again.progress()
    assert (far.scored, far.of) == (1, 2)
    again.close()


def test_nothing_is_given_where_the_window_is_closed_at_once(tmp_path, qtbot):
    setting = ScorerSetting(tmp_path / "data", "en", work_in(tmp_path))
    assert app.run_scorer(setting, lambda window: window.close()) == 0
    again = work_in(tmp_path)
    assert [task.handle for task in again.queue()] == [f"{number:016}" for number in range(2)]
    again.close()


def test_a_bug_is_told_on_the_screen_and_the_scorer_goes_on(tmp_path, qtbot):
    told = []

    def fail(keys):
        window = keys.window()
        window._presenter.tell_bug()
        told.append(window._view._state.refused)
        window.close()

    setting = ScorerSetting(tmp_path / "data", "zh_CN", work_in(tmp_path))
    assert app.run_scorer(setting, lambda window: when(window, "scorer-keys", fail)) == 0
    assert [each is not None for each in told] == [True]
