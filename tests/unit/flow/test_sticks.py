"""Whatever is copied to a stick goes to that stick: told before and after, read back, never anywhere else."""

import os

import pytest
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.flow import sticks
from kaochang.machine import safe_files
from kaochang.machine.mounts import volume_of
from support.put_in import put_in
from support.refusals import refuses
from support.seeded import seeded


@pytest.fixture
def stick(tmp_path):
    return put_in(tmp_path / "stick")


def marker(stick):
    return stick / "kaochang" / sticks.MARKER


def told(stick, seed=1):
    with sticks.carried(stick, seeded(seed)) as carried:
        return carried.mark


def test_a_stick_gets_a_marker_once_and_is_told_by_it_from_then_on(stick, tmp_path):
    first = told(stick, 1)
    assert marker(stick).read_text() == f"{first.id}\n"
    assert told(stick, 2) == first
    other = told(put_in(tmp_path / "other"), 3)
    assert (other.id != first.id, other.volume == first.volume) == (True, True)
    with sticks.carried(stick, seeded(4)) as carried:
        assert first.volume == volume_of(carried.mount)


@pytest.mark.parametrize("text", [b"", b"\0\0\0", "不是编号".encode(), b"a/b\n", b"x" * 65, b"two words"], ids=repr)
def test_a_marker_that_is_none_any_more_is_made_anew(stick, text):
    told(stick)
    marker(stick).write_bytes(text)
    again = told(stick, 9)
    assert marker(stick).read_text() == f"{again.id}\n"


def test_a_marker_that_another_program_ended_with_its_own_line_end_is_the_same(stick):
    first = told(stick)
    marker(stick).write_bytes(f"{first.id}\r\n".encode())
    assert told(stick) == first


def test_of_two_pcs_that_mark_a_share_at_once_both_take_the_first_ones_marker(stick, monkeypatch):
    def beaten(path, data):
        path.write_bytes(b"the-other-pc\n")
        raise Refusal(Outcome.EXISTS, "io.exists", str(path))

    monkeypatch.setattr(sticks, "write_new", beaten)
    assert told(stick).id == "the-other-pc"


@pytest.mark.parametrize("kind", ["link", "folder", "huge"])
def test_what_lies_in_a_markers_place_and_is_no_file_of_ours_is_refused(stick, tmp_path, kind):
    (stick / "kaochang").mkdir()
    if kind == "link":
        (tmp_path / "elsewhere").write_text("an-id")
        marker(stick).symlink_to(tmp_path / "elsewhere")
    elif kind == "folder":
        marker(stick).mkdir()
    else:
        marker(stick).write_bytes(bytes(10_000))
    with refuses(Outcome.LIMIT if kind == "huge" else Outcome.NOT_A_FILE):
        told(stick)


def test_no_marker_is_written_through_a_link(stick, tmp_path):
    put_in(tmp_path / "elsewhere")
    (stick / "kaochang").symlink_to(tmp_path / "elsewhere")
    with refuses(Outcome.NOT_A_FILE, "io.not-a-folder"):
        told(stick)
    assert list((tmp_path / "elsewhere").iterdir()) == []


def exchanged(stick):
    stick.rename(stick.with_name("old"))
    put_in(stick)


def remarked(stick):
    marker(stick).write_text("another-stick\n")


def unmarked(stick):
    marker(stick).unlink()


def pulled(stick):
    stick.rename(stick.with_name("old"))


@pytest.mark.parametrize(
    ("happens", "outcome", "key"),
    [
        (exchanged, Outcome.CONFLICT, "stick.exchanged"),
        (remarked, Outcome.CONFLICT, "stick.exchanged"),
        (unmarked, Outcome.CONFLICT, "stick.exchanged"),
        (pulled, Outcome.MISSING, "stick.gone"),
    ],
)
@pytest.mark.parametrize("fails", [False, True])
def test_a_stick_that_is_another_one_or_gone_at_the_end_is_named_whatever_else_failed(
    stick, happens, outcome, key, fails
):
    with refuses(outcome, key) as refused, sticks.carried(stick, seeded(1)):
        happens(stick)
        if fails:
            raise Refusal(Outcome.IO, "io.failed")
    assert refused.value.where == str(stick)


