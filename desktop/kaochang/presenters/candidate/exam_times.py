"""The times of the exam screen, and their warnings: of the whole, of the open part, of the item and its turn."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kaochang.domain import parts
from kaochang.domain.acts import ActKind
from kaochang.domain.ports import Words
from kaochang.presenters import phrases
from kaochang.presenters.candidate.exam_state import ClockFace, OwnTime, PartFace

if TYPE_CHECKING:  # see line.py
    from kaochang.flow.sitting import Sitting

LAST_CALL_MS = 2_000
"""So close to the end of any time, what was typed waits for nothing more."""

_MOST_NOTICE_MS = 30_000


@dataclass(frozen=True)
class Span:
    """A time that runs: what is left of it (ms), and the marks at which that is told.

    `name` ends the keys of its words; `of` tells it from the next one of its name: the part, the item, the turn.
    """

    name: str
    of: tuple[object, ...]
    left: int
    marks: tuple[int, ...]

    @property
    def is_over(self) -> bool:
        """Whether nothing is taken any more."""
        return self.left < 0

    @property
    def is_short(self) -> bool:
        """Whether its first warning is due."""
        return self.left <= max(self.marks, default=0)


def running(sitting: Sitting) -> tuple[Span, ...]:
    """All times that run now."""
    return tuple(span for span in (whole(sitting), part(sitting), own(sitting)) if span is not None)


def _short_of(limit: int) -> int:
    """When to warn of the end of a short time: in its last quarter, and at most half a minute before."""
    return min(_MOST_NOTICE_MS, limit // 4)


def whole(sitting: Sitting) -> Span:
    """The attempt's time."""
    return Span("whole", (), sitting.remaining_ms(), _marks(sitting, sitting.state.limit))


def part(sitting: Sitting) -> Span | None:
    """The open part's time; None for a part without a limit. Of the last part, it ends the attempt."""
    exam, state = sitting.exam, sitting.state
    limit = parts.part_limit(exam, state)
    if limit is None:
        return None
    name = "whole" if parts.is_last(exam, state) else "part"
    return Span(name, (state.part,), sitting.part_remaining_ms(), _marks(sitting, limit))


def _marks(sitting: Sitting, limit: int) -> tuple[int, ...]:
    """When the rules warn of the end of a time this long; one shorter than all of that has a mark of its own."""
    return tuple(mark * 1000 for mark in sitting.exam.rules.warnings_s if mark * 1000 < limit) or (_short_of(limit),)


def own(sitting: Sitting) -> Span | None:
    """The time of the item that is open, or of the turn that is shown of it, whichever ends first."""
    spans = [span for span in (_item(sitting), _turn(sitting)) if span is not None]
    return min(spans, key=lambda span: span.left, default=None)


def _item(sitting: Sitting) -> Span | None:
    exam, state, used = sitting.exam, sitting.state, sitting.stamp()
    if not state.current:
        return None
    left = parts.item_left(exam, state, exam.placed(state.current), used)
    if left is None:
        return None
    limit = left + parts.time_on(state, state.current, used)
    return Span("item", (state.current,), left, (_short_of(limit),))


def _turn(sitting: Sitting) -> Span | None:
    exam, state, used = sitting.exam, sitting.state, sitting.stamp()
    turn = state.turns.get(state.current)
    left = parts.turn_left(exam, state, state.current, used)
    if turn is None or left is None:
        return None
    name = "turn" if parts.has_next_turn(exam, state, state.current) else "last-turn"
    return Span(name, (state.current, turn.stage), left, (_short_of(left + used - turn.since),))


@dataclass(frozen=True)
class Where:
    """Where an attempt is: the part, the item that is open, and the turn of it."""

    part: int
    item: str
    stage: int

    @classmethod
    def of(cls, sitting: Sitting) -> Where:
        """Where it is now."""
        state = sitting.state
        turn = state.turns.get(state.current)
        return cls(state.part, state.current, 0 if turn is None else turn.stage)


def gone_on(before: Where, sitting: Sitting, words: Words) -> str:
    """What is told once the clock has gone on to the next part or turn by itself; "" where it is the same one."""
    now = Where.of(sitting)
    if now.part != before.part:
        return words("candidate.gone-on.part", part=part_name(sitting, words, now.part))
    is_turn = now.item == before.item and now.stage != before.stage
    return words("candidate.gone-on.turn", number=now.stage + 1) if is_turn else ""


