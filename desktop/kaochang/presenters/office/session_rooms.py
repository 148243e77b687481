"""A session's rooms and seats: the roster's, or others by hand; seats as the roster has them, or drawn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import msgspec

from kaochang.domain.rosters import MOST_RESERVE
from kaochang.flow.session_draft import PlannedRoom
from kaochang.presenters.office.failures import failure_to_words
from kaochang.presenters.office.session_desk import SessionDesk
from kaochang.presenters.office.sessions_state import RoomFace, RoomsState
from kaochang.presenters.refusals import Refused

_MOST_SEATS = 9999
_SEED_BYTES = 4


class SessionRooms:
    """Intents of the part in, its state out. What was typed and is no number stays in its field, and is told."""

    def __init__(self, desk: SessionDesk, show: Callable[[], None]) -> None:
        self._desk = desk
        self._show = show
        self._typed: dict[int, str] = {}
        self._reserve: str | None = None
        self._refused: Refused | None = None

    def enter(self) -> None:
        """The part is shown."""
        self._typed, self._reserve, self._refused = {}, None, None

    def leave(self) -> None:
        """Nothing secret is typed here."""

    # -- intents --------------------------------------------------------------------------------------------------

    def add(self) -> None:
        """One room more."""
        rooms, words = self._desk.rooms, self._desk.means.words
        names = {room.name for room in rooms}
        number = next(at for at in range(len(rooms) + 1, 10_000) if words("office.rooms.new", number=at) not in names)
        self._keep((*rooms, PlannedRoom(words("office.rooms.new", number=number))))

    def rename(self, at: int, name: str) -> None:
        """Another name."""
        self._change(at, name=name)

    def type_seats(self, at: int, text: str) -> None:
        """How many seats it has; none said: as many as it takes."""
        count = _seats(text)
        if text.strip() and count is None:
            self._typed[at] = text
            self._show()
            return
        self._typed.pop(at, None)
        self._change(at, seats=count)

    def type_reserve(self, text: str) -> None:
        """How many reserve tickets each room has; none said: none."""
        count = _number(text or "0", MOST_RESERVE)
        self._reserve = text if count is None else None
        if count is None:
            self._show()
        else:
            self._desk.keep(reserve=count)

    def drop(self, at: int) -> None:
        """One room less; the last one stays."""
        rooms = self._desk.rooms
        if len(rooms) > 1:
            self._typed = {}
            self._keep((*rooms[:at], *rooms[at + 1 :]))

    def as_in_roster(self) -> None:
        """The roster's rooms again."""
        self._typed = {}
        self._keep(())

    def draw(self, is_drawn: bool) -> None:
        """Seats are drawn, or they are not."""
        desk = self._desk
        if not is_drawn:
            desk.keep(seat_seed="")
        elif not desk.draft.seat_seed:
            drawn = desk.kept.in_turn(lambda seed: desk.keep(seat_seed=seed))
            desk.means.aside.run(lambda: desk.office().random(_SEED_BYTES).hex(), drawn, self._on_failed)

    def _on_failed(self, error: Exception) -> None:
        self._refused = failure_to_words(error, self._desk.means.words)
        self._show()

    def type_seed(self, text: str) -> None:
        """From what they are drawn; an empty one draws nothing, so it is kept as it was."""
        if text.strip():
            self._desk.keep(seat_seed=text.strip())

    def _change(self, at: int, **members: object) -> None:
        rooms = list(self._desk.rooms)
        rooms[at] = msgspec.structs.replace(rooms[at], **members)
        self._keep(tuple(rooms))

    def _keep(self, rooms: tuple[PlannedRoom, ...]) -> None:
        self._desk.keep(rooms=rooms)

    # -- the state ------------------------------------------------------------------------------------------------

    @property
    def is_whole(self) -> bool:
        """Whether nothing is wrong."""
        is_typed = not self._typed and self._reserve is None
        return is_typed and not self._strange() and not any(face.wrong for face in self.state.rooms)

    def _strange(self) -> list[str]:
        """Rooms that the roster names, and that there are not."""
        there = {room.name.strip() for room in self._desk.rooms}
        return [room for room in dict.fromkeys(row.room for row in self._desk.rows) if room and room not in there]

    @property
    def state(self) -> RoomsState:
        """What is shown."""
        desk, rooms = self._desk, self._desk.rooms
        seated = Counter(row.room for row in desk.rows if row.room)
        names = Counter(room.name.strip() for room in rooms)
        return RoomsState(
            rooms=tuple(self._face(at, room, seated, names) for at, room in enumerate(rooms)),
            is_drawn=bool(desk.draft.seat_seed),
            seed=desk.draft.seat_seed,
            is_own=bool(desk.draft.rooms),
            reserve=str(desk.draft.reserve or "") if self._reserve is None else self._reserve,
            reserve_wrong=self._reserve_wrong(),
            summary=self._summary(),
            refused=self._refused,
        )

    def _reserve_wrong(self) -> str:
        if self._reserve is None:
            return ""
        return self._desk.means.words("office.rooms.reserve.wrong", most=MOST_RESERVE)

    def _face(self, at: int, room: PlannedRoom, seated: Counter[str], names: Counter[str]) -> RoomFace:
        words = self._desk.means.words
        seats = self._typed.get(at, "" if room.seats is None else str(room.seats))
        count = seated[room.name.strip()]
        people = words("office.rooms.people", count=count) if count else ""
        return RoomFace(room.name, seats, people, self._wrong(at, room, count, names))

    def _wrong(self, at: int, room: PlannedRoom, count: int, names: Counter[str]) -> str:
        words = self._desk.means.words
        if not room.name.strip():
            return words("office.rooms.no-name")
        if names[room.name.strip()] > 1:
            return words("office.rooms.twice")
        if at in self._typed:
            return words("office.rooms.no-number", most=_MOST_SEATS)
        if room.seats is not None and count > room.seats and self._desk.draft.seat_seed:
            return words("office.rooms.full", people=count, seats=room.seats)
        return ""

    def _summary(self) -> str:
        """How many people there are, and how many of them have no room yet."""
        words, rows, draft = self._desk.means.words, self._desk.rows, self._desk.draft
        if not rows:
            return words("office.rooms.nobody")
        people = {row.person for row in rows}
        said = [words("office.rooms.total", people=len(people))]
        placed = {row.person for row in rows if row.room}
        left = len(people - placed)
        if left:
            said.append(words("office.rooms.left-drawn" if draft.seat_seed else "office.rooms.left", count=left))
        strange = self._strange()
        if strange:
            said.append(words("office.rooms.strange", rooms=words("list.separator").join(strange)))
        return words("office.separator").join(said)


def _seats(text: str) -> int | None:
    """A number of seats; None where there is none, or it is none."""
    return _number(text, _MOST_SEATS) or None


def _number(text: str, most: int) -> int | None:
    bare = text.strip()
    is_number = bare.isascii() and bare.isdecimal() and int(bare) <= most
    return int(bare) if is_number else None
