"""The exam screen in an exam with parts, items and turns that have a time of their own."""

import pytest
from kaochang.domain.items import Stage
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.responses import Choice, Replies, Text
from kaochang.presenters.candidate.exam import ExamPresenter
from kaochang.presenters.candidate.exam_state import Confirmation, Final, TurnFace
from kaochang.presenters.candidate.gestures import Chosen, Written
from msgspec.structs import replace
from screens import sample
from screens.fakes import FakeLine, HandTimer, HeldRunner, means_of

SCENARIO = 8


TURNS = (Stage("客户：叫经理来！", 30), Stage("客户：好吧。"))


def in_parts(warnings=(), turns=TURNS):
    """The short exam cut in two: five items with a minute, four with two, the scenario in two turns."""
    exam = sample.short_exam(sample.Rules(duration_s=600, warnings_s=warnings, allow_empty=True))
    (section,) = exam.assessment.sections
    *others, scenario = section.items
    items = (*others, replace(scenario, item=replace(scenario.item, stages=turns)))
    first = replace(section, items=items[:5], limit_s=60)
    second = replace(section, title="二、情景", items=items[5:], limit_s=120)
    return replace(exam, assessment=replace(exam.assessment, sections=(first, second)))


def with_limit(exam, number, seconds):
    """The exam with a time of its own for the item of this number (from 0)."""
    item = [placed.id for placed in exam.assessment.items()][number]
    sections = tuple(
        replace(
            section, items=tuple(replace(each, limit_s=seconds) if each.id == item else each for each in section.items)
        )
        for section in exam.assessment.sections
    )
    return replace(exam, assessment=replace(exam.assessment, sections=sections))


class Desk:
    """A presenter and everything around it."""

    def __init__(self, words, exam=None):
        self.line = FakeLine(exam=exam or in_parts())
        self.timer, self.closings = HandTimer(), []
        means = means_of(words, self.line, HeldRunner(is_held=False), self.timer)
        self.sitting = self.line.sitting
        self.exam = ExamPresenter(self.sitting, means, lambda state: None, lambda: self.closings.append(1))
        self.order = [placed.id for placed in self.line.exam.assessment.items()]

    def seconds(self, count):
        for _ in range(count):
            self.line.clock.advance(1_000)
            self.exam.tick()

    def after(self, seconds, text):
        """A key is typed so much later."""
        self.line.clock.advance(round(seconds * 1_000))
        self.exam.respond(Written(text))

    @property
    def shown(self):
        return self.exam.state.face.id


@pytest.fixture
def desk(words):
    return Desk(words)


def test_the_open_part_is_named_with_its_own_time_and_the_next_part_opens_when_it_is_over(desk):
    assert desk.exam.state.clock.text == "00:10:00"
    assert (desk.exam.state.part.name, desk.exam.state.part.clock.text) == ("一、综合", "00:01:00")
    desk.exam.ask_to_hand_in()
    desk.seconds(60)
    assert (desk.shown, desk.exam.state.overlay, desk.sitting.state.part) == (desk.order[5], None, 1)
    assert desk.exam.state.is_first
    desk.seconds(1)
    part = desk.exam.state.part
    assert (part.name, part.clock, desk.exam.state.clock.text) == ("二、情景", None, "00:01:59"), "one clock tells both"


def test_an_exam_that_is_taken_as_a_whole_names_no_part(words):
    assert Desk(words, sample.short_exam()).exam.state.part is None


def test_parts_without_a_time_are_named_by_their_place(words):
    exam = in_parts()
    sections = tuple(replace(section, limit_s=None, is_locked=True) for section in exam.assessment.sections)
    part = Desk(words, replace(exam, assessment=replace(exam.assessment, sections=sections))).exam.state.part
    assert (part.clock, part.place) == (None, "第 1 部分 / 共 2 部分")


def test_the_warning_for_a_part_says_that_the_next_part_opens_and_that_for_the_last_that_it_is_handed_in(words):
    desk = Desk(words, in_parts(warnings=(30,)))
    seen = {}
    for second in range(1, 180):
        desk.seconds(1)
        seen.setdefault(desk.exam.state.warning, second)
    seen.pop("")
    assert seen == {
        words("candidate.warning.part", left="30 秒"): 30,
        words("candidate.gone-on.part", part="二、情景"): 60,
        words("candidate.warning.whole", left="30 秒"): 150,
    }


def test_a_warning_does_not_outlive_the_part_that_it_warns_of(desk, words):
    desk.seconds(50)
    assert desk.exam.state.warning == words("candidate.warning.part", left="15 秒")
    desk.exam.advance()
    assert desk.exam.state.warning == ""


def test_a_warning_of_the_whole_time_stays_in_the_next_part(words):
    desk = Desk(words, in_parts(warnings=(560,)))
    desk.seconds(41)
    shown = desk.exam.state.warning
    assert shown == words("candidate.warning.whole", left="9 分 20 秒")
    desk.exam.advance()
    assert desk.exam.state.warning == shown


