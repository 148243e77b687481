"""The centre's real window over a day that the real flows made: sticks in, figures, decisions, scores, the archive."""

import shutil
import sqlite3
from contextlib import closing

import pytest
from conftest import RESOURCES
from kaochang.domain.decisions import DecisionKind
from kaochang.domain.rosters import TicketStatus
from kaochang.presenters.centre.pages import CentrePage
from kaochang.presenters.centre.standing import Group, RoomState
from kaochang.presenters.office.score_rows import Tone
from kaochang.presenters.words import load_words
from kaochang.store.centre import APPLICATION, Centre
from kaochang.views.centre.window import CentreWindow
from kaochang.views.theme import load_theme
from kaochang.views.widgets.look import Look
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel
from screens.office_window import WithWindow
from support.appearances import appearance
from support.at_centre import AtTheCentre
from support.centre_day import NAMES, CentreDay
from support.quick_day import PASSPHRASE, cheap_guesses

CAME, LATE = NAMES[:-1], NAMES[-1]
LOST, TWICE = "20260013", "20260028"
"""With five or so in a room: the third of 上海 303, the second of 南京 201."""


@pytest.fixture(scope="module")
def day(tmp_path_factory):
    """Seven rooms of few candidates. Never written to."""
    with cheap_guesses():
        return CentreDay(tmp_path_factory.mktemp("day")).make()


@pytest.fixture(autouse=True)
def _cheap():
    with cheap_guesses():
        yield


class AtTheWindow(WithWindow, AtTheCentre):
    """Somebody at the centre, with the window."""

    def open(self, qtbot, size=(1366, 768)):
        self.window = CentreWindow(Look(load_theme(RESOURCES / "theme"), self.words))
        qtbot.addWidget(self.window)
        self.presenter._render = lambda state: (self.states.append(state), self.window.show_state(state))
        self.window.connect_to(self.presenter, appearance(self.desk, self.window))
        self.window.resize(*size)
        self.window.show()
        QTest.qWaitForWindowExposed(self.window)
        self.window.activateWindow()
        return self

    def read(self, name):
        shown = self.find(name)
        assert isinstance(shown, QLabel)
        return shown.text()

    def write(self, name, text):
        """As an input method gives it: one text at once."""
        field = self.find(name)
        field.setFocus()
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(field, event)
        QApplication.processEvents()


@pytest.fixture
def desk(tmp_path, qtbot):
    (tmp_path / "data").mkdir()
    made = AtTheWindow(tmp_path / "data", load_words(RESOURCES / "strings", "zh_CN")).open(qtbot)
    yield made
    made.presenter.shut()


@pytest.fixture
def merged(desk, day, tmp_path):
    """Every stick that came is in."""
    desk.begin(day.kit, tmp_path / "centre.db")
    desk.take_in(*(day.stick(room) for room in CAME))
    return desk


