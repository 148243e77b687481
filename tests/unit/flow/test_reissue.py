"""Reissue: new codes open the same exam, results stay valid, and only who has the session's key makes them."""

import pytest
from kaochang.custody import key_files
from kaochang.custody.key_files import KeyRole
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.flow import collect, reissue, unlock
from kaochang.flow.reissue import ReissueOrder, Renewed
from kaochang.machine.safe_files import make_folder
from kaochang.sealing import kdf
from support.clocks import ManualClock
from support.exams import OPENS
from support.refusals import refuses
from support.sealed import SealedDay
from support.seeded import seeded


def session_key(day: SealedDay, **more):
    """The key that the office keeps of a day."""
    seeds = {"exam": day.keys.exam_seed, "content": day.keys.content_key, **more}
    for what, found in (("room", day.keys.room_keys), ("kit", day.keys.kit_keys), ("room-file", day.keys.room_files)):
        seeds |= {f"{what}/{room}": key for room, key in found.items()}
    return key_files.make_key(KeyRole.SESSION, day.session.id, seeded(), OPENS, seeds)


@pytest.fixture
def lay_out(tmp_path):
    """The files of a day where the office has them: the exam, the kits, the folder of session keys."""

    def lay(day: SealedDay, *what: Renewed, rooms=(), out="out", proctors="proctors"):
        exam = make_folder(tmp_path / "sealed") / "session.kcb"
        exam.write_bytes(day.exam)
        (make_folder(tmp_path / "proctors") / "R1.kcp").write_bytes(day.kcp)
        (tmp_path / "proctors" / "R2.kcp").write_bytes(day.kcp_of("R2"))
        memory, kits = make_folder(tmp_path / "sessions"), None if proctors is None else tmp_path / proctors
        return ReissueOrder(exam, memory, tmp_path / out, frozenset(what), rooms, kits)

    return lay


def reissued(day, order, chance=41):
    return reissue.reissue(order, session_key(day), ManualClock(OPENS), seeded(chance), kdf.MINIMUM)


def beside(order):
    """The exam with the newest start slots laid beside it, as a room PC gets it."""
    exam = order.exam
    exam.with_suffix(".kcn").write_bytes((order.out / "rooms" / "session.kcn").read_bytes())
    return exam


def test_a_quick_session_gets_one_new_start_code_for_rooms_and_proctors(day, lay_out):
    order = lay_out(day, Renewed.START)
    made = reissued(day, order)
    (fresh,) = set(made.secrets.start_codes.values())
    assert made.secrets.start_codes.keys() == {"R1", "R2"}
    assert not made.secrets.room_codes
    assert {path.relative_to(order.out).as_posix() for path in made.files} == {
        "rooms/session.kcn",
        "proctors/R1.kcp",
        "proctors/R2.kcp",
    }
    room = unlock.open_room(beside(order), day.office.site, "R2")
    for code in (fresh, day.code):
        assert unlock.unlock(room, code).content_key == day.keys.content_key
    assert room.sealed.context == day.context
    assert collect.open_kit(order.out / "proctors" / "R1.kcp", fresh) == day.proctor_kit
    with refuses(Outcome.CODE):
        collect.open_kit(order.out / "proctors" / "R1.kcp", day.code)


def test_one_certified_room_gets_a_new_start_code_that_still_needs_its_room_key_file(certified_day, lay_out):
    day = certified_day
    order = lay_out(day, Renewed.START, rooms=["R1"], proctors=None)
    made = reissued(day, order)
    assert (made.secrets.start_codes.keys(), len(made.files)) == ({"R1"}, 1)
    exam, fresh = beside(order), made.secrets.start_codes["R1"]
    room = unlock.open_room(exam, day.office.site, "R1", day.room_code)
    assert unlock.unlock(room, fresh, day.room_key).content_key == day.keys.content_key
    with refuses(Outcome.POLICY, "exam.room-key-needed"):
        unlock.unlock(room, fresh)
    other = unlock.open_room(exam, day.office.site, "R2", day.secrets.room_codes["R2"])
    with refuses(Outcome.CODE, "code.or-room-key"):
        unlock.unlock(other, fresh, day.keys.room_files["R2"])


def test_a_room_code_and_a_proctor_code_are_made_anew_by_themselves(certified_day, lay_out):
    day = certified_day
    made = reissued(day, lay_out(day, Renewed.ROOM, Renewed.PROCTOR, rooms=["R1"]))
    secrets = made.secrets
    assert (secrets.start_codes, secrets.pins) == ({}, {})
    order = lay_out(day)
    room = unlock.open_room(beside(order), day.office.site, "R1", secrets.room_codes["R1"])
    assert unlock.unlock(room, day.code, day.room_key).content_key == day.keys.content_key
    assert collect.open_kit(order.out / "proctors" / "R1.kcp", secrets.proctor_codes["R1"]) == day.proctor_kit
    assert not (order.out / "proctors" / "R2.kcp").exists()


