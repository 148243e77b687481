"""Who of a room is accounted for, and of whom something is still missing, before a proctor leaves the room."""

import enum
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from kaochang.custody.manifests import TicketEntry
from kaochang.domain.rosters import Ticket, TicketStatus


class Lack(enum.Enum):
    """What is missing of a ticket; `cli.collect.missing.LACK` says what to do."""

    NOT_STARTED = "not-started"
    """No file, and nobody said that the candidate was absent or wrote on paper."""
    PRESENT = "present"
    """An attempt that was never handed in."""
    MOVED = "moved"
    """An attempt that went to another PC, whose result is not here."""
    LOST = "lost"
    """A result that an earlier manifest names and that is nowhere any more."""


@dataclass(frozen=True)
class Missing:
    """A ticket that is not accounted for."""

    ticket: Ticket
    lack: Lack


_OPEN = {
    TicketStatus.NOT_STARTED: Lack.NOT_STARTED,
    TicketStatus.PRESENT: Lack.PRESENT,
    TicketStatus.MOVED: Lack.MOVED,
}


def missing(
    tickets: Sequence[Ticket], entries: Sequence[TicketEntry], found: Collection[str], let_in: Collection[str]
) -> Iterator[Missing]:
    """Every ticket of which something is missing; `found` are those whose result lies in this round's places.

    Of a reserve ticket that nobody took nothing is; somebody may have taken those on which a walk-in was `let_in`.
    """
    by_ticket = {entry.ticket: entry for entry in entries}
    for ticket in tickets:
        entry = by_ticket[ticket.number]
        lack = _OPEN.get(entry.status)
        if entry.result is not None and ticket.number not in found:
            lack = Lack.LOST
        is_spare = ticket.is_reserve and ticket.number not in let_in
        if lack is not None and not (is_spare and lack is Lack.NOT_STARTED):
            yield Missing(ticket, lack)
