"""The centre's page of scoring by people, over a day that the real flows made: shared out, scored, changed."""

import pytest
from kaochang.presenters.centre.scoring_state import ChangeField, ChangeKind, PlanField, ScoringPhase
from kaochang.store.centre import Centre
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from screens.test_centre_pages import AtTheWindow
from support.centre_day import CentreDay
from support.quick_day import cheap_guesses

ROOM = "上海 301"


@pytest.fixture(scope="module")
def day(tmp_path_factory):
    """One room, three of whose candidates wrote something. Never written to."""
    with cheap_guesses():
        return CentreDay(tmp_path_factory.mktemp("day"), {ROOM: 7}).make()


@pytest.fixture
def at(qtbot, words, tmp_path, day):
    with cheap_guesses():
        on = AtTheWindow(tmp_path / "pc", words).open(qtbot)
        on.begin(day.kit, tmp_path / "centre.db")
        on.take_in(day.stick(ROOM))
    on.click("tab-scoring")
    yield on
    on.presenter.shut()


def write(at, name, text):
    at.find(name).setFocus()
    at.find(name).selectAll()
    QTest.keyClicks(at.find(name), text)
    QApplication.processEvents()


def share_out(at, scorers, *, is_pair=False, calibration="0"):
    at.click("scoring-plan")
    write(at, "plan-scorers", scorers)
    write(at, "plan-by", "zuzhang")
    if is_pair:
        at.click("plan-pair")
        write(at, "plan-tolerance", "1")
    write(at, "plan-calibration", calibration)
    at.click("plan-do")
    assert at.state.phase is ScoringPhase.OVERVIEW, at.state.refused


def start(at, name):
    at.click("tab-scoring")
    buttons = [each for each in at.window.findChildren(QWidget, "scoring-start") if each.isVisible()]
    wanted = next(each for each in buttons if name in each.accessibleName())
    QTest.mouseClick(wanted, Qt.MouseButton.LeftButton)
    QApplication.processEvents()
    assert at.state.phase is ScoringPhase.SCORER


def test_responses_are_shared_out_scored_by_keys_and_stand_in_the_scores(at):
    assert "3" in at.state.overview.unplanned
    share_out(at, "jia, yi")
    assert at.state.overview.unplanned == ""
    assert sum(each.left for each in at.state.overview.people) == 3
    for person in at.state.overview.people:
        if not person.left:
            continue
        start(at, person.name)
        assert not at.find("tab-scores").isEnabled()
        for _ in range(person.left):
            for key in (Qt.Key.Key_3, Qt.Key.Key_1, Qt.Key.Key_Return):
                at.key(key)
        at.click("scorer-leave")
        assert at.find("tab-scores").isEnabled()
    (item,) = at.state.overview.items
    assert (item.count, item.percent) == ("3 / 3", 100)
    with_points = [score for score in _scores(at) if score.by]
    assert {(score.points, score.by) for score in with_points} <= {(4, "jia"), (4, "yi")}
    assert len(with_points) == 3


def _scores(at):
    centre = Centre(at.desk.path)
    try:
        return list(centre.scores().values())
    finally:
        centre.close()


def test_two_too_far_apart_wait_for_a_third_and_agreement_says_what_it_means(at):
    share_out(at, "jia, yi, bing", is_pair=True)
    for number, person in enumerate(at.state.overview.people):
        start(at, person.name)
        for _ in range(person.left):
            for key in (Qt.Key(Qt.Key.Key_0 + number), Qt.Key(Qt.Key.Key_0 + number), Qt.Key.Key_Return):
                at.key(key)
            if at.state.scorer.task is not None and at.state.scorer.task.is_third:
                break
        at.click("scorer-leave")
    (item,) = at.state.overview.items
    assert "待仲裁" in item.apart
    assert sum(each.left for each in at.state.overview.people) >= 1
    assert at.state.overview.agreement
    assert any("偏" in each.meaning for each in at.state.overview.severity)


def test_a_plan_says_what_is_missing_and_a_refused_one_keeps_what_was_typed(at):
    at.click("scoring-plan")
    assert not at.find("plan-do").isEnabled()
    write(at, "plan-scorers", "jia, yi")
    write(at, "plan-by", "zuzhang")
    at.click("plan-pair")
    assert at.find("plan-do").isEnabled()
    at.click("plan-do")
    assert at.state.refused is not None
    assert at.find("scoring-refused").isVisible()
    assert at.find("plan-scorers").text() == "jia, yi"
    assert at.state.plan.texts[PlanField.BY] == "zuzhang"
    write(at, "plan-thirds", "bing")
    at.click("plan-do")
    assert at.state.phase is ScoringPhase.OVERVIEW


def test_a_changed_key_says_who_moved_and_is_undone_by_another_version(at):
    at.click("scoring-change")
    form = at.page("scoring").changing
    first = at.state.change.items[0].item
    form.choose_item(first)
    write(at, "change-key", "A")
    write(at, "change-by", "zuzhang")
    assert not at.find("change-do").isEnabled()
    write(at, "change-reason", "key")
    at.click("change-do")
    assert at.state.change.moved, at.state.refused
    assert "7" in at.find("change-head").text()
    assert len(at.state.change.versions) == 2
    at.click("change-kind-back")
    write(at, "change-number", "0")
    write(at, "change-reason", "back")
    at.click("change-do")
    assert [at.state.change.kind, len(at.state.change.versions)] == [ChangeKind.BACK, 3]
    assert at.state.change.texts[ChangeField.BY] == "zuzhang"
    at.click("change-cancel")
    assert at.state.overview.changed
