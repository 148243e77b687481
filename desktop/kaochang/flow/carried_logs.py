"""Logs that lie on the sticks of a PC, found before anybody has typed a code: whose they are, and how much they hold.

Nothing is opened here, for that takes the codes: a log's certificate says whose it is, and its rows are counted as they
are sealed. `move.bring_in` takes one in.
"""

import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from kaochang.custody.journal_log import JournalLog
from kaochang.domain.refusals import Outcome, Refusal, refusals_at
from kaochang.domain.rosters import Ticket
from kaochang.flow import sticks
from kaochang.flow.arrivals import arrived_log
from kaochang.flow.attempt_files import LOG_LIMIT, LOG_NAME, Desk
from kaochang.flow.moved_logs import read_log
from kaochang.flow.unlock import RoomFile
from kaochang.machine import disk_memory, mounts
from kaochang.machine.safe_files import read_whole


@dataclass(frozen=True)
class Carried:
    """One attempt's log: every copy of it that lies there, and how many rows the longest has.

    `is_cut`: a row is known to be missing at its end.
    """

    paths: tuple[Path, ...]
    rows: int
    is_cut: bool


@dataclass(frozen=True)
class Seen:
    """What sticks hold of one ticket: logs with something to go on with, and why others cannot be used."""

    logs: tuple[Carried, ...] = ()
    refused: tuple[Refusal, ...] = ()

    @property
    def has_any(self) -> bool:
        """Whether anything of the ticket lies there, so that nobody may begin anew without knowing of it."""
        return bool(self.logs or self.refused)


def targets(desk: Desk, named: Iterable[Path], drives: Iterable[Path]) -> tuple[Path, ...]:
    """Where a log can be put now: the sticks that were named beforehand, and every drive but the PC's own."""
    found = [path for path in named if path.is_dir()]
    for path in drives:
        with suppress(Refusal):  # a stick may be on its way out
            is_own = mounts.on_one_disk(desk.folder, path) or disk_memory.volatile(path)
            if not is_own and os.access(path, os.W_OK):
                found.append(path)
    return tuple(dict.fromkeys(found))


def look(desk: Desk, room: RoomFile, ticket: Ticket, places: Iterable[Path]) -> Seen:
    """The ticket's logs in these places that tell more than this PC has. A place that is gone again holds nothing.

    Refused in `Seen` as by `arrived_log`, and (POLICY) an attempt whose result lies beside its log.
    """
    here = _rows_here(desk, room, ticket)
    found: dict[str, list[tuple[Path, JournalLog]]] = {}
    refused = []
    for path in _named(room, ticket, places):
        try:
            with refusals_at(path):
                log = _read(path, room, ticket)
        except Refusal as refusal:
            refused.append(refusal)
            continue
        if log.rows and log.rows != here[: len(log.rows)]:
            found.setdefault(log.header.identity.attempt, []).append((path, log))
    return Seen(tuple(_together(copies) for copies in found.values()), tuple(refused))


def _together(copies: list[tuple[Path, JournalLog]]) -> Carried:
    most = max((log for _, log in copies), key=lambda log: (len(log.rows), not log.torn))
    return Carried(tuple(path for path, _ in copies), len(most.rows), most.torn)


def _named(room: RoomFile, ticket: Ticket, places: Iterable[Path]) -> list[Path]:
    found: list[Path] = []
    for place in places:
        with suppress(Refusal):  # a stick may be on its way out, and a foreign one is laid out as it likes
            found += sticks.ticket_logs(place, room.session.id, room.room.id, ticket.number)
    return list(dict.fromkeys(found))


def _read(path: Path, room: RoomFile, ticket: Ticket) -> JournalLog:
    log = arrived_log(read_whole(path, LOG_LIMIT), room.sealed.context, room.object.ticket_keys, room.room.id)
    identity = log.header.identity
    if identity.ticket != ticket.number:
        raise Refusal(Outcome.CONTEXT, "move.other-candidate", other=identity.ticket, ticket=ticket.number)
    result = path.with_name(sticks.stick_names(identity)[0])
    if result.exists():
        raise Refusal(Outcome.POLICY, "move.has-result", str(result), ticket=ticket.number)
    return log


def _rows_here(desk: Desk, room: RoomFile, ticket: Ticket) -> tuple[bytes, ...]:
    """The rows of this PC's own log, as they are sealed; none where it has none that can be read."""
    log = read_log(desk.attempt_folder(room.session.id, ticket.number) / LOG_NAME)
    return () if log is None else log.rows
