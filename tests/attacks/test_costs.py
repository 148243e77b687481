"""What guessing and opening cost: the parameters in a header within their limits both ways, and no time that tells."""

import io
import time

import msgspec
import pytest
from kaochang.custody import backups, exam_shapes, key_files, kits, sealed_exam, site, start_slots
from kaochang.custody.envelope import header_bytes, read_header
from kaochang.domain.refusals import Outcome
from kaochang.sealing import codes, kdf, streams
from kaochang.sealing.contexts import Context as Purpose
from kaochang.sealing.contexts import bind
from support.refusals import outcome_of
from support.sealed import OFFICE_PASSPHRASE, PASSPHRASE
from support.seeded import seeded

replace = msgspec.structs.replace

COSTS = {
    "64 GiB": {"memory_kib": 2**26},
    "2 TiB": {"memory_kib": 2**31},
    "8 KiB": {"memory_kib": 8},
    "no memory": {"memory_kib": 0},
    "less than none": {"memory_kib": -1},
    "2^31 passes": {"iterations": 2**31},
    "11 passes": {"iterations": 11},
    "one pass": {"iterations": 1},
    "no pass": {"iterations": 0},
    "no lanes": {"lanes": 0},
    "four lanes": {"lanes": 4},
    "2^24 lanes": {"lanes": 2**24},
    "no salt": {"salt": ""},
    "a salt of 15 bytes": {"salt": "A" * 20},
    "a salt of 17 bytes": {"salt": "A" * 23},
    "a salt that is no base64": {"salt": "?"},
}


class Locked:
    """A file under a typed secret: its header with another cost, signed anew or not, and how it is opened."""

    def __init__(self, kind, header, change, opening):
        self.kind, self.header, self.change, self.opening = kind, header, change, opening

    def signed_anew(self, change):
        changed = self.change(self.header, lambda cost: replace(cost, **change))
        return self.kind.headed(header_bytes(changed))

    def as_it_was_signed(self, change):
        """The changed header under the old signature."""
        signed, signatures = self.signed_anew(change), self.kind.signatures
        return signed[: -len(signatures)] + self.kind.data[signatures.start :]


def own(header, change):
    return replace(header, kdf=change(header.kdf))


def start(header, change):
    return replace(header, start=tuple(replace(slot, kdf=change(slot.kdf)) for slot in header.start))


def rooms(header, change):
    return replace(header, rooms={name: replace(slot, kdf=change(slot.kdf)) for name, slot in header.rooms.items()})


class Openers:
    """How each kind of file is opened with the right secret."""

    def __init__(self, day, certified, folder):
        self.day, self.certified, self.folder = day, certified, folder

    def exam(self, data, day):
        path = self.folder / "x.kcb"
        path.write_bytes(data)
        return sealed_exam.open_sealed_exam(path, *day.office.site.offices())

    def start_code(self, data):
        return self.exam(data, self.day).content_key(self.day.code, "R1")

    def room_code(self, data):
        day = self.certified
        return self.exam(data, day).room("R1", day.office.site, day.room_code)

    def code_made_anew(self, data):
        code = codes.new_code(seeded(self.day.chance + 900))
        return self.exam(self.day.exam, self.day).with_start_slots(data).content_key(code, "R1")

    def of(self, name):
        """The type of a kind's header, how its cost is changed, and how it is opened."""
        day, certified = self.day, self.certified
        return {
            "kck": (kits.KitHeader, own, lambda data: kits.open_centre_kit(data, PASSPHRASE)),
            "kcp": (kits.KitHeader, own, lambda data: kits.open_proctor_kit(data, day.code)),
            "kcp-certified": (kits.KitHeader, own, lambda data: kits.open_proctor_kit(data, certified.proctor_code)),
            "kco": (site.OfficeHeader, own, lambda data: site.open_office(data, OFFICE_PASSPHRASE)),
            "kcy": (key_files.KeyHeader, own, lambda data: key_files.open_key(data, OFFICE_PASSPHRASE)),
            "kcz": (backups.BackupHeader, own, lambda data: backups.open_backup(io.BytesIO(data), OFFICE_PASSPHRASE)),
            "kcb": (exam_shapes.ExamHeader, start, self.start_code),
            "kcb-certified": (exam_shapes.ExamHeader, rooms, self.room_code),
            "kcn": (start_slots.StartSlotsHeader, start, self.code_made_anew),
        }[name]


