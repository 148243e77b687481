"""Move: an attempt goes on at another PC, with every answer and the right time.

A PC that lives writes that the attempt leaves it, gives its log to a stick, and refuses the attempt from then on. Of a
PC that is dead the log is taken from its disk. The other PC takes the log in, row by row as it is, asks the proctor for
an act to move, and goes on where the attempt stood. An attempt comes back to an earlier PC in the same way.

What happens at the other PC, in this order: `bring_in` the log; `waiting` for the act, which is asked for and taken as
any other (`take_act`); `sit.begin` goes on once it is taken.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

from kaochang.custody.attempt_identity import AttemptIdentity
from kaochang.custody.journal_log import Entry
from kaochang.custody.sealed_exam import SealedExam
from kaochang.domain.act_rules import asks_to_move
from kaochang.domain.attempts import Event, Phase, Wait
from kaochang.domain.ports import Randomness
from kaochang.domain.refusals import Outcome, Refusal, Violation
from kaochang.domain.rosters import Ticket
from kaochang.flow import brought_back, carried_errata, corrections, errata, moved_logs, sit, sticks
from kaochang.flow.attempt_database import remove_older, write_anew
from kaochang.flow.attempt_files import LOG_NAME, OpenAttempt
from kaochang.flow.carried_errata import ErrataFile
from kaochang.flow.desk import Desk
from kaochang.flow.moved_logs import Brought, Wanted
from kaochang.flow.sitting import Sitting
from kaochang.flow.sticks import Chosen
from kaochang.flow.unlock import Unlocked
from kaochang.machine.folders import files_under
from kaochang.machine.safe_files import delete_file, make_folder


@dataclass(frozen=True)
class Exported:
    """A log that lies on a stick now: where, how many rows of which ticket, and up to when (ms; None without its key).

    `others` are copies that part from it, of which only the keys tell which rows are right. `is_cut` says that rows
    are missing.
    """

    path: Path
    ticket: str
    rows: int
    wall: int | None = None
    others: tuple[Path, ...] = ()
    is_cut: bool = False


def leave(desk: Desk, unlocked: Unlocked, ticket: Ticket, pin: str, stick: Chosen) -> Exported:
    """The attempt leaves this PC: written down for good, and its log on the stick, read back. Blocking.

    The stick gets the log first without that word, so that one which takes no file costs nothing. Where it had been
    left before, the log is copied once more. MISSING where nothing is begun here; refused as by `sit.begin`, and
    (POLICY) where nothing is left to go on with.
    """
    sitting = sit.reopened(desk, unlocked, ticket, sit.admit(desk, unlocked, ticket, pin))
    if sitting is None:
        raise Refusal(Outcome.MISSING, "attempt.none-here", ticket=ticket.number)
    with ExitStack() as at_end:
        at_end.callback(sitting.shut)
        if sitting.state.wait is Wait.MOVE:
            return give(sitting, stick, sitting.attempt.entries[-1].witness.wall)
        _go_on(sitting)
        give(sitting, stick)
        left = sitting.left()
        sitting.save(left)
        return give(sitting, stick, left.witness.wall)


def _go_on(sitting: Sitting) -> None:
    """What went by until now is counted as after any outage; then the attempt can be left."""
    if sitting.state.phase is Phase.INITIAL:
        raise Violation("attempt.not-started")
    if sitting.state.phase is not Phase.CLOSED:
        sitting.check_here()
        for entry in (*sitting.go_on(sitting.moved_to), *sitting.due()):
            sitting.save(entry)
    if sitting.state.phase is Phase.CLOSED:
        raise Violation("attempt.closed")


def give(sitting: Sitting, stick: Chosen, wall: int | None = None) -> Exported:
    """Everything that is saved of an attempt, onto a stick, read back; the attempt itself stays as it is. Blocking.

    Before it leaves its PC (`Sitting.left`), so that a stick which takes no file costs nothing, and once more after:
    `wall` is when its last row was written then.
    """
    attempt, desk, sealed = sitting.attempt, sitting.desk, sitting.room.sealed
    memory = desk.folder / sealed.context.session
    newest = carried_errata.newest_file(sealed, (memory, sealed.path.parent))
    (path,) = put(attempt.identity, [attempt.files.log_bytes()], stick, desk.random, newest)
    return Exported(path, sitting.ticket.number, attempt.files.count, wall)


def put(
    identity: AttemptIdentity, logs: Iterable[bytes], stick: Chosen, random: Randomness, newest: ErrataFile | None
) -> list[Path]:
    """Puts logs onto a stick, where the other PC and `collect` find them; their paths there. Read back.

    The newest errata lie beside them.
    """
    session = identity.context.session
    with sticks.carried(stick.path, random, stick):
        folder = sticks.make_room_folder(stick.path, session, identity.room)
        if newest is not None:
            sticks.keep(folder, newest.name(session), newest.data)
        return [folder / sticks.keep(folder, sticks.stick_names(identity)[1], log) for log in logs]


def from_disk(exam: SealedExam, ticket: str, disk: Path, stick: Path, random: Randomness) -> Exported:
    """The log of a dead PC's attempt, from its data folder (read, never written) onto a stick. Takes no codes."""
    logs = moved_logs.logs_of_disk(disk, exam.context, ticket)
    longest = logs[0]
    newest = carried_errata.newest_file(exam, (disk / exam.context.session, exam.path.parent))
    path, *others = put(longest.header.identity, map(moved_logs.log_bytes, logs), sticks.choose(stick), random, newest)
    return Exported(path, ticket, len(longest.rows), None, tuple(others), longest.torn)


