"""Drawing: which items of an exam a ticket has, the same wherever it is computed, without any further file.

Algorithm 1 (docs/formats.md, section 9). The picks of all sections are taken in order. Within one, its items are ranked
by SHA-256 of seed, ticket and item, and each is taken in turn that the rest of the exam leaves free, until the pick has
as many as it says. Free is an item that nothing has taken, nor one of its enemies, and without which all that is still
to be picked can be. So no draw is ever begun anew, and whether there is one at all does not depend on the ticket.

Enemies that share an item are one group, and a group counts as one item: nobody has two of it. That makes the question
whether everything can be picked one of flows, which is answered exactly, and by name where the answer is no.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import replace

from kaochang.domain.assessments import Draw, Exam, Pick
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.values import Record

ALGORITHM = 1


class Shortfall(Record, frozen=True):
    """Picks, by their places, that together want more items than there are for them; enemies counted as one."""

    picks: tuple[int, ...]
    wanted: int
    there: int


def groups_of(enemies: Iterable[Iterable[str]]) -> dict[str, str]:
    """Every item that has enemies, with the name of its group: the first of its items in the alphabet."""
    members: dict[str, set[str]] = {}
    for group in enemies:
        merged = set(group)
        merged.update(*(members.get(item, ()) for item in tuple(merged)))
        members.update(dict.fromkeys(merged, merged))
    return {item: min(group) for item, group in members.items()}


class _Plan:
    """Who may still have what: for every pick as many groups (or items without enemies) as it wants, none twice.

    `held` are those that a pick has for now and would give up for others, `taken` those that it has for good.
    """

    def __init__(self, picks: Sequence[Pick], group: dict[str, str]) -> None:
        self.wanted = [tuple(dict.fromkeys(group.get(item, item) for item in pick.items)) for pick in picks]
        self.owner: dict[str, int] = {}
        self.held: list[dict[str, None]] = [{} for _ in picks]
        self.taken: set[str] = set()

    def more(self, pick: int, seen: set[int]) -> bool:
        """Whether a pick could be given one group more; `seen` are the picks that were asked to give one up."""
        seen.add(pick)
        for group in self.wanted[pick]:
            if group not in self.owner:
                self._give(group, pick)
                return True
        for group in self.wanted[pick]:
            other = self.owner[group]
            if group not in self.taken and other not in seen and self.more(other, seen):
                self._give(group, pick)
                return True
        return False

    def take(self, pick: int, group: str) -> bool:
        """Gives a group to a pick for good, unless it is taken or the other picks could then not have enough."""
        if group in self.taken:
            return False
        other = self.owner.get(group)
        if other != pick:
            spare = next(iter(self.held[pick]))
            self._free(spare)
            self._give(group, pick)
            self.taken.add(group)
            if other is not None and not self.more(other, set()):
                self.taken.discard(group)
                self._give(group, other)
                self._give(spare, pick)
                return False
        self.taken.add(group)
        del self.held[pick][group]
        return True

    def _free(self, group: str) -> None:
        del self.held[self.owner.pop(group)][group]

    def _give(self, group: str, pick: int) -> None:
        if group in self.owner:
            self._free(group)
        self.owner[group] = pick
        self.held[pick][group] = None


def _planned(picks: Sequence[Pick], group: dict[str, str]) -> _Plan | Shortfall:
    """A plan in which every pick has as many as it wants."""
    plan = _Plan(picks, group)
    for place, pick in enumerate(picks):
        for _ in range(pick.count):
            seen: set[int] = set()
            if not plan.more(place, seen):
                there = {group for each in seen for group in plan.wanted[each]}
                return Shortfall(tuple(sorted(seen)), sum(picks[each].count for each in seen), len(there))
    return plan


def shortfall(picks: Sequence[Pick], enemies: Iterable[Iterable[str]] = ()) -> Shortfall | None:
    """Why there is no draw at all; None where every ticket has one."""
    planned = _planned(picks, groups_of(enemies))
    return planned if isinstance(planned, Shortfall) else None


def _ranks(seed: str, ticket: str, items: Iterable[str]) -> dict[str, bytes]:
    """As a binding of docs/formats.md, section 6, so that no two sets of fields give the same bytes.

    What all items have in common is hashed once: a centre draws from large pools for every ticket.
    """
    common = hashlib.sha256(b"kaochang/v1/exam/draw\0" + _field(seed) + _field(ticket))
    found = {}
    for item in items:
        rank = common.copy()
        rank.update(_field(item))
        found[item] = rank.digest()
    return found


def _field(text: str) -> bytes:
    data = text.encode()
    return len(data).to_bytes(2, "big") + data


def drawn_items(draw: Draw, sections: Sequence[Sequence[Pick]], ticket: str) -> tuple[frozenset[str], ...]:
    """The ids that a ticket has of the picks of each section.

    VERSION for an algorithm that this program does not know, PAYLOAD where there is no draw.
    """
    if draw.algorithm != ALGORITHM:
        raise Refusal(Outcome.VERSION, "version")
    group = groups_of(draw.enemies)
    plan = _planned([pick for picks in sections for pick in picks], group)
    if isinstance(plan, Shortfall):
        raise Refusal(Outcome.PAYLOAD, "payload", detail="draw")
    rank = _ranks(draw.seed, ticket, {item for picks in sections for pick in picks for item in pick.items})
    place, found = 0, []
    for picks in sections:
        own: set[str] = set()
        for pick in picks:
            own |= _taken(plan, place, pick, group, rank)
            place += 1
        found.append(frozenset(own))
    return tuple(found)


def _taken(plan: _Plan, place: int, pick: Pick, group: dict[str, str], rank: Mapping[str, bytes]) -> set[str]:
    found: set[str] = set()
    for item in sorted(set(pick.items), key=rank.__getitem__):
        if len(found) < pick.count and plan.take(place, group.get(item, item)):
            found.add(item)
    return found


def picks_of(exam: Exam) -> tuple[Pick, ...]:
    """The picks of all sections, in order."""
    return tuple(pick for section in exam.assessment.sections for pick in section.picks)


def drawn(exam: Exam, ticket: str) -> Exam:
    """The exam as a ticket has it; itself where everybody has the same items. Refused as by `drawn_items`."""
    if exam.draw is None:
        return exam
    sections = exam.assessment.sections
    found = drawn_items(exam.draw, [section.picks for section in sections], ticket)
    own = tuple(
        replace(section, items=tuple(each for each in section.items if each.id in ids), picks=())
        if section.picks
        else section
        for section, ids in zip(sections, found, strict=True)
    )
    return replace(exam, assessment=replace(exam.assessment, sections=own), draw=None)
