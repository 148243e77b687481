"""What a candidate reads before going on: the last interruption, what all of them were given back, and what is left."""

import pytest
from kaochang.domain.acts import ActKind
from kaochang.domain.attempts import Acted, Cause, Resumed
from kaochang.presenters import phrases
from kaochang.presenters.candidate.resumed import resumed_state
from msgspec.structs import replace
from screens import sample
from screens.fakes import FakeLine

SECOND = 1_000


@pytest.fixture
def told(words):
    """The page's lines for an attempt with these outages and acts behind it."""

    def read(*outages, acts=(), ms=0):
        line = FakeLine(sample.short_exam(sample.Rules(duration_s=600)))
        line.clock.advance(ms)
        line.sitting.state = replace(line.sitting.state, outages=outages, acts=acts)
        return dict(resumed_state(line.sitting, words).facts)

    return read


def out(cause, seconds, given):
    return Resumed(0, sample.START_WALL, cause, seconds * SECOND, given * SECOND)


def act(kind, *, credit=0, stood=0):
    return Acted(0, sample.START_WALL, kind, 0, credit * SECOND, "", "", stood=stood * SECOND)


@pytest.mark.parametrize(("gone", "left"), [(0, 600), (1, 600), (60_000, 540), (60_001, 540), (599_999, 60)])
def test_a_minute_that_has_begun_is_left(told, words, gone, left):
    said = words("candidate.resumed.left", left=phrases.duration(words, left))
    assert told(out(Cause.CRASH, 0, 0), ms=gone)[words("candidate.fact.left")] == said


def test_the_seat_is_named_only_of_an_attempt_that_came_from_it(told, words):
    seat = words("candidate.fact.came-from")
    assert seat in told(out(Cause.MOVED, 60, 60))
    assert seat not in told(out(Cause.MOVED, 60, 60), out(Cause.CRASH, 60, 60))


def test_it_is_the_last_interruption_that_is_told(told, words):
    said = words("candidate.resumed.outage.none", length=phrases.duration(words, 30))
    assert told(out(Cause.REBOOT, 60, 60), out(Cause.CRASH, 30, 0))[words("candidate.fact.outage")] == said


def test_one_interruption_is_not_summed_up_and_a_pause_is_none(told, words):
    given = words("candidate.fact.given")
    assert given not in told(out(Cause.CRASH, 60, 60))
    assert given not in told(out(Cause.CRASH, 60, 60), acts=(act(ActKind.CONTINUE, stood=90),))
    assert given not in told(out(Cause.CRASH, 60, 0), out(Cause.CRASH, 60, 0)), "nothing was given back"


def test_what_rule_and_act_gave_back_is_one_sum(told, words):
    outages = (out(Cause.CRASH, 60, 30), out(Cause.REBOOT, 60, 30))
    acts = (act(ActKind.RESUME, credit=45), act(ActKind.CONTINUE, stood=90), act(ActKind.EXTRA_TIME, credit=300))
    said = words("candidate.resumed.given", given=phrases.duration(words, 105), count=2)
    assert told(*outages, acts=acts)[words("candidate.fact.given")] == said


@pytest.mark.parametrize(("cause", "is_asked"), [(Cause.CRASH, True), (Cause.REBOOT, True), (Cause.MOVED, False)])
def test_who_may_have_lost_the_last_keys_is_asked_to_look_at_them(words, cause, is_asked):
    line = FakeLine(sample.short_exam(sample.Rules(duration_s=600)))
    line.sitting.state = replace(line.sitting.state, outages=(out(cause, 60, 60),))
    assert ("最后一两秒打的字请核对" in resumed_state(line.sitting, words).message) is is_asked
