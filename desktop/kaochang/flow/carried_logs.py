"""Logs that lie on the sticks of a PC, found before anybody has typed a code: whose they are, and how much they hold.

Nothing is opened here, for that takes the codes: a log's certificate says whose it is, and its rows are counted as they
are sealed. `move.bring_in` takes one in.
"""

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from kaochang.custody.envelope import digest
from kaochang.custody.journal_log import JournalLog
from kaochang.domain.refusals import Outcome, Refusal, refusals_at
from kaochang.domain.rosters import Ticket
from kaochang.flow import sticks
from kaochang.flow.arrivals import arrived_log
from kaochang.flow.attempt_files import LOG_LIMIT, LOG_NAME
from kaochang.flow.desk import Desk
from kaochang.flow.moved_logs import read_log
from kaochang.flow.sticks import Chosen
from kaochang.flow.unlock import RoomFile
from kaochang.machine import disk_memory, mounts
from kaochang.machine.safe_files import read_whole


@dataclass(frozen=True)
class Carried:
    """One attempt's log: every copy of it that lies there, and how many rows the longest has.

    `is_cut`: a row is known to be missing at its end. `attempt` is its id, `hashes` are those of the copies as seen.
    """

    paths: tuple[Path, ...]
    rows: int
    is_cut: bool
    attempt: str = ""
    hashes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Seen:
    """What sticks hold of one ticket: logs with something to go on with, and why others cannot be used."""

    logs: tuple[Carried, ...] = ()
    refused: tuple[Refusal, ...] = ()

    @property
    def has_any(self) -> bool:
        """Whether anything of the ticket lies there, so that nobody may begin anew without knowing of it."""
        return bool(self.logs or self.refused)


def targets(desk: Desk, named: Iterable[Path], drives: Iterable[Path]) -> tuple[Chosen, ...]:
    """Where a log can be put now: the sticks that were named beforehand, and every drive but the PC's own."""
    found = [path for path in desk.sticks_there.without_gone(desk.folder, named) if path.is_dir()]
    for path in drives:
        with suppress(Refusal):  # a stick may be on its way out
            is_own = mounts.on_one_disk(desk.folder, path) or disk_memory.volatile(path)
            if not is_own and os.access(path, os.W_OK):
                found.append(path)
    return tuple(_chosen(dict.fromkeys(found)))


def _chosen(found: Iterable[Path]) -> Iterator[Chosen]:
    for path in found:
        with suppress(Refusal):  # it was pulled out by now: nothing can be put there
            yield sticks.choose(path)


def look(desk: Desk, room: RoomFile, ticket: Ticket, places: Iterable[Path]) -> Seen:
    """The ticket's logs in these places that tell more than this PC has. A place that is gone again holds nothing.

    Refused in `Seen` as by `arrived_log`, and (POLICY) an attempt whose result lies beside its log.
    """
    paths = _named(room, ticket, places)
    here = _rows_here(desk, room, ticket) if paths else ()
    found: dict[str, list[_Copy]] = {}
    refused = []
    for path in paths:
        try:
            with refusals_at(path):
                data = read_whole(path, LOG_LIMIT)
                log = _read(path, data, room, ticket)
        except Refusal as refusal:
            refused.append(refusal)
            continue
        if log.rows and log.rows != here[: len(log.rows)]:
            found.setdefault(log.header.identity.attempt, []).append(_Copy(path, log, digest(data)))
    return Seen(tuple(_together(copies) for copies in found.values()), tuple(refused))


class _Copy(NamedTuple):
    path: Path
    log: JournalLog
    sha256: str


def _together(copies: list[_Copy]) -> Carried:
    most = max((each.log for each in copies), key=lambda log: (len(log.rows), not log.torn))
    paths, hashes = tuple(each.path for each in copies), tuple(each.sha256 for each in copies)
    return Carried(paths, len(most.rows), most.torn, most.header.identity.attempt, hashes)


def check_there(carried: Carried) -> None:
    """Refuses (MISSING) logs that are not as they were seen: their stick was pulled out, or another one put in."""
    for path, sha256 in zip(carried.paths, carried.hashes, strict=True):
        try:
            is_same = digest(read_whole(path, LOG_LIMIT)) == sha256
        except Refusal as refusal:
            raise Refusal(Outcome.MISSING, "move.stick-gone", str(path)) from refusal
        if not is_same:
            raise Refusal(Outcome.MISSING, "move.stick-gone", str(path))


def others(seen: Seen, attempt: str) -> Seen:
    """What of this is another attempt than the one that is sat here."""
    return Seen(tuple(each for each in seen.logs if each.attempt != attempt), seen.refused)


def _named(room: RoomFile, ticket: Ticket, places: Iterable[Path]) -> list[Path]:
    found: list[Path] = []
    for place in places:
        with suppress(Refusal):  # a stick may be on its way out, and a foreign one is laid out as it likes
            found += sticks.ticket_logs(place, room.session.id, room.room.id, ticket.number)
    return list(dict.fromkeys(found))


def _read(path: Path, data: bytes, room: RoomFile, ticket: Ticket) -> JournalLog:
    log = arrived_log(data, room.sealed.context, room.object.ticket_keys, room.room.id)
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
