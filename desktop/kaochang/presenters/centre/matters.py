"""What people have to see to, in words for somebody at the centre's window: what it is, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kaochang.domain.ports import Words
from kaochang.domain.session_reports import FileProblem
from kaochang.presenters.centre.collect_state import MatterFace
from kaochang.presenters.centre.standing import Group, RoomLine, RoomState, Standing
from kaochang.presenters.office.score_rows import Tone
from kaochang.presenters.refusals import shown

_OWN = frozenset(
    {
        "problem.after-decision",
        "problem.damaged",
        "problem.journal-parted",
        "problem.missing",
        "problem.moved-unfinished",
        "problem.no-manifest",
        "problem.open.misconduct-pending",
        "problem.open.missing-file",
        "problem.open.moved",
        "problem.open.not-started",
        "problem.open.present",
        "problem.open.walk-in",
        "problem.walk-in-known",
        "problem.walk-in-twice",
        "problem.record-differs",
        "problem.two-manifests",
        "problem.two-results",
    }
)
"""Problems whose next step names a verb of the terminal; the window has words of its own: `centre.next.KEY`."""

_LACKING = frozenset({"MISSING"})
_MOST_ROOMS = 6
_MISSING = "problem.missing"
_NO_FILE = "problem.open.missing-file"


class Matters:
    """Says problems; rooms are told by their names."""

    def __init__(self, words: Words, standing: Standing) -> None:
        self._words = words
        self._rooms = {each.id: each.name for each in standing.rooms}

    def face(self, each: FileProblem) -> MatterFace:
        """One of them."""
        words = self._words
        params = {
            "name": shown("name", each.name, words),
            "room": self._rooms.get(each.room, each.room),
            "ticket": each.ticket,
            "why": words(f"outcome.{each.outcome}"),
        }
        own = f"centre.next.{each.key.removeprefix('problem.')}" if each.key in _OWN else f"{each.key}.next"
        sign = "missing" if each.outcome in _LACKING else "doubt"
        tone = Tone.BAD if each.outcome in _LACKING else Tone.DOUBT
        text = words(f"centre.sign.{sign}", what=words(each.key, **params))
        return MatterFace(text, words(own, **params), each.ticket, each.room, tone)

    def awaited(self, rooms: Sequence[RoomLine]) -> MatterFace:
        """Rooms whose sticks are still to come, in one."""
        names = self._words("list.separator").join(room.name for room in rooms[:_MOST_ROOMS])
        listed = self._words("centre.room.and-more", who=names) if len(rooms) > _MOST_ROOMS else names
        text = self._words("centre.matters.awaited", count=len(rooms), rooms=listed)
        return MatterFace(text, self._words("centre.matters.awaited.next"), "", "", Tone.QUIET)

    def faces(self, problems: Iterable[FileProblem]) -> tuple[MatterFace, ...]:
        """All of them, those of one ticket or room together."""
        return tuple(self.face(each) for each in sorted(problems, key=_place))


def told(now: Standing) -> tuple[FileProblem, ...]:
    """What waits, once: nothing of a room from which nothing came yet; of a file that is missing, its name alone."""
    awaited = {room.id for room in awaited_rooms(now)}
    named = {each.ticket for each in now.waits if each.key == _MISSING}
    return tuple(
        each for each in now.waits if each.room not in awaited and not (each.key == _NO_FILE and each.ticket in named)
    )


def decidable(now: Standing) -> tuple[FileProblem, ...]:
    """What waits for a decision: not the files that are only not here yet, nor the rooms from which nothing came."""
    lacking = {row.number for row in now.rows if row.group is Group.MISSING}
    return tuple(each for each in told(now) if each.ticket not in lacking)


def awaited_rooms(now: Standing) -> tuple[RoomLine, ...]:
    """The rooms from which nothing came yet."""
    return tuple(room for room in now.rooms if room.state is RoomState.AWAITED)


def _place(each: FileProblem) -> tuple[str, str, str]:
    return each.room, each.ticket, each.key
