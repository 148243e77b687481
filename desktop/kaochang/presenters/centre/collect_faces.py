"""The figures and rooms of the page 收卷 in words: a sign, a number and a word for each state, never colour alone."""

from __future__ import annotations

from kaochang.domain.ports import Words
from kaochang.presenters.centre.collect_state import FigureFace, RoomFace
from kaochang.presenters.centre.matters import decidable
from kaochang.presenters.centre.standing import Group, RoomLine, RoomState, Standing, TicketRow
from kaochang.presenters.office.score_rows import Tone

_TONES = {
    RoomState.WHOLE: Tone.GOOD,
    RoomState.SETTLED: Tone.GOOD,
    RoomState.MISSING: Tone.BAD,
    RoomState.DECIDE: Tone.DOUBT,
    RoomState.NO_MANIFEST: Tone.DOUBT,
    RoomState.AWAITED: Tone.QUIET,
}
_FIGURES = {
    Group.RECEIVED: Tone.PLAIN,
    Group.ABSENT: Tone.PLAIN,
    Group.MISSING: Tone.BAD,
    Group.AWAITED: Tone.PLAIN,
    Group.OTHER: Tone.PLAIN,
}
_MOST_NAMED = 4
ALL = 100


def figures(words: Words, now: Standing) -> tuple[FigureFace, ...]:
    """The figures from left to right; a group that is rare is there where it has somebody."""

    def of_group(group: Group) -> FigureFace:
        count = now.groups.get(group, 0)
        return _figure(words, group.value, str(count), _FIGURES[group] if count else Tone.PLAIN, group)

    found = [_figure(words, "due", str(len(now.rows)), Tone.PLAIN, None)]
    found += [of_group(each) for each in (Group.RECEIVED, Group.ABSENT, Group.MISSING, Group.AWAITED)]
    if now.groups.get(Group.OTHER, 0):
        found.append(of_group(Group.OTHER))
    open_count = len({each.ticket or each.room or each.name for each in decidable(now)})
    tone = Tone.DOUBT if open_count else Tone.PLAIN
    found.append(_figure(words, "waits", str(open_count), tone, None))
    marked = words("centre.figure.of", count=now.marked, of=now.counted)
    is_whole = now.counted > 0 and now.marked == now.counted
    found.append(_figure(words, "marked", marked, Tone.GOOD if is_whole else Tone.PLAIN, Group.RECEIVED))
    return tuple(found)


def _figure(words: Words, name: str, text: str, tone: Tone, group: Group | None) -> FigureFace:
    return FigureFace(name, words(f"centre.figure.{name}"), text, tone, group, words(f"centre.figure.{name}.opens"))


def room_face(words: Words, line: RoomLine) -> RoomFace:
    """A room's line."""
    counts = (
        line.due,
        line.groups.get(Group.RECEIVED, 0),
        line.groups.get(Group.ABSENT, 0),
        line.groups.get(Group.MISSING, 0),
    )
    said = words(f"centre.room.{line.state}", count=len(line.about), who=_who(words, line.about))
    share = line.settled * ALL // line.due if line.due else 0
    cells = (line.name, *map(str, counts))
    spoken = words("centre.room.spoken", room=line.name, due=counts[0], received=counts[1], absent=counts[2], said=said)
    return RoomFace(line.id, line.name, cells, share, line.state, said, _TONES[line.state], spoken)


def _who(words: Words, about: tuple[TicketRow, ...]) -> str:
    """The first of them by seat, else by ticket number."""
    names = tuple(words("centre.room.seat", seat=row.seat) if row.seat else row.number for row in about[:_MOST_NAMED])
    listed = words("list.separator").join(names)
    return words("centre.room.and-more", who=listed) if len(about) > _MOST_NAMED else listed