@dataclass(frozen=True)
class Line:
    """A line that is told for a while; `of` is the time that it warns of (`Span.of`), () for any other line."""

    text: str
    of: tuple[object, ...] = ()


class Warnings:
    """Tells once of each mark that a time passes while somebody looks; what passed before is not told."""

    def __init__(self, sitting: Sitting, words: Words) -> None:
        self._sitting = sitting
        self._words = words
        self._before = running(sitting)

    @property
    def is_last_call(self) -> bool:
        """Whether any time ends in a moment, or has ended since it was last looked at."""
        ended = {(span.name, span.of) for span in self._before if span.is_over}
        return any(span.left <= LAST_CALL_MS and (span.name, span.of) not in ended for span in running(self._sitting))

    def due(self) -> tuple[Line, ...]:
        """What is to be told now, a line for each time."""
        lefts = {(span.name, span.of): span.left for span in self._before}
        self._before = running(self._sitting)
        told = {self._line(span, lefts.get((span.name, span.of), span.left)): span.of for span in self._before}
        return tuple(Line(text, of) for text, of in told.items() if text)

    def _line(self, span: Span, before: int) -> str:
        passed = [mark for mark in span.marks if span.left <= mark < before]
        if not passed:
            return ""
        left = phrases.duration(self._words, max(1, min(passed) // 1000))
        return self._words(f"candidate.warning.{span.name}", left=left)


def _whole_shown(sitting: Sitting) -> Span:
    """The attempt's time: of a last part that has its own, that is the one it ends with, with that part's marks."""
    in_part = part(sitting)
    return in_part if in_part is not None and in_part.name == "whole" else whole(sitting)


def whole_face(sitting: Sitting, words: Words) -> ClockFace:
    """The attempt's time as the header shows it, with the extra time that it holds."""
    face, state = clock_face(_whole_shown(sitting), words), sitting.state
    given = state.extra + sum(act.credit for act in state.acts if act.kind is ActKind.EXTRA_TIME)
    if not given:
        return face
    extra = phrases.duration(words, given // 1000)
    return replace(face, extra=extra, spoken=words("candidate.clock.spoken.extra", clock=face.spoken, extra=extra))


def clock_face(span: Span, words: Words) -> ClockFace:
    """A time as the header shows it."""
    text = phrases.countdown(span.left)
    spoken = words("candidate.clock.spoken", time=text) if span.left > 0 else words("candidate.clock.over")
    return ClockFace(text, spoken, span.is_short or span.left <= 0)


def part_face(sitting: Sitting, words: Words) -> PartFace | None:
    """The open part with its own time; None for an exam that is taken as a whole.

    Where no more is left of the whole attempt than of the part, as in the last one, one clock tells both.
    """
    every, number = parts.parts(sitting.exam), sitting.state.part
    span = part(sitting)
    is_one_time = span is not None and span.left == sitting.remaining_ms()
    if len(every) == 1 and (span is None or is_one_time):
        return None
    name = part_name(sitting, words, number)
    place = words("candidate.part.place", number=number + 1, of=len(every))
    if span is None or is_one_time:
        return PartFace(name, place, None)
    text = phrases.countdown(span.left)
    spoken = words("candidate.part.spoken", part=name, time=text)
    return PartFace(name, place, ClockFace(text, spoken, span.is_short))


def part_name(sitting: Sitting, words: Words, number: int) -> str:
    """A part by the titles of its sections."""
    return words("list.separator").join(section.title for section in parts.parts(sitting.exam)[number])


def own_time(sitting: Sitting, words: Words) -> OwnTime | None:
    """The item's or turn's time as it stands beside it; None without a limit."""
    span = own(sitting)
    if span is None:
        return None
    if span.is_over:
        return OwnTime(words(f"candidate.own-over.{span.name}"), is_amber=True, is_over=True)
    text = words(f"candidate.own.{span.name}", left=phrases.minutes_and_seconds(span.left))
    return OwnTime(text, span.is_short, is_over=False)
