"""The disk that forgets: it loses what no sync has reached, and nothing else; its recorder misses no step."""

import os
import random
from pathlib import PurePath

import pytest
from faults.crashes import record
from faults.disk import FOLDER, Disk, FolderSynced, Named, Removed, Synced, SyncFailed, Truncated, Written
from faults.recorder import recording
from faults.scenarios import FinalNames
from kaochang.machine.safe_files import replace_file, write_new

A, B, HERE = PurePath("a"), PurePath("b"), PurePath(".")


def after(*operations):
    disk = Disk()
    for operation in operations:
        disk.do(operation)
    return disk


def contents(disk, name=A, subsets=50):
    return {image.data(name) for image in disk.images(random.Random(1), subsets)}


def test_what_was_synced_with_its_folder_is_certain():
    disk = after(Named(A, 1), Written(1, 0, b"whole"), Synced(1), FolderSynced(HERE))
    assert contents(disk) == {b"whole"}


def test_a_file_that_was_synced_has_no_certain_name_before_its_folder_was():
    disk = after(Named(A, 1), Written(1, 0, b"whole"), Synced(1))
    assert contents(disk) == {b"whole", None}


def test_a_name_without_a_sync_of_the_file_may_stand_for_anything():
    found = contents(after(Named(A, 1), FolderSynced(HERE), Written(1, 0, b"x" * 1024)))
    assert {b"", b"x" * 1024, b"x" * 512} <= found
    assert any(data not in (b"", b"x" * 1024) and len(data) == 1024 for data in found)  # garbage or a hole
    assert None not in found


def test_a_rename_leaves_the_old_or_the_new_and_never_neither():
    made = Named(A, 1), Written(1, 0, b"old"), Synced(1), Named(B, 2), Written(2, 0, b"new"), Synced(2)
    assert contents(after(*made, FolderSynced(HERE), Named(A, 2, B))) == {b"old", b"new"}
    assert contents(after(*made, FolderSynced(HERE), Named(A, 2, B), FolderSynced(HERE))) == {b"new"}


def test_a_removal_comes_back_until_the_folder_is_synced():
    made = Named(A, 1), Written(1, 0, b"old"), Synced(1), FolderSynced(HERE)
    assert contents(after(*made, Removed(A))) == {b"old", None}
    assert contents(after(*made, Removed(A), FolderSynced(HERE))) == {None}


def test_files_in_a_folder_that_is_not_certain_go_with_it():
    inside = PurePath("a/b")
    made = Named(A, FOLDER), Named(inside, 1), Written(1, 0, b"x"), Synced(1), FolderSynced(A)
    assert contents(after(*made), inside) == {b"x", None}
    assert contents(after(*made, FolderSynced(HERE)), inside) == {b"x"}


@pytest.mark.parametrize(
    ("more", "possible"),
    [
        ([], {b"old", b"new"}),
        ([Synced(1)], {b"old", b"new"}),
        ([Written(1, 0, b"new"), Synced(1)], {b"new"}),
        ([Written(1, 0, b"n"), Synced(1)], {b"nld", b"new"}),
        ([Truncated(1, 0), Synced(1)], {b""}),
    ],
    ids=["nothing", "synced again", "written anew", "half written anew", "cut"],
)
def test_what_a_failed_sync_missed_is_certain_only_once_it_was_written_anew(more, possible):
    made = Named(A, 1), Written(1, 0, b"old"), Synced(1), FolderSynced(HERE)
    disk = after(*made, Written(1, 0, b"new"), SyncFailed(Synced(1)), *more)
    assert {data for data in contents(disk) if len(data) in (0, 3) and data.isascii()} >= possible
    assert b"old" not in contents(disk) or b"old" in possible


def test_a_program_that_syncs_again_after_a_failure_and_believes_it_is_found_out(tmp_path):
    """A file protocol that is wrong in the way that ours must never be."""
    failed = []

    def once(operation):
        if isinstance(operation, Synced) and not failed:
            failed.append(operation)
            raise OSError(5, "broken")

    with recording(tmp_path, once) as recorder:
        descriptor = os.open(tmp_path / "a", os.O_WRONLY | os.O_CREAT)
        os.write(descriptor, b"answer")
        with pytest.raises(OSError, match="broken"):
            os.fsync(descriptor)
        os.fsync(descriptor)
        os.close(descriptor)
    disk = after(*recorder.operations, FolderSynced(HERE))
    assert contents(disk) > {b"answer"}


def test_the_record_of_everything_gives_the_folder_as_it_is(tmp_path):
    (tmp_path / "before").write_bytes(b"already there")
    with recording(tmp_path) as recorder:
        FinalNames().run(tmp_path, recorder.tell)
        write_new(tmp_path / "more", b"1")
        replace_file(tmp_path / "before", b"2")
    image = recorder.before.image(recorder.operations)
    found = {path.relative_to(tmp_path): path for path in tmp_path.rglob("*")}
    assert dict(image.files) == {PurePath(name): path.read_bytes() for name, path in found.items() if path.is_file()}
    assert image.folders - {HERE} == {PurePath(name) for name, path in found.items() if path.is_dir()}


def test_what_happens_elsewhere_is_not_recorded(tmp_path):
    (tmp_path / "watched").mkdir()
    with recording(tmp_path / "watched") as recorder:
        write_new(tmp_path / "elsewhere", b"1")
    assert recorder.operations == []


def test_a_scenario_is_the_same_in_every_run():
    names = [[type(each) for each in record(FinalNames()).operations] for _ in range(2)]
    assert names[0] == names[1]
