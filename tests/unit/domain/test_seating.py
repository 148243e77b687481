"""Seats are drawn by seed: everybody has one, no two the same, and rooms are filled as far as they go."""

import pytest
from kaochang.domain.refusals import Outcome
from kaochang.domain.seating import draw_seats
from support.refusals import refuses

PEOPLE = {f"G{number:03}": "" for number in range(1, 41)}


def by_room(drawn):
    rooms = {}
    for seat in drawn.values():
        rooms.setdefault(seat.room, []).append(seat.seat)
    return {room: sorted(seats) for room, seats in rooms.items()}


def test_everybody_has_a_seat_and_every_seat_one_person():
    drawn = draw_seats(PEOPLE, {"A": 30, "B": 10}, "2026-11-23")
    assert drawn.keys() == PEOPLE.keys()
    assert by_room(drawn) == {
        "A": [f"{seat:02}" for seat in range(1, 31)],
        "B": [f"{seat:02}" for seat in range(1, 11)],
    }


def test_the_same_seed_gives_the_same_seats_in_whatever_order_people_come_and_another_seed_others():
    rooms = {"A": None, "B": None}
    once = draw_seats(PEOPLE, rooms, "seed")
    assert draw_seats(dict(reversed(PEOPLE.items())), rooms, "seed") == once
    assert draw_seats(PEOPLE, rooms, "other") != once
    assert list(once) != sorted(once), "by lot, not by number"


def test_rooms_without_a_number_of_seats_are_filled_evenly_and_counted_ones_by_what_is_free():
    assert {room: len(seats) for room, seats in by_room(draw_seats(PEOPLE, {"A": None, "B": None}, "x")).items()} == {
        "A": 20,
        "B": 20,
    }
    counted = by_room(draw_seats(PEOPLE, {"A": 45, "B": 15}, "x"))
    assert {room: len(seats) for room, seats in counted.items()} == {"A": 35, "B": 5}


def test_who_has_a_room_stays_in_it():
    people = {**PEOPLE, "G001": "B", "G002": "B"}
    drawn = draw_seats(people, {"A": 38, "B": 2}, "x")
    assert {person for person, seat in drawn.items() if seat.room == "B"} == {"G001", "G002"}


@pytest.mark.parametrize(
    ("people", "seats", "key", "params"),
    [
        (PEOPLE, {"A": 20, "B": 19}, "seating.too-few", {"people": 40, "seats": 39}),
        ({"G1": "A", "G2": "A"}, {"A": 1, "B": 9}, "seating.room-full", {"room": "A", "people": 2, "seats": 1}),
        ({"G1": "C"}, {"A": 1}, "seating.unknown-room", {"room": "C", "rooms": ("A",)}),
    ],
)
def test_what_cannot_be_seated_is_refused_by_number(people, seats, key, params):
    with refuses(Outcome.POLICY, key) as refused:
        draw_seats(people, seats, "x")
    assert refused.value.params == params
