"""What exactly one check stands against: rightly signed or sealed each time, and wrong in one respect only."""

import io
from fractions import Fraction

import msgspec
import pytest
from kaochang.custody import (
    act_codes,
    backup_writing,
    backups,
    certificates,
    checkpoints,
    errata,
    exam_body,
    exam_checks,
    key_files,
    sealed_exam,
    slots,
)
from kaochang.custody.act_codes import CARD, CHALLENGE, ActPlace
from kaochang.custody.backups import BackupEntry, BackupIndex, Place
from kaochang.custody.certificates import Certificate
from kaochang.custody.envelope import header_bytes, payload_bytes, read_header
from kaochang.custody.exam_shapes import ExamHeader, ObjectName, RoomObject
from kaochang.custody.key_files import SIGNING, KeyHeader, KeyRole
from kaochang.domain.acts import ActKind
from kaochang.domain.refusals import Outcome
from kaochang.domain.values import bytes_to_text, from_plain, text_to_bytes
from kaochang.sealing import canonical, codes, frame, kdf, macs, merkle, selftest, signatures, streams
from kaochang.sealing.contexts import Context as Purpose
from kaochang.sealing.frame import FileType
from support.exams import OPENS
from support.measured import peak_of
from support.refusals import outcome_of, refuses
from support.sealed import OFFICE_PASSPHRASE
from support.seeded import seeded
from unit.sealing.test_signatures import encodings

replace = msgspec.structs.replace


@pytest.fixture
def place(day):
    """Room R1's act key, as a proctor has it."""
    return ActPlace(day.context, "R1", day.keys.act_keys["R1"])


def challenge(kind, minutes):
    """A challenge as no PC of ours draws it."""
    return codes.encode((kind << 10 | minutes) << 25 | 77, CHALLENGE)


def card(place, kind, steps, serial=1, room_wide=0):
    """A card with a right code over whatever it says."""
    head = ((room_wide << 4 | kind) << 5 | steps) << 10 | serial
    return codes.encode(head << 40 | macs.first_bits(place.key, act_codes._card_context(place, head), 40), CARD)


@pytest.mark.attack(55)
@pytest.mark.parametrize(
    ("kind", "minutes", "outcome"),
    [
        (ActKind.PAUSE.number, 5, Outcome.POLICY),
        (ActKind.EXTRA_TIME.number, 241, Outcome.POLICY),
        (ActKind.EXTRA_TIME.number, 1023, Outcome.POLICY),
        (len(ActKind), 0, Outcome.CODE),
        (31, 0, Outcome.CODE),
    ],
)
def test_a_challenge_for_what_no_act_grants_is_refused(kind, minutes, outcome):
    with refuses(outcome):
        act_codes.read_challenge(challenge(kind, minutes))


@pytest.mark.attack(55)
@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        ({"kind": ActKind.RESUME_MOVED.number, "steps": 0}, Outcome.POLICY),
        ({"kind": ActKind.STOP_ILL.number, "steps": 0}, Outcome.POLICY),
        ({"kind": ActKind.UNLOCK.number, "steps": 0, "room_wide": 1}, Outcome.POLICY),
        ({"kind": ActKind.PAUSE.number, "steps": 1}, Outcome.POLICY),
        ({"kind": ActKind.EXTRA_TIME.number, "steps": 0}, Outcome.POLICY),
    ],
    ids=str,
)
def test_a_card_for_what_no_card_grants_is_refused_though_its_code_is_right(place, said, outcome):
    with refuses(outcome):
        act_codes.read_card(place, card(place, **said))


@pytest.mark.attack(13)
def test_a_group_of_another_length_fits_no_place_even_with_a_right_check_symbol():
    for length in (3, 4, 6):
        fitting = [
            "A" * (length - 1) + symbol
            for symbol in "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
            if codes._evaluate(1, "A" * (length - 1) + symbol) == 0
        ]
        assert len(fitting) == 1
        assert not codes.check_group(1, fitting[0])


ENTRANCES = {
    "write a backup": lambda: backup_writing.write_backup(io.BytesIO(), [], OFFICE_PASSPHRASE, None, OPENS, seeded(1)),
    "open a backup": lambda: backups.open_backup(io.BytesIO(), OFFICE_PASSPHRASE),
    "make a key": lambda: key_files.make_key(KeyRole.CENTRE, "甲", seeded(1), OPENS),
    "open a key": lambda: key_files.open_key(b"", OFFICE_PASSPHRASE),
    "open a card": lambda: key_files.open_card(b""),
}


