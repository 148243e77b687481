"""Earlier versions of a text: which are kept, how many there are, and going back to one."""

import pytest
from kaochang.domain.attempts import Responded
from kaochang.domain.items import Item, ItemType, Mode, Stage
from kaochang.domain.responses import Choice, Replies, Text
from kaochang.presenters.candidate.exam import ExamPresenter
from kaochang.presenters.candidate.exam_state import VersionRow
from kaochang.presenters.candidate.gestures import Chosen, Written
from kaochang.presenters.candidate.versions import (
    LARGE_DELETION,
    LEAST_CHANGE,
    MOST,
    Thinner,
    changed,
    texts_of,
    thinned,
)
from msgspec.structs import replace
from screens import sample
from screens.fakes import FakeLine, HandTimer, HeldRunner, means_of

LONG = "先致歉，再复述客户的问题，请客户确认；随后说明补丁的发布时间，当场给出离线导出的工具，并约定回访的时间。"


def kept(*said):
    """The texts that are kept of (seconds, text)."""
    thinners = thinned((Responded(at * 1000, 0, "i", Text(text)) for at, text in said), {})
    return [version.text for version in reversed(thinners["i", 0].earlier(""))]


def test_seconds_of_typing_are_one_version_and_half_a_minute_is_another():
    typed = [(second, LONG[: second + 1]) for second in range(45)]
    assert kept(*typed) == [LONG[:31]]


def test_a_large_change_is_a_version_however_soon():
    assert kept((0, "我"), (1, LONG)) == [LONG]
    assert kept((0, LONG), (1, LONG + "完")) == [LONG]
    assert kept((0, "x" * (LEAST_CHANGE - 1))) == []
    assert kept((0, "x" * LEAST_CHANGE)) == ["x" * LEAST_CHANGE]
    assert kept((0, "x" * (LEAST_CHANGE - 1)), (1, "x" * LEAST_CHANGE)) == ["x" * LEAST_CHANGE]


@pytest.mark.parametrize(("length", "versions"), [(LARGE_DELETION - 1, []), (LARGE_DELETION, ["短" * LARGE_DELETION])])
def test_what_stood_before_a_large_deletion_is_a_version(length, versions):
    text = "短" * length
    assert kept((0, text[:2]), (1, text), (2, "")) == versions


def test_a_key_that_is_held_down_to_delete_makes_one_version_and_not_one_a_second():
    deleting = [(2 + step, LONG[: len(LONG) - 12 * (step + 1)]) for step in range(4)]
    assert kept((0, LONG[:30]), (1, LONG), *deleting, (7, "")) == [LONG]


def test_a_text_that_was_replaced_is_kept():
    assert kept((0, "旧" * 20), (1, "新" * 20)) == ["旧" * 20]


def test_neither_white_space_nor_the_same_text_twice_is_a_version():
    assert kept((0, LONG), (60, LONG), (120, LONG)) == [LONG]
    assert kept((0, " "), (60, "  "), (61, " " * 90)) == []


@pytest.mark.parametrize(
    ("before", "after", "same"),
    [
        ("", "", (0, 0)),
        ("一二三", "一二三", (3, 0)),
        ("一二三", "一二四三", (2, 1)),
        ("一二三", "", (0, 0)),
        ("啊啊", "啊啊啊", (2, 0)),
    ],
)
def test_what_two_texts_have_in_common_is_told_from_both_ends(before, after, same):
    assert changed(before, after) == same


def test_only_texts_have_versions_and_of_a_scenario_only_the_open_turn():
    assert texts_of(Responded(0, 0, "i", Text("a"))) == (("i", 0), "a")
    assert texts_of(Responded(0, 0, "i", Replies(("a", "b")))) == (("i", 1), "b")
    assert texts_of(Responded(0, 0, "i", Choice(("A",)))) is None


def test_the_newest_are_at_hand_however_long_somebody_wrote():
    said = [(0, "x" * LEAST_CHANGE), *((at, f"{at:>{LEAST_CHANGE}}") for at in range(60, 60 * (MOST + 5), 60))]
    assert kept(*said) == [text for _, text in said[-MOST:]]


