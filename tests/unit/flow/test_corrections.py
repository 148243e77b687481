"""Newer errata that come while an attempt is under way: found, kept, in force after a crash, and never in its way."""

import os
import shutil
import threading

import msgspec
import pytest
from kaochang.custody.errata import NO_ERRATA
from kaochang.domain.guards import Happening
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.flow import corrections, sit
from kaochang.flow.corrections import DRIVES_MS, LOOK_MS, ErrataWatch, Looked
from kaochang.flow.desk import Desk
from kaochang.flow.way_in import WayIn
from support.clocks import ManualClock
from support.exams import OPENS
from support.refusals import flip, refuses
from support.seeded import seeded
from unit.flow.test_errata import NOTICE, WITHDRAWN, first, opened, second

__all__ = ["first", "second"]


@pytest.fixture
def pc(day, tmp_path):
    return Pc(day, tmp_path)


class Pc:
    """One PC with the sealed exam in a folder, a data folder, and a stick."""

    def __init__(self, day, folder):
        self.day = day
        self.beside, self.stick = folder / "exam", folder / "stick"
        for each in (self.beside, self.stick):
            each.mkdir()
        shutil.copy(day.exam_path, self.beside / "session.kcb")
        (self.beside / "site.kcx").write_bytes(day.kcx)
        self.clock = ManualClock(OPENS + 60_000)
        self.desk = Desk(folder / "pc", self.clock, seeded(77))
        self.way = WayIn(self.desk, self.beside / "session.kcb", None, "R1")
        self.memory = self.desk.folder / day.session.id

    def begin(self):
        """The attempt of the first ticket, begun or gone on with; its files are closed."""
        unlocked = self.way.unlock(self.way.open_room(), self.day.code)
        sitting = sit.begin(self.desk, unlocked, unlocked.room.tickets[0], "01")
        sitting.shut()
        return sitting

    def look(self, sitting):
        return sitting.corrections.look.look(self.beside, (self.stick,))


def keys_of(looked):
    return [problem.key for problem in looked.problems]


def test_nothing_that_lies_there_is_no_news(pc):
    assert pc.look(pc.begin()) == Looked()


@pytest.mark.parametrize("place", ["exam/a.kce", "stick/a.KCE", "stick/office/a.kce"])
def test_errata_are_found_beside_the_exam_and_on_a_stick_and_told_once(pc, day, first, tmp_path, place):
    sitting = pc.begin()
    (tmp_path / place).parent.mkdir(exist_ok=True)
    (tmp_path / place).write_bytes(first)
    assert pc.look(sitting) == Looked(opened(day, first))
    assert pc.look(sitting) == Looked()


def test_what_came_on_a_stick_is_in_force_after_a_crash_without_the_stick(pc, first, second):
    (pc.beside / "a.kce").write_bytes(first)
    sitting = pc.begin()
    assert sitting.corrections.is_news
    (pc.stick / "b.kce").write_bytes(second)
    assert pc.look(sitting).newer.entries == (WITHDRAWN, NOTICE)
    (pc.stick / "b.kce").unlink()
    again = pc.begin()
    assert again.corrections.known.entries == (WITHDRAWN, NOTICE)
    assert [(note.what, note.detail) for note in again.notes] == [
        (Happening.ERRATUM_APPLIED, "1"),
        (Happening.ERRATUM_APPLIED, "2"),
    ]
    assert again.corrections.is_news, "the crash came before it was journaled that they apply"
    assert not pc.begin().corrections.is_news


def test_what_came_on_a_stick_is_in_force_after_a_crash_whose_keys_were_kept(pc, day, first):
    sitting = pc.begin()
    (pc.stick / "a.kce").write_bytes(first)
    pc.look(sitting)
    shutil.rmtree(pc.stick)
    again = pc.way.unlock_again(pc.way.open_room(), day.keys.content_key)
    assert again.errata.entries == (WITHDRAWN,)


def test_under_what_came_on_a_stick_nobody_goes_back_though_the_kept_file_has_gone(pc, first):
    sitting = pc.begin()
    (pc.stick / "a.kce").write_bytes(first)
    pc.look(sitting)
    shutil.rmtree(pc.stick)
    (pc.memory / "001.kce").unlink()
    with refuses(Outcome.ROLLBACK, "erratum.gone"):
        pc.begin()


def test_older_errata_on_a_stick_are_no_news_and_no_problem(pc, first, second):
    (pc.beside / "b.kce").write_bytes(second)
    sitting = pc.begin()
    (pc.stick / "a.kce").write_bytes(first)
    assert pc.look(sitting) == Looked()


def test_a_file_that_contradicts_what_is_known_is_told_and_not_taken(pc, day, first):
    (pc.beside / "a.kce").write_bytes(first)
    sitting = pc.begin()
    (pc.stick / "b.kce").write_bytes(day.errata_after(NO_ERRATA, NOTICE))
    looked = pc.look(sitting)
    assert (looked.newer, keys_of(looked)) == (None, ["erratum.fork"])
    assert sitting.corrections.look.known.entries == (WITHDRAWN,)


