"""Transfers: of the results of one attempt that was moved, which ones are void, and which one goes on in their place.

A PC that an attempt has left, or that was dead and came back, may hand in all the same. Its result is void if another
result, or a journal log, says that the attempt was moved on from there by acts that the room's proctor has signed.
Without that signature people decide, and so they do where two PCs took the attempt over from one place.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from kaochang.custody.log_ends import LogEnd
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


def void_by_transfer(results: Mapping[str, ResultBody], logs: Iterable[LogEnd], signed: Signed) -> dict[str, str]:
    """The results that are void, by the SHA-256 of their files; each with the one that goes on, "" where none does."""
    told = {
        sha256: _Told(body.identity.ticket, body.identity.attempt, body.moves, body.acts)
        for sha256, body in results.items()
    }
    moved: defaultdict[tuple[str, str], list[_Told]] = defaultdict(list)
    for each in (*told.values(), *(_Told(log.ticket, log.attempt, log.moves, log.acts) for log in logs)):
        if each.moves:
            moved[each.ticket, each.attempt].append(each)
    void = {
        name
        for name, one in told.items()
        if any(each.goes_on_from(one, signed) for each in moved.get((one.ticket, one.attempt), ()))
    }
    return {name: _successor(name, told, void, signed) for name in void}


def _successor(name: str, told: Mapping[str, _Told], void: set[str], signed: Signed) -> str:
    """The one result that goes on from a void one and stands itself; "" where there is none, or several."""
    left = [each for each in told if each not in void and told[each].goes_on_from(told[name], signed)]
    return left[0] if len(left) == 1 else ""
