"""Several sealed exams in one folder: each with its door, a damaged one beside them, and the one that was being sat."""

import os
from types import SimpleNamespace

import pytest
from kaochang.domain.refusals import Outcome
from kaochang.flow import several, superseded
from kaochang.flow.desk import Desk
from kaochang.flow.keeping import KeptKeys
from kaochang.flow.versions_here import newer_beside
from kaochang.flow.way_in import WayIn
from kaochang.machine.keeper import NoKeeper
from msgspec import msgpack
from support.clocks import ManualClock
from support.exams import OPENS
from support.refusals import refuses
from support.sealed import ROOM, make_day


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Two sessions of one site, and a file that is none."""
    folder = tmp_path_factory.mktemp("several")
    made = [make_day(folder, session=name) for name in ("s-morning", "s-noon")]
    (folder / "site.kcx").write_bytes(made[0].kcx)
    (folder / "broken.kcb").write_bytes(b"no exam")
    (folder / "notes.txt").write_text("not ours")
    (folder / "below").mkdir()
    for day in made:
        if day.exam_path.parent != folder:
            (folder / f"{day.session.id}.kcb").write_bytes(day.exam_path.read_bytes())
    return folder


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path / "data", ManualClock(OPENS), os.urandom)


def test_every_exam_tells_its_door_and_a_damaged_one_hinders_none(folder, desk):
    found = several.sessions(desk, folder, folder / "site.kcx", ROOM)
    told = {each.path.name: each.refusal.outcome if each.refusal else each.door.session.id for each in found}
    assert told.pop("broken.kcb") is Outcome.FRAME
    assert sorted(told.values()) == ["s-morning", "s-noon"]


def test_exams_are_found_by_name_in_order_also_where_a_stick_has_capitals_only(tmp_path):
    for name in ("C.KCB", "a.kcb", "b.kcb.txt", "B.kcb"):
        (tmp_path / name).write_bytes(b"")
    assert [path.name for path in several.exams_in(tmp_path)] == ["B.kcb", "C.KCB", "a.kcb"]


def test_a_folder_without_an_exam_is_refused_by_name(tmp_path, desk):
    with refuses(Outcome.MISSING, "sit.no-exam-here"):
        several.sessions(desk, tmp_path, None, None)


def test_a_folder_that_is_not_there_is_missing(tmp_path, desk):
    with refuses(Outcome.MISSING, "io.missing"):
        several.sessions(desk, tmp_path / "gone", None, None)


def _keeping(exam_file: str):
    keys = KeptKeys(exam_file, ROOM, b"", b"", "T1", b"")
    return SimpleNamespace(held=lambda: msgpack.encode(keys))


def test_the_exam_that_was_being_sat_is_found_by_its_header(folder, desk):
    site = folder / "site.kcx"
    paths = [each.path for each in several.sessions(desk, folder, site, ROOM) if each.door]
    for path in paths:
        exam_file = WayIn(desk, path, site, None).sealed().context.exam_file
        assert several.kept(_keeping(exam_file), desk, folder, site) == path
    assert several.kept(_keeping("gone"), desk, folder, site) is None
    assert several.kept(NoKeeper(), desk, folder, site) is None


def test_of_versions_of_one_session_the_newest_are_wanted():
    found = superseded.newest_of(["s", "s-v2", "s-v10", "t-v2", "u"])
    assert found == {"s-v10", "t-v2", "u"}


def test_a_session_beside_another_is_in_nobodys_place(folder, desk):
    offers = several.sessions(desk, folder, folder / "site.kcx", ROOM)
    paths = [each.path for each in offers if each.door is not None]
    assert [newer_beside(desk, path, folder / "site.kcx") for path in paths] == [None, None]
