"""Sit: an attempt begins on this PC, or goes on there, for who may; from then on it is a `Sitting`."""

from collections.abc import Collection
from contextlib import ExitStack

import kaochang
from kaochang.custody.journal_log import Opened
from kaochang.domain import walk_ins
from kaochang.domain.acts import ActKind, Grant
from kaochang.domain.assessments import Kind
from kaochang.domain.attempts import Phase
from kaochang.domain.guards import Happening
from kaochang.domain.ports import Clock
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.rosters import Ticket
from kaochang.domain.values import bytes_to_text
from kaochang.flow import attempt_files, carried_errata, corrections, disk_check, superseded
from kaochang.flow.attempt_files import Found, OpenAttempt, found_attempt
from kaochang.flow.brought_back import brought_back
from kaochang.flow.corrections import Corrections
from kaochang.flow.desk import Desk
from kaochang.flow.pc_tries import pin_of, tries_of
from kaochang.flow.sitting import Sitting
from kaochang.flow.unlock import RoomFile, Unlocked
from kaochang.machine.disk_memory import Verdict
from kaochang.sealing import signatures

WINDOW_REFUSALS = frozenset({"session.not-open", "session.over", "session.too-late", "walk-in.needs-act"})
"""Why `check_window` refuses a start, which an act may override."""

_ADMITTING = frozenset({ActKind.ADMIT, ActKind.WALK_IN})

AWAY_REFUSALS = frozenset({"attempt.moved-away", "attempt.other-pc"})
"""Why an attempt does not go on here that is not this PC's, until an act to move lets it (`flow/move`)."""


