"""Weak keys, keys for something else, and numbers that speak against a rightly signed file."""

import msgspec
import pytest
from kaochang.custody import (
    act_logs,
    attempt_identity,
    certificates,
    manifests,
    quorum,
    results,
)
from kaochang.custody.certificates import Certificate
from kaochang.custody.envelope import header_bytes, read_header
from kaochang.custody.exam_shapes import ExamHeader
from kaochang.domain.refusals import Outcome
from kaochang.domain.values import bytes_to_text, text_to_bytes
from kaochang.flow import merge
from kaochang.flow.reconcile import reconcile
from kaochang.sealing import canonical, frame, signatures
from kaochang.sealing.frame import FileType
from kaochang.store.centre import Centre
from support.clocks import ManualClock
from support.refusals import outcome_of, refuses
from unit.sealing.test_envelopes import LOW_ORDER
from unit.sealing.test_signatures import encodings

replace = msgspec.structs.replace
WEAK = [bytes_to_text(key) for key in sorted(set(encodings()))]
NON_CANONICAL = [bytes_to_text((2**255 - 19 + y).to_bytes(32, "little")) for y in range(2, 19)]
weak_keys = pytest.mark.parametrize("weak", WEAK + NON_CANONICAL[::5], ids=lambda text: text[:6])


MEMBERS = {
    "kck": "exam_key",
    "kcp": "exam_key",
    "kcx": "office",
    "kco": "office",
    "kcy": "signing",
    "kcd": "signing",
    "kct": "centre_key",
    "kcl": "centre_key",
    "kce": "exam_key",
    "kcz": "signing",
    "kcn": "exam_key",
    "kcw": "centre_key",
    "kcs": "scorer_key",
}


@pytest.mark.attack(27)
@weak_keys
def test_a_weak_key_that_a_file_names_as_its_signers_is_refused_as_a_key(kinds, weak):
    for name, member in MEMBERS.items():
        kind = kinds[name]
        plain = canonical.decode(kind.framed.header, limit=2**20)
        changed = kind.headed(canonical.encode({**plain, member: weak}))
        assert outcome_of(lambda kind=kind, changed=changed: kind.read(changed)) in {Outcome.CERT, Outcome.SIGNATURE}
        if name in {"kck", "kcp", "kcx", "kco", "kcy", "kcd", "kcz", "kcn"}:
            assert outcome_of(lambda kind=kind, changed=changed: kind.read(changed)) is Outcome.CERT


@pytest.mark.attack(27)
@weak_keys
def test_a_weak_key_as_exam_attempt_ticket_or_proctor_key_is_refused_as_a_key(day, weak):
    framed, log = frame.unpack(day.kcr), frame.unpack(day.kcm)
    with refuses(Outcome.CERT):
        results.check_result(framed, {**day.ticket_keys, "T1": weak})
    with refuses(Outcome.CERT):
        manifests.read_manifest(log, {"R1": weak})
    statement = {"role": certificates.ATTEMPT, "subject": weak, "bindings": attempt_identity.bindings(day.sat.identity)}
    payload = canonical.encode(statement)
    seed = day.keys.ticket_seeds["T1"]
    signature = signatures.sign(seed, frame.pae(certificates.MEDIA_TYPE, payload))
    certificate = Certificate(bytes_to_text(payload), bytes_to_text(signature))
    with refuses(Outcome.CERT):
        attempt_identity.check(certificate, day.sat.identity, day.ticket_keys)
    with refuses(Outcome.CERT):
        certificates.issue(seed, certificates.ATTEMPT, text_to_bytes(weak), {})


@pytest.mark.attack(27)
@weak_keys
def test_a_weak_key_as_a_proctors_is_refused_for_act_logs_too(kinds, weak):
    with refuses(Outcome.CERT):
        act_logs.read_act_log(kinds["kca"].framed, {"R1": weak})


