"""What the sticks of a PC hold of a ticket, seen before anybody has typed a code."""

import os
import shutil

import pytest
from kaochang.custody import journal_log
from kaochang.domain.refusals import Outcome
from kaochang.flow import carried_logs, sticks
from support.put_in import put_in
from support.refusals import refuses
from unit.flow.test_move import ITEMS, room

__all__ = ["room"]


def look(room, *places, pc="b"):
    return carried_logs.look(room.desk(pc), room.unlocked.room, room.ticket, places or [room.stick])


def test_a_log_that_left_another_pc_is_found_with_its_rows(room):
    room.sit("a", *ITEMS[:2])
    given = room.leave("a")
    (found,) = look(room).logs
    assert (found.paths, found.rows, found.is_cut) == ((given.path,), given.rows, False)


def test_an_empty_stick_and_one_that_is_gone_hold_nothing(room, tmp_path):
    assert not look(room, room.stick, tmp_path / "gone").has_any


def test_the_pc_that_it_left_is_told_nothing_new(room):
    room.sit("a", *ITEMS[:2])
    room.leave("a")
    assert not look(room, pc="a").has_any


def test_a_pc_that_it_comes_back_to_is_told_of_the_newer_rows(room):
    room.sit("a", *ITEMS[:1])
    room.leave("a")
    room.bring_and_take("b")
    room.sit("b", *ITEMS[1:2])
    given = room.leave("b")
    (found,) = look(room, pc="a").logs
    assert found.rows == given.rows


def test_copies_of_one_attempt_on_two_sticks_are_one_and_the_longest_counts(room, tmp_path):
    room.sit("a", *ITEMS[:1])
    early = room.rescue("a", put_in(tmp_path / "early"))
    room.sit("a", *ITEMS[1:2])
    late = room.leave("a")
    (found,) = look(room, tmp_path / "early", room.stick).logs
    assert found.paths == (early.path, late.path)
    assert found.rows == late.rows > early.rows


def test_a_cut_log_is_called_cut(room):
    room.sit("a", *ITEMS[:2])
    path = room.leave("a").path
    path.write_bytes(path.read_bytes()[:-3])
    (found,) = look(room).logs
    assert found.is_cut


def test_where_a_whole_copy_lies_beside_a_cut_one_of_as_many_rows_nothing_is_missing(room, tmp_path):
    room.sit("a", *ITEMS[:2])
    given = room.leave("a")
    shutil.copytree(room.stick, tmp_path / "other")
    (cut,) = (tmp_path / "other").rglob(given.path.name)
    cut.write_bytes(cut.read_bytes() + given.path.read_bytes()[-9:-3])
    assert look(room, tmp_path / "other").logs[0].is_cut
    for places in ((room.stick, tmp_path / "other"), (tmp_path / "other", room.stick)):
        (found,) = look(room, *places).logs
        assert (found.rows, found.is_cut) == (given.rows, False)


def test_one_whose_result_lies_beside_it_is_not_gone_on_with(room):
    room.sit("a", *ITEMS[:1])
    path = room.leave("a").path
    path.with_suffix(".kcr").write_bytes(b"result")
    seen = look(room)
    assert seen.has_any
    assert [(each.outcome, each.key) for each in seen.refused] == [(Outcome.POLICY, "move.has-result")]


def test_a_damaged_one_is_named_and_lets_nobody_begin_unknowingly(room):
    room.sit("a", *ITEMS[:1])
    path = room.leave("a").path
    path.write_bytes(b"rubbish")
    (refused,) = look(room).refused
    assert refused.where == str(path)


def test_another_ticket_s_log_under_this_one_s_name_is_not_taken(room):
    room.sit("a", *ITEMS[:1])
    path = room.leave("a").path
    other = next(each for each in room.unlocked.room.tickets if each.number != room.ticket.number)
    named = path.with_name(path.name.replace(room.ticket.number, other.number, 1))
    shutil.move(path, named)
    seen = carried_logs.look(room.desk("b"), room.unlocked.room, other, [room.stick])
    assert [each.key for each in seen.refused] == ["move.other-candidate"]


