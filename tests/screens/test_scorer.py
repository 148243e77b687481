"""The scorer's real screen: every answer by keys alone, and no key is ever another's."""

from fractions import Fraction

import pytest
from conftest import RESOURCES
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.presenters.centre.scorer import ScorerPresenter
from kaochang.presenters.centre.scorer_state import ScorerPhase
from kaochang.presenters.running import Means
from kaochang.views.centre.scorer import ScorerView
from kaochang.views.paged import LEAST
from kaochang.views.theme import load_theme
from kaochang.views.widgets.composing import watch_composing
from kaochang.views.widgets.look import Look
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from screens import sample_scoring
from screens.fakes import ZONE, HandTimer, HeldRunner, StandingClock
from screens.made import compose
from screens.sample_scoring import FakeWork


class AtTheScreen:
    """A scorer with a keyboard."""

    def __init__(self, qtbot, words, tasks):
        watch_composing()
        self.work, self.clock, self.runner, self.timer = FakeWork(tasks), StandingClock(), HeldRunner(), HandTimer()
        means = Means(words, self.runner, self.timer, self.clock, ZONE, self.runner)
        self.left = []
        self.presenter = ScorerPresenter(self.work, means, lambda _: None, lambda: self.left.append(True))
        self.view = ScorerView(self.presenter, Look(load_theme(RESOURCES / "theme"), words))
        qtbot.addWidget(self.view)
        self.presenter._show_state = self.view.render_state
        self.view.resize(1366, 768)
        self.view.show()
        QTest.qWaitForWindowExposed(self.view)
        self.view.activateWindow()
        self.presenter.start()
        QApplication.processEvents()
        self.keys = 0

    def key(self, key, modifier=Qt.KeyboardModifier.NoModifier):
        QTest.keyClick(self.view.window().focusWidget(), key, modifier)
        QApplication.processEvents()
        self.keys += 1

    def type(self, text):
        for symbol in text:
            self.key(getattr(Qt.Key, f"Key_{symbol}") if symbol != "." else Qt.Key.Key_Period)

    def enter(self):
        self.key(Qt.Key.Key_Return)

    def find(self, name):
        return next(each for each in self.view.findChildren(QWidget, name) if each.isVisible())

    @property
    def state(self):
        return self.presenter.state

    @property
    def points(self):
        return [sum(each.points for each in given.criteria) for _, given in self.work.given]


@pytest.fixture
def at(qtbot, words):
    def make(*tasks):
        return AtTheScreen(qtbot, words, tasks or [sample_scoring.task(number) for number in range(24)])

    return make


def test_twenty_short_answers_by_keys_alone_take_a_key_a_criterion_and_enter(at):
    scorer = at()
    for number in range(20):
        scorer.clock.advance(17_000)
        scorer.type(f"{number % 7}{number % 3}")
        scorer.enter()
    assert scorer.points == [number % 7 + number % 3 for number in range(20)]
    assert [handle for handle, _ in scorer.work.given] == [f"{number:016x}" for number in range(20)]
    assert scorer.keys == 20 * (len(scorer.state.criteria) + 1)
    assert {given.spent for _, given in scorer.work.given} == {17_000}
    assert "211" in scorer.state.progress.pace
    assert "20" in scorer.state.progress.done
    assert "还剩 4" in scorer.state.progress.done


def test_no_name_ticket_or_file_is_on_the_screen(at):
    scorer = at()
    said = " ".join(each.text() for each in scorer.view.findChildren(QLabel))
    assert sample_scoring.SHORT.item.stem in said
    assert scorer.work.tasks[0].handle not in said


def test_a_response_stands_as_it_was_typed(at):
    scorer = at(sample_scoring.task(1))
    assert scorer.find("scorer-text").text == sample_scoring.WRITTEN[1]
    assert scorer.find("scorer-text").accessibleName() == sample_scoring.WRITTEN[1]


def test_a_digit_is_a_level_where_there_are_levels_and_the_one_at_hand_is_in_sight(at):
    scorer = at(sample_scoring.case(1))
    scorer.type("23")
    assert [each.value for each in scorer.state.criteria] == ["3", "1", ""]
    by = scorer.find("scorer-by")
    last = scorer.view.findChildren(QWidget, "scorer-criterion")[2]
    assert by.viewport().rect().contains(last.mapTo(by.viewport(), QPoint(20, last.height() - 20)))
    scorer.type("1.")
    scorer.enter()
    (given,) = [given for _, given in scorer.work.given]
    assert [(each.points, each.level) for each in given.criteria] == [(3, "良"), (1, "中"), (Fraction(3, 2), "")]


