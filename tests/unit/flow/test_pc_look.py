"""What a PC finds of itself: told, never raised."""

from collections import namedtuple
from types import SimpleNamespace

import pytest
from kaochang.domain.assessments import Kind, Rules
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.flow import disk_check, pc_look
from kaochang.machine import mounts
from kaochang.machine.disk_memory import Finding, Verdict
from msgspec.structs import replace

Usage = namedtuple("Usage", "total used free")


def _room(kind, *, second_place=False):
    """As much of a room's part of a sealed exam as is asked: what is sat there, and by which rules."""
    fronts = {"e": SimpleNamespace(rules=Rules(3600, second_place=second_place))}
    return SimpleNamespace(session=SimpleNamespace(kind=kind), fronts=fronts)


REHEARSAL, LIVE = _room(Kind.REHEARSAL), _room(Kind.LIVE)


def _fine() -> None:
    """The probe was written."""


@pytest.fixture(autouse=True)
def _roomy(monkeypatch):
    monkeypatch.setattr(pc_look.shutil, "disk_usage", lambda _: Usage(0, 0, pc_look.LITTLE_BYTES))
    monkeypatch.setattr(disk_check, "known", lambda _: Finding(Verdict.KEEPS))


def test_a_disk_that_takes_a_probe_and_has_room_is_well(desk):
    assert pc_look.look(desk, REHEARSAL, _fine).disk_doubt == ""


def test_a_probe_that_is_refused_is_told(desk):
    def fails() -> None:
        raise Refusal(Outcome.IO, "io.read-only")

    assert pc_look.look(desk, REHEARSAL, fails).disk_doubt == "fails"


def test_little_room_is_told(desk, monkeypatch):
    monkeypatch.setattr(pc_look.shutil, "disk_usage", lambda _: Usage(0, 0, pc_look.LITTLE_BYTES - 1))
    assert pc_look.look(desk, REHEARSAL, _fine).disk_doubt == "full"


def test_where_no_attempt_was_ever_saved_the_room_is_that_of_the_folder_above(desk, monkeypatch, tmp_path):
    asked = []
    monkeypatch.setattr(pc_look.shutil, "disk_usage", lambda path: asked.append(path) or Usage(0, 0, 0))
    assert pc_look.look(replace(desk, folder=tmp_path / "none" / "yet"), REHEARSAL, _fine).disk_doubt == "full"
    assert asked == [tmp_path]


def test_a_disk_that_forgets_is_told_unless_there_is_a_second_place(desk, monkeypatch, tmp_path):
    monkeypatch.setattr(disk_check, "known", lambda _: Finding(Verdict.FORGETS))
    assert pc_look.look(desk, REHEARSAL, _fine).disk_doubt == "forgets"
    assert pc_look.look(replace(desk, second=tmp_path), REHEARSAL, _fine).disk_doubt == ""


def test_where_a_live_exam_will_not_begin_on_a_disk_that_forgets_that_is_told(desk, monkeypatch, tmp_path):
    monkeypatch.setattr(disk_check, "known", lambda _: Finding(Verdict.FORGETS))
    assert pc_look.look(desk, LIVE, _fine).disk_doubt == "lost"
    assert pc_look.look(replace(desk, second=tmp_path), LIVE, _fine).disk_doubt == "second"
    assert pc_look.look(replace(desk, second=tmp_path / "none"), LIVE, _fine).disk_doubt == "second"


def test_a_live_exam_on_a_disk_that_keeps_asks_for_no_second_place(desk):
    assert pc_look.look(desk, LIVE, _fine).disk_doubt == ""


def test_an_exam_that_asks_for_a_second_place_and_has_none_is_told(desk, monkeypatch, tmp_path):
    room = _room(Kind.REHEARSAL, second_place=True)
    there = replace(desk, second=tmp_path)
    assert pc_look.look(desk, room, _fine).disk_doubt == "second"
    assert pc_look.look(there, room, _fine).disk_doubt == "second"
    monkeypatch.setattr(mounts, "on_one_disk", lambda *_: False)
    assert pc_look.look(there, room, _fine).disk_doubt == ""


def test_what_keeps_an_exam_from_beginning_goes_before_little_room(desk, monkeypatch):
    monkeypatch.setattr(pc_look.shutil, "disk_usage", lambda _: Usage(0, 0, 0))
    monkeypatch.setattr(disk_check, "known", lambda _: Finding(Verdict.FORGETS))
    assert pc_look.look(desk, LIVE, _fine).disk_doubt == "lost"
