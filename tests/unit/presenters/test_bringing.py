"""An attempt comes on a stick: nobody begins beside it unknowingly, and nothing gives way to it unasked."""

from pathlib import Path

import pytest
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.flow.attempt_files import Found
from kaochang.flow.carried_logs import Carried, Seen
from kaochang.presenters.candidate.bringing import BringEnds, BringingPresenter
from kaochang.presenters.candidate.code import CodeState
from kaochang.presenters.candidate.exam import ExamPresenter
from kaochang.presenters.candidate.gestures import Written
from screens import sample
from screens.fakes import ROOM_CODE, START_CODE, FakeLine, HandTimer, HeldRunner, means_of

STICK = Path("/media/stick")
LOG = Carried((STICK / "a.kcj",), 152, is_cut=False)
CUT = Carried((STICK / "b.kcj",), 61, is_cut=True)
BEGUN_HERE = Refusal(Outcome.CONFLICT, "move.begun-here", ticket="T", rows=9)
OLDER = Refusal(Outcome.ROLLBACK, "move.older", ticket="T")
OTHER_PC = Refusal(Outcome.POLICY, "attempt.other-pc", ticket="T")
HANGS = Refusal(Outcome.IO, "io.failed", str(STICK), detail="")
BAD = Refusal(Outcome.SIGNATURE, "signature", str(STICK))


class Desk:
    """The pages, and everything around them."""

    def __init__(self, words):
        self.words = words
        self.line = FakeLine()
        self.runner, self.aside = HeldRunner(), HeldRunner()
        self.states, self.went, self.failed = [], [], []
        means = means_of(words, self.line, self.runner, HandTimer(), self.aside)
        login, begun = (lambda: self.went.append("login")), lambda _: self.went.append("begun")
        ends = BringEnds(self.went.append, login, begun, lambda: self.went.append("gone"))
        self.bringing = BringingPresenter(self.line, means, self.states.append, ends)

    def look(self, *logs, refused=(), ticket=sample.TICKET):
        """Somebody says who they are while this lies on the sticks."""
        self.line.seen = Seen(logs, refused)
        self.bringing.look(self.line.room, ticket, "17", self.failed.append)

    def ask(self):
        """Somebody at the start code's page says that there is a stick."""
        self.bringing.ask(self.line.room, sample.TICKET, "17", lambda: self.went.append("back"))

    def codes(self, code=START_CODE):
        for index, group in enumerate(code.split("-")):
            self.bringing.code.type_group(index, group)
        self.bringing.code.start()

    @property
    def state(self):
        return self.states[-1]

    def is_at(self, stage):
        return self.state.title == self.words(f"candidate.bringing.{stage}")

    @property
    def is_at_code(self):
        return isinstance(self.state, CodeState)


@pytest.fixture
def desk(words):
    return Desk(words)


@pytest.fixture
def found(desk):
    """Two logs of the ticket lie there."""
    desk.look(LOG, CUT)
    return desk


# -- what lies there ---------------------------------------------------------------------------------------------------


def test_where_nothing_lies_there_it_goes_on_as_for_anybody(desk):
    desk.look()
    assert (desk.went, desk.states) == ([Found.NONE], [])


def test_a_pc_that_has_the_attempt_goes_on_with_it_whatever_lies_on_a_stick(desk):
    desk.line.found = Found.OPEN
    desk.look(LOG)
    assert desk.went == [Found.OPEN]


def test_a_log_that_is_of_no_use_holds_a_start_back_as_well(desk):
    desk.look(refused=(BAD,))
    assert (desk.is_at("found"), desk.state.rows, desk.went) == (True, (), [])
    assert desk.state.refused is not None


def test_each_row_says_how_much_it_holds_and_whether_its_end_is_missing(found, words):
    whole = words("candidate.bringing.rows", rows=152, place=str(STICK))
    cut = words("candidate.bringing.rows.cut", rows=61, place=str(STICK))
    assert [row.detail for row in found.state.rows] == [whole, cut]


def test_a_row_that_is_not_there_chooses_nothing(found):
    found.bringing.choose(2)
    assert found.is_at("found")


def test_the_page_waits_for_a_stick_and_one_that_hangs_is_told_and_looked_for_again(desk):
    desk.ask()
    assert desk.is_at("nothing")
    desk.line.troubles["carried"] = HANGS
    desk.bringing.tick()
    assert desk.state.refused is not None
    desk.line.troubles.clear()
    desk.bringing.tick()
    assert (desk.is_at("nothing"), desk.state.refused) == (True, None)
    desk.line.seen = Seen((LOG,))
    desk.bringing.tick()
    assert (desk.is_at("found"), desk.state.refused) == (True, None)


def test_looks_are_made_one_at_a_time(desk):
    desk.aside.is_held = True
    desk.ask()
    for _ in range(3):
        desk.bringing.tick()
    assert len(desk.aside.waiting) == 1
    desk.aside.step()
    desk.bringing.tick()
    assert len(desk.aside.waiting) == 1


def test_the_same_logs_are_no_news(found):
    before = len(found.states)
    found.bringing.again()
    assert len(found.states) == before
    found.line.seen = Seen((LOG,))
    found.bringing.again()
    assert len(found.state.rows) == 1


