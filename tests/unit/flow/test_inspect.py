"""Inspect says what a file claims, verify lets nothing pass that cannot be judged with what is at hand."""

import pytest
from kaochang.custody import score_packets
from kaochang.custody.envelope import header_bytes
from kaochang.custody.key_files import SIGNING
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.values import bytes_to_text
from kaochang.flow import inspect
from kaochang.flow.inspect import Trust, trust_from
from kaochang.sealing import frame, kdf
from kaochang.sealing.frame import FileType
from msgspec.structs import replace
from support.kinds import scorers_files
from support.refusals import flip, refuses
from support.sealed import OPENERS

MADE = {
    "kcb": FileType.EXAM,
    "kck": FileType.CENTRE_KIT,
    "kcp": FileType.PROCTOR_KIT,
    "kcj": FileType.JOURNAL,
    "kcr": FileType.RESULT,
    "kcm": FileType.MANIFEST,
    "kca": FileType.ACT_LOG,
    "kcx": FileType.SITE,
    "kco": FileType.OFFICE_KEY,
    "kct": FileType.CHECKPOINT,
    "kcl": FileType.RECEIPT_LIST,
    "kce": FileType.ERRATA,
    "kcn": FileType.START_SLOTS,
}


def bytes_of(day, name):
    return {"kcb": lambda: day.exam, "kcj": lambda: day.sat.log}.get(name, lambda: getattr(day, name))()


def written(folder, day, name, damage=lambda data: data):
    path = folder / f"file.{name}"
    path.write_bytes(damage(bytes_of(day, name)))
    return path


@pytest.fixture(scope="module")
def trust(day, tmp_path_factory):
    site = tmp_path_factory.mktemp("trust") / "site.kcx"
    site.write_bytes(day.kcx)
    return trust_from(site, day.exam_path)


@pytest.mark.parametrize("name", MADE)
def test_every_file_says_what_it_is_without_any_secret(day, trust, tmp_path, name):
    path = written(tmp_path, day, name)
    told = inspect.inspect(path)
    assert told.type is MADE[name]
    facts = dict(told.facts)
    assert facts.get("session", day.session.id) == day.session.id
    assert inspect.verify(path, trust) == told


@pytest.mark.parametrize("name", MADE)
def test_nothing_told_is_a_secret(day, tmp_path, name):
    told = repr(inspect.inspect(written(tmp_path, day, name)).facts)
    assert day.code not in told
    assert not any(ticket.name in told for ticket in day.plan.tickets)


@pytest.mark.parametrize("name", sorted(set(MADE) - {"kcx", "kco"}))
def test_another_sessions_file_is_whole_but_never_rightly_signed(other_day, trust, tmp_path, name):
    path = written(tmp_path, other_day, name)
    assert inspect.inspect(path).type is MADE[name]
    with pytest.raises(Refusal) as refused:
        inspect.verify(path, trust)
    assert refused.value.outcome in {Outcome.CONTEXT, Outcome.CERT}
    assert refused.value.where == str(path)


@pytest.mark.parametrize("name", ["kcx", "kco"])
def test_another_offices_file_is_not_ours(other_day, trust, tmp_path, name):
    with refuses(Outcome.KEYRING, "site"):
        inspect.verify(written(tmp_path, other_day, name), trust)


@pytest.mark.parametrize("name", MADE)
def test_without_anything_to_start_from_nothing_verifies(day, tmp_path, name):
    with pytest.raises(Refusal) as refused:
        inspect.verify(written(tmp_path, day, name), Trust())
    assert refused.value.outcome is Outcome.KEYRING


@pytest.mark.parametrize("name", MADE)
@pytest.mark.parametrize("share", [0.0, 0.02, 0.3, 0.6, 1.0])
def test_one_wrong_bit_anywhere_is_found(day, trust, tmp_path, name, share):
    def at(data):
        return min(int(share * len(data)), len(data) - 10)

    path = written(tmp_path, day, name, lambda data: flip(data, at(data)))
    # The chain of a log's rows needs its key: the centre's merge checks it.
    if name == "kcj" and at(day.sat.log) >= len(day.sat.log_head):
        assert inspect.verify(path, trust).facts != inspect.inspect(written(tmp_path, day, name)).facts
        return
    with pytest.raises(Refusal):
        inspect.verify(path, trust)


