"""Act: a proctor answers a challenge, gives a code for the whole room, or has cards printed, and all of it is signed.

The act log is written before any code is told: an act that nobody can find in it was not the proctor's. It lies in the
same places as what is collected: the memory of this PC, and the stick where one is given. Numbers go on from every log
that lies there, or anywhere on the stick: two PCs that count for themselves would give the same codes.
"""

import os
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from kaochang.custody import act_codes, act_logs
from kaochang.custody.act_codes import ActPlace
from kaochang.custody.act_logs import ActEntry, ActLog, ActNote, ActRecord
from kaochang.custody.envelope import check_context
from kaochang.custody.kits import ProctorKit
from kaochang.domain.act_rules import check_carried_out
from kaochang.domain.acts import MOST_SERIAL, ActKind, Reach, check_kind, check_minutes
from kaochang.domain.ports import Clock, Randomness
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.session_reports import FileProblem
from kaochang.domain.values import bytes_to_text, text_to_bytes
from kaochang.flow import sticks
from kaochang.flow.arrivals import OTHER_ROOM
from kaochang.flow.series import Series, files_in
from kaochang.flow.sticks import Chosen
from kaochang.flow.transfers import granted_moves
from kaochang.machine.safe_files import make_folder
from kaochang.sealing import frame, signatures
from kaochang.sealing.frame import FileType

EXTENSION = FileType.ACT_LOG.extension


@dataclass(frozen=True)
class Asked:
    """Who grants, why, and where the log lies: the folder of this PC's memory, and sticks (folders that are there).

    `chosen` is what lay at the sticks before anybody typed a code.
    """

    by: str
    reason: str
    memory: Path
    sticks: Sequence[Path] = ()
    random: Randomness = os.urandom
    chosen: Sequence[Chosen] = ()


@dataclass(frozen=True)
class Given:
    """What was granted: the codes in the order of their entries, the signed log, and what was wrong with older ones.

    `is_first` where no log of the room was found: then numbers begin at 1, whatever another PC granted. `is_of_moved`
    where the attempt was moved, and the PC that it has left could have asked for this as well.
    """

    codes: tuple[str, ...]
    entries: tuple[ActEntry, ...]
    log: Path
    problems: tuple[FileProblem, ...]
    is_first: bool = False
    is_of_moved: bool = False


def read_logs(kit: ProctorKit, sources: Sequence[Path], places: Sequence[Path] = ()) -> Series[ActLog]:
    """The room's act logs below some sources and in its folders; other rooms' are counted, damaged ones named."""
    own_key = {kit.room: bytes_to_text(signatures.public_of(text_to_bytes(kit.proctor_seed)))}

    def read(data: bytes) -> tuple[int, ActLog]:
        framed = frame.unpack(data, FileType.ACT_LOG)
        context, room = act_logs.claimed_place(framed)
        check_context(context, kit.context)
        if room != kit.room:
            raise Refusal(Outcome.CONTEXT, OTHER_ROOM, room=room)
        log = act_logs.read_act_log(framed, own_key)
        return log.header.counter, log

    series: Series[ActLog] = Series(kit.context.session, kit.room, EXTENSION, lambda log: len(log.entries), places)
    series.look(files_in([*sources, *places], EXTENSION), read)
    return series


def moves_in(logs: Series[ActLog]) -> Counter[str]:
    """How many moves to another PC were granted to each ticket, by all of a room's logs."""
    return granted_moves(each.document.entries for each in logs.found)


def let_in(logs: Series[ActLog]) -> frozenset[str]:
    """The reserve tickets on which a walk-in was let in, by all of a room's logs."""
    entries = (entry for each in logs.found for entry in each.document.entries)
    return frozenset(entry.ticket for entry in entries if entry.kind is ActKind.WALK_IN)


def answer(kit: ProctorKit, ticket: str, typed: str, minutes: int | None, asked: Asked, clock: Clock) -> Given:
    """The response to a challenge; without minutes those that it proposes. CONTEXT for a ticket of another room.

    POLICY for a resume once a move was granted: the PC that took the attempt over asks by a kind of its own, so this
    one is asked for by the PC that it has left. After a second move that kind may be asked for by such a PC as well.

    Of which ticket a challenge is, it does not say: a response for another one grants nothing there, and the PC that
    takes it says so (`take_act.take`).
    """
    if ticket not in {each.number for each in kit.tickets}:
        raise Refusal(Outcome.CONTEXT, "context.ticket", ticket=ticket)
    kind, proposed = act_codes.read_challenge(typed)
    check_carried_out(kind)
    if kind is ActKind.WALK_IN and not any(each.number == ticket and each.is_reserve for each in kit.tickets):
        raise Refusal(Outcome.POLICY, "act.not-reserve", ticket=ticket)
    granted = proposed if minutes is None else minutes
    check_minutes(kind, Reach.TICKET, granted)
    challenge = act_codes.as_challenge(typed)
    book = _Book(kit, asked, clock)
    moves = book.moves_of(ticket)
    is_of_moved = moves > (kind is ActKind.RESUME_MOVED) and kind is not ActKind.MOVE
    if is_of_moved and kind is ActKind.RESUME:
        raise Refusal(Outcome.POLICY, "act.moved", ticket=ticket)
    entry = book.entry(kind, Reach.TICKET, granted, ticket=ticket, challenge=challenge)
    return replace(book.sign([entry]), is_of_moved=is_of_moved)


