"""Who took the reserve tickets of a session, and whom the roster knows already by the same number."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from kaochang.domain.refusals import Outcome
from kaochang.domain.rosters import Ticket
from kaochang.domain.scoring import normal
from kaochang.domain.session_reports import FileProblem
from kaochang.domain.walk_ins import WalkIn, holder_of
from kaochang.flow.decided import TWICE, Files, Rulings

WAITS = "problem.open.walk-in"
"""What waits of a walk-in whom nobody has accepted or refused yet; no explanation settles it."""


def holders(
    tickets: Mapping[str, Ticket], files: Files, rulings: Rulings, chosen: Mapping[str, str]
) -> dict[str, WalkIn]:
    """By reserve ticket whoever took it: as a decision says who it is, else as it was typed at the PC.

    Of several results of one ticket it is the one that counts, or would, that says whose it is (`chosen`).
    """
    found: dict[str, WalkIn] = {}
    recovered = {body.identity.ticket: body for body in files.recovered.values()}
    for number, ticket in tickets.items():
        if not ticket.is_reserve:
            continue
        decision = rulings.accepted[number] if rulings.accepts(number, files) else None
        counts = files.body(chosen[number]) if number in chosen else None
        bodies = [] if counts is None else [counts]
        bodies += [files.results[sha256] for sha256 in files.by_ticket.get(number, ())]
        bodies += [recovered[number]] if number in recovered else []
        typed = [holder for holder in (holder_of(body.acts) for body in bodies) if holder is not None]
        if decision is not None:
            found[number] = WalkIn(decision.person, decision.name)
        elif typed:
            found[number] = typed[0]
    return found


def waits(undecided: Iterable[Ticket], held: Mapping[str, WalkIn]) -> Iterator[FileProblem]:
    """The walk-ins of whom a result is here, each by who it is."""
    for ticket in undecided:
        who = held[ticket.number].detail
        yield FileProblem(who, Outcome.POLICY.name, WAITS, room=ticket.room, ticket=ticket.number)


def others_of(tickets: Mapping[str, Ticket], held: Mapping[str, WalkIn]) -> dict[str, list[Ticket]]:
    """By reserve ticket that is taken, the other tickets of the same exam that are the same person's."""
    by_person: defaultdict[str, list[Ticket]] = defaultdict(list)
    own = (holder.holding(tickets[number]) for number, holder in held.items())
    for ticket in (*(each for each in tickets.values() if held and not each.is_reserve), *own):
        for number in {normal(ticket.person), normal(ticket.identity)} - {""}:
            by_person[number].append(ticket)  # a walk-in types whichever of them the exam logs in by
    return {
        number: [
            other
            for other in by_person[normal(holder.person)]
            if other.exam == tickets[number].exam and other.number != number
        ]
        for number, holder in sorted(held.items())
    }


def counted_twice(
    tickets: Mapping[str, Ticket], held: Mapping[str, WalkIn], counted: Mapping[str, str]
) -> Iterator[FileProblem]:
    """Walk-ins whose result counts beside another one of theirs, however that came about; each by its ticket."""
    for number, others in others_of(tickets, held).items():
        for other in others:
            if number in counted and other.number in counted:
                name = f"{held[number].detail} ({other.number} {other.name})"
                yield FileProblem(name, Outcome.CONFLICT.name, TWICE, room=tickets[number].room, ticket=number)


def known_already(tickets: Mapping[str, Ticket], held: Mapping[str, WalkIn]) -> Iterator[FileProblem]:
    """Walk-ins with the number of somebody who has another ticket of the same exam, each by that ticket."""
    for number, others in others_of(tickets, held).items():
        for other in others:
            name = f"{held[number].detail} ({other.number} {other.name})"
            room = tickets[number].room
            yield FileProblem(name, Outcome.DUPLICATE.name, "problem.walk-in-known", room=room, ticket=number)
