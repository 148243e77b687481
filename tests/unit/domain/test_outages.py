"""What a gap between two rows is made of, which clock is believed about it, and what is given back."""

import msgspec
import pytest
from kaochang.domain.assessments import Rules
from kaochang.domain.attempts import HEARTBEAT_MS, AttemptState, Cause, Phase, Resumed
from kaochang.domain.outages import Gap, Witness, credit_for, gap_between
from support.exams import CLOSES, OPENS, make_exam, make_session

MINUTE = 60_000
HOUR = 60 * MINUTE
WINDOW = 3 * HOUR
DAY = 24 * HOUR
CRASH, REBOOT = Cause.CRASH, Cause.REBOOT
LAST = Witness(OPENS, 10 * MINUTE, "one")
NAMELESS = Witness(OPENS, 10 * MINUTE, "")
DOUBT = (REBOOT, HEARTBEAT_MS, 0, False)

TABLE = {
    "at once": (LAST, Witness(OPENS, 10 * MINUTE, "one"), (CRASH, 0, 0, True)),
    "within a heartbeat": (LAST, Witness(OPENS, 10 * MINUTE + 1, "one"), (CRASH, 1, 0, True)),
    "a heartbeat": (LAST, Witness(OPENS, 10 * MINUTE + HEARTBEAT_MS, "one"), (CRASH, HEARTBEAT_MS, 0, True)),
    "longer": (LAST, Witness(OPENS, 10 * MINUTE + HEARTBEAT_MS + 1, "one"), (CRASH, HEARTBEAT_MS, 1, True)),
    "a wall clock that jumped": (LAST, Witness(OPENS + DAY, 11 * MINUTE, "one"), (CRASH, 5_000, 55_000, True)),
    "a wall clock that was set back": (LAST, Witness(0, 11 * MINUTE, "one"), (CRASH, 5_000, 55_000, True)),
    "a reboot": (LAST, Witness(OPENS + MINUTE, 9_000, "two"), (REBOOT, 5_000, 55_000, True)),
    "a reboot that is up for longer": (LAST, Witness(OPENS + MINUTE, HOUR, "two"), (REBOOT, 5_000, 55_000, True)),
    "a reboot of a whole window": (LAST, Witness(OPENS + WINDOW, 0, "two"), (REBOOT, 5_000, WINDOW - 5_000, True)),
    "a reboot beyond the window": (LAST, Witness(OPENS + WINDOW + 1, 0, "two"), DOUBT),
    "a reboot into another year": (LAST, Witness(OPENS + 400 * DAY, 0, "two"), DOUBT),
    "a reboot into the past": (LAST, Witness(OPENS - 1, 0, "two"), DOUBT),
    "a reboot into 1970": (LAST, Witness(0, 0, "two"), DOUBT),
    "no names, still up": (NAMELESS, Witness(OPENS - DAY, 11 * MINUTE, ""), (CRASH, 5_000, 55_000, True)),
    "no names, gone back": (NAMELESS, Witness(OPENS + MINUTE, 9_000, ""), (REBOOT, 5_000, 55_000, True)),
    "no names, gone back into the past": (NAMELESS, Witness(OPENS - 1, 9_000, ""), DOUBT),
    "one name, gone back": (LAST, Witness(OPENS + MINUTE, 0, "one"), (REBOOT, 5_000, 55_000, True)),
}


@pytest.mark.parametrize(("last", "now", "expected"), TABLE.values(), ids=TABLE)
@pytest.mark.attack(56)
def test_every_pair_of_readings_has_its_gap(last, now, expected):
    assert gap_between(last, now, WINDOW) == Gap(*expected)


EXAM = make_exam(Rules(3600))  # ten minutes for one outage, twenty in all
SESSION = make_session()


def given(*credits):
    outages = tuple(Resumed(0, 0, CRASH, HOUR, credit) for credit in credits)
    return AttemptState(phase=Phase.INTERACTING, limit=HOUR + sum(credits), outages=outages)


def crash(minutes):
    return Gap(CRASH, HEARTBEAT_MS, minutes * MINUTE)


@pytest.mark.parametrize(
    ("before", "minutes", "credit"),
    [((), 3, 3), ((), 10, 10), ((), 25, 10), ((10,), 25, 10), ((10, 4), 25, 6), ((10, 10), 25, 0), ((10, 10), 0, 0)],
)
def test_credit_is_bounded_for_one_outage_and_for_all(before, minutes, credit):
    state = given(*(each * MINUTE for each in before))
    assert credit_for(EXAM, SESSION, state, crash(minutes), OPENS) == credit * MINUTE


@pytest.mark.parametrize(("after_close", "credit"), [(-60, 10), (-40, 10), (-31, 1), (-30, 0), (0, 0), (600, 0)])
@pytest.mark.attack(56)
def test_no_credit_reaches_beyond_the_close_and_the_total(after_close, credit):
    """Sixty minutes are left of the attempt after an outage of ten: it ends fifty minutes from now, or with credit."""
    state = msgspec.structs.replace(given(), limit=HOUR + HEARTBEAT_MS)
    assert credit_for(EXAM, SESSION, state, crash(10), CLOSES + after_close * MINUTE) == credit * MINUTE
