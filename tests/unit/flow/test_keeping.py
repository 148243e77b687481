"""After a crash an attempt goes on by the keys that were kept: no code, no PIN, and only with the file that was sat."""

import shutil

import pytest
from kaochang.custody.errata import NO_ERRATA, Erratum
from kaochang.domain.assessments import Level
from kaochang.domain.attempts import Cause, ClosingReason, Phase
from kaochang.domain.errata import ErratumAction
from kaochang.domain.refusals import Outcome
from kaochang.domain.responses import Choice
from kaochang.flow import hand_in, keeping, sit
from kaochang.flow.desk import Desk
from kaochang.flow.way_in import WayIn
from kaochang.machine.keeper import NoKeeper
from kaochang.sealing import kdf
from support.clocks import ManualClock
from support.exams import OPENS
from support.refusals import refuses
from support.seeded import seeded


class FakeKeeper:
    """A keeper that a test looks into."""

    is_there = True

    def __init__(self):
        self.kept, self.said = b"", []

    def held(self):
        return bytearray(self.kept)

    def hold(self, keys):
        self.kept = bytes(keys)

    def forget(self):
        self.kept = b""
        self.said.append("forget")

    def went_on(self):
        self.said.append("went on")

    def leave(self):
        self.said.append("leave")


class Candidate:
    """A PC where one ticket's attempt is sat."""

    def __init__(self, day, folder):
        self.day, self.clock, self.keeper = day, ManualClock(OPENS + 60_000), FakeKeeper()
        exam = folder / "exam"
        exam.mkdir()
        (exam / "session.kcb").write_bytes(day.exam)
        (exam / "site.kcx").write_bytes(day.kcx)
        self.way = WayIn(Desk(folder / "pc", self.clock, seeded(77)), exam / "session.kcb", None, "R1")

    @property
    def pin(self):
        return self.day.secrets.pins.get("T1", "")

    def begin(self):
        """By the codes, in a program that is gone then."""
        room = self.way.open_room(self.day.room_code)
        unlocked = self.way.unlock(room, self.day.code, self.day.room_key)
        return keeping.begin(self.keeper, self.way.desk, unlocked, room.tickets[0], "07", self.pin)

    def crash(self, sitting, after_ms=700):
        """The program is gone, and as many ms pass."""
        sitting.shut()
        self.clock.go_on(after_ms)

    def go_on(self):
        return keeping.go_on(self.keeper, self.way)


@pytest.fixture(params=Level)
def candidate(request, day, certified_day, tmp_path):
    """In both levels."""
    return Candidate(day if request.param is Level.QUICK else certified_day, tmp_path)


def respond(sitting, labels):
    first = sitting.arrangement.items()[0]
    sitting.save(sitting.respond(first, Choice(labels)))
    return first


@pytest.mark.attack(51)
def test_the_same_attempt_goes_on_at_the_same_item_with_the_right_time(candidate):
    sitting = candidate.begin()
    first = respond(sitting, ("B",))
    before = sitting.remaining_ms()
    candidate.crash(sitting)
    gone_on = candidate.go_on()
    again = gone_on.sitting
    assert again.attempt.identity == sitting.attempt.identity
    assert (again.state.responses, again.state.current) == ({first: Choice(("B",))}, first)
    assert (again.resumed, again.seat, again.ticket) == (True, "07", sitting.ticket)
    assert before - 1_500 <= again.remaining_ms() <= before - 700
    assert [outage.cause for outage in again.state.outages] in ([], [Cause.CRASH])
    assert candidate.keeper.said == ["went on"]
    respond(again, ("C",))
    again.shut()


def test_going_on_costs_no_secret_any_time(candidate, monkeypatch):
    sitting = candidate.begin()
    candidate.crash(sitting)
    monkeypatch.setattr(kdf, "derive", None)
    candidate.go_on().sitting.shut()


def test_the_keys_stay_kept_for_the_next_crash(candidate):
    sitting = candidate.begin()
    for _ in range(3):
        candidate.crash(sitting)
        sitting = candidate.go_on().sitting
    sitting.shut()


def test_acts_are_taken_as_before(candidate):
    sitting = candidate.begin()
    place = sitting.act_place
    candidate.crash(sitting)
    again = candidate.go_on().sitting
    assert again.act_place == place
    again.shut()


def test_who_cannot_begin_is_not_kept(candidate):
    candidate.clock.set_wall(OPENS - 60_000)
    with refuses(Outcome.POLICY, "session.not-open"):
        candidate.begin()
    assert candidate.keeper.kept == b""


