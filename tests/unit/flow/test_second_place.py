"""The second place of a journal: the log follows each commit, is noted when it is lost, completed when it is back."""

import msgspec
import pytest
from kaochang.custody.journal_log import open_log
from kaochang.custody.log_ends import LogEnd
from kaochang.domain.guards import Happening
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.flow import collect, merge, sit
from kaochang.flow.attempt_files import LOG_NAME, AttemptFiles
from kaochang.flow.collect import CollectOrder
from kaochang.machine import appending, mounts
from kaochang.store.centre import Centre
from msgspec.structs import replace
from support.clocks import ManualClock
from support.exams import RESPONSES
from support.refusals import refuses

ORDER = ("single", "multiple", "essay")
SECOND_PLACE = {Happening.SECOND_PLACE_LOST, Happening.SECOND_PLACE_BACK}


@pytest.fixture
def stick(tmp_path):
    """The folder of a stick that is in the PC."""
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def desk(desk, stick):
    """A PC whose journals have a second place."""
    return replace(desk, second=stick)


@pytest.fixture
def sitting(desk, unlocked, ticket):
    """An attempt that has just begun."""
    begun = sit.begin(desk, unlocked, ticket, "01")
    yield begun
    begun.shut()


def log_on(stick):
    (found,) = stick.rglob("*.kcj")
    return found


def answer(sitting, *items):
    for item in items:
        sitting.save(sitting.respond(item, RESPONSES[item]))
        sitting.settle()


def notes(sitting):
    """What the next look at the clock has to say of the second place; saved, as a window does."""
    entries = sitting.due()
    for entry in entries:
        sitting.save(entry)
    sitting.settle()
    return [entry.event.what for entry in entries if entry.event.what in SECOND_PLACE]


def pulled(monkeypatch, stick):
    """A stick that is no longer in: its files fail, and its folder is gone."""
    real = appending.Appender.append

    def append(self, data):
        if stick in self._path.parents:
            raise Refusal(Outcome.IO, "io.failed")
        real(self, data)

    monkeypatch.setattr(appending.Appender, "append", append)
    stick.rename(stick.with_name("in somebody's pocket"))


def put_back(monkeypatch, stick):
    monkeypatch.undo()
    stick.with_name("in somebody's pocket").rename(stick)


def test_every_row_lies_in_the_second_place_as_soon_as_it_is_saved(sitting, stick):
    for item in ORDER:
        sitting.save(sitting.respond(item, RESPONSES[item]))
        assert log_on(stick).read_bytes() == sitting.attempt.files.log_bytes()
    assert not sitting.is_second_place_lost
    assert notes(sitting) == []


def test_a_proctor_collects_it_and_the_centre_reads_it_though_the_pc_is_gone(day, sitting, stick, tmp_path):
    answer(sitting, *ORDER)
    other = tmp_path / "other stick"
    other.mkdir()
    collection = collect.collect(
        day.proctor_kit, CollectOrder([stick], other, memory=tmp_path / "memory"), ManualClock()
    )
    assert [entry.journal is not None for entry in collection.entries] == [True, False]
    centre = Centre(tmp_path / "centre.db")
    merge.merge(centre, day.centre_kit, [other], ManualClock())
    assert [end.rows for end in centre.logs(LogEnd).values()] == [sitting.attempt.files.count]
    centre.close()


def test_a_stick_that_is_pulled_out_stops_no_answer_and_is_noted_once(sitting, stick, monkeypatch):
    answer(sitting, "single")
    pulled(monkeypatch, stick)
    answer(sitting, "multiple")
    assert sitting.is_second_place_lost
    assert sitting.is_due()
    assert notes(sitting) == [Happening.SECOND_PLACE_LOST]
    answer(sitting, "essay")
    assert notes(sitting) == []
    assert not stick.exists()  # it is never made on the PC's own disk


def test_a_stick_that_is_back_is_completed_and_noted(sitting, stick, clock, monkeypatch):
    answer(sitting, "single")
    pulled(monkeypatch, stick)
    answer(sitting, "multiple")
    notes(sitting)
    put_back(monkeypatch, stick)
    sitting.settle()
    assert sitting.is_second_place_lost  # it was looked for a moment ago
    clock.go_on(5_000)
    answer(sitting, "essay")
    assert not sitting.is_second_place_lost
    assert log_on(stick).read_bytes() == sitting.attempt.files.log_bytes()
    assert notes(sitting) == [Happening.SECOND_PLACE_BACK]
    assert notes(sitting) == []


def test_a_file_that_somebody_deletes_there_is_written_again(sitting, stick):
    answer(sitting, "single")
    log_on(stick).unlink()
    answer(sitting, "multiple")
    assert log_on(stick).read_bytes() == sitting.attempt.files.log_bytes()