def test_a_whole_evening_from_the_kit_to_the_report(desk, day, tmp_path, monkeypatch):
    desk.presenter.start()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(day.kit), ""))
    desk.click("start-new")
    assert "客户服务专员" in desk.read("keys-session")
    desk.page("keys").choose_database(tmp_path / "centre.db")
    desk.write("keys-kit", PASSPHRASE)
    desk.key(Qt.Key.Key_Return)
    assert (desk.here, desk.figure("due"), desk.figure("awaited")) == ("collect", "36", "36")

    desk.drives = tuple(day.stick(room) for room in CAME)
    desk.click("import")
    desk.timer.ring()
    assert desk.has("intake-drive")
    desk.page("collect").take_in(desk.drives)
    figures = {each.name: each.text for each in desk.state.figures}
    assert figures == {
        "due": "36",
        "received": "28",
        "absent": "3",
        "missing": "1",
        "awaited": "4",
        "waits": "1",
        "marked": "28 / 28",
    }
    assert "互相矛盾 2" in desk.read("intake-brought")

    desk.click("intake-close")
    desk.click("figure-missing")
    assert desk.here == "tickets"
    assert [row.number for row in desk.state.rows] == [LOST]
    desk.click("tickets-back")
    desk.page("collect").open_matter(TWICE, "")
    desk.click("decide-counts")
    first = next(each for each in desk.state.files if "late" not in each.name)
    desk.page("decide").choose_file(first.sha256)
    assert not desk.find("decide-now").isEnabled()
    desk.write("decide-by", "周主任")
    desk.write("decide-reason", "与监考核对过")
    desk.click("decide-now")
    assert desk.here == "ticket"
    assert ["决定 1" in each for each in desk.state.decisions] == [True]
    assert desk.state.matters == ()

    desk.presenter.go(CentrePage.COLLECT)
    desk.take_in(day.stick(LATE))
    assert desk.room(LATE).state is RoomState.WHOLE
    desk.presenter.ticket(LOST)
    desk.click("decide-recovered")
    assert desk.state.log.endswith(".kcj")
    desk.write("decide-reason", "U 盘上没有，由作答记录恢复")
    desk.click("decide-now")
    assert desk.state.status == "✓ 由记录恢复"

    desk.presenter.decide("")
    desk.click("decisions-close")
    desk.write("decide-reason", "全部核对完毕")
    desk.click("decide-now")
    assert "已由周主任结束" in desk.read("decisions-closed")
    desk.presenter.go(CentrePage.COLLECT)
    assert not desk.find("import").isEnabled()

    desk.click("tab-scores")
    desk.page("scores").report(tmp_path / "out")
    (made,) = (tmp_path / "out").iterdir()
    assert {path.suffix for path in made.iterdir()} == {".xlsx", ".pdf", ".csv"}
    desk.click("tab-archive")
    assert desk.state.lines[0][0].startswith("✓ 台账")
    desk.page("archive").write_receipts(tmp_path / "回执.kcl")
    assert (tmp_path / "回执.kcl").stat().st_size


def test_the_same_stick_again_brings_nothing_and_says_so(merged, day):
    merged.take_in(day.stick(CAME[0]))
    assert "新收 0，早已收过 11" in merged.read("intake-brought")


def test_a_place_without_our_files_is_named(merged, tmp_path):
    (tmp_path / "photos").mkdir()
    merged.take_in(tmp_path / "photos")
    assert "photos" in merged.read("intake-brought")


def test_sticks_are_dropped_on_the_window(desk, day, tmp_path):
    desk.begin(day.kit, tmp_path / "centre.db")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(day.stick(CAME[0])))])
    view = desk.window._views[CentrePage.COLLECT].widget
    event = QDropEvent(
        QPoint(9, 9), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    view.dropEvent(event)
    assert desk.room(CAME[0]).state is RoomState.WHOLE


def test_a_merge_tells_its_pace_and_ends_where_it_is_cancelled(desk, day, tmp_path):
    page = desk.begin(day.kit, tmp_path / "centre.db")
    desk.runner.is_held = True
    page.take_in([day.stick(CAME[0])])
    desk.clock.advance(10_000)
    page._work._progress(5, 10)
    desk.timer.ring()
    assert (desk.state.percent, desk.read("intake-pace")) == (50, "5 / 10 个文件，每秒 0 个，约剩 10 秒")
    assert not desk.find("tab-scores").isEnabled()
    desk.click("intake-stop")
    desk.runner.is_held = False
    desk.runner.step()
    assert (desk.here, desk.state.refused, desk.figure("awaited")) == ("collect", None, "36")


def test_two_windows_do_not_work_on_one_database(merged, tmp_path):
    other = AtTheCentre(tmp_path / "data", merged.words, locked=merged.locked)
    other.presenter.start()
    other.page("start").open(tmp_path / "centre.db")
    assert other.state.refused.message == "这个数据库已在另一个窗口里打开。"
    merged.presenter.go(CentrePage.START)
    other.page("start").open(tmp_path / "centre.db")
    assert other.here == "collect"


def newer(path):
    """As a later program leaves it."""
    Centre(path).close()
    with closing(sqlite3.connect(path)) as database:
        database.execute(f"PRAGMA application_id={APPLICATION}")
        database.execute("CREATE TABLE session (id)")
        database.execute("PRAGMA user_version=99")
        database.commit()


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (lambda path: path.write_bytes(b"not a database" * 99), "这不是本程序的数据库，或文件已损坏。"),
        (lambda path: path.write_bytes(b""), "数据库文件是空的。"),
        (lambda path: path.mkdir(), "而它是文件夹"),
        (lambda path: None, "找不到"),
        (newer, "这个数据库来自更新的版本。"),
    ],
)
def test_what_is_no_database_of_ours_is_refused_in_words(desk, tmp_path, made, said):
    made(tmp_path / "other.db")
    desk.presenter.start()
    desk.page("start").open(tmp_path / "other.db")
    assert (desk.here, said in desk.read("start-refused")) == ("start", True)
    assert not desk.locked


