"""A candidate moved from one locked PC to another by the windows alone: with every answer there, and the right time."""

import os
from datetime import UTC
from pathlib import Path

import pytest
from conftest import RESOURCES
from kaochang.app import FlowLine
from kaochang.custody import act_codes, journal_log
from kaochang.custody.act_codes import ActPlace
from kaochang.domain.acts import ActKind
from kaochang.domain.assessments import Level
from kaochang.domain.attempts import Cause, Wait
from kaochang.domain.items import ItemType
from kaochang.flow import move, sticks
from kaochang.flow.desk import Desk
from kaochang.presenters.candidate.gestures import Chosen, Judged, Written
from kaochang.presenters.candidate.navigator import CandidatePresenter
from kaochang.presenters.running import Means
from kaochang.views.candidate.window import CandidateWindow
from kaochang.views.theme import install_font, load_theme
from kaochang.views.widgets.look import Look
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from screens.fakes import HandTimer, HeldRunner
from support.clocks import ManualClock
from support.exams import OPENS
from support.other_pc import mark_of
from support.put_in import put_in
from support.sealed import ROOM, make_day

pytestmark = pytest.mark.qt_log_ignore("Unsupported marker type")  # the candidate's photo is no whole picture
MINUTE = 60_000
SAID = "先致歉，再复述客户的问题。"


@pytest.fixture(scope="session", autouse=True)
def _style(qapp):
    qapp.setStyle("Fusion")
    qapp.setFont(install_font(RESOURCES / "fonts"))


@pytest.fixture(scope="module")
def day(tmp_path_factory):
    folder = tmp_path_factory.mktemp("certified")
    made = make_day(folder, level=Level.CERTIFIED, room_files=True)
    (folder / "site.kcx").write_bytes(made.kcx)
    return made


class Line(FlowLine):
    """A stick lies on the same disk as the PC's own data here, so each that is in counts as one."""

    def move_targets(self):
        return tuple(map(sticks.choose, self.drives()))


class Pc:
    """One PC of the room: its data folder, its mark, its window, and whoever sits there."""

    def __init__(self, name, day, clock, folder, words):
        self.day, self.clock = day, clock
        self.plugged: list[Path] = []
        self.desk = Desk(folder / name, clock, os.urandom, mark_of(name), disk=lambda _: "")
        keys = put_in(folder / "keys")
        (keys / f"{ROOM}.kroom").write_bytes(day.room_key)
        room_key = keys / f"{ROOM}.kroom"
        site = day.folder / "site.kcx"
        self.line = Line(day.exam_path, site, ROOM, self.desk, (), room_key, drives=lambda: tuple(self.plugged))
        self.window = CandidateWindow(Look(load_theme(RESOURCES / "theme"), words))
        means = Means(words, HeldRunner(), HandTimer(), clock, UTC, HeldRunner())
        self.presenter = CandidatePresenter(self.line, means, "", self.window.show_state)
        self.window.connect_to(self.presenter)
        self.window.show()
        self.presenter.start()

    def find(self, name) -> QWidget:
        QApplication.processEvents()
        found = [each for each in self.window.findChildren(QWidget, name) if each.isVisible()]
        assert found, f"no visible {name}"
        return found[-1]

    def click(self, *names):
        for name in names:
            QTest.mouseClick(self.find(name), Qt.MouseButton.LeftButton)

    def type(self, code, prefix=""):
        for number, group in enumerate(code.split("-"), start=1):
            QTest.keyClicks(self.find(f"{prefix}group-{number}"), group)

    def open_room(self):
        self.type(self.day.room_code, "room-")
        self.click("open-room")

    def log_in(self, ticket):
        self.find("login-person").setText(ticket.person)
        self.find("login-name").setText(ticket.name)
        self.click("log-in", "pledge", "identity-confirm")

    def codes(self, press="start"):
        self.type(self.day.secrets.pins["T1"], "pin-")
        self.type(self.day.code)
        self.click(press)

    @property
    def exam(self):
        return self.presenter.exam

    @property
    def sitting(self):
        return self.exam._sitting

    def answer(self, item, gesture):
        self.exam.go(item)
        self.exam.respond(gesture)


@pytest.fixture
def hall(day, qtbot, words, tmp_path):
    """Makes a PC of the room; all of them have the same time."""
    clock = ManualClock(OPENS + MINUTE)

    def make(name):
        pc = Pc(name, day, clock, tmp_path, words)
        qtbot.addWidget(pc.window)
        return pc

    return make


