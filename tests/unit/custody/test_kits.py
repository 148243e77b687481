"""The kits: each opens by its own secret or its own people only, and damage is told apart from a wrong secret."""

import msgspec
import pytest
from kaochang.custody import kits
from kaochang.custody.envelope import header_bytes, payload_bytes
from kaochang.custody.kits import (
    SecretLock,
    open_centre_kit,
    open_centre_kit_together,
    open_proctor_kit,
    open_proctor_kit_by_key,
    read_kit_header,
)
from kaochang.custody.quorum import Share
from kaochang.domain.assessments import Level
from kaochang.domain.refusals import Outcome
from kaochang.domain.values import bytes_to_text
from kaochang.sealing import codes, frame, kdf, signatures, streams
from kaochang.sealing.contexts import Context as Purpose
from kaochang.sealing.frame import FileType
from support.refusals import flip, refuses
from support.sealed import OPENERS, PASSPHRASE
from support.seeded import seeded

replace = msgspec.structs.replace
PARAMS = kdf.new_params(seeded(), kdf.MINIMUM)


def re_headed(data, seed, **change):
    """The same body behind a changed header, signed anew."""
    framed = frame.unpack(data)
    header = replace(read_kit_header(framed), **change)
    return frame.pack(framed.type, header_bytes(header), framed.body, [seed])


def seeds_of(day, *places):
    return [day.openers[place].seed("sealing") for place in places]


def test_the_centre_kit_opens_with_the_centres_passphrase(day):
    assert open_centre_kit(day.kck, PASSPHRASE) == day.centre_kit


def test_a_proctor_kit_opens_with_the_start_code(day):
    assert open_proctor_kit(day.kcp, day.code) == day.proctor_kit


def test_a_proctor_kit_opens_with_the_key_that_the_office_kept(day, other_day):
    assert open_proctor_kit_by_key(day.kcp, day.keys.kit_keys["R1"]) == day.proctor_kit
    with refuses(Outcome.DECRYPT):
        open_proctor_kit_by_key(day.kcp, other_day.keys.kit_keys["R1"])
    with refuses(Outcome.FRAME):
        open_proctor_kit_by_key(day.kck, day.keys.kit_keys["R1"])


def test_a_certified_proctor_kit_opens_with_the_proctors_own_code_only(certified_day):
    day = certified_day
    assert open_proctor_kit(day.kcp, day.secrets.proctor_codes["R1"].lower()) == day.proctor_kit
    for wrong in (day.code, day.room_code, day.secrets.proctor_codes["R2"]):
        with refuses(Outcome.CODE, "proctor-code.wrong"):
            open_proctor_kit(day.kcp, wrong)
    with refuses(Outcome.CODE, "proctor-code.form"):
        open_proctor_kit(day.kcp, "12345")


def test_anyone_can_tell_whose_and_how_large_a_kit_is_and_nothing_else(day):
    header = read_kit_header(frame.unpack(day.kcp))
    assert (header.context, header.title, header.room, header.quorum) == (day.context, "十月认证", "R1", 0)
    assert read_kit_header(frame.unpack(day.kck)).room == ""
    assert len(frame.unpack(day.kcp).body) % 4096 == 56 + 16


def test_a_wrong_passphrase_is_told_apart_from_a_damaged_file(day, other_day):
    with refuses(Outcome.CODE, "passphrase.wrong"):
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
    changed = replace(day.context, level=Level.CERTIFIED)
    with refuses(Outcome.CONTEXT, "context.session"):
        open_centre_kit(re_headed(day.kck, day.keys.exam_seed, context=changed), PASSPHRASE)


def holding(day, kit, data, key):
    """A kit's header over another content under the same key, signed anew."""
    framed = frame.unpack(data)
    purpose = kits._bound(Purpose.PROCTOR_KIT, day.context, "R1")
    body = streams.seal(key, purpose, streams.pad(payload_bytes(kit), streams.blocks))
    return frame.pack(framed.type, framed.header, body, [day.keys.exam_seed])