@pytest.mark.parametrize("name", MADE)
def test_a_file_that_is_cut_short_is_found(day, trust, tmp_path, name):
    path = written(tmp_path, day, name, lambda data: data[:-1])
    with pytest.raises(Refusal) as refused:
        inspect.verify(path, trust)
    assert refused.value.outcome is Outcome.FRAME


def test_a_packet_is_judged_by_the_centres_key_and_scores_only_at_the_centre(day, other_day, trust, tmp_path):
    packet, scores = tmp_path / "甲.kcw", tmp_path / "甲.kcs"
    made = scorers_files(day)
    for path, kind in zip((packet, scores), made, strict=True):
        path.write_bytes(kind.data)
        assert inspect.inspect(path).type is kind.type
        assert dict(inspect.inspect(path).facts)["session"] == day.session.id
    assert inspect.verify(packet, trust) == inspect.inspect(packet)
    with refuses(Outcome.KEYRING, "verify.scores"):
        inspect.verify(scores, trust)
    forger = other_day.centre
    header = replace(score_packets.read_packet(made[0].data, None), centre_key=bytes_to_text(forger.signing))
    forged = frame.pack(FileType.SCORE_PACKET, header_bytes(header), made[0].framed.body, [forger.seed(SIGNING)])
    packet.write_bytes(forged)
    assert inspect.inspect(packet).is_judged
    with refuses(Outcome.SIGNATURE):
        inspect.verify(packet, trust)
    for path, kind in zip((packet, scores), scorers_files(other_day), strict=True):
        path.write_bytes(kind.data)
        with refuses(Outcome.CONTEXT):
            inspect.verify(path, trust)


def certified_trust(day, folder, *codes):
    site = folder / "site.kcx"
    site.write_bytes(day.kcx)
    return trust_from(site, day.exam_path, codes)


def test_a_certified_rooms_results_are_verified_with_its_code_among_others(certified_day, tmp_path):
    day, path = certified_day, written(tmp_path, certified_day, "kcr")
    codes = day.secrets.room_codes
    for given in ([codes["R1"]], [codes["R2"], codes["R1"]]):
        assert inspect.verify(path, certified_trust(day, tmp_path, *given)).type is FileType.RESULT
    with refuses(Outcome.CODE, "room-code.wrong"):
        inspect.verify(path, certified_trust(day, tmp_path, codes["R2"]))
    with refuses(Outcome.KEYRING, "verify.needs-room-code") as caught:
        inspect.verify(path, certified_trust(day, tmp_path))
    assert (caught.value.where, caught.value.params) == (str(path), {"room": "R1"})


def test_a_rooms_code_is_tried_once_for_all_its_files(certified_day, tmp_path, monkeypatch):
    day, path = certified_day, written(tmp_path, certified_day, "kcr")
    trust = certified_trust(day, tmp_path, day.room_code)
    inspect.verify(path, trust)
    monkeypatch.setattr(kdf, "derive", None)
    inspect.verify(path, trust)


def test_a_kit_says_who_opens_it_and_start_slots_for_which_rooms_they_are(certified_day, day, tmp_path):
    kit = dict(inspect.inspect(written(tmp_path, certified_day, "kck")).facts)
    assert (kit["quorum"], kit["openers"]) == (2, OPENERS)
    assert "quorum" not in dict(inspect.inspect(written(tmp_path, day, "kck")).facts)
    quick = dict(inspect.inspect(written(tmp_path, day, "kcn")).facts)
    assert (quick["start-codes"], quick["counter"]) == (("R1", "R2"), 1)
    assert "room-codes" not in quick


@pytest.mark.parametrize("name", ["kcm", "kca"])
def test_of_what_a_stranger_signed_no_body_is_read(day, trust, tmp_path, name):
    header = frame.unpack(bytes_of(day, name)).header
    path = written(tmp_path, day, name, lambda _: frame.pack(MADE[name], header, b"no document", [b"\7" * 32]))
    with refuses(Outcome.SIGNATURE):
        inspect.verify(path, trust)


@pytest.mark.parametrize("name", MADE)
def test_only_what_names_its_own_key_is_called_whole_without_the_exam(day, tmp_path, name):
    assert inspect.inspect(written(tmp_path, day, name)).is_judged is (name not in {"kcm", "kca"})
