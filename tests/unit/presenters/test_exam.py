"""The exam's presenter, without a screen: what it journals, when, and how it ends."""

import pytest
from kaochang.domain.acts import ActKind
from kaochang.domain.attempts import HEARTBEAT_MS, Acted, ClosingReason, Phase
from kaochang.domain.guards import Happening
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.responses import Choice, Text
from kaochang.presenters.candidate.exam import ExamPresenter
from kaochang.presenters.candidate.exam_state import CannotSave, Confirmation, Summary
from kaochang.presenters.candidate.gestures import Chosen, Written
from kaochang.presenters.candidate.saving import Sign
from msgspec.structs import replace
from screens import sample
from screens.fakes import FakeLine, HandTimer, HeldRunner, means_of


class Desk:
    """A presenter and everything around it."""

    def __init__(self, words, rules=None, *, is_held=False):
        self.line = FakeLine(exam=sample.short_exam(rules or sample.Rules(duration_s=600, warnings_s=(300, 60))))
        self.runner, self.timer = HeldRunner(is_held=is_held), HandTimer()
        self.states, self.closings = [], []
        means = means_of(words, self.line, self.runner, self.timer)
        self.sitting = self.line.sitting
        self.exam = ExamPresenter(self.sitting, means, self.states.append, lambda: self.closings.append(1))

    @property
    def state(self):
        return self.exam.state

    @property
    def kinds(self):
        return [type(event).__name__ for event in self.sitting.saved]


@pytest.fixture
def desk(words):
    return Desk(words)


def test_a_click_is_journaled_at_once_and_typing_waits_for_the_timer(desk):
    desk.exam.respond(Chosen("A"))
    assert desk.kinds == ["Responded"]
    desk.exam.go("i9")
    desk.exam.respond(Written("a"))
    desk.exam.respond(Written("ab"))
    assert desk.kinds == ["Responded", "Visited"]
    desk.timer.ring()
    assert desk.sitting.state.responses["i9"] == Text("ab")
    assert desk.kinds == ["Responded", "Visited", "Responded"]


def test_the_timer_is_not_pushed_back_by_further_typing(desk):
    desk.exam.go("i9")
    desk.exam.respond(Written("a"))
    first = desk.timer.then
    desk.exam.respond(Written("ab"))
    assert desk.timer.then is first


def test_what_is_typed_shows_before_it_is_journaled(desk):
    desk.exam.go("i9")
    desk.exam.respond(Written("ab"))
    assert desk.state.response == Text("ab")
    assert desk.state.saved.sign is Sign.SAVING
    assert desk.state.palette.answered == 1


def test_heartbeats_come_when_due_and_not_more_often(desk):
    for _ in range(12):
        desk.line.clock.advance(1_000)
        desk.exam.tick()
    assert desk.kinds.count("Ticked") == 12_000 // HEARTBEAT_MS


def test_heartbeats_stop_while_the_journal_takes_nothing(desk):
    desk.sitting.trouble = Refusal(Outcome.DISK_FULL, "io.disk-full")
    desk.exam.respond(Chosen("A"))
    used = desk.sitting.state.used
    desk.line.clock.advance(60_000)
    desk.exam.tick()
    assert desk.sitting.state.used == used


def test_each_warning_is_given_once_when_its_time_is_crossed(desk):
    seen = []
    for _ in range(600):
        desk.line.clock.advance(1_000)
        desk.exam.tick()
        if desk.states[-1].warning and (not seen or seen[-1] != desk.states[-1].warning):
            seen.append(desk.states[-1].warning)
    assert len(seen) == 2
    assert "5 分钟" in seen[0]
    assert "1 分钟" in seen[1]


def test_a_resumed_attempt_is_not_warned_of_times_that_have_passed(words):
    desk = Desk(words)
    desk.line.clock.advance(400_000)
    means = means_of(words, desk.line, desk.runner, desk.timer)
    again = ExamPresenter(desk.sitting, means, desk.states.append, lambda: None)
    again.tick()
    assert desk.states[-1].warning == ""