def test_one_that_never_began_is_nothing_to_go_on_with(room):
    room.sit("a")
    path = room.leave("a").path
    path.write_bytes(journal_log.open_log(path.read_bytes(), None).frame)
    assert not look(room).has_any


def test_the_sticks_to_choose_from_are_those_named_and_drives_that_are_not_the_pc_s_own(room, tmp_path, monkeypatch):
    desk = room.desk("a")
    drive, own = put_in(tmp_path / "drive"), put_in(tmp_path / "own")
    monkeypatch.setattr(carried_logs.mounts, "on_one_disk", lambda _, path: path == own)
    monkeypatch.setattr(carried_logs.disk_memory, "volatile", lambda path: "")
    named = (room.stick, tmp_path / "not in")
    found = carried_logs.targets(desk, named, (drive, own, room.stick))
    assert found == (sticks.choose(room.stick), sticks.choose(drive))


def test_a_drive_in_memory_or_one_that_takes_nothing_is_no_stick(room, tmp_path, monkeypatch):
    drives = put_in(tmp_path / "memory"), put_in(tmp_path / "read-only")
    monkeypatch.setattr(carried_logs.mounts, "on_one_disk", lambda *_: False)
    monkeypatch.setattr(carried_logs.disk_memory, "volatile", lambda path: "tmpfs" if path == drives[0] else "")
    monkeypatch.setattr(os, "access", lambda path, _: path != drives[1])
    assert carried_logs.targets(room.desk("a"), (), drives) == ()


@pytest.mark.parametrize("name", ["T1.kcj", "T10-aaaaaaaaaaaaaaaa.kcj", "T1-aaaaaaaaaaaaaaaa.kcr"])
def test_files_of_other_names_are_passed_over(room, name):
    folder = sticks.make_room_folder(room.stick, room.unlocked.room.session.id, "R1")
    (folder / name).write_bytes(b"rubbish")
    assert not look(room).has_any


def test_a_log_that_is_not_as_it_was_seen_is_missed(room):
    room.sit("a", *ITEMS[:2])
    path = room.leave("a").path
    (found,) = look(room).logs
    carried_logs.check_there(found)
    whole = path.read_bytes()
    path.write_bytes(whole[:-1])
    with refuses(Outcome.MISSING, "move.stick-gone"):
        carried_logs.check_there(found)
    path.unlink()
    with refuses(Outcome.MISSING, "move.stick-gone"):
        carried_logs.check_there(found)
    path.write_bytes(whole)
    carried_logs.check_there(found)


def test_while_an_attempt_is_under_way_only_another_one_is_news(room):
    room.sit("a", *ITEMS[:2])
    room.leave("a")
    seen = look(room)
    assert carried_logs.others(seen, "another") == seen
    assert not carried_logs.others(seen, seen.logs[0].attempt).has_any


def test_a_named_stick_that_was_pulled_out_is_no_target(room, monkeypatch):
    desk = room.desk("a")
    monkeypatch.setattr(carried_logs.mounts, "on_one_disk", lambda *_: False)
    desk.sticks_there.look(desk.folder, [room.stick])
    assert len(carried_logs.targets(desk, (room.stick,), ())) == 1
    monkeypatch.setattr(carried_logs.mounts, "on_one_disk", lambda *_: True)
    assert carried_logs.targets(desk, (room.stick,), ()) == ()


def test_one_that_is_pulled_out_while_it_is_looked_at_hides_no_other(room, tmp_path, monkeypatch):
    gone, stays = put_in(tmp_path / "gone"), put_in(tmp_path / "stays")

    def looked_at(path):
        if path == stays:
            gone.rmdir()
        return ""

    monkeypatch.setattr(carried_logs.mounts, "on_one_disk", lambda *_: False)
    monkeypatch.setattr(carried_logs.disk_memory, "volatile", looked_at)
    assert carried_logs.targets(room.desk("a"), (), (gone, stays)) == (sticks.choose(stays),)