def test_a_wrong_passphrase_makes_no_database(desk, day, tmp_path):
    desk.presenter.start()
    desk.page("start").new(day.kit)
    desk.page("keys").choose_database(tmp_path / "centre.db")
    desk.write("keys-kit", "别的口令")
    desk.click("keys-open")
    assert "口令不对" in desk.read("keys-refused")
    assert not (tmp_path / "centre.db").exists()
    assert not desk.locked


def test_what_was_open_is_found_again_and_its_kit_too(merged, tmp_path, day):
    merged.presenter.go(CentrePage.START)
    assert [each.title for each in merged.state.recent] == ["客户服务专员（二级）"]
    assert (merged.desk.held, merged.desk.standing) == (None, None)
    merged.click("start-recent")
    merged.take_in(day.stick(LATE))
    assert (merged.here, merged.state.kit) == ("keys", str(day.kit))
    merged.write("keys-kit", PASSPHRASE)
    merged.click("keys-open")
    assert merged.room(LATE).state is RoomState.WHOLE


def test_a_response_is_traced_to_the_rows_of_its_journal(merged, day):
    number = "20260001"
    merged.presenter.ticket(number)
    merged.click("ticket-open-journal")
    journal = merged.state.journal
    assert journal.name == day.log_of(number).name
    assert [row.number for row in journal.rows] == sorted({row.number for row in journal.rows})
    answered = [row.text for row in journal.rows if row.item == "单选题#1"]
    item = next(each for each in merged.state.items if each.place == "单选题#1")
    assert item.response in answered
    assert any(row.text == merged.words("centre.journal.closed.handed-in") for row in journal.rows)
    assert merged.find("journal-rows").isVisible()


def test_checkpoints_are_kept_elsewhere_too_and_an_older_database_is_told(merged, tmp_path, monkeypatch):
    merged.click("tab-archive")
    elsewhere = tmp_path / "disk"
    elsewhere.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(elsewhere))
    merged.click("archive-choose")
    assert str(elsewhere) in merged.read("archive-elsewhere")
    before, older = sorted(elsewhere.glob("*.kct")), merged.desk.path.read_bytes()
    assert before
    merged.presenter.decide("20260001", DecisionKind.VOID)
    merged.page("decide").type("周主任", "", "核对过")
    merged.page("decide").decide()
    assert len(list(elsewhere.glob("*.kct"))) == len(before) + 1
    for path in merged.desk.path.parent.glob(f"{merged.desk.path.stem}*"):
        if path.suffix == ".kct" or path.name.endswith(("-wal", "-shm")):
            path.unlink()
    merged.desk.path.write_bytes(older)
    merged.click("tab-collect")
    merged.click("tab-archive")
    assert any(tone is Tone.BAD for _, tone in merged.state.lines), "an older database shows by what lies elsewhere"
    merged.click("archive-stop")
    assert merged.state.elsewhere == ""
    assert not any(tone is Tone.BAD for _, tone in merged.state.lines)


def test_a_journal_that_is_gone_or_another_is_told(desk, day, tmp_path):
    stick = tmp_path / "stick"
    shutil.copytree(day.stick(NAMES[0]), stick)
    desk.begin(day.kit, tmp_path / "centre.db")
    desk.take_in(stick)
    log = next(stick.rglob("20260001-*.kcj"))
    log.write_bytes(log.read_bytes()[:-1])
    desk.presenter.ticket("20260001")
    desk.click("ticket-open-journal")
    assert "不一样" in desk.state.refused.message
    shutil.rmtree(stick)
    desk.click("ticket-open-journal")
    assert "不在原来的地方" in desk.state.refused.message
    desk.click("ticket-back")
    desk.presenter.ticket("20260002")
    assert desk.state.refused is None