def test_the_empty_folder_that_a_stick_leaves_behind_is_no_second_place(
    desk, unlocked, ticket, stick, clock, monkeypatch
):
    """The stick is another file system than the PC's disk; its folder, once it is pulled out, is not."""
    real, apart = mounts.mount_of, [True]

    def told(folder, *more):
        mount = real(folder, *more)
        return replace(mount, device=mount.device + 1) if apart[0] and folder != stick else mount

    monkeypatch.setattr(mounts, "mount_of", told)
    sitting = sit.begin(desk, unlocked, ticket, "01")
    apart[0] = False
    (stick / "kaochang").rename(stick.with_name("in somebody's pocket"))
    for _ in range(3):
        answer(sitting, "single")
        clock.go_on(60_000)
    sitting.shut()
    sitting = sit.begin(desk, unlocked, ticket, "01")  # another start of the program takes it for none either
    answer(sitting, "single")
    assert sitting.is_second_place_lost
    assert not [*stick.iterdir()]
    apart[0] = True
    clock.go_on(60_000)
    answer(sitting, "multiple")  # another stick is as good, if it is one
    assert log_on(stick).read_bytes() == sitting.attempt.files.log_bytes()
    sitting.shut()


def test_a_start_whose_second_place_is_not_there_is_refused_and_can_be_made_again(desk, unlocked, ticket, stick):
    stick.rmdir()
    with refuses(Outcome.MISSING, "stick.not-there"):
        sit.begin(desk, unlocked, ticket, "01")
    stick.mkdir()
    sit.begin(desk, unlocked, ticket, "01").shut()
    assert log_on(stick)


def test_an_attempt_is_gone_on_with_though_its_second_place_is_not_there(sitting, desk, unlocked, ticket, stick):
    answer(sitting, "single")
    sitting.shut()
    stick.rename(stick.with_name("elsewhere"))
    again = sit.begin(desk, unlocked, ticket, "01")
    assert again.is_second_place_lost
    assert notes(again) == [Happening.SECOND_PLACE_LOST]
    again.shut()
    stick.with_name("elsewhere").rename(stick)
    again = sit.begin(desk, unlocked, ticket, "01")
    assert log_on(stick).read_bytes() == again.attempt.files.log_bytes()
    assert notes(again) == [Happening.SECOND_PLACE_BACK]
    again.shut()


def test_a_second_place_that_came_into_use_later_gets_the_whole_log(desk, unlocked, ticket, stick):
    sit.begin(replace(desk, second=None), unlocked, ticket, "01").shut()
    again = sit.begin(desk, unlocked, ticket, "01")
    assert log_on(stick).read_bytes() == again.attempt.files.log_bytes()
    again.shut()


def test_an_attempt_that_never_got_its_first_row_is_begun_anew_though_its_log_lies_there(
    desk, unlocked, ticket, stick, monkeypatch
):
    def dies(self, row):
        raise Refusal(Outcome.IO, "journal.cannot-save")

    with monkeypatch.context() as broken:
        broken.setattr(AttemptFiles, "append", dies)
        with refuses(Outcome.IO, "journal.cannot-save"):
            sit.begin(desk, unlocked, ticket, "01")
    assert log_on(stick)
    forgotten(desk)
    again = sit.begin(desk, unlocked, ticket, "01")
    assert not again.resumed
    again.shut()


@pytest.fixture
def strict(unlocked, ticket):
    """The room of an exam that asks for a second place."""
    front = unlocked.room.fronts[ticket.exam]
    asking = msgspec.structs.replace(front, rules=msgspec.structs.replace(front.rules, second_place=True))
    content = msgspec.structs.replace(unlocked.room.object, fronts=(asking,))
    return replace(unlocked, room=replace(unlocked.room, opened=replace(unlocked.room.opened, content=content)))


def test_an_exam_that_asks_for_a_second_place_does_not_start_without_one(strict, desk, ticket, monkeypatch):
    without = replace(desk, second=None)
    with refuses(Outcome.POLICY, "second-place.needed"):
        sit.begin(without, strict, ticket, "01")
    with refuses(Outcome.MISSING, "stick.not-there"):
        sit.begin(replace(desk, second=desk.folder / "not in"), strict, ticket, "01")
    with refuses(Outcome.POLICY, "second-place.same-disk"):
        sit.begin(desk, strict, ticket, "01")
    monkeypatch.setattr(mounts, "on_one_disk", lambda *_: False)
    sit.begin(desk, strict, ticket, "01").shut()


