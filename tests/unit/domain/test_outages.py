"""What a gap between two rows is made of, which clock is believed about it, and what is given back."""

import pytest
from kaochang.domain.acts import ActKind
from kaochang.domain.assessments import Rules
from kaochang.domain.attempts import HEARTBEAT_MS, MOST_OUTAGES, Acted, AttemptState, Cause, Phase, Resumed
from kaochang.domain.outages import Gap, Witness, credit_for, gap_between, jump_between, ledger, standstill
from support.exams import OPENS, make_exam

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


def given(*credits):
    outages = tuple(Resumed(0, 0, CRASH, HOUR, credit) for credit in credits)
    return AttemptState(phase=Phase.INTERACTING, limit=HOUR + sum(credits), outages=outages)


def crash(minutes):
    return Gap(CRASH, HEARTBEAT_MS, minutes * MINUTE)


@pytest.mark.parametrize(
    ("before", "minutes", "credit"),
    [((), 3, 3), ((), 10, 10), ((), 25, 10), ((10,), 25, 10), ((10, 4), 25, 6), ((10, 10), 25, 0), ((10, 10), 0, 0)],
)
@pytest.mark.attack(56)
def test_credit_is_bounded_for_one_outage_and_for_all(before, minutes, credit):
    state = given(*(each * MINUTE for each in before))
    assert credit_for(EXAM, state, crash(minutes)) == credit * MINUTE


def test_nothing_is_given_back_of_what_the_candidate_caused_nor_after_so_many_outages():
    assert credit_for(EXAM, given(), Gap(Cause.CANDIDATE, 0, MINUTE)) == 0
    assert credit_for(EXAM, given(*[0] * (MOST_OUTAGES - 1)), crash(1)) == MINUTE
    assert credit_for(EXAM, given(*[0] * MOST_OUTAGES), crash(1)) == 0


def test_over_a_move_only_the_wall_clock_is_asked():
    elsewhere = Witness(OPENS + MINUTE, HOUR, "")
    assert gap_between(NAMELESS, elsewhere, WINDOW) == Gap(CRASH, HEARTBEAT_MS, 50 * MINUTE - HEARTBEAT_MS)
    assert gap_between(NAMELESS, elsewhere, WINDOW, one_pc=False) == Gap(REBOOT, HEARTBEAT_MS, MINUTE - HEARTBEAT_MS)


@pytest.mark.parametrize(
    ("wall", "elapsed", "boot", "jump"),
    [
        (MINUTE, MINUTE, "one", 0),
        (MINUTE + 2_000, MINUTE, "one", 0),
        (MINUTE + 2_001, MINUTE, "one", 2_001),
        (MINUTE - 2_001, MINUTE, "one", -2_001),
        (DAY, 0, "one", DAY),
        (DAY, 0, "two", 0),
        (DAY, -1, "one", 0),
    ],
)
def test_a_date_that_was_set_is_seen_while_the_machine_stays_up(wall, elapsed, boot, jump):
    assert jump_between(LAST, Witness(LAST.wall + wall, LAST.elapsed + elapsed, boot)) == jump


@pytest.mark.parametrize(
    ("length", "awake", "gap"),
    [
        (0, 0, None),
        (10_000, 0, None),
        (10_001, 0, Gap(Cause.CANDIDATE, 5_000, 5_001)),
        (10_001, 8_000, Gap(Cause.CANDIDATE, 5_000, 5_001)),
        (10_001, 8_001, Gap(Cause.CRASH, 5_000, 5_001)),
        (MINUTE, MINUTE, Gap(Cause.CRASH, 5_000, 55_000)),
    ],
)
def test_a_program_that_did_not_look_for_two_heartbeats_slept_or_hung(length, awake, gap):
    assert standstill(length, awake) == gap


def lost(used, length, credit=0, cause=CRASH, pc="", doubted=False):
    return Resumed(used, OPENS + used, cause, length, credit, pc, doubted)


def back(used, credit, kind=ActKind.RESUME, stood=0):
    return Acted(used, OPENS + used, kind, credit // MINUTE, credit, "", f"C{used}", stood=stood)


def told(outages=(), acts=()):
    return [
        (each.line.value, each.wall - OPENS, each.length, each.by_rule, each.by_act) for each in ledger(outages, acts)
    ]


def test_the_ledger_has_each_outage_with_what_was_given_back_by_rule_and_by_act():
    outages = (lost(20, 12, 10), lost(40, 15, 10))
    assert told(outages) == [("crash", 8, 12, 10, 0), ("crash", 25, 15, 10, 0)]
    assert told(outages, [back(20, 1), back(40, 6)]) == [("crash", 8, 12, 10, 2), ("crash", 25, 15, 10, 5)]
    assert told(outages, [back(20, 2)]) == [("crash", 8, 12, 10, 2), ("crash", 25, 15, 10, 0)]


def test_the_ledger_leaves_out_what_lost_nothing_but_names_moves_and_what_no_clock_could_tell():
    outages = (lost(1, 0), lost(2, 0, cause=Cause.MOVED, pc="pc-2"), lost(3, 0, cause=REBOOT, doubted=True))
    assert [(each.line.value, each.doubted) for each in ledger(outages, ())] == [("moved", False), ("reboot", True)]


def test_the_ledger_gives_nothing_back_of_what_the_candidate_caused():
    outages = (lost(20, 10), lost(40, 10, cause=Cause.CANDIDATE))
    assert told(outages, [back(50, 5)]) == [("crash", 10, 10, 0, 5), ("candidate", 30, 10, 0, 0)]


def test_the_ledger_has_pauses_in_their_place():
    acts = [back(30, 0, ActKind.PAUSE), back(30, 0, ActKind.CONTINUE, 25), back(30, 0, ActKind.UNLOCK)]
    assert told((lost(20, 5), lost(40, 5)), acts) == [
        ("crash", 15, 5, 0, 0),
        ("pause", 5, 25, 0, 0),
        ("crash", 35, 5, 0, 0),
    ]


def test_a_line_of_the_ledger_never_begins_before_there_were_dates():
    assert ledger([Resumed(9, 5, REBOOT, 9, 0)], [Acted(9, 5, ActKind.CONTINUE, 0, 0, "", "C", stood=9)])[0].wall == 0
