"""Every disk that a power cut may leave, judged by the program itself: nothing that was acknowledged is missing."""

import pytest
from faults.configurations import CONFIGURATIONS, CONTROLS, recoveries
from faults.crashes import HEADING

HEAVY_FACTOR = 8
RECOVERIES = 1_500


def assert_as_it_must_be(row):
    assert row.is_as_it_must_be, "\n".join([row.line(), *row.bad[:5]])


@pytest.mark.parametrize("configuration", CONFIGURATIONS, ids=lambda each: each.name)
def test_no_power_cut_and_no_lying_write_loses_what_was_acknowledged(room, configuration):
    row = configuration.row(room)
    assert_as_it_must_be(row)
    print(row.line())
    assert row.states >= configuration.at_least


def test_no_power_cut_during_a_recovery_loses_what_was_acknowledged(room):
    row = recoveries(room, every=90, subsets=8)
    assert_as_it_must_be(row)
    print(row.line())
    assert row.states >= RECOVERIES


def test_the_test_run_judges_ten_thousand_states():
    assert sum(each.at_least for each in CONFIGURATIONS) + RECOVERIES >= 10_000


@pytest.mark.parametrize("configuration", CONTROLS, ids=lambda each: each.name)
def test_what_is_left_out_on_purpose_does_lose_answers(room, configuration):
    assert_as_it_must_be(configuration.row(room))


@pytest.mark.heavy
def test_a_hundred_thousand_states_lose_nothing_and_every_control_fails(room, capsys):
    rows = []
    with capsys.disabled():
        print(f"\n{HEADING}")
        for configuration in [*CONFIGURATIONS, *CONTROLS]:
            rows.append(configuration.row(room, 1 if configuration.is_control else HEAVY_FACTOR))
            print(rows[-1].line(), flush=True)
        rows.append(recoveries(room, every=10, subsets=24))
        print(rows[-1].line(), flush=True)
        ours = [row for row in rows if not row.is_control]
        print(f"states judged: {sum(row.states for row in ours):,}; bad: {sum(len(row.bad) for row in ours)}")
    for row in rows:
        assert_as_it_must_be(row)
    assert sum(row.states for row in ours) >= 100_000
