"""The saved sign tells the truth, and the journal gets every entry once and in order."""

import pytest
from kaochang.custody.journal_log import Entry, Witness
from kaochang.domain.annotations import Drafted
from kaochang.domain.attempts import Annotated, Closed, ClosingReason, Marked, Responded, Ticked
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.responses import Text
from kaochang.presenters.candidate.saving import Saver, Sign
from screens.fakes import HeldRunner


class Journal:
    """A list that can fail."""

    def __init__(self):
        self.entries = []
        self.settled = []
        self.trouble = None

    def save(self, entry):
        if self.trouble is not None:
            raise self.trouble
        self.entries.append(entry)
        return 1000 + len(self.entries)

    def settle(self):
        self.settled.append(len(self.entries))


def given(text):
    return Entry(Responded(0, 0, "i1", Text(text)), Witness(0, 0, "b"))


def heartbeat():
    return Entry(Ticked(0, 0), Witness(0, 0, "b"))


@pytest.fixture
def parts():
    journal, runner = Journal(), HeldRunner(is_held=True)
    return journal, runner, Saver(journal.save, journal.settle, runner, lambda: None)


def test_nothing_is_called_saved_before_anything_was_given(parts):
    _, runner, saver = parts
    saver.put(heartbeat())
    runner.step()
    assert saver.sign is Sign.NOTHING_YET


def test_saved_is_said_only_after_the_commit_and_with_its_time(parts):
    _, runner, saver = parts
    saver.put(given("a"))
    assert saver.sign is Sign.SAVING
    runner.step()
    assert saver.sign is Sign.SAVED
    assert saver.saved_at == 1001


@pytest.mark.parametrize(
    "event",
    [
        Responded(0, 0, "i1", Text("a")),
        Marked(0, 0, "i1", on=True),
        Annotated(0, 0, "", Drafted("a")),
        Closed(0, 0, ClosingReason.HANDED_IN),
    ],
    ids=lambda event: type(event).__name__,
)
def test_nothing_that_the_candidate_gave_is_called_saved_while_it_is_on_its_way(parts, event):
    _, runner, saver = parts
    saver.put(given("before"))
    runner.step()
    runner.step()
    assert saver.sign is Sign.SAVED
    saver.put(Entry(event, Witness(0, 0, "b")))
    assert saver.sign is Sign.SAVING
    runner.step()
    assert (saver.sign, saver.saved_at) == (Sign.SAVED, 1002)


def test_a_heartbeat_under_way_does_not_take_the_sign_back(parts):
    _, runner, saver = parts
    saver.put(given("a"))
    runner.step()
    saver.put(heartbeat())
    assert saver.sign is Sign.SAVED
    runner.step()
    assert saver.saved_at == 1001


def test_entries_are_written_one_at_a_time_in_their_order(parts):
    journal, runner, saver = parts
    entries = [given(text) for text in "abc"]
    for entry in entries:
        saver.put(entry)
    assert len(runner.waiting) == 1
    while runner.waiting:
        runner.step()
    assert journal.entries == entries


def test_after_a_failure_nothing_is_written_past_the_gap_until_it_is_retried(parts):
    journal, runner, saver = parts
    entries = [given(text) for text in "abc"]
    journal.trouble = Refusal(Outcome.DISK_FULL, "io.disk-full")
    saver.put(entries[0])
    saver.put(entries[1])
    runner.step()
    saver.put(entries[2])
    assert saver.sign is Sign.FAILED
    assert not runner.waiting
    journal.trouble = None
    saver.retry()
    while runner.waiting:
        runner.step()
    assert journal.entries == entries
    assert saver.sign is Sign.SAVED


def test_what_waits_for_everything_to_be_durable_runs_once_and_only_then(parts):
    _, runner, saver = parts
    calls = []
    saver.put(given("a"))
    saver.put(given("b"))
    saver.when_idle(lambda: calls.append("idle"))
    runner.step()
    assert calls == []
    runner.step()
    assert calls == ["idle"]
    saver.put(given("c"))
    runner.step()
    assert calls == ["idle"]


def test_copies_are_made_durable_after_what_was_given_is_called_saved_and_when_nothing_waits(parts):
    journal, runner, saver = parts
    saver.put(given("a"))
    saver.put(given("b"))
    runner.step()
    assert journal.settled == []
    runner.step()
    assert (saver.sign, journal.settled) == (Sign.SAVED, [])
    saver.put(given("c"))
    runner.step()
    assert (saver.sign, journal.settled) == (Sign.SAVING, [2])
    while runner.waiting:
        runner.step()
    assert (saver.sign, journal.settled) == (Sign.SAVED, [2, 3])


def test_after_a_failure_the_time_is_that_at_which_everything_was_durable(parts):
    journal, runner, saver = parts
    saver.put(given("a"))
    runner.step()
    runner.step()
    journal.trouble = Refusal(Outcome.DISK_FULL, "io.disk-full")
    saver.put(heartbeat())
    runner.step()
    assert (saver.sign, saver.take_recovery()) == (Sign.FAILED, False)
    journal.trouble = None
    saver.put(heartbeat())
    saver.retry()
    runner.step()
    assert (saver.saved_at, saver.take_recovery()) == (1001, False), "not all of it yet"
    runner.step()
    assert (saver.sign, saver.saved_at) == (Sign.SAVED, 1003)
    assert (saver.take_recovery(), saver.take_recovery()) == (True, False)


def test_a_failure_before_anything_was_given_leaves_nothing_to_be_called_saved(parts):
    journal, runner, saver = parts
    journal.trouble = Refusal(Outcome.DISK_FULL, "io.disk-full")
    saver.put(heartbeat())
    runner.step()
    journal.trouble = None
    saver.retry()
    runner.step()
    assert saver.sign is Sign.NOTHING_YET
