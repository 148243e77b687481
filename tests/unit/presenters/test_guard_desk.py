"""A guard without its hold is told by the exam's level: nothing, a line, or a page that hides the items."""

import pytest
from kaochang.domain.acts import ActKind, Grant, Reach
from kaochang.domain.assessments import Lockdown
from kaochang.domain.guards import GuardReport, GuardState, Happening
from kaochang.presenters.candidate.exam import ExamPresenter
from kaochang.presenters.candidate.guard_desk import PATIENCE_MS, GuardDesk
from screens import sample
from screens.fakes import FakeLine, means_of

HELD = GuardReport("keyboard", GuardState.HELD, "guard.keyboard.held")
WAITING = GuardReport("keyboard", GuardState.DEGRADED, "guard.keyboard.waiting")
MIRRORED = GuardReport("screens", GuardState.DEGRADED, "guard.screens.mirrored")
BROKEN = GuardReport("clipboard", GuardState.BROKEN, "guard.engage-failed")
BLIND = GuardReport("observer", GuardState.BROKEN, "guard.engage-failed")
IMPOSSIBLE = GuardReport("keyboard", GuardState.NOT_AVAILABLE, "guard.not-on-this-platform")


class Desk:
    def __init__(self, words, level, *reports) -> None:
        self.line = FakeLine(sample.short_exam())
        means = means_of(words, self.line)
        self.guards = GuardDesk(means)
        self.guards.take(level, reports)
        self.closings = []
        self.exam = ExamPresenter(
            self.line.sitting, means, lambda _: None, lambda: self.closings.append(1), guards=self.guards
        )

    @property
    def state(self):
        return self.exam.state

    def wait(self, ms=PATIENCE_MS):
        for _ in range(ms // 1_000):
            self.line.clock.advance(1_000)
            self.exam.tick()


@pytest.fixture
def strict(words):
    return Desk(words, Lockdown.STRICT, WAITING)


def test_what_comes_back_within_seconds_is_never_told(strict):
    strict.wait(PATIENCE_MS - 1_000)
    strict.guards.hear(Happening.GUARD_HELD, "keyboard")
    strict.wait()
    assert (strict.state.suspended, strict.state.standing) == (None, "")


def test_in_strict_no_item_is_shown_until_the_guard_holds_again(strict, words):
    strict.wait()
    page = strict.state.suspended
    assert page.title == words("candidate.guard")
    assert words("guard.keyboard.waiting") in page.message
    strict.exam.pick(0)
    strict.exam.go("i9")
    assert strict.line.sitting.state.responses == {}
    assert strict.line.sitting.state.current == strict.line.sitting.arrangement.items()[0]
    strict.guards.hear(Happening.GUARD_HELD, "keyboard")
    assert strict.state.suspended is None
    strict.exam.pick(0)
    assert strict.line.sitting.state.responses


def test_the_clock_goes_on_behind_the_page_and_ends_the_exam(strict):
    strict.wait()
    before = strict.line.sitting.remaining_ms()
    strict.wait(1_000)
    assert strict.line.sitting.remaining_ms() == before - 1_000
    strict.line.clock.advance(before)
    strict.exam.tick()
    assert strict.closings == [1]


def test_a_proctor_unlocks_and_the_loss_is_a_line_from_then_on(strict, words):
    strict.wait()
    strict.exam.open_acts()
    assert strict.state.acts.choices[0].kind is ActKind.UNLOCK
    strict.exam.acts.close()
    grant = Grant(ActKind.UNLOCK, Reach.TICKET, 0, "", "")
    strict.line.sitting.act(grant)
    strict.exam._on_act(grant)
    assert strict.state.suspended is None
    assert words("guard.keyboard.waiting") in strict.state.standing
    strict.guards.hear(Happening.GUARD_HELD, "keyboard")
    assert strict.state.standing == ""
    strict.guards.hear(Happening.GUARD_DEGRADED, "keyboard")
    strict.wait()
    assert strict.state.suspended is not None, "what is lost anew is another matter"


def test_nobody_is_asked_to_unlock_while_everything_holds(words):
    desk = Desk(words, Lockdown.STRICT, HELD)
    desk.exam.open_acts()
    assert ActKind.UNLOCK not in {choice.kind for choice in desk.state.acts.choices}


def test_in_standard_a_line_says_so_and_the_candidate_goes_on(words):
    desk = Desk(words, Lockdown.STANDARD, WAITING, BROKEN)
    desk.wait()
    assert desk.state.suspended is None
    assert words("guard.keyboard.waiting") in desk.state.standing
    assert words("guard.engage-failed") in desk.state.standing
    desk.exam.pick(0)
    assert desk.line.sitting.state.responses


def test_in_observe_nothing_is_said(words):
    desk = Desk(words, Lockdown.OBSERVE, BLIND)
    desk.wait()
    assert (desk.state.suspended, desk.state.standing) == (None, "")


@pytest.mark.parametrize("report", [IMPOSSIBLE, HELD], ids=["no such guard here", "held"])
def test_what_a_platform_cannot_hold_hides_nothing(words, report):
    desk = Desk(words, Lockdown.STRICT, report)
    desk.wait()
    assert (desk.state.suspended, desk.state.standing) == (None, "")


def test_a_guard_that_only_looks_on_hides_nothing_when_it_breaks(words):
    desk = Desk(words, Lockdown.STRICT, BLIND)
    desk.wait()
    assert desk.state.suspended is None
    assert words("guard.observer") in desk.state.standing


def test_every_reason_that_a_guard_loses_its_hold_for_is_told(words):
    desk = Desk(words, Lockdown.STRICT, MIRRORED)
    desk.guards.hear(Happening.GUARD_DEGRADED, "full-screen")
    desk.guards.hear(Happening.GUARD_BROKEN, "focus")
    desk.wait()
    message = desk.state.suspended.message
    for key in ("guard.screens.mirrored", "guard.full-screen.settling", "guard.engage-failed", "guard.focus"):
        assert words(key) in message


def test_what_else_is_noted_is_no_loss(words):
    desk = Desk(words, Lockdown.STRICT)
    desk.guards.hear(Happening.DEVICE_ADDED, "keyboard")
    desk.wait()
    assert desk.state.suspended is None


def test_a_pause_has_its_own_page(words, strict):
    strict.line.sitting.act(Grant(ActKind.PAUSE, Reach.TICKET, 0, "", ""))
    strict.wait()
    assert strict.state.suspended.title == words("candidate.suspended.pause")