class Desk:
    """A presenter at a written item, and everything around it."""

    def __init__(self, words, *, said=(), exam=None, aside=None):
        exam = exam or sample.short_exam(sample.Rules(duration_s=7200, warnings_s=()))
        self.line = FakeLine(exam=exam)
        self.sitting = self.line.sitting
        self.runner, self.timer = HeldRunner(), HandTimer()
        for text in said:
            self.line.clock.advance(60_000)
            self.sitting.attempt.entries.append(self.sitting.respond("i9", Text(text)))
        means = means_of(words, self.line, self.runner, self.timer, aside)
        self.exam = ExamPresenter(self.sitting, means, lambda state: None, lambda: None)
        self.exam.go("i9")

    def write(self, text, after_s=31):
        self.line.clock.advance(after_s * 1000)
        self.exam.respond(Written(text))
        self.timer.ring()

    @property
    def state(self):
        return self.exam.state


@pytest.fixture
def desk(words):
    return Desk(words)


def test_they_are_counted_while_somebody_writes(desk):
    assert desk.state.versions == ""
    desk.write("一")
    desk.write("一二")
    assert desk.state.versions == ""  # the only one that is kept stands there
    desk.write("一二三")
    assert desk.state.versions == "历史版本 1"
    desk.write("一二三四")
    assert desk.state.versions == "历史版本 2"


def test_other_items_have_none(desk):
    desk.exam.go("i1")
    desk.exam.respond(Chosen("A"))
    desk.exam.respond(Chosen("B"))
    assert desk.state.versions == ""
    desk.exam.versions.open()
    assert desk.state.overlay is None


def test_an_attempt_that_is_resumed_knows_its_versions(words):
    assert Desk(words, said=("一", "一二", "一二三")).state.versions == "历史版本 1"


def test_the_panel_lists_what_is_saved_the_newest_first_beside_what_stands_there(desk):
    for text in ("一", "一二", "一二三", "一二三四"):
        desk.write(text)
    desk.exam.versions.open()
    panel = desk.state.overlay
    assert panel.rows == (VersionRow("09:32:33", "3 字"), VersionRow("09:32:02", "2 字"))
    assert (panel.chosen, panel.text, panel.present, panel.present_length) == (0, "一二三", "一二三四", "4 字")
    assert (panel.same_head, panel.same_tail) == (3, 0)
    desk.exam.versions.choose(1)
    assert desk.state.overlay.text == "一二"
    for place in (-1, 2):
        desk.exam.versions.choose(place)
        assert desk.state.overlay.chosen == 1


def test_what_is_typed_and_not_saved_yet_is_the_present_text(desk):
    desk.write("一")
    desk.write(LONG)
    desk.exam.respond(Written(LONG + "完"))
    desk.exam.versions.open()
    assert desk.state.overlay.present == LONG + "完"
    assert desk.sitting.state.responses["i9"] == Text(LONG + "完")


def test_a_version_that_is_brought_back_is_a_response_like_any_other_and_loses_nothing(desk):
    for text in ("一", LONG, "三"):
        desk.write(text)
    desk.exam.versions.open()
    desk.exam.versions.bring_back()
    assert desk.state.overlay is None
    assert desk.state.response == desk.sitting.state.responses["i9"] == Text(LONG)
    assert desk.sitting.saved[-1].response == Text(LONG)
    desk.write(LONG + "完")
    desk.exam.versions.open()
    assert LONG in [desk.exam.versions._found[place].text for place in range(len(desk.state.overlay.rows))]


def test_of_a_scenario_only_the_open_turn_has_versions(words):
    exam = sample.short_exam(sample.Rules(duration_s=7200, warnings_s=()))
    (section,) = exam.assessment.sections
    *others, last = section.items
    turns = (Stage("客户：叫经理来！"), Stage("客户：好吧。"))
    items = (*others, replace(last, item=replace(last.item, stages=turns)))
    desk = Desk(
        words, exam=replace(exam, assessment=replace(exam.assessment, sections=(replace(section, items=items),)))
    )
    for text in ("一", LONG, "二"):
        desk.write(text)
    assert desk.state.versions == "历史版本 1"
    desk.exam.next_turn()
    assert desk.state.versions == ""
    desk.exam.versions.open()
    assert (desk.state.overlay.rows, desk.state.overlay.present) == ((), "")
    desk.exam.go_back()
    for text in ("三", "四" * LEAST_CHANGE, "五"):
        desk.write(text)
    desk.exam.versions.open()
    assert [row.length for row in desk.state.overlay.rows] == [f"{LEAST_CHANGE} 字"]
    desk.exam.versions.bring_back()
    assert desk.sitting.state.responses["i9"] == Replies(("二", "四" * LEAST_CHANGE))


