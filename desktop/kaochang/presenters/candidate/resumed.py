"""What a candidate reads before an attempt goes on: what was out, what was given back, what is saved, and where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaochang.domain.attempts import Cause, Resumed
from kaochang.domain.outages import Line
from kaochang.domain.ports import Words
from kaochang.presenters import phrases
from kaochang.presenters.candidate.notice import Mood, NoticeState
from kaochang.presenters.candidate.standing import answered_line

if TYPE_CHECKING:  # see line.py
    from kaochang.flow.sitting import Sitting


def resumed_state(sitting: Sitting, words: Words) -> NoticeState:
    """The page of an attempt that goes on here: by its cause, and of a move with the seat that it comes from."""
    state, items = sitting.state, sitting.arrangement.items()
    last = state.outages[-1] if state.outages else None
    cause = Cause.CRASH if last is None else last.cause
    left = -(-sitting.remaining_ms() // 60_000) * 60
    count = sitting.corrections.count(sitting.exam, state.answered())
    saved = answered_line(count.done, count.of, count.withdrawn, words)
    place = words("candidate.resumed.item", number=items.index(state.current) + 1)
    return NoticeState(
        Mood.GOOD,
        words(f"candidate.resumed.{cause}"),
        words(f"candidate.resumed.{cause}.message"),
        facts=(
            *(_came_from(sitting.seat, words) if cause is Cause.MOVED else ()),
            *([] if last is None else [(words("candidate.fact.outage"), _outage(last, words))]),
            *_earlier(sitting, words),
            (words("candidate.fact.saved"), saved),
            (words("candidate.fact.item"), place),
            (words("candidate.fact.left"), words("candidate.resumed.left", left=phrases.duration(words, left))),
        ),
        next_step=words("candidate.resumed.next"),
        action=words("candidate.resumed.action"),
    )


def _came_from(seat: str, words: Words) -> list[tuple[str, str]]:
    """Nothing where seats are free."""
    return [(words("candidate.fact.came-from"), words("candidate.seat", seat=seat))] if seat else []


def _earlier(sitting: Sitting, words: Words) -> list[tuple[str, str]]:
    """What all interruptions together were given back, by rule and by act, where this one is not the first."""
    lost = [line for line in sitting.ledger if line.line is not Line.PAUSE and line.length]
    given = sum(line.by_rule + line.by_act for line in lost) // 1000
    if len(lost) < 2 or not given:
        return []
    told = words("candidate.resumed.given", given=phrases.duration(words, given), count=len(lost))
    return [(words("candidate.fact.given"), told)]


def _outage(last: Resumed, words: Words) -> str:
    """How long it was, and what of it was given back by the rule; what an act gives is told where it is given."""
    if last.doubted:
        return words("candidate.resumed.outage.unknown")
    seconds = last.outage // 1000
    if seconds == 0:
        return words("candidate.resumed.outage.short")
    length, given = phrases.duration(words, seconds), last.credit // 1000
    if given == seconds:
        return words("candidate.resumed.outage.whole", length=length)
    if given == 0:
        return words("candidate.resumed.outage.none", length=length)
    return words("candidate.resumed.outage.part", length=length, given=phrases.duration(words, given))