def test_tickets_are_found_sorted_and_opened_by_keyboard(merged):
    merged.page("collect").open_group(None)
    merged.key(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    merged.type("g7013")
    assert [row.number for row in merged.state.rows] == [LOST]
    table = merged.find("tickets")
    table.setFocus()
    merged.key(Qt.Key.Key_Down)
    merged.key(Qt.Key.Key_Return)
    assert (merged.here, merged.state.title.endswith(LOST)) == ("ticket", True)
    merged.click("ticket-back")
    assert merged.state.at == 0


def test_every_ticket_is_in_one_group_and_every_figure_opens_its_own(merged):
    now = merged.desk.now
    assert sum(now.groups.values()) == len(now.rows)
    for figure in merged.page("collect").state.figures:
        if isinstance(figure.group, Group) and figure.name != "marked":
            merged.page("collect").open_group(figure.group)
            assert str(len(merged.state.rows)) == figure.text


def test_a_room_whose_stick_is_lost_is_settled_by_two_people(merged):
    merged.presenter.decide("")
    assert merged.state.matters[-1].room == "R07"
    merged.page("decisions").open_matter("", "R07")
    form = merged.page("decide")
    form.choose_kind(DecisionKind.RECORD)
    for line in form.state.record:
        form.set_status(line.number, TicketStatus.ABSENT)
    form.type("周主任", "", "U 盘遗失，照签到单")
    assert form.state.why == "这项决定要两个人，请写上第二位的姓名。"
    form.type("周主任", "吴主任", "U 盘遗失，照签到单")
    form.decide()
    merged.presenter.go(CentrePage.COLLECT)
    assert (merged.figure("absent"), merged.figure("awaited")) == ("7", "0")
    assert merged.room(LATE).state is RoomState.WHOLE


def test_a_record_by_hand_says_nothing_that_nobody_wrote(merged):
    merged.presenter.decide("R07", DecisionKind.EXPLAINED)
    form = merged.page("decide")
    form.choose_kind(DecisionKind.RECORD)
    assert {line.status for line in form.state.record} == {None}
    form.type("周主任", "吴主任", "照签到单")
    assert form.state.why == "还有 4 张准考证没有写。"


def test_a_refused_decision_says_why_without_an_option_of_the_terminal(merged):
    merged.presenter.decide("", DecisionKind.CLOSE)
    merged.page("decide").type("周主任", "", "核对完毕")
    merged.page("decide").decide()
    assert "不能结束" in merged.read("decide-refused")
    assert "kaochang" not in merged.read("decide-refused-next")


def test_a_decision_is_taken_back_by_another(merged):
    for kind, about in ((DecisionKind.VOID, "20260001"), (DecisionKind.UNDO, "1")):
        merged.presenter.decide(about, kind)
        merged.page("decide").type("周主任", "", "核对过")
        merged.page("decide").decide()
    merged.presenter.decide("")
    assert "已由决定 2 撤销" in merged.state.made[1].text
    assert merged.desk.now.row("20260001").group is Group.RECEIVED


def test_a_stick_that_is_pulled_out_is_refused_and_what_is_in_stays(merged, day, tmp_path):
    gone = tmp_path / "gone"
    merged.take_in(gone)
    assert merged.has("collect-refused")
    assert merged.figure("received") == "28"
    shutil.copytree(day.stick(LATE), gone)
    merged.take_in(gone)
    assert (merged.state.refused, merged.room(LATE).state) == (None, RoomState.WHOLE)


def test_the_page_is_whole_on_a_small_screen(desk, day, tmp_path):
    desk.window.resize(1024, 720)
    desk.begin(day.kit, tmp_path / "centre.db")
    QApplication.processEvents()
    assert not desk.find("rooms").horizontalScrollBar().isVisible()
