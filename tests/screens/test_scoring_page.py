"""The centre's page of scoring by people, over a day that the real flows made: shared out, scored, changed."""

from contextlib import closing
from fractions import Fraction

import pytest
from kaochang.custody import key_files
from kaochang.custody.key_files import KeyRole
from kaochang.domain.human_scores import CriterionScore
from kaochang.flow import packet_work, scoring_changes
from kaochang.flow.packet_work import PacketWork
from kaochang.flow.scoring import Given, Scoring
from kaochang.presenters.centre.scoring_state import ChangeField, ChangeKind, PlanField, ScoringPhase
from kaochang.presenters.office.score_rows import Tone
from kaochang.store.centre import Centre
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from screens.test_centre_pages import AtTheWindow
from support.centre_day import CentreDay
from support.quick_day import cheap_guesses
from support.sealed import make_person
from support.seeded import seeded

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
        if not person.left:  # the lot may give all three responses to two of them
            continue
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


def choose(monkeypatch, card, folder, *back):
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(card), ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(each) for each in back], ""))


def test_a_packet_goes_to_a_scorer_elsewhere_and_their_scores_come_back(at, tmp_path, monkeypatch):
    share_out(at, "jia, yi")
    person = next(each for each in at.state.overview.people if each.left)
    key = make_person(KeyRole.SCORER, person.name, 950)
    card = tmp_path / "scorer.kcd"
    card.write_bytes(key_files.pack_card(key))
    assert not at.find("scoring-take").isEnabled()
    choose(monkeypatch, card, tmp_path)
    at.click("scoring-send")
    (told,) = at.state.told
    assert (told.tone, person.name in told.meaning) == (Tone.GOOD, True)
    (sent,) = tmp_path.glob("*.kcw")
    with closing(PacketWork(sent, packet_work.open_packet(sent, key), at.clock)) as work:
        for task in work.queue():
            scores = tuple(CriterionScore(each.name, Fraction(1)) for each in task.scheme.rubric.criteria)
            work.give(task.handle, Given(scores, spent=9_000))
        back, bad = tmp_path / "back.kcs", tmp_path / "bad.kcs"
        back.write_bytes(work.hand_back(key))
    bad.write_bytes(b"KCHG")
    choose(monkeypatch, card, tmp_path, bad, back)
    at.click("scoring-take")
    refused, taken = at.state.told
    assert (refused.tone, taken.tone) == (Tone.BAD, Tone.GOOD)
    assert refused.text.startswith("bad.kcs")
    assert at.read("scoring-packet").endswith("全部收回")
    assert {each.name: each.left for each in at.state.overview.people}[person.name] == 0
    at.click("scoring-take")
    assert f"早已收到 {person.left} 个" in at.state.told[1].meaning


def test_what_no_longer_counts_is_told_by_its_reason_with_what_to_do_in_the_window(at, tmp_path, monkeypatch):
    share_out(at, "jia")
    key = make_person(KeyRole.SCORER, "jia", 951)
    card = tmp_path / "scorer.kcd"
    card.write_bytes(key_files.pack_card(key))
    choose(monkeypatch, card, tmp_path)
    at.click("scoring-send")
    (sent,) = tmp_path.glob("*.kcw")
    with closing(PacketWork(sent, packet_work.open_packet(sent, key), at.clock)) as work:
        for task in work.queue():
            scores = tuple(CriterionScore(each.name, Fraction(1)) for each in task.scheme.rubric.criteria)
            work.give(task.handle, Given(scores, spent=9_000))
        back = tmp_path / "back.kcs"
        back.write_bytes(work.hand_back(key))
    with closing(Centre(at.desk.path)) as centre:
        item = next(iter(Scoring(centre, seeded(1)).plans()))
        placed = {each.id: each for exam in centre.exams().values() for each in exam.assessment.items()}[item]
        scoring_changes.withdraw(centre, placed, scoring_changes.Act("zuzhang", "wrong"), at.clock)
    choose(monkeypatch, card, tmp_path, back)
    at.click("scoring-take")
    _, reason = at.state.told
    assert (reason.tone, reason.text) == (Tone.DOUBT, "未计入 3 个：这道题已作废，所有人得满分。")
    assert "kaochang" not in reason.meaning


def test_a_card_of_somebody_who_is_no_scorer_here_is_told(at, tmp_path, monkeypatch):
    share_out(at, "jia")
    card = tmp_path / "scorer.kcd"
    card.write_bytes(key_files.pack_card(make_person(KeyRole.SCORER, "bing", 952)))
    choose(monkeypatch, card, tmp_path)
    at.click("scoring-send")
    assert at.state.refused.message == "没有一次分配里有 bing。"
    assert "kaochang" not in at.state.refused.next_step
    assert not list(tmp_path.glob("*.kcw"))