def test_more_than_nine_points_are_typed_as_a_number(at):
    scorer = at(sample_scoring.essay(1))
    scorer.type("32.5")
    scorer.enter()
    assert scorer.points == [Fraction(65, 2)]


def test_too_many_points_are_refused_at_the_key_and_what_was_given_stays(at):
    scorer = at()
    scorer.type("3")
    scorer.key(Qt.Key.Key_Up)
    scorer.type("9")
    assert scorer.state.refused is not None
    assert scorer.state.criteria[0].value == "3"
    assert scorer.find("scorer-refused").isVisible()


def test_enter_before_all_is_given_goes_to_what_is_left(at):
    scorer = at()
    scorer.key(Qt.Key.Key_Down)
    scorer.type("1")
    scorer.enter()
    assert scorer.work.given == []
    assert scorer.state.criteria[0].is_here
    scorer.type("4")
    scorer.enter()
    assert scorer.points == [5]


def test_tab_goes_from_criterion_to_criterion_and_then_on(at):
    scorer = at()
    scorer.key(Qt.Key.Key_Tab)
    assert scorer.state.criteria[1].is_here
    scorer.key(Qt.Key.Key_Tab)
    assert scorer.view.window().focusWidget() is not scorer.find("scorer-keys")


def test_a_comment_is_never_taken_for_points_nor_points_for_a_comment(at):
    scorer = at()
    scorer.type("C")
    comment = scorer.find("scorer-comment")
    assert comment.hasFocus()
    scorer.type("5")
    compose(comment, "hao", "")
    compose(comment, "", "好的，共 3 点")
    scorer.key(Qt.Key.Key_Return)
    assert scorer.work.given == []
    assert [each.value for each in scorer.state.criteria] == ["", ""]
    compose(comment, "zai", "")
    scorer.key(Qt.Key.Key_Escape)
    assert not comment.hasFocus()
    scorer.type("62")
    scorer.enter()
    ((_, given),) = scorer.work.given
    assert given.comment == "5好的，共 3 点\nzai"
    assert scorer.state.comment == ""


def test_ctrl_enter_gives_from_the_comment(at):
    scorer = at()
    scorer.type("62C")
    compose(scorer.find("scorer-comment"), "", "好")
    scorer.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert [given.comment for _, given in scorer.work.given] == ["好"]
    assert scorer.find("scorer-keys").hasFocus()


def test_words_are_marked_by_the_keyboard_alone(at):
    scorer = at()
    shift = Qt.KeyboardModifier.ShiftModifier
    scorer.type("51T")
    for _ in range(4):
        scorer.key(Qt.Key.Key_Right, shift)
    scorer.enter()
    assert scorer.state.picked == (0, 4)
    scorer.type("G")
    scorer.type("T")
    scorer.key(Qt.Key.Key_Right, shift)
    scorer.enter()
    scorer.type("N")
    compose(scorer.find("scorer-note-field"), "", "太短")
    scorer.enter()
    assert scorer.find("scorer-keys").hasFocus()
    assert scorer.work.given == []
    scorer.enter()
    ((_, given),) = scorer.work.given
    assert sorted((each.end - each.start, each.note) for each in given.notes) == [(1, "太短"), (4, "好")]


def test_the_last_ones_can_be_gone_back_to_and_given_again(at):
    scorer = at()
    for points in ("31", "42"):
        scorer.type(points)
        scorer.enter()
    scorer.type("6")
    scorer.key(Qt.Key.Key_Left)
    scorer.key(Qt.Key.Key_Left)
    assert [each.value for each in scorer.state.criteria] == ["3", "1"]
    scorer.type("5")
    scorer.enter()
    assert [each.value for each in scorer.state.criteria] == ["6", ""]
    assert [(handle, given.criteria[0].points) for handle, given in scorer.work.given][-1] == (f"{0:016x}", 5)
    assert len(scorer.work.given) == 3


