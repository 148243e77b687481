"""Drawing seats: who sits in which room and at which seat, the same wherever it is computed from the same seed.

Everybody is ranked by SHA-256 of the seed and their number. In that order, whoever has no room yet goes to the one with
the most free seats (where rooms do not say how many they have: with the fewest people), the first of several. Within
a room, people are ranked once more, with the room's name, and sit at 01, 02, … in that order.
"""

import hashlib
from collections import Counter
from collections.abc import Mapping

from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.values import Record


class DrawnSeat(Record, frozen=True):
    """Where somebody sits."""

    room: str
    seat: str


def draw_seats(rooms_of: Mapping[str, str], seats: Mapping[str, int | None], seed: str) -> dict[str, DrawnSeat]:
    """A room and a seat for everybody. `rooms_of` names people with the room they have, "" where that is drawn too.

    `seats` are the rooms in their order, with how many seats each has (None: as many as it takes). POLICY, by how many,
    where a room or all of them have too few; a room that `seats` does not name is refused as well.
    """
    seated = _in_rooms(rooms_of, seats, seed)
    drawn: dict[str, DrawnSeat] = {}
    for room in seats:
        inside = sorted((person for person, own in seated.items() if own == room), key=lambda p: _rank(seed, room, p))
        drawn |= {person: DrawnSeat(room, f"{at:02}") for at, person in enumerate(inside, start=1)}
    return drawn


def _in_rooms(rooms_of: Mapping[str, str], seats: Mapping[str, int | None], seed: str) -> dict[str, str]:
    seated = {person: room for person, room in rooms_of.items() if room}
    taken = Counter(seated.values())
    is_counted = None not in seats.values()
    for room, count in taken.items():
        if room not in seats:
            raise Refusal(Outcome.POLICY, "seating.unknown-room", room=room, rooms=tuple(seats))
        has = seats[room]
        if has is not None and count > has:
            raise Refusal(Outcome.POLICY, "seating.room-full", room=room, people=count, seats=has)
    for person in sorted(rooms_of.keys() - seated.keys(), key=lambda each: _rank(seed, each)):
        open_rooms = [room for room, has in seats.items() if has is None or taken[room] < has]
        if not open_rooms:
            has_seats = sum(has or 0 for has in seats.values())
            raise Refusal(Outcome.POLICY, "seating.too-few", people=len(rooms_of), seats=has_seats)
        room = min(open_rooms, key=lambda each: taken[each] - (seats[each] or 0) if is_counted else taken[each])
        seated[person] = room
        taken[room] += 1
    return seated


def _rank(*texts: str) -> bytes:
    return hashlib.sha256("\0".join(texts).encode()).digest()