def check_window(clock: Clock, room: RoomFile, ticket: Ticket, granted: Collection[ActKind] = ()) -> None:
    """Refuses (POLICY) to start before the session opens, after it closes, or after the latest entry.

    An act to admit overrides the latest entry, one about the clock everything that is told by this PC's date. On a
    reserve ticket nobody starts without an act for a walk-in, which also admits.
    """
    if room.is_reserve(ticket.number) and ActKind.WALK_IN not in granted:
        raise Refusal(Outcome.POLICY, "walk-in.needs-act", ticket=ticket.number)
    if ActKind.CLOCK in granted:
        return
    now, session = clock.wall(), room.session
    latest = room.fronts[ticket.exam].rules.latest_entry_s
    if now < session.opens:
        raise Refusal(Outcome.POLICY, "session.not-open", opens=session.opens, now=now)
    if now >= session.closes:
        raise Refusal(Outcome.POLICY, "session.over", closes=session.closes, now=now)
    if latest is not None and now > session.opens + latest * 1000 and _ADMITTING.isdisjoint(granted):
        raise Refusal(Outcome.POLICY, "session.too-late", minutes=latest // 60)


def _new_attempt(
    desk: Desk, unlocked: Unlocked, ticket: Ticket, ticket_seed: bytes, seat: str, grant: Grant | None
) -> OpenAttempt:
    check_window(desk.clock, unlocked.room, ticket, () if grant is None else (grant.kind,))
    superseded.check_newest(desk, unlocked.room.session)
    _check_second_place(desk, unlocked.room, ticket)
    seed = bytes_to_text(signatures.new_seed(desk.random))
    pc = desk.pc(unlocked.room.session.id)
    opened = Opened(seed, seat, desk.clock.wall(), desk.clock.boot(), kaochang.__version__, pc)
    return attempt_files.create(desk, unlocked, ticket, ticket_seed, opened, bytes_to_text(desk.random(12)))


def _check_second_place(desk: Desk, room: RoomFile, ticket: Ticket) -> None:
    """Refuses (POLICY) to start or take over without a second copy where the exam or a forgetful disk asks for it."""
    if room.fronts[ticket.exam].rules.second_place:
        disk_check.check_apart(desk)
    disk_check.check_start(desk, room.session.kind)


def _ticket_seed(desk: Desk, unlocked: Unlocked, ticket: Ticket, pin: str) -> bytes:
    """What a ticket signs with. Wrong PINs are counted on the PC; USAGE for one where the session has none."""
    if pin and not unlocked.room.needs_pin:
        raise Refusal(Outcome.USAGE, "pin.not-needed", ticket=ticket.number)
    with tries_of(desk, unlocked.room.session.id).of(pin_of(ticket.number)):
        return unlocked.ticket_seed(ticket.number, pin)


def begin(
    desk: Desk, unlocked: Unlocked, ticket: Ticket, seat: str, pin: str = "", grant: Grant | None = None
) -> Sitting:
    """Starts this ticket's attempt, or goes on with the one on this PC's disk. Blocking.

    `pin` is needed in certified sessions, also to go on: refused as `Unlocked.ticket_seed` does, before any file.
    `grant` is the act that lets somebody start whom `check_window` refuses (`take_act.take_to_enter`).

    A resumed attempt may come back closed (`state.phase`): it was handed in or ran out before its result was sealed,
    and only `hand_in` remains. One whose result is sealed is refused (POLICY), and so is one that is another PC's.
    """
    return begin_admitted(desk, unlocked, ticket, admit(desk, unlocked, ticket, pin), seat, grant)


def admit(desk: Desk, unlocked: Unlocked, ticket: Ticket, pin: str) -> bytes:
    """What a ticket signs with, for who may begin or go on here; refused as by `begin`."""
    if found_attempt(desk, unlocked.room, ticket) is Found.CLOSED:
        raise Refusal(Outcome.POLICY, "attempt.handed-in")
    return _ticket_seed(desk, unlocked, ticket, pin)


def _recalled(desk: Desk, unlocked: Unlocked, ticket: Ticket, attempt: OpenAttempt) -> Sitting:
    """The attempt as it was saved. Its files are closed where that cannot be."""
    with ExitStack() as undo:
        undo.callback(attempt.files.close)
        exam = unlocked.exam_for(ticket)
        sitting = Sitting(unlocked.room, ticket, exam, unlocked.media(), attempt, desk, lambda: unlocked.act_key)
        look = corrections.look_of(unlocked, desk.folder / unlocked.room.session.id)
        sitting.corrections = Corrections(unlocked.errata, look)
        sitting.recall()
        sitting.ticket = _held_by(sitting)
        undo.pop_all()
    return sitting


def _held_by(sitting: Sitting) -> Ticket:
    """The ticket with who took it, where it is a reserve one; POLICY for another person than whose attempt it is."""
    ticket, holder = sitting.ticket, walk_ins.holder_of(sitting.state.acts)
    if holder is None:
        return ticket
    if ticket.person and not holder.is_same(walk_ins.WalkIn(ticket.person, ticket.name)):
        raise Refusal(Outcome.POLICY, "walk-in.other-person", ticket=ticket.number)
    return holder.holding(ticket)


def reopened(desk: Desk, unlocked: Unlocked, ticket: Ticket, ticket_seed: bytes) -> Sitting | None:
    """The attempt on this PC as it was saved, whosever it is, and not gone on with; None where none is begun.

    For who is admitted (`admit`); to be shut.
    """
    attempt = attempt_files.reopen(desk, unlocked, ticket, ticket_seed)
    return None if attempt is None else _recalled(desk, unlocked, ticket, attempt)


def begin_admitted(
    desk: Desk, unlocked: Unlocked, ticket: Ticket, ticket_seed: bytes, seat: str, grant: Grant | None = None
) -> Sitting:
    """The same for who is admitted (`admit`), now or before a crash of the program."""
    unlocked = corrections.with_kept(unlocked, desk.folder / unlocked.room.session.id)  # some may have come on a stick
    attempt = brought_back(desk, unlocked, ticket, ticket_seed)
    if attempt is None:
        attempt = _new_attempt(desk, unlocked, ticket, ticket_seed, seat, grant)
    sitting = _recalled(desk, unlocked, ticket, attempt)
    with ExitStack() as undo:
        undo.callback(sitting.shut)
        if sitting.state.phase is not Phase.CLOSED:
            carried_errata.check(carried_errata.seen_in(sitting.notes), unlocked.errata)
        _catch_up(sitting, grant)
        _note_errata(sitting, unlocked.errata.counter)
        _note_disk(sitting)
        is_live = unlocked.room.session.kind is Kind.LIVE
        sitting.insist(on_second=unlocked.room.fronts[ticket.exam].rules.second_place or (is_live and sitting.forgets))
        sitting.settle()
        undo.pop_all()
    return sitting


def _catch_up(sitting: Sitting, grant: Grant | None) -> None:
    """Starts the attempt, or goes on with it."""
    if sitting.state.phase is Phase.INITIAL:
        _enter(sitting, grant)
    elif sitting.state.phase is not Phase.CLOSED:
        sitting.check_here()
        if not sitting.is_here:
            _check_second_place(sitting.desk, sitting.room, sitting.ticket)
        for entry in sitting.go_on(sitting.moved_to):
            sitting.save(entry)


def _note_errata(sitting: Sitting, counter: int) -> None:
    """The result tells under which errata it was sat: those that were in force when the attempt began or went on."""
    is_noted = any((note.what, note.detail) == (Happening.ERRATUM_APPLIED, str(counter)) for note in sitting.notes)
    if counter and not is_noted and sitting.state.phase is not Phase.CLOSED:
        sitting.corrections.is_news = True
        for entry in sitting.report(Happening.ERRATUM_APPLIED, str(counter)):
            sitting.save(entry)


def _note_disk(sitting: Sitting) -> None:
    """The result tells that it was sat on a disk that forgets: a rehearsal, or a live one with a second place."""
    if sitting.forgets or sitting.state.phase is Phase.CLOSED:
        return
    found = disk_check.known(sitting.desk)
    if found.verdict is Verdict.FORGETS:
        for entry in sitting.report(Happening.DISK_FORGETS, found.seen):
            sitting.save(entry)


def _detail(ticket: Ticket, grant: Grant) -> str:
    """What an act says beside its kind: of a walk-in, who it is."""
    return walk_ins.walk_in(ticket.person, ticket.name).detail if grant.kind is ActKind.WALK_IN else ""


def _enter(sitting: Sitting, grant: Grant | None) -> None:
    """Starts the clock: within the window, or by an act, which may have been saved before a crash."""
    if grant is not None and not sitting.state.has_act(grant.kind):
        if grant.challenge:
            sitting.save(sitting.challenge(grant.challenge))
        sitting.save(sitting.act(grant, _detail(sitting.ticket, grant)))
    check_window(sitting.clock, sitting.room, sitting.ticket, [act.kind for act in sitting.state.acts])
    sitting.save(sitting.start(sitting.desk.random(16)))