def test_enter_does_not_wait_for_the_disk_and_says_until_it_is_saved(at):
    scorer = at()
    scorer.runner.is_held = True
    for _ in range(3):
        scorer.type("11")
        scorer.enter()
    assert (scorer.work.given, scorer.state.saved.sign) == ([], "saving")
    assert "3" in scorer.state.saved.text
    while scorer.runner.waiting:
        scorer.runner.step()
    assert scorer.points == [2, 2, 2]
    assert scorer.state.saved.sign == "saved"


def test_what_could_not_be_saved_is_told_and_saved_when_tried_again(at):
    scorer = at()
    scorer.work.troubles["give"] = [Refusal(Outcome.CONFLICT, "database.in-use", "centre.db")]
    scorer.type("11")
    scorer.enter()
    assert (scorer.state.saved.sign, scorer.state.can_retry) == ("failed", True)
    QTest.mouseClick(scorer.find("scorer-retry"), Qt.MouseButton.LeftButton)
    assert scorer.points == [2]
    assert (scorer.state.saved.sign, scorer.state.refused) == ("saved", None)


def test_a_pause_covers_the_response_and_no_key_gives_points(at):
    scorer = at()
    scorer.clock.advance(5_000)
    scorer.type("P")
    assert not any(each.isVisible() for each in scorer.view.findChildren(QWidget, "scorer-text"))
    scorer.clock.advance(600_000)
    scorer.type("5")
    scorer.enter()
    assert scorer.state.phase is ScorerPhase.SCORING
    assert scorer.state.criteria[0].value == ""
    scorer.clock.advance(1_000)
    scorer.type("11")
    scorer.enter()
    assert [given.spent for _, given in scorer.work.given] == [6_000]


def test_what_is_put_aside_comes_at_the_end(at):
    scorer = at(*[sample_scoring.task(number) for number in range(3)])
    scorer.type("L")
    for _ in range(3):
        scorer.type("11")
        scorer.enter()
    assert [int(handle, 16) for handle, _ in scorer.work.given] == [1, 2, 0]
    assert scorer.state.phase is ScorerPhase.NOTHING
    scorer.presenter.leave()
    assert (scorer.left, scorer.work.is_closed) == ([True], True)


def test_no_time_counts_while_another_window_has_the_keyboard(at, qtbot):
    scorer = at()
    other = QWidget()
    qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    qtbot.waitUntil(lambda: scorer.state.progress.standing != "")
    scorer.clock.advance(60_000)
    scorer.view.activateWindow()
    qtbot.waitUntil(lambda: scorer.state.progress.standing == "")
    scorer.clock.advance(2_000)
    scorer.type("11")
    scorer.enter()
    assert [given.spent for _, given in scorer.work.given] == [2_000]


def test_a_long_response_scrolls_by_keys_and_begins_at_its_top(at, qtbot):
    scorer = at(sample_scoring.essay(1), sample_scoring.essay(2))
    bar = scorer.find("scorer-response").verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    scorer.key(Qt.Key.Key_Space)
    assert bar.value() > 0
    scorer.key(Qt.Key.Key_PageUp)
    assert bar.value() == 0
    scorer.key(Qt.Key.Key_PageDown)
    scorer.type("5")
    scorer.enter()
    assert scorer.find("scorer-response").verticalScrollBar().value() == 0


def test_replies_to_turns_are_marked_by_their_own_characters(at):
    scorer = at(sample_scoring.task(1, sample_scoring.TURNS))
    second = scorer.view.findChildren(QWidget, "scorer-text")[1]
    second.selected.emit(1, 4)
    scorer.type("E62")
    scorer.enter()
    ((_, given),) = scorer.work.given
    written = sample_scoring.task(1, sample_scoring.TURNS).response.texts
    (note,) = given.notes
    assert ("\n".join(written)[note.start : note.end], note.note) == (written[1][1:4], "有误")


def test_what_is_told_above_gives_way_in_a_narrow_window(at):
    scorer = at()
    scorer.work.scorer = "一个名字特别长的外聘评分人（华东大区）"
    scorer.work.troubles["give"] = [Refusal(Outcome.CONFLICT, "database.in-use", "centre.db")]
    scorer.type("11")
    scorer.enter()
    assert scorer.view.minimumSizeHint().width() <= LEAST.width()


def test_what_is_looked_at_again_is_not_left_to_score(at):
    scorer = at()
    scorer.type("11")
    scorer.enter()
    scorer.key(Qt.Key.Key_Left)
    assert "还剩 23" in scorer.state.progress.done