def test_a_damaged_file_is_told_as_long_as_it_lies_there_and_a_whole_one_beside_it_applies(pc, first):
    sitting = pc.begin()
    (pc.stick / "a.kce").write_bytes(flip(first, len(first) // 2))
    assert keys_of(pc.look(sitting)) == ["signature"]
    (pc.stick / "b.kce").write_bytes(first)
    looked = pc.look(sitting)
    assert (keys_of(looked), looked.newer.counter) == (["signature"], 1)
    (pc.stick / "a.kce").unlink()
    assert pc.look(sitting) == Looked()


def test_a_file_that_is_mended_is_opened_again(pc, first):
    sitting, path = pc.begin(), pc.stick / "a.kce"
    path.write_bytes(first[:-1])
    assert keys_of(pc.look(sitting)) == ["frame"]
    path.write_bytes(first)
    os.utime(path, (1, 1))
    assert pc.look(sitting).newer.counter == 1


def test_no_file_is_opened_twice_that_has_not_changed(pc, first, monkeypatch):
    sitting, calls = pc.begin(), []
    real = corrections.errata.open_file
    monkeypatch.setattr(corrections.errata, "open_file", lambda *given: calls.append(given[0]) or real(*given))
    (pc.stick / "a.kce").write_bytes(first)
    for _ in range(3):
        pc.look(sitting)
    assert calls == [pc.stick / "a.kce"]


def test_a_stick_that_is_pulled_out_is_no_problem(pc, first):
    sitting = pc.begin()
    shutil.rmtree(pc.stick)
    assert pc.look(sitting) == Looked()


def test_a_file_that_cannot_be_read_for_a_moment_is_no_problem_and_is_looked_at_again(pc, first, monkeypatch):
    sitting = pc.begin()
    (pc.stick / "a.kce").write_bytes(first)

    def fails(*_):
        raise Refusal(Outcome.IO, "io.failed", "a.kce", detail="")

    with monkeypatch.context() as broken:
        broken.setattr(corrections.errata, "open_file", fails)
        assert pc.look(sitting) == Looked()
    assert pc.look(sitting).newer.counter == 1


def test_errata_of_another_session_are_left_aside(pc, other_day):
    sitting = pc.begin()
    (pc.stick / "a.kce").write_bytes(other_day.kce)
    assert pc.look(sitting) == Looked()


def test_where_it_cannot_be_kept_it_is_told_and_tried_again(pc, first):
    sitting = pc.begin()
    (pc.stick / "a.kce").write_bytes(first)
    blocked = pc.memory / "001.kce"
    blocked.mkdir(parents=True)
    looked = pc.look(sitting)
    assert looked.newer is None
    assert len(looked.problems) == 1
    blocked.rmdir()
    assert pc.look(sitting).newer.counter == 1


def test_kept_errata_that_contradict_those_beside_the_exam_let_nobody_in(pc, day, first):
    pc.memory.mkdir(parents=True)
    (pc.memory / "001.kce").write_bytes(first)
    (pc.beside / "a.kce").write_bytes(day.errata_after(NO_ERRATA, NOTICE))
    with refuses(Outcome.CONFLICT, "erratum.fork"):
        pc.begin()


def test_kept_errata_of_an_older_sealing_of_the_session_are_left_aside(pc, day):
    other = msgspec.structs.replace(day.context, exam_file=day.centre_kit.content_key)
    keys = day.keys
    data = corrections.errata.errata.pack_errata(other, NO_ERRATA, [NOTICE], keys.exam_seed, keys.content_key, 1)
    pc.memory.mkdir(parents=True)
    (pc.memory / "001.kce").write_bytes(data)
    assert pc.begin().corrections.known == NO_ERRATA


def test_kept_errata_that_are_damaged_let_nobody_in_uncorrected(pc, first):
    pc.memory.mkdir(parents=True)
    (pc.memory / "001.kce").write_bytes(first[:-1])
    with refuses(Outcome.FRAME):
        pc.begin()


class Looks:
    """Counts looks; each waits for `gate`."""

    def __init__(self):
        self.gate = threading.Event()
        self.gate.set()
        self.asked = []

    def look(self, beside, sticks):
        assert self.gate.wait(10)
        self.asked.append((beside, tuple(sticks)))
        return Looked()


class Watched:
    def __init__(self, tmp_path):
        self.looks, self.clock, self.sticks = Looks(), ManualClock(), ()
        self.watch = ErrataWatch(self.looks, tmp_path, lambda: self.sticks, self.clock)

    def second(self):
        self.clock.go_on(1_000)
        found = self.watch.poll()
        if self.looks.gate.is_set():
            assert self.watch._aside.wait(10)
        return found


@pytest.fixture
def watched(tmp_path):
    return Watched(tmp_path)


def test_the_folders_are_looked_at_now_and_then_and_at_once_when_a_stick_comes(watched, tmp_path):
    watched.second()
    assert watched.looks.asked == [(tmp_path, ())]
    for _ in range(LOOK_MS // 1_000 - 2):
        watched.second()
    assert len(watched.looks.asked) == 1
    for _ in range(3):
        watched.second()
    assert len(watched.looks.asked) == 2
    watched.sticks = (tmp_path / "stick",)
    for _ in range(DRIVES_MS // 1_000):
        watched.second()
    assert watched.looks.asked[2:] == [(tmp_path, (tmp_path / "stick",))]


def test_what_was_found_is_told_once(watched):
    watched.second()
    assert watched.second() == Looked()
    assert watched.second() is None


def test_a_stick_that_hangs_holds_nobody(watched):
    watched.looks.gate.clear()
    watched.second()
    for _ in range(60):
        assert watched.second() is None
    watched.looks.gate.set()
    assert watched.watch._aside.wait(10)
    assert watched.looks.asked == [(watched.watch._beside, ())]


def test_what_errata_are_opened_with_is_not_in_what_a_sitting_shows_of_itself(pc):
    sitting = pc.begin()
    assert pc.day.keys.content_key not in repr(sitting.corrections).encode("latin-1", "replace")
    assert "content_key" not in repr(sitting.corrections.look)
