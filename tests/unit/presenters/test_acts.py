"""A proctor's act at the candidate's PC: asked for, answered, carried out; over a real attempt and before one."""

import pytest
from kaochang.custody import act_codes
from kaochang.custody.act_codes import ActPlace
from kaochang.domain.act_rules import ENTRIES
from kaochang.domain.acts import ActKind, Reach
from kaochang.domain.attempts import ClosingReason, Phase, Wait
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.responses import Text
from kaochang.flow import sit, take_act
from kaochang.presenters.candidate.acts import Page
from kaochang.presenters.candidate.code import CodePresenter
from kaochang.presenters.candidate.gestures import Written
from screens import sample
from screens.fakes import PIN, START_CODE, FakeLine, HandTimer, HeldRunner, means_of
from support.at_the_pc import AtThePc

MINUTE = 60_000


@pytest.fixture
def place(day):
    """What the proctor's program answers with."""
    return ActPlace(day.context, "R1", day.keys.act_keys["R1"])


@pytest.fixture
def at(desk, unlocked, ticket, clock, words):
    """A candidate at work on an essay."""
    sitting = sit.begin(desk, unlocked, ticket, "07")
    made = AtThePc(sitting, clock, words)
    made.exam.go("essay")
    made.exam.open_acts()
    yield made
    sitting.shut()


def type_code(acts, code):
    for index, group in enumerate(code.split("-")):
        acts.type_group(index, group)


def granted(at, place, kind, minutes=0, seat=None):
    """Asks for an act of this kind, types what the proctor answers, and lets it take effect."""
    acts = at.exam.acts
    acts.choose(kind)
    if kind.grants_time:
        acts.type_minutes(str(minutes))
        acts.proceed()
    if seat is not None:
        acts.type_seat(seat)
    type_code(acts, act_codes.make_response(place, at.sitting.ticket.number, "-".join(acts.state.challenge), minutes))
    acts.proceed()


def test_what_can_be_asked_for_is_what_the_attempt_would_take_now(at, place):
    assert [choice.kind for choice in at.state.acts.choices] == [
        ActKind.EXTRA_TIME,
        ActKind.PAUSE,
        ActKind.SEAT,
        ActKind.HAND_IN,
        ActKind.STOP_ILL,
        ActKind.STOP_MISCONDUCT,
    ]
    granted(at, place, ActKind.PAUSE)
    at.exam.open_acts()
    kinds = [choice.kind for choice in at.state.acts.choices]
    assert (kinds[0], ActKind.PAUSE in kinds) == (ActKind.CONTINUE, False)
    at.exam.acts.close()


def test_every_kind_that_can_be_asked_for_has_its_words(at, words):
    known = words.keys()
    for kind in (*take_act._ASKED, *ENTRIES, ActKind.MOVE):
        assert {f"act-kind.{kind}", f"candidate.acts.effect.{kind}"} <= known
    for wait in Wait:
        assert {f"candidate.suspended.{wait}{end}" for end in ("", ".message", ".next")} <= known


def test_extra_time_is_asked_for_in_minutes_and_lengthens_the_clock(at, place):
    left = at.sitting.remaining_ms()
    at.exam.acts.choose(ActKind.EXTRA_TIME)
    assert (at.state.acts.page, at.state.acts.minutes, at.state.acts.may_go_on) == (Page.MINUTES, "10", True)
    at.exam.acts.type_minutes("25")
    at.exam.acts.proceed()
    challenge = "-".join(at.state.acts.challenge)
    assert act_codes.read_challenge(challenge) == (ActKind.EXTRA_TIME, 25)
    type_code(at.exam.acts, act_codes.make_response(place, "T1", challenge, 20))
    at.exam.acts.proceed()
    assert (at.state.acts, at.sitting.remaining_ms()) == (None, left + 20 * MINUTE)
    assert "延长时间" in at.state.warning


