"""Decisions at the centre: what waits for people, what they may decide, and closing the session.

Each decision is signed the moment it is made: it is entered in one transaction with the checkpoint that vouches for it.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from kaochang.custody.envelope import digest
from kaochang.custody.results import ResultBody
from kaochang.domain.decisions import (
    ABOUT_TICKETS,
    RECORDED,
    Decision,
    DecisionKind,
    Point,
    closing,
    is_same_person,
    lifted_by,
    needs_second,
    settles_all,
    standing,
    undone_by,
)
from kaochang.domain.ports import Clock
from kaochang.domain.refusals import Outcome, Refusal, Word
from kaochang.domain.rosters import Ticket, TicketStatus
from kaochang.domain.walk_ins import WalkIn, walk_in
from kaochang.flow import ledger, walked_in
from kaochang.flow.decided import OPEN, TOLD_ONLY, TWICE
from kaochang.flow.ledger import Audit, Signing
from kaochang.flow.merge import merged_results
from kaochang.flow.reconcile import Reconciliation, reconcile
from kaochang.sealing.frame import FileType
from kaochang.store.centre import Centre, FileRecord, KeptFile, document_of

_NOBODY = WalkIn("", "")
_MISCONDUCT_WAITS = f"problem.open.{TicketStatus.MISCONDUCT_PENDING}"
_SHORTEST = 8
"""Symbols of a SHA-256 by which a file may be named."""


@dataclass(frozen=True)
class Wish:
    """What somebody wants to decide. `about` is a ticket, a room, the number of a decision, or "" for the session.

    `file` names what counts, by its name or the beginning of its SHA-256; `log` is a whole journal. `person` and `name`
    say who an accepted walk-in is, "" as it was typed at the PC.
    """

    kind: DecisionKind
    about: str
    by: str
    reason: str
    second: str = ""
    file: str = ""
    log: bytes = b""
    statuses: Mapping[str, TicketStatus] = field(default_factory=dict)
    person: str = ""
    name: str = ""


@dataclass(frozen=True)
class _Desk:
    """What a decision is made on."""

    centre: Centre
    standing: Reconciliation
    tickets: dict[str, Ticket]
    decisions: list[Decision]
    files: dict[str, FileRecord]

    def ticket(self, number: str) -> Ticket:
        """A ticket of the roster; MISSING for another."""
        if number not in self.tickets:
            raise Refusal(Outcome.MISSING, "decision.no-ticket", number)
        return self.tickets[number]

    def results_of(self, ticket: str) -> list[FileRecord]:
        """The results of a ticket that were accepted."""
        found = (
            each for each in self.files.values() if each.ticket == ticket and each.type == FileType.RESULT.extension
        )
        return sorted(found, key=lambda each: each.sha256)

    def has_walk_in(self, ticket: str) -> bool:
        """Whether a walk-in waits to be accepted or refused."""
        return any((each.key, each.ticket) == (walked_in.WAITS, ticket) for each in self.standing.waits)

    def points(self, ticket: str, room: str) -> Iterator[Point]:
        """What is told of a ticket, else of a room, else of no room, and can be settled."""
        for each in self.standing.problems:
            if (each.ticket, "" if each.ticket else each.room) == (ticket, room) and each.key not in TOLD_ONLY:
                yield each.key, each.name
        status = self.standing.statuses.get(ticket)
        if status in OPEN and status is not TicketStatus.MISCONDUCT_PENDING:  # only a status settles that
            yield f"problem.open.{status}", ticket


@dataclass(frozen=True)
class _Target:
    """What a decision is about; `room` is that of the ticket where it is about one."""

    ticket: str = ""
    room: str = ""
    file: str = ""
    undoes: int = 0
    holder: WalkIn = _NOBODY


def plan(centre: Centre, wish: Wish, clock: Clock) -> Decision:
    """The decision that a wish comes to, not entered yet; refused where it may not be made, or changes nothing."""
    files = {each.sha256: each for each in centre.files() if each.outcome == 0}
    desk = _Desk(centre, reconcile(centre), centre.tickets(), centre.decisions(), files)
    _check_open(desk, wish)
    target = _target(desk, wish)
    points = desk.points(target.ticket, "" if target.ticket else target.room) if settles_all(wish.kind) else ()
    settles = tuple(dict.fromkeys(points))
    if wish.kind is DecisionKind.EXPLAINED:
        _check_explains(desk, target, wish.about)
    decision = Decision(
        number=len(desk.decisions) + 1,
        kind=wish.kind,
        by=wish.by,
        reason=wish.reason,
        made=clock.wall(),
        second=wish.second,
        ticket=target.ticket,
        room=target.room,
        file=target.file,
        undoes=target.undoes,
        statuses=dict(wish.statuses),
        settles=settles,
        person=target.holder.person,
        name=target.holder.name,
        seen=tuple(each.sha256 for each in desk.results_of(target.ticket)) if target.ticket else (),
    )
    _check_people(desk, decision, wish.about)
    return decision


def enter(
    centre: Centre, decision: Decision, signing: Signing, clock: Clock, recovered: ResultBody | None = None
) -> Audit:
    """Signs a decision and enters it; how the ledger stands then.

    Refused as whatever is signed (POLICY without the centre's key, and where the database contradicts its ledger), and
    where others decided, or something came that keeps a session open, while somebody typed a passphrase.
    """
    before = ledger.audit_to_sign(centre, signing)
    if decision.number != len(centre.decisions()) + 1:
        raise Refusal(Outcome.CONFLICT, "database.in-use", str(centre.path))
    if decision.kind is DecisionKind.CLOSE:
        _check_settled(centre, reconcile(centre))
    document, made = document_of(decision).encode(), "" if recovered is None else document_of(recovered)
    kept = KeptFile(digest(document), document, made.encode())
    signed = ledger.sign(centre, before, signing.seed, clock, (decision, kept))
    ledger.write_out(centre, signing.folders)
    return signed


def choices(centre: Centre, now: Reconciliation) -> Iterator[tuple[FileRecord, ResultBody]]:
    """The results between which somebody has to choose: several of one ticket of which something waits."""
    waiting, results = {each.ticket for each in now.waits if each.ticket}, merged_results(centre)
    records = [each for each in centre.files() if each.sha256 in results and each.type == FileType.RESULT.extension]
    several = Counter(each.ticket for each in records)
    for record in sorted(records, key=lambda each: (each.ticket, each.sha256)):
        if record.ticket in waiting and several[record.ticket] > 1:
            yield record, results[record.sha256]


def _check_open(desk: _Desk, wish: Wish) -> None:
    """A closed session is opened again before anything else is decided, and only then."""
    if wish.kind is not DecisionKind.REOPEN:
        ledger.refuse_closed(desk.centre)
        return
    if closing(standing(desk.decisions)) is None:
        raise Refusal(Outcome.POLICY, "decision.not-closed", str(desk.centre.path))


def _check_settled(centre: Centre, now: Reconciliation) -> None:
    if now.waits:
        raise Refusal(Outcome.POLICY, "decision.open", str(centre.path), count=len(now.waits))


def _check_explains(desk: _Desk, target: _Target, about: str) -> None:
    """An explanation settles something that still waits; misconduct is none of it."""
    place = target.ticket, "" if target.ticket else target.room
    waiting = {each.key for each in desk.standing.waits if (each.ticket, "" if each.ticket else each.room) == place}
    if waiting == {_MISCONDUCT_WAITS}:
        raise Refusal(Outcome.POLICY, "decision.misconduct-waits", about)
    if waiting and waiting <= {walked_in.WAITS, TWICE, _MISCONDUCT_WAITS}:
        raise Refusal(Outcome.POLICY, "decision.walk-in-waits", about)
    if not waiting:
        raise Refusal(Outcome.POLICY, "decision.nothing-waits", about)


def _check_people(desk: _Desk, decision: Decision, about: str) -> None:
    """Two people where the decision needs them, by whatever it changes: taking back may let another stand again."""
    if decision.second and is_same_person(decision.by, decision.second):
        raise Refusal(Outcome.POLICY, "decision.same-person", decision.by)
    stood = {each.number: each for each in standing(desk.decisions)}
    stands = {each.number: each for each in standing((*desk.decisions, decision))}
    kinds = {decision.kind, *(each.kind for number, each in stands.items() if number not in stood)}
    lifted = {each.kind for number, each in stood.items() if number not in stands}
    lifted |= {each.kind for each in lifted_by(decision, tuple(stood.values()))}
    if decision.kind is DecisionKind.ILL:  # it ends a misconduct that nobody decided about
        pending = desk.standing.statuses[decision.ticket] is TicketStatus.MISCONDUCT_PENDING
        lifted |= {DecisionKind.MISCONDUCT} if pending else set()
    if needs_second(kinds, desk.centre.session().session.level, lifted) and not decision.second:
        raise Refusal(Outcome.POLICY, "decision.needs-second", about)


def _target(desk: _Desk, wish: Wish) -> _Target:
    if wish.kind in ABOUT_TICKETS:
        return _about_ticket(desk, wish)
    match wish.kind:
        case DecisionKind.EXPLAINED:
            return _about_anything(desk, wish.about)
        case DecisionKind.RECORD:
            return _about_record(desk, wish)
        case DecisionKind.UNDO:
            return _about_decision(desk, wish.about)
        case DecisionKind.CLOSE:
            _check_settled(desk.centre, desk.standing)
            return _Target()
        case _:
            return _Target()


def _about_ticket(desk: _Desk, wish: Wish) -> _Target:
    ticket = desk.ticket(wish.about)
    number = ticket.number
    has_result = number in desk.standing.results or desk.has_walk_in(number)
    file, holder = "", _NOBODY
    match wish.kind:
        case DecisionKind.COUNTS:
            file = _named_file(desk, number, wish.file)
        case DecisionKind.RECOVERED:
            file = _named_log(desk, number, wish.log)
        case DecisionKind.CLEARED if desk.standing.statuses[number] is not TicketStatus.MISCONDUCT_PENDING:
            raise Refusal(Outcome.POLICY, "decision.not-pending", number)
        case DecisionKind.ACCEPTED | DecisionKind.REFUSED:
            holder = _holder(desk, ticket, wish)
        case _:
            pass
    if has_result and wish.kind in (DecisionKind.RECOVERED, DecisionKind.ON_PAPER, DecisionKind.ABSENT):
        raise Refusal(Outcome.POLICY, "decision.has-result", number)
    return _Target(number, ticket.room, file, holder=holder)


def _holder(desk: _Desk, ticket: Ticket, wish: Wish) -> WalkIn:
    """Who took a reserve ticket, as somebody says now or the PC told; refused where nobody did (POLICY).

    Nobody is accepted (CONFLICT) of whom another ticket of the same exam has a result that counts.
    """
    number, held = ticket.number, desk.standing.holders
    if not ticket.is_reserve or number not in held:
        raise Refusal(Outcome.POLICY, "decision.no-walk-in", number)
    typed = held[number]
    holder = walk_in(wish.person or typed.person, wish.name or typed.name)
    others = walked_in.others_of(desk.tickets, {**held, number: holder})[number]
    other = next((each for each in others if each.number in desk.standing.results), None)
    if wish.kind is DecisionKind.ACCEPTED and other is not None:
        raise Refusal(Outcome.CONFLICT, "decision.walk-in-has-result", number, other=other.number, who=holder.detail)
    return holder


def _named_file(desk: _Desk, ticket: str, named: str) -> str:
    """The one result of a ticket that is named so."""
    results = desk.results_of(ticket)
    found = [
        each.sha256
        for each in results
        if each.name == named or (len(named) >= _SHORTEST and each.sha256.startswith(named))
    ]
    if len(found) != 1:
        files = tuple(f"{each.name} ({each.sha256[:_SHORTEST]})" for each in results)
        key = "decision.which-file" if files else "decision.no-file"
        raise Refusal(Outcome.MISSING, key, ticket, files=files)
    return found[0]


def _named_log(desk: _Desk, ticket: str, log: bytes) -> str:
    """The journal that was handed over, which must be one of the ticket's that were merged."""
    sha256 = digest(log)
    record = desk.files.get(sha256)
    if record is None or (record.type, record.ticket) != (FileType.JOURNAL.extension, ticket):
        raise Refusal(Outcome.MISSING, "decision.no-journal", ticket)
    return sha256


def _about_anything(desk: _Desk, about: str) -> _Target:
    if about in desk.tickets:
        return _Target(about, desk.tickets[about].room)
    rooms = {room.id for room in desk.centre.session().session.rooms}
    if about and about not in rooms:
        raise Refusal(Outcome.MISSING, "decision.no-place", about)
    return _Target(room=about)


def _about_record(desk: _Desk, wish: Wish) -> _Target:
    """A record by hand tells every ticket of a room that no manifest tells, each once."""
    there = {ticket.number: ticket for ticket in desk.tickets.values() if ticket.room == wish.about}
    owed = {number for number, ticket in there.items() if not ticket.is_reserve or number in wish.statuses}
    if not owed:
        raise Refusal(Outcome.MISSING, "decision.no-place", wish.about)
    if not any((each.key, each.room) == ("problem.no-manifest", wish.about) for each in desk.standing.problems):
        raise Refusal(Outcome.POLICY, "decision.has-manifest", wish.about)
    if wish.statuses.keys() != owed:
        differ = tuple(sorted(wish.statuses.keys() ^ owed))
        raise Refusal(Outcome.POLICY, "decision.record-tickets", wish.about, tickets=differ)
    for status in set(wish.statuses.values()).difference(RECORDED):
        raise Refusal(Outcome.POLICY, "decision.record-status", wish.about, status=Word(f"ticket-status.{status}"))
    return _Target(room=wish.about)


def _about_decision(desk: _Desk, about: str) -> _Target:
    """A decision that is taken back: one that stands, also one that took another back, which then stands again."""
    numbered = {str(each.number): each for each in desk.decisions}
    if about not in numbered:
        raise Refusal(Outcome.MISSING, "decision.no-decision", about)
    decision = numbered[about]
    if decision.kind in (DecisionKind.CLOSE, DecisionKind.REOPEN):
        raise Refusal(Outcome.POLICY, "decision.undo-closing", about)
    if decision.number in undone_by(desk.decisions):
        raise Refusal(Outcome.POLICY, "decision.undone-already", about)
    return _Target(decision.ticket, decision.room, undoes=decision.number)
