"""Errata go with an attempt to another PC: what its candidate has read is there too, or the PC says what it needs."""

from typing import NamedTuple

import pytest
from kaochang.custody.envelope import Context
from kaochang.domain.attempts import ClosingReason
from kaochang.domain.guards import Happening
from kaochang.domain.refusals import Outcome
from kaochang.flow import carried_errata, move, sit, sticks
from msgspec.structs import replace
from support.put_in import put_in
from support.refusals import flip, refuses
from unit.flow.test_errata import NOTICE, WITHDRAWN, first, second
from unit.flow.test_move import ITEMS, room

__all__ = ["first", "room", "second"]


class Told(NamedTuple):
    """What of a sealed exam its errata are told by."""

    exam_key: bytes
    context: Context


def forged(data):
    """The same with one bit of what is signed changed."""
    return flip(data, len(data) // 2)


def memory(room, pc):
    return room.folder / pc / room.day.session.id


def give(room, pc, data, number=1):
    """The PC has these errata."""
    memory(room, pc).mkdir(parents=True, exist_ok=True)
    (memory(room, pc) / f"{number:03}.kce").write_bytes(data)


def on_stick(room):
    return sorted(path.name for path in room.stick.rglob("*.kce"))


@pytest.fixture
def sat(room, first):
    """An attempt that was sat under the first errata at PC a."""
    give(room, "a", first)
    room.sit("a", *ITEMS[:2])
    return room


def corrected(room, pc):
    """What the candidate reads there, and whether it is told as news."""
    sitting = sit.begin(room.desk(pc), room.unlocked, room.ticket, "07")
    sitting.shut()
    return sitting.corrections.known.entries, sitting.corrections.is_news


def test_the_newest_errata_go_along_and_are_in_force_at_the_other_pc(sat):
    sat.leave("a")
    assert on_stick(sat) == [f"{sat.day.session.id}-001.kce"]
    sat.bring_and_take("b")
    sat.stick.rename(sat.stick.with_name("pulled"))
    assert corrected(sat, "b") == ((WITHDRAWN,), False)


def test_of_a_dead_pc_they_come_from_its_disk_or_from_beside_the_exam(sat, first, second):
    sat.rescue("a")
    assert on_stick(sat) == [f"{sat.day.session.id}-001.kce"]
    beside = sat.unlocked.room.sealed.path.parent
    (memory(sat, "a") / "001.kce").unlink()
    (beside / "zz-last.kce").write_bytes(second)
    try:
        sat.rescue("a", put_in(sat.folder / "other"))
    finally:
        (beside / "zz-last.kce").unlink()
    assert [path.read_bytes() for path in (sat.folder / "other").rglob("*.kce")] == [second]


def test_without_any_errata_nothing_goes_along(room):
    room.sit("a", *ITEMS[:1])
    room.leave("a")
    assert on_stick(room) == []
    room.bring_and_take("b")


def without_errata(room):
    for path in room.stick.rglob("*.kce"):
        path.unlink()


def test_a_pc_that_has_older_ones_or_none_says_which_it_needs_and_takes_nothing_in(sat, second):
    give(sat, "a", second, 2)
    sat.sit("a", *ITEMS[2:3])
    sat.leave("a")
    without_errata(sat)
    with refuses(Outcome.ROLLBACK, "move.errata-none") as refused:
        sat.bring("b")
    assert refused.value.params == {"seen": 2, "found": 0}
    assert not sat.attempt_folder("b").exists()


def test_one_that_has_an_older_number_names_both(sat, second, first):
    give(sat, "a", second, 2)
    sat.sit("a", *ITEMS[2:3])
    sat.leave("a")
    without_errata(sat)
    (sat.stick / "old.kce").write_bytes(first)
    with refuses(Outcome.ROLLBACK, "move.errata-older") as refused:
        sat.bring("b")
    assert refused.value.params == {"seen": 2, "found": 1}


@pytest.mark.parametrize("place", ["b.kce", "office/b.kce"])
def test_errata_that_people_lay_on_the_stick_are_taken_in_as_well(sat, first, place):
    path = sat.leave("a").path
    without_errata(sat)
    (sat.stick / place).parent.mkdir(exist_ok=True)
    (sat.stick / place).write_bytes(first)
    desk = sat.desk("b")
    move.bring_in(desk, sat.unlocked, sat.ticket, "", path, places=(sat.stick, sat.folder / "gone"))
    sat.take_over("b")
    assert corrected(sat, "b")[0] == (WITHDRAWN,)


def test_newer_ones_that_come_along_are_news_to_the_candidate(sat, second):
    sat.leave("a")
    (sat.stick / "newer.kce").write_bytes(second)
    sat.bring("b")
    sitting = sat.waiting("b")
    sat.grant(sitting)
    sitting.shut()
    assert corrected(sat, "b") == ((WITHDRAWN, NOTICE), True)


def test_a_forged_one_is_refused_where_it_is_needed_and_stops_nothing_where_it_is_not(sat, first):
    path = sat.leave("a").path
    (carried,) = path.parent.glob("*.kce")
    carried.write_bytes(forged(first))
    with refuses(Outcome.SIGNATURE):
        sat.bring("b")
    give(sat, "c", first)
    sat.unlocked = carried_errata.corrections.with_kept(sat.unlocked, memory(sat, "c"))
    sat.bring("c")


def test_a_damaged_file_on_the_old_pc_holds_nothing_back(sat, first):
    give(sat, "a", forged(first), 2)
    newest = carried_errata.newest_file(sat.unlocked.room.sealed, [memory(sat, "a"), sat.folder / "none"])
    assert (newest.counter, newest.data) == (1, first)


def test_a_pc_that_has_lost_its_errata_does_not_go_on_under_older_ones(sat):
    (memory(sat, "a") / "001.kce").unlink()
    with refuses(Outcome.ROLLBACK, "move.errata-none"):
        sat.sit("a")


def test_one_that_is_closed_needs_none_to_be_handed_in(sat):
    sitting = sit.begin(sat.desk("a"), sat.unlocked, sat.ticket, "07")
    sitting.save(sitting.close(ClosingReason.HANDED_IN))
    sitting.shut()
    (memory(sat, "a") / "001.kce").unlink()
    sat.sit("a")
    sat.rescue("a")
    sat.bring("b")
    sat.sit("b")


def test_what_was_seen_is_told_by_the_journal_and_by_nothing_else(sat):
    sitting = sit.begin(sat.desk("a"), sat.unlocked, sat.ticket, "07")
    sitting.shut()
    noted = [note for note in sitting.notes if note.what == Happening.ERRATUM_APPLIED]
    assert carried_errata.seen_in(sitting.notes) == carried_errata.seen_in(noted) == 1
    assert carried_errata.seen_in([]) == 0


def test_a_stick_that_was_pulled_out_since_it_was_chosen_gets_nothing(sat):
    chosen = sticks.choose(sat.stick)
    sat.stick.rename(sat.stick.with_name("pulled"))
    left_behind = put_in(sat.stick)
    with refuses(Outcome.MISSING, "stick.pulled-out"):
        move.leave(sat.desk("a"), sat.unlocked, sat.ticket, "", chosen)
    assert list(left_behind.iterdir()) == []
    assert sat.sit("a").wait is None


def test_a_file_of_another_sealing_does_not_go_along(sat):
    sealed = sat.unlocked.room.sealed
    other = Told(sealed.exam_key, replace(sealed.context, exam_file="of another sealing"))
    assert carried_errata.newest_file(sealed, [memory(sat, "a")]) is not None
    assert carried_errata.newest_file(other, [memory(sat, "a")]) is None
