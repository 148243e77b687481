"""Transfers: of the results of one attempt that was moved, which ones are void, and which one goes on in their place.

A PC that an attempt has left, or that was dead and came back, may hand in all the same. Its result is void if another
result says that the attempt was moved on from there by acts that the room's proctor has signed. Without that signature
people decide, and so they do where two PCs took the attempt over from one place. Where only a journal log says so, no
result goes on in the place of the one that is here: that one waits, until the proctor signs that it stands.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from kaochang.custody.act_logs import ActEntry
from kaochang.custody.log_ends import LogEnd, has_all_of
from kaochang.custody.results import ResultBody
from kaochang.domain.acts import ActKind
from kaochang.domain.attempts import Acted, Resumed

Signed: TypeAlias = Collection[tuple[str, str, Acted]]
"""Acts as (ticket, attempt, act) that a room's signed act log has."""


@dataclass(frozen=True)
class _Told:
    """What a result or log says of the places where its attempt was."""

    ticket: str
    attempt: str
    moves: tuple[Resumed, ...]
    acts: tuple[Acted, ...]

    def goes_on_from(self, earlier: "_Told", signed: Signed) -> bool:
        """Whether it is of the same attempt, moved on from the place of the earlier one by acts that are signed."""
        count = len(earlier.moves)
        same = (self.ticket, self.attempt, self.moves[:count]) == (earlier.ticket, earlier.attempt, earlier.moves)
        further = [move.pc for move in self.moves[count:]]
        return same and bool(further) and all(self._was_let(pc, signed) for pc in further)

    def _was_let(self, pc: str, signed: Signed) -> bool:
        """Whether an act let this PC take the attempt over, and is signed."""
        acts = (act for act in self.acts if act.kind is ActKind.MOVE and act.detail == pc)
        return any((self.ticket, self.attempt, act) in signed for act in acts)


def _told(results: Mapping[str, ResultBody]) -> dict[str, _Told]:
    return {
        sha256: _Told(body.identity.ticket, body.identity.attempt, body.moves, body.acts)
        for sha256, body in results.items()
    }


def _left(told: Mapping[str, _Told], by: Iterable[_Told], signed: Signed) -> set[str]:
    """Of these results those from whose place the attempt went on."""
    moved: defaultdict[tuple[str, str], list[_Told]] = defaultdict(list)
    for each in by:
        if each.moves:
            moved[each.ticket, each.attempt].append(each)
    return {
        name
        for name, one in told.items()
        if any(each.goes_on_from(one, signed) for each in moved.get((one.ticket, one.attempt), ()))
    }


def void_by_transfer(results: Mapping[str, ResultBody], signed: Signed) -> dict[str, str]:
    """The results that are void, by the SHA-256 of their files; each with the one that goes on, "" where none does."""
    told = _told(results)
    void = _left(told, told.values(), signed)
    return {name: _successor(name, told, void, signed) for name in void}


def unfinished(results: Mapping[str, ResultBody], logs: Iterable[LogEnd], signed: Signed) -> set[str]:
    """The results from whose place the attempt went on by a journal log, and by no result."""
    told = _told(results)
    by_logs = (_Told(log.ticket, log.attempt, log.moves, log.acts) for log in logs)
    return _left(told, by_logs, signed) - _left(told, told.values(), signed)


def granted_moves(logs: Iterable[Collection[ActEntry]]) -> Counter[str]:
    """How many moves to another PC a room's act logs grant, by ticket. Each holds what the one before it does."""
    every = {entry for entries in logs for entry in entries if entry.kind is ActKind.MOVE}
    return Counter(entry.ticket for entry in every)


def partings(logs: Mapping[str, LogEnd]) -> Iterator[tuple[str, str]]:
    """Of one attempt's logs, by name, those that say something which the one that went furthest from PC to PC does not.

    Each with that one. Logs that were at the same PCs are copies of one log, of which one may be shorter.
    """
    furthest = max(logs, key=lambda name: (len(logs[name].moves), logs[name].rows), default="")
    for name in sorted(logs):
        if logs[name].moves != logs[furthest].moves and not has_all_of(logs[furthest], logs[name]):
            yield name, furthest


def _successor(name: str, told: Mapping[str, _Told], void: set[str], signed: Signed) -> str:
    """The one result that goes on from a void one and stands itself; "" where there is none, or several."""
    left = [each for each in told if each not in void and told[each].goes_on_from(told[name], signed)]
    return left[0] if len(left) == 1 else ""
