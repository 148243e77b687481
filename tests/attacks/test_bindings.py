"""What a sealed or hashed byte string is bound to: another value of any one field is another binding.

Keys differ between sessions anyway, so a field that was left out would show nowhere else; here each stands alone.
"""

import dataclasses

import msgspec
import pytest
from kaochang.custody import (
    act_codes,
    act_logs,
    attempt_identity,
    backups,
    checkpoints,
    errata,
    exam_shapes,
    journal_log,
    key_files,
    kits,
    manifests,
    quorum,
    results,
    site,
    slots,
)
from kaochang.custody.act_codes import ActPlace
from kaochang.custody.attempt_identity import AttemptIdentity
from kaochang.custody.envelope import Context, digest
from kaochang.custody.exam_shapes import ObjectName
from kaochang.domain.acts import ActKind
from kaochang.domain.assessments import Kind, Level
from kaochang.domain.refusals import Outcome
from kaochang.domain.values import bytes_to_text
from kaochang.sealing import codes, kdf, keys, signatures
from kaochang.sealing.contexts import Context as Purpose
from support.exams import make_session
from support.refusals import refuses
from support.seeded import seeded

replace = msgspec.structs.replace
HERE = Context("s-1", digest(b"one sealing"), Kind.LIVE, Level.QUICK)
SESSION, SEALING = replace(HERE, session="s-2"), replace(HERE, exam_file=digest(b"another sealing"))
ME = AttemptIdentity(HERE, "R1", "T1", "exam-1", "attempt-1_______", 1)
PARAMS = kdf.new_params(seeded(1), kdf.MINIMUM)

CHALLENGES = [act_codes.draw_challenge(ActKind.EXTRA_TIME, 10, seeded(seed)) for seed in (5, 6)]
PLACE = ActPlace(HERE, "R1", bytes(32))
START, TICKET_PIN = codes.new_code(seeded(1)), codes.new_code(seeded(2), codes.PIN)


def chain_context(**change):
    """The context of a row: of this attempt, with this number, after this head."""
    chain = journal_log.RowChain(bytes(32), change.get("attempt", "a"), change.get("head", b"h"))
    return chain._context(change.get("number", 1))


def identity(**change):
    """An attempt, with something else in its context or itself."""
    context = {name: change.pop(name) for name in list(change) if name in ("session", "exam_file")}
    return replace(ME, context=replace(HERE, **context), **change)


BINDINGS = {
    "row": (chain_context, [{}, {"attempt": "b"}, {"number": 2}, {"head": b"i"}]),
    "chain, recovery": (
        lambda **change: journal_log._bound(identity(**change)),
        [{}, {"session": "s-2"}, {"exam_file": digest(b"x")}, {"ticket": "T2"}, {"attempt": "attempt-2_______"}],
    ),
    "journal key": (
        lambda content=b"c" * 32, ticket=b"t" * 32, attempt="a": journal_log.journal_key(content, ticket, attempt),
        [{}, {"content": b"d" * 32}, {"ticket": b"u" * 32}, {"attempt": "b"}],
    ),
    "result": (lambda header=b"h": results._info(header), [{}, {"header": b"i"}]),
    "manifest": (
        lambda context=HERE, room="R1", counter=1: manifests._info(context, room, counter),
        [{}, {"context": SESSION}, {"context": SEALING}, {"room": "R2"}, {"counter": 2}],
    ),
    "act log": (
        lambda context=HERE, room="R1", counter=1: act_logs._info(context, room, counter),
        [{}, {"context": SESSION}, {"context": SEALING}, {"room": "R2"}, {"counter": 2}],
    ),
    "errata": (
        lambda context=HERE, counter=1: errata._bound(context, counter),
        [{}, {"context": SESSION}, {"context": SEALING}, {"counter": 2}],
    ),
    "kit": (
        lambda purpose=Purpose.CENTRE_KIT, context=HERE, room="": kits._bound(purpose, context, room),
        [{}, {"purpose": Purpose.CENTRE_KIT_SLOT}, {"context": SESSION}, {"context": SEALING}, {"room": "R1"}],
    ),
    "share": (
        lambda context=HERE, group=(0, 1), layer=0: quorum._info(context, group, layer),
        [{}, {"context": SESSION}, {"context": SEALING}, {"group": (0, 2)}, {"layer": 1}],
    ),
    "object": (
        lambda purpose=Purpose.EXAM_OBJECT, name="a", room="", nonce=b"n" * 16: ObjectName(purpose, name, room).context(
            nonce
        ),
        [{}, {"purpose": Purpose.EXAM_PHOTO}, {"name": "b"}, {"room": "R1"}, {"nonce": b"m" * 16}],
    ),
    "act": (
        lambda place=PLACE, ticket="T1", challenge=CHALLENGES[0], minutes=10: act_codes._response_context(
            place, ticket, challenge, minutes
        ),
        [
            {},
            {"place": dataclasses.replace(PLACE, context=SESSION)},
            {"place": dataclasses.replace(PLACE, context=SEALING)},
            {"place": dataclasses.replace(PLACE, room="R2")},
            {"ticket": "T2"},
            {"challenge": CHALLENGES[1]},
            {"minutes": 11},
        ],
    ),
    "card": (
        lambda place=PLACE, head=1: act_codes._card_context(place, head),
        [{}, {"place": dataclasses.replace(PLACE, room="R2")}, {"head": 2}],
    ),
    "ledger": (
        lambda seed=bytes(32), context=HERE: checkpoints.ledger_key(seed, context),
        [{}, {"seed": bytes([1]) * 32}, {"context": SESSION}, {"context": SEALING}],
    ),
    "ledger row": (
        lambda key=bytes(32), record=b"r", document=b"d": checkpoints.kept_of(key, record, document),
        [{}, {"key": bytes([1]) * 32}, {"record": b"s"}, {"document": b"e"}],
    ),
    "key file": (lambda key_id="a": key_files._slot(key_id), [{}, {"key_id": "b"}]),
    "office key": (lambda site_id="a": site._slot(site_id), [{}, {"site_id": "b"}]),
    "backup slot": (lambda name="a": backups.slot_context(name), [{}, {"name": "b"}]),
    "backup index": (lambda name="a": backups.index_context(name), [{}, {"name": "b"}]),
    "backup object": (
        lambda name="a", number=0: backups.object_context(name, number),
        [{}, {"name": "b"}, {"number": 1}],
    ),
}