@pytest.fixture(params=["kck", "kcp", "kcp-certified", "kco", "kcy", "kcz", "kcb", "kcb-certified", "kcn"])
def locked(request, kinds, day, certified, tmp_path):
    """Every kind of file that a typed secret opens."""
    kind = kinds[request.param]
    header, change, opening = Openers(day, certified, tmp_path).of(request.param)
    return Locked(kind, read_header(header, kind.framed), change, opening)


@pytest.fixture
def no_work(monkeypatch):
    """Argon2id that nobody may start."""

    def started(**cost):
        raise AssertionError(f"Argon2id was started: {cost}")

    monkeypatch.setattr(kdf, "Argon2id", started)


@pytest.mark.attack(12)
@pytest.mark.usefixtures("no_work")
@pytest.mark.parametrize("change", COSTS.values(), ids=COSTS)
def test_a_cost_outside_the_limits_is_refused_before_any_work_even_when_rightly_signed(locked, change):
    assert outcome_of(lambda: locked.opening(locked.signed_anew(change))) is Outcome.HEADER


@pytest.mark.attack(12)
@pytest.mark.usefixtures("no_work")
@pytest.mark.parametrize("change", [*COSTS.values(), {"memory_kib": 1024 * 1024}], ids=[*COSTS, "allowed"])
def test_a_cost_that_was_changed_after_signing_is_refused_by_the_signature(locked, change):
    """Also one that is allowed: nobody but the signer may make a PC work for a second more."""
    data = locked.as_it_was_signed(change)
    assert outcome_of(lambda: locked.opening(data)) in {Outcome.SIGNATURE, Outcome.HEADER}
    if change == {"memory_kib": 1024 * 1024}:
        assert outcome_of(lambda: locked.opening(data)) is Outcome.SIGNATURE


@pytest.mark.attack(12)
def test_a_genuine_cost_opens(locked):
    """The changes above are what is refused, and nothing else."""
    assert outcome_of(lambda: locked.opening(locked.kind.data)) is Outcome.OK


@pytest.mark.attack(58)
def test_a_wrong_code_takes_as_long_whether_its_first_or_its_last_symbol_is_wrong(day):
    """The shortest of many tries each, taken in turns: what a patient listener at the next desk could measure.

    Tries that a busy machine makes longer say nothing, so as many are taken as it needs, up to forty.
    """
    slot, salt = bind(Purpose.EXAM_START_SLOT, bytes(16)), day.params(9)
    wrapped = kdf.wrap(kdf.derive(day.code, salt, slot), bytes(32), slot)
    tries = {place: wrong_at(day.code, place) for place in (0, len(day.code) - 2)}
    shortest = dict.fromkeys(tries, float("inf"))
    for turn in range(40):
        for place, code in tries.items():
            began = time.thread_time()
            assert outcome_of(lambda code=code: kdf.unwrap(kdf.derive(code, salt, slot), wrapped, slot)) is Outcome.CODE
            shortest[place] = min(shortest[place], time.thread_time() - began)
        if turn >= 4 and max(shortest.values()) < 1.1 * min(shortest.values()):
            break
    assert max(shortest.values()) < 1.3 * min(shortest.values())


def wrong_at(code, place):
    """The code with another symbol there; its check symbol is left aside, deriving takes any text."""
    return code[:place] + ("0" if code[place] != "0" else "1") + code[place + 1 :]


@pytest.mark.attack(58)
def test_what_is_sealed_under_a_wrong_key_fails_alike_wherever_it_differs():
    """The cipher's own comparison: a wrong key is found by its commitment, before anything is decrypted."""
    sealed = streams.seal(bytes(32), b"context", bytes(1000))
    outcomes = {
        outcome_of(lambda key=key: streams.open_(key, b"context", sealed))
        for key in (b"\1" + bytes(31), bytes(31) + b"\1", bytes(range(32)))
    }
    assert outcomes == {Outcome.DECRYPT}
