"""The scorer's window as the program runs it: a key made, a packet opened, scored by keys, handed back."""

import pytest
from kaochang import app
from kaochang.cli.scorer_window import ScorerSetting
from kaochang.custody import key_files, score_packets
from kaochang.custody.envelope import Context
from kaochang.custody.key_files import KeyRole
from kaochang.domain.assessments import Kind, Level
from kaochang.domain.responses import Text
from kaochang.domain.score_packets import PacketContent, PacketItem, PacketTask
from kaochang.domain.values import bytes_to_text
from kaochang.flow import keys as key_flow
from kaochang.flow.packet_work import PacketWork, open_packet
from kaochang.presenters.centre.scorer_desk import OpenedPacket, ScorerPage
from kaochang.sealing import kdf
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from screens.sample_scoring import SHORT, SHORT_SCHEME
from screens.test_office_app import when
from support.clocks import ManualClock
from support.quick_day import cheap_guesses
from support.sealed import make_person
from support.seeded import seeded

KEY = make_person(KeyRole.SCORER, "甲", 960)
PASSPHRASE = "pingfen kouling 4471"


@pytest.fixture(autouse=True)
def _cheap():
    with cheap_guesses():
        yield


def packet_for(key, path):
    """A packet with two responses, as a centre makes it; its path."""
    context = Context("s", "A" * 43, Kind.LIVE, Level.QUICK)
    tasks = tuple(PacketTask(f"{number:016}", SHORT.id, Text(f"第{number}份作答"), third=False) for number in range(2))
    content = PacketContent("甲", bytes_to_text(bytes(32)), (PacketItem(SHORT, SHORT_SCHEME, 1, 0),), tasks)
    card = key_files.open_card(key_files.pack_card(key))
    path.write_bytes(score_packets.pack_packet(context, "A" * 16, content, card, seeded(961)(32), 1))
    return path


def opened(folder):
    path = folder / "甲.kcw"
    if not path.exists():
        packet_for(KEY, path)
    return OpenedPacket(path, PacketWork(path, open_packet(path, KEY), ManualClock()), KEY)


def score(keys):
    for key in (Qt.Key.Key_5, Qt.Key.Key_2, Qt.Key.Key_Return):  # a digit for each criterion
        QTest.keyClick(keys, key)


def test_a_packet_is_scored_by_keys_and_every_mark_is_there_when_the_cross_was_clicked(tmp_path, qtbot):
    def act(keys):
        score(keys)
        keys.window().close()

    setting = ScorerSetting(tmp_path / "data", "zh_CN", opened=opened(tmp_path))
    assert app.run_scorer(setting, lambda window: when(window, "scorer-keys", act)) == 0
    again = opened(tmp_path).work
    (far,) = again.progress()
    assert (far.scored, far.of) == (1, 2)
    again.close()


def test_nothing_is_given_where_the_window_is_closed_at_once(tmp_path, qtbot):
    setting = ScorerSetting(tmp_path / "data", "en", opened=opened(tmp_path))
    assert app.run_scorer(setting, lambda window: window.close()) == 0
    again = opened(tmp_path).work
    assert [task.handle for task in again.queue()] == [f"{number:016}" for number in range(2)]
    again.close()


def test_a_bug_is_told_on_the_screen_and_the_scorer_goes_on(tmp_path, qtbot):
    told = []

    def fail(keys):
        window = keys.window()
        window._presenter.tell_bug()
        told.append(window._view._state.refused)
        window.close()

    setting = ScorerSetting(tmp_path / "data", "zh_CN", opened=opened(tmp_path))
    assert app.run_scorer(setting, lambda window: when(window, "scorer-keys", fail)) == 0
    assert [each is not None for each in told] == [True]


def test_a_scorer_without_a_terminal_makes_a_key_opens_the_packet_and_hands_scores_back(tmp_path, qtbot, monkeypatch):
    """Each step begins when what it presses is there; the packet is made for the card as soon as that is there."""
    packet, back, folder = tmp_path / "甲.kcw", tmp_path / "甲.kcs", tmp_path / "keys"
    folder.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(packet), ""))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(back), ""))
    pages = []

    def click(button):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def write(window, name, text):
        field = window.findChild(object, name)
        field.setFocus()
        QTest.keyClicks(field, text)
        QApplication.processEvents()

    def make(button):
        window = button.window()
        window._presenter.type_name("甲")
        for name in ("desk-new-passphrase", "desk-new-again"):
            write(window, name, PASSPHRASE)
        when(window, "desk-made", choose)
        click(window.findChild(object, "desk-make"))

    def choose(made):
        window = made.window()
        assert "scorer-" in made.text()
        key = key_flow.open_key(next(folder.glob("*.kcy")), PASSPHRASE)
        packet_for(key, packet)
        write(window, "desk-passphrase", PASSPHRASE)
        window._presenter.choose_packet(packet)
        when(window, "desk-open", lambda button: (when(window, "scorer-keys", give), click(button)), enabled=True)

    def give(keys):
        window = keys.window()
        score(keys)
        when(window, "desk-hand-back", hand_back, enabled=True)
        click(window.findChild(object, "scorer-leave"))

    def hand_back(button):
        window = button.window()
        pages.append((window._page, window.findChild(object, "desk-left").text()))
        when(window, "desk-written", lambda _: window.close())
        click(button)

    setting = ScorerSetting(tmp_path / "data", "zh_CN", cost=kdf.MINIMUM)
    assert app.run_scorer(setting, lambda window: when(window, "desk-choose-packet", make)) == 0
    assert pages == [(ScorerPage.BACK, "还有 1 份没有评。")]
    assert score_packets.claimed_scores(back.read_bytes()).packet == "A" * 16
