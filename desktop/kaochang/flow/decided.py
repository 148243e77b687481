"""What decisions make of the session as the files tell it: statuses, what counts, what is settled and what waits."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import msgspec

from kaochang.custody.results import ResultBody
from kaochang.domain.attempts import ClosingReason
from kaochang.domain.decisions import (
    ABOUT_TICKETS,
    CHOICES,
    WALK_IN_RULINGS,
    Decision,
    DecisionKind,
    settles_all,
    standing,
)
from kaochang.domain.refusals import Outcome
from kaochang.domain.rosters import Ticket, TicketStatus
from kaochang.domain.session_reports import FileProblem
from kaochang.domain.walk_ins import WalkIn, holder_of

TOLD_ONLY = frozenset({"problem.void-by-transfer", "problem.damaged-copy", "problem.other-session"})
"""Problems that nobody has to settle: what counts is here, whole and signed."""

OPEN = {
    TicketStatus.PRESENT: Outcome.MISSING,
    TicketStatus.NOT_STARTED: Outcome.MISSING,
    TicketStatus.MOVED: Outcome.MISSING,
    TicketStatus.MISSING_FILE: Outcome.MISSING,
    TicketStatus.MISCONDUCT_PENDING: Outcome.POLICY,
}
"""Statuses that cannot be the last word; `problem.open.STATUS` in the catalogue says what to do."""

_AFTER = "problem.after-decision"
TWICE = "problem.walk-in-twice"
"""Two results of one person count in one exam: one of them must not."""

_NEVER_SETTLED = frozenset({_AFTER, TWICE})
"""Two results may have one name: only a decision that saw this one ends it. That two of one person count ends with one
of them counting no more.
"""

_STOPPED = {
    ClosingReason.STOPPED_ILL: TicketStatus.STOPPED_ILL,
    ClosingReason.STOPPED_MISCONDUCT: TicketStatus.MISCONDUCT_PENDING,
}
_WITHOUT_RESULT = {
    DecisionKind.MISCONDUCT: TicketStatus.VOID,
    DecisionKind.VOID: TicketStatus.VOID,
    DecisionKind.ON_PAPER: TicketStatus.ON_PAPER,
    DecisionKind.ABSENT: TicketStatus.ABSENT,
}


def status_of(body: ResultBody) -> TicketStatus:
    """The status of a ticket whose result counts."""
    return _STOPPED.get(body.reason, TicketStatus.SUBMITTED)


@dataclass(frozen=True)
class Files:
    """What arrived: results, and journals that stand for one, by SHA-256; the results of each ticket."""

    results: Mapping[str, ResultBody]
    recovered: Mapping[str, ResultBody]
    by_ticket: Mapping[str, Sequence[str]]

    def body(self, sha256: str) -> ResultBody | None:
        """A result, or what a journal came to."""
        return self.results[sha256] if sha256 in self.results else self.recovered.get(sha256)


@dataclass(frozen=True)
class Ruled:
    """A ticket's status, and the SHA-256 of the result that counts for it.

    `is_undecided`: one is here, and nobody has accepted or refused the walk-in yet whose it is. `here` is what counts
    of a reserve ticket, or would if its walk-in were accepted.
    """

    status: TicketStatus
    result: str | None
    is_undecided: bool = False
    here: str | None = None


def _cleared(said: Ruled, files: Files) -> Ruled:
    """A ticket whose misconduct was not confirmed; one without any result still lacks it."""
    if said.result is None:
        return Ruled(TicketStatus.MISSING_FILE, None)
    status = TicketStatus.RECOVERED if said.result in files.recovered else TicketStatus.SUBMITTED
    return Ruled(status, said.result)


def _last_look(stand: Iterable[Decision]) -> dict[str, Decision]:
    """By ticket the decision that settled what was here of it last; else the last that was made about it."""
    found: dict[str, Decision] = {}
    for each in stand:
        before = found.get(each.ticket)
        if each.ticket and (before is None or settles_all(each.kind) or not settles_all(before.kind)):
            found[each.ticket] = each
    return found


class Rulings:
    """All decisions of a session, arranged for looking up. Of two about the same thing the later one holds."""

    def __init__(self, decisions: Sequence[Decision]) -> None:
        self.every = tuple(sorted(decisions, key=lambda each: each.number))
        self.stand = standing(self.every)
        tickets = [each for each in self.stand if each.kind in ABOUT_TICKETS]
        self._choices = {each.ticket: each for each in tickets if each.kind in CHOICES}
        self._statuses = {each.ticket: each for each in tickets if each.kind not in CHOICES | WALK_IN_RULINGS}
        self._walk_ins = {each.ticket: each for each in tickets if each.kind in WALK_IN_RULINGS}
        self._last_look = _last_look(self.stand)
        self._records = {each.room: each for each in self.stand if each.kind is DecisionKind.RECORD}
        self._settling: defaultdict[tuple[str, str], dict[tuple[str, str], Decision]] = defaultdict(dict)
        for each in self.stand:
            place = each.ticket, "" if each.ticket else each.room
            self._settling[place].update(dict.fromkeys(each.settles, each))

    @property
    def accepted(self) -> Mapping[str, Decision]:
        """The decisions by which walk-ins were accepted, by ticket."""
        return {ticket: each for ticket, each in self._walk_ins.items() if each.kind is DecisionKind.ACCEPTED}

    def accepts(self, number: str, files: Files) -> bool:
        """Whether a walk-in was accepted, and no other person's result was made to count since."""
        decision = self.accepted.get(number)
        return decision is not None and not self._is_overtaken(decision, files)

    def ruled(self, ticket: Ticket, files_say: Ruled, files: Files, by_hand: bool) -> Ruled:
        """A ticket as it was decided. `by_hand`: no manifest speaks of it, so its room's record may."""
        said = self._as_anybodys(ticket, files_say, files, by_hand)
        if not ticket.is_reserve:
            return said
        decision, here = self._walk_ins.get(ticket.number), said.result
        if decision is None or self._is_overtaken(decision, files):
            return Ruled(said.status, None, is_undecided=here is not None, here=here)
        is_accepted = decision.kind is DecisionKind.ACCEPTED
        return Ruled(said.status, here, here=here) if is_accepted else Ruled(TicketStatus.VOID, None, here=here)

    def _is_overtaken(self, accepted: Decision, files: Files) -> bool:
        """Whether another person's result was made to count since a walk-in was accepted: nobody accepted that one."""
        choice = self._choices.get(accepted.ticket)
        if accepted.kind is not DecisionKind.ACCEPTED or choice is None or choice.number < accepted.number:
            return False
        body = files.body(choice.file)
        holder = None if body is None else holder_of(body.acts)
        return holder is not None and not holder.is_same(WalkIn(accepted.person, accepted.name))

    def _as_anybodys(self, ticket: Ticket, files_say: Ruled, files: Files, by_hand: bool) -> Ruled:
        """The same of whoever's ticket it is."""
        said = self._chosen(ticket, files_say, files, by_hand)
        ruling = self._statuses.get(ticket.number)
        if ruling is None:
            return said
        if ruling.kind in _WITHOUT_RESULT:
            return Ruled(_WITHOUT_RESULT[ruling.kind], None)
        if ruling.kind is DecisionKind.ILL:
            return Ruled(TicketStatus.STOPPED_ILL, said.result)
        return _cleared(said, files) if said.status is TicketStatus.MISCONDUCT_PENDING else said

    def _chosen(self, ticket: Ticket, files_say: Ruled, files: Files, by_hand: bool) -> Ruled:
        choice = self._choices.get(ticket.number)
        if choice is not None and choice.file in files.recovered and choice.kind is DecisionKind.RECOVERED:
            is_pending = status_of(files.recovered[choice.file]) is TicketStatus.MISCONDUCT_PENDING
            return Ruled(TicketStatus.MISCONDUCT_PENDING if is_pending else TicketStatus.RECOVERED, choice.file)
        if choice is not None and choice.file in files.results:
            return Ruled(status_of(files.results[choice.file]), choice.file)
        record = self._records.get(ticket.room)
        if record is None or not by_hand or files.by_ticket.get(ticket.number):
            return files_say
        written = record.statuses.get(ticket.number, TicketStatus.SUBMITTED)
        return files_say if written is TicketStatus.SUBMITTED else Ruled(written, None)

    def overtaken(self, tickets: Iterable[Ticket], files: Files, names: Mapping[str, str]) -> Iterator[FileProblem]:
        """Results that came after what was decided about their ticket, and those that a record by hand denies."""
        for ticket in tickets:
            number, room = ticket.number, ticket.room
            found = files.by_ticket.get(number, ())
            decision = self._last_look.get(number)
            if decision is not None:
                for sha256 in sorted(set(found).difference(decision.seen)):
                    yield FileProblem(names[sha256], Outcome.CONFLICT.name, _AFTER, room=room, ticket=number)
            record = self._records.get(room)
            if found and record is not None and record.statuses.get(number) is not TicketStatus.SUBMITTED:
                yield FileProblem(number, Outcome.CONFLICT.name, "problem.record-differs", room=room, ticket=number)

    def settled(self, problem: FileProblem) -> FileProblem:
        """A problem with who settled it, if anybody did."""
        if problem.key in _NEVER_SETTLED:
            return problem
        place = problem.ticket, "" if problem.ticket else problem.room
        decision = self._settling[place].get((problem.key, problem.name)) if place in self._settling else None
        if decision is None:
            return problem
        return msgspec.structs.replace(problem, settled=decision.number, settled_by=decision.by)

    def waits(
        self, problems: Iterable[FileProblem], statuses: Mapping[str, TicketStatus], tickets: Mapping[str, Ticket]
    ) -> Iterator[FileProblem]:
        """What nobody settled: problems, and tickets whose status cannot be the last word."""
        yield from (each for each in problems if not each.settled and each.key not in TOLD_ONLY)
        for number, status in statuses.items():
            if status in OPEN:
                outcome, key = OPEN[status].name, f"problem.open.{status}"
                point = self.settled(FileProblem(number, outcome, key, room=tickets[number].room, ticket=number))
                if not point.settled:
                    yield point