def test_an_attempt_that_goes_on_without_the_second_place_that_it_needs_shows_and_notes_it(
    strict, desk, ticket, monkeypatch
):
    monkeypatch.setattr(mounts, "on_one_disk", lambda *_: False)
    sit.begin(desk, strict, ticket, "01").shut()
    without = sit.begin(replace(desk, second=None), strict, ticket, "01")  # what has begun is never locked out
    assert without.is_second_place_lost
    assert notes(without) == [Happening.SECOND_PLACE_LOST]
    assert notes(without) == []
    without.shut()
    again = sit.begin(desk, strict, ticket, "01")
    assert (again.is_second_place_lost, notes(again)) == (False, [Happening.SECOND_PLACE_BACK])
    again.shut()


def forgotten(desk):
    """A disk that forgets was started again: nothing of the attempts is there."""
    for path in sorted(desk.folder.rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()


def test_a_pc_that_has_forgotten_the_attempt_goes_on_with_what_lies_in_the_second_place(
    sitting, desk, unlocked, ticket, clock
):
    answer(sitting, *ORDER)
    left = sitting.remaining_ms()
    sitting.shut()
    forgotten(desk)
    clock.reboot(60_000)
    again = sit.begin(desk, unlocked, ticket, "01")
    assert again.resumed
    assert again.state.responses == {item: RESPONSES[item] for item in ORDER}
    assert left - 5_000 <= again.remaining_ms() <= left
    assert again.attempt.identity == sitting.attempt.identity
    again.shut()


def test_rows_that_a_cut_left_half_written_there_are_left_out(sitting, desk, unlocked, ticket, stick):
    answer(sitting, *ORDER)
    sitting.shut()
    path = log_on(stick)
    path.write_bytes(path.read_bytes()[:-40])
    forgotten(desk)
    again = sit.begin(desk, unlocked, ticket, "01")
    assert set(again.state.responses) == set(ORDER[:2])
    again.shut()


@pytest.mark.attack(54)
def test_a_pc_that_has_an_older_state_is_completed_from_the_second_place(sitting, desk, unlocked, ticket):
    answer(sitting, "single")
    folder = sitting.attempt.files.folder
    sitting.attempt.files.close()
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    again = sit.begin(desk, unlocked, ticket, "01")
    answer(again, "multiple")
    again.shut()
    for path in folder.iterdir():
        path.unlink()
    for name, data in before.items():
        (folder / name).write_bytes(data)
    again = sit.begin(desk, unlocked, ticket, "01")
    assert set(again.state.responses) == {"single", "multiple"}
    assert len(open_log((folder / LOG_NAME).read_bytes(), None).rows) == again.attempt.files.count
    again.shut()


@pytest.mark.attack(54)
def test_another_history_of_the_attempt_that_lies_there_keeps_its_bytes(sitting, desk, unlocked, ticket, stick):
    """The PC was put back to an older state, and went on without the stick: that is seen at the centre."""
    folder = sitting.attempt.files.folder
    sitting.shut()
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    other = sit.begin(desk, unlocked, ticket, "01")
    answer(other, *ORDER)
    other.shut()
    theirs = log_on(stick).read_bytes()
    for path in folder.iterdir():
        path.unlink()
    for name, data in before.items():
        (folder / name).write_bytes(data)
    without = sit.begin(replace(desk, second=None), unlocked, ticket, "01")
    answer(without, "single")
    without.shut()
    again = sit.begin(desk, unlocked, ticket, "01")
    assert sorted(path.read_bytes() for path in stick.rglob("*.kcj")) == sorted(
        [theirs, again.attempt.files.log_bytes()]
    )
    again.shut()


def test_another_pcs_attempt_is_not_gone_on_with_because_it_lies_there(sitting, desk, unlocked, ticket, tmp_path):
    answer(sitting, "single")
    sitting.shut()
    other = replace(desk, folder=tmp_path / "other pc", pc=lambda session: "other-pc")
    with refuses(Outcome.POLICY, "attempt.other-pc"):
        sit.begin(other, unlocked, ticket, "01")


def test_what_is_damaged_there_never_stops_a_pc_that_has_the_attempt_but_one_that_has_forgotten_it(
    sitting, desk, unlocked, ticket, stick
):
    answer(sitting, *ORDER)
    sitting.shut()
    data = bytearray(log_on(stick).read_bytes())
    data[200] ^= 1
    log_on(stick).write_bytes(data)
    again = sit.begin(desk, unlocked, ticket, "01")
    assert set(again.state.responses) == set(ORDER)
    again.shut()
    for path in stick.rglob("*.kcj"):
        path.write_bytes(data)
    forgotten(desk)
    with pytest.raises(Refusal):
        sit.begin(desk, unlocked, ticket, "01")
    assert all(path.read_bytes() == data for path in stick.rglob("*.kcj"))
