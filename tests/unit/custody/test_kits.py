"""The kits: open under their passphrase only, and damage is told apart from a wrong passphrase."""

import msgspec
import pytest
from kaochang.custody import kits
from kaochang.custody.envelope import header_bytes
from kaochang.custody.kits import open_centre_kit, open_proctor_kit, read_kit_header
from kaochang.domain.refusals import Outcome
from kaochang.domain.values import bytes_to_text
from kaochang.sealing import frame, kdf, signatures
from kaochang.sealing.frame import FileType
from support.refusals import flip, refuses
from support.sealed import PASSPHRASE
from support.seeded import seeded

replace = msgspec.structs.replace


def re_headed(data, seed, **change):
    """The same body behind a changed header, signed anew."""
    framed = frame.unpack(data)
    header = replace(read_kit_header(framed), **change)
    return frame.pack(framed.type, header_bytes(header), framed.body, [seed])


def test_the_centre_kit_opens_with_the_centres_passphrase(day):
    assert open_centre_kit(day.kck, PASSPHRASE) == day.centre_kit


def test_a_proctor_kit_opens_with_the_start_code(day):
    assert open_proctor_kit(day.kcp, day.code) == day.proctor_kit


def test_anyone_can_tell_whose_and_how_large_a_kit_is_and_nothing_else(day):
    header = read_kit_header(frame.unpack(day.kcp))
    assert (header.context, header.title, header.room, header.quorum) == (day.context, "十月认证", "R1", 0)
    assert read_kit_header(frame.unpack(day.kck)).room == ""
    assert len(frame.unpack(day.kcp).body) % 4096 == 56 + 16


def test_a_wrong_passphrase_is_told_apart_from_a_damaged_file(day, other_day):
    with refuses(Outcome.CODE, "code.wrong"):
        open_centre_kit(day.kck, PASSPHRASE + "1")
    with refuses(Outcome.CODE, "code.wrong"):
        open_proctor_kit(day.kcp, other_day.code)
    for data, open_kit, secret in ((day.kck, open_centre_kit, PASSPHRASE), (day.kcp, open_proctor_kit, day.code)):
        with refuses(Outcome.SIGNATURE):
            open_kit(flip(data, len(data) - 300), secret)


def test_one_kind_of_kit_is_not_the_other(day):
    with refuses(Outcome.FRAME, "frame.other-type"):
        open_centre_kit(day.kcp, day.code)
    with refuses(Outcome.FRAME, "frame.other-type"):
        open_proctor_kit(day.kck, PASSPHRASE)


@pytest.mark.parametrize("change", [{"room": "R2"}, {"session": "s-2"}, {"exam_file": "AAAA"}], ids=str)
def test_a_kit_under_another_room_or_session_opens_nothing_even_if_signed_anew(day, change):
    if "room" not in change:
        change = {"context": replace(day.context, **change)}
    with refuses(Outcome.CODE):
        open_proctor_kit(re_headed(day.kcp, day.keys.exam_seed, **change), day.code)


def test_a_kit_under_another_level_is_refused_by_its_content(day):
    changed = replace(day.context, level="certified")
    with refuses(Outcome.CONTEXT, "context.session"):
        open_centre_kit(re_headed(day.kck, day.keys.exam_seed, context=changed), PASSPHRASE)


def test_a_centre_kit_signed_by_another_exam_key_is_refused(day):
    stranger = bytes(range(32))
    public = bytes_to_text(signatures.public_of(stranger))
    with refuses(Outcome.SIGNATURE):
        open_centre_kit(re_headed(day.kck, stranger), PASSPHRASE)
    with refuses(Outcome.CERT, "cert"):
        open_centre_kit(re_headed(day.kck, stranger, exam_key=public), PASSPHRASE)


def test_bodies_swapped_between_two_kits_under_one_passphrase_are_refused(day):
    again = kits.pack_centre_kit(day.centre_kit, PASSPHRASE, day.params(2), day.keys.exam_seed, seeded(9))
    header = frame.unpack(day.kck).header
    swapped = frame.pack(FileType.CENTRE_KIT, header, frame.unpack(again).body, [day.keys.exam_seed])
    with refuses(Outcome.DECRYPT):
        open_centre_kit(swapped, PASSPHRASE)


@pytest.mark.parametrize(
    "change", [{"memory_kib": 8}, {"memory_kib": 2**26}, {"iterations": 1}, {"salt": "AA"}], ids=str
)
def test_a_cost_outside_the_limits_is_refused_before_any_work(day, change, monkeypatch):
    costly = re_headed(day.kck, day.keys.exam_seed, kdf=replace(day.params(2), **change))
    monkeypatch.setattr(kdf, "Argon2id", None)
    with refuses(Outcome.HEADER, "kdf"):
        open_centre_kit(costly, PASSPHRASE)