def test_a_warning_of_an_item_s_own_time_goes_with_the_item(words):
    desk = Desk(words, with_limit(in_parts(), 0, 40))
    desk.seconds(30)
    assert desk.exam.state.warning == words("candidate.warning.item", left="10 秒")
    desk.exam.go(desk.order[1])
    assert desk.exam.state.warning == ""


def test_an_end_of_a_part_that_nobody_asked_for_is_told_until_it_fades(desk, words):
    desk.seconds(60)
    told = words("candidate.gone-on.part", part="二、情景")
    assert desk.exam.state.warning == told
    desk.seconds(9)
    assert desk.exam.state.warning == told
    desk.seconds(1)
    assert desk.exam.state.warning == ""


def test_an_end_of_a_part_while_the_candidate_is_away_is_told_when_they_are_back(desk, words):
    desk.seconds(55)
    desk.exam.leave()
    desk.seconds(30)
    desk.exam.come_back(sample.TICKET.number)
    assert desk.exam.state.warning == words("candidate.gone-on.part", part="二、情景")


def test_a_turn_that_gives_way_by_the_clock_is_told(words):
    desk = Desk(words)
    desk.exam.advance()
    desk.exam.go(desk.order[SCENARIO])
    desk.seconds(30)
    assert desk.exam.state.warning == words("candidate.gone-on.turn", number=2)


def test_an_exam_that_is_shorter_than_every_warning_has_one_of_its_own(words):
    exam = sample.short_exam(sample.Rules(duration_s=60, warnings_s=(900, 300, 60)))
    desk = Desk(words, exam)
    assert not desk.exam.state.clock.is_amber
    desk.seconds(45)
    assert desk.exam.state.warning == words("candidate.warning.whole", left="15 秒")


def test_a_part_that_is_shorter_than_every_warning_has_one_of_its_own(words):
    desk = Desk(words, in_parts(warnings=(300,)))
    desk.seconds(44)
    assert (desk.exam.state.warning, desk.exam.state.part.clock.is_amber) == ("", False)
    desk.seconds(1)
    assert desk.exam.state.warning == words("candidate.warning.part", left="15 秒")
    assert desk.exam.state.part.clock.is_amber


def test_going_on_to_the_next_part_asks_once(desk):
    desk.exam.go(desk.order[4])
    assert desk.exam.state.next_label == "下一部分"
    desk.exam.move(1)
    asked = desk.exam.state.overlay
    assert (type(asked), asked.step) == (Confirmation, Final.NEXT_PART)
    assert desk.sitting.state.part == 0
    desk.exam.go_back()
    assert (desk.exam.state.overlay, desk.shown) == (None, desk.order[4])
    desk.exam.move(1)
    desk.exam.confirm()
    assert (desk.shown, desk.sitting.state.part, desk.exam.state.overlay) == (desk.order[5], 1, None)


def test_an_item_of_a_part_that_is_over_stays_closed(desk, words):
    desk.exam.advance()
    for way in (lambda: desk.exam.go(desk.order[0]), lambda: desk.exam.move(-1)):
        way()
        assert (desk.shown, desk.exam.state.overlay) == (desk.order[5], None)
        assert desk.exam.state.warning == words("refusal.attempt.part-closed")


def test_what_was_clicked_after_a_parts_end_and_before_its_tick_goes_nowhere(desk):
    desk.line.clock.advance(60_000)
    desk.exam.respond(Chosen("A"))
    assert desk.sitting.state.responses == {}
    assert desk.shown == desk.order[5]


def test_what_was_typed_before_a_parts_end_counts(desk):
    desk.exam.advance()
    desk.exam.go(desk.order[6])
    desk.exam.respond(Written("及时"))
    desk.line.clock.advance(300_000)
    desk.exam.tick()
    assert desk.sitting.state.responses == {desk.order[6]: Text("及时")}
    assert desk.closings == [1]


# -- turns ------------------------------------------------------------------------------------------------------------


def test_a_scenario_is_played_turn_by_turn_as_a_conversation(desk):
    desk.exam.advance()
    scenario = desk.order[SCENARIO]
    desk.exam.go(scenario)
    face = desk.exam.state.face
    assert (face.turn, face.earlier, face.turn_place) == ("客户：叫经理来！", (), "第 1 轮 / 共 2 轮")
    assert (desk.exam.state.next_label, desk.exam.state.is_last) == ("下一轮", False)
    desk.exam.respond(Written("您好"))
    desk.exam.move(1)
    state = desk.exam.state
    assert (state.face.turn, state.response, state.face.id) == ("客户：好吧。", Text(""), scenario)
    assert state.face.earlier == (TurnFace("客户：叫经理来！", "您好"),)
    assert (state.is_last, state.next_label) == (True, "下一题")
    desk.exam.respond(Written("再见"))
    desk.timer.ring()
    assert desk.sitting.state.responses == {scenario: Replies(("您好", "再见"))}
    assert desk.exam.state.response == Text("再见")