def test_the_end_closes_once_even_when_seconds_go_on(desk):
    desk.exam.respond(Chosen("A"))
    desk.line.clock.advance(600_000)
    for _ in range(3):
        desk.exam.tick()
    assert desk.sitting.state.reason is ClosingReason.EXPIRED
    assert desk.closings == [1]


def test_a_click_after_the_end_but_before_its_tick_ends_the_attempt_without_it(desk):
    desk.exam.respond(Chosen("A"))
    desk.line.clock.advance(600_001)
    desk.exam.respond(Chosen("B"))
    assert desk.sitting.state.responses["i1"] == Choice(("A",))
    assert desk.sitting.state.reason is ClosingReason.EXPIRED
    assert desk.closings == [1]


def test_typing_that_is_late_by_the_timer_does_not_stop_the_end(desk):
    desk.exam.go("i9")
    desk.exam.respond(Written("late"))
    desk.line.clock.advance(600_001)
    desk.exam.tick()
    assert desk.sitting.state.reason is ClosingReason.EXPIRED
    assert desk.closings == [1]


def test_nothing_is_taken_after_the_closing(desk):
    desk.exam.respond(Chosen("A"))
    desk.exam.hand_in()
    before = list(desk.sitting.saved)
    desk.exam.respond(Chosen("B"))
    desk.exam.toggle_mark()
    desk.exam.go("i3")
    assert desk.sitting.saved == before


def test_closed_is_called_only_when_the_closing_is_durable(words):
    desk = Desk(words, is_held=True)
    desk.exam.respond(Chosen("A"))
    desk.exam.hand_in()
    assert desk.sitting.state.phase is Phase.CLOSED
    desk.runner.step()
    assert desk.closings == []
    desk.runner.step()
    assert desk.closings == [1]


def test_handing_in_nothing_is_refused_in_the_summary(desk):
    desk.exam.ask_to_hand_in()
    overlay = desk.state.overlay
    assert isinstance(overlay, Summary)
    assert overlay.refused is not None
    desk.exam.hand_in()
    assert desk.sitting.state.phase is Phase.INTERACTING


def test_handing_in_too_early_is_refused_in_the_summary(words):
    desk = Desk(words, sample.Rules(duration_s=600, earliest_hand_in_s=300))
    desk.exam.respond(Chosen("A"))
    desk.exam.ask_to_hand_in()
    assert desk.state.overlay.refused is not None
    desk.line.clock.advance(300_000)
    desk.exam.ask_to_hand_in()
    assert desk.state.overlay.refused is None


def test_the_two_confirmations_follow_each_other_and_lead_back(desk):
    desk.exam.respond(Chosen("A"))
    desk.exam.ask_to_hand_in()
    desk.exam.insist()
    assert isinstance(desk.state.overlay, Confirmation)
    desk.exam.go_back()
    assert desk.state.overlay is None


def test_a_journal_that_fails_covers_everything_until_it_works(desk):
    desk.sitting.trouble = Refusal(Outcome.DISK_FULL, "io.disk-full", where="D:")
    desk.exam.respond(Chosen("A"))
    assert isinstance(desk.state.overlay, CannotSave)
    assert desk.state.response == Choice(("A",))
    desk.sitting.trouble = None
    desk.exam.retry_saving()
    assert desk.state.overlay is None
    assert desk.state.saved.sign is Sign.SAVED


def test_a_bug_in_saving_is_logged_once_and_told_calmly(desk, caplog):
    desk.sitting.trouble = ZeroDivisionError()
    desk.exam.respond(Chosen("A"))
    assert isinstance(desk.state.overlay, CannotSave)
    assert len(caplog.records) == 1


def test_a_picture_that_cannot_be_opened_leaves_the_item_usable(words, caplog):
    def damaged(_):
        raise Refusal(Outcome.DECRYPT, "exam.object-damaged")

    desk = Desk(words)
    desk.line = FakeLine(exam=sample.exam())
    desk.line.sitting.media = damaged
    means = means_of(words, desk.line, desk.runner, desk.timer)
    exam = ExamPresenter(desk.line.sitting, means, desk.states.append, lambda: None)
    exam.go("i20")
    assert desk.states[-1].face.pictures == (b"",)