def items_of(pc, kind):
    return next(each.id for each in pc.sitting.exam.assessment.items() if each.item.type is kind)


def at_work(pc, ticket):
    """A candidate with three answers, twelve minutes after the start."""
    pc.open_room()
    pc.log_in(ticket)
    pc.click("input-fails", "input-without")
    pc.codes()
    pc.answer(items_of(pc, ItemType.SINGLE), Chosen("B"))
    pc.answer(items_of(pc, ItemType.TRUEFALSE), Judged(True))
    pc.answer(items_of(pc, ItemType.ESSAY), Written(SAID))
    for _ in range(12):
        pc.clock.go_on(MINUTE)
        pc.presenter.tick()


def take_over(pc, ticket, day, words):
    """The spare PC, from the login to the notice of the move."""
    pc.open_room()
    pc.log_in(ticket)
    assert pc.find("stick-title").text() == words("candidate.bringing.found")
    pc.click("stick-1")
    pc.codes()
    challenge = "-".join(pc.presenter.bringing.code.acts.state.challenge)
    place = ActPlace(day.context, ROOM, day.keys.act_keys[ROOM])
    pc.type(act_codes.make_response(place, ticket.number, challenge, 0), "act-")
    pc.click("acts-action")
    assert pc.find("notice-title").text() == words("candidate.resumed.moved")
    pc.click("notice-action")


def ticket_of(pc):
    return next(each for each in pc.line.open_room(pc.day.room_code).tickets if each.number == "T1")


def test_a_living_pc_is_left_and_a_spare_one_goes_on_with_every_answer_and_the_right_time(hall, day, words, tmp_path):
    old, spare, stick = hall("old"), hall("spare"), put_in(tmp_path / "stick")
    ticket = ticket_of(old)
    at_work(old, ticket)
    responses, left = dict(old.sitting.state.responses), old.sitting.remaining_ms()
    assert len(responses) == 3

    old.plugged.append(stick)
    old.click("acts-open", "acts-move", "stick-1")
    old.codes()
    assert old.find("notice-title").text() == words("candidate.moved")
    rows = journal_log.open_log(next(stick.rglob("*.kcj")).read_bytes(), None).rows
    assert any(str(len(rows)) in each.text() for each in old.window.findChildren(type(old.find("notice-title"))))
    old.click("notice-action")

    old.clock.go_on(5 * MINUTE)
    spare.plugged.append(stick)
    take_over(spare, ticket, day, words)
    sitting = spare.sitting
    assert sitting.state.responses == responses
    assert sitting.state.current == items_of(spare, ItemType.ESSAY)
    last = sitting.state.outages[-1]
    assert (last.cause, last.outage) == (Cause.MOVED, 5 * MINUTE)
    assert sitting.remaining_ms() == left - 5 * MINUTE + last.credit
    spare.answer(items_of(spare, ItemType.MULTIPLE), Chosen("A"))
    spare.presenter.shut()

    old.log_in(ticket)
    assert old.find("code-title").text() == words("candidate.code.resume")
    old.plugged.clear()
    old.codes()
    assert old.find("acts-open").isVisible(), "it goes on here only by an act"
    assert old.presenter._sitting is None


def test_the_log_of_a_dead_pc_that_the_proctor_took_from_its_disk_is_gone_on_with_in_the_same_way(
    hall, day, words, tmp_path
):
    dead, spare, stick = hall("dead"), hall("spare"), put_in(tmp_path / "stick")
    ticket = ticket_of(dead)
    at_work(dead, ticket)
    responses = dict(dead.sitting.state.responses)
    dead.presenter.shut()
    move.from_disk(dead.line._way_in().sealed(), ticket.number, dead.desk.folder, stick, os.urandom)
    spare.plugged.append(stick)
    take_over(spare, ticket, day, words)
    assert spare.sitting.state.responses == responses
    assert spare.sitting.state.wait is not Wait.MOVE
    assert spare.sitting.state.has_act(ActKind.MOVE)
    spare.presenter.shut()


def begun_anew_at_the_spare(hall, day, words, tmp_path):
    """A candidate who moved, but logged in at the spare PC before the stick was in: another attempt runs there."""
    old, spare, stick = hall("old"), hall("spare"), put_in(tmp_path / "stick")
    ticket = ticket_of(old)
    at_work(old, ticket)
    responses = dict(old.sitting.state.responses)
    old.plugged.append(stick)
    old.click("acts-open", "acts-move", "stick-1")
    old.codes()
    old.click("notice-action")
    spare.open_room()
    spare.log_in(ticket)
    spare.click("input-fails", "input-without")
    spare.codes()
    spare.answer(items_of(spare, ItemType.SINGLE), Chosen("C"))
    spare.plugged.append(stick)
    spare.clock.go_on(MINUTE)
    spare.presenter.tick()
    return spare, stick, responses