@pytest.mark.attack(29)
@pytest.mark.parametrize("u", LOW_ORDER)
def test_an_envelope_with_a_low_order_point_is_refused_wherever_one_stands(day, kinds, certified, u):
    point = u.to_bytes(32, "little")
    mine = frame.unpack(day.kcr)
    forged = frame.pack(FileType.RESULT, mine.header, point + mine.body[32:], [day.sat.seed])
    with refuses(Outcome.DECRYPT):
        kinds["kcr"].read(forged)
    header = canonical.decode(kinds["kcj"].framed.header)
    spoiled = bytes_to_text(point + text_to_bytes(header["recovery"])[32:])
    with refuses(Outcome.DECRYPT):
        kinds["kcj"].read(kinds["kcj"].headed(canonical.encode({**header, "recovery": spoiled})))
    with refuses(Outcome.CERT):
        quorum.make_shares(
            bytes(32), 2, (*certified.members[:1], quorum.Member("弱", bytes_to_text(point))), day.context
        )


@pytest.mark.attack(29)
def test_a_result_whose_envelope_is_too_short_to_be_one_is_refused_at_every_length(day, kinds):
    mine = frame.unpack(day.kcr)
    for length in range(49):
        with refuses(Outcome.DECRYPT):
            kinds["kcr"].read(frame.pack(FileType.RESULT, mine.header, mine.body[:length], [day.sat.seed]))


@pytest.mark.attack(23, 30)
def test_a_key_of_the_session_signs_nothing_but_what_it_is_for(kinds, day):
    """Every file of a session signed by every other key of it; certificates are left as they are."""
    roles = {
        "exam": day.keys.exam_seed,
        "ticket": day.keys.ticket_seeds["T1"],
        "another ticket": day.keys.ticket_seeds["T2"],
        "proctor": day.keys.proctor_seeds["R1"],
        "another room's proctor": day.keys.proctor_seeds["R2"],
        "attempt": day.sat.seed,
        "office": text_to_bytes(day.office.seed),
        "centre": day.centre.seed("signing"),
    }
    for name in ("kcb", "kck", "kcp", "kcj", "kcr", "kcm", "kca", "kcn", "kct", "kcl", "kce", "kcw", "kcs"):
        kind = kinds[name]
        for seed in roles.values():
            if seed not in kind.seeds:
                framed = kind.framed
                changed = frame.pack(kind.type, framed.header, framed.body, [seed]) + kind.tail
                assert outcome_of(lambda kind=kind, changed=changed: kind.read(changed)) is Outcome.SIGNATURE


@pytest.mark.attack(38)
def test_a_second_attempt_of_a_ticket_is_refused_by_policy_as_long_as_nothing_moves(day, tmp_path):
    """Rightly certified and signed, so only the number speaks against it."""
    identity = replace(day.sat.identity, number=2, attempt="attempt-2_______")
    certificate = attempt_identity.certify(day.keys.ticket_seeds["T1"], signatures.public_of(day.sat.seed), identity)
    body = replace(day.body_of(day.sat), identity=identity)
    (tmp_path / "T1.kcr").write_bytes(results.pack_result(body, certificate, day.sat.seed, day.keys.results_public))
    centre = Centre(tmp_path / "centre.db")
    merge.merge(centre, day.centre_kit, [tmp_path / "T1.kcr"], ManualClock())
    standing = reconcile(centre)
    centre.close()
    assert ("T1.kcr", "POLICY") in {(problem.name, problem.outcome) for problem in standing.problems}
    assert standing.results == {}


@pytest.mark.attack(30)
def test_a_certificate_for_another_session_kind_level_or_site_does_not_certify(kinds, day):
    """The office has certified each key for one thing; under any other header it is no certificate."""
    kind, office = kinds["kcb"], text_to_bytes(day.office.seed)
    header = read_header(ExamHeader, kind.framed)
    public = signatures.public_of(day.keys.exam_seed)
    session = {"session": day.session.id, "kind": "live", "level": "quick"}
    changes = [
        {"exam_key": certificates.issue(office, certificates.EXAM, public, {**session, name: value})}
        for name, value in (("session", "s-other"), ("kind", "rehearsal"), ("level", "certified"))
    ]
    elsewhere = certificates.issue(office, certificates.CENTRE, day.centre.signing, {"site": "elsewhere"})
    changes += [{"centre_key": elsewhere}, {"centre_key": header.exam_key}, {"exam_key": header.centre_key}]
    for change in changes:
        with refuses(Outcome.CERT):
            kind.read(kind.headed(header_bytes(replace(header, **change))))