def test_a_turn_without_a_reply_is_left_only_after_asking(desk):
    desk.exam.advance()
    desk.exam.go(desk.order[SCENARIO])
    desk.exam.move(1)
    assert desk.exam.state.overlay.step is Final.NEXT_TURN
    desk.exam.go_back()
    assert desk.exam.state.face.turn == "客户：叫经理来！"
    desk.exam.move(1)
    desk.exam.confirm()
    assert desk.exam.state.face.earlier == (TurnFace("客户：叫经理来！", ""),)


def test_a_turn_gives_way_when_its_time_is_over(desk):
    desk.exam.advance()
    desk.exam.go(desk.order[SCENARIO])
    desk.exam.respond(Written("您"))
    desk.seconds(31)
    assert desk.exam.state.face.turn == "客户：好吧。"
    assert desk.exam.state.face.earlier == (TurnFace("客户：叫经理来！", "您"),)
    assert desk.sitting.state.responses == {desk.order[SCENARIO]: Replies(("您",))}


def test_a_turns_time_stands_beside_it_and_its_end_is_warned_of(desk, words):
    desk.exam.advance()
    desk.exam.go(desk.order[SCENARIO])
    own = desk.exam.state.own_time
    assert (own.text, own.is_amber, own.is_over) == (words("candidate.own.turn", left="00:30"), False, False)
    desk.seconds(23)
    assert desk.exam.state.own_time.is_amber
    assert desk.exam.state.warning == words("candidate.warning.turn", left="7 秒")


# -- items with a time of their own -----------------------------------------------------------------------------------


def test_an_items_time_stands_beside_it_and_when_it_is_over_nothing_more_is_taken(words):
    desk = Desk(words, with_limit(in_parts(), 0, 20))
    assert desk.exam.state.own_time.text == words("candidate.own.item", left="00:20")
    desk.seconds(15)
    assert desk.exam.state.warning == words("candidate.warning.item", left="5 秒")
    desk.exam.respond(Chosen("A"))
    desk.seconds(6)
    assert desk.exam.state.own_time.is_over
    assert desk.exam.state.own_time.text == words("candidate.own-over.item")
    desk.exam.respond(Chosen("B"))
    assert desk.sitting.state.responses == {desk.order[0]: Choice(("A",))}
    assert desk.exam.state.warning == words("candidate.own-over.item")
    desk.exam.go(desk.order[1])
    assert desk.exam.state.own_time is None


def test_what_was_typed_within_an_items_time_counts_though_a_key_comes_after_it(words):
    desk = Desk(words, with_limit(in_parts(), 6, 10))
    desk.exam.advance()
    desk.exam.go(desk.order[6])
    desk.after(9.4, "在时限前写的一句")
    desk.after(0.5, "在时限前写的一句完整的话")
    desk.after(0.2, "在时限前写的一句完整的话。")
    desk.line.clock.advance(300)
    assert desk.sitting.state.responses == {desk.order[6]: Text("在时限前写的一句完整的话")}
    assert desk.exam.state.response == Text("在时限前写的一句完整的话")
    assert desk.exam.state.own_time.is_over


def test_what_was_typed_within_the_last_turns_time_counts_though_a_key_comes_after_it(words):
    desk = Desk(words, in_parts(turns=(Stage("一", 30), Stage("二", 10))))
    desk.exam.advance()
    desk.exam.go(desk.order[SCENARIO])
    desk.exam.next_turn()
    desk.after(9.4, "您好")
    desk.after(0.7, "您好，")
    assert desk.sitting.state.responses == {desk.order[SCENARIO]: Replies(("", "您好"))}
    assert desk.exam.state.own_time.text == words("candidate.own-over.last-turn")
    assert desk.exam.state.response == Text("您好")


def test_whichever_of_an_items_time_and_its_turns_ends_first_is_shown(words):
    desk = Desk(words, with_limit(in_parts(), SCENARIO, 20))
    desk.exam.advance()
    desk.exam.go(desk.order[SCENARIO])
    assert desk.exam.state.own_time.text == words("candidate.own.item", left="00:20")


def test_a_candidate_with_extra_time_is_warned_by_the_time_that_is_theirs(words):
    desk = Desk(words, with_limit(in_parts(), 0, 20))
    desk.sitting.state = replace(desk.sitting.state, extra=600_000)
    assert desk.exam.state.own_time.text == words("candidate.own.item", left="00:40")
    assert desk.exam.state.part.clock.text == "00:02:00"


def test_the_last_parts_own_marks_turn_the_one_clock_amber(words):
    desk = Desk(words, in_parts())
    desk.exam.advance()
    desk.seconds(60)
    assert (desk.exam.state.part.clock, desk.exam.state.clock.is_amber) == (None, False)
    desk.seconds(45)
    assert desk.exam.state.clock.is_amber


def test_at_the_end_the_clock_says_so_and_no_item_is_shown_any_more(words):
    desk = Desk(words, in_parts())
    desk.sitting.trouble = Refusal(Outcome.DISK_FULL, "io.disk-full")
    desk.seconds(180)
    clock = desk.exam.state.clock
    assert (clock.text, clock.spoken, clock.is_amber) == ("00:00:00", words("candidate.clock.over"), True)
    assert desk.exam.state.suspended.title == words("candidate.closing.expired")