def for_room(kit: ProctorKit, kind: ActKind, minutes: int, asked: Asked, clock: Clock) -> Given:
    """One code that every attempt of the room takes once."""
    return _numbered(kit, kind, Reach.ROOM, minutes, 1, asked, clock)


def cards(kit: ProctorKit, kind: ActKind, minutes: int, count: int, asked: Asked, clock: Clock) -> Given:
    """Codes for cards, each good once; LIMIT where the room's numbers are used up."""
    return _numbered(kit, kind, Reach.CARD, minutes, count, asked, clock)


def _numbered(
    kit: ProctorKit, kind: ActKind, reach: Reach, minutes: int, count: int, asked: Asked, clock: Clock
) -> Given:
    check_carried_out(kind)
    check_kind(kind, reach)
    check_minutes(kind, reach, minutes)
    book = _Book(kit, asked, clock)
    return book.sign([book.entry(kind, reach, minutes, after=at) for at in range(count)])


class _Book:
    """The room's log, found and about to be gone on with."""

    def __init__(self, kit: ProctorKit, asked: Asked, clock: Clock) -> None:
        session = kit.context.session
        roots = (asked.memory / sticks.MEMORY, *asked.sticks)
        self._kit, self._asked, self._wall = kit, asked, clock.wall()
        self._places = [sticks.room_folder(root, session, kit.room) for root in roots]
        self._series = read_logs(kit, asked.sticks, self._places)
        newest = self._series.newest
        self._before = () if newest is None else newest.document.entries
        self._serial = max((entry.serial for each in self._series.found for entry in each.document.entries), default=0)

    def moves_of(self, ticket: str) -> int:
        """How often any log grants that this ticket's attempt goes on at another PC."""
        return moves_in(self._series)[ticket]

    def entry(
        self, kind: ActKind, reach: Reach, minutes: int, *, ticket: str = "", challenge: str = "", after: int = 0
    ) -> ActEntry:
        """The entry after `after` other new ones."""
        serial = 0 if reach is Reach.TICKET else self._serial + after + 1
        if serial > MOST_SERIAL:
            raise Refusal(Outcome.LIMIT, "act.serials", most=MOST_SERIAL)
        number = len(self._before) + after + 1
        return ActEntry(number, self._wall, kind, reach, ticket, minutes, challenge, serial)

    def sign(self, new: Sequence[ActEntry]) -> Given:
        """The log with new entries, in every place; then their codes."""
        kit, series = self._kit, self._series
        note = ActNote(self._asked.by, self._asked.reason)
        record = ActRecord(
            context=kit.context,
            room=kit.room,
            counter=series.next_counter,
            previous=series.last_sha256,
            made=self._wall,
            entries=(*self._before, *new),
            notes=tuple((entry.number, note) for entry in new),
        )
        data = act_logs.pack_act_log(record, text_to_bytes(kit.proctor_seed), text_to_bytes(kit.results_key))
        with ExitStack() as told_again:
            chosen = {each.path: each for each in self._asked.chosen}
            for stick in self._asked.sticks:
                told_again.enter_context(sticks.carried(stick, self._asked.random, chosen.get(stick)))
            for place in self._places:
                make_folder(place)
            series.bring(self._keep)
            name = self._keep(series.name(record.counter), data)
        codes = tuple(map(self._code, new))
        return Given(codes, tuple(new), self._places[-1] / name, self._problems(), not series.found)

    def _problems(self) -> tuple[FileProblem, ...]:
        """What is wrong with older logs of the room; a log of another session on a stick is nothing wrong."""
        foreign = (Outcome.CONTEXT.name, Outcome.POLICY.name)
        return tuple(each for each in self._series.problems if each.outcome not in foreign)

    def _keep(self, name: str, data: bytes) -> str:
        kept = name
        for place in self._places:
            kept = sticks.keep(place, name, data)
        return kept

    def _code(self, entry: ActEntry) -> str:
        place = ActPlace(self._kit.context, self._kit.room, text_to_bytes(self._kit.act_key))
        if entry.reach is Reach.TICKET:
            return act_codes.make_response(place, entry.ticket, entry.challenge, entry.minutes)
        return act_codes.make_card(place, entry.kind, entry.reach, entry.minutes, entry.serial)