@pytest.mark.parametrize("entrance", ENTRANCES.values(), ids=ENTRANCES)
def test_a_library_that_computes_something_else_makes_and_opens_no_key_and_no_backup(entrance, monkeypatch):
    selftest.ensure_tested.cache_clear()
    monkeypatch.setitem(selftest._CHECKS, "HPKE", lambda: False)
    with pytest.raises(RuntimeError, match="HPKE"):
        entrance()


def test_a_library_whose_public_keys_are_others_is_found(monkeypatch):
    """Also where everything else that it computes fits together."""
    real = signatures.public_of
    monkeypatch.setattr(signatures, "public_of", lambda seed: real(seed)[::-1])
    assert not selftest._ed25519()


@pytest.mark.parametrize(("module", "name", "known"), [(streams, "open_", "_STREAM"), (None, "open", "_ENVELOPE")])
def test_a_library_that_opens_what_was_sealed_elsewhere_to_something_else_is_found(module, name, known, monkeypatch):
    """It opens its own seals, and refuses what it must."""
    module = module or selftest.envelopes
    real, foreign = getattr(module, name), getattr(selftest, known)

    def opened(key, second, third):
        plaintext = real(key, second, third)
        return b"other" if foreign in (second, third) else plaintext

    monkeypatch.setattr(module, name, opened)
    check = selftest._cobblestone if known == "_STREAM" else selftest._hpke
    assert not check()


def test_a_library_that_refuses_a_known_signature_is_found(monkeypatch):
    """One that signs and refuses as it must, but for the known answer."""
    real = signatures.verify

    def verify(public, message, signature):
        real(public, message + (b"" if message else b"!"), signature)

    monkeypatch.setattr(signatures, "verify", verify)
    with pytest.raises(RuntimeError, match="Ed25519"):
        selftest.self_test()


@pytest.mark.attack(27)
def test_a_weak_subject_is_told_as_that_whoever_else_may_have_certified(day):
    weak = bytes_to_text(next(iter(encodings())))
    payload = msgspec.json.encode({"bindings": {}, "role": "exam", "subject": weak})
    signature = signatures.sign(day.keys.exam_seed, frame.pae(certificates.MEDIA_TYPE, payload))
    certificate = Certificate(bytes_to_text(payload), bytes_to_text(signature))
    issuers = [day.keys.exam_public, day.centre.signing]
    with refuses(Outcome.CERT, "key.weak"):
        certificates.check_any(certificate, issuers, "exam", {})


@pytest.mark.attack(30)
def test_a_key_file_whose_inside_is_another_key_than_its_header_is_refused(day):
    """Signed by the key that the header names, sealed by whoever knew the passphrase."""
    other = key_files.make_key(KeyRole.CENTRE, day.centre.name, seeded(9), OPENS)
    data = key_files.pack_key(day.centre, OFFICE_PASSPHRASE, day.params(8))
    framed = frame.unpack(data)
    header = replace(read_header(KeyHeader, framed), signing=bytes_to_text(other.signing))
    forged = frame.pack(FileType.KEY_FILE, header_bytes(header), framed.body, [other.seed(SIGNING)])
    with refuses(Outcome.PAYLOAD):
        key_files.open_key(forged, OFFICE_PASSPHRASE)


@pytest.mark.attack(44)
@pytest.mark.parametrize(
    "change",
    [
        {"counter": 0},
        {"counter": 0, "previous": "A" * 43},
        {"counter": 2},
        {"counter": 2, "size": 5},
        {"counter": 2, "previous": "A" * 43},
        {"previous": "A" * 43},
        {"size": 1},
        {"proof": ("A" * 43,)},
    ],
    ids=str,
)
def test_a_checkpoint_whose_numbers_contradict_each_other_is_refused(day, kinds, change):
    kind = kinds["kct"]
    header = read_header(checkpoints.CheckpointHeader, kind.framed)
    with refuses(Outcome.HEADER, "checkpoint.numbers"):
        kind.read(kind.headed(header_bytes(replace(header, **change))))


@pytest.mark.attack(44)
def test_a_checkpoint_over_nothing_is_refused(day, kinds):
    """With the right root of an empty tree."""
    kind = kinds["kct"]
    header = read_header(checkpoints.CheckpointHeader, kind.framed)
    empty = replace(header, size=0, root=bytes_to_text(checkpoints.tree_of(()).root(0)))
    data = frame.pack(FileType.CHECKPOINT, header_bytes(empty), payload_bytes(checkpoints._Body(())), kind.seeds)
    with refuses(Outcome.HEADER, "checkpoint.numbers"):
        kind.read(data)