def test_a_stick_that_goes_away_while_it_is_marked_is_gone(stick, monkeypatch):
    def pulled_out(path, data):
        pulled(stick)
        raise Refusal(Outcome.IO, "io.failed", str(path))

    monkeypatch.setattr(sticks, "write_new", pulled_out)
    with refuses(Outcome.MISSING, "stick.gone"):
        told(stick)


def test_a_stick_whose_marker_cannot_be_read_again_is_gone(stick, monkeypatch):
    real, broken = sticks.read_back, []

    def pulled_out(path, limit):
        if broken:
            raise Refusal(Outcome.IO, "io.failed", str(path))
        return real(path, limit)

    monkeypatch.setattr(sticks, "read_back", pulled_out)
    with refuses(Outcome.MISSING, "stick.gone"), sticks.carried(stick, seeded(1)):
        broken.append(True)


def test_a_refusal_on_a_stick_that_is_still_there_is_told_as_it_is(stick):
    with refuses(Outcome.DISK_FULL, "io.disk-full"), sticks.carried(stick, seeded(1)):
        raise Refusal(Outcome.DISK_FULL, "io.disk-full")


def test_a_stick_that_is_not_in_is_not_made(tmp_path):
    with refuses(Outcome.MISSING, "stick.not-there"):
        told(tmp_path / "stick")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("before", [None, b"the same", b"the"], ids=["new", "the same", "shorter"])
def test_what_is_not_read_back_is_not_kept(stick, monkeypatch, before):
    if before is not None:
        (stick / "a.kcr").write_bytes(before)
    monkeypatch.setattr(sticks, "read_back", lambda path, limit: b"something else")
    with refuses(Outcome.IO, "io.read-back"):
        sticks.keep(stick, "a.kcr", b"the same")


def test_a_file_that_lies_there_already_is_made_durable_before_it_is_called_kept(stick, monkeypatch):
    (stick / "a.kcr").write_bytes(b"the same")
    synced = []
    real = os.fsync
    monkeypatch.setattr(safe_files.os, "fsync", lambda descriptor: (synced.append(descriptor), real(descriptor)))
    assert sticks.keep(stick, "a.kcr", b"the same") == "a.kcr"
    assert len(synced) == 2  # the file, and its name


def test_a_disk_that_fails_while_it_is_made_durable_is_told(stick, monkeypatch):
    (stick / "a.kcr").write_bytes(b"the same")

    def broken(descriptor):
        raise OSError(5, "broken")

    monkeypatch.setattr(safe_files.os, "fsync", broken)
    with refuses(Outcome.IO, "io.failed"):
        sticks.keep(stick, "a.kcr", b"the same")


def test_a_stick_that_was_chosen_is_written_to_only_as_long_as_it_is_in(stick):
    chosen = sticks.choose(stick)
    with sticks.carried(stick, seeded(1), chosen):
        pass
    exchanged(stick)
    with refuses(Outcome.MISSING, "stick.pulled-out"), sticks.carried(stick, seeded(1), chosen):
        pytest.fail("nothing may be copied")
    assert list(stick.iterdir()) == [], "no marker is left in the folder that a stick has left"


def test_another_medium_at_the_same_place_is_not_the_one_that_was_chosen(stick, monkeypatch):
    chosen = sticks.choose(stick)
    monkeypatch.setattr(sticks.mounts, "volume_of", lambda _: "another")
    with refuses(Outcome.MISSING, "stick.pulled-out"), sticks.carried(stick, seeded(1), chosen):
        pytest.fail("nothing may be copied")


def test_only_a_stick_that_is_in_can_be_chosen(tmp_path):
    with refuses(Outcome.MISSING, "stick.not-there"):
        sticks.choose(tmp_path / "none")