def test_going_back_changes_nothing(desk):
    for text in ("一", LONG, "三"):
        desk.write(text)
    desk.exam.versions.open()
    desk.exam.go_back()
    desk.exam.versions.choose(0)
    desk.exam.versions.bring_back()
    assert desk.state.overlay is None
    assert desk.state.response == Text("三")


def test_where_nothing_is_worth_going_back_to_the_panel_says_so(desk):
    desk.write("一")
    desk.exam.versions.open()
    assert (desk.state.overlay.rows, desk.state.overlay.chosen) == ((), -1)
    assert desk.state.overlay.message.startswith("还没有")
    desk.exam.versions.bring_back()
    assert desk.state.response == Text("一")


def test_what_was_given_before_is_read_once_beside_what_saves_and_offered_then(words):
    aside = HeldRunner(is_held=True)
    desk = Desk(words, said=("一", LONG, "二"), aside=aside)
    desk.exam.versions.open()
    assert desk.state.overlay is None
    desk.write("三" * LEAST_CHANGE)
    assert desk.state.versions == ""
    aside.step()
    assert desk.state.versions == "历史版本 1"
    desk.exam.versions.open()
    assert [row.length for row in desk.state.overlay.rows] == [desk.exam.versions._length(LONG)]
    desk.exam.go("i1")
    desk.exam.go("i9")
    assert aside.waiting == []


def test_what_is_written_while_it_is_read_is_a_version_as_well(words):
    aside = HeldRunner(is_held=True)
    desk = Desk(words, said=("一", LONG, "二"), aside=aside)
    desk.write("三" * LEAST_CHANGE)
    desk.write("四")
    aside.step()
    desk.exam.versions.open()
    lengths = [row.length for row in desk.state.overlay.rows]
    assert lengths == [desk.exam.versions._length(text) for text in ("三" * LEAST_CHANGE, LONG)]


def test_what_is_said_aloud_has_no_versions(words):
    exam = sample.short_exam(sample.Rules(duration_s=7200, warnings_s=()))
    (section,) = exam.assessment.sections
    spoken = Item(ItemType.INTERVIEW, "请介绍自己。", mode=Mode.SPOKEN)
    items = (*section.items[:-1], replace(section.items[-1], item=spoken))
    desk = Desk(
        words, exam=replace(exam, assessment=replace(exam.assessment, sections=(replace(section, items=items),)))
    )
    desk.exam.versions.open()
    assert desk.state.overlay is None


def test_what_was_typed_before_the_item_was_left_is_a_version_of_that_time(desk):
    desk.write(LONG)
    desk.exam.respond(Written("短"))
    desk.exam.go("i1")
    desk.line.clock.advance(600_000)
    desk.exam.go("i9")
    desk.exam.versions.open()
    assert desk.state.overlay.rows[0].time == "09:31:31"


def test_what_cannot_be_read_is_no_version_and_what_is_written_now_is(words, monkeypatch, caplog):
    aside = HeldRunner(is_held=True)
    desk = Desk(words, said=("一", LONG, "二"), aside=aside)
    with monkeypatch.context() as broken:
        broken.setattr(Thinner, "take", None)
        aside.step()
    assert caplog.messages == ["earlier versions cannot be read: TypeError"]
    assert desk.state.versions == ""
    desk.write("四" * LEAST_CHANGE)
    desk.write("五")
    assert desk.state.versions == "历史版本 1"


def test_an_item_whose_time_is_over_takes_no_version_back(words):
    desk = Desk(words)
    desk.write("一")
    desk.write(LONG)
    desk.write("二")
    desk.exam.versions.open()
    desk.line.clock.advance(7_200_000)
    desk.exam.versions.bring_back()
    assert desk.sitting.state.responses["i9"] == Text("二")