@pytest.mark.parametrize(("counter", "previous"), [(0, ""), (0, "A" * 43), (1, "A" * 43), (2, "")])
def test_errata_whose_number_contradicts_what_stands_before_them_are_refused(kinds, counter, previous):
    kind = kinds["kce"]
    header = replace(read_header(errata.ErrataHeader, kind.framed), counter=counter, previous=previous)
    with refuses(Outcome.HEADER, "erratum.numbers"):
        errata.read_errata(frame.unpack(kind.headed(header_bytes(header))), None)


@pytest.mark.attack(45)
def test_no_backup_is_written_with_a_name_that_leads_out(day):
    source = backup_writing.Source(Place.OFFICE, "../escaped", 0, list)
    with refuses(Outcome.PAYLOAD, "backup.name"):
        backup_writing.write_backup(io.BytesIO(), [source], OFFICE_PASSPHRASE, day.params(9), OPENS, seeded(1))


@pytest.mark.attack(9)
def test_a_backups_index_and_files_lie_within_its_body(kinds):
    kind = kinds["kcz"]
    header = read_header(backups.BackupHeader, kind.framed)
    for offset in (-1, -10_000):
        index = replace(header.index, offset=offset, length=len(kind.framed.body) - offset)
        with refuses(Outcome.HEADER, "header"):
            kind.read(kind.headed(header_bytes(replace(header, index=index))))
    length = streams.sealed_length(-1)
    negative = BackupIndex((BackupEntry(Place.OFFICE, "a", -1, "A" * 43, 0, length),))
    with refuses(Outcome.PAYLOAD):
        backups._check_index(negative, length)


@pytest.mark.attack(19)
def test_a_backups_index_is_what_its_header_says(kinds):
    kind = kinds["kcz"]
    header = read_header(backups.BackupHeader, kind.framed)
    other = replace(header, index=replace(header.index, sha256=bytes_to_text(bytes(32))))
    with refuses(Outcome.DECRYPT, "backup.damaged"):
        backups.open_backup(io.BytesIO(kind.headed(header_bytes(other))), OFFICE_PASSPHRASE)


@pytest.mark.attack(49)
def test_a_backup_that_is_cut_while_it_is_restored_is_called_cut(kinds):
    data = kinds["kcz"].data
    backup = backups.open_backup(io.BytesIO(data), OFFICE_PASSPHRASE)
    assert b"".join(backup.read(io.BytesIO(data), 0)).startswith(b"what an office key file holds")
    with refuses(Outcome.FRAME, "frame"):
        list(backup.read(io.BytesIO(data[: backup.start + 100]), 0))


def spelled(value):
    """A document's plain shape as a file holds it."""
    return canonical.encode(value, depth=32, nfc=False)


def plain_of(document):
    return canonical.decode(document, limit=2**26, depth=32, nfc=False)


@pytest.mark.attack(45)
@pytest.mark.parametrize("number", ["../T1", "", "考", "a/b", "x" * 65])
def test_a_ticket_whose_number_could_not_name_a_folder_is_refused(kinds, number):
    """In every place where the number stands in the room's object."""
    room = plain_of(kinds["kcb"].document)
    room["tickets"][0]["number"] = number
    numbers = [ticket["number"] for ticket in room["tickets"]]
    room["ticket_keys"] = dict(zip(numbers, room["ticket_keys"].values(), strict=True))
    room["photos"] = {}
    with refuses(Outcome.PAYLOAD):
        exam_checks.check_room(from_plain(RoomObject, room), "R1")


@pytest.mark.attack(64)
def test_a_ticket_of_an_exam_that_the_room_does_not_have_is_refused(kinds):
    kind = kinds["kcb"]
    room = plain_of(kind.document)
    room["tickets"][0]["exam"] = "exam-2"
    with refuses(Outcome.PAYLOAD):
        kind.read(kind.holding(spelled(room)))


@pytest.mark.attack(64)
def test_an_index_that_speaks_of_an_item_it_does_not_have_is_refused(kinds):
    kind = kinds["kcb-certified"]
    index = plain_of(kind.document)
    name, _ = index["exams"][0]["sections"][0]["items"][0]
    del index["items"][name]
    with refuses(Outcome.PAYLOAD):
        kind.read(kind.holding(spelled(index)))


@pytest.mark.attack(61)
@pytest.mark.parametrize("lie", ["kdf", "wrapped", "members", "shares"])
def test_a_kit_of_one_secret_has_a_cost_a_key_and_neither_members_nor_shares(kinds, lie):
    kind, other = kinds["kck"], plain_of(kinds["kck-quorum"].framed.header)
    header = plain_of(kind.framed.header)
    header[lie] = other[lie]
    with refuses(Outcome.HEADER, "kit.quorum-wrong"):
        kind.read(kind.headed(spelled(header)))