def test_an_attempt_begun_anew_by_mistake_notices_the_stick_and_gives_way_to_it(hall, day, words, tmp_path):
    spare, _, responses = begun_anew_at_the_spare(hall, day, words, tmp_path)
    mistaken = spare.sitting
    spare.presenter.tick()
    assert spare.exam.state.warning == words("candidate.bringing.seen")
    spare.click("acts-open", "acts-bring", "stick-1")
    assert spare.find("moving-clock").isVisible(), "the clock goes on behind the page"
    spare.codes()
    assert spare.find("stick-title").text() == words("candidate.bringing.aside")
    assert mistaken.attempt.files.count, "until somebody says so nothing gives way"
    spare.click("stick-1")
    challenge = "-".join(spare.presenter.bringing.code.acts.state.challenge)
    place = ActPlace(day.context, ROOM, day.keys.act_keys[ROOM])
    spare.type(act_codes.make_response(place, "T1", challenge, 0), "act-")
    spare.presenter.note("focus-lost", "x")
    spare.click("acts-action")
    spare.click("notice-action")
    assert spare.sitting is not mistaken
    assert spare.sitting.state.responses == responses
    assert next(spare.desk.folder.rglob("set-aside-*.kcj"))
    spare.presenter.shut()


def test_until_the_proctor_has_decided_the_way_back_leads_to_the_exam_that_runs(hall, day, words, tmp_path):
    spare, _, _ = begun_anew_at_the_spare(hall, day, words, tmp_path)
    sitting = spare.sitting
    spare.click("acts-open", "acts-bring", "stick-1")
    spare.codes()
    spare.click("stick-back", "stick-back")
    spare.answer(items_of(spare, ItemType.TRUEFALSE), Judged(False))
    assert spare.sitting is sitting
    assert len(sitting.state.responses) == 2
    spare.presenter.shut()


def test_a_stick_pulled_at_the_spare_pc_is_missed_in_words_until_it_is_in_again(hall, day, words, tmp_path):
    old, spare, stick = hall("old"), hall("spare"), put_in(tmp_path / "stick")
    ticket = ticket_of(old)
    at_work(old, ticket)
    old.plugged.append(stick)
    old.click("acts-open", "acts-move", "stick-1")
    old.codes()
    spare.plugged.append(stick)
    spare.open_room()
    spare.log_in(ticket)
    spare.click("stick-1")
    stick.rename(tmp_path / "pulled")
    spare.codes()
    assert spare.find("refused-message").text() == words("candidate.bringing.stick-gone")
    spare.presenter.tick()
    assert spare.find("refused-message").isVisible()
    (tmp_path / "pulled").rename(stick)
    spare.clock.go_on(10_000)
    spare.presenter.tick()
    assert not [each for each in spare.window.findChildren(QWidget, "refused-message") if each.isVisible()]
    spare.click("start")
    assert spare.presenter.bringing.code.acts.state.challenge


def test_a_stick_pulled_between_choosing_it_and_the_codes_takes_nothing_and_the_attempt_stays(
    hall, day, words, tmp_path
):
    old, stick = hall("old"), put_in(tmp_path / "stick")
    at_work(old, ticket_of(old))
    old.plugged.append(stick)
    old.click("acts-open", "acts-move", "stick-1")
    stick.rename(tmp_path / "pulled")
    put_in(stick)
    old.codes()
    assert old.find("refused-message").text() == words("refusal.stick.pulled-out")
    assert list(stick.iterdir()) == [], "what a stick leaves behind is no stick"
    old.click("stick-back")
    assert old.sitting.state.wait is None
    old.presenter.shut()


def test_after_a_restart_the_codes_page_points_to_the_stick_that_is_in(hall, day, words, tmp_path):
    spare, _, _ = begun_anew_at_the_spare(hall, day, words, tmp_path)
    spare.presenter.shut()
    again = hall("spare")
    again.plugged[:] = spare.plugged
    again.open_room()
    again.log_in(ticket_of(again))
    assert again.find("bring").text() == words("candidate.bringing.link.found")
    again.click("bring")
    assert again.find("stick-title").text() == words("candidate.bringing.found")