@pytest.mark.attack(15, 18, 32)
@pytest.mark.parametrize(("binding", "changes"), BINDINGS.values(), ids=BINDINGS)
def test_another_value_of_any_field_is_another_binding(binding, changes):
    made = [binding(**change) for change in changes]
    assert len(set(made)) == len(changes)


SLOTS = {
    "start code": (lambda nonce, room, ticket: slots.start_lock(START, PARAMS, nonce), {"nonce"}),
    "room code": (lambda nonce, room, ticket: slots.room_lock(START, PARAMS, nonce, room), {"nonce", "room"}),
    "PIN": (
        lambda nonce, room, ticket: slots.pin_lock(TICKET_PIN, PARAMS, nonce, room, ticket),
        {"nonce", "room", "ticket"},
    ),
}


@pytest.mark.attack(16)
@pytest.mark.parametrize(("make", "bound"), SLOTS.values(), ids=SLOTS)
def test_a_slot_is_bound_to_its_sealing_and_to_the_room_and_ticket_it_is_for(make, bound):
    here = {"nonce": b"n" * 16, "room": "R1", "ticket": "T1"}
    other = {"nonce": b"m" * 16, "room": "R2", "ticket": "T2"}
    for name in here:
        changed = make(**{**here, name: other[name]}).binding != make(**here).binding
        assert changed == (name in bound)


CHANGES = {
    "session": {"context": SESSION},
    "sealing": {"context": SEALING},
    "kind": {"context": replace(HERE, kind=Kind.REHEARSAL)},
    "room": {"room": "R2"},
    "ticket": {"ticket": "T2"},
    "exam": {"exam": "exam-2"},
    "attempt": {"attempt": "attempt-2_______"},
    "number": {"number": 2},
}


@pytest.mark.attack(32, 33, 35)
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_an_attempt_is_certified_for_all_that_its_identity_says(change):
    """Also where the same key stands for the other ticket."""
    seed = bytes(range(32))
    issuer = bytes_to_text(signatures.public_of(seed))
    certificate = attempt_identity.certify(seed, signatures.public_of(bytes(32)), ME)
    known = {"T1": issuer, "T2": issuer}
    assert attempt_identity.check(certificate, ME, known) == signatures.public_of(bytes(32))
    with refuses(Outcome.CERT, "cert"):
        attempt_identity.check(certificate, replace(ME, **change), known)


@pytest.mark.attack(30)
def test_an_exam_key_is_certified_for_session_kind_and_level_and_a_centre_key_for_its_site():
    session = make_session()
    others = [make_session("s-2"), make_session(kind=Kind.PRACTICE), make_session(level=Level.CERTIFIED)]
    said = [tuple(sorted(exam_shapes.exam_bindings(each).items())) for each in (session, *others)]
    assert len(set(said)) == 4
    assert exam_shapes.centre_bindings("a") != exam_shapes.centre_bindings("b")


@pytest.mark.attack(14)
def test_a_code_with_a_room_key_file_needs_both_and_their_place():
    given = [
        (b"k" * 32, b"r" * 32, b"c"),
        (b"l" * 32, b"r" * 32, b"c"),
        (b"k" * 32, b"s" * 32, b"c"),
        (b"k" * 32, b"r" * 32, b"d"),
    ]
    assert len({keys.joined(*each) for each in given}) == 4