def test_options_are_shown_by_letter_and_named_by_their_authored_label(words):
    desk = Desk(words, sample.Rules(duration_s=600, shuffle_options=True))
    face = desk.state.face
    assert [option.letter for option in face.options] == list("ABCD")
    assert [option.label for option in face.options] != list("ABCD")
    desk.exam.pick(0)
    assert desk.sitting.state.responses["i1"] == Choice((face.options[0].label,))


def test_more_options_than_keys_do_no_harm(desk):
    desk.exam.pick(7)
    assert "i1" not in desk.sitting.state.responses


def test_what_was_typed_before_the_end_counts_however_long_the_pc_stood_still(desk):
    desk.exam.respond(Chosen("A"))
    desk.exam.go("i9")
    desk.line.clock.advance(599_900)
    desk.exam.respond(Written("in time"))
    desk.line.clock.advance(60_000)
    desk.exam.tick()
    assert desk.sitting.state.responses["i9"] == Text("in time")
    assert desk.sitting.state.reason is ClosingReason.EXPIRED


@pytest.mark.parametrize("late", ["note", "mark", "key", "timer", "hand in"])
def test_whatever_comes_first_after_the_end_lets_what_was_typed_go_before_it(desk, late):
    desk.exam.go("i9")
    desk.line.clock.advance(599_900)
    desk.exam.respond(Written("in time"))
    desk.line.clock.advance(60_000)
    {
        "note": lambda: desk.exam.note("guard.note.focus-lost", ""),
        "mark": desk.exam.toggle_mark,
        "key": lambda: desk.exam.respond(Written("in time, and more")),
        "timer": desk.timer.ring,
        "hand in": desk.exam.hand_in,
    }[late]()
    desk.exam.tick()
    assert desk.sitting.state.responses["i9"] == Text("in time")
    assert desk.sitting.state.phase is Phase.CLOSED
    assert desk.closings == [1]


def test_a_heartbeat_between_keys_and_their_commit_dates_nothing_too_early(desk):
    desk.exam.go("i9")
    desk.exam.respond(Written("a"))
    desk.line.clock.advance(HEARTBEAT_MS)
    desk.exam.tick()
    desk.timer.then = None
    assert desk.kinds == ["Visited", "Responded", "Ticked"]


def test_handing_in_nothing_after_the_end_closes_by_the_clock(desk):
    desk.line.clock.advance(600_001)
    desk.exam.hand_in()
    assert desk.sitting.state.reason is ClosingReason.EXPIRED
    assert desk.closings == [1]


def test_a_calm_line_stays_as_long_as_a_warning(desk, words):
    desk.exam.warn(words("candidate.bug.line"))
    assert desk.states[-1].warning == words("candidate.bug.line")
    desk.line.clock.advance(10_000)
    desk.exam.tick()
    assert desk.states[-1].warning == ""


def test_a_paused_attempt_shows_it_and_takes_nothing_until_it_goes_on(desk):
    desk.exam.respond(Chosen("A"))
    take = desk.sitting._take
    take(Acted(desk.sitting._used(), 0, ActKind.PAUSE, 0, 0, "", "code"))
    left, before = desk.sitting.remaining_ms(), list(desk.kinds)
    desk.line.clock.advance(60_000)
    desk.exam.respond(Chosen("B"))
    desk.exam.go("i9")
    desk.exam.toggle_mark()
    desk.exam.hand_in()
    desk.exam.tick()
    assert (desk.kinds[len(before) :], desk.sitting.remaining_ms()) == (["Ticked"], left)
    assert "暂停" in desk.state.suspended.title
    assert desk.state.overlay.refused is not None
    assert not desk.state.may_hand_in
    assert desk.sitting.state.responses == {"i1": Choice(("A",))}


def test_a_disk_that_forgets_is_told_all_the_time_unless_a_second_place_keeps_what_it_forgets(desk, words, tmp_path):
    assert desk.state.standing == ""
    desk.sitting.report(Happening.DISK_FORGETS, "tmpfs")
    assert desk.state.standing == words("candidate.disk-forgets")
    desk.sitting.desk = replace(desk.sitting.desk, second=tmp_path)
    assert desk.state.standing == ""
