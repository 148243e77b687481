"""The centre's side of a simulated day, as large as any: a kit, and results on a stick that nobody sat.

They are rightly signed and sealed, so a merge has the same work with them as with any others; what is missing are the
rooms: no sealed exam, no journal logs and no manifests. Results are made on all cores.
"""

import hashlib
from collections.abc import Callable, Sequence

from kaochang.custody import attempt_identity, kits, results
from kaochang.custody.attempt_identity import AttemptIdentity
from kaochang.custody.envelope import Context, digest
from kaochang.custody.kits import CentreKit, SecretLock
from kaochang.custody.results import ResultBody
from kaochang.domain.assessments import Exam
from kaochang.domain.attempts import ClosingReason
from kaochang.domain.ports import Clock, Progress, Randomness, Words, no_progress
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.rosters import Ticket
from kaochang.domain.values import SecretRecord, bytes_to_text
from kaochang.flow.seal import CENTRE_KIT_FILE
from kaochang.flow.simulate import SimulatedDay, SimulateOrder, dice_of, exam_of, respond, session_of, tickets_of
from kaochang.machine import workers
from kaochang.machine.safe_files import make_folder, write_new
from kaochang.sealing import envelopes, kdf, signatures

_PIECE = 64
_STICK = "stick"


class _Made(SecretRecord, frozen=True):
    """What results are made from; every key follows from `secret` and what it is for."""

    secret: bytes
    context: Context
    exam: Exam
    order: SimulateOrder
    results_key: bytes
    started: int

    def seed_of(self, *names: str) -> bytes:
        """A private key."""
        return hashlib.sha256(self.secret + "/".join(names).encode()).digest()

    def public_of(self, *names: str) -> str:
        """Its public half, as text."""
        return bytes_to_text(signatures.public_of(self.seed_of(*names)))


def _result(made: _Made, ticket: Ticket) -> bytes:
    seed = made.seed_of("attempt", ticket.number)
    public = signatures.public_of(seed)
    dice = dice_of(made.order, ticket)
    name = f"{ticket.number:_<16}"
    identity = AttemptIdentity(made.context, ticket.room, ticket.number, ticket.exam, name, 1)
    responses = {placed.id: respond(placed, made.order, dice) for placed in made.exam.assessment.items()}
    used = made.exam.rules.duration_s * 500
    body = ResultBody(
        identity=identity,
        attempt_key=bytes_to_text(public),
        seat=ticket.seat,
        client="simulated",
        seed=bytes_to_text(seed[:16]),
        started=made.started,
        closed=made.started + used,
        reason=ClosingReason.HANDED_IN,
        used=used,
        limit=made.exam.rules.duration_s * 1000,
        responses=responses,
        revisions=dict.fromkeys(responses, 1),
        marked=(),
        outages=(),
        acts=(),
        notes=(),
        head=digest(seed),
        rows=len(responses) + 3,
        spent=dict.fromkeys(responses, used // len(responses)),
    )
    certificate = attempt_identity.certify(made.seed_of("ticket", ticket.number), public, identity)
    return results.pack_result(body, certificate, seed, made.results_key)


def _making(made: _Made) -> Callable[[Sequence[Ticket]], int]:
    """What a process does: writes these tickets' results."""

    def make(tickets: Sequence[Ticket]) -> int:
        for ticket in tickets:
            write_new(made.order.out / _STICK / ticket.room / f"{ticket.number}.kcr", _result(made, ticket))
        return len(tickets)

    return make


def simulate_results(
    order: SimulateOrder, words: Words, clock: Clock, entropy: Randomness, progress: Progress = no_progress
) -> SimulatedDay:
    """Makes the stick and the centre kit under `order.out`. The session is a rehearsal, as every simulated one."""
    if order.out.is_dir() and any(order.out.iterdir()):
        raise Refusal(Outcome.EXISTS, "io.exists", str(order.out))
    out, passphrase, secret = make_folder(order.out), entropy(9).hex(), entropy(32)
    session, (exam, schemes) = session_of(order, words, clock.wall(), entropy), exam_of(order, words)
    tickets, results_seed = tickets_of(order, session, words), envelopes.new_seed(entropy)
    context = Context(session.id, digest(secret), session.kind, session.level)
    made = _Made(secret, context, exam, order, envelopes.public_of(results_seed), session.opens)
    kit = CentreKit(
        session=session,
        context=context,
        exam_key=made.public_of("exam"),
        centre_key=made.public_of("centre"),
        centre_seed=bytes_to_text(made.seed_of("centre")),
        results_seed=bytes_to_text(results_seed),
        results_key=bytes_to_text(made.results_key),
        content_key=bytes_to_text(made.seed_of("content")),
        exams=(exam,),
        schemes=schemes,
        tickets=tuple(tickets),
        ticket_keys={ticket.number: made.public_of("ticket", ticket.number) for ticket in tickets},
        proctor_keys={room.id: made.public_of("proctor", room.id) for room in session.rooms},
        act_keys={},
        passed_findings=(),
    )
    lock = SecretLock(passphrase, kdf.new_params(entropy, order.cost))
    write_new(out / CENTRE_KIT_FILE, kits.pack_centre_kit(kit, lock, made.seed_of("exam"), entropy))
    for room in session.rooms:
        make_folder(out / _STICK / room.id)
    done = 0
    pieces = (tickets[at : at + _PIECE] for at in range(0, len(tickets), _PIECE))
    for count in workers.in_order(_making, made, pieces, workers.cores() if len(tickets) > 10 * _PIECE else 1):
        done += count
        progress(done, len(tickets))
    return SimulatedDay(out / _STICK, out / CENTRE_KIT_FILE, passphrase, "")
