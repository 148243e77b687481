"""What a PC finds of itself: told, never raised."""

from collections import namedtuple
from dataclasses import replace

import pytest
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.flow import disk_check, pc_look
from kaochang.machine.disk_memory import Finding, Verdict

Usage = namedtuple("Usage", "total used free")


def _fine() -> None:
    """The probe was written."""


@pytest.fixture(autouse=True)
def _roomy(monkeypatch):
    monkeypatch.setattr(pc_look.shutil, "disk_usage", lambda _: Usage(0, 0, pc_look.LITTLE_BYTES))
    monkeypatch.setattr(disk_check, "known", lambda _: Finding(Verdict.KEEPS))


def test_a_disk_that_takes_a_probe_and_has_room_is_well(desk):
    assert pc_look.look(desk, _fine).disk_doubt == ""


def test_a_probe_that_is_refused_is_told(desk):
    def fails() -> None:
        raise Refusal(Outcome.IO, "io.read-only")

    assert pc_look.look(desk, fails).disk_doubt == "fails"


def test_little_room_is_told(desk, monkeypatch):
    monkeypatch.setattr(pc_look.shutil, "disk_usage", lambda _: Usage(0, 0, pc_look.LITTLE_BYTES - 1))
    assert pc_look.look(desk, _fine).disk_doubt == "full"


def test_a_disk_that_forgets_is_told_unless_there_is_a_second_place(desk, monkeypatch, tmp_path):
    monkeypatch.setattr(disk_check, "known", lambda _: Finding(Verdict.FORGETS))
    assert pc_look.look(desk, _fine).disk_doubt == "forgets"
    assert pc_look.look(replace(desk, second=tmp_path), _fine).disk_doubt == ""