@pytest.mark.parametrize("typed", ["", "-1", "241", "1.5", "十", "9999", "²"])
def test_minutes_that_nobody_can_grant_go_no_further(at, typed):
    at.exam.acts.choose(ActKind.EXTRA_TIME)
    at.exam.acts.type_minutes(typed)
    at.exam.acts.proceed()
    assert (at.state.acts.page, at.state.acts.may_go_on) == (Page.MINUTES, False)


def test_a_pause_hides_the_item_until_a_continue_and_the_clock_stands(at, place, clock):
    at.seconds(10)
    left = at.sitting.remaining_ms()
    granted(at, place, ActKind.PAUSE)
    assert (at.state.suspended.title, at.state.acts) == ("监考已暂停作答", None)
    clock.go_on(20 * MINUTE)
    at.seconds(30)
    assert at.sitting.remaining_ms() == left
    at.exam.open_acts()
    granted(at, place, ActKind.CONTINUE)
    assert (at.state.suspended, at.sitting.remaining_ms()) == (None, left)
    assert (at.sitting.state.outages, at.sitting.state.acts[-1].stood // 1_000) == ((), 1_230)


def test_a_wait_after_an_outage_is_ended_by_what_the_proctor_gives_back(at, place, clock):
    at.exam.acts.close()
    at.seconds(10)
    clock.go_on(30 * MINUTE)
    at.exam.tick()
    assert at.state.suspended is not None
    at.exam.open_acts()
    at.exam.acts.choose(ActKind.RESUME)
    assert at.state.acts.minutes == "20"
    at.exam.acts.go_back()
    granted(at, place, ActKind.RESUME, 15)
    assert (at.state.suspended, at.sitting.state.phase) == (None, Phase.INTERACTING)
    at.exam.respond(Written("接着写"))
    assert at.state.response == Text("接着写")


def test_while_it_waits_an_attempt_may_be_moved_to_where_it_is_and_then_resumed(at, place, clock):
    """After a move that was granted and never used, a plain resume is granted no more."""
    at.exam.acts.close()
    at.seconds(10)
    clock.go_on(30 * MINUTE)
    at.exam.tick()
    at.exam.open_acts()
    assert [choice.kind for choice in at.state.acts.choices][:2] == [ActKind.RESUME, ActKind.MOVE]
    granted(at, place, ActKind.MOVE)
    state = at.sitting.state
    assert (state.wait, state.pc, at.state.suspended is not None) == (Wait.OUTAGE, at.sitting.pc, True)
    at.exam.open_acts()
    at.exam.acts.choose(ActKind.RESUME)
    at.exam.acts.type_minutes("20")
    at.exam.acts.proceed()
    challenge = "-".join(at.state.acts.challenge)
    assert act_codes.read_challenge(challenge) == (ActKind.RESUME_MOVED, 20)
    type_code(at.exam.acts, act_codes.make_response(place, "T1", challenge, 20))
    at.exam.acts.proceed()
    assert (at.state.suspended, at.sitting.state.phase) == (None, Phase.INTERACTING)


@pytest.mark.parametrize("kind", [ActKind.PAUSE, ActKind.HAND_IN, ActKind.STOP_ILL])
def test_what_was_typed_goes_before_the_act(at, place, kind):
    at.exam.acts.close()
    at.exam.respond(Written("还没有存盘的一句"))
    at.exam.open_acts()
    granted(at, place, kind)
    assert at.sitting.state.responses == {"essay": Text("还没有存盘的一句")}


def test_an_act_that_ends_the_attempt_leads_to_its_end(at, place):
    granted(at, place, ActKind.STOP_ILL)
    assert (at.sitting.state.reason, at.closings, at.state.acts) == (ClosingReason.STOPPED_ILL, [1], None)


def test_a_new_seat_is_asked_for_and_stands_in_the_header(at, place):
    at.exam.acts.choose(ActKind.SEAT)
    type_code(at.exam.acts, act_codes.make_response(place, "T1", "-".join(at.state.acts.challenge), 0))
    assert not at.state.acts.may_go_on
    at.exam.acts.type_seat("  ")
    assert not at.state.acts.may_go_on
    at.exam.acts.type_seat("21")
    at.exam.acts.proceed()
    assert (at.sitting.seat, "21 号机" in at.state.header.ticket) == ("21", True)


def test_a_challenge_can_be_answered_later_after_going_on_with_the_exam(at, place, words):
    at.exam.acts.choose(ActKind.EXTRA_TIME)
    at.exam.acts.proceed()
    challenge = at.state.acts.challenge
    at.exam.acts.go_back()
    at.exam.acts.go_back()
    at.exam.respond(Written("接着写"))
    at.seconds(90)
    at.exam.open_acts()
    assert "10 分钟" in at.state.acts.pending
    at.exam.acts.choose_pending()
    assert at.state.acts.challenge == challenge
    type_code(at.exam.acts, act_codes.make_response(place, "T1", "-".join(challenge), 10))
    at.exam.acts.proceed()
    assert at.state.acts is None
    at.exam.open_acts()
    assert at.state.acts.pending == ""


def test_wrong_codes_are_journaled_and_make_the_next_try_wait(at, place, clock):
    acts = at.exam.acts
    acts.choose(ActKind.PAUSE)
    for _ in range(3):
        type_code(acts, PIN)
        acts.proceed()
        assert at.state.acts.refused is not None
    assert (at.sitting.state.wrong, at.sitting.wait_s()) == (3, 5)
    assert "5 秒" in at.state.acts.wait
    acts.proceed()
    assert (at.sitting.state.wrong, at.state.acts.may_go_on) == (3, False)
    clock.go_on(5_000)
    assert (at.state.acts.wait, at.state.acts.may_go_on) == ("", True)


def test_each_group_is_checked_and_a_response_needs_two_of_three(at):
    acts = at.exam.acts
    acts.choose_card()
    first, second = PIN.split("-")
    acts.type_group(0, first)
    assert not at.state.acts.may_go_on
    acts.type_group(1, second)
    assert at.state.acts.may_go_on
    acts.type_group(2, "ABC")
    assert not at.state.acts.may_go_on
    acts.type_group(2, "")
    acts.type_group(1, second[:4] + ("A" if second[4] != "A" else "B"))
    assert not at.state.acts.may_go_on


@pytest.mark.parametrize("reach", [Reach.CARD, Reach.ROOM])
def test_cards_and_room_wide_codes_are_typed_without_a_challenge(at, place, reach):
    left = at.sitting.remaining_ms()
    at.exam.acts.choose_card()
    type_code(at.exam.acts, act_codes.make_card(place, ActKind.EXTRA_TIME, reach, 15, 7))
    at.exam.acts.proceed()
    assert (at.state.acts, at.sitting.remaining_ms()) == (None, left + 15 * MINUTE)


def test_a_card_is_typed_into_the_same_fields_as_the_answer_to_a_challenge(at, place):
    at.exam.acts.choose(ActKind.PAUSE)
    type_code(at.exam.acts, act_codes.make_card(place, ActKind.EXTRA_TIME, Reach.CARD, 15, 7))
    at.exam.acts.proceed()
    assert [act.kind for act in at.sitting.state.acts] == [ActKind.EXTRA_TIME]


def test_a_code_is_read_in_the_background_and_the_clock_goes_on_meanwhile(at, place):
    at.runner.is_held = True
    at.exam.acts.choose(ActKind.PAUSE)
    type_code(at.exam.acts, act_codes.make_response(place, "T1", "-".join(at.state.acts.challenge), 0))
    at.exam.acts.proceed()
    assert at.state.acts.is_busy
    at.exam.acts.go_back()
    at.exam.acts.choose(ActKind.SEAT)
    assert at.state.acts.is_busy
    at.seconds(3)
    while at.runner.waiting:
        at.runner.step()
    assert (at.state.acts, at.sitting.state.wait) == (None, Wait.PAUSE)


def test_an_attempt_that_ends_while_a_code_is_read_takes_no_act(at, place, clock):
    at.runner.is_held = True
    at.exam.acts.choose(ActKind.PAUSE)
    type_code(at.exam.acts, act_codes.make_response(place, "T1", "-".join(at.state.acts.challenge), 0))
    at.exam.acts.proceed()
    for _ in range(7 * 60):
        clock.go_on(9_000)
        at.exam.tick()
    while at.runner.waiting:
        at.runner.step()
    assert (at.sitting.state.reason, at.sitting.state.acts, at.closings) == (ClosingReason.EXPIRED, (), [1])


def test_an_act_that_does_not_fit_any_more_is_told_and_changes_nothing(at, place):
    at.exam.acts.choose(ActKind.PAUSE)
    pause = act_codes.make_response(place, "T1", "-".join(at.state.acts.challenge), 0)
    at.exam.acts.choose_card()
    type_code(at.exam.acts, act_codes.make_card(place, ActKind.CONTINUE, Reach.ROOM, 0, 3))
    at.exam.acts.proceed()
    assert at.state.acts.refused.message == at.words("refusal.attempt.not-paused")
    type_code(at.exam.acts, pause)
    at.exam.acts.type_group(2, "")
    at.exam.acts.proceed()
    assert at.sitting.state.wait is Wait.PAUSE


# -- before the start -------------------------------------------------------------------------------------------------


class Door:
    """The start code's page, with the right code typed."""

    def __init__(self, words, key, **params):
        self.line = FakeLine()
        self.line.troubles["begin"] = Refusal(Outcome.POLICY, key, **params)
        self.line.act = PIN
        self.states, self.begun = [], []
        self.runner = HeldRunner()
        means = means_of(words, self.line, self.runner, HandTimer())
        self.code = CodePresenter(self.line, means, self.states.append, self.begun.append)
        self.code.show(self.line.room, sample.TICKET, "17", is_resuming=False, wait_s=0)
        for index, group in enumerate(START_CODE.split("-")):
            self.code.type_group(index, group)
        self.code.start()

    @property
    def state(self):
        return self.states[-1]


@pytest.mark.parametrize(
    ("key", "kinds"),
    [
        ("session.too-late", [ActKind.ADMIT, ActKind.CLOCK]),
        ("session.not-open", [ActKind.CLOCK]),
        ("session.over", [ActKind.CLOCK]),
        ("attempt.other-pc", [ActKind.MOVE]),
        ("attempt.moved-away", [ActKind.MOVE]),
    ],
)
def test_a_start_that_an_act_lets_begin_offers_the_acts_that_do(words, key, kinds):
    door = Door(words, key, minutes=30, opens=0, closes=0, now=0, ticket="T")
    assert door.state.offers_acts
    door.code.open_acts()
    assert [choice.kind for choice in door.state.acts.choices] == kinds
    door.code.acts.choose(kinds[0])
    assert act_codes.read_challenge("-".join(door.state.acts.challenge))[0] is kinds[0]
    type_code(door.code.acts, PIN)
    door.code.acts.proceed()
    assert door.begun == [door.line.sitting]
    assert door.state.acts is None


def test_a_start_that_no_act_helps_offers_none(words):
    door = Door(words, "second-place.needed")
    assert not door.state.offers_acts
    door.code.open_acts()
    assert door.state.acts is None


def test_a_wrong_code_before_the_start_waits_and_may_be_typed_again(words):
    door = Door(words, "session.too-late", minutes=30)
    door.line.act = "another"
    door.code.open_acts()
    door.code.acts.choose(ActKind.ADMIT)
    type_code(door.code.acts, PIN)
    door.code.acts.proceed()
    assert (door.state.acts.refused is not None, "5 秒" in door.state.acts.wait) == (True, True)
    door.line.clock.advance(5_000)
    door.code.tick()
    door.line.act = PIN
    door.code.acts.proceed()
    assert door.begun == [door.line.sitting]


def test_going_back_before_the_start_leads_to_the_start_code_again(words):
    door = Door(words, "session.too-late", minutes=30)
    door.code.open_acts()
    door.code.acts.choose(ActKind.ADMIT)
    for _ in range(2):
        door.code.acts.go_back()
    assert (door.state.acts, door.state.offers_acts, door.state.may_start) == (None, True, True)