@dataclass(frozen=True)
class BroughtIn:
    """What a stick brought: from which file, how many rows, up to when (ms), and whether its end was cut off."""

    path: Path
    rows: int
    wall: int
    is_cut: bool


def bring_in(
    desk: Desk,
    unlocked: Unlocked,
    ticket: Ticket,
    pin: str,
    source: Path,
    *,
    more: tuple[Path, ...] = (),
    places: tuple[Path, ...] = (),
    sets_aside: bool = False,
    least: int | None = None,
) -> BroughtIn:
    """Takes the ticket's log from a stick into this PC, verbatim; all of it at once or nothing. Blocking, repeatable.

    `more` are further places where copies of it lie; errata are taken in from beside it and from `places`, outermost
    folders of sticks, and without those that the attempt has seen it is refused (ROLLBACK).
    What this PC has of the attempt must be how that log begins, beside its own asking for a move, which goes: ROLLBACK
    where it has more, CONFLICT where the two part or are two attempts; with `sets_aside` another attempt, which was
    begun here by mistake, is kept beside this one, and still collected. ROLLBACK for fewer rows than `least`. Refused
    as by `Wanted.find` and `sit.admit`.
    """
    seed = sit.admit(desk, unlocked, ticket, pin)
    wanted = Wanted(unlocked, ticket, seed)
    brought = wanted.find(source, *more)
    state = brought.state(unlocked.exam_for(ticket))
    rows = len(brought.rows)
    if least is not None and rows < least:
        raise Refusal(Outcome.ROLLBACK, "move.fewer-rows", str(brought.path), rows=rows, least=least)
    seen = 0 if state.phase is Phase.CLOSED else carried_errata.seen_in(_events(brought))
    memory = desk.folder / unlocked.room.session.id
    carried_errata.take_in(unlocked, _errata_near((source, *more), places), memory, seen)
    here = brought_back.whole_here(desk, wanted, lambda: brought)
    if here is None or _is_news(here, brought, ticket, sets_aside=sets_aside):
        _take_in(make_folder(desk.attempt_folder(unlocked.room.session.id, ticket.number)), brought)
    return BroughtIn(brought.path, rows, brought.wall, brought.is_cut)


def _events(brought: Brought) -> Iterator[Event]:
    return (row.event for row in brought.rows if isinstance(row, Entry))


def _errata_near(sources: Sequence[Path], places: Sequence[Path]) -> Iterator[Path]:
    """The files of errata below folders that are named, beside logs that are, and where people lay them on sticks."""
    folders = [source for source in sources if source.is_dir()]
    beside = [source.parent for source in sources if not source.is_dir()]
    yield from files_under(folders, frozenset({errata.EXTENSION}))
    for folder in dict.fromkeys((*beside, *corrections.and_below(places))):
        with suppress(Refusal):  # a stick may be on its way out
            yield from errata.files_in(folder)


def _is_news(here: OpenAttempt, brought: Brought, ticket: Ticket, *, sets_aside: bool) -> bool:
    """Whether the log has rows that are not on this PC, whose own attempt is closed here."""
    with closing(here.files):
        if here.identity != brought.log.header.identity:
            if not sets_aside:
                told = {"ticket": ticket.number, "rows": here.files.count}
                raise Refusal(Outcome.CONFLICT, "move.begun-here", str(brought.path), **told)
            _set_aside(here)
            return True
        rows = tuple(here.files.sealed_rows())
    common = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(rows, brought.sealed, strict=False)))
    only_asks = common > 0 and all(asks_to_move(each.event) for each in here.entries[common - 1 :])
    is_older = common == len(brought.sealed)
    if not only_asks:
        outcome, key = (Outcome.ROLLBACK, "move.older") if is_older else (Outcome.CONFLICT, "move.parted")
        raise Refusal(outcome, key, str(brought.path), ticket=ticket.number)
    return not is_older


def _set_aside(here: OpenAttempt) -> None:
    """The whole log of an attempt under another name, for good; `collect` finds it there."""
    sticks.keep(here.files.folder, f"set-aside-{here.identity.attempt}.kcj", here.files.log_bytes())


def _take_in(folder: Path, brought: Brought) -> None:
    """All rows are in a new database, with its name. The log, which is written from it, goes first: it may tell of this
    PC's own asking before.
    """
    delete_file(folder / LOG_NAME)
    write_anew(folder, brought.log.frame, list(brought.sealed)).close()
    remove_older(folder)


def waiting(desk: Desk, unlocked: Unlocked, ticket: Ticket, pin: str) -> Sitting:
    """An attempt that is another PC's, on this one, until an act lets it go on here; to be shut.

    MISSING where there is none.
    """
    sitting = sit.reopened(desk, unlocked, ticket, sit.admit(desk, unlocked, ticket, pin))
    if sitting is None:
        raise Refusal(Outcome.MISSING, "attempt.none-here", ticket=ticket.number)
    return sitting