def test_a_look_that_ends_late_takes_nobody_from_the_codes(found):
    found.aside.is_held = True
    found.bringing.again()
    found.bringing.choose(0)
    found.line.seen = Seen()
    found.aside.step()
    assert found.is_at_code
    assert found.went == []
    found.bringing.again()
    assert found.aside.waiting == [], "nobody looks for a stick behind the codes"


@pytest.mark.parametrize("logs", [(), (CUT,)])
def test_a_look_that_ends_late_tells_nothing_to_who_has_left(found, logs):
    found.aside.is_held = True
    found.bringing.again()
    found.bringing.go_back()
    before = len(found.states)
    found.line.seen = Seen(logs)
    found.aside.step()
    assert (found.went, len(found.states)) == (["login"], before)


def test_once_the_stick_is_out_looking_again_goes_on_and_who_came_to_bring_one_stays(desk):
    desk.look(LOG)
    desk.line.seen = Seen()
    desk.bringing.again()
    assert desk.went == [Found.NONE]
    desk.ask()
    desk.bringing.again()
    assert (desk.is_at("nothing"), desk.went) == (True, [Found.NONE])
    desk.bringing.go_back()
    assert desk.went == [Found.NONE, "back"]


# -- what is taken in --------------------------------------------------------------------------------------------------


def test_the_codes_take_in_the_log_that_was_chosen_and_begin(found):
    found.bringing.choose(0)
    found.codes()
    assert (found.line.brought.path, found.went) == (LOG.paths[0], ["begun"])


def test_a_wrong_code_takes_nothing_in(found):
    found.bringing.choose(0)
    found.codes(ROOM_CODE)
    assert (found.is_at_code, found.line.brought, found.went) == (True, None, [])
    assert found.state.refused is not None


def test_a_log_whose_end_is_missing_is_gone_on_with_only_when_somebody_says_so(found):
    found.bringing.choose(1)
    found.codes()
    assert (found.is_at("cut"), found.line.given, found.went) == (True, None, [])
    found.bringing.choose(0)
    assert found.went == ["begun"]


def test_what_was_begun_here_gives_way_only_when_asked_and_each_time_anew(found):
    found.line.troubles["bring_in"] = BEGUN_HERE
    for _ in range(2):
        found.bringing.choose(0)
        found.codes()
        assert (found.is_at("aside"), found.line.set_aside) == (True, False)
        found.bringing.go_back()
        assert (found.is_at("found"), found.state.refused, found.went) == (True, None, [])
    found.bringing.choose(0)
    found.codes()
    found.bringing.choose(0)
    assert (found.line.set_aside, found.went) == (True, ["begun"])


def test_who_goes_back_from_there_and_is_asked_again_sets_nothing_aside_with_another_log(found):
    found.line.troubles["bring_in"] = BEGUN_HERE
    found.bringing.choose(0)
    found.codes()
    found.bringing.choose(0)
    assert found.line.set_aside
    found.line.set_aside = False
    found.look(LOG, CUT)
    found.bringing.choose(0)
    found.codes()
    assert (found.is_at("aside"), found.line.set_aside) == (True, False)


def test_a_log_that_cannot_be_gone_on_with_leads_back_to_the_sticks_with_the_reason(found):
    found.line.troubles["bring_in"] = OLDER
    found.bringing.choose(0)
    found.codes()
    assert (found.is_at("found"), found.state.refused is not None, found.went) == (True, True, [])


def test_the_act_that_a_move_takes_is_asked_for_at_once(found):
    found.line.troubles["begin"] = OTHER_PC
    found.bringing.choose(0)
    found.codes()
    assert found.bringing.code.acts.state.challenge
    assert found.went == []


def test_codes_that_were_typed_are_forgotten_on_the_way_back(found):
    found.bringing.choose(0)
    found.bringing.code.type_group(0, START_CODE[:5])
    found.bringing.go_back()
    assert found.is_at("found")
    found.bringing.code.go_on()
    found.bringing.code.set_aside()
    assert (found.went, found.line.brought) == ([], None)
    found.bringing.choose(0)
    assert not any(group.text for group in found.state.code.groups)


def test_after_going_back_no_codes_of_before_go_on_with_anything(found):
    found.bringing.choose(1)
    found.codes()
    assert found.is_at("cut")
    found.bringing.go_back()
    found.bringing.code.go_on()
    found.bringing.code.set_aside()
    assert (found.went, found.line.set_aside, found.is_at("found")) == ([], False, True)


def test_the_next_candidate_finds_nothing_of_the_one_before(desk):
    desk.look(refused=(BAD,))
    desk.bringing.go_back()
    desk.aside.is_held = True
    desk.line.seen = Seen()
    desk.ask()
    assert (desk.is_at("nothing"), desk.state.refused, desk.state.rows) == (True, None, ())
    desk.bringing.choose(0)
    assert desk.is_at("nothing")


# -- a stick that is missed, and an attempt that was begun here by mistake ---------------------------------------------