def test_a_proctor_kit_whose_content_is_of_another_session_or_room_is_refused(day):
    key = day.keys.kit_keys["R1"]
    session = day.proctor_kit.session
    for change, refused in (
        ({"context": replace(day.context, exam_file="AAAA")}, "context.session"),
        ({"session": replace(session, id="s-2")}, "context.session"),
        ({"session": replace(session, level=Level.CERTIFIED)}, "context.session"),
        ({"room": "R2"}, "context.room"),
    ):
        with refuses(Outcome.CONTEXT, refused):
            open_proctor_kit(holding(day, replace(day.proctor_kit, **change), day.kcp, key), day.code)
    assert open_proctor_kit(holding(day, day.proctor_kit, day.kcp, key), day.code) == day.proctor_kit


def test_a_centre_kit_signed_by_another_exam_key_is_refused(day):
    stranger = bytes(range(32))
    public = bytes_to_text(signatures.public_of(stranger))
    with refuses(Outcome.SIGNATURE):
        open_centre_kit(re_headed(day.kck, stranger), PASSPHRASE)
    with refuses(Outcome.CERT, "cert"):
        open_centre_kit(re_headed(day.kck, stranger, exam_key=public), PASSPHRASE)


def test_bodies_swapped_between_two_kits_under_one_passphrase_are_refused(day):
    lock = SecretLock(PASSPHRASE, day.params(2))
    again = kits.pack_centre_kit(day.centre_kit, lock, day.keys.exam_seed, seeded(9))
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


@pytest.mark.parametrize("places", [(0, 1), (0, 2), (1, 2), (2, 0), (0, 1, 2), (1, 1, 0)], ids=str)
def test_as_many_openers_as_it_needs_open_a_centre_kit_in_any_order(certified_day, places):
    assert open_centre_kit_together(certified_day.kck, seeds_of(certified_day, *places)) == certified_day.centre_kit


@pytest.mark.parametrize("places", [(), (0,), (1,), (2, 2)], ids=str)
def test_fewer_open_nothing_and_are_told_who_else_there_is(certified_day, places):
    with refuses(Outcome.POLICY, "kit.too-few") as caught:
        open_centre_kit_together(certified_day.kck, seeds_of(certified_day, *places))
    assert caught.value.params == {"quorum": 2, "present": len(set(places)), "members": tuple(OPENERS)}


def test_a_key_that_is_no_openers_is_refused(certified_day):
    with refuses(Outcome.CODE, "kit.stranger"):
        open_centre_kit_together(certified_day.kck, [*seeds_of(certified_day, 0, 1), bytes(range(32))])


def test_a_kit_says_whether_people_or_a_passphrase_open_it(day, certified_day):
    with refuses(Outcome.POLICY, "kit.openers-needed") as caught:
        open_centre_kit(certified_day.kck, PASSPHRASE)
    assert caught.value.params == {"quorum": 2, "members": tuple(OPENERS)}
    with refuses(Outcome.POLICY, "kit.no-openers"):
        open_centre_kit_together(day.kck, [])


def test_a_certified_centre_kit_may_open_by_a_passphrase(certified_day):
    lock = SecretLock(PASSPHRASE, PARAMS)
    data = kits.pack_centre_kit(certified_day.centre_kit, lock, certified_day.keys.exam_seed, seeded(9))
    assert open_centre_kit(data, PASSPHRASE) == certified_day.centre_kit


SHARES_LIES = {
    "a quorum of one": {"quorum": 1},
    "a quorum of all where shares are for two": {"quorum": 3},
    "a quorum beyond its members": {"quorum": 4},
    "a negative quorum": {"quorum": -1},
    "a passphrase too": {"kdf": PARAMS},
    "a wrapped key too": {"wrapped": "AAAA"},
    "no quorum but members": {"quorum": 0, "kdf": PARAMS, "wrapped": "AAAA"},
    "no way to open it": {"quorum": 0, "members": (), "shares": ()},
    "a quick session": {"level": Level.QUICK},
}


def change_of(header, lie):
    """What a lie changes of a header; a change of level stands in its context."""
    lie = dict(lie)
    if "level" in lie:
        lie["context"] = replace(header.context, level=lie.pop("level"))
    return lie