def test_where_nothing_is_kept_nothing_goes_on(candidate):
    sitting = candidate.begin()
    candidate.crash(sitting)
    assert keeping.go_on(NoKeeper(), candidate.way) is None


@pytest.mark.attack(51)
def test_an_attempt_that_was_closed_before_the_crash_is_only_handed_in(candidate):
    sitting = candidate.begin()
    respond(sitting, ("B",))
    sitting.save(sitting.close(ClosingReason.HANDED_IN))
    candidate.crash(sitting)
    again = candidate.go_on().sitting
    assert again.state.phase is Phase.CLOSED
    assert hand_in.hand_in(again, []).answered == 1
    again.shut()


@pytest.mark.attack(51)
def test_of_an_attempt_that_was_sealed_before_the_crash_only_the_receipt_is_left(candidate, tmp_path):
    sitting = candidate.begin()
    respond(sitting, ("B",))
    sitting.save(sitting.close(ClosingReason.HANDED_IN))
    receipt = hand_in.hand_in(sitting, [])
    candidate.crash(sitting)
    gone_on = candidate.go_on()
    assert gone_on.sitting is None
    assert hand_in.receipt_of(candidate.way.desk, gone_on.room, gone_on.ticket) == receipt
    assert candidate.keeper.said == ["went on"]


def test_another_exam_file_is_refused_and_what_was_kept_for_the_first_is_forgotten(candidate):
    sitting = candidate.begin()
    candidate.crash(sitting)
    candidate.way.exam.write_bytes(candidate.day.seal_exam(991))
    with refuses(Outcome.CONTEXT, "kept.other-exam") as refused:
        candidate.go_on()
    assert refused.value.where == str(candidate.way.exam)
    assert candidate.keeper.kept == b""
    assert candidate.go_on() is None


def test_a_file_that_cannot_be_read_at_the_moment_costs_nothing(candidate):
    sitting = candidate.begin()
    candidate.crash(sitting)
    away = candidate.way.exam.rename(candidate.way.exam.with_name("away"))
    with refuses(Outcome.MISSING):
        candidate.go_on()
    away.rename(candidate.way.exam)
    candidate.go_on().sitting.shut()


def test_where_the_attempt_was_taken_away_the_keys_begin_no_other(candidate):
    sitting = candidate.begin()
    folder = sitting.attempt.files.folder
    candidate.crash(sitting)
    shutil.rmtree(folder)
    assert candidate.go_on() is None
    assert candidate.keeper.kept == b""
    assert not folder.exists()


def test_an_attempt_that_had_left_the_pc_right_before_the_crash_is_refused_once_and_keeps_no_keys(candidate):
    sitting = candidate.begin()
    sitting.save(sitting.left())
    candidate.crash(sitting)
    with refuses(Outcome.POLICY):
        candidate.go_on()
    assert candidate.keeper.kept == b""
    assert candidate.go_on() is None


def test_errata_that_came_meanwhile_are_in_force_and_none_older_ever(candidate):
    entry = Erratum("", ErratumAction.NOTICE, "请看白板", OPENS)
    beside = candidate.way.exam.with_name("one.kce")
    sitting = candidate.begin()
    candidate.crash(sitting)
    beside.write_bytes(candidate.day.errata_after(NO_ERRATA, entry))
    again = candidate.go_on().sitting
    assert [note.detail for note in again.notes if note.what == "erratum.applied"] == ["1"]
    candidate.crash(again)
    beside.unlink()
    with refuses(Outcome.ROLLBACK, "erratum.gone"):
        candidate.go_on()


def test_a_pin_is_asked_for_as_before_where_nothing_was_kept(certified_day, tmp_path):
    candidate = Candidate(certified_day, tmp_path)
    sitting = candidate.begin()
    candidate.crash(sitting)
    room = candidate.way.open_room(certified_day.room_code)
    unlocked = candidate.way.unlock(room, certified_day.code, certified_day.room_key)
    with refuses(Outcome.POLICY, "ticket.pin-needed"):
        sit.begin(candidate.way.desk, unlocked, room.tickets[0], "07")


@pytest.mark.attack(59)
def test_what_is_kept_shows_nothing_of_itself(candidate):
    candidate.begin().shut()
    keys = keeping._READER.decode(candidate.keeper.kept)
    assert repr(keys) == "KeptKeys(…)"
    assert keys.content_key == candidate.day.keys.content_key
    assert candidate.pin.encode() not in candidate.keeper.kept or not candidate.pin
    assert candidate.day.code.encode() not in candidate.keeper.kept
