"""The result: opens for the centre only, and belongs to one attempt of one ticket of one session."""

import hashlib

import msgspec
import pytest
from kaochang.custody import attempt_identity, certificates, results
from kaochang.custody.envelope import check_context, header_bytes
from kaochang.custody.results import ResultHeader, check_result, open_result, pack_result, receipt_of
from kaochang.domain.assessments import Kind, Level
from kaochang.domain.attempts import Cause, Resumed
from kaochang.domain.refusals import Outcome
from kaochang.domain.responses import Text
from kaochang.domain.values import bytes_to_text
from kaochang.sealing import frame, signatures
from kaochang.sealing.frame import FileType
from support.refusals import refuses

replace = msgspec.structs.replace


MOVED = Resumed(9, 0, Cause.MOVED, 0, 0, "b")


def accept(data, day):
    """What the centre does with a result, in its order."""
    framed = frame.unpack(data, FileType.RESULT)
    header = check_result(framed, day.ticket_keys)
    check_context(header.identity.context, day.context)
    return open_result(framed, header, day.keys.results_seed)


def header_of(data) -> ResultHeader:
    return check_result(frame.unpack(data), None)


def with_header(data, header, seeds=()):
    """The same body and signatures behind another header; signed anew where seeds are given."""
    framed = frame.unpack(data)
    packed = frame.pack(FileType.RESULT, header_bytes(header), framed.body, seeds)
    if seeds:
        return packed
    signatures_of = data[-(4 + 1 + 32 + 64) :]
    return packed[: -(4 + 1)] + signatures_of


def test_what_was_handed_in_comes_out_at_the_centre(day):
    assert accept(day.kcr, day) == day.body_of(day.sat)


def test_sealing_twice_gives_other_bytes_and_the_same_content(day):
    again = day.result_of(day.sat)
    assert again != day.kcr
    assert accept(again, day) == accept(day.kcr, day)


@pytest.mark.attack(58)
def test_results_of_one_bucket_have_one_size(day):
    body = day.body_of(day.sat)
    sizes = set()
    for text in ("", "考" * 4_000):
        longer = replace(body, responses={"essay": Text(text)})
        data = pack_result(longer, day.sat.certificate, day.sat.seed, day.keys.results_public)
        sizes.add(len(data))
    assert len(sizes) == 1


def test_another_sessions_result_is_not_certified_here(day, other_day):
    with refuses(Outcome.CERT, "cert"):
        accept(other_day.kcr, day)


def test_a_ticket_that_is_not_on_the_roster_is_named(day):
    header = header_of(day.kcr)
    stranger = replace(header, identity=replace(header.identity, ticket="T9"))
    with refuses(Outcome.CONTEXT, "context.ticket") as caught:
        accept(with_header(day.kcr, stranger), day)
    assert caught.value.params == {"ticket": "T9"}


@pytest.mark.parametrize(
    "change",
    [
        {"ticket": "T2"},
        {"room": "R2"},
        {"exam": "exam-2"},
        {"attempt": "attempt-2_______"},
    ],
    ids=str,
)
@pytest.mark.parametrize("signed_anew", [False, True])
@pytest.mark.attack(33)
def test_an_identity_the_ticket_did_not_certify_is_refused(day, change, signed_anew):
    header = header_of(day.kcr)
    changed = replace(header, identity=replace(header.identity, **change))
    with refuses(Outcome.CERT):
        accept(with_header(day.kcr, changed, [day.sat.seed] if signed_anew else []), day)


@pytest.mark.parametrize(
    "change",
    [
        *({"attempt": text} for text in ("a", "a" * 17, "../" + "a" * 13, "a\0" + "b" * 14, "aaaaaaaaaaaaaaa\n")),
        *({name: text} for name in ("room", "ticket", "exam") for text in ("", "..", "a/b", "a\0b", "题", "a" * 65)),
        *({"number": number} for number in (-1, 0, 100)),
    ],
    ids=repr,
)
def test_an_id_that_could_not_name_a_file_is_refused_before_anything_else(day, change):
    header = header_of(day.kcr)
    changed = replace(header, identity=replace(header.identity, **change))
    with refuses(Outcome.HEADER):
        accept(with_header(day.kcr, changed, [day.sat.seed]), day)


@pytest.mark.parametrize("session", ["", "../../etc", "a\\b", "s 1"])
def test_a_session_id_that_could_not_name_a_folder_is_refused(day, session):
    header = header_of(day.kcr)
    context = replace(header.identity.context, session=session)
    changed = replace(header, identity=replace(header.identity, context=context))
    with refuses(Outcome.HEADER):
        accept(with_header(day.kcr, changed, [day.sat.seed]), day)


@pytest.mark.parametrize("change", [{"rows": 5}, {"head": "AAAA"}], ids=str)
@pytest.mark.attack(33)
def test_a_header_that_was_edited_is_refused_and_one_signed_anew_opens_nothing(day, change):
    changed = replace(header_of(day.kcr), **change)
    with refuses(Outcome.SIGNATURE):
        accept(with_header(day.kcr, changed), day)
    with refuses(Outcome.DECRYPT):
        accept(with_header(day.kcr, changed, [day.sat.seed]), day)