@pytest.mark.attack(61)
@pytest.mark.parametrize("lie", ["kdf", "wrapped"])
def test_a_kit_for_several_people_has_no_secret_beside_them(kinds, lie):
    kind, other = kinds["kck-quorum"], plain_of(kinds["kck"].framed.header)
    header = plain_of(kind.framed.header)
    header[lie] = other[lie]
    with refuses(Outcome.HEADER, "kit.quorum-wrong"):
        kind.read(kind.headed(spelled(header)))


@pytest.mark.attack(31)
@pytest.mark.parametrize(
    "change", [{"previous": "A" * 43}, {"version": 2}, {"version": 3, "former": ["A" * 43] * 3}], ids=str
)
def test_an_office_key_file_with_a_history_that_cannot_be_is_refused(kinds, change):
    kind = kinds["kco"]
    with refuses(Outcome.HEADER):
        kind.read(kind.headed(spelled({**plain_of(kind.framed.header), **change})))


@pytest.fixture
def exam(day):
    return sealed_exam.open_sealed_exam(day.exam_path, *day.office.site.offices())


@pytest.mark.attack(16)
def test_start_slots_of_another_sealing_are_refused_though_the_exam_key_signed_them(day, exam, kinds):
    kind = kinds["kcn"]
    header = plain_of(kind.framed.header)
    header["context"]["exam_file"] = "A" * 43
    with refuses(Outcome.CONTEXT):
        exam.with_start_slots(kind.headed(spelled(header)))


@pytest.mark.attack(12)
def test_start_slots_with_an_absurd_cost_are_refused_and_not_passed_over_for_the_exams_own(day, exam, kinds):
    kind = kinds["kcn"]
    header = plain_of(kind.framed.header)
    header["start"][0]["kdf"]["memory_kib"] = 2**26
    changed = exam.with_start_slots(kind.headed(spelled(header)))
    with refuses(Outcome.HEADER, "kdf"):
        changed.content_key(day.code, "R1")


@pytest.mark.attack(14)
def test_a_level_is_one_form_and_no_slot_says_another(kinds):
    """Quick with a room key file or a cost for a room; certified with a room under the site key."""
    quick, certified = kinds["kcb"], kinds["kcb-certified"]
    header = plain_of(quick.framed.header)
    with_file = {**header, "start": [{**header["start"][0], "room_key": True}]}
    rooms = {name: {**slot, "kdf": header["start"][0]["kdf"]} for name, slot in header["rooms"].items()}
    for lie in (with_file, {**header, "rooms": rooms}):
        with refuses(Outcome.HEADER, "exam.level"):
            quick.read(quick.headed(spelled(lie)))
    header = plain_of(certified.framed.header)
    rooms = {name: {**slot, "kdf": None} for name, slot in header["rooms"].items()}
    with refuses(Outcome.HEADER, "exam.level"):
        certified.read(certified.headed(spelled({**header, "rooms": rooms})))


@pytest.mark.attack(14)
def test_a_slot_that_needs_a_room_key_file_says_so_before_any_work(certified, kinds, monkeypatch):
    header = read_header(ExamHeader, kinds["kcb-certified"].framed)
    monkeypatch.setattr(kdf, "Argon2id", None)
    with refuses(Outcome.POLICY, "exam.room-key-needed"):
        slots.open_start(header.start[0], certified.code, text_to_bytes(header.nonce), b"")


def test_a_picture_that_changed_after_it_was_measured_is_not_sealed():
    name = ObjectName(Purpose.EXAM_OBJECT, "a.png")
    for data, fits in ((b"12345", True), (b"1234", False), (b"123456", False)):
        part = exam_body.picture(name, bytes(32), 5, lambda _, data=data: data)
        if fits:
            assert part.content({}) == data
        else:
            with refuses(Outcome.CONFLICT, "seal.changed"):
                part.content({})


@pytest.mark.attack(12)
def test_a_fraction_costs_no_more_than_its_spelling():
    """`1e999999` is short to write; it is refused before anybody computes it."""
    peak = peak_of(lambda: outcome_of(lambda: from_plain(Fraction, "1e999999")))
    assert peak < 100 * 1024
    with refuses(Outcome.PAYLOAD):
        from_plain(Fraction, "1e999999")


@pytest.mark.attack(43)
def test_no_entry_stands_before_the_first_place_of_a_list():
    """Of a list of one, the proof is empty: only the place itself speaks against it."""
    one = merkle.root([b"a"])
    assert merkle.proves_inclusion(b"a", 0, 1, (), one)
    assert not merkle.proves_inclusion(b"a", -1, 1, (), one)