@pytest.mark.parametrize("lie", SHARES_LIES.values(), ids=SHARES_LIES)
def test_a_centre_kit_that_lies_about_its_quorum_is_refused(certified_day, lie):
    header = read_kit_header(frame.unpack(certified_day.kck))
    data = re_headed(certified_day.kck, certified_day.keys.exam_seed, **change_of(header, lie))
    with refuses(Outcome.HEADER, "kit.quorum-wrong"):
        read_kit_header(frame.unpack(data))


def shares_lies(shares, members):
    first, second, third = shares
    yield "a share missing", {"shares": shares[:2]}
    yield "no shares", {"shares": ()}
    yield "a share twice", {"shares": (first, second, third, third)}
    yield "shares in another order", {"shares": (second, first, third)}
    yield "a group in another order", {"shares": (Share((1, 0), first.wrapped), second, third)}
    yield "a group of one", {"shares": (Share((0,), first.wrapped), second, third)}
    yield "a group of a stranger", {"shares": (Share((0, 3), first.wrapped), second, third)}
    yield "a group of one person twice", {"shares": (Share((0, 0), first.wrapped), second, third)}
    yield "a member less", {"members": members[:2]}
    yield "a person twice in the list", {"members": (members[0], replace(members[0], name="another"), members[2])}
    yield "a key of another length", {"members": (replace(members[0], key="AAAA"), *members[1:])}
    yield "nine members", {"members": tuple(replace(members[0], key=bytes_to_text(bytes([n]) * 32)) for n in range(9))}


def test_a_centre_kit_that_lies_about_its_shares_or_members_is_refused(certified_day):
    header = read_kit_header(frame.unpack(certified_day.kck))
    for what, lie in shares_lies(header.shares, header.members):
        data = re_headed(certified_day.kck, certified_day.keys.exam_seed, **lie)
        with refuses(Outcome.HEADER, "kit.quorum-wrong"):
            read_kit_header(frame.unpack(data))
            pytest.fail(what)


def test_a_proctor_kit_that_claims_people_open_it_is_refused(certified_day):
    header = read_kit_header(frame.unpack(certified_day.kck))
    lie = {"quorum": 2, "members": header.members, "shares": header.shares, "kdf": None, "wrapped": ""}
    data = re_headed(certified_day.kcp, certified_day.keys.exam_seed, **lie)
    with refuses(Outcome.HEADER, "kit.quorum-wrong"):
        read_kit_header(frame.unpack(data))


def test_a_centre_kit_has_no_room_and_a_proctor_kit_has_one(day):
    for data, room in ((day.kck, "R1"), (day.kcp, "")):
        with refuses(Outcome.HEADER, "header"):
            read_kit_header(frame.unpack(re_headed(data, day.keys.exam_seed, room=room)))


def test_a_proctor_kit_under_a_new_code_holds_the_same_and_the_old_code_opens_only_the_old_one(certified_day):
    day, fresh = certified_day, codes.new_code(seeded(31), codes.PROCTOR_CODE)
    key, seed = day.keys.kit_keys["R1"], day.keys.exam_seed
    data = kits.with_new_code(day.kcp, key, fresh, PARAMS, seed)
    assert open_proctor_kit(data, fresh) == open_proctor_kit(day.kcp, day.proctor_code)
    assert frame.unpack(data).body == frame.unpack(day.kcp).body
    with refuses(Outcome.CODE, "proctor-code.wrong"):
        open_proctor_kit(data, day.proctor_code)


def test_only_the_exams_own_key_puts_a_kit_under_a_new_code(day, other_day):
    fresh = codes.new_code(seeded(31))
    with refuses(Outcome.CERT, "cert"):
        kits.with_new_code(day.kcp, day.keys.kit_keys["R1"], fresh, PARAMS, other_day.keys.exam_seed)
    with refuses(Outcome.SIGNATURE):
        kits.with_new_code(
            flip(day.kcp, len(day.kcp) - 300), day.keys.kit_keys["R1"], fresh, PARAMS, day.keys.exam_seed
        )