def test_a_stick_that_was_pulled_out_is_missed_until_it_is_in_again(found):
    found.line.troubles["bring_in"] = Refusal(Outcome.MISSING, "move.stick-gone", str(STICK))
    found.bringing.choose(0)
    found.codes()
    assert (found.is_at_code, found.state.refused.message) == (True, found.words("candidate.bringing.stick-gone"))
    found.line.seen = Seen((CUT,))
    found.bringing.tick()
    assert found.state.refused is not None, "that is another stick"
    found.line.seen = Seen((LOG,))
    found.line.clock.advance(5_000)
    found.bringing.tick()
    assert found.state.refused is None
    found.line.troubles.clear()
    found.bringing.code.start()
    assert found.went == ["begun"]


@pytest.fixture
def over(desk):
    """An exam that runs here, whose proctor says that another attempt is on a stick."""
    means = means_of(desk.words, desk.line, desk.runner, HandTimer(), desk.aside)
    desk.exam = ExamPresenter(desk.line.sitting, means, lambda _: None, lambda: desk.went.append("closed"))
    desk.line.other = Seen((LOG,))
    desk.bringing.attend(desk.exam, desk.line.sitting, "17", lambda: desk.went.append("exam"))
    desk.exam.acts.open()
    desk.exam.acts.choose_bring()
    return desk


def test_the_proctor_of_an_attempt_under_way_comes_to_the_stick_and_back(over):
    assert (over.is_at("found"), over.exam.acts.state) == (True, None)
    over.bringing.go_back()
    assert (over.went, over.line.sitting.is_shut, over.bringing.is_alone) == (["exam"], False, False)


def test_nothing_under_way_gives_way_before_somebody_says_so(over):
    over.bringing.choose(0)
    over.codes(ROOM_CODE)
    assert over.is_at_code
    over.codes()
    assert (over.is_at("aside"), over.line.brought, over.line.sitting.is_shut) == (True, None, False)
    over.bringing.go_back()
    over.bringing.go_back()
    assert over.went == ["exam"]


def test_what_is_under_way_is_saved_and_shut_before_the_other_is_taken_in(over):
    over.exam.go("i9")
    over.exam.respond(Written("刚写的"))
    over.bringing.choose(0)
    over.codes()
    over.bringing.choose(0)
    assert over.line.sitting.state.responses["i9"].text == "刚写的"
    assert (over.line.sitting.is_shut, over.line.set_aside, over.went) == (True, True, ["begun"])
    assert not [event for event in over.line.sitting.saved if type(event).__name__ == "Left"]


def test_where_what_is_under_way_cannot_be_saved_the_page_says_so_until_it_is(over):
    over.exam.go("i9")
    over.exam.respond(Written("刚写的"))
    over.bringing.choose(0)
    over.codes()
    over.line.sitting.trouble = Refusal(Outcome.DISK_FULL, "io.disk-full")
    over.bringing.choose(0)
    over.bringing.tick()
    assert (over.state.is_busy, over.state.refused is not None, over.line.brought) == (True, True, None)
    over.line.sitting.trouble = None
    over.runner.is_held = True
    over.exam.retry_saving()
    while not over.line.sitting.is_shut:
        over.runner.step()
    assert (over.state.is_busy, over.state.refused) == (True, None)
    while over.runner.waiting:
        over.runner.step()
    assert (over.line.set_aside, over.went) == (True, ["begun"])


def test_after_that_a_log_that_cannot_be_taken_in_leads_to_a_clean_login(over):
    over.bringing.choose(0)
    over.codes()
    over.line.bring_in = lambda *_, **__: (_ for _ in ()).throw(OLDER)
    over.bringing.choose(0)
    assert (over.is_at("found"), over.bringing.is_alone) == (True, True)
    over.bringing.go_back()
    assert over.went == ["gone"]


def test_the_clock_of_what_is_under_way_goes_on_over_these_pages(over):
    shown = over.state.clock
    over.line.clock.advance(2_000)
    over.bringing.tick()
    assert "" != over.state.clock != shown
    over.bringing.choose(0)
    over.codes()
    over.bringing.choose(0)
    assert over.state.clock == ""


def test_a_stick_with_another_attempt_is_noticed_while_the_exam_is_shown(over):
    over.bringing.go_back()
    over.bringing.watch()
    assert over.exam.state.warning == over.words("candidate.bringing.seen")
    over.exam.dismiss_warning()
    over.line.clock.advance(60_000)
    over.bringing.watch()
    assert over.exam.state.warning == "", "the same stick is told of once"


def test_a_stick_pulled_out_in_the_midst_is_tried_again_and_nothing_is_let_go_of_twice(over):
    over.bringing.choose(0)
    over.codes()
    real = over.line.bring_in

    def pulled(*_, **__):
        over.line.bring_in = real
        raise Refusal(Outcome.MISSING, "move.stick-gone", str(STICK))

    over.line.bring_in = pulled
    over.bringing.choose(0)
    over.bringing.go_back()
    assert (over.is_at("found"), over.bringing.is_alone) == (True, True)
    over.bringing.choose(0)
    over.codes()
    assert over.is_at("aside")
    over.bringing.choose(0)
    assert (over.went, over.line.set_aside) == (["begun"], True)
