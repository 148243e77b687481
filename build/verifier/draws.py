"""[9] Which items a ticket gets: the plain way, trying out for each item whether the rest can still be picked."""

from collections.abc import Sequence, Set
from typing import TypeAlias

from verifier.frames import Document
from verifier.page import need
from verifier.primitives import bind, sha256

Group: TypeAlias = frozenset[str]


def _groups(enemies: list[list[str]]) -> dict[str, Group]:
    """[9] Every item of a list of enemies, with all items of its group."""
    groups: list[Group] = []
    for each in map(frozenset, enemies):
        touching = [group for group in groups if group & each]
        groups = [group for group in groups if not group & each] + [each.union(*touching)]
    return {item: group for group in groups for item in group}


def _possible(places: Sequence[Set[Group]]) -> bool:
    """[9] Whether every place can have a group of its own; places that have one give way to others."""
    holder: dict[Group, int] = {}

    def fill(place: int, asked: set[Group]) -> bool:
        for group in places[place]:
            if group not in asked:
                asked.add(group)
                if group not in holder or fill(holder[group], asked):
                    holder[group] = place
                    return True
        return False

    return all(fill(place, set()) for place in range(len(places)))


def drawn(draw: Document, sections: list[list[Document]], ticket: str) -> list[set[str]]:
    """[9] The items that a ticket gets of the picks of each section."""
    need(draw["algorithm"] == 1, "VERSION", "algorithm of the draw")
    groups, taken = _groups(draw["enemies"]), set[Group]()
    picks = [(at, pick) for at, section in enumerate(sections) for pick in section]
    found: list[set[str]] = [set() for _ in sections]

    def group(item: str) -> Group:
        return groups.get(item, frozenset([item]))

    left = [set(map(group, pick["items"])) for _, pick in picks for _ in range(pick["count"])]
    need(_possible(left), "PAYLOAD", "a draw that cannot be")
    for at, pick in picks:
        wanted = pick["count"]
        for item in sorted(set(pick["items"]), key=lambda each: _rank(draw["seed"], ticket, each)):
            rest = [place - taken - {group(item)} for place in left[1:]]
            if wanted and group(item) not in taken and _possible(rest):
                found[at].add(item)
                taken.add(group(item))
                left, wanted = left[1:], wanted - 1
    return found


def _rank(seed: str, ticket: str, item: str) -> bytes:
    return sha256(bind("exam/draw", seed, ticket, item))
