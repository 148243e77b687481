"""The candidate leaves the seat: what is shown, what is refused, what is journaled, and who may come back."""

import pytest
from kaochang.domain.assessments import LoginField
from kaochang.domain.guards import Happening, Severity, severity
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.responses import Text
from kaochang.presenters.candidate.away import LONGEST_WAIT_S, wait_after
from kaochang.presenters.candidate.exam import ExamPresenter
from kaochang.presenters.candidate.exam_state import CannotSave
from kaochang.presenters.candidate.gestures import Chosen, Written
from msgspec import structs
from screens import sample
from screens.fakes import FakeLine, HandTimer, means_of


class Desk:
    """A presenter at the third item, and everything around it."""

    def __init__(self, words, rules=sample.RULES):
        self.line = FakeLine(exam=sample.short_exam(rules))
        self.sitting, self.clock = self.line.sitting, self.line.clock
        self.closings = []
        means = means_of(words, self.line, timer=HandTimer())
        self.exam = ExamPresenter(self.sitting, means, lambda state: None, lambda: self.closings.append(1))
        self.exam.go("i9")

    @property
    def away(self):
        return self.exam.state.away

    def noted(self):
        return [(note.what, note.detail) for note in self.sitting.notes]


@pytest.fixture
def desk(words):
    return Desk(words)


def test_leaving_covers_the_exam_and_is_noted_after_what_was_typed_before(desk):
    desk.exam.respond(Written("a"))
    desk.exam.leave()
    assert desk.away is not None
    assert desk.sitting.state.responses["i9"] == Text("a")
    assert desk.noted() == [(Happening.LEFT_SEAT, "")]


def test_the_page_says_who_is_missed_and_for_how_long_but_not_the_number_that_opens_it(desk):
    desk.exam.leave()
    assert not desk.away.gone
    desk.clock.advance(185_000)
    shown = " ".join(str(value) for value in vars(desk.away).values())
    assert sample.TICKET.name in shown
    assert "3" in desk.away.gone
    assert sample.TICKET.person not in shown
    assert sample.TICKET.number not in shown.replace(" ", "")


def test_where_seats_are_free_the_page_names_none(desk, words):
    attempt = desk.sitting.attempt
    desk.sitting.attempt = structs.replace(attempt, opened=structs.replace(attempt.opened, seat=""))
    desk.exam.leave()
    assert desk.away.who == sample.TICKET.name


@pytest.mark.parametrize("typed", ["KF20817", "kf20817", " ＫＦ２０８１７ "])
def test_the_own_number_uncovers_the_exam_whatever_its_width_and_case(desk, typed):
    desk.exam.leave()
    desk.clock.advance(61_500)
    desk.exam.come_back(typed)
    assert desk.away is None
    assert desk.noted()[-1] == (Happening.CAME_BACK, "61")
    assert desk.exam.state.face.id == "i9"


def test_where_the_login_asked_for_the_ticket_alone_it_is_the_ticket_that_is_typed(words):
    desk = Desk(words, sample.Rules(duration_s=600, login=(LoginField.TICKET, LoginField.NAME)))
    desk.exam.leave()
    assert desk.away.label == words("candidate.away.ticket")
    desk.exam.come_back(sample.TICKET.person)
    assert desk.away is not None
    desk.exam.come_back("2026 1121 0302 0017")
    assert desk.away is None


def test_who_has_no_number_of_that_kind_comes_back_by_the_ticket(desk, words):
    desk.sitting.ticket = structs.replace(sample.TICKET, person="")
    desk.exam.leave()
    assert desk.away.label == words("candidate.away.ticket")
    desk.exam.come_back(sample.TICKET.number)
    assert desk.away is None


def test_nothing_happens_to_the_exam_while_nobody_is_there(desk):
    desk.exam.leave()
    before = desk.sitting.state
    desk.exam.respond(Written("b"))
    desk.exam.pick(0)
    desk.exam.move(-1)
    desk.exam.go("i1")
    desk.exam.toggle_mark()
    desk.exam.ask_to_hand_in()
    desk.exam.leave()
    assert desk.exam.state.overlay is None
    assert not desk.exam.state.may_hand_in
    assert desk.sitting.state.responses == before.responses
    assert (desk.sitting.state.current, desk.sitting.state.marked) == (before.current, before.marked)
    assert desk.noted() == [(Happening.LEFT_SEAT, "")]


def test_a_slip_costs_nothing_and_more_of_them_a_little_time_each(desk):
    desk.exam.leave()
    for _ in range(2):
        desk.exam.come_back("KF20818")
    assert desk.away.wrong
    assert not desk.away.wait
    desk.exam.come_back("KF20818")
    assert desk.away.wait
    desk.exam.come_back(sample.TICKET.person)
    assert desk.away is not None, "before its time nothing is tried"
    desk.clock.advance(5_000)
    desk.exam.come_back(sample.TICKET.person)
    assert desk.away is None


def test_what_was_wrong_the_last_time_is_not_held_against_who_leaves_again(desk):
    for _ in range(2):
        desk.exam.leave()
        assert (desk.away.wrong, desk.away.tries) == ("", 0)
        for _ in range(2):
            desk.exam.come_back("KF20818")
        assert not desk.away.wait
        desk.exam.come_back(sample.TICKET.person)
        assert desk.away is None


def test_the_waits_grow_gently_and_never_lock():
    assert [wait_after(wrong) for wrong in range(1, 8)] == [0, 0, 5, 10, 20, LONGEST_WAIT_S, LONGEST_WAIT_S]


def test_an_empty_field_is_no_wrong_number(desk):
    desk.exam.leave()
    desk.exam.come_back("  ")
    assert desk.away.tries == 0


def test_the_clock_goes_on_and_ends_the_attempt_as_for_everybody(desk):
    desk.exam.leave()
    desk.clock.advance(7_200_000)
    desk.exam.tick()
    assert desk.closings == [1]


def test_the_proctor_is_reached_and_a_saving_that_fails_is_told(desk):
    desk.exam.leave()
    desk.exam.open_acts()
    assert desk.exam.state.acts is not None
    desk.exam.acts.close()
    desk.sitting.trouble = Refusal(Outcome.DISK_FULL, "io.disk-full", where="D:")
    desk.exam.note("guard.note.focus-lost", "")
    assert isinstance(desk.exam.state.overlay, CannotSave)
    assert desk.away is not None


def test_who_comes_back_may_respond_again(desk):
    desk.exam.go("i1")
    desk.exam.leave()
    desk.exam.come_back(sample.TICKET.person)
    desk.exam.respond(Chosen("A"))
    assert "i1" in desk.sitting.state.responses


@pytest.mark.parametrize("what", [Happening.LEFT_SEAT, Happening.CAME_BACK])
def test_leaving_is_told_as_part_of_any_exam(what):
    assert severity(what) is Severity.INFO