def test_a_proctor_code_alone_leaves_the_rooms_as_they_are(certified_day, lay_out):
    order = lay_out(certified_day, Renewed.PROCTOR, rooms=["R1"])
    made = reissued(certified_day, order)
    assert [path.name for path in made.files] == ["R1.kcp"]
    assert not (order.memory / "s-2025-12.kcn").exists()


def test_the_next_reissue_keeps_the_codes_of_the_one_before(certified_day, lay_out):
    day = certified_day
    first = reissued(day, lay_out(day, Renewed.START, rooms=["R1"]), 41)
    order = lay_out(day, Renewed.START, rooms=["R2"], out="second")
    second = reissued(day, order, 42)
    exam = beside(order)
    for made, name in ((first, "R1"), (second, "R2")):
        room = unlock.open_room(exam, day.office.site, name, day.secrets.room_codes[name])
        unlocked = unlock.unlock(room, made.secrets.start_codes[name], day.keys.room_files[name])
        assert unlocked.content_key == day.keys.content_key
    assert room.sealed.reissued.counter == 2


def test_another_sessions_key_makes_nothing(day, other_day, lay_out):
    order = lay_out(day, Renewed.START)
    with refuses(Outcome.CERT, "reissue.other-session") as caught:
        reissued(other_day, order)
    assert caught.value.where == str(order.exam)
    assert not order.out.exists()


@pytest.mark.parametrize("name", ["R1", "r1", "一号考场"])
def test_a_room_is_named_as_it_is_when_its_exam_is_opened(certified_day, lay_out, name):
    made = reissued(certified_day, lay_out(certified_day, Renewed.START, rooms=[name, "R1"], proctors=None))
    assert made.secrets.start_codes.keys() == {"R1"}


def test_what_is_printed_lies_beside_the_new_files_and_goes_with_them(day, lay_out, monkeypatch):
    order = lay_out(day, Renewed.START)
    printed = []

    def sheet(sealed, secrets):
        printed.append((sealed.context, dict(secrets.start_codes)))
        return {"new-codes.pdf": b"%PDF"}

    made = reissue.reissue(order, session_key(day), ManualClock(OPENS), seeded(41), kdf.MINIMUM, sheet)
    assert printed == [(day.context, dict(made.secrets.start_codes))]
    assert (order.out / "envelope" / "new-codes.pdf").read_bytes() == b"%PDF"
    assert order.out / "envelope" / "new-codes.pdf" in made.files


def test_an_order_is_looked_at_before_any_secret_is_asked_for(day, lay_out):
    order = lay_out(day, Renewed.START)
    sealed, rooms = reissue.check_order(order)
    assert (sealed.context, rooms) == (day.context, ["R1", "R2"])
    (order.proctors / "R2.kcp").write_bytes(day.kck)
    with refuses(Outcome.FRAME, "frame.other-type"):
        reissue.check_order(order)
    (order.proctors / "R2.kcp").unlink()
    with refuses(Outcome.MISSING, "io.missing") as caught:
        reissue.check_order(order)
    assert caught.value.where == str(order.proctors / "R2.kcp")
    with refuses(Outcome.NOT_A_FILE, "io.not-a-folder"):
        reissue.check_order(lay_out(day, Renewed.START, proctors="sealed/session.kcb"))


@pytest.mark.parametrize(
    ("what", "rooms"),
    [({Renewed.ROOM}, ()), ({Renewed.START, Renewed.PROCTOR}, ()), ({Renewed.START}, ["R1"]), ((), ())],
)
def test_a_quick_session_has_no_codes_but_the_start_code(day, lay_out, what, rooms):
    with refuses(Outcome.POLICY, "reissue.level"):
        reissued(day, lay_out(day, *what, rooms=rooms))


def test_a_room_that_is_not_there_is_named(certified_day, lay_out):
    with refuses(Outcome.CONTEXT, "exam.no-such-room"):
        reissued(certified_day, lay_out(certified_day, Renewed.START, rooms=["R9"]))


def test_kits_have_to_be_at_hand_where_their_code_changes(day, certified_day, lay_out):
    for each, what in ((day, Renewed.START), (certified_day, Renewed.PROCTOR)):
        with refuses(Outcome.POLICY, "reissue.proctors"):
            reissued(each, lay_out(each, what, proctors=None))
        with refuses(Outcome.MISSING, "io.missing"):
            reissued(each, lay_out(each, what, proctors="elsewhere"))


def test_all_files_or_none(day, lay_out, monkeypatch):
    order, write = lay_out(day, Renewed.START), reissue.write_new

    def almost_full(path, data):
        if path.suffix == ".kcn":
            raise Refusal(Outcome.DISK_FULL, "io.disk-full", str(path))
        write(path, data)

    with monkeypatch.context() as broken:
        broken.setattr(reissue, "write_new", almost_full)
        with refuses(Outcome.DISK_FULL):
            reissued(day, order)
    assert not order.out.exists()
    assert list(order.memory.iterdir()) == []
    reissued(day, order)
    with refuses(Outcome.EXISTS):
        reissued(day, order)