@pytest.mark.parametrize(
    ("change", "outcome"),
    [
        ({"kind": Kind.REHEARSAL}, Outcome.POLICY),
        ({"kind": Kind.PRACTICE}, Outcome.POLICY),
        ({"level": Level.CERTIFIED}, Outcome.CONTEXT),
        ({"exam_file": "AAAA"}, Outcome.CONTEXT),
        ({"session": "s-2025-11"}, Outcome.CONTEXT),
    ],
    ids=str,
)
@pytest.mark.attack(32)
def test_a_rightly_signed_result_of_another_kind_level_or_sealing_is_refused(day, change, outcome):
    elsewhere = day.sit(context=replace(day.context, **change))
    with refuses(outcome):
        accept(day.result_of(elsewhere), day)


@pytest.mark.parametrize("role", [certificates.EXAM, "proctor"])
@pytest.mark.attack(23)
def test_a_certificate_for_another_use_is_refused(day, role):
    bindings = attempt_identity.bindings(day.sat.identity)
    public = signatures.public_of(day.sat.seed)
    other = certificates.issue(day.keys.ticket_seeds["T1"], role, public, bindings)
    with refuses(Outcome.CERT):
        accept(with_header(day.kcr, replace(header_of(day.kcr), certificate=other), [day.sat.seed]), day)


@pytest.mark.attack(35)
def test_a_certificate_of_the_first_attempt_does_not_serve_the_second(day):
    second = day.sit(attempt="attempt-2")
    body = day.body_of(second)
    data = pack_result(body, day.sat.certificate, day.sat.seed, day.keys.results_public)
    with refuses(Outcome.CERT):
        accept(data, day)


def test_a_result_signed_by_anyone_but_its_attempt_key_is_refused(day):
    for seeds in ([], [day.keys.exam_seed], [day.keys.ticket_seeds["T1"]]):
        body = frame.unpack(day.kcr)
        data = frame.pack(FileType.RESULT, body.header, body.body, seeds)
        with refuses(Outcome.SIGNATURE):
            accept(data, day)


@pytest.mark.attack(17)
def test_bodies_swapped_between_two_results_are_refused_even_when_signed_anew(day):
    other = frame.unpack(day.result_of(day.sit("T2")))
    mine = frame.unpack(day.kcr)
    swapped = day.kcr.replace(mine.body, other.body)
    with refuses(Outcome.SIGNATURE):
        accept(swapped, day)
    with refuses(Outcome.DECRYPT):
        accept(frame.pack(FileType.RESULT, mine.header, other.body, [day.sat.seed]), day)


@pytest.mark.parametrize(
    "change",
    [{"attempt_key": "AAAA"}, {"rows": 3}, {"head": "AAAA"}, {"identity": "other"}, {"outages": (MOVED,), "pc": "b"}],
    ids=str,
)
@pytest.mark.attack(34)
def test_content_that_speaks_of_another_attempt_than_its_header_is_refused(day, change):
    if "identity" in change:
        change = {"identity": replace(day.sat.identity, ticket="T2")}
    body = replace(day.body_of(day.sat), **change)
    mine = frame.unpack(day.kcr)
    padded = results.streams.pad(results.payload_bytes(body), results.streams.bucket)
    sealed = results.envelopes.seal(day.keys.results_public, padded, results._info(mine.header))
    with refuses(Outcome.CONTEXT, "context.result"):
        accept(frame.pack(FileType.RESULT, mine.header, sealed, [day.sat.seed]), day)


def test_only_the_results_key_of_the_session_opens_it(day, other_day):
    framed = frame.unpack(day.kcr)
    with refuses(Outcome.DECRYPT):
        open_result(framed, header_of(day.kcr), other_day.keys.results_seed)


@pytest.mark.parametrize("length", [0, 1, 31, 32, 47, 48])
@pytest.mark.attack(29)
def test_a_body_too_short_for_an_envelope_is_refused(day, length):
    mine = frame.unpack(day.kcr)
    with refuses(Outcome.DECRYPT):
        accept(frame.pack(FileType.RESULT, mine.header, mine.body[:length], [day.sat.seed]), day)


def test_a_receipt_is_twelve_symbols_of_the_files_hash_and_never_changes(day):
    assert receipt_of(day.kcr) == receipt_of(bytes(day.kcr))
    assert receipt_of(b"result") == _receipt_by_hand(b"result") == "EV0X-RZ7G-MDRQ"
    assert receipt_of(day.kcr) != receipt_of(day.kcr + b"\0")


def _receipt_by_hand(data):
    """docs/formats.md section 5, written down again."""
    binding = b"kaochang/v1/receipt\0\x00\x20" + hashlib.sha256(data).digest()
    bits = int.from_bytes(hashlib.sha256(binding).digest()[:8], "big") >> 4
    symbols = "".join("0123456789ABCDEFGHJKMNPQRSTVWXYZ"[bits >> 5 * at & 31] for at in reversed(range(12)))
    return "-".join((symbols[:4], symbols[4:8], symbols[8:]))


def test_the_public_half_of_an_attempt_key_is_what_signed(day):
    seed = bytes_to_text(day.sat.seed)
    assert results.attempt_key_of(seed) == bytes_to_text(signatures.public_of(day.sat.seed))
